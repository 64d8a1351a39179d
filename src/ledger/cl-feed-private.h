/* cl-feed-private.h: the rows of `event`, read ahead by a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-row-private.h"

G_BEGIN_DECLS

#define CL_FEED_ROWS 1024

/* The rows that the file has at positions @after + 1 … @until: fewer if some are missing, or if there is an @error. */
typedef struct
{
  guint64 after;
  guint64 until;
  guint n_rows;
  char *error;              /* (nullable): why there are no more */
  ClRow rows[CL_FEED_ROWS]; /* details are terminated */
  GByteArray *texts;
} ClFeedBatch;

typedef struct _ClFeed ClFeed;

/* Positions 1 … @head. */
ClFeed *cl_feed_new (const char *path, guint64 head, GError **error);
/* In order; lives until the next call. NULL after the last one; the one with an error is the last. */
const ClFeedBatch *cl_feed_next (ClFeed *self);
void cl_feed_free (ClFeed *self);

G_END_DECLS
