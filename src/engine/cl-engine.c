/* cl-engine.c: the object around a talk with an engine: questions in order, options, its name and its build
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-private.h"

#include <glib/gi18n-lib.h>

#define BUILD_DIGITS 16
#define READ_SIZE    (1 << 20)

/* clang-format off */
G_DEFINE_QUARK (cl-engine-error-quark, cl_engine_error)
/* clang-format on */

G_DEFINE_FINAL_TYPE (ClEngine, cl_engine, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

enum
{
  FAULT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

void
cl_engine_request_free (ClEngineRequest *self)
{
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
  g_clear_object (&self->task);
  cl_engine_query_free (self->query);
  g_free (self);
}

void
cl_engine_set_state (ClEngine *self, ClEngineState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
cl_engine_tell_fault (ClEngine *self, const char *message)
{
  g_free (self->failure);
  self->failure = g_strdup (message);
  g_signal_emit (self, signals[FAULT], 0, message);
}

ClEngineOption *
cl_engine_find_option (ClEngine *self, const char *name)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      ClEngineOption *option = g_ptr_array_index (self->options, i);

      if (g_ascii_strcasecmp (option->name, name) == 0)
        return option;
    }
  return NULL;
}

void
cl_engine_return_answer (ClEngine *self, ClEngineAnswer *answer)
{
  ClEngineRequest *request = g_steal_pointer (&self->active);

  if (request->task != NULL)
    g_task_return_pointer (request->task,
                           cl_engine_answer_ref (answer),
                           (GDestroyNotify) cl_engine_answer_unref);
  cl_engine_request_free (request);
}

void
cl_engine_return_error (ClEngineRequest *request, GError *error)
{
  if (request->task != NULL)
    g_task_return_error (request->task, error);
  else
    g_error_free (error);
  cl_engine_request_free (request);
}

/* ---- Its build ---- */

static void
read_build (GTask *task, gpointer source, gpointer program, GCancellable *cancellable)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFile) file = g_file_new_for_path (program);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, &error);
  g_autofree guint8 *bytes = g_malloc (READ_SIZE);
  gssize n = 0;

  while (
    stream != NULL &&
    (n = g_input_stream_read (G_INPUT_STREAM (stream), bytes, READ_SIZE, cancellable, &error)) > 0)
    g_checksum_update (checksum, bytes, n);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task,
                           g_strndup (g_checksum_get_string (checksum), BUILD_DIGITS),
                           g_free);
}

static void
build_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClEngine *self = CL_ENGINE (source);

  self->build = g_task_propagate_pointer (G_TASK (result), NULL);
  self->build_known = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  cl_engine_begin (self);
}

static void
ask_build (ClEngine *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->build_asked)
    return;
  self->build_asked = TRUE;
  task = g_task_new (self, NULL, build_read_cb, NULL);
  g_task_set_source_tag (task, ask_build);
  g_task_set_task_data (task, g_strdup (self->program), g_free);
  g_task_run_in_thread (task, read_build);
}

/* ---- Questions ---- */

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  g_autoptr (ClEngine) self = g_object_ref (g_task_get_source_object (task));
  ClEngineRequest *request = NULL;

  if (self->active != NULL && self->active->task == task)
    {
      request = self->active;
      cl_engine_begin_stop (self);
      g_task_return_new_error (request->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
      g_clear_object (&request->task);
      return G_SOURCE_REMOVE;
    }
  for (GList *link = self->requests.head; link != NULL; link = link->next)
    if (((ClEngineRequest *) link->data)->task == task)
      {
        request = link->data;
        g_queue_delete_link (&self->requests, link);
        cl_engine_return_error (request,
                                g_error_new_literal (G_IO_ERROR,
                                                     G_IO_ERROR_CANCELLED,
                                                     "Cancelled"));
        break;
      }
  return G_SOURCE_REMOVE;
}

static void
watch_cancellable (ClEngine *self, ClEngineRequest *request, GCancellable *cancellable)
{
  if (cancellable == NULL)
    return;
  request->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (request->cancelled, G_SOURCE_FUNC (cancelled_cb), request->task, NULL);
  g_source_attach (request->cancelled, self->context);
}

