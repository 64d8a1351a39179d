/* cl-pty.h: puts an emulator behind a pseudo-terminal (HID: a socket that keeps the borders of reports)
 *
 * The host opens the path as it would a cable. The pseudo-terminal is raw before its first byte, and one descriptor of the host's
 * side stays open here, so that a host that leaves is no hang-up for the emulator.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-emulator.h"

G_BEGIN_DECLS

typedef struct _ClPty ClPty;

/* @emulator: (transfer full). @packets: a socket in a folder of its own instead of a pseudo-terminal. */
ClPty *cl_pty_new (ClEmulator *emulator, gboolean packets, GError **error);
/* A HID device that the kernel shows, instead: of a Chessnut, where cl_uhid_is_possible (); waits up to a second for the kernel. */
ClPty *cl_pty_new_plugged (ClEmulator *emulator, GError **error);
void cl_pty_free (ClPty *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPty, cl_pty_free)

const char *cl_pty_get_path (const ClPty *self);
ClEmulator *cl_pty_get_emulator (ClPty *self);

/* Moves all bytes that are due at @now_ms, both ways, without waiting. FALSE if nothing moved. */
gboolean cl_pty_pump (ClPty *self, gint64 now_ms);
/* Bytes given to the host and taken from it, ever: so that a test knows when the line is drained. */
guint64 cl_pty_get_sent (const ClPty *self);
guint64 cl_pty_get_received (const ClPty *self);
/* To wait for the host with poll (). */
int cl_pty_get_fd (const ClPty *self);
/* Pulls the cable: the host meets an error. Ends the use of @self. */
void cl_pty_hang_up (ClPty *self);

G_END_DECLS
