/* cl-fair-play-features.c: a dossier as eleven numbers, each against what is usual for the rating and the kind of position
 *
 * A residual is what happened minus what was to be expected. Moves of one player are not independent of each other, and
 * clean players of one rating differ; so the variance of a sum of n residuals is taken as Σ σ² + (spread · n)².
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-features.h"

#include "cl-fixed.h"
#include "cl-win-chance.h"

#include <stdlib.h>
#include <string.h>

#define ONE          10000 /* shares */
#define ERROR_WIN    1000  /* ten points */
#define MIN_TIMED    8     /* of a game, for its times to say anything */
#define MIN_BUCKET   12    /* positions of a bucket to compare */
#define MAX_Z        9000
#define FIRST_HIDDEN (CL_FAIR_N_KINDS / 2)

const char *
cl_fair_feature_word (ClFairFeature feature)
{
  static const char *const words[CL_FAIR_N_FEATURES] = {
    "match-best", "match-top3", "hidden",          "loss",          "errors",      "when-worse",
    "best-games", "streak",     "time-difficulty", "time-flatness", "time-spread",
  };

  g_return_val_if_fail (feature < CL_FAIR_N_FEATURES, NULL);
  return words[feature];
}

ClFairFamily
cl_fair_family_of (ClFairFeature feature)
{
  if (feature <= CL_FAIR_HIDDEN)
    return CL_FAIR_FAMILY_MATCHES;
  if (feature <= CL_FAIR_ERRORS)
    return CL_FAIR_FAMILY_LOSS;
  return feature <= CL_FAIR_STREAK ? CL_FAIR_FAMILY_COURSE : CL_FAIR_FAMILY_TIME;
}

/* --- Residuals --- */

typedef struct
{
  gint64 residual, variance, n;
} Sum;

static void
add_share (Sum *sum, gboolean happened, guint usual)
{
  sum->residual += (happened ? ONE : 0) - (gint64) usual;
  sum->variance += (gint64) usual * (ONE - usual);
  sum->n++;
}

/* In thousandths of a standard deviation. */
static gint32
z_of (const Sum *sum, guint spread)
{
  guint64 sigma;

  if (sum->n == 0)
    return 0;
  sigma = cl_integer_root ((guint64) (sum->variance + (gint64) spread * spread * sum->n * sum->n));
  return (
    gint32) CLAMP (cl_fixed_divide (sum->residual * 1000, (gint64) MAX (sigma, 1)), -MAX_Z, MAX_Z);
}

static const ClFairUsual *
usual_of (const ClFairBaseline *baseline, const ClFairPosition *position)
{
  return &baseline->usual[position->band][position->kind];
}

static void
set (ClFairFeatures *features, ClFairFeature feature, gint32 value)
{
  features->values[feature] = value;
  features->known[feature] = TRUE;
}

static void
find_sums (const ClFairDossier *self, const ClFairBaseline *baseline, ClFairFeatures *features)
{
  Sum best = { 0 }, top3 = { 0 }, hidden = { 0 }, errors = { 0 }, loss = { 0 };

  for (guint i = 0; i < self->positions->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->positions, ClFairPosition, i);
      const ClFairUsual *usual = usual_of (baseline, position);

      add_share (&best, position->rank == 1, usual->best);
      add_share (&top3, position->rank >= 1 && position->rank <= 3, usual->top3);
      add_share (&errors, position->lost_win < ERROR_WIN, ONE - usual->errors);
      if (position->kind >= FIRST_HIDDEN)
        add_share (&hidden, position->rank == 1, usual->best);
      loss.residual += (gint64) usual->loss - position->loss;
      loss.variance += usual->loss_variance;
      loss.n++;
    }
  if (best.n == 0)
    return;
  set (features, CL_FAIR_MATCH_BEST, z_of (&best, baseline->spread[0]));
  set (features, CL_FAIR_MATCH_TOP3, z_of (&top3, baseline->spread[1]));
  set (features, CL_FAIR_LOSS, z_of (&loss, baseline->spread[2]));
  set (features, CL_FAIR_ERRORS, z_of (&errors, baseline->spread[3]));
  if (hidden.n > 0)
    set (features, CL_FAIR_HIDDEN, z_of (&hidden, baseline->spread[0]));
}

/* Means of residuals, ten-thousandths, when losing or having been so, and when undecided; shrunk while there are few. */
static void
find_bucket_difference (const ClFairDossier *self,
                        const ClFairBaseline *baseline,
                        ClFairFeatures *features)
{
  Sum worse = { 0 }, undecided = { 0 };
  gint64 difference;

  for (guint i = 0; i < self->positions->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->positions, ClFairPosition, i);
      guint usual = usual_of (baseline, position)->best;

      if (position->bucket == CL_FAIR_LOSING || position->post_losing)
        add_share (&worse, position->rank == 1, usual);
      else if (position->bucket == CL_FAIR_UNDECIDED)
        add_share (&undecided, position->rank == 1, usual);
    }
  if (worse.n < MIN_BUCKET || undecided.n < MIN_BUCKET)
    return;
  difference =
    cl_fixed_divide (worse.residual, worse.n) - cl_fixed_divide (undecided.residual, undecided.n);
  set (features,
       CL_FAIR_WHEN_WORSE,
       (gint32) cl_fixed_divide (difference * worse.n, (worse.n + 2 * MIN_BUCKET) * 10));
}

/* --- By game --- */

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  gint32 x = *(const gint32 *) a, y = *(const gint32 *) b;

  return (x < y) - (x > y);
}

/* The highest sum of neighbouring residuals, over the root of what all of them vary: how far help would have had to begin and
 * end to look best. */
