/* fit.c: makes the baseline and the model of the fair-play report from the half of the labelled set that is for that
 *
 *     fit CORPUS.pgn EVALUATIONS VERSION > src/views/cl-fair-play-table.h
 *
 * Baseline: for each rating band and kind of position the shares of clean players, drawn towards what band and kind alone
 * let expect while there are few positions. Model: logistic, L2, no negative weights, fitted to as many clean dossiers as
 * helped ones of all policies and times. Floats are used here, never where it is applied.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cl-fair-play-features.h"
#include "cl-fair-play-model.h"
#include "labelled-set.h"

#define N_GAMES    9
#define N_CLEAN    160 /* dossiers a band */
#define N_RATED    (CL_FAIR_N_BANDS - 1)
#define PRIOR      40.0 /* positions */
#define L2         0.02
#define N_FEATURES CL_FAIR_N_FEATURES

/* --- Baseline --- */

typedef enum
{
  BEST,
  TOP3,
  ERRORS,
  LOSS,
  SQUARES,
  N_MEASURES,
} Measure;

typedef struct
{
  double n, sums[N_MEASURES];
} Cell;

static void
measure (const ClFairPosition *position, double values[N_MEASURES])
{
  values[BEST] = position->rank == 1;
  values[TOP3] = position->rank >= 1 && position->rank <= 3;
  values[ERRORS] = position->lost_win >= 1000;
  values[LOSS] = position->loss;
  values[SQUARES] = (double) position->loss * position->loss;
}

static void
add_to_cell (Cell *cell, const double values[N_MEASURES])
{
  cell->n++;
  for (guint i = 0; i < N_MEASURES; i++)
    cell->sums[i] += values[i];
}

static double
mean_of (const Cell *cell, Measure measure)
{
  return cell->n > 0 ? cell->sums[measure] / cell->n : 0;
}

/* The cell's own mean and what its row and column let expect, by number. */
static double
smooth (const Cell *cell, const Cell *row, const Cell *column, const Cell *all, Measure measure)
{
  double expected = mean_of (all, measure) > 0
                      ? mean_of (row, measure) * mean_of (column, measure) / mean_of (all, measure)
                      : 0;

  return (cell->sums[measure] + PRIOR * expected) / (cell->n + PRIOR);
}

static void
fill_usual (ClFairUsual *usual,
            const Cell *cell,
            const Cell *row,
            const Cell *column,
            const Cell *all)
{
  double loss = smooth (cell, row, column, all, LOSS);
  double squares = smooth (cell, row, column, all, SQUARES);

  usual->best =
    (guint16) lround (10000 * CLAMP (smooth (cell, row, column, all, BEST), 0.02, 0.98));
  usual->top3 =
    (guint16) lround (10000 * CLAMP (smooth (cell, row, column, all, TOP3), 0.02, 0.99));
  usual->errors =
    (guint16) lround (10000 * CLAMP (smooth (cell, row, column, all, ERRORS), 0.005, 0.9));
  usual->loss = (guint16) lround (loss);
  usual->loss_variance = (guint32) lround (MAX (squares - loss * loss, 100));
}

static void
count_usual (const LabelledSet *set, ClFairBaseline *baseline)
{
  Cell cells[N_RATED][CL_FAIR_N_KINDS] = { 0 }, bands[N_RATED] = { 0 },
       kinds[CL_FAIR_N_KINDS] = { 0 };
  Cell all = { 0 };

  for (guint band = 0; band < N_RATED; band++)
    for (guint side = 0; side < labelled_set_n_sides (set, HALF_FIT, band); side++)
      {
        g_autoptr (ClFairDossier) dossier = labelled_set_side (set, HALF_FIT, band, side);

        for (guint i = 0; i < dossier->positions->len; i++)
          {
            const ClFairPosition *position = &g_array_index (dossier->positions, ClFairPosition, i);
            double values[N_MEASURES];

            measure (position, values);
            add_to_cell (&cells[band][position->kind], values);
            add_to_cell (&bands[band], values);
            add_to_cell (&kinds[position->kind], values);
            add_to_cell (&all, values);
          }
      }
  for (guint band = 0; band < CL_FAIR_N_BANDS; band++)
    for (guint kind = 0; kind < CL_FAIR_N_KINDS; kind++)
      if (band < N_RATED)
        fill_usual (&baseline->usual[band][kind],
                    &cells[band][kind],
                    &bands[band],
                    &kinds[kind],
                    &all);
      else
        fill_usual (&baseline->usual[band][kind], &kinds[kind], &all, &kinds[kind], &all);
  fprintf (stderr, "baseline: %.0f positions\n", all.n);
}

