/* cl-coach-words.h: what the coach says, in sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-coach.h"

G_BEGIN_DECLS

/* "18. Nf5 leaves the knight on f5 hanging: 18… gxf5 takes it." Translated; free with g_free. */
char *cl_remark_sentence (const ClAnalysis *analysis, const ClRemark *remark);
/* "18. Nf5" or "18… gxf5": @move after @ply half-moves. Free with g_free. */
char *cl_coach_move_text (const ClAnalysis *analysis, guint ply, ChessMove move);

G_END_DECLS
