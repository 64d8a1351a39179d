/* test-time-control.c: the TimeControl tag both ways and the arithmetic of clocks, case by case
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "chess-time-control.h"
#include "own-home.h"

static const struct
{
  const char *tag;
  const char *written; /* NULL: not understood */
  ChessTiming timing;
  unsigned n_periods;
  ChessPeriod first, last;
} tags[] = {
  { "?", "-", CHESS_TIMING_NONE, 0 },
  { "-", "-", CHESS_TIMING_NONE, 0 },
  { "300", "300", CHESS_TIMING_FISCHER, 1, { 0, 300000, 0 }, { 0, 300000, 0 } },
  { "300+3", "300+3", CHESS_TIMING_FISCHER, 1, { 0, 300000, 3000 }, { 0, 300000, 3000 } },
  { "0+1", "0+1", CHESS_TIMING_FISCHER, 1, { 0, 0, 1000 }, { 0, 0, 1000 } },
  { " 5400+30 ", "5400+30", CHESS_TIMING_FISCHER, 1, { 0, 5400000, 30000 }, { 0, 5400000, 30000 } },
  { "40/9000", "40/9000", CHESS_TIMING_FISCHER, 1, { 40, 9000000, 0 }, { 40, 9000000, 0 } },
  { "40/5400+30:1800+30",
    "40/5400+30:1800+30",
    CHESS_TIMING_FISCHER,
    2,
    { 40, 5400000, 30000 },
    { 0, 1800000, 30000 } },
  { "40/7200:20/3600:900+30",
    "40/7200:20/3600:900+30",
    CHESS_TIMING_FISCHER,
    3,
    { 40, 7200000, 0 },
    { 0, 900000, 30000 } },
  { "1/86400", "1/86400", CHESS_TIMING_FISCHER, 1, { 1, 86400000, 0 }, { 1, 86400000, 0 } },
  { "*180", "*180", CHESS_TIMING_HOURGLASS, 1, { 0, 180000, 0 }, { 0, 180000, 0 } },
  { "2700d5", "2700d5", CHESS_TIMING_DELAY, 1, { 0, 2700000, 5000 }, { 0, 2700000, 5000 } },
  { "2700b5", "2700b5", CHESS_TIMING_BRONSTEIN, 1, { 0, 2700000, 5000 }, { 0, 2700000, 5000 } },
  { "95.26+0.953", "95.26+0.953", CHESS_TIMING_FISCHER, 1, { 0, 95260, 953 }, { 0, 95260, 953 } },
  { "60.0001", "60", CHESS_TIMING_FISCHER, 1, { 0, 60000, 0 }, { 0, 60000, 0 } },
  /* As people write it. */
  { "5m", "300", CHESS_TIMING_FISCHER, 1, { 0, 300000, 0 }, { 0, 300000, 0 } },
  { "300 + 3", "300+3", CHESS_TIMING_FISCHER, 1, { 0, 300000, 3000 }, { 0, 300000, 3000 } },
  { "90m+30s", "5400+30", CHESS_TIMING_FISCHER, 1, { 0, 5400000, 30000 }, { 0, 5400000, 30000 } },
  { "1h30m + 30s",
    "5400+30",
    CHESS_TIMING_FISCHER,
    1,
    { 0, 5400000, 30000 },
    { 0, 5400000, 30000 } },
  { "1.5 h", "5400", CHESS_TIMING_FISCHER, 1, { 0, 5400000, 0 }, { 0, 5400000, 0 } },
  { "3 min 0.5 sec", "180.5", CHESS_TIMING_FISCHER, 1, { 0, 180500, 0 }, { 0, 180500, 0 } },
  { "40/90m+30s, 30m+30s",
    "40/5400+30:1800+30",
    CHESS_TIMING_FISCHER,
    2,
    { 40, 5400000, 30000 },
    { 0, 1800000, 30000 } },
  { "45m delay 5s", "2700d5", CHESS_TIMING_DELAY, 1, { 0, 2700000, 5000 }, { 0, 2700000, 5000 } },
  { "45m d5s", "2700d5", CHESS_TIMING_DELAY, 1, { 0, 2700000, 5000 }, { 0, 2700000, 5000 } },
  { "45m bronstein 5s",
    "2700b5",
    CHESS_TIMING_BRONSTEIN,
    1,
    { 0, 2700000, 5000 },
    { 0, 2700000, 5000 } },
  { "hourglass 3m", "*180", CHESS_TIMING_HOURGLASS, 1, { 0, 180000, 0 }, { 0, 180000, 0 } },
  { "* 3m", "*180", CHESS_TIMING_HOURGLASS, 1, { 0, 180000, 0 }, { 0, 180000, 0 } },
  { "10m, 5x30s", "600:5x30", CHESS_TIMING_FISCHER, 1, { 0, 600000, 0 }, { 0, 600000, 0 } },
  { "600:5x30", "600:5x30", CHESS_TIMING_FISCHER, 1, { 0, 600000, 0 }, { 0, 600000, 0 } },
  { "5x30", "0:5x30", CHESS_TIMING_FISCHER, 1, { 0, 0, 0 }, { 0, 0, 0 } },
  { "5m+3s first", "300+3", CHESS_TIMING_FISCHER, 1, { 0, 300000, 3000 }, { 0, 300000, 3000 } },
  { "W300-B300", "300", CHESS_TIMING_FISCHER, 1, { 0, 300000, 0 }, { 0, 300000, 0 } },
  { "5m+3s once", NULL },
  { "5mm", NULL },
  { "5m3h", NULL },
  { "5m3m", NULL },
  { "5 3", NULL },
  { "5x", NULL },
  { "0x30", NULL },
  { "5x0", NULL },
  { "5x30:300", NULL },
  { "40/600:5x30", NULL },
  { "600+3:5x30", NULL },
  { "600d3:5x30", NULL },
  { "600:300:5x30", NULL },
  { "hourglass", NULL },
  { "delay 5s", NULL },
  { "900d0", "900", CHESS_TIMING_FISCHER, 1, { 0, 900000, 0 }, { 0, 900000, 0 } },
  { "", NULL },
  { " ", NULL },
  { "*", NULL },
  { "abc", NULL },
  { "300+", NULL },
  { "40/", NULL },
  { "0/300", NULL },
  { "/300", NULL },
  { "300:", NULL },
  { ":300", NULL },
  { "300+3:600d5", NULL },
  { "-300", NULL },
  { "300.", NULL },
  { "99999999999999999999", NULL },
  { "1:1:1:1:1:1:1", NULL },
};

