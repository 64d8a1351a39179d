/* cl-emulator-dgt.c: an emulated DGT board with its clock
 *
 * Modes: bus, idle, and the three update modes. Every scan (200–250 ms) reports the squares that differ from the last, in an order
 * of its own; a clock tells the time when it changes. Bytes that would write to a real board's memory are counted as dangers.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-dgt-frames.h"
#include "cl-emulator-private.h"

#include <string.h>

#define BOOT_LOADER 0x4E

typedef enum
{
  MODE_BUS,
  MODE_IDLE,
  MODE_UPDATE,
  MODE_UPDATE_BOARD,
  MODE_UPDATE_NICE,
} Mode;

typedef struct
{
  ClEmulator parent;
  Mode mode;
  ClPlacement reported;
  guint command_left; /* bytes of a clock command still to come */
  gboolean command_begins;
  gboolean running, lever_right;
  gint64 left_ms, right_ms, counted_at;
  guint8 told[7]; /* the last time message */
} Dgt;

static void
init (ClEmulator *emulator)
{
  Dgt *self = (Dgt *) emulator;

  self->reported = cl_emulator_see (emulator);
  self->left_ms = self->right_ms = emulator->options.clock_ms;
  /* White sits at the left of the clock, and his time will run first. */
  self->lever_right = emulator->options.turned;
}

static void
answer (Dgt *self, guint8 id, const guint8 *data, gsize n)
{
  guint8 bytes[3 + 64];

  cl_emulator_send (&self->parent,
                    bytes,
                    cl_dgt_write (id, data, n, bytes),
                    cl_emulator_draw (&self->parent, 5, 50));
}

/* Boards have numbers that follow each other: @first is that of the emulator with the number 1. */
static void
answer_number (Dgt *self, guint8 id, guint digits, guint first)
{
  g_autofree char *text =
    g_strdup_printf ("%0*u", (int) digits, first + MAX (self->parent.options.number, 1) - 1);

  answer (self, id, (const guint8 *) text, digits);
}

static void
send_board (Dgt *self)
{
  guint8 data[64];

  self->reported = cl_emulator_see (&self->parent);
  for (guint i = 0; i < 64; i++)
    data[cl_dgt_square_code ((ChessSquare) i)] = cl_dgt_piece_code (self->reported.squares[i]);
  answer (self, CL_DGT_BOARD, data, sizeof data);
}

static void
write_side (gint64 ms, guint8 out[3])
{
  gint64 seconds = MAX (0, (ms + 999) / 1000);

  out[0] = (guint8) (MIN (seconds / 3600, 9) | 0x20);
  out[1] = (guint8) ((seconds / 60 % 60) / 10 << 4 | (seconds / 60 % 60) % 10);
  out[2] = (guint8) ((seconds % 60) / 10 << 4 | (seconds % 60) % 10);
}

static void
count (Dgt *self, gint64 now_ms)
{
  gint64 *ms = self->lever_right ? &self->right_ms : &self->left_ms;

  if (self->running)
    *ms = MAX (0, *ms - (now_ms - self->counted_at));
  self->counted_at = now_ms;
}

static void
send_time (Dgt *self, gboolean always)
{
  guint8 data[7] = { 0 };

  if (!self->parent.options.clock)
    data[6] = 0x20;
  else
    {
      write_side (self->right_ms, data);
      write_side (self->left_ms, data + 3);
      data[6] = (guint8) ((self->lever_right ? 0x12 : 0x08) | (self->running ? 1 : 0));
    }
  if (!always && memcmp (data, self->told, sizeof data) == 0)
    return;
  memcpy (self->told, data, sizeof data);
  answer (self, CL_DGT_TIME, data, sizeof data);
}

static gboolean
tells_time (const Dgt *self)
{
  return self->mode == MODE_UPDATE || self->mode == MODE_UPDATE_NICE;
}

static gint64
tick (ClEmulator *emulator, gint64 now_ms)
{
  Dgt *self = (Dgt *) emulator;

  if (!emulator->options.clock)
    return CL_NEVER_MS;
  count (self, now_ms);
  if (tells_time (self))
    send_time (self, self->mode == MODE_UPDATE);
  return now_ms + 1000;
}

