/* test-coach.c: each pattern of the coach with a game that shows it and one, nearly the same, that does not; and the choice
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "verdicts.h"

#include "cl-coach-view.h"
#include "cl-coach.h"
#include "cl-fold.h"
#include "cl-views.h"
#include "own-home.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *fen, *moves;
  guint ply;                  /* the mistake */
  const char *before, *after; /* what the engine says in front of it and behind it */
  ClRemarkKind kind;
  const char *instead, *reply; /* UCI, "" for none, NULL: not looked at */
} Case;

/* clang-format off */
static const Case cases[] = {
  { "missed-mate", "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 30", "h3", 1, "Ra8=#1|h3=500", "h6=-500", CL_REMARK_MISSED_MATE, "a1a8", NULL },
  { "slower-mate", "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 30", "h3", 1, "Ra8=#1|h3=#4", "h6=#-4", CL_REMARK_NONE, NULL, NULL },
  { "far-mate", "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - 0 30", "h3", 1, "Ra8=#9|h3=100", "h6=-100", CL_REMARK_ENDGAME, NULL, NULL },
  { "allowed-mate", "r5k1/8/8/8/8/7p/5PPP/R5K1 w - - 0 30", "Rb1", 1, "Rxa8=500|Rb1=#-1", "Ra1=#1", CL_REMARK_ALLOWED_MATE, "a1a8", "a8a1" },
  { "mated-anyway", "r5k1/8/8/8/8/7p/5PPP/R5K1 w - - 0 30", "Rb1", 1, "Rxa8=#-3|Rb1=#-1", "Ra1=#1", CL_REMARK_NONE, NULL, NULL },
  { "hung", NULL, "e4 e5 Nf3 Nc6 Nxe5 h6", 5, "Bb5=30|Nxe5=-250", "Nxe5 d4=250", CL_REMARK_HUNG, "f1b5", "c6e5" },
  { "guarded", NULL, "e4 e5 Nf3 Nc6 d4 h6", 5, "Bb5=230|d4=0", "exd4 Nxd4=0", CL_REMARK_MISTAKE, "f1b5", NULL },
  { "opening", NULL, "e4 e5 Nf3 Nc6 h4 h6", 5, "Bb5=30|h4=-150", "Nf6=150", CL_REMARK_OPENING, "f1b5", NULL },
  { "missed-win", "4k3/8/8/3n4/8/2N5/8/4K3 w - - 0 30", "Kd2", 1, "Nxd5 Kd7=300|Kd2=0", "Nf4=0", CL_REMARK_MISSED_WIN, "c3d5", NULL },
  { "mere-exchange", "4k3/4p3/2p5/3n4/8/2N5/8/4K3 w - - 0 30", "Kd2", 1, "Nxd5 cxd5=300|Kd2=0", "Nf4=0", CL_REMARK_ENDGAME, "c3d5", NULL },
  { "allowed-fork", "4k3/8/8/8/3n4/8/P7/R3K3 w - - 0 30", "a3", 1, "Kd1=0|a3=-500", "Nc2 Kd2=500", CL_REMARK_ALLOWED_FORK, "e1d1", "d4c2" },
  { "guarded-fork", "4k3/8/8/8/3n4/3B4/P7/R3K3 w - - 0 30", "a3", 1, "Kd1=0|a3=-500", "Nc2=500", CL_REMARK_ENDGAME, "e1d1", NULL },
  { "missed-fork", "r3k3/8/8/3N4/8/8/8/4K3 w - - 0 30", "Kd2", 1, "Nc7 Kd7=500|Kd2=0", "Ra5=0", CL_REMARK_MISSED_FORK, "d5c7", NULL },
  { "no-fork", "4k2r/8/8/3N4/8/8/8/4K3 w - - 0 30", "Kd2", 1, "Nc7 Kd7=500|Kd2=0", "Rh5=0", CL_REMARK_ENDGAME, "d5c7", NULL },
  { "fine", NULL, "e4 e5 Nf3 Nc6", 3, "Nf3=30|Bc4=20", "Nc6=-25", CL_REMARK_NONE, NULL, NULL },
};
/* clang-format on */

