/* cl-board-page.h: the view Board: the chosen game between its players, with its moves beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-board.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_PAGE (cl_board_page_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardPage, cl_board_page, CL, BOARD_PAGE, GtkWidget)

/* Property side-page (string, notify): the page beside the board that is wanted, as of ClSidePanel. */
void cl_board_page_set_session (ClBoardPage *self, ClSession *session);
/* As cl_side_panel_set_arbiter () */
void cl_board_page_set_arbiter (ClBoardPage *self, gboolean arbiter);
void cl_board_page_set_compact (ClBoardPage *self, gboolean compact);
void cl_board_page_set_flipped (ClBoardPage *self, gboolean flipped);
gboolean cl_board_page_get_flipped (ClBoardPage *self);
ClBoard *cl_board_page_get_board (ClBoardPage *self);
/* A move is being typed: the entry takes the focus with @text in it. FALSE if no game is shown. */
gboolean cl_board_page_type (ClBoardPage *self, const char *text);
/* A line beside the board about an act that was refused. */
void cl_board_page_show_hint (ClBoardPage *self, const char *text);

/* The board, its players and their clocks alone, for spectators. */
void cl_board_page_set_bare (ClBoardPage *self, gboolean bare);

G_END_DECLS
