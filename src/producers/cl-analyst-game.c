/* cl-analyst-game.c: which positions of a game an engine is asked about, and which it has answered already
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analyst-private.h"

#define BATCH      1000
#define LONG_LINE  16 /* moves kept of the best line */
#define SHORT_LINE 8  /* and of the others */

void
cl_analyst_position_free (ClAnalystPosition *self)
{
  g_free (self->partition);
  cl_engine_query_free (self->query);
  g_free (self);
}

/* Cut at the end of a character. */
static void
copy_text (char *place, const char *text, gsize size)
{
  const char *end;

  g_strlcpy (place, text, size);
  if (!g_utf8_validate (place, -1, &end))
    place[end - place] = '\0';
}

static guint
get_number (ClEngine *engine, const char *option, guint otherwise)
{
  const char *value = cl_engine_get_option (engine, option);
  guint64 number = value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;

  return number > 0 && number < G_MAXINT32 ? (guint) number : otherwise;
}

/* Threads and Hash have columns of their own. */
static void
read_options (ClEngine *engine, ClAnalystManner *manner)
{
  g_autofree char *all = cl_engine_dup_changed_options (engine);
  g_auto (GStrv) parts = g_strsplit (all, "; ", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_ascii_strncasecmp (parts[i], "Threads=", 8) != 0 &&
        g_ascii_strncasecmp (parts[i], "Hash=", 5) != 0)
      g_strv_builder_add (kept, parts[i]);
  rest = g_strv_builder_end (kept);
  text = g_strjoinv ("; ", rest);
  copy_text (manner->options, text, sizeof manner->options);
}

void
cl_analyst_manner_init (ClAnalystManner *self, ClEngine *engine)
{
  const char *build = cl_engine_get_build (engine);

  *self = (ClAnalystManner){ .multipv = 1 };
  copy_text (self->engine, cl_engine_get_name (engine), sizeof self->engine);
  copy_text (self->build, build != NULL ? build : "", sizeof self->build);
  read_options (engine, self);
  self->threads = get_number (engine, "Threads", 1);
  self->hash_mb = get_number (engine, "Hash", 0);
}

static gboolean
has_legal_move (const ChessPosition *position)
{
  ChessMoveList legal;

  chess_position_legal_moves (position, &legal);
  return legal.n > 0;
}

/* Follows the game to @ply; where a move is none that an engine takes, or the board was corrected, it begins anew. */
static void
follow (const ClGame *game, ClEngineQuery *query, guint ply)
{
  ChessPosition stands;

  cl_game_position_at (game, ply, &stands);
  if (ply > 0 && cl_engine_query_add_move (query, cl_game_get_move (game, ply)->move) &&
      query->position.key == stands.key)
    return;
  if (query->position.key != stands.key)
    cl_engine_query_restart_at (query, &stands);
}

static ClAnalystPosition *
make_position (const ClGame *game, guint ply, const ClEngineQuery *query)
{
  ClAnalystPosition *self;

  if ((ply > 0 && cl_game_get_move (game, ply)->broken) || !has_legal_move (&query->position))
    return NULL;
  self = g_new0 (ClAnalystPosition, 1);
  self->partition = g_strdup (game->partition);
  self->game = game->game;
  self->ply = ply;
  self->cites = cl_game_stands_since (game, ply);
  self->query = cl_engine_query_copy (query);
  return self;
}

static ClEngineQuery *
begin_query (const ClGame *game)
{
  ClEngineQuery *query = cl_engine_query_new (&game->start);
  ChessPosition first;

  cl_game_position_at (game, 0, &first);
  if (first.key != game->start.key)
    cl_engine_query_restart_at (query, &first);
  query->chess960 = game->start.chess960;
  return query;
}

GPtrArray *
cl_analyst_list_positions (const ClGame *game)
{
  GPtrArray *positions = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_analyst_position_free);
  g_autoptr (ClEngineQuery) query = begin_query (game);

  for (guint ply = 0; ply <= cl_game_n_plies (game); ply++)
    {
      ClAnalystPosition *position;

      follow (game, query, ply);
      position = make_position (game, ply, query);
      if (position != NULL)
        g_ptr_array_add (positions, position);
    }
  return positions;
}

