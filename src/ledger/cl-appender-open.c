/* cl-appender-open.c: what an appender needs to know before its first transaction, and how it ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-appender-private.h"

#include <string.h>

/* clang-format off */
static const char *const statements_sql[CL_N_STATEMENTS] = {
  [CL_INSERT_EVENT] = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
  [CL_INSERT_RUN] = "INSERT INTO run VALUES (?1, ?2, ?3, ?4)",
  [CL_INSERT_COMMIT] = "INSERT INTO commits VALUES (?1, ?2)",
  [CL_INSERT_TREE] = "INSERT INTO tree VALUES (?1, ?2, ?3)",
  [CL_INSERT_PARTITION] = "INSERT INTO partition VALUES (?1, ?2, ?3)",
  [CL_SELECT_PARTITION] = "SELECT id, origin FROM partition WHERE key = ?1",
  [CL_SELECT_LAST_RUN] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 ORDER BY first_offset DESC LIMIT 1",
  [CL_SELECT_NEXT_RUN] = "SELECT first_position FROM run WHERE first_position > ?1 ORDER BY first_position LIMIT 1",
  [CL_SELECT_RUN_AT] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 AND first_offset <= ?2 ORDER BY first_offset DESC LIMIT 1",
  [CL_SELECT_SEAL] = "SELECT seal, recorded_at FROM event WHERE position = ?1",
  [CL_SELECT_HEAD] = "SELECT max(position) FROM event",
  [CL_BEGIN] = "BEGIN IMMEDIATE",
  [CL_COMMIT] = "COMMIT",
};
/* clang-format on */

static gint64
real_clock (gpointer user_data)
{
  return g_get_real_time ();
}

static int
wal_cb (void *user_data, sqlite3 *db, const char *database, int pages)
{
  ClAppender *self = user_data;

  self->wal_pages = (guint) pages;
  if (self->checkpointed > self->wal_pages)
    self->checkpointed = 0; /* the log began anew */
  return SQLITE_OK;
}

static gboolean
prepare_all (ClAppender *self, GError **error)
{
  for (guint i = 0; i < CL_N_STATEMENTS; i++)
    {
      self->statements[i] = cl_db_prepare (self->db, statements_sql[i], error);
      if (!self->statements[i])
        return FALSE;
    }
  for (guint i = 0; i < CL_N_NAMES; i++)
    {
      g_autofree char *select =
        g_strdup_printf ("SELECT id FROM %s WHERE name = ?1", cl_name_tables[i]);
      g_autofree char *insert =
        g_strdup_printf ("INSERT INTO %s VALUES (?1, ?2)", cl_name_tables[i]);

      self->select_name[i] = cl_db_prepare (self->db, select, error);
      self->insert_name[i] = cl_db_prepare (self->db, insert, error);
      if (!self->select_name[i] || !self->insert_name[i])
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_scalars (ClAppender *self, gint64 *committed, guint8 root[CL_SEAL_SIZE], GError **error)
{
  gint64 head, n_partitions;
  g_autoptr (sqlite3_stmt) last = NULL;

  if (!cl_db_get_number (self->db, "SELECT max(position) FROM event", 0, &head, error) ||
      !cl_db_get_number (self->db,
                         "SELECT recorded_at FROM event ORDER BY position DESC LIMIT 1",
                         0,
                         &self->now.recorded_at,
                         error) ||
      !cl_db_get_number (self->db, "SELECT max(id) FROM partition", 0, &n_partitions, error))
    return FALSE;
  self->now.position = (guint64) head;
  self->now.n_partitions = (guint32) n_partitions;
  for (guint i = 0; i < CL_N_NAMES; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT max(id) FROM %s", cl_name_tables[i]);
      gint64 n;

      if (!cl_db_get_number (self->db, sql, 0, &n, error))
        return FALSE;
      self->now.n_names[i] = (guint32) n;
    }
  last = cl_db_prepare (
    self->db,
    "SELECT last_position, tree_root FROM commits ORDER BY last_position DESC LIMIT 1",
    error);
  if (!last)
    return FALSE;
  *committed = 0;
  if (sqlite3_step (last) == SQLITE_ROW && sqlite3_column_bytes (last, 1) == CL_SEAL_SIZE)
    {
      *committed = sqlite3_column_int64 (last, 0);
      memcpy (root, sqlite3_column_blob (last, 1), CL_SEAL_SIZE);
    }
  return TRUE;
}

static gboolean
load_last_run (ClAppender *self, GError **error)
{
  g_autoptr (sqlite3_stmt) select = cl_db_prepare (
    self->db,
    "SELECT first_position, partition, game FROM run ORDER BY first_position DESC LIMIT 1",
    error);

  if (!select)
    return FALSE;
  if (cl_appender_step (self, select, error) != 1)
    return self->now.position == 0;
  if ((guint64) sqlite3_column_int64 (select, 0) > self->now.position)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "A run begins after the last event");
      return FALSE;
    }
  self->now.partition = (guint32) sqlite3_column_int64 (select, 1);
  self->now.game = (guint32) sqlite3_column_int64 (select, 2);
  return TRUE;
}

