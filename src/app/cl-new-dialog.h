/* cl-new-dialog.h: starts a game at this screen, or the record of one that was played elsewhere
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"
#include "cl-settings.h"

G_BEGIN_DECLS

#define CL_TYPE_NEW_DIALOG (cl_new_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ClNewDialog, cl_new_dialog, CL, NEW_DIALOG, AdwWindow)

/* @record: opens at “Record a game”. Signal started: the game was recorded as begun and is chosen. */
ClNewDialog *
cl_new_dialog_new (GtkWindow *parent, ClSession *session, ClSettings *settings, gboolean record);

G_END_DECLS
