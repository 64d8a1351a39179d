/* cl-hands-script.h: hands that do what they are told, a line at a time: "e4", "lift d2", "off"
 *
 * For a teacher without a board, and for whoever wants to see what a gesture does. The hands know the game as they played it,
 * so that a move needs only its name; what is lifted and put by hand counts as a move when it ends as one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-emulator.h"

G_BEGIN_DECLS

typedef struct _ClHandsScript ClHandsScript;

/* @emulator: (transfer none), with the start position on it. @presses: the clock is pressed after each move that is named. */
ClHandsScript *cl_hands_script_new (ClEmulator *emulator, gboolean presses);
void cl_hands_script_free (ClHandsScript *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClHandsScript, cl_hands_script_free)

/* Does what @line says, from @now_ms on or when all that was said before is done. FALSE with an untranslated @error, and nothing is
 * done, if the line makes no sense. An empty line, and one that begins with "#", says nothing. */
gboolean cl_hands_script_do (ClHandsScript *self, const char *line, gint64 now_ms, GError **error);

/* What can be said: lines of text, untranslated. */
const char *cl_hands_script_get_help (void);

G_END_DECLS
