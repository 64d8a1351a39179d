/* cl-chesslink-frames.c: cuts the characters of a ChessLink board into messages by length and checksum
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chesslink-frames.h"

#include <string.h>

#define LAMP_SLOT "20" /* × 4.096 ms */

/* Whole length, checksum included; 0: no message begins so. */
static guint
get_length (ClChesslinkDirection direction, char code)
{
  switch (code)
    {
    case 's':
    case 'g':
      return direction == CL_CHESSLINK_FROM_BOARD ? 67 : 0;
    case 'v':
    case 'r':
    case 'w':
      return direction == CL_CHESSLINK_FROM_BOARD ? 7 : 0;
    case 'l':
    case 'x':
      return direction == CL_CHESSLINK_FROM_BOARD ? 3 : 0;
    case 'S':
    case 'X':
    case 'V':
    case 'T':
      return direction == CL_CHESSLINK_FROM_HOST ? 3 : 0;
    case 'L':
      return direction == CL_CHESSLINK_FROM_HOST ? 167 : 0;
    case 'R':
      return direction == CL_CHESSLINK_FROM_HOST ? 5 : 0;
    case 'W':
      return direction == CL_CHESSLINK_FROM_HOST ? 7 : 0;
    default:
      return 0;
    }
}

static gboolean
has_odd_parity (guint8 byte)
{
  byte ^= byte >> 4;
  byte ^= byte >> 2;
  byte ^= byte >> 1;
  return byte & 1;
}

static guint8
compute_checksum (const char *text, gsize length)
{
  guint8 sum = 0;

  for (gsize i = 0; i < length; i++)
    sum ^= (guint8) text[i];
  return sum;
}

static void
drop (ClChesslinkReader *self, guint n)
{
  self->length -= n;
  memmove (self->text, self->text + n, self->length);
}

void
cl_chesslink_reader_take (ClChesslinkReader *self, guint8 byte)
{
  if (self->parity && !has_odd_parity (byte))
    {
      self->dropped++;
      return;
    }
  /* Full means that nobody asked for the messages in it: the oldest character goes. */
  if (self->length == CL_CHESSLINK_MAX)
    {
      self->dropped++;
      drop (self, 1);
      self->shown = FALSE;
    }
  self->text[self->length++] = (char) (byte & 0x7F);
}

static gboolean
is_right (const char *text, guint length)
{
  char sum[3];

  g_snprintf (sum, sizeof sum, "%02X", compute_checksum (text, length - 2));
  return memcmp (sum, text + length - 2, 2) == 0;
}

const char *
cl_chesslink_reader_next (ClChesslinkReader *self, guint *length)
{
  if (self->shown)
    {
      drop (self, self->message_length);
      self->shown = FALSE;
    }
  while (self->length > 0)
    {
      guint whole = get_length (self->direction, self->text[0]);

      if (whole > self->length)
        return NULL;
      if (whole > 0 && is_right (self->text, whole))
        {
          self->shown = TRUE;
          self->message_length = whole;
          *length = whole - 2;
          self->text[whole - 2] = '\0';
          return self->text;
        }
      self->dropped++;
      drop (self, 1);
    }
  return NULL;
}

static ChessSquare
get_square (guint index, ClChesslinkCable cable)
{
  guint i = cable == CL_CHESSLINK_CABLE_RIGHT ? index ^ 7 : index ^ 56;

  return (ChessSquare) i;
}

gboolean
cl_chesslink_read_version (const char *message, guint *version)
{
  if (message[0] != 'v' || strlen (message) != 5)
    return FALSE;
  *version = 0;
  for (guint i = 1; i < 5; i++)
    {
      if (!g_ascii_isxdigit (message[i]))
        return FALSE;
      *version = *version << 4 | (guint) g_ascii_xdigit_value (message[i]);
    }
  return TRUE;
}

gboolean
cl_chesslink_read_board (const char *message, ClChesslinkCable cable, ClPlacement *placement)
{
  ClPlacement read;

  if ((message[0] != 's' && message[0] != 'g') || strlen (message) != 65)
    return FALSE;
  for (guint i = 0; i < 64; i++)
    if (message[i + 1] == 'o' ||
        !cl_piece_from_letter (message[i + 1], &read.squares[get_square (i, cable)]))
      return FALSE;
  *placement = read;
  return TRUE;
}

gboolean
cl_chesslink_find_cable (const char *message, ClChesslinkCable *cable)
{
  ClPlacement start = cl_placement_start (), seen;

  for (ClChesslinkCable i = CL_CHESSLINK_CABLE_RIGHT; i <= CL_CHESSLINK_CABLE_LEFT; i++)
    if (cl_chesslink_read_board (message, i, &seen) && cl_placement_equal (&seen, &start))
      {
        *cable = i;
        return TRUE;
      }
  return FALSE;
}

gsize
cl_chesslink_write (const char *message, gboolean parity, guint8 *out)
{
  gsize length = strlen (message);
  char sum[3];

  g_snprintf (sum, sizeof sum, "%02X", compute_checksum (message, length));
  memcpy (out, message, length);
  memcpy (out + length, sum, 2);
  for (gsize i = 0; parity && i < length + 2; i++)
    if (!has_odd_parity (out[i]))
      out[i] |= 0x80;
  return length + 2;
}

void
cl_chesslink_write_board (const ClPlacement *placement, ClChesslinkCable cable, char text[66])
{
  text[0] = 's';
  for (guint i = 0; i < 64; i++)
    text[i + 1] = cl_piece_letter (placement->squares[get_square (i, cable)]);
  text[65] = '\0';
}

void
cl_chesslink_write_lamps (guint64 squares, ClChesslinkCable cable, char text[166])
{
  static const guint corners[] = { 0, 1, 9, 10 };

  text[0] = 'L';
  memcpy (text + 1, LAMP_SLOT, 2);
  memset (text + 3, '0', 2 * CL_CHESSLINK_LAMPS);
  text[165] = '\0';
  for (guint square = 0; square < 64; square++)
    {
      guint file = chess_file (square), rank = chess_rank (square);
      guint base = cable == CL_CHESSLINK_CABLE_RIGHT ? 9 * (7 - file) + rank : 9 * file + 7 - rank;

      for (guint i = 0; (squares >> square & 1) && i < G_N_ELEMENTS (corners); i++)
        memset (text + 3 + 2 * (base + corners[i]), 'F', 2);
    }
}
