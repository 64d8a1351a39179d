/* fuzz-chesslink.c: any bytes as the stream of a ChessLink board and of its host, with and without parity
 *
 * A message that is given out must be one that the writer would write.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-chesslink-frames.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_message (const char *message, guint length)
{
  ClPlacement placement;
  ClChesslinkCable cable;
  char text[66];
  guint8 bytes[CL_CHESSLINK_MAX];

  if (strlen (message) > length || length + 2 > CL_CHESSLINK_MAX)
    abort ();
  if (strlen (message) == length && cl_chesslink_write (message, TRUE, bytes) != length + 2)
    abort ();
  (void) cl_chesslink_find_cable (message, &cable);
  for (cable = CL_CHESSLINK_CABLE_RIGHT; cable <= CL_CHESSLINK_CABLE_LEFT; cable++)
    if (cl_chesslink_read_board (message, cable, &placement))
      {
        cl_chesslink_write_board (&placement, cable, text);
        if (strcmp (text + 1, message + 1) != 0)
          abort ();
      }
}

static void
read_all (const uint8_t *data, size_t size, ClChesslinkDirection direction, gboolean parity)
{
  ClChesslinkReader reader = { .direction = direction, .parity = parity };
  const char *message;
  guint length;

  for (size_t i = 0; i < size; i++)
    {
      cl_chesslink_reader_take (&reader, data[i]);
      /* Some callers ask rarely. */
      while (i % 3 == 0 && (message = cl_chesslink_reader_next (&reader, &length)) != NULL)
        check_message (message, length);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  for (guint i = 0; i < 4; i++)
    read_all (data, size, i & 1 ? CL_CHESSLINK_FROM_HOST : CL_CHESSLINK_FROM_BOARD, (i & 2) != 0);
  return 0;
}
