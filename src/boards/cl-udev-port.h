/* cl-udev-port.h: what udev tells of a device, held against the table of products
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gudev/gudev.h>

#include "cl-board-port.h"

G_BEGIN_DECLS

/* NULL if no board is known behind such a device. @by_socket: the key names the socket too, since the serial number alone is
 * not unique. */
ClBoardPort *cl_udev_port_new (GUdevDevice *device, gboolean by_socket);

G_END_DECLS
