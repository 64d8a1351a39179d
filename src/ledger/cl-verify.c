/* cl-verify.c: reads a whole ledger and recomputes everything that it says about itself
 *
 * In order of position: positions are dense, each event belongs to the run that covers it and is the next of its partition,
 * every column has its type and range (so that no two stored values mean the same), the seal is what the columns give,
 * recorded_at never decreases, the tree's root is the one each commit stored. Then the kept subtrees, the lookup tables, the
 * schema, and SQLite's own integrity_check. Rows are read ahead by a thread of their own (cl-feed.c) in batches, each a short
 * transaction: nothing below the head can change while a ledger is in use, so one head taken at the start is enough.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-feed-private.h"
#include "cl-seal-private.h"
#include "cl-verify.h"

#include <string.h>

#define AHEAD 256 /* runs and commits read at once */

typedef struct
{
  char *key;
  guint64 offset;
  guint8 seal[CL_SEAL_SIZE];
} Partition;

/* A row of `run`. */
typedef struct
{
  guint64 first;
  gint64 partition;
  guint64 first_offset;
  gint64 game;
} Run;

/* A row of `commits`. */
typedef struct
{
  guint64 last;
  guint8 root[CL_SEAL_SIZE];
  gboolean whole; /* is the root 32 bytes long? */
} Commit;

typedef struct
{
  sqlite3 *db;
  ClFeed *feed;
  ClVerification *out;
  ClSealer sealer;
  ClTree tree;
  GArray *partitions; /* (element-type Partition), id − 1 */
  ClRowNames names;
  guint64 head;
  guint64 position;  /* of the event at hand, 0 for none */
  guint64 committed; /* the last position whose root was compared */
  gint64 recorded_at;
  Run run;              /* that covers the event at hand */
  GArray *next_runs;    /* (element-type Run): those behind it, as far as they were read */
  guint next_run;       /* the first of them that did not begin */
  GArray *next_commits; /* (element-type Commit) */
  guint next_commit;
  guint64 n_subtrees;
  sqlite3_stmt *runs;
  sqlite3_stmt *commits;
  sqlite3_stmt *subtree;
} Check;

static void
clear_partition (gpointer data)
{
  g_free (((Partition *) data)->key);
}

static void
clear_check (Check *self)
{
  g_clear_pointer (&self->feed, cl_feed_free);
  g_array_unref (self->next_runs);
  g_array_unref (self->next_commits);
  sqlite3_finalize (self->runs);
  sqlite3_finalize (self->commits);
  sqlite3_finalize (self->subtree);
  sqlite3_close_v2 (self->db);
  cl_sealer_clear (&self->sealer);
  g_array_unref (self->partitions);
  cl_row_names_clear (&self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, clear_check)

static Partition *
find_partition (Check *self, gint64 id)
{
  return id > 0 && id <= self->partitions->len
           ? &g_array_index (self->partitions, Partition, id - 1)
           : NULL;
}

/* Where the event at hand should stand, as the runs tell. */
static void
note_place (Check *self)
{
  const Partition *partition = find_partition (self, self->run.partition);

  self->out->broken_position = self->position;
  self->out->broken_offset = partition ? partition->offset + 1 : 0;
  g_strlcpy (self->out->broken_partition,
             partition ? partition->key : "",
             sizeof self->out->broken_partition);
}

G_GNUC_PRINTF (3, 4)
static gboolean
fail (Check *self, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->position)
    note_place (self);
  if (self->out->broken_position && *self->out->broken_partition)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "Event %" G_GUINT64_FORMAT " (offset %" G_GUINT64_FORMAT " of “%s”): %s",
                 self->out->broken_position,
                 self->out->broken_offset,
                 self->out->broken_partition,
                 message);
  else if (self->out->broken_position)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "Event %" G_GUINT64_FORMAT ": %s",
                 self->out->broken_position,
                 message);
  else
    g_set_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT, "%s", message);
  return FALSE;
}

/* SQLite itself gave up at the place at hand. */
static gboolean
fail_reading (Check *self, GError **error)
{
  return fail (self, error, "the file cannot be read: %s", sqlite3_errmsg (self->db));
}

static gboolean
load_partitions (Check *self, GError **error)
{
  g_autoptr (sqlite3_stmt) select =
    cl_db_prepare (self->db, "SELECT id, key, origin FROM partition ORDER BY id", error);
  int code;

  if (!select)
    return FALSE;
  while ((code = sqlite3_step (select)) == SQLITE_ROW)
    {
      Partition partition = { g_strdup (cl_row_text (select, 1)) };

      if (!partition.key ||
          sqlite3_column_int64 (select, 0) != (gint64) self->partitions->len + 1 ||
          sqlite3_column_bytes (select, 2) == 0)
        {
          g_free (partition.key);
          return fail (self,
                       error,
                       "partition %u is missing or not as it was written",
                       self->partitions->len + 1);
        }
      cl_sealer_origin (&self->sealer,
                        sqlite3_column_blob (select, 2),
                        (gsize) sqlite3_column_bytes (select, 2),
                        partition.key,
                        partition.seal);
      g_array_append_val (self->partitions, partition);
    }
  return code == SQLITE_DONE || fail_reading (self, error);
}

