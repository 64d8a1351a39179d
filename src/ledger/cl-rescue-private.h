/* cl-rescue-private.h: how new ledgers get their names: last, and never over another file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-rescue.h"

G_BEGIN_DECLS

/* Fails if there is something at @path. */
gboolean cl_rescue_check_new (const char *path, GError **error);
/* A ledger that nobody opens any more, with all that SQLite keeps beside it. */
void cl_rescue_remove (const char *path);
/* Calls the closed database @from @to, durably; fails if there is something. */
gboolean cl_rescue_name (const char *from, const char *to, GError **error);

G_END_DECLS
