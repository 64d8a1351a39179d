/* chess-fen.h: positions as text, with X-FEN and Shredder-FEN castling rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

#define CHESS_FEN_SIZE 100 /* bytes that always suffice, NUL included */

typedef enum
{
  CHESS_FEN_OK,
  CHESS_FEN_BAD_PLACEMENT,
  CHESS_FEN_BAD_KINGS,
  CHESS_FEN_PAWN_ON_LAST_RANK,
  CHESS_FEN_TOO_MANY_PIECES,
  CHESS_FEN_BAD_SIDE,
  CHESS_FEN_BAD_CASTLING,
  CHESS_FEN_BAD_EN_PASSANT,
  CHESS_FEN_BAD_COUNTER,
  CHESS_FEN_OPPONENT_IN_CHECK,
  CHESS_FEN_TRAILING_TEXT,
} ChessFenError;

typedef enum
{
  CHESS_FEN_X,        /* KQkq, file letters only where needed: for files */
  CHESS_FEN_SHREDDER, /* always file letters: for engines in Chess960 */
} ChessFenStyle;

/* Reads @length bytes (-1: to NUL). Missing last fields get their defaults (w - - 0 1). On failure *@position
 * is untouched and *@place (may be NULL) is the byte offset of the fault. A position whose rights need it has
 * chess960 set; set it yourself when the game says so. */
ChessFenError
chess_fen_parse (const char *text, ptrdiff_t length, ChessPosition *position, size_t *place);

/* One English sentence without full stop, e.g. "White has no king". */
const char *chess_fen_error_text (ChessFenError error);

/* Writes at most CHESS_FEN_SIZE bytes; returns the length. */
size_t
chess_fen_write (const ChessPosition *position, ChessFenStyle style, char text[CHESS_FEN_SIZE]);
