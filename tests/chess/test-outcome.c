/* test-outcome.c: ends of games by the Laws, and their words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "chess-notation.h"
#include "chess-outcome.h"
#include "test-table.h"
#include "own-home.h"

static ChessOutcome
judge (const ChessPosition *position)
{
  return chess_outcome (position, &position->key, 1);
}

static const struct
{
  const char *fen;
  ChessEnding ending;
  ChessResult result;
} ending_cases[] = {
  { "7k/5KQ1/8/8/8/8/8/8 b - - 0 1", CHESS_ENDING_CHECKMATE, CHESS_RESULT_WHITE },
  { "K7/1q6/1k6/8/8/8/8/8 w - - 0 1", CHESS_ENDING_CHECKMATE, CHESS_RESULT_BLACK },
  { "7k/5K2/6Q1/8/8/8/8/8 b - - 0 1", CHESS_ENDING_STALEMATE, CHESS_RESULT_DRAW },
  { "7k/5K2/8/8/8/8/8/8 b - - 0 1", CHESS_ENDING_DEAD_POSITION, CHESS_RESULT_DRAW },
  { "7k/5K2/8/8/8/8/8/N7 b - - 0 1", CHESS_ENDING_DEAD_POSITION, CHESS_RESULT_DRAW },
  { "7k/5K2/8/8/8/8/8/NN6 b - - 0 1", CHESS_ENDING_NONE, CHESS_RESULT_NONE },
  { "6bk/8/5K2/8/8/8/B7/2B5 b - - 0 1", CHESS_ENDING_NONE, CHESS_RESULT_NONE },
  { "b6k/5K2/8/8/8/1B6/B1B5/8 b - - 0 1", CHESS_ENDING_DEAD_POSITION, CHESS_RESULT_DRAW },
  { "7k/8/R4K2/8/8/8/8/8 b - - 149 100", CHESS_ENDING_NONE, CHESS_RESULT_NONE },
  { "7k/8/R4K2/8/8/8/8/8 b - - 150 100", CHESS_ENDING_75_MOVES, CHESS_RESULT_DRAW },
  /* mate comes before 75 moves, a bare board before both counts */
  { "7k/5KQ1/8/8/8/8/8/8 b - - 150 100", CHESS_ENDING_CHECKMATE, CHESS_RESULT_WHITE },
  { "7k/5K2/8/8/8/8/8/8 b - - 150 100", CHESS_ENDING_DEAD_POSITION, CHESS_RESULT_DRAW },
};

static void
endings (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ending_cases); i++)
    {
      ChessPosition position = test_position (ending_cases[i].fen, FALSE);
      ChessOutcome outcome = judge (&position);

      g_test_message ("%s", ending_cases[i].fen);
      g_assert_cmpstr (chess_ending_word (outcome.automatic),
                       ==,
                       chess_ending_word (ending_cases[i].ending));
      g_assert_cmpint (outcome.result, ==, ending_cases[i].result);
      g_assert_cmpuint (outcome.occurrences, ==, 1);
      g_assert_false (outcome.may_claim_threefold);
      g_assert_cmpint (outcome.may_claim_50_moves,
                       ==,
                       !outcome.automatic && position.halfmove >= 100);
    }
}

/* Who can mate: "-", "w", "b" or "wb". */
static const struct
{
  const char *fen, *can_mate;
} mating_cases[] = {
  { "4k3/8/8/8/8/8/8/4K3 w - - 0 1", "-" },    { "4k3/8/8/8/8/8/8/4KN2 w - - 0 1", "-" },
  { "4k3/8/8/8/8/8/8/4KB2 w - - 0 1", "-" },   { "3qk3/8/8/8/8/8/8/4KN2 w - - 0 1", "b" },
  { "3rk3/8/8/8/8/8/8/4KN2 w - - 0 1", "wb" }, { "3nk3/8/8/8/8/8/8/4KN2 w - - 0 1", "wb" },
  { "4k3/p7/8/8/8/8/8/4KN2 w - - 0 1", "wb" }, { "3rk3/8/8/8/8/8/8/4KB2 w - - 0 1", "b" },
  { "4k3/p7/8/8/8/8/8/4KB2 w - - 0 1", "wb" }, { "3nk3/8/8/8/8/8/8/4KB2 w - - 0 1", "wb" },
  { "2b1k3/8/8/8/8/8/8/4KB2 w - - 0 1", "-" }, { "3bk3/8/8/8/8/8/8/4KB2 w - - 0 1", "wb" },
  { "4k3/8/8/8/8/8/P7/4K3 w - - 0 1", "w" },
};

static void
mating_material (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mating_cases); i++)
    {
      ChessPosition position = test_position (mating_cases[i].fen, FALSE);
      gboolean white = strchr (mating_cases[i].can_mate, 'w') != NULL;
      gboolean black = strchr (mating_cases[i].can_mate, 'b') != NULL;

      g_test_message ("%s", mating_cases[i].fen);
      g_assert_cmpint (chess_outcome_can_mate (&position, CHESS_WHITE), ==, white);
      g_assert_cmpint (chess_outcome_can_mate (&position, CHESS_BLACK), ==, black);
      g_assert_cmpint (chess_outcome_is_dead (&position), ==, !white && !black);
    }
}

