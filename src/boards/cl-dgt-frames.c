/* cl-dgt-frames.c: cuts the byte stream of a DGT board into messages and reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-dgt-frames.h"

#include <string.h>

#define MIN_LENGTH  3
#define MAX_LENGTH  0x3FFF
#define TIME_BYTES  7
#define LENGTH_FREE 0

/* Kinds by their code; the king comes before the queen. */
static const guint8 kinds[] = { CHESS_PAWN,   CHESS_ROOK, CHESS_KNIGHT,
                                CHESS_BISHOP, CHESS_KING, CHESS_QUEEN };

/* Whole lengths that are fixed by the id; the battery's is reported as 7 or 12. */
static guint
get_fixed_length (guint8 id)
{
  switch (id)
    {
    case CL_DGT_BOARD:
      return 67;
    case CL_DGT_TIME:
      return 10;
    case CL_DGT_FIELD:
    case CL_DGT_ADDRESS:
    case CL_DGT_VERSION:
      return 5;
    case CL_DGT_SERIAL:
      return 8;
    case CL_DGT_LONG_SERIAL:
      return 13;
    default:
      return LENGTH_FREE;
    }
}

void
cl_dgt_reader_give_up (ClDgtReader *self)
{
  if (self->got > 0)
    self->dropped++;
  self->got = 0;
}

static gboolean
check_length (const ClDgtReader *self)
{
  guint fixed = get_fixed_length (self->message.id);

  return self->whole >= MIN_LENGTH && (fixed == LENGTH_FREE || self->whole == fixed);
}

static void
take_header (ClDgtReader *self, guint8 byte)
{
  if (self->got == 1)
    self->whole = (guint) byte << 7;
  else
    self->whole |= byte;
  self->got++;
  if (self->got == MIN_LENGTH)
    {
      self->message.length = self->whole - MIN_LENGTH;
      if (!check_length (self))
        cl_dgt_reader_give_up (self);
    }
}

gboolean
cl_dgt_reader_take (ClDgtReader *self, guint8 byte)
{
  if (byte & 0x80)
    {
      cl_dgt_reader_give_up (self);
      memset (&self->message, 0, sizeof self->message);
      self->message.id = byte;
      self->got = 1;
      return FALSE;
    }
  if (self->got == 0)
    {
      self->dropped++;
      return FALSE;
    }
  if (self->got < MIN_LENGTH)
    take_header (self, byte);
  else
    {
      if (self->got - MIN_LENGTH < CL_DGT_MAX_DATA)
        self->message.data[self->got - MIN_LENGTH] = byte;
      self->got++;
    }
  if (self->got < MIN_LENGTH || self->got < self->whole)
    return FALSE;
  self->got = 0;
  return TRUE;
}

/* The three "result" pieces are none that can stand in a game. */
static gboolean
read_piece (guint8 code, ChessPiece *piece)
{
  code &= 0x0F;
  if (code == 0)
    *piece = CHESS_NO_PIECE;
  else if (code <= 12)
    *piece = chess_piece (code > 6 ? CHESS_BLACK : CHESS_WHITE, (ChessKind) kinds[(code - 1) % 6]);
  else
    return FALSE;
  return TRUE;
}

