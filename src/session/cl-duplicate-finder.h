/* cl-duplicate-finder.h: which games of the ledger are the same game, imported twice
 *
 * Same moves, and nothing that speaks against it: surnames, results and years agree or are unknown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-library-store.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* One thread. */
typedef struct _ClDuplicateFinder ClDuplicateFinder;

ClDuplicateFinder *cl_duplicate_finder_new (ClRunner *runner);
void cl_duplicate_finder_free (ClDuplicateFinder *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClDuplicateFinder, cl_duplicate_finder_free)

/* Reads the moves of all games as they stood at @position of the ledger (0: now), unless they are known. Blocks. */
gboolean cl_duplicate_finder_read (ClDuplicateFinder *self,
                                   guint64 position,
                                   GCancellable *cancellable,
                                   GError **error);
/* The position of the view of all moves that was read. */
guint64 cl_duplicate_finder_get_at (ClDuplicateFinder *self);

/* Keeps those of @candidates (rows of @rows) that have a duplicate among them, the same games beside each other.
 * (transfer full) (element-type guint32) */
GArray *cl_duplicate_finder_find (ClDuplicateFinder *self,
                                  const ClLibraryRows *rows,
                                  const GArray *candidates);

G_END_DECLS
