/* cl-rescue.h: copies of ledgers in use, and what is left of damaged ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

/* @done of @total: pages of a backup, positions of a salvage. */
typedef void (*ClRescueProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * cl_ledger_backup:
 * @path: the copy; must not exist
 * @error: CL_LEDGER_ERROR_CORRUPT if the copy does not verify, which is told before anything stands at @path
 *
 * Copies @self as it is now, while it may be written, by this process or another. The copy is one file that holds everything
 * (no log beside it), is checked as cl_ledger_verify () does, and gets its name last. Long: the log of @self grows while
 * others write. Runs on the calling thread.
 */
gboolean cl_ledger_backup (ClLedger *self,
                           const char *path,
                           ClRescueProgress progress,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error);

/* A partition of which something is lost. */
typedef struct
{
  char *partition;
  guint64 n_kept;    /* offsets 1 … n_kept are in the new ledger */
  guint64 last_seen; /* the highest offset that the damaged file still speaks of */
  guint64 position;  /* where it broke, 0 if that is not known */
  char *reason;
} ClLoss;

typedef struct
{
  guint64 n_kept;     /* events */
  guint64 n_lost;     /* events that the damaged file still speaks of */
  guint64 n_times;    /* times of recording that were out of order and had to be changed */
  guint n_partitions; /* of which something was kept */
  GPtrArray *losses;  /* (element-type ClLoss), in order of the partitions */
} ClSalvage;

void cl_salvage_clear (ClSalvage *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClSalvage, cl_salvage_clear)

/**
 * cl_salvage:
 * @damaged: a file that once was a ledger; it is only read
 * @path: the new ledger; must not exist
 * @out: what was kept and lost; clear it
 * @error: CL_LEDGER_ERROR_NOT_A_LEDGER if nothing in it can be read as one
 *
 * Keeps of each partition what stands before the first event that is missing, unreadable or does not fit its seal: with the same
 * offsets, seals and, where they are in order, times. Positions are dense again, so they may differ; the new ledger has an id
 * of its own. Runs on the calling thread.
 */
/* lint: allow parameters: two files, progress, the answer */
gboolean cl_salvage (const char *damaged,
                     const char *path,
                     ClRescueProgress progress,
                     gpointer user_data,
                     GCancellable *cancellable,
                     ClSalvage *out,
                     GError **error);

G_END_DECLS