void
cl_engine_ask_async (ClEngine *self,
                     const ClEngineQuery *query,
                     GCancellable *cancellable,
                     ClEngineProgress progress,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  ClEngineRequest *request;
  GTask *task;

  g_return_if_fail (CL_IS_ENGINE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, cl_engine_ask_async);
  if (self->is_closed || self->state == CL_ENGINE_USELESS)
    {
      g_task_return_new_error (task,
                               CL_ENGINE_ERROR,
                               CL_ENGINE_ERROR_USELESS,
                               "%s",
                               self->failure != NULL ? self->failure : _ ("The engine is off"));
      g_object_unref (task);
      return;
    }
  request = g_new0 (ClEngineRequest, 1);
  request->task = task;
  request->query = cl_engine_query_copy (query);
  request->progress = progress;
  request->user_data = user_data;
  watch_cancellable (self, request, cancellable);
  g_queue_push_tail (&self->requests, request);
  ask_build (self);
  cl_engine_begin (self);
}

ClEngineAnswer *
cl_engine_ask_finish (ClEngine *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
cl_engine_start (ClEngine *self)
{
  g_return_if_fail (CL_IS_ENGINE (self));

  if (self->is_closed || self->state != CL_ENGINE_OFF)
    return;
  self->is_wanted = TRUE;
  ask_build (self);
  cl_engine_begin (self);
}

gboolean
cl_engine_is_known (ClEngine *self)
{
  return self->build_known &&
         (self->state == CL_ENGINE_READY || self->state == CL_ENGINE_SEARCHING ||
          self->state == CL_ENGINE_STOPPING);
}

void
cl_engine_stop (ClEngine *self)
{
  g_return_if_fail (CL_IS_ENGINE (self));

  if (self->active != NULL)
    cl_engine_begin_stop (self);
}

void
cl_engine_close (ClEngine *self)
{
  ClEngineRequest *request;

  g_return_if_fail (CL_IS_ENGINE (self));

  self->is_closed = TRUE;
  cl_engine_hang_up (self);
  request = g_steal_pointer (&self->active);
  if (request != NULL)
    g_queue_push_head (&self->requests, request);
  while ((request = g_queue_pop_head (&self->requests)) != NULL)
    cl_engine_return_error (request,
                            g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Closed"));
  cl_engine_set_state (self, CL_ENGINE_OFF);
}

ClEngineState
cl_engine_get_state (ClEngine *self)
{
  return self->state;
}

const char *
cl_engine_get_program (ClEngine *self)
{
  return self->program;
}

const char *
cl_engine_get_name (ClEngine *self)
{
  return self->name;
}

const char *
cl_engine_get_build (ClEngine *self)
{
  return self->build;
}

const char *
cl_engine_get_failure (ClEngine *self)
{
  return self->failure;
}

GPtrArray *
cl_engine_get_options (ClEngine *self)
{
  return self->options->len > 0 ? self->options : NULL;
}

char *
cl_engine_find_program (const char *preferred)
{
  static const char usual[] = "/usr/games/stockfish";

  if (preferred != NULL && *preferred != '\0')
    {
      if (!g_path_is_absolute (preferred))
        return g_find_program_in_path (preferred);
      return g_file_test (preferred, G_FILE_TEST_IS_EXECUTABLE) &&
                 !g_file_test (preferred, G_FILE_TEST_IS_DIR)
               ? g_strdup (preferred)
               : NULL;
    }
  if (g_file_test (usual, G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (usual);
  return g_find_program_in_path ("stockfish");
}

ClEngine *
cl_engine_new (const char *program, const ClEngineTimes *times)
{
  ClEngine *self = g_object_new (CL_TYPE_ENGINE, NULL);

  self->program = g_strdup (program);
  if (times != NULL)
    self->times = *times;
  return self;
}

static void
cl_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_uint (value, CL_ENGINE (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_engine_finalize (GObject *object)
{
  ClEngine *self = CL_ENGINE (object);

  cl_engine_hang_up (self);
  g_free (self->program);
  g_free (self->failure);
  g_free (self->name);
  g_free (self->build);
  g_hash_table_unref (self->wanted);
  g_hash_table_unref (self->sent);
  g_ptr_array_unref (self->options);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (cl_engine_parent_class)->finalize (object);
}

static void
cl_engine_class_init (ClEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cl_engine_get_property;
  object_class->finalize = cl_engine_finalize;
  properties[PROP_STATE] =
    g_param_spec_uint ("state",
                       NULL,
                       NULL,
                       0,
                       CL_ENGINE_USELESS,
                       CL_ENGINE_OFF,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FAULT] = g_signal_new ("fault",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
}

static void
cl_engine_init (ClEngine *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->times = (ClEngineTimes) CL_ENGINE_TIMES_DEFAULT;
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->options = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_engine_option_free);
  g_queue_init (&self->requests);
}
