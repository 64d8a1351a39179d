/* cl-verify.c: reads a whole ledger and recomputes everything that it says about itself
 *
 * In order of position: positions are dense, each event belongs to the run that covers it and is the next of its partition,
 * every column has its type and range (so that no two stored values mean the same), the seal is what the columns give,
 * recorded_at never decreases, the tree's root is the one each commit stored. Then the kept subtrees, the lookup tables, the
 * schema, and SQLite's own integrity_check. Events are read in batches, each a short transaction: nothing below the head
 * can change while a ledger is in use, so one head taken at the start is enough.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-row-private.h"
#include "cl-seal-private.h"
#include "cl-verify.h"

#include <string.h>

#define BATCH 10000

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

typedef struct
{
  sqlite3 *db;
  ClVerification *out;
  ClSealer sealer;
  ClTree tree;
  GArray *partitions; /* (element-type Partition), id − 1 */
  ClRowNames names;
  guint64 head;
  guint64 committed; /* the last position whose root was compared */
  gint64 recorded_at;
  Run run;      /* that covers the event at hand */
  Run next_run; /* first = 0: none in this batch */
  guint64 n_subtrees;
  sqlite3_stmt *events;
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
  sqlite3_finalize (self->events);
  sqlite3_finalize (self->runs);
  sqlite3_finalize (self->commits);
  sqlite3_finalize (self->subtree);
  sqlite3_close_v2 (self->db);
  cl_sealer_clear (&self->sealer);
  g_array_unref (self->partitions);
  cl_row_names_clear (&self->names);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Check, clear_check)

