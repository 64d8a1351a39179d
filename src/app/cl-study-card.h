/* cl-study-card.h: the habits of a player and the cards that are due, beside what the coach says of one game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-coach-study.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_STUDY_CARD (cl_study_card_get_type ())
G_DECLARE_FINAL_TYPE (ClStudyCard, cl_study_card, CL, STUDY_CARD, GtkWidget)

/* Signal practise (): the due cards are wanted; cl_study_card_steal_study () has them. Reads only while it is seen. */
void cl_study_card_set_session (ClStudyCard *self, ClSession *session);
/* (transfer full) (nullable) */
ClCoachStudy *cl_study_card_steal_study (ClStudyCard *self);
/* What is shown may be old: read again. */
void cl_study_card_refresh (ClStudyCard *self);

G_END_DECLS
