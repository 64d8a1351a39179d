/* cl-fair-play-model.h: eleven numbers as one score with its interval, its reasons and how unusual it is
 *
 * The model is a logistic one; its coefficients and what it was made from are data (cl-fair-play-table.h), written by
 * tests/fair-play/fit and versioned. A score is evidence to look at positions. It is never a verdict: most players with a high
 * one did nothing wrong while help is rare (cl_fair_share_right ()).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-features.h"

G_BEGIN_DECLS

/* Numbers in thousandths, unless said otherwise. */
typedef struct
{
  guint version;      /* rises with the data or the fit */
  const char *origin; /* what it was made from */
  ClFairBaseline baseline;
  gint32 mean[CL_FAIR_N_FEATURES]; /* of clean dossiers; what is subtracted */
  gint32 deviation[CL_FAIR_N_FEATURES];
  gint32 weight[CL_FAIR_N_FEATURES]; /* none is negative: each feature speaks one way only */
  gint32 bias;
  /* Scores of clean dossiers, by band, and contributions of the families: mean and standard deviation */
  gint32 clean_mean[CL_FAIR_N_BANDS], clean_deviation[CL_FAIR_N_BANDS];
  gint32 family_mean[CL_FAIR_N_FAMILIES], family_deviation[CL_FAIR_N_FAMILIES];
} ClFairModel;

/* The one that this program has. */
const ClFairModel *cl_fair_model_get (void);

typedef enum
{
  CL_FAIR_INSUFFICIENT, /* fewer than CL_FAIR_MIN_POSITIONS qualifying positions */
  CL_FAIR_ORDINARY,
  CL_FAIR_UNUSUAL,      /* beyond the 99th percentile of clean dossiers of the band */
  CL_FAIR_VERY_UNUSUAL, /* beyond the 99.9th, and two families of signals agree */
} ClFairStrength;

/* "insufficient data", "ordinary", "unusual", "very unusual": untranslated */
const char *cl_fair_strength_word (ClFairStrength strength);
/* "matches", "loss", "course", "time" */
const char *cl_fair_family_word (ClFairFamily family);

typedef struct
{
  ClFairStrength strength;
  guint n_positions, n_games;
  guint band;   /* of most of the positions */
  gint32 score; /* log-odds in thousandths, for a set of which half is helped; only a scale */
  gint32 low,
    high; /* 95 %, from leaving out one game at a time; equal to the score for a single game */
  gint32 beyond; /* standard deviations above clean dossiers of the band, thousandths */
  ClFairFeatures features;
  gint32 contributions[CL_FAIR_N_FEATURES]; /* sum and bias are the score */
  gint32 families[CL_FAIR_N_FAMILIES];
  gboolean family_speaks[CL_FAIR_N_FAMILIES]; /* beyond the 95th percentile of clean dossiers */
} ClFairScore;

/* All but the interval. */
void cl_fair_score (const ClFairDossier *dossier, const ClFairModel *model, ClFairScore *score);
/* @score as cl_fair_score () gave it; sets low and high. Costs a scoring for each game. */
void
cl_fair_score_interval (const ClFairDossier *dossier, const ClFairModel *model, ClFairScore *score);

/* Of those who are called @beyond the 99th percentile, how many per mille were helped, if @helped of 1000 players are and
 * @sensitivity per mille of them are found: the base rate, which no detector escapes. */
guint cl_fair_share_right (guint helped, guint sensitivity, guint false_alarms);

G_END_DECLS
