/* cl-lesson-panel.h: the text of one lesson: what is told, the question, the task, and what came of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-lesson-run.h"

G_BEGIN_DECLS

#define CL_TYPE_LESSON_PANEL (cl_lesson_panel_get_type ())
G_DECLARE_FINAL_TYPE (ClLessonPanel, cl_lesson_panel, CL, LESSON_PANEL, GtkWidget)

/* Signal "next" (nothing): the learner wants the next lesson. Signal "done" (nothing): the task is done. */
GtkWidget *cl_lesson_panel_new (void);
/* Shows @run from its beginning. */
void cl_lesson_panel_set_run (ClLessonPanel *self, ClLessonRun *run);
/* The task is on the screen, so that it is worth looking whether it is done. */
gboolean cl_lesson_panel_has_task (ClLessonPanel *self);

/* One slide after the other instead of all that was reached. */
void cl_lesson_panel_set_lecture (ClLessonPanel *self, gboolean lecture);
/* FALSE if there is no further slide in this direction. */
gboolean cl_lesson_panel_turn (ClLessonPanel *self, int step);
/* To the last slide: who pages back into a lesson comes from behind. */
void cl_lesson_panel_go_to_end (ClLessonPanel *self);

G_END_DECLS
