/* cl-db.c: opens SQLite the way a ledger needs it: durable, distrustful, one thread a connection
 *
 * Only SQLite ever opens the ledger file. A close() of another descriptor of the same file in this process would drop the
 * locks of all connections, and with them acknowledged facts. Only the writer's connection checkpoints (SQLite before 3.51.3
 * can corrupt a WAL that one connection resets while another commits).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"

#include <string.h>

void
cl_db_set_error (sqlite3 *db, const char *what, GError **error)
{
  int code = sqlite3_errcode (db) & 0xff;
  ClLedgerError ours = CL_LEDGER_ERROR_IO;

  /* Our own SQL is right: what it does not find was taken away. */
  if (code == SQLITE_CORRUPT || code == SQLITE_ERROR)
    ours = CL_LEDGER_ERROR_CORRUPT;
  else if (code == SQLITE_NOTADB)
    ours = CL_LEDGER_ERROR_NOT_A_LEDGER;
  g_set_error (error,
               CL_LEDGER_ERROR,
               ours,
               "%s: %s",
               what,
               code == SQLITE_NOTADB ? "it is no ledger, nor any SQLite database"
                                     : sqlite3_errmsg (db));
}

gboolean
cl_db_exec (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  cl_db_set_error (db, "The ledger file cannot be used", error);
  return FALSE;
}

sqlite3_stmt *
cl_db_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK)
    return statement;
  cl_db_set_error (db, "The ledger file cannot be read", error);
  return NULL;
}

gboolean
cl_db_get_number (sqlite3 *db, const char *sql, gint64 absent, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = cl_db_prepare (db, sql, error);
  int code;

  if (!statement)
    return FALSE;
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
      cl_db_set_error (db, "The ledger file cannot be read", error);
      return FALSE;
    }
  if (code == SQLITE_ROW && sqlite3_column_type (statement, 0) != SQLITE_NULL)
    *value = sqlite3_column_int64 (statement, 0);
  else
    *value = absent;
  return TRUE;
}

static gboolean
harden (sqlite3 *db, ClDbMode mode, GError **error)
{
  sqlite3_busy_timeout (db, CL_DB_BUSY_MS);
  sqlite3_extended_result_codes (db, 1);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, mode != CL_DB_SALVAGE, NULL);
  sqlite3_wal_autocheckpoint (db, 0);
  if (mode != CL_DB_WRITE)
    sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  /* On a read-only connection this only lets SQLite skip what it cannot parse. */
  if (mode == CL_DB_SALVAGE && !cl_db_exec (db, "PRAGMA writable_schema=ON", error))
    return FALSE;
  if (
    !cl_db_exec (db,
                 "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
                 "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA synchronous=FULL;",
                 error))
    return FALSE;
  return cl_db_exec (db,
                     mode != CL_DB_WRITE ? "PRAGMA query_only=ON; PRAGMA cache_size=-8000;"
                                         : "PRAGMA cache_size=-16000;",
                     error);
}

sqlite3 *
cl_db_open (const char *path, ClDbMode mode, gboolean create, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int flags =
    SQLITE_OPEN_NOMUTEX | (mode != CL_DB_WRITE ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);

  if (create)
    flags |= SQLITE_OPEN_CREATE;
  if (sqlite3_open_v2 (path, &db, flags, NULL) != SQLITE_OK)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_IO,
                   "“%s” cannot be opened: %s",
                   path,
                   db ? sqlite3_errmsg (db) : "out of memory");
      return NULL;
    }
  return harden (db, mode, error) ? g_steal_pointer (&db) : NULL;
}
