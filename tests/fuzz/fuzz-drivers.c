/* fuzz-drivers.c: any bytes at any times as what a board says to the driver of its family
 *
 * Sights must be such as can be: squares and men that exist, times that do not run backwards. What could harm a board is never sent:
 * a DGT board no boot loader (4E), no settings (50–54), no lamps (60). The sights go on to the interpreter, whose moves must
 * be legal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-scan-interpreter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  ClBoardDriver *driver;
  ClScanInterpreter *interpreter;
  gboolean is_dgt;
  gint64 now_ms;
} Fuzz;

static void
write_cb (const guint8 *bytes, gsize n, gpointer user_data)
{
  const Fuzz *self = user_data;

  if (n == 0)
    abort ();
  for (gsize i = 0; self->is_dgt && i < n; i++)
    if (bytes[i] == 0x4E || (bytes[i] >= 0x50 && bytes[i] <= 0x54) || bytes[i] == 0x60)
      abort ();
}

static gboolean
is_piece (ChessPiece piece)
{
  char letter = cl_piece_letter (piece);
  ChessPiece again;

  return cl_piece_from_letter (letter, &again) && again == piece;
}

static void
saw_cb (const ClSight *sight, gpointer user_data)
{
  Fuzz *self = user_data;

  if (sight->at_ms != self->now_ms)
    abort ();
  if (sight->kind == CL_SIGHT_SQUARE && (sight->square > 63 || !is_piece (sight->piece)))
    abort ();
  for (guint i = 0; sight->kind == CL_SIGHT_SCAN && i < 64; i++)
    if (!is_piece (sight->placement.squares[i]))
      abort ();
  if (sight->kind == CL_SIGHT_BATTERY && sight->percent > 100)
    abort ();
  cl_scan_interpreter_see (self->interpreter, sight);
}

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  const Fuzz *self = user_data;
  ChessPosition after;

  /* The reading is told when the move is made. */
  if (reading->kind != CL_READING_PROVISIONAL || reading->n_moves == 0)
    return;
  after = *cl_scan_interpreter_get_position (self->interpreter);
  for (guint i = 0; i < reading->n_moves; i++)
    {
      if (!chess_position_is_legal (&after, reading->moves[i]))
        abort ();
      chess_position_make (&after, reading->moves[i]);
    }
}

static const ClBoardSink sink = { write_cb, saw_cb };

static void
advance (Fuzz *self, gint64 until_ms)
{
  for (guint i = 0; i < 100 && cl_board_driver_get_deadline (self->driver) <= until_ms; i++)
    {
      self->now_ms = MAX (self->now_ms, cl_board_driver_get_deadline (self->driver));
      cl_board_driver_advance (self->driver, self->now_ms);
    }
  self->now_ms = until_ms;
  cl_scan_interpreter_advance (self->interpreter, self->now_ms);
}

/* 0: time passes; 1: from the start; 2: lamps; 3: a scan is wanted; 4: chips were learnt; else bytes. */
static size_t
act (Fuzz *self, const uint8_t *data, size_t size)
{
  char chips[64];
  size_t n = MIN (size - 1, (size_t) (data[0] >> 2));

  switch (data[0] & 7)
    {
    case 0:
      advance (self, self->now_ms + (data[0] >> 3) * 150);
      return 1;
    case 1:
      cl_board_driver_start (self->driver, self->now_ms);
      return 1;
    case 2:
      cl_board_driver_light (self->driver,
                             G_GUINT64_CONSTANT (0x8100000000000000) >> (data[0] >> 3),
                             self->now_ms);
      return 1;
    case 3:
      cl_board_driver_ask_scan (self->driver, self->now_ms);
      return 1;
    case 4:
      n = MIN (n, sizeof chips - 1);
      memcpy (chips, data + 1, n);
      chips[n] = '\0';
      cl_board_driver_teach (self->driver, chips);
      return 1 + n;
    default:
      if (n > 0)
        cl_board_driver_receive (self->driver, data + 1, n, self->now_ms);
      return 1 + n;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const ClBoardFamily *family;
  Fuzz self = { 0 };
  guint n = 0;

  if (size < 1)
    return 0;
  while (cl_board_family_get (n) != NULL)
    n++;
  family = cl_board_family_get (data[0] % n);
  self.is_dgt = strcmp (family->name, "dgt") == 0;
  self.interpreter = cl_scan_interpreter_new (family, reading_cb, &self);
  self.driver = cl_board_driver_new (family, &sink, &self);
  cl_board_driver_start (self.driver, 0);
  for (size_t i = 1; i < size;)
    i += act (&self, data + i, size - i);
  advance (&self, self.now_ms + 10000);
  cl_board_driver_free (self.driver);
  cl_scan_interpreter_free (self.interpreter);
  return 0;
}
