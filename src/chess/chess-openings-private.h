/* chess-openings-private.h: the table of openings that chess-openings-generate.c prints
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-opening.h"

#pragma GCC visibility push(hidden)

extern const ChessOpening chess_openings[]; /* by key */
extern const size_t chess_n_openings;

#pragma GCC visibility pop
