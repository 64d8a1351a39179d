/* cl-game-clock.c: the two clocks of a game as its facts set, start, stop and read them
 *
 * While a clock runs, remaining_ms stays what it was when the move began, and thinking_ms holds what was spent before the
 * last pause: delays and periods can only be computed from the whole thinking time of a move. What is spent since
 * running_since is the caller's to add (cl_game_clock_now). `occurred_at` may run backwards when a computer's clock
 * is set; a negative time counts as none.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

#include <string.h>

static gint64
get_thinking (const ClClockState *clock, gint64 now_us)
{
  if (clock->running_since == CL_NO_TIME || now_us == CL_NO_TIME || now_us <= clock->running_since)
    return clock->thinking_ms;
  return clock->thinking_ms + (gint64) (((guint64) now_us - (guint64) clock->running_since) / 1000);
}

static gint64
get_display (const ClGame *game, ChessColor side, gint64 now_us)
{
  const ClClockState *clock = &game->clock;
  gint64 remaining = clock->remaining_ms[side];
  gint64 thinking;

  if (remaining == CL_NO_CLOCK || !clock->started)
    return remaining;
  thinking = MIN (get_thinking (clock, now_us), CL_GAME_MAX_CLOCK);
  if (side == clock->running)
    return chess_time_control_running_ms (&clock->control[side],
                                          remaining,
                                          thinking,
                                          cl_game_clock_move (game));
  return clock->control[side].timing == CHESS_TIMING_HOURGLASS ? remaining + thinking : remaining;
}

gint64
cl_game_clock_now (const ClGame *self, ChessColor side, gint64 now_us)
{
  return get_display (self, side, now_us);
}

gint64
cl_game_clock_shown (const ClGame *self, ChessColor side, gint64 now_us, guint *periods_left)
{
  gint64 left = get_display (self, side, now_us);

  if (periods_left != NULL)
    *periods_left = 0;
  if (left == CL_NO_CLOCK)
    return left;
  return chess_time_control_shown_ms (&self->clock.control[side],
                                      left,
                                      self->clock.hidden_ms[side],
                                      periods_left);
}

gint64
cl_game_clock_delay_left (const ClGame *self, gint64 now_us)
{
  const ClClockState *clock = &self->clock;
  gint64 delay =
    chess_time_control_delay_ms (&clock->control[clock->running], cl_game_clock_move (self));

  return clock->running_since != CL_NO_TIME ? MAX (0, delay - get_thinking (clock, now_us)) : 0;
}

guint
cl_game_clock_move (const ClGame *self)
{
  return self->moves->len / 2 + 1;
}

void
cl_game_clock_set_up (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;
  const char *text = fact->time_control;
  ChessTimeControls controls;

  self->live = !fact->recorded_only && !g_str_has_prefix (self->pub.partition, "archive/");
  if (text == NULL || !chess_time_controls_parse ((ChessText){ text, strlen (text) }, &controls) ||
      controls.sides[CHESS_WHITE].timing == CHESS_TIMING_NONE)
    return;
  for (guint side = 0; side < 2; side++)
    {
      clock->control[side] = controls.sides[side];
      clock->control[side].increment_first |= fact->increment_first != FALSE;
      clock->control[side].added_at_zero |= fact->added_at_zero != FALSE;
      self->initial_ms[side] = clock->remaining_ms[side] =
        chess_time_control_initial_ms (&clock->control[side]);
    }
  /* In an archive the tag alone does not mean that anybody read the clocks. */
  clock->has_clock = self->live;
}

/* The clock of the side to move begins to run at @now, if the clocks run at all. */
void
cl_game_clock_turn (ClGameFull *self, gint64 now)
{
  ClClockState *clock = &self->pub.clock;

  clock->running = cl_game_side_to_move (&self->pub);
  clock->thinking_ms = 0;
  clock->running_since = clock->started && !clock->paused ? now : CL_NO_TIME;
}

/* Before remaining_ms becomes that after the move. */
static void
hide_late_period (ClGame *game, ChessColor mover, gint64 used)
{
  ClClockState *clock = &game->clock;
  const ChessTimeControl *control = &clock->control[mover];
  guint move = cl_game_clock_move (game);
  gint64 left = clock->remaining_ms[mover];

  if (!control->added_at_zero || left == CL_NO_CLOCK || used == CL_NO_CLOCK)
    return;
  left = chess_time_control_running_ms (control, left, used, move);
  clock->hidden_ms[mover] =
    chess_time_control_hidden_after (control, clock->hidden_ms[mover], left, move);
}

