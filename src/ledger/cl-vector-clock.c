/* cl-vector-clock.c: an ordered map from partitions to offsets, and what two of them say about each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-vector-clock.h"

#include "cl-hex.h"

#include <string.h>

typedef struct
{
  guint64 offset;
  gboolean has_seal;
  guint8 seal[CL_SEAL_SIZE];
} Entry;

struct _ClVectorClock
{
  GTree *entries; /* owned identity → owned Entry */
};

static gint
compare_identities (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

ClVectorClock *
cl_vector_clock_new (void)
{
  ClVectorClock *self = g_new0 (ClVectorClock, 1);

  self->entries = g_tree_new_full (compare_identities, NULL, g_free, g_free);
  return self;
}

void
cl_vector_clock_free (ClVectorClock *self)
{
  g_return_if_fail (self != NULL);

  g_tree_unref (self->entries);
  g_free (self);
}

ClVectorClock *
cl_reader_get_vector_clock (ClReader *reader, GError **error)
{
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, error);
  ClVectorClock *self;

  if (!partitions)
    return NULL;
  self = cl_vector_clock_new ();
  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);
      g_autofree char *identity =
        cl_partition_dup_identity (info->key, info->origin, info->origin_length);

      cl_vector_clock_set (self, identity, info->head, info->seal);
    }
  return self;
}

void
cl_vector_clock_set (ClVectorClock *self, const char *identity, guint64 offset, const guint8 *seal)
{
  Entry *entry;

  g_return_if_fail (self != NULL && identity != NULL);

  if (offset == 0)
    {
      g_tree_remove (self->entries, identity);
      return;
    }
  entry = g_new0 (Entry, 1);
  entry->offset = offset;
  entry->has_seal = seal != NULL;
  if (seal)
    memcpy (entry->seal, seal, CL_SEAL_SIZE);
  g_tree_insert (self->entries, g_strdup (identity), entry);
}

guint64
cl_vector_clock_get (const ClVectorClock *self, const char *identity)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && identity != NULL, 0);

  entry = g_tree_lookup (self->entries, identity);
  return entry ? entry->offset : 0;
}

const guint8 *
cl_vector_clock_get_seal (const ClVectorClock *self, const char *identity)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && identity != NULL, NULL);

  entry = g_tree_lookup (self->entries, identity);
  return entry && entry->has_seal ? entry->seal : NULL;
}

gsize
cl_vector_clock_get_size (const ClVectorClock *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gsize) g_tree_nnodes (self->entries);
}

void
cl_vector_clock_foreach (const ClVectorClock *self, ClVectorClockFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL && func != NULL);

  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node))
    {
      const Entry *entry = g_tree_node_value (node);

      func (g_tree_node_key (node), entry->offset, entry->has_seal ? entry->seal : NULL, user_data);
    }
}

void
cl_vector_clock_merge (ClVectorClock *self, const ClVectorClock *other)
{
  g_return_if_fail (self != NULL && other != NULL && self != other);

  for (GTreeNode *node = g_tree_node_first (other->entries); node; node = g_tree_node_next (node))
    {
      const char *identity = g_tree_node_key (node);
      const Entry *entry = g_tree_node_value (node);

      if (entry->offset > cl_vector_clock_get (self, identity))
        cl_vector_clock_set (self, identity, entry->offset, entry->has_seal ? entry->seal : NULL);
    }
}

static const Entry no_entry;

/* What the two say about one partition; FALSE if they agree. */
static gboolean
compare_entries (const char *identity, const Entry *mine, const Entry *others, ClClockGap *gap)
{
  mine = mine ? mine : &no_entry;
  others = others ? others : &no_entry;
  gap->identity = identity;
  gap->offset = mine->offset;
  gap->other_offset = others->offset;
  gap->n_events = MAX (gap->offset, gap->other_offset) - MIN (gap->offset, gap->other_offset);
  if (gap->offset != gap->other_offset)
    gap->order = gap->offset < gap->other_offset ? CL_CLOCK_BEHIND : CL_CLOCK_AHEAD;
  else if (mine->has_seal && others->has_seal && memcmp (mine->seal, others->seal, CL_SEAL_SIZE))
    gap->order = CL_CLOCK_CONCURRENT;
  else
    gap->order = CL_CLOCK_EQUAL;
  return gap->order != CL_CLOCK_EQUAL;
}

