/* test-analysis.c: a game with what is known about it: whose word counts, what each move was, and what is left out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "verdicts.h"

#include "cl-analysis-view.h"
#include "cl-analysis.h"
#include "own-home.h"

#include <string.h>

static ClAnalysis *
analyse (Story *story, ClDraft *draft)
{
  g_autoptr (ClMap) evaluations = verdicts_fold (draft);

  return cl_analysis_new (story->game, evaluations, 0);
}

static void
comment_move (Story *story, const char *san, const char *comment)
{
  ClFact fact;

  story_fact (story, &fact, CL_FACT_MOVE_PLAYED);
  fact.has_move = TRUE;
  fact.move = story_move (story, fact.ply, san);
  fact.ply++;
  cl_fact_add_comment (&fact, comment, -1);
  chess_commands_parse ((ChessText){ comment, strlen (comment) }, &fact.commands);
  story_say (story, &fact);
}

/* Values are White's whoever moves; the engine's word goes before the file's, the board's before both. */
static void
test_sources (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClAnalysis) analysis = NULL;
  char *text;

  story_begin (&story, "table/1");
  story_start (&story, "60+1", NULL);
  comment_move (&story, "f3", "[%eval -0.3] [%clk 0:00:58]");
  comment_move (&story, "e5", "[%eval -0.25] [%clk 0:00:59.5]");
  comment_move (&story, "g4", "[%eval #-1] [%emt 0:00:02]");
  verdicts_say (draft, &story, 1, 8, "e5 g3=70|d5 g3=65|e6=60");
  verdicts_say (draft, &story, 2, 8, "Nc3 Nf6=-20|g4=#-1");
  comment_move (&story, "Qh4", "mate");
  analysis = analyse (&story, draft);

  g_assert_cmpuint (analysis->n_plies, ==, 4);
  g_assert_cmpint (analysis->plies[0].value, ==, CL_VALUE_START);
  g_assert_cmpint (analysis->plies[0].source, ==, CL_ANALYSIS_ASSUMED);
  g_assert_cmpint (analysis->plies[1].value, ==, -70);
  g_assert_cmpint (analysis->plies[1].source, ==, CL_ANALYSIS_ENGINE);
  g_assert_cmpuint (analysis->plies[1].n_lines, ==, 3);
  g_assert_cmpint (analysis->plies[2].value, ==, -20);
  g_assert_cmpint (analysis->plies[3].value, ==, cl_value_new (0, -1));
  g_assert_cmpint (analysis->plies[3].source, ==, CL_ANALYSIS_FILE);
  g_assert_cmpint (analysis->plies[4].value, ==, -CL_VALUE_MATE);
  g_assert_cmpint (analysis->plies[4].source, ==, CL_ANALYSIS_BOARD);
  g_assert_cmpuint (analysis->n_known, ==, 4);
  g_assert_cmpuint (analysis->n_evaluated, ==, 2);

  g_assert_cmpuint (analysis->plies[2].rank, ==, 1);
  g_assert_cmpuint (analysis->plies[3].rank, ==, 2);
  g_assert_cmpint (analysis->plies[3].judgement, ==, CL_JUDGEMENT_BLUNDER);
  g_assert_cmpint (analysis->plies[4].judgement, ==, CL_JUDGEMENT_FINE);
  g_assert_cmpuint (analysis->plies[4].accuracy, ==, 10000);
  g_assert_cmpuint (analysis->sides[CHESS_WHITE].n_choices, ==, 1);
  g_assert_cmpuint (analysis->sides[CHESS_WHITE].n_best, ==, 0);
  g_assert_cmpuint (analysis->sides[CHESS_BLACK].n_best, ==, 1);
  g_assert_cmpuint (analysis->sides[CHESS_BLACK].n_choices3, ==, 1);
  g_assert_cmpuint (analysis->sides[CHESS_WHITE].quality.n_blunders, ==, 1);

  /* 60 s and 1 s more, 58 s left: 3 s went by; the second move says its time itself. */
  g_assert_cmpint (analysis->plies[1].used_ms, ==, 3000);
  g_assert_cmpint (analysis->plies[2].used_ms, ==, 1500);
  g_assert_cmpint (analysis->plies[3].used_ms, ==, 2000);
  g_assert_cmpint (analysis->plies[4].used_ms, ==, CL_NO_CLOCK);
  g_assert_cmpint (analysis->sides[CHESS_WHITE].used_ms, ==, 5000);
  g_assert_cmpuint (analysis->sides[CHESS_WHITE].longest_ply, ==, 1);

  text = cl_analysis_line_to_text (analysis, 1, &analysis->plies[1].lines[0], 9);
  g_assert_cmpstr (text, ==, "e5 g3");
  g_free (text);
}

