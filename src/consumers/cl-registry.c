/* cl-registry.c: registry.db: a row a subscriber, in a rollback journal
 *
 * Several processes write it now and then, so it has no write-ahead log, whose reset can go wrong with two of them
 * (SQLite before 3.51.3); a change costs a few flushes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-registry.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "cl-runner.h"

#define APPLICATION_ID 0x434c5231 /* "CLR1" */
#define FILE_VERSION   1
#define BUSY_MS        5000

#define STRING(number) STRING_OF (number)
#define STRING_OF(x)   #x

static const char schema[] =
  "BEGIN IMMEDIATE;"
  "CREATE TABLE IF NOT EXISTS subscription(name TEXT PRIMARY KEY, position INTEGER NOT NULL, seal BLOB NOT NULL,"
  " types TEXT, partition TEXT, parked INTEGER NOT NULL, reason TEXT, changed_at INTEGER NOT NULL) STRICT;"
  "PRAGMA application_id=" STRING (APPLICATION_ID) ";"
                                                   "PRAGMA user_version=" STRING (
                                                     FILE_VERSION) ";"
                                                                   "COMMIT;";

static const char columns[] =
  "SELECT name, position, seal, types, partition, parked, reason, changed_at FROM subscription ";

struct _ClRegistry
{
  sqlite3 *db;
  char *path;
};

void
cl_registry_row_free (ClRegistryRow *self)
{
  g_free (self->name);
  g_free (self->types);
  g_free (self->partition);
  g_free (self->reason);
  g_free (self);
}

char *
cl_registry_default_dir (ClLedger *ledger)
{
  g_autofree char *cache = cl_runner_default_cache_dir (ledger);
  g_autofree char *name = g_path_get_basename (cache);

  return g_build_filename (g_get_user_state_dir (), "chess-ledger", name, NULL);
}

static void
set_error (ClRegistry *self, GError **error)
{
  int code = sqlite3_errcode (self->db) & 0xff;
  const char *advice = code == SQLITE_NOTADB || code == SQLITE_CORRUPT
                         ? "; without it, all subscriptions begin again: delete it if that is fine"
                         : "";

  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_FAILED,
               "The offsets of subscribers in “%s” cannot be used: %s%s",
               self->path,
               sqlite3_errmsg (self->db),
               advice);
}

static gboolean
exec (ClRegistry *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  set_error (self, error);
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}

static gboolean
read_pragma (ClRegistry *self, const char *sql, gint64 *value, GError **error)
{
  sqlite3_stmt *select = NULL;
  gboolean ok = sqlite3_prepare_v2 (self->db, sql, -1, &select, NULL) == SQLITE_OK &&
                sqlite3_step (select) == SQLITE_ROW;

  if (ok)
    *value = sqlite3_column_int64 (select, 0);
  else
    set_error (self, error);
  sqlite3_finalize (select);
  return ok;
}

