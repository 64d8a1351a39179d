/* test-runner.c: folding, history, pausing, poison, rebuilding: every view is what a slow fold says, at any position
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-runner-private.h"
#include "own-home.h"

#include <sqlite3.h>
#include <string.h>

static ClConsumerState
get_state_of (Fixture *fixture, const char *name, guint64 *position)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (fixture->runner, name);

  g_assert_nonnull (status);
  if (position != NULL)
    *position = status->position;
  return status->state;
}

static void
test_fold (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 3000);
  /* Live, a few at a time. */
  for (guint i = 0; i < 20; i++)
    {
      fixture_append_random (&fixture, 7);
      fixture_wait (&fixture, "words");
    }
  fixture_assert_words_at (&fixture, 3140);
  fixture_clear (&fixture);
}

static void
test_history (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 5000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  for (guint i = 0; i < 100; i++)
    {
      fixture_append_random (&fixture, 3);
      fixture_wait (&fixture, "words");
    }
  for (guint64 position = 1; position <= 5300; position += (guint64) g_test_rand_int_range (1, 300))
    fixture_assert_words_at (&fixture, position);
  fixture_clear (&fixture);
}

static gboolean
collect_from_cb (const char *key, const char *value, gpointer user_data)
{
  GPtrArray *keys = user_data;

  g_ptr_array_add (keys, g_strdup (key));
  return keys->len < 5;
}

static void
test_read_from (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint64 at;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 2500);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_append_random (&fixture, 500);
  fixture_wait (&fixture, "words");
  for (guint64 position = 2400; position <= 3000; position += 300)
    {
      g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (ClMap) map = fixture_fold_words (&fixture, position);

      cl_map_foreach (map, "word/{\"word\":\"w2", collect_from_cb, expected);
      cl_runner_read_state (fixture.runner,
                            "words",
                            position,
                            "word/{\"word\":\"w2",
                            collect_from_cb,
                            keys,
                            &at,
                            &error);
      g_assert_no_error (error);
      g_assert_cmpuint (at, ==, position);
      g_assert_cmpuint (keys->len, ==, 5);
      for (guint i = 0; i < 5; i++)
        g_assert_cmpstr (keys->pdata[i], ==, expected->pdata[i]);
    }
  cl_runner_read_state (fixture.runner, "words", 3001, NULL, collect_from_cb, NULL, NULL, &error);
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_FUTURE);
  g_clear_error (&error);
  g_assert_null (cl_runner_get_state (fixture.runner, "nobody", 0, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_UNKNOWN_CONSUMER);
  fixture_clear (&fixture);
}

static void
test_changes (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 4500);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  for (guint i = 0; i < 50; i++)
    {
      fixture_append_random (&fixture, 10);
      fixture_wait (&fixture, "words");
    }
  for (guint64 after = 0, until; after < 5000; after = until)
    {
      g_autoptr (ClMap) patched = fixture_fold_words (&fixture, after);
      g_autoptr (ClMap) expected = NULL;

      until = after + (guint64) g_test_rand_int_range (0, after < 4400 ? 700 : 40);
      until = MIN (until, 5000);
      expected = fixture_fold_words (&fixture, until);
      if (until == 0)
        continue;
      cl_runner_read_changes (fixture.runner,
                              "words",
                              after,
                              until,
                              cl_map_set_cb,
                              patched,
                              &error);
      g_assert_no_error (error);
      fixture_assert_equal (patched, expected);
    }
  fixture_clear (&fixture);
}

static void
test_reopen (void)
{
  Fixture fixture;
  g_autoptr (ClMap) lazy = NULL, lazy_again = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 2000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_wait (&fixture, "lazy");
  lazy = cl_runner_get_state (fixture.runner, "lazy", 0, NULL);
  fixture_stop (&fixture);
  fixture_close_ledger (&fixture);
  fixture_open_ledger (&fixture);
  /* Read on from where it was. */
  fixture_append_random (&fixture, 100);
  fixture_run (&fixture);
  g_assert_cmpuint (get_state_of (&fixture, "words", NULL), ==, CL_CONSUMER_RUNNING);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 2100);
  fixture_assert_words_at (&fixture, 1234);
  fixture_stop (&fixture);
  /* Deleting every cache and starting again adds no event and gives the same. */
  fixture_remove_cache (&fixture);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_wait (&fixture, "lazy");
  g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), ==, 2100);
  fixture_assert_words_at (&fixture, 2100);
  lazy_again = cl_runner_get_state (fixture.runner, "lazy", 2000, NULL);
  fixture_assert_equal (lazy, lazy_again);
  fixture_clear (&fixture);
}

