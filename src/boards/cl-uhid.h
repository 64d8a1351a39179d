/* cl-uhid.h: makes a HID device that the kernel shows as if it were plugged in, where /dev/uhid may be used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CL_UHID_REPORT_MAX 64

/* What it tells the kernel about its reports. */
GByteArray *cl_uhid_describe (void);
/* Whether this user may make one here. */
gboolean cl_uhid_is_possible (void);
/* A Chessnut Air of serial number @unique. Returns: its descriptor, not blocking, to close when it is pulled out; −1 with @error. */
int cl_uhid_plug_in (const char *unique, GError **error);
/* "hid:/dev/hidraw3" of the one with that serial number; NULL: the kernel has not made it yet. */
char *cl_uhid_find (const char *unique);

/* From the board to the host. FALSE with errno EAGAIN: not yet. */
gboolean cl_uhid_send (int fd, const guint8 *report, gsize n);
/* What the host wrote, at most CL_UHID_REPORT_MAX bytes. 0: another event passed; −1: none. */
gssize cl_uhid_receive (int fd, guint8 report[CL_UHID_REPORT_MAX]);

G_END_DECLS
