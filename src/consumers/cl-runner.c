/* cl-runner.c: the consumers of one ledger: making them, steering them, and ending them in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
G_DEFINE_QUARK (cl-runner-error-quark, cl_runner_error)
/* clang-format on */
G_DEFINE_FINAL_TYPE (ClRunner, cl_runner, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
free_consumer (gpointer data)
{
  ClConsumer *consumer = data;

  cl_state_free (consumer->state);
  g_free (consumer->row.error);
  g_clear_error (&consumer->poison);
  g_clear_error (&consumer->failure);
  g_free (consumer);
}

static void
cl_runner_finalize (GObject *object)
{
  ClRunner *self = CL_RUNNER (object);

  g_clear_pointer (&self->consumers, g_ptr_array_unref);
  g_clear_pointer (&self->threads, g_ptr_array_unref);
  g_clear_pointer (&self->readers, g_ptr_array_unref);
  g_clear_pointer (&self->cache, cl_cache_free);
  g_clear_pointer (&self->ring, cl_ring_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->ledger);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->work);
  g_cond_clear (&self->done);
  G_OBJECT_CLASS (cl_runner_parent_class)->finalize (object);
}

static void
cl_runner_class_init (ClRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cl_runner_finalize;

  /**
   * ClRunner::changed:
   * @name: of the consumer
   * @position: up to which its view is committed
   *
   * The view, or the state of its consumer, may have changed: a hint to read again.
   */
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_STRING,
                                   G_TYPE_UINT64);
}

static void
cl_runner_init (ClRunner *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->work);
  g_cond_init (&self->done);
  self->consumers = g_ptr_array_new_with_free_func (free_consumer);
  self->threads = g_ptr_array_new ();
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_reader_free);
  self->ring = cl_ring_new ();
  self->context = g_main_context_ref_thread_default ();
  self->sweep = TRUE;
}

void
cl_runner_wake (ClRunner *self)
{
  g_mutex_lock (&self->lock);
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
}

static void
ledger_advanced_cb (guint64 head, gpointer user_data)
{
  cl_runner_wake (user_data);
}

void
cl_runner_deafen (ClRunner *self)
{
  if (self->watch != 0)
    cl_ledger_remove_watch (self->ledger, self->watch);
  self->watch = 0;
}

/* Whether the ledger still has the event at which the cache stands. */
static gboolean
fits_ledger (ClReader *reader, const ClCacheRow *row, gboolean *fits, GError **error)
{
  g_autoptr (ClEvents) events = NULL;

  /* The head that a reading process knows may be older than the cache, so the ledger itself is asked. */
  *fits = TRUE;
  if (row->position == 0)
    return TRUE;
  events = cl_reader_read (reader, row->position - 1, row->position, 1, error);
  if (events == NULL)
    return FALSE;
  *fits = cl_events_get_length (events) == 1 &&
          memcmp (cl_events_get (events, 0)->seal, row->seal, CL_SEAL_SIZE) == 0;
  return TRUE;
}

static gboolean
add_consumer (ClRunner *self, const ClViewClass *view, ClReader *reader, GError **error)
{
  ClConsumer *consumer = g_new0 (ClConsumer, 1);
  gboolean fits;

  consumer->view = view;
  consumer->slow = TRUE; /* until it has shown that it is not */
  consumer->state = cl_state_new (view);
  consumer->source.cache = self->cache;
  cl_state_set_source (consumer->state, cl_cache_source_lookup, &consumer->source);
  g_ptr_array_add (self->consumers, consumer);
  if (!cl_cache_ensure_row (self->cache, view->name, view->version, &consumer->row, error) ||
      !fits_ledger (reader, &consumer->row, &fits, error))
    return FALSE;
  if (!fits)
    {
      g_message ("“%s” was at position %" G_GUINT64_FORMAT
                 ", which is not in this ledger as it was; it is rebuilt",
                 view->name,
                 consumer->row.position);
      consumer->row.state = CL_CONSUMER_REBUILDING;
      return cl_cache_restart_row (self->cache, &consumer->row, error) &&
             cl_cache_save_row (self->cache, &consumer->row, error);
    }
  if (consumer->row.state == CL_CONSUMER_PARKED)
    {
      consumer->row.state = CL_CONSUMER_RUNNING;
      g_clear_pointer (&consumer->row.error, g_free);
    }
  return TRUE;
}

