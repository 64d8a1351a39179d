/* cl-watches-private.h: who wants to hear of commits, on whatever thread they happen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

typedef struct _ClWatches ClWatches;

ClWatches *cl_watches_new (void);
void cl_watches_free (ClWatches *self);
guint cl_watches_add (ClWatches *self, ClLedgerWatch watch, gpointer user_data);
/* Once it returns the watch is not running and never will, unless it is called from a watch itself. */
void cl_watches_remove (ClWatches *self, guint id);
void cl_watches_call (ClWatches *self, guint64 head);

G_END_DECLS
