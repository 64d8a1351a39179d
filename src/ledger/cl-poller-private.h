/* cl-poller-private.h: notices what another process appends to a ledger that is open for reading
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-db-private.h"

G_BEGIN_DECLS

typedef struct _ClPoller ClPoller;

/* Called on the poller's thread, or in cl_poller_poll (), when the head moved. */
typedef void (*ClPolled) (guint64 head, gpointer user_data);

/* @head: where the newest head is put, before @polled is called and before any cl_poller_poll () that saw it returns; it only
 * grows. */
ClPoller *cl_poller_new (const char *path,
                         _Atomic guint64 *head,
                         ClPolled polled,
                         gpointer user_data,
                         GError **error);
void cl_poller_poll (ClPoller *self);
void cl_poller_free (ClPoller *self);

G_END_DECLS
