/* cl-driver-chessnut.c: puts a Chessnut board into real-time mode and takes its reports
 *
 * Sources differ on what acknowledges a command, so none is waited for: the board is there when its first report of the squares
 * comes, and lost when none comes for three seconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-driver-private.h"
#include "cl-chessnut-reports.h"

#include <string.h>

#define GAP_MS     200
#define LAMP_MS    500
#define QUIET_MS   3000
#define BATTERY_MS 60000
#define MAX_TRIES  3

static const guint8 real_time[] = { 0x21, 0x01, 0x00 };
static const guint8 ask_battery[] = { 0x29, 0x01, 0x00 };

typedef struct
{
  ClBoardDriver parent;
  gboolean ready, lost;
  guint tries;
  gint64 heard_at, battery_at;
} Chessnut;

static void
start (ClBoardDriver *driver, gint64 now_ms)
{
  Chessnut *self = (Chessnut *) driver;

  memset ((char *) self + sizeof self->parent, 0, sizeof *self - sizeof self->parent);
  self->heard_at = now_ms;
  self->battery_at = CL_NEVER_MS;
  cl_board_driver_send (driver, real_time, sizeof real_time, GAP_MS, now_ms);
  cl_board_driver_wake_at (driver, now_ms + QUIET_MS);
}

static void
wake (ClBoardDriver *driver, gint64 now_ms)
{
  Chessnut *self = (Chessnut *) driver;

  if (self->lost)
    return;
  if (now_ms >= self->battery_at)
    {
      self->battery_at = now_ms + BATTERY_MS;
      cl_board_driver_send (driver, ask_battery, sizeof ask_battery, GAP_MS, now_ms);
    }
  if (now_ms >= self->heard_at + QUIET_MS)
    {
      if (++self->tries >= MAX_TRIES)
        {
          self->lost = TRUE;
          cl_board_driver_saw_text (driver, CL_SIGHT_LOST, "the board sends nothing", now_ms);
          return;
        }
      self->heard_at = now_ms;
      cl_board_driver_send (driver, real_time, sizeof real_time, GAP_MS, now_ms);
    }
  cl_board_driver_wake_at (driver, MIN (self->battery_at, self->heard_at + QUIET_MS));
}

static void
take_board (Chessnut *self, const ClPlacement *placement, gint64 now_ms)
{
  self->heard_at = now_ms;
  self->tries = 0;
  if (!self->ready)
    {
      self->ready = TRUE;
      self->battery_at = now_ms;
      cl_board_driver_saw_text (&self->parent, CL_SIGHT_READY, "Chessnut", now_ms);
    }
  cl_board_driver_saw_scan (&self->parent, placement, now_ms);
  cl_board_driver_wake_at (&self->parent, MIN (self->battery_at, self->heard_at + QUIET_MS));
}

static void
receive (ClBoardDriver *driver, const guint8 *bytes, gsize n, gint64 now_ms)
{
  Chessnut *self = (Chessnut *) driver;
  ClChessnutReport report;
  ClSight battery = { .kind = CL_SIGHT_BATTERY, .at_ms = now_ms };

  if (self->lost || !cl_chessnut_read (bytes, n, &report))
    return;
  if (report.kind == CL_CHESSNUT_BOARD)
    take_board (self, &report.placement, now_ms);
  else if (report.kind == CL_CHESSNUT_BATTERY)
    {
      battery.percent = report.percent;
      battery.charging = report.charging;
      cl_board_driver_saw (driver, &battery);
    }
}

static void
light (ClBoardDriver *driver, guint64 squares, gint64 now_ms)
{
  guint8 bytes[10];

  cl_chessnut_write_lamps (squares, bytes);
  cl_board_driver_send (driver, bytes, sizeof bytes, LAMP_MS, now_ms);
}

const ClBoardClass cl_driver_chessnut = {
  .traits = { .name = "chessnut",
              .title = "Chessnut",
              .names_pieces = TRUE,
              .has_lamps = TRUE,
              .scan_ms = 100,
              .settle_ms = 1000 },
  .size = sizeof (Chessnut),
  .start = start,
  .receive = receive,
  .wake = wake,
  .light = light,
};
