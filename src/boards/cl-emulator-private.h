/* cl-emulator-private.h: what the emulators of all families share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-emulator.h"

G_BEGIN_DECLS

typedef struct
{
  const char *family;
  gsize size; /* of the family's struct, which begins with a ClEmulator */
  gint64 scan_min_ms, scan_max_ms;
  guint loss_ppm; /* bytes in a million that are lost, with faults; a third as many are invented */
  gboolean streams; /* scans go on when nothing changes */
  gboolean packets; /* HID: what is sent is never cut or damaged */
  void (*init) (ClEmulator *self);
  void (*receive) (ClEmulator *self, guint8 byte, gint64 now_ms);
  void (*receive_packet) (ClEmulator *self, const guint8 *bytes, gsize n, gint64 now_ms);
  void (*scan) (ClEmulator *self, gint64 now_ms);
  void (*press) (ClEmulator *self, ChessColor color, gint64 now_ms);
  /* The family's own timer: returns when it wants to be called next. */
  gint64 (*tick) (ClEmulator *self, gint64 now_ms);
  void (*power_on) (ClEmulator *self, gint64 now_ms);
} ClEmulatorClass;

extern const ClEmulatorClass cl_emulator_dgt;
extern const ClEmulatorClass cl_emulator_chesslink;
extern const ClEmulatorClass cl_emulator_certabo;
extern const ClEmulatorClass cl_emulator_tabutronic;
extern const ClEmulatorClass cl_emulator_chessnut;

struct _ClEmulator
{
  const ClEmulatorClass *class;
  ClEmulatorOptions options;
  GRand *rand;
  ClPlacement placement; /* true: White's men where White sits */
  GArray *acts;
  guint next_act;
  gint64 acts_late_ms, dark_until_ms; /* the hands waited for power */
  gint64 now_ms, scan_at, tick_at;
  gint64 power_off_at, power_on_at; /* CL_NEVER_MS: none planned; not off */
  GQueue out;                       /* (element-type Chunk), in order of time */
  gint64 last_out_at;
  guint64 lamps;
  guint dangers;
};

/* As the board numbers its squares. */
ClPlacement cl_emulator_see (const ClEmulator *self);
/* Sends one message @delay_ms from now, through what the faults make of it. */
void cl_emulator_send (ClEmulator *self, const guint8 *bytes, gsize n, gint64 delay_ms);
gint64 cl_emulator_draw (ClEmulator *self, gint64 min, gint64 max);
gboolean cl_emulator_happens (ClEmulator *self, guint per_10000);

G_END_DECLS
