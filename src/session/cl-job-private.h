/* cl-job-private.h: how imports and exports feed their job
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-job.h"
#include "cl-session.h"

G_BEGIN_DECLS

/* What a job came to; the thread fills it, cl_job_run () hands it to the job. */
typedef struct
{
  char *message;
  char *partition; /* (nullable) */
  guint64 games, unreadable;
  gboolean cancelled;
} ClJobResult;

void cl_job_result_free (ClJobResult *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClJobResult, cl_job_result_free)

/* On the job's thread; returns NULL with @error if it failed. @data belongs to the job. */
typedef ClJobResult *(*ClJobFunc) (ClJob *job,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);

/* (transfer full): a job that runs @func on a thread of its own. */
ClJob *cl_job_run (const char *title, ClJobFunc func, gpointer data, GDestroyNotify destroy);
/* (transfer full): a job that failed before it began; @error (transfer full). */
ClJob *cl_job_new_failed (const char *title, GError *error);

/* Blocks until the job's thread is done with its work; for closing, after a cancel. */
void cl_job_wait (ClJob *self);

/* Any thread: what the job has come to. @fraction −1: unknown. Reaches the properties merged. */
void cl_job_report (ClJob *self, double fraction, guint64 games);

G_END_DECLS
