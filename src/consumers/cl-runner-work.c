/* cl-runner-work.c: the threads of the pool: whose turn it is, folding, committing
 *
 * A turn: take one consumer that is far behind or slow, or several that are nearly up to date; fold what is there, at most
 * TURN_EVENTS or TURN_US; store the changed keys, the position and the seal of all of them in one transaction. There is
 * no other way to read: being woken only means looking at the head earlier than POLL_US.
 *
 * The lock guards what other threads see (ClConsumer.row and the flags). It is never held while reading, folding or
 * writing; a consumer that is `busy` belongs to one thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>
#include <time.h>

#define TURN_EVENTS   2000
#define TURN_US       (20 * G_TIME_SPAN_MILLISECOND)
#define SLOW_US       (5 * G_TIME_SPAN_MILLISECOND)
#define POLL_US       (500 * G_TIME_SPAN_MILLISECOND)
#define NEAR          1000 /* events behind the head that many consumers share a turn for */
#define MAX_TURN      32   /* consumers in one turn */
#define CLOCK_EVENTS  8    /* events between two looks at the clock */
#define MARK_DISTANCE 1000 /* events, or */
#define MARK_COST_US \
  (10 * G_TIME_SPAN_MILLISECOND) /* time of folding, after which history needs a mark */

typedef struct
{
  ClRunner *runner;
  ClReader *reader;
  GPtrArray *turn; /* (element-type ClConsumer): busy with these */
  gboolean alone;  /* the turn is for one consumer */
} Worker;

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

static gboolean
changed_cb (gpointer user_data)
{
  ClRunner *self = user_data;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GArray) positions = g_array_new (FALSE, FALSE, sizeof (guint64));

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->notify, g_source_unref);
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (!consumer->changed)
        continue;
      consumer->changed = FALSE;
      g_ptr_array_add (names, (gpointer) consumer->view->name);
      g_array_append_val (positions, consumer->row.position);
    }
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < names->len; i++)
    g_signal_emit_by_name (self, "changed", names->pdata[i], g_array_index (positions, guint64, i));
  return G_SOURCE_REMOVE;
}

void
cl_runner_schedule_changed (ClRunner *self)
{
  if (self->notify != NULL || self->closing)
    return;
  self->notify = g_idle_source_new ();
  g_source_set_priority (self->notify, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->notify, changed_cb, g_object_ref (self), g_object_unref);
  g_source_attach (self->notify, self->context);
}

static gboolean
is_runnable (const ClConsumer *consumer, guint64 head)
{
  if (consumer->busy)
    return FALSE;
  if (consumer->rebuild || consumer->save)
    return TRUE;
  if (consumer->row.position >= head || consumer->row.state == CL_CONSUMER_PARKED)
    return FALSE;
  return consumer->row.state != CL_CONSUMER_PAUSED || consumer->steps > 0;
}

/* With the lock held: how many consumers one turn may have, so that the other threads have something too. */
static guint
get_turn_length (ClRunner *runner, guint64 head)
{
  guint n_runnable = 0;

  for (guint i = 0; i < runner->consumers->len; i++)
    n_runnable += is_runnable (runner->consumers->pdata[i], head);
  return CLAMP ((n_runnable + 1) / CL_RUNNER_THREADS, 1, MAX_TURN);
}

/* With the lock held: adds the next consumer to the turn, if it has something to do and fits in. One that is slow, or not
 * known yet, or far behind, is alone: nobody's commit waits for it. */
static gboolean
choose_next (Worker *self, guint64 head)
{
  ClRunner *runner = self->runner;
  guint n = runner->consumers->len;

  for (guint i = 0; i < n && !self->alone; i++)
    {
      guint index = (runner->cursor + i) % n;
      ClConsumer *consumer = runner->consumers->pdata[index];
      gboolean alone = consumer->slow || consumer->rebuild || consumer->row.position + NEAR < head;

      if (!is_runnable (consumer, head))
        continue;
      if (alone && self->turn->len > 0)
        return FALSE;
      self->alone = alone;
      consumer->busy = TRUE;
      g_ptr_array_add (self->turn, consumer);
      runner->cursor = index + 1;
      return TRUE;
    }
  return FALSE;
}