static void
check_move (ChessMove move, const ChessPosition *position, const char *expected)
{
  char uci[CHESS_UCI_SIZE] = "";

  if (expected == NULL)
    return;
  if (move != CHESS_MOVE_NULL)
    chess_uci_write (position, move, uci);
  g_assert_cmpstr (uci, ==, expected);
}

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_auto (Story) story = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClMap) evaluations = NULL;
  g_autoptr (ClAnalysis) analysis = NULL;
  ChessPosition position;
  ClRemark remark;

  if (test->kind == CL_REMARK_OPENING && chess_opening_get (0) == NULL)
    {
      g_test_skip ("built without names of openings");
      return;
    }
  story_begin (&story, "table/1");
  story_start (&story, NULL, test->fen);
  story_play (&story, test->moves);
  verdicts_say (draft, &story, test->ply - 1, 12, test->before);
  verdicts_say (draft, &story, test->ply, 12, test->after);
  evaluations = verdicts_fold (draft);
  analysis = cl_analysis_new (story.game, evaluations, 0);
  remark = cl_coach_name (analysis, test->ply);
  g_assert_cmpstr (cl_remark_word (remark.kind), ==, cl_remark_word (test->kind));
  g_assert_cmpuint (remark.offset, ==, story_offset (&story, test->ply));
  cl_game_position_at (story.game, test->ply - 1, &position);
  check_move (remark.instead, &position, test->instead);
  cl_game_position_at (story.game, test->ply, &position);
  check_move (remark.reply, &position, test->reply);
}

/* --- Patterns that need more of the game --- */

#define QUIET "e4 e5 Nf3 Nc6 Bc4 Bc5 c3 Nf6 d3 d6 O-O O-O Re1 a6 Bb3 Ba7 h3 h6 Nbd2 Re8 Nf1 Be6"

static ClAnalysis *
tell_with (Story *story,
           const char *control,
           const char *values,
           const gint *clocks_s,
           guint n_clocks,
           ChessResult result)
{
  g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
  g_autoptr (ClMap) evaluations = NULL;
  g_auto (GStrv) moves = g_strsplit (QUIET, " ", -1);
  ClFact fact;

  story_begin (story, "table/1");
  story_start (story, control, NULL);
  for (guint i = 0; moves[i] != NULL; i++)
    {
      story_fact (story, &fact, CL_FACT_MOVE_PLAYED);
      fact.has_move = TRUE;
      fact.move = story_move (story, fact.ply, moves[i]);
      fact.ply++;
      if (i < n_clocks)
        {
          fact.clock_ms = (gint64) clocks_s[i] * 1000;
          fact.used_ms = 2000;
        }
      story_say (story, &fact);
    }
  if (result != CHESS_RESULT_NONE)
    story_end_game (story, result, CHESS_ENDING_RESIGNATION);
  verdicts_values (draft, story, 1, values);
  evaluations = verdicts_fold (draft);
  return cl_analysis_new (story->game, evaluations, 0);
}

static const ClRemark *
find (const ClRemark *remarks, guint n, ClRemarkKind kind)
{
  for (guint i = 0; i < n; i++)
    if (remarks[i].kind == kind)
      return &remarks[i];
  return NULL;
}

/* Black errs at 14, White gives it back at 15; at 17 White errs when nothing was to be punished. */
static void
test_unpunished (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClAnalysis) analysis =
    tell_with (&story,
               NULL,
               "20 20 20 20 20 20 20 20 20 20 20 20 20 320 20 20 -300 -300 -300",
               NULL,
               0,
               CHESS_RESULT_NONE);

  g_assert_cmpint (cl_coach_name (analysis, 15).kind, ==, CL_REMARK_UNPUNISHED);
  g_assert_cmpint (cl_coach_name (analysis, 17).kind, ==, CL_REMARK_MISTAKE);
  g_assert_cmpint (cl_coach_name (analysis, 16).kind, ==, CL_REMARK_NONE);
}