static gboolean
check_version (ClRegistry *self, GError **error)
{
  gint64 id, version;

  if (!read_pragma (self, "PRAGMA application_id", &id, error) ||
      !read_pragma (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (id == 0 && version == 0)
    return exec (self, schema, error);
  if (id == APPLICATION_ID && version == FILE_VERSION)
    return TRUE;
  g_set_error (error,
               G_IO_ERROR,
               G_IO_ERROR_NOT_SUPPORTED,
               "“%s” is not a list of subscribers that this version understands",
               self->path);
  return FALSE;
}

ClRegistry *
cl_registry_open (const char *dir, GError **error)
{
  g_autoptr (ClRegistry) self = NULL;

  g_return_val_if_fail (dir != NULL, NULL);

  if (g_mkdir_with_parents (dir, 0700) != 0)
    {
      g_set_error (error,
                   G_IO_ERROR,
                   g_io_error_from_errno (errno),
                   "“%s” cannot be made: %s",
                   dir,
                   g_strerror (errno));
      return NULL;
    }
  self = g_new0 (ClRegistry, 1);
  self->path = g_build_filename (dir, "registry.db", NULL);
  if (sqlite3_open_v2 (self->path,
                       &self->db,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }
  sqlite3_busy_timeout (self->db, BUSY_MS);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!exec (self,
             "PRAGMA trusted_schema=OFF; PRAGMA synchronous=FULL; PRAGMA mmap_size=0",
             error) ||
      !check_version (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cl_registry_free (ClRegistry *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_close_v2 (self->db);
  g_free (self->path);
  g_free (self);
}

static ClRegistryRow *
read_row (sqlite3_stmt *select)
{
  ClRegistryRow *row = g_new0 (ClRegistryRow, 1);

  row->name = g_strdup ((const char *) sqlite3_column_text (select, 0));
  row->position = (guint64) MAX (sqlite3_column_int64 (select, 1), 0);
  if (sqlite3_column_bytes (select, 2) == CL_SEAL_SIZE)
    memcpy (row->seal, sqlite3_column_blob (select, 2), CL_SEAL_SIZE);
  row->types = g_strdup ((const char *) sqlite3_column_text (select, 3));
  row->partition = g_strdup ((const char *) sqlite3_column_text (select, 4));
  row->parked = (guint64) MAX (sqlite3_column_int64 (select, 5), 0);
  row->reason = g_strdup ((const char *) sqlite3_column_text (select, 6));
  row->changed_at = sqlite3_column_int64 (select, 7);
  return row;
}

/* The rows that @sql gives for @name. */
static GPtrArray *
read_rows (ClRegistry *self, const char *condition, const char *name, GError **error)
{
  g_autofree char *sql = g_strconcat (columns, condition, NULL);
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_registry_row_free);
  sqlite3_stmt *select = NULL;
  int code;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &select, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }
  if (name)
    sqlite3_bind_text (select, 1, name, -1, SQLITE_STATIC);
  while ((code = sqlite3_step (select)) == SQLITE_ROW)
    g_ptr_array_add (rows, read_row (select));
  if (code != SQLITE_DONE)
    set_error (self, error);
  sqlite3_finalize (select);
  return code == SQLITE_DONE ? g_steal_pointer (&rows) : NULL;
}

ClRegistryRow *
cl_registry_load (ClRegistry *self, const char *name, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  rows = read_rows (self, "WHERE name = ?1", name, error);
  return rows && rows->len > 0 ? g_ptr_array_steal_index (rows, 0) : NULL;
}

GPtrArray *
cl_registry_list (ClRegistry *self, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return read_rows (self, "ORDER BY name", NULL, error);
}

/* Steps and ends a statement that gives no rows. */
static gboolean
finish (ClRegistry *self, sqlite3_stmt *statement, GError **error)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  if (!ok)
    set_error (self, error);
  sqlite3_finalize (statement);
  return ok;
}

gboolean
cl_registry_save (ClRegistry *self, const ClRegistryRow *row, GError **error)
{
  sqlite3_stmt *insert = NULL;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  if (sqlite3_prepare_v2 (
        self->db,
        "INSERT OR REPLACE INTO subscription VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        -1,
        &insert,
        NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return FALSE;
    }
  sqlite3_bind_text (insert, 1, row->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 2, (gint64) row->position);
  sqlite3_bind_blob (insert, 3, row->seal, CL_SEAL_SIZE, SQLITE_STATIC);
  sqlite3_bind_text (insert, 4, row->types, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 5, row->partition, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 6, (gint64) row->parked);
  sqlite3_bind_text (insert, 7, row->reason, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 8, g_get_real_time ());
  return finish (self, insert, error);
}

gboolean
cl_registry_delete (ClRegistry *self, const char *name, GError **error)
{
  sqlite3_stmt *remove = NULL;

  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  if (sqlite3_prepare_v2 (self->db,
                          "DELETE FROM subscription WHERE name = ?1",
                          -1,
                          &remove,
                          NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return FALSE;
    }
  sqlite3_bind_text (remove, 1, name, -1, SQLITE_STATIC);
  return finish (self, remove, error);
}
