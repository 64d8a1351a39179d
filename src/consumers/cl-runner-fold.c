/* cl-runner-fold.c: one consumer's part of a turn: folding what is there, storing it, telling it; and the way back
 *
 * All of it runs on the thread that is busy with the consumer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>
#include <time.h>

#define CLOCK_EVENTS     8    /* events between two looks at the clock, first */
#define MAX_CLOCK_EVENTS 128  /* and later */
#define MARK_DISTANCE    1000 /* events, or */
#define MARK_COST_US \
  (10 * G_TIME_SPAN_MILLISECOND)   /* time of folding, after which history needs a mark */
#define RATE_US G_TIME_SPAN_SECOND /* over which a rate is counted */

gboolean
cl_cache_source_lookup (gpointer data, const char *key, char **value, GError **error)
{
  ClCacheSource *source = data;
  ClCacheConn *conn = cl_cache_acquire (source->cache, error);
  gboolean ok;

  *value = NULL;
  if (conn == NULL)
    return FALSE;
  ok = cl_cache_conn_lookup (conn, source->id, key, source->position, value, error);
  cl_cache_release (source->cache, conn);
  return ok;
}

/* An owner deletes values only after it gave the view a new id: while the old id is there, nothing that was read before
 * was missing. */
gboolean
cl_runner_has_lost_values (ClRunner *self, gint64 id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  ClCacheConn *conn;
  gboolean lost;

  if (cl_cache_get_kind (self->cache) != CL_CACHE_BORROWED)
    return FALSE;
  conn = cl_cache_acquire (self->cache, error);
  if (conn == NULL)
    return FALSE;
  lost = !cl_cache_conn_check (conn, id, &local_error) && local_error == NULL;
  cl_cache_release (self->cache, conn);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return lost;
}

/* Folds up to @goal or @deadline. FALSE if the event behind consumer->folded is poison. */
static gboolean
fold_until (ClRunner *runner,
            ClReader *reader,
            ClConsumer *consumer,
            guint64 goal,
            gint64 deadline,
            GError **error)
{
  gboolean late = FALSE;
  guint64 stride = CLOCK_EVENTS, look = consumer->folded + stride;

  while (consumer->folded < goal && !late)
    {
      g_autoptr (ClEvents) events =
        cl_ring_get (runner->ring, reader, consumer->folded, &consumer->failure);
      gsize n = events != NULL ? cl_events_get_length (events) : 0;
      const ClEvent *last = NULL;

      if (n == 0)
        return TRUE;
      for (gsize i = consumer->folded + 1 - cl_events_get (events, 0)->position;
           i < n && consumer->folded < goal && !late;
           i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          if (!cl_state_apply (consumer->state, event, error))
            {
              cl_poison_set (&consumer->bad_event, event);
              return FALSE;
            }
          consumer->folded = event->position;
          last = event;
          if (event->position >= look)
            {
              late = g_get_monotonic_time () > deadline;
              stride = MIN (2 * stride, MAX_CLOCK_EVENTS);
              look = event->position + stride;
            }
        }
      if (last != NULL)
        {
          memcpy (consumer->folded_seal, last->seal, CL_SEAL_SIZE);
          consumer->folded_time = last->recorded_at;
        }
    }
  return TRUE;
}

void
cl_consumer_forget (ClConsumer *consumer)
{
  g_clear_pointer (&consumer->changes, g_ptr_array_unref);
  cl_state_reset (consumer->state);
  consumer->folded = consumer->row.position;
  memcpy (consumer->folded_seal, consumer->row.seal, CL_SEAL_SIZE);
}

/* Values may have been asked for that were gone already: then nothing of this turn counts. */
static void
check_borrowed (ClRunner *runner, ClConsumer *consumer)
{
  if (consumer->failure != NULL ||
      !cl_runner_has_lost_values (runner, consumer->row.id, &consumer->failure))
    return;
  g_set_error (&consumer->failure,
               CL_RUNNER_ERROR,
               CL_RUNNER_ERROR_CACHE,
               "the owner of the cache rebuilt “%s”",
               consumer->view->name);
  g_mutex_lock (&runner->lock);
  consumer->rebuild = TRUE;
  g_mutex_unlock (&runner->lock);
}

