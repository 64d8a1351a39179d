/* cl-game-view-private.h: what the views of one game share: their fold is ClGame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-view.h"

G_BEGIN_DECLS

extern const char *const cl_game_view_handles[];
extern const char *const cl_game_view_ignores[];

gpointer cl_game_view_create (const char *partition, guint32 game);
gboolean cl_game_view_apply (gpointer fold, const ClEvent *event, GError **error);
void cl_game_view_destroy (gpointer fold);

const char *cl_game_view_color (ChessColor color);
const char *cl_game_view_status (ClGameStatus status);
/* Sets @key if @value is known. */
void cl_game_view_set_time (ClMap *map, const char *key, gint64 value);

G_END_DECLS
