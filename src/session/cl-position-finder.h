/* cl-position-finder.h: in which games a position stood, and after which half-move
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-position-query.h"
#include "cl-reader.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* One thread. Remembers the last answer and looks only at the games that changed since. */
typedef struct _ClPositionFinder ClPositionFinder;

ClPositionFinder *cl_position_finder_new (ClRunner *runner);
void cl_position_finder_free (ClPositionFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPositionFinder, cl_position_finder_free)

/* Looks through all games as they stood at @position of the ledger (0: now). Blocks. @reader is for the few games that were
 * corrected. @middle: (nullable): a key of the view (cl_library_row_key ()); the games from there on are looked through on a
 * second thread. On failure what was found before is forgotten. */
gboolean cl_position_finder_find (ClPositionFinder *self,
                                  ClReader *reader,
                                  ClPositionQuery *query,
                                  guint64 position,
                                  const char *middle,
                                  GCancellable *cancellable,
                                  GError **error);

/* Whether @game of @partition (interned) was found; *@ply (out) (optional): after how many half-moves first. */
gboolean
cl_position_finder_has (ClPositionFinder *self, const char *partition, guint32 game, guint *ply);
/* The position of the view of all moves that the last answer is for. */
guint64 cl_position_finder_get_at (ClPositionFinder *self);

G_END_DECLS
