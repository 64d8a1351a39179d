/* cl-cache-conn.c: one connection to a cache: its statements, and all reading of values
 *
 * `value` holds the versions of a key newest first, so that "as of position P" is one seek and a scan over all keys
 * meets the version it wants early. Keys with long histories (counters) are jumped over by a new seek.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cache-conn-private.h"

#include <string.h>

/* How many versions of one key are stepped over before a seek is cheaper. */
#define MAX_STEPS 8

static const char *const sql_texts[N_SQL] = {
  [SQL_BEGIN] = "BEGIN IMMEDIATE",
  [SQL_COMMIT] = "COMMIT",
  [SQL_ROLLBACK] = "ROLLBACK",
  [SQL_FIND_ROW] =
    "SELECT id, position, seal, state, error, mark, pace, serves, asides, basis FROM consumer"
    " WHERE name=?1 AND version=?2",
  [SQL_NEW_ID] = "SELECT 1 + max (coalesce ((SELECT max (id) FROM consumer), 0),"
                 " coalesce ((SELECT max (view) FROM garbage), 0))",
  [SQL_INSERT_ROW] =
    "INSERT INTO consumer (id, name, version, position, state) VALUES (?1, ?2, ?3, 0, 0)",
  [SQL_UPDATE_ROW] = "UPDATE consumer SET position=?2, seal=?3, state=?4, error=?5, mark=?6,"
                     " pace=?7, asides=?8, basis=?9 WHERE id=?1",
  [SQL_MOVE_ROW] =
    "UPDATE consumer SET id=?2, position=0, mark=0, seal=NULL, error=NULL, borrowed=0"
    " WHERE id=?1",
  [SQL_DISCARD] = "INSERT OR IGNORE INTO garbage VALUES (?1)",
  [SQL_DROP_ROW] = "DELETE FROM consumer WHERE id=?1",
  [SQL_SERVE] = "UPDATE consumer SET serves=(version=?2) WHERE name=?1",
  [SQL_LIST_VERSIONS] = "SELECT version FROM consumer WHERE name=?1 ORDER BY version",
  [SQL_LIST_BORROWED] = "SELECT version FROM base.consumer WHERE name=?1 ORDER BY version",
  [SQL_LIST_ROWS] = "SELECT name, version FROM consumer ORDER BY name, version",
  [SQL_REWIND_MARK] = "SELECT max (?3, coalesce ((SELECT position FROM mark WHERE view=?1"
                      " AND position<=?2 ORDER BY position DESC LIMIT 1 OFFSET 16), 0))",
  [SQL_REWIND_SEAL] = "SELECT seal FROM mark WHERE view=?1 AND position=?2",
  [SQL_REWIND_VALUES] = "DELETE FROM main.value WHERE view=?1 AND position>?2",
  [SQL_REWIND_MARKS] = "DELETE FROM main.mark WHERE view=?1 AND position>?2",
  [SQL_REWIND_ROW] = "UPDATE consumer SET position=?2, mark=?2, seal=?3, era=era+?4,"
                     " borrowed=min (borrowed, ?2) WHERE id=?1",
  [SQL_PUT] = "INSERT INTO main.value (view, key, position, value) VALUES (?1, ?2, ?3, ?4)",
  [SQL_PUT_MARK] = "INSERT INTO main.mark (view, position, seal) VALUES (?1, ?2, ?3)",
  [SQL_THIN] = "DELETE FROM main.value AS old WHERE old.view=?1 AND old.position>?2"
               " AND old.position<?3 AND EXISTS (SELECT 1 FROM main.value AS new WHERE new.view=?1"
               " AND new.key=old.key AND new.position>old.position AND new.position<=?3)",
  [SQL_FIND_GARBAGE] = "SELECT view FROM garbage LIMIT 1",
  [SQL_SWEEP_VALUES] = "DELETE FROM main.value WHERE view=?1 AND (key, position) IN"
                       " (SELECT key, position FROM main.value WHERE view=?1 LIMIT 2000)",
  [SQL_SWEEP_MARKS] = "DELETE FROM main.mark WHERE view=?1",
  [SQL_END_GARBAGE] = "DELETE FROM garbage WHERE view=?1",
  [SQL_LOOKUP] = "SELECT value FROM value WHERE view=?1 AND key=?2 AND position<=?3"
                 " ORDER BY position DESC LIMIT 1",
  [SQL_FIND_MARK] =
    "SELECT position FROM mark WHERE view=?1 AND position<=?2 ORDER BY position DESC LIMIT 1",
  [SQL_SCAN] = "SELECT key, position, value FROM value WHERE view=?1 AND key>=?2"
               " ORDER BY key, position DESC",
  [SQL_SCAN_AFTER] = "SELECT key, position, value FROM value WHERE view=?1 AND key>?2"
                     " ORDER BY key, position DESC",
  [SQL_CHANGED_KEYS] =
    "SELECT DISTINCT key FROM value WHERE view=?1 AND position>?2 AND position<=?3",
  [SQL_CHECK] = "SELECT 1 FROM main.consumer c WHERE c.id=?1 AND c.borrowed>0"
                " AND NOT EXISTS (SELECT 1 FROM base.consumer b WHERE b.id=c.id AND b.era=c.era)",
};

