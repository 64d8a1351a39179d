/* test-fen.c: positions as text: what is read, what is refused and where, what is written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "test-table.h"
#include "own-home.h"

/* What is read is written back like this. */
static const struct
{
  const char *fen, *x_fen, *shredder_fen;
} sound_cases[] = {
  { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w HAha - 0 1" },
  /* fields missing, too much space */
  { "  4k3/8/8/8/8/8/8/4K3 ", "4k3/8/8/8/8/8/8/4K3 w - - 0 1", NULL },
  { "4k3/8/8/8/8/8/8/4K3  b", "4k3/8/8/8/8/8/8/4K3 b - - 0 1", NULL },
  { "4k3/8/8/8/8/8/8/4K3 w - - 7", "4k3/8/8/8/8/8/8/4K3 w - - 7 1", NULL },
  { "4k3/8/8/8/8/8/8/4K3 w - - 65535 65535", "4k3/8/8/8/8/8/8/4K3 w - - 65535 65535", NULL },
  { "4k3/8/8/8/8/8/8/4K3 w - - 0 0", "4k3/8/8/8/8/8/8/4K3 w - - 0 1", NULL },
  /* more queens than can be */
  { "n3k2n/8/8/8/8/8/QQQQKQQQ/QQQQQQQQ b - - 0 1",
    "n3k2n/8/8/8/8/8/QQQQKQQQ/QQQQQQQQ b - - 0 1",
    NULL },
  /* rights in any order; the outermost rook, or an inner one by its file */
  { "r3k2r/8/8/8/8/8/8/R3K2R w qkQK - 0 1",
    "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1",
    "r3k2r/8/8/8/8/8/8/R3K2R w HAha - 0 1" },
  { "4k3/8/8/8/8/8/8/RR2K1RR w KQ - 0 1",
    "4k3/8/8/8/8/8/8/RR2K1RR w KQ - 0 1",
    "4k3/8/8/8/8/8/8/RR2K1RR w HA - 0 1" },
  { "4k3/8/8/8/8/8/8/RR2K1RR w GB - 0 1",
    "4k3/8/8/8/8/8/8/RR2K1RR w GB - 0 1",
    "4k3/8/8/8/8/8/8/RR2K1RR w GB - 0 1" },
  /* en passant: after every double step, but only a legal capture is kept */
  { "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 1",
    "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1",
    NULL },
  { "4k3/8/8/8/3pP3/8/8/4K3 b - e3 0 1", "4k3/8/8/8/3pP3/8/8/4K3 b - e3 0 1", NULL },
  { "8/8/8/8/k2pP2R/8/8/4K3 b - e3 0 1", "8/8/8/8/k2pP2R/8/8/4K3 b - - 0 1", NULL },
  { "3k4/8/8/8/3pP3/8/8/3RK3 b - e3 0 1", "3k4/8/8/8/3pP3/8/8/3RK3 b - - 0 1", NULL },
  { "8/8/8/8/k2pPp1R/8/8/4K3 b - e3 0 1", "8/8/8/8/k2pPp1R/8/8/4K3 b - e3 0 1", NULL },
};

static const struct
{
  const char *fen;
  ChessFenError error;
  size_t place;
} unsound_cases[] = {
  { "", CHESS_FEN_BAD_PLACEMENT, 0 },
  { "4k3/8/8/8/8/8/8/4K2", CHESS_FEN_BAD_PLACEMENT, 19 },
  { "4k3/8/8/8/8/8/8/4K4 w", CHESS_FEN_BAD_PLACEMENT, 18 },
  { "4k3/8/8/8/8/8/4K3 w - - 0 1", CHESS_FEN_BAD_PLACEMENT, 17 },
  { "4k3/8/8/8/8/8/8/4K3/8 w - - 0 1", CHESS_FEN_BAD_PLACEMENT, 19 },
  { "4k3/8/8/8/8/9/8/4K3 w - - 0 1", CHESS_FEN_BAD_PLACEMENT, 12 },
  { "4k3/8/8/8/8/.7/8/4K3 w - - 0 1", CHESS_FEN_BAD_PLACEMENT, 12 },
  { "4k3/8/8/8/8/8/8/8 w - - 0 1", CHESS_FEN_BAD_KINGS, 0 },
  { "4k3/8/8/4k3/8/8/8/4K3 w - - 0 1", CHESS_FEN_BAD_KINGS, 9 },
  { "4k3/8/8/8/8/8/8/P3K3 w - - 0 1", CHESS_FEN_PAWN_ON_LAST_RANK, 16 },
  { "p3k3/8/8/8/8/8/8/4K3 w - - 0 1", CHESS_FEN_PAWN_ON_LAST_RANK, 0 },
  { "4k3/8/8/8/8/P7/PPPPPPPP/4K3 w - - 0 1", CHESS_FEN_TOO_MANY_PIECES, 0 },
  { "4k3/8/8/8/8/P7/QQQQQQQQ/QQQQKQQQ w - - 0 1", CHESS_FEN_TOO_MANY_PIECES, 0 },
  { "4k3/8/8/8/8/8/8/4K3 x - - 0 1", CHESS_FEN_BAD_SIDE, 20 },
  { "4k3/8/8/8/8/8/8/4K3 white - - 0 1", CHESS_FEN_BAD_SIDE, 21 },
  { "4k3/8/8/8/8/8/8/4K2R w Q - 0 1", CHESS_FEN_BAD_CASTLING, 23 },
  { "4k3/8/8/8/8/8/8/4K2R w Kk - 0 1", CHESS_FEN_BAD_CASTLING, 24 },
  { "4k3/8/8/8/8/8/8/4K2R w KK - 0 1", CHESS_FEN_BAD_CASTLING, 24 },
  { "4k3/8/8/8/8/8/8/4K2R w KX - 0 1", CHESS_FEN_BAD_CASTLING, 24 },
  { "4k3/8/8/8/8/8/4K3/7R w K - 0 1", CHESS_FEN_BAD_CASTLING, 23 },
  { "4k3/8/8/8/3pP3/8/8/4K3 b - e4 0 1", CHESS_FEN_BAD_EN_PASSANT, 27 },
  { "4k3/8/8/8/3pP3/8/8/4K3 b - d3 0 1", CHESS_FEN_BAD_EN_PASSANT, 27 },
  { "4k3/8/8/8/3pP3/8/4R3/4K3 b - e3 0 1", CHESS_FEN_BAD_EN_PASSANT, 29 },
  { "4k3/8/8/8/3pP3/8/8/4K3 b - e 0 1", CHESS_FEN_BAD_EN_PASSANT, 27 },
  { "4k3/8/8/8/3pP3/8/8/4K3 b - e3x 0 1", CHESS_FEN_BAD_EN_PASSANT, 29 },
  { "4k3/8/8/8/8/8/8/4K3 w - - x 1", CHESS_FEN_BAD_COUNTER, 26 },
  { "4k3/8/8/8/8/8/8/4K3 w - - 0 65536", CHESS_FEN_BAD_COUNTER, 28 },
  { "4k3/8/8/8/8/8/8/4K3 w - - -1 1", CHESS_FEN_BAD_COUNTER, 26 },
  { "4k3/8/8/8/8/8/8/4K2R b - - 0 1 x", CHESS_FEN_TRAILING_TEXT, 31 },
  { "4k3/8/8/8/8/8/8/4K1R1 w - - 0 1", CHESS_FEN_OK, 0 },
  { "4k3/8/8/8/8/8/4R3/4K3 w - - 0 1", CHESS_FEN_OPPONENT_IN_CHECK, 22 },
};

static void
sound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (sound_cases); i++)
    {
      ChessPosition position = test_position (sound_cases[i].fen, FALSE);
      char text[CHESS_FEN_SIZE];
      size_t n = chess_fen_write (&position, CHESS_FEN_X, text);

      g_assert_cmpstr (text, ==, sound_cases[i].x_fen);
      g_assert_cmpuint (n, ==, strlen (text));
      g_assert_cmpuint (position.key, ==, chess_position_compute_key (&position));
      chess_fen_write (&position, CHESS_FEN_SHREDDER, text);
      if (sound_cases[i].shredder_fen)
        g_assert_cmpstr (text, ==, sound_cases[i].shredder_fen);
    }
}

