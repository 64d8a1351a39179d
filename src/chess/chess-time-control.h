/* chess-time-control.h: how much time a side has, as text, and the arithmetic of clocks
 *
 * What is left on a clock is one number, all that the side may still use before its flag falls: also time that is not
 * shown yet, such as byo-yomi periods. chess_time_control_shown_ms () says what a display shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

#define CHESS_MAX_PERIODS       6
#define CHESS_TIME_CONTROL_SIZE 240

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

/* Of one side. */
typedef struct
{
  ChessTiming timing;
  bool
    increment_first; /* the first increment is there at the start (5:03), as approved clocks do */
  bool
    added_at_zero; /* a new period is seen once the display is at zero, as on clocks that do not count moves */
  unsigned n_periods;
  ChessPeriod periods[CHESS_MAX_PERIODS];
  unsigned byoyomi_periods; /* of byoyomi_ms each, behind the only other period; 0: none */
  int64_t byoyomi_ms;
} ChessTimeControl;

/* Of both: by ChessColor. */
typedef struct
{
  ChessTimeControl sides[2];
} ChessTimeControls;

/* Reads what PGN has, "?", "-", "300", "300+3", "40/9000:1800+30", "*180" (hourglass), and beyond it "2700d5" (delay),
 * "2700b5" (Bronstein), "600:5x30" (byo-yomi: 5 periods of 30 seconds) and "W300+3-B60" (a side each). As people write
 * it: numbers with h, m and s ("1h30m", "90m+30s"; without a unit they are seconds), blanks, a comma instead of the colon,
 * "delay", "bronstein", "hourglass" in full; and behind all, "first" (increment_first) and "late" (added_at_zero).
 * False: not understood, *@out untouched. */
bool chess_time_controls_parse (ChessText text, ChessTimeControls *out);
/* The shortest form, in seconds; once if both sides have the same. "first" and "late" are not written: they are no part of
 * PGN's tag and kept beside it. */
size_t
chess_time_controls_write (const ChessTimeControls *self, char text[CHESS_TIME_CONTROL_SIZE]);

/* The same for one side; what is different for two is not understood. */
bool chess_time_control_parse (ChessText text, ChessTimeControl *out);
size_t chess_time_control_write (const ChessTimeControl *self, char text[CHESS_TIME_CONTROL_SIZE]);

/* How the Laws call a game of this length (Appendices A.1, B.1): by the time that a player has for 60 moves, all periods
 * together. Without a clock it is standard. */
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

/* Time left after a completed move: @left_ms before it, @used_ms spent, @move its number among this side's, from 1
 * (periods change by it). At most 0 if the flag fell during the move: then nothing is added. */
int64_t chess_time_control_after_move (const ChessTimeControl *self,
                                       int64_t left_ms,
                                       int64_t used_ms,
                                       unsigned move);

/* Time left while the side thinks about its @move, for @thinking_ms so far (a delay runs first); ≤ 0: the flag has
 * fallen. */
int64_t chess_time_control_running_ms (const ChessTimeControl *self,
                                       int64_t left_ms,
                                       int64_t thinking_ms,
                                       unsigned move);

/* How much of the thinking time about @move the clock stands still for: the delay, else 0. */
int64_t chess_time_control_delay_ms (const ChessTimeControl *self, unsigned move);

/* How much of what is left is not seen yet (added_at_zero) after the @move is completed: @hidden_ms before it, @left_ms when
 * it was completed, before anything was added. Once the rest is used up, nothing is hidden any more. */
int64_t chess_time_control_hidden_after (const ChessTimeControl *self,
                                         int64_t hidden_ms,
                                         int64_t left_ms,
                                         unsigned move);

/* What a display shows of @left_ms if @hidden_ms of it are not seen yet. *@periods_left (may be NULL): of byo-yomi, the running one included, or 0 while main
 * time is left or where there is none. */
int64_t chess_time_control_shown_ms (const ChessTimeControl *self,
                                     int64_t left_ms,
                                     int64_t hidden_ms,
                                     unsigned *periods_left);