ClAnalystPosition *
cl_analyst_position_at (const ClGame *game, guint ply)
{
  g_autoptr (ClEngineQuery) query = begin_query (game);

  ply = MIN (ply, cl_game_n_plies (game));
  for (guint i = 0; i <= ply; i++)
    follow (game, query, i);
  return make_position (game, ply, query);
}

gboolean
cl_analyst_covers (const ClEvaluation *known, const ClAnalystManner *manner, gboolean chess960)
{
  if (!g_str_equal (known->engine, manner->engine) || !g_str_equal (known->build, manner->build) ||
      !g_str_equal (known->options, manner->options) || known->threads != manner->threads ||
      known->hash_mb != manner->hash_mb || known->elo != 0 || known->chess960 != chess960)
    return FALSE;
  if (known->multipv < manner->multipv && known->n_lines != known->legal)
    return FALSE;
  if (manner->by_depth && known->n_depths == 0)
    return FALSE;
  /* A search may end before its limit when nothing is left to find, so the limit counts as well. */
  return MAX (known->limit_nodes, known->nodes) >= manner->limit_nodes &&
         known->limit_depth >= manner->limit_depth && known->limit_ms >= manner->limit_ms;
}

static void
drop (GPtrArray *positions,
      const ClEvaluation *known,
      guint ply,
      const ClAnalystManner *manner,
      guint64 *n)
{
  for (guint i = 0; i < positions->len; i++)
    {
      const ClAnalystPosition *position = g_ptr_array_index (positions, i);

      if (position->ply != ply)
        continue;
      if (position->cites == known->cites && g_str_equal (position->partition, known->partition) &&
          cl_analyst_covers (known, manner, position->query->chess960))
        {
          g_ptr_array_remove_index (positions, i);
          (*n)++;
        }
      return;
    }
}

/* The 16 bytes of a UUID's text. */
static void
read_id (const char *id, guint8 bytes[16])
{
  guint n = 0;

  memset (bytes, 0, 16);
  for (; *id != '\0' && n < 32; id++)
    if (g_ascii_isxdigit (*id))
      {
        bytes[n / 2] = (guint8) (bytes[n / 2] << 4 | g_ascii_xdigit_value (*id));
        n++;
      }
}

char *
cl_analyst_partition (ClLedger *ledger, ClReader *reader, const char *engine, GError **error)
{
  g_autofree char *name = cl_engine_partition (engine);
  g_autoptr (GError) local = NULL;
  ClPartitionInfo info = { 0 };
  guint8 id[16];

  if (cl_reader_get_partition (reader, name, &info, &local) && !info.began_here)
    {
      read_id (cl_ledger_get_id (ledger), id);
      return cl_partition_dup_marked (name, id, sizeof id, FALSE);
    }
  if (local == NULL)
    return g_steal_pointer (&name);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* The engine's partition has the number of the game in its column, so that only games of that number are read. */
static gboolean
drop_known_in (ClReader *reader,
               const char *engine_partition,
               const ClAnalystManner *manner,
               GPtrArray *positions,
               guint64 *n_known,
               GError **error)
{
  guint64 after = 0;
  gsize n = BATCH;

  while (n == BATCH && positions->len > 0)
    {
      guint32 game = ((ClAnalystPosition *) g_ptr_array_index (positions, 0))->game;
      g_autoptr (ClEvents) events =
        cl_reader_read_game (reader, engine_partition, game, after, 0, BATCH, error);

      if (events == NULL)
        return FALSE;
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);
          ClEvaluation known;

          after = event->position;
          if (positions->len > 0 && cl_evaluation_from_event (event, &known, NULL))
            drop (positions, &known, event->ply, manner, n_known);
        }
    }
  return TRUE;
}

