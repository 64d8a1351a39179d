/* cl-boards-dialog.h: all electronic boards that are plugged in, one card each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARDS_DIALOG (cl_boards_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardsDialog, cl_boards_dialog, CL, BOARDS_DIALOG, AdwWindow)

/* Stays open beside its parent, to which it goes back when a game is to be shown. */
ClBoardsDialog *cl_boards_dialog_new (GtkWindow *parent, ClSession *session);

G_END_DECLS
