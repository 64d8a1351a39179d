/* cl-library-place.c: compares games by number and interned partition
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-place.h"

#include "cl-library-row.h"

gboolean
cl_library_place_from_key (ClLibraryPlace *self, const char *key)
{
  g_autofree char *partition = NULL;
  const char *start;
  gsize length;

  if (!cl_library_row_split_key (key, &start, &length, &self->game))
    return FALSE;
  partition = g_strndup (start, length);
  self->partition = g_intern_string (partition);
  return TRUE;
}

guint
cl_library_place_hash (gconstpointer place)
{
  const ClLibraryPlace *self = place;

  return g_direct_hash (self->partition) * 31 + self->game;
}

gboolean
cl_library_place_equal (gconstpointer a, gconstpointer b)
{
  const ClLibraryPlace *x = a, *y = b;

  return x->partition == y->partition && x->game == y->game;
}
