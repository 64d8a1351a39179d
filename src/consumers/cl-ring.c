/* cl-ring.c: the newest batches of events that were read, so that many consumers decode each event once
 *
 * A consumer that keeps up finds its next events here; one that is behind reads them from the ledger, and those who
 * walk beside it find them. The oldest slot is overwritten. A slot that somebody is filling is waited for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ring-private.h"

#define N_SLOTS    32
#define BATCH_SIZE 1000

typedef struct
{
  guint64 after;    /* the batch holds positions after + 1 … after + length */
  ClEvents *events; /* NULL while it is being read, or unused */
  gboolean filling;
} Slot;

struct _ClRing
{
  GMutex lock;
  GCond filled;
  Slot slots[N_SLOTS];
  guint next;
  guint64 n_reads;
};

ClRing *
cl_ring_new (void)
{
  ClRing *self = g_new0 (ClRing, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->filled);
  return self;
}

void
cl_ring_free (ClRing *self)
{
  for (guint i = 0; i < N_SLOTS; i++)
    g_clear_pointer (&self->slots[i].events, cl_events_unref);
  g_cond_clear (&self->filled);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Slot *
find_slot (ClRing *self, guint64 after)
{
  for (guint i = 0; i < N_SLOTS; i++)
    {
      Slot *slot = &self->slots[i];

      if (slot->filling ? slot->after == after
                        : slot->events != NULL && slot->after <= after &&
                            after - slot->after < cl_events_get_length (slot->events))
        return slot;
    }
  return NULL;
}

static Slot *
take_slot (ClRing *self)
{
  for (;;)
    {
      Slot *slot = &self->slots[self->next++ % N_SLOTS];

      if (!slot->filling)
        return slot;
    }
}

ClEvents *
cl_ring_get (ClRing *self, ClReader *reader, guint64 after, GError **error)
{
  ClEvents *events;
  Slot *slot;

  g_mutex_lock (&self->lock);
  while ((slot = find_slot (self, after)) != NULL && slot->filling)
    g_cond_wait (&self->filled, &self->lock);
  if (slot != NULL)
    {
      events = cl_events_ref (slot->events);
      g_mutex_unlock (&self->lock);
      return events;
    }
  slot = take_slot (self);
  g_clear_pointer (&slot->events, cl_events_unref);
  slot->after = after;
  slot->filling = TRUE;
  self->n_reads++;
  g_mutex_unlock (&self->lock);

  events = cl_reader_read (reader, after, 0, BATCH_SIZE, error);

  g_mutex_lock (&self->lock);
  slot->filling = FALSE;
  if (events != NULL && cl_events_get_length (events) > 0)
    slot->events = cl_events_ref (events);
  g_cond_broadcast (&self->filled);
  g_mutex_unlock (&self->lock);
  return events;
}

gboolean
cl_ring_has (ClRing *self, guint64 after)
{
  gboolean has;

  g_mutex_lock (&self->lock);
  has = find_slot (self, after) != NULL;
  g_mutex_unlock (&self->lock);
  return has;
}

guint64
cl_ring_get_reads (ClRing *self)
{
  guint64 n_reads;

  g_mutex_lock (&self->lock);
  n_reads = self->n_reads;
  g_mutex_unlock (&self->lock);
  return n_reads;
}
