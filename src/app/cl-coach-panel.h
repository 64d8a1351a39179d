/* cl-coach-panel.h: at most three remarks about the chosen game, each linked to its moment; habits; cards to practise
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_COACH_PANEL (cl_coach_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClCoachPanel, cl_coach_panel, CL, COACH_PANEL, GtkWidget)

void cl_coach_panel_set_session (ClCoachPanel *self, ClSession *session);

G_END_DECLS
