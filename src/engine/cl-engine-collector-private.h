/* cl-engine-collector-private.h: gathers the lines of one search into answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine-answer.h"
#include "cl-uci-line.h"

G_BEGIN_DECLS

typedef struct
{
  ChessPosition position;
  guint n_legal;
  guint n_expected; /* lines of a whole set */
  guint32 depth, seldepth, time_ms;
  guint64 nodes;
  ClEngineLine latest[CL_ENGINE_MAX_LINES]; /* n_moves 0: none yet */
  ClEngineLine whole[CL_ENGINE_MAX_LINES];  /* the last set that was complete */
  gboolean has_whole;
  guint n_depths;
  ClEngineDepth by_depth[CL_ENGINE_MAX_DEPTHS];
  guint n_illegal; /* lines that began with a move that is not legal */
} ClEngineCollector;

void
cl_engine_collector_init (ClEngineCollector *self, const ChessPosition *position, guint n_lines);
/* TRUE if it brought something to show. */
gboolean cl_engine_collector_add (ClEngineCollector *self, const ClUciLine *line);
/* FALSE if @move is none of the legal ones; "(none)", "0000" and nothing are none. */
gboolean
cl_engine_collector_read_best (const ClEngineCollector *self, ChessText move, ChessMove *best);
/* @best: CHESS_MOVE_NULL while the search goes on: then the latest lines, whole or not. */
ClEngineAnswer *cl_engine_collector_answer (const ClEngineCollector *self, ChessMove best);

G_END_DECLS
