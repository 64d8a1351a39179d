/* chess-opening.h: names of openings, found by position, so that transpositions count
 *
 * CHESS_OPENINGS_VERSION of chess-openings-version.h differs when the table differs: what a view derives from it holds for that
 * version only. The table is made at build time from a PGN file of named lines (pgn-extract's eco.pgn, or the one that the build option
 * "eco" names); a position that several lines reach has the name of the shortest.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

typedef struct
{
  uint64_t key;     /* of the position that the line ends in */
  const char *name; /* "Sicilian: Najdorf, Opocensky variation"; UTF-8, in the file's language */
  char eco[4];      /* "B92" */
  uint8_t plies;    /* length of the line */
} ChessOpening;

/* The line that ends in @position, or NULL. */
const ChessOpening *chess_opening_find (const ChessPosition *position);

/* All lines in a fixed order, which a smaller number can stand for; NULL past the last. */
const ChessOpening *chess_opening_get (size_t index);
size_t chess_opening_index (const ChessOpening *opening);

/* No position deeper in a game than this is looked for: behind it a match would be chance. */
#define CHESS_OPENING_MAX_PLIES 60
