/* chess-polyglot.h: the key under which opening books of the Polyglot format keep a position
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

/* The square that @move, played in @before, passes by a double step of a pawn; CHESS_NO_SQUARE otherwise. */
ChessSquare chess_polyglot_passed (const ChessPosition *before, ChessMove move);

/* @passed: of the move that led to @position. If it is not known, CHESS_NO_SQUARE: then an en passant capture counts only
 * if it is legal, which differs from the format where each pawn that could take is pinned. Not for repetition: the file
 * says why. */
uint64_t chess_polyglot_key (const ChessPosition *position, ChessSquare passed);
