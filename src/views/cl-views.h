/* cl-views.h: the list of all views of the product
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-view.h"

G_BEGIN_DECLS

/* Views of one game. */
extern const ClViewClass cl_board_view;
extern const ClViewClass cl_scoresheet_view;
extern const ClViewClass cl_clock_view;

/* Views over everything. */
extern const ClViewClass cl_library_view;
extern const ClViewClass cl_moves_view;
extern const ClViewClass cl_players_view;
extern const ClViewClass cl_analysis_view;
extern const ClViewClass cl_fair_play_view;
extern const ClViewClass cl_highlights_view;
extern const ClViewClass cl_coach_view;

const ClViewClass *const *cl_views_of_game (void);   /* NULL-terminated */
const ClViewClass *const *cl_views_of_ledger (void); /* NULL-terminated */
const ClViewClass *cl_views_find (const char *name); /* (nullable) */

G_END_DECLS
