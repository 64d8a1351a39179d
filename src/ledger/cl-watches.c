/* cl-watches.c: a list of callbacks that may be changed from any thread, even while it is being called
 *
 * No lock is held during a callback. remove waits until the callback returned, so that its caller may free what it
 * uses; a callback that removes itself does not wait for itself.
 *
 * One round at a time, so that heads only grow for everybody: news that come during a round, from another thread or from a
 * callback, are told by the round's thread in the next one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-watches-private.h"

typedef struct
{
  guint id;
  ClLedgerWatch watch;
  gpointer user_data;
} Watch;

struct _ClWatches
{
  GMutex lock;
  GCond returned; /* a callback did */
  GArray *watches;
  guint last_id;
  GThread *calling; /* the thread in a round, NULL if there is none */
  guint running;    /* the watch whose callback runs, 0 for none */
  guint64 head;     /* the newest that was to be told */
  gboolean again;   /* it came during the round */
};

ClWatches *
cl_watches_new (void)
{
  ClWatches *self = g_new0 (ClWatches, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->returned);
  self->watches = g_array_new (FALSE, FALSE, sizeof (Watch));
  return self;
}

void
cl_watches_free (ClWatches *self)
{
  g_array_unref (self->watches);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->returned);
  g_free (self);
}

guint
cl_watches_add (ClWatches *self, ClLedgerWatch watch, gpointer user_data)
{
  Watch added = { 0, watch, user_data };

  g_mutex_lock (&self->lock);
  added.id = ++self->last_id;
  g_array_append_val (self->watches, added);
  g_mutex_unlock (&self->lock);
  return added.id;
}

void
cl_watches_remove (ClWatches *self, guint id)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->watches->len; i++)
    if (g_array_index (self->watches, Watch, i).id == id)
      {
        g_array_remove_index (self->watches, i);
        break;
      }
  while (self->running == id && self->calling != g_thread_self ())
    g_cond_wait (&self->returned, &self->lock);
  g_mutex_unlock (&self->lock);
}

/* Under the lock: the watch after @id, FALSE at the end. Ids grow along the array. */
static gboolean
find_next (ClWatches *self, guint id, Watch *next)
{
  for (guint i = 0; i < self->watches->len; i++)
    {
      *next = g_array_index (self->watches, Watch, i);
      if (next->id > id)
        return TRUE;
    }
  return FALSE;
}

/* Under the lock, which is given away during callbacks. */
static void
call_each (ClWatches *self)
{
  Watch watch = { 0 };

  while (find_next (self, watch.id, &watch))
    {
      guint64 head = self->head;

      self->running = watch.id;
      g_mutex_unlock (&self->lock);
      watch.watch (head, watch.user_data);
      g_mutex_lock (&self->lock);
      self->running = 0;
      g_cond_broadcast (&self->returned);
    }
}

void
cl_watches_call (ClWatches *self, guint64 head)
{
  g_mutex_lock (&self->lock);
  self->head = MAX (self->head, head);
  self->again = TRUE;
  if (!self->calling)
    {
      self->calling = g_thread_self ();
      while (self->again)
        {
          self->again = FALSE;
          call_each (self);
        }
      self->calling = NULL;
    }
  g_mutex_unlock (&self->lock);
}
