/* cl-import-game.c: the facts of one game of a PGN file
 *
 * The text is read twice: first only to know whether it is legal to its end, since a game that is not becomes a single
 * GameUnreadable. A move's comments and NAGs stand behind it in the text, so each fact waits until the next one begins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-import-private.h"

#include "chess-fen.h"

#include <stdio.h>
#include <string.h>

#define MAX_PLAYER_NAME 200

typedef struct
{
  ClImportSink *sink;
  ClFact pending;        /* GameStarted, then each MovePlayed */
  GPtrArray *variations; /* (element-type utf8): of the pending move */
  GString *order;        /* of comments, NAGs and variations of the pending fact */
  ClFact ending;         /* GameEnded, once the result was read */
  GString *name, *value; /* of the tag being read */
  guint32 game;
  guint ply;
  gsize room;       /* bytes of tags that are still taken */
  char *players[2]; /* (nullable): not known */
  char *termination;
  char *utc_date, *utc_time; /* (nullable) */
} Importer;

static void
unescape (GString *out, ChessText raw)
{
  g_string_set_size (out, raw.length);
  g_string_truncate (out, chess_pgn_unescape (raw, out->str));
}

static void
note_player (Importer *self, ChessColor color)
{
  g_clear_pointer (&self->players[color], g_free);
  if (self->value->len > 0 && self->value->len <= MAX_PLAYER_NAME &&
      !g_str_equal (self->value->str, "?"))
    self->players[color] = g_strdup (self->value->str);
}

