/* cl-record.h: wins, draws and losses as a share with its interval, and as a rating
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Finished games of one kind, from the player's view. */
typedef struct
{
  guint wins, draws, losses;
  guint unfinished;         /* in progress, or without a result; counted nowhere else */
  guint n_rated;            /* finished ones against a rated opponent */
  guint rated_half_points;  /* scored in these */
  guint64 opponent_ratings; /* sum */
} ClRecord;

guint cl_record_n (const ClRecord *self); /* finished games */
/* Points of all points, per mille; 0 if there are no games. */
guint cl_record_share (const ClRecord *self);
/* Wilson's 95 % interval of that share, per mille. Draws vary less than wins and losses do, so with many of them it is wider
 * than it needs to be. */
void cl_record_interval (const ClRecord *self, guint *low, guint *high);
/* FIDE's rating performance: mean rating of the opponents + dp, over the games against rated opponents; 0 if there are none. */
gint cl_record_performance (const ClRecord *self);
/* dp (FIDE Rating Regulations B.02, table 8.1.1) for a score of @hundredths of the points, 0 to 100: −800 to 800. */
gint cl_performance_dp (guint hundredths);
/* Wilson's 95 % interval of @k of @n, per mille; 0 to 1000 if @n is 0. */
void cl_wilson_interval (double k, double n, guint *low, guint *high);

/* Opponents by rating: below 1200, then bands of 200, from 2800 on; and the unrated, last. */
#define CL_N_RATING_BANDS 11
/* "1200–1399", untranslated; NULL for the unrated. */
const char *cl_rating_band_label (guint band);
guint cl_rating_band (guint rating);

G_END_DECLS
