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

#define TURN_EVENTS     2000
#define FAR             10000 /* who is so many behind, and quick, */
#define FAR_TURN_EVENTS 8000  /* takes so many at once: a commit costs more than its folding */
#define POLL_US         (500 * G_TIME_SPAN_MILLISECOND)
#define MAX_TURN        32 /* consumers in one turn */
#define MAX_BURST_US    (50 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  ClRunner *runner;
  ClReader *reader;
  GPtrArray *turn; /* (element-type ClConsumer): busy with these */
  gboolean alone;  /* the turn is for one consumer */
} Worker;

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
      g_ptr_array_add (names,
                       (gpointer) (consumer->row.serves ? consumer->view->name
                                                        : consumer->full_name));
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

/* Whether something else than reading on is to be done. */
static gboolean
is_told (const ClConsumer *consumer)
{
  return consumer->rebuild || consumer->seek || consumer->save || consumer->aside_due;
}

/* Whether @consumer has something to do, perhaps not before due_us. */
static gboolean
has_work (const ClRunner *runner, const ClConsumer *consumer, guint64 head)
{
  if (consumer->busy || consumer->frozen)
    return FALSE;
  if (is_told (consumer))
    return TRUE;
  if (consumer->row.position >= head || consumer->row.state == CL_CONSUMER_PARKED)
    return FALSE;
  if (consumer->row.state == CL_CONSUMER_PAUSED)
    return consumer->steps > 0;
  return !runner->held;
}

/* Steps keep no pace. */
static gboolean
keeps_pace (const ClConsumer *consumer)
{
  return consumer->row.pace > 0 && consumer->row.state != CL_CONSUMER_PAUSED;
}

/* What a person asks for is done at once, whatever the pace. */
static gboolean
is_runnable (const ClRunner *runner, const ClConsumer *consumer, guint64 head)
{
  return has_work (runner, consumer, head) && (!keeps_pace (consumer) || is_told (consumer) ||
                                               g_get_monotonic_time () >= consumer->due_us);
}

/* How many events its pace allows now; of time that went by unused not more than MAX_BURST_US counts. */
static guint64
take_allowance (ClConsumer *consumer, guint64 n_wanted)
{
  gint64 now = g_get_monotonic_time ();
  double n_due;
  guint64 n;

  if (!keeps_pace (consumer))
    return n_wanted;
  if (now < consumer->due_us)
    return 0;
  consumer->due_us = MAX (consumer->due_us, now - MAX_BURST_US);
  n_due = 1 + (double) (now - consumer->due_us) * consumer->row.pace / G_USEC_PER_SEC;
  n = MIN (n_wanted, (guint64) n_due);
  consumer->due_us += (gint64) ((double) n * G_USEC_PER_SEC / consumer->row.pace);
  return n;
}

/* With the lock held: how many consumers one turn may have, so that the other threads have something too. */
static guint
get_turn_length (ClRunner *runner, guint64 head)
{
  guint n_runnable = 0;

  for (guint i = 0; i < runner->consumers->len; i++)
    n_runnable += is_runnable (runner, runner->consumers->pdata[i], head);
  return CLAMP ((n_runnable + 1) / CL_RUNNER_THREADS, 1, MAX_TURN);
}

static gboolean
wants_to_be_alone (const ClConsumer *consumer)
{
  return consumer->slow || consumer->rebuild || consumer->seek || consumer->aside_due;
}

/* The next in turn of those who are slow, or not known yet. */
static ClConsumer *
find_slow (ClRunner *runner, guint64 head)
{
  guint n = runner->consumers->len;

  for (guint i = 0; i < n; i++)
    {
      guint index = (runner->cursor + i) % n;
      ClConsumer *consumer = runner->consumers->pdata[index];

      if (!wants_to_be_alone (consumer) || !is_runnable (runner, consumer, head))
        continue;
      runner->cursor = index + 1;
      return consumer;
    }
  return NULL;
}

/* Of the quick ones the one that is furthest behind: so they stay together, and what one has read the others find. */
static ClConsumer *
find_quick (ClRunner *runner, guint64 head)
{
  ClConsumer *found = NULL;

  for (guint i = 0; i < runner->consumers->len; i++)
    {
      ClConsumer *consumer = runner->consumers->pdata[i];

      if (!wants_to_be_alone (consumer) && is_runnable (runner, consumer, head) &&
          (found == NULL || consumer->row.position < found->row.position))
        found = consumer;
    }
  return found;
}

/* With the lock held: adds the next consumer to the turn, if it has something to do and fits in. A slow one is alone: nobody's
 * commit waits for it. Slow and quick ones take turns. */
static gboolean
choose_next (Worker *self, guint64 head)
{
  ClRunner *runner = self->runner;
  gboolean first = self->turn->len == 0;
  ClConsumer *consumer = NULL;

  if (self->alone)
    return FALSE;
  if (first && runner->slow_next)
    consumer = find_slow (runner, head);
  if (consumer == NULL)
    consumer = find_quick (runner, head);
  if (consumer == NULL && first)
    consumer = find_slow (runner, head);
  if (consumer == NULL)
    return FALSE;
  self->alone = wants_to_be_alone (consumer);
  runner->slow_next = !self->alone;
  consumer->busy = TRUE;
  g_ptr_array_add (self->turn, consumer);
  return TRUE;
}

