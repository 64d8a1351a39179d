/* cl-highlight-features.h: what the bare moves of a game show of what makes one worth opening: no engine and hardly a board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

#include "chess-position.h"

G_BEGIN_DECLS

/* A half-move in 28 bits: ClMove.move (0–14), ClMove.marks (15–26), whether the mover had less than 30 s left (27). */
typedef guint32 ClTracePly;

#define CL_TRACE_LOW_CLOCK_MS 30000
#define CL_TRACE_HURRIED      (1u << 27)
#define cl_trace_move(ply)    ((guint16) ((ply) &0x7fff))
#define cl_trace_marks(ply)   ((ply) >> 15 & 0xfff)
#define cl_trace_piece(ply)   (cl_trace_marks (ply) & 7)      /* 1 pawn … 6 king, 0: null move */
#define cl_trace_taken(ply)   (cl_trace_marks (ply) >> 3 & 7) /* the same, 0: nothing */
#define cl_trace_check(ply)   (cl_trace_marks (ply) >> 8 & 3) /* 2: mate */

ClTracePly cl_trace_ply (ClMove move, gint64 clock_ms);

typedef enum
{
  CL_MATE_NONE,
  CL_MATE_PLAIN,
  CL_MATE_SMOTHERED, /* by a knight, the king's squares all taken by its own men */
  CL_MATE_BACK_RANK, /* along the rank from which its own pawns keep the king */
  CL_MATE_PROMOTING,
  CL_MATE_CASTLING,
  CL_MATE_PAWN,
} ClMateKind;

#define CL_MAX_SACRIFICES 3

/* Points are 1-3-3-5-9. Plies count from 1; 0: never. */
typedef struct
{
  gint32 n_plies;
  gint32 sacrifice_ply[2][CL_MAX_SACRIFICES]; /* of the move that gave it, the largest first */
  gint32 sacrifice_points[2][CL_MAX_SACRIFICES];
  gint32 behind[2];       /* points by which that side was behind for six plies or to the end */
  gint32 behind_ply[2];   /* when that began */
  gint32 behind_end[2];   /* points behind when the game ended, over its last two plies */
  gint32 lead_changes;    /* of the material, two points on each side */
  gint32 lead_change_ply; /* the last */
  gint32 hurried;         /* longest run of plies of which the mover had less than 30 s */
  gint32 hurried_ply;     /* its first */
  gint32 mate;            /* ClMateKind */
  gint32 underpromotion_ply, underpromotion; /* as in ClMove: 1 N, 2 B, 3 R */
  gint32 queens_ply;                         /* both had two */
  gint32 king_walk_ply; /* a king stood on its sixth rank or beyond while the other had a queen */
  gint32 king_walk_side;
  gint32 n_checks;
} ClHighlightFeatures;

/* Its fields as an array of integers, in their order: how they are kept as text. */
#define CL_HIGHLIGHT_N_FIELDS (sizeof (ClHighlightFeatures) / sizeof (gint32))

/**
 * cl_highlight_features_find:
 * @plies: from the first, @first to move
 * @start: (nullable): where the game began; without it no board is looked at, and every mate is a plain one
 */
void cl_highlight_features_find (const ClTracePly *plies,
                                 guint n_plies,
                                 ChessColor first,
                                 const ChessPosition *start,
                                 ClHighlightFeatures *features);

G_END_DECLS