/* Folds up to @goal or @deadline. FALSE if the event behind consumer->folded is poison. */
static gboolean
fold_until (Worker *self, ClConsumer *consumer, guint64 goal, gint64 deadline, GError **error)
{
  gboolean late = FALSE;

  while (consumer->folded < goal && !late)
    {
      g_autoptr (ClEvents) events =
        cl_ring_get (self->runner->ring, self->reader, consumer->folded, &consumer->failure);
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
            return FALSE;
          consumer->folded = event->position;
          last = event;
          late = event->position % CLOCK_EVENTS == 0 && g_get_monotonic_time () > deadline;
        }
      if (last != NULL)
        memcpy (consumer->folded_seal, last->seal, CL_SEAL_SIZE);
    }
  return TRUE;
}

static void
rewind_fold (ClConsumer *consumer)
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

static void
fold_consumer (Worker *self, ClConsumer *consumer, guint64 goal)
{
  gint64 start = g_get_monotonic_time ();
  gint64 start_cpu = get_cpu_time ();

  consumer->source.id = consumer->row.id;
  consumer->source.position = consumer->row.position;
  consumer->folded = consumer->row.position;
  memcpy (consumer->folded_seal, consumer->row.seal, CL_SEAL_SIZE);
  if (!fold_until (self, consumer, goal, start + TURN_US, &consumer->poison))
    {
      guint64 last_good = consumer->folded;

      /* The failed event may have left traces: fold what is before it once more. */
      rewind_fold (consumer);
      fold_until (self, consumer, last_good, G_MAXINT64, NULL);
    }
  consumer->changes = cl_state_list_changes (consumer->state);
  if (consumer->failure == NULL && cl_state_get_failure (consumer->state) != NULL)
    consumer->failure = g_error_copy (cl_state_get_failure (consumer->state));
  check_borrowed (self->runner, consumer);
  if (consumer->failure != NULL)
    {
      g_clear_error (&consumer->poison);
      rewind_fold (consumer);
    }
  consumer->slow = g_get_monotonic_time () - start > SLOW_US;
  consumer->cost_us += get_cpu_time () - start_cpu;
}

static gboolean
is_mark_due (const ClConsumer *consumer, const ClCacheRow *row)
{
  return row->position - row->mark >= MARK_DISTANCE ||
         (consumer->cost_us > MARK_COST_US && row->position > row->mark);
}

/* Inside a transaction of the cache: what was folded, with its position. */
static gboolean
store_consumer (ClRunner *runner, ClConsumer *consumer, guint64 head, GError **error)
{
  GPtrArray *changes = consumer->changes;
  g_autofree char *old_error = NULL;
  ClCacheRow row;

  g_mutex_lock (&runner->lock);
  row = consumer->row;
  row.error = old_error = g_strdup (row.error);
  g_mutex_unlock (&runner->lock);
  for (guint i = 0; i < changes->len; i++)
    {
      const ClStateEntry *entry = changes->pdata[i];

      if (!cl_cache_put (runner->cache, row.id, entry->key, consumer->folded, entry->value, error))
        return FALSE;
    }
  if (!consumer->retired && consumer->folded >= head)
    {
      if (!cl_cache_retire_versions (runner->cache,
                                     consumer->view->name,
                                     consumer->view->version,
                                     error))
        return FALSE;
      consumer->retired = TRUE;
    }
  row.position = consumer->folded;
  memcpy (row.seal, consumer->folded_seal, CL_SEAL_SIZE);
  if (is_mark_due (consumer, &row) && !cl_cache_put_mark (runner->cache, &row, error))
    return FALSE;
  consumer->stored_mark = row.mark;
  if (consumer->poison != NULL)
    {
      row.state = CL_CONSUMER_PARKED;
      row.error = consumer->poison->message;
    }
  else if (row.state == CL_CONSUMER_REBUILDING && row.position >= head)
    row.state = CL_CONSUMER_RUNNING;
  return cl_cache_save_row (runner->cache, &row, error);
}

static void
fail_turn (Worker *self, GError *error)
{
  for (guint i = 0; i < self->turn->len; i++)
    {
      ClConsumer *consumer = self->turn->pdata[i];

      g_clear_error (&consumer->poison);
      if (consumer->failure == NULL)
        consumer->failure = g_error_copy (error);
      rewind_fold (consumer);
    }
}

static void
commit_turn (Worker *self, guint64 head)
{
  ClCache *cache = self->runner->cache;
  g_autoptr (GError) error = NULL;
  gboolean ok = cl_cache_begin (cache, &error);

  if (ok)
    {
      for (guint i = 0; i < self->turn->len && ok; i++)
        {
          ClConsumer *consumer = self->turn->pdata[i];

          if (consumer->failure == NULL)
            ok = store_consumer (self->runner, consumer, head, &error);
        }
      if (ok)
        ok = cl_cache_commit (cache, &error);
      else
        cl_cache_rollback (cache);
    }
  if (!ok)
    fail_turn (self, error);
  for (guint i = 0; i < self->turn->len; i++)
    {
      ClConsumer *consumer = self->turn->pdata[i];

      if (consumer->failure == NULL)
        cl_state_commit (consumer->state);
      g_clear_pointer (&consumer->changes, g_ptr_array_unref);
    }
}

