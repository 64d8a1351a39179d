/* test-uci-line.c: lines of real engines and of no engine, taken apart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-uci-line.h"
#include "own-home.h"

#include <string.h>

typedef struct
{
  const char *line;
  ClUciKind kind;
  const char *text;
  guint32 depth, multipv;
  gboolean has_score;
  gint32 cp, mate;
  ClUciBound bound;
} Case;

static const Case cases[] = {
  { "", CL_UCI_OTHER, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "uciok", CL_UCI_OK, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "  readyok\r", CL_UCI_READY, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "id name Stockfish 15.1 ", CL_UCI_ID_NAME, "Stockfish 15.1", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "id author T. Romstad", CL_UCI_OTHER, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "bestmove e7e8q ponder a7a6", CL_UCI_BEST_MOVE, "e7e8q", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "bestmove", CL_UCI_BEST_MOVE, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "info depth 9 seldepth 11 multipv 2 score cp -24 upperbound nodes 300 time 12 pv e2e4 e7e5 ",
    CL_UCI_INFO,
    "e2e4 e7e5",
    9,
    2,
    TRUE,
    -24,
    0,
    CL_UCI_UPPER_BOUND },
  { "info depth 9 score mate -3 lowerbound pv e2e4",
    CL_UCI_INFO,
    "e2e4",
    9,
    0,
    TRUE,
    0,
    -3,
    CL_UCI_LOWER_BOUND },
  { "info string depth 9 score cp 5 pv e2e4", CL_UCI_INFO, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "info depth 99999999999999999999999 score cp x pv",
    CL_UCI_INFO,
    "",
    0,
    0,
    FALSE,
    0,
    0,
    CL_UCI_EXACT },
  { "info depth -1 multipv 0 score mate 0", CL_UCI_INFO, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
  { "info currmove e2e4 currmovenumber 1", CL_UCI_INFO, "", 0, 0, FALSE, 0, 0, CL_UCI_EXACT },
};

static void
test_lines (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      ClUciLine line;
      g_autofree char *text = NULL;

      g_test_message ("%s", c->line);
      cl_uci_line_parse (c->line, strlen (c->line), &line);
      text = g_strndup (line.text.length > 0 ? line.text.text : "", line.text.length);
      g_assert_cmpint (line.kind, ==, c->kind);
      g_assert_cmpstr (text, ==, c->text);
      g_assert_cmpuint (line.depth, ==, c->depth);
      g_assert_cmpuint (line.multipv, ==, c->multipv);
      g_assert_cmpint (line.has_score, ==, c->has_score);
      g_assert_cmpint (line.cp, ==, c->cp);
      g_assert_cmpint (line.mate, ==, c->mate);
      g_assert_cmpint (line.bound, ==, c->bound);
    }
}

static void
assert_text (ChessText text, const char *expected)
{
  g_assert_cmpmem (text.text, text.length, expected, strlen (expected));
}

static void
test_options (void)
{
  static const char spin[] = "option name Skill Level type spin default 20 min 0 max 20";
  static const char combo[] =
    "option name Style type combo default Very Solid var Very Solid var Risky";
  static const char string[] = "option name EvalFile type string default nn-ad9b.nnue";
  static const char button[] = "option name Clear Hash type button";
  static const char broken[] = "option name X type colour";
  ClUciLine line;

  cl_uci_line_parse (spin, strlen (spin), &line);
  g_assert_cmpint (line.kind, ==, CL_UCI_OPTION);
  g_assert_cmpint (line.type, ==, CL_UCI_SPIN);
  assert_text (line.text, "Skill Level");
  assert_text (line.preset, "20");
  g_assert_cmpint (line.min, ==, 0);
  g_assert_cmpint (line.max, ==, 20);
  cl_uci_line_parse (combo, strlen (combo), &line);
  g_assert_cmpint (line.type, ==, CL_UCI_COMBO);
  assert_text (line.preset, "Very Solid");
  assert_text (line.values, "var Very Solid var Risky");
  cl_uci_line_parse (string, strlen (string), &line);
  assert_text (line.preset, "nn-ad9b.nnue");
  cl_uci_line_parse (button, strlen (button), &line);
  g_assert_cmpint (line.kind, ==, CL_UCI_OPTION);
  g_assert_cmpint (line.type, ==, CL_UCI_BUTTON);
  cl_uci_line_parse (broken, strlen (broken), &line);
  g_assert_cmpint (line.kind, ==, CL_UCI_OTHER);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/uci-line/lines", test_lines);
  g_test_add_func ("/uci-line/options", test_options);
  return g_test_run ();
}
