/* cl-runner-control.c: what a person may do to a consumer: stop it, step it, move it, slow it down, begin anew
 *
 * A call changes what is wanted, under the lock; the thread whose turn it is does it. Whether it is paused, and its pace,
 * are stored with its position and so outlive a restart.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

/* With the lock held. */
static void
set_state (ClRunner *self, ClConsumer *consumer, ClConsumerState state)
{
  consumer->row.state = state;
  consumer->save = TRUE;
  consumer->changed = TRUE;
  cl_runner_schedule_changed (self);
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->done);
}

/* With the lock held. */
static void
forget_error (ClConsumer *consumer)
{
  g_clear_pointer (&consumer->row.error, g_free);
  cl_poison_clear (&consumer->poison);
}

/* With the lock held. */
static void
run_again (ClRunner *self, ClConsumer *consumer)
{
  forget_error (consumer);
  consumer->steps = 0;
  set_state (self, consumer, CL_CONSUMER_RUNNING);
}

/* With the lock held. Also when it is parked at the end of the turn that is waited for. */
static void
halt (ClRunner *self, ClConsumer *consumer)
{
  if (consumer->row.state == CL_CONSUMER_RUNNING || consumer->row.state == CL_CONSUMER_REBUILDING)
    set_state (self, consumer, CL_CONSUMER_PAUSED);
  while (consumer->busy && !self->closing)
    g_cond_wait (&self->done, &self->lock);
}

/* One thing to do to a consumer, with the lock held. */
typedef gboolean (*Act) (ClRunner *self,
                         ClConsumer *consumer,
                         gconstpointer argument,
                         GError **error);

static gboolean
steer (ClRunner *self, const char *name, Act act, gconstpointer argument, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);
  gboolean ok;

  if (consumer == NULL)
    return FALSE;
  if (consumer->frozen)
    {
      g_set_error (error,
                   CL_RUNNER_ERROR,
                   CL_RUNNER_ERROR_FROZEN,
                   "“%s” is an earlier version that this program can only show",
                   name);
      return FALSE;
    }
  g_mutex_lock (&self->lock);
  ok = act (self, consumer, argument, error);
  g_mutex_unlock (&self->lock);
  return ok;
}

static gboolean
pause_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  consumer->steps = 0;
  halt (self, consumer);
  return TRUE;
}

static gboolean
resume_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  if (consumer->row.state == CL_CONSUMER_PAUSED || consumer->row.state == CL_CONSUMER_PARKED)
    run_again (self, consumer);
  return TRUE;
}

static gboolean
step_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  halt (self, consumer);
  if (consumer->row.state == CL_CONSUMER_PARKED)
    {
      g_set_error_literal (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON, consumer->row.error);
      return FALSE;
    }
  if (consumer->seek ||
      consumer->row.position + consumer->steps < cl_ledger_get_head (self->ledger))
    consumer->steps++;
  g_cond_broadcast (&self->work);
  return TRUE;
}

static gboolean
rebuild_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  consumer->rebuild = TRUE;
  consumer->seek = FALSE;
  run_again (self, consumer);
  return TRUE;
}

static gboolean
retry_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  if (consumer->row.state == CL_CONSUMER_PARKED)
    run_again (self, consumer);
  return TRUE;
}

/* With the lock held. */
static void
seek_to (ClRunner *self, ClConsumer *consumer, guint64 position)
{
  consumer->steps = 0;
  halt (self, consumer);
  forget_error (consumer);
  consumer->target = position;
  consumer->seek = TRUE;
  set_state (self, consumer, CL_CONSUMER_PAUSED);
}

static gboolean
seek_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  const guint64 *position = argument;

  if (!cl_runner_check_future (self, *position, error))
    return FALSE;
  seek_to (self, consumer, *position);
  return TRUE;
}

static gboolean
rewind_consumer (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  const guint64 *n = argument;

  halt (self, consumer);
  seek_to (self, consumer, consumer->row.position - MIN (*n, consumer->row.position));
  return TRUE;
}

static gboolean
set_pace (ClRunner *self, ClConsumer *consumer, gconstpointer argument, GError **error)
{
  const double *rate = argument;

  consumer->row.pace = *rate;
  consumer->due_us = 0;
  set_state (self, consumer, consumer->row.state);
  return TRUE;
}

gboolean
cl_runner_pause (ClRunner *self, const char *name, GError **error)
{
  return steer (self, name, pause_consumer, NULL, error);
}

gboolean
cl_runner_resume (ClRunner *self, const char *name, GError **error)
{
  return steer (self, name, resume_consumer, NULL, error);
}

gboolean
cl_runner_step (ClRunner *self, const char *name, GError **error)
{
  return steer (self, name, step_consumer, NULL, error);
}

gboolean
cl_runner_rebuild (ClRunner *self, const char *name, GError **error)
{
  return steer (self, name, rebuild_consumer, NULL, error);
}

gboolean
cl_runner_retry (ClRunner *self, const char *name, GError **error)
{
  return steer (self, name, retry_consumer, NULL, error);
}