G_GNUC_PRINTF (3, 4)
static gboolean
fail (Check *self, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
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

static Partition *
find_partition (Check *self, gint64 id)
{
  return id > 0 && id <= self->partitions->len
           ? &g_array_index (self->partitions, Partition, id - 1)
           : NULL;
}

/* Where the event at hand should stand, as the runs tell. */
static void
note_place (Check *self, guint64 position)
{
  const Partition *partition = find_partition (self, self->run.partition);

  self->out->broken_position = position;
  self->out->broken_offset = partition ? partition->offset + 1 : 0;
  g_strlcpy (self->out->broken_partition,
             partition ? partition->key : "",
             sizeof self->out->broken_partition);
}

static void
forget_place (Check *self)
{
  self->out->broken_position = self->out->broken_offset = 0;
  *self->out->broken_partition = '\0';
}

/* Moves on to the run that begins at @position, if one does. */
static gboolean
enter_run (Check *self, guint64 position, GError **error)
{
  const Partition *partition;
  Run previous = self->run;
  int code;

  if (self->next_run.first != position)
    return position > 1 || fail (self, error, "no run begins here");
  self->run = self->next_run;
  code = sqlite3_step (self->runs);
  self->next_run = (Run){ 0 };
  if (code == SQLITE_ROW)
    self->next_run = (Run){ (guint64) sqlite3_column_int64 (self->runs, 0),
                            sqlite3_column_int64 (self->runs, 1),
                            (guint64) sqlite3_column_int64 (self->runs, 2),
                            sqlite3_column_int64 (self->runs, 3) };
  else if (code != SQLITE_DONE)
    return fail_reading (self, error);
  partition = find_partition (self, self->run.partition);
  note_place (self, position);
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

/* Compares the root if a commit ends at @position. Its mismatch is a changed position or recorded_at since the commit before, as
 * the seals have been compared already. */
static gboolean
check_commit (Check *self, guint64 position, GError **error)
{
  guint8 root[CL_SEAL_SIZE];
  guint64 first = self->committed + 1;
  int code;

  sqlite3_bind_int64 (self->commits, 1, (gint64) position);
  code = sqlite3_step (self->commits);
  if (code == SQLITE_ROW)
    {
      cl_tree_root (&self->tree, &self->sealer, root);
      self->committed = position;
      if (sqlite3_column_bytes (self->commits, 0) != CL_SEAL_SIZE ||
          memcmp (sqlite3_column_blob (self->commits, 0), root, sizeof root) != 0)
        {
          sqlite3_reset (self->commits);
          if (first != position)
            {
              self->out->broken_position = first;
              self->out->broken_offset = 0;
              *self->out->broken_partition = '\0';
              return fail (self,
                           error,
                           "a recorded_at from here to event %" G_GUINT64_FORMAT
                           ", or the root stored with them, was changed",
                           position);
            }
          return fail (self, error, "its recorded_at, or the root stored with it, was changed");
        }
    }
  sqlite3_reset (self->commits);
  return code == SQLITE_ROW || code == SQLITE_DONE || fail_reading (self, error);
}

static gboolean
check_event (Check *self, guint64 position, GError **error)
{
  sqlite3_stmt *row = self->events;
  guint8 leaf[CL_SEAL_SIZE];
  ClEvent event = { 0 };
  Partition *partition;

  if (!enter_run (self, position, error))
    return FALSE;
  note_place (self, position);
  partition = find_partition (self, self->run.partition);
  if ((guint64) sqlite3_column_int64 (row, 0) != position)
    return fail (self, error, "it is missing");
  if (!cl_row_is_sound (row) || !cl_row_read (row, &self->names, &event))
    return fail (self, error, "a column holds what was never written");
  if (!partition || sqlite3_column_int64 (row, 1) != self->run.partition ||
      (gint64) event.game != self->run.game)
    return fail (self, error, "its partition or game is not that of its run");
  if ((guint64) sqlite3_column_int64 (row, 2) != partition->offset + 1)
    return fail (self, error, "its offset is %lld", (long long) sqlite3_column_int64 (row, 2));
  partition->offset++;
  cl_sealer_event (&self->sealer, partition->seal, partition->offset, &event, partition->seal);
  if (sqlite3_column_bytes (row, 15) != CL_SEAL_SIZE ||
      memcmp (sqlite3_column_blob (row, 15), partition->seal, CL_SEAL_SIZE) != 0)
    return fail (self, error, "the seal is broken: what it says was changed");
  if (sqlite3_column_int64 (row, 13) < self->recorded_at)
    return fail (self, error, "it was recorded before the event in front of it");
  self->recorded_at = sqlite3_column_int64 (row, 13);
  cl_sealer_leaf (&self->sealer, position, self->recorded_at, partition->seal, leaf);
  if (!cl_tree_add (&self->tree, &self->sealer, leaf, check_subtree_cb, self))
    return fail (self, error, "a kept subtree that it completes was changed");
  return check_commit (self, position, error);
}

/* Events @after + 1 … @until, one read transaction. */
static gboolean
check_batch (Check *self, guint64 after, guint64 until, GError **error)
{
  guint64 position = after;
  gboolean ok = TRUE;
  int code;

  sqlite3_bind_int64 (self->events, 1, (gint64) after);
  sqlite3_bind_int64 (self->events, 2, (gint64) until);
  sqlite3_bind_int64 (self->runs, 1, (gint64) after);
  code = sqlite3_step (self->runs);
  if (code == SQLITE_ROW)
    self->next_run = (Run){ (guint64) sqlite3_column_int64 (self->runs, 0),
                            sqlite3_column_int64 (self->runs, 1),
                            (guint64) sqlite3_column_int64 (self->runs, 2),
                            sqlite3_column_int64 (self->runs, 3) };
  else
    self->next_run = (Run){ 0 };
  while (ok && position < until)
    {
      code = sqlite3_step (self->events);
      note_place (self, ++position);
      if (code == SQLITE_ROW)
        ok = check_event (self, position, error);
      else if (code == SQLITE_DONE)
        ok = fail (self, error, "it is missing");
      else
        ok = fail_reading (self, error);
    }
  sqlite3_reset (self->events);
  sqlite3_reset (self->runs);
  if (ok)
    forget_place (self);
  return ok;
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
  self->events =
    cl_db_prepare (self->db,
                   "SELECT * FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position",
                   error);
  if (self->events)
    self->runs = cl_db_prepare (
      self->db,
      "SELECT first_position, partition, first_offset, game FROM run WHERE first_position > ?1 ORDER BY first_position",
      error);
  if (self->runs)
    self->commits =
      cl_db_prepare (self->db, "SELECT tree_root FROM commits WHERE last_position = ?1", error);
  if (self->commits)
    self->subtree =
      cl_db_prepare (self->db, "SELECT hash FROM tree WHERE level = ?1 AND number = ?2", error);
  return self->subtree != NULL;
}

static gboolean
check_all (Check *self,
           ClLedger *ledger,
           ClVerifyProgress progress,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  if (!open_check (self, ledger, error))
    return FALSE;
  for (guint64 done = 0; done < self->head; done += MIN (BATCH, self->head - done))
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !check_batch (self, done, MIN (done + BATCH, self->head), error))
        return FALSE;
      if (progress)
        progress (MIN (done + BATCH, self->head), self->head, user_data);
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
  cl_row_names_init (&check.names);
  return check_all (&check, self, progress, user_data, cancellable, error);
}
