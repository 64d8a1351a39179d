/* chess-time-control.c: what a clock shows and what is left on it, before, during and after a move
 *
 * One number says all: what may still be used before the flag falls. Byo-yomi periods are in it from the start; a move
 * that ends within one gives it back whole, so the number goes up to a multiple of the period. A period that a completed
 * move opens is added then. Clocks without a move counter show it later, when they are at zero; the flag falls at the same
 * moment, so that is a matter of what is seen only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-time-control.h"

static bool
has_clock (const ChessTimeControl *self)
{
  return self->timing != CHESS_TIMING_NONE && self->n_periods > 0;
}

static int64_t
get_byoyomi (const ChessTimeControl *self)
{
  return (int64_t) self->byoyomi_periods * self->byoyomi_ms;
}

/* The period in which the move number @move (from 1) is made; sets *@ends if that move completes it. */
static const ChessPeriod *
find_period (const ChessTimeControl *self, unsigned move, bool *ends)
{
  unsigned done = 0;
  unsigned last = self->n_periods - 1;

  for (unsigned i = 0; i < last; i++)
    {
      const ChessPeriod *period = &self->periods[i];

      if (period->moves == 0 || move - done <= period->moves)
        {
          *ends = period->moves > 0 && move - done == period->moves;
          return period;
        }
      done += period->moves;
    }
  *ends = self->periods[last].moves > 0 && (move - done) % self->periods[last].moves == 0;
  return &self->periods[last];
}

/* A last period that is for a number of moves comes again until 60 are made. */
ChessPace
chess_time_control_pace (const ChessTimeControl *self)
{
  int64_t ms = 0;
  unsigned made = 0;

  if (!has_clock (self))
    return CHESS_PACE_STANDARD;
  for (unsigned i = 0; made < 60; i++)
    {
      const ChessPeriod *period = &self->periods[i < self->n_periods ? i : self->n_periods - 1];
      unsigned moves = period->moves > 0 && period->moves < 60 - made ? period->moves : 60 - made;

      ms += period->base_ms + (int64_t) moves * period->increment_ms;
      made += moves;
    }
  ms += get_byoyomi (self);
  return ms >= 3600000 ? CHESS_PACE_STANDARD : ms > 600000 ? CHESS_PACE_RAPID : CHESS_PACE_BLITZ;
}

int64_t
chess_time_control_penalty_ms (const ChessTimeControl *self)
{
  return chess_time_control_pace (self) == CHESS_PACE_STANDARD ? 120000 : 60000;
}

int64_t
chess_time_control_initial_ms (const ChessTimeControl *self)
{
  int64_t ms;

  if (!has_clock (self))
    return 0;
  ms = self->periods[0].base_ms + get_byoyomi (self);
  if (self->timing == CHESS_TIMING_FISCHER && self->increment_first)
    ms += self->periods[0].increment_ms;
  return ms;
}

/* A byo-yomi period that was begun and not used up is given back whole. */
static int64_t
restore_byoyomi (const ChessTimeControl *self, int64_t left_ms)
{
  if (self->byoyomi_periods == 0 || left_ms >= get_byoyomi (self))
    return left_ms;
  return (left_ms + self->byoyomi_ms - 1) / self->byoyomi_ms * self->byoyomi_ms;
}

int64_t
chess_time_control_after_move (const ChessTimeControl *self,
                               int64_t left_ms,
                               int64_t used_ms,
                               unsigned move)
{
  const ChessPeriod *period, *next;
  bool ends, ignored;
  int64_t given;

  if (!has_clock (self))
    return left_ms;
  if (move == 0)
    move = 1;
  period = find_period (self, move, &ends);
  next = find_period (self, move + 1, &ignored);
  given = period->increment_ms < used_ms ? period->increment_ms : used_ms;
  if (self->timing == CHESS_TIMING_DELAY)
    left_ms += given;
  left_ms -= used_ms;
  if (left_ms <= 0)
    return left_ms;
  left_ms = restore_byoyomi (self, left_ms);
  if (self->timing == CHESS_TIMING_BRONSTEIN)
    left_ms += given;
  if (self->timing == CHESS_TIMING_FISCHER)
    left_ms += (self->increment_first ? next : period)->increment_ms;
  if (ends)
    left_ms += next->base_ms;
  return left_ms;
}

int64_t
chess_time_control_delay_ms (const ChessTimeControl *self, unsigned move)
{
  bool ignored;

  if (self->timing != CHESS_TIMING_DELAY || self->n_periods == 0)
    return 0;
  return find_period (self, move > 0 ? move : 1, &ignored)->increment_ms;
}

int64_t
chess_time_control_running_ms (const ChessTimeControl *self,
                               int64_t left_ms,
                               int64_t thinking_ms,
                               unsigned move)
{
  int64_t delay = chess_time_control_delay_ms (self, move);

  if (!has_clock (self) || thinking_ms <= delay)
    return left_ms;
  return left_ms - (thinking_ms - delay);
}

int64_t
chess_time_control_hidden_after (const ChessTimeControl *self,
                                 int64_t hidden_ms,
                                 int64_t left_ms,
                                 unsigned move)
{
  bool ends, ignored;

  if (!has_clock (self) || !self->added_at_zero)
    return 0;
  if (left_ms <= hidden_ms)
    hidden_ms = 0;
  find_period (self, move > 0 ? move : 1, &ends);
  return ends ? hidden_ms + find_period (self, move + 1, &ignored)->base_ms : hidden_ms;
}

int64_t
chess_time_control_shown_ms (const ChessTimeControl *self,
                             int64_t left_ms,
                             int64_t hidden_ms,
                             unsigned *periods_left)
{
  int64_t byoyomi = has_clock (self) ? get_byoyomi (self) : 0;
  int64_t reserve = byoyomi + hidden_ms;

  if (periods_left)
    *periods_left = 0;
  if (left_ms > reserve)
    return left_ms - reserve;
  if (byoyomi == 0 || left_ms <= 0)
    return left_ms;
  if (periods_left)
    *periods_left = (unsigned) ((left_ms + self->byoyomi_ms - 1) / self->byoyomi_ms);
  return (left_ms - 1) % self->byoyomi_ms + 1;
}
