/* cl-new-game.h: what a new game needs to know, as the dialog fills it in and as the settings remember it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"
#include "cl-settings.h"

G_BEGIN_DECLS

typedef struct
{
  char *white, *black;
  char *time_control;     /* PGN form, "-": no clock */
  gboolean clock_at_once; /* otherwise by the first move, or by the button beside the moves */
  gboolean chess960;
  guint table; /* 0: the next free one */
} ClNewGame;

/* The last settings; where there are none, the first ones of the app. */
ClNewGame *cl_new_game_load (ClSettings *settings);
void cl_new_game_save (const ClNewGame *self, ClSettings *settings);
void cl_new_game_free (ClNewGame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClNewGame, cl_new_game_free)

/* Starts the game; a shuffled start position is drawn here. */
void cl_new_game_start (const ClNewGame *self,
                        ClSession *session,
                        ClSessionDone done,
                        gpointer user_data);

/* TRUE if the text is a time control that a clock can keep, or "-". */
gboolean cl_new_game_check_time_control (const char *text);

G_END_DECLS
