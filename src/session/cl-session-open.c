/* cl-session-open.c: opens a ledger for a user on a worker thread, and closes it in order
 *
 * The open reads what a first frame needs: the partitions, and of each table the last game, since only that one can
 * be in progress. A clock that was running when the app died is paused here, before anybody sees the game. A damaged ledger, to
 * which nothing may be added, is opened for reading: what is whole can be looked at, and exported.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-analysis.h"
#include "cl-session-private.h"

#include "cl-library-private.h"
#include "cl-session-engines-private.h"
#include "cl-views.h"

typedef struct
{
  char *path;
  gboolean read_only;
  ClTimeSource time;
} OpenRequest;

typedef struct
{
  ClLedger *ledger;
  ClRunner *runner;
  gboolean read_only;
  char *damage;      /* (nullable): why it is, although that was not asked for */
  GPtrArray *heads;  /* (element-type OpenHead) */
  GPtrArray *tracks; /* (element-type ClGameTrack): last games of the tables */
  GPtrArray *copies; /* the same, of tables that began in another ledger */
  guint64 head;
} Opened;

typedef struct
{
  char *partition;
  ClHead head;
} OpenHead;

static void
open_request_free (OpenRequest *self)
{
  g_free (self->path);
  g_free (self);
}

static void
open_head_free (OpenHead *self)
{
  g_free (self->partition);
  g_free (self);
}

/* Without the finished session nobody closes what was opened. */
static void
opened_free (Opened *self)
{
  if (self->runner != NULL)
    cl_runner_close (self->runner);
  if (self->ledger != NULL)
    cl_ledger_close (self->ledger);
  g_clear_object (&self->runner);
  g_clear_object (&self->ledger);
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->tracks);
  g_clear_pointer (&self->copies, g_ptr_array_unref);
  g_free (self->damage);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opened, opened_free)

char *
cl_session_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "chess-ledger", "games.ledger", NULL);
}

static gboolean
ensure_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error,
               G_IO_ERROR,
               g_io_error_from_errno (errno),
               "“%s” cannot be made: %s",
               folder,
               g_strerror (errno));

  return FALSE;
}

/* As it was asked for; if it is too damaged for that, for reading. */
static ClLedger *
open_as_far_as_possible (Opened *self, const OpenRequest *request, GError **error)
{
  ClLedgerFlags flags =
    request->read_only ? CL_LEDGER_READ_ONLY : CL_LEDGER_WRITE | CL_LEDGER_CREATE;
  g_autoptr (GError) local = NULL;
  ClLedger *ledger = cl_ledger_open (request->path, flags, cl_fact_vocabulary (), &local);

  self->read_only = request->read_only;
  if (ledger == NULL && !request->read_only &&
      g_error_matches (local, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT))
    {
      ledger = cl_ledger_open (request->path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), NULL);
      self->read_only = TRUE;
      self->damage = g_strdup (local->message);
    }
  if (ledger == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return ledger;
}

static gboolean
open_ledger (Opened *self, const OpenRequest *request, GError **error)
{
  g_autofree char *cache_dir = NULL;

  if (!request->read_only && !ensure_folder (request->path, error))
    return FALSE;
  if (!cl_fact_check_upcasters (error))
    return FALSE;
  self->ledger = open_as_far_as_possible (self, request, error);
  if (self->ledger == NULL)
    return FALSE;

  /* A reader borrows the owner's caches as far as they go. */
  cache_dir = cl_runner_default_cache_dir (self->ledger);
  self->runner = cl_runner_new (self->ledger, cache_dir, cl_views_of_ledger (), error);

  return self->runner != NULL;
}

static gboolean
read_tables (Opened *self, ClReader *reader, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, error);

  if (partitions == NULL)
    return FALSE;

  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);
      OpenHead *head = g_new0 (OpenHead, 1);
      g_autoptr (ClGameTrack) empty = NULL;
      ClGameTrack *track;

      head->partition = g_strdup (info->key);
      head->head.offset = info->head;
      head->head.game = info->last_game;
      head->head.elsewhere = !info->began_here;
      g_ptr_array_add (self->heads, head);
      if (!g_str_has_prefix (info->key, "table/") || info->last_game == 0 ||
          cl_partition_is_disputed (info->key))
        continue;

      empty = cl_game_track_new (info->key, info->last_game);
      track = cl_game_track_extend (empty, reader, error);
      if (track == NULL)
        return FALSE;
      g_ptr_array_add (info->began_here ? self->tracks : self->copies, track);
    }

  return TRUE;
}

static gboolean
read_opened (Opened *self, const OpenRequest *request, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, error);

  if (reader == NULL || !read_tables (self, reader, error))
    return FALSE;
  if (!self->read_only && !cl_session_pause_left_clocks (self->ledger,
                                                         reader,
                                                         self->tracks,
                                                         cl_time_source_real_us (&request->time),
                                                         error))
    return FALSE;
  /* A clock that runs in a copy is another app's to pause. */
  g_ptr_array_extend_and_steal (self->tracks, g_steal_pointer (&self->copies));

  return TRUE;
}

