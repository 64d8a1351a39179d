/* cl-lesson-notes.h: the speaker's window: notes of the lesson on the screen, the plan, and the time that went by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-lesson.h"

G_BEGIN_DECLS

#define CL_TYPE_LESSON_NOTES (cl_lesson_notes_get_type ())
G_DECLARE_FINAL_TYPE (ClLessonNotes, cl_lesson_notes, CL, LESSON_NOTES, AdwWindow)

/* The time runs from now on. */
GtkWidget *cl_lesson_notes_new (GtkWindow *lessons);
/* @index: of the course, from 0 */
void cl_lesson_notes_set_lesson (ClLessonNotes *self, guint index);

G_END_DECLS
