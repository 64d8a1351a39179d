/* cl-driver-chesslink.c: makes a Millennium ChessLink board report changes, and asks again when it is silent
 *
 * By default the board sends its 64 squares every 41 ms; its register 02 set to 03 makes that "on change". The registers
 * are memory that wears out, so they are read first and written only if they differ. A message with a wrong checksum is
 * lost without a trace on either side: "S" is repeated when something was damaged, when the men have come to rest, and every
 * two seconds of silence.
 * Boards of the eONE kind send no parity; after one unanswered question none is asked of them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-driver-private.h"
#include "cl-chesslink-frames.h"

#include <string.h>

#define GAP_MS    30
#define LAMP_MS   100
#define ANSWER_MS 1000
#define QUIET_MS  2000
#define REST_MS   700 /* longer than a sliding man rests on its way */
#define BROKEN_MS 150 /* a message does not pause that long in its midst */
#define MAX_TRIES 4

#define ON_CHANGE "03"
#define SCAN_TIME "14"

typedef struct
{
  ClBoardDriver parent;
  ClChesslinkReader reader;
  gboolean ready, lost;
  gboolean wrote_way, wrote_time; /* once for all: an answer may come twice, and late */
  guint tries;                    /* unanswered questions in a row */
  gboolean changed;               /* since it was asked last */
  ClPlacement picture;
  gint64 ask_at;
} Chesslink;

static void
send_message (Chesslink *self, const char *message, gint64 gap_ms, gint64 now_ms)
{
  guint8 bytes[CL_CHESSLINK_MAX];
  gsize n = cl_chesslink_write (message, TRUE, bytes);

  cl_board_driver_send (&self->parent, bytes, n, gap_ms, now_ms);
}

static void
start (ClBoardDriver *driver, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) driver;
  gboolean wrote_way = self->wrote_way, wrote_time = self->wrote_time;

  memset ((char *) self + sizeof self->parent, 0, sizeof *self - sizeof self->parent);
  self->wrote_way = wrote_way;
  self->wrote_time = wrote_time;
  self->reader.parity = TRUE;
  send_message (self, "V", GAP_MS, now_ms);
  self->ask_at = now_ms + ANSWER_MS;
  cl_board_driver_wake_at (driver, self->ask_at);
}

static gboolean
is_in_midst (const Chesslink *self)
{
  return self->reader.length > (self->reader.shown ? self->reader.message_length : 0);
}

/* A change may be lost: the board as a whole will tell. */
static void
doubt (Chesslink *self, gint64 now_ms)
{
  if (self->ready)
    cl_board_driver_saw_text (&self->parent, CL_SIGHT_DOUBT, NULL, now_ms);
}

static void
wake (ClBoardDriver *driver, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) driver;

  if (self->lost)
    return;
  if (now_ms < self->ask_at)
    {
      cl_board_driver_wake_at (driver, self->ask_at);
      return;
    }
  if (++self->tries > MAX_TRIES)
    {
      self->lost = TRUE;
      cl_board_driver_saw_text (driver,
                                CL_SIGHT_LOST,
                                self->ready ? "the board answers no more"
                                            : "no ChessLink board answers",
                                now_ms);
      return;
    }
  if (!self->ready && self->tries > 1)
    self->reader.parity = FALSE;
  if (is_in_midst (self))
    doubt (self, now_ms);
  self->changed = FALSE;
  send_message (self, self->ready ? "S" : "V", GAP_MS, now_ms);
  self->ask_at = now_ms + ANSWER_MS;
  cl_board_driver_wake_at (driver, self->ask_at);
}

static void
become_ready (Chesslink *self, const char *name, gint64 now_ms)
{
  if (self->ready)
    return;
  self->ready = TRUE;
  cl_board_driver_saw_text (&self->parent, CL_SIGHT_READY, name, now_ms);
  send_message (self, "R02", GAP_MS, now_ms);
  send_message (self, "R01", GAP_MS, now_ms);
  send_message (self, "S", GAP_MS, now_ms);
}

