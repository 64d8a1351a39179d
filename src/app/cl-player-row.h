/* cl-player-row.h: fills the strip at one edge of the board from a game: who, how far ahead, how much time, what acts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-connected-board.h"
#include "cl-game.h"
#include "cl-player-strip.h"

G_BEGIN_DECLS

/* The strip owns the buttons. */
typedef struct
{
  ClPlayerStrip *strip;
  GtkWidget *resign, *offer, *claim;
  gboolean bare;
} ClPlayerRow;

/* Adds the buttons to @strip; or none, where nothing is to be done. */
void cl_player_row_init (ClPlayerRow *self, ClPlayerStrip *strip);
void cl_player_row_init_plain (ClPlayerRow *self, ClPlayerStrip *strip);
/* What of a game is shown. */
typedef struct
{
  guint ply;
  gboolean live; /* this is how the running game stands now */
  ClConnectedBoard *
    board; /* (nullable): the electronic board that plays it; a game without a clock has the one beside that */
} ClPlayerMoment;

/* Shows @side of @game at @moment, with @position on the board. */
void cl_player_row_show (ClPlayerRow *self,
                         const ClGame *game,
                         ChessColor side,
                         const ChessPosition *position,
                         const ClPlayerMoment *moment);
/* The clock alone. */
void cl_player_row_show_clock (ClPlayerRow *self,
                               const ClGame *game,
                               ChessColor side,
                               const ClPlayerMoment *moment);

/* Takes the buttons away, for spectators, or gives them back. */
void cl_player_row_set_bare (ClPlayerRow *self, gboolean bare);
/* Signs instead of words on the buttons, for small windows. */
void cl_player_row_set_compact (ClPlayerRow *self, gboolean compact);

G_END_DECLS