/* The next run that did not begin yet (at G_MAXUINT64 if there is none); NULL with @error. */
static const Run *
peek_run (Check *self, GError **error)
{
  Run run = { G_MAXUINT64, 0, 0, 0 };
  int code;

  if (self->next_run < self->next_runs->len)
    return &g_array_index (self->next_runs, Run, self->next_run);
  g_array_set_size (self->next_runs, 0);
  self->next_run = 0;
  sqlite3_bind_int64 (self->runs, 1, (gint64) self->run.first);
  while ((code = sqlite3_step (self->runs)) == SQLITE_ROW)
    {
      const Run found = { (guint64) sqlite3_column_int64 (self->runs, 0),
                          sqlite3_column_int64 (self->runs, 1),
                          (guint64) sqlite3_column_int64 (self->runs, 2),
                          sqlite3_column_int64 (self->runs, 3) };

      g_array_append_val (self->next_runs, found);
    }
  if (code != SQLITE_DONE)
    fail_reading (self, error);
  sqlite3_reset (self->runs);
  if (code != SQLITE_DONE)
    return NULL;
  if (self->next_runs->len == 0)
    g_array_append_val (self->next_runs, run); /* so that nobody asks again */
  return &g_array_index (self->next_runs, Run, 0);
}

/* Moves on to the run that begins with the event at hand, if one does. */
static gboolean
enter_run (Check *self, GError **error)
{
  const Run *next = peek_run (self, error);
  const Partition *partition;
  Run previous = self->run;

  if (!next)
    return FALSE;
  if (next->first != self->position)
    return self->position > 1 || fail (self, error, "no run begins here");
  self->run = *next;
  self->next_run++;
  partition = find_partition (self, self->run.partition);
  if (!partition)
    return fail (self, error, "its run names a partition that is missing");
  if (self->run.first_offset != partition->offset + 1)
    return fail (self,
                 error,
                 "its run begins with offset %" G_GUINT64_FORMAT,
                 self->run.first_offset);
  if (self->run.partition == previous.partition && self->run.game == previous.game)
    return fail (self, error, "a run begins where the one before goes on");
  return TRUE;
}

static gboolean
check_subtree_cb (guint level, guint64 number, const guint8 hash[CL_SEAL_SIZE], gpointer user_data)
{
  Check *self = user_data;
  gboolean same;

  if (level < CL_TREE_KEPT_LEVEL)
    return TRUE;
  sqlite3_bind_int64 (self->subtree, 1, level);
  sqlite3_bind_int64 (self->subtree, 2, (gint64) number);
  same = sqlite3_step (self->subtree) == SQLITE_ROW &&
         sqlite3_column_bytes (self->subtree, 0) == CL_SEAL_SIZE &&
         memcmp (sqlite3_column_blob (self->subtree, 0), hash, CL_SEAL_SIZE) == 0;
  sqlite3_reset (self->subtree);
  self->n_subtrees++;
  return same;
}

/* The next commit that was not compared yet, the same way. */
static const Commit *
peek_commit (Check *self, GError **error)
{
  Commit commit = { G_MAXUINT64, { 0 }, FALSE };
  int code;

  if (self->next_commit < self->next_commits->len)
    return &g_array_index (self->next_commits, Commit, self->next_commit);
  g_array_set_size (self->next_commits, 0);
  self->next_commit = 0;
  sqlite3_bind_int64 (self->commits, 1, (gint64) self->position - 1);
  while ((code = sqlite3_step (self->commits)) == SQLITE_ROW)
    {
      commit.last = (guint64) sqlite3_column_int64 (self->commits, 0);
      commit.whole = sqlite3_column_bytes (self->commits, 1) == CL_SEAL_SIZE;
      if (commit.whole)
        memcpy (commit.root, sqlite3_column_blob (self->commits, 1), CL_SEAL_SIZE);
      g_array_append_val (self->next_commits, commit);
    }
  if (code != SQLITE_DONE)
    fail_reading (self, error);
  sqlite3_reset (self->commits);
  if (code != SQLITE_DONE)
    return NULL;
  commit.last = G_MAXUINT64;
  if (self->next_commits->len == 0)
    g_array_append_val (self->next_commits, commit);
  return &g_array_index (self->next_commits, Commit, 0);
}

