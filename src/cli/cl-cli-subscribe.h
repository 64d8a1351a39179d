/* cl-cli-subscribe.h: the two ways in which subscribe hands out events
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-cli.h"
#include "cl-subscription.h"

G_BEGIN_DECLS

typedef struct
{
  ClCli *cli;
  ClLedger *ledger;
  const char *name;
  const char *command; /* (nullable): for each event */
  gint retries;        /* of the command */
  gint retry_ms;       /* before the first retry; twice as long before each further one */
  gboolean once;       /* end when all that is there is done */
  gboolean no_acks;    /* written is acknowledged */
} ClCliSubscribe;

/* Lines to stdout, acknowledgements from stdin. */
ClCliStatus cl_cli_subscribe_stream (const ClCliSubscribe *self, ClSubscription *subscription);
/* The command, event after event. */
ClCliStatus cl_cli_subscribe_exec (const ClCliSubscribe *self, ClSubscription *subscription);

G_END_DECLS
