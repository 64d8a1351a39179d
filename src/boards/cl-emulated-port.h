/* cl-emulated-port.h: where emulators say that they are there, as udev says it of a real board
 *
 * A pseudo-terminal is no device that udev knows. So an emulator puts a link to its own into a folder of the user's
 * session, XDG_RUNTIME_DIR/chess-ledger/boards: "dgt-1" → /dev/pts/7. The first free number is taken, so that an emulator
 * that comes back has its name again, as a board has that is plugged in again. Beside it lies "dgt-1.lock", on which the
 * emulator holds a lock that the kernel releases however it ends: a link without a lock is left over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ClEmulatedPort ClEmulatedPort;

/* Free with g_free; the folder may not exist yet. */
char *cl_emulated_ports_dup_folder (void);

/* Takes the first free number of @family; nobody sees it yet. */
ClEmulatedPort *cl_emulated_port_new (const char *family, GError **error);
/* From now on it is there. @target: the emulator's pseudo-terminal or socket. */
gboolean cl_emulated_port_publish (ClEmulatedPort *self, const char *target, GError **error);
void cl_emulated_port_free (ClEmulatedPort *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEmulatedPort, cl_emulated_port_free)
const char *cl_emulated_port_get_name (const ClEmulatedPort *self); /* "dgt-1" */
guint cl_emulated_port_get_number (const ClEmulatedPort *self);

/* The names of those that run, in order; free with g_strfreev. */
GStrv cl_emulated_ports_list (void);
/* "dgt-1" → the family; NULL if it is no such name. */
const ClBoardFamily *cl_emulated_port_find_family (const char *name);

G_END_DECLS