static void
assert_period (const ChessPeriod *period, const ChessPeriod *expected)
{
  g_assert_cmpuint (period->moves, ==, expected->moves);
  g_assert_cmpint (period->base_ms, ==, expected->base_ms);
  g_assert_cmpint (period->increment_ms, ==, expected->increment_ms);
}

static void
test_tags (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tags); i++)
    {
      ChessText text = { tags[i].tag, strlen (tags[i].tag) };
      ChessTimeControl control = { .n_periods = 77 };
      gboolean understood = chess_time_control_parse (text, &control);
      char written[CHESS_TIME_CONTROL_SIZE];
      gsize length;

      g_test_message ("“%s”", tags[i].tag);
      g_assert_cmpint (understood, ==, tags[i].written != NULL);
      if (!understood)
        {
          g_assert_cmpuint (control.n_periods, ==, 77);
          continue;
        }
      g_assert_cmpint (control.timing, ==, tags[i].timing);
      g_assert_cmpuint (control.n_periods, ==, tags[i].n_periods);
      if (control.n_periods > 0)
        {
          assert_period (&control.periods[0], &tags[i].first);
          assert_period (&control.periods[control.n_periods - 1], &tags[i].last);
        }
      length = chess_time_control_write (&control, written);
      g_assert_cmpstr (written, ==, tags[i].written);
      g_assert_cmpuint (length, ==, strlen (written));
    }
}

static void
test_long (void)
{
  ChessTimeControl control = { .timing = CHESS_TIMING_FISCHER, .n_periods = CHESS_MAX_PERIODS };
  char written[CHESS_TIME_CONTROL_SIZE];

  for (unsigned i = 0; i < CHESS_MAX_PERIODS; i++)
    control.periods[i] = (ChessPeriod){ 4000000000u, G_MAXINT64, G_MAXINT64 };
  g_assert_cmpuint (chess_time_control_write (&control, written), <, sizeof written);
  g_assert_false (g_str_has_suffix (written, ":"));
}

