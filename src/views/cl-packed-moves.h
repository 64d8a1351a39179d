/* cl-packed-moves.h: moves as three letters each, so that a view can keep a whole game in one small value
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "cl-event.h"

#include "chess-position.h"

G_BEGIN_DECLS

#define CL_PACKED_LENGTH 3

/* 18 bits as three letters without blanks or quotes. */
void cl_packed_append (GString *text, guint bits);
/* FALSE if the three bytes at @text are no such letters (its end among them). */
gboolean cl_packed_read (const char *text, guint *bits);

/* A move as it is recorded, castling and captures marked. */
guint cl_packed_from_move (ClMove move);
/* How many of @moves, from the first on, in turns, take something: n[0] those of who begins, n[1] those of the other. */
void cl_packed_count_captures (const char *moves, guint n[2]);
/* Makes it in @position. What was recorded was legal, so this checks only that nothing breaks on damaged text: FALSE if
 * there is no such piece, or a king would be taken. */
gboolean cl_packed_make (guint bits, ChessPosition *position);

G_END_DECLS
