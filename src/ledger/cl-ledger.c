/* cl-ledger.c: an open ledger: who holds it, its writer thread or poller, and those who wait for news
 *
 * Opening for writing takes the lock first, so that the identity, the tables and the tree's right edge are looked at by the
 * one who may repair nothing and append everything. A file is a ledger as soon as its first transaction (all tables
 * and the identity) is in; a crash before that leaves an empty database, which counts as missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-private.h"
#include "cl-lock-private.h"
#include "cl-poller-private.h"
#include "cl-watches-private.h"
#include "cl-writer-private.h"

#include <string.h>
#include <unistd.h>

struct _ClLedger
{
  GObject parent_instance;

  char *path;
  const char *const *vocabulary;
  ClIdentity identity;
  gboolean writer_mode;
  ClLock *lock;
  ClWriter *writer;
  ClPoller *poller;
  ClWatches *watches;
  GMainContext *context;
  _Atomic guint64 head;
  gint announced; /* atomic: an "advanced" is on its way */
  gint closed;    /* atomic */
};

enum
{
  ADVANCED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* clang-format off */
G_DEFINE_QUARK (cl-ledger-error-quark, cl_ledger_error)
/* clang-format on */
G_DEFINE_FINAL_TYPE (ClLedger, cl_ledger, G_TYPE_OBJECT)

static void
cl_ledger_finalize (GObject *object)
{
  ClLedger *self = CL_LEDGER (object);

  if (!g_atomic_int_get (&self->closed))
    {
      if (self->writer)
        g_warning ("A ledger was dropped without cl_ledger_close ()");
      cl_ledger_close (self);
    }
  g_clear_pointer (&self->writer, cl_writer_free);
  g_clear_pointer (&self->watches, cl_watches_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_free (self->path);

  G_OBJECT_CLASS (cl_ledger_parent_class)->finalize (object);
}

static void
cl_ledger_class_init (ClLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = cl_ledger_finalize;

  /* ClLedger::advanced: there is more to read; no arguments, ask cl_ledger_get_head (). */
  signals[ADVANCED] = g_signal_new ("advanced",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    0);
}

static void
cl_ledger_init (ClLedger *self)
{
  self->watches = cl_watches_new ();
  self->context = g_main_context_ref_thread_default ();
}

static void
free_weak_ref (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static gboolean
emit_advanced_cb (gpointer data)
{
  g_autoptr (ClLedger) self = g_weak_ref_get (data);

  if (self && !g_atomic_int_get (&self->closed))
    {
      g_atomic_int_set (&self->announced, FALSE);
      g_signal_emit (self, signals[ADVANCED], 0);
    }
  return G_SOURCE_REMOVE;
}

/* On the writer's or the poller's thread. */
static void
head_moved_cb (guint64 head, gpointer user_data)
{
  ClLedger *self = user_data;

  if (self->writer_mode)
    self->head = head; /* the poller's is public already */
  cl_watches_call (self->watches, head);
  if (g_atomic_int_compare_and_exchange (&self->announced, FALSE, TRUE))
    {
      g_autoptr (GSource) source = g_idle_source_new ();
      GWeakRef *weak = g_new0 (GWeakRef, 1);

      g_weak_ref_init (weak, self);
      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, emit_advanced_cb, weak, free_weak_ref);
      g_source_attach (source, self->context);
    }
}

/* Links are followed, so that two names of one file mean one lock. */
static char *
resolve_path (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *folder = g_path_get_dirname (absolute);
  g_autofree char *name = g_path_get_basename (absolute);
  char *real = realpath (absolute, NULL), *copy;

  if (real)
    copy = g_strdup (real);
  else
    {
      real = realpath (folder, NULL);
      copy = g_build_filename (real ? real : folder, name, NULL);
    }
  free (real); /* NOLINT: realpath () uses malloc () */
  return copy;
}

static gboolean
open_writer (ClLedger *self, gboolean create, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  ClAppender *appender;
  gboolean empty;

  self->lock = cl_lock_take (self->path, error);
  if (!self->lock)
    return FALSE;
  db = cl_db_open (self->path, CL_DB_WRITE, create, error);
  if (!db || !cl_schema_check (db, &empty, &self->identity, error))
    return FALSE;
  if (empty)
    {
      if (!create)
        {
          g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_NOT_A_LEDGER, "The file is empty");
          return FALSE;
        }
      cl_identity_invent (&self->identity);
      if (!cl_schema_create (db, &self->identity, error) ||
          !cl_schema_check (db, &empty, &self->identity, error))
        return FALSE;
    }
  if (!cl_db_exec (db, "PRAGMA journal_mode=WAL", error))
    return FALSE;
  cl_schema_restrict_writer (db);
  appender = cl_appender_new (g_steal_pointer (&db), &self->identity, error);
  if (!appender)
    return FALSE;
  self->head = cl_appender_get_head (appender);
  self->writer = cl_writer_new (appender, head_moved_cb, self);
  return TRUE;
}

static gboolean
open_reader (ClLedger *self, GError **error)
{
  g_autoptr (sqlite3) db = cl_db_open (self->path, CL_DB_READ, FALSE, error);
  gboolean empty;
  gint64 head;

  if (!db || !cl_schema_check (db, &empty, &self->identity, error))
    return FALSE;
  if (empty)
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_NOT_A_LEDGER, "The file is empty");
      return FALSE;
    }
  if (!cl_db_get_number (db, "SELECT max(position) FROM event", 0, &head, error))
    return FALSE;
  self->head = (guint64) head;
  self->poller = cl_poller_new (self->path, &self->head, head_moved_cb, self, error);
  return self->poller != NULL;
}