static const struct
{
  const char *tag;
  gboolean increment_first;
  int64_t remaining, used;
  unsigned moves_made;
  int64_t left;
} moves[] = {
  { "-", FALSE, 5, 100, 1, 5 },
  /* Fischer: the increment comes with the completed move. */
  { "300+3", FALSE, 300000, 10000, 1, 293000 },
  { "300+3", FALSE, 300000, 0, 1, 303000 },
  { "300+3", FALSE, 1000, 999, 30, 3001 },
  { "300+3", FALSE, 1000, 1000, 30, 0 },
  { "300+3", FALSE, 1000, 1500, 30, -500 },
  { "300+3", TRUE, 303000, 10000, 1, 296000 },
  { "300", FALSE, 300000, 1, 1, 299999 },
  /* Bronstein and delay leave the same, and flag differently (rules, section 1: 1.0 s left, d = 3, 2 s thought). */
  { "300b3", FALSE, 300000, 10000, 1, 293000 },
  { "300b3", FALSE, 300000, 2000, 1, 300000 },
  { "300b3", FALSE, 1000, 2000, 9, -1000 },
  { "300d3", FALSE, 300000, 10000, 1, 293000 },
  { "300d3", FALSE, 300000, 2000, 1, 300000 },
  { "300d3", FALSE, 1000, 2000, 9, 1000 },
  { "300d3", FALSE, 1000, 4000, 9, 0 },
  /* Periods: unused time carries over, the next period is added with the move that completes one. */
  { "40/5400+30:1800+30", FALSE, 60000, 30000, 39, 60000 },
  { "40/5400+30:1800+30", FALSE, 60000, 30000, 40, 1860000 },
  { "40/5400+30:1800+30", FALSE, 60000, 30000, 41, 60000 },
  { "40/5400+30:1800+30", FALSE, 60000, 60000, 40, 0 },
  { "40/5400:20/3600+5:900+30", FALSE, 60000, 1000, 40, 59000 + 3600000 },
  { "40/5400:20/3600+5:900+30", FALSE, 60000, 1000, 41, 64000 },
  { "40/5400:20/3600+5:900+30", FALSE, 60000, 1000, 60, 64000 + 900000 },
  { "40/5400:20/3600+5:900+30", FALSE, 60000, 1000, 61, 89000 },
  { "40/5400:20/3600+5", TRUE, 60000, 1000, 40, 59000 + 3600000 + 5000 },
  /* The last period repeats. */
  { "40/9000", FALSE, 60000, 1000, 40, 59000 + 9000000 },
  { "40/9000", FALSE, 60000, 1000, 79, 59000 },
  { "40/9000", FALSE, 60000, 1000, 80, 59000 + 9000000 },
  { "40/7200:20/3600", FALSE, 60000, 1000, 80, 59000 + 3600000 },
  { "1/86400", FALSE, 86400000, 3600000, 7, 86400000 - 3600000 + 86400000 },
  { "*180", FALSE, 180000, 20000, 3, 160000 },
  /* Byo-yomi: 150 s behind the main time; what was begun of a period and not used up comes back. */
  { "600:5x30", FALSE, 750000, 20000, 1, 730000 },
  { "600:5x30", FALSE, 160000, 10000, 40, 150000 },
  { "600:5x30", FALSE, 160000, 15000, 40, 150000 },
  { "600:5x30", FALSE, 150000, 29999, 41, 150000 },
  { "600:5x30", FALSE, 150000, 30000, 41, 120000 },
  { "600:5x30", FALSE, 150000, 75000, 41, 90000 },
  { "600:5x30", FALSE, 30000, 29999, 50, 30000 },
  { "600:5x30", FALSE, 30000, 30000, 50, 0 },
};

static void
test_moves (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      ChessText text = { moves[i].tag, strlen (moves[i].tag) };
      ChessTimeControl control;

      g_test_message ("%s: %" G_GINT64_FORMAT " ms left, %" G_GINT64_FORMAT " used, move %u",
                      moves[i].tag,
                      moves[i].remaining,
                      moves[i].used,
                      moves[i].moves_made);
      g_assert_true (chess_time_control_parse (text, &control));
      control.increment_first = moves[i].increment_first;
      g_assert_cmpint (chess_time_control_after_move (&control,
                                                      moves[i].remaining,
                                                      moves[i].used,
                                                      moves[i].moves_made),
                       ==,
                       moves[i].left);
    }
}

