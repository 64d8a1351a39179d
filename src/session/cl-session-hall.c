/* cl-session-hall.c: reads what stood at all tables at a moment, for the hall and for the list of games in progress
 *
 * At the live end nothing is read for it: each table that somebody plays at is followed anyway, and the hall is told what
 * the followers read. Only the last games of the others are read, once, when somebody looks. A past position is asked of the
 * history of the library view (which games there were), and of the games' facts, which stay in memory from step to step: a
 * step is then a fold of at most CL_TRACK_STRIDE facts a table. One reader, the newest request wins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include "cl-highlight-words.h"
#include "cl-library-row.h"

#define TABLE_KEYS      "game/table/"
#define SCORE_KEYS      CL_HIGHLIGHT_PREFIX "table/"
#define MAX_KNOWN       2000 /* games in memory; more are forgotten all at once */
#define REMARKS_EACH_US (3 * G_USEC_PER_SEC)

/* What is known of a game's facts: all up to @read_to. */
typedef struct
{
  ClGameTrack *track;
  guint64 read_to;
} Known;

typedef struct
{
  ClRunner *runner;
  guint64 position; /* wanted; that of the head at the live end */
  gboolean live;
  gboolean all; /* also the last games that are over */
  gboolean games_wanted;
  gboolean remarks;  /* what is worth telling of them */
  GHashTable *known; /* "partition game" → Known */
  GPtrArray *games;  /* (element-type ClGame): what stood */
  GPtrArray *told;   /* (element-type ClHallRemark) */
  gint64 moment;     /* of the event at @position */
} Request;

static void
known_free (Known *self)
{
  cl_game_track_unref (self->track);
  g_free (self);
}

static void
request_free (Request *self)
{
  g_object_unref (self->runner);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_ptr_array_unref (self->games);
  g_ptr_array_unref (self->told);
  g_free (self);
}

/* --- On the worker ----------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *rows; /* (element-type ClLibraryRow) */
  gboolean all;
} Collecting;

/* Keys come by table, then by game: of those that are over only the last is kept. */
static gboolean
collect_row (const char *key, const char *value, gpointer user_data)
{
  Collecting *self = user_data;
  g_autoptr (ClLibraryRow) row = NULL;
  ClLibraryRow *before;

  if (!g_str_has_prefix (key, TABLE_KEYS))
    return FALSE;
  row = cl_library_row_parse (key, value);
  if (row == NULL || row->withdrawn || row->unreadable || (!row->playing && !self->all))
    return TRUE;
  before = self->rows->len > 0 ? g_ptr_array_index (self->rows, self->rows->len - 1) : NULL;
  if (before != NULL && !before->playing && strcmp (before->partition, row->partition) == 0)
    g_ptr_array_remove_index (self->rows, self->rows->len - 1);
  g_ptr_array_add (self->rows, g_steal_pointer (&row));

  return TRUE;
}

static Known *
ensure_known (ClReader *reader,
              const Request *request,
              const char *partition,
              guint32 game,
              GError **error)
{
  g_autofree char *key = cl_session_game_key (partition, game);
  Known *known = g_hash_table_lookup (request->known, key);
  ClGameTrack *track;

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      known->track = cl_game_track_new (partition, game);
      g_hash_table_insert (request->known, g_steal_pointer (&key), known);
    }
  if (known->read_to >= request->position)
    return known;
  track = cl_game_track_extend (known->track, reader, error);
  if (track == NULL)
    return NULL;
  cl_game_track_unref (known->track);
  known->track = track;
  known->read_to = request->position;
  return known;
}

static gint64
read_moment (ClReader *reader, guint64 position)
{
  g_autoptr (ClEvents) events =
    position > 0 ? cl_reader_read (reader, position - 1, position, 1, NULL) : NULL;
  const ClEvent *event;

  if (events == NULL || cl_events_get_length (events) == 0)
    return g_get_real_time ();
  event = cl_events_get (events, 0);
  return event->occurred_at != CL_NO_TIME ? event->occurred_at : event->recorded_at;
}

