/* chess-notation.h: moves as text, SAN (PGN standard §8.2.3) and UCI, both ways
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

#define CHESS_SAN_SIZE 12
#define CHESS_UCI_SIZE 6

typedef enum
{
  CHESS_NOTATION_OK,
  CHESS_NOTATION_SYNTAX,    /* not a move in any spelling we know */
  CHESS_NOTATION_ILLEGAL,   /* well written, but no piece may do that */
  CHESS_NOTATION_AMBIGUOUS, /* several pieces may */
} ChessNotationError;

/* How a move is written: all that SAN adds to from, to and promotion. */
typedef struct
{
  uint8_t kind;     /* ChessKind of the moving piece */
  uint8_t captured; /* ChessKind, CHESS_NO_KIND if none */
  bool show_file, show_rank;
  uint8_t check;    /* 0, 1 = +, 2 = # */
  uint8_t castling; /* 0, 1 = O-O, 2 = O-O-O */
} ChessSanParts;

/* @move must be legal in @position, or CHESS_MOVE_NULL, written "--". Exact disambiguation among legal moves. */
ChessSanParts chess_san_parts (const ChessPosition *position, ChessMove move);
size_t chess_san_write (const ChessPosition *position, ChessMove move, char text[CHESS_SAN_SIZE]);

/* Reads one move token, leniently (reference §3: e8Q, e8(Q), 0-0, Ng1-f3, e2e4, missing x + #, ! and ? behind,
 * and UCI). @length -1: to NUL. The result is legal; "--" and "Z0" give CHESS_MOVE_NULL, unless in check. */
ChessNotationError chess_san_parse (const ChessPosition *position,
                                    const char *text,
                                    ptrdiff_t length,
                                    ChessMove *move);

/* e2e4, e7e8q; castling e1g1, or e1h1 if position->chess960; null move 0000. */
size_t chess_uci_write (const ChessPosition *position, ChessMove move, char text[CHESS_UCI_SIZE]);
ChessNotationError chess_uci_parse (const ChessPosition *position,
                                    const char *text,
                                    ptrdiff_t length,
                                    ChessMove *move);

const char *chess_notation_error_text (ChessNotationError error);
