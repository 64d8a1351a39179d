/* cl-subscription.c: one outside subscriber: what is handed out, what is acknowledged, what is written down
 *
 * Events are read from the position behind the last one looked at, always. What was handed out waits in a queue of at most `window`
 * events; an acknowledgement of a position ends all up to there. Written down is the last position with nothing open before it,
 * with its seal, at most every SAVE_US and before every wait. After a crash, what was acknowledged since is handed out again, in
 * order. So memory is bounded by the window and one batch, however slow the subscriber is.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-subscription-private.h"

#include <string.h>

#define BATCH          200
#define DEFAULT_WINDOW 100
#define SAVE_US        (50 * G_TIME_SPAN_MILLISECOND)
#define SAVE_SCANNED   100000 /* events that nobody wants, after which it is worth a write */

/* clang-format off */
G_DEFINE_QUARK (cl-subscription-error-quark, cl_subscription_error)
/* clang-format on */

typedef struct
{
  guint64 position;
  guint8 seal[CL_SEAL_SIZE];
} Mark;

struct _ClSubscription
{
  ClLedger *ledger;
  ClReader *reader;
  ClRegistry *registry;
  ClRegistryRow *row; /* as it is written down */
  int lock;
  guint watch;
  guint window;
  GHashTable *types; /* (nullable): names wanted */

  /* Of the thread that reads: */
  ClEvents *events;
  gsize index;
  gint64 saved_at;

  GMutex mutex;
  GCond news;
  guint64 n_news; /* under the lock, as all below */
  guint64 n_seen;
  GArray *open;   /* (element-type Mark): handed out, in order */
  Mark done;      /* everything up to here */
  Mark looked_at; /* the last event read; changed by the thread that reads alone */
};

static void
news_cb (guint64 head, gpointer user_data)
{
  cl_subscription_wake (user_data);
}

void
cl_subscription_wake (ClSubscription *self)
{
  g_mutex_lock (&self->mutex);
  self->n_news++;
  g_cond_signal (&self->news);
  g_mutex_unlock (&self->mutex);
}

static void
take_types (ClSubscription *self)
{
  g_auto (GStrv) names = self->row->types ? g_strsplit (self->row->types, ",", -1) : NULL;

  if (!names)
    return;
  self->types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; names[i]; i++)
    g_hash_table_add (self->types, g_strdup (names[i]));
}

/* The row of the registry, or a new one that is written down at once. */
static gboolean
load_row (ClSubscription *self, const ClSubscriptionRequest *request, GError **error)
{
  GError *local = NULL;

  self->row = cl_registry_load (self->registry, request->name, &local);
  if (self->row)
    return cl_subscription_check_row (self->reader, self->row, request, error);
  if (local)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  self->row = cl_subscription_new_row (self->reader, request, error);
  return self->row && cl_registry_save (self->registry, self->row, error);
}

ClSubscription *
cl_subscription_open (ClLedger *ledger,
                      const char *dir,
                      const ClSubscriptionRequest *request,
                      GError **error)
{
  g_autofree char *folder = NULL;
  ClSubscription *self;

  g_return_val_if_fail (CL_IS_LEDGER (ledger) && request != NULL && request->name != NULL, NULL);

  folder = dir ? g_strdup (dir) : cl_registry_default_dir (ledger);
  if (!cl_subscription_check_name (request->name, error))
    return NULL;
  self = g_new0 (ClSubscription, 1);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->news);
  self->ledger = g_object_ref (ledger);
  self->window = request->window ? request->window : DEFAULT_WINDOW;
  self->open = g_array_new (FALSE, FALSE, sizeof (Mark));
  self->lock = -1;
  self->registry = cl_registry_open (folder, error);
  if (self->registry)
    self->lock = cl_subscription_lock (folder, request->name, error);
  if (self->lock >= 0)
    self->reader = cl_reader_new (ledger, error);
  if (!self->reader || !load_row (self, request, error))
    {
      g_clear_pointer (&self->row, cl_registry_row_free);
      cl_subscription_close (self);
      return NULL;
    }
  take_types (self);
  self->done.position = self->row->position;
  memcpy (self->done.seal, self->row->seal, CL_SEAL_SIZE);
  self->looked_at = self->done;
  self->watch = cl_ledger_add_watch (ledger, news_cb, self);
  return self;
}

void
cl_subscription_close (ClSubscription *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self != NULL);

  if (self->watch)
    cl_ledger_remove_watch (self->ledger, self->watch);
  if (self->row && !cl_subscription_save (self, &error))
    g_warning ("%s", error->message);
  g_clear_pointer (&self->events, cl_events_unref);
  g_clear_pointer (&self->row, cl_registry_row_free);
  g_clear_pointer (&self->reader, cl_reader_free);
  g_clear_pointer (&self->registry, cl_registry_free);
  g_clear_pointer (&self->types, g_hash_table_unref);
  if (self->lock >= 0)
    cl_subscription_unlock (self->lock);
  g_array_unref (self->open);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->news);
  g_object_unref (self->ledger);
  g_free (self);
}

static gboolean
is_wanted (const ClSubscription *self, const ClEvent *event)
{
  return (!self->types || g_hash_table_contains (self->types, event->type)) &&
         (!self->row->partition || strcmp (self->row->partition, event->partition) == 0);
}

