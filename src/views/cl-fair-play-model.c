/* cl-fair-play-model.c: eleven numbers as one score with its interval, its reasons and how unusual it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-model.h"

#include "cl-fixed.h"
#include "cl-win-chance.h"

#include "cl-fair-play-table.h"

#include <string.h>

#define MAX_STANDARD 4000
/* One-sided normal quantiles in thousandths. Games of one player resemble each other more than the pooled ones of the clean
 * dossiers do, so their spread is taken for wider by this factor (reference fair-play.md §4). */
#define Q95        1645
#define Q99        2326
#define Q999       3090
#define WIDER      1300
#define Z_INTERVAL 1960

const ClFairModel *
cl_fair_model_get (void)
{
  return &fair_play_table;
}

const char *
cl_fair_strength_word (ClFairStrength strength)
{
  static const char *const words[] = { "insufficient data", "ordinary", "unusual", "very unusual" };

  g_return_val_if_fail (strength < G_N_ELEMENTS (words), NULL);
  return words[strength];
}

const char *
cl_fair_family_word (ClFairFamily family)
{
  static const char *const words[CL_FAIR_N_FAMILIES] = { "matches", "loss", "course", "time" };

  g_return_val_if_fail (family < CL_FAIR_N_FAMILIES, NULL);
  return words[family];
}

/* How many standard deviations @value lies above, thousandths. */
static gint32
standardise (gint64 value, gint64 mean, gint64 deviation)
{
  return (gint32) cl_fixed_divide ((value - mean) * 1000, MAX (deviation, 1));
}

static gint32
add_up (const ClFairModel *model, const ClFairFeatures *features, gint32 *contributions)
{
  gint32 score = model->bias;

  for (guint i = 0; i < CL_FAIR_N_FEATURES; i++)
    {
      gint32 standard;

      contributions[i] = 0;
      if (!features->known[i])
        continue;
      standard = standardise (features->values[i], model->mean[i], model->deviation[i]);
      standard = CLAMP (standard, -MAX_STANDARD, MAX_STANDARD);
      contributions[i] = (gint32) cl_fixed_divide ((gint64) standard * model->weight[i], 1000);
      score += contributions[i];
    }
  return score;
}

static gint32
score_without (const ClFairDossier *dossier, const ClFairModel *model, guint game)
{
  g_autoptr (ClFairDossier) rest = cl_fair_dossier_new ();
  ClFairFeatures features;
  gint32 contributions[CL_FAIR_N_FEATURES];

  for (guint i = 0; i < dossier->positions->len; i++)
    if (g_array_index (dossier->positions, ClFairPosition, i).game != game)
      g_array_append_val (rest->positions, g_array_index (dossier->positions, ClFairPosition, i));
  cl_fair_features (rest, &model->baseline, &features);
  return add_up (model, &features, contributions);
}

/* The jackknife: (n − 1) / n · Σ (score without a game − their mean)² */
void
cl_fair_score_interval (const ClFairDossier *dossier, const ClFairModel *model, ClFairScore *score)
{
  g_return_if_fail (dossier != NULL && model != NULL && score != NULL);

  gint64 n = dossier->games->len, sum = 0, squares = 0, half;
  g_autofree gint32 *without = g_new (gint32, n + 1);

  score->low = score->high = score->score;
  if (n < 2)
    return;
  for (guint i = 0; i < n; i++)
    {
      without[i] = score_without (dossier, model, i);
      sum += without[i];
    }
  for (guint i = 0; i < n; i++)
    squares += (without[i] * n - sum) * (without[i] * n - sum) / n;
  half = (gint64) cl_integer_root ((guint64) (squares / n * (n - 1) / n));
  half = cl_fixed_divide (half * Z_INTERVAL, 1000);
  score->low -= (gint32) half;
  score->high += (gint32) half;
}

static guint
find_band (const ClFairDossier *dossier)
{
  guint n[CL_FAIR_N_BANDS] = { 0 }, most = CL_FAIR_N_BANDS - 1;

  for (guint i = 0; i < dossier->positions->len; i++)
    n[g_array_index (dossier->positions, ClFairPosition, i).band]++;
  for (guint i = CL_FAIR_N_BANDS; i-- > 0;)
    if (n[i] > n[most])
      most = i;
  return most;
}

static ClFairStrength
find_strength (const ClFairScore *score)
{
  guint n_speaking = 0;

  for (guint i = 0; i < CL_FAIR_N_FAMILIES; i++)
    n_speaking += score->family_speaks[i];
  if (score->n_positions < CL_FAIR_MIN_POSITIONS)
    return CL_FAIR_INSUFFICIENT;
  if ((gint64) score->beyond * 1000 > (gint64) Q999 * WIDER && n_speaking >= 2)
    return CL_FAIR_VERY_UNUSUAL;
  return (gint64) score->beyond * 1000 > (gint64) Q99 * WIDER ? CL_FAIR_UNUSUAL : CL_FAIR_ORDINARY;
}

void
cl_fair_score (const ClFairDossier *dossier, const ClFairModel *model, ClFairScore *score)
{
  g_return_if_fail (dossier != NULL && model != NULL && score != NULL);

  memset (score, 0, sizeof *score);
  score->n_positions = dossier->positions->len;
  score->n_games = dossier->games->len;
  score->band = find_band (dossier);
  cl_fair_features (dossier, &model->baseline, &score->features);
  score->score = add_up (model, &score->features, score->contributions);
  score->beyond =
    standardise (score->score, model->clean_mean[score->band], model->clean_deviation[score->band]);
  for (guint i = 0; i < CL_FAIR_N_FEATURES; i++)
    score->families[cl_fair_family_of (i)] += score->contributions[i];
  for (guint i = 0; i < CL_FAIR_N_FAMILIES; i++)
    score->family_speaks[i] =
      (gint64) standardise (score->families[i], model->family_mean[i], model->family_deviation[i]) *
        1000 >
      (gint64) Q95 * WIDER;
  score->low = score->high = score->score;
  score->strength = find_strength (score);
}

guint
cl_fair_share_right (guint helped, guint sensitivity, guint false_alarms)
{
  guint64 right = (guint64) MIN (helped, 1000) * sensitivity;
  guint64 wrong = (guint64) (1000 - MIN (helped, 1000)) * false_alarms;

  return right + wrong > 0 ? (guint) ((right * 1000 + (right + wrong) / 2) / (right + wrong)) : 0;
}
