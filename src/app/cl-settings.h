/* cl-settings.h: what the app remembers between runs, usable without an installed schema too
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_TYPE_SETTINGS (cl_settings_get_type ())
G_DECLARE_FINAL_TYPE (ClSettings, cl_settings, CL, SETTINGS, GObject)

/**
 * cl_settings_new:
 *
 * Opens the schema of the app. Where it is not installed (a copy of the program alone), the values live in memory
 * until the program ends and a key never set reads as empty, 0 or FALSE.
 */
ClSettings *cl_settings_new (void);

/* Signal changed::KEY: the value of KEY is another, set here or through another ClSettings; where nothing is stored, here only. */

char *cl_settings_dup_string (ClSettings *self, const char *key); /* never NULL */
void cl_settings_set_string (ClSettings *self, const char *key, const char *value);
int cl_settings_get_int (ClSettings *self, const char *key);
void cl_settings_set_int (ClSettings *self, const char *key, int value);
gboolean cl_settings_get_boolean (ClSettings *self, const char *key);
void cl_settings_set_boolean (ClSettings *self, const char *key, gboolean value);

GStrv cl_settings_dup_texts (ClSettings *self, const char *key); /* never NULL */
void cl_settings_set_texts (ClSettings *self, const char *key, const char *const *texts);

/* Names of players, newest first, at most 20 are kept. */
GStrv cl_settings_dup_names (ClSettings *self);
void cl_settings_remember_name (ClSettings *self, const char *name);

G_END_DECLS
