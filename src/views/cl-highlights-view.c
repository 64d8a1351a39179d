/* cl-highlights-view.c: which games are worth opening, and why
 *
 * Between two commits the games that are being told wait unpacked in the scratch; what a game comes to is worked out once a
 * commit. A move costs a few numbers there, so millions a second are folded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-highlights-view.h"

#include "cl-fact.h"
#include "cl-highlight-game.h"
#include "cl-library-row.h"
#include "cl-views.h"
#include "cl-waiting-games.h"

#include <stdlib.h>
#include <string.h>

typedef struct
{
  char *key; /* "game/…" */
  guint32 partition_id, game;
  gboolean archive;
  ClTraceGame *trace;
  gboolean dirty;
} Waiting;

typedef struct
{
  GHashTable *games; /* Waiting.key → Waiting */
  Waiting *last;     /* moves mostly follow moves of the same game */
} Highlights;

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  cl_trace_game_free (self->trace);
  g_free (self->key);
  g_free (self);
}

static gpointer
create_highlights (void)
{
  Highlights *self = g_new0 (Highlights, 1);

  self->games = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, waiting_free);
  return self;
}

static void
destroy_highlights (gpointer data)
{
  Highlights *self = data;

  g_hash_table_unref (self->games);
  g_free (self);
}

/* Of the first move, as the start position has it. */
static guint
first_number (const ClTraceGame *trace)
{
  const char *number = trace->fen != NULL ? strrchr (trace->fen, ' ') : NULL;

  return number != NULL ? (guint) CLAMP (atoi (number), 1, 9999) : 1;
}

static char *
format_score (const ClTraceGame *trace)
{
  GString *value = g_string_new (NULL);
  ClReason reasons[CL_MAX_REASONS];
  gboolean evaluated;
  guint n_reasons, score = cl_trace_game_score (trace, reasons, &n_reasons, &evaluated);

  g_string_append_printf (value,
                          "%03u %d%d%d%d %u",
                          score,
                          evaluated,
                          !trace->ended,
                          trace->withdrawn,
                          trace->first == CHESS_BLACK,
                          first_number (trace));
  for (guint i = 0; i < n_reasons; i++)
    g_string_append_printf (value,
                            "\t%d %d %d %d %d",
                            reasons[i].kind,
                            reasons[i].side,
                            reasons[i].ply,
                            reasons[i].amount,
                            reasons[i].points);
  return g_string_free (value, FALSE);
}

static void
flush_highlights (ClState *state, gpointer data)
{
  Highlights *self = data;
  GHashTableIter iter;
  Waiting *waiting;

  g_hash_table_iter_init (&iter, self->games);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &waiting))
    if (waiting->dirty)
      {
        g_autofree char *value = NULL;

        if (waiting->trace->started)
          {
            g_autofree char *score = NULL, *key = g_strconcat ("score", waiting->key + 4, NULL);

            cl_trace_game_look (waiting->trace, FALSE);
            score = format_score (waiting->trace);
            cl_state_set (state, key, score);
          }
        value = cl_trace_game_format (waiting->trace);
        cl_state_set (state, waiting->key, value);
      }
  g_hash_table_remove_all (self->games);
  self->last = NULL;
}

static Waiting *
ensure_key (ClState *state, Highlights *self, char *key, const char *partition)
{
  Waiting *waiting = g_hash_table_lookup (self->games, key);

  if (waiting != NULL)
    {
      g_free (key);
      return waiting;
    }
  waiting = g_new0 (Waiting, 1);
  waiting->key = key;
  waiting->archive = g_str_has_prefix (partition, "archive/");
  waiting->trace = cl_trace_game_parse (cl_state_get (state, key));
  g_hash_table_insert (self->games, waiting->key, waiting);
  return waiting;
}

static Waiting *
ensure_game (ClState *state, Highlights *self, const ClEvent *event)
{
  Waiting *waiting = self->last;

  if (waiting != NULL && waiting->partition_id == event->partition_id &&
      waiting->game == event->game)
    return waiting;
  waiting =
    ensure_key (state, self, cl_library_row_key (event->partition, event->game), event->partition);
  waiting->partition_id = event->partition_id;
  waiting->game = event->game;
  self->last = waiting;
  return waiting;
}

/* --- Facts --- */

/* A number behind "key": in details, which are an object of one level of which no text can hold that mark unescaped. */
static gboolean
find_number (const char *details, const char *mark, gint *number)
{
  for (const char *found = strstr (details, mark); found != NULL; found = strstr (found + 1, mark))
    if (found > details && (found[-1] == '{' || found[-1] == ','))
      {
        *number = atoi (found + strlen (mark));
        return TRUE;
      }
  return FALSE;
}

