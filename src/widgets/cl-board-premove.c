/* cl-board-premove.c: a move that the hand makes while the opponent thinks, to be played if it is legal then
 *
 * There is one at most. Any press, the right button too, takes it back, and so does a position in which it is not legal. It
 * is played from the main loop, not from within cl_board_set_position (), whose caller is about to say more of the position.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

gboolean
cl_board_is_waiting (ClBoard *self)
{
  return self->premoves && self->input_sides != 0 &&
         !(self->input_sides & 1u << self->position.side);
}

void
cl_board_get_hand_position (ClBoard *self, ChessPosition *position)
{
  *position = self->position;
  if (cl_board_is_waiting (self))
    chess_position_make (position, CHESS_MOVE_NULL);
}

gboolean
cl_board_clear_premove (ClBoard *self)
{
  gboolean any = self->premove.from != CHESS_NO_SQUARE;

  g_clear_handle_id (&self->premove_id, g_source_remove);
  self->premove = (ClPromotionWish){ CHESS_NO_SQUARE, CHESS_NO_SQUARE, FALSE };
  if (any)
    cl_board_update_marks (self);

  return any;
}

gboolean
cl_board_set_premove (ClBoard *self, ChessSquare from, ChessSquare to)
{
  ChessPosition position;
  bool promotes = false;

  cl_board_get_hand_position (self, &position);
  if (chess_position_move_between (&position, from, to, CHESS_NO_KIND, &promotes) ==
        CHESS_MOVE_NULL &&
      !promotes)
    return FALSE;
  self->picked = CHESS_NO_SQUARE;
  self->premove = (ClPromotionWish){ from, to, FALSE };
  cl_board_update_marks (self);

  return TRUE;
}

/* A pawn becomes a queen: nobody is there to be asked. */
static gboolean
play_cb (gpointer data)
{
  ClBoard *self = data;
  ClPromotionWish wish = self->premove;
  bool promotes = false;
  ChessMove move;

  self->premove_id = 0;
  cl_board_clear_premove (self);
  if (!self->interactive || self->pending != CHESS_MOVE_NULL || cl_board_is_waiting (self))
    return G_SOURCE_REMOVE;
  move =
    chess_position_move_between (&self->position, wish.from, wish.to, CHESS_NO_KIND, &promotes);
  if (promotes)
    move =
      chess_position_move_between (&self->position, wish.from, wish.to, CHESS_QUEEN, &promotes);
  if (move != CHESS_MOVE_NULL)
    cl_board_make_move (self, move);

  return G_SOURCE_REMOVE;
}

void
cl_board_try_premove (ClBoard *self)
{
  if (self->premove.from == CHESS_NO_SQUARE || self->premove_id != 0)
    return;
  if (cl_board_is_waiting (self))
    cl_board_clear_premove (self);
  else
    self->premove_id = g_idle_add (play_cb, self);
}

void
cl_board_set_premoves (ClBoard *self, gboolean premoves)
{
  g_return_if_fail (CL_IS_BOARD (self));

  self->premoves = !!premoves;
  if (!premoves)
    cl_board_clear_premove (self);
}
