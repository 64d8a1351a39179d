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
  ChessPosition start;  /* the standard one */
};

/* A stretch of the keys, looked through on one thread. */
typedef struct
{
  const ClPositionFinder *finder;
  ClReader *reader;
  GCancellable *cancellable;
  guint64 position;
  const char *from, *until; /* (nullable) */
  gboolean all;             /* tell of all games, not only of those in which it stood */
  GArray *seen;             /* (element-type Found) */
  guint n_seen;
  guint64 at;
  GError *error;
} Search;

#define NOWHERE G_MAXUINT

ClPositionFinder *
cl_position_finder_new (ClRunner *runner)
{
  ClPositionFinder *self = g_new0 (ClPositionFinder, 1);

  self->runner = g_object_ref (runner);
  self->start = chess_position_start ();
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
find_in_moves (const ClPositionFinder *self, const char *value)
{
  const ClPositionQuery *query = self->query;
  ChessPosition position, before;
  const char *moves;
  guint bits = 0;

  if (*value == '\t') /* from the start position */
    return cl_position_query_scan (query, &self->start, value + 1);
  if (!cl_moves_parse (value, &position, &moves))
    return -1;
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

/* A corrected game, which only its own fold can tell. */
static int
find_in_corrected (Search *search, const char *key)
{
  const ClPositionFinder *self = search->finder;
  ClLibraryPlace place;
  g_autoptr (ClGame) game = NULL;

  if (!cl_library_place_from_key (&place, key))
    return -1;
  game = cl_game_load (search->reader, place.partition, place.game, self->position, &search->error);
  return game != NULL ? find_in_game (self->query, game) : -1;
}

static gboolean
look_cb (const char *key, const char *value, gpointer user_data)
{
  Search *search = user_data;
  Found found;
  int ply = -1;

  if (search->until != NULL && strcmp (key, search->until) >= 0)
    return FALSE;
  if (search->n_seen++ % CHECK_INTERVAL == 0 &&
      g_cancellable_set_error_if_cancelled (search->cancellable, &search->error))
    return FALSE;
  if (value != NULL && strcmp (value, CL_MOVES_FOLD) == 0)
    ply = find_in_corrected (search, key);
  else if (value != NULL)
    ply = find_in_moves (search->finder, value);
  if (search->error != NULL)
    return FALSE;
  /* Most games are nowhere: their key need not be taken apart. */
  if ((ply >= 0 || search->all) && cl_library_place_from_key (&found.place, key))
    {
      found.ply = ply >= 0 ? (guint) ply : NOWHERE;
      g_array_append_val (search->seen, found);
    }
  return TRUE;
}

static Search
begin_search (ClPositionFinder *self, ClReader *reader, guint64 position, GCancellable *cancellable)
{
  return (Search){ .finder = self,
                   .reader = reader,
                   .cancellable = cancellable,
                   .position = position,
                   .seen = g_array_new (FALSE, FALSE, sizeof (Found)) };
}

/* Adds what it saw to what is known. FALSE: it failed. */
static gboolean
end_search (ClPositionFinder *self, Search *search, GError **error)
{
  gboolean ok = search->error == NULL;

  if (!ok && (error == NULL || *error == NULL))
    g_propagate_error (error, g_steal_pointer (&search->error));
  g_clear_error (&search->error);
  for (guint i = 0; ok && i < search->seen->len; i++)
    {
      const Found *found = &g_array_index (search->seen, Found, i);

      if (found->ply != NOWHERE)
        g_hash_table_add (self->found, g_memdup2 (found, sizeof *found));
      else
        g_hash_table_remove (self->found, found);
    }
  g_array_unref (search->seen);
  return ok;
}

static gpointer
search_thread (gpointer data)
{
  Search *search = data;
  GError *error = NULL;

  if (!cl_runner_read_state (search->finder->runner,
                             VIEW,
                             search->position,
                             search->from,
                             look_cb,
                             search,
                             &search->at,
                             &error))
    {
      g_clear_error (&search->error);
      search->error = error;
    }
  return NULL;
}

/* The keys before @middle on this thread, the others on another. */
static gboolean
search_halves (ClPositionFinder *self,
               Search *search,
               const char *middle,
               guint64 *at,
               GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_dup (search->reader, error);
  Search other = begin_search (self, reader, search->position, search->cancellable);
  GThread *thread;
  gboolean ok, other_ok;

  if (reader == NULL)
    {
      g_array_unref (other.seen);
      g_array_unref (search->seen);
      return FALSE;
    }
  search->until = other.from = middle;
  thread = g_thread_new ("search", search_thread, &other);
  search_thread (search);
  g_thread_join (thread);
  *at = search->at;
  ok = end_search (self, search, error);
  other_ok = end_search (self, &other, ok ? error : NULL);
  if (ok && other_ok && search->at != other.at)
    g_set_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CACHE, "the moves changed meanwhile");
  return ok && other_ok && search->at == other.at;
}

static guint64
get_live_position (ClPositionFinder *self)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (self->runner, VIEW);

  return status != NULL ? status->position : 0;
}

static gboolean
find_anew (ClPositionFinder *self, Search *search, const char *middle, guint64 *at, GError **error)
{
  g_hash_table_remove_all (self->found);
  self->at = 0;
  /* Both halves must be of one state. */
  if (middle != NULL && search->position == 0)
    search->position = get_live_position (self);
  if (middle != NULL && search->position != 0)
    return search_halves (self, search, middle, at, error);
  search_thread (search);
  *at = search->at;
  return end_search (self, search, error);
}

static gboolean
find_changes (ClPositionFinder *self,
              Search *search,
              const char *middle,
              guint64 *at,
              GError **error)
{
  GError *local_error = NULL;

  *at = self->position != 0 ? self->position : get_live_position (self);
  if (*at < self->at)
    return find_anew (self, search, middle, at, error);
  search->all = TRUE;
  if (*at != self->at &&
      !cl_runner_read_changes (self->runner, VIEW, self->at, *at, look_cb, search, &local_error))
    {
      g_clear_error (&search->error);
      search->error = local_error;
    }
  return end_search (self, search, error);
}

gboolean /* lint: allow parameters: what, when, and what the search needs */
cl_position_finder_find (ClPositionFinder *self,
                         ClReader *reader,
                         ClPositionQuery *query,
                         guint64 position,
                         const char *middle,
                         GCancellable *cancellable,
                         GError **error)
{
  gboolean known = cl_position_query_equal (self->query, query) && self->position == position;
  Search search = begin_search (self, reader, position, cancellable);
  guint64 at = 0;
  gboolean ok;

  if (!known)
    {
      g_clear_pointer (&self->query, cl_position_query_unref);
      self->query = cl_position_query_ref (query);
      self->position = position;
    }
  ok = known ? find_changes (self, &search, middle, &at, error)
             : find_anew (self, &search, middle, &at, error);
  if (ok)
    self->at = at;
  else
    forget (self);
  return ok;
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
