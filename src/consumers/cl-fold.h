/* cl-fold.h: folds one view in memory, without a runner: for digests, exports and tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-view.h"

G_BEGIN_DECLS

/* Used by one thread at a time. Memory grows with the view, not with the events. */
typedef struct _ClFold ClFold;

/* @partition, @game: for CL_VIEW_OF_GAME; else NULL, 0. */
ClFold *cl_fold_new (const ClViewClass *view, const char *partition, guint32 game);
void cl_fold_free (ClFold *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClFold, cl_fold_free)

/* FALSE with CL_RUNNER_ERROR_POISON: the event cannot be applied; the fold is spoilt. */
gboolean cl_fold_apply (ClFold *self, const ClEvent *event, GError **error);

/* (transfer full): the view as it stands */
ClMap *cl_fold_get_map (ClFold *self);

G_END_DECLS
