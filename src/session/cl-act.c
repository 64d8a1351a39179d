/* cl-act.c: queues the acts of each partition and carries them to the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-act.h"

#include <glib/gi18n-lib.h>

#include "cl-session-private.h"

#define MAX_TRIES 4

typedef struct
{
  GQueue acts;
  gboolean busy;
  guint64 acknowledged; /* position of the last event that the session appended here */
} ActQueue;

typedef struct
{
  ClSessionDone done;
  gpointer user_data;
} Done;

static void run_next (ClSession *session, ActQueue *queue);

static void
act_free (ClAct *self)
{
  g_clear_object (&self->follower);
  g_clear_object (&self->task);
  g_clear_object (&self->session);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->setup, cl_game_setup_free);
  g_free (self->text);
  g_free (self);
}

static void
act_queue_free (ActQueue *self)
{
  g_queue_clear_full (&self->acts, (GDestroyNotify) act_free);
  g_free (self);
}

static ActQueue *
ensure_queue (ClSession *session, const char *partition)
{
  ActQueue *queue = g_hash_table_lookup (session->act_queues, partition);

  if (queue == NULL)
    {
      queue = g_new0 (ActQueue, 1);
      g_queue_init (&queue->acts);
      g_hash_table_insert (session->act_queues, g_strdup (partition), queue);
    }

  return queue;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Done *done = user_data;
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (done->done != NULL)
    done->done (CL_SESSION (source), error, done->user_data);
  else if (error != NULL)
    g_message ("%s", error->message);
}

static GTask *
new_done_task (ClSession *session, ClSessionDone done, gpointer user_data)
{
  Done *data = g_new0 (Done, 1);
  GTask *task;

  data->done = done;
  data->user_data = user_data;
  task = g_task_new (session, NULL, done_cb, data);
  g_task_set_source_tag (task, cl_act_submit);

  return task;
}

/* @error: (transfer full) (nullable) */
static void
finish_act (ActQueue *queue, ClAct *act, GError *error)
{
  g_autoptr (ClSession) session = g_object_ref (act->session);

  g_queue_pop_head (&queue->acts);
  queue->busy = FALSE;
  if (error == NULL && g_str_has_prefix (cl_follower_get_partition (act->follower), "table/"))
    {
      ClHead *head = cl_session_get_head_of (session, cl_follower_get_partition (act->follower));

      if (head != NULL)
        head->elsewhere = FALSE; /* somebody goes on with it here */
      cl_session_add_table (session, act->follower);
    }
  if (error == NULL && act->chooses)
    {
      cl_session_guide_note_choice (session, act->follower);
      cl_session_choose_follower (session, act->follower);
    }
  if (error != NULL)
    g_task_return_error (act->task, error);
  else
    g_task_return_boolean (act->task, TRUE);
  act_free (act);

  run_next (session, queue);
}

static void
act_shown_cb (ClFollower *follower, const GError *error, gpointer user_data)
{
  ClAct *act = user_data;

  /* It is durable whatever became of reading it back. */
  finish_act (ensure_queue (act->session, cl_follower_get_partition (follower)), act, NULL);
}

static void
heads_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClAct *act = user_data;
  const char *partition = cl_follower_get_partition (act->follower);
  ActQueue *queue = ensure_queue (act->session, partition);
  g_autoptr (GError) error = NULL;
  g_autofree ClPartitionInfo *info = g_task_propagate_pointer (G_TASK (result), &error);

  if (error != NULL)
    {
      finish_act (queue, act, g_steal_pointer (&error));
      return;
    }

  if (info != NULL)
    {
      cl_session_raise_head_of (act->session, partition, info->head, info->last_game);
      queue->acknowledged = MAX (queue->acknowledged, info->head_position);
    }
  queue->busy = FALSE;
  run_next (act->session, queue);
}

static void
read_head (ClReader *reader, GTask *task)
{
  const char *partition = g_task_get_task_data (task);
  g_autofree ClPartitionInfo *info = g_new0 (ClPartitionInfo, 1);
  g_autoptr (GError) error = NULL;
  gboolean found = cl_reader_get_partition (reader, partition, info, &error);

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, found ? g_steal_pointer (&info) : NULL, g_free);
}

/* Somebody else was faster: see what stands now, then check the intention again. */
static void
retry_act (ClAct *act)
{
  GTask *task = g_task_new (act->session, NULL, heads_read_cb, act);

  g_task_set_source_tag (task, retry_act);
  g_task_set_task_data (task, g_strdup (cl_follower_get_partition (act->follower)), g_free);
  cl_worker_run (act->session->reading, task, read_head);
}

static gboolean
is_conflict (const GError *error)
{
  return g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT) ||
         g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_PARTIAL_DUPLICATE) ||
         g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP);
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClAct *act = user_data;
  const char *partition = cl_follower_get_partition (act->follower);
  ActQueue *queue = ensure_queue (act->session, partition);
  ClAppended appended;
  g_autoptr (GError) error = NULL;

  if (!cl_ledger_append_finish (CL_LEDGER (source), result, &appended, &error))
    {
      if (is_conflict (error) && ++act->tries < MAX_TRIES && !act->session->closed)
        retry_act (act);
      else
        finish_act (queue, act, g_steal_pointer (&error));
      return;
    }

  queue->acknowledged = appended.last_position;
  cl_session_raise_head_of (act->session,
                            partition,
                            appended.last_offset,
                            cl_follower_get_game_number (act->follower));
  cl_follower_note_act (act->follower, act->real_us, act->monotonic_us);
  cl_session_set_head (act->session, appended.last_position);
  cl_follower_when_read (act->follower, appended.last_position, act_shown_cb, act);
}

