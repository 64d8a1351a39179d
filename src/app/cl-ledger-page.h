/* cl-ledger-page.h: the ledger itself: who writes, what is kept, who reads; every event; the clocks of a moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_LEDGER_PAGE (cl_ledger_page_get_type ())
G_DECLARE_FINAL_TYPE (ClLedgerPage, cl_ledger_page, CL, LEDGER_PAGE, GtkWidget)

/* Signal "refused" (const char *message): something did not work, for a toast. */
void cl_ledger_page_set_session (ClLedgerPage *self, ClSession *session);
/* Of the window: what has no room is left out. */
void cl_ledger_page_set_width (ClLedgerPage *self, int width);
void cl_ledger_page_focus (ClLedgerPage *self);

G_END_DECLS
