/* cl-session-tables.c: the games in progress, their flags, and starting a new one
 *
 * Each table whose last game is in progress is followed. At the live end the model lists these; at a past position it
 * lists what was in progress then, as the history of the library view tells, read on a worker, newest request first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "cl-act.h"
#include "cl-flag-policy.h"
#include "cl-library-row.h"
#include "cl-session-engines-private.h"

#define TABLE_KEYS "game/table/"

typedef struct
{
  ClSession *session; /* not owned */
  ClFollower *follower;
  ClRunningGame *item; /* shared with the model while the ledger cursor is live */
  guint flag_timer;
} Table;

static void table_changed_cb (ClFollower *follower, Table *self);

static void
stop_flag_timer (Table *self)
{
  if (self->flag_timer != 0)
    cl_time_source_remove_timeout (&self->session->time, self->flag_timer);
  self->flag_timer = 0;
}

static void
table_free (Table *self)
{
  stop_flag_timer (self);
  g_signal_handlers_disconnect_by_func (self->follower, table_changed_cb, self);
  g_object_unref (self->follower);
  g_object_unref (self->item);
  g_free (self);
}

static gboolean
is_running (const ClGame *game)
{
  return game->status == CL_GAME_PLAYING && !game->withdrawn;
}

/* --- Flags --- */

static ClDraft *
build_flag (ClAct *act, const ClGame *game, GError **error)
{
  return cl_flag_policy_decide (game,
                                cl_follower_get_elapsed_ms (act->follower, act->monotonic_us),
                                act->real_us,
                                error);
}

static void set_flag_timer (Table *self);

static gboolean
flag_timer_cb (gpointer data)
{
  Table *self = data;
  gint64 elapsed_ms =
    cl_follower_get_elapsed_ms (self->follower, cl_time_source_monotonic_us (&self->session->time));

  self->flag_timer = 0;
  if (cl_flag_policy_get_left_ms (cl_follower_get_game (self->follower), elapsed_ms) <= 0)
    cl_act_submit (cl_act_new (self->session, self->follower, build_flag, NULL, NULL));
  else
    set_flag_timer (self);

  return G_SOURCE_REMOVE;
}

static void
set_flag_timer (Table *self)
{
  ClSession *session = self->session;
  gint64 left_ms;

  stop_flag_timer (self);
  if (session->read_only || session->closed ||
      cl_session_is_elsewhere (session, cl_follower_get_partition (self->follower)))
    return;

  left_ms = cl_flag_policy_get_left_ms (cl_follower_get_game (self->follower),
                                        cl_follower_get_elapsed_ms (self->follower,
                                                                    cl_time_source_monotonic_us (
                                                                      &session->time)));
  if (left_ms != CL_FLAG_POLICY_NEVER)
    self->flag_timer =
      cl_time_source_add_timeout (&session->time, MAX (left_ms, 0) * 1000, flag_timer_cb, self);
}

/* --- The model --- */

static int
compare_partitions (const char *a, const char *b)
{
  const char *name_a = strchr (a, '/'), *name_b = strchr (b, '/');
  guint64 number_a = name_a != NULL ? g_ascii_strtoull (name_a + 1, NULL, 10) : 0;
  guint64 number_b = name_b != NULL ? g_ascii_strtoull (name_b + 1, NULL, 10) : 0;

  if (number_a != number_b)
    return number_a < number_b ? -1 : 1;

  return strcmp (a, b);
}

static int
compare_running (gconstpointer a, gconstpointer b, gpointer data)
{
  ClRunningGame *game_a = CL_RUNNING_GAME ((gpointer) a), *game_b = CL_RUNNING_GAME ((gpointer) b);
  int order = compare_partitions (cl_running_game_get_partition (game_a),
                                  cl_running_game_get_partition (game_b));

  if (order != 0)
    return order;

  return (cl_running_game_get_game (game_a) > cl_running_game_get_game (game_b)) -
         (cl_running_game_get_game (game_a) < cl_running_game_get_game (game_b));
}

static void
remove_from_model (ClSession *self, ClRunningGame *item)
{
  guint place;

  if (g_list_store_find (self->running, item, &place))
    g_list_store_remove (self->running, place);
}

