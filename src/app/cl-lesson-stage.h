/* cl-lesson-stage.h: where a lesson is done: a board of the scratch ledger, and that ledger below it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-lesson.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_LESSON_STAGE (cl_lesson_stage_get_type ())
G_DECLARE_FINAL_TYPE (ClLessonStage, cl_lesson_stage, CL, LESSON_STAGE, GtkWidget)

/* Signal "refused" (text): what somebody intended is not possible. */
GtkWidget *cl_lesson_stage_new (const ClLesson *lesson, ClSession *session);

G_END_DECLS
