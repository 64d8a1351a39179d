/* cl-board-shapes.h: arrows and circles for the board, of what a note draws and an engine proposes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board.h"
#include "cl-shown-lines.h"

G_BEGIN_DECLS

/* Of the comments behind @ply, [%cal …] and [%csl …]; fills in at most @size and returns how many. */
guint cl_board_shapes_of_note (const ClGame *game, guint ply, ClBoardShape *shapes, guint size);
/* The first move of each line that is worth an arrow, the best first. */
guint cl_board_shapes_of_lines (const ClShownLines *lines, ClBoardShape *shapes, guint size);

G_END_DECLS