static gint32
find_streak (const ClFairPosition *positions, guint n, const ClFairBaseline *baseline)
{
  gint64 run = 0, highest = 0, variance = 0;

  for (guint i = 0; i < n; i++)
    {
      gint64 usual = usual_of (baseline, &positions[i])->best;

      run = MAX (run + (positions[i].rank == 1 ? ONE : 0) - usual, 0);
      highest = MAX (highest, run);
      variance += usual * (ONE - usual);
    }
  return (gint32) cl_fixed_divide (highest * 1000,
                                   (gint64) MAX (cl_integer_root ((guint64) variance), 1));
}

static void
find_games (const ClFairDossier *self, const ClFairBaseline *baseline, ClFairFeatures *features)
{
  const ClFairPosition *positions = (const ClFairPosition *) (gpointer) self->positions->data;
  g_autoptr (GArray) z = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint n = self->positions->len;
  gint32 streak = 0;
  gint64 sum = 0;
  guint n_best;

  for (guint from = 0, to; from < n; from = to)
    {
      Sum best = { 0 };
      gint32 value;

      for (to = from; to < n && positions[to].game == positions[from].game; to++)
        add_share (&best, positions[to].rank == 1, usual_of (baseline, &positions[to])->best);
      value = z_of (&best, 0);
      g_array_append_val (z, value);
      streak = MAX (streak, find_streak (positions + from, to - from, baseline));
    }
  if (z->len == 0)
    return;
  g_array_sort (z, compare_descending);
  n_best = (z->len + 4) / 5;
  for (guint i = 0; i < n_best; i++)
    sum += g_array_index (z, gint32, i);
  set (features, CL_FAIR_BEST_GAMES, (gint32) cl_fixed_divide (sum, n_best));
  set (features, CL_FAIR_STREAK, streak);
}

/* --- Times --- */

/* Ranks of @values, twice: ties share the mean of theirs. */
static void
find_ranks (const gint32 *values, guint n, gint64 *ranks)
{
  for (guint i = 0; i < n; i++)
    {
      guint below = 0, same = 0;

      for (guint k = 0; k < n; k++)
        {
          below += values[k] < values[i];
          same += values[k] == values[i];
        }
      ranks[i] = 2 * (gint64) below + same + 1;
    }
}

/* Spearman's ρ in thousandths; 0 if one of the two never changes. */
static gint64
find_correlation (const gint32 *a, const gint32 *b, guint n)
{
  g_autofree gint64 *x = g_new (gint64, n), *y = g_new (gint64, n);
  gint64 mean = (gint64) n + 1, xy = 0, xx = 0, yy = 0; /* twice the mean rank */

  find_ranks (a, n, x);
  find_ranks (b, n, y);
  for (guint i = 0; i < n; i++)
    {
      xy += (x[i] - mean) * (y[i] - mean);
      xx += (x[i] - mean) * (x[i] - mean);
      yy += (y[i] - mean) * (y[i] - mean);
    }
  if (xx == 0 || yy == 0)
    return 0;
  return cl_fixed_divide (xy * 1000,
                          (gint64) MAX (cl_integer_root ((guint64) xx * (guint64) yy), 1));
}

typedef struct
{
  gint64 difficulty, flatness, spread, n; /* sums weighted by the moves of the game */
} Times;

static void
add_times (Times *times, const gint32 *used, const gint32 *complexity, guint n)
{
  g_autofree gint32 *sorted = g_memdup2 (used, n * sizeof *used);
  gint64 median, flat = 0, sum = 0, squares = 0;

  qsort (sorted, n, sizeof *sorted, compare_descending);
  median = sorted[n / 2];
  for (guint i = 0; i < n; i++)
    {
      /* A tenth of a second more, so that what was played at once has a logarithm and does not dominate. */
      gint64 ln = cl_fixed_ln ((guint64) used[i] + 1, 10);

      flat += ABS ((gint64) used[i] - median) * 5 <= median;
      sum += ln;
      squares += ln * ln;
    }
  times->difficulty += (1000 - find_correlation (used, complexity, n)) * n;
  times->flatness += flat * 1000;
  times->spread -= (gint64) cl_integer_root ((guint64) MAX (squares * n - sum * sum, 0));
  times->n += n;
}

static void
find_times (const ClFairDossier *self, ClFairFeatures *features)
{
  const ClFairPosition *positions = (const ClFairPosition *) (gpointer) self->positions->data;
  guint n = self->positions->len;
  g_autofree gint32 *used = g_new (gint32, n + 1), *complexity = g_new (gint32, n + 1);
  Times times = { 0 };

  for (guint from = 0, to; from < n; from = to)
    {
      guint n_timed = 0;

      for (to = from; to < n && positions[to].game == positions[from].game; to++)
        if (positions[to].used_ds >= 0)
          {
            used[n_timed] = positions[to].used_ds;
            complexity[n_timed++] = positions[to].complexity;
          }
      if (n_timed >= MIN_TIMED)
        add_times (&times, used, complexity, n_timed);
    }
  if (times.n == 0)
    return;
  set (features, CL_FAIR_TIME_DIFFICULTY, (gint32) cl_fixed_divide (times.difficulty, times.n));
  set (features, CL_FAIR_TIME_FLATNESS, (gint32) cl_fixed_divide (times.flatness, times.n));
  set (features, CL_FAIR_TIME_SPREAD, (gint32) cl_fixed_divide (times.spread, times.n));
}

void
cl_fair_features (const ClFairDossier *self,
                  const ClFairBaseline *baseline,
                  ClFairFeatures *features)
{
  g_return_if_fail (self != NULL && baseline != NULL && features != NULL);

  memset (features, 0, sizeof *features);
  find_sums (self, baseline, features);
  find_bucket_difference (self, baseline, features);
  find_games (self, baseline, features);
  find_times (self, features);
}
