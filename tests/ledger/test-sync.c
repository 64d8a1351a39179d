/* test-sync.c: replicas: what is copied, what two ledgers call it, forks, interruptions, and that it ends in equal clocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include <glib/gstdio.h>

#include "cl-sync.h"
#include "cl-vector-clock.h"
#include "own-home.h"

#define N_SIDES 3

typedef struct
{
  char *folder;
  ClLedger *ledgers[N_SIDES];
} Fixture;

static char *
get_path (Fixture *self, guint side)
{
  g_autofree char *name = g_strdup_printf ("%u.ledger", side);

  return g_build_filename (self->folder, name, NULL);
}

static void
open_side (Fixture *self, guint side)
{
  g_autofree char *path = get_path (self, side);

  self->ledgers[side] = open_for_writing (path);
}

static void
close_side (Fixture *self, guint side)
{
  cl_ledger_close (self->ledgers[side]);
  g_clear_object (&self->ledgers[side]);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = make_folder ();
  for (guint i = 0; i < N_SIDES; i++)
    open_side (self, i);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_SIDES; i++)
    if (self->ledgers[i])
      {
        GError *error = NULL;

        cl_ledger_verify (self->ledgers[i], NULL, NULL, NULL, &(ClVerification){ 0 }, &error);
        g_assert_no_error (error);
        close_side (self, i);
      }
  delete_folder (self->folder);
  g_free (self->folder);
}

static void
append (Fixture *self, guint side, const char *partition, guint first, guint n, guint64 expected)
{
  g_autoptr (ClDraft) draft = make_draft (partition, 1, first, n);

  append_ok (self->ledgers[side], draft, expected);
}

static ClSyncReport
sync_ok (Fixture *self, guint a, guint b)
{
  ClSyncReport report;
  GError *error = NULL;

  cl_sync_report_init (&report);
  cl_sync_run (self->ledgers[a],
               self->ledgers[b],
               CL_SYNC_BOTH_WAYS,
               NULL,
               NULL,
               NULL,
               &report,
               &error);
  g_assert_no_error (error);
  return report;
}

static void
expect_nothing_to_do (Fixture *self, guint a, guint b)
{
  g_auto (ClSyncReport) report = sync_ok (self, a, b);

  g_assert_cmpuint (report.n_events[0], ==, 0);
  g_assert_cmpuint (report.n_events[1], ==, 0);
}

static char *
get_clock (Fixture *self, guint side)
{
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledgers[side], &error);
  g_autoptr (ClVectorClock) clock = cl_reader_get_vector_clock (reader, &error);

  g_assert_no_error (error);
  return cl_vector_clock_to_text (clock);
}

static void
expect_equal (Fixture *self, guint a, guint b)
{
  g_autofree char *clock_a = get_clock (self, a), *clock_b = get_clock (self, b);

  g_assert_cmpstr (clock_a, ==, clock_b);
}

static guint64
get_head (Fixture *self, guint side, const char *partition)
{
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledgers[side], &error);
  ClPartitionInfo info = { 0 };

  cl_reader_get_partition (reader, partition, &info, &error);
  g_assert_no_error (error);
  return info.head;
}

/* The first 8 digits of the id of @side. */
static char *
get_marked (Fixture *self, guint side, const char *partition)
{
  return g_strdup_printf ("%s~%.8s", partition, cl_ledger_get_id (self->ledgers[side]));
}