static void
open_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const OpenRequest *request = task_data;
  g_autoptr (Opened) opened = g_new0 (Opened, 1);
  g_autoptr (GError) error = NULL;

  opened->heads = g_ptr_array_new_with_free_func ((GDestroyNotify) open_head_free);
  opened->tracks = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_track_unref);
  opened->copies = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_track_unref);

  if (!open_ledger (opened, request, &error) || !read_opened (opened, request, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  opened->head = cl_ledger_get_head (opened->ledger);
  g_task_return_pointer (task, g_steal_pointer (&opened), (GDestroyNotify) opened_free);
}

void
cl_session_open_with_time_async (const char *path,
                                 gboolean read_only,
                                 const ClTimeSource *time,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  OpenRequest *request;

  g_return_if_fail (path != NULL);

  request = g_new0 (OpenRequest, 1);
  request->path = g_strdup (path);
  request->read_only = read_only;
  request->time = *time;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_open_with_time_async);
  g_task_set_task_data (task, request, (GDestroyNotify) open_request_free);
  g_task_run_in_thread (task, open_thread);
}

void
cl_session_open_async (const char *path,
                       gboolean read_only,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  cl_session_open_with_time_async (path,
                                   read_only,
                                   &cl_time_source_system,
                                   cancellable,
                                   callback,
                                   user_data);
}

static void
advanced_cb (ClLedger *ledger, ClSession *self)
{
  cl_session_set_head (self, cl_ledger_get_head (ledger));
  cl_session_timeline_advance (self);
}

static void
take_opened (ClSession *self, Opened *opened, const OpenRequest *request)
{
  self->ledger = g_steal_pointer (&opened->ledger);
  self->runner = g_steal_pointer (&opened->runner);
  self->time = request->time;
  self->read_only = opened->read_only;
  self->damage = g_steal_pointer (&opened->damage);
  self->head = self->session_start = opened->head;
  self->reading = cl_worker_new ("session-reading", self->ledger);
  self->tailing = cl_worker_new ("session-tailing", self->ledger);
  self->library = cl_library_new (self->ledger, self->runner);
  self->analysis = cl_game_analysis_new (self);

  for (guint i = 0; i < opened->heads->len; i++)
    {
      const OpenHead *head = g_ptr_array_index (opened->heads, i);

      cl_session_raise_head_of (self, head->partition, head->head.offset, head->head.game);
      cl_session_get_head_of (self, head->partition)->elsewhere = head->head.elsewhere;
    }
  for (guint i = 0; i < opened->tracks->len; i++)
    {
      ClGameTrack *track = g_ptr_array_index (opened->tracks, i);
      g_autoptr (ClFollower) follower = NULL;

      if (track->game->status != CL_GAME_PLAYING)
        continue;
      follower = cl_session_follow (self, track->game->partition, track->game->game);
      cl_follower_set_track (follower, track, opened->head);
      /* The pause of a clock that was left running is ours. */
      if (track->events->len > 0)
        {
          const ClEvent *last = g_ptr_array_index (track->events, track->events->len - 1);

          cl_session_raise_head_of (self, last->partition, last->offset, last->game);
        }
      cl_session_add_table (self, follower);
    }

  cl_session_timeline_start (self);
  g_signal_connect_object (self->ledger, "advanced", G_CALLBACK (advanced_cb), self, 0);
}

ClSession *
cl_session_open_finish (GAsyncResult *result, GError **error)
{
  OpenRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (Opened) opened = g_task_propagate_pointer (G_TASK (result), error);
  ClSession *self;

  if (opened == NULL)
    return NULL;

  self = g_object_new (CL_TYPE_SESSION, NULL);
  take_opened (self, opened, request);

  return self;
}

void
cl_session_close (ClSession *self)
{
  g_return_if_fail (CL_IS_SESSION (self));

  if (self->closed)
    return;

  if (self->boards != NULL)
    cl_boards_close (self->boards);
  cl_session_end_jobs (self);
  cl_session_engines_close (self);
  cl_session_drop_acts (self);
  if (!self->read_only)
    cl_session_pause_on_close (self);
  self->closed = TRUE;

  cl_session_hall_dispose (self);
  cl_session_tables_dispose (self);
  cl_library_close (self->library);
  cl_game_analysis_close (self->analysis);
  if (self->event_log != NULL)
    cl_event_log_close (self->event_log);
  if (self->flow != NULL)
    cl_ledger_flow_close (self->flow);
  if (self->asking != NULL)
    cl_worker_stop (self->asking);
  cl_worker_stop (self->tailing);
  cl_worker_stop (self->reading);
  cl_runner_close (self->runner);
  cl_ledger_close (self->ledger);
}
