/* cl-worker.h: a thread with its own reader of the ledger, that runs GTasks one after the other
 *
 * In: a queue of tasks. It has no bound of its own: each caller keeps at most one request of a kind under way and
 * remembers only that there is more to do, so the queue holds a handful. Out: what the task returns, in the task's
 * main context.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

typedef struct _ClWorker ClWorker;

/* Runs on the worker's thread; returns through @task. @reader belongs to the worker. */
typedef void (*ClWorkerFunc) (ClReader *reader, GTask *task);

/* @ledger: (nullable): without it the worker has no reader and its functions get NULL. */
ClWorker *cl_worker_new (const char *name, ClLedger *ledger);

/**
 * cl_worker_run:
 * @task: (transfer full): returns G_IO_ERROR_CANCELLED if it was cancelled before its turn, or after cl_worker_stop ()
 */
void cl_worker_run (ClWorker *self, GTask *task, ClWorkerFunc func);

/* Ends what waits with G_IO_ERROR_CANCELLED and joins the thread; idempotent. */
void cl_worker_stop (ClWorker *self);
void cl_worker_free (ClWorker *self);

G_END_DECLS
