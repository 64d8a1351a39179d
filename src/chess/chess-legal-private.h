/* chess-legal-private.h: is this one move legal, without generating the others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-make-private.h"

/* True if the piece on @from, which moves like that, may go to @to without leaving its king in check.
 * Not for en passant and castling. */
CHESS_INLINE bool
chess_legal_is_safe (const ChessPosition *self, ChessSquare from, ChessSquare to)
{
  ChessColor us = (ChessColor) self->side;
  uint64_t kings = self->kinds[CHESS_KING] & self->colors[us];
  uint64_t occupied = (self->colors[0] | self->colors[1]) & ~CHESS_BIT (from);
  ChessSquare king = kings == CHESS_BIT (from) ? to : chess_bits_first (kings);

  occupied |= CHESS_BIT (to);
  return (chess_make_attackers (self, king, (ChessColor) !us, occupied) & ~CHESS_BIT (to)) == 0;
}

/* The pieces of @kind (no pawn) of the side to move that may legally go to @to, among @from. */
CHESS_INLINE uint64_t
chess_legal_sources (const ChessPosition *self, ChessKind kind, ChessSquare to, uint64_t from)
{
  uint64_t own = self->colors[self->side], legal = 0;

  if ((own | self->kinds[CHESS_KING]) & CHESS_BIT (to))
    return 0;
  from &= chess_attacks_piece (kind, to, self->colors[0] | self->colors[1]);
  from &= self->kinds[kind] & own;
  while (from)
    {
      ChessSquare square = chess_bits_take (&from);

      if (chess_legal_is_safe (self, square, to))
        legal |= CHESS_BIT (square);
    }
  return legal;
}
