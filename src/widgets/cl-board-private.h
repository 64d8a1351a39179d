/* cl-board-private.h: what the parts of the board share: state (cl-board.c), hands (-input.c), gliding (-motion.c),
 * arrows and circles (-drawing.c)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-board.h"
#include "cl-piece-set.h"

G_BEGIN_DECLS

#define CL_BOARD_MAX_GLIDES 64

/* A piece on its way to a square; x and y count squares from a1, as if White sat below. */
typedef struct
{
  ChessPiece piece;
  ChessPiece taken; /* fades on the square of arrival */
  ChessSquare to;
  float x;
  float y;
} ClGlide;

typedef struct
{
  ChessSquare from;
  ChessSquare to;
  gboolean dragged;
} ClPromotionWish;

struct _ClBoard
{
  GtkWidget parent_instance;

  ChessPosition position;
  ChessMove last_move;
  ChessMove provisional; /* shown as if it were made, and marked; CHESS_MOVE_NULL: none */
  ChessPiece shown[64];  /* position.board, or what the pending move makes of it */
  gboolean flipped;
  gboolean interactive;
  gboolean coordinates;
  gboolean auto_queen;
  gboolean asks; /* Alt is held: this pawn is asked about all the same */
  guint input_sides;

  GtkWidget *squares[64];
  GtkWidget *promotion; /* while it asks */
  ClPromotionWish wish; /* what it asks for */
  int edge;             /* of one square */
  int x;
  int y;

  ChessSquare cursor;
  ChessSquare picked;
  ChessSquare pressed; /* while a button is down on a piece that may move */
  ChessSquare over;    /* below the dragged piece */
  gboolean was_picked; /* before this press */
  gboolean dragging;
  double press_x; /* where the press began */
  double press_y;
  double drag_x; /* where the dragged piece is */
  double drag_y;

  ChessMove pending; /* made, not yet answered by cl_board_set_position */
  guint pending_id;

  gboolean premoves;
  ClPromotionWish premove; /* from CHESS_NO_SQUARE: none */
  guint premove_id;        /* while it is about to be played */

  AdwAnimation *animation;
  double progress;
  guint n_glides;
  ClGlide glides[CL_BOARD_MAX_GLIDES];

  guint n_shapes;
  ClBoardShape shapes[CL_BOARD_MAX_SHAPES]; /* as set; the person's own are the drawings */
  guint n_drawings;
  ClBoardShape drawings[CL_BOARD_MAX_SHAPES];
  ClBoardShape sketch; /* under the right button; its squares may be none */
};

/* cl-board.c */
ChessSquare cl_board_square_at (ClBoard *self, double x, double y);
void cl_board_square_bounds (ClBoard *self, double file, double rank, graphene_rect_t *bounds);
void cl_board_update_marks (ClBoard *self);
void cl_board_emit_made (ClBoard *self, ChessMove move);
void cl_board_emit_refused (ClBoard *self, ChessSquare from, ChessSquare to);
void cl_board_emit_stepped (ClBoard *self, int direction);
gboolean cl_board_close_promotion (ClBoard *self);

/* cl-board-input.c */
void cl_board_init_input (ClBoard *self);
void cl_board_forget_hand (ClBoard *self);
gboolean cl_board_may_pick (ClBoard *self, ChessSquare square);

void cl_board_make_move (ClBoard *self, ChessMove move);

/* cl-board-premove.c */
/* The opponent is to move, and the hand may move in advance. */
gboolean cl_board_is_waiting (ClBoard *self);
/* What the hand moves in: the position, or in advance the same with the other side to move. */
void cl_board_get_hand_position (ClBoard *self, ChessPosition *position);
/* FALSE if no such move exists. */
gboolean cl_board_set_premove (ClBoard *self, ChessSquare from, ChessSquare to);
/* FALSE if there was none. */
gboolean cl_board_clear_premove (ClBoard *self);
/* The position has changed. */
void cl_board_try_premove (ClBoard *self);

/* cl-board-motion.c */
void cl_board_put_piece (ClBoard *self, ChessSquare square, ChessPiece piece);
void cl_board_show_pieces (ClBoard *self, const ChessPiece pieces[64], gboolean animate);
void cl_board_glide_back (ClBoard *self, ChessSquare square, double x, double y);
void cl_board_snapshot_pieces (ClBoard *self, GtkSnapshot *snapshot);
void cl_board_clear_motion (ClBoard *self);

/* cl-board-drawing.c */
void cl_board_init_drawing (ClBoard *self);
/* FALSE if there were none. */
gboolean cl_board_clear_drawings (ClBoard *self);
void cl_board_snapshot_drawings (ClBoard *self, GtkSnapshot *snapshot);

G_END_DECLS
