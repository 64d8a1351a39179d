/* test-fair-play.c: what the fair-play score promises, on the labelled set (skipped without the corpus) and without it
 *
 * Figures below are what was measured, less a margin: they must not fall. A part of what is measured must not rise either,
 * since a detector that sees one move in ten has been told.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <locale.h>
#include <string.h>

#include "cl-fair-play-rating.h"
#include "cl-fair-play-row.h"
#include "cl-fixed.h"
#include "figures.h"
#include "own-home.h"

#include <math.h>

#define N_GAMES    9
#define N_DOSSIERS 24
#define CORPUS     "pgn/corpus/lichess-2021-clk.pgn"

static LabelledSet *
load (void)
{
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *corpus = data != NULL ? g_build_filename (data, CORPUS, NULL) : NULL;
  g_autofree char *evaluations =
    g_test_build_filename (G_TEST_DIST, "data", "fair-play", "evaluations.txt", NULL);
  g_autoptr (GError) error = NULL;
  LabelledSet *set;

  if (corpus == NULL || !g_file_test (corpus, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no data");
      return NULL;
    }
  set = labelled_set_load (corpus, evaluations, &error);
  g_assert_no_error (error);
  return set;
}

/* --- The detector --- */

static double
area_of (const LabelledSet *set, GArray *clean, Policy policy, Times times, double *found)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  g_autoptr (GArray) helped =
    figures_score (set, rand, N_DOSSIERS, &(Help){ N_GAMES, policy, times }, FALSE);
  double area = figures_auc (clean, helped);

  *found = figures_found (clean, helped, 0.01);
  g_test_message ("%s, times %s: AUC %.3f, %.0f %% found at 1 %% false alarms",
                  policy_words[policy],
                  times_words[times],
                  area,
                  100 * *found);
  return area;
}

static void
test_detects (void)
{
  static const struct
  {
    Policy policy;
    Times times;
    double area, at_most, found;
  } cases[] = {
    { POLICY_EVERY, TIMES_COPIED, 0.98, 1, 0.95 },
    { POLICY_EVERY, TIMES_STEADY, 0.98, 1, 0.95 },
    { POLICY_HALF, TIMES_COPIED, 0.97, 1, 0.85 },
    { POLICY_QUARTER, TIMES_COPIED, 0.90, 0.99, 0.40 },
    { POLICY_TENTH, TIMES_COPIED, 0.60, 0.85, 0 },
    { POLICY_WHEN_LOSING, TIMES_COPIED, 0.95, 1, 0.60 },
    { POLICY_LATE, TIMES_COPIED, 0.97, 1, 0.85 },
  };
  g_autoptr (LabelledSet) set = load ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GArray) clean = NULL;

  if (set == NULL)
    return;
  clean =
    figures_score (set, rand, N_DOSSIERS, &(Help){ N_GAMES, POLICY_CLEAN, TIMES_COPIED }, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double found;
      double area = area_of (set, clean, cases[i].policy, cases[i].times, &found);

      g_assert_cmpfloat (area, >=, cases[i].area);
      g_assert_cmpfloat (area, <=, cases[i].at_most);
      g_assert_cmpfloat (found, >=, cases[i].found);
    }
  for (int band = 0; band + 1 < CL_FAIR_N_BANDS; band++)
    {
      double false_alarms = figures_called (clean, CL_FAIR_UNUSUAL, band);

      g_test_message ("%s: %.1f %% false alarms", cl_fair_band_label (band), 100 * false_alarms);
      g_assert_cmpfloat (false_alarms, <=, 0.03);
    }
}

static void
test_calibrated (void)
{
  g_autoptr (LabelledSet) set = load ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (GArray) helped = g_array_new (FALSE, FALSE, sizeof (ClFairScore));
  g_autoptr (GArray) clean = NULL;
  double brier, ece;

  if (set == NULL)
    return;
  for (Policy policy = POLICY_EVERY; policy < N_POLICIES; policy++)
    for (Times times = 0; times < N_TIMES; times++)
      {
        g_autoptr (GArray) some =
          figures_score (set, rand, 3, &(Help){ N_GAMES, policy, times }, FALSE);

        g_array_append_vals (helped, some->data, some->len);
      }
  clean = figures_score (set,
                         rand,
                         helped->len / 5,
                         &(Help){ N_GAMES, POLICY_CLEAN, TIMES_COPIED },
                         FALSE);
  figures_calibration (clean, helped, &brier, &ece);
  g_test_message ("Brier %.3f, calibration error %.3f", brier, ece);
  g_assert_cmpfloat (brier, <=, 0.14);
  g_assert_cmpfloat (ece, <=, 0.10);
}

