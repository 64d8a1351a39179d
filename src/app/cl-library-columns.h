/* cl-library-columns.h: the columns of the table of games, and which of them it is sorted by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

/* Gives @view, whose rows are ClLibraryItems, its columns anew, as many as a window of @width has room for. */
void cl_library_columns_fill (GtkColumnView *view, int width);
/* Whether windows of these widths have room for different columns. */
gboolean cl_library_columns_differ (int a, int b);
/* What the person chose by clicking on a heading; CL_LIBRARY_SORT_NONE if nothing. */
ClLibrarySort cl_library_columns_get_sort (GtkColumnView *view, gboolean *descending);
/* As if the person had clicked; without effect if there is no such column now. */
void cl_library_columns_set_sort (GtkColumnView *view, ClLibrarySort sort, gboolean descending);
/* Names for settings; the empty one stands for CL_LIBRARY_SORT_NONE, as does one that is not known. */
const char *cl_library_columns_get_name (ClLibrarySort sort);
ClLibrarySort cl_library_columns_find (const char *name);

G_END_DECLS
