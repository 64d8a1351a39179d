/* cl-boards-button.h: in the header while an electronic board is there; calls when one needs a person
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARDS_BUTTON (cl_boards_button_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardsButton, cl_boards_button, CL, BOARDS_BUTTON, GtkWidget)

void cl_boards_button_set_session (ClBoardsButton *self, ClSession *session);

G_END_DECLS
