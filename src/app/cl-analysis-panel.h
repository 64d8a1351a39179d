/* cl-analysis-panel.h: what is known about the chosen game: chances, lines, accuracy, time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_ANALYSIS_PANEL (cl_analysis_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClAnalysisPanel, cl_analysis_panel, CL, ANALYSIS_PANEL, GtkWidget)

void cl_analysis_panel_set_session (ClAnalysisPanel *self, ClSession *session);
/* For small windows. */
void cl_analysis_panel_set_compact (ClAnalysisPanel *self, gboolean compact);
/* For the boards under the pointer. */
void cl_analysis_panel_set_flipped (ClAnalysisPanel *self, gboolean flipped);

G_END_DECLS
