/* cl-proof.c: finds the hashes of a proof in the file, without rereading what the stored subtrees already say
 *
 * A complete subtree of 1024 leaves or more is one row of `tree`. What is smaller, or ends at the right edge, is hashed from at
 * most 1023 leaves. So a proof about the first of ten million events costs as many rows as one about the last.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-db-private.h"
#include "cl-ledger-private.h"
#include "cl-proof.h"
#include "cl-reader.h"
#include "cl-seal-private.h"

#include <string.h>

#define KEPT_LEAVES (G_GUINT64_CONSTANT (1) << CL_TREE_KEPT_LEVEL)

struct _ClProver
{
  sqlite3 *db;
  ClReader *reader;
  ClSealer sealer;
  sqlite3_stmt *leaves;
  sqlite3_stmt *subtree;
  sqlite3_stmt *origin;
  guint64 rows_read;
};

ClProver *
cl_prover_new (ClLedger *ledger, GError **error)
{
  g_autoptr (ClProver) self = NULL;

  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  self = g_new0 (ClProver, 1);
  cl_sealer_init (&self->sealer);
  self->reader = cl_reader_new (ledger, error);
  if (self->reader)
    self->db = cl_db_open (cl_ledger_get_path (ledger), CL_DB_READ, FALSE, error);
  if (self->db)
    self->leaves = cl_db_prepare (
      self->db,
      "SELECT position, recorded_at, seal FROM event WHERE position > ?1 AND position <= ?2 ORDER BY position",
      error);
  if (self->leaves)
    self->subtree =
      cl_db_prepare (self->db, "SELECT hash FROM tree WHERE level = ?1 AND number = ?2", error);
  if (self->subtree)
    self->origin = cl_db_prepare (self->db, "SELECT origin FROM partition WHERE key = ?1", error);
  return self->origin ? g_steal_pointer (&self) : NULL;
}

void
cl_prover_free (ClProver *self)
{
  sqlite3_finalize (self->leaves);
  sqlite3_finalize (self->subtree);
  sqlite3_finalize (self->origin);
  sqlite3_close_v2 (self->db);
  g_clear_pointer (&self->reader, cl_reader_free);
  cl_sealer_clear (&self->sealer);
  g_free (self);
}

guint64
cl_prover_get_rows_read (const ClProver *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows_read;
}

static gboolean
hash_leaves (ClProver *self, guint64 start, guint64 n, guint8 out[CL_SEAL_SIZE], GError **error)
{
  ClTree tree = { 0 };
  guint8 leaf[CL_SEAL_SIZE];
  int code;

  sqlite3_bind_int64 (self->leaves, 1, (gint64) start);
  sqlite3_bind_int64 (self->leaves, 2, (gint64) (start + n));
  while ((code = sqlite3_step (self->leaves)) == SQLITE_ROW)
    {
      self->rows_read++;
      if ((guint64) sqlite3_column_int64 (self->leaves, 0) != start + tree.size + 1 ||
          sqlite3_column_bytes (self->leaves, 2) != CL_SEAL_SIZE)
        break;
      cl_sealer_leaf (&self->sealer,
                      start + tree.size + 1,
                      sqlite3_column_int64 (self->leaves, 1),
                      sqlite3_column_blob (self->leaves, 2),
                      leaf);
      cl_tree_add (&tree, &self->sealer, leaf, NULL, NULL);
    }
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    cl_db_set_error (self->db, "The ledger could not be read", error);
  sqlite3_reset (self->leaves);
  if (code == SQLITE_DONE && tree.size == n)
    {
      cl_tree_root (&tree, &self->sealer, out);
      return TRUE;
    }
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "Event %" G_GUINT64_FORMAT " is missing or has no seal",
                 start + tree.size + 1);
  return FALSE;
}

static gboolean
read_subtree (ClProver *self, guint level, guint64 number, guint8 out[CL_SEAL_SIZE], GError **error)
{
  int code;

  sqlite3_bind_int64 (self->subtree, 1, level);
  sqlite3_bind_int64 (self->subtree, 2, (gint64) number);
  code = sqlite3_step (self->subtree);
  if (code == SQLITE_ROW && sqlite3_column_bytes (self->subtree, 0) == CL_SEAL_SIZE)
    {
      self->rows_read++;
      memcpy (out, sqlite3_column_blob (self->subtree, 0), CL_SEAL_SIZE);
      sqlite3_reset (self->subtree);
      return TRUE;
    }
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "Subtree %" G_GUINT64_FORMAT " of level %u is missing",
                 number,
                 level);
  else
    cl_db_set_error (self->db, "The ledger could not be read", error);
  sqlite3_reset (self->subtree);
  return FALSE;
}

/* The largest power of two below @n; 2 ≤ n. */
static guint64
split_point (guint64 n)
{
  guint64 k = 1;

  while (k << 1 < n)
    k <<= 1;
  return k;
}

/* The hash of the @n leaves from number @start on; 1 ≤ n, and @start is what the tree's shape gives. */
static gboolean
hash_range (ClProver *self, guint64 start, guint64 n, guint8 out[CL_SEAL_SIZE], GError **error)
{
  guint8 left[CL_SEAL_SIZE], right[CL_SEAL_SIZE];
  guint level = 0;
  guint64 k;

  if (n < KEPT_LEAVES)
    return hash_leaves (self, start, n, out, error);
  if ((n & (n - 1)) == 0)
    {
      while (n >> level > 1)
        level++;
      return read_subtree (self, level, start >> level, out, error);
    }
  k = split_point (n);
  if (!hash_range (self, start, k, left, error) ||
      !hash_range (self, start + k, n - k, right, error))
    return FALSE;
  cl_sealer_node (&self->sealer, left, right, out);
  return TRUE;
}

