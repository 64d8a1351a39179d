/* report.c: the table of how well the fair-play score does on the half of the labelled set that it was not made from
 *
 *     report CORPUS.pgn EVALUATIONS [DOSSIERS [RESAMPLINGS]]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cl-fair-play-rating.h"
#include "figures.h"

#define N_GAMES 9

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* 95 % of the areas when the players are drawn again. */
static void
bootstrap (const LabelledSet *set,
           Policy policy,
           Times times,
           guint n,
           guint n_games,
           double interval[2])
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GArray) areas = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) clean =
        figures_score (set, rand, 12, &(Help){ n_games, POLICY_CLEAN, TIMES_COPIED }, TRUE);
      g_autoptr (GArray) helped =
        figures_score (set, rand, 12, &(Help){ n_games, policy, times }, TRUE);
      double area = figures_auc (clean, helped);

      g_array_append_val (areas, area);
    }
  g_array_sort (areas, compare_doubles);
  interval[0] = n > 0 ? g_array_index (areas, double, n * 25 / 1000) : 0;
  interval[1] = n > 0 ? g_array_index (areas, double, n * 975 / 1000) : 0;
}

static void
print_policy (const LabelledSet *set,
              GArray *clean,
              Policy policy,
              Times times,
              guint n,
              guint resamplings)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (GArray) helped =
    figures_score (set, rand, n, &(Help){ N_GAMES, policy, times }, FALSE);
  double interval[2];

  bootstrap (set, policy, times, resamplings, N_GAMES, interval);
  printf ("| %s, times %s | %.3f (%.3f–%.3f) | %.0f %% | %.0f %% | %.0f %% |\n",
          policy_words[policy],
          times_words[times],
          figures_auc (clean, helped),
          interval[0],
          interval[1],
          100 * figures_found (clean, helped, 0.01),
          100 * figures_called (helped, CL_FAIR_UNUSUAL, -1),
          100 * figures_called (helped, CL_FAIR_VERY_UNUSUAL, -1));
}

static void
print_by_games (const LabelledSet *set, guint n)
{
  static const guint counts[] = { 1, 5, 9, 30 };

  printf ("\n| games | AUC every move | AUC 25 %% |\n|---|---|---|\n");
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (4);
      g_autoptr (GArray) clean =
        figures_score (set, rand, n, &(Help){ counts[i], POLICY_CLEAN, TIMES_COPIED }, FALSE);
      g_autoptr (GArray) every =
        figures_score (set, rand, n, &(Help){ counts[i], POLICY_EVERY, TIMES_COPIED }, FALSE);
      g_autoptr (GArray) some =
        figures_score (set, rand, n, &(Help){ counts[i], POLICY_QUARTER, TIMES_COPIED }, FALSE);

      printf ("| %u | %.3f | %.3f |\n",
              counts[i],
              figures_auc (clean, every),
              figures_auc (clean, some));
    }
}

static GArray *
mix (const LabelledSet *set, guint n)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  GArray *all = g_array_new (FALSE, FALSE, sizeof (ClFairScore));

  for (Policy policy = POLICY_EVERY; policy < N_POLICIES; policy++)
    for (Times times = 0; times < N_TIMES; times++)
      {
        g_autoptr (GArray) helped =
          figures_score (set, rand, MAX (n / 9, 1), &(Help){ N_GAMES, policy, times }, FALSE);

        g_array_append_vals (all, helped->data, helped->len);
      }
  return all;
}

/* Clean dossiers of nine and of thirty games: at which rating their moves are usual, and how often the interval has the mean
 * rating of their band. */
