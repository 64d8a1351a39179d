/* cl-driver-certabo.c: listens to Certabo and Tabutronic boards, which send a line of all squares again and again
 *
 * A square counts as what two of the last three lines say: empty squares report random chips and a chip is now and then read
 * wrong. Which chip is which man is learnt from the start position (CL_SIGHT_SETUP asks for it, CL_SIGHT_CHIPS tells the
 * outcome); another set of men is learnt when hardly one of the known chips is in sight. Tabutronic boards know occupancy
 * alone. Which of both a board is shows in its first line, so that the family on the label does not matter.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-driver-private.h"
#include "cl-certabo-lines.h"

#include <string.h>

#define LAMP_MS  750
#define QUIET_MS 4000
#define LINES    3
#define FEW_MEN  3

typedef struct
{
  ClBoardDriver parent;
  ClCertaboReader reader;
  ClCalibration calibration;
  ClChipTable table;
  gboolean ready, lost, colors, setup_asked;
  gint64 heard_at;
  guint n_lines;
  ClPlacement lines[LINES];
} Certabo;

static void
start (ClBoardDriver *driver, gint64 now_ms)
{
  Certabo *self = (Certabo *) driver;
  ClChipTable table = self->table;

  memset ((char *) self + sizeof self->parent, 0, sizeof *self - sizeof self->parent);
  self->table = table;
  self->heard_at = now_ms;
  cl_board_driver_wake_at (driver, now_ms + QUIET_MS);
}

static void
wake (ClBoardDriver *driver, gint64 now_ms)
{
  Certabo *self = (Certabo *) driver;

  if (now_ms < self->heard_at + QUIET_MS)
    {
      cl_board_driver_wake_at (driver, self->heard_at + QUIET_MS);
      return;
    }
  if (!self->lost)
    cl_board_driver_saw_text (driver, CL_SIGHT_LOST, "the board sends nothing", now_ms);
  self->lost = TRUE;
}

/* Per square what two of three lines say; where all differ, the oldest stays what it was. */
static void
take_placement (Certabo *self, const ClPlacement *placement, gint64 now_ms)
{
  ClPlacement *lines = self->lines, seen;

  memmove (lines + 1, lines, (LINES - 1) * sizeof lines[0]);
  lines[0] = *placement;
  if (self->n_lines < LINES)
    self->n_lines++;
  if (self->n_lines < LINES)
    return;
  for (guint i = 0; i < 64; i++)
    seen.squares[i] =
      lines[0].squares[i] == lines[1].squares[i] || lines[0].squares[i] == lines[2].squares[i]
        ? lines[0].squares[i]
      : lines[1].squares[i] == lines[2].squares[i] ? lines[1].squares[i]
                                                   : lines[2].squares[i];
  cl_board_driver_saw_scan (&self->parent, &seen, now_ms);
}

static guint
count_men (const ClPlacement *placement)
{
  guint n = 0;

  for (guint i = 0; i < 64; i++)
    n += placement->squares[i] != CHESS_NO_PIECE;
  return n;
}

static void
take_chips (Certabo *self, gint64 now_ms)
{
  ClPlacement placement = cl_chip_table_read (&self->table, self->reader.chips);
  g_autofree char *text = NULL;

  if (self->table.n > 0 && count_men (&placement) >= FEW_MEN)
    {
      take_placement (self, &placement, now_ms);
      return;
    }
  if (!self->setup_asked)
    cl_board_driver_saw_text (&self->parent, CL_SIGHT_SETUP, NULL, now_ms);
  self->setup_asked = TRUE;
  if (!cl_calibration_take (&self->calibration, self->reader.chips, FALSE, &self->table))
    return;
  self->calibration.n = 0;
  self->setup_asked = FALSE;
  text = cl_chip_table_to_text (&self->table);
  cl_board_driver_saw_text (&self->parent, CL_SIGHT_CHIPS, text, now_ms);
}

/* A lost digit changes several squares of a rank at once, so one square alone is believed at once (a captured man is away for a
 * moment only), and more when a second line says the same. */
static void
take_occupancy (Certabo *self, gint64 now_ms)
{
  ClPlacement placement = cl_placement_empty ();
  guint64 diff, diff_before;

  for (guint i = 0; i < 64; i++)
    if (self->reader.occupied >> i & 1)
      placement.squares[i] = CL_PIECE_SOME;
  diff = cl_placement_diff (&placement, &self->lines[0]);
  diff_before = cl_placement_diff (&placement, &self->lines[1]);
  self->lines[1] = placement;
  if (self->n_lines > 0 && (diff & (diff - 1)) != 0 && diff_before != 0)
    return;
  if (self->n_lines == 0)
    {
      self->n_lines = 1;
      return;
    }
  self->lines[0] = placement;
  cl_board_driver_saw_scan (&self->parent, &placement, now_ms);
}

static void
receive (ClBoardDriver *driver, const guint8 *bytes, gsize n, gint64 now_ms)
{
  Certabo *self = (Certabo *) driver;

  if (self->lost)
    return;
  for (gsize i = 0; i < n; i++)
    {
      ClCertaboLineKind kind = cl_certabo_reader_take (&self->reader, bytes[i]);

      if (kind == CL_CERTABO_NOTHING)
        continue;
      self->heard_at = now_ms;
      if (kind == CL_CERTABO_COLORS || kind == CL_CERTABO_LAMPS)
        {
          self->colors = kind == CL_CERTABO_COLORS;
          continue;
        }
      if (!self->ready)
        cl_board_driver_saw_text (driver,
                                  CL_SIGHT_READY,
                                  kind == CL_CERTABO_CHIPS ? "Certabo or Tabutronic Cerno"
                                                           : "Tabutronic Sentio or Tactum",
                                  now_ms);
      self->ready = TRUE;
      if (kind == CL_CERTABO_CHIPS)
        take_chips (self, now_ms);
      else
        take_occupancy (self, now_ms);
    }
  cl_board_driver_wake_at (driver, self->heard_at + QUIET_MS);
}

static void
light (ClBoardDriver *driver, guint64 squares, gint64 now_ms)
{
  guint8 lamps[8], colors[CL_CERTABO_COLOR_BYTES];

  if (((Certabo *) driver)->colors)
    {
      cl_certabo_write_colors (squares, colors);
      cl_board_driver_send (driver, colors, sizeof colors, LAMP_MS, now_ms);
      return;
    }
  cl_certabo_write_lamps (squares, lamps);
  cl_board_driver_send (driver, lamps, sizeof lamps, LAMP_MS, now_ms);
}

static gboolean
teach (ClBoardDriver *driver, const char *chips)
{
  return cl_chip_table_from_text (chips, &((Certabo *) driver)->table);
}

const ClBoardClass cl_driver_certabo = {
  .traits = { .name = "certabo",
              .title = "Certabo",
              .baud = 38400,
              .names_pieces = TRUE,
              .has_lamps = TRUE,
              .scan_ms = 600,
              .settle_ms = 2000 },
  .size = sizeof (Certabo),
  .start = start,
  .receive = receive,
  .wake = wake,
  .light = light,
  .teach = teach,
};

const ClBoardClass cl_driver_tabutronic = {
  .traits = { .name = "tabutronic",
              .title = "Tabutronic",
              .baud = 38400,
              .has_lamps = TRUE,
              .scan_ms = 200,
              .settle_ms = 1300 },
  .size = sizeof (Certabo),
  .start = start,
  .receive = receive,
  .wake = wake,
  .light = light,
};
