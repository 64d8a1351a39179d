/* cl-words-analysis.c: numbers of an analysis as a person reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words-analysis.h"

#include <glib/gi18n.h>

#include "cl-chance-points.h"
#include "cl-words.h"

/* One decimal is as much as an evaluation is worth to a person; the sign is that of what is shown. */
char *
cl_words_value (ClValue value)
{
  char text[16];
  int tenths;

  if (value == CL_VALUE_NONE)
    return g_strdup ("");
  if (cl_value_is_mate (value) && cl_value_get_mate (value) == 0)
    return g_strdup ("#");
  if (cl_value_is_mate (value))
    return g_strdup (cl_value_to_text (value, text));
  tenths = (value + (value < 0 ? -5 : 5)) / 10;
  return g_strdup_printf ("%s%d.%d",
                          tenths > 0   ? "+"
                          : tenths < 0 ? "−"
                                       : "",
                          ABS (tenths) / 10,
                          ABS (tenths) % 10);
}

char *
cl_words_chance (guint chance)
{
  guint percent = (chance + 50) / 100;

  if (percent == 50)
    return g_strdup (C_ ("chances", "Even"));
  if (percent > 50)
    /* Translators: White’s winning chances. */
    return g_strdup_printf (_ ("White %u %%"), percent);
  /* Translators: Black’s winning chances. */
  return g_strdup_printf (_ ("Black %u %%"), 100 - percent);
}

const char *
cl_words_judgement (ClJudgement judgement)
{
  switch (judgement)
    {
    case CL_JUDGEMENT_INACCURACY:
      return C_ ("judgement", "inaccuracy");
    case CL_JUDGEMENT_MISTAKE:
      return C_ ("judgement", "mistake");
    case CL_JUDGEMENT_BLUNDER:
      return C_ ("judgement", "blunder");
    case CL_JUDGEMENT_UNKNOWN:
    case CL_JUDGEMENT_FINE:
    default:
      return NULL;
    }
}

char *
cl_words_analysed_ply (const ClAnalysis *analysis, guint ply)
{
  const ClAnalysisPly *at;
  g_autofree char *move = NULL;
  g_autofree char *chance = NULL;
  g_autofree char *value = NULL;
  GString *text;

  if (ply > analysis->n_plies)
    return g_strdup ("");
  at = &analysis->plies[ply];
  move = cl_words_move (analysis->game, ply);
  text = g_string_new (move);
  if (at->value != CL_VALUE_NONE)
    {
      chance = cl_words_chance (cl_chance_shown (at->value));
      value = cl_words_value (at->value);
      g_string_append_printf (text, " · %s · %s", chance, value);
    }
  if (ply > 0 && cl_words_judgement (at->judgement))
    g_string_append_printf (text, " · %s", cl_words_judgement (at->judgement));
  return g_string_free (text, FALSE);
}

char *
cl_words_evaluator (const ClAnalysis *analysis, guint ply)
{
  const ClAnalysisPly *at;

  if (ply > analysis->n_plies)
    return g_strdup ("");
  at = &analysis->plies[ply];
  switch (at->source)
    {
    case CL_ANALYSIS_ENGINE:
      /* Translators: the name of an engine, how many half-moves it looked ahead. */
      return g_strdup_printf (_ ("%s · depth %u"), at->engine ? at->engine : "?", at->depth);
    case CL_ANALYSIS_FILE:
      return g_strdup (_ ("As the file has it"));
    case CL_ANALYSIS_BOARD:
      return g_strdup (_ ("Decided on the board"));
    case CL_ANALYSIS_NOT_KNOWN:
    case CL_ANALYSIS_ASSUMED:
    default:
      return g_strdup ("");
    }
}

char *
cl_words_time_used (gint64 ms)
{
  int seconds = (int) MIN (ms / 1000, 359999);

  if (ms < 0)
    return g_strdup ("–");
  if (seconds >= 3600)
    return g_strdup_printf ("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  return g_strdup_printf ("%d:%02d", seconds / 60, seconds % 60);
}

char *
cl_words_percent (guint hundredths)
{
  /* Translators: a share with one decimal. */
  return g_strdup_printf (_ ("%.1f %%"), hundredths / 100.0);
}

char *
cl_words_mistakes (const ClSideQuality *quality)
{
  g_autofree char *inaccuracies =
    g_strdup_printf (ngettext ("%u inaccuracy", "%u inaccuracies", quality->n_inaccuracies),
                     quality->n_inaccuracies);
  g_autofree char *mistakes =
    g_strdup_printf (ngettext ("%u mistake", "%u mistakes", quality->n_mistakes),
                     quality->n_mistakes);
  g_autofree char *blunders =
    g_strdup_printf (ngettext ("%u blunder", "%u blunders", quality->n_blunders),
                     quality->n_blunders);

  return g_strdup_printf ("%s · %s · %s", inaccuracies, mistakes, blunders);
}

const char *
cl_words_phase (ClPhase phase)
{
  switch (phase)
    {
    case CL_PHASE_MIDDLEGAME:
      return C_ ("phase", "Middlegame");
    case CL_PHASE_ENDGAME:
      return C_ ("phase", "Endgame");
    case CL_PHASE_OPENING:
    case CL_N_PHASES:
    default:
      return C_ ("phase", "Opening");
    }
}
