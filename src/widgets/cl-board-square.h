/* cl-board-square.h: one square of a board: its colour, marks and name; the board draws the pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "chess-types.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_SQUARE (cl_board_square_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardSquare, cl_board_square, CL, BOARD_SQUARE, GtkWidget)

/* What a square says by CSS classes, to be combined. */
typedef enum
{
  CL_SQUARE_LAST = 1 << 0,    /* .last: the last move left or reached it */
  CL_SQUARE_CHECK = 1 << 1,   /* .check: its king is attacked */
  CL_SQUARE_PICKED = 1 << 2,  /* .picked: its piece is about to move */
  CL_SQUARE_TARGET = 1 << 3,  /* .target: the picked piece may go there */
  CL_SQUARE_CAPTURE = 1 << 4, /* .capture: … and takes something */
  CL_SQUARE_OVER = 1 << 5,    /* .over: the dragged piece is above it */
  CL_SQUARE_MAYBE = 1 << 6,   /* .maybe: a move that is not certain yet left or reached it */
  CL_SQUARE_PREMOVE = 1 << 7, /* .premove: a move made in advance leaves or reaches it */
} ClSquareMarks;

GtkWidget *cl_board_square_new (ChessSquare square);
ChessSquare cl_board_square_get_square (ClBoardSquare *self);
ChessPiece cl_board_square_get_piece (ClBoardSquare *self);
void cl_board_square_set_piece (ClBoardSquare *self, ChessPiece piece);
void cl_board_square_set_marks (ClBoardSquare *self, ClSquareMarks marks);
ClSquareMarks cl_board_square_get_marks (ClBoardSquare *self);
/* The letter at the bottom and the digit at the top, 0 for none. */
void cl_board_square_set_coordinates (ClBoardSquare *self, char file, char rank);

/* "white knight", translated. */
const char *cl_board_piece_name (ChessPiece piece);

G_END_DECLS