static void
act_ready_cb (ClFollower *follower, const GError *read_error, gpointer user_data)
{
  ClAct *act = user_data;
  const char *partition = cl_follower_get_partition (follower);
  ActQueue *queue = ensure_queue (act->session, partition);
  ClHead *head = cl_session_get_head_of (act->session, partition);
  g_autoptr (GError) error = read_error != NULL ? g_error_copy (read_error) : NULL;
  g_autoptr (ClDraft) draft = NULL;

  if (error == NULL && cl_session_check_writable (act->session, &error))
    draft = act->build (act, cl_follower_get_game (follower), &error);
  if (draft == NULL)
    finish_act (queue, act, g_steal_pointer (&error));
  else
    cl_ledger_append_async (act->session->ledger,
                            draft,
                            head != NULL ? head->offset : 0,
                            NULL,
                            appended_cb,
                            act);
}

static void
run_next (ClSession *session, ActQueue *queue)
{
  ClAct *act = g_queue_peek_head (&queue->acts);

  if (act == NULL || queue->busy)
    return;

  queue->busy = TRUE;
  if (act->prepare != NULL)
    act->prepare (act);
  cl_follower_when_read (act->follower, queue->acknowledged, act_ready_cb, act);
}

ClAct *
cl_act_new (ClSession *session,
            ClFollower *follower,
            ClActBuild build,
            ClSessionDone done,
            gpointer user_data)
{
  ClAct *self = g_new0 (ClAct, 1);

  self->session = g_object_ref (session);
  self->follower = g_object_ref (follower);
  self->build = build;
  self->real_us = cl_time_source_real_us (&session->time);
  self->monotonic_us = cl_time_source_monotonic_us (&session->time);
  self->task = new_done_task (session, done, user_data);

  return self;
}

void
cl_act_submit (ClAct *act)
{
  ActQueue *queue;
  GError *error = NULL;

  if (!cl_session_check_writable (act->session, &error))
    {
      g_task_return_error (act->task, error);
      act_free (act);
      return;
    }

  queue = ensure_queue (act->session, cl_follower_get_partition (act->follower));
  g_queue_push_tail (&queue->acts, act);
  run_next (act->session, queue);
}

void
cl_act_refuse (ClSession *session, GError *error, ClSessionDone done, gpointer user_data)
{
  g_autoptr (GTask) task = new_done_task (session, done, user_data);

  g_task_return_error (task, error);
}

void
cl_session_drop_acts (ClSession *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->act_queues);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      ActQueue *queue = value;
      guint under_way = queue->busy ? 1 : 0;

      while (queue->acts.length > under_way)
        {
          ClAct *act = g_queue_pop_tail (&queue->acts);

          g_task_return_new_error (act->task,
                                   CL_LEDGER_ERROR,
                                   CL_LEDGER_ERROR_CLOSED,
                                   _("The games were closed before this was recorded"));
          act_free (act);
        }
    }
}

ClHead *
cl_session_get_head_of (ClSession *self, const char *partition)
{
  return g_hash_table_lookup (self->heads, partition);
}

gboolean
cl_session_is_elsewhere (ClSession *self, const char *partition)
{
  const ClHead *head = cl_session_get_head_of (self, partition);

  return head != NULL && head->elsewhere;
}

void
cl_session_raise_head_of (ClSession *self, const char *partition, guint64 offset, guint32 game)
{
  ClHead *head = g_hash_table_lookup (self->heads, partition);

  if (head == NULL)
    {
      head = g_new0 (ClHead, 1);
      g_hash_table_insert (self->heads, g_strdup (partition), head);
    }
  head->offset = MAX (head->offset, offset);
  head->game = MAX (head->game, game);
}

gboolean
cl_session_has_acts (ClSession *self, const char *partition)
{
  ActQueue *queue = g_hash_table_lookup (self->act_queues, partition);

  return queue != NULL && queue->acts.length > 0;
}

void
cl_session_act_init (ClSession *self)
{
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->act_queues =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) act_queue_free);
}

ClGameSetup *
cl_game_setup_copy (const ClGameSetup *setup)
{
  ClGameSetup *copy = g_new (ClGameSetup, 1);

  *copy = *setup;
  copy->white = g_strdup (setup->white);
  copy->black = g_strdup (setup->black);
  copy->white_elo = g_strdup (setup->white_elo);
  copy->black_elo = g_strdup (setup->black_elo);
  copy->event = g_strdup (setup->event);
  copy->site = g_strdup (setup->site);
  copy->round = g_strdup (setup->round);
  copy->date = g_strdup (setup->date);
  copy->time_control = g_strdup (setup->time_control);
  copy->fen = g_strdup (setup->fen);
  copy->origin_partition = g_strdup (setup->origin_partition);
  copy->opening_moves =
    g_memdup2 (setup->opening_moves, setup->n_opening_moves * sizeof (ChessMove));

  return copy;
}

void
cl_game_setup_free (ClGameSetup *setup)
{
  g_free ((char *) setup->white);
  g_free ((char *) setup->black);
  g_free ((char *) setup->white_elo);
  g_free ((char *) setup->black_elo);
  g_free ((char *) setup->event);
  g_free ((char *) setup->site);
  g_free ((char *) setup->round);
  g_free ((char *) setup->date);
  g_free ((char *) setup->time_control);
  g_free ((char *) setup->fen);
  g_free ((char *) setup->origin_partition);
  g_free ((ChessMove *) setup->opening_moves);
  g_free (setup);
}