/* By moments: what the squares of the players' sums are above what chance makes them. */
static void
count_spread (const LabelledSet *set, ClFairBaseline *baseline)
{
  double above[4] = { 0 }, weight = 0;

  for (guint band = 0; band < N_RATED; band++)
    for (guint side = 0; side < labelled_set_n_sides (set, HALF_FIT, band); side++)
      {
        g_autoptr (ClFairDossier) dossier = labelled_set_side (set, HALF_FIT, band, side);
        double sums[4] = { 0 }, variances[4] = { 0 }, n = dossier->positions->len;

        for (guint i = 0; i < dossier->positions->len; i++)
          {
            const ClFairPosition *position = &g_array_index (dossier->positions, ClFairPosition, i);
            const ClFairUsual *usual = &baseline->usual[position->band][position->kind];
            double p[3] = { usual->best / 1e4, usual->top3 / 1e4, usual->errors / 1e4 };
            double values[N_MEASURES];

            measure (position, values);
            for (guint k = 0; k < 3; k++)
              {
                sums[k == 2 ? 3 : k] += values[k] - p[k];
                variances[k == 2 ? 3 : k] += p[k] * (1 - p[k]);
              }
            sums[2] += values[LOSS] - usual->loss;
            variances[2] += usual->loss_variance;
          }
        for (guint k = 0; k < 4; k++)
          above[k] += sums[k] * sums[k] - variances[k];
        weight += n * n;
      }
  for (guint k = 0; k < 4; k++)
    baseline->spread[k] =
      (guint16) lround (sqrt (MAX (above[k] / MAX (weight, 1), 0)) * (k == 2 ? 1 : 1e4));
}

/* --- Model --- */

typedef struct
{
  double x[N_FEATURES];
  gboolean helped;
  guint band;
} Sample;

static void
add_sample (GArray *samples,
            const LabelledSet *set,
            const ClFairBaseline *baseline,
            GRand *rand,
            guint band,
            const Help *help)
{
  g_autoptr (ClFairDossier) dossier = labelled_set_make (set, rand, HALF_FIT, band, NULL, help);
  Sample sample = { .helped = help->policy != POLICY_CLEAN, .band = band };
  ClFairFeatures features;

  cl_fair_features (dossier, baseline, &features);
  for (guint i = 0; i < N_FEATURES; i++)
    sample.x[i] = features.known[i] ? features.values[i] : NAN;
  g_array_append_val (samples, sample);
}

static GArray *
make_samples (const LabelledSet *set, const ClFairBaseline *baseline)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  GArray *samples = g_array_new (FALSE, FALSE, sizeof (Sample));

  for (guint band = 0; band < N_RATED; band++)
    for (guint i = 0; i < N_CLEAN; i++)
      {
        Policy policy = (Policy) (1 + i % (N_POLICIES - 1));
        Times times = (Times) (i / (N_POLICIES - 1) % N_TIMES);

        add_sample (samples,
                    set,
                    baseline,
                    rand,
                    band,
                    &(Help){ N_GAMES, POLICY_CLEAN, TIMES_COPIED });
        add_sample (samples, set, baseline, rand, band, &(Help){ N_GAMES, policy, times });
      }
  return samples;
}

