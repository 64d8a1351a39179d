/* cl-board-seats.c: at which table each board stood the last time, by ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-seats.h"

#define MAX_TABLE 9999

typedef struct
{
  char *group, *key;
  guint table;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  g_free (request->group);
  g_free (request->key);
  g_free (request);
}

static GTask *
make_task (const char *group,
           const char *key,
           guint table,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->group = g_strdup (group);
  request->key = g_strdup (key);
  request->table = table;
  g_task_set_task_data (task, request, free_request);
  return task;
}

static char *
dup_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "chess-ledger", "boards.ini", NULL);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GHashTable *tables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path ();
  g_auto (GStrv) keys = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    keys = g_key_file_get_keys (file, request->group, NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      int table = g_key_file_get_integer (file, request->group, keys[i], NULL);

      if (table >= 1 && table <= MAX_TABLE)
        g_hash_table_insert (tables, g_strdup (keys[i]), GUINT_TO_POINTER ((guint) table));
    }
  g_task_return_pointer (task, tables, (GDestroyNotify) g_hash_table_unref);
}

void
cl_board_seats_read_async (const char *ledger_id, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = make_task (ledger_id, NULL, 0, callback, user_data);

  g_task_set_source_tag (task, cl_board_seats_read_async);
  g_task_run_in_thread (task, read_thread);
}

GHashTable *
cl_board_seats_read_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Two boards that arrive together must not lose each other's line. */
static void
write_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  static GMutex one_at_a_time; /* guards the file, no data of the program's */
  Request *request = data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = dup_path (), *folder = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_mutex_lock (&one_at_a_time);
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  g_key_file_set_integer (file, request->group, request->key, (int) request->table);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("The table of a board is not remembered: %s", error->message);
  g_mutex_unlock (&one_at_a_time);
  g_task_return_boolean (task, TRUE);
}

void
cl_board_seats_write (const char *ledger_id, const char *key, guint table)
{
  g_autoptr (GTask) task = make_task (ledger_id, key, table, NULL, NULL);

  g_task_set_source_tag (task, cl_board_seats_write);
  g_task_run_in_thread (task, write_thread);
}
