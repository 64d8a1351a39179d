/* cl-lines-card.h: the best lines of the board that is shown, by the live engine or by the analysis; switches that engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_LINES_CARD (cl_lines_card_get_type ())
G_DECLARE_FINAL_TYPE (ClLinesCard, cl_lines_card, CL, LINES_CARD, GtkWidget)

void cl_lines_card_set_session (ClLinesCard *self, ClSession *session);
/* Which side of the boards that it shows for a moment is at the bottom. */
void cl_lines_card_set_flipped (ClLinesCard *self, gboolean flipped);

G_END_DECLS