static void
press (ClEmulator *emulator, ChessColor color, gint64 now_ms)
{
  Dgt *self = (Dgt *) emulator;
  gboolean to_right = (color == CHESS_WHITE) != emulator->options.turned;

  count (self, now_ms);
  if (self->running)
    *(to_right ? &self->left_ms : &self->right_ms) += emulator->options.increment_ms;
  self->running = TRUE;
  self->lever_right = to_right;
  if (tells_time (self))
    send_time (self, FALSE);
}

static void
scan (ClEmulator *emulator, gint64 now_ms)
{
  Dgt *self = (Dgt *) emulator;
  ClPlacement now = cl_emulator_see (emulator);
  guint first = (guint) cl_emulator_draw (emulator, 0, 63);
  gboolean backwards = cl_emulator_happens (emulator, 5000);

  if (self->mode < MODE_UPDATE)
    return;
  for (guint k = 0; k < 64; k++)
    {
      ChessSquare i = (ChessSquare) ((backwards ? first + 64 - k : first + k) % 64);
      guint8 data[2] = { cl_dgt_square_code (i), cl_dgt_piece_code (now.squares[i]) };

      if (now.squares[i] != self->reported.squares[i])
        answer (self, CL_DGT_FIELD, data, sizeof data);
    }
  self->reported = now;
}

static void
set_mode (Dgt *self, Mode mode)
{
  self->mode = mode;
  if (mode >= MODE_UPDATE)
    self->reported = cl_emulator_see (&self->parent);
  if (tells_time (self))
    send_time (self, TRUE);
}

static void
take_command (Dgt *self, guint8 byte)
{
  static const guint8 version[] = { 1, 8 };
  static const guint8 battery[] = { 0x50, 0x7F, 0x7F, 1, 0x1E, 0, 5, 2, 2 };

  if (self->mode == MODE_BUS && byte != CL_DGT_SEND_RESET && byte != CL_DGT_TO_BUS)
    self->mode = MODE_IDLE;
  switch (byte)
    {
    case CL_DGT_SEND_RESET:
      set_mode (self, MODE_IDLE);
      break;
    case CL_DGT_TO_BUS:
      set_mode (self, MODE_BUS);
      break;
    case CL_DGT_SEND_CLOCK:
      send_time (self, TRUE);
      break;
    case CL_DGT_SEND_BOARD:
      send_board (self);
      break;
    case CL_DGT_UPDATE:
      set_mode (self, MODE_UPDATE);
      break;
    case CL_DGT_UPDATE_BOARD:
      set_mode (self, MODE_UPDATE_BOARD);
      break;
    case CL_DGT_UPDATE_NICE:
      set_mode (self, MODE_UPDATE_NICE);
      break;
    case CL_DGT_SEND_SERIAL:
      answer_number (self, CL_DGT_SERIAL, 5, 1025);
      break;
    case CL_DGT_SEND_LONG_SERIAL:
      answer_number (self, CL_DGT_LONG_SERIAL, 10, 3000147740);
      break;
    case CL_DGT_SEND_VERSION:
      answer (self, CL_DGT_VERSION, version, sizeof version);
      break;
    case CL_DGT_SEND_BATTERY:
      answer (self, CL_DGT_BATTERY, battery, sizeof battery);
      break;
    default:
      self->parent.dangers += byte == BOOT_LOADER || (byte >= 0x50 && byte <= 0x54) || byte == 0x60;
    }
}

static void
receive (ClEmulator *emulator, guint8 byte, gint64 now_ms)
{
  Dgt *self = (Dgt *) emulator;

  count (self, now_ms);
  if (self->command_begins)
    {
      self->command_begins = FALSE;
      self->command_left = byte;
    }
  else if (self->command_left > 0)
    self->command_left--;
  else if (byte == CL_DGT_CLOCK_COMMAND)
    self->command_begins = TRUE;
  else
    take_command (self, byte);
}

static void
power_on (ClEmulator *emulator, gint64 now_ms)
{
  ((Dgt *) emulator)->mode = MODE_BUS;
}

const ClEmulatorClass cl_emulator_dgt = {
  .family = "dgt",
  .size = sizeof (Dgt),
  .scan_min_ms = 200,
  .scan_max_ms = 250,
  .loss_ppm = 1500,
  .init = init,
  .receive = receive,
  .scan = scan,
  .press = press,
  .tick = tick,
  .power_on = power_on,
};
