/* cl-watch-row.h: one table that is worth watching: why, in a title and a line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-hall-table.h"

G_BEGIN_DECLS

#define CL_TYPE_WATCH_ROW (cl_watch_row_get_type ())
G_DECLARE_FINAL_TYPE (ClWatchRow, cl_watch_row, CL, WATCH_ROW, GtkListBoxRow)

GtkWidget *cl_watch_row_new (void);
void cl_watch_row_show (ClWatchRow *self, ClHallTable *table);
/* Borrowed; NULL before the first cl_watch_row_show (). */
ClHallTable *cl_watch_row_get_table (ClWatchRow *self);

G_END_DECLS
