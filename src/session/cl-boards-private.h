/* cl-boards-private.h: what the list of boards does with each of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-worker.h"
#include "cl-boards.h"

G_BEGIN_DECLS

ClConnectedBoard *cl_connected_board_new (ClBoardPort *port, guint table);
/* Records it from now on, or tries again. */
void cl_connected_board_attach (ClConnectedBoard *self, ClLedger *ledger, const char *traffic);
/* NULL: it was unplugged. */
void cl_connected_board_set_port (ClConnectedBoard *self, ClBoardPort *port);
gboolean cl_connected_board_is_plugged (ClConnectedBoard *self);
void cl_connected_board_move (ClConnectedBoard *self, guint table);
/* Ends its thread without waiting for it. */
void cl_connected_board_quit (ClConnectedBoard *self);
/* Joins its thread; idempotent. */
void cl_connected_board_stop (ClConnectedBoard *self);

G_END_DECLS
