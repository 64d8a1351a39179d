/* cl-ring-private.h: the newest batches of events that were read, shared by all consumers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

/* Any thread. */
typedef struct _ClRing ClRing;

ClRing *cl_ring_new (void);
void cl_ring_free (ClRing *self);

/* The batch that holds position @after + 1: from memory, or read with @reader, so that two consumers at the same place
 * decode it once. Empty if there is no such event yet; NULL with @error if reading failed. */
ClEvents *cl_ring_get (ClRing *self, ClReader *reader, guint64 after, GError **error);

/* Whether cl_ring_get () would have it at hand, or somebody is reading it. */
gboolean cl_ring_has (ClRing *self, guint64 after);

/* How many batches were read. */
guint64 cl_ring_get_reads (ClRing *self);

G_END_DECLS
