/* cl-desk.h: what a person decides about the ledger itself becomes a fact of the partition "desk/<ledger>"
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"

G_BEGIN_DECLS

/* "desk/" and the id of @ledger. */
char *cl_desk_partition (ClLedger *ledger);

/**
 * cl_desk_set_aside:
 * @consumer: name of the consumer, without version
 * @partition: what it shall leave out …
 * @offset: … from this offset on
 * @reason: (nullable): for those who read it later
 *
 * Records EventSetAside; the consumer's view is then as if that rest of the partition were not there, at every position and
 * in every rebuild. Blocks until it is durable.
 */
gboolean cl_desk_set_aside (ClLedger *ledger,
                            const char *consumer,
                            const char *partition,
                            guint64 offset,
                            const char *reason,
                            GError **error);

/* Records SetAsideEnded: the partition counts again, all of it. */
gboolean cl_desk_end_set_aside (ClLedger *ledger,
                                const char *consumer,
                                const char *partition,
                                GError **error);

/* An answer to a card of the coach: @right: whether a better move was found than the one of the event @offset of @partition,
 * which is half-move @ply of @game. */
typedef struct
{
  const char *partition;
  guint64 offset;
  guint32 game, ply;
  gboolean right;
  gint64 occurred_at; /* µs UTC; 0: now */
} ClCardAnswer;

/* Records CardAnswered. Blocks until it is durable. */
gboolean cl_desk_answer_card (ClLedger *ledger, const ClCardAnswer *answer, GError **error);

G_END_DECLS