static void
test_conversion (void)
{
  static const struct
  {
    ChessResult result;
    const char *values;
    gboolean has;
  } games[] = {
    { CHESS_RESULT_DRAW, "20 20 20 20 20 20 20 20 20 20 20 20 20 600 600 600 0 0 0 0 0 0", TRUE },
    { CHESS_RESULT_WHITE, "20 20 20 20 20 20 20 20 20 20 20 20 20 600 600 600 0 0 0 0 0 0", FALSE },
    { CHESS_RESULT_DRAW, "20 20 20 20 20 20 20 20 20 20 20 20 20 250 250 250 0 0 0 0 0 0", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (games); i++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClAnalysis) analysis =
        tell_with (&story, NULL, games[i].values, NULL, 0, games[i].result);
      ClRemark remarks[CL_MAX_REMARKS];
      guint n = cl_coach_remarks (analysis, CHESS_WHITE, remarks);
      const ClRemark *remark = find (remarks, n, CL_REMARK_CONVERSION);

      g_assert_cmpint (remark != NULL, ==, games[i].has);
      if (remark != NULL)
        g_assert_cmpuint (remark->ply, ==, 17);
      /* It is White's; Black hears nothing of it. */
      n = cl_coach_remarks (analysis, CHESS_BLACK, remarks);
      g_assert_null (find (remarks, n, CL_REMARK_CONVERSION));
    }
}

/* White errs at 15, 17 and 19 with 20 s left of five minutes; and the same with all the time of the world. */
static void
test_time (void)
{
  static const char values[] =
    "20 20 20 20 20 20 20 20 20 20 20 20 20 20 -150 -150 -350 -350 -700 -700 -700 -700";
  gint clocks[22];

  for (guint hurried = 0; hurried < 2; hurried++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClAnalysis) analysis = NULL;
      ClRemark remarks[CL_MAX_REMARKS];
      const ClRemark *remark;
      guint n;

      for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
        clocks[i] = hurried && i >= 14 ? 20 : 280;
      analysis =
        tell_with (&story, "300", values, clocks, G_N_ELEMENTS (clocks), CHESS_RESULT_BLACK);
      n = cl_coach_remarks (analysis, -1, remarks);
      remark = find (remarks, n, CL_REMARK_TIME_TROUBLE);
      g_assert_cmpint (remark != NULL, ==, hurried);
      if (hurried)
        {
          g_assert_cmpuint (remark->ply, ==, 15);
          g_assert_cmpint (remark->amount, ==, 3);
          g_assert_cmpuint (remark->n_after, ==, 4);
        }
    }
}

/* In the middlegame within two seconds, with minutes left: too fast; in the opening, or slowly, it is not. */
static void
test_too_fast (void)
{
  static const char fen[] = "r1q2rk1/pp3ppp/2n5/8/8/2N5/PP3PPP/R1Q2RK1 w - - 0 20";

  for (guint slow = 0; slow < 2; slow++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
      g_autoptr (ClMap) evaluations = NULL;
      g_autoptr (ClAnalysis) analysis = NULL;
      ClFact fact;

      story_begin (&story, "table/1");
      story_start (&story, "600", fen);
      story_fact (&story, &fact, CL_FACT_MOVE_PLAYED);
      fact.has_move = TRUE;
      fact.move = story_move (&story, 0, "h3");
      fact.ply++;
      fact.clock_ms = 300000;
      fact.used_ms = slow ? 30000 : 1500;
      story_say (&story, &fact);
      verdicts_say (draft, &story, 0, 10, "Re1=200|h3=0");
      verdicts_say (draft, &story, 1, 10, "Re8=0");
      evaluations = verdicts_fold (draft);
      analysis = cl_analysis_new (story.game, evaluations, 0);
      g_assert_cmpint (cl_coach_name (analysis, 1).kind,
                       ==,
                       slow ? CL_REMARK_MISTAKE : CL_REMARK_TOO_FAST);
    }
}

