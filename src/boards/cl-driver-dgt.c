/* cl-driver-dgt.c: asks a DGT board who it is, puts it into update mode and keeps its picture honest by dumps
 *
 * Start: 40 (a board may be in bus mode), 4D until it answers, 45 and 55 for the serial numbers, 42 for the board, 4B for
 * changes of squares and clock. A lost update shows in nothing, so a dump is asked for when squares have come to rest, after
 * any damaged frame, after two seconds of silence, and every ten seconds. Only one byte is sent at a time, 100 ms apart: the board's buffer is small, and
 * 4E, 50–54 and 60, which could harm it, are sent never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-driver-private.h"
#include "cl-dgt-frames.h"

#include <string.h>

#define GAP_MS    100
#define REST_MS   700 /* longer than a sliding man rests on its way */
#define DUMP_MS   10000
#define QUIET_MS  2000
#define ANSWER_MS 2000
#define MAX_TRIES 3

typedef struct
{
  ClBoardDriver parent;
  ClDgtReader reader;
  gboolean ready, lost, has_lever, lever_right, had_clock;
  guint tries;
  gint64 heard_at, asked_at; /* asked_at: of a question still open; CL_NEVER_MS: none */
  gint64 dump_at;            /* when the next dump is due */
  gint64 byte_at;
  ClPlacement picture; /* by what was reported */
} Dgt;

static void
send_byte (Dgt *self, guint8 byte, gint64 now_ms)
{
  cl_board_driver_send (&self->parent, &byte, 1, GAP_MS, now_ms);
}

static void
start (ClBoardDriver *driver, gint64 now_ms)
{
  Dgt *self = (Dgt *) driver;

  memset ((char *) self + sizeof self->parent, 0, sizeof *self - sizeof self->parent);
  self->heard_at = self->byte_at = now_ms;
  self->asked_at = CL_NEVER_MS;
  self->dump_at = CL_NEVER_MS;
  send_byte (self, CL_DGT_SEND_RESET, now_ms);
  send_byte (self, CL_DGT_SEND_VERSION, now_ms);
  cl_board_driver_wake_at (driver, now_ms + ANSWER_MS);
}

static void
lose (Dgt *self, const char *why, gint64 now_ms)
{
  if (!self->lost)
    cl_board_driver_saw_text (&self->parent, CL_SIGHT_LOST, why, now_ms);
  self->lost = TRUE;
}

static void
schedule (Dgt *self)
{
  if (self->lost)
    return;
  cl_board_driver_wake_at (&self->parent, self->dump_at);
  cl_board_driver_wake_at (&self->parent,
                           self->asked_at != CL_NEVER_MS ? self->asked_at + ANSWER_MS
                                                         : self->heard_at + QUIET_MS);
}

static void
wake (ClBoardDriver *driver, gint64 now_ms)
{
  Dgt *self = (Dgt *) driver;

  if (!self->ready)
    {
      if (++self->tries >= MAX_TRIES)
        lose (self, "no DGT board answers", now_ms);
      else
        {
          send_byte (self, CL_DGT_SEND_VERSION, now_ms);
          cl_board_driver_wake_at (driver, now_ms + ANSWER_MS);
        }
      return;
    }
  if (self->asked_at != CL_NEVER_MS && now_ms >= self->asked_at + ANSWER_MS)
    lose (self, "the board answers no more", now_ms);
  else if (self->asked_at == CL_NEVER_MS && now_ms >= self->heard_at + QUIET_MS)
    {
      /* After a dip in its power the board answers but is in no update mode: 4B costs nothing, and the dump shows
       * what was missed. */
      self->asked_at = now_ms;
      self->dump_at = now_ms + DUMP_MS;
      send_byte (self, CL_DGT_UPDATE_NICE, now_ms);
      send_byte (self, CL_DGT_SEND_BOARD, now_ms);
    }
  if (now_ms >= self->dump_at)
    {
      self->dump_at = now_ms + DUMP_MS;
      send_byte (self, CL_DGT_SEND_BOARD, now_ms);
    }
  schedule (self);
}

static void
become_ready (Dgt *self, guint high, guint low, gint64 now_ms)
{
  g_autofree char *name = g_strdup_printf ("DGT %u.%u", high, low);

  self->ready = TRUE;
  cl_board_driver_saw_text (&self->parent, CL_SIGHT_READY, name, now_ms);
  send_byte (self, CL_DGT_SEND_SERIAL, now_ms);
  send_byte (self, CL_DGT_SEND_LONG_SERIAL, now_ms);
  send_byte (self, CL_DGT_SEND_BOARD, now_ms);
  send_byte (self, CL_DGT_UPDATE_NICE, now_ms);
  send_byte (self, CL_DGT_SEND_BATTERY, now_ms);
  /* A byte may be lost: the second asking costs nothing. */
  send_byte (self, CL_DGT_UPDATE_NICE, now_ms);
  self->dump_at = now_ms + 1000;
}