static gboolean
check_size (guint64 part, guint64 whole, GError **error)
{
  if (part <= whole)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "There is no event %" G_GUINT64_FORMAT " among the first %" G_GUINT64_FORMAT,
               part,
               whole);
  return FALSE;
}

gboolean
cl_prover_root (ClProver *self, guint64 size, guint8 root[CL_SEAL_SIZE], GError **error)
{
  ClTree empty = { 0 };

  g_return_val_if_fail (self != NULL && root != NULL, FALSE);

  if (size > 0)
    return hash_range (self, 0, size, root, error);
  cl_tree_root (&empty, &self->sealer, root);
  return TRUE;
}

/* Puts the hash of a range in front of @hashes: proofs are listed from the leaf up, and found from the root down. */
static gboolean
prepend_range (ClProver *self, guint64 start, guint64 n, GByteArray *hashes, GError **error)
{
  guint8 hash[CL_SEAL_SIZE];

  if (!hash_range (self, start, n, hash, error))
    return FALSE;
  g_byte_array_prepend (hashes, hash, sizeof hash);
  return TRUE;
}

gboolean
cl_prover_inclusion (ClProver *self,
                     guint64 position,
                     guint64 size,
                     GByteArray *hashes,
                     GError **error)
{
  guint64 start = 0, index = position - 1;

  g_return_val_if_fail (self != NULL && position > 0, FALSE);

  g_byte_array_set_size (hashes, 0);
  if (!check_size (position, size, error))
    return FALSE;
  while (size > 1)
    {
      guint64 k = split_point (size);
      gboolean left = index < k;

      if (!prepend_range (self, left ? start + k : start, left ? size - k : k, hashes, error))
        return FALSE;
      start += left ? 0 : k;
      index -= left ? 0 : k;
      size = left ? k : size - k;
    }
  return TRUE;
}

gboolean
cl_prover_consistency (ClProver *self,
                       guint64 old_size,
                       guint64 size,
                       GByteArray *hashes,
                       GError **error)
{
  guint64 start = 0, old = old_size;
  gboolean complete = TRUE; /* the old tree is a subtree that the verifier knows */

  g_return_val_if_fail (self != NULL, FALSE);

  g_byte_array_set_size (hashes, 0);
  if (!check_size (old_size, size, error))
    return FALSE;
  if (old_size == 0)
    return TRUE; /* everything begins with nothing */
  while (old < size)
    {
      guint64 k = split_point (size);
      gboolean left = old <= k;

      if (!prepend_range (self, left ? start + k : start, left ? size - k : k, hashes, error))
        return FALSE;
      complete = complete && left;
      start += left ? 0 : k;
      old -= left ? 0 : k;
      size = left ? k : size - k;
    }
  return complete || prepend_range (self, start, size, hashes, error);
}

/* The seal before @event in its partition. */
static gboolean
read_previous (ClProver *self, const ClEvent *event, guint8 previous[CL_SEAL_SIZE], GError **error)
{
  g_autoptr (ClEvents) before = NULL;
  gboolean found;

  if (event->offset > 1)
    {
      before = cl_reader_read_at (self->reader, event->partition, event->offset - 1, error);
      found = before && cl_events_get_length (before) == 1;
      if (found)
        memcpy (previous, cl_events_get (before, 0)->seal, CL_SEAL_SIZE);
    }
  else
    {
      sqlite3_bind_text (self->origin, 1, event->partition, -1, SQLITE_STATIC);
      found = sqlite3_step (self->origin) == SQLITE_ROW;
      if (found)
        cl_sealer_origin (&self->sealer,
                          sqlite3_column_blob (self->origin, 0),
                          (gsize) sqlite3_column_bytes (self->origin, 0),
                          event->partition,
                          previous);
      sqlite3_reset (self->origin);
    }
  if (!found && error && !*error)
    g_set_error (error,
                 CL_LEDGER_ERROR,
                 CL_LEDGER_ERROR_CORRUPT,
                 "What precedes event %" G_GUINT64_FORMAT " in “%s” is missing",
                 event->position,
                 event->partition);
  return found;
}

GBytes *
cl_prover_read_entry (ClProver *self, guint64 position, GError **error)
{
  g_autoptr (ClEvents) events = NULL;
  guint8 previous[CL_SEAL_SIZE];
  const ClEvent *event;
  const guint8 *bytes;
  GByteArray *entry;
  guint64 big;
  gsize length;

  g_return_val_if_fail (self != NULL && position > 0, NULL);

  events = cl_reader_read (self->reader, position - 1, position, 1, error);
  if (!events)
    return NULL;
  if (cl_events_get_length (events) == 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_INVALID,
                   "There is no event %" G_GUINT64_FORMAT,
                   position);
      return NULL;
    }
  event = cl_events_get (events, 0);
  if (!read_previous (self, event, previous, error))
    return NULL;
  entry = g_byte_array_new ();
  big = GUINT64_TO_BE (position);
  g_byte_array_append (entry, (const guint8 *) &big, sizeof big);
  big = GUINT64_TO_BE ((guint64) event->recorded_at);
  g_byte_array_append (entry, (const guint8 *) &big, sizeof big);
  bytes = cl_sealer_event_bytes (&self->sealer, previous, event->offset, event, &length);
  g_byte_array_append (entry, bytes, (guint) length);
  return g_byte_array_free_to_bytes (entry);
}
