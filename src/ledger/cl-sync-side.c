/* cl-sync-side.c: one of the two ledgers of a sync: which partitions it has, and what can be read of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-sync-private.h"

#include <string.h>

void
cl_sync_partition_free (gpointer data)
{
  ClSyncPartition *self = data;

  g_free (self->key);
  g_free (self->name);
  g_free (self->identity);
  g_bytes_unref (self->origin);
  g_free (self);
}

static ClSyncPartition *
add_partition (ClSyncSide *self, const char *key, GBytes *origin)
{
  ClSyncPartition *partition = g_new0 (ClSyncPartition, 1);
  gsize length;
  const guint8 *bytes = g_bytes_get_data (origin, &length);

  partition->key = g_strdup (key);
  partition->name = cl_partition_dup_name (key, bytes, length);
  partition->identity = cl_partition_dup_identity (key, bytes, length);
  partition->origin = g_bytes_ref (origin);
  g_hash_table_replace (self->partitions, partition->identity, partition);
  g_hash_table_insert (self->keys, partition->key, partition);
  return partition;
}

/* Two keys of one identity: the writer refuses that, so somebody else wrote it. */
static gboolean
check_unique (ClSyncSide *self, const ClPartitionInfo *info, GError **error)
{
  g_autofree char *identity =
    cl_partition_dup_identity (info->key, info->origin, info->origin_length);
  const ClSyncPartition *other = g_hash_table_lookup (self->partitions, identity);

  if (!other)
    return TRUE;
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_CORRUPT,
               "“%s” and “%s” are the same partition",
               other->key,
               info->key);
  return FALSE;
}

static gboolean
list_partitions (ClSyncSide *self, GError **error)
{
  g_autoptr (GArray) list = cl_reader_list_partitions (self->reader, error);

  if (!list)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (list, ClPartitionInfo, i);
      g_autoptr (GBytes) origin = g_bytes_new (info->origin, info->origin_length);
      ClSyncPartition *partition;

      if (!check_unique (self, info, error))
        return FALSE;
      partition = add_partition (self, info->key, origin);
      partition->head = info->head;
      memcpy (partition->seal, info->seal, CL_SEAL_SIZE);
      g_ptr_array_add (self->order, g_strdup (partition->identity));
    }
  return TRUE;
}

gboolean
cl_sync_side_init (ClSyncSide *self,
                   guint index,
                   ClLedger *ledger,
                   ClSealer *sealer,
                   GError **error)
{
  self->index = index;
  self->ledger = g_object_ref (ledger);
  self->partitions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, cl_sync_partition_free);
  self->keys = g_hash_table_new (g_str_hash, g_str_equal);
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->reader = cl_reader_new (ledger, error);
  return self->reader && list_partitions (self, error);
}

void
cl_sync_side_clear (ClSyncSide *self)
{
  g_clear_pointer (&self->reader, cl_reader_free);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_clear_pointer (&self->partitions, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_object (&self->ledger);
}

/* Is @key free here, fit for a key, and does it mean @branch? */
static gboolean
fits (ClSyncSide *self, const char *key, const ClSyncBranch *branch)
{
  gsize length;
  const guint8 *origin = g_bytes_get_data (branch->origin, &length);
  g_autofree char *name = cl_partition_dup_name (key, origin, length);

  return strlen (key) <= CL_PARTITION_KEY_MAX && !g_hash_table_contains (self->keys, key) &&
         strcmp (name, branch->name) == 0;
}

ClSyncPartition *
cl_sync_side_begin (ClSyncSide *self, const ClSyncBranch *branch, ClSealer *sealer, GError **error)
{
  return cl_sync_side_begin_as (self, branch, branch->name, sealer, error);
}

ClSyncPartition *
cl_sync_side_begin_as (ClSyncSide *self,
                       const ClSyncBranch *branch,
                       const char *key,
                       ClSealer *sealer,
                       GError **error)
{
  gsize length;
  const guint8 *origin = g_bytes_get_data (branch->origin, &length);
  g_autofree char *marked = cl_partition_dup_marked (branch->name, origin, length, FALSE);
  g_autofree char *whole = cl_partition_dup_marked (branch->name, origin, length, TRUE);
  const char *keys[] = { key, branch->name, marked, whole };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (fits (self, keys[i], branch))
      {
        ClSyncPartition *partition = add_partition (self, keys[i], branch->origin);

        cl_sealer_origin (sealer, origin, length, partition->key, partition->seal);
        return partition;
      }
  g_set_error (error,
               CL_LEDGER_ERROR,
               CL_LEDGER_ERROR_INVALID,
               "“%s” cannot be copied: no name of at most %d bytes is free for it",
               branch->identity,
               CL_PARTITION_KEY_MAX);
  return NULL;
}

gboolean
cl_sync_side_flush (ClSyncSide *self, const ClSyncPartition *partition, GError **error)
{
  if (partition->sent <= self->n_flushed)
    return TRUE;
  if (!cl_ledger_flush (self->ledger, error))
    return FALSE;
  self->n_flushed = self->n_sent;
  return TRUE;
}

gboolean /* lint: allow parameters: where, of what, and what for */
cl_sync_side_read_seal (ClSyncSide *self,
                        ClSealer *sealer,
                        const ClSyncPartition *partition,
                        guint64 offset,
                        guint8 seal[CL_SEAL_SIZE],
                        GError **error)
{
  g_autoptr (ClEvents) events = NULL;

  if (offset == 0)
    {
      cl_sealer_origin (sealer,
                        g_bytes_get_data (partition->origin, NULL),
                        g_bytes_get_size (partition->origin),
                        partition->key,
                        seal);
      return TRUE;
    }
  if (offset == partition->head)
    {
      memcpy (seal, partition->seal, CL_SEAL_SIZE);
      return TRUE;
    }
  if (!cl_sync_side_flush (self, partition, error))
    return FALSE;
  events = cl_reader_read_at (self->reader, partition->key, offset, error);
  if (!events)
    return FALSE;
  if (cl_events_get_length (events) == 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "“%s” has no event at offset %" G_GUINT64_FORMAT,
                   partition->key,
                   offset);
      return FALSE;
    }
  memcpy (seal, cl_events_get (events, 0)->seal, CL_SEAL_SIZE);
  return TRUE;
}

gboolean
cl_sync_side_check (ClSyncSide *self, GError **error)
{
  g_autoptr (GArray) list = NULL;

  if (self->n_sent == 0)
    return TRUE;
  if (!cl_ledger_flush (self->ledger, error))
    return FALSE;
  list = cl_reader_list_partitions (self->reader, error);
  if (!list)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (list, ClPartitionInfo, i);
      const ClSyncPartition *sent = g_hash_table_lookup (self->keys, info->key);

      if (!sent || !sent->sent || info->head > sent->head ||
          (info->head == sent->head && memcmp (info->seal, sent->seal, CL_SEAL_SIZE) == 0))
        continue;
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "“%s” did not arrive as it was sent (offset %" G_GUINT64_FORMAT ")",
                   info->key,
                   info->head);
      return FALSE;
    }
  return TRUE;
}
