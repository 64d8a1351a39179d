/* cl-ledger.h: the event store: one SQLite file, one writer, any number of readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-event.h"

G_BEGIN_DECLS

#define CL_LEDGER_ERROR (cl_ledger_error_quark ())
GQuark cl_ledger_error_quark (void);

typedef enum
{
  CL_LEDGER_ERROR_CONFLICT,          /* other events stand at that offset */
  CL_LEDGER_ERROR_PARTIAL_DUPLICATE, /* a prefix of the batch is there: resend the rest */
  CL_LEDGER_ERROR_GAP,               /* expected offset lies above the head */
  CL_LEDGER_ERROR_LOCKED,            /* another process writes this ledger; the message names it */
  CL_LEDGER_ERROR_NOT_A_LEDGER,
  CL_LEDGER_ERROR_NEWER_VERSION, /* written by a newer program */
  CL_LEDGER_ERROR_CORRUPT,       /* the message names the first broken position */
  CL_LEDGER_ERROR_INVALID, /* the draft breaks the form (type empty, details no JSON object …) */
  CL_LEDGER_ERROR_IO,
  CL_LEDGER_ERROR_CLOSED,
} ClLedgerError;

typedef enum
{
  CL_LEDGER_READ_ONLY = 0,
  CL_LEDGER_WRITE = 1 << 0,  /* takes <path>.lock; fails with CL_LEDGER_ERROR_LOCKED */
  CL_LEDGER_CREATE = 1 << 1, /* makes the file if it is missing (with WRITE) */
} ClLedgerFlags;

#define CL_TYPE_LEDGER (cl_ledger_get_type ())
G_DECLARE_FINAL_TYPE (ClLedger, cl_ledger, CL, LEDGER, GObject)

/* @vocabulary: (nullable): NULL-terminated type names, static; event->kind is the index + 1 of its type in it.
 * Blocks on disk: for a window use it on a worker thread. */
ClLedger *cl_ledger_open (const char *path,
                          ClLedgerFlags flags,
                          const char *const *vocabulary,
                          GError **error);

/* Stops the writer thread after what is queued, checkpoints, gives the lock back. Idempotent; never in finalize. */
void cl_ledger_close (ClLedger *self);

const char *cl_ledger_get_path (ClLedger *self);
const char *cl_ledger_get_id (ClLedger *self); /* UUID text */
gboolean cl_ledger_is_writer (ClLedger *self);

/* The newest durable position, 0 for an empty ledger. An atomic read: any thread, never blocks. For a read-only
 * ledger it is as new as the last cl_ledger_poll () or doorbell. */
guint64 cl_ledger_get_head (ClLedger *self);

/* Looks for news of another process's writer now instead of within a quarter of a second; nothing for a writer. */
void cl_ledger_poll (ClLedger *self);

/* ClLedger::advanced (no arguments) is a hint that there is more; it is emitted in the main context in which the ledger was opened,
 * merged when many commits follow each other. cl_ledger_add_watch () calls back directly on the writer thread after
 * each commit (or the poller thread for readers): do nothing there but wake somebody. Returns an id for remove. */
typedef void (*ClLedgerWatch) (guint64 head, gpointer user_data);
guint cl_ledger_add_watch (ClLedger *self, ClLedgerWatch watch, gpointer user_data);
void cl_ledger_remove_watch (ClLedger *self, guint id);

typedef struct
{
  gboolean duplicate; /* TRUE: the same events were there already; the numbers below are theirs */
  guint64 first_position, last_position;
  guint64 first_offset, last_offset;
} ClAppended;

/**
 * cl_ledger_append:
 * @expected_offset: the last offset of the partition that the caller has seen, 0 for a new one
 *
 * Writes all of @draft durably in one transaction, or nothing (event-sourcing.md §4). Blocks until a power cut
 * cannot lose it; any thread but the main one of an app. The queue is bounded: a full one blocks the caller.
 */
gboolean cl_ledger_append (ClLedger *self,
                           ClDraft *draft,
                           guint64 expected_offset,
                           ClAppended *appended,
                           GError **error);
/* The same without waiting: never blocks, whatever is queued. Cancelling works until it is written. */
void cl_ledger_append_async (ClLedger *self,
                             ClDraft *draft,
                             guint64 expected_offset,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean cl_ledger_append_finish (ClLedger *self,
                                  GAsyncResult *result,
                                  ClAppended *appended,
                                  GError **error);

/* For imports: queues without waiting for the commit (blocks only while the queue is full, in rows or in bytes). The drafts of one
 * partition must come in order; the first failure fails all later bulk appends until cl_ledger_flush (). The writer
 * commits live appends first, and bulk every 10,000 rows or 20 ms. */
gboolean
cl_ledger_append_bulk (ClLedger *self, ClDraft *draft, guint64 expected_offset, GError **error);
/* Waits until everything queued before is durable; reports the first failure of bulk appends. */
gboolean cl_ledger_flush (ClLedger *self, GError **error);

/* The most bytes of events that ever waited at once to be durable; bulk appends wait while there are 24 MiB. */
gsize cl_ledger_get_peak_bytes (ClLedger *self);

/* For tests: where the ledger's own clock is read (µs UTC); NULL restores the real one. Call before the first append. */
void cl_ledger_set_clock (ClLedger *self, gint64 (*now) (gpointer), gpointer user_data);

G_END_DECLS