static const struct
{
  const char *tag;
  gboolean increment_first;
  int64_t initial;
  int64_t remaining, thinking, shown;
} displays[] = {
  { "-", FALSE, 0, 7, 100, 7 },
  { "300+3", FALSE, 300000, 300000, 1000, 299000 },
  { "300+3", TRUE, 303000, 303000, 1000, 302000 },
  { "300d3", FALSE, 300000, 300000, 2999, 300000 },
  { "300d3", FALSE, 300000, 300000, 5000, 298000 },
  { "300d3", TRUE, 300000, 1000, 4000, 0 },
  { "300b3", FALSE, 300000, 1000, 2000, -1000 },
  { "40/5400+30:1800+30", TRUE, 5430000, 10, 10, 0 },
  { "*180", FALSE, 180000, 180000, 1000, 179000 },
  { "2/300d5:60d1", FALSE, 300000, 1000, 3000, 1000 },
  { "600:5x30", FALSE, 750000, 160000, 15000, 145000 },
};

static void
test_displays (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (displays); i++)
    {
      ChessText text = { displays[i].tag, strlen (displays[i].tag) };
      ChessTimeControl control;

      g_test_message ("%s", displays[i].tag);
      g_assert_true (chess_time_control_parse (text, &control));
      control.increment_first = displays[i].increment_first;
      g_assert_cmpint (chess_time_control_initial_ms (&control), ==, displays[i].initial);
      g_assert_cmpint (chess_time_control_running_ms (&control,
                                                      displays[i].remaining,
                                                      displays[i].thinking,
                                                      1),
                       ==,
                       displays[i].shown);
    }
}

static ChessTimeControl
read_control (const char *text)
{
  ChessTimeControl control;

  g_test_message ("%s", text);
  g_assert_true (chess_time_control_parse ((ChessText){ text, strlen (text) }, &control));
  return control;
}

