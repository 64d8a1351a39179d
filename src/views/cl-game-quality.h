/* cl-game-quality.h: how well two sides played one game: accuracy, centipawn loss, counts of mistakes
 *
 * Method: reference fair-play.md §2 (Lichess's), with two differences on purpose: a game from a set-up position has no
 * made-up value before its first move, and a position that nobody evaluated leaves its two moves out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-win-chance.h"

#include "chess-types.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_moves;     /* of which both values are known; if 0, nothing below means anything */
  guint accuracy;    /* hundredths of a per cent */
  guint acpl_tenths; /* mean centipawn loss, in tenths of a centipawn */
  guint median_loss; /* centipawns */
  guint n_inaccuracies, n_mistakes, n_blunders;
} ClSideQuality;

/**
 * cl_game_quality:
 * @values: White's view: [0] of the start position (CL_VALUE_START for the standard one if nobody evaluated it), [i]
 *   after @i plies; CL_VALUE_NONE where unknown
 * @n_values: plies + 1, or fewer if the end is not known; 0 is fine
 * @first: who moves first
 * @quality: (out): by colour
 */
void
cl_game_quality (const ClValue *values, guint n_values, ChessColor first, ClSideQuality quality[2]);

/* The weight of each of the @n_values − 1 moves: the spread (population standard deviation) of Win% around it, in
 * hundredths, from 50 to 1200. @weights: room for n_values − 1. */
void cl_game_volatility (const ClValue *values, guint n_values, guint *weights);

G_END_DECLS
