/* cl-clock-view.c: the two clocks of one game, as its facts set, started and stopped them
 *
 * Keys: has-clock, control, white_ms, black_ms, running (whose clock runs, or none), since (µs), thinking_ms, started, paused,
 * flag (whose fell). While a clock runs, what it shows is paint: white_ms less the time since.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-view-private.h"
#include "cl-views.h"

static void
describe (gpointer fold, ClMap *map)
{
  const ClGame *game = fold;
  const ClClockState *clock = &game->clock;
  gboolean runs = clock->running_since != CL_NO_TIME && game->status == CL_GAME_PLAYING;

  cl_map_set (map, "has-clock", clock->has_clock ? "yes" : "no");
  cl_map_set (map, "control", game->time_control);
  cl_map_set (map, "started", clock->started ? "yes" : "no");
  cl_map_set (map, "paused", clock->paused ? "yes" : "no");
  cl_map_set (map, "running", runs ? cl_game_view_color (clock->running) : "none");
  cl_map_set (map, "flag/white", clock->flag_fallen[CHESS_WHITE] ? "yes" : NULL);
  cl_map_set (map, "flag/black", clock->flag_fallen[CHESS_BLACK] ? "yes" : NULL);
  cl_map_set_int (map, "thinking_ms", clock->thinking_ms);
  cl_game_view_set_time (map, "since", clock->running_since);
  if (!clock->has_clock)
    return;
  cl_game_view_set_time (map, "white_ms", clock->remaining_ms[CHESS_WHITE]);
  cl_game_view_set_time (map, "black_ms", clock->remaining_ms[CHESS_BLACK]);
}

const ClViewClass cl_clock_view = {
  .name = "clock",
  .version = 1,
  .scope = CL_VIEW_OF_GAME,
  .handles = cl_game_view_handles,
  .ignores = cl_game_view_ignores,
  .create = cl_game_view_create,
  .apply_game = cl_game_view_apply,
  .describe = describe,
  .destroy = cl_game_view_destroy,
};
