/* cl-moves-view.h: how to read the moves of a game in the view of all games' moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-view.h"

#include "chess-fen.h"

G_BEGIN_DECLS

/* The value of a game that only its own fold can tell. */
#define CL_MOVES_FOLD "?"

/* FALSE if @value is CL_MOVES_FOLD or damaged; else *@moves is the text of the moves, three letters each, for
 * cl_packed_read () until that gives FALSE. Keys are those of cl_library_row_key (). */
gboolean cl_moves_parse (const char *value, ChessPosition *start, const char **moves);

G_END_DECLS
