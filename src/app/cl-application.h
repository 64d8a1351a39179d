/* cl-application.h: the program: command line, the one ledger it opens, app-wide actions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_APPLICATION (cl_application_get_type ())
G_DECLARE_FINAL_TYPE (ClApplication, cl_application, CL, APPLICATION, AdwApplication)

ClApplication *cl_application_new (void);

/* (nullable): NULL until the ledger is open. */
ClSession *cl_application_get_session (ClApplication *self);

G_END_DECLS