void
cl_cache_item_clear (gpointer data)
{
  ClCacheItem *item = data;

  g_free (item->key);
  g_free (item->value);
}

ClCacheConn *
cl_cache_conn_open (const char *path, int flags, gint *broken, GError **error)
{
  g_autoptr (ClCacheConn) self = g_new0 (ClCacheConn, 1);

  self->broken = broken;
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL) !=
      SQLITE_OK)
    {
      cl_cache_conn_fail (self, "cannot open the cache", error);
      return NULL;
    }
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_busy_timeout (self->db, 5000);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return g_steal_pointer (&self);
}

void
cl_cache_conn_free (ClCacheConn *self)
{
  for (guint i = 0; i < N_SQL; i++)
    sqlite3_finalize (self->statements[i]);
  sqlite3_close (self->db);
  g_free (self);
}

gboolean
cl_cache_conn_fail (ClCacheConn *self, const char *what, GError **error)
{
  int code = self->db != NULL ? sqlite3_errcode (self->db) & 0xff : SQLITE_NOMEM;

  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
    g_atomic_int_set (self->broken, TRUE);
  g_set_error (error,
               CL_RUNNER_ERROR,
               CL_RUNNER_ERROR_CACHE,
               "%s: %s",
               what,
               self->db != NULL ? sqlite3_errmsg (self->db) : "out of memory");
  return FALSE;
}

gboolean
cl_cache_conn_exec (ClCacheConn *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return cl_cache_conn_fail (self, "cannot prepare the cache", error);
  return TRUE;
}

sqlite3_stmt *
cl_cache_conn_prepare (ClCacheConn *self, ClCacheSql sql, GError **error)
{
  sqlite3_stmt **statement = &self->statements[sql];

  if (*statement == NULL && sqlite3_prepare_v3 (self->db,
                                                sql_texts[sql],
                                                -1,
                                                SQLITE_PREPARE_PERSISTENT,
                                                statement,
                                                NULL) != SQLITE_OK)
    cl_cache_conn_fail (self, "cannot query the cache", error);
  return *statement;
}

gboolean
cl_cache_conn_run (ClCacheConn *self, sqlite3_stmt *statement, GError **error)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  if (!ok)
    cl_cache_conn_fail (self, "cannot write the cache", error);
  sqlite3_reset (statement);
  return ok;
}