static void
forget_table (ClSession *self, Table *table)
{
  g_autofree char *key = cl_session_game_key (cl_follower_get_partition (table->follower),
                                              cl_follower_get_game_number (table->follower));

  cl_session_opponent_forget (self, table->follower);
  remove_from_model (self, table->item);
  g_hash_table_remove (self->tables, key);
}

static void
table_changed_cb (ClFollower *follower, Table *self)
{
  ClSession *session = self->session;
  ClGameTrack *track = cl_follower_get_track (follower);

  if (!is_running (track->game))
    {
      forget_table (session, self);
      return;
    }

  cl_running_game_set_snapshot (self->item, track->game);
  set_flag_timer (self);
  cl_session_opponent_consider (session, follower);
}

void
cl_session_add_table (ClSession *self, ClFollower *follower)
{
  const char *partition = cl_follower_get_partition (follower);
  guint32 game = cl_follower_get_game_number (follower);
  g_autofree char *key = cl_session_game_key (partition, game);
  ClGameTrack *track = cl_follower_get_track (follower);
  Table *table;

  if (self->closed || !is_running (track->game) || g_hash_table_contains (self->tables, key))
    return;

  table = g_new0 (Table, 1);
  table->session = self;
  table->follower = g_object_ref (follower);
  table->item = cl_running_game_new (partition, game);
  cl_running_game_set_snapshot (table->item, track->game);
  g_hash_table_insert (self->tables, g_steal_pointer (&key), table);
  g_signal_connect (follower, "changed", G_CALLBACK (table_changed_cb), table);
  set_flag_timer (table);
  cl_session_opponent_consider (self, follower);
  if (self->position == 0)
    g_list_store_insert_sorted (self->running, table->item, compare_running, NULL);
}

static void
table_read_cb (ClFollower *follower, const GError *error, gpointer user_data)
{
  g_autoptr (ClSession) self = CL_SESSION (user_data);

  if (error == NULL)
    cl_session_add_table (self, follower);
  g_object_unref (follower);
}

void
cl_session_touch_table (ClSession *self, const char *partition, guint32 game)
{
  g_autofree char *key = cl_session_game_key (partition, game);
  ClFollower *follower = cl_session_follow (self, partition, game);

  cl_follower_refresh (follower, self->head);
  if (g_hash_table_contains (self->tables, key))
    g_object_unref (follower);
  else
    cl_follower_when_read (follower, self->head, table_read_cb, g_object_ref (self));
}

GPtrArray *
cl_session_list_followers (ClSession *self)
{
  GPtrArray *followers = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (followers, g_object_ref (((Table *) value)->follower));

  return followers;
}

GListModel *
cl_session_get_running_games (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->running);
}

/* --- What was in progress in the past --- */

typedef struct
{
  ClRunner *runner;
  guint64 position;
  GPtrArray *games; /* (element-type ClGame) */
} PastRequest;

static void
past_request_free (PastRequest *self)
{
  g_object_unref (self->runner);
  g_ptr_array_unref (self->games);
  g_free (self);
}

static gboolean
collect_playing (const char *key, const char *value, gpointer user_data)
{
  GPtrArray *rows = user_data;
  g_autoptr (ClLibraryRow) row = NULL;

  if (!g_str_has_prefix (key, TABLE_KEYS))
    return FALSE;
  row = cl_library_row_parse (key, value);
  if (row != NULL && row->playing && !row->withdrawn)
    g_ptr_array_add (rows, g_steal_pointer (&row));

  return TRUE;
}

static ClGame *
fold_past (ClReader *reader, const ClLibraryRow *row, guint64 position, GError **error)
{
  g_autoptr (ClGameTrack) empty = cl_game_track_new (row->partition, row->game);
  g_autoptr (ClGameTrack) track = cl_game_track_extend (empty, reader, error);

  return track != NULL ? cl_game_track_fold (track, cl_game_track_count (track, position)) : NULL;
}

