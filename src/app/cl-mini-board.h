/* cl-mini-board.h: a small board to look at with two lines below it, for hovering over the timeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-position.h"

G_BEGIN_DECLS

#define CL_TYPE_MINI_BOARD (cl_mini_board_get_type ())
G_DECLARE_FINAL_TYPE (ClMiniBoard, cl_mini_board, CL, MINI_BOARD, GtkWidget)

GtkWidget *cl_mini_board_new (void);
/* @position: (nullable): no board, the lines alone. @subtitle: (nullable). */
void cl_mini_board_show (ClMiniBoard *self,
                         const ChessPosition *position,
                         ChessMove last_move,
                         gboolean flipped,
                         const char *title,
                         const char *subtitle);

G_END_DECLS
