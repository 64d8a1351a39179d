/* cl-coach.h: what is worth saying about a game, and which of its moments are worth trying again
 *
 * Pure functions of an analysis: the same game and the same evaluations give the same remarks. Patterns and limits are those
 * of the reference (fair-play.md §13).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analysis.h"

G_BEGIN_DECLS

typedef enum
{
  CL_REMARK_NONE,
  CL_REMARK_ONLY_MOVE,    /* praise: everything else lost 20 points or more */
  CL_REMARK_GOOD_DEFENCE, /* praise: not lost from a lost position; amount: its Win%, hundredths */
  CL_REMARK_MISSED_MATE,  /* amount: in so many moves; reply: the move that mates */
  CL_REMARK_ALLOWED_MATE, /* amount: in so many; reply: how it begins */
  CL_REMARK_HUNG,         /* piece on square can be taken by reply */
  CL_REMARK_MISSED_WIN,   /* instead could have taken piece on square */
  CL_REMARK_ALLOWED_FORK, /* reply: the fork */
  CL_REMARK_MISSED_FORK,  /* instead: the fork */
  CL_REMARK_UNPUNISHED, /* the opponent's mistake before was given back; instead: what punished it */
  CL_REMARK_OPENING,    /* the first move outside the named lines, and a mistake; instead */
  CL_REMARK_ENDGAME,    /* a mistake of technique in the endgame; instead */
  CL_REMARK_TOO_FAST,   /* a mistake made in amount ms with much time left; instead */
  CL_REMARK_TIME_TROUBLE, /* amount mistakes from this move on, with little time left */
  CL_REMARK_CONVERSION,   /* a won position given away; amount: its Win%, hundredths */
  CL_REMARK_MISTAKE,      /* none of these; instead */
  CL_N_REMARKS,
} ClRemarkKind;

typedef struct
{
  ClRemarkKind kind;
  ChessColor side;
  guint ply;         /* of the move spoken about */
  guint64 offset;    /* and its event in the game's partition */
  ChessMove instead; /* better than it, in the position before; CHESS_MOVE_NULL: nothing to show */
  ChessMove reply;   /* to it, in the position after; CHESS_MOVE_NULL */
  ChessKind piece;
  ChessSquare square;
  gint amount;
  guint loss;    /* hundredths of a point; 0 of praise */
  guint n_after; /* TIME_TROUBLE: judged moves from there on */
} ClRemark;

#define CL_MAX_REMARKS 3

/* Praise first, then what cost most; each about another move. @side: a ChessColor, or -1 for both. Returns how many. */
guint cl_coach_remarks (const ClAnalysis *analysis, gint side, ClRemark remarks[CL_MAX_REMARKS]);
/* The pattern that the move @ply shows, if it was a mistake; kind CL_REMARK_NONE: it was none. */
ClRemark cl_coach_name (const ClAnalysis *analysis, guint ply);
/* Is the move @ply a mistake of 10 points or more where one move was better than all others by as much? Such moments are
 * tried again. */
gboolean cl_coach_is_card (const ClAnalysis *analysis, guint ply);
/* A stable word for JSON. */
const char *cl_remark_word (ClRemarkKind kind);

G_END_DECLS
