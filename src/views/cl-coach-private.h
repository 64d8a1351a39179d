/* cl-coach-private.h: what the patterns look for on the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

#include <glib.h>

G_BEGIN_DECLS

/* 1-3-3-5-9, a king 0. */
gint cl_coach_points (ChessKind kind);
/* What @line's first move, legal in @position, wins by a capture: the man's points, less the taker's if the second move takes it
 * back. 0 if it takes nothing. */
gint cl_coach_gain (const ChessPosition *position, const ChessMove *line, guint n_moves);
/* Does the man that @move brings to its square, where nothing takes it at a profit, attack two men at once that are the king,
 * worth more, or not defended? */
gboolean cl_coach_is_fork (const ChessPosition *position, ChessMove move);

G_END_DECLS
