/* test-analyst.c: what is found does not depend on how often, in what order and by how many engines it was searched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <glib/gstdio.h>

#include "cl-analyst-private.h"
#include "own-home.h"

static const char two_games[] =
  "[White \"A\"]\n[Black \"B\"]\n[Result \"1-0\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 1-0\n\n"
  "[White \"C\"]\n[Black \"D\"]\n[Result \"0-1\"]\n\n1. f3 e5 2. g4 Qh4# 0-1\n";

#define N_POSITIONS (7 + 4) /* in the mated one there is no move */

typedef struct
{
  Fixture ledger;
  char *program;
  ClAnalystStatus status;
  GCancellable *cancellable;
  gboolean cancels; /* once it has looked at a game */
  ClAnalystControl *control;
} Run;

static void
begin (Run *self, const char *way)
{
  ClImportResult result = { 0 };
  g_autofree char *script = NULL;

  *self = (Run){ 0 };
  fixture_open (&self->ledger, NULL, "a.ledger");
  fixture_import_text (&self->ledger, "two.pgn", two_games, -1, &result);
  cl_import_result_clear (&result);
  self->program = g_build_filename (self->ledger.folder, "engine", NULL);
  script = g_strdup_printf ("#!/bin/sh\nexec %s %s %s/flag\n",
                            g_getenv ("CHESS_LEDGER_UCI_DOUBLE"),
                            way,
                            self->ledger.folder);
  g_assert_true (g_file_set_contents (self->program, script, -1, NULL));
  g_assert_cmpint (g_chmod (self->program, 0755), ==, 0);
  self->cancellable = g_cancellable_new ();
  self->control = cl_analyst_control_new ();
}

static void
end (Run *self)
{
  g_autofree char *flag = g_build_filename (self->ledger.folder, "flag", NULL);

  g_unlink (flag);
  g_unlink (self->program);
  g_free (self->program);
  g_object_unref (self->cancellable);
  cl_analyst_control_unref (self->control);
  fixture_close (&self->ledger);
}

static void
progress_cb (const ClAnalystStatus *status, gpointer data)
{
  Run *self = data;

  self->status = *status;
  if (self->cancels && status->n_to_do > 0)
    g_cancellable_cancel (self->cancellable);
}

static gboolean
analyse (Run *self, guint n_jobs, GError **error)
{
  const ClEngineTimes times = { 10000, 10000, 10000, 10000, 10000, { 1, 2, 3 } };
  const ClAnalystTarget target = { "archive/two.pgn", 0 };
  const ClAnalystSettings settings = { .program = self->program,
                                       .times = &times,
                                       .limit_nodes = 1000,
                                       .multipv = 3,
                                       .by_depth = TRUE,
                                       .n_jobs = n_jobs };

  return cl_analyst_run (self->ledger.ledger,
                         &target,
                         1,
                         &settings,
                         self->control,
                         self->cancellable,
                         progress_cb,
                         self,
                         error);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* What was found, in no order. */
static char *
dump (Run *self)
{
  g_autoptr (GPtrArray) batches = fixture_read (&self->ledger, "engine/double-1.0-test");
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < batches->len; i++)
    for (gsize j = 0; j < cl_events_get_length (g_ptr_array_index (batches, i)); j++)
      {
        const ClEvent *event = cl_events_get (g_ptr_array_index (batches, i), j);

        g_ptr_array_add (texts,
                         g_strdup_printf ("%u %u %s", event->game, event->ply, event->details));
      }
  g_ptr_array_sort (texts, compare_texts);
  g_ptr_array_add (texts, NULL);
  return g_strjoinv ("\n", (char **) texts->pdata);
}

static void
test_same (void)
{
  Run one, other;
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (GError) error = NULL;

  begin (&one, "good");
  g_assert_true (analyse (&one, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (one.status.n_evaluated, ==, N_POSITIONS);
  first = dump (&one);

  /* Interrupted, by engines that die, and three at once. */
  begin (&other, "dies-once");
  other.cancels = TRUE;
  g_assert_false (analyse (&other, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (other.status.n_evaluated, <, N_POSITIONS);
  g_cancellable_reset (other.cancellable);
  other.cancels = FALSE;
  g_assert_true (analyse (&other, 3, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (other.status.n_evaluated + other.status.n_known, ==, N_POSITIONS);
  second = dump (&other);
  /* The two programs differ in their files, and so in their builds. */
  g_assert_cmpuint (strlen (first), ==, strlen (second));
  g_assert_true (analyse (&other, 1, NULL));
  g_assert_cmpuint (other.status.n_evaluated, ==, 0);
  end (&one);
  end (&other);
}

static gpointer
resume_thread (gpointer control)
{
  g_usleep (100000);
  cl_analyst_control_set_paused (control, FALSE);
  return NULL;
}

static void
test_pause (void)
{
  Run run;
  GThread *thread;

  begin (&run, "good");
  cl_analyst_control_set_paused (run.control, TRUE);
  thread = g_thread_new ("resume", resume_thread, run.control);
  g_assert_true (analyse (&run, 1, NULL));
  g_assert_cmpuint (run.status.n_evaluated, ==, N_POSITIONS);
  g_thread_join (thread);
  end (&run);
}

/* The game that is on the screen comes first. */
static void
test_prefer (void)
{
  Run run;
  g_autoptr (GPtrArray) batches = NULL;

  begin (&run, "good");
  cl_analyst_control_prefer (run.control, "archive/two.pgn", 2);
  g_assert_true (analyse (&run, 1, NULL));
  batches = fixture_read (&run.ledger, "engine/double-1.0-test");
  g_assert_cmpuint (cl_events_get (g_ptr_array_index (batches, 0), 0)->game, ==, 2);
  end (&run);
}

static void
test_useless (void)
{
  Run run;
  g_autoptr (GError) error = NULL;
  guint64 head;

  begin (&run, "dies-early");
  head = cl_ledger_get_head (run.ledger.ledger);
  g_assert_false (analyse (&run, 2, &error));
  g_assert_error (error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_USELESS);
  g_assert_cmpuint (cl_ledger_get_head (run.ledger.ledger), ==, head);
  end (&run);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/analyst/same", test_same);
  g_test_add_func ("/analyst/pause", test_pause);
  g_test_add_func ("/analyst/prefer", test_prefer);
  g_test_add_func ("/analyst/useless", test_useless);
  return g_test_run ();
}