static void
test_both_ways (Fixture *self, gconstpointer data)
{
  g_autofree char *marked_0 = get_marked (self, 0, "table/1"),
                  *marked_1 = get_marked (self, 1, "table/1");

  append (self, 0, "table/1", 0, 30, 0);
  append (self, 0, "table/2", 0, 1200, 0);
  append (self, 1, "table/1", 0, 20, 0);
  append (self, 1, "table/9", 0, 7, 0);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 0, 1);

    g_assert_cmpuint (report.n_events[0], ==, 27);
    g_assert_cmpuint (report.n_events[1], ==, 1230);
    g_assert_cmpuint (report.n_partitions[0], ==, 2);
    g_assert_cmpuint (report.n_partitions[1], ==, 2);
    g_assert_cmpuint (report.forks->len, ==, 0);
  }
  expect_equal (self, 0, 1);
  g_assert_cmpuint (get_head (self, 0, "table/1"), ==, 30);
  g_assert_cmpuint (get_head (self, 0, marked_1), ==, 20);
  g_assert_cmpuint (get_head (self, 1, "table/1"), ==, 20);
  g_assert_cmpuint (get_head (self, 1, marked_0), ==, 30);
  g_assert_cmpuint (get_head (self, 1, "table/2"), ==, 1200);
  expect_nothing_to_do (self, 1, 0);

  /* Each goes on at its own table; the copy follows under its name. */
  append (self, 1, "table/1", 20, 5, 20);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 1, 0);

    g_assert_cmpuint (report.n_events[1], ==, 5);
  }
  g_assert_cmpuint (get_head (self, 0, marked_1), ==, 25);
  expect_equal (self, 0, 1);
}

static void
test_third (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_SIDES; i++)
    append (self, i, "table/1", i, 10 + i, 0);
  for (guint i = 0; i < 4; i++)
    {
      g_auto (ClSyncReport) report = sync_ok (self, i % 2, i % 2 + 1);

      g_assert_cmpuint (report.complaints->len, ==, 0);
    }
  expect_equal (self, 0, 1);
  expect_equal (self, 0, 2);
}

static void
expect_fork (const ClSyncReport *report, guint64 offset)
{
  const ClSyncFork *fork;

  g_assert_cmpuint (report->forks->len, ==, 1);
  fork = g_ptr_array_index (report->forks, 0);
  g_assert_cmpstr (fork->partition, ==, "table/1");
  g_assert_cmpuint (fork->offset, ==, offset);
  g_assert_nonnull (fork->branches[0]);
  g_assert_nonnull (fork->branches[1]);
}

static void
test_fork (Fixture *self, gconstpointer data)
{
  g_autofree char *branch_0 = NULL, *branch_1 = NULL;
  guint64 n_events;

  append (self, 0, "table/1", 0, 40, 0);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 0, 1);

    g_assert_cmpuint (report.n_events[1], ==, 40);
  }
  append (self, 0, "table/1", 50, 3, 40);
  append (self, 1, "table/1", 60, 2, 40);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 0, 1);
    const ClSyncFork *fork;

    expect_fork (&report, 41);
    fork = g_ptr_array_index (report.forks, 0);
    branch_0 = g_strdup (fork->branches[0]);
    branch_1 = g_strdup (fork->branches[1]);
    g_assert_cmpuint (report.n_events[0], ==, 5);
    g_assert_cmpuint (report.n_events[1], ==, 5);
  }
  g_assert_true (g_str_has_prefix (branch_0, "table/1/disputed/41-"));
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (get_head (self, i, "table/1"), ==, i ? 42 : 43);
      g_assert_cmpuint (get_head (self, i, branch_0), ==, 3);
      g_assert_cmpuint (get_head (self, i, branch_1), ==, 2);
    }
  expect_nothing_to_do (self, 0, 1);
  expect_nothing_to_do (self, 1, 0);

  /* The branches go on growing. */
  append (self, 1, "table/1", 70, 4, 42);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 1, 0);

    expect_fork (&report, 41);
    n_events = report.n_events[0] + report.n_events[1];
    g_assert_cmpuint (n_events, ==, 8);
  }
  g_assert_cmpuint (get_head (self, 0, branch_1), ==, 6);
  expect_nothing_to_do (self, 0, 1);
}

