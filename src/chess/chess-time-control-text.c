/* chess-time-control-text.c: time controls as text, both ways
 *
 * PGN's tag is a list of periods joined by colons, each [moves/]seconds[+increment]; the last one repeats. Seconds may
 * have a fraction (engines write 70.55+0.7). Beyond the standard: d instead of + is a delay (2700d5), b gives back what
 * was used of it (Bronstein), * is an hourglass (*180), NxT behind a colon is byo-yomi, and W…-B… gives each side its own
 * (as TRF26 does). All periods share one way of counting. What people write is the same with units and blanks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-time-control.h"

#include <string.h>

#define MAX_MS    INT64_C (1000000000000)
#define MAX_MOVES 100000

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

static void
skip_blanks (Cursor *self)
{
  while (peek (self) == ' ' || peek (self) == '\t')
    self->at++;
}

static bool
at_end (const Cursor *self)
{
  return self->at == self->length;
}

/* @wanted with blanks around it. */
static bool
take (Cursor *self, char wanted)
{
  skip_blanks (self);
  if (at_end (self) || peek (self) != wanted)
    return false;
  self->at++;
  skip_blanks (self);
  return true;
}

static bool
is_letter (char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A whole word, with blanks around it. */
static bool
take_word (Cursor *self, const char *word)
{
  Cursor ahead = *self;
  size_t n = strlen (word);

  skip_blanks (&ahead);
  if (ahead.length - ahead.at < n || memcmp (ahead.text + ahead.at, word, n) != 0)
    return false;
  ahead.at += n;
  if (is_letter (peek (&ahead)))
    return false;
  skip_blanks (&ahead);
  *self = ahead;
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

/* "95.26" in thousandths; digits beyond the third decimal are dropped. */
static bool
take_decimal (Cursor *self, int64_t *thousandths)
{
  int64_t whole;

  if (!take_number (self, MAX_MS / 1000, &whole))
    return false;
  *thousandths = whole * 1000;
  if (peek (self) != '.')
    return true;
  self->at++;
  if (!is_digit (peek (self)))
    return false;
  for (int64_t unit = 100; is_digit (peek (self)); unit /= 10)
    *thousandths += (self->text[self->at++] - '0') * unit;
  return true;
}

/* Seconds to a unit, or 0 if none stands there. */
static int64_t
take_unit (Cursor *self)
{
  static const struct
  {
    const char *name;
    int64_t seconds;
  } units[] = { { "h", 3600 }, { "min", 60 }, { "m", 60 }, { "sec", 1 }, { "s", 1 } };

  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
    if (take_word (self, units[i].name))
      return units[i].seconds;
  /* "1h30m": a digit may follow at once, but no other letter. */
  return 0;
}

/* "300", "5m", "1h 30m", "0.5 s". */
static bool
take_time (Cursor *self, int64_t *ms)
{
  int64_t part, unit, last = INT64_MAX;

  skip_blanks (self);
  *ms = 0;
  do
    {
      if (!take_decimal (self, &part))
        return false;
      unit = take_unit (self);
      if (unit >= last || (unit == 0 && last != INT64_MAX))
        return false;
      if (part > MAX_MS / (unit > 0 ? unit : 1))
        return false;
      *ms += part * (unit > 0 ? unit : 1);
      last = unit;
    }
  while (unit > 1 && is_digit (peek (self)));
  return *ms <= MAX_MS;
}

static bool
take_increment (Cursor *self, ChessPeriod *period, ChessTiming *timing)
{
  if (take (self, '+'))
    *timing = CHESS_TIMING_FISCHER;
  else if (take_word (self, "delay") || take (self, 'd'))
    *timing = CHESS_TIMING_DELAY;
  else if (take_word (self, "bronstein") || take (self, 'b'))
    *timing = CHESS_TIMING_BRONSTEIN;
  else
    {
      period->increment_ms = 0;
      return true;
    }
  return take_time (self, &period->increment_ms);
}

static bool
take_count (Cursor *self, char separator, unsigned *count)
{
  Cursor ahead = *self;
  int64_t number;

  skip_blanks (&ahead);
  if (!take_number (&ahead, MAX_MOVES, &number) || !take (&ahead, separator))
    return false;
  *count = (unsigned) number;
  *self = ahead;
  return true;
}

static bool
take_period (Cursor *self, ChessPeriod *period, ChessTiming *timing)
{
  *period = (ChessPeriod){ 0 };
  if (take_count (self, '/', &period->moves) && period->moves == 0)
    return false;
  return take_time (self, &period->base_ms) && take_increment (self, period, timing);
}

/* Byo-yomi has no moves to count: it comes behind one period without a number of moves and
 * without increment, or behind none. */
static bool
take_byoyomi (Cursor *self, ChessTimeControl *control)
{
  if (control->byoyomi_periods == 0 || control->n_periods > 1 || control->periods[0].moves > 0 ||
      control->timing != CHESS_TIMING_FISCHER || control->periods[0].increment_ms > 0 ||
      !take_time (self, &control->byoyomi_ms))
    return false;
  if (control->n_periods == 0)
    control->n_periods = 1;
  return control->byoyomi_ms > 0 && control->byoyomi_ms <= MAX_MS / control->byoyomi_periods;
}

static bool
has_increment (const ChessTimeControl *control)
{
  for (unsigned i = 0; i < control->n_periods; i++)
    if (control->periods[i].increment_ms > 0)
      return true;
  return false;
}

static bool
take_periods (Cursor *self, ChessTimeControl *control)
{
  bool named = false;

  do
    {
      ChessTiming timing = CHESS_TIMING_NONE;

      if (take_count (self, 'x', &control->byoyomi_periods))
        return take_byoyomi (self, control);
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
  while (take (self, ':') || take (self, ','));
  /* Nothing free is nothing of a kind: it is written without a letter. */
  if (!has_increment (control))
    control->timing = CHESS_TIMING_FISCHER;
  return true;
}

static bool
take_side (Cursor *self, ChessTimeControl *control)
{
  *control = (ChessTimeControl){ .timing = CHESS_TIMING_FISCHER };
  if (take_word (self, "hourglass") || take (self, '*'))
    {
      control->timing = CHESS_TIMING_HOURGLASS;
      control->n_periods = 1;
      return take_time (self, &control->periods[0].base_ms);
    }
  return take_periods (self, control);
}

/* An hourglass has one lot of sand for both. */
static bool
take_sides (Cursor *self, ChessTimeControls *controls)
{
  ChessTimeControl *sides = controls->sides;

  if (!take (self, 'W'))
    {
      if (!take_side (self, &sides[CHESS_WHITE]))
        return false;
      sides[CHESS_BLACK] = sides[CHESS_WHITE];
      return true;
    }
  if (!take_side (self, &sides[CHESS_WHITE]))
    return false;
  take (self, '-');
  return take (self, 'B') && take_side (self, &sides[CHESS_BLACK]) &&
         (sides[CHESS_WHITE].timing == CHESS_TIMING_HOURGLASS) ==
           (sides[CHESS_BLACK].timing == CHESS_TIMING_HOURGLASS);
}

bool
chess_time_controls_parse (ChessText text, ChessTimeControls *out)
{
  Cursor cursor = { text.text, text.length, 0 };
  ChessTimeControls controls = { 0 };

  if (take (&cursor, '-') || take (&cursor, '?'))
    controls.sides[0].timing = controls.sides[1].timing = CHESS_TIMING_NONE;
  else if (!take_sides (&cursor, &controls))
    return false;
  if (take_word (&cursor, "first"))
    controls.sides[0].increment_first = controls.sides[1].increment_first = true;
  if (take_word (&cursor, "late"))
    controls.sides[0].added_at_zero = controls.sides[1].added_at_zero = true;
  if (!at_end (&cursor))
    return false;
  *out = controls;
  return true;
}

/* Text in the caller's buffer; what does not fit is not written, and a period that does not fit is left out whole. */
typedef struct
{
  char *text;
  size_t at, size;
  bool full;
} Output;

static void
put_char (Output *self, char c)
{
  if (self->at + 1 < self->size)
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

static void
put_byoyomi (Output *self, const ChessTimeControl *control)
{
  put_char (self, ':');
  put_number (self, control->byoyomi_periods);
  put_char (self, 'x');
  put_seconds (self, control->byoyomi_ms);
}

static void
put_side (Output *self, const ChessTimeControl *control)
{
  if (control->timing == CHESS_TIMING_NONE || control->n_periods == 0)
    put_char (self, '-');
  else if (control->timing == CHESS_TIMING_HOURGLASS)
    {
      put_char (self, '*');
      put_seconds (self, control->periods[0].base_ms);
    }
  else
    for (unsigned i = 0; i < control->n_periods && i < CHESS_MAX_PERIODS && !self->full; i++)
      {
        size_t before = self->at;

        if (i > 0)
          put_char (self, ':');
        put_period (self, &control->periods[i], control->timing);
        if (self->full)
          self->at = before;
      }
  if (control->byoyomi_periods > 0)
    put_byoyomi (self, control);
}

static bool
is_same_period (const ChessPeriod *a, const ChessPeriod *b)
{
  return a->moves == b->moves && a->base_ms == b->base_ms && a->increment_ms == b->increment_ms;
}

static bool
is_same (const ChessTimeControl *a, const ChessTimeControl *b)
{
  bool same = a->timing == b->timing && a->n_periods == b->n_periods &&
              a->byoyomi_periods == b->byoyomi_periods && a->byoyomi_ms == b->byoyomi_ms;

  for (unsigned i = 0; same && i < a->n_periods && i < CHESS_MAX_PERIODS; i++)
    same = is_same_period (&a->periods[i], &b->periods[i]);
  return same;
}

size_t
chess_time_controls_write (const ChessTimeControls *self, char text[CHESS_TIME_CONTROL_SIZE])
{
  Output output = { text, 0, CHESS_TIME_CONTROL_SIZE / 2, false };
  bool same = is_same (&self->sides[CHESS_WHITE], &self->sides[CHESS_BLACK]);

  if (!same)
    put_char (&output, 'W');
  put_side (&output, &self->sides[CHESS_WHITE]);
  output.size = CHESS_TIME_CONTROL_SIZE;
  output.full = false;
  if (!same)
    {
      put_char (&output, '-');
      put_char (&output, 'B');
      put_side (&output, &self->sides[CHESS_BLACK]);
    }
  text[output.at] = 0;
  return output.at;
}

bool
chess_time_control_parse (ChessText text, ChessTimeControl *out)
{
  ChessTimeControls controls;

  if (!chess_time_controls_parse (text, &controls) ||
      !is_same (&controls.sides[CHESS_WHITE], &controls.sides[CHESS_BLACK]))
    return false;
  *out = controls.sides[CHESS_WHITE];
  return true;
}

size_t
chess_time_control_write (const ChessTimeControl *self, char text[CHESS_TIME_CONTROL_SIZE])
{
  return chess_time_controls_write (&(ChessTimeControls){ { *self, *self } }, text);
}
