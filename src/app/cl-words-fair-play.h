/* cl-words-fair-play.h: how the app says what a player's games look like beside an engine: evidence, never a verdict
 *
 * All texts are translated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-fair-play-report.h"

G_BEGIN_DECLS

/* "Ordinary for this rating" (transfer none) */
const char *cl_words_fair_strength (ClFairStrength strength);
/* "Best moves found, beyond what is usual" (transfer none) */
const char *cl_words_fair_feature (ClFairFeature feature);
/* (transfer none) */
const char *cl_words_fair_family (ClFairFamily family);
/* "undecided", …; CL_FAIR_N_BUCKETS: positions after a lost one (transfer none) */
const char *cl_words_fair_bucket (guint bucket);
/* "+1.20" of thousandths */
char *cl_words_thousandths (gint32 value);
/* On how many positions and games it rests, and what was left out. */
char *cl_words_fair_sample (const ClFairReport *report);
/* The score with its interval and how far that is from clean dossiers; NULL if there is none. */
char *cl_words_fair_score (const ClFairReport *report);
/* How often a call of "unusual" would be right, and what makes clean games look like this. */
char *cl_words_fair_caution (void);
/* Which model and which engine it comes from. */
char *cl_words_fair_origin (const ClFairReport *report);
/* "23 % (18–28) of 270"; "–" where nothing counts. */
char *cl_words_fair_share (guint hits, guint n);

G_END_DECLS
