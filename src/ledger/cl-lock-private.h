/* cl-lock-private.h: who may write a ledger: one process, by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _ClLock ClLock;

/* Takes <path>.lock or fails with CL_LEDGER_ERROR_LOCKED that names the owner. */
ClLock *cl_lock_take (const char *path, GError **error);
void cl_lock_free (ClLock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLock, cl_lock_free)

G_END_DECLS