static void
park (ClConsumer *consumer, const GError *error)
{
  consumer->row.state = CL_CONSUMER_PARKED;
  g_free (consumer->row.error);
  consumer->row.error = g_strdup (error->message);
  consumer->steps = 0;
  g_message ("%s", error->message);
}

/* With the lock held: what the turn did becomes visible. */
static void
publish_consumer (ClRunner *runner, ClConsumer *consumer, guint64 head)
{
  ClCacheRow *row = &consumer->row;

  if (consumer->failure != NULL)
    {
      if (cl_cache_is_broken (runner->cache))
        runner->recover = TRUE;
      else if (!consumer->rebuild)
        park (consumer, consumer->failure);
    }
  else
    {
      row->position = consumer->folded;
      if (row->mark != consumer->stored_mark)
        consumer->cost_us = 0;
      row->mark = consumer->stored_mark;
      memcpy (row->seal, consumer->folded_seal, CL_SEAL_SIZE);
      if (consumer->poison != NULL && !consumer->rebuild)
        park (consumer, consumer->poison);
      else if (row->state == CL_CONSUMER_REBUILDING && row->position >= head)
        row->state = CL_CONSUMER_RUNNING;
    }
  g_clear_error (&consumer->failure);
  g_clear_error (&consumer->poison);
  consumer->busy = FALSE;
  consumer->changed = TRUE;
}

static gboolean
store_restart (ClRunner *runner, ClCacheRow *row, GError **error)
{
  if (!cl_cache_begin (runner->cache, error))
    return FALSE;
  if (cl_cache_restart_row (runner->cache, row, error) &&
      cl_cache_save_row (runner->cache, row, error))
    return cl_cache_commit (runner->cache, error);
  cl_cache_rollback (runner->cache);
  return FALSE;
}

/* Begins the values of @consumer anew under a new id; if it is paused, it stays so. */
static void
restart_consumer (ClRunner *runner, ClConsumer *consumer)
{
  ClCacheRow row = { .id = consumer->row.id, .state = CL_CONSUMER_REBUILDING };
  gboolean ok = store_restart (runner, &row, &consumer->failure);

  g_mutex_lock (&runner->lock);
  consumer->rebuild = FALSE;
  if (ok)
    {
      if (consumer->row.state == CL_CONSUMER_PAUSED)
        row.state = CL_CONSUMER_PAUSED;
      g_free (consumer->row.error);
      consumer->row = row;
      consumer->generation++;
      consumer->cost_us = 0;
      runner->sweep = TRUE;
    }
  g_mutex_unlock (&runner->lock);
  rewind_fold (consumer);
}

static void
run_consumer (Worker *self, ClConsumer *consumer, guint64 head)
{
  ClRunner *runner = self->runner;
  gboolean rebuild;
  guint64 goal;

  g_mutex_lock (&runner->lock);
  rebuild = consumer->rebuild;
  consumer->save = FALSE;
  g_mutex_unlock (&runner->lock);
  if (rebuild || cl_runner_has_lost_values (runner, consumer->row.id, &consumer->failure))
    restart_consumer (runner, consumer);
  if (consumer->failure != NULL)
    {
      rewind_fold (consumer);
      return;
    }

  g_mutex_lock (&runner->lock);
  goal = MIN (head, consumer->row.position + TURN_EVENTS);
  if (consumer->row.state == CL_CONSUMER_PARKED)
    goal = consumer->row.position;
  else if (consumer->row.state == CL_CONSUMER_PAUSED)
    {
      goal = MIN (head, consumer->row.position + MIN (consumer->steps, 1));
      consumer->steps -= MIN (consumer->steps, 1);
    }
  g_mutex_unlock (&runner->lock);
  fold_consumer (self, consumer, goal);
}

