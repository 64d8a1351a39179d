/* test-polyglot.c: keys of the Polyglot book format, against those that the format publishes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-notation.h"
#include "chess-polyglot.h"
#include "test-table.h"
#include "own-home.h"

#define START "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"

/* clang-format off */
/* The nine of the format's description. */
static const struct
{
  const char *moves;
  guint64 key;
} published[] = {
  { "", G_GUINT64_CONSTANT (0x463b96181691fc9c) },
  { "e4", G_GUINT64_CONSTANT (0x823c9b50fd114196) },
  { "e4 d5", G_GUINT64_CONSTANT (0x0756b94461c50fb0) },
  { "e4 d5 e5", G_GUINT64_CONSTANT (0x662fafb965db29d4) },
  { "e4 d5 e5 f5", G_GUINT64_CONSTANT (0x22a48b5a8e47ff78) },
  { "e4 d5 e5 f5 Ke2", G_GUINT64_CONSTANT (0x652a607ca3f242c1) },
  { "e4 d5 e5 f5 Ke2 Kf7", G_GUINT64_CONSTANT (0x00fdd303c946bdd9) },
  { "a4 b5 h4 b4 c4", G_GUINT64_CONSTANT (0x3c8123ea7b067637) },
  { "a4 b5 h4 b4 c4 bxc3 Ra3", G_GUINT64_CONSTANT (0x5c3f9b829b279560) },
};
/* clang-format on */

/* Plays @moves; returns the key by the move that was played last. */
static guint64
play (ChessPosition *position, const char *moves)
{
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);
  ChessSquare passed = CHESS_NO_SQUARE;

  for (guint i = 0; words[i] && *words[i]; i++)
    {
      ChessMove move;

      g_assert_cmpint (chess_san_parse (position, words[i], -1, &move), ==, CHESS_NOTATION_OK);
      passed = chess_polyglot_passed (position, move);
      chess_position_make (position, move);
    }
  return chess_polyglot_key (position, passed);
}

static void
vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    {
      ChessPosition position = chess_position_start ();

      g_test_message ("“%s”", published[i].moves);
      g_assert_cmphex (play (&position, published[i].moves), ==, published[i].key);
      /* All these captures are legal, so the position alone gives the same. */
      g_assert_cmphex (chess_polyglot_key (&position, CHESS_NO_SQUARE), ==, published[i].key);
    }
}

/* A pinned pawn beside counts for the format and not for the Laws; none beside counts for neither. */
static void
pinned_neighbour (void)
{
  ChessPosition position = test_position ("6k1/3p4/8/4P3/8/8/8/4K3 b - - 0 1", FALSE);
  ChessPosition far = test_position ("6k1/7p/8/4P3/8/8/8/4K3 b - - 0 1", FALSE);
  ChessPosition pinned = test_position ("6k1/2p5/8/KP5r/8/8/8/8 b - - 0 1", FALSE);
  guint64 key = play (&position, "d5");

  g_assert_cmphex (key, ==, chess_polyglot_key (&position, CHESS_NO_SQUARE));
  key = play (&pinned, "c5");
  g_assert_cmpuint (pinned.en_passant, ==, CHESS_NO_SQUARE);
  g_assert_cmphex (key, !=, chess_polyglot_key (&pinned, CHESS_NO_SQUARE));
  key = play (&far, "h5");
  g_assert_cmphex (key, ==, chess_polyglot_key (&far, CHESS_NO_SQUARE));
}

/* Each right, the turn and each piece changes the key. */
static void
all_count (void)
{
  static const char *const fens[] = {
    START,
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR b KQkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w Qkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w Kkq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQq - 0 1",
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQk - 0 1",
    "rnbqkbnr/ppppppp1/7p/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fens); i++)
    for (guint j = 0; j < i; j++)
      {
        ChessPosition a = test_position (fens[i], FALSE), b = test_position (fens[j], FALSE);

        g_assert_cmphex (chess_polyglot_key (&a, CHESS_NO_SQUARE),
                         !=,
                         chess_polyglot_key (&b, CHESS_NO_SQUARE));
      }
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/polyglot/vectors", vectors);
  g_test_add_func ("/chess/polyglot/pinned-neighbour", pinned_neighbour);
  g_test_add_func ("/chess/polyglot/all-count", all_count);
  return g_test_run ();
}
