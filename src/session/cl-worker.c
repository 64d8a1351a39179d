/* cl-worker.c: keeps disk reads of a session off the main thread, in order and on one connection
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-worker.h"

typedef struct
{
  GTask *task; /* NULL: stop */
  ClWorkerFunc func;
} Request;

struct _ClWorker
{
  ClLedger *ledger;
  GAsyncQueue *queue;
  GThread *thread;
  gint stopped;
};

static void
refuse_task (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The ledger was closed");
}

static void
run_request (ClWorker *self, ClReader **reader, Request *request)
{
  g_autoptr (GError) error = NULL;

  if (g_atomic_int_get (&self->stopped))
    {
      refuse_task (request->task);
      return;
    }
  if (g_task_return_error_if_cancelled (request->task))
    return;

  if (*reader == NULL && self->ledger != NULL)
    *reader = cl_reader_new (self->ledger, &error);
  if (error != NULL)
    g_task_return_error (request->task, g_steal_pointer (&error));
  else
    request->func (*reader, request->task);
}

static gboolean
release_task_cb (gpointer task)
{
  return G_SOURCE_REMOVE;
}

/* The task may hold the last reference of its source object, whose place is the thread it came from, not here. */
static void
release_task (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, release_task_cb, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static gpointer
run_worker (gpointer data)
{
  ClWorker *self = data;
  g_autoptr (ClReader) reader = NULL;

  while (TRUE)
    {
      g_autofree Request *request = g_async_queue_pop (self->queue);

      if (request->task == NULL)
        break;
      run_request (self, &reader, request);
      release_task (request->task);
    }

  return NULL;
}

ClWorker *
cl_worker_new (const char *name, ClLedger *ledger)
{
  ClWorker *self = g_new0 (ClWorker, 1);

  g_set_object (&self->ledger, ledger);
  self->queue = g_async_queue_new ();
  self->thread = g_thread_new (name, run_worker, self);

  return self;
}

static void
push_request (ClWorker *self, GTask *task, ClWorkerFunc func)
{
  Request *request = g_new (Request, 1);

  request->task = task;
  request->func = func;
  g_async_queue_push (self->queue, request);
}

void
cl_worker_run (ClWorker *self, GTask *task, ClWorkerFunc func)
{
  if (self->thread == NULL)
    {
      refuse_task (task);
      g_object_unref (task);
      return;
    }

  push_request (self, task, func);
}

void
cl_worker_stop (ClWorker *self)
{
  if (self->thread == NULL)
    return;

  g_atomic_int_set (&self->stopped, TRUE);
  push_request (self, NULL, NULL);
  g_thread_join (g_steal_pointer (&self->thread));
}

void
cl_worker_free (ClWorker *self)
{
  cl_worker_stop (self);
  g_async_queue_unref (self->queue);
  g_clear_object (&self->ledger);
  g_free (self);
}