/* Three go on differently; each meets the others, and all end with the same branches. */
static void
test_fork_of_three (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = NULL;
  g_autoptr (GArray) list = NULL;
  guint n_disputed = 0;

  append (self, 0, "table/1", 0, 10, 0);
  for (guint i = 1; i < N_SIDES; i++)
    {
      g_auto (ClSyncReport) report = sync_ok (self, 0, i);

      g_assert_cmpuint (report.forks->len, ==, 0);
    }
  for (guint i = 0; i < N_SIDES; i++)
    append (self, i, "table/1", 100 * (i + 1), 2 + i, 10);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < N_SIDES; i++)
      {
        g_auto (ClSyncReport) report = sync_ok (self, i, (i + 1) % N_SIDES);

        expect_fork (&report, 11);
      }
  for (guint i = 0; i < N_SIDES; i++)
    expect_nothing_to_do (self, i, (i + 1) % N_SIDES);
  reader = cl_reader_new (self->ledgers[1], &error);
  list = cl_reader_list_partitions (reader, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    n_disputed += cl_partition_is_disputed (g_array_index (list, ClPartitionInfo, i).key);
  g_assert_cmpuint (n_disputed, ==, 3);
}

/* A copy of the branch goes on differently from the branch. */
static void
test_fork_of_fork (Fixture *self, gconstpointer data)
{
  append (self, 0, "table/1", 0, 10, 0);
  {
    g_auto (ClSyncReport) first = sync_ok (self, 0, 1);

    append (self, 1, "table/1", 100, 3, 10);
    g_assert_cmpuint (first.forks->len, ==, 0);
  }
  {
    g_auto (ClSyncReport) second = sync_ok (self, 1, 2);

    append (self, 0, "table/1", 200, 2, 10);
    append (self, 1, "table/1", 300, 2, 13);
    append (self, 2, "table/1", 400, 2, 13);
    g_assert_cmpuint (second.n_events[1], ==, 13);
  }
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < N_SIDES; i++)
      {
        g_auto (ClSyncReport) report = sync_ok (self, i, (i + 1) % N_SIDES);

        g_assert_cmpuint (report.forks->len, >=, 1);
      }
  for (guint i = 0; i < N_SIDES; i++)
    expect_nothing_to_do (self, i, (i + 1) % N_SIDES);
}

static void
cancel_cb (guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  guint n_cancelled = 0;

  append (self, 0, "table/1", 0, 3000, 0);
  append (self, 1, "table/2", 0, 3000, 0);
  while (TRUE)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      g_auto (ClSyncReport) report;

      cl_sync_report_init (&report);
      if (cl_sync_run (self->ledgers[0],
                       self->ledgers[1],
                       CL_SYNC_BOTH_WAYS,
                       cancel_cb,
                       cancellable,
                       cancellable,
                       &report,
                       &error))
        break;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (report.n_events[0] + report.n_events[1], >, 0);
      g_assert_cmpuint (++n_cancelled, <, 100);
    }
  g_assert_cmpuint (n_cancelled, >, 4);
  expect_equal (self, 0, 1);
}