ClLedger *
cl_ledger_open (const char *path,
                ClLedgerFlags flags,
                const char *const *vocabulary,
                GError **error)
{
  g_autoptr (ClLedger) self = NULL;
  gboolean create = (flags & CL_LEDGER_CREATE) != 0, ok;

  g_return_val_if_fail (path != NULL, NULL);
  g_return_val_if_fail (!create || (flags & CL_LEDGER_WRITE), NULL);

  self = g_object_new (CL_TYPE_LEDGER, NULL);
  self->path = resolve_path (path);
  self->vocabulary = vocabulary;
  self->writer_mode = (flags & CL_LEDGER_WRITE) != 0;
  if (!create && !g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO, "There is no ledger “%s”", path);
      return NULL;
    }
  /* SQLite would speak of a disk that fails. */
  if (g_file_test (self->path, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_NOT_A_LEDGER,
                   "“%s” is a folder, not a ledger",
                   path);
      return NULL;
    }
  ok = self->writer_mode ? open_writer (self, create, error) : open_reader (self, error);
  if (!ok)
    {
      if (self->lock || !self->writer_mode) /* a refused lock is told by name already */
        g_prefix_error (error, "“%s” cannot be opened: ", path);
      cl_ledger_close (self);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
cl_ledger_close (ClLedger *self)
{
  g_return_if_fail (CL_IS_LEDGER (self));

  if (!g_atomic_int_compare_and_exchange (&self->closed, FALSE, TRUE))
    return;
  if (self->writer)
    cl_writer_stop (self->writer);
  g_clear_pointer (&self->poller, cl_poller_free);
  g_clear_pointer (&self->lock, cl_lock_free);
}

const char *
cl_ledger_get_path (ClLedger *self)
{
  g_return_val_if_fail (CL_IS_LEDGER (self), NULL);

  return self->path;
}

const char *
cl_ledger_get_id (ClLedger *self)
{
  g_return_val_if_fail (CL_IS_LEDGER (self), NULL);

  return self->identity.uuid;
}

gboolean
cl_ledger_is_writer (ClLedger *self)
{
  g_return_val_if_fail (CL_IS_LEDGER (self), FALSE);

  return self->writer_mode;
}

const char *const *
cl_ledger_get_vocabulary (ClLedger *self)
{
  return self->vocabulary;
}

gint64
cl_ledger_get_created_at (ClLedger *self)
{
  return self->identity.created_at;
}

guint64
cl_ledger_get_head (ClLedger *self)
{
  g_return_val_if_fail (CL_IS_LEDGER (self), 0);

  return self->head;
}

guint
cl_ledger_add_watch (ClLedger *self, ClLedgerWatch watch, gpointer user_data)
{
  g_return_val_if_fail (CL_IS_LEDGER (self) && watch != NULL, 0);

  return cl_watches_add (self->watches, watch, user_data);
}

void
cl_ledger_remove_watch (ClLedger *self, guint id)
{
  g_return_if_fail (CL_IS_LEDGER (self));

  cl_watches_remove (self->watches, id);
}

void
cl_ledger_poll (ClLedger *self)
{
  g_return_if_fail (CL_IS_LEDGER (self));

  if (self->poller)
    cl_poller_poll (self->poller);
}

/* Is @self open for writing and @draft of the form that it takes? */
static gboolean
check_append (ClLedger *self, ClDraft *draft, GError **error)
{
  if (!self->writer)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CLOSED,
                   "The ledger is open for reading only");
      return FALSE;
    }
  cl_draft_freeze (draft);
  return cl_draft_check (draft, error);
}

gboolean
cl_ledger_append (ClLedger *self,
                  ClDraft *draft,
                  guint64 expected_offset,
                  ClAppended *appended,
                  GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (self) && draft != NULL, FALSE);

  return check_append (self, draft, error) &&
         cl_writer_append (self->writer, draft, expected_offset, appended, error);
}

void
cl_ledger_append_async (ClLedger *self,
                        ClDraft *draft,
                        guint64 expected_offset,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (CL_IS_LEDGER (self) && draft != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_ledger_append_async);
  g_task_set_check_cancellable (task, FALSE); /* what is written is written */
  if (!check_append (self, draft, &error))
    g_task_return_error (task, error);
  else
    cl_writer_append_task (self->writer, draft, expected_offset, task);
}

gboolean
cl_ledger_append_finish (ClLedger *self, GAsyncResult *result, ClAppended *appended, GError **error)
{
  g_autofree ClAppended *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (!answer)
    return FALSE;
  if (appended)
    *appended = *answer;
  return TRUE;
}

gboolean
cl_ledger_append_bulk (ClLedger *self, ClDraft *draft, guint64 expected_offset, GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (self) && draft != NULL, FALSE);

  return check_append (self, draft, error) &&
         cl_writer_append_bulk (self->writer, draft, expected_offset, error);
}

gboolean
cl_ledger_flush (ClLedger *self, GError **error)
{
  g_return_val_if_fail (CL_IS_LEDGER (self), FALSE);

  if (!self->writer)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CLOSED,
                   "The ledger is open for reading only");
      return FALSE;
    }
  return cl_writer_flush (self->writer, error);
}

gsize
cl_ledger_get_peak_bytes (ClLedger *self)
{
  g_return_val_if_fail (CL_IS_LEDGER (self) && self->writer != NULL, 0);

  return cl_writer_get_peak_bytes (self->writer);
}

void
cl_ledger_set_clock (ClLedger *self, gint64 (*now) (gpointer), gpointer user_data)
{
  g_return_if_fail (CL_IS_LEDGER (self) && self->writer != NULL);

  cl_writer_set_clock (self->writer, now, user_data);
}