static gboolean
add_consumers (ClRunner *self, const ClViewClass *const *views, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, error);
  gboolean ok = TRUE;

  if (reader == NULL || !cl_cache_begin (self->cache, error))
    return FALSE;
  for (guint i = 0; views[i] != NULL && ok; i++)
    ok = add_consumer (self, views[i], reader, error);
  if (ok)
    return cl_cache_commit (self->cache, error);
  cl_cache_rollback (self->cache);
  return FALSE;
}

/* A damaged file may open and fail at the first query: then once more with an empty one. */
static gboolean
open_consumers (ClRunner *self, const ClViewClass *const *views, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (add_consumers (self, views, &local_error))
    return TRUE;
  if (!cl_cache_is_broken (self->cache))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_message ("emptying the cache: %s", local_error->message);
  g_ptr_array_set_size (self->consumers, 0);
  return cl_cache_begin_wiped (self->cache, error) && cl_cache_commit (self->cache, error) &&
         add_consumers (self, views, error);
}

/* A cache that cannot be written is no reason to show nothing. */
static ClCache *
open_cache (ClRunner *self, const char *dir, GError **error)
{
  const char *id = cl_ledger_get_id (self->ledger);
  g_autoptr (GError) local_error = NULL;
  ClCache *cache = cl_cache_open (dir, id, cl_ledger_is_writer (self->ledger), &local_error);

  if (cache != NULL)
    return cache;
  g_message ("%s; the views are kept in memory", local_error->message);
  return cl_cache_open (NULL, id, FALSE, error);
}

ClRunner *
cl_runner_new (ClLedger *ledger,
               const char *cache_dir,
               const ClViewClass *const *views,
               GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (views != NULL, NULL);

  g_autoptr (ClRunner) self = g_object_new (CL_TYPE_RUNNER, NULL);

  self->ledger = g_object_ref (ledger);
  self->cache = open_cache (self, cache_dir, error);
  if (self->cache == NULL || !open_consumers (self, views, error))
    return NULL;
  self->watch = cl_ledger_add_watch (ledger, ledger_advanced_cb, self);
  for (guint i = 0; i < MIN (CL_RUNNER_THREADS, self->consumers->len); i++)
    {
      g_autofree char *name = g_strdup_printf ("consumers-%u", i + 1);

      g_ptr_array_add (self->threads, g_thread_new (name, cl_runner_work, g_object_ref (self)));
    }
  return g_steal_pointer (&self);
}

/* What a person decided after the last turn. */
static void
save_rows (ClRunner *self)
{
  g_autoptr (GError) error = NULL;
  gboolean begun = cl_cache_begin (self->cache, &error);
  gboolean ok = begun;

  for (guint i = 0; i < self->consumers->len && ok; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (consumer->rebuild)
        {
          consumer->row.state = CL_CONSUMER_REBUILDING;
          ok = cl_cache_restart_row (self->cache, &consumer->row, &error);
        }
      if (ok && (consumer->save || consumer->rebuild))
        ok = cl_cache_save_row (self->cache, &consumer->row, &error);
    }
  if (ok)
    cl_cache_commit (self->cache, &error);
  else if (begun)
    cl_cache_rollback (self->cache);
  if (error != NULL)
    g_message ("%s", error->message);
}

void
cl_runner_close (ClRunner *self)
{
  g_return_if_fail (CL_IS_RUNNER (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  cl_runner_deafen (self);
  g_mutex_lock (&self->lock);
  self->closing = TRUE;
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->done);
  while (self->n_calls > 0)
    g_cond_wait (&self->done, &self->lock);
  if (self->notify != NULL)
    g_source_destroy (self->notify);
  g_clear_pointer (&self->notify, g_source_unref);
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_set_size (self->threads, 0);
  g_ptr_array_set_size (self->readers, 0);
  save_rows (self);
  g_clear_pointer (&self->cache, cl_cache_free);
}

char *
cl_runner_default_cache_dir (ClLedger *ledger)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  const char *path = cl_ledger_get_path (ledger);
  char *real_path = realpath (path, NULL);
  g_autofree char *hash =
    g_compute_checksum_for_string (G_CHECKSUM_SHA256, real_path != NULL ? real_path : path, -1);
  g_autofree char *name = g_strdup_printf ("%s-%.16s", cl_ledger_get_id (ledger), hash);

  free (real_path);
  return g_build_filename (g_get_user_cache_dir (), "chess-ledger", name, NULL);
}

