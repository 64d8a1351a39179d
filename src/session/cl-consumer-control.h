/* cl-consumer-control.h: what a person does to a consumer, without waiting for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-runner.h"

G_BEGIN_DECLS

typedef enum
{
  CL_CONSUMER_PAUSE,
  CL_CONSUMER_RESUME,
  CL_CONSUMER_STEP,    /* one event, and stand */
  CL_CONSUMER_REWIND,  /* by @amount events, and stand */
  CL_CONSUMER_SEEK,    /* to the position @amount, and stand */
  CL_CONSUMER_PACE,    /* @amount events a second at most; 0: no limit */
  CL_CONSUMER_REBUILD, /* from the first event */
  CL_CONSUMER_RETRY,   /* the event that parked it */
} ClConsumerAct;

/* @name: as cl_runner_list () has it, or "name@version". Done on a thread: some of it waits for the end of a turn. */
void cl_consumer_control_async (ClRunner *runner,
                                const char *name,
                                ClConsumerAct act,
                                guint64 amount,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean cl_consumer_control_finish (GAsyncResult *result, GError **error);

G_END_DECLS
