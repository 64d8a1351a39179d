/* cl-fair-play-rating.h: at which rating moves like these are usual: an intrinsic performance rating
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-features.h"

G_BEGIN_DECLS

#define CL_FAIR_LOWEST_RATING 800
#define CL_FAIR_HIGHEST_RATING \
  2800 /* the baseline ends at 2000: above it is a straight line's word */

typedef struct
{
  gboolean known; /* there are at least CL_FAIR_MIN_POSITIONS positions */
  guint n_positions;
  gint rating, low, high; /* 95 %, from CL_FAIR_LOWEST_RATING to CL_FAIR_HIGHEST_RATING */
} ClFairRating;

/**
 * cl_fair_intrinsic_rating:
 *
 * The straight line through what players of each rating band are expected to lose in just these positions, read at what was
 * lost: the earlier, linear form of reference fair-play.md §4, in integers. The interval has the chance of the positions and what
 * moves of one game have in common; that one player differs from the next of the same rating is in it, too.
 */
void cl_fair_intrinsic_rating (const ClFairDossier *self,
                               const ClFairBaseline *baseline,
                               ClFairRating *rating);

G_END_DECLS
