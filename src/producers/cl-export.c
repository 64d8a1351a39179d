/* cl-export.c: what the ledger holds, for other programs: games as PGN, events as JSON lines
 *
 * PGN knows only legal games. Where one goes on after an illegal move that stood, or after a correction of the board, the
 * rest of it is told in a comment, and the ledger keeps the truth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-export.h"

#include "chess-fen.h"
#include "chess-pgn.h"

#include <glib/gi18n.h>
#include <string.h>

#define BLOCK 1000 /* events read at a time */

static const char *const roster[] = {
  "Event", "Site", "Date", "Round", "White", "Black", "Result"
};

typedef struct
{
  ChessPgnWriter writer;
  const ClGame *game;
  ChessPosition position;
  GString *rest; /* (nullable): what PGN cannot say as moves */
} Export;

static ChessText
text_of (const char *text)
{
  return (ChessText){ text, strlen (text) };
}

static void
put_cb (void *user, const char *text, size_t length)
{
  g_string_append_len (user, text, (gssize) length);
}

static gboolean
is_imported (const ClGame *game)
{
  return g_str_has_prefix (game->partition, "archive/");
}

/* Of a tag that was not given. */
static const char *
roster_default (const ClGame *game, const char *name)
{
  if (g_str_equal (name, "Result"))
    return chess_result_text (game->result);
  return g_str_equal (name, "Date") ? "????.??.??" : "?";
}

static int
compare_tags (gconstpointer a, gconstpointer b)
{
  const ClTag *const *first = a, *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

static gboolean
is_roster_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roster); i++)
    if (g_str_equal (name, roster[i]))
      return TRUE;
  return FALSE;
}

/* A tag that follows from the game itself, unless it was given. */
static void
imply_tag (GPtrArray *tags, const ClGame *game, const char *name, const char *value)
{
  ClTag *tag;

  if (value == NULL || cl_game_get_tag (game, name) != NULL)
    return;
  tag = g_new0 (ClTag, 1);
  tag->name = g_strdup (name);
  tag->value = g_strdup (value);
  g_ptr_array_add (tags, tag);
}

/* How a game that was played here ended, in the standard's words. */
static const char *
termination_of (const ClGame *game)
{
  if (is_imported (game) || game->status != CL_GAME_ENDED || game->result == CHESS_RESULT_NONE)
    return NULL;
  switch (game->ending)
    {
    case CHESS_ENDING_UNKNOWN:
    case CHESS_ENDING_NONE:
      return NULL;
    case CHESS_ENDING_TIME:
    case CHESS_ENDING_TIME_NO_MATE:
      return "time forfeit";
    case CHESS_ENDING_ILLEGAL_MOVES:
      return "rules infraction";
    case CHESS_ENDING_ADJUDICATION:
      return "adjudication";
    case CHESS_ENDING_ABANDONED:
      return "abandoned";
    default:
      return "normal";
    }
}

/* A file may have one several times, and a result that is not the one of its movetext. */
static void
write_roster (Export *self, const char *name)
{
  const ClGame *game = self->game;
  gboolean found = FALSE;

  for (guint i = 0; i < game->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (game->tags, i);

      if (!g_str_equal (tag->name, name))
        continue;
      chess_pgn_write_tag (&self->writer, text_of (name), text_of (tag->value));
      found = TRUE;
    }
  if (!found)
    chess_pgn_write_tag (&self->writer, text_of (name), text_of (roster_default (game, name)));
}

