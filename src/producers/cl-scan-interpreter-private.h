/* cl-scan-interpreter-private.h: the interpreter's state, shared by what reads moves and by what reads a board at rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-scan-interpreter.h"

#include "cl-scan-match-private.h"

G_BEGIN_DECLS

#define BIT(square) (G_GUINT64_CONSTANT (1) << (square))
#define CENTRE      (BIT (27) | BIT (28) | BIT (35) | BIT (36))

#define SAME_SCAN_MS 60
#define KING_MS      4000 /* a king in the centre may mean a result */

typedef struct
{
  ChessMove moves[2];
  guint n;          /* 0: no candidate */
  gboolean stands;  /* right now, the men of the other side aside */
  gboolean touched; /* the other side has taken up its man */
  guint unseen;     /* so many of them, from the first, did not show: no man was seen to arrive */
  gint64 since_ms;  /* it stands */
  gint64 due_ms;    /* of a touched one */
  gint64 first_due_ms; /* the first of two is certain */
} Candidate;

struct _ClScanInterpreter
{
  const ClBoardFamily *family;
  ClReadingFunc func;
  gpointer user_data;
  GArray *positions; /* (element-type ChessPosition), empty: no game known */
  ClPlacement raw;   /* as the board numbers it */
  ClScanEvidence evidence;
  gint64 put_at[64], emptied_at[64];
  gboolean seen, turned, over, resumed;
  gboolean
    doubt; /* something was lost on the way: nothing is certain until the board as a whole is seen */
  gboolean unread; /* the board changed meanwhile */
  gboolean away;   /* the board is lost: nothing is certain, nothing rests */
  Candidate candidate;
  gint64 changed_ms;
  gint64 scanned_ms;    /* the board as a whole was last seen */
  gboolean result_told; /* of the kings that stand in the centre */
  gboolean undone;      /* without names: the board stood as it did before the last move */
  guint rest_done;      /* how many of the rest rules were tried since the last change */
  guint64 told_wrong;
  gboolean lever_used, lever_right, running, white_right;
  guint pressed; /* lever changes that no move explains yet */
  gint64 pressed_ms;
};

const ChessPosition *cl_scan_get_last (const ClScanInterpreter *self);
void cl_scan_tell (ClScanInterpreter *self, const ClReading *reading);
void cl_scan_tell_wrong (ClScanInterpreter *self, guint64 wrong, gint64 at_ms);
/* @second CHESS_MOVE_NULL: a candidate of one move. */
void
cl_scan_set_candidate (ClScanInterpreter *self, ChessMove first, ChessMove second, gint64 at_ms);
void cl_scan_drop_candidate (ClScanInterpreter *self, gint64 at_ms);
void cl_scan_forget_evidence (ClScanInterpreter *self);
/* How long @move must stand untouched. */
gint64 cl_scan_get_settle (const ClScanInterpreter *self, ChessMove move);
/* One move is certain. What happened after it stays known, for the next move may have begun. */
void cl_scan_commit (ClScanInterpreter *self, ChessMove move, gint64 at_ms);
/* The board changed, or what it is compared with: finds the candidate anew. */
void cl_scan_evaluate (ClScanInterpreter *self, gint64 at_ms);
gboolean cl_scan_is_start (const ClScanInterpreter *self, const ClPlacement *placement);
void cl_scan_begin_game (ClScanInterpreter *self, gint64 at_ms);
void cl_scan_turn (ClScanInterpreter *self, gboolean turned, gint64 at_ms);
/* The start position shows where White sits, if the men have names. */
gboolean cl_scan_find_orientation (ClScanInterpreter *self, gint64 at_ms);

/* When the next rule for a board at rest is due; CL_NEVER_MS: none. */
gint64 cl_scan_get_rest_due (const ClScanInterpreter *self);
/* Tries that rule. */
void cl_scan_try_rest (ClScanInterpreter *self, gint64 at_ms);

G_END_DECLS
