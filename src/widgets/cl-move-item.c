/* cl-move-item.c: owns copies of what the caller told about moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-move-item.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (ClMoveItem, cl_move_item, G_TYPE_OBJECT)

ClMoveEntry *
cl_move_entry_copy (const ClMoveEntry *entry)
{
  ClMoveEntry *copy = g_memdup2 (entry, sizeof *entry);

  copy->san = g_strdup (entry->san);
  copy->comment = g_strdup (entry->comment);
  copy->mark = g_strdup (entry->mark);
  copy->mark_note = g_strdup (entry->mark_note);
  copy->nags = g_strdup (entry->nags);

  return copy;
}

void
cl_move_entry_free (ClMoveEntry *entry)
{
  if (entry == NULL)
    return;
  g_free ((char *) entry->san);
  g_free ((char *) entry->comment);
  g_free ((char *) entry->mark);
  g_free ((char *) entry->mark_note);
  g_free ((char *) entry->nags);
  g_free (entry);
}

gboolean
cl_move_entry_equal (const ClMoveEntry *a, const ClMoveEntry *b)
{
  return a->ply == b->ply && a->number == b->number && !a->white == !b->white &&
         a->clock_ms == b->clock_ms && g_strcmp0 (a->san, b->san) == 0 &&
         g_strcmp0 (a->comment, b->comment) == 0 && g_strcmp0 (a->mark, b->mark) == 0 &&
         g_strcmp0 (a->mark_note, b->mark_note) == 0 && g_strcmp0 (a->nags, b->nags) == 0;
}

static void
cl_move_item_finalize (GObject *object)
{
  ClMoveItem *self = CL_MOVE_ITEM (object);

  g_free (self->remark);
  cl_move_entry_free (self->moves[0]);
  cl_move_entry_free (self->moves[1]);

  G_OBJECT_CLASS (cl_move_item_parent_class)->finalize (object);
}

static void
cl_move_item_class_init (ClMoveItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_move_item_finalize;
}

static void
cl_move_item_init (ClMoveItem *self)
{
}

ClMoveItem *
cl_move_item_new (guint entry)
{
  ClMoveItem *self = g_object_new (CL_TYPE_MOVE_ITEM, NULL);

  self->first_entry = entry;
  self->last_entry = entry;

  return self;
}

void
cl_move_item_swap (ClMoveItem *self, ClMoveItem *other)
{
  ClMoveItem kept = *self;

  self->first_entry = other->first_entry;
  self->last_entry = other->last_entry;
  self->number = other->number;
  self->remark = other->remark;
  memcpy (self->moves, other->moves, sizeof self->moves);
  other->first_entry = kept.first_entry;
  other->last_entry = kept.last_entry;
  other->number = kept.number;
  other->remark = kept.remark;
  memcpy (other->moves, kept.moves, sizeof other->moves);
}
