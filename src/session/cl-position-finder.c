/* cl-position-finder.c: plays through the moves of all games, each as far as the wanted position is still possible
 *
 * An index of eighty million positions would be larger than the ledger; the moves of a million games are not, and most are
 * given up within the first ten.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-position-finder.h"

#include <string.h>

#include "cl-game-load.h"
#include "cl-library-place.h"
#include "cl-moves-view.h"
#include "cl-packed-moves.h"

#define VIEW           "moves"
#define CHECK_INTERVAL 256 /* games between two looks at the cancellable */

typedef struct
{
  ClLibraryPlace place;
  guint ply;
} Found;

struct _ClPositionFinder
{
  ClRunner *runner;
  GHashTable *found; /* Found → itself */
  ClPositionQuery *query;
  guint64 position, at; /* as asked; of the view that was looked through */
};

typedef struct
{
  ClPositionFinder *finder;
  ClReader *reader;
  GCancellable *cancellable;
  GError *error;
  guint n_seen;
} Search;

ClPositionFinder *
cl_position_finder_new (ClRunner *runner)
{
  ClPositionFinder *self = g_new0 (ClPositionFinder, 1);

  self->runner = g_object_ref (runner);
  self->found = g_hash_table_new_full (cl_library_place_hash, cl_library_place_equal, g_free, NULL);
  return self;
}

static void
forget (ClPositionFinder *self)
{
  g_hash_table_remove_all (self->found);
  g_clear_pointer (&self->query, cl_position_query_unref);
}

void
cl_position_finder_free (ClPositionFinder *self)
{
  forget (self);
  g_hash_table_unref (self->found);
  g_object_unref (self->runner);
  g_free (self);
}

/* -1: nowhere. */
static int
find_in_moves (const ClPositionQuery *query, const char *value)
{
  ChessPosition position, before;
  const char *moves;
  guint bits, taken[2];

  if (!cl_moves_parse (value, &position, &moves))
    return -1;
  if (*value == '\t') /* from the start position */
    {
      cl_packed_count_captures (moves, taken);
      if (!cl_position_query_may_come (query, taken[0], taken[1]))
        return -1;
    }
  for (int ply = 0;; ply++)
    {
      gboolean last = !cl_packed_read (moves, &bits);
      ClPositionMatch match =
        cl_position_query_match (query, ply > 0 ? &before : NULL, &position, last);

      if (match == CL_POSITION_FOUND)
        return ply;
      if (last || match == CL_POSITION_NEVER)
        return -1;
      before = position;
      if (!cl_packed_make (bits, &position))
        return -1;
      moves += CL_PACKED_LENGTH;
    }
}

/* A corrected game: pieces may have come back, so every position is looked at. */
static int
find_in_game (const ClPositionQuery *query, const ClGame *game)
{
  ChessPosition position, before;
  guint n = cl_game_n_plies (game);

  for (guint ply = 0; ply <= n; ply++)
    {
      cl_game_position_at (game, ply, &position);
      if (cl_position_query_match (query, ply > 0 ? &before : NULL, &position, ply == n) ==
          CL_POSITION_FOUND)
        return (int) ply;
      before = position;
    }
  return -1;
}

static gboolean
look_cb (const char *key, const char *value, gpointer user_data)
{
  Search *search = user_data;
  ClPositionFinder *finder = search->finder;
  Found found;
  int ply = -1;

  if (search->n_seen++ % CHECK_INTERVAL == 0 &&
      g_cancellable_set_error_if_cancelled (search->cancellable, &search->error))
    return FALSE;
  if (value != NULL && strcmp (value, CL_MOVES_FOLD) == 0 &&
      cl_library_place_from_key (&found.place, key))
    {
      g_autoptr (ClGame) game = cl_game_load (search->reader,
                                              found.place.partition,
                                              found.place.game,
                                              finder->position,
                                              &search->error);

      if (game == NULL)
        return FALSE;
      ply = find_in_game (finder->query, game);
    }
  else if (value != NULL)
    ply = find_in_moves (finder->query, value);
  /* Most games are neither here nor there: their key need not be taken apart. */
  if (ply < 0 && g_hash_table_size (finder->found) == 0)
    return TRUE;
  if (ply >= 0 && cl_library_place_from_key (&found.place, key))
    {
      found.ply = (guint) ply;
      g_hash_table_add (finder->found, g_memdup2 (&found, sizeof found));
    }
  else if (finder->at > 0 && cl_library_place_from_key (&found.place, key))
    g_hash_table_remove (finder->found, &found);
  return TRUE;
}

static gboolean
find_anew (ClPositionFinder *self, Search *search, guint64 *at, GError **error)
{
  g_hash_table_remove_all (self->found);
  self->at = 0;
  return cl_runner_read_state (self->runner,
                               VIEW,
                               self->position,
                               NULL,
                               look_cb,
                               search,
                               at,
                               error);
}

static gboolean
find_changes (ClPositionFinder *self, Search *search, guint64 *at, GError **error)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (self->runner, VIEW);

  *at = self->position;
  if (*at == 0 && status != NULL)
    *at = status->position;
  if (*at < self->at)
    return find_anew (self, search, at, error);
  return *at == self->at ||
         cl_runner_read_changes (self->runner, VIEW, self->at, *at, look_cb, search, error);
}

gboolean
cl_position_finder_find (ClPositionFinder *self,
                         ClReader *reader,
                         ClPositionQuery *query,
                         guint64 position,
                         GCancellable *cancellable,
                         GError **error)
{
  gboolean known = cl_position_query_equal (self->query, query) && self->position == position;
  Search search = { self, reader, cancellable, NULL, 0 };
  guint64 at = 0;
  gboolean ok;

  if (!known)
    {
      g_clear_pointer (&self->query, cl_position_query_unref);
      self->query = cl_position_query_ref (query);
      self->position = position;
    }
  ok = known ? find_changes (self, &search, &at, error) : find_anew (self, &search, &at, error);
  if (ok && search.error == NULL)
    {
      self->at = at;
      return TRUE;
    }
  if (search.error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, search.error);
    }
  forget (self);
  return FALSE;
}

gboolean
cl_position_finder_has (ClPositionFinder *self, const char *partition, guint32 game, guint *ply)
{
  const ClLibraryPlace wanted = { partition, game };
  const Found *found = g_hash_table_lookup (self->found, &wanted);

  if (found != NULL && ply != NULL)
    *ply = found->ply;
  return found != NULL;
}

guint64
cl_position_finder_get_at (ClPositionFinder *self)
{
  return self->at;
}
