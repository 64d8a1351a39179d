/* cl-cache.c: the cache of a ledger's views: one SQLite file, written by the process that writes the ledger
 *
 * `views.db`, WAL, synchronous NORMAL: after a power cut the newest commits may be missing, but keys and position
 * are missing together, and the consumer reads those events again. Tables:
 *
 *   meta      one row: the ledger this caches
 *   consumer  what is committed of each (name, version): id, position, seal of the event there, state, error, pace; which
 *             version serves; which partitions were set aside; the basis of the fold; `era` counts how often it was moved back
 *   value     view = consumer.id, key, position of the commit, value (NULL: removed); every version at a
 *             mark is kept, of those between two marks the last of each key
 *   mark      the commits from which history can be read: position, seal of the event there
 *   garbage   ids whose values are being deleted bit by bit
 *
 * Nobody else's file may be damaged here: a process that only reads the ledger attaches the file read-only (`base`)
 * and keeps what is new to it in memory; the temporary views `value` and `mark` show both as one.
 *
 * Every file here may be deleted at any time while no process has it open.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-cache-conn-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define APPLICATION_ID 0x434c5631 /* "CLV1" */
#define USER_VERSION   4

static const char schema[] =
  "CREATE TABLE IF NOT EXISTS meta (ledger TEXT NOT NULL) STRICT;"
  "CREATE TABLE IF NOT EXISTS consumer (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
  " version INTEGER NOT NULL, position INTEGER NOT NULL, seal BLOB, state INTEGER NOT NULL,"
  " error TEXT, mark INTEGER NOT NULL DEFAULT 0, borrowed INTEGER NOT NULL DEFAULT 0,"
  " pace REAL NOT NULL DEFAULT 0, serves INTEGER NOT NULL DEFAULT 0, asides TEXT, era INTEGER NOT NULL DEFAULT 0,"
  " basis INTEGER NOT NULL DEFAULT 0,"
  " UNIQUE (name, version)) STRICT;"
  "CREATE TABLE IF NOT EXISTS value (view INTEGER NOT NULL, key TEXT NOT NULL,"
  " position INTEGER NOT NULL, value TEXT, PRIMARY KEY (view, key, position DESC)) STRICT, WITHOUT ROWID;"
  "CREATE INDEX IF NOT EXISTS value_by_position ON value (view, position);"
  "CREATE TABLE IF NOT EXISTS mark (view INTEGER NOT NULL, position INTEGER NOT NULL, seal BLOB NOT NULL,"
  " PRIMARY KEY (view, position)) STRICT, WITHOUT ROWID;"
  "CREATE TABLE IF NOT EXISTS garbage (view INTEGER PRIMARY KEY) STRICT;";

static const char borrowed_views[] =
  "CREATE TEMP VIEW value AS"
  " SELECT view, key, position, value FROM main.value UNION ALL"
  " SELECT view, key, position, value FROM base.value"
  " WHERE position <= (SELECT borrowed FROM main.consumer WHERE id = view);"
  "CREATE TEMP VIEW mark AS"
  " SELECT view, position, seal FROM main.mark UNION ALL"
  " SELECT view, position, seal FROM base.mark"
  " WHERE position <= (SELECT borrowed FROM main.consumer WHERE id = view);";

static gboolean
query_text_is (ClCacheConn *conn, const char *sql, const char *expected)
{
  sqlite3_stmt *statement = NULL;
  gboolean same = FALSE;

  if (sqlite3_prepare_v2 (conn->db, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    same = g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), expected) == 0;
  sqlite3_finalize (statement);
  return same;
}

gboolean
cl_cache_conn_is_usable (ClCacheConn *conn, const char *schema_name, const char *ledger_id)
{
  g_autofree char *ask_id = g_strdup_printf ("PRAGMA %s.application_id", schema_name);
  g_autofree char *ask_version = g_strdup_printf ("PRAGMA %s.user_version", schema_name);
  g_autofree char *ask_ledger = g_strdup_printf ("SELECT ledger FROM %s.meta", schema_name);

  return query_text_is (conn, ask_id, G_STRINGIFY (1129076273)) &&
         query_text_is (conn, ask_version, G_STRINGIFY (USER_VERSION)) &&
         query_text_is (conn, ask_ledger, ledger_id);
}

G_STATIC_ASSERT (APPLICATION_ID == 1129076273);

static gboolean
create_schema (ClCacheConn *conn, const char *ledger_id, GError **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d;",
                                            APPLICATION_ID,
                                            USER_VERSION);
  char *insert = sqlite3_mprintf ("INSERT INTO meta VALUES (%Q)", ledger_id);
  gboolean ok =
    cl_cache_conn_exec (conn, "BEGIN IMMEDIATE", error) &&
    cl_cache_conn_exec (conn, schema, error) && cl_cache_conn_exec (conn, stamp, error) &&
    cl_cache_conn_exec (conn, insert, error) && cl_cache_conn_exec (conn, "COMMIT", error);

  sqlite3_free (insert);
  return ok;
}

