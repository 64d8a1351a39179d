/* cl-opening-line.c: follows a game's first moves and names the opening by the positions they reach
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-opening-line.h"

#include <string.h>

#include "cl-fact.h"

#define FIRST_LETTER '0' /* '0' + 6 bits: '0' … 'o', no tab, no letter that JSON escapes but '\\' */

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
    for (guint shift = 0; shift < 18; shift += 6)
      g_string_append_c (text, (char) (FIRST_LETTER + (self->moves[i] >> shift & 63)));
}

gboolean
cl_opening_line_parse (ClOpeningLine *self, const char *text)
{
  gsize length = strlen (text);
  ChessMove moves[CHESS_OPENING_MAX_PLIES] = { 0 };

  cl_opening_line_start (self);
  if (length % 3 != 0 || length / 3 > CHESS_OPENING_MAX_PLIES)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      guint bits = (guint8) text[i] - (guint) FIRST_LETTER;

      if (bits > 63)
        return FALSE;
      moves[i / 3] |= (ChessMove) (bits << i % 3 * 6);
    }
  if (replay (self, moves, length / 3))
    return TRUE;
  cl_opening_line_start (self);
  return FALSE;
}
