/* cl-appender.c: numbers, seals and inserts events, inside one transaction at a time
 *
 * What the triggers demand of others holds here by construction: the position is the head's plus one, the offset that of
 * the partition's head plus one, a run row precedes the first event of another partition or game. Heads and ids are kept
 * in memory and thrown away whenever a transaction is rolled back; the tree and the scalars are restored from a copy.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-appender-private.h"
#include "cl-seal-private.h"

#include <string.h>

#define MAX_CACHED_NAMES 200000

typedef enum
{
  NAME_TYPE,
  NAME_PRODUCER,
  NAME_PLAYER,
  N_NAMES,
} NameTable;

static const char *const name_tables[N_NAMES] = { "type", "producer", "player" };

typedef struct
{
  guint32 id;
  guint64 offset;
  guint8 seal[CL_SEAL_SIZE]; /* of its last event, or what its first one starts from */
  GBytes *origin;
} Head;

/* What a rollback has to restore. */
typedef struct
{
  guint64 position;
  gint64 recorded_at;
  guint32 partition; /* of the last event */
  guint32 game;
  guint32 n_partitions;
  guint32 n_names[N_NAMES];
  ClTree tree;
} Progress;

typedef enum
{
  INSERT_EVENT,
  INSERT_RUN,
  INSERT_COMMIT,
  INSERT_TREE,
  INSERT_PARTITION,
  SELECT_PARTITION,
  SELECT_LAST_RUN,
  SELECT_NEXT_RUN,
  SELECT_RUN_AT,
  SELECT_SEAL,
  SELECT_HEAD,
  BEGIN,
  COMMIT,
  N_STATEMENTS,
} Statement;

/* clang-format off */
static const char *const statements_sql[N_STATEMENTS] = {
  [INSERT_EVENT] = "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
  [INSERT_RUN] = "INSERT INTO run VALUES (?1, ?2, ?3, ?4)",
  [INSERT_COMMIT] = "INSERT INTO commits VALUES (?1, ?2)",
  [INSERT_TREE] = "INSERT INTO tree VALUES (?1, ?2, ?3)",
  [INSERT_PARTITION] = "INSERT INTO partition VALUES (?1, ?2, ?3)",
  [SELECT_PARTITION] = "SELECT id, origin FROM partition WHERE key = ?1",
  [SELECT_LAST_RUN] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 ORDER BY first_offset DESC LIMIT 1",
  [SELECT_NEXT_RUN] = "SELECT first_position FROM run WHERE first_position > ?1 ORDER BY first_position LIMIT 1",
  [SELECT_RUN_AT] = "SELECT first_position, first_offset FROM run WHERE partition = ?1 AND first_offset <= ?2 ORDER BY first_offset DESC LIMIT 1",
  [SELECT_SEAL] = "SELECT seal, recorded_at FROM event WHERE position = ?1",
  [SELECT_HEAD] = "SELECT max(position) FROM event",
  [BEGIN] = "BEGIN IMMEDIATE",
  [COMMIT] = "COMMIT",
};
/* clang-format on */

struct _ClAppender
{
  sqlite3 *db;
  ClIdentity identity;
  ClSealer sealer;
  Progress now;
  Progress before;            /* as it was at BEGIN */
  GHashTable *heads;          /* partition key → Head */
  GHashTable *names[N_NAMES]; /* name → id */
  sqlite3_stmt *statements[N_STATEMENTS];
  sqlite3_stmt *select_name[N_NAMES];
  sqlite3_stmt *insert_name[N_NAMES];
  gint64 (*clock) (gpointer);
  gpointer clock_data;
  guint wal_pages;
};

static void
free_head (gpointer data)
{
  Head *head = data;

  g_bytes_unref (head->origin);
  g_free (head);
}

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
  return SQLITE_OK;
}