static void
take_time (Dgt *self, const ClDgtTime *time, gint64 now_ms)
{
  ClSight sight = { .kind = CL_SIGHT_CLOCK,
                    .at_ms = now_ms,
                    .left_ms = time->left_ms,
                    .right_ms = time->right_ms,
                    .running = time->running,
                    .lever_right = time->lever_right };

  if (time->kind == CL_DGT_TIME_NO_CLOCK && self->had_clock)
    cl_board_driver_saw_text (&self->parent, CL_SIGHT_NO_CLOCK, NULL, now_ms);
  if (time->kind == CL_DGT_TIME_NO_CLOCK)
    self->had_clock = self->has_lever = FALSE;
  if (time->kind != CL_DGT_TIME_TIMES)
    return;
  if (self->has_lever && time->lever_right != self->lever_right)
    sight.kind = CL_SIGHT_LEVER;
  self->had_clock = self->has_lever = TRUE;
  self->lever_right = time->lever_right;
  cl_board_driver_saw (&self->parent, &sight);
}

static void
take_field (Dgt *self, ChessSquare square, ChessPiece piece, gint64 now_ms)
{
  ClSight sight = { .kind = CL_SIGHT_SQUARE, .at_ms = now_ms, .square = square, .piece = piece };

  self->picture.squares[square] = piece;
  if (self->dump_at > now_ms)
    self->dump_at = now_ms + REST_MS;
  cl_board_driver_saw (&self->parent, &sight);
}

/* What no update had told before is told again when it has come to rest. */
static void
take_board (Dgt *self, const ClPlacement *placement, gint64 now_ms)
{
  if (!cl_placement_equal (&self->picture, placement) && self->dump_at > now_ms)
    self->dump_at = now_ms + REST_MS;
  self->picture = *placement;
  cl_board_driver_saw_scan (&self->parent, placement, now_ms);
}

static void
take_message (Dgt *self, const ClDgtMessage *message, gint64 now_ms)
{
  ClSight battery = { .kind = CL_SIGHT_BATTERY, .at_ms = now_ms };
  ClPlacement placement;
  ChessSquare square;
  ChessPiece piece;
  ClDgtTime time;
  guint high, low;
  char text[CL_DGT_MAX_DATA + 1];

  if (message->id == CL_DGT_VERSION && cl_dgt_read_pair (message, &high, &low))
    {
      if (!self->ready)
        become_ready (self, high, low, now_ms);
    }
  else if (!self->ready)
    return;
  else if (cl_dgt_read_field (message, &square, &piece))
    take_field (self, square, piece, now_ms);
  else if (cl_dgt_read_board (message, &placement))
    take_board (self, &placement, now_ms);
  else if (cl_dgt_read_time (message, &time))
    take_time (self, &time, now_ms);
  else if ((message->id == CL_DGT_SERIAL || message->id == CL_DGT_LONG_SERIAL) &&
           cl_dgt_read_text (message, text))
    cl_board_driver_saw_text (&self->parent, CL_SIGHT_SERIAL, text, now_ms);
  else if (cl_dgt_read_battery (message, &battery.percent, &battery.charging))
    cl_board_driver_saw (&self->parent, &battery);
}

/* An update may be lost: the board as a whole will tell. */
static void
doubt (Dgt *self, gint64 now_ms)
{
  if (!self->ready)
    return;
  self->dump_at = now_ms;
  cl_board_driver_saw_text (&self->parent, CL_SIGHT_DOUBT, NULL, now_ms);
}

static void
give_up (Dgt *self, gint64 now_ms)
{
  guint dropped = self->reader.dropped;

  cl_dgt_reader_give_up (&self->reader);
  if (self->reader.dropped != dropped)
    doubt (self, now_ms);
}

static void
receive (ClBoardDriver *driver, const guint8 *bytes, gsize n, gint64 now_ms)
{
  Dgt *self = (Dgt *) driver;
  guint dropped;

  if (self->lost)
    return;
  if (now_ms - self->byte_at > CL_DGT_TIMEOUT)
    give_up (self, now_ms);
  self->byte_at = now_ms;
  for (gsize i = 0; i < n; i++)
    {
      dropped = self->reader.dropped;
      if (cl_dgt_reader_take (&self->reader, bytes[i]))
        {
          self->heard_at = now_ms;
          self->asked_at = CL_NEVER_MS;
          take_message (self, &self->reader.message, now_ms);
        }
      if (self->reader.dropped != dropped)
        doubt (self, now_ms);
    }
  if (self->ready)
    schedule (self);
}

static void
ask_scan (ClBoardDriver *driver, gint64 now_ms)
{
  Dgt *self = (Dgt *) driver;

  if (self->ready && !self->lost)
    self->dump_at = now_ms;
  schedule (self);
}

const ClBoardClass cl_driver_dgt = {
  .traits = { .name = "dgt",
              .title = "DGT",
              .baud = 9600,
              .names_pieces = TRUE,
              .reports_squares = TRUE,
              .scan_ms = 250,
              .settle_ms = 1200 },
  .size = sizeof (Dgt),
  .start = start,
  .receive = receive,
  .wake = wake,
  .ask_scan = ask_scan,
};
