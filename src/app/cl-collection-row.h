/* cl-collection-row.h: one line at the left of the library: a collection with the number of its games
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-library.h"

G_BEGIN_DECLS

#define CL_TYPE_COLLECTION_ROW (cl_collection_row_get_type ())
G_DECLARE_FINAL_TYPE (ClCollectionRow, cl_collection_row, CL, COLLECTION_ROW, GtkListBoxRow)

/* @key: (nullable): what cl_library_set_collection () takes. */
GtkWidget *cl_collection_row_new (const char *key, const char *title);
/* The row of @collection, whose number and state it follows. */
GtkWidget *cl_collection_row_new_for (ClCollection *collection);
const char *cl_collection_row_get_key (ClCollectionRow *self); /* (nullable) */
const char *cl_collection_row_get_title (ClCollectionRow *self);
void cl_collection_row_set_count (ClCollectionRow *self, guint64 n_games);

G_END_DECLS