/* Runs a statement that gives no rows. */
static gboolean
run_statement (ClAppender *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE)
    cl_db_set_error (self->db, "The ledger could not be written", error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

/* 1 a row is there, 0 there is none, -1 with @error. The caller resets. */
static int
step_row (ClAppender *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return code == SQLITE_ROW;
  cl_db_set_error (self->db, "The ledger could not be read", error);
  return -1;
}

static gboolean
prepare_all (ClAppender *self, GError **error)
{
  for (guint i = 0; i < N_STATEMENTS; i++)
    {
      self->statements[i] = cl_db_prepare (self->db, statements_sql[i], error);
      if (!self->statements[i])
        return FALSE;
    }
  for (guint i = 0; i < N_NAMES; i++)
    {
      g_autofree char *select =
        g_strdup_printf ("SELECT id FROM %s WHERE name = ?1", name_tables[i]);
      g_autofree char *insert = g_strdup_printf ("INSERT INTO %s VALUES (?1, ?2)", name_tables[i]);

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
  for (guint i = 0; i < N_NAMES; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT max(id) FROM %s", name_tables[i]);
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
  if (step_row (self, select, error) != 1)
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
    return TRUE;
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
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_head);
  for (guint i = 0; i < N_NAMES; i++)
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
  for (guint i = 0; i < N_STATEMENTS; i++)
    sqlite3_finalize (self->statements[i]);
  for (guint i = 0; i < N_NAMES; i++)
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

/* 0 with @error on failure. */
static guint32
ensure_name (ClAppender *self, NameTable table, const char *name, GError **error)
{
  guint32 id = GPOINTER_TO_UINT (g_hash_table_lookup (self->names[table], name));
  sqlite3_stmt *select = self->select_name[table], *insert = self->insert_name[table];
  int found;

  if (id)
    return id;
  sqlite3_bind_text (select, 1, name, -1, SQLITE_STATIC);
  found = step_row (self, select, error);
  if (found == 1)
    id = (guint32) sqlite3_column_int64 (select, 0);
  sqlite3_reset (select);
  if (found < 0)
    return 0;
  if (!found)
    {
      id = self->now.n_names[table] + 1;
      sqlite3_bind_int64 (insert, 1, id);
      sqlite3_bind_text (insert, 2, name, -1, SQLITE_STATIC);
      if (!run_statement (self, insert, error))
        return 0;
      self->now.n_names[table] = id;
    }
  if (g_hash_table_size (self->names[table]) >= MAX_CACHED_NAMES)
    g_hash_table_remove_all (self->names[table]);
  g_hash_table_insert (self->names[table], g_strdup (name), GUINT_TO_POINTER (id));
  return id;
}

/* The position of @offset in partition @id, which reaches that far; 0 with @error on failure. */
static guint64
find_position (ClAppender *self, guint32 id, guint64 offset, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_RUN_AT];
  guint64 position = 0;
  int found;

  sqlite3_bind_int64 (select, 1, id);
  sqlite3_bind_int64 (select, 2, (gint64) offset);
  found = step_row (self, select, error);
  if (found == 1)
    position = (guint64) sqlite3_column_int64 (select, 0) + offset -
               (guint64) sqlite3_column_int64 (select, 1);
  else if (found == 0)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "No run holds offset %" G_GUINT64_FORMAT " of its partition",
                 offset);
  sqlite3_reset (select);
  return position;
}

static gboolean
read_seal (ClAppender *self, guint64 position, guint8 seal[CL_SEAL_SIZE], GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_SEAL];
  int found;

  sqlite3_bind_int64 (select, 1, (gint64) position);
  found = step_row (self, select, error);
  if (found == 1 && sqlite3_column_bytes (select, 0) == CL_SEAL_SIZE)
    memcpy (seal, sqlite3_column_blob (select, 0), CL_SEAL_SIZE);
  else if (found >= 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "Event %" G_GUINT64_FORMAT " is missing or has no seal",
                   position);
      found = 0;
    }
  sqlite3_reset (select);
  return found == 1;
}

static void
seal_origin (ClAppender *self, const char *key, GBytes *origin, guint8 seal[CL_SEAL_SIZE])
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (origin, &length);

  cl_sealer_origin (&self->sealer, bytes, length, key, seal);
}

/* Fills offset and seal of a partition that the file has. */
static gboolean
load_head (ClAppender *self, Head *head, GError **error)
{
  sqlite3_stmt *last = self->statements[SELECT_LAST_RUN], *next = self->statements[SELECT_NEXT_RUN];
  guint64 first_position, first_offset, end = self->now.position + 1;
  int found;

  sqlite3_bind_int64 (last, 1, head->id);
  found = step_row (self, last, error);
  first_position = found == 1 ? (guint64) sqlite3_column_int64 (last, 0) : 0;
  first_offset = found == 1 ? (guint64) sqlite3_column_int64 (last, 1) : 0;
  sqlite3_reset (last);
  if (found <= 0)
    return found == 0;
  sqlite3_bind_int64 (next, 1, (gint64) first_position);
  found = step_row (self, next, error);
  if (found == 1)
    end = (guint64) sqlite3_column_int64 (next, 0);
  sqlite3_reset (next);
  if (found < 0)
    return FALSE;
  head->offset = first_offset + (end - first_position) - 1;
  return read_seal (self, end - 1, head->seal, error);
}