/* The deeper of two is believed, in either order of arrival. */
static void
test_deeper (void)
{
  static const guint depths[][3] = { { 8, 12, 10 }, { 12, 10, 8 }, { 10, 8, 12 } };
  g_autofree char *first = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (depths); i++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
      g_autoptr (ClMap) map = NULL;
      g_autofree char *json = NULL;

      story_begin (&story, "table/1");
      story_start (&story, NULL, NULL);
      story_play (&story, "e4 e5");
      for (guint k = 0; k < 3; k++)
        verdicts_say (draft, &story, 1, depths[i][k], depths[i][k] == 12 ? "c5=12" : "e5=99");
      map = verdicts_fold (draft);
      g_assert_cmpstr (cl_map_get (map, "game/table/1/00000001"), ==, "1");
      json = cl_map_to_json (map);
      if (first == NULL)
        first = g_strdup (json);
      g_assert_cmpstr (json, ==, first);
      {
        g_autoptr (ClAnalysis) analysis = cl_analysis_new (story.game, map, 7);

        g_assert_cmpint (analysis->plies[1].value, ==, -12);
        g_assert_cmpuint (analysis->plies[1].depth, ==, 12);
        g_assert_cmpuint (analysis->known_at, ==, 7);
      }
    }
}

/* After a takeback, what was said about the move that is gone is not said about the one that stands; nor after a correction
 * that makes its line impossible. */
static void
test_taken_back (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);

  story_begin (&story, "table/1");
  story_start (&story, NULL, NULL);
  story_play (&story, "e4 e5");
  verdicts_say (draft, &story, 2, 10, "Nf3=40");
  {
    g_autoptr (ClAnalysis) analysis = analyse (&story, draft);

    g_assert_cmpint (analysis->plies[2].value, ==, 40);
  }
  story_takeback (&story, 1);
  {
    g_autoptr (ClAnalysis) analysis = analyse (&story, draft);

    g_assert_cmpuint (analysis->n_plies, ==, 1);
    g_assert_cmpuint (analysis->n_known, ==, 0);
  }
  story_play (&story, "c5");
  {
    g_autoptr (ClAnalysis) analysis = analyse (&story, draft);

    g_assert_cmpint (analysis->plies[2].value, ==, CL_VALUE_NONE);
    g_assert_cmpint (analysis->plies[0].value, ==, CL_VALUE_NONE); /* nothing at all is known */
    g_assert_cmpint (analysis->plies[1].judgement, ==, CL_JUDGEMENT_UNKNOWN);
  }
  story_play (&story, "d3 d6");
  verdicts_say (draft, &story, 4, 10, "d4=30");
  story_correct (&story, 3, "d4");
  {
    g_autoptr (ClAnalysis) analysis = analyse (&story, draft);

    g_assert_cmpuint (analysis->n_evaluated, ==, 0);
  }
}

