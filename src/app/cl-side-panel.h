/* cl-side-panel.h: what stands beside the board, one page at a time: moves, analysis, coach, players, fair play
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-moves-panel.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_SIDE_PANEL (cl_side_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClSidePanel, cl_side_panel, CL, SIDE_PANEL, GtkWidget)

/* Property page (string, notify): "moves", "analysis", "coach", "players", "fair-play": the page that is wanted. One that may not be seen, as the analysis of
 * a game in progress, gives way to the moves and comes back with the next game that has it. */

void cl_side_panel_set_session (ClSidePanel *self, ClSession *session);
void cl_side_panel_set_compact (ClSidePanel *self, gboolean compact);
void cl_side_panel_set_flipped (ClSidePanel *self, gboolean flipped);
/* Whether the fair-play page is there; FALSE at first. */
void cl_side_panel_set_arbiter (ClSidePanel *self, gboolean arbiter);
/* Unknown names are ignored, and "fair-play" where it is not there. */
void cl_side_panel_set_page (ClSidePanel *self, const char *name);
const char *cl_side_panel_get_page (ClSidePanel *self);
/* What is really seen. */
const char *cl_side_panel_get_visible_page (ClSidePanel *self);
ClMovesPanel *cl_side_panel_get_moves (ClSidePanel *self);

G_END_DECLS