void
cl_consumer_status_free (ClConsumerStatus *self)
{
  g_free (self->error);
  g_free (self);
}

static ClConsumerStatus *
describe_consumer (ClRunner *self, const ClConsumer *consumer)
{
  ClConsumerStatus *status = g_new0 (ClConsumerStatus, 1);

  status->name = consumer->view->name;
  status->version = consumer->view->version;
  status->state = consumer->rebuild ? CL_CONSUMER_REBUILDING : consumer->row.state;
  status->position = consumer->rebuild ? 0 : consumer->row.position;
  status->head = MAX (cl_ledger_get_head (self->ledger), status->position);
  status->error = g_strdup (consumer->row.error);
  return status;
}

GPtrArray *
cl_runner_list (ClRunner *self)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);

  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_consumer_status_free);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->consumers->len; i++)
    g_ptr_array_add (list, describe_consumer (self, self->consumers->pdata[i]));
  g_mutex_unlock (&self->lock);
  return list;
}

ClConsumer *
cl_runner_find (ClRunner *self, const char *name, GError **error)
{
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (strcmp (consumer->view->name, name) == 0)
        return consumer;
    }
  g_set_error (error,
               CL_RUNNER_ERROR,
               CL_RUNNER_ERROR_UNKNOWN_CONSUMER,
               "there is no consumer “%s”",
               name);
  return NULL;
}

ClConsumerStatus *
cl_runner_get_status (ClRunner *self, const char *name)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  ClConsumer *consumer = cl_runner_find (self, name, NULL);
  ClConsumerStatus *status = NULL;

  g_mutex_lock (&self->lock);
  if (consumer != NULL)
    status = describe_consumer (self, consumer);
  g_mutex_unlock (&self->lock);
  return status;
}

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
run_again (ClRunner *self, ClConsumer *consumer)
{
  g_clear_pointer (&consumer->row.error, g_free);
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

gboolean
cl_runner_pause (ClRunner *self, const char *name, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  consumer->steps = 0;
  halt (self, consumer);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
cl_runner_resume (ClRunner *self, const char *name, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  if (consumer->row.state == CL_CONSUMER_PAUSED || consumer->row.state == CL_CONSUMER_PARKED)
    run_again (self, consumer);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
cl_runner_step (ClRunner *self, const char *name, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);
  gboolean ok;

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  halt (self, consumer);
  ok = consumer->row.state != CL_CONSUMER_PARKED;
  if (!ok)
    g_set_error_literal (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON, consumer->row.error);
  else if (consumer->row.position + consumer->steps < cl_ledger_get_head (self->ledger))
    consumer->steps++;
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
cl_runner_rebuild (ClRunner *self, const char *name, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  consumer->rebuild = TRUE;
  run_again (self, consumer);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

gboolean
cl_runner_retry (ClRunner *self, const char *name, GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  ClConsumer *consumer = cl_runner_find (self, name, error);

  if (consumer == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  if (consumer->row.state == CL_CONSUMER_PARKED)
    run_again (self, consumer);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* With the lock held. FALSE and no @error: not yet. */
static gboolean
has_arrived (ClRunner *self, const ClConsumer *consumer, guint64 position, GError **error)
{
  if (!consumer->rebuild && consumer->row.position >= position)
    return TRUE;
  if (self->closing)
    g_set_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CLOSED, "the consumers were stopped");
  else if (consumer->row.state == CL_CONSUMER_PARKED)
    g_set_error_literal (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON, consumer->row.error);
  else if (consumer->row.state == CL_CONSUMER_PAUSED && consumer->steps == 0 && !consumer->busy)
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
