/* cl-lesson-window.h: the course: one lesson beside the scratch ledger that it is done on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CL_TYPE_LESSON_WINDOW (cl_lesson_window_get_type ())
G_DECLARE_FINAL_TYPE (ClLessonWindow, cl_lesson_window, CL, LESSON_WINDOW, AdwApplicationWindow)

/* Opens at the first lesson that was not done yet. */
GtkWidget *cl_lesson_window_new (GtkApplication *application);

G_END_DECLS
