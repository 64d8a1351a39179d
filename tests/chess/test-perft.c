/* test-perft.c: counts of the whole tree of moves, against published and recomputed tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>

#include "test-table.h"
#include "own-home.h"

/* clang-format off */
static const struct
{
  const char *fen;
  guint depth;
  guint64 leaves;
} own_cases[] = {
  { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 0, 1 },
  { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 1, 20 },
  { "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 5, 4865609 },
  { "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1", 4, 4085603 },
  { "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1", 5, 674624 },
  { "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1", 4, 422333 },
  { "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8", 4, 2103487 },
  { "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10", 4, 3894594 },
  { "bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9", 4, 326672 },
  { "1rqbkrbn/1ppppp1p/1n6/p1N3p1/8/2P4P/PP1PPPP1/1RQBKRBN w FBfb - 0 9", 4, 287739 },
  /* mated, stalemated */
  { "7k/5KQ1/8/8/8/8/8/8 b - - 0 1", 3, 0 },
  { "7k/5K2/6Q1/8/8/8/8/8 b - - 0 1", 3, 0 },
};
/* clang-format on */

static guint
get_max_depth (void)
{
  if (g_getenv ("CHESS_LEDGER_THOROUGH"))
    return G_MAXUINT;
  return g_getenv ("CHESS_LEDGER_BRIEF") ? 3 : 4;
}

static void
own (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (own_cases); i++)
    {
      ChessPosition position = test_position (own_cases[i].fen, FALSE), before = position;

      g_test_message ("%s", own_cases[i].fen);
      g_assert_cmpuint (chess_position_perft (&position, own_cases[i].depth),
                        ==,
                        own_cases[i].leaves);
      g_assert_cmpmem (&position, sizeof position, &before, sizeof before);
    }
}

static void
table (gconstpointer name)
{
  guint max_depth = get_max_depth (), n = 0;
  g_autoptr (TestTable) rows = test_table_load (name);

  if (!rows)
    return;
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const char *fen = test_table_get (rows, i, "fen");
      guint depth = (guint) atoi (test_table_get (rows, i, "depth"));
      guint64 expected = g_ascii_strtoull (test_table_get (rows, i, "nodes"), NULL, 10), leaves;
      ChessPosition position;

      if (depth > max_depth)
        continue;
      position = test_position (fen, test_table_get_yes (rows, i, "chess960"));
      leaves = chess_position_perft (&position, depth);
      if (leaves != expected)
        g_error ("%s %s, depth %u: %" G_GUINT64_FORMAT " leaves, should be %" G_GUINT64_FORMAT,
                 test_table_get (rows, i, "id"),
                 fen,
                 depth,
                 leaves,
                 expected);
      n++;
    }
  g_test_message ("%u counts are right", n);
}

int
main (int argc, char *argv[])
{
  static const char *const names[] = { "six", "standard", "tricky", "random", "chess960" };

  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/perft/own", own);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_strconcat ("/chess/perft/", names[i], NULL);
      char *file = g_strconcat ("perft/", names[i], ".tsv", NULL);

      g_test_add_data_func_full (path, file, table, g_free);
    }
  return g_test_run ();
}
