/* cl-event-filter.h: which events somebody wants to see
 *
 * Typed as words: "type:MovePlayed", "in:table/7" or "in:table/" (all of that kind), "game:3", "by:board" (the producer),
 * "player:Carls", and other words, each of which has to be somewhere in the event. Letters of either case are the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

typedef struct _ClEventFilter ClEventFilter;

/* NULL: nothing is asked for, every event is wanted. Never changes, so that any thread may use it. */
ClEventFilter *cl_event_filter_parse (const char *text);
ClEventFilter *cl_event_filter_ref (ClEventFilter *self);
void cl_event_filter_unref (ClEventFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEventFilter, cl_event_filter_unref)

gboolean cl_event_filter_matches (const ClEventFilter *self, const ClEvent *event);

G_END_DECLS
