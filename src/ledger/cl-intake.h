/* cl-intake.h: takes events that come from elsewhere with their offsets and seals, exactly as they were or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

/**
 * ClIntake:
 *
 * Events of a file or a stream on their way into a ledger. Each says its partition, offset and seal; the seal is computed again
 * from what is there before it. Run over all of them twice: first with @dry, which writes nothing and finds every fault, then for
 * good. One thread; the ledger is open for writing.
 */
typedef struct _ClIntake ClIntake;

ClIntake *cl_intake_new (ClLedger *ledger, gboolean dry, GError **error);
void cl_intake_free (ClIntake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClIntake, cl_intake_free)

/**
 * cl_intake_add:
 * @event: with partition, producer, offset and seal; position and recorded_at are ignored
 * @origin: (nullable): of its partition; may be absent if the partition was seen before or is in the ledger under that key
 * @error: CL_LEDGER_ERROR_CONFLICT if another event stands at that offset, CL_LEDGER_ERROR_GAP if those before it are
 *   missing, CL_LEDGER_ERROR_CORRUPT if the seal does not fit, CL_LEDGER_ERROR_INVALID if it breaks the form
 *
 * What is in the ledger already is compared and left alone. The key is kept where it is free, else told apart as a sync
 * does (cl-partition-name.h).
 */
gboolean cl_intake_add (ClIntake *self, const ClEvent *event, GBytes *origin, GError **error);

/* Waits until all is durable. */
gboolean cl_intake_finish (ClIntake *self, GError **error);

guint64 cl_intake_get_n_new (const ClIntake *self);
guint64 cl_intake_get_n_known (const ClIntake *self);

G_END_DECLS
