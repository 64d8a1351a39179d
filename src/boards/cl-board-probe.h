/* cl-board-probe.h: finds out which family sits behind a serial chip, without harm to any of them
 *
 * The order is what makes it safe, since a byte that one board takes for a question is a command to another:
 *
 * 1. 38400 baud, nothing is sent for 1.5 s: Certabo and Tabutronic boards stream lines, ChessLink boards their squares;
 * 2. 38400 baud, ChessLink's "V", one second;
 * 3. 9600 baud, DGT's 4D (version), half a second, once more, one second: a board fresh out of reset eats the first byte.
 *
 * Never sent to an unknown line: 4E, 50–54 (DGT's boot loader and memory), 60 (lamps, which froze a DGT board), text.
 * Like a driver it does no I/O and reads no clock.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-certabo-lines.h"
#include "cl-chesslink-frames.h"
#include "cl-dgt-frames.h"

#include "cl-board-driver.h"

G_BEGIN_DECLS

typedef enum
{
  CL_PROBE_LISTEN,
  CL_PROBE_CHESSLINK,
  CL_PROBE_DGT,
  CL_PROBE_DGT_AGAIN,
  CL_PROBE_OVER,
} ClProbeStage;

typedef struct
{
  ClProbeStage stage;
  gint64 until_ms; /* of the stage */
  ClCertaboReader certabo;
  ClChesslinkReader chesslink, eone; /* with parity, without */
  ClDgtReader dgt;
} ClBoardProbe;

void cl_board_probe_init (ClBoardProbe *self, gint64 now_ms);
/* The speed of the line in this stage; when it changes, the line is to be opened anew. */
guint cl_board_probe_get_baud (const ClBoardProbe *self);
/* What to send when the stage begins; its length, 0: nothing. */
gsize cl_board_probe_get_question (const ClBoardProbe *self, guint8 bytes[8]);
/* The family, once it is certain. */
const ClBoardFamily *cl_board_probe_receive (ClBoardProbe *self, const guint8 *bytes, gsize n);
/* TRUE: the next stage began; CL_PROBE_OVER: nobody answered. */
gboolean cl_board_probe_advance (ClBoardProbe *self, gint64 now_ms);

G_END_DECLS
