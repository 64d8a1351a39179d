/* cl-fair-play-panel.h: for the arbiter: what the games of either player look like beside an engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_FAIR_PLAY_PANEL (cl_fair_play_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClFairPlayPanel, cl_fair_play_panel, CL, FAIR_PLAY_PANEL, GtkWidget)

/* Reads only while it is seen. */
void cl_fair_play_panel_set_session (ClFairPlayPanel *self, ClSession *session);

G_END_DECLS
