/* cl-dgt-frames.h: the serial protocol of DGT boards as bytes: messages cut from the stream, and their meaning
 *
 * A message is [id | 80] [length >> 7] [length & 7F] [data …]; the length counts all bytes. Every byte after the first has
 * bit 7 clear, so a byte with bit 7 set always begins a message: the only way back into step. Squares count 0 = a8,
 * 7 = h8, … 63 = h1; of the pieces the king comes before the queen. There is no checksum.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_DGT_MAX_DATA 64
#define CL_DGT_TIMEOUT  500 /* ms after which half a message is given up */

typedef enum
{
  CL_DGT_BOARD = 0x86,
  CL_DGT_TIME = 0x8D,
  CL_DGT_FIELD = 0x8E,
  CL_DGT_MOVES = 0x8F,
  CL_DGT_ADDRESS = 0x90,
  CL_DGT_SERIAL = 0x91,
  CL_DGT_TRADEMARK = 0x92,
  CL_DGT_VERSION = 0x93,
  CL_DGT_BATTERY = 0xA0,
  CL_DGT_LONG_SERIAL = 0xA2,
} ClDgtId;

typedef enum
{
  CL_DGT_SEND_RESET = 0x40,
  CL_DGT_SEND_CLOCK = 0x41,
  CL_DGT_SEND_BOARD = 0x42,
  CL_DGT_UPDATE = 0x43,
  CL_DGT_UPDATE_BOARD = 0x44,
  CL_DGT_SEND_SERIAL = 0x45,
  CL_DGT_SEND_ADDRESS = 0x46,
  CL_DGT_SEND_TRADEMARK = 0x47,
  CL_DGT_TO_BUS = 0x4A,
  CL_DGT_UPDATE_NICE = 0x4B,
  CL_DGT_SEND_BATTERY = 0x4C,
  CL_DGT_SEND_VERSION = 0x4D,
  CL_DGT_SEND_LONG_SERIAL = 0x55,
  CL_DGT_CLOCK_COMMAND = 0x2B,
} ClDgtCommand;

/* One whole message. Data beyond CL_DGT_MAX_DATA are counted in length and not kept. */
typedef struct
{
  guint8 id;
  guint length; /* of the data */
  guint8 data[CL_DGT_MAX_DATA];
} ClDgtMessage;

/* Zero-initialise. */
typedef struct
{
  ClDgtMessage message;
  guint got;     /* bytes of the message so far, header included; 0: between messages */
  guint whole;   /* length by the header, from got ≥ 3 */
  guint dropped; /* messages and stray bytes that were given up, ever */
} ClDgtReader;

/* Takes one byte; TRUE if it completes self->message. */
gboolean cl_dgt_reader_take (ClDgtReader *self, guint8 byte);
/* Gives up half a message; the caller keeps the time. */
void cl_dgt_reader_give_up (ClDgtReader *self);

/* The time message, decoded. */
typedef enum
{
  CL_DGT_TIME_NOTHING, /* "no information": to be ignored */
  CL_DGT_TIME_NO_CLOCK,
  CL_DGT_TIME_TIMES,
  CL_DGT_TIME_ACK,
} ClDgtTimeKind;

typedef struct
{
  ClDgtTimeKind kind;
  gint64 left_ms, right_ms;
  gboolean left_flag, right_flag;
  gboolean running, lever_right, battery_low;
  guint8 ack[4];
} ClDgtTime;

/* Each returns FALSE if the message has another id, a wrong length or impossible contents. Squares are the core's. */
gboolean cl_dgt_read_board (const ClDgtMessage *message, ClPlacement *placement);
gboolean cl_dgt_read_field (const ClDgtMessage *message, ChessSquare *square, ChessPiece *piece);
gboolean cl_dgt_read_time (const ClDgtMessage *message, ClDgtTime *time);
gboolean cl_dgt_read_battery (const ClDgtMessage *message, guint *percent, gboolean *charging);
/* Printable ASCII of a serial number; @text has room for CL_DGT_MAX_DATA + 1 bytes. */
gboolean cl_dgt_read_text (const ClDgtMessage *message, char *text);
gboolean cl_dgt_read_pair (const ClDgtMessage *message, guint *high, guint *low);

/* What a board sends, for the emulator. @out has room for 3 + n bytes; returns the length. */
gsize cl_dgt_write (guint8 id, const guint8 *data, gsize n, guint8 *out);
guint8 cl_dgt_piece_code (ChessPiece piece);
guint8 cl_dgt_square_code (ChessSquare square);

G_END_DECLS