/* Mean and deviation of the clean ones; what is not known becomes the mean. */
static void
standardise (GArray *samples, double *mean, double *deviation)
{
  for (guint k = 0; k < N_FEATURES; k++)
    {
      double n = 0, sum = 0, squares = 0;

      for (guint i = 0; i < samples->len; i++)
        {
          const Sample *sample = &g_array_index (samples, Sample, i);

          if (sample->helped || isnan (sample->x[k]))
            continue;
          n++;
          sum += sample->x[k];
          squares += sample->x[k] * sample->x[k];
        }
      mean[k] = n > 0 ? sum / n : 0;
      deviation[k] = n > 0 ? MAX (sqrt (squares / n - mean[k] * mean[k]), 1) : 1;
      for (guint i = 0; i < samples->len; i++)
        {
          Sample *sample = &g_array_index (samples, Sample, i);

          sample->x[k] =
            isnan (sample->x[k]) ? 0 : CLAMP ((sample->x[k] - mean[k]) / deviation[k], -4, 4);
        }
    }
}

static double
score (const Sample *sample, const double *weight, double bias)
{
  double sum = bias;

  for (guint k = 0; k < N_FEATURES; k++)
    sum += weight[k] * sample->x[k];
  return sum;
}

/* Gradient descent, each step put back to where no weight is negative. */
static double
fit (GArray *samples, double *weight)
{
  double bias = 0, n = samples->len;

  memset (weight, 0, N_FEATURES * sizeof *weight);
  for (guint step = 0; step < 6000; step++)
    {
      double gradient[N_FEATURES] = { 0 }, bias_gradient = 0;

      for (guint i = 0; i < samples->len; i++)
        {
          const Sample *sample = &g_array_index (samples, Sample, i);
          double error = 1 / (1 + exp (-score (sample, weight, bias))) - sample->helped;

          bias_gradient += error / n;
          for (guint k = 0; k < N_FEATURES; k++)
            gradient[k] += error * sample->x[k] / n;
        }
      bias -= 0.2 * bias_gradient;
      for (guint k = 0; k < N_FEATURES; k++)
        weight[k] = MAX (weight[k] - 0.2 * (gradient[k] + L2 * weight[k]), 0);
    }
  return bias;
}

typedef struct
{
  double n, sum, squares;
} Moments;

static void
add_moment (Moments *moments, double value)
{
  moments->n++;
  moments->sum += value;
  moments->squares += value * value;
}

static double
moments_mean (const Moments *self)
{
  return self->n > 0 ? self->sum / self->n : 0;
}

static double
moments_deviation (const Moments *self)
{
  double mean = moments_mean (self);

  return self->n > 0 ? sqrt (MAX (self->squares / self->n - mean * mean, 1e-6)) : 1;
}

/* --- What is written --- */

static void
print_numbers (const char *name, const double *values, guint n, double unit)
{
  printf ("  .%s = { ", name);
  for (guint i = 0; i < n; i++)
    printf ("%s%ld", i > 0 ? ", " : "", lround (values[i] * unit));
  printf (" },\n");
}

static void
print_baseline (const ClFairBaseline *baseline)
{
  printf ("  .baseline = {\n    .usual = {\n");
  for (guint band = 0; band < CL_FAIR_N_BANDS; band++)
    {
      printf ("      { /* %s */\n", cl_fair_band_label (band));
      for (guint kind = 0; kind < CL_FAIR_N_KINDS; kind++)
        {
          const ClFairUsual *usual = &baseline->usual[band][kind];

          printf ("        { %u, %u, %u, %u, %u },\n",
                  usual->best,
                  usual->top3,
                  usual->errors,
                  usual->loss,
                  usual->loss_variance);
        }
      printf ("      },\n");
    }
  printf ("    },\n    .spread = { %u, %u, %u, %u },\n  },\n",
          baseline->spread[0],
          baseline->spread[1],
          baseline->spread[2],
          baseline->spread[3]);
}