guint8
cl_dgt_piece_code (ChessPiece piece)
{
  for (guint8 i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (chess_piece_kind (piece) == kinds[i])
      return (guint8) (i + 1 + (chess_piece_color (piece) == CHESS_BLACK ? 6 : 0));
  return 0;
}

/* Ranks run the other way: the same change of bits in both directions. */
guint8
cl_dgt_square_code (ChessSquare square)
{
  return square ^ 56;
}

gboolean
cl_dgt_read_board (const ClDgtMessage *message, ClPlacement *placement)
{
  ClPlacement read;

  if (message->id != CL_DGT_BOARD || message->length != 64)
    return FALSE;
  for (guint i = 0; i < 64; i++)
    if (!read_piece (message->data[i], &read.squares[i ^ 56]))
      return FALSE;
  *placement = read;
  return TRUE;
}

gboolean
cl_dgt_read_field (const ClDgtMessage *message, ChessSquare *square, ChessPiece *piece)
{
  if (message->id != CL_DGT_FIELD || message->length != 2 || !read_piece (message->data[1], piece))
    return FALSE;
  *square = (message->data[0] & 0x3F) ^ 56;
  return TRUE;
}

static gboolean
read_bcd (guint8 byte, guint *value)
{
  *value = (guint) (byte >> 4) * 10 + (byte & 0x0F);
  return (byte >> 4) < 6 && (byte & 0x0F) < 10;
}

static gboolean
read_side (const guint8 *bytes, gint64 *ms, gboolean *flag)
{
  guint hours = bytes[0] & 0x0F, minutes, seconds;

  if (hours > 9 || !read_bcd (bytes[1], &minutes) || !read_bcd (bytes[2], &seconds))
    return FALSE;
  *ms = ((gint64) hours * 3600 + minutes * 60 + seconds) * 1000;
  *flag = (bytes[0] & 0x10) != 0;
  return TRUE;
}

static void
read_ack (const guint8 *b, guint8 ack[4])
{
  ack[0] = (guint8) ((b[1] & 0x7F) | ((b[3] << 3) & 0x80));
  ack[1] = (guint8) ((b[2] & 0x7F) | ((b[3] << 2) & 0x80));
  ack[2] = (guint8) ((b[4] & 0x7F) | ((b[0] << 3) & 0x80));
  ack[3] = (guint8) ((b[5] & 0x7F) | ((b[0] << 2) & 0x80));
}

gboolean
cl_dgt_read_time (const ClDgtMessage *message, ClDgtTime *time)
{
  static const guint8 nothing[TIME_BYTES] = { 0 };
  const guint8 *b = message->data;

  if (message->id != CL_DGT_TIME || message->length != TIME_BYTES)
    return FALSE;
  memset (time, 0, sizeof *time);
  if ((b[0] & 0x0F) == 0x0A || (b[3] & 0x0F) == 0x0A)
    {
      time->kind = CL_DGT_TIME_ACK;
      read_ack (b, time->ack);
      return TRUE;
    }
  if (memcmp (b, nothing, TIME_BYTES) == 0)
    return TRUE;
  if (b[6] & 0x20)
    {
      time->kind = CL_DGT_TIME_NO_CLOCK;
      return TRUE;
    }
  time->kind = CL_DGT_TIME_TIMES;
  time->running = (b[6] & 0x01) != 0;
  time->lever_right = (b[6] & 0x02) != 0;
  time->battery_low = (b[6] & 0x04) != 0;
  return read_side (b, &time->right_ms, &time->right_flag) &&
         read_side (b + 3, &time->left_ms, &time->left_flag);
}

gboolean
cl_dgt_read_battery (const ClDgtMessage *message, guint *percent, gboolean *charging)
{
  if (message->id != CL_DGT_BATTERY || (message->length != 9 && message->length != 4) ||
      message->data[0] > 100)
    return FALSE;
  *percent = message->data[0];
  *charging = message->length == 9 && (message->data[8] & 0x01) != 0;
  return TRUE;
}

gboolean
cl_dgt_read_text (const ClDgtMessage *message, char *text)
{
  if (message->length > CL_DGT_MAX_DATA)
    return FALSE;
  for (guint i = 0; i < message->length; i++)
    {
      if (!g_ascii_isprint (message->data[i]))
        return FALSE;
      text[i] = (char) message->data[i];
    }
  text[message->length] = '\0';
  return message->length > 0;
}

gboolean
cl_dgt_read_pair (const ClDgtMessage *message, guint *high, guint *low)
{
  if ((message->id != CL_DGT_VERSION && message->id != CL_DGT_ADDRESS) || message->length != 2)
    return FALSE;
  *high = message->data[0];
  *low = message->data[1];
  return TRUE;
}

gsize
cl_dgt_write (guint8 id, const guint8 *data, gsize n, guint8 *out)
{
  gsize whole = n + MIN_LENGTH;

  g_return_val_if_fail (whole <= MAX_LENGTH, 0);

  out[0] = id;
  out[1] = (guint8) (whole >> 7);
  out[2] = (guint8) (whole & 0x7F);
  if (n > 0)
    memcpy (out + MIN_LENGTH, data, n);
  return whole;
}
