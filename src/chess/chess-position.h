/* chess-position.h: pieces on a board with everything that decides which moves are legal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

/* A value: copy it freely, compare it with memcmp (no padding, unused bytes are 0). */
typedef struct
{
  uint64_t kinds[CHESS_N_KINDS]; /* one bit a square, both colours */
  uint64_t colors[2];
  uint64_t key; /* Zobrist key: pieces, side, rights and a *legal* en passant square */
  ChessPiece board[64];
  uint8_t side;               /* ChessColor to move */
  ChessSquare castling[2][2]; /* [colour][0 = king's side (h), 1 = queen's side (a)]: the rook's
                                    square, or CHESS_NO_SQUARE when the right is lost */
  ChessSquare en_passant;     /* square behind the pawn, only if some capture there is legal */
  uint8_t chess960;           /* UCI writes king takes rook */
  uint8_t reserved;
  uint16_t halfmove; /* plies since a capture or pawn move */
  uint16_t fullmove; /* 1 at the start, +1 after Black */
  uint32_t reserved2;
} ChessPosition;

/* What make () cannot recompute; give it back to unmake (). */
typedef struct
{
  uint64_t key;
  ChessMove move;
  ChessPiece captured;
  ChessSquare castling[2][2];
  ChessSquare en_passant;
  uint16_t halfmove;
} ChessUndo;

/* Enough for any set-up, however many queens: with q queens, n knights and f squares not held by their side,
 * there are at most 27q + 8 min (n, f) and at most 8 (64 - q) moves, hence no more than 446, and 74 for
 * promotion and castling. No game has more than 218. */
#define CHESS_MAX_MOVES 520

typedef struct
{
  size_t n;
  ChessMove moves[CHESS_MAX_MOVES];
} ChessMoveList;

/* The start position of standard chess. */
ChessPosition chess_position_start (void);

/* chess_position_start_960: start position number 0–959 as numbered by Scharnagl; 518 is the standard one. */
ChessPosition chess_position_start_960 (unsigned number);

/* All legal moves, in no promised order. */
void chess_position_legal_moves (const ChessPosition *self, ChessMoveList *list);

bool chess_position_has_legal_move (const ChessPosition *self);

/* True if @move, from anywhere (a file, a hash), is one of the legal moves. */
bool chess_position_is_legal (const ChessPosition *self, ChessMove move);

/* Plays @move, which must be legal or CHESS_MOVE_NULL (passes the turn; for annotated games only). */
ChessUndo chess_position_make (ChessPosition *self, ChessMove move);
void chess_position_unmake (ChessPosition *self, ChessUndo undo);

/* Squares of @color's pieces that attack @square. */
uint64_t chess_position_attackers (const ChessPosition *self, ChessSquare square, ChessColor color);

bool chess_position_in_check (const ChessPosition *self);
ChessSquare chess_position_king (const ChessPosition *self, ChessColor color);

/* The piece that @move takes (en passant included), or CHESS_NO_PIECE. */
ChessPiece chess_position_captured (const ChessPosition *self, ChessMove move);

/* The legal move of a hand that took the piece on @from to @to: castling by king two squares, king
 * to its castling square or king onto rook; @promotion is CHESS_NO_KIND unless chosen.
 * Returns CHESS_MOVE_NULL if there is none; sets *@needs_promotion (may be NULL) if only the choice of piece is missing. */
ChessMove chess_position_move_between (const ChessPosition *self,
                                       ChessSquare from,
                                       ChessSquare to,
                                       ChessKind promotion,
                                       bool *needs_promotion);

/* Leaf nodes at @depth plies. */
uint64_t chess_position_perft (ChessPosition *self, unsigned depth);

/* The key computed from nothing: equal to self->key, always. */
uint64_t chess_position_compute_key (const ChessPosition *self);
