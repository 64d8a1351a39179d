/* chess-time-control.h: how much time a side has, as PGN's TimeControl tag says it, and the arithmetic of clocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

#define CHESS_MAX_PERIODS       6
#define CHESS_TIME_CONTROL_SIZE 160

typedef enum
{
  CHESS_TIMING_NONE,      /* no clock: "-" */
  CHESS_TIMING_FISCHER,   /* increment (may be 0) added after each move */
  CHESS_TIMING_BRONSTEIN, /* min(used, delay) given back */
  CHESS_TIMING_DELAY,     /* nothing runs for the first delay of a move */
  CHESS_TIMING_HOURGLASS, /* the opponent gains what one spends */
} ChessTiming;

typedef struct
{
  unsigned moves; /* moves to make in this period; 0: the rest of the game */
  int64_t base_ms;
  int64_t increment_ms; /* increment or delay per move */
} ChessPeriod;

typedef struct
{
  ChessTiming timing;
  bool
    increment_first; /* the first increment is there at the start (5:03), as approved clocks do */
  unsigned n_periods;
  ChessPeriod periods[CHESS_MAX_PERIODS];
} ChessTimeControl;

/* Reads "?", "-", "300", "300+3", "40/9000:1800+30", "*180", "2700d5" (delay). False: not understood, *@out untouched. */
bool chess_time_control_parse (ChessText text, ChessTimeControl *out);
size_t chess_time_control_write (const ChessTimeControl *self, char text[CHESS_TIME_CONTROL_SIZE]);

/* How the Laws call a game of this length (introduction of the guidelines; Appendices A.1, B.1): by the time that a
 * player has for 60 moves, all periods together. Without a clock it is standard. */
typedef enum
{
  CHESS_PACE_STANDARD, /* an hour or more */
  CHESS_PACE_RAPID,    /* more than ten minutes */
  CHESS_PACE_BLITZ,
} ChessPace;

ChessPace chess_time_control_pace (const ChessTimeControl *self);

/* What the opponent gets for an illegal move or a wrong claim: 2 minutes, in rapid and blitz 1 (7.5.5, 9.5.3, A.3, B.2). */
int64_t chess_time_control_penalty_ms (const ChessTimeControl *self);

/* Time on the clock before the first move. */
int64_t chess_time_control_initial_ms (const ChessTimeControl *self);

/* Time left after a completed move: @remaining_ms before it, @used_ms spent, @moves_made by this side including
 * it (period changes). At most 0 if the flag fell during the move: then no increment is added. */
int64_t chess_time_control_after_move (const ChessTimeControl *self,
                                       int64_t remaining_ms,
                                       int64_t used_ms,
                                       unsigned moves_made);

/* What the display shows while the mover has thought @thinking_ms (delay!); ≤ 0: the flag has fallen. */
int64_t chess_time_control_running_ms (const ChessTimeControl *self,
                                       int64_t remaining_ms,
                                       int64_t thinking_ms);
