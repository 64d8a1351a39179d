/* cl-flag-policy.c: decides when the running side's time is over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-flag-policy.h"

#include "cl-table.h"

gint64
cl_flag_policy_get_left_ms (const ClGame *game, gint64 elapsed_ms)
{
  const ClClockState *clock = &game->clock;

  if (game->status != CL_GAME_PLAYING || game->withdrawn || !clock->has_clock || !clock->started ||
      clock->paused)
    return CL_FLAG_POLICY_NEVER;
  if (clock->running_since == CL_NO_TIME || clock->flag_fallen[clock->running])
    return CL_FLAG_POLICY_NEVER;
  if (clock->remaining_ms[clock->running] == CL_NO_CLOCK)
    return CL_FLAG_POLICY_NEVER;

  return chess_time_control_running_ms (&clock->control[clock->running],
                                        clock->remaining_ms[clock->running],
                                        clock->thinking_ms + elapsed_ms,
                                        cl_game_clock_move (game));
}

ClDraft *
cl_flag_policy_decide (const ClGame *game, gint64 elapsed_ms, gint64 now, GError **error)
{
  if (cl_flag_policy_get_left_ms (game, elapsed_ms) > 0)
    return NULL;

  /* What was measured decides; a computer's clock that was set back meanwhile must not contradict it. */
  now = MAX (now, game->clock.running_since + elapsed_ms * 1000);

  return cl_table_flag (game, game->clock.running, now, error);
}
