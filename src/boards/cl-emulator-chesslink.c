/* cl-emulator-chesslink.c: an emulated Millennium ChessLink board, cable at the right of White
 *
 * Out of the box it sends its squares at every scan of 41 ms until register 02 says otherwise. What has wrong parity or a wrong
 * checksum is ignored without an answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chesslink-frames.h"
#include "cl-emulator-private.h"

#include <string.h>

#define REGISTERS    8
#define REGISTER_WAY 2 /* when it sends by itself */
#define SCAN_MS      41

typedef struct
{
  ClEmulator parent;
  ClChesslinkReader reader;
  guint8 registers[REGISTERS];
  gint64 quiet_until; /* after a reset */
  ClPlacement reported;
} Chesslink;

static void
init (ClEmulator *emulator)
{
  Chesslink *self = (Chesslink *) emulator;

  self->reader.direction = CL_CHESSLINK_FROM_HOST;
  self->reader.parity = !emulator->options.no_parity;
  self->registers[1] = 0x14;
}

static void
answer (Chesslink *self, const char *message, gint64 delay_ms)
{
  guint8 bytes[CL_CHESSLINK_MAX];
  gsize n = cl_chesslink_write (message, !self->parent.options.no_parity, bytes);

  cl_emulator_send (&self->parent, bytes, n, delay_ms);
}

static void
send_board (Chesslink *self)
{
  char text[66];

  self->reported = cl_emulator_see (&self->parent);
  cl_chesslink_write_board (&self->reported, CL_CHESSLINK_CABLE_RIGHT, text);
  answer (self, text, cl_emulator_draw (&self->parent, 2, 10));
}

static void
scan (ClEmulator *emulator, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) emulator;
  ClPlacement now = cl_emulator_see (emulator);

  if (now_ms < self->quiet_until)
    return;
  if (self->registers[REGISTER_WAY] == 0 ||
      (self->registers[REGISTER_WAY] >= 3 && !cl_placement_equal (&now, &self->reported)))
    send_board (self);
}

/* Scans go on by themselves only in the first way; the others are asked for when something changes. */
static gint64
tick (ClEmulator *emulator, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) emulator;

  if (self->registers[REGISTER_WAY] != 0)
    return CL_NEVER_MS;
  scan (emulator, now_ms);
  return now_ms + SCAN_MS;
}

static guint
read_hex (const char *text)
{
  return (guint) (g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1])) & 0xFF;
}

static void
take_lamps (Chesslink *self, const char *message)
{
  static const guint corners[] = { 0, 1, 9, 10 };

  self->parent.lamps = 0;
  for (guint square = 0; square < 64; square++)
    {
      guint base = 9 * (7 - chess_file (square)) + chess_rank (square), lit = 0;

      for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
        lit += read_hex (message + 3 + 2 * (base + corners[i])) != 0;
      if (lit == G_N_ELEMENTS (corners))
        self->parent.lamps |= G_GUINT64_CONSTANT (1) << square;
    }
}

static void
take_message (Chesslink *self, const char *message, gint64 now_ms)
{
  g_autofree char *text = NULL;
  guint address = message[0] == 'R' || message[0] == 'W' ? read_hex (message + 1) % REGISTERS : 0;

  switch (message[0])
    {
    case 'V':
      answer (self, self->parent.options.no_parity ? "v0200" : "v0105", 5);
      break;
    case 'S':
      send_board (self);
      break;
    case 'X':
      self->parent.lamps = 0;
      answer (self, "x", 5);
      break;
    case 'L':
      take_lamps (self, message);
      answer (self, "l", 5);
      break;
    case 'T':
      self->parent.lamps = 0;
      self->quiet_until = now_ms + 3000;
      break;
    case 'R':
      text = g_strdup_printf ("r%02X%02X", address, self->registers[address]);
      answer (self, text, 5);
      break;
    case 'W':
      /* A write that changes nothing wears the memory out. */
      self->parent.dangers += self->registers[address] == read_hex (message + 3);
      self->registers[address] = (guint8) read_hex (message + 3);
      text = g_strdup_printf ("w%02X%02X", address, self->registers[address]);
      answer (self, text, 15);
      break;
    default:
      break;
    }
}

static void
receive (ClEmulator *emulator, guint8 byte, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) emulator;
  const char *message;
  guint length;

  cl_chesslink_reader_take (&self->reader, byte);
  while (now_ms >= self->quiet_until &&
         (message = cl_chesslink_reader_next (&self->reader, &length)) != NULL)
    take_message (self, message, now_ms);
}

const ClEmulatorClass cl_emulator_chesslink = {
  .family = "chesslink",
  .size = sizeof (Chesslink),
  .scan_min_ms = SCAN_MS,
  .scan_max_ms = SCAN_MS,
  .loss_ppm = 1500,
  .init = init,
  .receive = receive,
  .scan = scan,
  .tick = tick,
};
