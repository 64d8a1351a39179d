/* cl-lesson-run.h: one lesson under way: its scratch session, and what came of it so far
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-lesson.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_LESSON_RUN (cl_lesson_run_get_type ())
G_DECLARE_FINAL_TYPE (ClLessonRun, cl_lesson_run, CL, LESSON_RUN, GObject)

/* Makes a scratch ledger and opens it, without blocking. Signal "opened" (nothing): there is a session, for the first time or
 * after a reset. Signal "changed": the verdict, what is said or the error is another. */
ClLessonRun *cl_lesson_run_new (const ClLesson *lesson);
/* Ends the session and throws the scratch ledger away. Idempotent, and necessary before the last reference is dropped. */
void cl_lesson_run_close (ClLessonRun *self);
/* Throws away what was done and begins anew. */
void cl_lesson_run_reset (ClLessonRun *self);

const ClLesson *cl_lesson_run_get_lesson (ClLessonRun *self);
ClSession *cl_lesson_run_get_session (ClLessonRun *self); /* (nullable) until "opened"; borrowed */

/* Looks whether the task is done, on a thread; a look under way is enough. Once done it stays done, until a reset. */
void cl_lesson_run_check (ClLessonRun *self);
/* Does what tool @index does, on a thread, then looks. One at a time; more are left out. */
void cl_lesson_run_use (ClLessonRun *self, guint index);
gboolean cl_lesson_run_is_busy (ClLessonRun *self); /* with a tool */

ClLessonVerdict cl_lesson_run_get_verdict (ClLessonRun *self);
const char *cl_lesson_run_get_said (
  ClLessonRun *self); /* (nullable): what the last look said, or what went wrong */

G_END_DECLS
