/* engine-fixture.c: what all tests of engines need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine-fixture.h"

#include <glib/gstdio.h>

static void
fault_cb (ClEngine *engine, const char *message, gpointer data)
{
  EngineFixture *self = data;

  g_test_message ("fault: %s", message);
  g_free (self->fault);
  self->fault = g_strdup (message);
  self->n_faults++;
}

void
engine_fixture_begin (EngineFixture *self, const char *way, const ClEngineTimes *times)
{
  g_autofree char *script = NULL;

  *self = (EngineFixture){ 0 };
  self->folder = g_dir_make_tmp ("engine-XXXXXX", NULL);
  self->program = g_build_filename (self->folder, "engine", NULL);
  script = g_strdup_printf ("#!/bin/sh\nexec %s %s %s/flag\n",
                            g_getenv ("CHESS_LEDGER_UCI_DOUBLE"),
                            way,
                            self->folder);
  g_assert_true (g_file_set_contents (self->program, script, -1, NULL));
  g_assert_cmpint (g_chmod (self->program, 0755), ==, 0);
  self->engine = cl_engine_new (self->program, times);
  g_signal_connect (self->engine, "fault", G_CALLBACK (fault_cb), self);
}

void
engine_fixture_end (EngineFixture *self)
{
  g_autofree char *flag = g_build_filename (self->folder, "flag", NULL);

  cl_engine_close (self->engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->engine);
  g_unlink (flag);
  g_unlink (self->program);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->program);
  g_free (self->fault);
  g_clear_pointer (&self->answer, cl_engine_answer_unref);
  g_clear_error (&self->error);
}

static void
progress_cb (ClEngineAnswer *answer, gpointer data)
{
  EngineFixture *self = data;

  g_assert_false (answer->is_final);
  g_assert_cmpuint (answer->n_lines, >, 0);
  self->n_shown++;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EngineFixture *self = data;
  g_autoptr (GError) error = NULL;
  ClEngineAnswer *answer = cl_engine_ask_finish (CL_ENGINE (source), result, &error);

  if (answer != NULL)
    {
      g_clear_pointer (&self->answer, cl_engine_answer_unref);
      self->answer = answer;
      self->n_answers++;
      return;
    }
  g_test_message ("error: %s", error->message);
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  self->n_errors++;
}

void
engine_fixture_ask (EngineFixture *self, const ClEngineQuery *query, GCancellable *cancellable)
{
  cl_engine_ask_async (self->engine, query, cancellable, progress_cb, answered_cb, self);
}

static gboolean
late_cb (gpointer data)
{
  g_error ("Nothing came in 20 s");
  return G_SOURCE_REMOVE;
}

void
engine_fixture_wait (const guint *count, guint n)
{
  guint timeout = g_timeout_add_seconds (20, late_cb, NULL);

  while (*count < n)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

void
engine_fixture_wait_for_either (const EngineFixture *self, guint n_errors)
{
  guint timeout = g_timeout_add_seconds (20, late_cb, NULL);

  while (self->n_answers == 0 && self->n_errors < n_errors)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

ClEngineTimes
engine_fixture_times (guint ms)
{
  return (ClEngineTimes){ ms, ms, ms, ms, ms / 4, { 1, 2, 3 } };
}
