/* cl-fold.h: folds one view in memory, without a runner: for digests, exports and tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-view.h"

G_BEGIN_DECLS

/* Used by one thread at a time. Memory grows with the view, not with the events. */
typedef struct _ClFold ClFold;

/* @partition, @game: for CL_VIEW_OF_GAME; else NULL, 0. */
ClFold *cl_fold_new (const ClViewClass *view, const char *partition, guint32 game);
void cl_fold_free (ClFold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFold, cl_fold_free)

/* By what name the view shall know a partition. Valid until the next call. */
typedef const char *(*ClFoldNaming) (const char *partition, gpointer user_data);

/**
 * cl_fold_read_asides:
 * @naming: (nullable): if the fold is told of partitions under other names than they have here
 *
 * Reads from the desks what persons set aside (EventSetAside, SetAsideEnded): a view is what it is without that. Blocks on disk.
 *
 * Returns: (transfer full) (nullable): name of a consumer → text for cl_fold_set_asides ()
 */
GHashTable *
cl_fold_read_asides (ClReader *reader, ClFoldNaming naming, gpointer user_data, GError **error);
/* Before the first event. @text: (nullable): nothing is left out */
void cl_fold_set_asides (ClFold *self, const char *text);

/* FALSE with CL_RUNNER_ERROR_POISON: the event cannot be applied; the fold is spoilt. */
gboolean cl_fold_apply (ClFold *self, const ClEvent *event, GError **error);

/* (transfer full): the view as it stands */
ClMap *cl_fold_get_map (ClFold *self);

G_END_DECLS
