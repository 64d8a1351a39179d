/* cl-export.c: what the ledger holds, for other programs, as a stream: games as PGN, events as JSON lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-export-private.h"

#include <glib/gi18n.h>

#include "cl-game-load.h"

#define BLOCK     1000         /* events read at a time */
#define BATCH     2000         /* the same of a whole collection, while those before are written */
#define SEND_SIZE (128 * 1024) /* bytes handed out at a time */

/* What the facts of a collection that carry no game say about it. */
typedef struct
{
  gboolean withdrawn;
  char *after; /* (nullable): what its file had behind the last game */
} Collection;

static gboolean
read_after (Collection *self, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  g_free (self->after);
  self->after = g_steal_pointer (&fact.outside);
  return TRUE;
}

static gboolean
read_collection (ClReader *reader, const char *partition, Collection *self, GError **error)
{
  guint64 after = 0;
  gsize length;

  *self = (Collection){ 0 };
  do
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_game (reader, partition, 0, after, 0, BLOCK, error);

      if (events == NULL)
        return FALSE;
      length = cl_events_get_length (events);
      for (gsize i = 0; i < length; i++)
        {
          ClFactType type = cl_fact_type_of (cl_events_get (events, i));

          if (type == CL_FACT_GAME_WITHDRAWN || type == CL_FACT_GAME_RESTORED)
            self->withdrawn = type == CL_FACT_GAME_WITHDRAWN;
          else if (type == CL_FACT_SOURCE_IMPORTED &&
                   !read_after (self, cl_events_get (events, i), error))
            return FALSE;
          after = cl_events_get (events, i)->position;
        }
    }
  while (length > 0);
  return TRUE;
}

typedef struct
{
  ClReader *reader;
  ClExportSink sink;
  gpointer user_data;
  GCancellable *cancellable;
  guint64 n; /* games or events handed out */
  GString *out;
} Stream;

static gboolean
send_out (Stream *self, GError **error)
{
  gboolean ok =
    self->out->len == 0 || self->sink (self->out->str, self->out->len, self->user_data, error);

  g_string_truncate (self->out, 0);
  return ok && !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
export_one (Stream *self, const char *partition, guint32 number, gboolean wanted, GError **error)
{
  g_autoptr (ClGame) game = cl_game_load (self->reader, partition, number, 0, error);

  if (game == NULL)
    {
      g_prefix_error (error, "%s, game %u: ", partition, number);
      return FALSE;
    }
  if (game->last_offset == 0 && wanted)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND,
                   _ ("“%s” has no game %u"), partition, number);
      return FALSE;
    }
  if (game->status == CL_GAME_EMPTY || (game->withdrawn && !wanted))
    return TRUE;
  cl_export_game (game, self->out);
  self->n++;
  return send_out (self, error);
}

/* Reads a batch on a thread of its own, with a reader of its own. Two of them take turns: offsets have no gaps, so where the
 * next batch begins is known before this one is there. */
typedef struct
{
  ClReader *reader;
  const char *partition;
  guint64 after; /* offset */
  GThread *thread;
  ClEvents *events; /* (nullable): what the thread found */
  GError *error;
} Ahead;

#define N_AHEAD 2

static gpointer
read_ahead_thread (gpointer data)
{
  Ahead *self = data;

  self->events =
    cl_reader_read_brief (self->reader, self->partition, self->after, BATCH, &self->error);
  return NULL;
}

static gboolean
start_ahead (Ahead *self, ClReader *reader, const char *partition, guint turn, GError **error)
{
  self->partition = partition;
  self->after = (guint64) turn * BATCH;
  self->reader = cl_reader_dup (reader, error);
  if (self->reader == NULL)
    return FALSE;
  self->thread = g_thread_new ("export", read_ahead_thread, self);
  return TRUE;
}

/* Its batch, and it goes on to the one behind the others'. NULL with @error. */
static ClEvents *
next_batch (Ahead *self, GError **error)
{
  ClEvents *events;

  g_clear_pointer (&self->thread, g_thread_join);
  events = g_steal_pointer (&self->events);
  if (events == NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (cl_events_get_length (events) == BATCH)
    {
      self->after += N_AHEAD * BATCH;
      self->thread = g_thread_new ("export", read_ahead_thread, self);
    }
  return events;
}

static void
stop_ahead (Ahead *self)
{
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->events, cl_events_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->reader, cl_reader_free);
}

typedef struct
{
  Stream *stream;
  const char *partition;
  ClExportRun *run;
  GArray *scattered; /* (element-type guint32): games whose events don't stand together */
  gboolean *is_done; /* which of these were exported, and one more that never is */
} Whole;

