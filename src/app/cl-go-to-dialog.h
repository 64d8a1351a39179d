/* cl-go-to-dialog.h: asks where to go (a move, an entry, a time, a position), and says what stands there before one goes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_GO_TO_DIALOG (cl_go_to_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ClGoToDialog, cl_go_to_dialog, CL, GO_TO_DIALOG, AdwWindow)

/* Signal went (gboolean in_game): it has gone there, and closes. */
ClGoToDialog *cl_go_to_dialog_new (GtkWindow *parent, ClSession *session);

G_END_DECLS
