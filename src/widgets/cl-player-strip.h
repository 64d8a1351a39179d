/* cl-player-strip.h: who plays one side, beside the board: name, rating, captured pieces, buttons, clock
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-clock-face.h"

G_BEGIN_DECLS

#define CL_TYPE_PLAYER_STRIP (cl_player_strip_get_type ())
G_DECLARE_FINAL_TYPE (ClPlayerStrip, cl_player_strip, CL, PLAYER_STRIP, GtkWidget)

GtkWidget *cl_player_strip_new (gboolean white);
void cl_player_strip_set_side (ClPlayerStrip *self, gboolean white);
gboolean cl_player_strip_get_side (ClPlayerStrip *self);
/* @name (nullable): "White" or "Black"; @rating (nullable) as text. */
void cl_player_strip_set_player (ClPlayerStrip *self, const char *name, const char *rating);
/* Pieces that this player took, by ChessKind from pawn to queen, and by how much this side is ahead (shown only above 0). */
void cl_player_strip_set_captured (ClPlayerStrip *self, const guint8 counts[5], gint difference);
void cl_player_strip_set_to_move (ClPlayerStrip *self, gboolean to_move);
/* Says “to move” by the sign alone, so that the name has the room. */
void cl_player_strip_set_compact (ClPlayerStrip *self, gboolean compact);
/* (transfer none) The clock at the end edge; hidden until it is set. */
ClClockFace *cl_player_strip_get_clock (ClPlayerStrip *self);
/* Appends @button before the clock. */
void cl_player_strip_add_action (ClPlayerStrip *self, GtkWidget *button);

G_END_DECLS
