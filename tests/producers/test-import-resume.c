/* test-import-resume.c: an import that was stopped anywhere and run again gives the facts of one that was not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "cl-fact.h"
#include "own-home.h"

#define FILE_NAME "dortmund.pgn"
#define PARTITION "archive/" FILE_NAME

static char *
open_whole (Fixture *whole)
{
  char *path = fixture_data ("pgn/corpus", FILE_NAME);
  ClImportResult result;

  if (path == NULL)
    return NULL;
  fixture_open (whole, NULL, "whole.ledger");
  fixture_import (whole, path, NULL, &result);
  cl_import_result_clear (&result);
  return path;
}

/* The first @n events of the whole import, as if it had been killed behind them. */
static void
copy_beginning (Fixture *whole, Fixture *cut, guint64 n)
{
  g_autoptr (GPtrArray) batches = fixture_read (whole, PARTITION);
  g_autoptr (ClDraft) draft = NULL;
  g_autoptr (GBytes) origin = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (ClFact) first = { 0 };
  guint8 digest[32];
  guint64 left = n;

  cl_fact_from_event (cl_events_get (g_ptr_array_index (batches, 0), 0), &first, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (g_ascii_xdigit_value (first.digest[2 * i]) << 4 |
                          g_ascii_xdigit_value (first.digest[2 * i + 1]));
  origin = g_bytes_new (digest, sizeof digest);
  draft = cl_draft_new (PARTITION, "import/pgn", origin);
  for (guint i = 0; i < batches->len && left > 0; i++)
    {
      const ClEvents *events = g_ptr_array_index (batches, i);

      for (gsize j = 0; j < cl_events_get_length (events) && left > 0; j++, left--)
        cl_draft_add (draft, cl_events_get (events, j));
    }
  g_assert_cmpuint (left, ==, 0);
  cl_ledger_append (cut->ledger, draft, 0, NULL, &error);
  g_assert_no_error (error);
}

static guint64
count_events (Fixture *fixture)
{
  return cl_ledger_get_head (fixture->ledger);
}

static void
test_any_cut (void)
{
  static const guint cuts[] = { 1, 2, 3, 90, 699, 700, 701, 5000 };
  Fixture whole;
  g_autofree char *path = open_whole (&whole);
  guint64 total;

  if (path == NULL)
    return;
  total = count_events (&whole);
  for (gsize i = 0; i < G_N_ELEMENTS (cuts) + 6; i++)
    {
      guint64 n = i < G_N_ELEMENTS (cuts) ? cuts[i] : total - 1;
      Fixture cut;
      ClImportResult result;

      if (i > G_N_ELEMENTS (cuts))
        n = (guint64) g_test_rand_int_range (1, (gint32) total);
      g_test_message ("cut behind event %" G_GUINT64_FORMAT, n);
      fixture_open (&cut, NULL, "cut.ledger");
      copy_beginning (&whole, &cut, n);
      fixture_import (&cut, path, NULL, &result);
      g_assert_false (result.was_complete);
      g_assert_cmpuint (result.n_new_events, ==, total - n);
      g_assert_cmpuint (result.n_events, ==, total);
      g_assert_cmpuint (result.n_games, ==, 182);
      assert_same_partition (&whole, &cut, PARTITION);
      cl_import_result_clear (&result);
      fixture_import (&cut, path, NULL, &result);
      g_assert_true (result.was_complete);
      g_assert_cmpuint (count_events (&cut), ==, total);
      cl_import_result_clear (&result);
      fixture_close (&cut);
    }
  fixture_close (&whole);
}

static void
cancel_cb (guint64 bytes_done, guint64 bytes_total, guint64 games, gpointer user_data)
{
  g_assert_cmpuint (bytes_done, <=, bytes_total);
  if (games > 0)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (void)
{
  Fixture whole, cut;
  g_autofree char *path = open_whole (&whole);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;
  g_autoptr (GError) error = NULL;
  ClImportResult result;

  if (path == NULL)
    return;
  fixture_open (&cut, NULL, "cut.ledger");
  g_assert_true (cl_import_pgn (cut.ledger,
                                file,
                                NULL,
                                cancel_cb,
                                NULL,
                                cancellable,
                                cancellable,
                                &result,
                                &error));
  g_assert_no_error (error);
  g_assert_true (result.cancelled);
  g_assert_cmpuint (result.n_games, >, 0);
  g_assert_cmpuint (result.n_games, <, 182);
  g_assert_cmpuint (result.n_events, ==, count_events (&cut));
  g_assert_cmpuint (result.n_new_events, ==, count_events (&cut));
  cl_import_result_clear (&result);
  g_assert_true (
    cl_import_pgn (cut.ledger, file, NULL, NULL, NULL, NULL, cancellable, &result, &error));
  g_assert_true (result.cancelled);
  cl_import_result_clear (&result);
  fixture_import (&cut, path, NULL, &result);
  assert_same_partition (&whole, &cut, PARTITION);
  cl_import_result_clear (&result);
  fixture_close (&cut);
  fixture_close (&whole);
}

/* This program again, importing until it is killed. */
static GPid
spawn_import (const char *ledger, const char *file)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { self, "--import", ledger, file, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static int
run_import (const char *ledger_path, const char *file_path)
{
  g_autoptr (GFile) file = g_file_new_for_path (file_path);
  ClLedger *ledger =
    cl_ledger_open (ledger_path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), NULL);
  ClImportResult result;

  if (ledger == NULL || !cl_import_pgn (ledger, file, NULL, NULL, NULL, NULL, NULL, &result, NULL))
    return 1;
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return 0;
}

static void
test_killed (void)
{
  Fixture whole, cut;
  g_autofree char *path = open_whole (&whole);
  g_autofree char *ledger = NULL;
  ClImportResult result;

  if (path == NULL)
    return;
  ledger = g_build_filename (whole.folder, "killed.ledger", NULL);
  for (gulong wait_us = 4000; wait_us < 30000; wait_us += wait_us / 2)
    {
      GPid pid = spawn_import (ledger, path);
      int status;

      g_usleep (wait_us); /* lint: not waiting for something, choosing a moment to kill */
      kill (pid, SIGKILL);
      g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
    }
  fixture_open (&cut, whole.folder, "killed.ledger");
  g_test_message ("%" G_GUINT64_FORMAT " events after the last kill", count_events (&cut));
  fixture_import (&cut, path, NULL, &result);
  cl_import_result_clear (&result);
  assert_same_partition (&whole, &cut, PARTITION);
  fixture_close (&cut);
  fixture_close (&whole);
}

static void
append_fact (Fixture *fixture, ClFactType type, guint64 head)
{
  g_autoptr (ClDraft) draft = cl_draft_new (PARTITION, "person", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, type);
  cl_fact_to_draft (&fact, draft);
  cl_ledger_append (fixture->ledger, draft, head, NULL, &error);
  g_assert_no_error (error);
}

static void
expect_exported (Fixture *self, gboolean any)
{
  g_autofree char *pgn = fixture_export (self, PARTITION);

  g_assert_cmpint (*pgn != '\0', ==, any);
}

/* A person removes a half imported collection and brings it back: the import goes on behind those facts. */
static void
test_facts_between (void)
{
  Fixture whole, cut;
  g_autofree char *path = open_whole (&whole);
  ClImportResult result;
  guint64 total;

  if (path == NULL)
    return;
  total = count_events (&whole);
  fixture_open (&cut, NULL, "cut.ledger");
  copy_beginning (&whole, &cut, 1234);
  append_fact (&cut, CL_FACT_GAME_WITHDRAWN, 1234);
  append_fact (&cut, CL_FACT_GAME_RESTORED, 1235);
  fixture_import (&cut, path, NULL, &result);
  g_assert_cmpuint (result.n_new_events, ==, total - 1234);
  g_assert_cmpuint (result.n_events, ==, total);
  g_assert_cmpuint (count_events (&cut), ==, total + 2);
  g_assert_false (result.restored);
  cl_import_result_clear (&result);
  append_fact (&cut, CL_FACT_GAME_WITHDRAWN, total + 2);
  expect_exported (&cut, FALSE);
  /* Who imports it again wants to see it. */
  fixture_import (&cut, path, NULL, &result);
  g_assert_true (result.was_complete);
  g_assert_true (result.restored);
  g_assert_cmpuint (result.n_games, ==, 182);
  g_assert_cmpuint (result.n_new_events, ==, 0);
  g_assert_cmpuint (count_events (&cut), ==, total + 4);
  cl_import_result_clear (&result);
  expect_exported (&cut, TRUE);
  fixture_close (&cut);
  fixture_close (&whole);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "--import"))
    return run_import (argv[2], argv[3]);
  own_home_init (&argc, &argv);
  g_test_add_func ("/import/resume/any-cut", test_any_cut);
  g_test_add_func ("/import/resume/cancel", test_cancel);
  g_test_add_func ("/import/resume/killed", test_killed);
  g_test_add_func ("/import/resume/facts-between", test_facts_between);
  return g_test_run ();
}
