/* cl-chessnut-reports.h: the HID reports of Chessnut boards: opcode, length, data
 *
 * The first byte is both the HID report id and the opcode. A board report has 32 bytes of two squares each, low nibble
 * first, h8 g8 … a8, h7 … a1; its length byte says 24 (Bluetooth) or 3D (USB), and both are taken. Reports are padded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_CHESSNUT_REPORT_MAX 64

typedef enum
{
  CL_CHESSNUT_NOTHING, /* padding, an acknowledgement, or what we do not know */
  CL_CHESSNUT_BOARD,   /* placement */
  CL_CHESSNUT_BATTERY, /* percent, charging */
  CL_CHESSNUT_VERSION, /* text */
} ClChessnutKind;

typedef struct
{
  ClChessnutKind kind;
  ClPlacement placement;
  guint percent;
  gboolean charging;
  char text[CL_CHESSNUT_REPORT_MAX];
} ClChessnutReport;

/* FALSE if the report is damaged: too short for what it says it is, or with a piece that there is not. */
gboolean cl_chessnut_read (const guint8 *bytes, gsize n, ClChessnutReport *report);

/* @out: 32 bytes. */
void cl_chessnut_write_board (const ClPlacement *placement, guint8 out[32]);
/* 0A 08 and eight bytes, rank 8 first, bit 7 = file a. */
void cl_chessnut_write_lamps (guint64 squares, guint8 out[10]);

G_END_DECLS