/* Black to move first, and nobody said what the set-up position is worth: its first move is not judged. */
static void
test_set_up (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClAnalysis) analysis = NULL;

  story_begin (&story, "table/1");
  story_start (&story, NULL, "6k1/5ppp/8/8/8/8/5PPP/3R2K1 b - - 0 40");
  story_play (&story, "h5 Rd8+ Kh7 h3");
  verdicts_values (draft, &story, 1, "#1 #5 600 600");
  analysis = analyse (&story, draft);
  g_assert_cmpint (analysis->plies[0].value, ==, CL_VALUE_NONE);
  g_assert_cmpint (analysis->plies[1].mover, ==, CHESS_BLACK);
  g_assert_cmpint (analysis->plies[1].judgement, ==, CL_JUDGEMENT_UNKNOWN);
  g_assert_cmpint (analysis->plies[2].mover, ==, CHESS_WHITE);
  g_assert_cmpint (analysis->plies[2].value, ==, cl_value_new (0, 5));
  g_assert_cmpint (analysis->plies[2].judgement, ==, CL_JUDGEMENT_FINE);
  g_assert_cmpint (analysis->plies[1].phase, ==, CL_PHASE_ENDGAME);
  g_assert_cmpuint (analysis->phase_ply[CL_PHASE_ENDGAME], ==, 0);
  g_assert_cmpuint (analysis->sides[CHESS_WHITE].quality.n_moves, ==, 1);
  g_assert_cmpuint (analysis->sides[CHESS_BLACK].quality.n_moves, ==, 1);
}

/* A table that was played on in two ledgers: the second move of the one is not that of the other. */
static void
test_other_branch (void)
{
  g_auto (Story) here = { 0 }, there = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClAnalysis) analysis = NULL;

  story_begin (&here, "table/1");
  story_begin (&there, "table/1");
  story_start (&here, NULL, NULL);
  story_start (&there, NULL, NULL);
  comment_move (&here, "e4", "");
  comment_move (&here, "e5", "");
  comment_move (&there, "e4", "");
  comment_move (&there, "c5", "");
  verdicts_say (draft, &here, 1, 8, "e5=20|c5=15");
  verdicts_say (draft, &there, 2, 8, "Nf3=30|Bb5=-20|Qh5=-90");
  analysis = analyse (&here, draft);
  g_assert_cmpuint (analysis->plies[1].n_lines, ==, 2);
  g_assert_cmpuint (analysis->plies[2].n_lines, ==, 3);
  verdicts_say (draft, &there, 2, 9, "Nf3=30|e5=-20");
  cl_analysis_unref (g_steal_pointer (&analysis));
  analysis = analyse (&here, draft);
  g_assert_cmpuint (analysis->plies[2].n_lines, ==, 0);
}

static void
test_damaged (void)
{
  static const char *const values[] = {
    "",
    "\t\t\t\t\t\t",
    "1010000000000000000000011\t1\t1\t0\t20\tx\t20 0 0 0 ",
    "1010000000000000000000011\t1\t1\t0\t20\tx\t20 0 0 0 000\x7f",
    "1010000000000000000000011\t1\t1\t0\t20\tx\t9999999999 0 0 0 000",
    "1010000000000000000000011\t-1\t1\t0\t20\tx\t20 0 0 0 000",
    "101000000000000000000001\t1\t1\t0\t20\tx\t20 0 0 0 000",
  };
  ClStoredEvaluation stored;

  g_assert_true (
    cl_stored_evaluation_parse ("at/table/1/00000001/0000000002",
                                "1010000000000000000000011\t1\t1\t0\t20\tx\t20 0 0 0 000",
                                &stored));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_false (
      cl_stored_evaluation_parse ("at/table/1/00000001/0000000002", values[i], &stored));
  g_assert_false (cl_stored_evaluation_parse ("game/table/1/00000001", "1", &stored));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/views/analysis/sources", test_sources);
  g_test_add_func ("/views/analysis/deeper", test_deeper);
  g_test_add_func ("/views/analysis/taken-back", test_taken_back);
  g_test_add_func ("/views/analysis/set-up", test_set_up);
  g_test_add_func ("/views/analysis/other-branch", test_other_branch);
  g_test_add_func ("/views/analysis/damaged", test_damaged);
  return g_test_run ();
}
