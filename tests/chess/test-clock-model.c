/* test-clock-model.c: the arithmetic of clocks against a clock as its maker sees it, which ticks once a millisecond
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <string.h>

#include "chess-time-control.h"
#include "own-home.h"

typedef struct
{
  const ChessTimeControl *control;
  int64_t main_ms, period_ms;
  guint periods;             /* of byo-yomi, the running one included */
  guint section;             /* index in control->periods */
  guint made;                /* moves in it */
  int64_t delay_ms, used_ms; /* of this move */
} SlowClock;

static const ChessPeriod *
get_section (const SlowClock *self)
{
  return &self->control->periods[MIN (self->section, self->control->n_periods - 1)];
}

static SlowClock
set_slow_clock (const ChessTimeControl *control)
{
  SlowClock clock = { .control = control,
                      .main_ms = control->periods[0].base_ms,
                      .period_ms = control->byoyomi_ms,
                      .periods = control->byoyomi_periods };

  if (control->timing == CHESS_TIMING_FISCHER && control->increment_first)
    clock.main_ms += control->periods[0].increment_ms;
  return clock;
}

static void
begin_move (SlowClock *self)
{
  gboolean delayed = self->control->timing == CHESS_TIMING_DELAY;

  self->used_ms = 0;
  self->delay_ms = delayed ? get_section (self)->increment_ms : 0;
}

static gboolean
has_fallen (const SlowClock *self)
{
  return self->main_ms == 0 && self->periods == 0;
}

static void
tick (SlowClock *self)
{
  self->used_ms++;
  if (self->delay_ms > 0)
    self->delay_ms--;
  else if (self->main_ms > 0)
    self->main_ms--;
  else if (--self->period_ms == 0 && --self->periods > 0)
    self->period_ms = self->control->byoyomi_ms;
}

static void
end_move (SlowClock *self)
{
  const ChessTimeControl *control = self->control;
  const ChessPeriod *section = get_section (self);
  int64_t increment = section->increment_ms;

  if (self->periods > 0)
    self->period_ms = control->byoyomi_ms;
  if (++self->made == section->moves)
    {
      self->section++;
      self->made = 0;
      self->main_ms += get_section (self)->base_ms;
    }
  if (control->timing == CHESS_TIMING_BRONSTEIN)
    self->main_ms += MIN (increment, self->used_ms);
  else if (control->timing == CHESS_TIMING_FISCHER)
    self->main_ms += control->increment_first ? get_section (self)->increment_ms : increment;
}

static int64_t
get_left (const SlowClock *self)
{
  if (self->periods == 0)
    return self->main_ms;
  return self->main_ms + (self->periods - 1) * self->control->byoyomi_ms + self->period_ms;
}

static void
compare (const SlowClock *slow, int64_t left)
{
  unsigned periods;
  int64_t shown = chess_time_control_shown_ms (slow->control, left, 0, &periods);

  g_assert_cmpint (left, ==, get_left (slow));
  g_assert_cmpint (shown, ==, slow->main_ms > 0 ? slow->main_ms : slow->period_ms);
  g_assert_cmpuint (periods, ==, slow->main_ms > 0 ? 0 : slow->periods);
}

/* Thinks for random times until the flag falls or enough moves are made. */
static gboolean
race (const ChessTimeControl *control)
{
  SlowClock slow = set_slow_clock (control);
  int64_t left = chess_time_control_initial_ms (control);

  for (unsigned move = 1; move <= 15; move++)
    {
      int64_t used = g_test_rand_int_range (0, g_test_rand_int_range (0, 4) ? 150 : 900);

      g_assert_cmpint (left, ==, get_left (&slow));
      begin_move (&slow);
      while (slow.used_ms < used && !has_fallen (&slow))
        {
          tick (&slow);
          if (slow.used_ms % 37 == 0 && !has_fallen (&slow))
            compare (&slow, chess_time_control_running_ms (control, left, slow.used_ms, move));
        }
      g_assert_cmpint (has_fallen (&slow),
                       ==,
                       chess_time_control_running_ms (control, left, slow.used_ms, move) <= 0);
      left = chess_time_control_after_move (control, left, slow.used_ms, move);
      if (has_fallen (&slow))
        {
          g_assert_cmpint (left, <=, 0);
          return TRUE;
        }
      end_move (&slow);
    }
  return FALSE;
}

static void
against_ticking (void)
{
  static const char *const controls[] = {
    "1",
    "0.6+0.1",
    "0.5d0.1",
    "0.5b0.1",
    "3/0.4+0.05:0.5+0.2",
    "2/0.3:4/0.6",
    "3/0.4d0.1:0.5d0.2",
    "3/0.4b0.1:0.3b0.2",
    "0.5:3x0.1",
    "0:4x0.15",
    "1/0.3",
    "0.1+0.2",
    "*1.2",
    "2/0.5:3/0.2+0.1:1",
  };
  guint rounds = g_getenv ("CHESS_LEDGER_THOROUGH") ? 20000 : 200;

  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      ChessText text = { controls[i], strlen (controls[i]) };
      ChessTimeControl control;
      guint fallen = 0;

      g_assert_true (chess_time_control_parse (text, &control));
      for (guint round = 0; round < rounds; round++)
        {
          control.increment_first = round % 2;
          fallen += race (&control);
        }
      g_test_message ("%s: %u of %u flags fell", controls[i], fallen, rounds);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/clock-model/against-ticking", against_ticking);
  return g_test_run ();
}
