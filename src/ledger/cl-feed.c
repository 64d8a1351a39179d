/* cl-feed.c: half of verification is SQLite taking rows apart, half is hashing: this is the first half, on a thread of its own
 *
 * A ring of batches: the thread fills the ones that nobody looks at, and waits when all are full. Each batch is one short read
 * transaction.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-feed-private.h"

#define N_BATCHES 4

struct _ClFeed
{
  sqlite3 *db; /* of the thread, once it runs */
  sqlite3_stmt *select;
  guint64 head;
  GThread *thread;
  ClFeedBatch batches[N_BATCHES];

  GMutex lock; /* of what follows */
  GCond changed;
  guint64 n_filled;
  guint64 n_given; /* to the caller, who looks at the last of them */
  gboolean ended;  /* no more will be filled */
  gboolean stopping;
};

/* The row with its text in @batch, at an offset for now: the array may move while it grows. */
static void
take_row (ClFeed *self, ClFeedBatch *batch)
{
  ClRow *row = &batch->rows[batch->n_rows++];
  gsize place = batch->texts->len;

  cl_row_fetch (self->select, row);
  if (!row->details)
    return;
  g_byte_array_append (batch->texts, (const guint8 *) row->details, (guint) row->details_length);
  g_byte_array_append (batch->texts, (const guint8 *) "", 1);
  row->details = GSIZE_TO_POINTER (place + 1);
}

static void
fill (ClFeed *self, ClFeedBatch *batch, guint64 after)
{
  int code;

  batch->after = after;
  batch->until = MIN (after + CL_FEED_ROWS, self->head);
  batch->n_rows = 0;
  g_byte_array_set_size (batch->texts, 0);
  sqlite3_bind_int64 (self->select, 1, (gint64) after);
  sqlite3_bind_int64 (self->select, 2, (gint64) batch->until);
  while ((code = sqlite3_step (self->select)) == SQLITE_ROW && batch->n_rows < CL_FEED_ROWS)
    take_row (self, batch);
  if (code == SQLITE_ROW) /* the tree of pages runs in a circle */
    batch->error = g_strdup ("there are more rows than positions");
  else if (code != SQLITE_DONE)
    batch->error = g_strdup (sqlite3_errmsg (self->db));
  sqlite3_reset (self->select);
  for (guint i = 0; i < batch->n_rows; i++)
    if (batch->rows[i].details)
      batch->rows[i].details =
        (const char *) batch->texts->data + GPOINTER_TO_SIZE (batch->rows[i].details) - 1;
}

/* The next batch that may be filled; NULL if nobody wants more. */
static ClFeedBatch *
wait_for_room (ClFeed *self)
{
  ClFeedBatch *batch = NULL;

  g_mutex_lock (&self->lock);
  while (!self->stopping && self->n_filled + 1 >= MAX (self->n_given, 1) + N_BATCHES)
    g_cond_wait (&self->changed, &self->lock);
  if (!self->stopping)
    batch = &self->batches[self->n_filled % N_BATCHES];
  g_mutex_unlock (&self->lock);
  return batch;
}

static gpointer
feed_thread (gpointer data)
{
  ClFeed *self = data;
  ClFeedBatch *batch;
  guint64 after = 0;
  gboolean ended = self->head == 0;

  while (!ended && (batch = wait_for_room (self)))
    {
      fill (self, batch, after);
      after = batch->until;
      ended = after >= self->head || batch->error;
      g_mutex_lock (&self->lock);
      self->n_filled++;
      self->ended = ended;
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

ClFeed *
cl_feed_new (const char *path, guint64 head, GError **error)
{
  ClFeed *self = g_new0 (ClFeed, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->head = head;
  self->ended = head == 0;
  for (guint i = 0; i < N_BATCHES; i++)
    self->batches[i].texts = g_byte_array_new ();
  self->db = cl_db_open (path, CL_DB_READ, FALSE, error);
  if (self->db)
    self->select =
      cl_db_prepare (self->db,
                     "SELECT " CL_ROW_COLUMNS
                     " FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position",
                     error);
  if (!self->select)
    {
      cl_feed_free (self);
      return NULL;
    }
  self->thread = g_thread_new ("ledger-feed", feed_thread, self);
  return self;
}

const ClFeedBatch *
cl_feed_next (ClFeed *self)
{
  const ClFeedBatch *batch = NULL;

  g_mutex_lock (&self->lock);
  while (self->n_filled == self->n_given && !self->ended)
    g_cond_wait (&self->changed, &self->lock);
  if (self->n_filled > self->n_given)
    {
      batch = &self->batches[self->n_given % N_BATCHES];
      self->n_given++;
      g_cond_signal (&self->changed);
    }
  g_mutex_unlock (&self->lock);
  return batch;
}

void
cl_feed_free (ClFeed *self)
{
  if (self->thread)
    {
      g_mutex_lock (&self->lock);
      self->stopping = TRUE;
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
      g_thread_join (self->thread);
    }
  sqlite3_finalize (self->select);
  sqlite3_close_v2 (self->db);
  for (guint i = 0; i < N_BATCHES; i++)
    {
      g_byte_array_unref (self->batches[i].texts);
      g_free (self->batches[i].error);
    }
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
