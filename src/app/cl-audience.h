/* cl-audience.h: a window for the second screen: the board, who plays and how much time is left, nothing to touch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-board.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_AUDIENCE (cl_audience_get_type ())
G_DECLARE_FINAL_TYPE (ClAudience, cl_audience, CL, AUDIENCE, AdwWindow)

/**
 * cl_audience_new:
 *
 * Follows the chosen game of @session. A game in progress is shown as it stands, whatever is looked at or tried in the
 * main window, and nothing that an engine or a note says; a finished game goes through its moves with the main window.
 */
ClAudience *cl_audience_new (GtkApplication *app, ClSession *session);
void cl_audience_set_flipped (ClAudience *self, gboolean flipped);
/* What is on the board, for tests. */
ClBoard *cl_audience_get_board (ClAudience *self);

G_END_DECLS
