/* cl-cache.c: the cache of a ledger's views: one SQLite file, written by the process that writes the ledger
 *
 * `views.db`, WAL, synchronous NORMAL: after a power cut the newest commits may be missing, but keys and position
 * are missing together, and the consumer reads those events again. Tables:
 *
 *   meta      one row: the ledger this caches
 *   consumer  what is committed of each (name, version): id, position, seal of the event there, state, error
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
#define USER_VERSION   2

struct _ClCache
{
  ClCacheKind kind;
  char *path; /* of views.db, NULL in memory */
  char *ledger_id;
  gint broken; /* atomic */
  GMutex lock; /* held from begin to commit, and while @writer is lent out */
  ClCacheConn *writer;
  GMutex pool_lock;
  GPtrArray *pool; /* (element-type ClCacheConn): readers that nobody uses just now */
};

static const char schema[] =
  "CREATE TABLE IF NOT EXISTS meta (ledger TEXT NOT NULL) STRICT;"
  "CREATE TABLE IF NOT EXISTS consumer (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
  " version INTEGER NOT NULL, position INTEGER NOT NULL, seal BLOB, state INTEGER NOT NULL,"
  " error TEXT, mark INTEGER NOT NULL DEFAULT 0, borrowed INTEGER NOT NULL DEFAULT 0, UNIQUE (name, version)) STRICT;"
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
  " SELECT view, position FROM main.mark UNION ALL"
  " SELECT view, position FROM base.mark"
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

/* Whether @schema_name of @conn is a cache of this ledger that this program understands. */
static gboolean
is_usable (ClCacheConn *conn, const char *schema_name, const char *ledger_id)
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
  if (!is_usable (conn, "main", self->ledger_id))
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
                is_usable (self->writer, "base", self->ledger_id) &&
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
                                            CL_CONSUMER_PARKED);
      row->error = g_strdup ((const char *) sqlite3_column_text (find, 4));
      row->mark = (guint64) sqlite3_column_int64 (find, 5);
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

/* Copies what the owner has of (name, version) now, up to the last mark; its later commits are not looked at, nor whether it paused. */
static gboolean
borrow_row (ClCacheConn *conn, const char *name, guint version, GError **error)
{
  char *sql = sqlite3_mprintf (
    "INSERT INTO main.consumer SELECT c.id, c.name, c.version, m.position, m.seal, 0, NULL, m.position,"
    " m.position FROM base.consumer c JOIN base.mark m ON m.view=c.id AND m.position=c.mark"
    " WHERE c.name=%Q AND c.version=%u",
    name,
    version);
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

gboolean
cl_cache_retire_versions (ClCache *self, const char *name, guint version, GError **error)
{
  static const ClCacheSql acts[] = { SQL_DISCARD_VERSIONS, SQL_DELETE_VERSIONS };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      sqlite3_stmt *act = cl_cache_conn_prepare (self->writer, acts[i], error);

      if (act == NULL)
        return FALSE;
      sqlite3_bind_text (act, 1, name, -1, SQLITE_TRANSIENT);
      sqlite3_bind_int64 (act, 2, version);
      if (!cl_cache_conn_run (self->writer, act, error))
        return FALSE;
    }
  return TRUE;
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