static void
print_ratings (const LabelledSet *set, guint n)
{
  static const gint means[] = { 1166, 1499, 1694, 1902, 2173 };
  static const guint n_games[] = { N_GAMES, 30 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  printf (
    "\n| clean, by rating | games | dossiers | intrinsic rating, mean | deviation | interval, mean width | has the band's mean |\n"
    "|---|---|---|---|---|---|---|\n");
  for (guint band = 0; band < G_N_ELEMENTS (means); band++)
    for (guint k = 0; k < G_N_ELEMENTS (n_games); k++)
      {
        double sum = 0, squares = 0, width = 0;
        guint covered = 0, n_known = 0;

        for (guint i = 0; i < n; i++)
          {
            g_autoptr (ClFairDossier) dossier =
              labelled_set_make (set,
                                 rand,
                                 HALF_TEST,
                                 band,
                                 NULL,
                                 &(Help){ n_games[k], POLICY_CLEAN, TIMES_COPIED });
            ClFairRating rating;

            cl_fair_intrinsic_rating (dossier, &cl_fair_model_get ()->baseline, &rating);
            if (!rating.known)
              continue;
            n_known++;
            sum += rating.rating;
            squares += (double) rating.rating * rating.rating;
            width += rating.high - rating.low;
            covered += rating.low <= means[band] && means[band] <= rating.high;
          }
        printf ("| %s | %u | %u | %.0f | %.0f | %.0f | %.0f %% |\n",
                cl_fair_band_label (band),
                n_games[k],
                n_known,
                sum / MAX (n_known, 1),
                sqrt (MAX (squares / MAX (n_known, 1) - pow (sum / MAX (n_known, 1), 2), 0)),
                width / MAX (n_known, 1),
                100.0 * covered / MAX (n_known, 1));
      }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LabelledSet) set = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GArray) clean = NULL, mixed = NULL, again = NULL;
  guint n = argc > 3 ? (guint) atoi (argv[3]) : 200;
  guint resamplings = argc > 4 ? (guint) atoi (argv[4]) : 200;
  double brier, ece;

  if (argc < 3)
    {
      fprintf (stderr, "Usage: report CORPUS.pgn EVALUATIONS [DOSSIERS [RESAMPLINGS]]\n");
      return 2;
    }
  set = labelled_set_load (argv[1], argv[2], &error);
  if (set == NULL)
    {
      fprintf (stderr, "report: %s\n", error->message);
      return 1;
    }
  printf ("%u games of %s\n\n", labelled_set_n_games (set), labelled_set_get_origin (set));
  clean = figures_score (set, rand, n, &(Help){ N_GAMES, POLICY_CLEAN, TIMES_COPIED }, FALSE);
  printf (
    "| help | ROC-AUC (95 %%) | found at 1 %% false alarms | called unusual | very unusual |\n"
    "|---|---|---|---|---|\n");
  for (Policy policy = POLICY_EVERY; policy < N_POLICIES; policy++)
    print_policy (set, clean, policy, TIMES_COPIED, n, resamplings);
  print_policy (set, clean, POLICY_EVERY, TIMES_STEADY, n, resamplings);
  print_policy (set, clean, POLICY_QUARTER, TIMES_STEADY, n, resamplings);
  print_policy (set, clean, POLICY_QUARTER, TIMES_SHUFFLED, n, resamplings);
  printf (
    "\n| clean, by rating | sides | positions a dossier | unusual | very unusual |\n|---|---|---|---|---|\n");
  for (guint band = 0; band + 1 < CL_FAIR_N_BANDS; band++)
    {
      double positions = 0, count = 0;

      for (guint i = 0; i < clean->len; i++)
        if (g_array_index (clean, ClFairScore, i).band == band)
          {
            positions += g_array_index (clean, ClFairScore, i).n_positions;
            count++;
          }
      printf ("| %s | %u | %.0f | %.1f %% | %.1f %% |\n",
              cl_fair_band_label (band),
              labelled_set_n_sides (set, HALF_TEST, band),
              positions / MAX (count, 1),
              100 * figures_called (clean, CL_FAIR_UNUSUAL, (int) band),
              100 * figures_called (clean, CL_FAIR_VERY_UNUSUAL, (int) band));
    }
  print_by_games (set, n);
  print_ratings (set, n);
  mixed = mix (set, n);
  again = figures_score (set,
                         rand,
                         mixed->len / 5,
                         &(Help){ N_GAMES, POLICY_CLEAN, TIMES_COPIED },
                         FALSE);
  figures_calibration (again, mixed, &brier, &ece);
  printf (
    "\nAll policies and times mixed, as many clean: AUC %.3f, Brier %.3f, calibration error %.3f\n",
    figures_auc (again, mixed),
    brier,
    ece);
  return 0;
}