/* A side each. */
static void
test_sides (void)
{
  static const struct
  {
    const char *text, *written;
    int64_t initial[2];
  } cases[] = {
    { "W300-B60", "W300-B60", { 300000, 60000 } },
    { "W5m+3s B1m", "W300+3-B60", { 300000, 60000 } },
    { "W5m+3s B1m+1s first", "W300+3-B60+1", { 303000, 61000 } },
    { "W*60-B*30", "W*60-B*30", { 60000, 30000 } },
    { "W10m,5x30s-B300", "W600:5x30-B300", { 750000, 300000 } },
    { "300+3", "300+3", { 300000, 300000 } },
    { "W 5m+3s first", NULL },
    { "W300", NULL },
    { "W300-", NULL },
    { "W300-W60", NULL },
    { "B60-W300", NULL },
    { "W*60-B300", NULL },
    { "W-B60", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessText text = { cases[i].text, strlen (cases[i].text) };
      ChessTimeControls controls;
      char written[CHESS_TIME_CONTROL_SIZE];

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (chess_time_controls_parse (text, &controls), ==, cases[i].written != NULL);
      if (cases[i].written == NULL)
        continue;
      chess_time_controls_write (&controls, written);
      g_assert_cmpstr (written, ==, cases[i].written);
      for (guint side = 0; side < 2; side++)
        g_assert_cmpint (chess_time_control_initial_ms (&controls.sides[side]),
                         ==,
                         cases[i].initial[side]);
    }
}

/* The delay is that of the period in which the move is made. */
static void
test_delays (void)
{
  ChessTimeControl control = read_control ("2/300d5:60d1");

  g_assert_cmpint (chess_time_control_running_ms (&control, 9000, 6000, 2), ==, 8000);
  g_assert_cmpint (chess_time_control_running_ms (&control, 9000, 6000, 3), ==, 4000);
  g_assert_cmpint (chess_time_control_delay_ms (&control, 1), ==, 5000);
  g_assert_cmpint (chess_time_control_delay_ms (&control, 9), ==, 1000);
}

static void
test_shown (void)
{
  static const struct
  {
    const char *tag;
    int64_t left, shown;
    guint periods;
  } cases[] = {
    { "300+3", 1234, 1234, 0 },    { "600:5x30", 750000, 600000, 0 },
    { "600:5x30", 150001, 1, 0 },  { "600:5x30", 150000, 30000, 5 },
    { "600:5x30", 120001, 1, 5 },  { "600:5x30", 120000, 30000, 4 },
    { "600:5x30", 1, 1, 1 },       { "600:5x30", 0, 0, 0 },
    { "600:5x30", -500, -500, 0 }, { "-", 77, 77, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessTimeControl control = read_control (cases[i].tag);
      unsigned periods = 99;

      g_assert_cmpint (chess_time_control_shown_ms (&control, cases[i].left, 0, &periods),
                       ==,
                       cases[i].shown);
      g_assert_cmpuint (periods, ==, cases[i].periods);
    }
}

/* A period that is added at zero: 40 moves are made with a minute left. */
static void
test_hidden (void)
{
  ChessTimeControl control = read_control ("40/5400+30:1800+30:900+30 late");
  int64_t hidden = chess_time_control_hidden_after (&control, 0, 60000, 39);

  g_assert_true (control.added_at_zero);
  g_assert_cmpint (hidden, ==, 0);
  hidden = chess_time_control_hidden_after (&control, 0, 60000, 40);
  g_assert_cmpint (hidden, ==, 1800000);
  g_assert_cmpint (chess_time_control_shown_ms (&control, 1890000, hidden, NULL), ==, 90000);
  g_assert_cmpint (chess_time_control_shown_ms (&control, 1800001, hidden, NULL), ==, 1);
  g_assert_cmpint (chess_time_control_shown_ms (&control, 1800000, hidden, NULL), ==, 1800000);
  hidden = chess_time_control_hidden_after (&control, hidden, 1800001, 41);
  g_assert_cmpint (hidden, ==, 1800000);
  hidden = chess_time_control_hidden_after (&control, hidden, 1799000, 42);
  g_assert_cmpint (hidden, ==, 0);
  g_assert_cmpint (chess_time_control_shown_ms (&control, 1829000, hidden, NULL), ==, 1829000);
  control.added_at_zero = false;
  g_assert_cmpint (chess_time_control_hidden_after (&control, 0, 60000, 40), ==, 0);
}

static void
test_pace (void)
{
  static const struct
  {
    const char *tag;
    ChessPace pace;
  } cases[] = {
    { "-", CHESS_PACE_STANDARD },
    { "3600", CHESS_PACE_STANDARD },
    { "3599", CHESS_PACE_RAPID },
    { "1800+30", CHESS_PACE_STANDARD },
    { "900+10", CHESS_PACE_RAPID },
    { "601", CHESS_PACE_RAPID },
    { "600", CHESS_PACE_BLITZ },
    { "180+2", CHESS_PACE_BLITZ },
    { "300+5", CHESS_PACE_BLITZ },
    { "300+6", CHESS_PACE_RAPID },
    { "40/5400+30:1800+30", CHESS_PACE_STANDARD },
    { "40/300:300", CHESS_PACE_BLITZ },
    { "1/86400", CHESS_PACE_STANDARD },
    { "300:10x60", CHESS_PACE_RAPID },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ChessTimeControl control = read_control (cases[i].tag);

      g_assert_cmpint (chess_time_control_pace (&control), ==, cases[i].pace);
      g_assert_cmpint (chess_time_control_penalty_ms (&control),
                       ==,
                       cases[i].pace == CHESS_PACE_STANDARD ? 120000 : 60000);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/time-control/tags", test_tags);
  g_test_add_func ("/time-control/long", test_long);
  g_test_add_func ("/time-control/moves", test_moves);
  g_test_add_func ("/time-control/displays", test_displays);
  g_test_add_func ("/time-control/sides", test_sides);
  g_test_add_func ("/time-control/delays", test_delays);
  g_test_add_func ("/time-control/shown", test_shown);
  g_test_add_func ("/time-control/hidden", test_hidden);
  g_test_add_func ("/time-control/pace", test_pace);
  return g_test_run ();
}
