/* cl-session-timeline.c: what the timeline shows, and the one place where the session reads the ledger's new events
 *
 * The tail is read on a worker whenever the ledger advanced: it feeds the summary, tells which games of tables have
 * new facts, and where each partition ends. Between two reads of the tail the worker goes on with the summary of what
 * was in the ledger at the start, HISTORY_STEP events at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#define TAIL_BATCH   2048
#define TAIL_BATCHES 16
#define HISTORY_STEP 8192
#define EXACT_RANGE  16384

/* --- Tail and history --- */

typedef struct
{
  guint64 offset;
  guint32 last_game;
  GHashTable *games; /* (element-type guint32): of a table, those with new facts */
} Touched;

typedef struct
{
  ClLedgerSummary *summary;
  ClSummaryRun run;
  guint64 after, until;
  gsize max;
  GHashTable *touched; /* partition → Touched; NULL for the history */
} TailRead;

static void
touched_free (Touched *self)
{
  g_hash_table_unref (self->games);
  g_free (self);
}

static void
tail_read_free (TailRead *self)
{
  cl_ledger_summary_unref (self->summary);
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_free (self);
}

static void
note_touched (GHashTable *table, const ClEvent *event)
{
  Touched *touched = g_hash_table_lookup (table, event->partition);

  if (touched == NULL)
    {
      touched = g_new0 (Touched, 1);
      touched->games = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (table, g_strdup (event->partition), touched);
    }
  touched->offset = event->offset;
  touched->last_game = MAX (touched->last_game, event->game);
  if (event->game != 0 && g_str_has_prefix (event->partition, "table/"))
    g_hash_table_add (touched->games, GUINT_TO_POINTER (event->game));
}

static void
read_events (ClReader *reader, GTask *task)
{
  TailRead *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < TAIL_BATCHES && read->max > 0; i++)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read (reader, read->after, read->until, MIN (read->max, TAIL_BATCH), &error);
      gsize length;

      if (events == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      length = cl_events_get_length (events);
      if (length == 0)
        break;
      cl_ledger_summary_add (read->summary, read->run, events);
      for (gsize k = 0; k < length && read->touched != NULL; k++)
        note_touched (read->touched, cl_events_get (events, k));
      read->after = cl_events_get (events, length - 1)->position;
      read->max -= length;
    }

  g_task_return_boolean (task, TRUE);
}

static TailRead *
start_events_read (ClSession *self,
                   ClSummaryRun run,
                   guint64 after,
                   guint64 until,
                   gsize max,
                   GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (self, NULL, callback, NULL);
  TailRead *read = g_new0 (TailRead, 1);

  read->summary = cl_ledger_summary_ref (self->summary);
  read->run = run;
  read->after = after;
  read->until = until;
  read->max = max;
  if (run == CL_SUMMARY_TAIL)
    read->touched =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) touched_free);
  g_task_set_source_tag (task, start_events_read);
  g_task_set_task_data (task, read, (GDestroyNotify) tail_read_free);
  cl_worker_run (self->tailing, task, read_events);

  return read;
}

static void
report_read_error (const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The ledger cannot be read: %s", error->message);
}

/* At a table only the last game is in progress; an older one is looked at in case it was taken up again, but not when
 * whole collections of games arrive at a table at once. */
#define MANY_GAMES 64

static void
touch_games (ClSession *self, const char *partition, Touched *touched)
{
  gboolean many = g_hash_table_size (touched->games) > MANY_GAMES;
  GHashTableIter games;
  gpointer game;

  g_hash_table_iter_init (&games, touched->games);
  while (g_hash_table_iter_next (&games, &game, NULL))
    if (!many || GPOINTER_TO_UINT (game) == touched->last_game)
      cl_session_touch_table (self, partition, GPOINTER_TO_UINT (game));
}

static void
take_touched (ClSession *self, GHashTable *touched_partitions)
{
  GHashTableIter iter;
  gpointer partition, value;

  g_hash_table_iter_init (&iter, touched_partitions);
  while (g_hash_table_iter_next (&iter, &partition, &value))
    {
      Touched *touched = value;

      cl_session_raise_head_of (self, partition, touched->offset, touched->last_game);
      touch_games (self, partition, touched);
      if (self->chosen != NULL && strcmp (cl_follower_get_partition (self->chosen), partition) == 0)
        cl_follower_refresh (self->chosen, self->tail_position);
    }
}

static void
tail_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSession *self = CL_SESSION (source);
  TailRead *read = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->tailing_now = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      report_read_error (error);
      return;
    }
  if (self->closed || read->after == self->tail_position)
    return;

  self->tail_position = read->after;
  cl_session_set_head (self, read->after);
  take_touched (self, read->touched);
  g_signal_emit_by_name (self, "timeline-changed");
  cl_session_timeline_advance (self);
}

void
cl_session_timeline_advance (ClSession *self)
{
  if (self->closed || self->tailing_now || self->tail_position >= self->head)
    return;

  self->tailing_now = TRUE;
  start_events_read (self,
                     CL_SUMMARY_TAIL,
                     self->tail_position,
                     0,
                     TAIL_BATCH * TAIL_BATCHES,
                     tail_read_cb);
}

