/* cl-event-log.h: the events of a ledger as a list, the newest first, of any length
 *
 * A GListModel of ClEventItem: nothing is read but what somebody looks at, a page at a time, on a worker. A filter is
 * answered from the newest event down while one reads on; what it finds appears as it is found.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-event-item.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

#define CL_TYPE_EVENT_LOG (cl_event_log_get_type ())
G_DECLARE_FINAL_TYPE (ClEventLog, cl_event_log, CL, EVENT_LOG, GObject)

/* Follows the ledger. Properties: "searching" (a filter has not been answered to the first event yet), "unseen" (how many
 * events a filter has still to look at). */
ClEventLog *cl_event_log_new (ClLedger *ledger);
/* Stops its thread; idempotent, and necessary before the ledger is closed. */
void cl_event_log_close (ClEventLog *self);

/* @text: as of cl-event-filter.h; "" for all. */
void cl_event_log_set_filter (ClEventLog *self, const char *text);
gboolean cl_event_log_is_searching (ClEventLog *self);
guint64 cl_event_log_get_unseen (ClEventLog *self);

/* Where the event of @position is listed; of a filtered list the next older that is. GTK_INVALID_LIST_POSITION (G_MAXUINT) if
 * there is none. */
guint cl_event_log_find (ClEventLog *self, guint64 position);
guint64 cl_event_log_get_position (ClEventLog *self, guint index);

G_END_DECLS
