/* cl-cache-rows.c: what the cache says of each consumer, and its values on their way in: forwards, and back again
 *
 * All of it runs inside cl_cache_begin () and cl_cache_commit ().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cache-conn-private.h"

#include <string.h>

void
cl_cache_row_clear (ClCacheRow *row)
{
  g_clear_pointer (&row->asides, g_free);
  g_clear_pointer (&row->error, g_free);
}

static gboolean
find_row (ClCacheConn *conn,
          const char *name,
          guint version,
          ClCacheRow *row,
          gboolean *found,
          GError **error)
{
  sqlite3_stmt *find = cl_cache_conn_prepare (conn, SQL_FIND_ROW, error);
  int code;

  memset (row, 0, sizeof *row);
  if (find == NULL)
    return FALSE;
  sqlite3_bind_text (find, 1, name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (find, 2, version);
  code = sqlite3_step (find);
  *found = code == SQLITE_ROW;
  if (*found)
    {
      row->id = sqlite3_column_int64 (find, 0);
      row->position = (guint64) sqlite3_column_int64 (find, 1);
      if (sqlite3_column_bytes (find, 2) == CL_SEAL_SIZE)
        memcpy (row->seal, sqlite3_column_blob (find, 2), CL_SEAL_SIZE);
      row->state = (ClConsumerState) CLAMP (sqlite3_column_int (find, 3),
                                            CL_CONSUMER_RUNNING,
                                            CL_CONSUMER_FROZEN);
      row->error = g_strdup ((const char *) sqlite3_column_text (find, 4));
      row->mark = (guint64) sqlite3_column_int64 (find, 5);
      row->pace = MAX (sqlite3_column_double (find, 6), 0);
      row->serves = sqlite3_column_int (find, 7) != 0;
      row->asides = g_strdup ((const char *) sqlite3_column_text (find, 8));
      row->basis = (guint32) sqlite3_column_int64 (find, 9);
    }
  else if (code != SQLITE_DONE)
    cl_cache_conn_fail (conn, "cannot read the cache", error);
  sqlite3_reset (find);
  return *found || code == SQLITE_DONE;
}

/* Beside a borrowed file, ids that its owner never comes to. */
#define FIRST_ID_OF_BORROWER (G_GINT64_CONSTANT (1) << 40)

static gboolean
choose_new_id (ClCacheConn *conn, gint64 *id, GError **error)
{
  sqlite3_stmt *choose = cl_cache_conn_prepare (conn, SQL_NEW_ID, error);
  gboolean found;

  if (choose == NULL || !cl_cache_conn_get_int (conn, choose, id, &found, error))
    return FALSE;
  if (conn->borrowed)
    *id = MAX (*id, FIRST_ID_OF_BORROWER);
  return TRUE;
}

/* Copies what the owner has of (name, version) now, up to the last mark, or all that is frozen; its later commits are not looked
 * at, nor whether it paused. */
static gboolean
borrow_row (ClCacheConn *conn, const char *name, guint version, GError **error)
{
  char *sql = sqlite3_mprintf (
    "INSERT INTO main.consumer SELECT c.id, c.name, c.version,"
    " iif (c.state=%d, c.position, m.position), iif (c.state=%d, c.seal, m.seal),"
    " 0, NULL, coalesce (m.position, 0), iif (c.state=%d, c.position, m.position), 0,"
    " c.serves, c.asides, c.era, c.basis FROM base.consumer c LEFT JOIN base.mark m"
    " ON m.view=c.id AND m.position=c.mark WHERE c.name=%Q AND c.version=%u"
    " AND (c.state=%d OR m.position IS NOT NULL)",
    CL_CONSUMER_FROZEN,
    CL_CONSUMER_FROZEN,
    CL_CONSUMER_FROZEN,
    name,
    version,
    CL_CONSUMER_FROZEN);
  gboolean ok = cl_cache_conn_exec (conn, sql, error);

  sqlite3_free (sql);
  return ok;
}

