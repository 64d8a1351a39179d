/* cl-device-access.h: may this user use a device, and if not, what is to be done about it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What `data/` installs where udev reads it. */
#define CL_UDEV_RULES "70-chess-ledger-boards.rules"

/* FALSE with G_IO_ERROR_PERMISSION_DENIED, whose message tells a person what to do. */
gboolean cl_device_check_access (const char *path, GError **error);
/* The same error, for whoever was refused by the device itself. */
void cl_device_set_denied (const char *path, GError **error);

G_END_DECLS
