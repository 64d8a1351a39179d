/* cl-tamper.h: a copy of a ledger that somebody changed behind its back: to show and to test that verification notices
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"

G_BEGIN_DECLS

/**
 * cl_ledger_make_tampered_copy:
 * @path: the copy; must not exist, so that no ledger in use can be meant
 * @position: of the event that is changed in the copy, 1 … head
 *
 * Copies @self as cl_ledger_backup () does, then gives a minute more to the clock of one event of the copy, past its triggers, as
 * anybody could who has the file. @self is only read. Runs on the calling thread.
 */
gboolean cl_ledger_make_tampered_copy (ClLedger *self,
                                       const char *path,
                                       guint64 position,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
