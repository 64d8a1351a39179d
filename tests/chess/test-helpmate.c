/* test-helpmate.c: which side can still mate, by vectors, by known cases, and one way of proving against another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chess-blocked-private.h"
#include "chess-helpmate.h"
#include "test-table.h"
#include "own-home.h"

#define ROOM CHESS_HELPMATE_WORDS (200000)

static guint64 *memory; /* ROOM words */

/* Each position says whether any mate can be reached; it was searched to the end by another program. */
static void
vectors (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/dead_positions.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      ChessPosition position = test_position (test_table_get (rows, i, "fen"), FALSE);

      g_test_message ("%s: %s", test_table_get (rows, i, "fen"), test_table_get (rows, i, "note"));
      g_assert_cmpint (chess_helpmate_is_dead (&position, memory, CHESS_HELPMATE_EACH_MOVE, NULL),
                       ==,
                       test_table_get_yes (rows, i, "dead"));
      g_assert_cmpint (chess_helpmate_is_dead (&position, memory, CHESS_HELPMATE_AT_FLAG, NULL),
                       ==,
                       test_table_get_yes (rows, i, "dead"));
    }
}

/* clang-format off */
static const struct
{
  const char *fen;
  ChessHelpmate white, black;
  ChessProof proof; /* of the side that cannot, or of both */
} cases[] = {
  { "4k3/8/8/8/8/8/8/4K3 w - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_MATERIAL },
  { "4k3/8/8/8/8/8/8/4KB2 w - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_MATERIAL },
  /* mated, a move from it, stalemated */
  { "7k/5KQ1/8/8/8/8/8/8 b - - 0 1", CHESS_HELPMATE_EXISTS, CHESS_HELPMATE_NONE, CHESS_PROOF_MATERIAL },
  { "7k/5K2/6Q1/8/8/8/8/8 w - - 0 1", CHESS_HELPMATE_EXISTS, CHESS_HELPMATE_NONE, CHESS_PROOF_MATERIAL },
  { "7k/5K2/6Q1/8/8/8/8/8 b - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_NONE },
  /* the only move takes the last piece */
  { "k7/1Q6/8/8/8/8/8/7K b - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_NONE },
  /* a knight mates in a corner if a pawn stands in it */
  { "k1K5/p7/8/1N6/8/8/8/8 w - - 0 1", CHESS_HELPMATE_EXISTS, CHESS_HELPMATE_UNKNOWN, CHESS_PROOF_NONE },
  /* rams on four files; on three the kings meet */
  { "8/6k1/8/1p1p1p1p/1P1P1P1P/8/6K1/8 w - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_BLOCKED },
  { "8/6k1/8/1p1p1p2/1P1P1P2/8/6K1/8 w - - 0 1", CHESS_HELPMATE_UNKNOWN, CHESS_HELPMATE_UNKNOWN, CHESS_PROOF_NONE },
  /* a lock with a bishop that can never check; one with a rook that can */
  { "3bk3/8/8/p1p1p1p1/PpPpPpPp/1P1P1P1P/8/4K3 w - - 0 1", CHESS_HELPMATE_NONE, CHESS_HELPMATE_NONE, CHESS_PROOF_BLOCKED },
};
/* clang-format on */

static void
known (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessPosition position = test_position (cases[i].fen, FALSE);
      ChessHelpmate expected[2] = { cases[i].white, cases[i].black };

      g_test_message ("%s", cases[i].fen);
      for (guint color = 0; color < 2; color++)
        {
          ChessProof proof = CHESS_PROOF_NONE;
          ChessHelpmate found = chess_helpmate (&position,
                                                (ChessColor) color,
                                                memory,
                                                CHESS_HELPMATE_EACH_MOVE,
                                                &proof);

          /* What is not known within this bound may be found within another. */
          if (expected[color] == CHESS_HELPMATE_UNKNOWN)
            g_assert_cmpint (found, !=, CHESS_HELPMATE_NONE);
          else
            g_assert_cmpint (found, ==, expected[color]);
          g_assert_cmpint (found == CHESS_HELPMATE_NONE, ==, proof != CHESS_PROOF_NONE);
          if (found == CHESS_HELPMATE_NONE && cases[i].proof != CHESS_PROOF_NONE)
            g_assert_cmpstr (chess_proof_word (proof), ==, chess_proof_word (cases[i].proof));
        }
    }
}

static void
put (char board[64], char piece, int file, int rank)
{
  if (board[rank * 8 + file] == ' ')
    board[rank * 8 + file] = piece;
}

/* Rams of pawns with kings on their own sides and a few pieces: many are locked, many nearly. */
static gboolean
draw_wall (ChessPosition *position)
{
  static const char pieces[] = "BbNnRrBbBb";
  char board[64], text[100];
  gsize n = 0;

  memset (board, ' ', sizeof board);
  for (int file = 0; file < 8; file++)
    {
      int rank = g_test_rand_int_range (2, 5);

      if (g_test_rand_int_range (0, 8) == 0)
        continue;
      put (board, 'P', file, rank);
      put (board, 'p', file, rank + 1);
    }
  put (board, 'K', g_test_rand_int_range (0, 8), g_test_rand_int_range (0, 3));
  put (board, 'k', g_test_rand_int_range (0, 8), g_test_rand_int_range (5, 8));
  for (int i = g_test_rand_int_range (0, 3); i > 0; i--)
    put (board,
         pieces[g_test_rand_int_range (0, (int) strlen (pieces))],
         g_test_rand_int_range (0, 8),
         g_test_rand_int_range (0, 8));
  for (int rank = 7; rank >= 0; rank--)
    for (int file = 0; file <= 8; file++)
      text[n++] = file == 8                       ? (rank > 0 ? '/' : ' ')
                  : board[rank * 8 + file] == ' ' ? '1'
                                                  : board[rank * 8 + file];
  g_strlcpy (text + n, g_test_rand_int_range (0, 2) ? "w - - 0 1" : "b - - 0 1", sizeof text - n);
  return chess_fen_parse (text, -1, position, NULL) == CHESS_FEN_OK;
}

/* What is said to be locked must stay without mate when it is played out, as far as that goes. */
static void
locked (void)
{
  guint rounds = g_getenv ("CHESS_LEDGER_THOROUGH") ? 100000 : 3000;
  guint proven = 0, finished = 0;

  for (guint i = 0; i < rounds; i++)
    {
      ChessColor winner = (ChessColor) g_test_rand_int_range (0, 2);
      ChessPosition position;
      ChessHelpmate found;

      if (!draw_wall (&position) || !chess_blocked_forbids_mate (&position, winner))
        continue;
      proven++;
      found = chess_helpmate_search (&position, winner, memory, CHESS_HELPMATE_AT_FLAG);
      if (found == CHESS_HELPMATE_EXISTS)
        {
          char text[CHESS_FEN_SIZE];

          chess_fen_write (&position, CHESS_FEN_X, text);
          g_error ("%s can be mated by %s", text, winner == CHESS_WHITE ? "White" : "Black");
        }
      finished += found == CHESS_HELPMATE_NONE;
    }
  g_test_message ("%u locks, %u of them played out to the end", proven, finished);
  g_assert_cmpuint (finished, >, rounds / 100);
}

/* With no room nothing is claimed but what needs none. */
static void
no_room (void)
{
  ChessPosition stalemate = test_position ("7k/5K2/6Q1/8/8/8/8/8 b - - 0 1", FALSE);
  ChessPosition bare = test_position ("4k3/8/8/8/8/8/8/4K3 w - - 0 1", FALSE);

  for (gsize words = 0; words < 50; words++)
    g_assert_cmpint (chess_helpmate (&stalemate, CHESS_WHITE, memory, words, NULL),
                     ==,
                     words < 2 * CHESS_HELPMATE_WORDS (1) ? CHESS_HELPMATE_UNKNOWN
                                                          : CHESS_HELPMATE_NONE);
  g_assert_true (chess_helpmate_is_dead (&bare, NULL, 0, NULL));
}

/* A game goes on from a position that is not dead to one that is, never the other way. */
static void
lasting (void)
{
  for (guint i = 0; i < 300; i++)
    {
      ChessPosition position;
      gboolean dead = FALSE;

      if (!draw_wall (&position))
        continue;
      for (guint ply = 0; ply < 40; ply++)
        {
          ChessMoveList list;

          if (dead)
            g_assert_true (chess_helpmate_is_dead (&position, memory, ROOM, NULL));
          dead =
            dead || chess_helpmate_is_dead (&position, memory, CHESS_HELPMATE_WORDS (200), NULL);
          chess_position_legal_moves (&position, &list);
          if (list.n == 0)
            break;
          chess_position_make (&position, list.moves[g_test_rand_int_range (0, (int) list.n)]);
        }
    }
}

static void
words (void)
{
  for (int i = CHESS_PROOF_NONE; i <= CHESS_PROOF_SEARCH; i++)
    {
      const char *word = chess_proof_word ((ChessProof) i);
      ChessProof proof = CHESS_PROOF_NONE;

      g_assert_true (chess_proof_from_word ((ChessText){ word, strlen (word) }, &proof));
      g_assert_cmpint (proof, ==, i);
    }
  g_assert_false (chess_proof_from_word ((ChessText){ "proven", 6 }, &(ChessProof){ 0 }));
}

int
main (int argc, char *argv[])
{
  int status;

  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/helpmate/vectors", vectors);
  g_test_add_func ("/chess/helpmate/known", known);
  g_test_add_func ("/chess/helpmate/locked", locked);
  g_test_add_func ("/chess/helpmate/lasting", lasting);
  g_test_add_func ("/chess/helpmate/no-room", no_room);
  g_test_add_func ("/chess/helpmate/words", words);
  memory = g_new (guint64, ROOM);
  status = g_test_run ();
  g_free (memory);
  return status;
}
