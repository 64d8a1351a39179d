/* cl-moves-panel.h: the scoresheet of the chosen game with what can be done about it: typing, claims, takeback, pause
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_MOVES_PANEL (cl_moves_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClMovesPanel, cl_moves_panel, CL, MOVES_PANEL, GtkWidget)

void cl_moves_panel_set_session (ClMovesPanel *self, ClSession *session);
/* Puts the focus into the entry with @text (nullable) typed already. */
void cl_moves_panel_type (ClMovesPanel *self, const char *text);
/* A line above the entry that goes away by itself. */
void cl_moves_panel_show_hint (ClMovesPanel *self, const char *text);
/* The same for a move that the rules refuse, with the offer to record it as one that stood on the board. */
void cl_moves_panel_show_refused (ClMovesPanel *self, ChessSquare from, ChessSquare to);

G_END_DECLS
