/* cl-board-given-private.h: a board at a table whose sights and times are given to it, for a clock that leaps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-board-producer.h"

G_BEGIN_DECLS

/* @driver: (transfer none): is asked for scans, and its lamps shine. @now_us: the time of day at the time 0. */
ClBoardProducer *cl_board_producer_new_given (ClLedger *ledger,
                                              ClBoardDriver *driver,
                                              const char *path,
                                              const char *table,
                                              gint64 now_us,
                                              GError **error);
void cl_board_producer_see (ClBoardProducer *self, const ClSight *sight);
void cl_board_producer_advance (ClBoardProducer *self, gint64 now_ms);
gint64 cl_board_producer_get_deadline (const ClBoardProducer *self);
/* For benchmarks: how long after it was certain the last move was durable. */
gint64 cl_board_producer_get_late_ms (const ClBoardProducer *self);
/* Until all that was seen is durable. Freed after that without cl_board_producer_close (), it was killed. */
void cl_board_producer_wait (ClBoardProducer *self);

G_END_DECLS
