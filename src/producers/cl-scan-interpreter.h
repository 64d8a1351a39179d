/* cl-scan-interpreter.h: reads moves out of what an electronic board saw
 *
 * Pure: sights with times go in, readings come out; no clock, no I/O. A legal-looking position is not yet a move: men slide,
 * hover and are put down wrongly. So there is a *candidate*, which shows at once, and a *reading* of it only when it is
 * certain; what has been read is never taken back by the interpreter, only by people (CL_READING_TAKEBACK is what they did).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-driver.h"

G_BEGIN_DECLS

typedef enum
{
  CL_READING_PROVISIONAL, /* moves[0]: the candidate; n_moves 0: none any more */
  CL_READING_MOVE, /* moves[0]: certain; @inferred: it was made while the board was away, or between two of its looks */
  CL_READING_TAKEBACK, /* @to_ply: so many half-moves still stand */
  CL_READING_NEW_GAME, /* the start position was set up */
  CL_READING_RESULT,   /* @result: what the kings in the centre say; ask */
  CL_READING_ILLEGAL,  /* @from, @to, @promotion: no legal move, but it stood; ask */
  CL_READING_CHOICE,   /* moves[]: one of these was played, and the board cannot say which; ask */
  CL_READING_LINE, /* moves[]: these were played one after the other while the board was away; ask */
  CL_READING_MISMATCH, /* @wrong: squares that must be put right; 0: all is right again */
  CL_READING_TURNED,   /* @turned: where White sits */
} ClReadingKind;

typedef struct
{
  ClReadingKind kind;
  gint64 at_ms;
  const ChessMove *moves; /* valid during the call */
  guint n_moves;
  gboolean inferred, turned;
  guint to_ply;
  ChessResult result;
  ChessSquare from, to;
  ChessKind promotion;
  guint64 wrong; /* by the players' squares */
} ClReading;

typedef void (*ClReadingFunc) (const ClReading *reading, gpointer user_data);

typedef struct _ClScanInterpreter ClScanInterpreter;

/* Knows no game yet: waits for one by cl_scan_interpreter_set_game (), or for the start position. */
ClScanInterpreter *
cl_scan_interpreter_new (const ClBoardFamily *family, ClReadingFunc func, gpointer user_data);
void cl_scan_interpreter_free (ClScanInterpreter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClScanInterpreter, cl_scan_interpreter_free)

/* The game as it stands from elsewhere: after a reconnection, an answer, a takeback on screen. @positions: @n of them, from the
 * start position to the one that stands now. */
void cl_scan_interpreter_set_game (ClScanInterpreter *self,
                                   const ChessPosition *positions,
                                   guint n,
                                   gint64 now_ms);
/* The game is over: nothing but a new one is read. */
void cl_scan_interpreter_set_over (ClScanInterpreter *self, gboolean over);
/* By hand: Black sits where the board expects White. */
void cl_scan_interpreter_set_turned (ClScanInterpreter *self, gboolean turned, gint64 now_ms);
gboolean cl_scan_interpreter_get_turned (const ClScanInterpreter *self);

/* Times must not run backwards. */
void cl_scan_interpreter_see (ClScanInterpreter *self, const ClSight *sight);
void cl_scan_interpreter_advance (ClScanInterpreter *self, gint64 now_ms);
gint64 cl_scan_interpreter_get_deadline (const ClScanInterpreter *self);
/* The answer to CHOICE, or the next of a LINE; ignored if it is not legal. */
void cl_scan_interpreter_choose (ClScanInterpreter *self, ChessMove move, gint64 now_ms);

/* The board as the players see it, and what should stand on it. */
const ClPlacement *cl_scan_interpreter_get_seen (const ClScanInterpreter *self);
const ChessPosition *cl_scan_interpreter_get_position (const ClScanInterpreter *self);
guint cl_scan_interpreter_get_n_plies (const ClScanInterpreter *self);

G_END_DECLS
