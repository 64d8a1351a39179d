/* cl-emulator.h: a board that is not there: speaks the true protocol of its family, with all that goes wrong on a table
 *
 * Like a driver it does no I/O and reads no clock: bytes of the host and times are given to it, its own bytes are taken from it.
 * cl-pty.h puts it behind a pseudo-terminal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"
#include "cl-hands.h"

G_BEGIN_DECLS

typedef struct
{
  guint32 seed;
  guint number;    /* from 1: DGT boards tell it by their serial numbers, from 01025 on; 0: as 1 */
  gboolean faults; /* bytes lost and invented, messages doubled, answers late, chips misread */
  gboolean power;  /* now and then it loses power for some seconds; the hands wait meanwhile */
  gboolean turned; /* Black sits where White is expected */
  gboolean clock;  /* DGT: a clock is connected and pressed by the hands */
  gint64 clock_ms, increment_ms;
  gboolean usb_length; /* Chessnut: reports say 3D */
  gboolean no_parity;  /* ChessLink: as an eONE */
} ClEmulatorOptions;

typedef struct _ClEmulator ClEmulator;

/* Begins with the start position. @family: "dgt" …; NULL if there is no emulator for it. */
ClEmulator *cl_emulator_new (const char *family, const ClEmulatorOptions *options);
void cl_emulator_free (ClEmulator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEmulator, cl_emulator_free)

/* What the hands will do, in order of time; added to what they still have to do. (transfer none) */
void cl_emulator_add_acts (ClEmulator *self, GArray *acts);
gboolean cl_emulator_has_acts (const ClEmulator *self);
const ClPlacement *cl_emulator_get_placement (const ClEmulator *self);
void cl_emulator_set_placement (ClEmulator *self, const ClPlacement *placement, gint64 now_ms);

void cl_emulator_receive (ClEmulator *self, const guint8 *bytes, gsize n, gint64 now_ms);
void cl_emulator_advance (ClEmulator *self, gint64 now_ms);
gint64 cl_emulator_get_deadline (const ClEmulator *self);
/* The next piece that is due; of HID one report. 0: none. */
gsize cl_emulator_take (ClEmulator *self, guint8 *bytes, gsize max, gint64 now_ms);

/* The lamps that shine. */
guint64 cl_emulator_get_lamps (const ClEmulator *self);
/* How often it was sent what could have harmed a real board, or came too soon. */
guint cl_emulator_get_dangers (const ClEmulator *self);

G_END_DECLS
