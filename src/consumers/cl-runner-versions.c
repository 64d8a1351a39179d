/* cl-runner-versions.c: which consumers there are: several versions of one name side by side, of which one is shown
 *
 * Each version has a row and values of its own in the cache. A new one begins at position 1 beside the old, which is shown
 * until the new one has caught up; then, in the transaction that stores its position, the new one takes over. The old one
 * stays: it is folded on if this program still has its fold, else it is frozen as it was, until a later version takes over.
 *
 * A frozen version is never shown under the plain name: who wrote its values is not there any more to say how to read them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-runner-private.h"

#include <string.h>

void
cl_consumer_free (gpointer data)
{
  ClConsumer *consumer = data;

  if (consumer->frozen)
    g_free ((gpointer) consumer->view);
  g_free (consumer->full_name);
  g_clear_pointer (&consumer->state, cl_state_free);
  cl_cache_row_clear (&consumer->row);
  cl_asides_unref (consumer->asides);
  cl_poison_clear (&consumer->poison);
  cl_poison_clear (&consumer->bad_event);
  g_clear_error (&consumer->reason);
  g_clear_error (&consumer->failure);
  g_free (consumer);
}

static ClConsumer *
add_consumer (ClRunner *self, const ClViewClass *view)
{
  ClConsumer *consumer = g_new0 (ClConsumer, 1);

  consumer->view = view;
  consumer->full_name = g_strdup_printf ("%s@%u", view->name, view->version);
  consumer->slow = TRUE; /* until it has shown that it is not */
  consumer->source.cache = self->cache;
  g_ptr_array_add (self->consumers, consumer);
  return consumer;
}

/* Whether the ledger still has the event at which the cache stands; and when the next one was recorded. */
static gboolean
fits_ledger (ClReader *reader, ClConsumer *consumer, gboolean *fits, GError **error)
{
  const ClCacheRow *row = &consumer->row;
  guint64 after = row->position - MIN (row->position, 1);
  g_autoptr (ClEvents) events = NULL;
  gsize n;

  /* The head that a reading process knows may be older than the cache, so the ledger itself is asked. */
  events = cl_reader_read (reader, after, 0, 2, error);
  if (events == NULL)
    return FALSE;
  n = cl_events_get_length (events);
  *fits = row->position == 0 ||
          (n > 0 && memcmp (cl_events_get (events, 0)->seal, row->seal, CL_SEAL_SIZE) == 0);
  for (gsize i = 0; i < n && consumer->behind_since == 0; i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      if (*fits && event->position <= row->position)
        continue;
      consumer->behind_since = MAX (event->recorded_at, 1);
      if (row->state == CL_CONSUMER_PARKED)
        cl_poison_set (&consumer->poison, event);
    }
  return TRUE;
}

/* Its values do not fit what is to be folded on: they are begun anew. Who is paused stays so. */
static gboolean
begin_anew (ClRunner *self, ClConsumer *consumer, const char *why, GError **error)
{
  gboolean is_new = consumer->row.position == 0;

  consumer->row.basis = consumer->view->basis;
  if (!is_new)
    g_message ("“%s” at position %" G_GUINT64_FORMAT " %s; it is rebuilt",
               consumer->view->name,
               consumer->row.position,
               why);
  if (!is_new && consumer->row.state != CL_CONSUMER_PAUSED)
    consumer->row.state = CL_CONSUMER_REBUILDING;
  return (is_new || cl_cache_restart_row (self->cache, &consumer->row, error)) &&
         cl_cache_save_row (self->cache, &consumer->row, error);
}

static gboolean
add_live (ClRunner *self, const ClViewClass *view, ClReader *reader, GError **error)
{
  ClConsumer *consumer = add_consumer (self, view);
  gboolean fits;

  consumer->state = cl_state_new (view);
  cl_state_set_source (consumer->state, cl_cache_source_lookup, &consumer->source);
  if (!cl_cache_ensure_row (self->cache, view->name, view->version, &consumer->row, error) ||
      !fits_ledger (reader, consumer, &fits, error))
    return FALSE;
  consumer->asides = cl_asides_parse (consumer->row.asides);
  cl_state_set_asides (consumer->state, consumer->asides);
  if (!fits)
    return begin_anew (self, consumer, "stood on what is not in this ledger as it was", error);
  if (consumer->row.basis != view->basis)
    return begin_anew (self, consumer, "was made with other data than this program has", error);
  if (consumer->row.state == CL_CONSUMER_FROZEN ||
      (consumer->row.state == CL_CONSUMER_PARKED && !self->held))
    {
      consumer->row.state = CL_CONSUMER_RUNNING;
      g_clear_pointer (&consumer->row.error, g_free);
      cl_poison_clear (&consumer->poison);
    }
  return TRUE;
}

static gboolean
add_frozen (ClRunner *self, const char *name, guint version, ClReader *reader, GError **error)
{
  ClViewClass *view = g_new0 (ClViewClass, 1);
  ClConsumer *consumer;
  gboolean fits;

  view->name = name;
  view->version = version;
  consumer = add_consumer (self, view);
  consumer->frozen = TRUE;
  if (!cl_cache_ensure_row (self->cache, name, version, &consumer->row, error) ||
      !fits_ledger (reader, consumer, &fits, error))
    return FALSE;
  consumer->row.state = CL_CONSUMER_FROZEN;
  consumer->served_last = consumer->row.serves;
  consumer->row.serves = FALSE;
  consumer->gone = !fits;
  return fits ? cl_cache_save_row (self->cache, &consumer->row, error)
              : cl_cache_drop_row (self->cache, &consumer->row, error);
}

