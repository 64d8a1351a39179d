/* test-pgn.c: what the reader tells its visitor, where it says an error is, and what the writer makes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "chess-pgn.h"
#include "own-home.h"

/* The visitor writes down what it is told, a word a thing. */
static void
note_tag (void *user, ChessText name, ChessText raw_value)
{
  g_string_append_printf (user,
                          "[%.*s=%.*s] ",
                          (int) name.length,
                          name.text,
                          (int) raw_value.length,
                          raw_value.text);
}

static void
note_start (void *user, const ChessPosition *position)
{
  g_string_append_printf (user, "start%u ", position->fullmove);
}

static void
note_move (void *user, const ChessPosition *before, ChessMove move)
{
  char san[CHESS_SAN_SIZE];

  chess_san_write (before, move, san);
  g_string_append_printf (user, "%s ", san);
}

static void
note_comment (void *user, ChessText text)
{
  g_string_append_printf (user, "{%.*s} ", (int) text.length, text.text);
}

static void
note_nag (void *user, unsigned number)
{
  g_string_append_printf (user, "$%u ", number);
}

static void
note_variation (void *user, ChessText text)
{
  g_string_append_printf (user, "(%.*s) ", (int) text.length, text.text);
}

static const ChessPgnVisitor noting = {
  note_tag, note_start, note_move, note_comment, note_nag, note_variation,
};

static const struct
{
  const char *game;
  const char *told;
  ChessPgnError error;
  gsize line;
  const char *token;
} games[] = {
  { "[White \"A\"]\n\n1. e4 e5 *", "[White=A] start1 e4 e5 " },
  { "1.e4! e5?! 2.Nf3 $14", "start1 e4 $1 e5 $6 Nf3 $14 " },
  { "{before} $5 1. e4 {one} {two} ; three\n e5",
    "{before} start1 $5 e4 {one} {two} { three} e5 " },
  { "1. e4 (1. d4 {)} d5 (1... Nf6)) (1. c4) e5",
    "start1 e4 (1. d4 {)} d5 (1... Nf6)) (1. c4) e5 " },
  { "1. e4 () e5 ( ) *", "start1 e4 () e5 ( ) " },
  { "[X \"y\"] 1. e4 N e5 D 2. Nf3 TN += -/+ --",
    "[X=y] start1 e4 $146 e5 $220 Nf3 $146 $14 $17 -- " },
  { "[X \"y\"]\n1. e4 by the book e5", "[X=y] start1 e4 {by the book} e5 " },
  { "[Fen \"\"]\n[FEN \"4k3/8/8/8/8/8/4P3/4K3 w - - 5 39\"] 39. e4 *",
    "[Fen=] [FEN=4k3/8/8/8/8/8/4P3/4K3 w - - 5 39] start39 e4 " },
  { "1. ♘f3 d5 2. d4 ♞f6", "start1 Nf3 d5 d4 Nf6 " },
  { "1. f4 e5 2. g4 Qh4# 0-1 {so fast}", "start1 f4 e5 g4 Qh4# {so fast} " },
  { "% not this\n1. e4\n%nor this\ne5", "start1 e4 e5 " },
  { "[X \"y\"]\n1. e4 -----\n e5", "[X=y] start1 e4 {-----} e5 " },
  { "1. e4 (=) 1\u2026 e5\u00a02. Nf3", "start1 e4 {(=)} e5 Nf3 " },
  { "1. e4 e5 2. Ke3 d6", "start1 e4 e5 ", CHESS_PGN_BAD_MOVE, 1, "Ke3" },
  { "1. e4\ne5\n2. Sf3", "start1 e4 e5 ", CHESS_PGN_BAD_MOVE, 3, "Sf3" },
  { "[FEN \"4k3/8/8/9/8/8/4P3/4K3 w - - 0 1\"]\n1. e4",
    "[FEN=4k3/8/8/9/8/8/4P3/4K3 w - - 0 1] ",
    CHESS_PGN_BAD_FEN,
    1,
    "4k3/8/8/9/8/8/4P3/4K3 w - - 0 1" },
  { "[X \"y\"]\r\n1. e4\r\n{oh", "[X=y] start1 e4 ", CHESS_PGN_UNCLOSED_COMMENT, 3, "{" },
  { "1. e4 (1. d4 (", "start1 e4 ", CHESS_PGN_UNCLOSED_VARIATION, 1, "(" },
  { "1. e4 is a move", "start1 e4 ", CHESS_PGN_STRAY_TEXT, 1, "is" },
  { "[Variant \"Atomic\"]\n1. e4", "[Variant=Atomic] ", CHESS_PGN_UNKNOWN_VARIANT, 1, "Atomic" },
  { "nothing here", "{nothing here} ", CHESS_PGN_NO_GAME, 1, "" },
  { "", "", CHESS_PGN_NO_GAME, 1, "" },
  { "1. e4 d5 2. Bb5+ --", "start1 e4 d5 Bb5+ ", CHESS_PGN_BAD_MOVE, 1, "--" },
};

