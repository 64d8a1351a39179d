/* cl-view-digest.h: one number for what all views say of a ledger, comparable between replicas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-view.h"

G_BEGIN_DECLS

typedef struct
{
  const char *view; /* static */
  guint version;
  guint32 basis; /* ClViewClass.basis */
  guint8 digest[CL_SEAL_SIZE];
  guint64 n_games; /* of a view of one game: how many were folded */
  char *error;     /* (nullable): the event that it cannot apply; then there is no digest */
} ClViewDigest;

void cl_view_digest_free (ClViewDigest *self);

typedef void (*ClViewDigestProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * cl_view_digest_all:
 * @progress: (nullable): in events read
 *
 * Folds every view of the product over all facts of @ledger and digests what it says: a view over everything as a whole, a
 * view of one game over all games in order. Partitions go by the name that they have everywhere (with their origin if
 * two share it), never by their key here; what persons set aside is left out: so ledgers with equal vector clocks give equal digests. Games of disputed
 * partitions may begin in the middle and are left out of the views of one game. Reads the ledger twice; blocks.
 *
 * Returns: (transfer full) (nullable): (element-type ClViewDigest)
 */
GPtrArray *cl_view_digest_all (ClLedger *ledger,
                               ClViewDigestProgress progress,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