/* Complete subtrees from the table, the newest up to 1023 leaves from the events. */
static gboolean
load_tree (ClAppender *self, GError **error)
{
  ClTree *tree = &self->now.tree;
  guint64 kept = self->now.position >> CL_TREE_KEPT_LEVEL << CL_TREE_KEPT_LEVEL;
  g_autoptr (sqlite3_stmt) select =
    cl_db_prepare (self->db, "SELECT hash FROM tree WHERE level = ?1 AND number = ?2", error);
  g_autoptr (sqlite3_stmt) leaves = cl_db_prepare (
    self->db,
    "SELECT position, recorded_at, seal FROM event WHERE position > ?1 ORDER BY position",
    error);

  if (!select || !leaves)
    return FALSE;
  tree->size = kept;
  for (guint level = CL_TREE_KEPT_LEVEL; level < CL_TREE_LEVELS; level++)
    {
      if (!(kept >> level & 1))
        continue;
      sqlite3_bind_int64 (select, 1, level);
      sqlite3_bind_int64 (select, 2, (gint64) (kept >> level) - 1);
      if (sqlite3_step (select) != SQLITE_ROW || sqlite3_column_bytes (select, 0) != CL_SEAL_SIZE)
        {
          g_set_error (error,
                       CL_LEDGER_ERROR,
                       CL_LEDGER_ERROR_CORRUPT,
                       "A subtree of level %u is missing",
                       level);
          return FALSE;
        }
      memcpy (tree->nodes[level], sqlite3_column_blob (select, 0), CL_SEAL_SIZE);
      sqlite3_reset (select);
    }
  sqlite3_bind_int64 (leaves, 1, (gint64) kept);
  while (sqlite3_step (leaves) == SQLITE_ROW)
    {
      guint8 leaf[CL_SEAL_SIZE];

      if (sqlite3_column_bytes (leaves, 2) != CL_SEAL_SIZE || tree->size == self->now.position)
        break;
      cl_sealer_leaf (&self->sealer,
                      (guint64) sqlite3_column_int64 (leaves, 0),
                      sqlite3_column_int64 (leaves, 1),
                      sqlite3_column_blob (leaves, 2),
                      leaf);
      cl_tree_add (tree, &self->sealer, leaf, NULL, NULL);
    }
  return TRUE;
}

/* Files of older programs have no seal of their identity yet: they get one with their next writer. */
static gboolean
ensure_identity_seal (ClAppender *self, GError **error)
{
  gboolean sealed;

  return cl_schema_check_identity (self->db, &sealed, error) &&
         (sealed || cl_schema_seal_identity (self->db, &self->identity, error));
}

static gboolean
load (ClAppender *self, GError **error)
{
  gint64 committed;
  guint8 expected[CL_SEAL_SIZE] = { 0 }, root[CL_SEAL_SIZE];

  if (!load_scalars (self, &committed, expected, error) || !load_last_run (self, error) ||
      !load_tree (self, error))
    return FALSE;
  cl_tree_root (&self->now.tree, &self->sealer, root);
  if ((guint64) committed == self->now.position && self->now.tree.size == self->now.position &&
      (committed == 0 || memcmp (root, expected, sizeof root) == 0))
    return ensure_identity_seal (self, error);
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "The newest events (from %" G_GUINT64_FORMAT
               ") do not match what was committed; verify names the place",
               (self->now.position >> CL_TREE_KEPT_LEVEL << CL_TREE_KEPT_LEVEL) + 1);
  return FALSE;
}

ClAppender *
cl_appender_new (sqlite3 *db, const ClIdentity *identity, GError **error)
{
  g_autoptr (ClAppender) self = g_new0 (ClAppender, 1);

  self->db = db;
  self->identity = *identity;
  cl_sealer_init (&self->sealer);
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, cl_head_free);
  for (guint i = 0; i < CL_N_NAMES; i++)
    self->names[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->clock = real_clock;
  sqlite3_wal_hook (db, wal_cb, self);
  if (!load (self, error) || !prepare_all (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cl_appender_free (ClAppender *self)
{
  for (guint i = 0; i < CL_N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  for (guint i = 0; i < CL_N_NAMES; i++)
    {
      sqlite3_finalize (self->select_name[i]);
      sqlite3_finalize (self->insert_name[i]);
      g_hash_table_unref (self->names[i]);
    }
  g_hash_table_unref (self->heads);
  cl_sealer_clear (&self->sealer);
  sqlite3_close_v2 (self->db);
  g_free (self);
}

void
cl_appender_set_clock (ClAppender *self, gint64 (*now) (gpointer), gpointer user_data)
{
  self->clock = now ? now : real_clock;
  self->clock_data = user_data;
}

guint64
cl_appender_get_head (const ClAppender *self)
{
  return self->now.position;
}

guint
cl_appender_get_wal_pages (const ClAppender *self)
{
  return self->wal_pages - self->checkpointed;
}

void
cl_appender_checkpoint (ClAppender *self, gboolean truncate)
{
  int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, n_log = -1,
      n_done = -1, code;

  sqlite3_busy_timeout (self->db, 0); /* a reader in the way: another time */
  code = sqlite3_wal_checkpoint_v2 (self->db, NULL, mode, &n_log, &n_done);
  sqlite3_busy_timeout (self->db, CL_DB_BUSY_MS);
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED)
    g_warning ("The ledger could not be checkpointed: %s", sqlite3_errmsg (self->db));
  /* Whatever was left is tried again with the next pages, not at once. */
  self->wal_pages = (guint) MAX (n_log, 0);
  self->checkpointed = self->wal_pages;
}
