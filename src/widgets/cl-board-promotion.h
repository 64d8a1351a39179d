/* cl-board-promotion.h: the four pieces a pawn may become, over the square where it arrives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_PROMOTION (cl_board_promotion_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardPromotion, cl_board_promotion, CL, BOARD_PROMOTION, GtkWidget)

/* @upwards: the queen stands lowest, at the board's lower edge.
 * Signal chosen (guint kind): a ChessKind; or CHESS_NO_KIND when Escape was pressed. */
GtkWidget *cl_board_promotion_new (ChessColor color, gboolean upwards);

G_END_DECLS
