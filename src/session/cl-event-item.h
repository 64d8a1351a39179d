/* cl-event-item.h: one event in a list, perhaps not read yet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-interchange.h"

G_BEGIN_DECLS

#define CL_TYPE_EVENT_ITEM (cl_event_item_get_type ())
G_DECLARE_FINAL_TYPE (ClEventItem, cl_event_item, CL, EVENT_ITEM, GObject)

/* Property "event" is notified once, when it has been read. */
guint64 cl_event_item_get_position (ClEventItem *self);
/* (nullable), borrowed: lives as long as the item */
const ClEvent *cl_event_item_get_event (ClEventItem *self);

/* (nullable): the event as a line of that format, or with @spread over many lines for people; NULL until it has been read. */
char *cl_event_item_dup_text (ClEventItem *self,
                              ClInterchangeFormat format,
                              const char *ledger_id,
                              gboolean spread);

ClEventItem *cl_event_item_new (guint64 position);
/* @events: holds the event of the item's position at @index. */
void cl_event_item_set_event (ClEventItem *self, ClEvents *events, gsize index);

G_END_DECLS
