/* cl-highlight-list.h: the games most worth opening, with the words that say so
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-highlights-view.h"
#include "cl-runner.h"

G_BEGIN_DECLS

#define CL_WORTH_OPENING_PER_PLAYER 3 /* games of one player in one event */

typedef struct
{
  ClHighlight *highlight; /* where it is, its score, its reasons */
  char *white, *black;
  char *event, *date; /* tags; "" if there is none */
  ChessResult result;
  char *why; /* up to three sentences, translated; "" if only the score speaks */
} ClWorthOpening;

void cl_worth_opening_free (ClWorthOpening *self);

/**
 * cl_highlight_list_read:
 * @runner: runs the view "highlights"
 * @collection: (nullable): only games of this partition
 * @limit: how many at most, from 1
 * @position: of the ledger, 0: now
 *
 * Withdrawn games are left out, and more than three games of a player in an event. Blocks: for workers. Reads the scores of all
 * games, and those games that are listed or skipped.
 *
 * Returns: (element-type ClWorthOpening) (transfer full): the highest score first; NULL with @error, also
 * G_IO_ERROR_CANCELLED
 */
GPtrArray *cl_highlight_list_read (ClRunner *runner,
                                   const char *collection,
                                   guint limit,
                                   guint64 position,
                                   GCancellable *cancellable,
                                   GError **error);

/* What the view says of one game at @position (0: now); NULL without @error if it says nothing. Blocks. (transfer full) */
ClHighlight *cl_highlight_read (ClRunner *runner,
                                const char *partition,
                                guint32 game,
                                guint64 position,
                                GError **error);

G_END_DECLS
