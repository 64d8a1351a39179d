/* chess-time-control.c: the TimeControl tag both ways, and what a clock shows after a move
 *
 * The tag is a list of periods joined by colons, each [moves/]seconds[+increment]; the last one repeats. Seconds may
 * have a fraction (engines write 70.55+0.7). Beyond the standard: d instead of + is a delay (2700d5), b gives back what
 * was used of it (Bronstein), * is an hourglass (*180). All periods share one way of counting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-time-control.h"

#include <string.h>

#define MAX_SECONDS 1000000000
#define MAX_MOVES   100000

typedef struct
{
  const char *text;
  size_t length, at;
} Cursor;

static char
peek (const Cursor *self)
{
  return self->at < self->length ? self->text[self->at] : 0;
}

static bool
take (Cursor *self, char wanted)
{
  if (peek (self) != wanted || self->at == self->length)
    return false;
  self->at++;
  return true;
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

static bool
take_number (Cursor *self, int64_t limit, int64_t *value)
{
  *value = 0;
  if (!is_digit (peek (self)))
    return false;
  while (is_digit (peek (self)))
    {
      *value = *value * 10 + (self->text[self->at++] - '0');
      if (*value > limit)
        return false;
    }
  return true;
}

/* "95.26" as milliseconds; digits beyond the third decimal are dropped. */
static bool
take_seconds (Cursor *self, int64_t *ms)
{
  int64_t seconds;

  if (!take_number (self, MAX_SECONDS, &seconds))
    return false;
  *ms = seconds * 1000;
  if (take (self, '.'))
    {
      if (!is_digit (peek (self)))
        return false;
      for (int64_t unit = 100; is_digit (peek (self)); unit /= 10)
        *ms += (self->text[self->at++] - '0') * unit;
    }
  return true;
}

static bool
take_increment (Cursor *self, ChessPeriod *period, ChessTiming *timing)
{
  if (take (self, '+'))
    *timing = CHESS_TIMING_FISCHER;
  else if (take (self, 'd'))
    *timing = CHESS_TIMING_DELAY;
  else if (take (self, 'b'))
    *timing = CHESS_TIMING_BRONSTEIN;
  else
    {
      period->increment_ms = 0;
      return true;
    }
  return take_seconds (self, &period->increment_ms);
}

static bool
take_period (Cursor *self, ChessPeriod *period, ChessTiming *timing)
{
  Cursor ahead = *self;
  int64_t moves;

  *period = (ChessPeriod){ 0 };
  if (take_number (&ahead, MAX_MOVES, &moves) && take (&ahead, '/'))
    {
      if (moves == 0)
        return false;
      period->moves = (unsigned) moves;
      *self = ahead;
    }
  return take_seconds (self, &period->base_ms) && take_increment (self, period, timing);
}

static bool
take_periods (Cursor *self, ChessTimeControl *control)
{
  bool named = false;

  do
    {
      ChessTiming timing = CHESS_TIMING_NONE;

      if (control->n_periods == CHESS_MAX_PERIODS ||
          !take_period (self, &control->periods[control->n_periods++], &timing))
        return false;
      if (timing != CHESS_TIMING_NONE)
        {
          if (named && control->timing != timing)
            return false;
          control->timing = timing;
          named = true;
        }
    }
  while (take (self, ':'));
  return true;
}

bool
chess_time_control_parse (ChessText text, ChessTimeControl *out)
{
  Cursor cursor = { text.text, text.length, 0 };
  ChessTimeControl control = { .timing = CHESS_TIMING_FISCHER };

  while (cursor.length > 0 && cursor.text[cursor.length - 1] == ' ')
    cursor.length--;
  while (take (&cursor, ' '))
    ;
  if (take (&cursor, '-') || take (&cursor, '?'))
    control.timing = CHESS_TIMING_NONE;
  else if (take (&cursor, '*'))
    {
      control.timing = CHESS_TIMING_HOURGLASS;
      control.n_periods = 1;
      if (!take_seconds (&cursor, &control.periods[0].base_ms))
        return false;
    }
  else if (!take_periods (&cursor, &control))
    return false;
  if (cursor.at != cursor.length)
    return false;
  *out = control;
  return true;
}

/* Text in the caller's buffer; what does not fit is not written, and a period that does not fit is left out whole. */
typedef struct
{
  char *text;
  size_t at;
  bool full;
} Output;

static void
put_char (Output *self, char c)
{
  if (self->at + 1 < CHESS_TIME_CONTROL_SIZE)
    self->text[self->at++] = c;
  else
    self->full = true;
}

