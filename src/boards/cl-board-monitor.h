/* cl-board-monitor.h: the boards that are plugged in, as a list that changes when one comes or goes
 *
 * A GListModel of ClBoardPort, in order of arrival: serial lines and HID devices of the table of products (by udev), and
 * emulators that run. A port whose family only the board itself can tell is listed without one.
 *
 * Lives in the thread-default main context in which it was made, and never waits for a device.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-port.h"

G_BEGIN_DECLS

#define CL_TYPE_BOARD_MONITOR (cl_board_monitor_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardMonitor, cl_board_monitor, CL, BOARD_MONITOR, GObject)

/* Lists at once what is there. Signals: those of a list model; `notify::trouble` of a port when permission came or went. */
ClBoardMonitor *cl_board_monitor_new (void);

/* Looks at the emulators and at permissions again: after a line was lost, say, since one that is killed tells nobody. */
void cl_board_monitor_rescan (ClBoardMonitor *self);
/* Stops listening; idempotent. The list stays as it was. */
void cl_board_monitor_close (ClBoardMonitor *self);

G_END_DECLS
