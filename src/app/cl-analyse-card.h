/* cl-analyse-card.h: has an engine analyse the chosen game: begin, how far, cancel, what came of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_ANALYSE_CARD (cl_analyse_card_get_type ())
G_DECLARE_FINAL_TYPE (ClAnalyseCard, cl_analyse_card, CL, ANALYSE_CARD, GtkWidget)

void cl_analyse_card_set_session (ClAnalyseCard *self, ClSession *session);
/* The chosen game, or what is known of it, has changed. @by_file: its file has values of its own. */
void cl_analyse_card_refresh (ClAnalyseCard *self, gboolean by_file);
/* An analysis of the chosen game is under way, or ended with something to say. */
gboolean cl_analyse_card_is_busy (ClAnalyseCard *self);

G_END_DECLS
