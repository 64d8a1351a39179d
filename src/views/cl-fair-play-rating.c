/* cl-fair-play-rating.c: at which rating moves like these are usual: an intrinsic performance rating
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fair-play-rating.h"

#include "cl-fixed.h"
#include "cl-win-chance.h"

#define N_RATED    (CL_FAIR_N_BANDS - 1)
#define CONFIDENCE 196 /* hundredths of a standard deviation */

/* Mean ratings of the players of each band from whom the baseline was counted (tests/fair-play: 150 games). */
static const gint band_ratings[N_RATED] = { 1166, 1499, 1694, 1902, 2173 };

/* Sums over the positions, in thousandths of scaled loss. */
typedef struct
{
  gint64 n, n_games;
  gint64 lost;
  gint64 expected[N_RATED];
  gint64 variance; /* millionths */
} Sums;

static void
add_up (const ClFairDossier *self, const ClFairBaseline *baseline, Sums *sums)
{
  guint game = G_MAXUINT;

  *sums = (Sums){ .n = self->positions->len };
  for (guint i = 0; i < self->positions->len; i++)
    {
      const ClFairPosition *position = &g_array_index (self->positions, ClFairPosition, i);

      sums->lost += position->loss;
      sums->variance += baseline->usual[N_RATED][position->kind].loss_variance;
      for (guint band = 0; band < N_RATED; band++)
        sums->expected[band] += baseline->usual[band][position->kind].loss;
      sums->n_games += position->game != game;
      game = position->game;
    }
}

/* The line by least squares: rating = mean rating + (lost − mean expected) · rise / run, all sums of @n positions. */
typedef struct
{
  gint64 expected, rating; /* means */
  gint64 rise, run;
} Line;

static Line
fit (const Sums *sums)
{
  Line line = { 0 };

  for (guint band = 0; band < N_RATED; band++)
    {
      line.expected += sums->expected[band];
      line.rating += band_ratings[band];
    }
  line.expected = cl_fixed_divide (line.expected, N_RATED);
  line.rating = cl_fixed_divide (line.rating, N_RATED);
  for (guint band = 0; band < N_RATED; band++)
    {
      gint64 off = sums->expected[band] - line.expected;

      line.rise += off * (band_ratings[band] - line.rating);
      line.run += off * off;
    }
  return line;
}

static gint
clamp_rating (gint64 rating)
{
  return (gint) CLAMP (rating, CL_FAIR_LOWEST_RATING, CL_FAIR_HIGHEST_RATING);
}

void
cl_fair_intrinsic_rating (const ClFairDossier *self,
                          const ClFairBaseline *baseline,
                          ClFairRating *rating)
{
  gint64 spread = baseline->spread[2], off, margin, at;
  guint64 sigma;
  Sums sums;
  Line line;

  g_return_if_fail (self != NULL && baseline != NULL && rating != NULL);

  add_up (self, baseline, &sums);
  *rating = (ClFairRating){ .n_positions = (guint) sums.n };
  line = fit (&sums);
  /* Players who are expected to lose more the better they are: there is no line to read. */
  if (sums.n < CL_FAIR_MIN_POSITIONS || line.rise >= 0 || line.run == 0)
    return;
  /* The spread is that of the mean of one player's game; games add up like players. */
  sigma =
    cl_integer_root ((guint64) (sums.variance + spread * spread * sums.n / sums.n_games * sums.n));
  margin = cl_fixed_divide ((gint64) sigma * CONFIDENCE, 100);
  off = sums.lost - line.expected;
  at = line.rating + cl_fixed_divide (off * line.rise, line.run);
  margin = ABS (cl_fixed_divide (margin * line.rise, line.run));
  rating->known = TRUE;
  rating->rating = clamp_rating (at);
  rating->low = clamp_rating (at - margin);
  rating->high = clamp_rating (at + margin);
}
