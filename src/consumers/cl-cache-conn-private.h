/* cl-cache-conn-private.h: what the cache's files share: one connection and its statements
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "cl-cache-private.h"

G_BEGIN_DECLS

typedef enum
{
  SQL_BEGIN,
  SQL_COMMIT,
  SQL_ROLLBACK,
  SQL_FIND_ROW,
  SQL_NEW_ID,
  SQL_INSERT_ROW,
  SQL_UPDATE_ROW,
  SQL_MOVE_ROW,
  SQL_DISCARD,
  SQL_DROP_ROW,
  SQL_SERVE,
  SQL_LIST_VERSIONS,
  SQL_LIST_BORROWED,
  SQL_LIST_ROWS,
  SQL_REWIND_MARK,
  SQL_REWIND_SEAL,
  SQL_REWIND_VALUES,
  SQL_REWIND_MARKS,
  SQL_REWIND_ROW,
  SQL_PUT,
  SQL_PUT_MARK,
  SQL_THIN,
  SQL_FIND_GARBAGE,
  SQL_SWEEP_VALUES,
  SQL_SWEEP_MARKS,
  SQL_END_GARBAGE,
  SQL_LOOKUP,
  SQL_FIND_MARK,
  SQL_SCAN,
  SQL_SCAN_AFTER,
  SQL_CHANGED_KEYS,
  SQL_CHECK,
  N_SQL,
} ClCacheSql;

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

struct _ClCacheConn
{
  sqlite3 *db;
  sqlite3_stmt *statements[N_SQL];
  gint *broken;      /* atomic, of the cache: set when SQLite finds damage */
  gboolean borrowed; /* another process's file is attached as `base` */
};

ClCacheConn *cl_cache_conn_open (const char *path, int flags, gint *broken, GError **error);
void cl_cache_conn_free (ClCacheConn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCacheConn, cl_cache_conn_free)

/* Sets @error from the connection's last failure; returns FALSE. */
gboolean cl_cache_conn_fail (ClCacheConn *self, const char *what, GError **error);
gboolean cl_cache_conn_exec (ClCacheConn *self, const char *sql, GError **error);
/* The prepared statement, reset, or NULL. */
sqlite3_stmt *cl_cache_conn_prepare (ClCacheConn *self, ClCacheSql sql, GError **error);
/* Runs a statement that returns no rows. */
gboolean cl_cache_conn_run (ClCacheConn *self, sqlite3_stmt *statement, GError **error);
/* Steps once and reads an integer from column 0; *@found FALSE if there is no row or NULL. */
gboolean cl_cache_conn_get_int (ClCacheConn *self,
                                sqlite3_stmt *statement,
                                gint64 *value,
                                gboolean *found,
                                GError **error);

/* Whether @schema_name of @self is a cache of this ledger that this program understands. */
gboolean
cl_cache_conn_is_usable (ClCacheConn *self, const char *schema_name, const char *ledger_id);

void cl_cache_item_clear (gpointer item);

G_END_DECLS
