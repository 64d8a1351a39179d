/* test-highlights.c: what makes a game worth opening, each sign with a game that has it and one that has not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "verdicts.h"

#include "cl-fold.h"
#include "cl-highlights-view.h"
#include "cl-views.h"
#include "own-home.h"

#include <string.h>

#define OPERA                                                                                   \
  "e4 e5 Nf3 d6 d4 Bg4 dxe5 Bxf3 Qxf3 dxe5 Bc4 Nf6 Qb3 Qe7 Nc3 c6 Bg5 b5 Nxb5 cxb5 Bxb5+ Nbd7 " \
  "O-O-O Rd8 Rxd7 Rxd7 Rd1 Qe6 Bxd7+ Nxd7 Qb8+ Nxb8 Rd8#"

/* With the verdicts of @draft, before or behind the game. */
static ClHighlight *
look (Story *story, ClDraft *draft, gboolean verdicts_first)
{
  g_autoptr (ClFold) fold = cl_fold_new (&cl_highlights_view, NULL, 0);
  g_autoptr (ClMap) map = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *key = cl_highlight_key (story->game->partition, story->game->game);
  ClHighlight *highlight;

  for (guint pass = 0; pass < 2; pass++)
    if ((pass == 0) == verdicts_first)
      for (gsize i = 0; draft != NULL && i < cl_draft_get_length (draft); i++)
        {
          ClEvent event = verdicts_event (draft, i);

          g_assert_true (cl_fold_apply (fold, &event, &error));
        }
    else
      for (gsize i = 0; i < story_get_length (story); i++)
        {
          ClEvent event = story_get_event (story, i);

          g_assert_true (cl_fold_apply (fold, &event, &error));
        }
  map = cl_fold_get_map (fold);
  highlight = cl_highlight_parse (key, cl_map_get (map, key));
  g_assert_nonnull (highlight);
  return highlight;
}

static const ClReason *
find (const ClHighlight *highlight, ClReasonKind kind)
{
  for (guint i = 0; i < highlight->n_reasons; i++)
    if (highlight->reasons[i].kind == kind)
      return &highlight->reasons[i];
  return NULL;
}