gboolean
cl_runner_seek (ClRunner *self, const char *name, guint64 position, GError **error)
{
  return steer (self, name, seek_consumer, &position, error);
}

gboolean
cl_runner_rewind (ClRunner *self, const char *name, guint64 n, GError **error)
{
  return steer (self, name, rewind_consumer, &n, error);
}

gboolean
cl_runner_set_pace (ClRunner *self, const char *name, double rate, GError **error)
{
  g_return_val_if_fail (rate >= 0 && rate <= 1e9, FALSE);

  return steer (self, name, set_pace, &rate, error);
}

void
cl_runner_let_go (ClRunner *self)
{
  g_return_if_fail (CL_IS_RUNNER (self));

  g_mutex_lock (&self->lock);
  self->held = FALSE;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
}

void
cl_runner_look_again (ClRunner *self)
{
  g_return_if_fail (CL_IS_RUNNER (self));

  g_mutex_lock (&self->lock);
  self->look_at_desks = TRUE;
  self->next_look_us = 0;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
}

/* The last position ≤ @position whose state is kept. */
static gboolean
find_kept (ClRunner *self, gint64 id, guint64 position, guint64 *kept, GError **error)
{
  ClCacheConn *conn = cl_cache_acquire (self->cache, error);
  gboolean ok = conn != NULL && cl_cache_conn_find_mark (conn, id, position, kept, error);

  if (conn != NULL)
    cl_cache_release (self->cache, conn);
  return ok;
}

static gboolean
find_time (ClRunner *self, guint64 position, gint64 *time, GError **error)
{
  g_autoptr (ClEvents) events = NULL;
  ClReader *reader;

  *time = CL_NO_TIME;
  if (position == 0)
    return TRUE;
  reader = cl_runner_take_reader (self, error);
  if (reader == NULL)
    return FALSE;
  events = cl_reader_read (reader, position - 1, position, 1, error);
  cl_runner_give_reader_back (self, reader);
  if (events != NULL && cl_events_get_length (events) == 1)
    *time = cl_events_get (events, 0)->recorded_at;
  return events != NULL;
}

gboolean
cl_runner_preview_seek (ClRunner *self,
                        const char *name,
                        guint64 position,
                        ClSeekPreview *preview,
                        GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL && preview != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);
  gboolean ok;
  gint64 id;

  *preview = (ClSeekPreview){ .to = position, .recorded_at = CL_NO_TIME };
  if (consumer == NULL || !cl_runner_check_future (self, position, error) ||
      !cl_runner_begin_call (self, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  preview->from = preview->start = consumer->row.position;
  id = consumer->row.id;
  g_mutex_unlock (&self->lock);
  ok = (position >= preview->from || find_kept (self, id, position, &preview->start, error)) &&
       find_time (self, position, &preview->recorded_at, error);
  cl_runner_end_call (self);
  preview->n_refold = position - MIN (preview->start, position);
  preview->n_undone = preview->from - MIN (position, preview->from);
  return ok;
}

/* With the lock held. FALSE and no @error: not yet. */
static gboolean
has_arrived (ClRunner *self, const ClConsumer *consumer, guint64 position, GError **error)
{
  /* Nor is it there while what was set aside may still send it back. */
  gboolean may_go_back = consumer->rebuild || consumer->seek || consumer->aside_due ||
                         self->look_at_desks || self->n_looking > 0;

  if (!may_go_back && consumer->row.position >= position)
    return TRUE;
  if (self->closing)
    g_set_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CLOSED, "the consumers were stopped");
  else if (consumer->row.state == CL_CONSUMER_PARKED)
    {
      /* What was set aside just now may let it go on. */
      if (!consumer->aside_due && !self->look_at_desks && self->n_looking == 0)
        g_set_error_literal (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON, consumer->row.error);
    }
  else if (consumer->row.state == CL_CONSUMER_PAUSED && consumer->steps == 0 && !consumer->busy &&
           !consumer->seek)
    g_set_error (error,
                 CL_RUNNER_ERROR,
                 CL_RUNNER_ERROR_PAUSED,
                 "“%s” is paused at position %" G_GUINT64_FORMAT,
                 consumer->view->name,
                 consumer->row.position);
  return FALSE;
}

gboolean
cl_runner_wait (ClRunner *self,
                const char *name,
                guint64 position,
                guint timeout_ms,
                GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  gint64 deadline = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  ClConsumer *consumer = cl_runner_find (self, name, error);
  g_autoptr (GError) local_error = NULL;
  gboolean arrived = FALSE;
  gboolean in_time = TRUE;

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  self->n_calls++;
  while (in_time && !(arrived = has_arrived (self, consumer, position, &local_error)) &&
         local_error == NULL)
    in_time = g_cond_wait_until (&self->done, &self->lock, deadline);
  if (!arrived && local_error == NULL)
    g_set_error (&local_error,
                 CL_RUNNER_ERROR,
                 CL_RUNNER_ERROR_TIMEOUT,
                 "“%s” did not reach position %" G_GUINT64_FORMAT
                 " in time; it is at %" G_GUINT64_FORMAT,
                 name,
                 position,
                 consumer->row.position);
  self->n_calls--;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return arrived;
}
