/* cl-hall-page.h: the view Hall: every table's board beside the others, as it stands at the ledger cursor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_HALL_PAGE (cl_hall_page_get_type ())
G_DECLARE_FINAL_TYPE (ClHallPage, cl_hall_page, CL, HALL_PAGE, GtkWidget)

/* Signal opened (const char *partition, guint game, int ply): a table was chosen by Enter or a double click; @ply is -1.
 * Signal said (const char *message): what came of an act on all tables.
 * Actions hall.pause-all, hall.resume-all and hall.simulate. */
void cl_hall_page_set_session (ClHallPage *self, ClSession *session);
/* Where the keys go when the view is shown: the boards, or what there is instead. */
void cl_hall_page_focus (ClHallPage *self);
/* What is worth watching needs room of its own (@width: of the window). */
void cl_hall_page_set_width (ClHallPage *self, int width);
GtkEditable *cl_hall_page_get_search (ClHallPage *self);

G_END_DECLS
