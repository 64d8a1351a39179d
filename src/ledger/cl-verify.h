/* cl-verify.h: checks every promise of a ledger file: dense positions and offsets, seals, tree roots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n_events;
  guint64 n_partitions;
  guint8 root[CL_SEAL_SIZE]; /* tree root over all events */
  gboolean identity_sealed;  /* FALSE only for files of older programs that nobody wrote to since */
  /* Meaningful if verification failed: */
  guint64 broken_position; /* 0 if the fault is not at an event */
  char broken_partition[256];
  guint64 broken_offset;
} ClVerification;

typedef void (*ClVerifyProgress) (guint64 done, guint64 total, gpointer user_data);

/* FALSE with CL_LEDGER_ERROR_CORRUPT names the first broken place. Runs on the calling thread. */
gboolean cl_ledger_verify (ClLedger *self,
                           ClVerifyProgress progress,
                           gpointer user_data,
                           GCancellable *cancellable,
                           ClVerification *out,
                           GError **error);

G_END_DECLS