static void
read_past (ClReader *reader, GTask *task)
{
  PastRequest *request = g_task_get_task_data (task);
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_library_row_free);
  g_autoptr (GError) error = NULL;

  if (!cl_runner_read_state (request->runner,
                             "library",
                             request->position,
                             TABLE_KEYS,
                             collect_playing,
                             rows,
                             NULL,
                             &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  for (guint i = 0; i < rows->len; i++)
    {
      ClGame *game = fold_past (reader, g_ptr_array_index (rows, i), request->position, &error);

      if (game == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }
      g_ptr_array_add (request->games, game);
    }

  g_task_return_boolean (task, TRUE);
}

static ClRunningGame *
find_listed (ClSession *self, const ClGame *game)
{
  GListModel *model = G_LIST_MODEL (self->running);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ClRunningGame) item = g_list_model_get_item (model, i);

      if (cl_running_game_get_game (item) == game->game &&
          strcmp (cl_running_game_get_partition (item), game->partition) == 0)
        return g_steal_pointer (&item);
    }

  return NULL;
}

static gboolean
lists_same (GListModel *model, GPtrArray *items)
{
  if (g_list_model_get_n_items (model) != items->len)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (item != g_ptr_array_index (items, i))
        return FALSE;
    }

  return TRUE;
}

static int
compare_running_pointers (gconstpointer a, gconstpointer b)
{
  return compare_running (*(gpointer const *) a, *(gpointer const *) b, NULL);
}

/* Items of the live end stay untouched: the past has items of its own. */
static void
list_items (ClSession *self, GPtrArray *items)
{
  g_ptr_array_sort (items, compare_running_pointers);
  if (!lists_same (G_LIST_MODEL (self->running), items))
    g_list_store_splice (self->running,
                         0,
                         g_list_model_get_n_items (G_LIST_MODEL (self->running)),
                         items->pdata,
                         items->len);
}

static gboolean
is_live_item (ClSession *self, ClRunningGame *item)
{
  g_autofree char *key =
    cl_session_game_key (cl_running_game_get_partition (item), cl_running_game_get_game (item));
  Table *table = g_hash_table_lookup (self->tables, key);

  return table != NULL && table->item == item;
}

static void
list_past (ClSession *self, GPtrArray *games)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < games->len; i++)
    {
      ClGame *game = g_ptr_array_index (games, i);
      g_autoptr (ClRunningGame) item = NULL;

      if (!is_running (game))
        continue;
      item = find_listed (self, game);
      if (item == NULL || is_live_item (self, item))
        g_set_object (&item, NULL);
      if (item == NULL)
        item = cl_running_game_new (game->partition, game->game);
      cl_running_game_set_snapshot (item, game);
      g_ptr_array_add (items, g_steal_pointer (&item));
    }
  list_items (self, items);
}

static void
list_live (ClSession *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (items, g_object_ref (((Table *) value)->item));
  list_items (self, items);
}

static void
past_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSession *self = CL_SESSION (source);
  PastRequest *request = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  self->reading_past = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("The games in progress then cannot be read: %s", error->message);
    }
  else if (self->position != 0)
    list_past (self, request->games);

  if (self->past_is_due && !self->closed)
    cl_session_tables_travel (self);
}

void
cl_session_tables_travel (ClSession *self)
{
  GTask *task;
  PastRequest *request;

  self->past_is_due = FALSE;
  if (self->position == 0)
    {
      list_live (self);
      return;
    }
  if (self->reading_past)
    {
      self->past_is_due = TRUE;
      return;
    }

  request = g_new0 (PastRequest, 1);
  request->runner = g_object_ref (self->runner);
  request->position = self->position;
  request->games = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_game_unref);
  task = g_task_new (self, NULL, past_read_cb, NULL);
  g_task_set_source_tag (task, cl_session_tables_travel);
  g_task_set_task_data (task, request, (GDestroyNotify) past_request_free);
  self->reading_past = TRUE;
  cl_worker_run (self->reading, task, read_past);
}

void
cl_session_tables_init (ClSession *self)
{
  self->running = g_list_store_new (CL_TYPE_RUNNING_GAME);
  self->tables =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) table_free);
}

void
cl_session_tables_dispose (ClSession *self)
{
  g_clear_pointer (&self->tables, g_hash_table_unref);
  self->tables =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) table_free);
}
