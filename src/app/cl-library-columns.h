/* cl-library-columns.h: the columns of the table of games, and which of them it is sorted by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

/* Gives @view, whose rows are ClLibraryItems, its columns anew; @compact leaves out what a narrow window has no room
 * for. */
void cl_library_columns_fill (GtkColumnView *view, gboolean compact);
/* What the person chose by clicking on a heading; CL_LIBRARY_SORT_NONE if nothing. */
ClLibrarySort cl_library_columns_get_sort (GtkColumnView *view, gboolean *descending);

G_END_DECLS