/* The partition of @draft as it stands; a new one is only inserted with its first event. */
static Head *
ensure_head (ClAppender *self, ClDraft *draft, GError **error)
{
  Head *head = g_hash_table_lookup (self->heads, draft->partition);
  sqlite3_stmt *select = self->statements[SELECT_PARTITION];
  int found;

  if (head)
    return head;
  head = g_new0 (Head, 1);
  sqlite3_bind_text (select, 1, draft->partition, -1, SQLITE_STATIC);
  found = step_row (self, select, error);
  if (found == 1)
    {
      head->id = (guint32) sqlite3_column_int64 (select, 0);
      head->origin =
        g_bytes_new (sqlite3_column_blob (select, 1), (gsize) sqlite3_column_bytes (select, 1));
    }
  else
    head->origin = g_bytes_new (self->identity.id, sizeof self->identity.id);
  sqlite3_reset (select);
  seal_origin (self, draft->partition, head->origin, head->seal);
  if (found < 0 || (head->id && !load_head (self, head, error)))
    {
      free_head (head);
      return NULL;
    }
  g_hash_table_insert (self->heads, g_strdup (draft->partition), head);
  return head;
}

static gboolean
insert_partition (ClAppender *self, const char *key, Head *head, GError **error)
{
  sqlite3_stmt *insert = self->statements[INSERT_PARTITION];
  gsize length;
  const guint8 *origin = g_bytes_get_data (head->origin, &length);

  head->id = ++self->now.n_partitions;
  sqlite3_bind_int64 (insert, 1, head->id);
  sqlite3_bind_text (insert, 2, key, -1, SQLITE_STATIC);
  sqlite3_bind_blob (insert, 3, origin, (int) length, SQLITE_STATIC);
  return run_statement (self, insert, error);
}

static gboolean
insert_run (ClAppender *self, Head *head, guint32 game, GError **error)
{
  sqlite3_stmt *insert = self->statements[INSERT_RUN];

  sqlite3_bind_int64 (insert, 1, (gint64) self->now.position + 1);
  sqlite3_bind_int64 (insert, 2, head->id);
  sqlite3_bind_int64 (insert, 3, (gint64) head->offset + 1);
  sqlite3_bind_int64 (insert, 4, game);
  self->now.partition = head->id;
  self->now.game = game;
  return run_statement (self, insert, error);
}

static gboolean
insert_subtree_cb (guint level, guint64 number, const guint8 hash[CL_SEAL_SIZE], gpointer user_data)
{
  ClAppender *self = user_data;
  sqlite3_stmt *insert = self->statements[INSERT_TREE];

  if (level < CL_TREE_KEPT_LEVEL)
    return TRUE;
  sqlite3_bind_int64 (insert, 1, level);
  sqlite3_bind_int64 (insert, 2, (gint64) number);
  sqlite3_bind_blob (insert, 3, hash, CL_SEAL_SIZE, SQLITE_STATIC);
  return run_statement (self, insert, NULL);
}

static void
bind_optional (sqlite3_stmt *insert, int column, gboolean present, gint64 value)
{
  if (present)
    sqlite3_bind_int64 (insert, column, value);
  else
    sqlite3_bind_null (insert, column);
}

typedef struct
{
  guint32 type;
  guint32 producer;
  guint32 player; /* 0: none */
} Ids;

static gboolean
insert_event (ClAppender *self,
              const Head *head,
              const ClEvent *event,
              const Ids *ids,
              GError **error)
{
  sqlite3_stmt *insert = self->statements[INSERT_EVENT];

  sqlite3_bind_int64 (insert, 1, (gint64) self->now.position);
  sqlite3_bind_int64 (insert, 2, head->id);
  sqlite3_bind_int64 (insert, 3, (gint64) head->offset);
  sqlite3_bind_int64 (insert, 4, ids->type);
  sqlite3_bind_int64 (insert, 5, event->schema);
  bind_optional (insert, 6, event->game != 0, event->game);
  bind_optional (insert, 7, event->ply != 0, event->ply);
  bind_optional (insert, 8, ids->player != 0, ids->player);
  bind_optional (insert, 9, event->has_move, event->move.move);
  bind_optional (insert, 10, event->has_move, event->move.marks);
  bind_optional (insert, 11, event->clock_ms != CL_NO_CLOCK, event->clock_ms);
  sqlite3_bind_text (insert, 12, event->details, -1, SQLITE_STATIC);
  bind_optional (insert, 13, event->occurred_at != CL_NO_TIME, event->occurred_at);
  sqlite3_bind_int64 (insert, 14, self->now.recorded_at);
  sqlite3_bind_int64 (insert, 15, ids->producer);
  sqlite3_bind_blob (insert, 16, head->seal, CL_SEAL_SIZE, SQLITE_STATIC);
  return run_statement (self, insert, error);
}

