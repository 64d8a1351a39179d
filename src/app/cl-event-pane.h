/* cl-event-pane.h: one event whole: a sentence, its columns, its seal, its JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-event-item.h"

G_BEGIN_DECLS

#define CL_TYPE_EVENT_PANE (cl_event_pane_get_type ())
G_DECLARE_FINAL_TYPE (ClEventPane, cl_event_pane, CL, EVENT_PANE, GtkWidget)

/* Signal "travel" (guint64 position): go there. */
GtkWidget *cl_event_pane_new (void);
void cl_event_pane_set_ledger (ClEventPane *self, const char *ledger_id);
/* NULL: none; one that is not read yet is shown when it is. */
void cl_event_pane_set_item (ClEventPane *self, ClEventItem *item);

G_END_DECLS