gboolean
cl_cache_ensure_row (ClCache *self,
                     const char *name,
                     guint version,
                     ClCacheRow *row,
                     GError **error)
{
  ClCacheConn *conn = self->writer;
  gboolean found;
  sqlite3_stmt *insert;

  if (!find_row (conn, name, version, row, &found, error))
    return FALSE;
  if (!found && self->kind == CL_CACHE_BORROWED &&
      (!borrow_row (conn, name, version, error) ||
       !find_row (conn, name, version, row, &found, error)))
    return FALSE;
  if (found)
    return TRUE;
  insert = cl_cache_conn_prepare (conn, SQL_INSERT_ROW, error);
  if (insert == NULL || !choose_new_id (conn, &row->id, error))
    return FALSE;
  sqlite3_bind_int64 (insert, 1, row->id);
  sqlite3_bind_text (insert, 2, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (insert, 3, version);
  return cl_cache_conn_run (conn, insert, error);
}

gboolean
cl_cache_save_row (ClCache *self, const ClCacheRow *row, GError **error)
{
  sqlite3_stmt *update = cl_cache_conn_prepare (self->writer, SQL_UPDATE_ROW, error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, row->id);
  sqlite3_bind_int64 (update, 2, (gint64) row->position);
  sqlite3_bind_blob (update, 3, row->seal, CL_SEAL_SIZE, SQLITE_STATIC);
  sqlite3_bind_int (update, 4, (int) row->state);
  sqlite3_bind_text (update, 5, row->error, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (update, 6, (gint64) row->mark);
  sqlite3_bind_double (update, 7, row->pace);
  sqlite3_bind_text (update, 8, row->asides, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (update, 9, row->basis);
  return cl_cache_conn_run (self->writer, update, error);
}

gboolean
cl_cache_restart_row (ClCache *self, ClCacheRow *row, GError **error)
{
  ClCacheConn *conn = self->writer;
  sqlite3_stmt *discard = cl_cache_conn_prepare (conn, SQL_DISCARD, error);
  sqlite3_stmt *move = cl_cache_conn_prepare (conn, SQL_MOVE_ROW, error);
  gint64 id;

  if (discard == NULL || move == NULL)
    return FALSE;
  sqlite3_bind_int64 (discard, 1, row->id);
  if (!cl_cache_conn_run (conn, discard, error) || !choose_new_id (conn, &id, error))
    return FALSE;
  sqlite3_bind_int64 (move, 1, row->id);
  sqlite3_bind_int64 (move, 2, id);
  if (!cl_cache_conn_run (conn, move, error))
    return FALSE;
  row->id = id;
  row->position = row->mark = 0;
  memset (row->seal, 0, sizeof row->seal);
  g_clear_pointer (&row->error, g_free);
  return TRUE;
}

/* The mark to which one step of the way back to @target leads, with its seal. */
static gboolean
find_step_back (ClCacheConn *conn, ClCacheRow *row, guint64 target, GError **error)
{
  sqlite3_stmt *find = cl_cache_conn_prepare (conn, SQL_REWIND_MARK, error);
  sqlite3_stmt *seal = cl_cache_conn_prepare (conn, SQL_REWIND_SEAL, error);
  gboolean found;
  gint64 mark;

  if (find == NULL || seal == NULL)
    return FALSE;
  sqlite3_bind_int64 (find, 1, row->id);
  sqlite3_bind_int64 (find, 2, (gint64) row->position);
  sqlite3_bind_int64 (find, 3, (gint64) target);
  if (!cl_cache_conn_get_int (conn, find, &mark, &found, error))
    return FALSE;
  sqlite3_bind_int64 (seal, 1, row->id);
  sqlite3_bind_int64 (seal, 2, mark);
  if (sqlite3_step (seal) == SQLITE_ROW && sqlite3_column_bytes (seal, 0) == CL_SEAL_SIZE)
    memcpy (row->seal, sqlite3_column_blob (seal, 0), CL_SEAL_SIZE);
  else
    found = cl_cache_conn_fail (conn, "a mark is missing in the cache", error);
  sqlite3_reset (seal);
  row->position = row->mark = (guint64) mark;
  return found;
}

gboolean
cl_cache_rewind_row (ClCache *self, ClCacheRow *row, guint64 position, GError **error)
{
  ClCacheConn *conn = self->writer;
  guint64 target;

  if (!cl_cache_conn_find_mark (conn, row->id, position, &target, error))
    return FALSE;
  if (target == 0)
    return cl_cache_restart_row (self, row, error);
  if (!find_step_back (conn, row, target, error))
    return FALSE;
  for (ClCacheSql sql = SQL_REWIND_VALUES; sql <= SQL_REWIND_ROW; sql++)
    {
      sqlite3_stmt *act = cl_cache_conn_prepare (conn, sql, error);

      if (act == NULL)
        return FALSE;
      sqlite3_bind_int64 (act, 1, row->id);
      sqlite3_bind_int64 (act, 2, (gint64) row->position);
      if (sql == SQL_REWIND_ROW)
        {
          sqlite3_bind_blob (act, 3, row->seal, CL_SEAL_SIZE, SQLITE_STATIC);
          sqlite3_bind_int (act, 4, self->kind == CL_CACHE_OWNED);
        }
      if (!cl_cache_conn_run (conn, act, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
cl_cache_serve (ClCache *self, const char *name, guint version, GError **error)
{
  sqlite3_stmt *serve = cl_cache_conn_prepare (self->writer, SQL_SERVE, error);

  if (serve == NULL)
    return FALSE;
  sqlite3_bind_text (serve, 1, name, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (serve, 2, version);
  return cl_cache_conn_run (self->writer, serve, error);
}

gboolean
cl_cache_drop_row (ClCache *self, const ClCacheRow *row, GError **error)
{
  static const ClCacheSql acts[] = { SQL_DISCARD, SQL_DROP_ROW };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      sqlite3_stmt *act = cl_cache_conn_prepare (self->writer, acts[i], error);

      if (act == NULL)
        return FALSE;
      sqlite3_bind_int64 (act, 1, row->id);
      if (!cl_cache_conn_run (self->writer, act, error))
        return FALSE;
    }
  return TRUE;
}

/* Of a borrowed file too: what its owner keeps of earlier versions can be looked at. */
GArray *
cl_cache_list_versions (ClCache *self, const char *name, GError **error)
{
  ClCacheConn *conn = self->writer;
  g_autoptr (GArray) versions = g_array_new (FALSE, FALSE, sizeof (guint));
  sqlite3_stmt *list =
    cl_cache_conn_prepare (conn, conn->borrowed ? SQL_LIST_BORROWED : SQL_LIST_VERSIONS, error);
  int code;

  if (list == NULL)
    return NULL;
  sqlite3_bind_text (list, 1, name, -1, SQLITE_TRANSIENT);
  while ((code = sqlite3_step (list)) == SQLITE_ROW)
    {
      guint version = (guint) sqlite3_column_int64 (list, 0);

      g_array_append_val (versions, version);
    }
  if (code != SQLITE_DONE)
    cl_cache_conn_fail (conn, "cannot read the cache", error);
  sqlite3_reset (list);
  return code == SQLITE_DONE ? g_steal_pointer (&versions) : NULL;
}

gboolean
cl_cache_put (ClCache *self,
              gint64 id,
              const char *key,
              guint64 position,
              const char *value,
              GError **error)
{
  sqlite3_stmt *put = cl_cache_conn_prepare (self->writer, SQL_PUT, error);

  if (put == NULL)
    return FALSE;
  sqlite3_bind_int64 (put, 1, id);
  sqlite3_bind_text (put, 2, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (put, 3, (gint64) position);
  sqlite3_bind_text (put, 4, value, -1, SQLITE_STATIC);
  return cl_cache_conn_run (self->writer, put, error);
}

gboolean
cl_cache_put_mark (ClCache *self, ClCacheRow *row, GError **error)
{
  sqlite3_stmt *put = cl_cache_conn_prepare (self->writer, SQL_PUT_MARK, error);
  sqlite3_stmt *thin = cl_cache_conn_prepare (self->writer, SQL_THIN, error);

  if (put == NULL || thin == NULL)
    return FALSE;
  sqlite3_bind_int64 (put, 1, row->id);
  sqlite3_bind_int64 (put, 2, (gint64) row->position);
  sqlite3_bind_blob (put, 3, row->seal, CL_SEAL_SIZE, SQLITE_STATIC);
  sqlite3_bind_int64 (thin, 1, row->id);
  sqlite3_bind_int64 (thin, 2, (gint64) row->mark);
  sqlite3_bind_int64 (thin, 3, (gint64) row->position);
  row->mark = row->position;
  return cl_cache_conn_run (self->writer, put, error) &&
         cl_cache_conn_run (self->writer, thin, error);
}

static void
clear_stored_row (gpointer data)
{
  ClStoredRow *stored = data;

  g_free (stored->name);
  cl_cache_row_clear (&stored->row);
}

static gboolean
read_rows (ClCacheConn *conn, GArray *rows)
{
  sqlite3_stmt *list = cl_cache_conn_prepare (conn, SQL_LIST_ROWS, NULL);
  gboolean found;

  while (list != NULL && sqlite3_step (list) == SQLITE_ROW)
    {
      ClStoredRow stored = { .name = g_strdup ((const char *) sqlite3_column_text (list, 0)),
                             .version = (guint) sqlite3_column_int64 (list, 1) };

      g_array_append_val (rows, stored);
    }
  if (list == NULL || sqlite3_reset (list) != SQLITE_OK)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      ClStoredRow *stored = &g_array_index (rows, ClStoredRow, i);

      if (!find_row (conn, stored->name, stored->version, &stored->row, &found, NULL))
        return FALSE;
    }
  return TRUE;
}

GArray *
cl_cache_read_rows (const char *dir, const char *ledger_id)
{
  g_autofree char *path = g_build_filename (dir, "views.db", NULL);
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (ClStoredRow));
  g_autoptr (ClCacheConn) conn = NULL;
  gint broken = FALSE;

  g_array_set_clear_func (rows, clear_stored_row);
  conn = cl_cache_conn_open (path, SQLITE_OPEN_READONLY, &broken, NULL);
  /* A damaged cache is as good as none: its owner throws it away. */
  if (conn == NULL || !cl_cache_conn_is_usable (conn, "main", ledger_id) || !read_rows (conn, rows))
    g_array_set_size (rows, 0);
  return rows;
}
