/* cl-job.c: progress and outcome of work on another thread, as properties on the main one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-job-private.h"

struct _ClJob
{
  GObject parent_instance;

  char *title;
  GCancellable *cancellable;
  GMainContext *context;

  double fraction;
  guint64 games, unreadable;
  gboolean finished, cancelled;
  char *message;
  char *partition;
  GError *error;

  GMutex lock; /* of what follows, written by the thread */
  GCond ended;
  gboolean running;
  double reported_fraction;
  guint64 reported_games;
  gboolean report_pending;
};

enum
{
  PROP_TITLE = 1,
  PROP_FRACTION,
  PROP_GAMES,
  PROP_FINISHED,
  PROP_CANCELLED,
  PROP_MESSAGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClJob, cl_job, G_TYPE_OBJECT)

static void
cl_job_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClJob *self = CL_JOB (object);

  switch (prop_id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    case PROP_GAMES:
      g_value_set_uint64 (value, self->games);
      break;
    case PROP_FINISHED:
      g_value_set_boolean (value, self->finished);
      break;
    case PROP_CANCELLED:
      g_value_set_boolean (value, self->cancelled);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_job_finalize (GObject *object)
{
  ClJob *self = CL_JOB (object);

  g_free (self->title);
  g_free (self->message);
  g_free (self->partition);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended);

  G_OBJECT_CLASS (cl_job_parent_class)->finalize (object);
}

static void
cl_job_class_init (ClJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_job_get_property;
  object_class->finalize = cl_job_finalize;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1, flags);
  properties[PROP_GAMES] = g_param_spec_uint64 ("games", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  properties[PROP_CANCELLED] = g_param_spec_boolean ("cancelled", NULL, NULL, FALSE, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_job_init (ClJob *self)
{
  self->fraction = -1;
  self->reported_fraction = -1;
  self->cancellable = g_cancellable_new ();
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended);
}

/* --- Progress --- */

static void
set_progress (ClJob *self, double fraction, guint64 games)
{
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
    }
  if (self->games != games)
    {
      self->games = games;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GAMES]);
    }
}

static gboolean
take_report_cb (gpointer data)
{
  ClJob *self = data;
  double fraction;
  guint64 games;

  g_mutex_lock (&self->lock);
  fraction = self->reported_fraction;
  games = self->reported_games;
  self->report_pending = FALSE;
  g_mutex_unlock (&self->lock);

  if (!self->finished)
    set_progress (self, fraction, games);

  return G_SOURCE_REMOVE;
}

void
cl_job_report (ClJob *self, double fraction, guint64 games)
{
  gboolean pending;

  g_mutex_lock (&self->lock);
  self->reported_fraction = fraction;
  self->reported_games = games;
  pending = self->report_pending;
  self->report_pending = TRUE;
  g_mutex_unlock (&self->lock);

  if (!pending)
    g_main_context_invoke_full (self->context,
                                G_PRIORITY_DEFAULT,
                                take_report_cb,
                                g_object_ref (self),
                                g_object_unref);
}

/* --- Running --- */

typedef struct
{
  ClJobFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Work;

static void
work_free (Work *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_free (self);
}

void
cl_job_result_free (ClJobResult *self)
{
  g_free (self->message);
  g_free (self->partition);
  g_free (self);
}

static void
finish_job (ClJob *self, ClJobResult *result, GError *error)
{
  GObject *object = G_OBJECT (self);

  g_object_freeze_notify (object);
  if (result != NULL)
    {
      self->message = g_steal_pointer (&result->message);
      self->partition = g_steal_pointer (&result->partition);
      self->unreadable = result->unreadable;
      self->cancelled = result->cancelled;
      set_progress (self, result->cancelled ? self->fraction : 1, result->games);
    }
  else
    {
      self->cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      self->message = g_strdup (error->message);
      if (!self->cancelled)
        self->error = g_error_copy (error);
    }
  self->finished = TRUE;
  g_object_notify_by_pspec (object, properties[PROP_MESSAGE]);
  if (self->cancelled)
    g_object_notify_by_pspec (object, properties[PROP_CANCELLED]);
  g_object_notify_by_pspec (object, properties[PROP_FINISHED]);
  g_object_thaw_notify (object);
}

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClJobResult) outcome = g_task_propagate_pointer (G_TASK (result), &error);

  finish_job (CL_JOB (source), outcome, error);
}

static void
work_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ClJob *self = source;
  Work *work = task_data;
  g_autoptr (GError) error = NULL;
  ClJobResult *result = work->func (self, work->data, cancellable, &error);

  g_mutex_lock (&self->lock);
  self->running = FALSE;
  g_cond_broadcast (&self->ended);
  g_mutex_unlock (&self->lock);

  if (result == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, (GDestroyNotify) cl_job_result_free);
}

void
cl_job_wait (ClJob *self)
{
  g_mutex_lock (&self->lock);
  while (self->running)
    g_cond_wait (&self->ended, &self->lock);
  g_mutex_unlock (&self->lock);
}

ClJob *
cl_job_run (const char *title, ClJobFunc func, gpointer data, GDestroyNotify destroy)
{
  ClJob *self = g_object_new (CL_TYPE_JOB, NULL);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, work_done_cb, NULL);
  Work *work = g_new0 (Work, 1);

  self->title = g_strdup (title);
  work->func = func;
  work->data = data;
  work->destroy = destroy;
  self->running = TRUE;
  g_task_set_source_tag (task, cl_job_run);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  /* A cancelled import still has something to tell: what it kept. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, work_thread);

  return self;
}

ClJob *
cl_job_new_failed (const char *title, GError *error)
{
  ClJob *self = g_object_new (CL_TYPE_JOB, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, work_done_cb, NULL);

  self->title = g_strdup (title);
  g_task_set_source_tag (task, cl_job_new_failed);
  g_task_return_error (task, error);

  return self;
}

void
cl_job_cancel (ClJob *self)
{
  g_return_if_fail (CL_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

gboolean
cl_job_is_finished (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), FALSE);

  return self->finished;
}

gboolean
cl_job_was_cancelled (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), FALSE);

  return self->cancelled;
}

double
cl_job_get_fraction (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), -1);

  return self->fraction;
}

guint64
cl_job_get_games (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), 0);

  return self->games;
}

const char *
cl_job_get_title (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), NULL);

  return self->title;
}

const char *
cl_job_get_message (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), NULL);

  return self->message;
}

const GError *
cl_job_get_error (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), NULL);

  return self->error;
}

const char *
cl_job_get_partition (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), NULL);

  return self->partition;
}

guint64
cl_job_get_unreadable (ClJob *self)
{
  g_return_val_if_fail (CL_IS_JOB (self), 0);

  return self->unreadable;
}