static gboolean
read_games (ClReader *reader, Request *request, GError **error)
{
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_library_row_free);
  Collecting collecting = { rows, request->all };

  if (!cl_runner_read_state (request->runner,
                             "library",
                             request->position,
                             TABLE_KEYS,
                             collect_row,
                             &collecting,
                             NULL,
                             error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const ClLibraryRow *row = g_ptr_array_index (rows, i);
      const Known *known = ensure_known (reader, request, row->partition, row->game, error);

      if (known == NULL)
        return FALSE;
      g_ptr_array_add (request->games,
                       request->live
                         ? cl_game_ref (known->track->game)
                         : cl_game_track_fold (known->track,
                                               cl_game_track_count (known->track,
                                                                    request->position)));
    }
  request->moment = read_moment (reader, request->position);
  return TRUE;
}

/* Of the last game of each table. */
static gboolean
collect_remark (const char *key, const char *value, gpointer user_data)
{
  GPtrArray *remarks = user_data;
  g_autoptr (ClHighlight) highlight = NULL;
  ClHallRemark *last = remarks->len > 0 ? g_ptr_array_index (remarks, remarks->len - 1) : NULL;
  ClHallRemark *remark;

  if (!g_str_has_prefix (key, SCORE_KEYS))
    return FALSE;
  highlight = cl_highlight_parse (key, value);
  if (highlight == NULL || highlight->withdrawn)
    return TRUE;
  if (last != NULL && strcmp (last->partition, highlight->partition) == 0)
    g_ptr_array_remove_index (remarks, remarks->len - 1);
  remark = g_new0 (ClHallRemark, 1);
  remark->partition = g_strdup (highlight->partition);
  remark->game = highlight->game;
  remark->score = highlight->score;
  remark->remark = cl_highlight_why (highlight, 1);
  if (*remark->remark == '\0')
    g_clear_pointer (&remark->remark, g_free);
  g_ptr_array_add (remarks, remark);
  return TRUE;
}

static void
read_tables (ClReader *reader, GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (request->games_wanted && !read_games (reader, request, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  /* A hall without remarks is a hall all the same. */
  if (request->remarks && !cl_runner_read_state (request->runner,
                                                 "highlights",
                                                 request->live ? 0 : request->position,
                                                 SCORE_KEYS,
                                                 collect_remark,
                                                 request->told,
                                                 NULL,
                                                 &error))
    g_debug ("The hall has no remarks: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

/* --- On the main thread ------------------------------------------------------------------------------------------ */

static gboolean
is_looked_at (ClSession *self)
{
  return self->hall != NULL && !cl_hall_get_resting (self->hall);
}

static void start_reading (ClSession *self);

static void
take_answer (ClSession *self, Request *request)
{
  if (request->live && request->games_wanted && self->hall != NULL)
    cl_hall_load (self->hall, request->games);
  if (!request->live && self->position != 0)
    {
      cl_session_list_past (self, request->games);
      if (self->hall != NULL && request->all)
        cl_hall_travel (self->hall, request->games, request->moment);
    }
  if (request->remarks && self->hall != NULL && request->live == (self->position == 0))
    cl_hall_set_remarks (self->hall, request->told);
}

static void
tables_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSession *self = CL_SESSION (source);
  Request *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->reading_tables = FALSE;
  self->known_tracks = g_steal_pointer (&request->known);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    take_answer (self, request);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("What stood at the tables cannot be read: %s", error->message);

  if (self->reading_is_due && !self->closed)
    start_reading (self);
}

/* What the followers have read need not be read again. */
static void
note_followed (ClSession *self, GHashTable *known_tracks)
{
  g_autoptr (GPtrArray) followers = cl_session_list_followers (self);

  for (guint i = 0; i < followers->len; i++)
    {
      ClFollower *follower = g_ptr_array_index (followers, i);
      ClGameTrack *track = cl_follower_get_track (follower);
      g_autofree char *key = cl_session_game_key (cl_follower_get_partition (follower),
                                                  cl_follower_get_game_number (follower));
      Known *known = g_hash_table_lookup (known_tracks, key);

      if (known != NULL && known->read_to >= track->last_position)
        continue;
      known = g_new0 (Known, 1);
      known->track = cl_game_track_ref (track);
      known->read_to = track->last_position;
      g_hash_table_replace (known_tracks, g_steal_pointer (&key), known);
    }
}

static void
start_reading (ClSession *self)
{
  Request *request;
  GTask *task;

  self->reading_is_due = FALSE;
  if (self->position == 0 && !is_looked_at (self))
    return;
  if (self->reading_tables)
    {
      self->reading_is_due = TRUE;
      return;
    }
  if (self->known_tracks == NULL || g_hash_table_size (self->known_tracks) > MAX_KNOWN)
    {
      g_clear_pointer (&self->known_tracks, g_hash_table_unref);
      self->known_tracks =
        g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) known_free);
    }
  note_followed (self, self->known_tracks);
  request = g_new0 (Request, 1);
  request->runner = g_object_ref (self->runner);
  request->live = self->position == 0;
  /* The head that its readers know: the tail may be further by now, and tells that by itself. */
  request->position = request->live ? cl_ledger_get_head (self->ledger) : self->position;
  request->all = is_looked_at (self);
  request->games_wanted =
    !request->live || !cl_hall_is_loaded (self->hall) || self->hall_is_incomplete;
  if (request->live)
    self->hall_is_incomplete = FALSE;
  request->remarks = request->all;
  request->known = g_steal_pointer (&self->known_tracks);
  request->games = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_unref);
  request->told = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_hall_remark_free);
  task = g_task_new (self, NULL, tables_read_cb, NULL);
  g_task_set_source_tag (task, start_reading);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  self->reading_tables = TRUE;
  cl_worker_run (self->reading, task, read_tables);
}

