/* cl-backup.c: SQLite's online backup, checked before it gets its name
 *
 * One read transaction over the whole copy keeps a writer from making it start anew; the writer goes on, and its log grows
 * until the copy is there. A crash or a cancellation leaves at most "<path>.part".
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-rescue-private.h"
#include "cl-verify.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define STEP_PAGES 512 /* 2 MiB */

gboolean
cl_rescue_check_new (const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "“%s” exists already, and nothing is overwritten",
               path);
  return FALSE;
}

void
cl_rescue_remove (const char *path)
{
  static const char *const suffixes[] = { "", "-journal", "-wal", "-shm", ".lock" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

/* The name is durable as well. link () rather than rename (), which would overwrite. */
gboolean
cl_rescue_name (const char *from, const char *to, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (to);
  int fd, saved = 0;

  if (link (from, to) != 0)
    {
      saved = errno;
      /* Not every file system has links. */
      if (saved != EEXIST && !g_file_test (to, G_FILE_TEST_EXISTS))
        saved = g_rename (from, to) == 0 ? 0 : errno;
    }
  if (saved)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_IO,
                   "“%s” cannot be made: %s",
                   to,
                   g_strerror (saved));
      return FALSE;
    }
  g_unlink (from);
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      if (fsync (fd) != 0)
        g_debug ("“%s” cannot be synchronised: %s", folder, g_strerror (errno));
      close (fd);
    }
  return TRUE;
}

/* What cl_ledger_backup () was asked for. */
typedef struct
{
  ClRescueProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Job;

static gboolean
copy_pages (sqlite3 *from, sqlite3 *to, const Job *job, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");
  gboolean stopped = FALSE;
  int code = SQLITE_OK;

  while (backup && code == SQLITE_OK && !stopped)
    {
      guint64 total;

      code = sqlite3_backup_step (backup, STEP_PAGES);
      total = (guint64) sqlite3_backup_pagecount (backup);
      if (job->progress)
        job->progress (total - (guint64) sqlite3_backup_remaining (backup), total, job->user_data);
      stopped = g_cancellable_set_error_if_cancelled (job->cancellable, error);
    }
  if (backup)
    sqlite3_backup_finish (backup);
  if (stopped)
    return FALSE;
  if (code == SQLITE_DONE)
    return TRUE;
  /* The copy has its own errors, as of a full disk; what else fails is the original. */
  cl_db_set_error (sqlite3_errcode (to) & 0xff ? to : from, "The ledger cannot be copied", error);
  return FALSE;
}

static gboolean
copy (ClLedger *self, const char *path, const Job *job, GError **error)
{
  g_autoptr (sqlite3) from = cl_db_open (cl_ledger_get_path (self), CL_DB_READ, FALSE, error);
  g_autoptr (sqlite3) to = NULL;
  gint64 head;

  if (!from || !cl_db_exec (from, "BEGIN", error) ||
      !cl_db_get_number (from, "SELECT max(position) FROM event", 0, &head, error))
    return FALSE;
  to = cl_db_open (path, CL_DB_WRITE, TRUE, error);
  /* No log beside it: the copy can be moved, sent, and read where nothing can be written. */
  return to && copy_pages (from, to, job, error) &&
         cl_db_exec (to, "PRAGMA journal_mode=DELETE", error);
}

static gboolean
check_copy (const char *path, const Job *job, GError **error)
{
  g_autoptr (ClLedger) ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, NULL, error);
  gboolean ok;

  if (!ledger)
    return FALSE;
  ok = cl_ledger_verify (ledger, NULL, NULL, job->cancellable, NULL, error);
  cl_ledger_close (ledger);
  return ok;
}

gboolean
cl_ledger_backup (ClLedger *self,
                  const char *path,
                  ClRescueProgress progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  const Job job = { progress, user_data, cancellable };
  g_autofree char *part = NULL;
  gboolean ok;

  g_return_val_if_fail (CL_IS_LEDGER (self) && path != NULL, FALSE);

  part = g_strconcat (path, ".part", NULL);
  if (!cl_rescue_check_new (path, error))
    return FALSE;
  cl_rescue_remove (part);
  ok = copy (self, part, &job, error);
  if (ok && !check_copy (part, &job, error))
    {
      g_prefix_error (error, "The copy is not whole, and was removed: ");
      ok = FALSE;
    }
  ok = ok && cl_rescue_name (part, path, error);
  cl_rescue_remove (part);
  return ok;
}
