/* test-game-clock.c: the two clocks by the facts, in tables of acts and what they show then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "story.h"
#include "own-home.h"

#define SECOND ((gint64) G_USEC_PER_SEC)
#define BEGIN  G_GINT64_CONSTANT (1700000000000000)

typedef enum
{
  DONE,
  START,
  MOVE,   /* the next of a long harmless game; value: used_ms */
  TIMED,  /* the same; value: clock_ms */
  SILENT, /* the same without a measured time */
  PAUSE,  /* value: used_ms */
  RESUME,
  WHITE, /* ClockAdjusted; value: white_ms */
  BLACK,
  FLAG, /* value: side */
  BACK, /* takeback of one */
  RESIGN,
  WAIT, /* time goes by; value: ms */
} Act;

typedef struct
{
  Act act;
  gint64 value;
  gint64 white_ms, black_ms; /* shown right after it */
} Step;

typedef struct
{
  const char *name, *control;
  Step steps[24];
} ClockCase;

#define NO CL_NO_CLOCK

static const ClockCase cases[] = {
  { "fischer",
    "300+3",
    { { START, 0, 300000, 300000 },
      { WAIT, 10000, 290000, 300000 },
      { MOVE, 10000, 293000, 300000 },
      { WAIT, 2000, 293000, 298000 },
      { MOVE, 2500, 293000, 300500 },
      { WAIT, -7000, 293000, 300500 },
      { SILENT, 0, 296000, 300500 } } },
  { "reading-wins",
    "300+3",
    { { START, 0, 300000, 300000 },
      { TIMED, 123456, 123456, 300000 },
      { MOVE, 1000, 123456, 302000 } } },
  { "pause",
    "300",
    { { START, 0, 300000, 300000 },
      { WAIT, 4000, 296000, 300000 },
      { PAUSE, NO, 296000, 300000 },
      { WAIT, 60000, 296000, 300000 },
      { RESUME, 0, 296000, 300000 },
      { WAIT, 1000, 295000, 300000 },
      { PAUSE, 6000, 294000, 300000 },
      { WAIT, 5, 294000, 300000 },
      { RESUME, 0, 294000, 300000 },
      { WAIT, 1000, 293000, 300000 },
      { SILENT, 0, 293000, 300000 } } },
  { "adjust",
    "300+2",
    { { START, 0, 300000, 300000 },
      { WAIT, 4000, 296000, 300000 },
      { WHITE, 200000, 200000, 300000 },
      { BLACK, 100000, 200000, 100000 },
      { WAIT, 1000, 199000, 100000 },
      { SILENT, 0, 201000, 100000 } } },
  { "deduct-while-paused",
    "300",
    { { START, 0, 300000, 300000 },
      { MOVE, 1000, 299000, 300000 },
      { PAUSE, 0, 299000, 300000 },
      { WAIT, 3600000, 299000, 300000 },
      { BLACK, 240000, 299000, 240000 },
      { RESUME, 0, 299000, 240000 },
      { WAIT, 500, 299000, 239500 } } },
  { "delay",
    "300d5",
    { { START, 0, 300000, 300000 },
      { WAIT, 4000, 300000, 300000 },
      { WAIT, 2000, 299000, 300000 },
      { WHITE, 60000, 60000, 300000 },
      { WAIT, 1000, 59000, 300000 },
      { MOVE, 7000, 59000, 300000 } } },
  { "hourglass",
    "*60",
    { { START, 0, 60000, 60000 },
      { WAIT, 10000, 50000, 70000 },
      { MOVE, 10000, 50000, 70000 },
      { WAIT, 5000, 55000, 65000 },
      { MOVE, 5000, 55000, 65000 } } },
  { "period",
    "2/60:30+1",
    { { START, 0, 60000, 60000 },
      { MOVE, 1000, 59000, 60000 },
      { MOVE, 2000, 59000, 58000 },
      { MOVE, 1000, 88000, 58000 },
      { MOVE, 2000, 88000, 86000 },
      { MOVE, 1000, 88000, 86000 } } },
  { "delay-by-period",
    "1/60d5:30d1",
    { { START, 0, 60000, 60000 },
      { WAIT, 6000, 59000, 60000 },
      { MOVE, 6000, 89000, 60000 },
      { MOVE, 5000, 89000, 90000 },
      { WAIT, 5000, 85000, 90000 },
      { MOVE, 5000, 85000, 90000 } } },
  { "bronstein",
    "60b5",
    { { START, 0, 60000, 60000 },
      { WAIT, 3000, 57000, 60000 },
      { MOVE, 3000, 60000, 60000 },
      { MOVE, 8000, 60000, 57000 } } },
  { "a-side-each",
    "W60+1-B30d5",
    { { START, 0, 60000, 30000 },
      { WAIT, 10000, 50000, 30000 },
      { MOVE, 10000, 51000, 30000 },
      { WAIT, 4000, 51000, 30000 },
      { WAIT, 2000, 51000, 29000 },
      { MOVE, 6000, 51000, 29000 } } },
  { "byo-yomi",
    "10:3x5",
    { { START, 0, 25000, 25000 },
      { MOVE, 9000, 16000, 25000 },
      { MOVE, 10000, 16000, 15000 },
      { WAIT, 4000, 12000, 15000 },
      { MOVE, 4000, 15000, 15000 },
      { MOVE, 5000, 15000, 10000 },
      { MOVE, 12000, 5000, 10000 } } },
  { "flag",
    "10",
    { { START, 0, 10000, 10000 },
      { WAIT, 12000, -2000, 10000 },
      { FLAG, CHESS_WHITE, 0, 10000 },
      { WAIT, 1000, 0, 10000 },
      { RESIGN, 0, 0, 10000 },
      { WAIT, 1000, 0, 10000 } } },
  { "end",
    "10",
    { { START, 0, 10000, 10000 },
      { WAIT, 3000, 7000, 10000 },
      { RESIGN, 0, 7000, 10000 },
      { WAIT, 3000, 7000, 10000 } } },
  { "takeback",
    "300",
    { { START, 0, 300000, 300000 },
      { MOVE, 1000, 299000, 300000 },
      { WAIT, 9000, 299000, 291000 },
      { BACK, 0, 299000, 291000 },
      { WAIT, 1000, 298000, 291000 } } },
  { "not-started",
    "300",
    { { WAIT, 5000, 300000, 300000 },
      { SILENT, 0, 300000, 300000 },
      { WAIT, 5000, 300000, 300000 },
      { START, 0, 300000, 300000 },
      { WAIT, 5000, 300000, 295000 } } },
};

