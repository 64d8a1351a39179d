/* cl-emulator-certabo.c: emulated Certabo (chips) and Tabutronic (occupancy) boards
 *
 * A line every 300–600 ms, unasked, in writes of 64 bytes. Empty squares of Certabo boards show random chips; with faults,
 * chips are misread now and then. Lamp writes that come within 600 ms of the one before are lost.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-certabo-lines.h"
#include "cl-emulator-private.h"

#include <string.h>

#define PREFIX       G_GUINT64_CONSTANT (0x3000B10000)
#define LAMP_GAP_MS  600
#define WRITE_LENGTH 64
#define LEARNING_MS  9000

typedef struct
{
  ClEmulator parent;
  guint8 lamps[8];
  guint n_lamps;
  gint64 lamps_at;
} Certabo;

static void
init (ClEmulator *emulator)
{
  ((Certabo *) emulator)->lamps_at = -LAMP_GAP_MS;
}

static ClChip
get_chip (ClEmulator *emulator, ChessPiece piece)
{
  if (piece == CHESS_NO_PIECE)
    return cl_emulator_happens (emulator, 2500)
             ? ((ClChip) g_rand_int (emulator->rand) << 8 | 0x76) &
                 G_GUINT64_CONSTANT (0xFFFFFFFFFF)
             : 0;
  return PREFIX | (ClChip) piece << 8;
}

/* As many chips as men: the nth man of a kind, counted from a1, has the nth chip of its kind. */
static void
find_chips (ClEmulator *emulator, ClChip chips[64], gint64 now_ms)
{
  ClPlacement seen = cl_emulator_see (emulator);
  guint counts[16] = { 0 };

  for (guint i = 0; i < 64; i++)
    {
      chips[i] = get_chip (emulator, seen.squares[i]);
      if (seen.squares[i] != CHESS_NO_PIECE)
        chips[i] += counts[seen.squares[i] & 15]++;
      if (emulator->options.faults && cl_emulator_happens (emulator, 10))
        chips[i] ^= G_GUINT64_CONSTANT (1) << cl_emulator_draw (emulator, 0, 39);
    }
  /* Two more queens stand beside the others while the chips are learnt. */
  if (now_ms < LEARNING_MS)
    {
      chips[emulator->options.turned ? 63 - chess_square (3, 2) : chess_square (3, 2)] =
        PREFIX | (ClChip) chess_piece (CHESS_WHITE, CHESS_QUEEN) << 8 | 1;
      chips[emulator->options.turned ? 63 - chess_square (3, 5) : chess_square (3, 5)] =
        PREFIX | (ClChip) chess_piece (CHESS_BLACK, CHESS_QUEEN) << 8 | 1;
    }
}

static void
send_line (ClEmulator *emulator, const char *line)
{
  gsize n = strlen (line);

  for (gsize from = 0; from < n; from += WRITE_LENGTH)
    cl_emulator_send (emulator, (const guint8 *) line + from, MIN (WRITE_LENGTH, n - from), 0);
}

static void
scan_chips (ClEmulator *emulator, gint64 now_ms)
{
  g_autofree char *line = NULL;
  ClChip chips[64];

  find_chips (emulator, chips, now_ms);
  line = cl_certabo_write_chips (chips);
  send_line (emulator, line);
}

static void
scan_occupancy (ClEmulator *emulator, gint64 now_ms)
{
  ClPlacement seen = cl_emulator_see (emulator);
  g_autofree char *line = cl_certabo_write_occupancy (cl_placement_occupied (&seen));

  send_line (emulator, line);
}

static void
receive (ClEmulator *emulator, guint8 byte, gint64 now_ms)
{
  Certabo *self = (Certabo *) emulator;

  self->lamps[self->n_lamps++] = byte;
  if (self->n_lamps < sizeof self->lamps)
    return;
  self->n_lamps = 0;
  if (now_ms - self->lamps_at < LAMP_GAP_MS)
    {
      emulator->dangers++;
      return;
    }
  self->lamps_at = now_ms;
  emulator->lamps = 0;
  for (guint i = 0; i < 8; i++)
    emulator->lamps |= (guint64) self->lamps[i] << (8 * (7 - i));
  cl_emulator_send (emulator, (const guint8 *) "L\r\n", 3, 20);
}

const ClEmulatorClass cl_emulator_certabo = {
  .family = "certabo",
  .size = sizeof (Certabo),
  .scan_min_ms = 300,
  .scan_max_ms = 600,
  .loss_ppm = 100, /* a line of 1 200 bytes in nine */
  .streams = TRUE,
  .init = init,
  .receive = receive,
  .scan = scan_chips,
};

const ClEmulatorClass cl_emulator_tabutronic = {
  .family = "tabutronic",
  .size = sizeof (Certabo),
  .scan_min_ms = 100,
  .scan_max_ms = 200,
  .loss_ppm = 1500,
  .streams = TRUE,
  .init = init,
  .receive = receive,
  .scan = scan_occupancy,
};
