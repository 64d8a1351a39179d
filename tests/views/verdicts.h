/* verdicts.h: what an engine might have said about a told game (story.h), for tests of the views that use it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-view.h"
#include "story.h"

G_BEGIN_DECLS

/* Engine @depth about the position after @ply half-moves; @lines best first, from the view of the side to move, moves in SAN:
 * "Nf3 d5=25|e4=#4|h3=#-2". */
void verdicts_say (ClDraft *draft, const Story *story, guint ply, guint depth, const char *lines);
/* A value after each half-move from @from on, as "25 -30 #4", White's view, each with the move that was played next as the
 * only line (nothing is said about the last position if no move follows). */
void verdicts_values (ClDraft *draft, const Story *story, guint from, const char *values);

/* Numbers, as the ledger would give them. */
ClEvent verdicts_event (ClDraft *draft, gsize index);
/* The view "analysis" of @draft. */
ClMap *verdicts_fold (ClDraft *draft);

G_END_DECLS