void
cl_session_tables_travel (ClSession *self)
{
  if (self->closed)
    return;
  if (self->position != 0)
    {
      start_reading (self);
      return;
    }
  self->reading_is_due = FALSE;
  cl_session_list_live (self);
  if (self->hall != NULL)
    cl_hall_travel (self->hall, NULL, CL_NO_TIME);
  if (is_looked_at (self))
    start_reading (self);
}

/* --- Remarks: seldom, since they are read from a view and not told by facts --- */

static gboolean
remarks_due_cb (gpointer data)
{
  ClSession *self = data;

  self->remarks_timer = 0;
  if (!self->closed && is_looked_at (self) && self->position == 0)
    start_reading (self);
  return G_SOURCE_REMOVE;
}

void
cl_session_hall_take (ClSession *self, ClGame *game)
{
  if (self->hall == NULL)
    return;
  if (game->withdrawn || game->status == CL_GAME_UNREADABLE)
    {
      cl_hall_drop (self->hall, game);
      self->hall_is_incomplete = TRUE;
      if (is_looked_at (self) && self->position == 0)
        start_reading (self); /* what was there before it */
      return;
    }
  if (game->status == CL_GAME_EMPTY)
    return;
  cl_hall_take (self->hall, game);
  if (is_looked_at (self) && self->remarks_timer == 0)
    self->remarks_timer =
      cl_time_source_add_timeout (&self->time, REMARKS_EACH_US, remarks_due_cb, self);
}

static void
woken_cb (ClHall *hall, ClSession *self)
{
  if (!self->closed)
    start_reading (self);
}

ClHall *
cl_session_get_hall (ClSession *self)
{
  g_autoptr (GPtrArray) followers = NULL;

  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  if (self->hall != NULL)
    return self->hall;
  self->hall = cl_hall_new (&self->time);
  g_signal_connect_object (self->hall, "woken", G_CALLBACK (woken_cb), self, 0);
  followers = cl_session_list_followers (self);
  for (guint i = 0; i < followers->len; i++)
    cl_session_hall_take (self, cl_follower_get_track (followers->pdata[i])->game);
  return self->hall;
}

void
cl_session_hall_dispose (ClSession *self)
{
  if (self->remarks_timer != 0)
    cl_time_source_remove_timeout (&self->time, self->remarks_timer);
  self->remarks_timer = 0;
  if (self->hall != NULL)
    cl_hall_set_resting (self->hall, TRUE);
}
