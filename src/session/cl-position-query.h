/* cl-position-query.h: a position or a material balance that games are searched for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "chess-position.h"

G_BEGIN_DECLS

/* Immutable. */
typedef struct _ClPositionQuery ClPositionQuery;

/* A position: the pieces where they stand, and whose turn it is; what may still castle does not matter. */
ClPositionQuery *cl_position_query_new_exact (const ChessPosition *position);

/* What a person types: a FEN (its first field alone is White to move), or the pieces of both sides, the kings first: "KRPKR"
 * (either side may be White; KRP against KR also with - or v between). NULL: neither, the text means something else. */
ClPositionQuery *cl_position_query_parse (const char *text);
ClPositionQuery *cl_position_query_ref (ClPositionQuery *self);
void cl_position_query_unref (ClPositionQuery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPositionQuery, cl_position_query_unref)
gboolean cl_position_query_equal (const ClPositionQuery *a, const ClPositionQuery *b);

/* After how many of @moves (cl-packed-moves.h), played from @start, the standard start position, what is wanted stands first,
 * -1: never; by the same rules as cl_position_query_match () below, at a tenth of the price. */
int
cl_position_query_scan (const ClPositionQuery *self, const ChessPosition *start, const char *moves);

/* FALSE if no game from the start position comes there in which White took so many of Black's men, and Black of White's. */
gboolean cl_position_query_may_come (const ClPositionQuery *self,
                                     guint taken_by_white,
                                     guint taken_by_black);

typedef enum
{
  CL_POSITION_NO,    /* not this position; a later one may be */
  CL_POSITION_FOUND, /* this one */
  CL_POSITION_NEVER, /* no game goes from here to what is wanted: pieces do not come back, nor pawns to where they began */
} ClPositionMatch;

/* A balance counts where it stands for two half-moves, or at the game's end, so that an exchange in progress is none: @before
 * is the position a half-move earlier, (nullable) at the start; @last: the game ends here. */
ClPositionMatch cl_position_query_match (const ClPositionQuery *self,
                                         const ChessPosition *before,
                                         const ChessPosition *position,
                                         gboolean last);

G_END_DECLS
