/* cl-lesson.h: a lesson as data: what is told, what is asked, what is to be done, and how one sees in the ledger that it was
 *
 * A lesson stands on a bench: a scratch ledger in a temporary folder, with the consumers of the product. Whether its task is
 * done is read from that ledger and its runner, never from what was clicked. Texts are untranslated: pass them through
 * gettext () when they are shown.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-runner.h"

G_BEGIN_DECLS

/**
 * ClLessonBench:
 * @ledger, @runner: of the scratch ledger
 * @folder: the scratch folder; what a lesson makes beside the ledger stands in it
 * @start: the head when the learner got it
 * @seen: what a check remembers of earlier looks, for tasks that go through several states; 0 at first
 */
typedef struct
{
  ClLedger *ledger;
  ClRunner *runner;
  char *folder;
  guint64 start;
  guint seen;
} ClLessonBench;

typedef struct
{
  const char *text;
  const char *why; /* shown to who chose it: why it is wrong, or right */
} ClLessonChoice;

typedef enum
{
  CL_LESSON_OPEN,   /* nothing of it was done yet */
  CL_LESSON_ASTRAY, /* something else was done, or only a part; what was said tells which */
  CL_LESSON_DONE,
} ClLessonVerdict;

/* A button that does something to the scratch ledger or its surroundings. Blocks on disk. */
typedef struct
{
  const char *label;
  gboolean (*use) (ClLessonBench *bench, GError **error);
} ClLessonTool;

#define CL_LESSON_MAX_CHOICES 4
#define CL_LESSON_MAX_TOOLS   4

/**
 * ClLesson:
 * @id: stable, for what is remembered
 * @minutes: what a class needs, about
 * @right: index of the right choice
 * @n_tables: games at table/1 … that can be played on beside the lesson
 * @prepare: (nullable): records what the learner finds; the ledger is new and has no runner yet
 * @arrange: (nullable): sets the consumers before the learner comes
 * @check: blocks on disk, never on the main thread; *@say: (transfer full) (nullable): what is there and what is missing, translated
 * @notes: for the speaker
 */
typedef struct
{
  const char *id, *title;
  guint minutes;
  const char *text;
  const char *question;
  ClLessonChoice choices[CL_LESSON_MAX_CHOICES];
  guint right;
  const char *task;
  const char *afterwards;
  const char *notes;
  guint n_tables;
  ClLessonTool tools[CL_LESSON_MAX_TOOLS];
  gboolean (*prepare) (ClLedger *ledger, GError **error);
  gboolean (*arrange) (ClLessonBench *bench, GError **error);
  ClLessonVerdict (*check) (ClLessonBench *bench, char **say, GError **error);
} ClLesson;

/* The course, in order. */
const ClLesson *const *cl_lessons (guint *n_lessons);

/* Makes the ledger of @lesson at @path, which must not exist, and closes it. Blocks on disk. */
gboolean cl_lesson_prepare (const ClLesson *lesson, const char *path, GError **error);
/* Takes @ledger as the learner gets it: notes its head and sets the consumers. The bench borrows nothing. Blocks on disk. */
ClLessonBench *cl_lesson_bench_new (const ClLesson *lesson,
                                    ClLedger *ledger,
                                    ClRunner *runner,
                                    const char *folder,
                                    GError **error);
/* Counted, from any thread; the last reference deletes the folder with all that is in it, and the caches of the ledger. */
ClLessonBench *cl_lesson_bench_ref (ClLessonBench *self);
void cl_lesson_bench_unref (ClLessonBench *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClLessonBench, cl_lesson_bench_unref)

G_END_DECLS
