/* test-replica.c: what an app does with tables that began in another ledger, where they may still go on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-desk.h"
#include "cl-reader.h"
#include "cl-sync.h"
#include "cl-view-digest.h"
#include "own-home.h"

static void
sync_paths (const char *a, const char *b, guint n_forks)
{
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;
  ClLedger *ledgers[2];

  ledgers[0] = cl_ledger_open (a, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  ledgers[1] =
    cl_ledger_open (b, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  cl_sync_report_init (&report);
  cl_sync_run (ledgers[0], ledgers[1], CL_SYNC_ONE_WAY, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.forks->len, ==, n_forks);
  for (guint i = 0; i < 2; i++)
    {
      cl_ledger_close (ledgers[i]);
      g_object_unref (ledgers[i]);
    }
}

static guint64
get_offset (const char *path, const char *partition)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  g_autoptr (ClReader) reader = cl_reader_new (ledger, &error);
  ClPartitionInfo info = { 0 };

  cl_reader_get_partition (reader, partition, &info, &error);
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return info.head;
}

/* The clock of a game that runs on another laptop is not ours to stop. */
static void
test_running_elsewhere (Fixture *self, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (self->folder, "copy.ledger", NULL);
  g_autoptr (GError) error = NULL;
  guint64 offset;
  FakeTime time;
  Fixture other = { 0 };

  start_game (self, "60", FALSE);
  DO_OK (cl_session_start_clock (self->session, DONE));
  play_moves (self, "e4 e5");
  sync_paths (self->path, copy, 0);
  offset = get_offset (copy, "table/1");
  g_assert_cmpuint (offset, ==, 4);

  fake_time_init (&time);
  other.session = open_session (copy, FALSE, &time.source, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (other.session)), ==, 1);
  fake_time_advance (&time, 3600 * 1000); /* its flag would have fallen */
  start_game (&other, NULL, FALSE);
  g_assert_cmpstr (cl_session_get_game (other.session)->partition, ==, "table/2");
  fixture_close (&other);
  fake_time_clear (&time);
  g_assert_cmpuint (get_offset (copy, "table/1"), ==, offset);

  play_moves (self, "Nf3");
  sync_paths (self->path, copy, 0);
  g_assert_cmpuint (get_offset (copy, "table/1"), ==, offset + 1);
}

/* Whoever goes on with a copy makes a fork, and the app opens what came of it. */
static void
test_fork (Fixture *self, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (self->folder, "copy.ledger", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) digests = NULL;
  FakeTime time;
  Fixture other = { 0 };

  start_game (self, NULL, TRUE);
  play_moves (self, "e4 e5");
  sync_paths (self->path, copy, 0);
  fake_time_init (&time);
  other.session = open_session (copy, FALSE, &time.source, &error);
  g_assert_no_error (error);
  cl_session_choose_game (other.session, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (other.session) != NULL);
  play_moves (&other, "Nc3");
  play_moves (self, "Nf3 Nc6");
  fixture_close (&other);
  sync_paths (self->path, copy, 1);

  other.session = open_session (copy, FALSE, &time.source, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (other.session)), ==, 1);
  cl_session_choose_game (other.session, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (other.session) != NULL);
  g_assert_cmpuint (cl_game_n_plies (cl_session_get_game (other.session)), ==, 3);
  digests = cl_view_digest_all (cl_session_get_ledger (other.session), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < digests->len; i++)
    g_assert_cmpstr (((ClViewDigest *) digests->pdata[i])->error, ==, NULL);
  fixture_close (&other);
  fake_time_clear (&time);
}

static GPtrArray *
digest_views (const char *path)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  GPtrArray *digests = cl_view_digest_all (ledger, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return digests;
}

/* How many views say the same in both. */
static guint
count_equal (GPtrArray *a, GPtrArray *b)
{
  guint n = 0;

  g_assert_cmpuint (a->len, ==, b->len);
  for (guint i = 0; i < a->len; i++)
    n += memcmp (((ClViewDigest *) a->pdata[i])->digest,
                 ((ClViewDigest *) b->pdata[i])->digest,
                 CL_SEAL_SIZE) == 0;
  return n;
}

static void
decide (const char *path, const char *consumer, const char *partition, guint64 offset)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);

  g_assert_no_error (error);
  cl_desk_set_aside (ledger, consumer, partition, offset, "a test", &error);
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

/* The key of the only partition that begins with @prefix. */
static char *
find_key (const char *path, const char *prefix)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  ClReader *reader = cl_reader_new (ledger, &error);
  g_autoptr (GArray) list = cl_reader_list_partitions (reader, &error);
  char *key = NULL;

  for (guint i = 0; i < list->len; i++)
    if (g_str_has_prefix (g_array_index (list, ClPartitionInfo, i).key, prefix))
      {
        g_assert_null (key);
        key = g_strdup (g_array_index (list, ClPartitionInfo, i).key);
      }
  g_assert_nonnull (key);
  cl_reader_free (reader);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return key;
}

/* Two laptops have a table 1 each, and one of them sets its own aside for two views. The decision means that table on both, and
 * enters the digests of the views that it is about. */
static void
test_set_aside (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "other.ledger", NULL), *key = NULL;
  g_autoptr (GPtrArray) before = NULL, here = NULL, there = NULL;
  g_autoptr (GError) error = NULL;
  FakeTime time;
  Fixture other = { 0 };

  fake_time_init (&time);
  other.session = open_session (path, FALSE, &time.source, &error);
  g_assert_no_error (error);
  start_game (&other, NULL, TRUE);
  play_moves (&other, "d4 d5");
  fixture_close (&other);
  start_game (self, NULL, TRUE);
  play_moves (self, "e4 e5 Nf3");
  fixture_close (self);
  before = digest_views (self->path);
  decide (self->path, "library", "table/1", 3);
  decide (self->path, "board", "table/1", 3);
  here = digest_views (self->path);
  g_assert_cmpuint (count_equal (before, here), ==, here->len - 2);
  g_clear_pointer (&here, g_ptr_array_unref);

  sync_paths (self->path, path, 0);
  sync_paths (path, self->path, 0);
  here = digest_views (self->path);
  there = digest_views (path);
  for (guint i = 0; i < here->len; i++)
    g_assert_cmpstr (((ClViewDigest *) here->pdata[i])->error, ==, NULL);
  g_assert_cmpuint (count_equal (here, there), ==, here->len);

  /* What the other sets aside of the first one's table, it sets aside there too. */
  decide (path, "scoresheet", "table/1~", 1); /* no such thing: it changes nothing */
  key = find_key (path, "table/1~");
  decide (path, "scoresheet", key, 2);
  g_clear_pointer (&before, g_ptr_array_unref);
  before = g_steal_pointer (&here);
  sync_paths (path, self->path, 0);
  g_clear_pointer (&there, g_ptr_array_unref);
  here = digest_views (self->path);
  there = digest_views (path);
  g_assert_cmpuint (count_equal (here, there), ==, here->len);
  g_assert_cmpuint (count_equal (here, before), ==, here->len - 1);
  fake_time_clear (&time);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/session/replica/running-elsewhere",
              Fixture,
              NULL,
              fixture_set_up,
              test_running_elsewhere,
              fixture_tear_down);
  g_test_add ("/session/replica/fork", Fixture, NULL, fixture_set_up, test_fork, fixture_tear_down);
  g_test_add ("/session/replica/set-aside",
              Fixture,
              NULL,
              fixture_set_up,
              test_set_aside,
              fixture_tear_down);
  return g_test_run ();
}
