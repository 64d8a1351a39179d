/* cl-citation.c: finds the partition that a fact means, and the name by which a fact has to call one
 *
 * Partitions are looked at in the order in which they appeared, so that one which arrives later never changes what a fact meant,
 * unless it is the very one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-citation.h"

#include <string.h>

typedef struct
{
  char *key;
  char *name;
  guint8 origin[CL_PARTITION_ORIGIN_MAX];
  gsize origin_length;
  gboolean began_here;
} Known;

struct _ClCitations
{
  GPtrArray *all;      /* (element-type Known), in order of appearance */
  GHashTable *by_key;  /* Known.key → Known, not owned */
  GHashTable *by_name; /* Known.name → GPtrArray of Known, not owned */
};

static void
free_known (gpointer data)
{
  Known *known = data;

  g_free (known->key);
  g_free (known->name);
  g_free (known);
}

static void
add (ClCitations *self, const ClPartitionInfo *info)
{
  Known *known = g_new0 (Known, 1);
  GPtrArray *same;

  known->key = g_strdup (info->key);
  known->name = cl_partition_dup_name (info->key, info->origin, info->origin_length);
  memcpy (known->origin, info->origin, info->origin_length);
  known->origin_length = info->origin_length;
  known->began_here = info->began_here;
  g_ptr_array_add (self->all, known);
  g_hash_table_insert (self->by_key, known->key, known);
  same = g_hash_table_lookup (self->by_name, known->name);
  if (!same)
    {
      same = g_ptr_array_new ();
      g_hash_table_insert (self->by_name, known->name, same);
    }
  g_ptr_array_add (same, known);
}

ClCitations *
cl_citations_new (ClReader *reader, GError **error)
{
  g_return_val_if_fail (reader != NULL, NULL);

  g_autoptr (GArray) list = cl_reader_list_partitions (reader, error);
  ClCitations *self;

  if (!list)
    return NULL;
  self = g_new0 (ClCitations, 1);
  self->all = g_ptr_array_new_with_free_func (free_known);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < list->len; i++)
    add (self, &g_array_index (list, ClPartitionInfo, i));
  return self;
}

void
cl_citations_free (ClCitations *self)
{
  g_return_if_fail (self != NULL);

  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->all);
  g_free (self);
}

/* Did @known begin where @citing did? A partition that is not there yet will begin here. */
static gboolean
began_together (const Known *citing, const Known *known)
{
  if (!citing)
    return known->began_here;
  return citing->origin_length == known->origin_length &&
         memcmp (citing->origin, known->origin, known->origin_length) == 0;
}

/* The partitions whose name is the first @length bytes of @cited. (nullable) */
static GPtrArray *
find_named (const ClCitations *self, const char *cited, gsize length)
{
  g_autofree char *name = g_strndup (cited, length);

  return g_hash_table_lookup (self->by_name, name);
}

/* The partition whose mark @cited bears. */
static const Known *
find_marked (const ClCitations *self, const char *cited)
{
  const char *mark = strrchr (cited, '~');
  GPtrArray *named = mark ? find_named (self, cited, (gsize) (mark - cited)) : NULL;

  for (guint i = 0; named && i < named->len; i++)
    {
      const Known *known = named->pdata[i];

      if (cl_partition_name_length (cited, known->origin, known->origin_length) < strlen (cited))
        return known;
    }
  return NULL;
}

const char *
cl_citations_resolve (const ClCitations *self, const char *citing, const char *cited)
{
  g_return_val_if_fail (self != NULL && citing != NULL && cited != NULL, NULL);

  const Known *from = g_hash_table_lookup (self->by_key, citing);
  const Known *marked = find_marked (self, cited);
  GPtrArray *named;

  if (marked)
    return marked->key;
  named = g_hash_table_lookup (self->by_name, cited);
  for (guint i = 0; named && i < named->len; i++)
    if (began_together (from, named->pdata[i]))
      return ((const Known *) named->pdata[i])->key;
  return named ? ((const Known *) named->pdata[0])->key : cited;
}

/* Do two partitions of this name have the same short mark? */
static gboolean
is_short_mark_taken (const ClCitations *self, const Known *known)
{
  g_autofree char *mark =
    cl_partition_dup_marked (known->name, known->origin, known->origin_length, FALSE);
  GPtrArray *named = g_hash_table_lookup (self->by_name, known->name);

  for (guint i = 0; i < named->len; i++)
    {
      const Known *other = named->pdata[i];

      if (other != known &&
          cl_partition_name_length (mark, other->origin, other->origin_length) < strlen (mark))
        return TRUE;
    }
  return FALSE;
}

char *
cl_citations_name (const ClCitations *self, const char *citing, const char *key)
{
  g_return_val_if_fail (self != NULL && citing != NULL && key != NULL, NULL);

  const Known *known = g_hash_table_lookup (self->by_key, key);

  if (!known || began_together (g_hash_table_lookup (self->by_key, citing), known))
    return g_strdup (known ? known->name : key);
  return cl_partition_dup_marked (known->name,
                                  known->origin,
                                  known->origin_length,
                                  is_short_mark_taken (self, known));
}
