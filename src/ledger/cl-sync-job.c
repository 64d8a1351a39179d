/* cl-sync-job.c: a sync on a thread of its own, for programs that must not wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-sync.h"

#define PROGRESS_US (100 * G_TIME_SPAN_MILLISECOND)

/* Shared by the thread and the progress on its way. */
typedef struct
{
  gatomicrefcount ref_count;
  ClLedger *ledgers[2];
  ClSyncMode mode;
  ClSyncProgress progress;
  gpointer progress_data;
  GMainContext *context;
  ClSyncReport report; /* of the thread until the task returned */
  gint64 told_at;      /* of the thread alone */
} Job;

typedef struct
{
  Job *job;
  guint64 done, total;
} News;

static void
unref_job (gpointer data)
{
  Job *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->ledgers[0]);
  g_object_unref (self->ledgers[1]);
  g_main_context_unref (self->context);
  cl_sync_report_clear (&self->report);
  g_free (self);
}

static void
free_news (gpointer data)
{
  News *news = data;

  unref_job (news->job);
  g_free (news);
}

static gboolean
tell_cb (gpointer data)
{
  News *news = data;

  news->job->progress (news->done, news->total, news->job->progress_data);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (guint64 done, guint64 total, gpointer user_data)
{
  Job *self = user_data;
  gint64 now = g_get_monotonic_time ();
  g_autoptr (GSource) source = NULL;
  News *news;

  if (!self->progress || now - self->told_at < PROGRESS_US)
    return;
  self->told_at = now;
  news = g_new0 (News, 1);
  news->job = self;
  news->done = done;
  news->total = total;
  g_atomic_ref_count_inc (&self->ref_count);
  source = g_idle_source_new ();
  g_source_set_priority (
    source,
    G_PRIORITY_DEFAULT); /* before the task's own return, which is queued later */
  g_source_set_callback (source, tell_cb, news, free_news);
  g_source_attach (source, self->context);
}

static void
sync_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *self = task_data;
  GError *error = NULL;

  if (cl_sync_run (self->ledgers[0],
                   self->ledgers[1],
                   self->mode,
                   progress_cb,
                   self,
                   cancellable,
                   &self->report,
                   &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void /* lint: allow parameters: two sides, two callbacks and what they need */
cl_sync_run_async (ClLedger *a,
                   ClLedger *b,
                   ClSyncMode mode,
                   ClSyncProgress progress,
                   gpointer progress_data,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (CL_IS_LEDGER (a) && CL_IS_LEDGER (b));

  job = g_new0 (Job, 1);
  g_atomic_ref_count_init (&job->ref_count);
  job->ledgers[0] = g_object_ref (a);
  job->ledgers[1] = g_object_ref (b);
  job->mode = mode;
  job->progress = progress;
  job->progress_data = progress_data;
  job->context = g_main_context_ref_thread_default ();
  cl_sync_report_init (&job->report);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_sync_run_async);
  g_task_set_check_cancellable (task, FALSE); /* the thread ends where something whole is left */
  g_task_set_task_data (task, job, unref_job);
  g_task_run_in_thread (task, sync_thread);
}

gboolean
cl_sync_run_finish (GAsyncResult *result, ClSyncReport *report, GError **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, NULL) && report != NULL, FALSE);

  job = g_task_get_task_data (G_TASK (result));
  cl_sync_report_clear (report);
  *report = job->report;
  cl_sync_report_init (&job->report);
  return g_task_propagate_boolean (G_TASK (result), error);
}
