/* cl-board-preferences.h: the page of the preferences where one chooses how the board looks, sounds and behaves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CL_TYPE_BOARD_PREFERENCES (cl_board_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardPreferences,
                      cl_board_preferences,
                      CL,
                      BOARD_PREFERENCES,
                      AdwPreferencesPage)

G_END_DECLS
