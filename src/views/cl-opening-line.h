/* cl-opening-line.h: the first moves of a game, followed as long as its opening may still get a longer name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "cl-event.h"

#include "chess-opening.h"

G_BEGIN_DECLS

/* Allocate with g_new; free with g_free. */
typedef struct
{
  ChessPosition position;
  guint n_moves;
  ChessMove moves[CHESS_OPENING_MAX_PLIES];
  const ChessOpening *opening; /* of the last position that has a name, (nullable) */
} ClOpeningLine;

void cl_opening_line_start (ClOpeningLine *self);
/* TRUE if the opening changed; a move that is not legal, or too deep, is not followed. */
gboolean cl_opening_line_play (ClOpeningLine *self, ClMove move);
void cl_opening_line_take_back (ClOpeningLine *self, guint n_left);
/* Ply @ply (from 1) was @move; what follows stays while it is legal. */
void cl_opening_line_correct (ClOpeningLine *self, guint ply, ClMove move);

/* Three letters a move. */
void cl_opening_line_append_to (const ClOpeningLine *self, GString *text);
/* FALSE if @text is no line; then @self is at the start. */
gboolean cl_opening_line_parse (ClOpeningLine *self, const char *text);

G_END_DECLS
