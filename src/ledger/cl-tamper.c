/* cl-tamper.c: a copy of a ledger that somebody changed behind its back: to show and to test that verification notices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-tamper.h"

#include "cl-db-private.h"
#include "cl-rescue-private.h"
#include "cl-rescue.h"

static gboolean
change_event (const char *path, guint64 position, GError **error)
{
  g_autoptr (sqlite3) db = cl_db_open (path, CL_DB_WRITE, FALSE, error);
  g_autofree char *sql = NULL;

  if (db == NULL)
    return FALSE;
  /* For this connection only: a missing trigger would be noticed before the event. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sql = g_strdup_printf ("UPDATE event SET clock_ms = coalesce (clock_ms, 0) + 60000 "
                         "WHERE position = %" G_GUINT64_FORMAT,
                         position);
  return cl_db_exec (db, sql, error);
}

gboolean
cl_ledger_make_tampered_copy (ClLedger *self,
                              const char *path,
                              guint64 position,
                              GCancellable *cancellable,
                              GError **error)
{
  g_return_val_if_fail (position > 0 && position <= cl_ledger_get_head (self), FALSE);

  if (!cl_ledger_backup (self, path, NULL, NULL, cancellable, error))
    return FALSE;
  if (change_event (path, position, error))
    return TRUE;
  cl_rescue_remove (path);
  return FALSE;
}
