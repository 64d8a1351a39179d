/* cl-lesson-run.c: one lesson under way: its scratch session, and what came of it so far
 *
 * Threads hold the bench and not this object. Each reset begins a new turn; what threads of an earlier turn bring is dropped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-lesson-run.h"

struct _ClLessonRun
{
  GObject parent_instance;

  const ClLesson *lesson;
  ClSession *session;   /* (nullable) */
  ClLessonBench *bench; /* (nullable) */
  guint turn;
  gboolean looking, busy, look_again, closed;
  ClLessonVerdict verdict;
  char *said;
};

enum
{
  SIGNAL_OPENED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLessonRun, cl_lesson_run, G_TYPE_OBJECT)

/* What a thread has to do, and what it brings. */
typedef struct
{
  const ClLesson *lesson;
  guint turn;
  char *folder;       /* for opening */
  ClSession *session; /* for opening, from the main thread */
  ClLedger *ledger;
  ClRunner *runner;
  ClLessonBench *bench; /* for looking and tools; opened by the thread otherwise */
  const ClLessonTool *tool;
  ClLessonVerdict verdict;
  char *said;
} Work;

static void
work_free (Work *self)
{
  g_clear_object (&self->session);
  g_clear_object (&self->ledger);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->bench, cl_lesson_bench_unref);
  g_free (self->folder);
  g_free (self->said);
  g_free (self);
}

static Work *
work_new (ClLessonRun *self)
{
  Work *work = g_new0 (Work, 1);

  work->lesson = self->lesson;
  work->turn = self->turn;
  work->bench = self->bench != NULL ? cl_lesson_bench_ref (self->bench) : NULL;
  return work;
}

static void
start_work (ClLessonRun *self, Work *work, GTaskThreadFunc func, GAsyncReadyCallback done)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, done, NULL);

  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  g_task_run_in_thread (task, func);
}