static void
unsound (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unsound_cases); i++)
    {
      ChessPosition position = chess_position_start (), before = position;
      size_t place = 0;
      ChessFenError error = chess_fen_parse (unsound_cases[i].fen, -1, &position, &place);

      g_test_message ("%s", unsound_cases[i].fen);
      g_assert_cmpstr (chess_fen_error_text (error),
                       ==,
                       chess_fen_error_text (unsound_cases[i].error));
      if (!error)
        continue;
      g_assert_cmpuint (place, ==, unsound_cases[i].place);
      g_assert_cmpmem (&position, sizeof position, &before, sizeof before);
      g_assert_cmpint (chess_fen_parse (unsound_cases[i].fen, -1, &position, NULL), ==, error);
    }
}

static void
length (void)
{
  static const char text[] = "4k3/8/8/8/8/8/8/4K3 b - - 5 9 garbage";
  ChessPosition position;
  size_t place;

  g_assert_cmpint (chess_fen_parse (text, 29, &position, NULL), ==, CHESS_FEN_OK);
  g_assert_cmpuint (position.fullmove, ==, 9);
  g_assert_cmpint (chess_fen_parse (text, 0, &position, &place), ==, CHESS_FEN_BAD_PLACEMENT);
  g_assert_cmpuint (place, ==, 0);
}

