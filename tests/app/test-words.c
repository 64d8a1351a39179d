/* test-words.c: how time controls and the evidence of a result are said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-words.h"
#include "own-home.h"

static void
time_controls (void)
{
  static const struct
  {
    const char *control, *words;
  } cases[] = {
    { NULL, "No clock" },
    { "-", "No clock" },
    { "300", "5 min" },
    { "300+3", "5 min + 3 s a move" },
    { "30+0.5", "30 s + 0.5 s a move" },
    { "40/5400+30:1800+30", "90 min for 40 moves, then 30 min, + 30 s a move" },
    { "40/5400:1800+30", "90 min for 40 moves, then 30 min + 30 s a move" },
    { "40/7200:20/3600:900", "120 min for 40 moves, then 60 min for 20 moves, then 15 min" },
    { "2700d5", "45 min, delay 5 s a move" },
    { "2700b5", "45 min, up to 5 s a move given back" },
    { "*180", "Hourglass, 3 min" },
    { "600:5x30", "10 min, then 5 × 30 s byo-yomi" },
    { "0:5x30", "5 × 30 s byo-yomi" },
    { "W300+3-B60", "White 5 min + 3 s a move, Black 1 min" },
    { "a while", "a while" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = cl_words_time_control (cases[i].control);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
evidence (void)
{
  static const struct
  {
    ChessEnding ending;
    ChessProof proof;
    guint quiet;
    const char *written, *words;
  } cases[] = {
    { CHESS_ENDING_RESIGNATION, CHESS_PROOF_NONE, 0, NULL, "" },
    { CHESS_ENDING_DEAD_POSITION, CHESS_PROOF_BLOCKED, 0, NULL, "*neither side can ever mate" },
    { CHESS_ENDING_TIME_NO_MATE, CHESS_PROOF_MATERIAL, 0, NULL, "The opponent does not*" },
    { CHESS_ENDING_75_MOVES, CHESS_PROOF_NONE, 150, NULL, "75 moves by each side*" },
    { CHESS_ENDING_50_MOVES, CHESS_PROOF_NONE, 100, "Ra2", "50 moves*with Ra2, written down" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClGame *game = cl_game_new ("table/1", 1);
      g_autofree char *words = NULL;

      game->status = CL_GAME_ENDED;
      game->ending = cases[i].ending;
      game->ending_proof = cases[i].proof;
      game->ending_quiet_plies = cases[i].quiet;
      game->ending_written = g_strdup (cases[i].written);
      words = cl_words_evidence (game);
      g_test_message ("%s", words);
      g_assert_true (g_pattern_match_simple (cases[i].words, words));
      cl_game_unref (game);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/app/words/time-controls", time_controls);
  g_test_add_func ("/app/words/evidence", evidence);
  return g_test_run ();
}