static ClConsumer *
find_version (ClRunner *self, const char *name, guint version)
{
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (consumer->view->version == version && strcmp (consumer->view->name, name) == 0)
        return consumer;
    }
  return NULL;
}

/* Adds the frozen versions of @name, and settles which one is shown. */
static gboolean
settle_versions (ClRunner *self, const char *name, ClReader *reader, GError **error)
{
  g_autoptr (GArray) versions = cl_cache_list_versions (self->cache, name, error);
  ClConsumer *newest = NULL;
  gboolean served = FALSE;

  if (versions == NULL)
    return FALSE;
  for (guint i = 0; i < versions->len; i++)
    {
      guint version = g_array_index (versions, guint, i);
      ClConsumer *consumer = find_version (self, name, version);

      if (consumer == NULL && !add_frozen (self, name, version, reader, error))
        return FALSE;
    }
  for (guint i = 0; i < self->consumers->len; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (consumer->frozen || strcmp (consumer->view->name, name) != 0)
        continue;
      served = served || consumer->row.serves;
      if (newest == NULL || newest->view->version < consumer->view->version)
        newest = consumer;
    }
  newest->newest = TRUE;
  if (served)
    return TRUE;
  newest->row.serves = TRUE;
  return cl_cache_serve (self->cache, name, newest->view->version, error);
}

static gboolean
is_first_of_name (const ClViewClass *const *views, guint index)
{
  for (guint i = 0; i < index; i++)
    if (strcmp (views[i]->name, views[index]->name) == 0)
      return FALSE;
  return TRUE;
}

gboolean
cl_runner_add_consumers (ClRunner *self, const ClViewClass *const *views, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, error);
  gboolean ok = TRUE;

  if (reader == NULL || !cl_cache_begin (self->cache, error))
    return FALSE;
  for (guint i = 0; views[i] != NULL && ok; i++)
    ok = add_live (self, views[i], reader, error);
  for (guint i = 0; views[i] != NULL && ok; i++)
    ok = !is_first_of_name (views, i) || settle_versions (self, views[i]->name, reader, error);
  if (ok)
    return cl_cache_commit (self->cache, error) && cl_runner_look_at_desks (self, reader, error);
  cl_cache_rollback (self->cache);
  return FALSE;
}

/* Version numbers need not grow, so the one that was shown is taken for the last. */
static gboolean
is_later (const ClConsumer *a, const ClConsumer *b)
{
  return a->served_last != b->served_last ? a->served_last : a->view->version > b->view->version;
}

/* Of the frozen versions of its name only the last is kept. */
static gboolean
drops_with (const ClRunner *self, const ClConsumer *taker, const ClConsumer *consumer)
{
  if (!consumer->frozen || consumer->gone || strcmp (consumer->view->name, taker->view->name) != 0)
    return FALSE;
  for (guint i = 0; i < self->consumers->len; i++)
    {
      const ClConsumer *other = self->consumers->pdata[i];

      if (other->frozen && !other->gone && is_later (other, consumer) &&
          strcmp (other->view->name, taker->view->name) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
cl_consumer_take_over (ClRunner *runner, ClConsumer *consumer, GError **error)
{
  for (guint i = 0; i < runner->consumers->len; i++)
    {
      const ClConsumer *other = runner->consumers->pdata[i];

      if (drops_with (runner, consumer, other) &&
          !cl_cache_drop_row (runner->cache, &other->row, error))
        return FALSE;
    }
  consumer->took_over = TRUE;
  return cl_cache_serve (runner->cache, consumer->view->name, consumer->view->version, error);
}

void
cl_consumer_show (ClRunner *runner, ClConsumer *consumer)
{
  consumer->took_over = FALSE;
  consumer->settled = TRUE;
  for (guint i = 0; i < runner->consumers->len; i++)
    {
      ClConsumer *other = runner->consumers->pdata[i];

      if (strcmp (other->view->name, consumer->view->name) != 0)
        continue;
      other->row.serves = other == consumer;
      if (drops_with (runner, consumer, other))
        {
          other->gone = TRUE;
          other->generation++;
          runner->sweep = TRUE;
        }
    }
}

ClConsumer *
cl_runner_find (ClRunner *self, const char *name, GError **error)
{
  ClConsumer *found = NULL;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->consumers->len && found == NULL; i++)
    {
      ClConsumer *consumer = self->consumers->pdata[i];

      if (!consumer->gone && ((consumer->row.serves && strcmp (consumer->view->name, name) == 0) ||
                              strcmp (consumer->full_name, name) == 0))
        found = consumer;
    }
  g_mutex_unlock (&self->lock);
  if (found == NULL)
    g_set_error (error,
                 CL_RUNNER_ERROR,
                 CL_RUNNER_ERROR_UNKNOWN_CONSUMER,
                 "there is no consumer “%s”",
                 name);
  return found;
}