static void
write_tags (Export *self)
{
  g_autoptr (GPtrArray) implied = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_tag_free);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  const ClGame *game = self->game;
  ChessPosition standard = chess_position_start ();
  char fen[CHESS_FEN_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (roster); i++)
    write_roster (self, roster[i]);
  if (game->start.key != standard.key)
    {
      chess_fen_write (&game->start, CHESS_FEN_X, fen);
      imply_tag (implied, game, "SetUp", "1");
      imply_tag (implied, game, "FEN", fen);
    }
  imply_tag (implied, game, "Variant", game->start.chess960 ? "Chess960" : NULL);
  imply_tag (implied, game, "TimeControl", game->time_control);
  imply_tag (implied, game, "Termination", termination_of (game));
  for (guint i = 0; i < game->tags->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (game->tags, i));
  for (guint i = 0; i < implied->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (implied, i));
  g_ptr_array_sort (sorted, compare_tags);
  for (guint i = 0; i < sorted->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (sorted, i);

      if (!is_roster_name (tag->name))
        chess_pgn_write_tag (&self->writer, text_of (tag->name), text_of (tag->value));
    }
  chess_pgn_write_tags_end (&self->writer);
}

static gboolean
says_clock (GPtrArray *comments)
{
  ChessCommands commands = { 0 };

  for (guint i = 0; comments && i < comments->len; i++)
    chess_commands_parse (text_of (g_ptr_array_index (comments, i)), &commands);
  return (commands.present & CHESS_COMMAND_CLK) != 0;
}

static void
write_clock (Export *self, const ClGameMove *move)
{
  char clock[24], command[40];

  if (is_imported (self->game) || move->clock_ms == CL_NO_CLOCK || says_clock (move->raw_comments))
    return;
  chess_clock_write (move->clock_ms, clock);
  g_snprintf (command, sizeof command, "[%%clk %s]", clock);
  chess_pgn_write_comment (&self->writer, text_of (command));
}

/* What stands behind a move, or before the first, and how far it was written. */
typedef struct
{
  GArray *nags;
  GPtrArray *comments, *variations, *escapes;
  guint next_nag, next_comment, next_variation, next_escape;
} Said;

/* The next one of the kind that @letter stands for; FALSE if there is none. */
static gboolean
write_next (Export *self, Said *said, char letter)
{
  if (letter == 'n' && said->nags && said->next_nag < said->nags->len)
    chess_pgn_write_nag (&self->writer, g_array_index (said->nags, guint, said->next_nag++));
  else if (letter == 'c' && said->comments && said->next_comment < said->comments->len)
    chess_pgn_write_comment (&self->writer,
                             text_of (g_ptr_array_index (said->comments, said->next_comment++)));
  else if (letter == 'v' && said->variations && said->next_variation < said->variations->len)
    chess_pgn_write_variation (&self->writer,
                               text_of (
                                 g_ptr_array_index (said->variations, said->next_variation++)));
  else if (letter == 'e' && said->escapes && said->next_escape < said->escapes->len)
    chess_pgn_write_escape (&self->writer,
                            text_of (g_ptr_array_index (said->escapes, said->next_escape++)));
  else
    return FALSE;
  return TRUE;
}

static void
write_intro (Export *self)
{
  const ClGame *game = self->game;
  Said said = { .nags = game->intro_nags, .comments = game->intro, .escapes = game->intro_escapes };

  for (const char *letter = game->intro_order; letter && *letter; letter++)
    write_next (self, &said, *letter);
  while (write_next (self, &said, 'n') || write_next (self, &said, 'c') ||
         write_next (self, &said, 'e'))
    ;
}

static void
write_annotations (Export *self, const ClGameMove *move)
{
  Said said = { .nags = move->nags,
                .comments = move->raw_comments,
                .variations = move->variations,
                .escapes = move->escapes };

  for (const char *letter = move->order; letter && *letter; letter++)
    write_next (self, &said, *letter);
  while (write_next (self, &said, 'n'))
    ;
  write_clock (self, move);
  while (write_next (self, &said, 'c') || write_next (self, &said, 'v') ||
         write_next (self, &said, 'e'))
    ;
}

static gboolean
is_playable (const Export *self, const ClGameMove *move)
{
  if (self->rest || move->illegal || move->broken)
    return FALSE;
  if (move->move == CHESS_MOVE_NULL)
    return !chess_position_in_check (&self->position);
  return chess_position_is_legal (&self->position, move->move);
}

