/* fuzz-chessnut.c: any bytes as one report of a Chessnut board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-chessnut-reports.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ClChessnutReport report;
  guint8 squares[32];

  if (!cl_chessnut_read (data, size, &report))
    return 0;
  if (report.percent > 100 || strlen (report.text) >= sizeof report.text)
    abort ();
  if (report.kind != CL_CHESSNUT_BOARD)
    return 0;
  cl_chessnut_write_board (&report.placement, squares);
  if (memcmp (squares, data + 2, sizeof squares) != 0)
    abort ();
  return 0;
}
