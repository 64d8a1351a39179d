/* cl-board-bar.h: above the board on the screen: what the electronic board of that table asks, or how to put it right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-connected-board.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_BAR (cl_board_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardBar, cl_board_bar, CL, BOARD_BAR, GtkWidget)

/* @board: (nullable): nothing is shown. */
void cl_board_bar_show (ClBoardBar *self, ClConnectedBoard *board);

G_END_DECLS
