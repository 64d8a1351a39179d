/* cl-partition-name.c: names, keys and identities of partitions, as text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-partition-name.h"

#include "cl-hex.h"

#include <string.h>

#define SHORT_DIGITS 8

static char *
dup_hex (const guint8 *bytes, gsize length)
{
  char *hex = g_malloc (2 * length + 1);

  cl_hex_write (bytes, length, hex);
  return hex;
}

/* Does @digits spell the first half bytes of @origin? */
static gboolean
spells (const char *digits, gsize n_digits, const guint8 *origin)
{
  for (gsize i = 0; i < n_digits; i++)
    {
      guint8 half = i & 1 ? origin[i / 2] & 15 : origin[i / 2] >> 4;

      if (digits[i] != "0123456789abcdef"[half])
        return FALSE;
    }
  return TRUE;
}

gsize
cl_partition_name_length (const char *key, const guint8 *origin, gsize origin_length)
{
  const char *mark;
  gsize length, n_digits;

  g_return_val_if_fail (key != NULL, 0);

  length = strlen (key);
  mark = strrchr (key, '~');
  if (!mark || mark == key)
    return length;
  n_digits = length - (gsize) (mark + 1 - key);
  if (n_digits > 2 * origin_length || (n_digits != SHORT_DIGITS && n_digits != 2 * origin_length))
    return length;
  return n_digits > 0 && spells (mark + 1, n_digits, origin) ? (gsize) (mark - key) : length;
}

char *
cl_partition_dup_name (const char *key, const guint8 *origin, gsize origin_length)
{
  return g_strndup (key, cl_partition_name_length (key, origin, origin_length));
}

char *
cl_partition_dup_marked (const char *name,
                         const guint8 *origin,
                         gsize origin_length,
                         gboolean whole)
{
  g_autofree char *hex = dup_hex (origin, origin_length);

  g_return_val_if_fail (name != NULL, NULL);

  if (!whole && strlen (hex) > SHORT_DIGITS)
    hex[SHORT_DIGITS] = '\0';
  return g_strdup_printf ("%s~%s", name, hex);
}

char *
cl_partition_dup_identity (const char *key, const guint8 *origin, gsize origin_length)
{
  g_autofree char *name = cl_partition_dup_name (key, origin, origin_length);

  return cl_partition_dup_marked (name, origin, origin_length, TRUE);
}

char *
cl_partition_dup_disputed (const char *name, guint64 offset, const guint8 seal[CL_SEAL_SIZE])
{
  g_autofree char *hex = dup_hex (seal, SHORT_DIGITS / 2);

  g_return_val_if_fail (name != NULL, NULL);

  return g_strdup_printf ("%s/disputed/%" G_GUINT64_FORMAT "-%s", name, offset, hex);
}

gboolean
cl_partition_is_disputed (const char *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return strstr (key, "/disputed/") != NULL;
}