gboolean
cl_cache_conn_get_int (ClCacheConn *self,
                       sqlite3_stmt *statement,
                       gint64 *value,
                       gboolean *found,
                       GError **error)
{
  int code = sqlite3_step (statement);

  *found = code == SQLITE_ROW && sqlite3_column_type (statement, 0) == SQLITE_INTEGER;
  *value = *found ? sqlite3_column_int64 (statement, 0) : 0;
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    cl_cache_conn_fail (self, "cannot read the cache", error);
  sqlite3_reset (statement);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
cl_cache_conn_lookup (ClCacheConn *self,
                      gint64 id,
                      const char *key,
                      guint64 position,
                      char **value,
                      GError **error)
{
  sqlite3_stmt *lookup = cl_cache_conn_prepare (self, SQL_LOOKUP, error);
  int code;

  *value = NULL;
  if (lookup == NULL)
    return FALSE;
  sqlite3_bind_int64 (lookup, 1, id);
  sqlite3_bind_text (lookup, 2, key, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (lookup, 3, (gint64) position);
  code = sqlite3_step (lookup);
  if (code == SQLITE_ROW)
    *value = g_strdup ((const char *) sqlite3_column_text (lookup, 0));
  else if (code != SQLITE_DONE)
    cl_cache_conn_fail (self, "cannot read the cache", error);
  sqlite3_reset (lookup);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
cl_cache_conn_find_mark (ClCacheConn *self,
                         gint64 id,
                         guint64 position,
                         guint64 *mark,
                         GError **error)
{
  sqlite3_stmt *find = cl_cache_conn_prepare (self, SQL_FIND_MARK, error);
  gint64 at;
  gboolean found;

  if (find == NULL)
    return FALSE;
  sqlite3_bind_int64 (find, 1, id);
  sqlite3_bind_int64 (find, 2, (gint64) position);
  if (!cl_cache_conn_get_int (self, find, &at, &found, error))
    return FALSE;
  *mark = (guint64) at;
  return TRUE;
}

static sqlite3_stmt *
start_scan (ClCacheConn *self, gint64 id, const char *from, gboolean exclusive, GError **error)
{
  sqlite3_stmt *scan = cl_cache_conn_prepare (self, exclusive ? SQL_SCAN_AFTER : SQL_SCAN, error);

  if (scan == NULL)
    return NULL;
  sqlite3_reset (scan);
  sqlite3_bind_int64 (scan, 1, id);
  sqlite3_bind_text (scan, 2, from, -1, SQLITE_TRANSIENT);
  return scan;
}

/* Walks the versions of all keys; @current is the key being walked, @decided whether its value is known already. */
typedef struct
{
  ClCacheConn *conn;
  const ClCacheQuery *query;
  GArray *page;
  GString *current;
  gboolean decided;
  guint steps;
} Scan;

static void
add_item (GArray *page, const char *key, char *value)
{
  ClCacheItem item = { .key = g_strdup (key), .value = value };

  g_array_append_val (page, item);
}

static void
visit_version (Scan *scan, const char *key, guint64 position, const char *value)
{
  if (strcmp (scan->current->str, key) != 0)
    {
      g_string_assign (scan->current, key);
      scan->decided = FALSE;
      scan->steps = 0;
    }
  scan->steps++;
  if (scan->decided || position > scan->query->position)
    return;
  scan->decided = TRUE;
  if (value != NULL)
    add_item (scan->page, key, g_strdup (value));
}

/* A key with many versions: look its value up directly and go on behind it. */
static sqlite3_stmt *
jump_key (Scan *scan, GError **error)
{
  if (!scan->decided)
    {
      char *value;

      if (!cl_cache_conn_lookup (scan->conn,
                                 scan->query->id,
                                 scan->current->str,
                                 scan->query->position,
                                 &value,
                                 error))
        return NULL;
      if (value != NULL)
        add_item (scan->page, scan->current->str, value);
      scan->decided = TRUE;
    }
  scan->steps = 0;
  return start_scan (scan->conn, scan->query->id, scan->current->str, TRUE, error);
}

static gboolean
run_scan (Scan *scan, sqlite3_stmt *statement, GError **error)
{
  while (statement != NULL && scan->page->len < scan->query->max)
    {
      int code = sqlite3_step (statement);

      if (code != SQLITE_ROW)
        {
          if (code != SQLITE_DONE)
            cl_cache_conn_fail (scan->conn, "cannot read the cache", error);
          sqlite3_reset (statement);
          return code == SQLITE_DONE;
        }
      visit_version (scan,
                     (const char *) sqlite3_column_text (statement, 0),
                     (guint64) sqlite3_column_int64 (statement, 1),
                     (const char *) sqlite3_column_text (statement, 2));
      if (scan->steps > MAX_STEPS)
        {
          sqlite3_reset (statement);
          statement = jump_key (scan, error);
        }
    }
  if (statement != NULL)
    sqlite3_reset (statement);
  return statement != NULL;
}

GArray *
cl_cache_conn_read_page (ClCacheConn *self, const ClCacheQuery *query, GError **error)
{
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (ClCacheItem));
  Scan scan = { .conn = self, .query = query, .page = page, .current = g_string_new (NULL) };
  sqlite3_stmt *statement =
    start_scan (self, query->id, query->from != NULL ? query->from : "", query->exclusive, error);
  gboolean ok;

  g_array_set_clear_func (page, cl_cache_item_clear);
  ok = statement != NULL && run_scan (&scan, statement, error);
  g_string_free (scan.current, TRUE);
  return ok ? g_steal_pointer (&page) : NULL;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  return strcmp (((const ClCacheItem *) a)->key, ((const ClCacheItem *) b)->key);
}

GArray *
cl_cache_conn_read_changes (ClCacheConn *self,
                            gint64 id,
                            guint64 after,
                            guint64 until,
                            GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (ClCacheItem));
  sqlite3_stmt *keys = cl_cache_conn_prepare (self, SQL_CHANGED_KEYS, error);
  int code;

  g_array_set_clear_func (items, cl_cache_item_clear);
  if (keys == NULL)
    return NULL;
  sqlite3_bind_int64 (keys, 1, id);
  sqlite3_bind_int64 (keys, 2, (gint64) after);
  sqlite3_bind_int64 (keys, 3, (gint64) until);
  while ((code = sqlite3_step (keys)) == SQLITE_ROW)
    add_item (items, (const char *) sqlite3_column_text (keys, 0), NULL);
  if (code != SQLITE_DONE)
    cl_cache_conn_fail (self, "cannot read the cache", error);
  sqlite3_reset (keys);
  if (code != SQLITE_DONE)
    return NULL;
  g_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    {
      ClCacheItem *item = &g_array_index (items, ClCacheItem, i);

      if (!cl_cache_conn_lookup (self, id, item->key, until, &item->value, error))
        return NULL;
    }
  return g_steal_pointer (&items);
}

gboolean
cl_cache_conn_check (ClCacheConn *self, gint64 id, GError **error)
{
  sqlite3_stmt *check;
  gint64 value;
  gboolean dropped;

  if (!self->borrowed)
    return TRUE;
  check = cl_cache_conn_prepare (self, SQL_CHECK, error);
  if (check == NULL)
    return FALSE;
  sqlite3_bind_int64 (check, 1, id);
  if (!cl_cache_conn_get_int (self, check, &value, &dropped, error))
    return FALSE;
  return !dropped;
}