/* Takes @said. */
static void
say (ClLessonRun *self, ClLessonVerdict verdict, char *said)
{
  if (self->verdict == verdict && g_strcmp0 (self->said, said) == 0)
    {
      g_free (said);
      return;
    }
  self->verdict = verdict;
  g_free (self->said);
  self->said = said;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- Opening --- */

static void
prepare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autofree char *path = NULL;

  work->folder = g_dir_make_tmp ("chess-ledger-lesson-XXXXXX", &error);
  path = work->folder != NULL ? g_build_filename (work->folder, "scratch.ledger", NULL) : NULL;
  if (path != NULL && cl_lesson_prepare (work->lesson, path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
bench_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  work->bench =
    cl_lesson_bench_new (work->lesson, work->ledger, work->runner, work->folder, &error);
  if (work->bench != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
benched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClLessonRun *self = CL_LESSON_RUN (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean ready = g_task_propagate_boolean (G_TASK (result), &error);

  if (work->turn != self->turn || !ready)
    {
      cl_session_close (work->session);
      if (work->turn == self->turn)
        say (self, CL_LESSON_OPEN, g_strdup (error->message));
      return;
    }
  self->session = g_steal_pointer (&work->session);
  self->bench = g_steal_pointer (&work->bench);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

typedef struct
{
  ClLessonRun *run;
  Work *work;
} Opening;

static void
session_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (ClLessonRun) self = opening->run;
  Work *work = opening->work;
  g_autoptr (GError) error = NULL;

  g_free (opening);
  work->session = cl_session_open_finish (result, &error);
  if (work->session == NULL)
    {
      if (work->turn == self->turn)
        say (self, CL_LESSON_OPEN, g_strdup (error->message));
      work_free (work);
      return;
    }
  work->ledger = g_object_ref (cl_session_get_ledger (work->session));
  work->runner = g_object_ref (cl_session_get_runner (work->session));
  start_work (self, work, bench_thread, benched_cb);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClLessonRun *self = CL_LESSON_RUN (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Opening *opening;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      if (work->turn == self->turn)
        say (self, CL_LESSON_OPEN, g_strdup (error->message));
      return;
    }
  path = g_build_filename (work->folder, "scratch.ledger", NULL);
  opening = g_new0 (Opening, 1);
  opening->run = g_object_ref (self);
  opening->work = g_new0 (Work, 1);
  opening->work->lesson = work->lesson;
  opening->work->turn = work->turn;
  opening->work->folder = g_steal_pointer (&work->folder);
  cl_session_open_async (path, FALSE, NULL, session_opened_cb, opening);
}

/* --- Looking and tools --- */

static void
look_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  work->verdict = work->lesson->check (work->bench, &work->said, &error);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClLessonRun *self = CL_LESSON_RUN (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean again = self->look_again;

  if (work->turn != self->turn)
    return;
  self->looking = self->look_again = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    say (self, CL_LESSON_ASTRAY, g_strdup (error->message));
  else
    say (self, work->verdict, g_steal_pointer (&work->said));
  if (again)
    cl_lesson_run_check (self);
}

static void
tool_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;

  if (work->tool->use (work->bench, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
used_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  ClLessonRun *self = CL_LESSON_RUN (source);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (work->turn != self->turn)
    return;
  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    say (self, self->verdict, g_strdup (error->message));
  else
    {
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      cl_lesson_run_check (self);
    }
}

void
cl_lesson_run_check (ClLessonRun *self)
{
  g_return_if_fail (CL_IS_LESSON_RUN (self));

  if (self->bench == NULL || self->verdict == CL_LESSON_DONE)
    return;
  if (self->looking)
    {
      self->look_again = TRUE;
      return;
    }
  self->looking = TRUE;
  start_work (self, work_new (self), look_thread, looked_cb);
}

void
cl_lesson_run_use (ClLessonRun *self, guint index)
{
  Work *work;

  g_return_if_fail (CL_IS_LESSON_RUN (self) && index < CL_LESSON_MAX_TOOLS &&
                    self->lesson->tools[index].use != NULL);

  if (self->bench == NULL || self->busy)
    return;
  self->busy = TRUE;
  work = work_new (self);
  work->tool = &self->lesson->tools[index];
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  start_work (self, work, tool_thread, used_cb);
}

/* --- Turns --- */

static void
end_turn (ClLessonRun *self)
{
  self->turn++;
  self->looking = self->busy = self->look_again = FALSE;
  if (self->session != NULL)
    cl_session_close (self->session);
  g_clear_object (&self->session);
  g_clear_pointer (&self->bench, cl_lesson_bench_unref);
}

void
cl_lesson_run_reset (ClLessonRun *self)
{
  g_return_if_fail (CL_IS_LESSON_RUN (self) && !self->closed);

  end_turn (self);
  say (self, CL_LESSON_OPEN, NULL);
  start_work (self, work_new (self), prepare_thread, prepared_cb);
}

void
cl_lesson_run_close (ClLessonRun *self)
{
  g_return_if_fail (CL_IS_LESSON_RUN (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  end_turn (self);
}

/* --- GObject --- */

static void
cl_lesson_run_finalize (GObject *object)
{
  g_free (CL_LESSON_RUN (object)->said);
  G_OBJECT_CLASS (cl_lesson_run_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, GObjectClass *class)
{
  return g_signal_new (name,
                       G_TYPE_FROM_CLASS (class),
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       0);
}

static void
cl_lesson_run_class_init (ClLessonRunClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_lesson_run_finalize;
  signals[SIGNAL_OPENED] = add_signal ("opened", G_OBJECT_CLASS (class));
  signals[SIGNAL_CHANGED] = add_signal ("changed", G_OBJECT_CLASS (class));
}

static void
cl_lesson_run_init (ClLessonRun *self)
{
}

ClLessonRun *
cl_lesson_run_new (const ClLesson *lesson)
{
  ClLessonRun *self = g_object_new (CL_TYPE_LESSON_RUN, NULL);

  self->lesson = lesson;
  cl_lesson_run_reset (self);
  return self;
}

const ClLesson *
cl_lesson_run_get_lesson (ClLessonRun *self)
{
  g_return_val_if_fail (CL_IS_LESSON_RUN (self), NULL);
  return self->lesson;
}

ClSession *
cl_lesson_run_get_session (ClLessonRun *self)
{
  g_return_val_if_fail (CL_IS_LESSON_RUN (self), NULL);
  return self->session;
}

gboolean
cl_lesson_run_is_busy (ClLessonRun *self)
{
  g_return_val_if_fail (CL_IS_LESSON_RUN (self), FALSE);
  return self->busy;
}

ClLessonVerdict
cl_lesson_run_get_verdict (ClLessonRun *self)
{
  g_return_val_if_fail (CL_IS_LESSON_RUN (self), CL_LESSON_OPEN);
  return self->verdict;
}

const char *
cl_lesson_run_get_said (ClLessonRun *self)
{
  g_return_val_if_fail (CL_IS_LESSON_RUN (self), NULL);
  return self->said;
}
