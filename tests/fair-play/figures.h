/* figures.h: how well the fair-play score tells helped dossiers from clean ones, on players that it was not made from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-model.h"
#include "labelled-set.h"

G_BEGIN_DECLS

/* @n dossiers of each rating band. @resample: of players drawn with replacement. */
GArray *
figures_score (const LabelledSet *set, GRand *rand, guint n, const Help *help, gboolean resample);

/* Area under the ROC curve: the chance that a helped one has the higher score. */
double figures_auc (GArray *clean, GArray *helped);
/* Share of @helped above the score that @share of @clean are above. */
double figures_found (GArray *clean, GArray *helped, double share);
/* Share of those of @scores that are at least @strength; of one band, or of all with band < 0. */
double figures_called (GArray *scores, ClFairStrength strength, int band);
/* Mean squared error of the score as a probability, and how far it lies from what came true in ten bins (expected
 * calibration error), for sets of equal size. */
void figures_calibration (GArray *clean, GArray *helped, double *brier, double *ece);

G_END_DECLS