/* More help, a higher score on the average. */
static void
test_monotone (void)
{
  static const Policy policies[] = { POLICY_CLEAN,
                                     POLICY_TENTH,
                                     POLICY_QUARTER,
                                     POLICY_HALF,
                                     POLICY_EVERY };
  g_autoptr (LabelledSet) set = load ();
  double before = -1e9;

  for (guint i = 0; set != NULL && i < G_N_ELEMENTS (policies); i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (4);
      g_autoptr (GArray) scores = figures_score (set,
                                                 rand,
                                                 N_DOSSIERS / 2,
                                                 &(Help){ N_GAMES, policies[i], TIMES_COPIED },
                                                 FALSE);
      double mean = 0;

      for (guint k = 0; k < scores->len; k++)
        mean += (double) g_array_index (scores, ClFairScore, k).score / scores->len;
      g_test_message ("%s: mean score %.0f", policy_words[policies[i]], mean);
      g_assert_cmpfloat (mean, >, before);
      before = mean;
    }
}

/* --- The same number everywhere --- */

static char *
digest (const LabelledSet *set)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (ClFairDossier) dossier =
        labelled_set_make (set,
                           rand,
                           HALF_TEST,
                           i % 5,
                           NULL,
                           &(Help){ N_GAMES, i % 2, TIMES_COPIED });
      g_autoptr (GString) text = g_string_new (NULL);
      ClFairScore score;

      cl_fair_score (dossier, cl_fair_model_get (), &score);
      cl_fair_score_interval (dossier, cl_fair_model_get (), &score);
      g_string_append_printf (text,
                              "%d %d %d %d",
                              score.score,
                              score.low,
                              score.high,
                              score.beyond);
      for (guint k = 0; k < CL_FAIR_N_FEATURES; k++)
        g_string_append_printf (text, " %d", score.features.values[k]);
      g_checksum_update (sum, (const guchar *) text->str, (gssize) text->len);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_same_number (void)
{
  g_autoptr (LabelledSet) set = load ();
  g_autofree char *first = NULL, *second = NULL;

  if (set == NULL)
    return;
  first = digest (set);
  if (setlocale (LC_ALL, "de_DE.UTF-8") == NULL)
    g_test_message ("no second locale here");
  second = digest (set);
  setlocale (LC_ALL, "C.UTF-8");
  g_assert_cmpstr (first, ==, second);
  /* Of model version 1: another number on another machine, or without a new version, is a fault. */
  g_assert_cmpuint (cl_fair_model_get ()->version, ==, 1);
  g_assert_cmpstr (first, ==, "dad022ba43adb943564c6089e75421e702f07ac733e2b4d71e1cf6a78c0f11ae");
}

/* The games of a dossier in another order. */
static void
test_order (void)
{
  g_autoptr (LabelledSet) set = load ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  g_autoptr (ClFairDossier) dossier = NULL;
  g_autoptr (ClFairDossier) turned = cl_fair_dossier_new ();
  ClFairScore a, b;

  if (set == NULL)
    return;
  dossier = labelled_set_make (set,
                               rand,
                               HALF_TEST,
                               1,
                               NULL,
                               &(Help){ N_GAMES, POLICY_HALF, TIMES_COPIED });
  for (guint game = N_GAMES; game-- > 0;)
    {
      for (guint i = 0; i < dossier->positions->len; i++)
        if (g_array_index (dossier->positions, ClFairPosition, i).game == game)
          {
            ClFairPosition position = g_array_index (dossier->positions, ClFairPosition, i);

            position.game = N_GAMES - 1 - game;
            g_array_append_val (turned->positions, position);
          }
      g_array_append_val (turned->games, ((ClFairGame){ .band = 1 }));
    }
  cl_fair_score (dossier, cl_fair_model_get (), &a);
  cl_fair_score (turned, cl_fair_model_get (), &b);
  g_assert_cmpint (a.score, ==, b.score);
  g_assert_cmpmem (&a.features, sizeof a.features, &b.features, sizeof b.features);
}

/* --- Without data --- */

