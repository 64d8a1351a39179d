/* cl-event.c: batches of events that cross threads, and drafts on their way in
 *
 * A batch is one block of ClEvents; names are shared with the reader that made it, other text hangs in blocks of its
 * own. Nothing in a batch changes once it was handed out, so sharing it costs a reference count.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-private.h"

#include <string.h>

#define BLOCK_SIZE 8192

struct _ClBlock
{
  ClBlock *next;
  gsize used;
  gsize size;
  char text[];
};

ClNames *
cl_names_new (void)
{
  ClNames *self = g_new0 (ClNames, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->strings = g_string_chunk_new (4096);
  return self;
}

ClNames *
cl_names_ref (ClNames *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_names_unref (ClNames *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_string_chunk_free (self->strings);
  g_free (self);
}

ClEvents *
cl_events_new (ClNames *names, gsize capacity)
{
  ClEvents *self = g_malloc (sizeof (ClEvents) + capacity * sizeof (ClEvent));

  g_atomic_ref_count_init (&self->ref_count);
  self->length = 0;
  self->names = cl_names_ref (names);
  self->blocks = NULL;
  return self;
}

ClEvents *
cl_events_grow (ClEvents *self, gsize capacity)
{
  return g_realloc (self, sizeof (ClEvents) + capacity * sizeof (ClEvent));
}

const char *
cl_events_copy_text (ClEvents *self, const char *text, gsize length)
{
  ClBlock *block = self->blocks;
  char *copy;

  if (!block || block->size - block->used < length + 1)
    {
      gsize size = MAX (length + 1, BLOCK_SIZE);

      block = g_malloc (sizeof (ClBlock) + size);
      block->next = self->blocks;
      block->used = 0;
      block->size = size;
      self->blocks = block;
    }
  copy = block->text + block->used;
  memcpy (copy, text, length);
  copy[length] = '\0';
  block->used += length + 1;
  return copy;
}

ClEvents *
cl_events_ref (ClEvents *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_events_unref (ClEvents *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  while (self->blocks)
    {
      ClBlock *next = self->blocks->next;

      g_free (self->blocks);
      self->blocks = next;
    }
  cl_names_unref (self->names);
  g_free (self);
}

gsize
cl_events_get_length (const ClEvents *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

const ClEvent *
cl_events_get (const ClEvents *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->length, NULL);

  return &self->events[index];
}

ClDraft *
cl_draft_new (const char *partition, const char *producer, GBytes *origin)
{
  ClDraft *self;

  g_return_val_if_fail (partition != NULL && producer != NULL, NULL);

  self = g_new0 (ClDraft, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->partition = g_strdup (partition);
  self->producer = g_strdup (producer);
  self->origin = origin ? g_bytes_ref (origin) : NULL;
  self->events = g_array_new (FALSE, FALSE, sizeof (ClEvent));
  self->strings = g_string_chunk_new (1024);
  return self;
}

ClDraft *
cl_draft_ref (ClDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_draft_unref (ClDraft *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->partition);
  g_free (self->producer);
  g_clear_pointer (&self->origin, g_bytes_unref);
  g_array_unref (self->events);
  g_string_chunk_free (self->strings);
  g_free (self);
}

static const char *
intern_name (ClDraft *self, const char *name)
{
  if (!name)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (self->recent); i++)
    if (self->recent[i] && strcmp (self->recent[i], name) == 0)
      return self->recent[i];
  self->recent[self->next_recent] = g_string_chunk_insert (self->strings, name);
  name = self->recent[self->next_recent];
  self->next_recent = (self->next_recent + 1) % G_N_ELEMENTS (self->recent);
  return name;
}

void
cl_draft_add (ClDraft *self, const ClEvent *event)
{
  ClEvent copy = { 0 };

  g_return_if_fail (self != NULL && event != NULL);
  g_return_if_fail (!g_atomic_int_get (&self->frozen));

  copy.partition = self->partition;
  copy.producer = self->producer;
  copy.type = intern_name (self, event->type);
  copy.player = intern_name (self, event->player);
  copy.details = event->details ? g_string_chunk_insert (self->strings, event->details) : NULL;
  copy.kind = event->kind;
  copy.schema = event->schema;
  copy.game = event->game;
  copy.ply = event->ply;
  copy.has_move = event->has_move;
  copy.move = event->has_move ? event->move : (ClMove){ 0 };
  copy.clock_ms = event->clock_ms;
  copy.occurred_at = event->occurred_at;
  g_array_append_val (self->events, copy);
  self->size += sizeof copy + (event->details ? strlen (event->details) : 0);
}

ClDraft *
cl_draft_copy_by (const ClDraft *self, const char *producer)
{
  ClDraft *copy;

  g_return_val_if_fail (self != NULL && producer != NULL, NULL);

  copy = cl_draft_new (self->partition, producer, self->origin);
  for (guint i = 0; i < self->events->len; i++)
    cl_draft_add (copy, &g_array_index (self->events, ClEvent, i));
  return copy;
}

gsize
cl_draft_get_length (const ClDraft *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->events->len;
}

gsize
cl_draft_get_size (const ClDraft *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

const ClEvent *
cl_draft_get (const ClDraft *self, gsize index)
{
  g_return_val_if_fail (self != NULL && index < self->events->len, NULL);

  return &g_array_index (self->events, ClEvent, index);
}

const char *
cl_draft_get_partition (const ClDraft *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->partition;
}

void
cl_draft_freeze (ClDraft *self)
{
  g_atomic_int_set (&self->frozen, TRUE);
}
