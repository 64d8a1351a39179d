/* cl-opening-line.c: follows a game's first moves and names the opening by the positions they reach
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-opening-line.h"

#include <string.h>

#include "cl-fact.h"
#include "cl-packed-moves.h"

void
cl_opening_line_start (ClOpeningLine *self)
{
  self->position = chess_position_start ();
  self->n_moves = 0;
  self->opening = NULL;
}

static gboolean
play (ClOpeningLine *self, ChessMove move)
{
  const ChessOpening *opening;

  chess_position_make (&self->position, move);
  self->moves[self->n_moves++] = move;
  opening = chess_opening_find (&self->position);
  if (opening == NULL)
    return FALSE;
  self->opening = opening;
  return TRUE;
}

gboolean
cl_opening_line_play (ClOpeningLine *self, ClMove move)
{
  ChessMove legal;

  return self->n_moves < CHESS_OPENING_MAX_PLIES &&
         cl_move_to_chess (move, &self->position, &legal) && play (self, legal);
}

/* Plays the @n moves of @moves, which may lie in @self, from the start, as far as they are legal. A move may have become
 * another one (a capture en passant, a castling), so squares and promotion are what counts. */
static gboolean
replay (ClOpeningLine *self, const ChessMove *moves, guint n)
{
  ChessMove copy[CHESS_OPENING_MAX_PLIES];

  memcpy (copy, moves, n * sizeof *moves);
  cl_opening_line_start (self);
  for (guint i = 0; i < n; i++)
    {
      ChessKind promotion = chess_move_form (copy[i]) == CHESS_FORM_PROMOTION
                              ? chess_move_promotion (copy[i])
                              : CHESS_NO_KIND;
      ChessMove move = chess_position_move_between (&self->position,
                                                    chess_move_from (copy[i]),
                                                    chess_move_to (copy[i]),
                                                    promotion,
                                                    NULL);

      if (move == CHESS_MOVE_NULL)
        return FALSE;
      play (self, move);
    }
  return TRUE;
}

void
cl_opening_line_take_back (ClOpeningLine *self, guint n_left)
{
  replay (self, self->moves, MIN (n_left, self->n_moves));
}

void
cl_opening_line_correct (ClOpeningLine *self, guint ply, ClMove move)
{
  ClOpeningLine before = *self;
  ChessMove legal;

  if (ply == 0 || ply > self->n_moves)
    return;
  replay (self, before.moves, ply - 1);
  if (!cl_move_to_chess (move, &self->position, &legal))
    return;
  before.moves[ply - 1] = legal;
  replay (self, before.moves, before.n_moves);
}

void
cl_opening_line_append_to (const ClOpeningLine *self, GString *text)
{
  for (guint i = 0; i < self->n_moves; i++)
    cl_packed_append (text, self->moves[i]);
}

gboolean
cl_opening_line_parse (ClOpeningLine *self, const char *text)
{
  ChessMove moves[CHESS_OPENING_MAX_PLIES];
  guint n = 0, bits;

  for (; n < CHESS_OPENING_MAX_PLIES && cl_packed_read (text, &bits); text += CL_PACKED_LENGTH)
    moves[n++] = (ChessMove) bits;
  if (*text == '\0' && replay (self, moves, n))
    return TRUE;
  cl_opening_line_start (self);
  return FALSE;
}