static void
test_broken_source (Fixture *self, gconstpointer data)
{
  g_autofree char *path = get_path (self, 0);
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;

  append (self, 0, "table/1", 0, 50, 0);
  append (self, 0, "table/2", 0, 50, 0);
  close_side (self, 0);
  run_sql_ok (path,
              "DROP TRIGGER event_no_update; UPDATE event SET clock_ms = 77 WHERE position = 30");
  open_side (self, 0);
  cl_sync_report_init (&report);
  g_assert_false (cl_sync_run (self->ledgers[0],
                               self->ledgers[1],
                               CL_SYNC_BOTH_WAYS,
                               NULL,
                               NULL,
                               NULL,
                               &report,
                               &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_assert_nonnull (strstr (error->message, "“table/1” offset 30"));
  g_assert_cmpuint (get_head (self, 1, "table/1"), ==, 29);
  close_side (self, 0); /* tear_down verifies */
}

static void
test_one_way (Fixture *self, gconstpointer data)
{
  g_autofree char *path = get_path (self, 0);
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;
  ClLedger *reading = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);

  append (self, 0, "table/1", 0, 5, 0);
  append (self, 1, "table/2", 0, 5, 0);
  cl_sync_report_init (&report);
  g_assert_false (
    cl_sync_run (reading, self->ledgers[1], CL_SYNC_BOTH_WAYS, NULL, NULL, NULL, &report, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_true (
    cl_sync_run (reading, self->ledgers[1], CL_SYNC_ONE_WAY, NULL, NULL, NULL, &report, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_head (self, 1, "table/1"), ==, 5);
  g_assert_cmpuint (get_head (self, 0, "table/2"), ==, 0);
  g_assert_false (cl_sync_run (self->ledgers[1],
                               self->ledgers[1],
                               CL_SYNC_BOTH_WAYS,
                               NULL,
                               NULL,
                               NULL,
                               &report,
                               &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  cl_ledger_close (reading);
  g_object_unref (reading);
}

/* A copy of the file has the same id: what both begin under one name is a fork. */
static void
test_copied_file (Fixture *self, gconstpointer data)
{
  g_autofree char *path = get_path (self, 0), *copy = get_path (self, 1);
  g_autofree char *sql = g_strdup_printf ("VACUUM INTO '%s'", copy);

  append (self, 0, "table/1", 0, 5, 0);
  close_side (self, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *gone = g_strconcat (copy, i ? ".lock" : "", NULL);

      g_remove (gone);
    }
  run_sql_ok (path, sql);
  open_side (self, 1);
  g_assert_cmpstr (cl_ledger_get_id (self->ledgers[0]), ==, cl_ledger_get_id (self->ledgers[1]));
  append (self, 0, "table/2", 0, 4, 0);
  append (self, 1, "table/3", 0, 6, 0);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 0, 1);

    g_assert_cmpuint (report.forks->len, ==, 0);
  }
  expect_equal (self, 0, 1);
  append (self, 0, "table/4", 10, 4, 0);
  append (self, 1, "table/4", 20, 6, 0);
  {
    g_auto (ClSyncReport) report = sync_ok (self, 0, 1);

    g_assert_cmpuint (report.forks->len, ==, 1);
    g_assert_cmpuint (((ClSyncFork *) report.forks->pdata[0])->offset, ==, 1);
  }
  expect_nothing_to_do (self, 0, 1);
}

static void
test_long_names (Fixture *self, gconstpointer data)
{
  g_autofree char *name = g_strnfill (CL_PARTITION_KEY_MAX, 'x');

  append (self, 0, name, 0, 5, 0);
  append (self, 1, name, 0, 5, 0);
  append (self, 1, "table/1", 0, 5, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_auto (ClSyncReport) report = sync_ok (self, 0, 1);

      g_assert_cmpuint (report.complaints->len, ==, 2);
    }
  g_assert_cmpuint (get_head (self, 0, "table/1"), ==, 5);
}

/* Nobody begins a partition that is here under another name. */
static void
test_one_key_each (Fixture *self, gconstpointer data)
{
  g_autofree char *marked = get_marked (self, 0, "table/1");
  g_autoptr (ClDraft) draft = make_draft (marked, 1, 0, 1);
  g_autoptr (GError) error = NULL;

  append (self, 0, "table/1", 0, 1, 0);
  g_assert_false (cl_ledger_append (self->ledgers[0], draft, 0, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT);
}

typedef struct
{
  GMainLoop *loop;
  gboolean ok;
  ClSyncReport report;
  GError *error;
  guint64 done;
} Waiting;

static void
told_cb (guint64 done, guint64 total, gpointer user_data)
{
  Waiting *waiting = user_data;

  g_assert_true (g_main_context_is_owner (g_main_context_default ()));
  g_assert_cmpuint (done, >=, waiting->done);
  waiting->done = done;
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->ok = cl_sync_run_finish (result, &waiting->report, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
test_async (Fixture *self, gconstpointer data)
{
  Waiting waiting = { .loop = g_main_loop_new (NULL, FALSE) };

  append (self, 0, "table/1", 0, 8000, 0);
  cl_sync_report_init (&waiting.report);
  cl_sync_run_async (self->ledgers[0],
                     self->ledgers[1],
                     CL_SYNC_BOTH_WAYS,
                     told_cb,
                     &waiting,
                     NULL,
                     synced_cb,
                     &waiting);
  g_main_loop_run (waiting.loop);
  g_assert_no_error (waiting.error);
  g_assert_true (waiting.ok);
  g_assert_cmpuint (waiting.report.n_events[1], ==, 8000);
  g_assert_cmpuint (waiting.done, >, 0);
  cl_sync_report_clear (&waiting.report);
  g_main_loop_unref (waiting.loop);
  expect_equal (self, 0, 1);
}

static void
cancel_sometimes_cb (guint64 done, guint64 total, gpointer user_data)
{
  if (g_test_rand_int_range (0, 3) == 0)
    g_cancellable_cancel (user_data);
}

static void
sync_with_interruptions (Fixture *self, guint a, guint b)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;

  cl_sync_report_init (&report);
  cl_sync_run (self->ledgers[a],
               self->ledgers[b],
               CL_SYNC_BOTH_WAYS,
               cancel_sometimes_cb,
               cancellable,
               cancellable,
               &report,
               &error);
  if (error)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (report.forks->len, ==, 0);
}

/* Sessions of recording and syncs in any order, interrupted anywhere, end in equal clocks. */
static void
test_random (Fixture *self, gconstpointer data)
{
  guint n_rounds = g_getenv ("CHESS_LEDGER_THOROUGH") ? 2000 : 120;
  guint64 heads[N_SIDES][4] = { 0 };
  char *keys[N_SIDES][4] = { { NULL } };

  for (guint round = 0; round < n_rounds; round++)
    {
      guint side = (guint) g_test_rand_int_range (0, N_SIDES);

      if (g_test_rand_int_range (0, 3) > 0)
        {
          guint table = (guint) g_test_rand_int_range (0, 4);
          guint n = (guint) g_test_rand_int_range (1, 200);
          g_autofree char *name = g_strdup_printf ("table/%u", table);

          /* Another's table may have come with that name before this side began its own. */
          if (!keys[side][table])
            keys[side][table] =
              get_head (self, side, name) > 0 ? get_marked (self, side, name) : g_strdup (name);
          append (self,
                  side,
                  keys[side][table],
                  (guint) heads[side][table] + side,
                  n,
                  heads[side][table]);
          heads[side][table] += n;
        }
      else
        sync_with_interruptions (self,
                                 side,
                                 (side + (guint) g_test_rand_int_range (1, 3)) % N_SIDES);
    }
  for (guint i = 0; i < 4; i++)
    {
      g_auto (ClSyncReport) report = sync_ok (self, i % 2, i % 2 + 1);

      g_assert_cmpuint (report.forks->len, ==, 0);
    }
  expect_equal (self, 0, 1);
  expect_equal (self, 0, 2);
  for (guint i = 0; i < N_SIDES; i++)
    for (guint k = 0; k < 4; k++)
      g_free (keys[i][k]);
  g_assert_cmpuint (cl_ledger_get_head (self->ledgers[0]),
                    ==,
                    cl_ledger_get_head (self->ledgers[2]));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/sync/both-ways", test_both_ways);
  ADD ("/ledger/sync/third", test_third);
  ADD ("/ledger/sync/fork", test_fork);
  ADD ("/ledger/sync/fork-of-three", test_fork_of_three);
  ADD ("/ledger/sync/fork-of-fork", test_fork_of_fork);
  ADD ("/ledger/sync/cancel", test_cancel);
  ADD ("/ledger/sync/broken-source", test_broken_source);
  ADD ("/ledger/sync/one-way", test_one_way);
  ADD ("/ledger/sync/copied-file", test_copied_file);
  ADD ("/ledger/sync/long-names", test_long_names);
  ADD ("/ledger/sync/one-key-each", test_one_key_each);
  ADD ("/ledger/sync/async", test_async);
  ADD ("/ledger/sync/random", test_random);
  return g_test_run ();
}
