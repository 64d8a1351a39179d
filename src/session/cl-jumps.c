/* cl-jumps.c: the places where one has been, the newest last, and at which of them one is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-jumps.h"

#define MAX_PLACES 100
#define DRAG_US    700000 /* jumps that follow one another faster are one */

struct _ClJumps
{
  GArray *places; /* (element-type ClPlace) */
  guint current;
  gint64 last_us;    /* when one came to the current place */
  gboolean is_fresh; /* it was come to by a jump of the person, not by going back or forward */
};

ClJumps *
cl_jumps_new (void)
{
  ClJumps *self = g_new0 (ClJumps, 1);

  self->places = g_array_new (FALSE, FALSE, sizeof (ClPlace));
  return self;
}

void
cl_jumps_free (ClJumps *self)
{
  g_array_unref (self->places);
  g_free (self);
}

static gboolean
is_same_game (const ClPlace *a, const ClPlace *b)
{
  return a->partition == b->partition && a->game == b->game;
}

static guint64
distance (guint64 a, guint64 b)
{
  return a > b ? a - b : b - a;
}

static gboolean
is_same (const ClPlace *a, const ClPlace *b)
{
  return is_same_game (a, b) && a->position == b->position && a->ply == b->ply;
}

/* To the next entry the game may change as well. */
static gboolean
is_step (const ClPlace *a, const ClPlace *b)
{
  if (a->position != b->position)
    return a->position != 0 && b->position != 0 && distance (a->position, b->position) == 1;
  return is_same_game (a, b) && distance (a->ply, b->ply) <= 1;
}

static void
append (ClJumps *self, const ClPlace *place)
{
  g_array_set_size (self->places, MIN (self->places->len, self->current + 1));
  if (self->places->len == MAX_PLACES)
    g_array_remove_index (self->places, 0);
  g_array_append_val (self->places, *place);
  self->current = self->places->len - 1;
}

void
cl_jumps_note (ClJumps *self, const ClPlace *place, gboolean is_carried, gint64 now_us)
{
  ClPlace *current;

  g_return_if_fail (self != NULL && place != NULL);

  if (self->places->len == 0)
    {
      append (self, place);
      return;
    }
  current = &g_array_index (self->places, ClPlace, self->current);
  if (is_same (current, place))
    return;
  if (is_carried || is_step (current, place) ||
      (self->is_fresh && now_us - self->last_us < DRAG_US))
    *current = *place;
  else
    {
      append (self, place);
      self->is_fresh = TRUE;
    }
  self->last_us = now_us;
}

const ClPlace *
cl_jumps_peek (const ClJumps *self, int by)
{
  gint64 index;

  g_return_val_if_fail (self != NULL, NULL);

  index = (gint64) self->current + by;
  if (index < 0 || index >= self->places->len)
    return NULL;
  return &g_array_index (self->places, ClPlace, index);
}

const ClPlace *
cl_jumps_go (ClJumps *self, int by)
{
  const ClPlace *place = cl_jumps_peek (self, by);

  if (place == NULL)
    return NULL;
  self->current = (guint) ((gint64) self->current + by);
  self->is_fresh = FALSE;
  return place;
}
