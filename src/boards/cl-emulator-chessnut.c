/* cl-emulator-chessnut.c: an emulated Chessnut board: reports of 64 bytes, ten times a second once asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chessnut-reports.h"
#include "cl-emulator-private.h"

#include <string.h>

typedef struct
{
  ClEmulator parent;
  gboolean real_time;
} Chessnut;

static void
init (ClEmulator *emulator)
{
}

static void
send_report (ClEmulator *emulator, const guint8 *bytes, gsize n, gint64 delay_ms)
{
  guint8 report[CL_CHESSNUT_REPORT_MAX] = { 0 };

  memcpy (report, bytes, n);
  cl_emulator_send (emulator, report, sizeof report, delay_ms);
}

static void
scan (ClEmulator *emulator, gint64 now_ms)
{
  ClPlacement seen = cl_emulator_see (emulator);
  guint8 report[34] = { 0x01, emulator->options.usb_length ? 0x3D : 0x24 };

  if (!((Chessnut *) emulator)->real_time)
    return;
  cl_chessnut_write_board (&seen, report + 2);
  send_report (emulator, report, sizeof report, 0);
}

static void
take_lamps (ClEmulator *emulator, const guint8 *bytes)
{
  emulator->lamps = 0;
  for (guint i = 0; i < 64; i++)
    if (bytes[2 + i / 8] & 0x80 >> i % 8)
      emulator->lamps |= G_GUINT64_CONSTANT (1) << (i ^ 56);
}

static void
receive_packet (ClEmulator *emulator, const guint8 *bytes, gsize n, gint64 now_ms)
{
  static const guint8 done[] = { 0x23, 0x01, 0x00 };
  static const guint8 battery[] = { 0x2A, 0x02, 0x64, 0x00 };

  if (n < 3)
    return;
  if (bytes[0] == 0x21)
    ((Chessnut *) emulator)->real_time = bytes[2] == 0;
  if (bytes[0] == 0x0A && n >= 10)
    take_lamps (emulator, bytes);
  if (bytes[0] == 0x29)
    send_report (emulator, battery, sizeof battery, 20);
  /* Some firmware acknowledges, some does not. */
  else if (emulator->options.seed % 2 == 0)
    send_report (emulator, done, sizeof done, 20);
}

static void
power_on (ClEmulator *emulator, gint64 now_ms)
{
  ((Chessnut *) emulator)->real_time = FALSE;
}

const ClEmulatorClass cl_emulator_chessnut = {
  .family = "chessnut",
  .size = sizeof (Chessnut),
  .scan_min_ms = 50,
  .scan_max_ms = 100,
  .streams = TRUE,
  .packets = TRUE,
  .init = init,
  .receive_packet = receive_packet,
  .scan = scan,
  .power_on = power_on,
};