/* "[%illegal e1g3] 15... Kg3" and what was played then. */
static void
tell_move (Export *self, const ClGameMove *move, guint ply)
{
  ChessColor color;
  guint number = cl_game_ply_number (self->game, ply, &color);
  ChessSquare from = chess_move_from (move->move), to = chess_move_to (move->move);

  if (self->rest == NULL)
    self->rest = g_string_new (NULL);
  else
    g_string_append_c (self->rest, ' ');
  if (move->illegal && !move->broken)
    g_string_append_printf (self->rest,
                            "[%%illegal %c%c%c%c] ",
                            'a' + chess_file (from),
                            '1' + chess_rank (from),
                            'a' + chess_file (to),
                            '1' + chess_rank (to));
  g_string_append_printf (self->rest,
                          "%u%s %s",
                          number,
                          color == CHESS_WHITE ? "." : "...",
                          move->san);
}

static void
write_move (Export *self, const ClGameMove *move, guint ply)
{
  char san[CHESS_SAN_SIZE];
  size_t length;

  if (!is_playable (self, move))
    {
      tell_move (self, move, ply);
      return;
    }
  length = chess_san_write (&self->position, move->move, san);
  chess_pgn_write_move (&self->writer,
                        self->position.fullmove,
                        self->position.side,
                        (ChessText){ san, length });
  chess_position_make (&self->position, move->move);
  if (self->position.key != move->key) /* the board was put right after this move */
    self->rest = g_string_new (NULL);
  write_annotations (self, move);
}

void
cl_export_game (const ClGame *game, GString *out)
{
  Export self = { .writer = { .put = put_cb, .user = out }, .game = game, .position = game->start };

  if (game->status == CL_GAME_EMPTY)
    return;
  if (game->status == CL_GAME_UNREADABLE)
    {
      g_string_append (out, game->text ? game->text : "");
      g_string_append (out, "\n\n");
      return;
    }
  write_tags (&self);
  write_intro (&self);
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    write_move (&self, cl_game_get_move (game, ply), ply);
  if (self.rest)
    {
      if (self.rest->len > 0)
        chess_pgn_write_comment (&self.writer, text_of (self.rest->str));
      g_string_free (self.rest, TRUE);
    }
  chess_pgn_write_result (&self.writer, game->result);
}

static gboolean
fold_events (ClReader *reader, ClGame *game, gboolean *found, GError **error)
{
  guint64 after = 0;

  for (;;)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_game (reader, game->partition, game->game, after, 0, BLOCK, error);
      gsize length;

      if (events == NULL)
        return FALSE;
      length = cl_events_get_length (events);
      if (length == 0)
        return TRUE;
      *found = TRUE;
      for (gsize i = 0; i < length; i++)
        if (!cl_game_apply (game, cl_events_get (events, i), error))
          {
            g_prefix_error (error, "%s, game %u: ", game->partition, game->game);
            return FALSE;
          }
      after = cl_events_get (events, length - 1)->position;
    }
}

/* Was the whole collection removed? Its facts carry no game. */
static gboolean
is_withdrawn (ClReader *reader, const char *partition, gboolean *withdrawn, GError **error)
{
  guint64 after = 0;
  gsize length;

  *withdrawn = FALSE;
  do
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_game (reader, partition, 0, after, 0, BLOCK, error);

      if (events == NULL)
        return FALSE;
      length = cl_events_get_length (events);
      for (gsize i = 0; i < length; i++)
        {
          ClFactType type = cl_fact_type_of (cl_events_get (events, i));

          if (type == CL_FACT_GAME_WITHDRAWN || type == CL_FACT_GAME_RESTORED)
            *withdrawn = type == CL_FACT_GAME_WITHDRAWN;
          after = cl_events_get (events, i)->position;
        }
    }
  while (length > 0);
  return TRUE;
}

