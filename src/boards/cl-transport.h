/* cl-transport.h: the one place where bytes pass between a board and this program
 *
 * Real (a serial line by termios, a packet socket, a HID device by hidapi), recording (what passed is written to a file as it
 * passes) or replaying (such a file instead of a device). Asynchronous on the thread-default main context in which it was opened:
 * nothing here waits for a device.
 *
 * A recording is text, one transfer a line: "MS < HEX" from the board, "MS > HEX" to it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _ClTransport ClTransport;

/* @bytes NULL: the line is gone, @error says how; nothing follows, and the transport may be freed in the call. */
typedef void (*ClTransportFunc) (const guint8 *bytes,
                                 gsize n,
                                 const GError *error,
                                 gpointer user_data);

/**
 * cl_transport_open:
 * @path: a tty, a packet socket, "hid:" and a hidraw path, or "replay:" and a recording
 * @baud: of a tty
 * @recording: (nullable): a file to which all that passes is appended
 *
 * Takes a tty for itself alone, makes it raw, lowers DTR.
 *
 * Returns: NULL with @error; of a missing permission the message names the group that is missing
 */
ClTransport *cl_transport_open (const char *path,
                                guint baud,
                                const char *recording,
                                ClTransportFunc func,
                                gpointer user_data,
                                GError **error);
/* Not from within the function, except when it reports the end. */
void cl_transport_free (ClTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClTransport, cl_transport_free)

/* Queues at most some KiB for a device that does not take them; what is more is dropped. */
void cl_transport_write (ClTransport *self, const guint8 *bytes, gsize n);

/* A replay fails at the first byte written that differs from the recording; how many did so far. */
guint cl_transport_get_differences (const ClTransport *self);

G_END_DECLS
