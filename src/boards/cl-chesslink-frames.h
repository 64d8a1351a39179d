/* cl-chesslink-frames.h: the serial protocol of Millennium ChessLink: characters with parity, checksum and fixed lengths
 *
 * A message is code, data, and the XOR of all that as two upper-case hexadecimal digits; its length is fixed by the code.
 * The wire is 7 bits with odd parity, made here: bit 7 is set so that the count of ones is odd. The checksum exposes
 * false starts ("r" is an answer's code and a rook), but not exchanged characters.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

#define CL_CHESSLINK_MAX   167 /* characters of the longest message, from the host */
#define CL_CHESSLINK_LAMPS 81

/* One reader a direction: the lengths of the codes differ. */
typedef enum
{
  CL_CHESSLINK_FROM_BOARD,
  CL_CHESSLINK_FROM_HOST,
} ClChesslinkDirection;

/* Zero-initialise, then set @direction and @parity. */
typedef struct
{
  ClChesslinkDirection direction;
  gboolean parity; /* characters with wrong parity are dropped; eONE boards have none */
  gboolean shown;  /* text[0 … shown_length) was given out and goes with the next call */
  guint length, message_length;
  guint dropped; /* characters given up, ever */
  char text[CL_CHESSLINK_MAX + 1];
} ClChesslinkReader;

/* Takes one byte from the wire. */
void cl_chesslink_reader_take (ClChesslinkReader *self, guint8 byte);
/* The next whole message with right checksum, without it, NUL-terminated, valid until the next call; NULL: more bytes needed. */
const char *cl_chesslink_reader_next (ClChesslinkReader *self, guint *length);

/* Where the cable leaves: decides in which order the squares come. */
typedef enum
{
  CL_CHESSLINK_CABLE_RIGHT, /* h1 g1 … a1, h2 … a8 */
  CL_CHESSLINK_CABLE_LEFT,  /* a8 … h8, a7 … h1 */
} ClChesslinkCable;

/* @message: "s" or "g" and 64 letters. FALSE if it is anything else. */
gboolean
cl_chesslink_read_board (const char *message, ClChesslinkCable cable, ClPlacement *placement);
/* @message: "v" and four hexadecimal digits, the high byte first. FALSE if it is anything else: so short a message passes its
 * checksum by chance now and then. */
gboolean cl_chesslink_read_version (const char *message, guint *version);
/* @cable from a board on which the start position stands; FALSE if it does not. */
gboolean cl_chesslink_find_cable (const char *message, ClChesslinkCable *cable);

/* Adds checksum and parity. @out has room for strlen (@message) + 2 bytes; returns their number. */
gsize cl_chesslink_write (const char *message, gboolean parity, guint8 *out);
/* "s" and 64 letters, NUL-terminated. */
void cl_chesslink_write_board (const ClPlacement *placement, ClChesslinkCable cable, char text[66]);
/* "L", the slot and 81 lamps: those at the corners of @squares shine. */
void cl_chesslink_write_lamps (guint64 squares, ClChesslinkCable cable, char text[166]);

G_END_DECLS