typedef struct
{
  const char *name, *partition, *fen, *moves;
  ChessResult result;
  ChessEnding ending;
  ClReasonKind has; /* CL_REASON_NONE: nothing is asked */
  gint ply, amount; /* -1: any */
  ClReasonKind has_not;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "sacrifice", "archive/a.pgn", NULL, OPERA, CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, CL_REASON_SACRIFICE, 31, 9, CL_REASON_CAME_BACK },
  { "won-behind", "table/1", NULL, OPERA, CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, CL_REASON_WON_BEHIND, 33, 10, CL_REASON_QUIET_DRAW },
  { "mate", "table/1", NULL, "f3 e5 g4 Qh4#", CHESS_RESULT_BLACK, CHESS_ENDING_CHECKMATE, CL_REASON_MATE, 4, CL_MATE_PLAIN, CL_REASON_SACRIFICE },
  { "smothered", "archive/a.pgn", "r5rk/6pp/7N/8/8/1Q6/8/6K1 w - - 0 30", "Qg8+ Rxg8 Nf7#", CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, CL_REASON_MATE, 3, CL_MATE_SMOTHERED, CL_REASON_QUEENS },
  { "back-rank", "table/1", "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 30", "Ra8#", CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, CL_REASON_MATE, 1, CL_MATE_BACK_RANK, CL_REASON_SACRIFICE },
  { "no-back-rank", "table/1", "6k1/5p1p/6pB/8/8/8/5PPP/R5K1 w - - 0 30", "Ra8#", CHESS_RESULT_WHITE, CHESS_ENDING_CHECKMATE, CL_REASON_MATE, 1, CL_MATE_PLAIN, CL_REASON_SACRIFICE },
  { "quiet-draw", "table/1", NULL, "e4 e5 Nf3 Nf6 Nxe5 d6 Nf3 Nxe4 d4 d5 Bd3 Be7", CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, CL_REASON_QUIET_DRAW, 0, 6, CL_REASON_SHORT },
  { "short", "table/1", NULL, "e4 e5 Nf3 Nc6 Bc4 Nd4 Nxe5 Qg5 Nxf7 Qxg2 Rf1 Qxe4+ Be2 Nf3#", CHESS_RESULT_BLACK, CHESS_ENDING_CHECKMATE, CL_REASON_SHORT, 0, 7, CL_REASON_LONG },
  { "underpromotion", "table/1", "8/4P1k1/8/8/8/8/8/4K3 w - - 0 60", "e8=N+ Kf7", CHESS_RESULT_DRAW, CHESS_ENDING_DEAD_POSITION, CL_REASON_UNDERPROMOTION, 1, 1, CL_REASON_KING_WALK },
  { "promotion", "table/1", "8/4P1k1/8/8/8/8/8/4K3 w - - 0 60", "e8=Q Kf6", CHESS_RESULT_NONE, CHESS_ENDING_NONE, CL_REASON_NONE, 0, 0, CL_REASON_UNDERPROMOTION },
  /* An exchange of equals is no sacrifice, and a man that was simply lost is none either. */
  { "exchange", "table/1", NULL, "e4 d5 exd5 Qxd5 Nc3 Qd8 d4 Nf6 Nf3 Bg4 Be2 e6 O-O Be7", CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION, CL_REASON_NONE, 0, 0, CL_REASON_SACRIFICE },
  { "loser", "table/1", NULL, "e4 e5 Nf3 Nc6 Bc4 Nf6 Bxf7+ Kxf7 d3 d6 O-O Be7 Nc3 Rf8", CHESS_RESULT_BLACK, CHESS_ENDING_RESIGNATION, CL_REASON_NONE, 0, 0, CL_REASON_SACRIFICE },
};
/* clang-format on */

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (Story) story = { 0 };
  g_autoptr (ClHighlight) highlight = NULL;
  const ClReason *reason;

  story_begin (&story, test->partition);
  story_start (&story, NULL, test->fen);
  story_play (&story, test->moves);
  if (test->ending != CHESS_ENDING_NONE)
    story_end_game (&story, test->result, test->ending);
  highlight = look (&story, NULL, FALSE);
  reason = find (highlight, test->has);
  if (test->has != CL_REASON_NONE)
    {
      g_assert_nonnull (reason);
      g_assert_cmpint (reason->ply, ==, test->ply);
      g_assert_cmpint (reason->amount, ==, test->amount);
    }
  g_assert_null (find (highlight, test->has_not));
  g_assert_cmpint (highlight->running, ==, test->ending == CHESS_ENDING_NONE);
  g_assert_false (highlight->evaluated);
}

/* Values bring what moves alone do not show, whenever they arrive; about a move that was taken back they say nothing. */
static void
test_values (void)
{
  for (guint first = 0; first < 2; first++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
      g_autoptr (ClHighlight) highlight = NULL;

      story_begin (&story, "archive/a.pgn");
      story_start (&story, NULL, NULL);
      story_play (&story, "e4 e5 Nf3 Nc6 Bc4 Bc5 c3 Nf6 d3 d6 O-O O-O");
      verdicts_values (draft, &story, 1, "30 30 20 40 -900 -800 600 500 700 800 900 950");
      story_end_game (&story, CHESS_RESULT_WHITE, CHESS_ENDING_RESIGNATION);
      highlight = look (&story, draft, first);
      g_assert_true (highlight->evaluated);
      g_assert_nonnull (find (highlight, CL_REASON_COMEBACK));
      g_assert_cmpint (find (highlight, CL_REASON_COMEBACK)->ply, ==, 5);
      g_assert_cmpint (find (highlight, CL_REASON_LEAD_CHANGES)->amount, ==, 1);
      g_assert_cmpint (find (highlight, CL_REASON_LEAD_CHANGES)->ply, ==, 7);
    }
}

