/* fuzz-time-control.c: any bytes as a time control, a clock reading and a comment with commands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-comment.h"
#include "chess-time-control.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_side (const ChessTimeControl *side)
{
  ChessTimeControl control = *side;

  if (control.n_periods > CHESS_MAX_PERIODS)
    abort ();
  for (unsigned move = 1; move < 200; move += 7)
    {
      int64_t start = chess_time_control_initial_ms (&control);
      int64_t left = chess_time_control_after_move (&control, start, 500, move);

      if (control.timing != CHESS_TIMING_NONE && start > 500 && left <= 0)
        abort ();
      if (chess_time_control_running_ms (&control, start, 500, move) > start)
        abort ();
      if (chess_time_control_shown_ms (&control, left, 0, NULL) > left)
        abort ();
    }
  chess_time_control_pace (&control);
}

static void
check_control (ChessText text)
{
  ChessTimeControls controls, again;
  char written[CHESS_TIME_CONTROL_SIZE];
  size_t length;

  if (!chess_time_controls_parse (text, &controls))
    return;
  length = chess_time_controls_write (&controls, written);
  if (length >= sizeof written || length != strlen (written))
    abort ();
  if (!chess_time_controls_parse ((ChessText){ written, length }, &again))
    abort ();
  for (unsigned side = 0; side < 2; side++)
    {
      if (again.sides[side].n_periods > controls.sides[side].n_periods ||
          again.sides[side].timing != controls.sides[side].timing)
        abort ();
      check_side (&controls.sides[side]);
    }
}

static void
check_clock (ChessText text)
{
  int64_t ms, again;
  char written[24];
  size_t length;

  if (!chess_clock_parse (text, &ms))
    return;
  length = chess_clock_write (ms, written);
  if (length != strlen (written) || !chess_clock_parse ((ChessText){ written, length }, &again))
    abort ();
  if (again > ms || ms - again >= 100)
    abort ();
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ChessText text = { (const char *) data, size };
  ChessCommands commands = { 0 };
  char *out = malloc (size + 1);

  if (!out)
    return 0;
  check_control (text);
  check_clock (text);
  chess_commands_parse (text, &commands);
  if (chess_commands_strip (text, out) > size)
    abort ();
  if ((commands.present & CHESS_COMMAND_CLK) && commands.clk_ms < 0)
    abort ();
  free (out);
  return 0;
}
