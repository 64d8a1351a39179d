/* cl-reader-partitions.c: which partitions there are and how far each goes: the ledger's vector clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-reader-private.h"

#include <string.h>

static gboolean
read_head_seal (ClReader *self, ClPartitionInfo *info, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_SEAL];
  int found;

  sqlite3_bind_int64 (select, 1, (gint64) info->head_position);
  found = cl_reader_step (self, select, error);
  if (found == 1 && sqlite3_column_bytes (select, 0) == CL_SEAL_SIZE)
    memcpy (info->seal, sqlite3_column_blob (select, 0), CL_SEAL_SIZE);
  else if (found >= 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "Event %" G_GUINT64_FORMAT " is missing or has no seal",
                   info->head_position);
      found = -1;
    }
  sqlite3_reset (select);
  return found == 1;
}

static gboolean
read_last_game (ClReader *self, guint32 id, ClPartitionInfo *info, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_LAST_GAME];
  int found;

  sqlite3_bind_int64 (select, 1, id);
  found = cl_reader_step (self, select, error);
  info->last_game = found == 1 ? (guint32) sqlite3_column_int64 (select, 0) : 0;
  sqlite3_reset (select);
  return found >= 0;
}

static gboolean
read_origin (ClReader *self, guint32 id, ClPartitionInfo *info, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_ORIGIN];
  int found, length;

  sqlite3_bind_int64 (select, 1, id);
  found = cl_reader_step (self, select, error);
  length = found == 1 ? sqlite3_column_bytes (select, 0) : 0;
  if (length > 0 && length <= CL_PARTITION_ORIGIN_MAX)
    {
      memcpy (info->origin, sqlite3_column_blob (select, 0), (gsize) length);
      info->origin_length = (guint8) length;
      info->began_here = length == sizeof self->ledger_id &&
                         memcmp (info->origin, self->ledger_id, sizeof self->ledger_id) == 0;
    }
  else if (found >= 0)
    {
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CORRUPT,
                   "“%s” has no origin",
                   info->key);
      found = -1;
    }
  sqlite3_reset (select);
  return found == 1;
}

/* Fills all of @info but the key. */
static gboolean
read_info (ClReader *self, guint32 id, ClPartitionInfo *info, GError **error)
{
  sqlite3_stmt *last = self->statements[SELECT_LAST_RUN];
  guint64 first = 0, first_offset = 0, end;
  int found;

  sqlite3_bind_int64 (last, 1, id);
  found = cl_reader_step (self, last, error);
  if (found == 1)
    {
      first = (guint64) sqlite3_column_int64 (last, 0);
      first_offset = (guint64) sqlite3_column_int64 (last, 1);
    }
  sqlite3_reset (last);
  if (found <= 0)
    return found == 0;
  end = cl_reader_find_run_end (self, first, error);
  if (end == G_MAXINT64)
    end = cl_reader_read_head (self, error) + 1;
  if (end <= first)
    return FALSE;
  info->head_position = end - 1;
  info->head = first_offset + (info->head_position - first);
  return read_head_seal (self, info, error) && read_last_game (self, id, info, error) &&
         read_origin (self, id, info, error);
}

/* One consistent picture for several statements. */
static gboolean
begin_reading (ClReader *self, GError **error)
{
  return cl_db_exec (self->db, "BEGIN", error);
}

static void
end_reading (ClReader *self)
{
  sqlite3_exec (self->db, "COMMIT", NULL, NULL, NULL);
}

static gboolean
list_keys (ClReader *self, GArray *list, GError **error)
{
  sqlite3_stmt *keys = self->statements[SELECT_KEYS];
  int found;

  while ((found = cl_reader_step (self, keys, error)) == 1)
    {
      ClPartitionInfo info = { 0 };
      guint32 id = (guint32) sqlite3_column_int64 (keys, 0);

      info.key = cl_reader_ensure_name (self, NAME_PARTITION, id, error);
      if (!info.key || !read_info (self, id, &info, error))
        {
          found = -1;
          break;
        }
      g_array_append_val (list, info);
    }
  sqlite3_reset (keys);
  return found == 0;
}

GArray *
cl_reader_list_partitions (ClReader *self, GError **error)
{
  g_autoptr (GArray) list = NULL;
  gboolean ok;

  g_return_val_if_fail (self != NULL, NULL);

  list = g_array_new (FALSE, FALSE, sizeof (ClPartitionInfo));
  if (!begin_reading (self, error))
    return NULL;
  ok = list_keys (self, list, error);
  end_reading (self);
  return ok ? g_steal_pointer (&list) : NULL;
}

gboolean
cl_reader_get_partition (ClReader *self,
                         const char *partition,
                         ClPartitionInfo *info,
                         GError **error)
{
  gboolean ok;
  guint32 id;

  g_return_val_if_fail (self != NULL && partition != NULL && info != NULL, FALSE);

  memset (info, 0, sizeof *info);
  if (!begin_reading (self, error))
    return FALSE;
  id = cl_reader_find_partition (self, partition, error);
  ok = id != 0 && (info->key = cl_reader_ensure_name (self, NAME_PARTITION, id, error)) != NULL &&
       read_info (self, id, info, error);
  end_reading (self);
  return ok;
}

GArray *
cl_reader_list_scattered_games (ClReader *self, const char *partition, GError **error)
{
  sqlite3_stmt *select = self->statements[SELECT_SCATTERED];
  g_autoptr (GArray) games = g_array_new (FALSE, FALSE, sizeof (guint32));
  GError *local = NULL;
  guint32 id = cl_reader_find_partition (self, partition, &local);
  int found;

  if (local)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  sqlite3_bind_int64 (select, 1, id);
  while ((found = cl_reader_step (self, select, error)) == 1)
    {
      guint32 game = (guint32) sqlite3_column_int64 (select, 0);

      g_array_append_val (games, game);
    }
  sqlite3_reset (select);
  return found == 0 ? g_steal_pointer (&games) : NULL;
}
