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
  GString *name, *value; /* of the tag being read */
  guint32 game;
  guint ply;
  gsize room;       /* bytes of text that the pending fact still takes */
  char *players[2]; /* (nullable): not known */
  char *termination;
  char *utc_date, *utc_time; /* (nullable) */
} Importer;

char *
cl_import_dup_text (const char *text, gsize length)
{
  gsize kept = MIN (length, CL_IMPORT_MAX_TEXT);

  while (kept < length && kept > 0 && ((guchar) text[kept] & 0xc0) == 0x80)
    kept--;
  return g_strndup (text, kept);
}

/* A text of the pending fact; all of them together stay below the limit. */
static gsize
fit (Importer *self, ChessText text)
{
  gsize length = MIN (text.length, self->room);

  while (length < text.length && length > 0 && ((guchar) text.text[length] & 0xc0) == 0x80)
    length--;
  self->room -= length;
  return length;
}

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

/* This is the order in which they are written if nothing is said. */
static gboolean
is_usual (const char *order)
{
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

  if (self->order->len > 1 && !is_usual (self->order->str))
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
  self->room = CL_IMPORT_MAX_TEXT;
  self->pending.ply = ++self->ply;
  self->pending.move = cl_move_from_chess (before, move);
  self->pending.player = self->players[before->side];
}

static void
comment_cb (void *user, ChessText text)
{
  Importer *self = user;

  cl_fact_add_comment (&self->pending, text.text, (gssize) fit (self, text));
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

  cl_fact_add_escape (&self->pending, text.text, (gssize) fit (self, text));
  g_string_append_c (self->order, 'e');
}

/* Before the first move there is nothing that it could replace: it is kept as a comment. */
static void
variation_cb (void *user, ChessText text)
{
  Importer *self = user;

  g_string_append_c (self->order, self->ply > 0 ? 'v' : 'c');
  if (self->ply > 0)
    g_ptr_array_add (self->variations, cl_import_dup_text (text.text, text.length));
  else
    {
      g_string_truncate (self->value, 0);
      g_string_append_c (self->value, '(');
      g_string_append_len (self->value, text.text, (gssize) fit (self, text));
      g_string_append_c (self->value, ')');
      cl_fact_add_comment (&self->pending, self->value->str, -1);
    }
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
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_ENDED);
  fact.game = self->game;
  fact.ply = self->ply;
  fact.result = summary->result;
  fact.ending = find_ending (self, summary);
  cl_import_sink_add (self->sink, &fact);
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
  Importer self = { .pending = *fact, .room = CL_IMPORT_MAX_TEXT };

  self.name = g_string_new (NULL);
  self.value = g_string_new (NULL);
  chess_pgn_parse (text, length, &reading, &self);
  *fact = self.pending;
  forget_tags (&self);
}

gboolean
cl_import_game (ClImportSink *sink,
                guint32 game,
                const char *text,
                gsize length,
                ChessPgnSummary *summary,
                ClImportLikeness *likeness)
{
  static const ChessPgnVisitor checking = { .tag = check_tag_cb };
  static const ChessPgnVisitor importing = {
    tag_cb, start_cb, move_cb, comment_cb, nag_cb, variation_cb, escape_cb,
  };
  Importer self = { .sink = sink, .game = game, .room = CL_IMPORT_MAX_TEXT };

  *likeness = CL_IMPORT_FOREIGN;
  *summary = chess_pgn_parse (text, length, &checking, likeness);
  *likeness = MAX (*likeness, judge_moves (summary));
  if (summary->error != CHESS_PGN_OK)
    return FALSE;
  self.variations = g_ptr_array_new_with_free_func (g_free);
  self.order = g_string_new (NULL);
  self.name = g_string_new (NULL);
  self.value = g_string_new (NULL);
  cl_fact_init (&self.pending, CL_FACT_GAME_STARTED);
  self.pending.game = game;
  chess_pgn_parse (text, length, &importing, &self);
  flush (&self);
  add_ending (&self, summary);
  self.pending.player = NULL; /* was ours */
  cl_fact_clear (&self.pending);
  g_ptr_array_unref (self.variations);
  g_string_free (self.order, TRUE);
  forget_tags (&self);
  return TRUE;
}
