/* cl-engine-answer.h: what an engine has found about a position, as an immutable value that may cross threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define CL_ENGINE_MAX_LINES  5
#define CL_ENGINE_MAX_MOVES  32 /* of one line; what is beyond is dropped */
#define CL_ENGINE_MAX_DEPTHS 64

/* All moves are legal, one after the other; scores are from the view of the side to move. */
typedef struct
{
  gint32 cp, mate; /* mate 0: cp counts; negative: is mated */
  guint16 wdl[3];  /* per mille; all 0: not said */
  guint8 depth;
  guint8 n_moves; /* at least 1 */
  ChessMove moves[CL_ENGINE_MAX_MOVES];
} ClEngineLine;

typedef struct
{
  guint8 depth;
  ChessMove move;
  gint32 cp, mate;
} ClEngineDepth;

typedef struct
{
  gatomicrefcount ref_count;
  ChessPosition position;
  guint n_legal;
  gboolean is_final; /* the search has ended */
  ChessMove best;    /* if it has: what the engine would play; CHESS_MOVE_NULL before */
  guint32 depth;     /* of @lines if @is_whole; else of the first */
  guint32 seldepth, time_ms;
  guint64 nodes;
  gboolean
    is_whole; /* @lines are all of one depth, as many as were asked for or as there are legal moves */
  guint n_lines; /* 0 while nothing is known */
  ClEngineLine lines[CL_ENGINE_MAX_LINES];
  guint n_depths;
  ClEngineDepth by_depth[CL_ENGINE_MAX_DEPTHS]; /* the best move at each finished depth, rising */
} ClEngineAnswer;

#define CL_TYPE_ENGINE_ANSWER (cl_engine_answer_get_type ())
GType cl_engine_answer_get_type (void);

ClEngineAnswer *cl_engine_answer_ref (ClEngineAnswer *self);
void cl_engine_answer_unref (ClEngineAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEngineAnswer, cl_engine_answer_unref)

G_END_DECLS