static gboolean
append_event (ClAppender *self, Head *head, const ClEvent *event, const Ids *ids, GError **error)
{
  guint8 leaf[CL_SEAL_SIZE];

  if ((head->id != self->now.partition || event->game != self->now.game) &&
      !insert_run (self, head, event->game, error))
    return FALSE;
  self->now.position++;
  head->offset++;
  cl_sealer_event (&self->sealer, head->seal, head->offset, event, head->seal);
  cl_sealer_leaf (&self->sealer, self->now.position, self->now.recorded_at, head->seal, leaf);
  if (!insert_event (self, head, event, ids, error))
    return FALSE;
  if (cl_tree_add (&self->now.tree, &self->sealer, leaf, insert_subtree_cb, self))
    return TRUE;
  cl_db_set_error (self->db, "The ledger could not be written", error);
  return FALSE;
}

static gboolean
append_all (ClAppender *self, Head *head, ClDraft *draft, GError **error)
{
  const ClEvent *previous = NULL;
  Ids ids = { 0 };
  const char *players[2] = { NULL, NULL }; /* the two sides of a game take turns */
  guint32 player_ids[2] = { 0, 0 };

  self->now.recorded_at = MAX (self->now.recorded_at, self->clock (self->clock_data));
  if (!head->id && !insert_partition (self, draft->partition, head, error))
    return FALSE;
  ids.producer = ensure_name (self, NAME_PRODUCER, draft->producer, error);
  if (!ids.producer)
    return FALSE;
  for (guint i = 0; i < draft->events->len; i++)
    {
      const ClEvent *event = &g_array_index (draft->events, ClEvent, i);
      guint side = i & 1;

      if ((!previous || previous->type != event->type) &&
          !(ids.type = ensure_name (self, NAME_TYPE, event->type, error)))
        return FALSE;
      if (event->player && players[side] != event->player)
        {
          if (!(player_ids[side] = ensure_name (self, NAME_PLAYER, event->player, error)))
            return FALSE;
          players[side] = event->player;
        }
      ids.player = event->player ? player_ids[side] : 0;
      if (!append_event (self, head, event, &ids, error))
        return FALSE;
      previous = event;
    }
  return TRUE;
}

static void
set_conflict (GError **error, const char *partition, guint64 offset, guint64 head)
{
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CONFLICT,
               "“%s” holds another event at offset %" G_GUINT64_FORMAT
               " (its last offset is %" G_GUINT64_FORMAT ")",
               partition,
               offset,
               head);
}

/* Stands what @draft says after @expected already? Equal seals are equal bytes, and equal histories before them. */
static gboolean
answer_repeated (ClAppender *self,
                 Head *head,
                 ClDraft *draft,
                 guint64 expected,
                 ClAppended *appended,
                 GError **error)
{
  guint8 seal[CL_SEAL_SIZE], stored[CL_SEAL_SIZE];
  guint64 position;

  if (expected == 0)
    seal_origin (self, draft->partition, head->origin, seal);
  else if (!(position = find_position (self, head->id, expected, error)) ||
           !read_seal (self, position, seal, error))
    return FALSE;
  for (guint i = 0; i < draft->events->len; i++)
    {
      guint64 offset = expected + 1 + i;

      if (offset > head->offset)
        {
          g_set_error (
            error,
            CL_LEDGER_ERROR,
            CL_LEDGER_ERROR_PARTIAL_DUPLICATE,
            "“%s” holds the first %u of %u events already: its last offset is %" G_GUINT64_FORMAT,
            draft->partition,
            i,
            draft->events->len,
            head->offset);
          return FALSE;
        }
      position = find_position (self, head->id, offset, error);
      cl_sealer_event (&self->sealer,
                       seal,
                       offset,
                       &g_array_index (draft->events, ClEvent, i),
                       seal);
      if (!position || !read_seal (self, position, stored, error))
        return FALSE;
      if (memcmp (seal, stored, sizeof seal) != 0)
        {
          set_conflict (error, draft->partition, offset, head->offset);
          return FALSE;
        }
      if (i == 0)
        appended->first_position = position;
      appended->last_position = position;
    }
  appended->duplicate = TRUE;
  return TRUE;
}

