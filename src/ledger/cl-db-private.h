/* cl-db-private.h: SQLite connections as this folder uses them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "cl-ledger.h"

G_BEGIN_DECLS

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, sqlite3_close_v2)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

#define CL_APPLICATION_ID 0x434c4c31 /* "CLL1" */
#define CL_SCHEMA_VERSION 1
#define CL_DB_BUSY_MS     5000

typedef enum
{
  CL_DB_READ,    /* never writes, never checkpoints */
  CL_DB_WRITE,   /* the ledger's one writer */
  CL_DB_SALVAGE, /* reads, even if part of the schema is no SQL any more */
} ClDbMode;

/* Opens @path for one thread, hardened. @create makes a missing file (without tables). */
sqlite3 *cl_db_open (const char *path, ClDbMode mode, gboolean create, GError **error);
gboolean cl_db_exec (sqlite3 *db, const char *sql, GError **error);
sqlite3_stmt *cl_db_prepare (sqlite3 *db, const char *sql, GError **error);

/* Turns the connection's last error into ours: IO, CORRUPT or NOT_A_LEDGER, with what failed in front. */
void cl_db_set_error (sqlite3 *db, const char *what, GError **error);

/* Steps and resets a statement that gives one number; @absent if it gives no row or NULL. */
gboolean
cl_db_get_number (sqlite3 *db, const char *sql, gint64 absent, gint64 *value, GError **error);

/* cl-schema.c */
typedef struct
{
  guint8 id[16];
  char uuid[37];
  gint64 created_at;
} ClIdentity;

/* A new random id (UUID version 4), created now. */
void cl_identity_invent (ClIdentity *identity);
/* Makes all tables in one transaction; the connection is empty. */
gboolean cl_schema_create (sqlite3 *db, const ClIdentity *identity, GError **error);
/* Is @db a ledger that this program understands? *@empty tells a file without any table, which is none yet. */
gboolean cl_schema_check (sqlite3 *db, gboolean *empty, ClIdentity *identity, GError **error);
/* Compares the identity with its seal: root 0 of `commits`. *@sealed is FALSE if there is none, as in files that no newer
 * program wrote to; CL_LEDGER_ERROR_CORRUPT if it was changed. */
gboolean cl_schema_check_identity (sqlite3 *db, gboolean *sealed, GError **error);
/* Adds that seal to a file without it. */
gboolean cl_schema_seal_identity (sqlite3 *db, const ClIdentity *identity, GError **error);
/* Are all tables, indexes, triggers and the view as we make them? */
gboolean cl_schema_verify (sqlite3 *db, GError **error);
/* From here on this connection may only insert: triggers off, an authorizer on. */
void cl_schema_restrict_writer (sqlite3 *db);

G_END_DECLS
