/* cl-board-layout.h: the largest square board that fits, its players' strips at its edges, a panel in the rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_BOARD_LAYOUT (cl_board_layout_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardLayout, cl_board_layout, CL, BOARD_LAYOUT, GtkWidget)

/* In a template: <child type="top">, "board", "bottom" and "side", one each. Without a side, or while it is hidden, the board
 * stands in the middle. */

/* Smaller gaps, for low windows. */
void cl_board_layout_set_compact (ClBoardLayout *self, gboolean compact);

G_END_DECLS