static void
test_memory (void)
{
  Fixture fixture;
  g_autofree char *cache = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 2500);
  cache = g_steal_pointer (&fixture.cache);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_append_random (&fixture, 100);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 2600);
  fixture_assert_words_at (&fixture, 77);
  fixture_assert_words_at (&fixture, 2555);
  g_assert_false (g_file_test (cache, G_FILE_TEST_EXISTS));
  fixture_stop (&fixture);
  fixture.cache = g_steal_pointer (&cache);
  fixture_clear (&fixture);
}

static void
test_borrowed (void)
{
  Fixture fixture, reader;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 5000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  cl_runner_pause (fixture.runner, "words", NULL);
  fixture_append_random (&fixture, 700);
  reader = fixture;
  reader.runner = NULL;
  reader.folded = NULL;
  reader.ledger = cl_ledger_open (fixture.path, CL_LEDGER_READ_ONLY, fixture_vocabulary, &error);
  g_assert_no_error (error);
  fixture_run (&reader);
  g_assert_cmpint (cl_cache_get_kind (reader.runner->cache), ==, CL_CACHE_BORROWED);
  g_assert_cmpuint (cl_ledger_get_head (reader.ledger), ==, 5700);
  fixture_wait (&reader, "words");
  /* The owner goes on; what was borrowed stays as it was. */
  cl_runner_resume (fixture.runner, "words", NULL);
  fixture_wait (&fixture, "words");
  for (guint64 position = 500; position <= 5700; position += 650)
    fixture_assert_words_at (&reader, position);
  /* The owner throws it away: the reader begins anew in memory. */
  cl_runner_rebuild (fixture.runner, "words", NULL);
  fixture_wait (&fixture, "words");
  fixture_append_random (&fixture, 10);
  cl_runner_resume (reader.runner, "words", NULL);
  cl_runner_wait (reader.runner, "words", 5710, FIXTURE_WAIT_MS, &error);
  g_assert_no_error (error);
  fixture_assert_words_at (&reader, 5710);
  fixture_assert_words_at (&reader, 4321);
  fixture_stop (&reader);
  fixture_close_ledger (&reader);
  cl_map_unref (reader.folded);
  fixture_clear (&fixture);
}

/* A borrowed cache of which one view does not fit: that one is folded in memory, the others are read on. */
static void
test_borrowed_misfit (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  sqlite3 *db;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_wait (&fixture, "lazy");
  fixture_wait (&fixture, "careful");
  fixture_stop (&fixture);
  fixture_append_random (&fixture, 100);
  fixture_close_ledger (&fixture);
  path = g_build_filename (fixture.cache, "views.db", NULL);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "UPDATE consumer SET seal=zeroblob (32) WHERE name='words'",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_OK);
  sqlite3_close (db);
  fixture.ledger = cl_ledger_open (fixture.path, CL_LEDGER_READ_ONLY, fixture_vocabulary, &error);
  g_assert_no_error (error);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_wait (&fixture, "lazy");
  g_assert_cmpint (cl_cache_get_kind (fixture.runner->cache), ==, CL_CACHE_BORROWED);
  for (guint64 position = 100; position <= 3100; position += 600)
    fixture_assert_words_at (&fixture, position);
  fixture_clear (&fixture);
}

static void
test_pause (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  guint64 position;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 100);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  g_assert_true (cl_runner_pause (fixture.runner, "words", NULL));
  fixture_append_random (&fixture, 50);
  fixture_wait (&fixture, "lazy");
  g_assert_cmpint (get_state_of (&fixture, "words", &position), ==, CL_CONSUMER_PAUSED);
  g_assert_cmpuint (position, ==, 100);
  g_assert_false (cl_runner_wait (fixture.runner, "words", 101, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_PAUSED);
  g_clear_error (&error);
  /* Its view can be read beyond its position. */
  fixture_assert_words_at (&fixture, 150);
  fixture_assert_words_at (&fixture, 120);
  for (guint64 i = 101; i <= 103; i++)
    {
      g_assert_true (cl_runner_step (fixture.runner, "words", NULL));
      cl_runner_wait (fixture.runner, "words", i, FIXTURE_WAIT_MS, &error);
      g_assert_no_error (error);
      get_state_of (&fixture, "words", &position);
      g_assert_cmpuint (position, ==, i);
    }
  /* Paused it stays, over a restart. */
  fixture_stop (&fixture);
  fixture_run (&fixture);
  g_assert_cmpint (get_state_of (&fixture, "words", &position), ==, CL_CONSUMER_PAUSED);
  g_assert_cmpuint (position, ==, 103);
  g_assert_true (cl_runner_resume (fixture.runner, "words", NULL));
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 150);
  fixture_clear (&fixture);
}