static void
fill_game (ClFairPly *plies, ClFairEvaluation *evaluations, guint n, gint second)
{
  memset (plies, 0, n * sizeof *plies);
  memset (evaluations, 0, (n + 1) * sizeof *evaluations);
  for (guint i = 0; i <= n; i++)
    {
      evaluations[i].n_lines = 3;
      evaluations[i].depth = 10;
      evaluations[i].settled = 3;
      for (guint k = 0; k < 3; k++)
        {
          evaluations[i].lines[k].move = (guint16) (100 + i + 64 * k);
          evaluations[i].lines[k].cp = (gint16) (k * second);
        }
      if (i < n)
        plies[i] = (ClFairPly){ .move = (guint16) (100 + i), .used_ds = 50, .offset = i + 2 };
    }
}

static void
add_game (ClFairDossier *dossier,
          const ClFairPly *plies,
          const ClFairEvaluation *evaluations,
          guint n)
{
  const ClFairEvaluation *list[201];

  for (guint i = 0; i <= n; i++)
    list[i] = &evaluations[i];
  cl_fair_dossier_add_game (dossier,
                            &(ClFairInput){ "table/1", 1, CHESS_WHITE, plies, n, list },
                            CHESS_WHITE,
                            1700);
}

/* Where nothing is known there is nothing to say: no positions, one legal move, all decided. */
static void
test_insufficient (void)
{
  g_autoptr (ClFairDossier) none = cl_fair_dossier_new ();
  g_autoptr (ClFairDossier) forced = cl_fair_dossier_new ();
  ClFairPly plies[200];
  ClFairEvaluation evaluations[201];
  ClFairScore score;

  cl_fair_score (none, cl_fair_model_get (), &score);
  cl_fair_score_interval (none, cl_fair_model_get (), &score);
  g_assert_cmpint (score.strength, ==, CL_FAIR_INSUFFICIENT);
  fill_game (plies, evaluations, 200, 0);
  for (guint i = 0; i <= 200; i++)
    evaluations[i].n_lines = 1;
  for (guint i = 0; i < 10; i++)
    add_game (forced, plies, evaluations, 200);
  g_assert_cmpuint (forced->positions->len, ==, 0);
  for (guint i = 0; i <= 200; i++)
    {
      evaluations[i].n_lines = 3;
      evaluations[i].lines[0].cp = 700;
    }
  add_game (forced, plies, evaluations, 200);
  g_assert_cmpuint (forced->positions->len, ==, 0);
  g_assert_cmpuint (g_array_index (forced->games, ClFairGame, 10).n_evaluated, ==, 100);
  cl_fair_score (forced, cl_fair_model_get (), &score);
  g_assert_cmpint (score.strength, ==, CL_FAIR_INSUFFICIENT);
}

/* The exclusions of the reference: a next line worse by more than 50 ends the counting; more than 100 below the best is not
 * unclear; recaptures without a choice do not count. */
static void
test_exclusions (void)
{
  static const struct
  {
    gint second;
    guint counted[3], unclear[3];
  } cases[] = {
    { 0, { 92, 92, 0 }, { 92, 92, 0 } },
    { -50, { 92, 92, 0 }, { 92, 92, 0 } },
    { -51, { 0, 0, 0 }, { 0, 0, 0 } },
  };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (ClFairDossier) dossier = cl_fair_dossier_new ();
      ClFairMatches counted[CL_FAIR_N_BUCKETS + 1], unclear[CL_FAIR_N_BUCKETS + 1];
      ClFairPly plies[200];
      ClFairEvaluation evaluations[201];

      fill_game (plies, evaluations, 200, cases[c].second);
      add_game (dossier, plies, evaluations, 200);
      g_assert_cmpuint (dossier->positions->len, ==, 92);
      cl_fair_count_matches (dossier, FALSE, counted);
      cl_fair_count_matches (dossier, TRUE, unclear);
      for (guint k = 0; k < 3; k++)
        {
          g_assert_cmpuint (counted[CL_FAIR_UNDECIDED].n[k], ==, cases[c].counted[k]);
          g_assert_cmpuint (counted[CL_FAIR_UNDECIDED].hits[k], ==, cases[c].counted[k]);
          g_assert_cmpuint (unclear[CL_FAIR_UNDECIDED].n[k], ==, cases[c].unclear[k]);
        }
    }
}