/* Of this thread, in µs: other than the wall clock it does not count what other programs do meanwhile. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  if (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now) != 0)
    return 0;
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

void
cl_consumer_fold (ClRunner *runner, ClReader *reader, ClConsumer *consumer, guint64 goal)
{
  gint64 start = g_get_monotonic_time ();
  gint64 start_cpu = get_cpu_time ();
  gint64 cost;

  consumer->source.id = consumer->row.id;
  consumer->source.position = consumer->row.position;
  consumer->folded = consumer->row.position;
  memcpy (consumer->folded_seal, consumer->row.seal, CL_SEAL_SIZE);
  if (!fold_until (runner, reader, consumer, goal, start + CL_RUNNER_TURN_US, &consumer->reason))
    {
      guint64 last_good = consumer->folded;

      /* The failed event may have left traces: fold what is before it once more. */
      cl_consumer_forget (consumer);
      fold_until (runner, reader, consumer, last_good, G_MAXINT64, NULL);
    }
  consumer->changes = cl_state_list_changes (consumer->state);
  if (consumer->failure == NULL && cl_state_get_failure (consumer->state) != NULL)
    consumer->failure = g_error_copy (cl_state_get_failure (consumer->state));
  check_borrowed (runner, consumer);
  if (cl_state_take_note (consumer->state))
    {
      g_mutex_lock (&runner->lock);
      runner->look_at_desks = TRUE;
      g_mutex_unlock (&runner->lock);
    }
  if (consumer->failure != NULL)
    {
      g_clear_error (&consumer->reason);
      cl_consumer_forget (consumer);
    }
  cost = get_cpu_time () - start_cpu;
  /* Not by the wall clock alone: a machine that is busy otherwise makes nobody slow. */
  consumer->slow =
    cost > CL_RUNNER_SLOW_US || g_get_monotonic_time () - start > 2 * CL_RUNNER_TURN_US;
  consumer->cost_us += cost;
}

static gboolean
is_mark_due (const ClConsumer *consumer, const ClCacheRow *row)
{
  return row->position - row->mark >= MARK_DISTANCE ||
         (consumer->cost_us > MARK_COST_US && row->position > row->mark);
}

/* Inside a transaction of the cache: what was folded, with its position. */
gboolean
cl_consumer_store (ClRunner *runner, ClConsumer *consumer, guint64 head, GError **error)
{
  GPtrArray *changes = consumer->changes;
  g_autofree char *old_error = NULL;
  g_autofree char *asides = NULL;
  ClCacheRow row;

  g_mutex_lock (&runner->lock);
  row = consumer->row;
  row.error = old_error = g_strdup (row.error);
  row.asides = asides = g_strdup (row.asides);
  g_mutex_unlock (&runner->lock);
  for (guint i = 0; i < changes->len; i++)
    {
      const ClStateEntry *entry = changes->pdata[i];

      if (!cl_cache_put (runner->cache, row.id, entry->key, consumer->folded, entry->value, error))
        return FALSE;
    }
  if (consumer->newest && !consumer->settled && consumer->folded >= head &&
      !cl_consumer_take_over (runner, consumer, error))
    return FALSE;
  row.position = consumer->folded;
  memcpy (row.seal, consumer->folded_seal, CL_SEAL_SIZE);
  if (is_mark_due (consumer, &row) && !cl_cache_put_mark (runner->cache, &row, error))
    return FALSE;
  consumer->stored_mark = row.mark;
  if (consumer->reason != NULL)
    {
      row.state = CL_CONSUMER_PARKED;
      row.error = consumer->reason->message;
    }
  else if (row.state == CL_CONSUMER_REBUILDING && row.position >= head)
    row.state = CL_CONSUMER_RUNNING;
  return cl_cache_save_row (runner->cache, &row, error);
}

static void
count_rate (ClConsumer *consumer, guint64 n_events)
{
  gint64 now = g_get_monotonic_time ();
  gint64 span = now - consumer->window_start;

  consumer->window_count += n_events;
  if (span < RATE_US)
    return;
  consumer->rate =
    span < 10 * RATE_US ? (double) consumer->window_count * G_USEC_PER_SEC / (double) span : 0;
  consumer->window_start = now;
  consumer->window_count = 0;
}

void
cl_consumer_park (ClConsumer *consumer, const GError *error)
{
  if (consumer->frozen)
    return;
  cl_poison_clear (&consumer->poison);
  consumer->row.state = CL_CONSUMER_PARKED;
  g_free (consumer->row.error);
  consumer->row.error = g_strdup (error->message);
  consumer->steps = 0;
  g_message ("%s", error->message);
}