static ClValue
find_value (const char *details)
{
  gint number;

  if (details == NULL || strstr (details, "\"eval_") == NULL)
    return CL_VALUE_NONE;
  if (find_number (details, "\"eval_mate\":", &number) && number != 0)
    return cl_value_new (0, number);
  return find_number (details, "\"eval_cp\":", &number) ? cl_value_new (number, 0) : CL_VALUE_NONE;
}

static void
take_ratings (ClTraceGame *trace, GPtrArray *tags)
{
  static const char *const names[] = { "WhiteElo", "BlackElo" };

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const ClTag *tag = tags->pdata[i];

      for (guint side = 0; side < 2; side++)
        if (g_str_equal (tag->name, names[side]))
          trace->elo[side] = tag->value != NULL ? CLAMP (atoi (tag->value), 0, 4000) : 0;
    }
}

static void
start_game (Waiting *waiting, const ClEvent *event, const ClFact *fact)
{
  ClTraceGame *trace = waiting->trace;
  ClTraceRun run = { 0, event->offset };

  if (trace->started)
    return;
  trace->started = TRUE;
  if (fact->fen != NULL || fact->chess960)
    {
      const char *side = fact->fen != NULL ? strchr (fact->fen, ' ') : NULL;

      trace->fen = g_strconcat (fact->chess960 ? "960 " : "", fact->fen, NULL);
      g_strdelimit (trace->fen, "\t\n", ' ');
      trace->first = side != NULL && side[1] == 'b' ? CHESS_BLACK : CHESS_WHITE;
    }
  g_array_append_val (trace->runs, run);
  take_ratings (trace, fact->tags);
}

static gboolean
withdraw (ClState *state, Highlights *self, const ClEvent *event, gboolean withdrawn)
{
  if (event->game == 0)
    {
      g_autofree char *key = cl_library_collection_key (event->partition);

      cl_state_set (state, key, withdrawn ? "withdrawn" : NULL);
    }
  else
    {
      Waiting *waiting = ensure_game (state, self, event);

      waiting->trace->withdrawn = withdrawn;
      waiting->dirty |= waiting->trace->started;
    }
  return TRUE;
}

static gboolean
apply_fact (ClState *state, Highlights *self, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  Waiting *waiting;

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  if (fact.type == CL_FACT_GAME_WITHDRAWN || fact.type == CL_FACT_GAME_RESTORED)
    return withdraw (state, self, event, fact.type == CL_FACT_GAME_WITHDRAWN);
  waiting = ensure_game (state, self, event);
  if (fact.type == CL_FACT_GAME_STARTED)
    start_game (waiting, event, &fact);
  else if (!waiting->trace->started)
    return TRUE;
  waiting->dirty = TRUE;
  switch (fact.type)
    {
    case CL_FACT_GAME_ENDED:
    case CL_FACT_RESULT_CORRECTED:
      waiting->trace->result = fact.result;
      waiting->trace->ending = fact.ending;
      waiting->trace->ended = fact.type == CL_FACT_GAME_ENDED || fact.ending != CHESS_ENDING_NONE;
      /* What a file holds is told to its end; a game played here may yet be taken back. */
      if (fact.type == CL_FACT_GAME_ENDED && waiting->archive)
        cl_trace_game_look (waiting->trace, TRUE);
      break;
    case CL_FACT_DETAILS_CORRECTED:
      take_ratings (waiting->trace, fact.tags);
      break;
    case CL_FACT_POSITION_CORRECTED:
      waiting->trace->odd = TRUE;
      break;
    case CL_FACT_ILLEGAL_MOVE_MADE:
      if (!fact.stood)
        break;
      waiting->trace->odd = TRUE;
      cl_trace_game_play (waiting->trace,
                          event->ply,
                          event->offset,
                          cl_trace_ply (event->move, event->clock_ms),
                          CL_VALUE_NONE);
      break;
    default:
      break;
    }
  return TRUE;
}

static void
correct_move (Waiting *waiting, const ClEvent *event)
{
  ClTraceGame *trace = waiting->trace;

  if (!trace->started || event->ply == 0 || event->ply > trace->plies->len)
    return;
  g_array_index (trace->plies, ClTracePly, event->ply - 1) =
    cl_trace_ply (event->move, event->clock_ms);
  trace->odd = TRUE;
  waiting->dirty = TRUE;
}

static gboolean
judge (ClState *state, Highlights *self, const ClEvent *event, GError **error)
{
  ClEvaluation evaluation;
  ClTraceVerdict verdict;
  Waiting *waiting;

  if (!cl_evaluation_from_event (event, &evaluation, error))
    return FALSE;
  waiting = ensure_key (state,
                        self,
                        cl_library_row_key (evaluation.partition, event->game),
                        evaluation.partition);
  verdict = (ClTraceVerdict){
    .ply = event->ply,
    .offset = evaluation.cites,
    .limited = evaluation.elo > 0,
    .depth = evaluation.depth,
    .nodes = evaluation.nodes,
    .value = cl_value_new (evaluation.lines[0].score.cp, evaluation.lines[0].score.mate),
  };
  cl_trace_game_judge (waiting->trace, &verdict);
  waiting->dirty = TRUE;
  return TRUE;
}

