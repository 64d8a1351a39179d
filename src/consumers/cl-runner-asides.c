/* cl-runner-asides.c: what a person set aside takes effect: the view goes back to before it, and on without it
 *
 * The desks are read when the runner begins, when a consumer meets such a fact, and while one is parked. What each
 * consumer's values were folded without is stored with them, so a change that was made while nothing ran is found as well.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>

/* Reading may take at most this part of the time. */
#define REST 20

/* With the lock held. */
static const char *
get_wanted (ClRunner *self, const char *name)
{
  return self->wanted != NULL ? g_hash_table_lookup (self->wanted, name) : NULL;
}

gboolean
cl_runner_look_at_desks (ClRunner *self, ClReader *reader, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  GHashTable *wanted = cl_asides_read (reader, error);
  gint64 end = g_get_monotonic_time ();

  if (wanted == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->wanted, g_hash_table_unref);
  self->wanted = wanted;
  self->next_look_us = end + REST * (end - start);
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (!consumer->frozen)
        consumer->aside_due =
          g_strcmp0 (consumer->row.asides, get_wanted (self, consumer->view->name)) != 0;
    }
  g_mutex_unlock (&self->lock);
  return TRUE;
}

char *
cl_runner_dup_asides (ClRunner *self, const char *name)
{
  char *asides;

  g_mutex_lock (&self->lock);
  asides = g_strdup (get_wanted (self, name));
  g_mutex_unlock (&self->lock);
  return asides;
}

/* It stands behind @position no more. */
static gboolean
go_before (ClRunner *runner, ClConsumer *consumer, guint64 position)
{
  gboolean ok = TRUE;

  while (ok && position > 0 && consumer->row.position >= position)
    ok = cl_consumer_step_back (runner, consumer, position - 1);
  return ok;
}

/* With the lock held: @text, which @asides says, is what it leaves out from now on. */
static void
take_asides (ClRunner *runner, ClConsumer *consumer, const char *text, ClAsides *asides)
{
  g_free (consumer->row.asides);
  consumer->row.asides = g_strdup (text);
  cl_asides_unref (consumer->asides);
  consumer->asides = cl_asides_ref (asides);
  consumer->aside_due = g_strcmp0 (text, get_wanted (runner, consumer->view->name)) != 0;
  cl_state_set_asides (consumer->state, asides);
}

void
cl_consumer_change_asides (ClRunner *runner, ClReader *reader, ClConsumer *consumer)
{
  guint64 stood = consumer->row.position;
  g_autofree char *text = NULL;
  g_autoptr (ClAsides) asides = NULL;
  guint64 first;

  g_mutex_lock (&runner->lock);
  text = g_strdup (get_wanted (runner, consumer->view->name));
  g_mutex_unlock (&runner->lock);
  asides = cl_asides_parse (text);
  if (!cl_asides_find_difference (consumer->asides, asides, reader, &first, &consumer->failure) ||
      !go_before (runner, consumer, first))
    return;
  g_mutex_lock (&runner->lock);
  take_asides (runner, consumer, text, asides);
  if (consumer->row.state == CL_CONSUMER_PARKED)
    {
      consumer->row.state = CL_CONSUMER_RUNNING;
      g_clear_pointer (&consumer->row.error, g_free);
      cl_poison_clear (&consumer->poison);
    }
  else if (consumer->row.state == CL_CONSUMER_PAUSED)
    consumer->steps += stood - consumer->row.position;
  g_mutex_unlock (&runner->lock);
  cl_consumer_forget (consumer);
}