/* Compares the root if a commit ends with the event at hand. Its mismatch is a changed position or recorded_at since the commit
 * before, as the seals have been compared already. */
static gboolean
check_commit (Check *self, GError **error)
{
  const Commit *commit = peek_commit (self, error);
  guint8 root[CL_SEAL_SIZE];
  guint64 first = self->committed + 1, last = self->position;

  if (!commit || commit->last != last)
    return commit != NULL;
  self->next_commit++;
  self->committed = last;
  cl_tree_root (&self->tree, &self->sealer, root);
  if (commit->whole && memcmp (commit->root, root, sizeof root) == 0)
    return TRUE;
  if (first == last)
    return fail (self, error, "its recorded_at, or the root stored with it, was changed");
  self->position = 0;
  self->out->broken_position = first;
  return fail (self,
               error,
               "a recorded_at from here to event %" G_GUINT64_FORMAT
               ", or the root stored with them, was changed",
               last);
}

static gboolean
check_event (Check *self, const ClRow *row, GError **error)
{
  guint8 leaf[CL_SEAL_SIZE], seal[CL_SEAL_SIZE];
  gint64 offset = row->numbers[CL_ROW_OFFSET];
  ClEvent event = { 0 };
  Partition *partition;

  if (!enter_run (self, error))
    return FALSE;
  partition = find_partition (self, self->run.partition);
  if ((guint64) row->numbers[CL_ROW_POSITION] != self->position)
    return fail (self, error, "it is missing");
  if (!cl_row_is_sound (row) || !cl_row_read (row, &self->names, &event))
    return fail (self, error, "a column holds what was never written");
  if (!partition || row->numbers[CL_ROW_PARTITION] != self->run.partition ||
      (gint64) event.game != self->run.game)
    return fail (self, error, "its partition or game is not that of its run");
  if ((guint64) offset != partition->offset + 1)
    return fail (self, error, "its offset is %" G_GINT64_FORMAT, offset);
  cl_sealer_event (&self->sealer, partition->seal, partition->offset + 1, &event, seal);
  if (memcmp (row->seal, seal, sizeof seal) != 0)
    return fail (self, error, "the seal is broken: what it says was changed");
  if (row->numbers[CL_ROW_RECORDED_AT] < self->recorded_at)
    return fail (self, error, "it was recorded before the event in front of it");
  self->recorded_at = row->numbers[CL_ROW_RECORDED_AT];
  cl_sealer_leaf (&self->sealer, self->position, self->recorded_at, seal, leaf);
  if (!cl_tree_add (&self->tree, &self->sealer, leaf, check_subtree_cb, self))
    return fail (self, error, "a kept subtree that it completes was changed");
  if (!check_commit (self, error))
    return FALSE;
  memcpy (partition->seal, seal, sizeof seal);
  partition->offset++;
  return TRUE;
}

static gboolean
check_batch (Check *self, const ClFeedBatch *batch, GError **error)
{
  guint i = 0;

  for (self->position = batch->after + 1; self->position <= batch->until; self->position++)
    {
      if (i < batch->n_rows)
        {
          if (!check_event (self, &batch->rows[i++], error))
            return FALSE;
        }
      else if (!enter_run (self, error)) /* whose event it was */
        return FALSE;
      else if (batch->error)
        return fail (self, error, "the file cannot be read: %s", batch->error);
      else
        return fail (self, error, "it is missing");
    }
  self->position = 0;
  return TRUE;
}

/* A number that must be what the events gave. */
static gboolean
check_count (Check *self, const char *what, const char *sql, guint64 expected, GError **error)
{
  gint64 value;

  if (!cl_db_get_number (self->db, sql, 0, &value, error))
    return FALSE;
  return (guint64) value == expected ||
         fail (self,
               error,
               "%s: found %" G_GINT64_FORMAT ", expected %" G_GUINT64_FORMAT,
               what,
               value,
               expected);
}

/* Rows that speak of events which are not there. */
static const char *const beyond_head[][2] = {
  { "runs after the last event",
    "SELECT count(*) FROM run WHERE first_position > (SELECT coalesce(max(position), 0) FROM event)" },
  { "commits after the last event",
    "SELECT count(*) FROM commits WHERE last_position > (SELECT coalesce(max(position), 0) FROM event)" },
  { "subtrees after the last event",
    "SELECT count(*) FROM tree WHERE (number + 1) << level > (SELECT coalesce(max(position), 0) FROM event)" },
  { "rows about the ledger itself beside one", "SELECT count(*) - 1 FROM ledger" },
};