static void
test_praise (void)
{
  static const struct
  {
    const char *lines;
    gboolean has;
  } cases_of[] = {
    { "Nf3=20|Nc3=-300|d4=-320", TRUE },
    { "Nf3=20|Nc3=-30|d4=-320", FALSE }, /* another held as well */
    { "Nf3=-400|Nc3=-1000", FALSE },     /* it held nothing */
    { "Nc3=20|Nf3=-300", FALSE },        /* not the one that was played */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases_of); i++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
      g_autoptr (ClMap) evaluations = NULL;
      g_autoptr (ClAnalysis) analysis = NULL;
      ClRemark remarks[CL_MAX_REMARKS];
      guint n;

      story_begin (&story, "table/1");
      story_start (&story, NULL, NULL);
      story_play (&story, "e4 e5 Nf3 Nc6");
      verdicts_say (draft, &story, 2, 10, cases_of[i].lines);
      evaluations = verdicts_fold (draft);
      analysis = cl_analysis_new (story.game, evaluations, 0);
      n = cl_coach_remarks (analysis, -1, remarks);
      g_assert_cmpint (find (remarks, n, CL_REMARK_ONLY_MOVE) != NULL, ==, cases_of[i].has);
    }
}

/* Never more than three, each about another move, the costliest, and the same ones every time. */
static void
test_choice (void)
{
  g_auto (Story) story = { 0 };
  g_autoptr (ClAnalysis) analysis =
    tell_with (&story,
               NULL,
               "20 300 20 -300 20 250 20 -250 20 400 20 -500 20 20 600 -600 20 20",
               NULL,
               0,
               CHESS_RESULT_NONE);
  ClRemark remarks[CL_MAX_REMARKS], again[CL_MAX_REMARKS];
  guint n = cl_coach_remarks (analysis, -1, remarks);

  g_assert_cmpuint (n, ==, CL_MAX_REMARKS);
  g_assert_cmpuint (remarks[0].ply, ==, 10);
  for (guint i = 1; i < n; i++)
    {
      g_assert_cmpuint (remarks[i].loss, <=, remarks[i - 1].loss);
      g_assert_cmpuint (remarks[i].ply, !=, remarks[i - 1].ply);
    }
  g_assert_cmpuint (cl_coach_remarks (analysis, -1, again), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (again[i].kind, ==, remarks[i].kind);
      g_assert_cmpuint (again[i].ply, ==, remarks[i].ply);
    }
}

static void
test_card (void)
{
  static const struct
  {
    const char *before, *after;
    gboolean is_card;
  } games[] = {
    { "Bc4=20|Nf3=-250|d4=-250", "Nc6=250", TRUE },
    { "Bc4=20|d4=10|Nf3=-250", "Nc6=250", FALSE }, /* two answers */
    { "Bc4=20|d4=-300|Nf3=-20", "Nc6=20", FALSE }, /* no mistake */
    { "Bc4=20", "Nc6=250", FALSE },                /* nobody looked at others */
  };

  for (guint i = 0; i < G_N_ELEMENTS (games); i++)
    {
      g_auto (Story) story = { 0 };
      g_autoptr (ClDraft) draft = cl_draft_new ("engine/testfish", "test", NULL);
      g_autoptr (ClMap) evaluations = NULL;
      g_autoptr (ClAnalysis) analysis = NULL;

      story_begin (&story, "table/1");
      story_start (&story, NULL, NULL);
      story_play (&story, "e4 e5 Nf3");
      verdicts_say (draft, &story, 2, 10, games[i].before);
      verdicts_say (draft, &story, 3, 10, games[i].after);
      evaluations = verdicts_fold (draft);
      analysis = cl_analysis_new (story.game, evaluations, 0);
      g_assert_cmpint (cl_coach_is_card (analysis, 3), ==, games[i].is_card);
    }
}