typedef struct
{
  ClReader *reader;
  ClExportSink sink;
  gpointer user_data;
  GCancellable *cancellable;
  guint64 n; /* games or events handed out */
  GString *out;
} Stream;

static gboolean
send_out (Stream *self, GError **error)
{
  gboolean ok =
    self->out->len == 0 || self->sink (self->out->str, self->out->len, self->user_data, error);

  g_string_truncate (self->out, 0);
  return ok && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
export_one (Stream *self, const char *partition, guint32 number, gboolean wanted, GError **error)
{
  g_autoptr (ClGame) game = cl_game_new (partition, number);
  gboolean found = FALSE;

  if (!fold_events (self->reader, game, &found, error))
    return FALSE;
  if (!found && wanted)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND,
                   _ ("“%s” has no game %u"), partition, number);
      return FALSE;
    }
  if (game->status == CL_GAME_EMPTY || (game->withdrawn && !wanted))
    return TRUE;
  cl_export_game (game, self->out);
  self->n++;
  return send_out (self, error);
}

static gboolean
export_partition (Stream *self, const char *partition, guint32 last_game, GError **error)
{
  gboolean withdrawn;

  if (!is_withdrawn (self->reader, partition, &withdrawn, error))
    return FALSE;
  if (withdrawn)
    return TRUE;
  for (guint32 game = 1; game <= last_game; game++)
    if (!export_one (self, partition, game, FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
holds_games (const char *partition)
{
  return g_str_has_prefix (partition, "table/") || g_str_has_prefix (partition, "archive/");
}

static gboolean
export_all (Stream *self, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (self->reader, error);

  if (partitions == NULL)
    return FALSE;
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);

      if (holds_games (info->key) && !export_partition (self, info->key, info->last_game, error))
        return FALSE;
    }
  return TRUE;
}

/* FALSE with an error also if there is no such partition. */
static gboolean
find_partition (ClReader *reader, const char *partition, ClPartitionInfo *info, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (cl_reader_get_partition (reader, partition, info, &local_error))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no “%s”"), partition);
  return FALSE;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_export_pgn (ClReader *reader,
               const char *partition,
               guint32 game,
               ClExportSink sink,
               gpointer user_data,
               GCancellable *cancellable,
               guint64 *n_games,
               GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Stream self = { reader, sink, user_data, cancellable, 0, out };
  ClPartitionInfo info;
  gboolean ok;

  if (partition == NULL)
    ok = export_all (&self, error);
  else if (!find_partition (reader, partition, &info, error))
    ok = FALSE;
  else if (game != 0)
    ok = export_one (&self, partition, game, TRUE, error);
  else
    ok = export_partition (&self, partition, info.last_game, error);
  if (n_games)
    *n_games = self.n;
  return ok;
}

static void
append_json_text (GString *out, const char *key, const char *text)
{
  g_string_append_printf (out, ",\"%s\":", key);
  if (text == NULL)
    {
      g_string_append (out, "null");
      return;
    }
  g_string_append_c (out, '"');
  while (*text)
    {
      const char *plain = text;

      while ((guchar) *text >= ' ' && *text != '"' && *text != '\\')
        text++;
      g_string_append_len (out, plain, text - plain);
      if (*text == '"' || *text == '\\')
        g_string_append_printf (out, "\\%c", *text++);
      else if (*text)
        g_string_append_printf (out, "\\u%04x", *text++);
    }
  g_string_append_c (out, '"');
}

static void
append_json_number (GString *out, const char *key, gint64 value, gint64 absent)
{
  if (value == absent)
    g_string_append_printf (out, ",\"%s\":null", key);
  else
    g_string_append_printf (out, ",\"%s\":%" G_GINT64_FORMAT, key, value);
}

/* Verbatim, but on one line: a line feed can only stand between its tokens. */
static void
append_details (GString *out, const char *details)
{
  gsize from;

  g_string_append (out, ",\"details\":");
  from = out->len;
  g_string_append (out, details ? details : "null");
  for (char *c = out->str + from; *c; c++)
    if (*c == '\n' || *c == '\r')
      *c = ' ';
}

void
cl_export_event_json (const ClEvent *event, GString *out)
{
  const char *captured = event->has_move ? cl_move_captured (event->move) : NULL;
  char san[12] = "", uci[6] = "", seal[2 * CL_SEAL_SIZE + 1];

  if (event->has_move)
    {
      cl_move_san (event->move, san);
      cl_move_uci (event->move, uci);
    }
  for (gsize i = 0; i < CL_SEAL_SIZE; i++)
    {
      seal[2 * i] = "0123456789abcdef"[event->seal[i] >> 4];
      seal[2 * i + 1] = "0123456789abcdef"[event->seal[i] & 15];
    }
  seal[2 * CL_SEAL_SIZE] = 0;
  g_string_append_printf (out, "{\"position\":%" G_GUINT64_FORMAT, event->position);
  append_json_text (out, "partition", event->partition);
  append_json_number (out, "offset", (gint64) event->offset, -1);
  append_json_text (out, "type", event->type);
  append_json_number (out, "game", event->game, 0);
  append_json_number (out, "ply", event->ply, 0);
  append_json_text (out, "player", event->player);
  append_json_text (out, "san", event->has_move ? san : NULL);
  append_json_text (out, "uci", event->has_move ? uci : NULL);
  append_json_text (out, "captured", captured && *captured ? captured : NULL);
  append_json_number (out, "clock_ms", event->clock_ms, CL_NO_CLOCK);
  append_details (out, event->details);
  append_json_number (out, "occurred_at", event->occurred_at, CL_NO_TIME);
  append_json_number (out, "recorded_at", event->recorded_at, CL_NO_TIME);
  append_json_text (out, "producer", event->producer);
  append_json_number (out, "schema", event->schema, -1);
  append_json_text (out, "seal", seal);
  g_string_append_c (out, '}');
}

/* The next events behind *@after, a position or, of a whole partition, an offset. */
static ClEvents *
read_next (Stream *self, const char *partition, guint32 game, guint64 *after, GError **error)
{
  ClEvents *events;
  gsize length;

  if (partition == NULL)
    events = cl_reader_read (self->reader, *after, 0, BLOCK, error);
  else if (game != 0)
    events = cl_reader_read_game (self->reader, partition, game, *after, 0, BLOCK, error);
  else
    events = cl_reader_read_partition (self->reader, partition, *after, BLOCK, error);
  length = events ? cl_events_get_length (events) : 0;
  if (length > 0)
    {
      const ClEvent *last = cl_events_get (events, length - 1);

      *after = partition && game == 0 ? last->offset : last->position;
    }
  return events;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_export_jsonl (ClReader *reader,
                 const char *partition,
                 guint32 game,
                 ClExportSink sink,
                 gpointer user_data,
                 GCancellable *cancellable,
                 guint64 *n_events,
                 GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Stream self = { reader, sink, user_data, cancellable, 0, out };
  ClPartitionInfo info;
  guint64 after = 0;
  gsize length;

  if (n_events)
    *n_events = 0;
  if (partition && !find_partition (reader, partition, &info, error))
    return FALSE;
  do
    {
      g_autoptr (ClEvents) events = read_next (&self, partition, game, &after, error);

      if (events == NULL)
        return FALSE;
      length = cl_events_get_length (events);
      for (gsize i = 0; i < length; i++)
        {
          cl_export_event_json (cl_events_get (events, i), out);
          g_string_append_c (out, '\n');
        }
      self.n += length;
      if (!send_out (&self, error))
        return FALSE;
    }
  while (length > 0);
  if (n_events)
    *n_events = self.n;
  return TRUE;
}