/* What books have counts in no share; the score is made from it all the same, as its baseline was. */
static void
test_book (void)
{
  /* The Marshall attack to its eleventh move, then what nobody plays. */
  static const char *const marshall[] = {
    "e2e4", "e7e5", "g1f3", "b8c6", "f1b5", "a7a6", "b5a4", "g8f6", "e1g1", "f8e7", "f1e1", "b7b5",
    "a4b3", "e8g8", "c2c3", "d7d5", "e4d5", "f6d5", "f3e5", "c6e5", "e1e5", "c7c6", "h2h4", "h7h5",
  };
  ClFairPly plies[G_N_ELEMENTS (marshall)] = { 0 }, none[200];
  ClFairEvaluation evaluations[201];
  const ClFairEvaluation *list[201];
  g_autoptr (ClFairDossier) dossier = cl_fair_dossier_new ();
  ClFairMatches counted[CL_FAIR_N_BUCKETS + 1];
  ClFairInput input = { .plies = none, .n_plies = 200, .evaluations = list, .book_plies = 26 };

  for (guint i = 0; i < G_N_ELEMENTS (marshall); i++)
    g_assert_true (cl_uci_pack (marshall[i], strlen (marshall[i]), &plies[i].move));
  g_assert_cmpuint (cl_fair_count_book (plies, G_N_ELEMENTS (plies)), ==, 22);
  g_assert_cmpuint (cl_fair_count_book (plies + 1, G_N_ELEMENTS (plies) - 1), ==, 0);

  fill_game (none, evaluations, 200, 0);
  for (guint i = 0; i <= 200; i++)
    list[i] = &evaluations[i];
  cl_fair_dossier_add_game (dossier, &input, CHESS_WHITE, 1500);
  g_assert_cmpuint (dossier->positions->len, ==, 92);
  cl_fair_count_matches (dossier, FALSE, counted);
  g_assert_cmpuint (counted[CL_FAIR_UNDECIDED].n[0], ==, 92 - 5); /* half-moves 17 to 25 of White */
}

static void
test_fixed (void)
{
  for (guint n = 1; n < 4000; n += 7)
    g_assert_cmpfloat (fabs (cl_fixed_ln (n, 100) - 1000 * log (n / 100.0)), <=, 0.51);
  for (int x = -14000; x < 14000; x += 13)
    g_assert_cmpfloat (fabs (cl_fixed_logistic (x) - 1e5 / (1 + exp (-x / 1000.0))), <=, 20);
  g_assert_cmpint (cl_fixed_divide (-5, 2), ==, -3);
  g_assert_cmpint (cl_fixed_divide (5, 2), ==, 3);
  /* Reference §8: 1 in 100 helped, 80 % found, 1 % false alarms: 45 % of alarms are right; 1 in 1000: 7 % */
  g_assert_cmpuint (cl_fair_share_right (10, 800, 10), ==, 447);
  g_assert_cmpuint (cl_fair_share_right (1, 800, 10), ==, 74);
}

static void
test_row (void)
{
  g_autoptr (ClFairRow) row = cl_fair_row_new ();
  g_autoptr (ClFairRow) again = NULL;
  g_autoptr (GArray) plies = g_array_new (FALSE, TRUE, sizeof (ClFairPly));
  g_autoptr (GArray) read = NULL;
  g_autofree char *value = NULL;

  row->first_offset = row->last_offset = 3;
  for (guint i = 0; i < 300; i++)
    {
      ClFairPly ply = { .move = (guint16) g_test_rand_int_range (0, 1 << 15),
                        .capture = g_test_rand_bit () };

      ply.used_ds = g_test_rand_int_range (-1, 4095);
      ply.offset =
        row->last_offset + (guint64) g_test_rand_int_range (1, g_test_rand_bit () ? 3 : 200000);
      g_array_append_val (plies, ply);
      cl_fair_row_add_move (row, &ply);
    }
  g_assert_false (row->left_out);
  cl_fair_row_cut (row, 250);
  value = cl_fair_row_format (row);
  again = cl_fair_row_parse (value);
  g_assert_nonnull (again);
  g_assert_cmpuint (again->n_plies, ==, 250);
  g_assert_cmpuint (again->last_offset, ==, g_array_index (plies, ClFairPly, 249).offset);
  read = cl_fair_row_get_plies (again);
  g_assert_cmpuint (read->len, ==, 250);
  for (guint i = 0; i < 250; i++)
    {
      const ClFairPly *a = &g_array_index (plies, ClFairPly, i),
                      *b = &g_array_index (read, ClFairPly, i);

      g_assert_cmpuint (a->move, ==, b->move);
      g_assert_cmpint (a->capture, ==, b->capture);
      g_assert_cmpint (a->used_ds, ==, b->used_ds);
      g_assert_cmpuint (a->offset, ==, b->offset);
    }
  g_assert_null (cl_fair_row_parse ("a\tb"));
}