static void
print_clean (GArray *samples, const double *weight, double bias)
{
  Moments bands[CL_FAIR_N_BANDS] = { 0 }, families[CL_FAIR_N_FAMILIES] = { 0 };
  double mean[CL_FAIR_N_BANDS], deviation[CL_FAIR_N_BANDS], within = 0;

  for (guint i = 0; i < samples->len; i++)
    {
      const Sample *sample = &g_array_index (samples, Sample, i);
      double parts[CL_FAIR_N_FAMILIES] = { 0 };

      if (sample->helped)
        continue;
      add_moment (&bands[sample->band], score (sample, weight, bias));
      add_moment (&bands[CL_FAIR_N_BANDS - 1], score (sample, weight, bias));
      for (guint k = 0; k < N_FEATURES; k++)
        parts[cl_fair_family_of (k)] += weight[k] * sample->x[k];
      for (guint k = 0; k < CL_FAIR_N_FAMILIES; k++)
        add_moment (&families[k], parts[k]);
    }
  for (guint i = 0; i < CL_FAIR_N_BANDS; i++)
    {
      mean[i] = moments_mean (&bands[i]);
      deviation[i] = moments_deviation (&bands[i]);
      within += i + 1 < CL_FAIR_N_BANDS ? deviation[i] / N_RATED : 0;
    }
  /* The few players of a band may resemble each other by chance: none is taken for narrower than all are on the average. */
  for (guint i = 0; i < CL_FAIR_N_BANDS; i++)
    deviation[i] = MAX (deviation[i], within);
  print_numbers ("clean_mean", mean, CL_FAIR_N_BANDS, 1000);
  print_numbers ("clean_deviation", deviation, CL_FAIR_N_BANDS, 1000);
  for (guint i = 0; i < CL_FAIR_N_FAMILIES; i++)
    {
      mean[i] = moments_mean (&families[i]);
      deviation[i] = moments_deviation (&families[i]);
    }
  print_numbers ("family_mean", mean, CL_FAIR_N_FAMILIES, 1000);
  print_numbers ("family_deviation", deviation, CL_FAIR_N_FAMILIES, 1000);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabelledSet) set = NULL;
  g_autoptr (GArray) samples = NULL;
  ClFairBaseline baseline = { 0 };
  double mean[N_FEATURES], deviation[N_FEATURES], weight[N_FEATURES], bias;

  if (argc != 4)
    {
      fprintf (stderr, "Usage: fit CORPUS.pgn EVALUATIONS VERSION > cl-fair-play-table.h\n");
      return 2;
    }
  set = labelled_set_load (argv[1], argv[2], &error);
  if (set == NULL)
    {
      fprintf (stderr, "fit: %s\n", error->message);
      return 1;
    }
  count_usual (set, &baseline);
  count_spread (set, &baseline);
  samples = make_samples (set, &baseline);
  standardise (samples, mean, deviation);
  bias = fit (samples, weight);
  printf (
    "/* cl-fair-play-table.h: baseline and model of the fair-play report, written by tests/fair-play/fit\n *\n"
    " * SPDX-License-Identifier: GPL-3.0-or-later\n */\n\n#pragma once\n\n#include \"cl-fair-play-model.h\"\n\n"
    "/* clang-format off */\nstatic const ClFairModel fair_play_table = {\n  .version = %lu,\n  .origin =\n"
    "    \"%u games of %s; one half of the players\",\n",
    strtoul (argv[3], NULL, 10),
    labelled_set_n_games (set),
    labelled_set_get_origin (set));
  print_baseline (&baseline);
  printf ("  /* %s", cl_fair_feature_word (0));
  for (guint i = 1; i < N_FEATURES; i++)
    printf (", %s", cl_fair_feature_word (i));
  printf (" */\n");
  print_numbers ("mean", mean, N_FEATURES, 1);
  print_numbers ("deviation", deviation, N_FEATURES, 1);
  print_numbers ("weight", weight, N_FEATURES, 1000);
  printf ("  .bias = %ld,\n", lround (bias * 1000));
  print_clean (samples, weight, bias);
  printf ("};\n/* clang-format on */\n");
  return 0;
}
