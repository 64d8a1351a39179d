/* cl-view-digest.c: folds all views in memory under the names that partitions have everywhere, and digests them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-view-digest.h"

#include "cl-fold.h"
#include "cl-views.h"

#include <string.h>

#define BATCH 1000

typedef struct
{
  char *key;  /* in this ledger */
  char *name; /* in every ledger that has the same partitions */
  guint32 last_game;
  guint64 n_events;
} Place;

typedef struct
{
  ClReader *reader;
  GPtrArray *places;  /* (element-type Place), in order of name */
  GHashTable *by_key; /* key → Place, not owned */
  GPtrArray *digests; /* (element-type ClViewDigest) */
  GHashTable *asides; /* name of a view → what persons set aside, under those names */
  guint64 until;      /* later events are not looked at */
  guint64 done, total;
  ClViewDigestProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Digesting;

void
cl_view_digest_free (ClViewDigest *self)
{
  g_free (self->error);
  g_free (self);
}

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->key);
  g_free (place->name);
  g_free (place);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(Place *const *) a)->name, (*(Place *const *) b)->name);
}

/* Names that only one partition has stand alone; the others carry their origin. */
static void
name_places (Digesting *self, GArray *partitions)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);
      char *name = cl_partition_dup_name (info->key, info->origin, info->origin_length);
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (seen, name));

      g_hash_table_insert (seen, name, GUINT_TO_POINTER (count + 1));
    }
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);
      Place *place = g_new0 (Place, 1);

      place->key = g_strdup (info->key);
      place->name = cl_partition_dup_name (info->key, info->origin, info->origin_length);
      place->last_game = info->last_game;
      place->n_events = info->head;
      if (GPOINTER_TO_UINT (g_hash_table_lookup (seen, place->name)) > 1)
        {
          g_free (place->name);
          place->name = cl_partition_dup_identity (info->key, info->origin, info->origin_length);
        }
      g_ptr_array_add (self->places, place);
      g_hash_table_insert (self->by_key, place->key, place);
      self->until = MAX (self->until, info->head_position);
    }
  g_ptr_array_sort (self->places, compare_places);
}

static gboolean
go_on (Digesting *self, gsize n_events, GError **error)
{
  self->done += n_events;
  if (self->progress)
    self->progress (self->done, MAX (self->done, self->total), self->user_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static ClViewDigest *
add_digest (Digesting *self, const ClViewClass *view)
{
  ClViewDigest *digest = g_new0 (ClViewDigest, 1);

  digest->view = view->name;
  digest->version = view->version;
  digest->basis = view->basis;
  g_ptr_array_add (self->digests, digest);
  return digest;
}

static void
take_error (ClViewDigest *digest, const GError *error)
{
  if (!digest->error)
    digest->error = g_strdup (error->message);
}

static const char *
name_cb (const char *partition, gpointer user_data)
{
  Digesting *self = user_data;
  const Place *place = g_hash_table_lookup (self->by_key, partition);

  return place ? place->name : partition;
}

static ClFold *
begin_fold (Digesting *self, const ClViewClass *view, const char *partition, guint32 game)
{
  ClFold *fold = cl_fold_new (view, partition, game);

  cl_fold_set_asides (fold, g_hash_table_lookup (self->asides, view->name));
  return fold;
}

/* @event under the name of its partition. */
static ClEvent
rename_event (Digesting *self, const ClEvent *event)
{
  ClEvent renamed = *event;

  renamed.partition = name_cb (event->partition, self);
  return renamed;
}

/* One of the views over everything. */
typedef struct
{
  ClFold *fold;
  ClViewDigest *digest;
} Folding;

static gboolean
fold_batch (Digesting *self, GArray *foldings, ClEvents *events, GError **error)
{
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      ClEvent event = rename_event (self, cl_events_get (events, i));

      for (guint k = 0; k < foldings->len; k++)
        {
          Folding *folding = &g_array_index (foldings, Folding, k);
          g_autoptr (GError) reason = NULL;

          if (!folding->digest->error && !cl_fold_apply (folding->fold, &event, &reason))
            take_error (folding->digest, reason);
        }
    }
  return go_on (self, cl_events_get_length (events), error);
}

static gboolean
fold_all (Digesting *self, GArray *foldings, GError **error)
{
  guint64 after = 0;

  while (after < self->until)
    {
      g_autoptr (ClEvents) events = cl_reader_read (self->reader, after, self->until, BATCH, error);
      gsize n = events ? cl_events_get_length (events) : 0;

      if (!events || !fold_batch (self, foldings, events, error))
        return FALSE;
      if (n == 0)
        break;
      after = cl_events_get (events, n - 1)->position;
    }
  return TRUE;
}

static gboolean
digest_views_of_ledger (Digesting *self, GError **error)
{
  const ClViewClass *const *views = cl_views_of_ledger ();
  g_autoptr (GArray) foldings = g_array_new (FALSE, FALSE, sizeof (Folding));
  gboolean ok;

  for (guint i = 0; views[i]; i++)
    {
      Folding folding = { begin_fold (self, views[i], NULL, 0), add_digest (self, views[i]) };

      g_array_append_val (foldings, folding);
    }
  ok = fold_all (self, foldings, error);
  for (guint i = 0; i < foldings->len; i++)
    {
      Folding *folding = &g_array_index (foldings, Folding, i);
      g_autoptr (ClMap) map = cl_fold_get_map (folding->fold);

      cl_map_digest (map, folding->digest->digest);
      cl_fold_free (folding->fold);
    }
  return ok;
}

/* One of the views of one game, over all games. */
typedef struct
{
  const ClViewClass *view;
  GChecksum *checksum;
  ClViewDigest *digest;
} Collecting;

static void
collect_game (Digesting *self,
              Collecting *collecting,
              const Place *place,
              guint32 game,
              GPtrArray *batches)
{
  g_autoptr (ClFold) fold = begin_fold (self, collecting->view, place->name, game);
  g_autoptr (ClMap) map = NULL;
  g_autofree char *heading = NULL;
  guint8 digest[CL_SEAL_SIZE];

  for (guint i = 0; i < batches->len; i++)
    for (gsize k = 0; k < cl_events_get_length (batches->pdata[i]); k++)
      {
        ClEvent event = rename_event (self, cl_events_get (batches->pdata[i], k));
        g_autoptr (GError) reason = NULL;

        if (cl_fold_apply (fold, &event, &reason))
          continue;
        take_error (collecting->digest, reason);
        return;
      }
  map = cl_fold_get_map (fold);
  cl_map_digest (map, digest);
  heading = g_strdup_printf ("%s %u\n", place->name, game);
  g_checksum_update (collecting->checksum, (const guchar *) heading, -1);
  g_checksum_update (collecting->checksum, digest, sizeof digest);
  collecting->digest->n_games++;
}

/* All events of one game up to where we look. (element-type ClEvents) */
static GPtrArray *
read_game (Digesting *self, const Place *place, guint32 game, GError **error)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_events_unref);
  guint64 after = 0;
  gsize n = BATCH;

  while (n == BATCH)
    {
      ClEvents *events =
        cl_reader_read_game (self->reader, place->key, game, after, self->until, BATCH, error);

      if (!events)
        return NULL;
      n = cl_events_get_length (events);
      if (n > 0)
        after = cl_events_get (events, n - 1)->position;
      g_ptr_array_add (batches, events);
      if (!go_on (self, n, error))
        return NULL;
    }
  return g_steal_pointer (&batches);
}

