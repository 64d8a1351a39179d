/* cl-board-port.h: one place where a board is, or may be, connected: a serial line, a HID device, an emulator
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  CL_PORT_SERIAL,
  CL_PORT_HID,
  CL_PORT_EMULATED,
} ClBoardPortKind;

/* All but `trouble` never changes, so that the rest may be read on any thread. */
#define CL_TYPE_BOARD_PORT (cl_board_port_get_type ())
G_DECLARE_FINAL_TYPE (ClBoardPort, cl_board_port, CL, BOARD_PORT, GObject)

/* The fields are copied. */
typedef struct
{
  ClBoardPortKind kind;
  const char
    *key; /* the same whenever this board is plugged in again; fit for a partition's name */
  const char *path;            /* what cl_transport_open () takes */
  const char *device;          /* its file, for people */
  const char *title;           /* "DGT Smart Board" */
  const char *serial;          /* (nullable): what USB says */
  const ClBoardFamily *family; /* NULL: it must be asked */
} ClBoardPortInfo;

ClBoardPort *cl_board_port_new (const ClBoardPortInfo *info);
const ClBoardPortInfo *cl_board_port_get_info (ClBoardPort *self);

/* Why it cannot be used, for people; NULL: it can. Property `trouble`. */
const char *cl_board_port_get_trouble (ClBoardPort *self);
/* Looks again whether this user may use the device. */
void cl_board_port_check (ClBoardPort *self);

G_END_DECLS