static void read_history (ClSession *self);

static void
history_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSession *self = CL_SESSION (source);
  TailRead *read = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      report_read_error (error);
      return;
    }
  if (self->closed || read->after == self->history_position)
    return;

  self->history_position = read->after;
  if (self->history_position >= self->session_start ||
      self->history_position % (HISTORY_STEP * 16) == 0)
    g_signal_emit_by_name (self, "timeline-changed");
  read_history (self);
}

static void
read_history (ClSession *self)
{
  if (self->history_position < self->session_start)
    start_events_read (self,
                       CL_SUMMARY_HISTORY,
                       self->history_position,
                       self->session_start,
                       HISTORY_STEP,
                       history_read_cb);
}

void
cl_session_timeline_start (ClSession *self)
{
  self->summary = cl_ledger_summary_new ();
  self->tail_position = self->session_start;
  read_history (self);
}

/* --- Density --- */

typedef struct
{
  ClLedgerSummary *summary;
  guint64 from, to;
  guint n_buckets;
} DensityRequest;

static void
density_request_free (DensityRequest *self)
{
  cl_ledger_summary_unref (self->summary);
  g_free (self);
}

static GPtrArray *
read_exact (ClReader *reader, const DensityRequest *request, GError **error)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_events_unref);
  guint64 after = request->from;

  while (after < request->to)
    {
      ClEvents *events = cl_reader_read (reader, after, request->to, TAIL_BATCH, error);

      if (events == NULL)
        return NULL;
      g_ptr_array_add (batches, events);
      if (cl_events_get_length (events) == 0)
        break;
      after = cl_events_get (events, cl_events_get_length (events) - 1)->position;
    }

  return cl_ledger_summary_count (batches, request->from, request->to, request->n_buckets);
}

static void
read_density (ClReader *reader, GTask *task)
{
  DensityRequest *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GPtrArray *lanes;

  if (request->to - request->from <= EXACT_RANGE)
    lanes = read_exact (reader, request, &error);
  else
    lanes =
      cl_ledger_summary_read (request->summary, request->from, request->to, request->n_buckets);

  if (lanes == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, lanes, (GDestroyNotify) g_ptr_array_unref);
}

/* lint: allow parameters: a range, its columns and the usual four of an async call */
void
cl_session_read_density_async (ClSession *self,
                               guint64 from,
                               guint64 to,
                               guint n_buckets,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;
  DensityRequest *request;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (n_buckets > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_read_density_async);
  request = g_new0 (DensityRequest, 1);
  request->summary = cl_ledger_summary_ref (self->summary);
  request->from = from;
  request->to = MAX (to, from + 1);
  request->n_buckets = n_buckets;
  g_task_set_task_data (task, request, (GDestroyNotify) density_request_free);
  cl_worker_run (self->tailing, task, read_density);
}

GPtrArray *
cl_session_read_density_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What stands at a moment --- */

static void
add_peek_board (ClPeek *peek, ClReader *reader)
{
  g_autoptr (ClGameTrack) empty = cl_game_track_new (peek->partition, peek->game);
  g_autoptr (ClGameTrack) track = cl_game_track_extend (empty, reader, NULL);
  g_autoptr (ClGame) game = NULL;
  guint plies;

  if (track == NULL)
    return;

  game = cl_game_track_fold (track, cl_game_track_count (track, peek->position));
  if (game->status == CL_GAME_EMPTY || game->status == CL_GAME_UNREADABLE)
    return;

  plies = cl_game_n_plies (game);
  peek->has_board = TRUE;
  peek->board = game->current;
  peek->last_move = plies > 0 ? cl_game_get_move (game, plies)->move : CHESS_MOVE_NULL;
}

static void
read_peek (ClReader *reader, GTask *task)
{
  guint64 position = *(guint64 *) g_task_get_task_data (task);
  g_autoptr (ClEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  const ClEvent *event;
  ClPeek *peek;

  events = position > 0 ? cl_reader_read (reader, position - 1, position, 1, &error) : NULL;
  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (events == NULL || cl_events_get_length (events) == 0)
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_NOT_FOUND,
                               _("Nothing has happened there"));
      return;
    }

  event = cl_events_get (events, 0);
  peek = g_new0 (ClPeek, 1);
  peek->position = event->position;
  peek->summary = cl_fact_summary (event);
  peek->partition = g_strdup (event->partition);
  peek->game = event->game;
  peek->recorded_at = event->recorded_at;
  if (event->game != 0)
    add_peek_board (peek, reader);
  g_task_return_pointer (task, peek, (GDestroyNotify) cl_peek_free);
}

void
cl_session_peek_async (ClSession *self,
                       guint64 position,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_peek_async);
  g_task_set_task_data (task, g_memdup2 (&position, sizeof position), g_free);
  cl_worker_run (self->reading, task, read_peek);
}

ClPeek *
cl_session_peek_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cl_peek_free (ClPeek *self)
{
  if (self == NULL)
    return;

  g_free (self->summary);
  g_free (self->partition);
  g_free (self);
}
