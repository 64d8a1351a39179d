/* cl-ledger-clocks.h: three clocks of one moment: its number, its time, and how far each partition had come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-ledger-flow.h"

G_BEGIN_DECLS

#define CL_TYPE_LEDGER_CLOCKS (cl_ledger_clocks_get_type ())
G_DECLARE_FINAL_TYPE (ClLedgerClocks, cl_ledger_clocks, CL, LEDGER_CLOCKS, GtkWidget)

/* Signals "verify" and "simulate": the person wants that. */
GtkWidget *cl_ledger_clocks_new (void);
/* @event: (nullable): of the moment that is shown. */
void cl_ledger_clocks_set_moment (ClLedgerClocks *self, guint64 position, const ClEvent *event);
/* How far each partition is now. @lanes: (element-type ClFlowLane) */
void cl_ledger_clocks_set_lanes (ClLedgerClocks *self, GPtrArray *lanes);
void cl_ledger_clocks_set_simulating (ClLedgerClocks *self, gboolean simulating);
/* What is going on or came of it; "": nothing. @fraction −1: it takes as long as it takes; 2: it is over. */
void cl_ledger_clocks_set_work (ClLedgerClocks *self, const char *text, double fraction);

G_END_DECLS
