/* cl-notice-bar.h: the bar under the header that says what is shown instead of the game as it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_NOTICE_BAR (cl_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClNoticeBar, cl_notice_bar, CL, NOTICE_BAR, GtkWidget)

void cl_notice_bar_set_session (ClNoticeBar *self, ClSession *session);
/* Says it in fewer words, for a small window. */
void cl_notice_bar_set_compact (ClNoticeBar *self, gboolean compact);

G_END_DECLS
