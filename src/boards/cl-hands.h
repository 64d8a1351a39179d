/* cl-hands.h: how people move pieces on a real board, as a list of lifted and put men with times
 *
 * For emulators: a game becomes what two pairs of hands do. Hands are never tidy unless asked to be: men are slid over squares
 * and rest there, captured ones go first, last or are simply pushed away, castling begins with either piece, men are adjusted,
 * hovered with, put down wrongly and taken up again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-placement.h"

G_BEGIN_DECLS

typedef enum
{
  CL_HAND_LIFT,
  CL_HAND_PUT,        /* over what stands there, if anything does */
  CL_HAND_PRESS,      /* the clock; color: who pressed */
  CL_HAND_SWITCH_OFF, /* the board, until it is switched on */
  CL_HAND_SWITCH_ON,
} ClHandActKind;

typedef struct
{
  gint64 at_ms;
  ClHandActKind kind;
  ChessSquare square;
  ChessPiece piece;    /* of PUT */
  ChessColor color;    /* of PRESS */
  gboolean begins;     /* the first of a move: here hands wait if the board is dark */
  gboolean takes_back; /* the first of a takeback */
} ClHandAct;

typedef struct
{
  gboolean tidy;    /* lift, put, and nothing else */
  gboolean presses; /* a clock is used */
  gboolean
    captures_whole; /* captured men are always lifted visibly: fair to boards without names */
  guint
    takebacks; /* of a hundred moves so many are taken back, alone or with the one before, and played again */
  gint64 think_min_ms, think_max_ms; /* between the end of a move and the first touch of the next */
} ClHandsStyle;

/* The acts of @moves from @start, legal one after the other, beginning after @from_ms; (element-type ClHandAct). */
GArray *cl_hands_play (const ChessPosition *start,
                       const ChessMove *moves,
                       guint n_moves,
                       const ClHandsStyle *style,
                       GRand *rand,
                       gint64 from_ms);

/* Appends what makes @to out of @from, one man after the other, from @at_ms on; returns when it is done. */
gint64
cl_hands_rearrange (GArray *acts, const ClPlacement *from, const ClPlacement *to, gint64 at_ms);

G_END_DECLS
