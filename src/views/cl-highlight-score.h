/* cl-highlight-score.h: how much a game is worth opening, 0 to 100, and why
 *
 * The signs and weights are those of the reference (fair-play.md §12), in integers. What needs values of positions counts where
 * they are known; the rest is seen from the moves alone. Novelties are left out: they would need the whole library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-highlight-features.h"
#include "cl-win-chance.h"

#include "chess-outcome.h"

G_BEGIN_DECLS

typedef enum
{
  CL_REASON_NONE,
  CL_REASON_SACRIFICE,    /* @side gave @amount points with @ply, and did not lose */
  CL_REASON_WON_BEHIND,   /* @side won although @amount points behind at the end */
  CL_REASON_COMEBACK,     /* @side won from @amount hundredths of Win%, at @ply */
  CL_REASON_CAME_BACK,    /* the same by material: @amount points behind from @ply on */
  CL_REASON_SAVED,        /* @side drew from @amount hundredths of Win% */
  CL_REASON_LEAD_CHANGES, /* the lead changed @amount times, the last time with @ply */
  CL_REASON_FIGHT,        /* open until late, with large swings */
  CL_REASON_QUALITY,    /* both played with at least @amount hundredths of a per cent of accuracy */
  CL_REASON_SCRAMBLE,   /* @amount half-moves in a row with less than 30 s, from @ply */
  CL_REASON_UPSET,      /* @side won @amount rating points below */
  CL_REASON_UPSET_DRAW, /* @side drew @amount rating points below */
  CL_REASON_MATE,       /* ended by mate; @amount: ClMateKind */
  CL_REASON_UNDERPROMOTION, /* with @ply; @amount: 1 N, 2 B, 3 R */
  CL_REASON_QUEENS,         /* four queens from @ply on */
  CL_REASON_KING_WALK,      /* @side's king walked up the board with queens on */
  CL_REASON_STALEMATE,
  CL_REASON_SHORT, /* decided in @amount moves */
  CL_REASON_LONG,
  /* What takes points */
  CL_REASON_QUIET_DRAW,
  CL_REASON_ONE_SIDED,
  CL_REASON_NOT_PLAYED,
  CL_N_REASONS,
} ClReasonKind;

typedef struct
{
  ClReasonKind kind;
  gint side;   /* ChessColor, or -1 */
  gint ply;    /* where to look, 0: the whole game */
  gint amount; /* as the kind says */
  gint points; /* of the score; negative ones take */
} ClReason;

#define CL_MAX_REASONS 16

typedef struct
{
  ClHighlightFeatures features;
  ChessColor first; /* to move */
  ChessResult result;
  ChessEnding ending;
  gint elo[2];           /* 0: not known */
  const ClValue *values; /* White's view, [i] after @i plies; n_plies + 1 of them */
  guint n_values;        /* of these, known */
} ClHighlightGame;

/* @reasons: room for CL_MAX_REASONS; the weightiest first. Returns the score. */
guint cl_highlight_score (const ClHighlightGame *game, ClReason *reasons, guint *n_reasons);
/* A stable word for JSON. */
const char *cl_reason_word (ClReasonKind kind);

G_END_DECLS
