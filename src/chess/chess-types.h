/* chess-types.h: colours, pieces, squares and moves as small numbers, shared by the whole core
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum
{
  CHESS_WHITE,
  CHESS_BLACK,
} ChessColor;

typedef enum
{
  CHESS_PAWN,
  CHESS_KNIGHT,
  CHESS_BISHOP,
  CHESS_ROOK,
  CHESS_QUEEN,
  CHESS_KING,
  CHESS_N_KINDS,
  CHESS_NO_KIND = CHESS_N_KINDS,
} ChessKind;

/* A piece is colour * 8 + kind; an empty square is CHESS_NO_PIECE. */
typedef uint8_t ChessPiece;

#define CHESS_NO_PIECE           ((ChessPiece) CHESS_NO_KIND)
#define chess_piece(color, kind) ((ChessPiece) ((color) << 3 | (kind)))
#define chess_piece_kind(piece)  ((ChessKind) ((piece) &7))
#define chess_piece_color(piece) ((ChessColor) ((piece) >> 3))

/* Squares count a1 = 0, b1 = 1, … h8 = 63. */
typedef uint8_t ChessSquare;

#define CHESS_NO_SQUARE          ((ChessSquare) 64)
#define chess_square(file, rank) ((ChessSquare) ((rank) << 3 | (file)))
#define chess_file(square)       ((square) &7)
#define chess_rank(square)       ((square) >> 3)

/* A move in 16 bits: from (0–5), to (6–11), promotion kind − knight (12–13), form (14–15).
 * Castling is stored as king takes own rook in every variant, so that Chess960 needs no special case;
 * the UCI and SAN writers give it the usual look. 0 is no move; as a move in a game it is the null move.
 */
typedef uint16_t ChessMove;

typedef enum
{
  CHESS_FORM_NORMAL,
  CHESS_FORM_PROMOTION,
  CHESS_FORM_EN_PASSANT,
  CHESS_FORM_CASTLING,
} ChessMoveForm;

#define CHESS_MOVE_NULL                    ((ChessMove) 0)
#define chess_move(from, to)               ((ChessMove) ((from) | (to) << 6))
#define chess_move_special(from, to, form) ((ChessMove) ((from) | (to) << 6 | (form) << 14))
#define chess_move_promoting(from, to, kind) \
  ((ChessMove) ((from) | (to) << 6 | ((kind) -CHESS_KNIGHT) << 12 | CHESS_FORM_PROMOTION << 14))
#define chess_move_from(move) ((ChessSquare) ((move) &63))
#define chess_move_to(move)   ((ChessSquare) ((move) >> 6 & 63))
#define chess_move_form(move) ((ChessMoveForm) ((move) >> 14))
/* Meaningful only if the form is CHESS_FORM_PROMOTION. */
#define chess_move_promotion(move) ((ChessKind) (((move) >> 12 & 3) + CHESS_KNIGHT))

typedef enum
{
  CHESS_RESULT_NONE, /* * : still in progress, or unknown */
  CHESS_RESULT_WHITE,
  CHESS_RESULT_BLACK,
  CHESS_RESULT_DRAW,
} ChessResult;

/* Bytes that belong to somebody else; not NUL-terminated. */
typedef struct
{
  const char *text;
  size_t length;
} ChessText;