static gboolean
check_rest (Check *self, GError **error)
{
  g_autofree char *subtrees =
    g_strdup_printf ("SELECT count(*) FROM tree WHERE (number + 1) << level <= %" G_GUINT64_FORMAT,
                     self->head);

  if (self->committed != self->head)
    return fail (self,
                 error,
                 "the events after %" G_GUINT64_FORMAT " were never committed",
                 self->committed);
  for (guint i = 0; i < G_N_ELEMENTS (beyond_head); i++)
    if (!check_count (self, beyond_head[i][0], beyond_head[i][1], 0, error))
      return FALSE;
  for (guint i = 0; i < self->partitions->len; i++)
    if (g_array_index (self->partitions, Partition, i).offset == 0)
      return fail (self,
                   error,
                   "partition “%s” has no event",
                   g_array_index (self->partitions, Partition, i).key);
  return check_count (self, "kept subtrees", subtrees, self->n_subtrees, error) &&
         cl_schema_check_identity (self->db, &self->out->identity_sealed, error) &&
         cl_schema_verify (self->db, error);
}

static gboolean
check_integrity (Check *self, GError **error)
{
  g_autoptr (sqlite3_stmt) check = cl_db_prepare (self->db, "PRAGMA integrity_check(1)", error);
  const char *answer;

  if (!check)
    return FALSE;
  if (sqlite3_step (check) != SQLITE_ROW)
    return fail_reading (self, error);
  answer = (const char *) sqlite3_column_text (check, 0);
  return g_strcmp0 (answer, "ok") == 0 || fail (self, error, "SQLite finds: %s", answer);
}

static gboolean
open_check (Check *self, ClLedger *ledger, GError **error)
{
  gint64 head;

  self->db = cl_db_open (cl_ledger_get_path (ledger), CL_DB_READ, FALSE, error);
  if (!self->db || !cl_db_exec (self->db, "BEGIN", error))
    return FALSE;
  if (!cl_db_get_number (self->db, "SELECT max(position) FROM event", 0, &head, error))
    return FALSE;
  self->head = (guint64) head;
  if (!load_partitions (self, error))
    return FALSE;
  for (guint i = 0; i < CL_N_NAMES; i++)
    if (!cl_row_names_load (&self->names, i, self->db, error))
      return FALSE;
  if (!cl_db_exec (self->db, "COMMIT", error))
    return FALSE;
  self->runs = cl_db_prepare (
    self->db,
    "SELECT first_position, partition, first_offset, game FROM run WHERE first_position > ?1 "
    "ORDER BY first_position LIMIT " G_STRINGIFY (AHEAD),
    error);
  if (self->runs)
    self->commits =
      cl_db_prepare (self->db,
                     "SELECT last_position, tree_root FROM commits WHERE last_position > ?1 "
                     "ORDER BY last_position LIMIT " G_STRINGIFY (AHEAD),
                     error);
  if (self->commits)
    self->subtree =
      cl_db_prepare (self->db, "SELECT hash FROM tree WHERE level = ?1 AND number = ?2", error);
  if (self->subtree)
    self->feed = cl_feed_new (cl_ledger_get_path (ledger), self->head, error);
  return self->feed != NULL;
}

static gboolean
check_all (Check *self,
           ClLedger *ledger,
           ClVerifyProgress progress,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  const ClFeedBatch *batch;

  if (!open_check (self, ledger, error))
    return FALSE;
  while ((batch = cl_feed_next (self->feed)))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !check_batch (self, batch, error))
        return FALSE;
      if (progress)
        progress (batch->until, self->head, user_data);
    }
  self->out->n_events = self->head;
  self->out->n_partitions = self->partitions->len;
  cl_tree_root (&self->tree, &self->sealer, self->out->root);
  return check_rest (self, error) && check_integrity (self, error);
}

gboolean
cl_ledger_verify (ClLedger *self,
                  ClVerifyProgress progress,
                  gpointer user_data,
                  GCancellable *cancellable,
                  ClVerification *out,
                  GError **error)
{
  ClVerification ignored;
  g_auto (Check) check = { 0 };

  g_return_val_if_fail (CL_IS_LEDGER (self), FALSE);

  check.out = out ? out : &ignored;
  memset (check.out, 0, sizeof *check.out);
  cl_sealer_init (&check.sealer);
  check.partitions = g_array_new (FALSE, TRUE, sizeof (Partition));
  g_array_set_clear_func (check.partitions, clear_partition);
  check.next_runs = g_array_new (FALSE, FALSE, sizeof (Run));
  check.next_commits = g_array_new (FALSE, FALSE, sizeof (Commit));
  cl_row_names_init (&check.names);
  return check_all (&check, self, progress, user_data, cancellable, error);
}