static void
take_register (Chesslink *self, const char *message, gint64 now_ms)
{
  if (g_str_has_prefix (message, "r02") && !g_str_equal (message + 3, ON_CHANGE) &&
      !self->wrote_way)
    {
      self->wrote_way = TRUE;
      send_message (self, "W02" ON_CHANGE, GAP_MS, now_ms);
    }
  else if (g_str_has_prefix (message, "r01") && !g_str_equal (message + 3, SCAN_TIME) &&
           !self->wrote_time)
    {
      self->wrote_time = TRUE;
      send_message (self, "W01" SCAN_TIME, GAP_MS, now_ms);
    }
}

/* Where one model's versions end and the next one's begin is known from one program only (BearChess), so the version stays
 * beside the name. Of the newest, only the eONE sends no parity. */
static char *
name_board (const Chesslink *self, guint version)
{
  const char *model = version <= 0x010F      ? "Exclusive"
                      : version <= 0x01FF    ? "King Performance"
                      : !self->reader.parity ? "eONE"
                                             : "Supreme or eONE";

  return g_strdup_printf ("Millennium %s %02X.%02X", model, version >> 8, version & 0xFF);
}

static void
take_message (Chesslink *self, const char *message, gint64 now_ms)
{
  g_autofree char *name = NULL;
  ClPlacement placement;
  guint version;

  switch (message[0])
    {
    case 'v':
      if (!cl_chesslink_read_version (message, &version))
        break;
      name = name_board (self, version);
      become_ready (self, name, now_ms);
      break;
    case 's':
    case 'g':
      become_ready (self, "ChessLink", now_ms);
      /* The cable may leave on the other side: then all is turned, as if the players sat the other way round. */
      if (!cl_chesslink_read_board (message, CL_CHESSLINK_CABLE_RIGHT, &placement))
        break;
      self->changed |= !cl_placement_equal (&self->picture, &placement);
      self->picture = placement;
      cl_board_driver_saw_scan (&self->parent, &placement, now_ms);
      break;
    case 'r':
      take_register (self, message, now_ms);
      break;
    default:
      break;
    }
}

static void
receive (ClBoardDriver *driver, const guint8 *bytes, gsize n, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) driver;
  guint dropped = self->reader.dropped, length;
  gboolean heard = FALSE;
  const char *message;

  if (self->lost)
    return;
  for (gsize i = 0; i < n; i++)
    {
      cl_chesslink_reader_take (&self->reader, bytes[i]);
      while ((message = cl_chesslink_reader_next (&self->reader, &length)) != NULL)
        {
          heard = TRUE;
          take_message (self, message, now_ms);
        }
    }
  if (heard)
    {
      self->tries = 0;
      self->ask_at = now_ms + (self->changed ? REST_MS : QUIET_MS);
    }
  if (self->reader.dropped != dropped)
    doubt (self, now_ms);
  if (self->ready && (self->reader.dropped != dropped || is_in_midst (self)))
    self->ask_at = MIN (self->ask_at, now_ms + BROKEN_MS);
  cl_board_driver_wake_at (driver, self->ask_at);
}

static void
light (ClBoardDriver *driver, guint64 squares, gint64 now_ms)
{
  char text[166];

  if (squares == 0)
    {
      send_message ((Chesslink *) driver, "X", LAMP_MS, now_ms);
      return;
    }
  cl_chesslink_write_lamps (squares, CL_CHESSLINK_CABLE_RIGHT, text);
  send_message ((Chesslink *) driver, text, LAMP_MS, now_ms);
}

static void
ask_scan (ClBoardDriver *driver, gint64 now_ms)
{
  Chesslink *self = (Chesslink *) driver;

  self->ask_at = MIN (self->ask_at, now_ms);
  cl_board_driver_wake_at (driver, self->ask_at);
}

const ClBoardClass cl_driver_chesslink = {
  .traits = { .name = "chesslink",
              .title = "Millennium ChessLink",
              .baud = 38400,
              .names_pieces = TRUE,
              .has_lamps = TRUE,
              .scan_ms = 50,
              .settle_ms = 1000 },
  .size = sizeof (Chesslink),
  .start = start,
  .receive = receive,
  .wake = wake,
  .light = light,
  .ask_scan = ask_scan,
};
