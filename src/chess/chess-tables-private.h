/* chess-tables-private.h: the constant tables behind move generation and position keys
 *
 * They are computed at build time by chess-tables-generate.c, so that the library needs no
 * initialisation and has no mutable state.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

#define CHESS_SLIDER_ENTRIES 107648

/* Where the attacks of a sliding piece on one square lie: the blockers that matter, multiplied by
 * @magic, give the index in the upper bits. */
typedef struct
{
  uint64_t mask, magic;
  uint32_t offset, shift;
} ChessMagic;

/* Hidden, so that they are addressed directly. */
#pragma GCC visibility push(hidden)

extern const ChessMagic chess_rook_magics[64];
extern const ChessMagic chess_bishop_magics[64];
extern const uint64_t chess_slider_attacks[CHESS_SLIDER_ENTRIES];

extern const uint64_t chess_knight_attacks[64];
extern const uint64_t chess_king_attacks[64];
extern const uint64_t chess_pawn_attacks[2][64];

/* The squares strictly between two on a line, else none. */
extern const uint64_t chess_between[64][64];

/* Random numbers of the position key: indexed by ChessPiece and square; by colour and file of the
 * castling rook; by file of the en passant square; and Black to move. */
extern const uint64_t chess_key_pieces[16][64];
extern const uint64_t chess_key_castling[2][8];
extern const uint64_t chess_key_en_passant[8];
extern const uint64_t chess_key_black;

#pragma GCC visibility pop
