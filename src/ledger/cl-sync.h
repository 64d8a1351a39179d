/* cl-sync.h: makes two ledgers hold the same facts, partition by partition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

typedef enum
{
  CL_SYNC_BOTH_WAYS,
  CL_SYNC_ONE_WAY, /* only from the first to the second; the first may be open for reading only */
} ClSyncMode;

/* The same partition goes on differently in the two from @offset on. Each keeps its own; both sides' events from there on
 * stand under their own names in both ledgers. */
typedef struct
{
  char *partition;   /* its name (cl-partition-name.h) */
  char *identity;    /* with its origin */
  guint64 offset;    /* of the first event that differs */
  char *branches[2]; /* (nullable): where the first and the second ledger's events went */
} ClSyncFork;

typedef struct
{
  guint64 n_events[2];   /* added to the first, to the second ledger */
  guint n_partitions[2]; /* that got something */
  GPtrArray *forks;      /* (element-type ClSyncFork) */
  GPtrArray *complaints; /* (element-type utf8): partitions that could not be taken, and why */
} ClSyncReport;

void cl_sync_report_init (ClSyncReport *self);
void cl_sync_report_clear (ClSyncReport *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClSyncReport, cl_sync_report_clear)

/* @total grows when a fork is found. */
typedef void (*ClSyncProgress) (guint64 done, guint64 total, gpointer user_data);

/**
 * cl_sync_run:
 * @a: open for writing (or, with CL_SYNC_ONE_WAY, for reading)
 * @b: another ledger, open for writing
 * @progress: (nullable): called on this thread
 * @report: initialised; filled also if it fails, with what was done until then
 * @error: CL_LEDGER_ERROR_CORRUPT if a seal is not what its event says (names the place; the events before it were
 *   copied), G_IO_ERROR_CANCELLED, or what writing said
 *
 * Copies what either lacks, each event with the seal that it had, which is computed again on both sides. Whenever it stops
 * (cancelled, failed, killed), each partition holds a prefix, and the same call goes on from there. Where another
 * partition holds the name already, the copy is called after its origin too ("table/1~3f2504e0").
 * Nothing is ever overwritten: see ClSyncFork. Costs the events copied and one look a partition. Blocks on disk.
 *
 * Returns: TRUE if all partitions were brought together, forks and complaints included
 */
gboolean cl_sync_run (ClLedger *a,
                      ClLedger *b,
                      ClSyncMode mode,
                      ClSyncProgress progress,
                      gpointer user_data,
                      GCancellable *cancellable,
                      ClSyncReport *report,
                      GError **error);

/* The same on a thread of its own; @progress comes in the caller's main context, at most ten times a second. */
void cl_sync_run_async (ClLedger *a,
                        ClLedger *b,
                        ClSyncMode mode,
                        ClSyncProgress progress,
                        gpointer progress_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* @report: initialised; filled also if it failed. */
gboolean cl_sync_run_finish (GAsyncResult *result, ClSyncReport *report, GError **error);

G_END_DECLS