static void
make_fact (Story *story, const Step *step, ClFact *fact)
{
  static const char *const moves[] = { "Nf3", "Nf6", "Ng1", "Ng8" };
  static const ClFactType types[] = {
    CL_FACT_NONE,           CL_FACT_CLOCK_STARTED, CL_FACT_MOVE_PLAYED,     CL_FACT_MOVE_PLAYED,
    CL_FACT_MOVE_PLAYED,    CL_FACT_CLOCK_PAUSED,  CL_FACT_CLOCK_RESUMED,   CL_FACT_CLOCK_ADJUSTED,
    CL_FACT_CLOCK_ADJUSTED, CL_FACT_FLAG_FELL,     CL_FACT_TAKEBACK_AGREED, CL_FACT_GAME_ENDED
  };
  guint n = cl_game_n_plies (story->game);

  story_fact (story, fact, types[step->act]);
  if (types[step->act] == CL_FACT_MOVE_PLAYED)
    {
      fact->has_move = TRUE;
      fact->move = story_move (story, n, moves[n % 4]);
      fact->ply++;
    }
  fact->used_ms = step->act == MOVE || step->act == PAUSE ? step->value : CL_NO_CLOCK;
  fact->clock_ms = step->act == TIMED ? step->value : CL_NO_CLOCK;
  fact->white_ms = step->act == WHITE ? step->value : CL_NO_CLOCK;
  fact->black_ms = step->act == BLACK ? step->value : CL_NO_CLOCK;
  fact->side = step->act == FLAG ? (ChessColor) step->value : CHESS_WHITE;
  fact->ending = CHESS_ENDING_RESIGNATION;
  fact->result = CHESS_RESULT_BLACK;
  if (step->act == BACK)
    {
      fact->ply = n - 1;
      fact->cites = story_offset (story, n - 1);
    }
}

