/* cl-card-pane.h: own mistakes, asked again one after the other: the position on the board, the answer there or typed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-coach-study.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_CARD_PANE (cl_card_pane_get_type ())
G_DECLARE_FINAL_TYPE (ClCardPane, cl_card_pane, CL, CARD_PANE, GtkWidget)

/* Signals: finished (): there is no card left, or the person has had enough; recorded (): an answer is durable, and counted. */
void cl_card_pane_set_session (ClCardPane *self, ClSession *session);
/* Asks the due cards of @study, (transfer full), of which there must be one. Each answer is recorded. */
void cl_card_pane_start (ClCardPane *self, ClCoachStudy *study);
gboolean cl_card_pane_is_asking (ClCardPane *self);

G_END_DECLS
