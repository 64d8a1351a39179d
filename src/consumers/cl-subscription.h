/* cl-subscription.h: hands the events of a ledger to a program outside, at least once and in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-registry.h"

G_BEGIN_DECLS

#define CL_SUBSCRIPTION_ERROR (cl_subscription_error_quark ())
GQuark cl_subscription_error_quark (void);

typedef enum
{
  CL_SUBSCRIPTION_ERROR_NAME,    /* not 1 to 64 of A–Z a–z 0–9 . _ - */
  CL_SUBSCRIPTION_ERROR_BUSY,    /* another process has it */
  CL_SUBSCRIPTION_ERROR_PARKED,  /* it stands at an event that failed; the message tells why */
  CL_SUBSCRIPTION_ERROR_OTHER,   /* it was made with other types or another partition */
  CL_SUBSCRIPTION_ERROR_HISTORY, /* the ledger is not the one that it read: restored, or replaced */
  CL_SUBSCRIPTION_ERROR_UNKNOWN, /* there is none of that name */
  CL_SUBSCRIPTION_ERROR_ACK,     /* an event was acknowledged that was not handed out */
} ClSubscriptionError;

typedef struct
{
  const char *name;
  const char *types;     /* (nullable): "MovePlayed,GameEnded"; NULL: as it was made, or all */
  const char *partition; /* (nullable): likewise */
  guint64 from;          /* a new one begins with this event; 0: the first */
  guint window;          /* events handed out and not acknowledged, at most; 0: 100 */
  gboolean take_parked;  /* open it although it is parked */
} ClSubscriptionRequest;

typedef struct _ClSubscription ClSubscription;

/**
 * cl_subscription_open:
 * @dir: (nullable): folder of the registry; NULL: the usual one
 *
 * Goes on where the subscriber of that name was, or makes one. Belongs to this process until it is closed.
 */
ClSubscription *cl_subscription_open (ClLedger *ledger,
                                      const char *dir,
                                      const ClSubscriptionRequest *request,
                                      GError **error);
/* Saves how far it came. */
void cl_subscription_close (ClSubscription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClSubscription, cl_subscription_close)

/* The next event, valid until the next call; NULL without @error if there is none now, or as many are out as may be. There
 * is one way to read, from the position: so nothing is lost between catching up and live. One thread. */
const ClEvent *cl_subscription_next (ClSubscription *self, GError **error);

/* Blocks until there may be more to hand out, something was acknowledged, or @cancellable or cl_subscription_wake () ends it.
 * Saves before it waits. FALSE with @error if saving fails. The thread of _next (). */
gboolean cl_subscription_wait (ClSubscription *self, GCancellable *cancellable, GError **error);

/* Any thread: everything up to @position is done. Acknowledging again is fine. */
gboolean cl_subscription_acknowledge (ClSubscription *self, guint64 position, GError **error);
/* Any thread: ends a wait. */
void cl_subscription_wake (ClSubscription *self);

/* Has everything been handed out and acknowledged that is in the ledger now? */
gboolean cl_subscription_is_idle (ClSubscription *self);
/* Events handed out and not acknowledged. */
guint cl_subscription_count_open (ClSubscription *self);

/* Writes down how far it came. The thread of _next (). */
gboolean cl_subscription_save (ClSubscription *self, GError **error);
/* Writes down that @event failed: it is not opened again until somebody retries or skips it. */
gboolean cl_subscription_park (ClSubscription *self,
                               const ClEvent *event,
                               const char *reason,
                               GError **error);

/* What a person may do to one that no process has. */
gboolean
cl_subscription_retry (ClLedger *ledger, const char *dir, const char *name, GError **error);
gboolean cl_subscription_skip (ClLedger *ledger, const char *dir, const char *name, GError **error);
/* It goes on with the event @from. */
gboolean cl_subscription_rewind (ClLedger *ledger,
                                 const char *dir,
                                 const char *name,
                                 guint64 from,
                                 GError **error);
gboolean
cl_subscription_delete (ClLedger *ledger, const char *dir, const char *name, GError **error);
/* Does some process have it now? */
gboolean cl_subscription_is_busy (ClLedger *ledger, const char *dir, const char *name);

G_END_DECLS
