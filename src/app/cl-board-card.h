/* cl-board-card.h: one electronic board: how it stands, what it sees beside what is recorded, what it asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_CARD (cl_board_card_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardCard, cl_board_card, CL, BOARD_CARD, GtkWidget)

/* Signal game-opened: its game was chosen in the session, to be shown. */
GtkWidget *cl_board_card_new (ClSession *session, ClConnectedBoard *board);
ClConnectedBoard *cl_board_card_get_board (ClBoardCard *self);
/* Fills @box with a button an answer to the open question of @board; empties it where there is none. */
void cl_board_card_fill_answers (GtkWidget *box, ClConnectedBoard *board);

G_END_DECLS