static void
put_number (Output *self, int64_t value)
{
  char digits[20];
  size_t n = 0;

  do
    digits[n++] = (char) ('0' + value % 10);
  while ((value /= 10) > 0);
  while (n > 0)
    put_char (self, digits[--n]);
}

static void
put_seconds (Output *self, int64_t ms)
{
  int64_t fraction;

  if (ms < 0)
    ms = 0;
  put_number (self, ms / 1000);
  fraction = ms % 1000;
  if (fraction == 0)
    return;
  put_char (self, '.');
  for (int64_t unit = 100; fraction > 0; unit /= 10)
    {
      put_char (self, (char) ('0' + fraction / unit));
      fraction %= unit;
    }
}

static void
put_period (Output *self, const ChessPeriod *period, ChessTiming timing)
{
  if (period->moves > 0)
    {
      put_number (self, period->moves);
      put_char (self, '/');
    }
  put_seconds (self, period->base_ms);
  if (period->increment_ms > 0)
    {
      put_char (self,
                timing == CHESS_TIMING_DELAY       ? 'd'
                : timing == CHESS_TIMING_BRONSTEIN ? 'b'
                                                   : '+');
      put_seconds (self, period->increment_ms);
    }
}

size_t
chess_time_control_write (const ChessTimeControl *self, char text[CHESS_TIME_CONTROL_SIZE])
{
  Output output = { text, 0, false };

  if (self->timing == CHESS_TIMING_NONE || self->n_periods == 0)
    put_char (&output, '-');
  else if (self->timing == CHESS_TIMING_HOURGLASS)
    {
      put_char (&output, '*');
      put_seconds (&output, self->periods[0].base_ms);
    }
  else
    for (unsigned i = 0; i < self->n_periods && i < CHESS_MAX_PERIODS && !output.full; i++)
      {
        size_t before = output.at;

        if (i > 0)
          put_char (&output, ':');
        put_period (&output, &self->periods[i], self->timing);
        if (output.full)
          output.at = before;
      }
  text[output.at] = 0;
  return output.at;
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

  if (self->timing == CHESS_TIMING_NONE || self->n_periods == 0)
    return CHESS_PACE_STANDARD;
  for (unsigned i = 0; made < 60; i++)
    {
      const ChessPeriod *period = &self->periods[i < self->n_periods ? i : self->n_periods - 1];
      unsigned moves = period->moves > 0 && period->moves < 60 - made ? period->moves : 60 - made;

      ms += period->base_ms + (int64_t) moves * period->increment_ms;
      made += moves;
    }
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
  if (self->timing == CHESS_TIMING_NONE || self->n_periods == 0)
    return 0;
  if (self->timing == CHESS_TIMING_FISCHER && self->increment_first)
    return self->periods[0].base_ms + self->periods[0].increment_ms;
  return self->periods[0].base_ms;
}

int64_t
chess_time_control_after_move (const ChessTimeControl *self,
                               int64_t remaining_ms,
                               int64_t used_ms,
                               unsigned moves_made)
{
  const ChessPeriod *period, *next;
  bool ends, ignored;
  int64_t given;

  if (self->timing == CHESS_TIMING_NONE || self->n_periods == 0)
    return remaining_ms;
  if (moves_made == 0)
    moves_made = 1;
  period = find_period (self, moves_made, &ends);
  next = find_period (self, moves_made + 1, &ignored);
  given = period->increment_ms < used_ms ? period->increment_ms : used_ms;
  if (self->timing == CHESS_TIMING_DELAY)
    remaining_ms += given;
  remaining_ms -= used_ms;
  if (remaining_ms <= 0)
    return remaining_ms;
  if (self->timing == CHESS_TIMING_BRONSTEIN)
    remaining_ms += given;
  if (self->timing == CHESS_TIMING_FISCHER)
    remaining_ms += (self->increment_first ? next : period)->increment_ms;
  if (ends)
    remaining_ms += next->base_ms;
  return remaining_ms;
}

int64_t
chess_time_control_running_ms (const ChessTimeControl *self,
                               int64_t remaining_ms,
                               int64_t thinking_ms)
{
  int64_t delay;

  if (self->timing == CHESS_TIMING_NONE || self->n_periods == 0)
    return remaining_ms;
  delay = self->timing == CHESS_TIMING_DELAY ? self->periods[0].increment_ms : 0;
  return thinking_ms > delay ? remaining_ms - (thinking_ms - delay) : remaining_ms;
}