static gboolean
apply_to_highlights (ClState *state, const ClEvent *event, GError **error)
{
  Highlights *self = cl_state_get_scratch (state);
  Waiting *waiting;

  switch (cl_fact_type_of (event))
    {
    case CL_FACT_MOVE_PLAYED:
      waiting = ensure_game (state, self, event);
      if (!waiting->trace->started)
        return TRUE;
      cl_trace_game_play (waiting->trace,
                          event->ply,
                          event->offset,
                          cl_trace_ply (event->move, event->clock_ms),
                          find_value (event->details));
      waiting->dirty = TRUE;
      return TRUE;
    case CL_FACT_TAKEBACK_AGREED:
      waiting = ensure_game (state, self, event);
      cl_trace_game_take_back (waiting->trace, event->ply);
      waiting->dirty |= waiting->trace->started;
      return TRUE;
    case CL_FACT_MOVE_CORRECTED:
      correct_move (ensure_game (state, self, event), event);
      return TRUE;
    case CL_FACT_POSITION_EVALUATED:
      return judge (state, self, event, error);
    default:
      return apply_fact (state, self, event, error);
    }
}

static const char *const ignored_types[] = { "*", NULL };

const ClViewClass cl_highlights_view = {
  .name = "highlights",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = cl_waiting_games_types,
  .ignores = ignored_types,
  .apply = apply_to_highlights,
  .create_scratch = create_highlights,
  .flush = flush_highlights,
  .destroy_scratch = destroy_highlights,
};

/* --- Reading values --- */

char *
cl_highlight_key (const char *partition, guint32 game)
{
  return g_strdup_printf (CL_HIGHLIGHT_PREFIX "%s/%08u", partition, game);
}

gboolean
cl_highlight_parse_score (const char *value, guint *score)
{
  if (strspn (value, "0123456789") != 3 || value[3] != ' ')
    return FALSE;
  *score = MIN ((guint) atoi (value), 100);
  return TRUE;
}

static gboolean
parse_reason (const char *text, ClReason *reason)
{
  gint64 numbers[5];
  char *end;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      numbers[i] = g_ascii_strtoll (text, &end, 10);
      if (end == text || numbers[i] < G_MININT16 || numbers[i] > G_MAXINT16)
        return FALSE;
      text = end;
    }
  if (*text != '\0' || numbers[0] <= CL_REASON_NONE || numbers[0] >= CL_N_REASONS ||
      numbers[1] < -1 || numbers[1] > CHESS_BLACK || numbers[2] < 0)
    return FALSE;
  *reason = (ClReason){ (ClReasonKind) numbers[0],
                        (gint) numbers[1],
                        (gint) numbers[2],
                        (gint) numbers[3],
                        (gint) numbers[4] };
  return TRUE;
}

ClHighlight *
cl_highlight_parse (const char *key, const char *value)
{
  g_auto (GStrv) fields = g_strsplit (value, "\t", CL_MAX_REASONS + 2);
  g_autoptr (ClHighlight) self = g_new0 (ClHighlight, 1);
  g_autofree char *game_key = NULL;
  const char *partition;
  gsize length;

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX) || fields[0] == NULL ||
      !cl_highlight_parse_score (value, &self->score) || strlen (fields[0]) < 10 ||
      strspn (fields[0] + 4, "01") != 4 || fields[0][8] != ' ')
    return NULL;
  game_key = g_strconcat ("game/", key + strlen (CL_HIGHLIGHT_PREFIX), NULL);
  if (!cl_library_row_split_key (game_key, &partition, &length, &self->game))
    return NULL;
  self->partition = g_strndup (partition, length);
  self->evaluated = fields[0][4] == '1';
  self->running = fields[0][5] == '1';
  self->withdrawn = fields[0][6] == '1';
  self->first = fields[0][7] == '1' ? CHESS_BLACK : CHESS_WHITE;
  self->first_number = (guint) CLAMP (atoi (fields[0] + 9), 1, 9999);
  for (guint i = 1; fields[i] != NULL; i++)
    if (self->n_reasons == CL_MAX_REASONS ||
        !parse_reason (fields[i], &self->reasons[self->n_reasons++]))
      return NULL;
  return g_steal_pointer (&self);
}

void
cl_highlight_free (ClHighlight *self)
{
  g_free (self->partition);
  g_free (self);
}
