/* cl-map.c: the ordered map in which every view shows its state, so that all can be compared byte by byte
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-view.h"

#include <string.h>

struct _ClMap
{
  gatomicrefcount ref_count;
  GTree *tree; /* owned key → owned value, in the order of strcmp, which is that of memcmp */
};

static gint
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

ClMap *
cl_map_new (void)
{
  ClMap *self = g_new0 (ClMap, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->tree = g_tree_new_full (compare_keys, NULL, g_free, g_free);
  return self;
}

ClMap *
cl_map_ref (ClMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_map_unref (ClMap *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_tree_unref (self->tree);
  g_free (self);
}

void
cl_map_set (ClMap *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  if (value == NULL)
    g_tree_remove (self->tree, key);
  else
    g_tree_insert (self->tree, g_strdup (key), g_strdup (value));
}

gboolean
cl_map_set_cb (const char *key, const char *value, gpointer map)
{
  cl_map_set (map, key, value);
  return TRUE;
}

void
cl_map_set_int (ClMap *self, const char *key, gint64 value)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  cl_map_set (self, key, text);
}

const char *
cl_map_get (ClMap *self, const char *key)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_tree_lookup (self->tree, key);
}

gsize
cl_map_get_size (ClMap *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return (gsize) g_tree_nnodes (self->tree);
}

void
cl_map_foreach (ClMap *self, const char *from, ClMapFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (func != NULL);

  for (GTreeNode *node = from != NULL ? g_tree_lower_bound (self->tree, from)
                                      : g_tree_node_first (self->tree);
       node != NULL;
       node = g_tree_node_next (node))
    if (!func (g_tree_node_key (node), g_tree_node_value (node), user_data))
      return;
}

static void
digest_text (GChecksum *checksum, const char *text)
{
  gsize length = strlen (text);
  guint32 prefix = GUINT32_TO_BE ((guint32) length);

  g_checksum_update (checksum, (const guchar *) &prefix, sizeof prefix);
  g_checksum_update (checksum, (const guchar *) text, (gssize) length);
}

void
cl_map_digest (ClMap *self, guint8 digest[32])
{
  g_return_if_fail (self != NULL);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 count = GUINT64_TO_BE ((guint64) cl_map_get_size (self));
  gsize length = 32;

  g_checksum_update (checksum, (const guchar *) &count, sizeof count);
  for (GTreeNode *node = g_tree_node_first (self->tree); node; node = g_tree_node_next (node))
    {
      digest_text (checksum, g_tree_node_key (node));
      digest_text (checksum, g_tree_node_value (node));
    }
  g_checksum_get_digest (checksum, digest, &length);
}

/* Decimal without superfluous signs or zeros, and short enough for every reader of JSON to keep exact. */
static gboolean
is_integer (const char *text)
{
  gsize n_digits;

  if (*text == '-')
    {
      text++;
      if (*text == '0')
        return FALSE;
    }
  n_digits = strspn (text, "0123456789");
  return n_digits > 0 && n_digits <= 15 && text[n_digits] == '\0' &&
         (text[0] != '0' || n_digits == 1);
}

static void
append_json_string (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c == '"' || c == '\\')
        g_string_append_printf (json, "\\%c", c);
      else if (c == '\n')
        g_string_append (json, "\\n");
      else if (c == '\t')
        g_string_append (json, "\\t");
      else if (c < 0x20 || c == 0x7f)
        g_string_append_printf (json, "\\u%04x", c);
      else
        g_string_append_c (json, (char) c);
    }
  g_string_append_c (json, '"');
}

char *
cl_map_to_json (ClMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *json = g_string_new ("{");

  for (GTreeNode *node = g_tree_node_first (self->tree); node; node = g_tree_node_next (node))
    {
      const char *value = g_tree_node_value (node);

      if (json->len > 1)
        g_string_append_c (json, ',');
      append_json_string (json, g_tree_node_key (node));
      g_string_append_c (json, ':');
      if (is_integer (value))
        g_string_append (json, value);
      else
        append_json_string (json, value);
    }
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