/* --- Answers --- */

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static void
answer (ClFold *fold, const char *desk, gint64 day, const char *text)
{
  g_autoptr (ClDraft) draft = cl_draft_new (desk, "test", NULL);
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;
  ClEvent event;

  cl_fact_init (&fact, CL_FACT_CARD_ANSWERED);
  fact.origin_partition = g_strdup ("table/1");
  fact.origin_game = 1;
  fact.origin_ply = 3;
  fact.cites = 4;
  fact.text = g_strdup (text);
  fact.occurred_at = day * DAY_US;
  cl_fact_to_draft (&fact, draft);
  event = verdicts_event (draft, 0);
  cl_fold_apply (fold, &event, &error);
  g_assert_no_error (error);
}

static void
test_answers (void)
{
  static const struct
  {
    guint days, due;
    const char *text;
    guint streak;
  } told[] = { { 10, 11, "right", 1 }, { 11, 14, "right", 2 }, { 14, 21, "right", 3 },
               { 21, 42, "right", 4 }, { 42, 63, "right", 5 }, { 63, 64, "wrong", 0 },
               { 64, 65, "right", 1 } };
  g_autoptr (ClFold) fold = cl_fold_new (&cl_coach_view, NULL, 0);
  g_autofree char *key = cl_card_key ("table/1", 1, 4);
  ClCardState state;

  cl_card_state_parse (NULL, &state);
  g_assert_cmpint (state.due_at, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autoptr (ClMap) map = NULL;

      answer (fold, "desk/a", told[i].days, told[i].text);
      map = cl_fold_get_map (fold);
      cl_card_state_parse (cl_map_get (map, key), &state);
      g_assert_cmpuint (state.n_answers, ==, i + 1);
      g_assert_cmpuint (state.streak, ==, told[i].streak);
      g_assert_cmpint (state.due_at, ==, told[i].due * DAY_US);
    }
  cl_card_state_parse ("x", &state);
  g_assert_cmpuint (state.n_answers, ==, 0);
}

/* Two desks may answer the same card; whose facts arrive first says nothing. */
static void
test_two_desks (void)
{
  g_autoptr (ClFold) one = cl_fold_new (&cl_coach_view, NULL, 0);
  g_autoptr (ClFold) other = cl_fold_new (&cl_coach_view, NULL, 0);
  g_autoptr (ClMap) map = NULL, same = NULL;
  guint8 digest[32], expected[32];

  answer (one, "desk/a", 5, "right");
  answer (one, "desk/b", 3, "wrong");
  answer (one, "desk/b", 5, "wrong");
  answer (other, "desk/b", 3, "wrong");
  answer (other, "desk/b", 5, "wrong");
  answer (other, "desk/a", 5, "right");
  map = cl_fold_get_map (one);
  same = cl_fold_get_map (other);
  cl_map_digest (map, expected);
  cl_map_digest (same, digest);
  g_assert_cmpmem (digest, 32, expected, 32);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/views/coach/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/views/coach/unpunished", test_unpunished);
  g_test_add_func ("/views/coach/conversion", test_conversion);
  g_test_add_func ("/views/coach/time", test_time);
  g_test_add_func ("/views/coach/too-fast", test_too_fast);
  g_test_add_func ("/views/coach/praise", test_praise);
  g_test_add_func ("/views/coach/choice", test_choice);
  g_test_add_func ("/views/coach/card", test_card);
  g_test_add_func ("/views/coach/answers", test_answers);
  g_test_add_func ("/views/coach/two-desks", test_two_desks);
  return g_test_run ();
}