static void
test_told (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (games); i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      ChessPgnSummary summary =
        chess_pgn_parse (games[i].game, strlen (games[i].game), &noting, told);
      g_autofree char *token = g_strndup (summary.token.text, summary.token.length);

      g_test_message ("%s", games[i].game);
      g_assert_cmpstr (told->str, ==, games[i].told);
      g_assert_cmpint (summary.error, ==, games[i].error);
      g_assert_cmpuint (summary.line, ==, games[i].line);
      if (games[i].error)
        g_assert_cmpstr (token ? token : "", ==, games[i].token);
    }
}

static const struct
{
  const char *movetext;
  ChessResult result;
  gboolean has_result;
} results[] = {
  { "1. e4 1-0", CHESS_RESULT_WHITE, TRUE },
  { "1. e4 0-1", CHESS_RESULT_BLACK, TRUE },
  { "1. e4 1/2-1/2", CHESS_RESULT_DRAW, TRUE },
  { "1. e4 1/2", CHESS_RESULT_DRAW, TRUE },
  { "1. e4 ½-½", CHESS_RESULT_DRAW, TRUE },
  { "1. e4 *", CHESS_RESULT_NONE, TRUE },
  { "1. e4 0–1", CHESS_RESULT_BLACK, TRUE },
  { "1. e4 0-0", CHESS_RESULT_NONE, TRUE },
  { "1. e4", CHESS_RESULT_NONE, FALSE },
  { "[Result \"1-0\"] 1. e4", CHESS_RESULT_WHITE, FALSE },
  { "[Result \"1-0\"] 1. e4 0-1", CHESS_RESULT_BLACK, TRUE },
  { "[Result \"1-0 forfeit\"] *", CHESS_RESULT_NONE, TRUE },
};

static void
test_results (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      ChessPgnSummary summary =
        chess_pgn_parse (results[i].movetext, strlen (results[i].movetext), NULL, NULL);

      g_test_message ("%s", results[i].movetext);
      g_assert_cmpint (summary.error, ==, CHESS_PGN_OK);
      g_assert_cmpint (summary.result, ==, results[i].result);
      g_assert_cmpint (summary.has_movetext_result, ==, results[i].has_result);
    }
}

/* Texts and where their games stand, separated by bars. */
static const struct
{
  const char *text;
  const char *games;
} spans[] = {
  { "", "" },
  { " \n\n", "" },
  { "1. e4 1-0 1. d4 0-1", "1. e4 1-0|1. d4 0-1" },
  { "[A \"1\"]\n1. e4\n\n[A \"2\"]\n1. d4", "[A \"1\"]\n1. e4|[A \"2\"]\n1. d4" },
  { "[A \"1\"]\n1. e4 ({[A \"1-0\"]} 1. d4 1-0)\n*\n",
    "[A \"1\"]\n1. e4 ({[A \"1-0\"]} 1. d4 1-0)\n*" },
  { "[Event \"1\"]\n\n[Event \"2\"]\n", "[Event \"1\"]|[Event \"2\"]" },
  { "[Event \"1\"]\n[Event \"2\"]\n", "[Event \"1\"]\n[Event \"2\"]" },
  { "1. e4 {open\n[Event \"2\"]\n[Site \"x\"]\n1. d4 *",
    "1. e4 {open|[Event \"2\"]\n[Site \"x\"]\n1. d4 *" },
  { "1. e4 {quote\n[Event \"2\"]\nend} e5 *", "1. e4 {quote\n[Event \"2\"]\nend} e5 *" },
  { "1. e4 1-0 {late} {more}\n{next} 1. d4", "1. e4 1-0 {late} {more}|{next} 1. d4" },
  { "hello\n[A \"1\"]\n*\nbye", "hello|[A \"1\"]\n*|bye" },
  { "\xef\xbb\xbf[A \"1\"]\n1. e4\n\xef\xbb\xbf[A \"2\"]\n*", "[A \"1\"]\n1. e4|[A \"2\"]\n*" },
  { "1. e4 ; 1-0\n e5 1-0", "1. e4 ; 1-0\n e5 1-0" },
  { "1. e4\n%1-0\n e5 1-0", "1. e4\n%1-0\n e5 1-0" },
  { "> [A \"1\"]\n> 1. e4 *\n> \n> [A \"2\"]\n> *\n", "[A \"1\"]\n> 1. e4 *|[A \"2\"]\n> *" },
};

static void
test_spans (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (spans); i++)
    {
      g_autoptr (GString) found = g_string_new (NULL);
      gsize length = strlen (spans[i].text), from = 0;
      ChessPgnSpan span;
      bool need_more;

      while (chess_pgn_next (spans[i].text, length, from, true, &span, &need_more))
        {
          if (found->len > 0)
            g_string_append_c (found, '|');
          g_string_append_len (found, spans[i].text + span.start, (gssize) (span.end - span.start));
          from = span.end;
        }
      g_assert_cmpstr (found->str, ==, spans[i].games);
    }
}

