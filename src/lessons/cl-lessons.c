/* cl-lessons.c: the course: which lessons there are, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-private.h"

const ClLesson *const *
cl_lessons (guint *n_lessons)
{
  static const ClLesson *const lessons[] = {
    &cl_lesson_photograph,
    &cl_lesson_facts,
    &cl_lesson_pen,
  };

  *n_lessons = G_N_ELEMENTS (lessons);
  return lessons;
}