/* The place of @game among the scattered ones, or their number if it is none. */
static guint
find_scattered (Whole *self, guint32 game)
{
  guint low = 0, high = self->scattered->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->scattered, guint32, middle) < game)
        low = middle + 1;
      else
        high = middle;
    }
  if (low < self->scattered->len && g_array_index (self->scattered, guint32, low) == game)
    return low;
  return self->scattered->len;
}

/* A scattered game is exported, with all that was said of it later, where its first events stand. */
static gboolean
end_game (Whole *self, GError **error)
{
  Stream *stream = self->stream;
  guint32 game;
  guint place;

  if (cl_export_run_end (self->run, &game))
    {
      stream->n++;
      return stream->out->len < SEND_SIZE || send_out (stream, error);
    }
  place = find_scattered (self, game);
  if (game == 0 || self->is_done[place])
    return TRUE;
  self->is_done[place] = place < self->scattered->len;
  return export_one (stream, self->partition, game, FALSE, error);
}

static gboolean
take_batch (Whole *self, const ClEvents *events, GError **error)
{
  gsize length = cl_events_get_length (events);

  for (gsize i = 0; i < length; i++)
    {
      const ClEvent *event = cl_events_get (events, i);
      gboolean is_new = event->game != cl_export_run_get_game (self->run);

      if (is_new && !end_game (self, error))
        return FALSE;
      if (event->game != 0)
        cl_export_run_take (self->run,
                            event,
                            !is_new || find_scattered (self, event->game) == self->scattered->len);
    }
  return TRUE;
}

/* Until a batch comes that is not full. */
static gboolean
take_batches (Whole *self, GError **error)
{
  Ahead ahead[N_AHEAD] = { 0 };
  gboolean ok = TRUE, ended = FALSE;

  for (guint i = 0; ok && i < N_AHEAD; i++)
    ok = start_ahead (&ahead[i], self->stream->reader, self->partition, i, error);
  for (guint i = 0; ok && !ended; i = (i + 1) % N_AHEAD)
    {
      g_autoptr (ClEvents) events = next_batch (&ahead[i], error);

      ended = events && cl_events_get_length (events) < BATCH;
      ok = events && take_batch (self, events, error);
    }
  for (guint i = 0; i < N_AHEAD; i++)
    stop_ahead (&ahead[i]);
  return ok && end_game (self, error);
}

static gboolean
export_whole (Stream *stream, const char *partition, GError **error)
{
  g_autoptr (ClExportRun) run = cl_export_run_new (stream->out);
  g_autoptr (GArray) scattered = cl_reader_list_scattered_games (stream->reader, partition, error);
  g_autofree gboolean *is_done = g_new0 (gboolean, scattered ? scattered->len + 1 : 1);
  Whole self = {
    .stream = stream,
    .partition = partition,
    .run = run,
    .scattered = scattered,
    .is_done = is_done,
  };

  return scattered != NULL && take_batches (&self, error);
}

static gboolean
export_partition (Stream *self, const char *partition, guint32 last_game, GError **error)
{
  Collection collection;
  gboolean ok = read_collection (self->reader, partition, &collection, error);
  g_autofree char *after = collection.after;

  if (!ok || collection.withdrawn)
    return ok;
  if (g_str_has_prefix (partition, "archive/"))
    ok = export_whole (self, partition, error);
  else
    for (guint32 game = 1; ok && game <= last_game; game++)
      ok = export_one (self, partition, game, FALSE, error);
  if (ok && after)
    g_string_append_printf (self->out, "%s\n\n", after);
  return ok && send_out (self, error);
}

static gboolean
holds_games (const char *partition)
{
  return g_str_has_prefix (partition, "table/") || g_str_has_prefix (partition, "archive/");
}

static gboolean
export_all (Stream *self, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (self->reader, error);

  if (partitions == NULL)
    return FALSE;
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);

      if (holds_games (info->key) && !export_partition (self, info->key, info->last_game, error))
        return FALSE;
    }
  return TRUE;
}

/* FALSE with an error also if there is no such partition. */
static gboolean
find_partition (ClReader *reader, const char *partition, ClPartitionInfo *info, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (cl_reader_get_partition (reader, partition, info, &local_error))
    return TRUE;
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no “%s”"), partition);
  return FALSE;
}

gboolean /* lint: allow parameters: a callback and what it needs */
cl_export_pgn (ClReader *reader,
               const char *partition,
               guint32 game,
               ClExportSink sink,
               gpointer user_data,
               GCancellable *cancellable,
               guint64 *n_games,
               GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  Stream self = { reader, sink, user_data, cancellable, 0, out };
  ClPartitionInfo info;
  gboolean ok;

  if (partition == NULL)
    ok = export_all (&self, error);
  else if (!find_partition (reader, partition, &info, error))
    ok = FALSE;
  else if (game != 0)
    ok = export_one (&self, partition, game, TRUE, error);
  else
    ok = export_partition (&self, partition, info.last_game, error);
  if (n_games)
    *n_games = self.n;
  return ok;
}