static void
test_taken_back (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClHighlight) highlight = NULL;

  story_begin (&story, "table/1");
  story_start (&story, NULL, NULL);
  story_play (&story, "e4 e5 Nf3 Nc6");
  verdicts_values (draft, &story, 1, "900 -900 900");
  story_takeback (&story, 0);
  story_play (&story, "d4 d5 c4 e6");
  highlight = look (&story, draft, TRUE);
  g_assert_null (find (highlight, CL_REASON_LEAD_CHANGES));
  g_assert_false (highlight->evaluated);
}

static void
test_ratings_and_clocks (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClHighlight) highlight = NULL;
  const ClReason *reason;
  static const char *const moves[] = { "e4",  "e5",   "Nf3",  "Nc6", "Bb5", "a6",  "Ba4",
                                       "Nf6", "O-O",  "Be7",  "Re1", "b5",  "Bb3", "d6",
                                       "c3",  "O-O",  "h3",   "Na5", "Bc2", "c5",  "d4",
                                       "Qc7", "Nbd2", "cxd4", "cxd4" };
  ClFact fact;

  story_begin (&story, "table/1");
  story_fact (&story, &fact, CL_FACT_GAME_STARTED);
  cl_fact_add_tag (&fact, "White", "Ada");
  cl_fact_add_tag (&fact, "WhiteElo", "2300");
  cl_fact_add_tag (&fact, "Black", "Ben");
  cl_fact_add_tag (&fact, "BlackElo", "1900");
  story_say (&story, &fact);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
      fact.has_move = TRUE;
      fact.move = story_move (&story, fact.ply, moves[i]);
      fact.ply++;
      fact.clock_ms = i < 17 ? 60000 : 9000;
      story_say (&story, &fact);
    }
  story_end_game (&story, CHESS_RESULT_BLACK, CHESS_ENDING_RESIGNATION);
  highlight = look (&story, NULL, FALSE);
  reason = find (highlight, CL_REASON_UPSET);
  g_assert_nonnull (reason);
  g_assert_cmpint (reason->side, ==, CHESS_BLACK);
  g_assert_cmpint (reason->amount, ==, 400);
  reason = find (highlight, CL_REASON_SCRAMBLE);
  g_assert_nonnull (reason);
  g_assert_cmpint (reason->ply, ==, 18);
  g_assert_cmpint (reason->amount, ==, 8);
}

static void
test_damaged (void)
{
  static const char *const values[] = { "",
                                        "50",
                                        "050",
                                        "050 0000",
                                        "050 00x0 1",
                                        "050 0000 1\t1 0",
                                        "050 0000 1\t99 0 0 0 0",
                                        "050 0000 1\t1 0 -1 0 0",
                                        "050 0000 1\t1 0 1 0 0 0",
                                        "xxx 0000 1" };
  g_autoptr (ClHighlight) whole =
    cl_highlight_parse ("score/archive/a/b.pgn/00000007", "050 1010 12\t1 0 1 5 9");

  g_assert_nonnull (whole);
  g_assert_cmpstr (whole->partition, ==, "archive/a/b.pgn");
  g_assert_cmpuint (whole->game, ==, 7);
  g_assert_cmpuint (whole->first_number, ==, 12);
  g_assert_true (whole->withdrawn);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_null (cl_highlight_parse ("score/archive/a.pgn/00000007", values[i]));
  g_assert_null (cl_highlight_parse ("game/archive/a.pgn/00000007", "050 1010 12"));
  g_assert_null (cl_highlight_parse ("score/7", "050 1010 12"));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/views/highlights/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/views/highlights/values", test_values);
  g_test_add_func ("/views/highlights/taken-back", test_taken_back);
  g_test_add_func ("/views/highlights/ratings-and-clocks", test_ratings_and_clocks);
  g_test_add_func ("/views/highlights/damaged", test_damaged);
  return g_test_run ();
}