GArray *
cl_vector_clock_difference (const ClVectorClock *self,
                            const ClVectorClock *other,
                            guint64 *n_behind,
                            guint64 *n_ahead)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (ClClockGap));
  guint64 counts[4] = { 0 };
  GTreeNode *a, *b;

  g_return_val_if_fail (self != NULL && other != NULL, NULL);

  a = g_tree_node_first (self->entries);
  b = g_tree_node_first (other->entries);
  while (a || b)
    {
      int order = !a ? 1 : !b ? -1 : strcmp (g_tree_node_key (a), g_tree_node_key (b));
      ClClockGap gap;

      if (compare_entries (g_tree_node_key (order <= 0 ? a : b),
                           order <= 0 ? g_tree_node_value (a) : NULL,
                           order >= 0 ? g_tree_node_value (b) : NULL,
                           &gap))
        {
          g_array_append_val (gaps, gap);
          counts[gap.order] += gap.n_events;
        }
      a = order <= 0 ? g_tree_node_next (a) : a;
      b = order >= 0 ? g_tree_node_next (b) : b;
    }
  if (n_behind)
    *n_behind = counts[CL_CLOCK_BEHIND];
  if (n_ahead)
    *n_ahead = counts[CL_CLOCK_AHEAD];
  return gaps;
}

ClClockOrder
cl_vector_clock_compare (const ClVectorClock *self, const ClVectorClock *other)
{
  g_autoptr (GArray) gaps = cl_vector_clock_difference (self, other, NULL, NULL);
  gboolean behind = FALSE, ahead = FALSE;

  for (guint i = 0; i < gaps->len; i++)
    {
      ClClockOrder order = g_array_index (gaps, ClClockGap, i).order;

      behind = behind || order != CL_CLOCK_AHEAD;
      ahead = ahead || order != CL_CLOCK_BEHIND;
    }
  if (behind && ahead)
    return CL_CLOCK_CONCURRENT;
  return behind ? CL_CLOCK_BEHIND : ahead ? CL_CLOCK_AHEAD : CL_CLOCK_EQUAL;
}

void
cl_vector_clock_digest (const ClVectorClock *self, guint8 digest[CL_SEAL_SIZE])
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 count;
  gsize size = CL_SEAL_SIZE;

  g_return_if_fail (self != NULL);

  count = GUINT64_TO_BE ((guint64) cl_vector_clock_get_size (self));
  g_checksum_update (checksum, (const guchar *) "CL1.clock", 9);
  g_checksum_update (checksum, (const guchar *) &count, sizeof count);
  for (GTreeNode *node = g_tree_node_first (self->entries); node; node = g_tree_node_next (node))
    {
      const char *identity = g_tree_node_key (node);
      const Entry *entry = g_tree_node_value (node);
      guint32 length = GUINT32_TO_BE ((guint32) strlen (identity));
      guint64 offset = GUINT64_TO_BE (entry->offset);

      g_checksum_update (checksum, (const guchar *) &length, sizeof length);
      g_checksum_update (checksum, (const guchar *) identity, (gssize) strlen (identity));
      g_checksum_update (checksum, (const guchar *) &offset, sizeof offset);
      g_checksum_update (checksum, entry->seal, CL_SEAL_SIZE);
    }
  g_checksum_get_digest (checksum, digest, &size);
}

static void
append_line_cb (const char *identity, guint64 offset, const guint8 *seal, gpointer user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%s\t%" G_GUINT64_FORMAT "\t", identity, offset);
  if (seal)
    cl_hex_append (text, seal, CL_SEAL_SIZE);
  g_string_append_c (text, '\n');
}

char *
cl_vector_clock_to_text (const ClVectorClock *self)
{
  GString *text = g_string_new (NULL);

  cl_vector_clock_foreach (self, append_line_cb, text);
  return g_string_free (text, FALSE);
}

static gboolean
parse_seal (const char *hex, guint8 seal[CL_SEAL_SIZE])
{
  if (strlen (hex) != 2 * CL_SEAL_SIZE)
    return FALSE;
  for (guint i = 0; i < CL_SEAL_SIZE; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]), low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return FALSE;
      seal[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

static gboolean
parse_line (ClVectorClock *self, const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, "\t", -1);
  guint8 seal[CL_SEAL_SIZE];
  guint64 offset;

  if (g_strv_length (fields) != 3 || !*fields[0] || cl_vector_clock_get (self, fields[0]) > 0 ||
      !g_ascii_string_to_unsigned (fields[1], 10, 1, G_MAXINT64, &offset, NULL) ||
      (*fields[2] && !parse_seal (fields[2], seal)))
    return FALSE;
  cl_vector_clock_set (self, fields[0], offset, *fields[2] ? seal : NULL);
  return TRUE;
}

ClVectorClock *
cl_vector_clock_from_text (const char *text, GError **error)
{
  g_auto (GStrv) lines = NULL;
  g_autoptr (ClVectorClock) self = cl_vector_clock_new ();

  g_return_val_if_fail (text != NULL, NULL);

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i]; i++)
    if ((*lines[i] || lines[i + 1]) && !parse_line (self, lines[i]))
      {
        g_set_error (error,
                     CL_LEDGER_ERROR,
                     CL_LEDGER_ERROR_INVALID,
                     "Line %u of the vector clock is not “partition, offset, seal”",
                     i + 1);
        return NULL;
      }
  return g_steal_pointer (&self);
}