static void
note_text (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
tag_cb (void *user, ChessText name, ChessText raw_value)
{
  Importer *self = user;

  if (self->room < name.length + raw_value.length)
    return;
  self->room -= name.length + raw_value.length;
  g_string_truncate (self->name, 0);
  g_string_append_len (self->name, name.text, (gssize) name.length);
  unescape (self->value, raw_value);
  cl_fact_add_tag (&self->pending, self->name->str, self->value->str);
  if (g_str_equal (self->name->str, "White"))
    note_player (self, CHESS_WHITE);
  else if (g_str_equal (self->name->str, "Black"))
    note_player (self, CHESS_BLACK);
  else if (g_str_equal (self->name->str, "Termination"))
    note_text (&self->termination, self->value->str);
  else if (g_str_equal (self->name->str, "UTCDate"))
    note_text (&self->utc_date, self->value->str);
  else if (g_str_equal (self->name->str, "UTCTime"))
    note_text (&self->utc_time, self->value->str);
}

/* "2021.10.01" and "00:00:12"; without either, or with a part unknown, nobody knows when it was. */
static gint64
read_utc (const char *date, const char *time)
{
  g_autoptr (GDateTime) moment = NULL;
  int year, month, day, hour, minute, second, end_of_date = 0, end_of_time = 0;

  if (date == NULL || time == NULL ||
      sscanf (date, "%4d.%2d.%2d%n", &year, &month, &day, &end_of_date) != 3 ||
      sscanf (time, "%2d:%2d:%2d%n", &hour, &minute, &second, &end_of_time) != 3 ||
      date[end_of_date] != '\0' || time[end_of_time] != '\0')
    return CL_NO_TIME;
  moment = g_date_time_new_utc (year, month, day, hour, minute, second);
  return moment ? g_date_time_to_unix (moment) * G_USEC_PER_SEC : CL_NO_TIME;
}

static void
start_cb (void *user, const ChessPosition *position)
{
  Importer *self = user;
  ChessPosition standard = chess_position_start ();
  char fen[CHESS_FEN_SIZE];

  self->pending.occurred_at = read_utc (self->utc_date, self->utc_time);
  self->pending.chess960 = position->chess960;
  standard.chess960 = position->chess960;
  if (memcmp (&standard, position, sizeof standard) == 0)
    return;
  chess_fen_write (position, CHESS_FEN_X, fen);
  self->pending.fen = g_strdup (fen);
}

static void
add_variations (Importer *self, guint64 cites)
{
  for (guint i = 0; i < self->variations->len; i++)
    {
      g_auto (ClFact) fact = { 0 };

      cl_fact_init (&fact, CL_FACT_VARIATION_ADDED);
      fact.game = self->game;
      fact.ply = self->ply;
      fact.cites = cites;
      fact.text = g_strdup (g_ptr_array_index (self->variations, i));
      cl_import_sink_add (self->sink, &fact);
    }
  g_ptr_array_set_size (self->variations, 0);
}

/* This is the order in which they are written if nothing is said; before the first move variations are never. */
static gboolean
is_usual (const Importer *self)
{
  const char *order = self->order->str;

  if (self->ply == 0 && strchr (order, 'v'))
    return FALSE;
  order += strspn (order, "n");
  order += strspn (order, "c");
  order += strspn (order, "v");
  return order[strspn (order, "e")] == '\0';
}

/* The pending fact is complete. */
static void
flush (Importer *self)
{
  guint64 offset;

  if (!is_usual (self))
    self->pending.order = g_strdup (self->order->str);
  offset = cl_import_sink_add (self->sink, &self->pending);
  g_clear_pointer (&self->pending.order, g_free);
  g_string_truncate (self->order, 0);
  if (self->variations->len > 0)
    add_variations (self, offset);
  if (self->pending.comments)
    g_ptr_array_set_size (self->pending.comments, 0);
  if (self->pending.escapes)
    g_ptr_array_set_size (self->pending.escapes, 0);
  if (self->pending.nags)
    g_array_set_size (self->pending.nags, 0);
  self->pending.commands.present = 0;
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  Importer *self = user;

  flush (self);
  if (self->ply == 0)
    {
      cl_fact_clear (&self->pending);
      cl_fact_init (&self->pending, CL_FACT_MOVE_PLAYED);
      self->pending.game = self->game;
      self->pending.has_move = TRUE;
    }
  self->pending.ply = ++self->ply;
  self->pending.move = cl_move_from_chess (before, move);
  self->pending.player = self->players[before->side];
}

static void
comment_cb (void *user, ChessText text)
{
  Importer *self = user;

  if (self->ending.type != CL_FACT_NONE)
    {
      cl_fact_add_comment (&self->ending, text.text, (gssize) text.length);
      return;
    }
  cl_fact_add_comment (&self->pending, text.text, (gssize) text.length);
  g_string_append_c (self->order, 'c');
  if (self->ply > 0)
    chess_commands_parse (text, &self->pending.commands);
}

static void
nag_cb (void *user, unsigned number)
{
  Importer *self = user;

  cl_fact_add_nag (&self->pending, number);
  g_string_append_c (self->order, 'n');
}

static void
escape_cb (void *user, ChessText text)
{
  Importer *self = user;

  cl_fact_add_escape (&self->pending, text.text, (gssize) text.length);
  g_string_append_c (self->order, 'e');
}

/* Before the first move there is nothing that it could replace: it is kept as a comment in parentheses. */
static void
variation_cb (void *user, ChessText text)
{
  Importer *self = user;

  g_string_append_c (self->order, 'v');
  if (self->ply > 0)
    g_ptr_array_add (self->variations, g_strndup (text.text, text.length));
  else
    cl_fact_add_comment (&self->pending, text.text - 1, (gssize) text.length + 2);
}

static void
result_cb (void *user, ChessResult result)
{
  Importer *self = user;

  cl_fact_init (&self->ending, CL_FACT_GAME_ENDED);
}

/* What the tag Termination says, in the words of servers and of the standard. */
static ChessEnding
ending_of_words (const char *termination, ChessResult result)
{
  static const struct
  {
    const char *part;
    ChessEnding ending;
  } words[] = {
    { "resign", CHESS_ENDING_RESIGNATION },
    { "checkmate", CHESS_ENDING_CHECKMATE },
    { "stalemate", CHESS_ENDING_STALEMATE },
    { "agreement", CHESS_ENDING_AGREEMENT },
    { "repetition", CHESS_ENDING_THREEFOLD },
    { "50-move", CHESS_ENDING_50_MOVES },
    { "insufficient", CHESS_ENDING_DEAD_POSITION },
    { "time forfeit", CHESS_ENDING_TIME },
    { "on time", CHESS_ENDING_TIME },
    { "adjudicat", CHESS_ENDING_ADJUDICATION },
    { "abandon", CHESS_ENDING_ABANDONED },
  };
  g_autofree char *lower = g_ascii_strdown (termination, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strstr (lower, words[i].part))
      return words[i].ending == CHESS_ENDING_TIME && result == CHESS_RESULT_DRAW
               ? CHESS_ENDING_TIME_NO_MATE
               : words[i].ending;
  return CHESS_ENDING_UNKNOWN;
}

static ChessEnding
find_ending (const Importer *self, const ChessPgnSummary *summary)
{
  const ChessPosition *final = &summary->final;
  ChessResult mate = final->side == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE;

  if (summary->result == CHESS_RESULT_NONE)
    return CHESS_ENDING_UNKNOWN;
  if (summary->result == mate && chess_position_in_check (final) &&
      !chess_position_has_legal_move (final))
    return CHESS_ENDING_CHECKMATE;
  if (summary->result == CHESS_RESULT_DRAW && !chess_position_in_check (final) &&
      !chess_position_has_legal_move (final))
    return CHESS_ENDING_STALEMATE;
  return self->termination ? ending_of_words (self->termination, summary->result)
                           : CHESS_ENDING_UNKNOWN;
}

static void
add_ending (Importer *self, const ChessPgnSummary *summary)
{
  if (self->ending.type == CL_FACT_NONE)
    cl_fact_init (&self->ending, CL_FACT_GAME_ENDED);
  self->ending.game = self->game;
  self->ending.ply = self->ply;
  self->ending.result = summary->result;
  self->ending.ending = find_ending (self, summary);
  cl_import_sink_add (self->sink, &self->ending);
  cl_fact_clear (&self->ending);
}

/* Only PGN has one of these behind a bracket; noise has brackets too. */
static void
check_tag_cb (void *user, ChessText name, ChessText raw_value)
{
  static const char *const names[] = { "Event", "Site", "Date", "White", "Black", "Result", "FEN" };

  ClImportLikeness *likeness = user;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (name.length == strlen (names[i]) && memcmp (name.text, names[i], name.length) == 0)
      *likeness = CL_IMPORT_CERTAIN;
  *likeness = MAX (*likeness, CL_IMPORT_PROBABLE);
}

/* What the movetext adds to what the tags said. */
static ClImportLikeness
judge_moves (const ChessPgnSummary *summary)
{
  gboolean readable = summary->error == CHESS_PGN_OK;

  if (summary->plies >= (readable ? 1 : 4))
    return CL_IMPORT_CERTAIN;
  return summary->plies > 0 || (readable && summary->has_movetext_result) ? CL_IMPORT_PROBABLE
                                                                          : CL_IMPORT_FOREIGN;
}

static void
forget_tags (Importer *self)
{
  g_string_free (self->name, TRUE);
  g_string_free (self->value, TRUE);
  g_free (self->players[CHESS_WHITE]);
  g_free (self->players[CHESS_BLACK]);
  g_free (self->termination);
  g_free (self->utc_date);
  g_free (self->utc_time);
}

void
cl_import_read_tags (const char *text, gsize length, ClFact *fact)
{
  static const ChessPgnVisitor reading = { .tag = tag_cb };
  Importer self = { .pending = *fact, .room = CL_IMPORT_MAX_OUTSIDE };

  self.name = g_string_new (NULL);
  self.value = g_string_new (NULL);
  chess_pgn_parse (text, length, &reading, &self);
  *fact = self.pending;
  forget_tags (&self);
}

ClImportLikeness
cl_import_check (const ClImportText *text, ChessPgnSummary *summary)
{
  static const ChessPgnVisitor checking = { .tag = check_tag_cb };
  ClImportLikeness likeness = CL_IMPORT_FOREIGN;

  *summary = chess_pgn_parse (text->text, text->length, &checking, &likeness);
  return MAX (likeness, judge_moves (summary));
}

void
cl_import_game (ClImportSink *sink, const ClImportText *text)
{
  static const ChessPgnVisitor importing = {
    tag_cb, start_cb, move_cb, comment_cb, nag_cb, variation_cb, escape_cb, result_cb,
  };
  Importer self = { .sink = sink, .game = text->number, .room = G_MAXSIZE };
  ChessPgnSummary summary;

  self.variations = g_ptr_array_new_with_free_func (g_free);
  self.order = g_string_new (NULL);
  self.name = g_string_new (NULL);
  self.value = g_string_new (NULL);
  cl_fact_init (&self.pending, CL_FACT_GAME_STARTED);
  self.pending.game = text->number;
  self.pending.outside = g_strdup (text->before);
  summary = chess_pgn_parse (text->text, text->length, &importing, &self);
  flush (&self);
  add_ending (&self, &summary);
  self.pending.player = NULL; /* was ours */
  cl_fact_clear (&self.pending);
  g_ptr_array_unref (self.variations);
  g_string_free (self.order, TRUE);
  forget_tags (&self);
}
