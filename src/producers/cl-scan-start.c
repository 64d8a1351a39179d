/* cl-scan-start.c: where a game begins on a board, and where White sits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-interpreter-private.h"

gboolean
cl_scan_is_start (const ClScanInterpreter *self, const ClPlacement *placement)
{
  ClPlacement start = cl_placement_start ();

  if (self->evidence.named)
    return cl_placement_equal (placement, &start);
  return cl_placement_occupied (placement) == cl_placement_occupied (&start);
}

void
cl_scan_begin_game (ClScanInterpreter *self, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_NEW_GAME, .at_ms = at_ms };
  ChessPosition start = chess_position_start ();

  cl_scan_drop_candidate (self, at_ms);
  cl_scan_forget_evidence (self);
  g_array_set_size (self->positions, 0);
  g_array_append_val (self->positions, start);
  self->over = self->resumed = self->result_told = FALSE;
  self->pressed = 0;
  cl_scan_tell_wrong (self, 0, at_ms);
  cl_scan_tell (self, &reading);
}

void
cl_scan_turn (ClScanInterpreter *self, gboolean turned, gint64 at_ms)
{
  ClReading reading = { .kind = CL_READING_TURNED, .at_ms = at_ms, .turned = turned };

  self->turned = self->white_right = turned;
  self->evidence.now = turned ? cl_placement_turned (&self->raw) : self->raw;
  cl_scan_forget_evidence (self);
  cl_scan_tell (self, &reading);
}

/* The start position shows where White sits, if the men have names. */
gboolean
cl_scan_find_orientation (ClScanInterpreter *self, gint64 at_ms)
{
  ClPlacement turned;

  if (!self->evidence.named || cl_scan_is_start (self, &self->evidence.now))
    return FALSE;
  turned = cl_placement_turned (&self->evidence.now);
  if (!cl_scan_is_start (self, &turned))
    return FALSE;
  cl_scan_turn (self, !self->turned, at_ms);
  return TRUE;
}