gboolean
cl_analyst_drop_known (ClReader *reader,
                       const char *engine_partition,
                       const ClAnalystManner *manner,
                       GPtrArray *positions,
                       guint64 *n_known,
                       GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, error);

  for (guint i = 0; partitions != NULL && i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);
      g_autofree char *name = cl_partition_dup_name (info->key, info->origin, info->origin_length);

      if (g_str_equal (name, engine_partition) &&
          !drop_known_in (reader, info->key, manner, positions, n_known, error))
        return FALSE;
    }
  return partitions != NULL;
}

static guint8
pack_moves (ChessPosition position, const ChessMove *moves, guint n, guint16 *packed)
{
  for (guint i = 0; i < n; i++)
    {
      char uci[CHESS_UCI_SIZE];
      gsize length = chess_uci_write (&position, moves[i], uci);

      cl_uci_pack (uci, length, &packed[i]);
      chess_position_make (&position, moves[i]);
    }
  return (guint8) n;
}

static void
fill_lines (ClEvaluation *self, const ChessPosition *position, const ClEngineAnswer *answer)
{
  self->n_lines = MIN (answer->n_lines, CL_EVALUATION_MAX_LINES);
  for (guint i = 0; i < self->n_lines; i++)
    {
      const ClEngineLine *from = &answer->lines[i];
      ClEvaluationLine *line = &self->lines[i];

      line->score = (ClScore){ from->mate != 0 ? 0 : from->cp, from->mate };
      memcpy (line->wdl, from->wdl, sizeof line->wdl);
      line->n_moves = pack_moves (*position,
                                  from->moves,
                                  MIN (from->n_moves, i == 0 ? LONG_LINE : SHORT_LINE),
                                  line->moves);
    }
}

static void
fill_depths (ClEvaluation *self, const ChessPosition *position, const ClEngineAnswer *answer)
{
  self->n_depths = MIN (answer->n_depths, CL_EVALUATION_MAX_DEPTHS);
  for (guint i = 0; i < self->n_depths; i++)
    {
      const ClEngineDepth *from = &answer->by_depth[i];
      ClEvaluationDepth *at = &self->by_depth[i];

      at->depth = from->depth;
      at->score = (ClScore){ from->mate != 0 ? 0 : from->cp, from->mate };
      pack_moves (*position, &from->move, 1, &at->move);
    }
}

/* lint: allow parameters: what was asked, how, what came of it, and when */
void
cl_analyst_add_fact (ClDraft *draft,
                     const ClAnalystPosition *position,
                     const char *name,
                     const ClAnalystManner *manner,
                     const ClEngineAnswer *answer,
                     gint64 now)
{
  ChessPosition written = position->query->position;
  g_auto (ClFact) fact = { 0 };
  ClEvaluation *self = g_new (ClEvaluation, 1);

  written.chess960 = position->query->chess960;
  cl_evaluation_init (self);
  copy_text (self->partition, name, sizeof self->partition);
  self->cites = position->cites;
  copy_text (self->engine, manner->engine, sizeof self->engine);
  copy_text (self->build, manner->build, sizeof self->build);
  copy_text (self->options, manner->options, sizeof self->options);
  self->threads = manner->threads;
  self->hash_mb = manner->hash_mb;
  self->multipv = manner->multipv;
  self->chess960 = position->query->chess960;
  self->limit_nodes = manner->limit_nodes;
  self->limit_depth = manner->limit_depth;
  self->limit_ms = manner->limit_ms;
  self->depth = MIN (answer->depth, CL_EVALUATION_MAX_DEPTH);
  self->seldepth = MIN (answer->seldepth, CL_EVALUATION_MAX_DEPTH);
  self->nodes = answer->nodes;
  self->time_ms = answer->time_ms;
  self->legal = answer->n_legal;
  fill_lines (self, &written, answer);
  if (manner->by_depth)
    fill_depths (self, &written, answer);
  cl_fact_init (&fact, CL_FACT_POSITION_EVALUATED);
  fact.game = position->game;
  fact.ply = position->ply;
  fact.occurred_at = now;
  fact.evaluation = self;
  cl_fact_to_draft (&fact, draft);
}