/* Moves of the game on their way back to text. */
typedef struct
{
  ChessPgnWriter writer;
  GString *out;
  gboolean in_moves;
} Rewriting;

static void
put_cb (void *user, const char *text, size_t length)
{
  g_string_append_len (user, text, (gssize) length);
}

static ChessPgnWriter *
writer_of (Rewriting *self)
{
  if (!self->in_moves)
    chess_pgn_write_tags_end (&self->writer);
  self->in_moves = TRUE;
  return &self->writer;
}

static void
rewrite_tag (void *user, ChessText name, ChessText raw_value)
{
  g_autofree char *value = g_malloc (raw_value.length + 1);

  chess_pgn_write_tag (&((Rewriting *) user)->writer,
                       name,
                       (ChessText){ value, chess_pgn_unescape (raw_value, value) });
}

static void
rewrite_move (void *user, const ChessPosition *before, ChessMove move)
{
  char san[CHESS_SAN_SIZE];
  size_t length = chess_san_write (before, move, san);

  chess_pgn_write_move (writer_of (user),
                        before->fullmove,
                        before->side,
                        (ChessText){ san, length });
}

static void
rewrite_comment (void *user, ChessText text)
{
  chess_pgn_write_comment (writer_of (user), text);
}

static void
rewrite_nag (void *user, unsigned number)
{
  chess_pgn_write_nag (writer_of (user), number);
}

static void
rewrite_variation (void *user, ChessText text)
{
  chess_pgn_write_variation (writer_of (user), text);
}

static const ChessPgnVisitor rewriting = {
  .tag = rewrite_tag,
  .move = rewrite_move,
  .comment = rewrite_comment,
  .nag = rewrite_nag,
  .variation = rewrite_variation,
};

static GString *
rewrite (const char *text, gsize length)
{
  GString *out = g_string_new (NULL);
  gsize from = 0;
  ChessPgnSpan span;
  bool need_more;

  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      Rewriting self = { .writer = { .put = put_cb, .user = out }, .out = out };
      ChessPgnSummary summary =
        chess_pgn_parse (text + span.start, span.end - span.start, &rewriting, &self);

      g_assert_cmpint (summary.error, ==, CHESS_PGN_OK);
      chess_pgn_write_result (writer_of (&self), summary.result);
      chess_pgn_write_game_end (&self.writer);
      from = span.end;
    }
  return out;
}

static void
assert_short_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize i = 0; lines[i]; i++)
    {
      g_assert_cmpuint (strlen (lines[i]), <, 80);
      g_assert_false (g_str_has_suffix (lines[i], " "));
      g_assert_cmpint (lines[i][0], !=, '%');
    }
}

static void
test_golden (gconstpointer data)
{
  g_autofree char *in_name = g_strconcat (data, ".pgn", NULL);
  g_autofree char *out_name = g_strconcat (data, ".export.pgn", NULL);
  g_autofree char *in_path = g_test_build_filename (G_TEST_DIST, "data", "pgn", in_name, NULL);
  g_autofree char *out_path = g_test_build_filename (G_TEST_DIST, "data", "pgn", out_name, NULL);
  g_autofree char *in = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;
  gsize length, expected_length;

  g_file_get_contents (in_path, &in, &length, &error);
  g_assert_no_error (error);
  g_file_get_contents (out_path, &expected, &expected_length, &error);
  g_assert_no_error (error);
  {
    g_autoptr (GString) once = rewrite (in, length);
    g_autoptr (GString) twice = rewrite (once->str, once->len);

    g_assert_cmpstr (once->str, ==, expected);
    g_assert_cmpstr (twice->str, ==, expected);
    assert_short_lines (once->str);
  }
}

static void
test_variations (void)
{
  static const char *const cases[][2] = {
    { "1. d4 (1. c4) {)}", "(1. d4 (1. c4) {)})" },
    { "1. d4 ; )\n d5", "(1. d4 { )} d5)" },
    { "1. d4)", "{1. d4)}" },
    { "1. d4 (", "{1. d4 (}" },
    { "1. d4 {a", "{1. d4 {a}" },
    { "", "()" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);
      ChessPgnWriter writer = { .put = put_cb, .user = out };

      chess_pgn_write_variation (&writer, (ChessText){ cases[i][0], strlen (cases[i][0]) });
      g_assert_cmpstr (out->str, ==, cases[i][1]);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/pgn/told", test_told);
  g_test_add_func ("/pgn/results", test_results);
  g_test_add_func ("/pgn/spans", test_spans);
  g_test_add_func ("/pgn/variations", test_variations);
  g_test_add_data_func ("/pgn/golden/plain", "plain", test_golden);
  g_test_add_data_func ("/pgn/golden/annotated", "annotated", test_golden);
  return g_test_run ();
}
