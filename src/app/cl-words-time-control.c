/* cl-words-time-control.c: says in words how much time the players have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
format_time (gint64 ms)
{
  if (ms % 60000 == 0)
    /* Translators: a number of minutes. */
    return g_strdup_printf (_ ("%d min"), (int) (ms / 60000));
  if (ms % 1000 != 0)
    /* Translators: a number of seconds with a fraction. */
    return g_strdup_printf (_ ("%.3g s"), (double) ms / 1000);
  return cl_words_duration (ms);
}

static char *
format_increment (ChessTiming timing, gint64 ms)
{
  double seconds = (double) ms / 1000;

  switch (timing)
    {
    case CHESS_TIMING_DELAY:
      /* Translators: %g seconds of each move that do not count. */
      return g_strdup_printf (_ ("delay %g s a move"), seconds);
    case CHESS_TIMING_BRONSTEIN:
      /* Translators: of the time used for a move, up to %g seconds are given back. */
      return g_strdup_printf (_ ("up to %g s a move given back"), seconds);
    case CHESS_TIMING_NONE:
    case CHESS_TIMING_FISCHER:
    case CHESS_TIMING_HOURGLASS:
    default:
      /* Translators: %g seconds are added after each move. */
      return g_strdup_printf (_ ("+ %g s a move"), seconds);
    }
}

/* "90 min for 40 moves", "30 min". */
static char *
describe_base (const ChessPeriod *period)
{
  g_autofree char *time = format_time (period->base_ms);

  if (period->moves == 0)
    return g_steal_pointer (&time);
  /* Translators: %s is a time such as “90 min”, %u a number of moves. */
  return g_strdup_printf (ngettext ("%s for %u move", "%s for %u moves", period->moves),
                          time,
                          period->moves);
}

static gboolean
has_one_increment (const ChessTimeControl *control)
{
  for (guint i = 1; i < control->n_periods; i++)
    if (control->periods[i].increment_ms != control->periods[0].increment_ms)
      return FALSE;
  return TRUE;
}

static char *
describe_period (const ChessTimeControl *control,
                 const ChessPeriod *period,
                 gboolean with_increment)
{
  g_autofree char *base = describe_base (period);
  g_autofree char *increment = NULL;

  if (!with_increment || period->increment_ms == 0)
    return g_steal_pointer (&base);
  increment = format_increment (control->timing, period->increment_ms);
  return g_strdup_printf (control->timing == CHESS_TIMING_FISCHER && period->moves == 0 ? "%s %s"
                                                                                        : "%s, %s",
                          base,
                          increment);
}

/* "90 min for 40 moves, then 30 min, + 30 s a move". */
static char *
describe_periods (const ChessTimeControl *control)
{
  gboolean one = control->n_periods > 1 && has_one_increment (control);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < control->n_periods; i++)
    {
      g_autofree char *period = describe_period (control, &control->periods[i], !one);

      if (i > 0)
        {
          g_autofree char *before = g_string_free (text, FALSE);
          g_autofree char *joined = NULL;

          /* Translators: what players have first, and what comes then, such as “30 min”. */
          joined = g_strdup_printf (_ ("%s, then %s"), before, period);
          text = g_string_new (joined);
        }
      else if (control->periods[0].base_ms > 0 || control->byoyomi_periods == 0)
        g_string_append (text, period);
    }
  if (one && control->periods[0].increment_ms > 0)
    {
      g_autofree char *increment =
        format_increment (control->timing, control->periods[0].increment_ms);

      g_string_append_printf (text, ", %s", increment);
    }
  return g_string_free (text, FALSE);
}

static char *
describe_side (const ChessTimeControl *control)
{
  g_autofree char *periods = describe_periods (control);
  g_autofree char *period = NULL;
  g_autofree char *overtime = NULL;

  if (control->timing == CHESS_TIMING_HOURGLASS)
    /* Translators: %s is a time such as “3 min”. */
    return g_strdup_printf (_ ("Hourglass, %s"), periods);
  if (control->byoyomi_periods == 0)
    return g_steal_pointer (&periods);
  period = format_time (control->byoyomi_ms);
  /* Translators: %u is a number of overtime periods, %s the length of one, such as “30 s”. */
  overtime = g_strdup_printf (_ ("%u × %s byo-yomi"), control->byoyomi_periods, period);
  return *periods ? g_strdup_printf (_ ("%s, then %s"), periods, overtime)
                  : g_steal_pointer (&overtime);
}

char *
cl_words_time_control (const char *time_control)
{
  ChessText text = { time_control, time_control ? strlen (time_control) : 0 };
  g_autofree char *white = NULL;
  g_autofree char *black = NULL;
  ChessTimeControls controls;

  if (!time_control || !*time_control || strcmp (time_control, "-") == 0)
    return g_strdup (_ ("No clock"));
  if (!chess_time_controls_parse (text, &controls) ||
      controls.sides[CHESS_WHITE].timing == CHESS_TIMING_NONE)
    return g_strdup (time_control);
  white = describe_side (&controls.sides[CHESS_WHITE]);
  black = describe_side (&controls.sides[CHESS_BLACK]);
  if (strcmp (white, black) == 0)
    return g_steal_pointer (&white);
  /* Translators: %s is how much time that side has, such as “5 min + 3 s a move”. */
  return g_strdup_printf (_ ("White %s, Black %s"), white, black);
}