static gboolean
collect_place (Digesting *self, GArray *collectings, const Place *place, GError **error)
{
  /* Other kinds number what they speak about by game, too. */
  if (cl_partition_is_disputed (place->key) ||
      !(g_str_has_prefix (place->key, "table/") || g_str_has_prefix (place->key, "archive/")))
    return TRUE;
  for (guint32 game = 1; game <= place->last_game && game != 0; game++)
    {
      g_autoptr (GPtrArray) batches = read_game (self, place, game, error);

      if (!batches)
        return FALSE;
      if (cl_events_get_length (batches->pdata[0]) == 0)
        continue;
      for (guint i = 0; i < collectings->len; i++)
        collect_game (self, &g_array_index (collectings, Collecting, i), place, game, batches);
    }
  return TRUE;
}

static gboolean
digest_views_of_game (Digesting *self, GError **error)
{
  const ClViewClass *const *views = cl_views_of_game ();
  g_autoptr (GArray) collectings = g_array_new (FALSE, FALSE, sizeof (Collecting));
  gboolean ok = TRUE;

  for (guint i = 0; views[i]; i++)
    {
      Collecting collecting = { views[i],
                                g_checksum_new (G_CHECKSUM_SHA256),
                                add_digest (self, views[i]) };

      g_array_append_val (collectings, collecting);
    }
  for (guint i = 0; ok && i < self->places->len; i++)
    ok = collect_place (self, collectings, self->places->pdata[i], error);
  for (guint i = 0; i < collectings->len; i++)
    {
      Collecting *collecting = &g_array_index (collectings, Collecting, i);
      gsize length = CL_SEAL_SIZE;

      g_checksum_get_digest (collecting->checksum, collecting->digest->digest, &length);
      g_checksum_free (collecting->checksum);
    }
  return ok;
}

GPtrArray *
cl_view_digest_all (ClLedger *ledger,
                    ClViewDigestProgress progress,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (GArray) partitions = reader ? cl_reader_list_partitions (reader, error) : NULL;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (free_place);
  g_autoptr (GHashTable) by_key = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) digests =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_view_digest_free);
  g_autoptr (GHashTable) asides = NULL;
  Digesting self = {
    .reader = reader,
    .places = places,
    .by_key = by_key,
    .digests = digests,
    .progress = progress,
    .user_data = user_data,
    .cancellable = cancellable,
  };

  if (!partitions)
    return NULL;
  name_places (&self, partitions);
  self.total = 2 * self.until;
  asides = cl_fold_read_asides (reader, name_cb, &self, error);
  self.asides = asides;
  if (!asides || !digest_views_of_ledger (&self, error) || !digest_views_of_game (&self, error))
    return NULL;
  return g_steal_pointer (&digests);
}