static void
states (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/state.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      const char *fen = test_table_get (rows, i, "fen");
      ChessPosition position = test_position (fen, test_table_get_yes (rows, i, "chess960"));
      ChessEnding ending = judge (&position).automatic;
      ChessMoveList list;

      g_test_message ("%s", fen);
      chess_position_legal_moves (&position, &list);
      g_assert_cmpuint (list.n, ==, strtoul (test_table_get (rows, i, "legal_moves"), NULL, 10));
      g_assert_cmpint (chess_position_in_check (&position),
                       ==,
                       test_table_get_yes (rows, i, "check"));
      g_assert_cmpint (ending == CHESS_ENDING_CHECKMATE,
                       ==,
                       test_table_get_yes (rows, i, "checkmate"));
      g_assert_cmpint (ending == CHESS_ENDING_STALEMATE,
                       ==,
                       test_table_get_yes (rows, i, "stalemate"));
      g_assert_cmpint (chess_outcome_is_dead (&position),
                       ==,
                       test_table_get_yes (rows, i, "insufficient"));
      g_assert_cmpint (chess_outcome_can_mate (&position, CHESS_WHITE),
                       !=,
                       test_table_get_yes (rows, i, "insufficient_white"));
      g_assert_cmpint (chess_outcome_can_mate (&position, CHESS_BLACK),
                       !=,
                       test_table_get_yes (rows, i, "insufficient_black"));
    }
}

/* Plays @moves and returns the keys of all positions. */
static GArray *
play (ChessPosition *position, const char *moves)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (uint64_t));
  g_auto (GStrv) words = g_strsplit (moves, " ", -1);

  g_array_append_val (keys, position->key);
  for (guint i = 0; words[i]; i++)
    {
      ChessMove move;

      if (!*words[i])
        continue;
      g_assert_cmpint (chess_uci_parse (position, words[i], -1, &move), ==, CHESS_NOTATION_OK);
      chess_position_make (position, move);
      g_array_append_val (keys, position->key);
    }
  return keys;
}

static void
check_claims (const TestTable *rows, guint i, const ChessOutcome *outcome)
{
  gboolean threefold = test_table_get_yes (rows, i, "threefold");
  gboolean fifty = test_table_get_yes (rows, i, "fifty");
  gboolean mate = test_table_get_yes (rows, i, "checkmate");
  gboolean fivefold = test_table_get_yes (rows, i, "fivefold");

  g_assert_cmpint (outcome->automatic == CHESS_ENDING_CHECKMATE, ==, mate);
  if (!outcome->automatic)
    {
      g_assert_cmpint (outcome->may_claim_threefold, ==, threefold);
      g_assert_cmpint (outcome->may_claim_50_moves, ==, fifty);
      g_assert_false (fivefold);
      g_assert_false (test_table_get_yes (rows, i, "seventyfive"));
    }
  else if (fivefold)
    g_assert_cmpint (outcome->automatic, ==, CHESS_ENDING_FIVEFOLD);
}

static void
terminations (void)
{
  g_autoptr (TestTable) rows = test_table_load ("vectors/termination.tsv");

  for (guint i = 0; rows && i < rows->rows->len; i++)
    {
      ChessPosition position = test_position (test_table_get (rows, i, "fen"), FALSE);
      g_autoptr (GArray) keys = play (&position, test_table_get (rows, i, "moves_uci"));
      ChessOutcome outcome = chess_outcome (&position, (const uint64_t *) keys->data, keys->len);
      char text[CHESS_FEN_SIZE];

      g_test_message ("%s", test_table_get (rows, i, "id"));
      chess_fen_write (&position, CHESS_FEN_X, text);
      g_assert_cmpstr (text, ==, test_table_get (rows, i, "final_fen"));
      g_assert_cmpuint (outcome.occurrences,
                        ==,
                        strtoul (test_table_get (rows, i, "occurrences_of_final"), NULL, 10));
      g_assert_cmpint (outcome.automatic == CHESS_ENDING_STALEMATE,
                       ==,
                       test_table_get_yes (rows, i, "stalemate"));
      g_assert_cmpint (chess_outcome_is_dead (&position),
                       ==,
                       test_table_get_yes (rows, i, "insufficient"));
      check_claims (rows, i, &outcome);
    }
}

static void
words (void)
{
  ChessResult result = CHESS_RESULT_NONE;

  for (int ending = CHESS_ENDING_NONE; ending <= CHESS_ENDING_UNKNOWN; ending++)
    {
      const char *word = chess_ending_word ((ChessEnding) ending);

      g_assert_cmpint (chess_ending_from_word ((ChessText){ word, strlen (word) }), ==, ending);
    }
  g_assert_cmpstr (chess_ending_word (CHESS_ENDING_75_MOVES), ==, "75-moves");
  g_assert_cmpint (chess_ending_from_word ((ChessText){ "checkmated", 10 }),
                   ==,
                   CHESS_ENDING_UNKNOWN);
  g_assert_cmpint (chess_ending_from_word ((ChessText){ NULL, 0 }), ==, CHESS_ENDING_UNKNOWN);
  for (int i = CHESS_RESULT_NONE; i <= CHESS_RESULT_DRAW; i++)
    {
      const char *text = chess_result_text ((ChessResult) i);

      g_assert_true (chess_result_parse ((ChessText){ text, strlen (text) }, &result));
      g_assert_cmpint (result, ==, i);
    }
  g_assert_false (chess_result_parse ((ChessText){ "1-0 ", 4 }, &result));
  g_assert_false (chess_result_parse ((ChessText){ NULL, 0 }, &result));
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/chess/outcome/endings", endings);
  g_test_add_func ("/chess/outcome/mating-material", mating_material);
  g_test_add_func ("/chess/outcome/states", states);
  g_test_add_func ("/chess/outcome/terminations", terminations);
  g_test_add_func ("/chess/outcome/words", words);
  return g_test_run ();
}