/* A partition that is not in the file yet starts as its first draft says. */
static void
set_origin (ClAppender *self, ClDraft *draft, Head *head)
{
  g_bytes_unref (head->origin);
  head->origin = draft->origin ? g_bytes_ref (draft->origin)
                               : g_bytes_new (self->identity.id, sizeof self->identity.id);
  seal_origin (self, draft->partition, head->origin, head->seal);
}

gboolean
cl_appender_add (ClAppender *self,
                 ClDraft *draft,
                 guint64 expected_offset,
                 ClAppended *appended,
                 GError **error)
{
  Head *head = ensure_head (self, draft, error);

  if (!head)
    return FALSE;
  appended->duplicate = FALSE;
  appended->first_offset = expected_offset + 1;
  appended->last_offset = expected_offset + draft->events->len;
  if (!head->id)
    set_origin (self, draft, head);
  else if (draft->origin && !g_bytes_equal (draft->origin, head->origin))
    {
      set_conflict (error, draft->partition, 1, head->offset);
      g_prefix_error (error, "The origins differ: ");
      return FALSE;
    }
  if (expected_offset > head->offset)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_GAP,
                   "“%s” ends at offset %" G_GUINT64_FORMAT ", not yet at %" G_GUINT64_FORMAT,
                   draft->partition,
                   head->offset,
                   expected_offset);
      return FALSE;
    }
  if (expected_offset < head->offset)
    return answer_repeated (self, head, draft, expected_offset, appended, error);
  appended->first_position = self->now.position + 1;
  if (!append_all (self, head, draft, error))
    return FALSE;
  appended->last_position = self->now.position;
  return TRUE;
}

gboolean
cl_appender_begin (ClAppender *self, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_HEAD];
  guint64 head;

  self->before = self->now;
  if (!run_statement (self, self->statements[BEGIN], error))
    return FALSE;
  if (step_row (self, select, error) < 0)
    {
      sqlite3_reset (select);
      return FALSE;
    }
  head = (guint64) sqlite3_column_int64 (select, 0);
  sqlite3_reset (select);
  if (head == self->now.position)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "Somebody else wrote to the ledger: event %" G_GUINT64_FORMAT
               " is the last, expected was %" G_GUINT64_FORMAT,
               head,
               self->now.position);
  return FALSE;
}

gboolean
cl_appender_commit (ClAppender *self, GError **error)
{
  sqlite3_stmt *insert = self->statements[INSERT_COMMIT];
  guint8 root[CL_SEAL_SIZE];

  if (self->now.position == self->before.position)
    {
      cl_appender_rollback (self);
      return TRUE;
    }
  cl_tree_root (&self->now.tree, &self->sealer, root);
  sqlite3_bind_int64 (insert, 1, (gint64) self->now.position);
  sqlite3_bind_blob (insert, 2, root, sizeof root, SQLITE_STATIC);
  return run_statement (self, insert, error) &&
         run_statement (self, self->statements[COMMIT], error);
}

void
cl_appender_rollback (ClAppender *self)
{
  gboolean wrote = self->now.position != self->before.position ||
                   self->now.n_partitions != self->before.n_partitions;

  if (!sqlite3_get_autocommit (self->db))
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  for (guint i = 0; i < N_NAMES; i++)
    wrote = wrote || self->now.n_names[i] != self->before.n_names[i];
  self->now = self->before;
  if (!wrote)
    return;
  g_hash_table_remove_all (self->heads);
  for (guint i = 0; i < N_NAMES; i++)
    g_hash_table_remove_all (self->names[i]);
}

guint
cl_appender_get_wal_pages (const ClAppender *self)
{
  return self->wal_pages;
}

void
cl_appender_checkpoint (ClAppender *self, gboolean truncate)
{
  int code =
    sqlite3_wal_checkpoint_v2 (self->db,
                               NULL,
                               truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
                               NULL,
                               NULL);

  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY && (code & 0xff) != SQLITE_LOCKED)
    g_warning ("The ledger could not be checkpointed: %s", sqlite3_errmsg (self->db));
  self->wal_pages = 0;
}
