/* cl-placement.h: what stands on 64 squares, as an electronic board sees it: no side to move, no rights, perhaps no names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chess-position.h"

G_BEGIN_DECLS

/* Something stands there, and the board cannot say what: boards that know occupancy alone. */
#define CL_PIECE_SOME ((ChessPiece) 15)

/* "rnbqkbnr/…" and NUL; CL_PIECE_SOME is written "o". */
#define CL_PLACEMENT_SIZE 72

/* Squares count as in the core: a1 = 0 … h8 = 63. */
typedef struct
{
  ChessPiece squares[64];
} ClPlacement;

ClPlacement cl_placement_empty (void);
ClPlacement cl_placement_start (void);
ClPlacement cl_placement_of (const ChessPosition *position);
/* Turned by half a circle: a1 becomes h8. */
ClPlacement cl_placement_turned (const ClPlacement *self);
/* Every man becomes CL_PIECE_SOME. */
ClPlacement cl_placement_unnamed (const ClPlacement *self);
gboolean cl_placement_equal (const ClPlacement *a, const ClPlacement *b);
/* One bit a square that differs. */
guint64 cl_placement_diff (const ClPlacement *a, const ClPlacement *b);
guint64 cl_placement_occupied (const ClPlacement *self);

/* The first field of a FEN. */
void cl_placement_write (const ClPlacement *self, char text[CL_PLACEMENT_SIZE]);
/* FALSE, and *self untouched, unless @text is eight ranks of eight files. */
gboolean cl_placement_parse (const char *text, ClPlacement *self);

/* "P" … "k", "o" for CL_PIECE_SOME, "." for nothing; CHESS_NO_PIECE for any other letter but those. */
char cl_piece_letter (ChessPiece piece);
gboolean cl_piece_from_letter (char letter, ChessPiece *piece);

G_END_DECLS
