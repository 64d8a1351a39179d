/* cl-details-dialog.h: mends names, headers and the result of a game by a correction, never by rewriting
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_DETAILS_DIALOG (cl_details_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ClDetailsDialog, cl_details_dialog, CL, DETAILS_DIALOG, AdwWindow)

/* For the chosen game of @session. @result: opens at the result. */
ClDetailsDialog *cl_details_dialog_new (GtkWindow *parent, ClSession *session, gboolean result);

G_END_DECLS
