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
void cl_board_set_position (ClBoard *self,
                            const ChessPosition *position,
                            ChessMove last_move,
                            gboolean animate);
/* Shows a legal move of the position as made but not certain yet: what an electronic board sees before it is a fact.
 * CHESS_MOVE_NULL and the next other position take it away. A hand on this board goes before it. */
void cl_board_set_provisional (ClBoard *self, ChessMove move);
ChessMove cl_board_get_provisional (ClBoard *self);
void cl_board_get_position (ClBoard *self, ChessPosition *position);
/* Properties: flipped, interactive (moves may be made), coordinates, auto-queen (a pawn becomes a queen unasked, unless Alt is
 * held), input-sides (0 none, 1 white, 2 black, 3 side to move).
 * Signal move-made (guint move): a legal ChessMove was made by drag, clicks or keyboard, promotion chosen. The board never
 * plays it by itself: it shows the move as pending until the next cl_board_set_position; the unchanged position takes it back.
 * Without an answer the piece glides back after 3 s.
 * Signal move-refused (guint from, guint to): dropped or clicked where no legal move leads; the piece glides back.
 * Signal stepped (int direction): the wheel turned over the board; +1 one ply on, -1 one back.
 * The right button draws: a click a circle, a drag an arrow, green, with Shift red, with Ctrl blue, with Alt yellow; the same
 * again takes it away, and the left button, Escape and the next position wipe all. A drawing is nobody's but the board's.
 * Keyboard: Tab enters at the square cursor, arrows move it, Enter/Space picks and drops, Escape cancels. A click on the board
 * focuses the board as a whole, not a square, so that arrow keys then stay free for stepping through the game (handle
 * them in the window's bubble phase: accelerators of the application would take them from the squares as well). */
void cl_board_set_flipped (ClBoard *self, gboolean flipped);
gboolean cl_board_get_flipped (ClBoard *self);
void cl_board_set_interactive (ClBoard *self, gboolean interactive);
gboolean cl_board_get_interactive (ClBoard *self);
void cl_board_set_coordinates (ClBoard *self, gboolean coordinates);
/* Whether a side that may be moved (input-sides) may be moved while the other one thinks: shown red, played as soon as that side is
 * to move if it is legal then, taken back by any press. */
void cl_board_set_premoves (ClBoard *self, gboolean premoves);
void cl_board_set_auto_queen (ClBoard *self, gboolean auto_queen);
void cl_board_set_input_sides (ClBoard *self, guint sides);
/* Drops selection, drag, pending move, promotion chooser and drawings; FALSE if there was nothing to cancel (let Escape go on). */
gboolean cl_board_cancel (ClBoard *self);

typedef enum
{
  CL_SHAPE_GREEN,
  CL_SHAPE_RED,
  CL_SHAPE_BLUE,
  CL_SHAPE_YELLOW,
  CL_SHAPE_BEST, /* an engine's first choice, and the others */
  CL_SHAPE_GOOD,
  CL_N_SHAPE_COLORS,
} ClShapeColor;

/* An arrow; a circle where both squares are the same. */
typedef struct
{
  ChessSquare from;
  ChessSquare to;
  ClShapeColor color;
} ClBoardShape;

#define CL_BOARD_MAX_SHAPES 64

/* What a note or an engine shows on the position, below what the person draws; copies, at most CL_BOARD_MAX_SHAPES. Stays
 * until it is set again, so set it with each position. All shapes are in the accessible description. */
void cl_board_set_shapes (ClBoard *self, const ClBoardShape *shapes, guint n_shapes);

/* The edge of the squares in the allocation, so that what stands beside the board can line up with it. */
int cl_board_get_edge (ClBoard *self, int *x, int *y);

/* A board as a picture at @size pixels, cached pieces: for hover previews and halls. */
void cl_board_snapshot_mini (GtkSnapshot *snapshot,
                             const ChessPosition *position,
                             ChessMove last_move,
                             gboolean flipped,
                             float size,
                             GtkWidget *for_widget);

G_END_DECLS
