/* fuzz-dgt.c: any bytes as the stream of a DGT board
 *
 * What is read must be what can be said: squares and pieces that exist, lengths within the buffer, and a board that is
 * written again as it was read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-dgt-frames.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_board (const ClDgtMessage *message)
{
  ClPlacement placement, again;
  char text[CL_PLACEMENT_SIZE];

  if (!cl_dgt_read_board (message, &placement))
    return;
  cl_placement_write (&placement, text);
  if (!cl_placement_parse (text, &again) || !cl_placement_equal (&placement, &again))
    abort ();
  for (guint i = 0; i < 64; i++)
    if (cl_dgt_piece_code (placement.squares[i]) !=
        (message->data[cl_dgt_square_code ((ChessSquare) i)] & 0x0F))
      abort ();
}

static void
check_rest (const ClDgtMessage *message)
{
  ChessSquare square;
  ChessPiece piece;
  ClDgtTime time;
  guint a, b;
  gboolean charging;
  char text[CL_PLACEMENT_SIZE];

  if (cl_dgt_read_field (message, &square, &piece) && (square > 63 || piece == CL_PIECE_SOME))
    abort ();
  if (cl_dgt_read_time (message, &time) && (time.left_ms < 0 || time.left_ms >= 36000000 ||
                                            time.right_ms < 0 || time.right_ms >= 36000000))
    abort ();
  if (cl_dgt_read_battery (message, &a, &charging) && a > 100)
    abort ();
  if (cl_dgt_read_text (message, text) && strlen (text) != message->length)
    abort ();
  if (cl_dgt_read_pair (message, &a, &b) && (a > 127 || b > 127))
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ClDgtReader reader = { 0 };

  for (size_t i = 0; i < size; i++)
    if (cl_dgt_reader_take (&reader, data[i]))
      {
        check_board (&reader.message);
        check_rest (&reader.message);
      }
  cl_dgt_reader_give_up (&reader);
  return 0;
}
