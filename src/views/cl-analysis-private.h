/* cl-analysis-private.h: the two halves of making an analysis: what stands where, and what each move was
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analysis.h"

G_BEGIN_DECLS

/* Judgements, ranks, times and all of sides[], once the positions are filled in. */
void cl_analysis_judge (ClAnalysis *self);

G_END_DECLS
