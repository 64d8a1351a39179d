/* cl-subscription-private.h: names, locks and rows of subscriptions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-subscription.h"

G_BEGIN_DECLS

gboolean cl_subscription_check_name (const char *name, GError **error);
/* Takes @dir/@name.lock for this process; -1 with CL_SUBSCRIPTION_ERROR_BUSY. */
int cl_subscription_lock (const char *dir, const char *name, GError **error);
void cl_subscription_unlock (int lock);

/* Does @row fit the request and the ledger, and does it stand at no event that failed? */
gboolean cl_subscription_check_row (ClReader *reader,
                                    const ClRegistryRow *row,
                                    const ClSubscriptionRequest *request,
                                    GError **error);
/* A subscriber that has not read anything from request->from on. */
ClRegistryRow *
cl_subscription_new_row (ClReader *reader, const ClSubscriptionRequest *request, GError **error);

G_END_DECLS
