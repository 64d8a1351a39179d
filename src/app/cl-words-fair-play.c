/* cl-words-fair-play.c: each sentence says what was counted, on how much it rests, and never what it proves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-words-fair-play.h"

#include <glib/gi18n.h>

#include "cl-record.h"
#include "cl-words.h"

const char *
cl_words_fair_strength (ClFairStrength strength)
{
  switch (strength)
    {
    case CL_FAIR_ORDINARY:
      return _ ("Ordinary for this rating");
    case CL_FAIR_UNUSUAL:
      return _ ("Unusual for this rating");
    case CL_FAIR_VERY_UNUSUAL:
      return _ ("Very unusual for this rating");
    case CL_FAIR_INSUFFICIENT:
    default:
      return _ ("Too little to say anything");
    }
}

const char *
cl_words_fair_feature (ClFairFeature feature)
{
  static const char *const names[CL_FAIR_N_FEATURES] = {
    [CL_FAIR_MATCH_BEST] =
      N_ ("Best moves found"),
          [CL_FAIR_MATCH_TOP3] =
            N_ ("Among the best three"),
                [CL_FAIR_HIDDEN] =
                  N_ ("Best moves that only a deep search sees"),
                      [CL_FAIR_LOSS] =
                        N_ ("Little lost a move"),
                            [CL_FAIR_ERRORS] =
                              N_ ("Few errors"),
                                  [CL_FAIR_WHEN_WORSE] =
                                    N_ ("More best moves when losing"),
                                        [CL_FAIR_BEST_GAMES] =
                                          N_ ("The best fifth of the games"),
                                              [CL_FAIR_STREAK] =
                                                N_ ("Longest run of best moves"),
                                                    [CL_FAIR_TIME_DIFFICULTY] =
                                                      N_ ("Time does not grow with difficulty"),
                                                          [CL_FAIR_TIME_FLATNESS] =
                                                            N_ ("Times close to the median"),
                                                                [CL_FAIR_TIME_SPREAD] =
                                                                  N_ ("Times vary little"),
                                                                };

  return feature < CL_FAIR_N_FEATURES ? _ (names[feature]) : "";
}

const char *
cl_words_fair_family (ClFairFamily family)
{
  static const char *const names[CL_FAIR_N_FAMILIES] = {
    [CL_FAIR_FAMILY_MATCHES] = N_ ("matches"),
                                   [CL_FAIR_FAMILY_LOSS] = N_ ("loss"),
                                                               [CL_FAIR_FAMILY_COURSE] =
                                                                 N_ ("course of the games"),
                                                                     [CL_FAIR_FAMILY_TIME] =
                                                                       N_ ("thinking times"),
                                                                     };

  return family < CL_FAIR_N_FAMILIES ? _ (names[family]) : "";
}

const char *
cl_words_fair_bucket (guint bucket)
{
  switch (bucket)
    {
    case CL_FAIR_UNDECIDED:
      return _ ("Undecided");
    case CL_FAIR_LOSING:
      return _ ("Losing");
    case CL_FAIR_WINNING:
      return _ ("Winning");
    default:
      return _ ("After losing");
    }
}

char *
cl_words_thousandths (gint32 value)
{
  int hundredths = (ABS (value) + 5) / 10;

  return g_strdup_printf ("%s%d.%02d",
                          hundredths == 0 ? ""
                          : value < 0     ? "−"
                                          : "+",
                          hundredths / 100,
                          hundredths % 100);
}

char *
cl_words_fair_sample (const ClFairReport *report)
{
  guint n_positions = report->score.n_positions;
  guint n_games = report->dossier->games->len;
  g_autofree char *positions = g_strdup_printf (ngettext ("%u position that tells something",
                                                          "%u positions that tell something",
                                                          n_positions),
                                                n_positions);
  g_autofree char *games = g_strdup_printf (ngettext ("%u game", "%u games", n_games), n_games);
  /* Translators: the first %s: "312 positions that tell something", the second: "12 games". */
  GString *text = g_string_new (NULL);

  g_string_append_printf (
    text,
    _ ("%s in %s; %u of %u own moves are evaluated. At least %u positions are needed."),
       positions,
       games,
       report->n_evaluated,
       report->n_own,
       CL_FAIR_MIN_POSITIONS);
  if (report->n_playing > 0)
    g_string_append_printf (text,
                            ngettext (" %u game in progress is not counted.",
                                      " %u games in progress are not counted.",
                                      report->n_playing),
                            report->n_playing);
  if (report->n_left_out > 0)
    g_string_append_printf (text,
                            ngettext (" %u game with corrected or illegal moves is not counted.",
                                      " %u games with corrected or illegal moves are not counted.",
                                      report->n_left_out),
                            report->n_left_out);
  return g_string_free (text, FALSE);
}

char *
cl_words_fair_score (const ClFairReport *report)
{
  const ClFairScore *score = &report->score;
  g_autofree char *value = cl_words_thousandths (score->score);
  g_autofree char *low = cl_words_thousandths (score->low);
  g_autofree char *high = cl_words_thousandths (score->high);
  g_autofree char *beyond = cl_words_thousandths (score->beyond);

  if (score->n_positions == 0)
    return NULL;
  /* Translators: a number with its 95 % interval; a distance in standard deviations; a band of ratings: "1400–1599". */
  return g_strdup_printf (_ ("Score %s (95 %%: %s to %s), %s standard deviations from clean games of players rated %s."),
    value,
    low,
    high,
    beyond,
    cl_fair_band_label (score->band));
}

char *
cl_words_fair_caution (void)
{
  return g_strdup_printf (_ ("This is evidence to look at games with, not a verdict. If 1 player in 100 had help, %u %% of those called unusual would be among them; if 1 in 1,000, %u %%. Preparation, forcing lines, strong errors of opponents, simple endgames and a rating that lags behind make clean games look like this. A person decides, after hearing the player."),
    (cl_fair_share_right (10, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS) + 5) / 10,
    (cl_fair_share_right (1, CL_FAIR_SENSITIVITY, CL_FAIR_FALSE_ALARMS) + 5) / 10);
}

char *
cl_words_fair_origin (const ClFairReport *report)
{
  const ClFairModel *model = cl_fair_model_get ();
  GString *text = g_string_new (NULL);
  g_autofree char *min = cl_words_number (report->min_nodes);
  g_autofree char *max = cl_words_number (report->max_nodes);

  /* Translators: %s: what the model was made from, untranslated. */
  g_string_append_printf (text,
                          _ ("Model version %u, made from %s."), model->version, model->origin);
  if (report->engines[0] != '\0')
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (
        text,
        /* Translators: names of engines; two numbers of positions searched. */
        _ ("Evaluations used: %s, %s to %s nodes; with another engine or number of nodes than the model's the comparison is loose."),
          report->engines,
          min,
          max);
    }
  return g_string_free (text, FALSE);
}

char *
cl_words_fair_share (guint hits, guint n)
{
  guint low, high;

  if (n == 0)
    return g_strdup ("–");
  cl_wilson_interval (hits, n, &low, &high);
  /* Translators: a share in per cent with its 95 % interval, and of how many: "23 % (18–28) of 270". */
  return g_strdup_printf (_ ("%u %% (%u–%u) of %u"),
                             (hits * 100 + n / 2) / n,
                             (low + 5) / 10,
                             (high + 5) / 10,
                             n);
}
