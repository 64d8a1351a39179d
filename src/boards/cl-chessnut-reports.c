/* cl-chessnut-reports.c: reads and writes the reports of Chessnut boards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chessnut-reports.h"

#include <string.h>

#define BOARD_BYTES 32

static const char codes[] = ".qkbpnRPrBNQK";

static gboolean
read_squares (const guint8 *bytes, ClPlacement *placement)
{
  ClPlacement read;

  for (guint i = 0; i < 64; i++)
    {
      guint code = bytes[i / 2] >> (i % 2 == 0 ? 0 : 4) & 0x0F;

      if (code >= sizeof codes - 1 || !cl_piece_from_letter (codes[code], &read.squares[63 - i]))
        return FALSE;
    }
  *placement = read;
  return TRUE;
}

static gboolean
read_version (const guint8 *bytes, gsize n, ClChessnutReport *report)
{
  gsize length = bytes[1];

  if (length + 2 > n || length >= sizeof report->text)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (bytes[2 + i] == '\0')
        length = i;
      else if (!g_ascii_isprint (bytes[2 + i]))
        return FALSE;
      else
        report->text[i] = (char) bytes[2 + i];
    }
  report->text[length] = '\0';
  report->kind = CL_CHESSNUT_VERSION;
  return TRUE;
}

static gboolean
read_battery (const guint8 *bytes, gsize n, ClChessnutReport *report)
{
  if (n < 4 || bytes[1] < 2 || (bytes[2] & 0x7F) > 100)
    return FALSE;
  report->percent = bytes[2] & 0x7F;
  report->charging = (bytes[2] & 0x80) != 0 || bytes[3] == 1;
  report->kind = CL_CHESSNUT_BATTERY;
  return TRUE;
}

gboolean
cl_chessnut_read (const guint8 *bytes, gsize n, ClChessnutReport *report)
{
  memset (report, 0, sizeof *report);
  if (n < 2)
    return FALSE;
  switch (bytes[0])
    {
    case 0x01:
      if (n < 2 + BOARD_BYTES || bytes[1] < BOARD_BYTES ||
          !read_squares (bytes + 2, &report->placement))
        return FALSE;
      report->kind = CL_CHESSNUT_BOARD;
      return TRUE;
    case 0x28:
      return read_version (bytes, n, report);
    case 0x2A:
      return read_battery (bytes, n, report);
    default:
      return TRUE;
    }
}

void
cl_chessnut_write_board (const ClPlacement *placement, guint8 out[32])
{
  memset (out, 0, BOARD_BYTES);
  for (guint i = 0; i < 64; i++)
    {
      const char *at = strchr (codes, cl_piece_letter (placement->squares[63 - i]));

      if (at != NULL)
        out[i / 2] |= (guint8) ((at - codes) << (i % 2 == 0 ? 0 : 4));
    }
}

void
cl_chessnut_write_lamps (guint64 squares, guint8 out[10])
{
  out[0] = 0x0A;
  out[1] = 0x08;
  for (guint row = 0; row < 8; row++)
    {
      out[2 + row] = 0;
      for (guint file = 0; file < 8; file++)
        if (squares >> chess_square (file, 7 - row) & 1)
          out[2 + row] |= (guint8) (0x80 >> file);
    }
}
