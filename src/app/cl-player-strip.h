/* cl-player-strip.h: one player at the edge of the board: name, rating, what was captured, clock, resign, draw
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-game.h"

G_BEGIN_DECLS

#define CL_TYPE_PLAYER_STRIP (cl_player_strip_get_type ())
G_DECLARE_FINAL_TYPE (ClPlayerStrip, cl_player_strip, CL, PLAYER_STRIP, GtkWidget)

/* Shows @side of @game after @ply plies, with @position on the board. @live: this is how the running game stands now. */
void cl_player_strip_show (ClPlayerStrip *self,
  const ClGame *game,
  ChessColor side,
  guint ply,
  const ChessPosition *position,
  gboolean live);
/* One line instead of two, for low windows. */
void cl_player_strip_set_compact (ClPlayerStrip *self, gboolean compact);

G_END_DECLS