static void
test_poison (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) state = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  g_atomic_int_set (&fixture_poisonous, TRUE);
  fixture_init (&fixture);
  for (guint i = 0; i < 10; i++)
    fixture_append (&fixture, "table/1", "Said", "Ann", "fine");
  fixture_append (&fixture, "table/1", "Said", "Ann", "poison");
  fixture_append (&fixture, "table/2", "Said", "Ann", "later");
  fixture_run (&fixture);
  g_assert_false (cl_runner_wait (fixture.runner, "careful", 12, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_assert_cmpstr (
    error->message,
    ==,
    "“careful” stopped at position 11 (Said, “table/1” offset 11): it tastes bitter");
  g_clear_error (&error);
  status = cl_runner_get_status (fixture.runner, "careful");
  g_assert_cmpint (status->state, ==, CL_CONSUMER_PARKED);
  g_assert_cmpuint (status->position, ==, 10);
  g_assert_nonnull (strstr (status->error, "bitter"));
  /* The event left no trace, and all others go on. */
  state = cl_runner_get_state (fixture.runner, "careful", 0, NULL);
  g_assert_cmpstr (cl_map_get (state, "seen/Said"), ==, "10");
  g_assert_null (cl_map_get (state, "trace/{\"word\":\"poison\"}"));
  fixture_wait (&fixture, "words");
  g_assert_null (cl_runner_get_state (fixture.runner, "careful", 11, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_clear_error (&error);
  g_assert_false (cl_runner_step (fixture.runner, "careful", &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_clear_error (&error);
  /* Tried again in vain, also by a restart; then mended. */
  g_assert_true (cl_runner_retry (fixture.runner, "careful", NULL));
  g_assert_false (cl_runner_wait (fixture.runner, "careful", 12, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_clear_error (&error);
  fixture_stop (&fixture);
  fixture_run (&fixture);
  g_assert_false (cl_runner_wait (fixture.runner, "careful", 12, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_clear_error (&error);
  g_atomic_int_set (&fixture_poisonous, FALSE);
  g_assert_true (cl_runner_retry (fixture.runner, "careful", NULL));
  fixture_wait (&fixture, "careful");
  g_atomic_int_set (&fixture_poisonous, TRUE);
  fixture_clear (&fixture);
}

static void
test_unknown_type (void)
{
  static const char *const types[] = { "Sneezed", "Said" };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append (&fixture, "table/1", "Coughed", "Ann", "ignored");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    fixture_append (&fixture, "table/1", types[i], "Ann", "x");
  fixture_run (&fixture);
  g_assert_false (cl_runner_wait (fixture.runner, "careful", 3, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_assert_nonnull (strstr (error->message, "position 2 (Sneezed"));
  fixture_wait (&fixture, "words");
  fixture_clear (&fixture);
}

static gint64
ask_cache (Fixture *fixture, const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->cache, "views.db", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 answer;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return answer;
}

/* What a rebuild leaves behind is deleted bit by bit. */
static void
wait_until_swept (Fixture *fixture)
{
  gint64 deadline = g_get_monotonic_time () + FIXTURE_WAIT_MS * 1000;

  while (ask_cache (fixture, "SELECT count(*) FROM garbage") > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }
  g_assert_cmpint (
    ask_cache (fixture, "SELECT count(*) FROM value WHERE view NOT IN (SELECT id FROM consumer)"),
    ==,
    0);
  g_assert_cmpint (ask_cache (fixture, "SELECT count(*) FROM value"), >, 0);
}

/* A commit for each event does not keep each value for ever: between two marks the last one stays. */
static void
test_thinning (void)
{
  static const char too_many[] =
    "SELECT count(*) FROM value a JOIN value b ON a.view=b.view AND a.key=b.key AND a.position<b.position"
    " WHERE b.position<=(SELECT mark FROM consumer WHERE id=a.view) AND NOT EXISTS"
    " (SELECT 1 FROM mark m WHERE m.view=a.view AND m.position BETWEEN a.position AND b.position-1)";
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_run (&fixture);
  cl_runner_pause (fixture.runner, "words", NULL);
  fixture_append_random (&fixture, 1200);
  for (guint64 i = 1; i <= 1200; i++)
    {
      cl_runner_step (fixture.runner, "words", NULL);
      cl_runner_wait (fixture.runner, "words", i, FIXTURE_WAIT_MS, &error);
      g_assert_no_error (error);
    }
  /* A slow fold marks sooner; never more than a thousand events lie behind the last mark. */
  g_assert_cmpint (ask_cache (&fixture, "SELECT mark FROM consumer WHERE name='words'"), >=, 200);
  g_assert_cmpint (ask_cache (&fixture, too_many), ==, 0);
  for (guint64 position = 40; position <= 1200; position += 145)
    fixture_assert_words_at (&fixture, position);
  fixture_clear (&fixture);
}

static void
test_rebuild (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 5000);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (cl_runner_rebuild (fixture.runner, "words", &error));
      fixture_wait (&fixture, "words");
      fixture_assert_words_at (&fixture, 5000);
      fixture_assert_words_at (&fixture, (guint64) g_test_rand_int_range (1, 5000));
    }
  /* Paused in the middle it stands still, and goes on from there. */
  cl_runner_rebuild (fixture.runner, "words", NULL);
  cl_runner_pause (fixture.runner, "words", NULL);
  g_assert_cmpint (get_state_of (&fixture, "words", NULL), !=, CL_CONSUMER_RUNNING);
  cl_runner_resume (fixture.runner, "words", NULL);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 5000);
  g_assert_cmpint (get_state_of (&fixture, "words", NULL), ==, CL_CONSUMER_RUNNING);
  wait_until_swept (&fixture);
  fixture_assert_words_at (&fixture, 2500);
  fixture_clear (&fixture);
}

static void
count_cb (ClRunner *runner, const char *name, guint64 position, gpointer user_data)
{
  guint64 *last = user_data;

  if (g_str_equal (name, "words"))
    {
      g_assert_cmpuint (position, >=, last[0]);
      last[0] = position;
      last[1]++;
    }
}

static void
test_changed (void)
{
  Fixture fixture;
  guint64 last[2] = { 0, 0 };
  gint64 deadline = g_get_monotonic_time () + FIXTURE_WAIT_MS * 1000;

  fixture_init (&fixture);
  fixture_run (&fixture);
  g_signal_connect (fixture.runner, "changed", G_CALLBACK (count_cb), last);
  for (guint i = 0; i < 50; i++)
    fixture_append (&fixture, "table/1", "Said", "Ann", "word");
  fixture_wait (&fixture, "words");
  while (last[0] < 50 && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (last[0], ==, 50);
  g_assert_cmpuint (last[1], <=, 2); /* merged: nothing was delivered while we were not looking */
  fixture_clear (&fixture);
}

static void
test_fold_game (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) all = NULL, early = NULL, none = NULL;

  fixture_init (&fixture);
  fixture_append (&fixture, "table/1", "Said", "Ann", "a");
  fixture_append (&fixture, "table/2", "Said", "Ann", "b");
  fixture_append (&fixture, "table/1", "Coughed", "Ann", "c");
  fixture_append (&fixture, "table/1", "Said", "Ann", "d");
  fixture_run (&fixture);
  all = cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_map_get (all, "talk"), ==, "{\"word\":\"a\"}{\"word\":\"d\"}");
  early = cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 3, &error);
  g_assert_cmpstr (cl_map_get (early, "talk"), ==, "{\"word\":\"a\"}");
  none = cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/9", 1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_map_get (none, "talk"), ==, "");
  g_assert_null (cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 5, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_FUTURE);
  g_clear_error (&error);
  fixture_append (&fixture, "table/1", "Erased", "Ann", "a");
  g_assert_null (cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 0, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  fixture_clear (&fixture);
}

static void
test_close (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 20000);
  fixture_run (&fixture);
  cl_runner_close (fixture.runner);
  cl_runner_close (fixture.runner);
  g_assert_null (cl_runner_get_state (fixture.runner, "words", 0, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (cl_runner_wait (fixture.runner, "words", 1000000, FIXTURE_WAIT_MS, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CLOSED);
  fixture_stop (&fixture);
  fixture_run (&fixture);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 20000);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/runner/fold", test_fold);
  g_test_add_func ("/consumers/runner/history", test_history);
  g_test_add_func ("/consumers/runner/read-from", test_read_from);
  g_test_add_func ("/consumers/runner/changes", test_changes);
  g_test_add_func ("/consumers/runner/reopen", test_reopen);
  g_test_add_func ("/consumers/runner/memory", test_memory);
  g_test_add_func ("/consumers/runner/borrowed", test_borrowed);
  g_test_add_func ("/consumers/runner/borrowed-misfit", test_borrowed_misfit);
  g_test_add_func ("/consumers/runner/pause", test_pause);
  g_test_add_func ("/consumers/runner/poison", test_poison);
  g_test_add_func ("/consumers/runner/unknown-type", test_unknown_type);
  g_test_add_func ("/consumers/runner/thinning", test_thinning);
  g_test_add_func ("/consumers/runner/rebuild", test_rebuild);
  g_test_add_func ("/consumers/runner/changed", test_changed);
  g_test_add_func ("/consumers/runner/fold-game", test_fold_game);
  g_test_add_func ("/consumers/runner/close", test_close);
  return g_test_run ();
}
