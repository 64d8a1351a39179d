/* cl-moves-row.h: one line of the moves list as a widget: number and two cells, or a remark
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-move-item.h"

G_BEGIN_DECLS

#define CL_TYPE_MOVES_ROW (cl_moves_row_get_type ())
G_DECLARE_FINAL_TYPE (ClMovesRow, cl_moves_row, CL, MOVES_ROW, GtkWidget)

/* Signal clicked (guint ply). Signal menu (guint ply, double x, double y), in the row's coordinates. */
GtkWidget *cl_moves_row_new (void);
/* @item (nullable) */
void cl_moves_row_set_item (ClMovesRow *self, ClMoveItem *item);
void cl_moves_row_set_current (ClMovesRow *self, guint ply, gboolean dim_later);

G_END_DECLS
