/* cl-game-load.c: folds one game in batches
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-load.h"

#define BATCH 1000

ClGame *
cl_game_load (ClReader *reader, const char *partition, guint32 game, guint64 until, GError **error)
{
  g_return_val_if_fail (reader != NULL, NULL);
  g_return_val_if_fail (partition != NULL, NULL);

  g_autoptr (ClGame) self = cl_game_new (partition, game);
  guint64 after = 0;
  gsize n;

  do
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_game (reader, partition, game, after, until, BATCH, error);

      if (events == NULL)
        return NULL;
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          if (!cl_game_apply (self, event, error))
            {
              g_prefix_error (error, "Event %" G_GUINT64_FORMAT ": ", event->position);
              return NULL;
            }
          after = event->position;
        }
    }
  while (n == BATCH);
  return g_steal_pointer (&self);
}
