/* cl-export-game.c: one game as PGN in export format
 *
 * PGN knows only legal games. Where one goes on after an illegal move that stood, or after a correction of the board, the
 * rest of it is told in a comment, and the ledger keeps the truth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-export-private.h"

#include "chess-fen.h"

#include <string.h>

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

/* Comes several times a move, nearly always with room left. */
static void
put_cb (void *user, const char *text, size_t length)
{
  GString *out = user;

  if (length >= out->allocated_len - out->len)
    {
      g_string_append_len (out, text, (gssize) length);
      return;
    }
  memcpy (out->str + out->len, text, length);
  out->len += length;
  out->str[out->len] = '\0';
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
write_roster (ChessPgnWriter *writer, const ClGame *game, const char *name)
{
  gboolean found = FALSE;

  for (guint i = 0; i < game->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (game->tags, i);

      if (!g_str_equal (tag->name, name))
        continue;
      chess_pgn_write_tag (writer, text_of (name), text_of (tag->value));
      found = TRUE;
    }
  if (!found)
    chess_pgn_write_tag (writer, text_of (name), text_of (roster_default (game, name)));
}

static void
write_tags (ChessPgnWriter *writer, const ClGame *game)
{
  g_autoptr (GPtrArray) implied = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_tag_free);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  ChessPosition standard = chess_position_start ();
  char fen[CHESS_FEN_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (roster); i++)
    write_roster (writer, game, roster[i]);
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
        chess_pgn_write_tag (writer, text_of (tag->name), text_of (tag->value));
    }
  chess_pgn_write_tags_end (writer);
}

static gboolean
says_clock (GPtrArray *comments)
{
  ChessCommands commands = { 0 };

  for (guint i = 0; comments && i < comments->len; i++)
    chess_commands_parse (text_of (g_ptr_array_index (comments, i)), &commands);
  return (commands.present & CHESS_COMMAND_CLK) != 0;
}

/* What the display showed: in byo-yomi the period that runs, before it the main time. FALSE: there is nothing to say. */
static gboolean
spell_clock (Export *self, const ClGameMove *move, guint ply, char command[40])
{
  ChessColor color;
  char clock[24];

  cl_game_ply_number (self->game, ply, &color);
  if (is_imported (self->game) || move->clock_ms == CL_NO_CLOCK || says_clock (move->raw_comments))
    return FALSE;
  chess_clock_write (chess_time_control_shown_ms (&self->game->clock.control[color],
                                                  move->clock_ms,
                                                  0,
                                                  NULL),
                     clock);
  g_snprintf (command, 40, "[%%clk %s]", clock);
  return TRUE;
}

/* A variation that replaces nothing, since no move was played: an import kept it in parentheses. */
static void
write_first_variation (ChessPgnWriter *writer, const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '(' && text[length - 1] == ')')
    chess_pgn_write_variation (writer, (ChessText){ text + 1, length - 2 });
  else
    chess_pgn_write_comment (writer, text_of (text));
}

/* The next one of the kind that @letter stands for; FALSE if there is none. */
static gboolean
write_next (ChessPgnWriter *writer, ClExportSaid *said, char letter)
{
  if (letter == 'n' && said->nags && said->next_nag < said->nags->len)
    chess_pgn_write_nag (writer, g_array_index (said->nags, guint, said->next_nag++));
  else if (letter == 'c' && said->comments && said->next_comment < said->comments->len)
    chess_pgn_write_comment (writer,
                             text_of (g_ptr_array_index (said->comments, said->next_comment++)));
  else if (letter == 'v' && said->variations && said->next_variation < said->variations->len)
    chess_pgn_write_variation (writer,
                               text_of (
                                 g_ptr_array_index (said->variations, said->next_variation++)));
  else if (letter == 'e' && said->escapes && said->next_escape < said->escapes->len)
    chess_pgn_write_escape (writer,
                            text_of (g_ptr_array_index (said->escapes, said->next_escape++)));
  else
    return FALSE;
  return TRUE;
}

void
cl_export_said (ChessPgnWriter *writer, ClExportSaid *said, const char *order, const char *clock)
{
  for (; order && *order; order++)
    write_next (writer, said, *order);
  while (write_next (writer, said, 'n'))
    ;
  if (clock)
    chess_pgn_write_comment (writer, text_of (clock));
  while (write_next (writer, said, 'c') || write_next (writer, said, 'v') ||
         write_next (writer, said, 'e'))
    ;
}

static void
write_intro (ChessPgnWriter *writer, const ClGame *game)
{
  ClExportSaid said = {
    .nags = game->intro_nags,
    .comments = game->intro,
    .escapes = game->intro_escapes,
  };
  const char *letter = game->intro_order;

  for (; letter && *letter; letter++)
    if (*letter != 'v')
      write_next (writer, &said, *letter);
    else if (said.comments && said.next_comment < said.comments->len)
      write_first_variation (writer, g_ptr_array_index (said.comments, said.next_comment++));
  cl_export_said (writer, &said, NULL, NULL);
}

static void
write_annotations (Export *self, const ClGameMove *move, guint ply)
{
  ClExportSaid said = {
    .nags = move->nags,
    .comments = move->raw_comments,
    .variations = move->variations,
    .escapes = move->escapes,
  };
  char clock[40];

  cl_export_said (&self->writer,
                  &said,
                  move->order,
                  spell_clock (self, move, ply, clock) ? clock : NULL);
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
  write_annotations (self, move, ply);
}

ChessPgnWriter
cl_export_writer (GString *out)
{
  return (ChessPgnWriter){ .put = put_cb, .user = out };
}

void
cl_export_head (ChessPgnWriter *writer, const ClGame *game)
{
  if (game->before)
    g_string_append_printf (writer->user, "%s\n\n", game->before);
  write_tags (writer, game);
  write_intro (writer, game);
}

void
cl_export_tail (ChessPgnWriter *writer, ChessResult result, GPtrArray *late_comments)
{
  chess_pgn_write_result (writer, result);
  for (guint i = 0; late_comments && i < late_comments->len; i++)
    chess_pgn_write_late_comment (writer, text_of (g_ptr_array_index (late_comments, i)));
  chess_pgn_write_game_end (writer);
}

static void
write_unreadable (const ClGame *game, GString *out)
{
  if (game->before)
    g_string_append_printf (out, "%s\n\n", game->before);
  g_string_append (out, game->text ? game->text : "");
  g_string_append (out, "\n\n");
}

void
cl_export_game (const ClGame *game, GString *out)
{
  Export self = { .writer = cl_export_writer (out), .game = game, .position = game->start };

  if (game->status == CL_GAME_EMPTY)
    return;
  if (game->status == CL_GAME_UNREADABLE)
    {
      write_unreadable (game, out);
      return;
    }
  cl_export_head (&self.writer, game);
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    write_move (&self, cl_game_get_move (game, ply), ply);
  if (self.rest)
    {
      if (self.rest->len > 0)
        chess_pgn_write_comment (&self.writer, text_of (self.rest->str));
      g_string_free (self.rest, TRUE);
    }
  cl_export_tail (&self.writer, game->result, game->late_comments);
}