static void
fail_turn (Worker *self, GError *error)
{
  for (guint i = 0; i < self->turn->len; i++)
    {
      ClConsumer *consumer = self->turn->pdata[i];

      g_clear_error (&consumer->reason);
      if (consumer->failure == NULL)
        consumer->failure = g_error_copy (error);
      cl_consumer_forget (consumer);
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
            ok = cl_consumer_store (self->runner, consumer, head, &error);
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

/* With the lock held: up to which position this turn folds. */
static guint64
choose_goal (ClRunner *runner, ClConsumer *consumer, guint64 head)
{
  guint64 position = consumer->row.position;
  guint64 lag = head - MIN (head, position);
  guint64 n = MIN (lag, !consumer->slow && lag > FAR ? FAR_TURN_EVENTS : TURN_EVENTS);

  if (consumer->row.state == CL_CONSUMER_PARKED)
    n = 0;
  else if (consumer->row.state == CL_CONSUMER_PAUSED)
    n = MIN (n, consumer->steps);
  else
    n = runner->held ? 0 : take_allowance (consumer, n);
  return position + n;
}

static void
run_consumer (Worker *self, ClConsumer *consumer, guint64 head)
{
  ClRunner *runner = self->runner;
  gboolean rebuild, seek, aside_due;
  guint64 goal;

  g_mutex_lock (&runner->lock);
  rebuild = consumer->rebuild;
  seek = consumer->seek;
  aside_due = consumer->aside_due;
  consumer->save = FALSE;
  g_mutex_unlock (&runner->lock);
  if (rebuild || cl_runner_has_lost_values (runner, consumer->row.id, &consumer->failure))
    cl_consumer_restart (runner, consumer);
  else if (seek)
    cl_consumer_move (runner, consumer);
  if (aside_due && consumer->failure == NULL)
    cl_consumer_change_asides (runner, self->reader, consumer);
  if (consumer->failure != NULL)
    {
      cl_consumer_forget (consumer);
      return;
    }

  g_mutex_lock (&runner->lock);
  goal = choose_goal (runner, consumer, head);
  g_mutex_unlock (&runner->lock);
  cl_consumer_fold (runner, self->reader, consumer, goal);
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
  while (self->turn->len < length && g_get_monotonic_time () - start < CL_RUNNER_SLOW_US &&
         choose_next (self, head));
  g_mutex_unlock (&runner->lock);
  commit_turn (self, head);
  g_mutex_lock (&runner->lock);
  for (guint i = 0; i < self->turn->len; i++)
    cl_consumer_publish (runner, self->turn->pdata[i], head);
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
      ClCacheRow row;

      consumer->gone = consumer->frozen;
      if (consumer->gone)
        continue;
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
      cl_cache_row_clear (&row);
      cl_consumer_forget (consumer);
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
    cl_consumer_park (runner->consumers->pdata[i], error);
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
look_at_desks (Worker *self)
{
  ClRunner *runner = self->runner;
  g_autoptr (GError) error = NULL;

  runner->look_at_desks = FALSE;
  runner->n_looking++;
  g_mutex_unlock (&runner->lock);
  if (!cl_runner_look_at_desks (runner, self->reader, &error))
    g_message ("%s", error->message);
  g_mutex_lock (&runner->lock);
  runner->n_looking--;
  g_cond_broadcast (&runner->done);
  g_cond_broadcast (&runner->work);
}

/* With the lock held: when somebody's pace allows the next event, at the latest after POLL_US. */
static gint64
get_next_look (ClRunner *runner, guint64 head)
{
  gint64 next = g_get_monotonic_time () + POLL_US;

  if (runner->look_at_desks)
    next = MIN (next, runner->next_look_us);
  for (guint i = 0; i < runner->consumers->len; i++)
    {
      const ClConsumer *consumer = runner->consumers->pdata[i];

      if (has_work (runner, consumer, head))
        next = MIN (next, consumer->due_us);
    }
  return next;
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
  if (runner->look_at_desks && g_get_monotonic_time () >= runner->next_look_us)
    look_at_desks (self);
  else if (choose_next (self, head))
    run_turn (self, head, get_turn_length (runner, head) + 1);
  else if (runner->sweep)
    {
      runner->sweep = FALSE;
      g_mutex_unlock (&runner->lock);
      sweep_cache (runner);
      g_mutex_lock (&runner->lock);
    }
  else
    g_cond_wait_until (&runner->work, &runner->lock, get_next_look (runner, head));
}

gpointer
cl_runner_work (gpointer user_data)
{
  g_autoptr (ClRunner) runner = user_data;
  g_autoptr (GError) error = NULL;
  Worker self = { .runner = runner, .turn = g_ptr_array_new () };

  self.reader = cl_reader_new (runner->ledger, &error);
  if (self.reader != NULL)
    cl_reader_localize_citations (self.reader);
  g_mutex_lock (&runner->lock);
  if (self.reader == NULL)
    for (guint i = 0; i < runner->consumers->len; i++)
      cl_consumer_park (runner->consumers->pdata[i], error);
  while (!runner->closing && self.reader != NULL)
    look_for_work (&self);
  g_mutex_unlock (&runner->lock);
  g_clear_pointer (&self.reader, cl_reader_free);
  g_ptr_array_unref (self.turn);
  return NULL;
}
