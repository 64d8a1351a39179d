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
#include "cl-session-engines-private.h"

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
compare_running (gconstpointer a, gconstpointer b, gpointer data)
{
  ClRunningGame *game_a = CL_RUNNING_GAME ((gpointer) a), *game_b = CL_RUNNING_GAME ((gpointer) b);
  int order = cl_partition_compare (cl_running_game_get_partition (game_a),
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

  cl_session_hall_take (session, track->game);
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
  cl_session_hall_take (self, track->game);
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
    {
      cl_session_add_table (self, follower);
      cl_session_hall_take (self, cl_follower_get_track (follower)->game);
    }
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

/* --- What was in progress in the past, as cl-session-hall.c reads it --- */

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

void
cl_session_list_past (ClSession *self, GPtrArray *games)
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

void
cl_session_list_live (ClSession *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->tables);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (items, g_object_ref (((Table *) value)->item));
  list_items (self, items);
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
