/* cl-chance-points.h: an analysis as the points that graph and timeline draw
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analysis.h"
#include "cl-chance-area.h"

G_BEGIN_DECLS

/* White's chance as it is drawn: a mate is certain, and fills all. CL_CHANCE_NONE if not known. */
guint cl_chance_shown (ClValue value);
/* [0] is the start position. Free with g_free. */
ClChancePoint *cl_chance_points_new (const ClAnalysis *analysis, guint *n_points);
/* Enough is known for a curve: more than how the game ended. */
gboolean cl_chance_points_are_known (const ClAnalysis *analysis);

G_END_DECLS