static void
test_case (gconstpointer data)
{
  const ClockCase *c = data;
  g_auto (Story) story = { 0 };

  story_begin (&story, "table/1");
  story.now = BEGIN;
  story_start (&story, c->control, NULL);
  for (guint i = 0; c->steps[i].act != DONE; i++)
    {
      const Step *step = &c->steps[i];
      ClFact fact;

      if (step->act == WAIT)
        story.now += step->value * 1000;
      else
        {
          make_fact (&story, step, &fact);
          story_say (&story, &fact);
        }
      g_test_message ("step %u", i);
      g_assert_cmpint (cl_game_clock_now (story.game, CHESS_WHITE, story.now), ==, step->white_ms);
      g_assert_cmpint (cl_game_clock_now (story.game, CHESS_BLACK, story.now), ==, step->black_ms);
    }
}

/* A period that is seen late: it counts at once. */
static void
test_late_period (void)
{
  g_auto (Story) story = { 0 };
  const Step steps[] = { { START, 0 },
                         { MOVE, 50000 },
                         { MOVE, 1000 },
                         { MOVE, 15000 },
                         { MOVE, 1000 } };
  const gint64 left[] = { 60000, 40000, 40000, 25000, 25000 };
  const gint64 shown[] = { 60000, 10000, 10000, 25000, 25000 };

  story_begin (&story, "table/1");
  story.now = BEGIN;
  story_start (&story, "1/60:30 late", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint periods = 9;
      ClFact fact;

      make_fact (&story, &steps[i], &fact);
      story_say (&story, &fact);
      g_assert_cmpint (cl_game_clock_now (story.game, CHESS_WHITE, story.now), ==, left[i]);
      g_assert_cmpint (cl_game_clock_shown (story.game, CHESS_WHITE, story.now, &periods),
                       ==,
                       shown[i]);
      g_assert_cmpuint (periods, ==, 0);
    }
}

static void
test_clock_at (void)
{
  g_auto (Story) story = { 0 };
  const Step steps[] = { { START, 0 },
                         { MOVE, 1000 },
                         { MOVE, 2000 },
                         { MOVE, 3000 },
                         { MOVE, 4000 } };
  const gint64 expected[][2] = { { 300000, 300000 },
                                 { 299000, 300000 },
                                 { 299000, 298000 },
                                 { 296000, 298000 },
                                 { 296000, 294000 } };
  gint64 white, black;

  story_begin (&story, "table/1");
  story.now = BEGIN;
  story_start (&story, "300", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      ClFact fact;

      make_fact (&story, &steps[i], &fact);
      story_say (&story, &fact);
    }
  for (guint ply = 0; ply < G_N_ELEMENTS (expected); ply++)
    {
      cl_game_clock_at (story.game, ply, &white, &black);
      g_assert_cmpint (white, ==, expected[ply][0]);
      g_assert_cmpint (black, ==, expected[ply][1]);
    }
}

/* The tag of an imported game says what was agreed, not what anybody's clock showed. */
static void
test_archive (void)
{
  g_auto (Story) story = { 0 };
  const Step timed = { TIMED, 290000 };
  gint64 white, black;
  ClFact fact;

  story_begin (&story, "archive/x.pgn");
  story_start (&story, "300+3", NULL);
  g_assert_false (story.game->clock.has_clock);
  story_play (&story, "Nf3 Nf6");
  cl_game_clock_at (story.game, 2, &white, &black);
  g_assert_cmpint (white, ==, CL_NO_CLOCK);
  g_assert_cmpint (black, ==, CL_NO_CLOCK);
  make_fact (&story, &timed, &fact);
  story_say (&story, &fact);
  g_assert_true (story.game->clock.has_clock);
  cl_game_clock_at (story.game, 3, &white, &black);
  g_assert_cmpint (white, ==, 290000);
  g_assert_cmpint (black, ==, CL_NO_CLOCK);
  cl_game_clock_at (story.game, 1, &white, &black);
  g_assert_cmpint (white, ==, CL_NO_CLOCK);
  g_assert_cmpint (black, ==, 303000 - 3000);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/game/clock/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/game/clock/late-period", test_late_period);
  g_test_add_func ("/game/clock-at", test_clock_at);
  g_test_add_func ("/game/clock-archive", test_archive);
  return g_test_run ();
}
