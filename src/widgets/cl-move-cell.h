/* cl-move-cell.h: one half-move in the moves list, to be clicked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-moves-list.h"

G_BEGIN_DECLS

#define CL_TYPE_MOVE_CELL (cl_move_cell_get_type ())
G_DECLARE_FINAL_TYPE (ClMoveCell, cl_move_cell, CL, MOVE_CELL, GtkWidget)

/* Signal clicked (). Signal menu (double x, double y), in the cell's coordinates. */
GtkWidget *cl_move_cell_new (void);
/* @entry (nullable): borrowed only during the call. */
void cl_move_cell_set_entry (ClMoveCell *self, const ClMoveEntry *entry);
guint cl_move_cell_get_ply (ClMoveCell *self);
void cl_move_cell_set_current (ClMoveCell *self, guint ply, gboolean dim_later);

G_END_DECLS
