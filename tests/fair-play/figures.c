/* figures.c: how well the fair-play score tells helped dossiers from clean ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "figures.h"

#include <math.h>

#include "cl-fixed.h"

#define N_RATED (CL_FAIR_N_BANDS - 1)
#define N_BINS  10

static GArray *
draw_players (const LabelledSet *set, GRand *rand, guint band)
{
  gint32 n = (gint32) labelled_set_n_sides (set, HALF_TEST, band);
  GArray *players = g_array_new (FALSE, FALSE, sizeof (guint));

  for (gint32 i = 0; i < n; i++)
    {
      guint player = (guint) g_rand_int_range (rand, 0, n);

      g_array_append_val (players, player);
    }
  return players;
}

GArray *
figures_score (const LabelledSet *set, GRand *rand, guint n, const Help *help, gboolean resample)
{
  GArray *scores = g_array_new (FALSE, FALSE, sizeof (ClFairScore));

  for (guint band = 0; band < N_RATED; band++)
    {
      g_autoptr (GArray) players = resample ? draw_players (set, rand, band) : NULL;

      for (guint i = 0; i < n && labelled_set_n_sides (set, HALF_TEST, band) > 0; i++)
        {
          g_autoptr (ClFairDossier) dossier =
            labelled_set_make (set, rand, HALF_TEST, band, players, help);
          ClFairScore score;

          cl_fair_score (dossier, cl_fair_model_get (), &score);
          score.band = band;
          g_array_append_val (scores, score);
        }
    }
  return scores;
}

static gint32
score_at (GArray *scores, guint i)
{
  return g_array_index (scores, ClFairScore, i).score;
}

double
figures_auc (GArray *clean, GArray *helped)
{
  double above = 0;

  for (guint i = 0; i < helped->len; i++)
    for (guint k = 0; k < clean->len; k++)
      above += score_at (helped, i) > score_at (clean, k)
                 ? 1
                 : 0.5 * (score_at (helped, i) == score_at (clean, k));
  return above / helped->len / clean->len;
}

static int
compare_scores (gconstpointer a, gconstpointer b)
{
  gint32 x = ((const ClFairScore *) a)->score, y = ((const ClFairScore *) b)->score;

  return (x < y) - (x > y);
}

double
figures_found (GArray *clean, GArray *helped, double share)
{
  g_autoptr (GArray) sorted = g_array_copy (clean);
  guint found = 0;
  gint32 limit;

  g_array_sort (sorted, compare_scores);
  limit = score_at (sorted, (guint) (share * sorted->len));
  for (guint i = 0; i < helped->len; i++)
    found += score_at (helped, i) > limit;
  return (double) found / helped->len;
}

double
figures_called (GArray *scores, ClFairStrength strength, int band)
{
  guint n = 0, called = 0;

  for (guint i = 0; i < scores->len; i++)
    {
      const ClFairScore *score = &g_array_index (scores, ClFairScore, i);

      if (score->strength == CL_FAIR_INSUFFICIENT || (band >= 0 && score->band != (guint) band))
        continue;
      n++;
      called += score->strength >= strength;
    }
  return n > 0 ? (double) called / n : 0;
}

void
figures_calibration (GArray *clean, GArray *helped, double *brier, double *ece)
{
  double n[N_BINS] = { 0 }, said[N_BINS] = { 0 }, true_ones[N_BINS] = { 0 };
  double all = (double) clean->len + helped->len;

  *brier = *ece = 0;
  for (guint i = 0; i < clean->len + helped->len; i++)
    {
      gboolean is_helped = i >= clean->len;
      gint32 score = is_helped ? score_at (helped, i - clean->len) : score_at (clean, i);
      double p = cl_fixed_logistic (score) / 1e5;
      guint bin = MIN ((guint) (p * N_BINS), N_BINS - 1);

      *brier += (p - is_helped) * (p - is_helped) / all;
      n[bin]++;
      said[bin] += p;
      true_ones[bin] += is_helped;
    }
  for (guint i = 0; i < N_BINS; i++)
    *ece += fabs (said[i] - true_ones[i]) / all;
}