void
cl_game_clock_moved (ClGameFull *self, ChessColor mover, ClGameMove *move)
{
  ClClockState *clock = &self->pub.clock;
  gint64 used = move->used_ms;

  if (!clock->started && move->clock_ms == CL_NO_CLOCK && used == CL_NO_CLOCK)
    {
      /* Before a clock is started it stands; in an archive nobody knows. */
      if (!self->live)
        clock->remaining_ms[mover] = CL_NO_CLOCK;
      return;
    }
  if (used == CL_NO_CLOCK && clock->started)
    used = MIN (get_thinking (clock, move->occurred_at), CL_GAME_MAX_CLOCK);
  if (move->clock_ms == CL_NO_CLOCK && used != CL_NO_CLOCK &&
      clock->control[mover].timing != CHESS_TIMING_NONE &&
      clock->remaining_ms[mover] != CL_NO_CLOCK)
    move->clock_ms = chess_time_control_after_move (&clock->control[mover],
                                                    clock->remaining_ms[mover],
                                                    used,
                                                    cl_game_clock_move (&self->pub));
  hide_late_period (&self->pub, mover, used);
  clock->remaining_ms[mover] = move->clock_ms;
  clock->has_clock |= move->clock_ms != CL_NO_CLOCK;
  if (clock->control[mover].timing == CHESS_TIMING_HOURGLASS && used != CL_NO_CLOCK &&
      clock->remaining_ms[!mover] != CL_NO_CLOCK)
    clock->remaining_ms[!mover] += used;
  if (clock->started)
    cl_game_clock_turn (self, move->occurred_at);
}

static void
set_clock (ClClockState *clock, ChessColor side, gint64 ms)
{
  if (ms == CL_NO_CLOCK)
    return;
  clock->remaining_ms[side] = ms;
  clock->has_clock = TRUE;
  if (ms > 0)
    clock->flag_fallen[side] = FALSE;
}

void
cl_game_clock_started (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;

  clock->started = TRUE;
  clock->paused = FALSE;
  clock->has_clock = TRUE;
  set_clock (clock, CHESS_WHITE, fact->white_ms);
  set_clock (clock, CHESS_BLACK, fact->black_ms);
  for (guint side = 0; side < 2; side++)
    if (self->pub.moves->len == 0)
      self->initial_ms[side] = clock->remaining_ms[side];
  cl_game_clock_turn (self, fact->occurred_at);
}

void
cl_game_clock_paused (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;

  clock->thinking_ms =
    fact->used_ms != CL_NO_CLOCK ? fact->used_ms : get_thinking (clock, fact->occurred_at);
  clock->paused = TRUE;
  clock->running_since = CL_NO_TIME;
}

void
cl_game_clock_resumed (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;

  clock->paused = FALSE;
  clock->running_since = clock->started ? fact->occurred_at : CL_NO_TIME;
}

/* What is set is what the clock shows; the thinking time of the move goes on counting. */
static void
adjust_side (ClGame *game, ChessColor side, gint64 ms, gint64 now)
{
  ClClockState *clock = &game->clock;
  gint64 shown = get_display (game, side, now);

  if (ms == CL_NO_CLOCK)
    return;
  set_clock (clock, side, shown == CL_NO_CLOCK ? ms : clock->remaining_ms[side] + ms - shown);
  if (ms > 0)
    clock->flag_fallen[side] = FALSE;
}

void
cl_game_clock_adjusted (ClGameFull *self, const ClFact *fact)
{
  adjust_side (&self->pub, CHESS_WHITE, fact->white_ms, fact->occurred_at);
  adjust_side (&self->pub, CHESS_BLACK, fact->black_ms, fact->occurred_at);
}

void
cl_game_clock_flag (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;

  clock->flag_fallen[fact->side] = TRUE;
  clock->remaining_ms[fact->side] = 0;
  if (clock->running == fact->side)
    {
      clock->thinking_ms = 0;
      clock->running_since = CL_NO_TIME;
    }
}

void
cl_game_clock_stop (ClGameFull *self, const ClFact *fact)
{
  ClClockState *clock = &self->pub.clock;
  gint64 white = get_display (&self->pub, CHESS_WHITE, fact->occurred_at);
  gint64 black = get_display (&self->pub, CHESS_BLACK, fact->occurred_at);

  clock->remaining_ms[CHESS_WHITE] = fact->white_ms != CL_NO_CLOCK ? fact->white_ms : white;
  clock->remaining_ms[CHESS_BLACK] = fact->black_ms != CL_NO_CLOCK ? fact->black_ms : black;
  clock->has_clock |= fact->white_ms != CL_NO_CLOCK || fact->black_ms != CL_NO_CLOCK;
  clock->thinking_ms = 0;
  clock->running_since = CL_NO_TIME;
}