/* --- The intrinsic rating --- */

static ClFairRating
rate (const LabelledSet *set, guint band, guint n_games, Policy policy)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  const Help help = { n_games, policy, TIMES_COPIED };
  g_autoptr (ClFairDossier) dossier = labelled_set_make (set, rand, HALF_TEST, band, NULL, &help);
  ClFairRating rating;

  cl_fair_intrinsic_rating (dossier, &cl_fair_model_get ()->baseline, &rating);
  return rating;
}

/* Of players from whom the baseline was not made; what an engine plays instead is better. */
static void
test_rating (void)
{
  static const gint means[] = { 1166, 1499, 1694, 1902, 2173 };
  g_autoptr (LabelledSet) set = load ();

  if (set == NULL)
    return;
  /* Every second band: dossiers of thirty games take their time. */
  for (guint band = 0; band < G_N_ELEMENTS (means); band += 2)
    {
      ClFairRating clean = rate (set, band, 30, POLICY_CLEAN);
      ClFairRating helped = rate (set, band, 30, POLICY_EVERY);

      g_test_message ("%s: %d (%d–%d), helped %d",
                      cl_fair_band_label (band),
                      clean.rating,
                      clean.low,
                      clean.high,
                      helped.rating);
      g_assert_true (clean.known && helped.known);
      g_assert_cmpint (ABS (clean.rating - means[band]), <, 260);
      g_assert_cmpint (clean.low, <, clean.rating);
      g_assert_cmpint (clean.rating, <, clean.high);
      g_assert_cmpint (helped.rating, >, clean.high);
    }
  /* One game tells nothing. */
  g_assert_false (rate (set, 2, 1, POLICY_CLEAN).known);
}

/* A line of positions with this loss in each. */
static ClFairRating
rate_losses (gint32 loss, guint n)
{
  g_autoptr (ClFairDossier) dossier = cl_fair_dossier_new ();
  ClFairRating rating;

  for (guint i = 0; i < n; i++)
    {
      ClFairPosition position = { .game = i / 20,
                                  .kind = (guint8) (i % CL_FAIR_N_KINDS),
                                  .loss = loss };

      g_array_append_val (dossier->positions, position);
    }
  cl_fair_intrinsic_rating (dossier, &cl_fair_model_get ()->baseline, &rating);
  return rating;
}

static void
test_rating_falls (void)
{
  g_assert_false (rate_losses (300, CL_FAIR_MIN_POSITIONS - 1).known);
  g_assert_cmpint (rate_losses (0, 200).rating, ==, CL_FAIR_HIGHEST_RATING);
  g_assert_cmpint (rate_losses (100000, 200).rating, ==, CL_FAIR_LOWEST_RATING);
  for (gint32 loss = 300; loss < 700; loss += 50)
    g_assert_cmpint (rate_losses (loss, 200).rating, >=, rate_losses (loss + 50, 200).rating);
  /* More positions of more games say it more closely. */
  g_assert_cmpint (rate_losses (500, 2000).high - rate_losses (500, 2000).low,
                   <,
                   rate_losses (500, 200).high - rate_losses (500, 200).low);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/fair-play/detects", test_detects);
  g_test_add_func ("/fair-play/calibrated", test_calibrated);
  g_test_add_func ("/fair-play/monotone", test_monotone);
  g_test_add_func ("/fair-play/same-number", test_same_number);
  g_test_add_func ("/fair-play/order", test_order);
  g_test_add_func ("/fair-play/insufficient", test_insufficient);
  g_test_add_func ("/fair-play/exclusions", test_exclusions);
  g_test_add_func ("/fair-play/book", test_book);
  g_test_add_func ("/fair-play/fixed", test_fixed);
  g_test_add_func ("/fair-play/row", test_row);
  g_test_add_func ("/fair-play/rating", test_rating);
  g_test_add_func ("/fair-play/rating-falls", test_rating_falls);
  return g_test_run ();
}
