/* cl-producer-row.h: one producer: who it is, where it writes, whether it did so lately
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-ledger-flow.h"

G_BEGIN_DECLS

#define CL_TYPE_PRODUCER_ROW (cl_producer_row_get_type ())
G_DECLARE_FINAL_TYPE (ClProducerRow, cl_producer_row, CL, PRODUCER_ROW, GtkWidget)

GtkWidget *cl_producer_row_new (void);
void cl_producer_row_set (ClProducerRow *self, const ClFlowProducer *producer);

G_END_DECLS
