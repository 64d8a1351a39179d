/* cl-engine-query.h: what an engine is asked: a position with its history, and where to stop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-position.h"

#include <glib.h>

G_BEGIN_DECLS

/**
 * ClEngineQuery:
 *
 * Owns what it points at. All moves since @start are sent, so that the engine knows what has been repeated. They must be
 * legal and none the null move: where a game has such, @start is the position behind the last of them.
 */
typedef struct
{
  ChessPosition start;
  GArray *moves;          /* (element-type ChessMove) */
  ChessPosition position; /* after them; it must have a legal move */
  gboolean chess960;
  gboolean new_game; /* forget what is remembered of earlier searches: results can be repeated */

  guint multipv; /* lines, at least 1 */
  guint elo;     /* plays about as well as that; 0: as well as it can */

  /* Where to stop; with none it searches until it is told to. */
  guint64 limit_nodes;
  guint limit_depth;
  guint limit_ms;

  /* The clocks of a game, if @has_clock: the engine divides its time itself. */
  gboolean has_clock;
  gint64 white_ms, black_ms;
  gint64 white_increment_ms, black_increment_ms;
  guint moves_to_go; /* until the next time control; 0: it is the last */
} ClEngineQuery;

ClEngineQuery *cl_engine_query_new (const ChessPosition *start);
ClEngineQuery *cl_engine_query_copy (const ClEngineQuery *self);
void cl_engine_query_free (ClEngineQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClEngineQuery, cl_engine_query_free)

/* FALSE, and nothing is added, if @move is not legal now. */
gboolean cl_engine_query_add_move (ClEngineQuery *self, ChessMove move);
/* Begins anew at @position, as after a null move or a correction of the board. */
void cl_engine_query_restart_at (ClEngineQuery *self, const ChessPosition *position);

/* "position …" and "go …", without line ends. */
char *cl_engine_query_position_line (const ClEngineQuery *self);
char *cl_engine_query_go_line (const ClEngineQuery *self);

G_END_DECLS
