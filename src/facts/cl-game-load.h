/* cl-game-load.h: one game folded from the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-reader.h"

G_BEGIN_DECLS

/* The game as it stood at position @until (0: the head); its status is CL_GAME_EMPTY if there was none. Blocks; reads the
 * game's own rows. @error names the event that makes no sense. */
ClGame *
cl_game_load (ClReader *reader, const char *partition, guint32 game, guint64 until, GError **error);

G_END_DECLS
