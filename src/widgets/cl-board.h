/* cl-board.h: a chess board to look at and to move on; knows a position, never the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-position.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD (cl_board_get_type ())
G_DECLARE_FINAL_TYPE (ClBoard, cl_board, CL, BOARD, GtkWidget)

GtkWidget *cl_board_new (void);
/* Shows @position; @last_move (CHESS_MOVE_NULL: none) is tinted and, with animate, glides there. */
void cl_board_set_position (ClBoard *self, const ChessPosition *position, ChessMove last_move, gboolean animate);
void cl_board_get_position (ClBoard *self, ChessPosition *position);
/* Properties: flipped, interactive (moves may be made), coordinates, input-sides (0 none, 1 white, 2 black, 3 side to move).
 * Signal move-made (guint move): a legal ChessMove was made by drag, clicks or keyboard, promotion chosen.
 * Signal move-refused (guint from, guint to): dropped or clicked where no legal move leads.
 * Keyboard: arrows move the square cursor, Enter/Space picks and drops, Escape cancels. */
void cl_board_set_flipped (ClBoard *self, gboolean flipped);
gboolean cl_board_get_flipped (ClBoard *self);
void cl_board_set_interactive (ClBoard *self, gboolean interactive);

/* A board as a picture at @size pixels, cached pieces: for hover previews and halls. */
void cl_board_snapshot_mini (GtkSnapshot *snapshot, const ChessPosition *position, ChessMove last_move, gboolean flipped, float size, GtkWidget *for_widget);

G_END_DECLS
