/* cl-partition-name.h: what a partition is called here, what it is called everywhere, and how the two are told apart
 *
 * A partition is the same on all replicas if its name and its origin are the same. Its key in one ledger is its name, or, where
 * another partition holds that name already, the name with "~" and the origin's first 8 hex digits (all of them if even
 * those are taken). Seals start from the name, so that they are equal whatever the key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "cl-event.h"

G_BEGIN_DECLS

#define CL_PARTITION_KEY_MAX    200 /* bytes */
#define CL_PARTITION_ORIGIN_MAX 64  /* bytes */

/* The length of the name in front of @key: all of it, or without the "~…" that repeats its own @origin. */
gsize cl_partition_name_length (const char *key, const guint8 *origin, gsize origin_length);

char *cl_partition_dup_name (const char *key, const guint8 *origin, gsize origin_length);
/* "table/1~3f2504e0", or with all digits of the origin if @whole. */
char *cl_partition_dup_marked (const char *name,
                               const guint8 *origin,
                               gsize origin_length,
                               gboolean whole);
/* The name by which vector clocks know it, wherever: always marked with the whole origin. */
char *cl_partition_dup_identity (const char *key, const guint8 *origin, gsize origin_length);

/* Where one side of a fork of @name goes, whoever brings it: "table/1/disputed/8-5d41402a" for the events from @offset on,
 * the first of which has @seal. */
char *cl_partition_dup_disputed (const char *name, guint64 offset, const guint8 seal[CL_SEAL_SIZE]);
/* Is @key one side of a fork? Its events stand for themselves: a game may begin in the middle there. */
gboolean cl_partition_is_disputed (const char *key);

G_END_DECLS