/* With the lock held: what the turn did becomes visible. */
void
cl_consumer_publish (ClRunner *runner, ClConsumer *consumer, guint64 head)
{
  ClCacheRow *row = &consumer->row;
  gboolean came_on;

  if (consumer->failure != NULL)
    {
      if (cl_cache_is_broken (runner->cache))
        runner->recover = TRUE;
      else if (!consumer->rebuild)
        cl_consumer_park (consumer, consumer->failure);
    }
  else
    {
      if (consumer->took_over)
        cl_consumer_show (runner, consumer);
      if (row->state == CL_CONSUMER_PAUSED)
        consumer->steps -= MIN (consumer->steps, consumer->folded - row->position);
      count_rate (consumer, consumer->folded - row->position);
      came_on = consumer->folded != row->position;
      row->position = consumer->folded;
      if (row->position >= cl_ledger_get_head (runner->ledger))
        consumer->behind_since = 0;
      else if (came_on || consumer->behind_since == 0)
        consumer->behind_since = MAX (consumer->folded_time, 1);
      if (row->mark != consumer->stored_mark)
        consumer->cost_us = 0;
      row->mark = consumer->stored_mark;
      memcpy (row->seal, consumer->folded_seal, CL_SEAL_SIZE);
      if (consumer->reason != NULL && !consumer->rebuild && !consumer->seek)
        {
          cl_consumer_park (consumer, consumer->reason);
          consumer->poison = consumer->bad_event;
          consumer->bad_event = (ClPoison){ 0 };
        }
      else if (row->state == CL_CONSUMER_REBUILDING && row->position >= head)
        row->state = CL_CONSUMER_RUNNING;
    }
  g_clear_error (&consumer->failure);
  g_clear_error (&consumer->reason);
  consumer->busy = FALSE;
  consumer->changed = TRUE;
}

/* Moves @row towards @position in a transaction of its own; 0: to the beginning, under a new id. */
static gboolean
store_move (ClRunner *runner, ClCacheRow *row, guint64 position, GError **error)
{
  if (!cl_cache_begin (runner->cache, error))
    return FALSE;
  if ((position == 0 ? cl_cache_restart_row (runner->cache, row, error)
                     : cl_cache_rewind_row (runner->cache, row, position, error)) &&
      cl_cache_save_row (runner->cache, row, error))
    return cl_cache_commit (runner->cache, error);
  cl_cache_rollback (runner->cache);
  return FALSE;
}

/* One step of the way back to the last mark ≤ @position; a person may meanwhile have changed its state. */
gboolean
cl_consumer_step_back (ClRunner *runner, ClConsumer *consumer, guint64 position)
{
  ClCacheRow row;
  gboolean ok;

  g_mutex_lock (&runner->lock);
  row = consumer->row;
  row.error = NULL;
  row.asides = g_strdup (row.asides);
  if (row.state != CL_CONSUMER_PAUSED)
    row.state = CL_CONSUMER_REBUILDING;
  g_mutex_unlock (&runner->lock);
  ok = store_move (runner, &row, position, &consumer->failure);
  g_mutex_lock (&runner->lock);
  if (ok)
    {
      ClCacheRow *live = &consumer->row;

      live->id = row.id;
      live->position = row.position;
      live->mark = row.mark;
      memcpy (live->seal, row.seal, CL_SEAL_SIZE);
      g_clear_pointer (&live->error, g_free);
      cl_poison_clear (&consumer->poison);
      if (live->state != CL_CONSUMER_PAUSED)
        live->state = CL_CONSUMER_REBUILDING;
      consumer->generation++;
      consumer->cost_us = 0;
      runner->sweep = TRUE;
    }
  g_mutex_unlock (&runner->lock);
  cl_cache_row_clear (&row);
  cl_consumer_forget (consumer);
  return ok;
}

/* Begins the values of @consumer anew under a new id; if it is paused, it stays so. */
void
cl_consumer_restart (ClRunner *runner, ClConsumer *consumer)
{
  /* Until it stands at 0 nobody may take it for one that has arrived. */
  cl_consumer_step_back (runner, consumer, 0);
  g_mutex_lock (&runner->lock);
  consumer->rebuild = FALSE;
  g_mutex_unlock (&runner->lock);
}

/* Back to the last mark before where it shall go; from there it steps on. */
void
cl_consumer_move (ClRunner *runner, ClConsumer *consumer)
{
  gboolean ok = TRUE;
  guint64 target;

  g_mutex_lock (&runner->lock);
  target = consumer->target;
  g_mutex_unlock (&runner->lock);
  while (ok && consumer->row.position > target)
    ok = cl_consumer_step_back (runner, consumer, target);
  g_mutex_lock (&runner->lock);
  if (ok && consumer->target == target)
    {
      consumer->seek = FALSE;
      if (consumer->row.state == CL_CONSUMER_PAUSED)
        consumer->steps += target - consumer->row.position;
    }
  g_mutex_unlock (&runner->lock);
}
