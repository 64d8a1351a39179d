/* cl-event-table.h: the list of all events, with its filter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-event-log.h"

G_BEGIN_DECLS

#define CL_TYPE_EVENT_TABLE (cl_event_table_get_type ())
G_DECLARE_FINAL_TYPE (ClEventTable, cl_event_table, CL, EVENT_TABLE, GtkWidget)

/* Signal "chosen" (ClEventItem): by the person, or by cl_event_table_choose (). */
GtkWidget *cl_event_table_new (void);
void cl_event_table_set_log (ClEventTable *self, ClEventLog *log);
/* Chooses the event and brings it into view; 0: none. */
void cl_event_table_choose (ClEventTable *self, guint64 position);
/* Without the columns that are told elsewhere. */
void cl_event_table_set_narrow (ClEventTable *self, gboolean narrow);
void cl_event_table_focus_filter (ClEventTable *self);

G_END_DECLS