static gboolean
configure_writer (ClCacheConn *conn, GError **error)
{
  return cl_cache_conn_exec (
    conn,
    "PRAGMA secure_delete=OFF; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
    "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=33554432;",
    error);
}

static ClCacheConn *
open_writer (ClCache *self, GError **error)
{
  g_autoptr (ClCacheConn) conn = cl_cache_conn_open (self->path,
                                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                                     &self->broken,
                                                     error);

  if (conn == NULL || !configure_writer (conn, error))
    return NULL;
  if (!cl_cache_conn_is_usable (conn, "main", self->ledger_id))
    {
      /* A new file has no table at all. */
      if (!query_text_is (conn, "SELECT count(*) FROM sqlite_schema", "0"))
        {
          g_set_error (error,
                       CL_RUNNER_ERROR,
                       CL_RUNNER_ERROR_CACHE,
                       "“%s” is no cache of this ledger",
                       self->path);
          return NULL;
        }
      if (!create_schema (conn, self->ledger_id, error))
        return NULL;
    }
  return g_steal_pointer (&conn);
}

static void
remove_files (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      if (g_unlink (file) != 0 && errno != ENOENT)
        g_warning ("cannot remove “%s”: %s", file, g_strerror (errno));
    }
}

static gboolean
open_owned (ClCache *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  self->writer = open_writer (self, &local_error);
  if (self->writer == NULL)
    {
      g_message ("throwing the cache away: %s", local_error->message);
      remove_files (self->path);
      g_atomic_int_set (&self->broken, FALSE);
      self->writer = open_writer (self, error);
    }
  return self->writer != NULL;
}

static gboolean
open_memory (ClCache *self, GError **error)
{
  self->writer =
    cl_cache_conn_open (":memory:",
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
                        &self->broken,
                        error);
  return self->writer != NULL && create_schema (self->writer, self->ledger_id, error);
}

/* FALSE if there is nothing to borrow: then the views are folded in memory from the beginning. */
static gboolean
attach_base (ClCache *self)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *uri = g_filename_to_uri (self->path, NULL, NULL);
  g_autofree char *readonly = g_strconcat (uri, "?mode=ro", NULL);
  char *attach = sqlite3_mprintf ("ATTACH %Q AS base", readonly);
  gboolean ok = cl_cache_conn_exec (self->writer, attach, &local_error) &&
                cl_cache_conn_is_usable (self->writer, "base", self->ledger_id) &&
                cl_cache_conn_exec (self->writer, borrowed_views, &local_error);

  sqlite3_free (attach);
  if (local_error != NULL)
    g_debug ("cannot borrow “%s”: %s", self->path, local_error->message);
  return ok;
}

static gboolean
open_borrowed (ClCache *self, GError **error)
{
  if (!open_memory (self, error))
    return FALSE;
  if (attach_base (self))
    {
      self->writer->borrowed = TRUE;
      return TRUE;
    }
  g_clear_pointer (&self->writer, cl_cache_conn_free);
  g_atomic_int_set (&self->broken, FALSE);
  self->kind = CL_CACHE_MEMORY;
  return open_memory (self, error);
}

ClCache *
cl_cache_open (const char *dir, const char *ledger_id, gboolean owner, GError **error)
{
  ClCache *self = g_new0 (ClCache, 1);
  gboolean ok;

  g_mutex_init (&self->lock);
  g_mutex_init (&self->pool_lock);
  self->pool = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_cache_conn_free);
  self->ledger_id = g_strdup (ledger_id);
  self->path = dir != NULL ? g_build_filename (dir, "views.db", NULL) : NULL;
  if (dir == NULL)
    {
      self->kind = CL_CACHE_MEMORY;
      ok = open_memory (self, error);
    }
  else if (!owner)
    {
      self->kind = CL_CACHE_BORROWED;
      ok = open_borrowed (self, error);
    }
  else
    {
      self->kind = CL_CACHE_OWNED;
      ok = g_mkdir_with_parents (dir, 0700) == 0;
      if (!ok)
        g_set_error (error,
                     CL_RUNNER_ERROR,
                     CL_RUNNER_ERROR_CACHE,
                     "cannot make the folder “%s”: %s",
                     dir,
                     g_strerror (errno));
      ok = ok && open_owned (self, error);
    }
  if (!ok)
    g_clear_pointer (&self, cl_cache_free);
  return self;
}

void
cl_cache_free (ClCache *self)
{
  g_ptr_array_unref (self->pool);
  g_clear_pointer (&self->writer, cl_cache_conn_free);
  g_mutex_clear (&self->lock);
  g_mutex_clear (&self->pool_lock);
  g_free (self->path);
  g_free (self->ledger_id);
  g_free (self);
}

ClCacheKind
cl_cache_get_kind (ClCache *self)
{
  return self->kind;
}

gboolean
cl_cache_is_broken (ClCache *self)
{
  return g_atomic_int_get (&self->broken);
}

