/* cl-lesson-bench.c: the scratch ledger under a lesson: made, handed out, thrown away
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "cl-lesson-private.h"

gboolean
cl_lesson_prepare (const ClLesson *lesson, const char *path, GError **error)
{
  g_autoptr (ClLedger) ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), error);
  gboolean prepared;

  if (ledger == NULL)
    return FALSE;
  prepared = lesson->prepare == NULL || lesson->prepare (ledger, error);
  cl_ledger_close (ledger);
  return prepared;
}

ClLessonBench *
cl_lesson_bench_new (const ClLesson *lesson,
                     ClLedger *ledger,
                     ClRunner *runner,
                     const char *folder,
                     GError **error)
{
  g_autoptr (ClLessonBench) self = g_atomic_rc_box_new0 (ClLessonBench);

  self->ledger = g_object_ref (ledger);
  self->runner = g_object_ref (runner);
  self->folder = g_strdup (folder);
  self->start = cl_ledger_get_head (ledger);
  if (lesson->arrange != NULL && !lesson->arrange (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

ClLessonBench *
cl_lesson_bench_ref (ClLessonBench *self)
{
  return g_atomic_rc_box_acquire (self);
}

/* Files only: nothing that a lesson makes has folders in it. */
static void
delete_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      g_autoptr (GFile) doomed = g_file_new_for_path (file);

      g_file_delete (doomed, NULL, NULL);
    }
  g_rmdir (path);
}

static void
clear_bench (gpointer data)
{
  ClLessonBench *self = data;
  g_autofree char *caches = cl_runner_default_cache_dir (self->ledger);

  delete_folder (caches);
  delete_folder (self->folder);
  g_object_unref (self->runner);
  g_object_unref (self->ledger);
  g_free (self->folder);
}

void
cl_lesson_bench_unref (ClLessonBench *self)
{
  g_atomic_rc_box_release_full (self, clear_bench);
}
