/* cl-asides-private.h: which partitions a consumer leaves out, because a person said so by facts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

/* The facts, in partitions "desk/…": details have "consumer", "partition" and "cites", the offset from which on the partition
 * is left out. The second kind ends it. */
#define CL_ASIDES_SET   "EventSetAside"
#define CL_ASIDES_ENDED "SetAsideEnded"

gboolean cl_asides_is_about (const char *type);

/**
 * ClAsides:
 *
 * What one consumer leaves out: immutable, reference-counted, any thread. NULL stands for nothing.
 */
typedef struct _ClAsides ClAsides;

/* @text: as cl_asides_read () gives it; NULL: nothing. */
ClAsides *cl_asides_parse (const char *text);
ClAsides *cl_asides_ref (ClAsides *self);
void cl_asides_unref (ClAsides *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAsides, cl_asides_unref)

/* From which offset on @partition is left out, 0: it is not. */
guint64 cl_asides_get (ClAsides *self, const char *partition);

/* Reads all desks: name of a consumer → a text that tells the same whatever order the facts came in. */
GHashTable *cl_asides_read (ClReader *reader, GError **error);

/* *@position: that of the first event which @from leaves out and @to does not, or the other way round; 0: there is none in
 * the ledger yet. */
gboolean cl_asides_find_difference (ClAsides *from,
                                    ClAsides *to,
                                    ClReader *reader,
                                    guint64 *position,
                                    GError **error);

G_END_DECLS