static gboolean
run_plain (ClCacheConn *conn, ClCacheSql sql, GError **error)
{
  sqlite3_stmt *statement = cl_cache_conn_prepare (conn, sql, error);

  return statement != NULL && cl_cache_conn_run (conn, statement, error);
}

gboolean
cl_cache_begin (ClCache *self, GError **error)
{
  g_mutex_lock (&self->lock);
  if (run_plain (self->writer, SQL_BEGIN, error))
    return TRUE;
  g_mutex_unlock (&self->lock);
  return FALSE;
}

gboolean
cl_cache_commit (ClCache *self, GError **error)
{
  gboolean ok = run_plain (self->writer, SQL_COMMIT, error);

  if (!ok && !sqlite3_get_autocommit (self->writer->db))
    run_plain (self->writer, SQL_ROLLBACK, NULL);
  g_mutex_unlock (&self->lock);
  return ok;
}

void
cl_cache_rollback (ClCache *self)
{
  if (!sqlite3_get_autocommit (self->writer->db))
    run_plain (self->writer, SQL_ROLLBACK, NULL);
  g_mutex_unlock (&self->lock);
}

/* SQLite's own way to empty a damaged file without unlinking it under the feet of other connections. */
static gboolean
reset_database (ClCacheConn *conn, GError **error)
{
  gboolean ok;

  if (!sqlite3_get_autocommit (conn->db))
    run_plain (conn, SQL_ROLLBACK, NULL);
  for (guint i = 0; i < N_SQL; i++)
    g_clear_pointer (&conn->statements[i], sqlite3_finalize);
  sqlite3_exec (conn->db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
  sqlite3_db_config (conn->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_db_config (conn->db, SQLITE_DBCONFIG_RESET_DATABASE, 1, NULL);
  ok = cl_cache_conn_exec (conn, "VACUUM", error);
  sqlite3_db_config (conn->db, SQLITE_DBCONFIG_RESET_DATABASE, 0, NULL);
  sqlite3_db_config (conn->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return ok;
}

static void
detach_base (ClCache *self)
{
  ClCacheConn *conn = self->writer;

  if (!conn->borrowed)
    return;
  sqlite3_exec (conn->db, "DROP VIEW temp.value; DROP VIEW temp.mark", NULL, NULL, NULL);
  sqlite3_exec (conn->db, "DETACH base", NULL, NULL, NULL);
  conn->borrowed = FALSE;
}

gboolean
cl_cache_begin_wiped (ClCache *self, GError **error)
{
  ClCacheConn *conn = self->writer;
  gboolean ok;

  g_mutex_lock (&self->lock);
  ok = reset_database (conn, error);
  detach_base (self);
  ok = ok && (self->kind != CL_CACHE_OWNED || configure_writer (conn, error)) &&
       create_schema (conn, self->ledger_id, error) && run_plain (conn, SQL_BEGIN, error);
  if (ok)
    g_atomic_int_set (&self->broken, FALSE);
  else
    g_mutex_unlock (&self->lock);
  return ok;
}

gboolean
cl_cache_sweep (ClCache *self, gboolean *more, GError **error)
{
  ClCacheConn *conn = self->writer;
  sqlite3_stmt *find = cl_cache_conn_prepare (conn, SQL_FIND_GARBAGE, error);
  gint64 id;

  *more = FALSE;
  if (find == NULL || !cl_cache_conn_get_int (conn, find, &id, more, error))
    return FALSE;
  if (!*more)
    return TRUE;
  for (ClCacheSql sql = SQL_SWEEP_VALUES; sql <= SQL_END_GARBAGE; sql++)
    {
      sqlite3_stmt *sweep = cl_cache_conn_prepare (conn, sql, error);

      if (sweep == NULL)
        return FALSE;
      sqlite3_bind_int64 (sweep, 1, id);
      if (!cl_cache_conn_run (conn, sweep, error))
        return FALSE;
      if (sql == SQL_SWEEP_VALUES && sqlite3_changes (conn->db) > 0)
        return TRUE;
    }
  return TRUE;
}

ClCacheConn *
cl_cache_acquire (ClCache *self, GError **error)
{
  ClCacheConn *conn = NULL;

  if (self->kind != CL_CACHE_OWNED)
    {
      g_mutex_lock (&self->lock);
      return self->writer;
    }
  g_mutex_lock (&self->pool_lock);
  if (self->pool->len > 0)
    conn = g_ptr_array_steal_index_fast (self->pool, self->pool->len - 1);
  g_mutex_unlock (&self->pool_lock);
  if (conn == NULL)
    conn = cl_cache_conn_open (self->path, SQLITE_OPEN_READONLY, &self->broken, error);
  return conn;
}

void
cl_cache_release (ClCache *self, ClCacheConn *conn)
{
  if (conn == self->writer)
    {
      g_mutex_unlock (&self->lock);
      return;
    }
  g_mutex_lock (&self->pool_lock);
  g_ptr_array_add (self->pool, conn);
  g_mutex_unlock (&self->pool_lock);
}
