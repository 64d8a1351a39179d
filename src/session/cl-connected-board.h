/* cl-connected-board.h: one electronic board at a table, as the main thread sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-state.h"

G_BEGIN_DECLS

#define CL_TYPE_CONNECTED_BOARD (cl_connected_board_get_type ())
G_DECLARE_FINAL_TYPE (ClConnectedBoard, cl_connected_board, CL, CONNECTED_BOARD, GObject)

/* Signal `changed`: the state is another one.
 * Signal `news` (ClBoardNewsKind as an int, text): a move was recorded, a game began or ended, something could not be recorded. */

/* The same whenever this board is plugged in. */
const char *cl_connected_board_get_key (ClConnectedBoard *self);
const char *cl_connected_board_get_title (ClConnectedBoard *self);  /* "DGT Smart Board" */
const char *cl_connected_board_get_device (ClConnectedBoard *self); /* "/dev/ttyACM0" */
/* What it says itself, or what USB says; NULL: nothing. */
const char *cl_connected_board_get_serial (ClConnectedBoard *self);
/* Never NULL; borrowed until the next `changed`. */
const ClBoardState *cl_connected_board_get_state (ClConnectedBoard *self);
guint cl_connected_board_get_table (ClConnectedBoard *self);
/* The remaining time of a side on the board's own clock at this moment; CL_NO_CLOCK: it has none. */
gint64 cl_connected_board_get_clock_ms (ClConnectedBoard *self, ChessColor side);

/* Intentions; all return at once, `changed` tells what came of them. */
void cl_connected_board_answer (ClConnectedBoard *self, guint number);
void cl_connected_board_set_turned (ClConnectedBoard *self, gboolean turned);
void cl_connected_board_retry (ClConnectedBoard *self);

G_END_DECLS
