/* cl-ledger-summary.h: how many events of which partition lie where in the ledger, small enough to keep in memory
 *
 * Counts by blocks of CL_SUMMARY_BLOCK positions and by lane (a partition, or all partitions of a kind once there are
 * many): 8 bytes a lane that has something in a block, some 250 KB for two million events. Built in two runs that both
 * go upwards, so that an entry is only ever appended: what was there at the start, and what came since.
 *
 * Any thread: a lock is held for the time of one batch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

#define CL_SUMMARY_BLOCK 64

typedef struct _ClLedgerSummary ClLedgerSummary;

typedef enum
{
  CL_SUMMARY_HISTORY, /* up to the head at the start */
  CL_SUMMARY_TAIL,    /* from there on */
  CL_SUMMARY_N_RUNS,
} ClSummaryRun;

ClLedgerSummary *cl_ledger_summary_new (void);
ClLedgerSummary *cl_ledger_summary_ref (ClLedgerSummary *self);
void cl_ledger_summary_unref (ClLedgerSummary *self);

/* The next events of @run, in order of position. */
void cl_ledger_summary_add (ClLedgerSummary *self, ClSummaryRun run, ClEvents *events);

/* A ClFactType, or for a move that is more than one CL_TIMELINE_CAPTURE or CL_TIMELINE_CHECK. */
guint8 cl_ledger_summary_get_kind (const ClEvent *event);

/* Lanes with something in (@from, @to], as @n_buckets columns (element-type ClTimelineLane). Adds to @lanes. */
GPtrArray *
cl_ledger_summary_read (ClLedgerSummary *self, guint64 from, guint64 to, guint n_buckets);

/* An exact summary of a few events that were read for this range. @events: (element-type ClEvents). */
GPtrArray *cl_ledger_summary_count (GPtrArray *events, guint64 from, guint64 to, guint n_buckets);

G_END_DECLS