/* With the lock held, and a first consumer chosen; gives the lock back while it works. */
static void
run_turn (Worker *self, guint64 head, guint length)
{
  ClRunner *runner = self->runner;
  gint64 start = g_get_monotonic_time ();

  do
    {
      g_mutex_unlock (&runner->lock);
      run_consumer (self, self->turn->pdata[self->turn->len - 1], head);
      g_mutex_lock (&runner->lock);
    }
  while (self->turn->len < length && g_get_monotonic_time () - start < SLOW_US &&
         choose_next (self, head));
  g_mutex_unlock (&runner->lock);
  commit_turn (self, head);
  g_mutex_lock (&runner->lock);
  for (guint i = 0; i < self->turn->len; i++)
    publish_consumer (runner, self->turn->pdata[i], head);
  g_ptr_array_set_size (self->turn, 0);
  cl_runner_schedule_changed (runner);
  g_cond_broadcast (&runner->done);
}

static gboolean
is_anyone_busy (ClRunner *runner)
{
  for (guint i = 0; i < runner->consumers->len; i++)
    if (((ClConsumer *) runner->consumers->pdata[i])->busy)
      return TRUE;
  return FALSE;
}

static gboolean
ensure_rows (ClRunner *runner, GError **error)
{
  for (guint i = 0; i < runner->consumers->len; i++)
    {
      ClConsumer *consumer = runner->consumers->pdata[i];
      ClCacheRow row = { 0 };

      if (!cl_cache_ensure_row (runner->cache,
                                consumer->view->name,
                                consumer->view->version,
                                &row,
                                error))
        return FALSE;
      g_clear_pointer (&consumer->row.error, g_free);
      consumer->row.id = row.id;
      consumer->row.position = 0;
      if (consumer->row.state != CL_CONSUMER_PAUSED)
        consumer->row.state = CL_CONSUMER_REBUILDING;
      consumer->generation++;
      consumer->row.mark = 0;
      consumer->cost_us = 0;
      consumer->save = TRUE;
      g_free (row.error);
      rewind_fold (consumer);
    }
  return TRUE;
}

/* With the lock held, which nobody is busy under: the one case in which the file is written while all wait. */
static void
recover_cache (ClRunner *runner)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = cl_cache_begin_wiped (runner->cache, &error);

  g_message ("the cache is damaged; all views are rebuilt");
  runner->recover = FALSE;
  if (ok && ensure_rows (runner, &error))
    ok = cl_cache_commit (runner->cache, &error);
  else if (ok)
    {
      cl_cache_rollback (runner->cache);
      ok = FALSE;
    }
  for (guint i = 0; i < runner->consumers->len && !ok; i++)
    park (runner->consumers->pdata[i], error);
  cl_runner_schedule_changed (runner);
  g_cond_broadcast (&runner->done);
}

static void
sweep_cache (ClRunner *runner)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  if (!cl_cache_begin (runner->cache, &error))
    return;
  if (cl_cache_sweep (runner->cache, &more, &error))
    cl_cache_commit (runner->cache, &error);
  else
    cl_cache_rollback (runner->cache);
  if (error != NULL)
    g_message ("%s", error->message);
  if (more && error == NULL)
    {
      g_mutex_lock (&runner->lock);
      runner->sweep = TRUE;
      g_mutex_unlock (&runner->lock);
    }
}

/* With the lock held; gives it back while it works. */
static void
look_for_work (Worker *self)
{
  ClRunner *runner = self->runner;
  guint64 head = cl_ledger_get_head (runner->ledger);

  if (runner->recover)
    {
      if (is_anyone_busy (runner))
        g_cond_wait (&runner->done, &runner->lock);
      else
        recover_cache (runner);
      return;
    }
  self->alone = FALSE;
  if (choose_next (self, head))
    run_turn (self, head, get_turn_length (runner, head) + 1);
  else if (runner->sweep)
    {
      runner->sweep = FALSE;
      g_mutex_unlock (&runner->lock);
      sweep_cache (runner);
      g_mutex_lock (&runner->lock);
    }
  else
    g_cond_wait_until (&runner->work, &runner->lock, g_get_monotonic_time () + POLL_US);
}

gpointer
cl_runner_work (gpointer user_data)
{
  g_autoptr (ClRunner) runner = user_data;
  g_autoptr (GError) error = NULL;
  Worker self = { .runner = runner, .turn = g_ptr_array_new () };

  self.reader = cl_reader_new (runner->ledger, &error);
  g_mutex_lock (&runner->lock);
  if (self.reader == NULL)
    for (guint i = 0; i < runner->consumers->len; i++)
      park (runner->consumers->pdata[i], error);
  while (!runner->closing && self.reader != NULL)
    look_for_work (&self);
  g_mutex_unlock (&runner->lock);
  g_clear_pointer (&self.reader, cl_reader_free);
  g_ptr_array_unref (self.turn);
  return NULL;
}
