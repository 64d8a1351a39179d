/* cl-preferences.h: the window of preferences: which chess engine, and how it is set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-session.h"
#include "cl-settings.h"

G_BEGIN_DECLS

#define CL_TYPE_PREFERENCES (cl_preferences_get_type ())
G_DECLARE_FINAL_TYPE (ClPreferences, cl_preferences, CL, PREFERENCES, AdwPreferencesWindow)

/* @session: (nullable): hears of changes when the window closes. */
ClPreferences *cl_preferences_new (GtkWindow *parent, ClSession *session);

/* The engine that was chosen, for @session. */
void cl_preferences_apply_engine (ClSettings *settings, ClSession *session);

G_END_DECLS
