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
cl_runner_finalize (GObject *object)
{
  ClRunner *self = CL_RUNNER (object);

  g_clear_pointer (&self->consumers, g_ptr_array_unref);
  g_clear_pointer (&self->threads, g_ptr_array_unref);
  g_clear_pointer (&self->readers, g_ptr_array_unref);
  g_clear_pointer (&self->cache, cl_cache_free);
  g_clear_pointer (&self->ring, cl_ring_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
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
  self->consumers = g_ptr_array_new_with_free_func (cl_consumer_free);
  self->threads = g_ptr_array_new ();
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_reader_free);
  self->ring = cl_ring_new ();
  self->context = g_main_context_ref_thread_default ();
  self->sweep = TRUE;
}

/* From now on they lag who had seen all. */
void
cl_runner_wake (ClRunner *self, guint64 head)
{
  gint64 now = g_get_real_time ();

  head = MIN (head, cl_ledger_get_head (self->ledger));
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (consumer->behind_since == 0 && consumer->row.position < head)
        consumer->behind_since = now;
      if (consumer->row.state == CL_CONSUMER_PARKED)
        self->look_at_desks = TRUE;
    }
  g_cond_broadcast (&self->work);
  g_mutex_unlock (&self->lock);
}

static void
ledger_advanced_cb (guint64 head, gpointer user_data)
{
  cl_runner_wake (user_data, head);
}

void
cl_runner_deafen (ClRunner *self)
{
  if (self->watch != 0)
    cl_ledger_remove_watch (self->ledger, self->watch);
  self->watch = 0;
}

/* A damaged file may open and fail at the first query: then once more with an empty one. */
static gboolean
open_consumers (ClRunner *self, const ClViewClass *const *views, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (cl_runner_add_consumers (self, views, &local_error))
    return TRUE;
  if (!cl_cache_is_broken (self->cache))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_message ("emptying the cache: %s", local_error->message);
  g_ptr_array_set_size (self->consumers, 0);
  return cl_cache_begin_wiped (self->cache, error) && cl_cache_commit (self->cache, error) &&
         cl_runner_add_consumers (self, views, error);
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
  return cl_runner_new_with_flags (ledger, cache_dir, views, 0, error);
}

ClRunner *
cl_runner_new_with_flags (ClLedger *ledger,
                          const char *cache_dir,
                          const ClViewClass *const *views,
                          ClRunnerFlags flags,
                          GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);
  g_return_val_if_fail (views != NULL, NULL);

  g_autoptr (ClRunner) self = g_object_new (CL_TYPE_RUNNER, NULL);

  self->ledger = g_object_ref (ledger);
  self->held = (flags & CL_RUNNER_HELD) != 0;
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

ClLedger *
cl_runner_get_ledger (ClRunner *self)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);

  return self->ledger;
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