static void
chess960_flag (void)
{
  g_assert_cmpuint (test_position ("4k3/8/8/8/8/8/8/R3K2R w HA - 0 1", FALSE).chess960, ==, 0);
  g_assert_cmpuint (test_position ("4k3/8/8/8/8/8/8/R3K1R1 w K - 0 1", FALSE).chess960, ==, 1);
  g_assert_cmpuint (test_position ("4k3/8/8/8/8/8/8/R2K3R w KQ - 0 1", FALSE).chess960, ==, 1);
  g_assert_cmpuint (test_position ("4k3/8/8/8/8/8/8/R2K3R w - - 0 1", FALSE).chess960, ==, 0);
}

static void
vectors (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/fen.tsv");
  guint n_refused = 0;

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      const char *class = test_table_get (rows, i, "class"), *fen = test_table_get (rows, i, "fen");
      const char *normalized = test_table_get (rows, i, "normalized");
      ChessPosition position;
      ChessFenError error = chess_fen_parse (fen, -1, &position, NULL);
      char text[CHESS_FEN_SIZE];

      g_test_message ("%s: %s: %s", class, fen, chess_fen_error_text (error));
      if (g_str_equal (class, "invalid"))
        g_assert_cmpint (error, !=, CHESS_FEN_OK);
      if (g_str_equal (class, "valid") || g_str_equal (class, "short"))
        g_assert_cmpint (error, ==, CHESS_FEN_OK);
      n_refused += error != CHESS_FEN_OK;
      if (error || !*normalized)
        continue;
      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, normalized);
    }
  g_test_message ("%u refused", n_refused);
}

static void
chess960_starts (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/chess960_start.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      guint64 number = g_ascii_strtoull (test_table_get (rows, i, "number"), NULL, 10);
      ChessPosition position = chess_position_start_960 ((guint) number), read;
      char text[CHESS_FEN_SIZE];

      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "fen_x"));
      read = test_position (text, TRUE);
      g_assert_cmpmem (&position, sizeof position, &read, sizeof read);
      chess_fen_write (&position, CHESS_FEN_SHREDDER, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "fen_shredder"));
      read = test_position (text, TRUE);
      g_assert_cmpmem (&position, sizeof position, &read, sizeof read);
    }
}

static void
start_518 (void)
{
  ChessPosition start = chess_position_start (), start_960 = chess_position_start_960 (518);

  g_assert_cmpuint (start.chess960, ==, 0);
  g_assert_cmpuint (start_960.chess960, ==, 1);
  start.chess960 = 1;
  g_assert_cmpmem (&start, sizeof start, &start_960, sizeof start_960);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/fen/sound", sound);
  g_test_add_func ("/chess/fen/unsound", unsound);
  g_test_add_func ("/chess/fen/length", length);
  g_test_add_func ("/chess/fen/chess960-flag", chess960_flag);
  g_test_add_func ("/chess/fen/vectors", vectors);
  g_test_add_func ("/chess/fen/chess960-starts", chess960_starts);
  g_test_add_func ("/chess/fen/start-518", start_518);
  return g_test_run ();
}
