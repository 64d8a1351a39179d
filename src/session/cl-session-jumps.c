/* cl-session-jumps.c: back and forward among the places where one has been
 *
 * Every change of what is shown is noted. Going to a place takes a while, since its game may have to be read; until it is
 * shown, what is shown meanwhile is no place of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

static ClPlace
get_place (ClSession *self)
{
  ClPlace place = { .position = self->position };

  if (self->chosen != NULL)
    {
      place.partition = g_intern_string (cl_follower_get_partition (self->chosen));
      place.game = cl_follower_get_game_number (self->chosen);
      place.ply = self->ply;
    }
  return place;
}

static gboolean
is_on_the_way (ClSession *self)
{
  return self->choosing != NULL || cl_session_guide_is_searching (self);
}

/* By a move that came in, by the guide who found the game of an entry, or by a jump that is not over. */
static gboolean
is_carried_to (ClSession *self, const ClPlace *place)
{
  const ClPlace *before = cl_jumps_peek (self->jumps, 0);

  if (self->jumping || before == NULL)
    return TRUE;
  if (cl_session_guide_is_searching (self))
    return before->position == place->position;
  return self->was_following && cl_session_get_following (self) &&
         before->partition == place->partition && before->game == place->game;
}

void
cl_session_note_place (ClSession *self)
{
  ClPlace place = get_place (self);
  gboolean is_carried = is_carried_to (self, &place);

  self->was_following = cl_session_get_following (self);
  if (self->closed || (self->chosen == NULL && self->position == 0))
    return;
  if (self->jumping && !is_on_the_way (self))
    self->jumping = FALSE;
  cl_jumps_note (self->jumps, &place, is_carried, cl_time_source_monotonic_us (&self->time));
  if (cl_session_can_jump (self, -1) != self->told_jumps[0] ||
      cl_session_can_jump (self, 1) != self->told_jumps[1])
    {
      self->told_jumps[0] = cl_session_can_jump (self, -1);
      self->told_jumps[1] = cl_session_can_jump (self, 1);
      g_signal_emit_by_name (self, "jumps-changed");
    }
}

gboolean
cl_session_can_jump (ClSession *self, int by)
{
  g_return_val_if_fail (CL_IS_SESSION (self), FALSE);

  return cl_jumps_peek (self->jumps, by) != NULL;
}

void
cl_session_jump (ClSession *self, int by)
{
  const ClPlace *there;
  ClPlace place;

  g_return_if_fail (CL_IS_SESSION (self));

  there = cl_jumps_go (self->jumps, by);
  if (there == NULL || self->closed)
    return;
  place = *there;
  self->jumping = TRUE;
  cl_session_set_position (self, place.position);
  if (place.partition != NULL)
    cl_session_choose_game_at (self, place.partition, place.game, place.ply);
  else
    cl_session_note_place (self);
}