static gboolean
is_full (ClSubscription *self)
{
  gboolean full;

  g_mutex_lock (&self->mutex);
  full = self->open->len >= self->window;
  g_mutex_unlock (&self->mutex);
  return full;
}

/* With @wanted: it is handed out; else it is done as soon as all before it are. */
static void
look_at (ClSubscription *self, const ClEvent *event, gboolean wanted)
{
  Mark mark = { .position = event->position };

  memcpy (mark.seal, event->seal, CL_SEAL_SIZE);
  g_mutex_lock (&self->mutex);
  self->looked_at = mark;
  if (wanted)
    g_array_append_val (self->open, mark);
  else if (self->open->len == 0)
    self->done = mark;
  g_mutex_unlock (&self->mutex);
}

const ClEvent *
cl_subscription_next (ClSubscription *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  /* What happened before this look needs no second one. */
  g_mutex_lock (&self->mutex);
  self->n_seen = self->n_news;
  g_mutex_unlock (&self->mutex);
  while (!is_full (self))
    {
      const ClEvent *event;

      if (!self->events || self->index >= cl_events_get_length (self->events))
        {
          g_clear_pointer (&self->events, cl_events_unref);
          self->index = 0;
          self->events = cl_reader_read (self->reader, self->looked_at.position, 0, BATCH, error);
          if (!self->events || cl_events_get_length (self->events) == 0)
            return NULL;
          if (self->looked_at.position > self->row->position + SAVE_SCANNED &&
              !cl_subscription_save (self, error))
            return NULL;
        }
      event = cl_events_get (self->events, self->index++);
      look_at (self, event, is_wanted (self, event));
      if (is_wanted (self, event))
        return event;
    }
  return NULL;
}

gboolean
cl_subscription_save (ClSubscription *self, GError **error)
{
  Mark done;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  done = self->done;
  g_mutex_unlock (&self->mutex);
  self->saved_at = g_get_monotonic_time ();
  if (done.position == self->row->position)
    return TRUE;
  self->row->position = done.position;
  memcpy (self->row->seal, done.seal, CL_SEAL_SIZE);
  return cl_registry_save (self->registry, self->row, error);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  cl_subscription_wake (user_data);
}

/* With the lock held: until something happened, or @deadline. FALSE: nothing did. */
static gboolean
wait_for_news (ClSubscription *self, gint64 deadline)
{
  while (self->n_news == self->n_seen)
    if (deadline == 0)
      g_cond_wait (&self->news, &self->mutex);
    else if (!g_cond_wait_until (&self->news, &self->mutex, deadline))
      return FALSE;
  return TRUE;
}

gboolean
cl_subscription_wait (ClSubscription *self, GCancellable *cancellable, GError **error)
{
  gulong handler = 0;
  gboolean happened, ok = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), self, NULL);
  /* Acknowledgements come in crowds: what comes soon is written down together. */
  g_mutex_lock (&self->mutex);
  happened = wait_for_news (self, MAX (self->saved_at + SAVE_US, 1));
  g_mutex_unlock (&self->mutex);
  if (!happened || g_get_monotonic_time () > self->saved_at + SAVE_US)
    ok = cl_subscription_save (self, error);
  if (ok && !happened)
    {
      g_mutex_lock (&self->mutex);
      wait_for_news (self, 0);
      g_mutex_unlock (&self->mutex);
    }
  if (handler)
    g_cancellable_disconnect (cancellable, handler);
  return ok;
}

gboolean
cl_subscription_acknowledge (ClSubscription *self, guint64 position, GError **error)
{
  guint n = 0;
  gboolean ok = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  g_mutex_lock (&self->mutex);
  while (n < self->open->len && g_array_index (self->open, Mark, n).position <= position)
    n++;
  if (n > 0)
    {
      /* What nobody wanted behind the last one is done, too. */
      self->done = n == self->open->len ? self->looked_at : g_array_index (self->open, Mark, n - 1);
      g_array_remove_range (self->open, 0, n);
    }
  ok = position <= self->done.position || self->open->len > 0;
  if (!ok)
    g_set_error (error,
                 CL_SUBSCRIPTION_ERROR,
                 CL_SUBSCRIPTION_ERROR_ACK,
                 "Event %" G_GUINT64_FORMAT " was acknowledged, but not handed out yet",
                 position);
  self->n_news++;
  g_cond_signal (&self->news);
  g_mutex_unlock (&self->mutex);
  return ok;
}

guint
cl_subscription_count_open (ClSubscription *self)
{
  guint n;

  g_return_val_if_fail (self != NULL, 0);

  g_mutex_lock (&self->mutex);
  n = self->open->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

gboolean
cl_subscription_is_idle (ClSubscription *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->looked_at.position >= cl_ledger_get_head (self->ledger) &&
         cl_subscription_count_open (self) == 0;
}

gboolean
cl_subscription_park (ClSubscription *self,
                      const ClEvent *event,
                      const char *reason,
                      GError **error)
{
  g_return_val_if_fail (self != NULL && event != NULL && reason != NULL, FALSE);

  self->row->parked = event->position;
  g_free (self->row->reason);
  self->row->reason = g_strdup (reason);
  return cl_subscription_save (self, error) && cl_registry_save (self->registry, self->row, error);
}
