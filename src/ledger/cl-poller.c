/* cl-poller.c: a thread that looks at PRAGMA data_version every quarter of a second
 *
 * inotify on the -wal file would fire before the commit is visible; data_version cannot miss one. It is compared outside a
 * read transaction, and costs a few microseconds when nothing happened.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-poller-private.h"

#define INTERVAL_US (250 * 1000)

struct _ClPoller
{
  GMutex lock; /* of everything below; not held while polled runs */
  GCond wake;
  gboolean stopping;
  sqlite3 *db;
  sqlite3_stmt *version_statement;
  sqlite3_stmt *head_statement;
  gint64 version;
  _Atomic guint64 *head; /* written under the lock */
  ClPolled polled;
  gpointer user_data;
  GThread *thread;
};

static gboolean
read_number (sqlite3_stmt *statement, gint64 *number)
{
  gboolean found = sqlite3_step (statement) == SQLITE_ROW;

  if (found)
    *number = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);
  return found;
}

/* Under the lock: the head if it moved, 0 if it did not. The version counts as seen only when the head behind it was read: if that
 * fails, the next look tries again. */
static guint64
look (ClPoller *self)
{
  gint64 version, head;

  if (!read_number (self->version_statement, &version) || version == self->version ||
      !read_number (self->head_statement, &head))
    return 0;
  self->version = version;
  if ((guint64) head <= *self->head)
    return 0;
  *self->head = (guint64) head;
  return (guint64) head;
}

/* Two threads may come here at once: the head is public before either returns, and who is told must not mind an older one that
 * comes later. */
void
cl_poller_poll (ClPoller *self)
{
  guint64 head;

  g_mutex_lock (&self->lock);
  head = look (self);
  g_mutex_unlock (&self->lock);
  if (head)
    self->polled (head, self->user_data);
}

static gpointer
poller_thread (gpointer data)
{
  ClPoller *self = data;
  gboolean stopping = FALSE;

  while (!stopping)
    {
      cl_poller_poll (self);
      g_mutex_lock (&self->lock);
      if (!self->stopping)
        g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + INTERVAL_US);
      stopping = self->stopping;
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

ClPoller *
cl_poller_new (const char *path,
               _Atomic guint64 *head,
               ClPolled polled,
               gpointer user_data,
               GError **error)
{
  ClPoller *self = g_new0 (ClPoller, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->version = -1;
  self->head = head;
  self->polled = polled;
  self->user_data = user_data;
  self->db = cl_db_open (path, CL_DB_READ, FALSE, error);
  if (self->db)
    self->version_statement = cl_db_prepare (self->db, "PRAGMA data_version", error);
  if (self->version_statement)
    self->head_statement =
      cl_db_prepare (self->db, "SELECT coalesce(max(position), 0) FROM event", error);
  if (!self->head_statement)
    {
      cl_poller_free (self);
      return NULL;
    }
  cl_poller_poll (self);
  self->thread = g_thread_new ("ledger-poller", poller_thread, self);
  return self;
}

void
cl_poller_free (ClPoller *self)
{
  if (self->thread)
    {
      g_mutex_lock (&self->lock);
      self->stopping = TRUE;
      g_cond_signal (&self->wake);
      g_mutex_unlock (&self->lock);
      g_thread_join (self->thread);
    }
  sqlite3_finalize (self->version_statement);
  sqlite3_finalize (self->head_statement);
  sqlite3_close_v2 (self->db);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->wake);
  g_free (self);
}
