/* cl-board-probe.c: finds out which family sits behind a serial chip, without harm to any of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-probe.h"

#include <string.h>

#define SLOW 9600
#define FAST 38400

static const gint64 durations_ms[] = { 1500, 1000, 500, 1000 };

static void
begin_stage (ClBoardProbe *self, ClProbeStage stage, gint64 now_ms)
{
  memset (self, 0, sizeof *self);
  self->stage = stage;
  self->chesslink.parity = TRUE;
  self->until_ms = stage < CL_PROBE_OVER ? now_ms + durations_ms[stage] : CL_NEVER_MS;
}

void
cl_board_probe_init (ClBoardProbe *self, gint64 now_ms)
{
  begin_stage (self, CL_PROBE_LISTEN, now_ms);
}

guint
cl_board_probe_get_baud (const ClBoardProbe *self)
{
  return self->stage < CL_PROBE_DGT ? FAST : SLOW;
}

gsize
cl_board_probe_get_question (const ClBoardProbe *self, guint8 bytes[8])
{
  switch (self->stage)
    {
    case CL_PROBE_CHESSLINK:
      return cl_chesslink_write ("V", TRUE, bytes);
    case CL_PROBE_DGT:
    case CL_PROBE_DGT_AGAIN:
      bytes[0] = CL_DGT_SEND_VERSION;
      return 1;
    default:
      return 0;
    }
}

/* The checksum of a board is two characters of seven bits too: by it alone one in a million bytes of noise begins a "board".
 * The 64 letters must name men. */
static gboolean
is_board (const char *message)
{
  ClPlacement placement;

  return cl_chesslink_read_board (message, CL_CHESSLINK_CABLE_RIGHT, &placement);
}

static gboolean
is_chesslink (ClChesslinkReader *reader, guint8 byte)
{
  const char *message;
  guint length, version;
  gboolean found = FALSE;

  cl_chesslink_reader_take (reader, byte);
  while ((message = cl_chesslink_reader_next (reader, &length)) != NULL)
    found |= is_board (message) || cl_chesslink_read_version (message, &version);
  return found;
}

static const char *
take_fast (ClBoardProbe *self, guint8 byte)
{
  ClCertaboLineKind kind = cl_certabo_reader_take (&self->certabo, byte);

  if (kind == CL_CERTABO_CHIPS)
    return "certabo";
  if (kind == CL_CERTABO_OCCUPANCY)
    return "tabutronic";
  /* Both readers must have the byte. */
  return is_chesslink (&self->chesslink, byte) | is_chesslink (&self->eone, byte) ? "chesslink"
                                                                                  : NULL;
}

static const char *
take_slow (ClBoardProbe *self, guint8 byte)
{
  guint major, minor;

  return cl_dgt_reader_take (&self->dgt, byte) && self->dgt.message.id == CL_DGT_VERSION &&
             cl_dgt_read_pair (&self->dgt.message, &major, &minor)
           ? "dgt"
           : NULL;
}

const ClBoardFamily *
cl_board_probe_receive (ClBoardProbe *self, const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n && self->stage != CL_PROBE_OVER; i++)
    {
      const char *name =
        self->stage < CL_PROBE_DGT ? take_fast (self, bytes[i]) : take_slow (self, bytes[i]);

      if (name != NULL)
        return cl_board_family_find (name);
    }
  return NULL;
}

gboolean
cl_board_probe_advance (ClBoardProbe *self, gint64 now_ms)
{
  if (now_ms < self->until_ms)
    return FALSE;
  begin_stage (self, (ClProbeStage) (self->stage + 1), now_ms);
  return TRUE;
}
