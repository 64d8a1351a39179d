/* cl-library-place.h: which game, as a small value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *partition; /* interned */
  guint32 game;
} ClLibraryPlace;

/* Of a key of the views of all games; FALSE if it is none. */
gboolean cl_library_place_from_key (ClLibraryPlace *self, const char *key);

/* For hash tables of structs that begin with one. */
guint cl_library_place_hash (gconstpointer place);
gboolean cl_library_place_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
