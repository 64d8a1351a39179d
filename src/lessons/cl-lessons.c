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
    &cl_lesson_photograph, &cl_lesson_facts,    &cl_lesson_pen,      &cl_lesson_consumers,
    &cl_lesson_pace,       &cl_lesson_rebuild,  &cl_lesson_versions, &cl_lesson_partitions,
    &cl_lesson_clocks,     &cl_lesson_replicas, &cl_lesson_policies, &cl_lesson_seals,
  };

  *n_lessons = G_N_ELEMENTS (lessons);
  return lessons;
}
