/* chess-bits-private.h: sets of squares in one word, and the squares that pieces attack
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-tables-private.h"

#define CHESS_INLINE static inline __attribute__ ((always_inline))

#define CHESS_BIT(square) (UINT64_C (1) << (square))
#define CHESS_FILE_A      UINT64_C (0x0101010101010101)
#define CHESS_FILE_H      UINT64_C (0x8080808080808080)
#define CHESS_RANK(rank)  (UINT64_C (0xff) << ((rank) *8))

/* @bits must not be empty in the two that look for a square. */
CHESS_INLINE ChessSquare
chess_bits_first (uint64_t bits)
{
  return (ChessSquare) __builtin_ctzll (bits);
}

CHESS_INLINE ChessSquare
chess_bits_take (uint64_t *bits)
{
  ChessSquare first = chess_bits_first (*bits);

  *bits &= *bits - 1;
  return first;
}

CHESS_INLINE unsigned
chess_bits_count (uint64_t bits)
{
  return (unsigned) __builtin_popcountll (bits);
}

CHESS_INLINE bool
chess_bits_many (uint64_t bits)
{
  return (bits & (bits - 1)) != 0;
}

CHESS_INLINE uint64_t
chess_attacks_slider (const ChessMagic *magic, uint64_t occupied)
{
  return chess_slider_attacks[magic->offset +
                              ((occupied & magic->mask) * magic->magic >> magic->shift)];
}

CHESS_INLINE uint64_t
chess_attacks_rook (ChessSquare square, uint64_t occupied)
{
  return chess_attacks_slider (&chess_rook_magics[square], occupied);
}

CHESS_INLINE uint64_t
chess_attacks_bishop (ChessSquare square, uint64_t occupied)
{
  return chess_attacks_slider (&chess_bishop_magics[square], occupied);
}

/* What a piece of @kind (no pawn) on @square attacks. */
CHESS_INLINE uint64_t
chess_attacks_piece (ChessKind kind, ChessSquare square, uint64_t occupied)
{
  switch (kind)
    {
    case CHESS_KNIGHT:
      return chess_knight_attacks[square];
    case CHESS_BISHOP:
      return chess_attacks_bishop (square, occupied);
    case CHESS_ROOK:
      return chess_attacks_rook (square, occupied);
    case CHESS_QUEEN:
      return chess_attacks_bishop (square, occupied) | chess_attacks_rook (square, occupied);
    case CHESS_KING:
      return chess_king_attacks[square];
    default:
      return 0;
    }
}

/* The squares that @pawns of @color attack towards the a file and towards the h file. */
CHESS_INLINE uint64_t
chess_attacks_pawns_a (uint64_t pawns, ChessColor color)
{
  pawns &= ~CHESS_FILE_A;
  return color == CHESS_WHITE ? pawns << 7 : pawns >> 9;
}

CHESS_INLINE uint64_t
chess_attacks_pawns_h (uint64_t pawns, ChessColor color)
{
  pawns &= ~CHESS_FILE_H;
  return color == CHESS_WHITE ? pawns << 9 : pawns >> 7;
}

CHESS_INLINE uint64_t
chess_advance_pawns (uint64_t pawns, ChessColor color)
{
  return color == CHESS_WHITE ? pawns << 8 : pawns >> 8;
}
