/* cl-appender-names.c: ids of names, heads of partitions: read when first needed, kept until a rollback
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-appender-private.h"
#include "cl-partition-name.h"

#include <string.h>

#define MAX_CACHED_NAMES 200000

void
cl_head_free (gpointer data)
{
  ClHead *head = data;

  g_bytes_unref (head->origin);
  g_free (head);
}

gboolean
cl_appender_run (ClAppender *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_DONE)
    cl_db_set_error (self->db, "The ledger could not be written", error);
  sqlite3_reset (statement);
  return code == SQLITE_DONE;
}

int
cl_appender_step (ClAppender *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return code == SQLITE_ROW;
  cl_db_set_error (self->db, "The ledger could not be read", error);
  return -1;
}

guint32
cl_appender_ensure_name (ClAppender *self, ClNameTable table, const char *name, GError **error)
{
  guint32 id = GPOINTER_TO_UINT (g_hash_table_lookup (self->names[table], name));
  sqlite3_stmt *select = self->select_name[table], *insert = self->insert_name[table];
  int found;

  if (id)
    return id;
  sqlite3_bind_text (select, 1, name, -1, SQLITE_STATIC);
  found = cl_appender_step (self, select, error);
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
      if (!cl_appender_run (self, insert, error))
        return 0;
      self->now.n_names[table] = id;
    }
  if (g_hash_table_size (self->names[table]) >= MAX_CACHED_NAMES)
    g_hash_table_remove_all (self->names[table]);
  g_hash_table_insert (self->names[table], g_strdup (name), GUINT_TO_POINTER (id));
  return id;
}

guint64
cl_appender_find_position (ClAppender *self, guint32 id, guint64 offset, GError **error)
{
  sqlite3_stmt *select = self->statements[CL_SELECT_RUN_AT];
  guint64 position = 0;
  int found;

  sqlite3_bind_int64 (select, 1, id);
  sqlite3_bind_int64 (select, 2, (gint64) offset);
  found = cl_appender_step (self, select, error);
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

gboolean
cl_appender_read_seal (ClAppender *self,
                       guint64 position,
                       guint8 seal[CL_SEAL_SIZE],
                       GError **error)
{
  sqlite3_stmt *select = self->statements[CL_SELECT_SEAL];
  int found;

  sqlite3_bind_int64 (select, 1, (gint64) position);
  found = cl_appender_step (self, select, error);
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

void
cl_appender_seal_origin (ClAppender *self,
                         const char *key,
                         GBytes *origin,
                         guint8 seal[CL_SEAL_SIZE])
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (origin, &length);

  cl_sealer_origin (&self->sealer, bytes, length, key, seal);
}

/* Is there a partition @key with this origin and name? -1 with @error. */
static int
find_identity (ClAppender *self, const char *key, const char *name, GBytes *origin, GError **error)
{
  sqlite3_stmt *select = self->statements[CL_SELECT_PARTITION];
  g_autofree char *found_name = NULL;
  int found;

  sqlite3_bind_text (select, 1, key, -1, SQLITE_STATIC);
  found = cl_appender_step (self, select, error);
  if (found == 1)
    {
      g_autoptr (GBytes) found_origin =
        g_bytes_new (sqlite3_column_blob (select, 1), (gsize) sqlite3_column_bytes (select, 1));

      found_name = cl_partition_dup_name (key,
                                          g_bytes_get_data (found_origin, NULL),
                                          g_bytes_get_size (found_origin));
      found = g_bytes_equal (found_origin, origin) && strcmp (found_name, name) == 0;
    }
  sqlite3_reset (select);
  return found;
}

gboolean
cl_appender_check_new (ClAppender *self, const char *key, GBytes *origin, GError **error)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (origin, &length);
  g_autofree char *name = cl_partition_dup_name (key, bytes, length);
  g_autofree char *marked = cl_partition_dup_marked (name, bytes, length, FALSE);
  g_autofree char *whole = cl_partition_dup_marked (name, bytes, length, TRUE);
  const char *keys[] = { name, marked, whole };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      int found =
        strcmp (keys[i], key) == 0 ? 0 : find_identity (self, keys[i], name, origin, error);

      if (found < 0)
        return FALSE;
      if (found == 0)
        continue;
      g_set_error (error,
                   CL_LEDGER_ERROR,
                   CL_LEDGER_ERROR_CONFLICT,
                   "“%s” cannot be begun: it is “%s” in this ledger",
                   key,
                   keys[i]);
      return FALSE;
    }
  return TRUE;
}

/* Fills offset and seal of a partition that the file has. */
static gboolean
load_head (ClAppender *self, ClHead *head, GError **error)
{
  sqlite3_stmt *last = self->statements[CL_SELECT_LAST_RUN],
               *next = self->statements[CL_SELECT_NEXT_RUN];
  guint64 first_position, first_offset, end = self->now.position + 1;
  int found;

  sqlite3_bind_int64 (last, 1, head->id);
  found = cl_appender_step (self, last, error);
  first_position = found == 1 ? (guint64) sqlite3_column_int64 (last, 0) : 0;
  first_offset = found == 1 ? (guint64) sqlite3_column_int64 (last, 1) : 0;
  sqlite3_reset (last);
  if (found <= 0)
    return found == 0;
  sqlite3_bind_int64 (next, 1, (gint64) first_position);
  found = cl_appender_step (self, next, error);
  if (found == 1)
    end = (guint64) sqlite3_column_int64 (next, 0);
  sqlite3_reset (next);
  if (found < 0)
    return FALSE;
  head->offset = first_offset + (end - first_position) - 1;
  return cl_appender_read_seal (self, end - 1, head->seal, error);
}

ClHead *
cl_appender_ensure_head (ClAppender *self, ClDraft *draft, GError **error)
{
  ClHead *head = g_hash_table_lookup (self->heads, draft->partition);
  sqlite3_stmt *select = self->statements[CL_SELECT_PARTITION];
  int found;

  if (head)
    return head;
  head = g_new0 (ClHead, 1);
  sqlite3_bind_text (select, 1, draft->partition, -1, SQLITE_STATIC);
  found = cl_appender_step (self, select, error);
  if (found == 1)
    {
      head->id = (guint32) sqlite3_column_int64 (select, 0);
      head->origin =
        g_bytes_new (sqlite3_column_blob (select, 1), (gsize) sqlite3_column_bytes (select, 1));
    }
  else
    head->origin = g_bytes_new (self->identity.id, sizeof self->identity.id);
  sqlite3_reset (select);
  cl_appender_seal_origin (self, draft->partition, head->origin, head->seal);
  if (found < 0 || (head->id && !load_head (self, head, error)))
    {
      cl_head_free (head);
      return NULL;
    }
  g_hash_table_insert (self->heads, g_strdup (draft->partition), head);
  return head;
}
