/* cl-board-state.c: how one electronic board stands, at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-state.h"

ClBoardState *
cl_board_state_new (void)
{
  ClBoardState *self = g_new0 (ClBoardState, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->white_ms = self->black_ms = CL_NO_CLOCK;
  return self;
}

ClBoardState *
cl_board_state_ref (ClBoardState *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_board_state_unref (ClBoardState *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->serial);
  g_free (self->partition);
  g_free (self->candidate_san);
  g_free (self->guidance);
  g_free (self->question);
  g_strfreev (self->answers);
  g_free (self->trouble);
  g_free (self);
}
