/* cl-consumer-control.c: what a person does to a consumer, without waiting for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-consumer-control.h"

typedef struct
{
  char *name;
  ClConsumerAct act;
  guint64 amount;
} Request;

static void
request_free (Request *self)
{
  g_free (self->name);
  g_free (self);
}

static gboolean
control (ClRunner *runner, const Request *request, GError **error)
{
  switch (request->act)
    {
    case CL_CONSUMER_PAUSE:
      return cl_runner_pause (runner, request->name, error);
    case CL_CONSUMER_RESUME:
      return cl_runner_resume (runner, request->name, error);
    case CL_CONSUMER_STEP:
      return cl_runner_step (runner, request->name, error);
    case CL_CONSUMER_REWIND:
      return cl_runner_rewind (runner, request->name, request->amount, error);
    case CL_CONSUMER_SEEK:
      return cl_runner_seek (runner, request->name, request->amount, error);
    case CL_CONSUMER_PACE:
      return cl_runner_set_pace (runner, request->name, (double) request->amount, error);
    case CL_CONSUMER_REBUILD:
      return cl_runner_rebuild (runner, request->name, error);
    case CL_CONSUMER_RETRY:
      return cl_runner_retry (runner, request->name, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
control_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (control (source, data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
cl_consumer_control_async (ClRunner *runner,
                           const char *name,
                           ClConsumerAct act,
                           guint64 amount,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (runner, NULL, callback, user_data);
  Request *request = g_new (Request, 1);

  g_return_if_fail (CL_IS_RUNNER (runner) && name != NULL);

  *request = (Request){ g_strdup (name), act, amount };
  g_task_set_source_tag (task, cl_consumer_control_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  g_task_run_in_thread (task, control_thread);
}

gboolean
cl_consumer_control_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
