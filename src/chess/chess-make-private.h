/* chess-make-private.h: playing a move, inlined where it must be fast
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <string.h>

#include "chess-bits-private.h"
#include "chess-position.h"

CHESS_INLINE void
chess_make_put (ChessPosition *self, ChessPiece piece, ChessSquare square)
{
  self->board[square] = piece;
  self->kinds[chess_piece_kind (piece)] ^= CHESS_BIT (square);
  self->colors[chess_piece_color (piece)] ^= CHESS_BIT (square);
  self->key ^= chess_key_pieces[piece][square];
}

CHESS_INLINE void
chess_make_remove (ChessPosition *self, ChessPiece piece, ChessSquare square)
{
  self->board[square] = CHESS_NO_PIECE;
  self->kinds[chess_piece_kind (piece)] ^= CHESS_BIT (square);
  self->colors[chess_piece_color (piece)] ^= CHESS_BIT (square);
  self->key ^= chess_key_pieces[piece][square];
}

CHESS_INLINE void
chess_make_drop_right (ChessPosition *self, ChessColor color, int side)
{
  ChessSquare rook = self->castling[color][side];

  if (rook == CHESS_NO_SQUARE)
    return;
  self->key ^= chess_key_castling[color][chess_file (rook)];
  self->castling[color][side] = CHESS_NO_SQUARE;
}

/* Rights end when the king moves, and when a rook leaves its square or is taken on it. */
CHESS_INLINE void
chess_make_update_rights (ChessPosition *self, ChessSquare from, ChessSquare to, ChessKind kind)
{
  static const ChessSquare none[2][2] = { { CHESS_NO_SQUARE, CHESS_NO_SQUARE },
                                          { CHESS_NO_SQUARE, CHESS_NO_SQUARE } };

  if (memcmp (self->castling, none, sizeof none) == 0)
    return;
  for (int color = 0; color < 2; color++)
    for (int side = 0; side < 2; side++)
      if (self->castling[color][side] == from || self->castling[color][side] == to ||
          (kind == CHESS_KING && color == self->side))
        chess_make_drop_right (self, (ChessColor) color, side);
}

/* Squares of @color's pieces that attack @square when @occupied is all that stands. */
CHESS_INLINE uint64_t
chess_make_attackers (const ChessPosition *self,
                      ChessSquare square,
                      ChessColor color,
                      uint64_t occupied)
{
  const uint64_t *kinds = self->kinds;
  uint64_t attackers;

  attackers = chess_attacks_rook (square, occupied) & (kinds[CHESS_ROOK] | kinds[CHESS_QUEEN]);
  attackers |= chess_attacks_bishop (square, occupied) & (kinds[CHESS_BISHOP] | kinds[CHESS_QUEEN]);
  attackers |= chess_knight_attacks[square] & kinds[CHESS_KNIGHT];
  attackers |= chess_king_attacks[square] & kinds[CHESS_KING];
  attackers |= chess_pawn_attacks[!color][square] & kinds[CHESS_PAWN];
  return attackers & self->colors[color];
}

/* True if @color's pawn on @from may take en passant on @square without leaving its king in check. */
CHESS_INLINE bool
chess_make_en_passant_is_safe (const ChessPosition *self,
                               ChessColor color,
                               ChessSquare from,
                               ChessSquare square)
{
  uint64_t taken = CHESS_BIT (square ^ 8);
  uint64_t occupied =
    ((self->colors[0] | self->colors[1]) ^ CHESS_BIT (from) ^ taken) | CHESS_BIT (square);
  ChessSquare king = chess_bits_first (self->kinds[CHESS_KING] & self->colors[color]);

  return (chess_make_attackers (self, king, (ChessColor) !color, occupied) & ~taken) == 0;
}

/* Remembers @square, passed by a pawn of the side that does not have the move, if the other side may
 * take there. */
CHESS_INLINE void
chess_make_set_en_passant (ChessPosition *self, ChessSquare square)
{
  ChessColor color = (ChessColor) self->side;
  uint64_t takers =
    chess_pawn_attacks[!color][square] & self->kinds[CHESS_PAWN] & self->colors[color];

  while (takers)
    {
      if (chess_make_en_passant_is_safe (self, color, chess_bits_take (&takers), square))
        {
          self->en_passant = square;
          self->key ^= chess_key_en_passant[chess_file (square)];
          return;
        }
    }
}

CHESS_INLINE void
chess_make_castle (ChessPosition *self, ChessSquare king, ChessSquare rook)
{
  ChessColor us = (ChessColor) self->side;
  unsigned rank = chess_rank (king);
  bool short_side = rook > king;

  chess_make_remove (self, chess_piece (us, CHESS_KING), king);
  chess_make_remove (self, chess_piece (us, CHESS_ROOK), rook);
  chess_make_put (self, chess_piece (us, CHESS_KING), chess_square (short_side ? 6 : 2, rank));
  chess_make_put (self, chess_piece (us, CHESS_ROOK), chess_square (short_side ? 5 : 3, rank));
}

/* Plays a legal move other than the null move. */
CHESS_INLINE void
chess_make_move (ChessPosition *self, ChessMove move)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessPiece piece = self->board[from], captured = self->board[to];
  ChessMoveForm form = chess_move_form (move);
  bool resets = chess_piece_kind (piece) == CHESS_PAWN;

  if (self->en_passant != CHESS_NO_SQUARE)
    {
      self->key ^= chess_key_en_passant[chess_file (self->en_passant)];
      self->en_passant = CHESS_NO_SQUARE;
    }
  chess_make_update_rights (self, from, to, chess_piece_kind (piece));
  if (form == CHESS_FORM_CASTLING)
    chess_make_castle (self, from, to);
  else
    {
      chess_make_remove (self, piece, from);
      if (captured != CHESS_NO_PIECE)
        {
          chess_make_remove (self, captured, to);
          resets = true;
        }
      if (form == CHESS_FORM_EN_PASSANT)
        chess_make_remove (self, chess_piece (!self->side, CHESS_PAWN), to ^ 8);
      if (form == CHESS_FORM_PROMOTION)
        piece = chess_piece (self->side, chess_move_promotion (move));
      chess_make_put (self, piece, to);
    }
  if (resets)
    self->halfmove = 0;
  else if (self->halfmove < UINT16_MAX)
    self->halfmove++;
  self->fullmove += self->side;
  self->side ^= 1;
  self->key ^= chess_key_black;
  if (chess_piece_kind (piece) == CHESS_PAWN && (from ^ to) == 16)
    chess_make_set_en_passant (self, (from + to) / 2);
}
