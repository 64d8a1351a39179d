/* cl-game-switcher.h: the button in the header that names the game on the board and lists the others that run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_GAME_SWITCHER (cl_game_switcher_get_type ())
G_DECLARE_FINAL_TYPE (ClGameSwitcher, cl_game_switcher, CL, GAME_SWITCHER, GtkWidget)

void cl_game_switcher_set_session (ClGameSwitcher *self, ClSession *session);
/* How wide the window is: the title gets what the rest of the header leaves. */
void cl_game_switcher_set_window_width (ClGameSwitcher *self, int width);
/* Chooses the next running game (@step 1) or the one before (-1), around the end. */
void cl_game_switcher_cycle (ClGameSwitcher *self, int step);

G_END_DECLS
