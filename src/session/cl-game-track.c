/* cl-game-track.c: holds one game's facts and checkpoints of its fold
 *
 * A fact that the fold refuses (bad data in the file) is passed over: the game shows what the rest of its facts say,
 * as the fold itself promises to leave the game unchanged.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-track.h"

#define BATCH_SIZE 4096

static gpointer
ref_events (gconstpointer events, gpointer data)
{
  return cl_events_ref ((ClEvents *) events);
}

static gpointer
ref_game (gconstpointer game, gpointer data)
{
  return cl_game_ref ((ClGame *) game);
}

static void
apply_event (ClGame *game, const ClEvent *event)
{
  g_autoptr (GError) error = NULL;

  if (!cl_game_apply (game, event, &error))
    g_debug ("Event %" G_GUINT64_FORMAT " passed over: %s", event->position, error->message);
}

ClGameTrack *
cl_game_track_new (const char *partition, guint32 game)
{
  ClGameTrack *self = g_new0 (ClGameTrack, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->batches = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_events_unref);
  self->events = g_ptr_array_new ();
  self->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_unref);
  self->game = cl_game_new (partition, game);

  return self;
}

ClGameTrack *
cl_game_track_ref (ClGameTrack *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cl_game_track_unref (ClGameTrack *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->events);
  g_ptr_array_unref (self->batches);
  g_ptr_array_unref (self->checkpoints);
  cl_game_unref (self->game);
  g_free (self);
}

static ClGameTrack *
copy_track (const ClGameTrack *self)
{
  ClGameTrack *copy = g_new0 (ClGameTrack, 1);

  g_atomic_ref_count_init (&copy->ref_count);
  copy->batches = g_ptr_array_copy (self->batches, ref_events, NULL);
  copy->events = g_ptr_array_copy (self->events, NULL, NULL);
  copy->checkpoints = g_ptr_array_copy (self->checkpoints, ref_game, NULL);
  copy->game = cl_game_copy (self->game);
  copy->last_position = self->last_position;

  return copy;
}

/* Only while @self is still private to the thread that makes it. */
static void
add_batch (ClGameTrack *self, ClEvents *batch)
{
  g_ptr_array_add (self->batches, cl_events_ref (batch));
  for (gsize i = 0; i < cl_events_get_length (batch); i++)
    {
      const ClEvent *event = cl_events_get (batch, i);

      apply_event (self->game, event);
      g_ptr_array_add (self->events, (gpointer) event);
      self->last_position = event->position;
      if (self->events->len % CL_TRACK_STRIDE == 0)
        g_ptr_array_add (self->checkpoints, cl_game_copy (self->game));
    }
}

ClGameTrack *
cl_game_track_extend (ClGameTrack *self, ClReader *reader, GError **error)
{
  g_autoptr (ClGameTrack) longer = NULL;
  guint64 after = self->last_position;

  while (TRUE)
    {
      g_autoptr (ClEvents) batch = cl_reader_read_game (reader,
                                                        self->game->partition,
                                                        self->game->game,
                                                        after,
                                                        0,
                                                        BATCH_SIZE,
                                                        error);
      gsize length;

      if (batch == NULL)
        return NULL;
      length = cl_events_get_length (batch);
      if (length == 0)
        break;
      if (longer == NULL)
        longer = copy_track (self);
      add_batch (longer, batch);
      after = longer->last_position;
      if (length < BATCH_SIZE)
        break;
    }

  return longer != NULL ? g_steal_pointer (&longer) : cl_game_track_ref (self);
}

guint
cl_game_track_count (const ClGameTrack *self, guint64 position)
{
  guint low = 0, high = self->events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const ClEvent *event = g_ptr_array_index (self->events, middle);

      if (event->position <= position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

ClGame *
cl_game_track_fold (const ClGameTrack *self, guint n_events)
{
  ClGame *game;
  guint from = MIN (n_events, self->events->len) / CL_TRACK_STRIDE;

  if (n_events >= self->events->len)
    return cl_game_ref (self->game);

  if (from == 0)
    game = cl_game_new (self->game->partition, self->game->game);
  else
    game = cl_game_copy (g_ptr_array_index (self->checkpoints, from - 1));
  for (guint i = from * CL_TRACK_STRIDE; i < n_events; i++)
    apply_event (game, g_ptr_array_index (self->events, i));

  return game;
}
