/* test-control.c: what a person may do to a consumer: wherever it was moved to, its view is what a slow fold says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-runner-private.h"
#include "own-home.h"

#include <string.h>

static void
start (Fixture *fixture, guint n_events)
{
  fixture_init (fixture);
  fixture_append_random (fixture, n_events);
  fixture_run (fixture);
  fixture_wait (fixture, "words");
}

/* The live state, as it is stored, is that of @position; and so is the consumer. */
static void
assert_stands_at (Fixture *fixture, guint64 position, ClConsumerState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;
  g_autoptr (ClMap) expected = fixture_fold_words (fixture, position);
  g_autoptr (ClMap) live = NULL;

  cl_runner_wait (fixture->runner, "words", position, FIXTURE_WAIT_MS, &error);
  g_assert_no_error (error);
  status = cl_runner_get_status (fixture->runner, "words");
  g_assert_cmpuint (status->position, ==, position);
  g_assert_cmpstr (cl_consumer_state_word (status->state), ==, cl_consumer_state_word (state));
  live = cl_runner_get_state (fixture->runner, "words", 0, &error);
  g_assert_no_error (error);
  fixture_assert_equal (live, expected);
}

static void
seek (Fixture *fixture, guint64 position)
{
  g_autoptr (GError) error = NULL;

  cl_runner_seek (fixture->runner, "words", position, &error);
  g_assert_no_error (error);
  assert_stands_at (fixture, position, CL_CONSUMER_PAUSED);
}

static void
test_seek (void)
{
  static const guint64 far[] = { 29000, 300, 0, 4321, 30000, 1000, 1 };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  start (&fixture, 30000);
  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    seek (&fixture, far[i]);
  for (guint i = 0; i < 15; i++)
    seek (&fixture, (guint64) g_test_rand_int_range (0, 30001));
  /* History before it is whole, and what it will see can be looked at. */
  seek (&fixture, 15000);
  fixture_assert_words_at (&fixture, 7000);
  fixture_assert_words_at (&fixture, 15100);
  g_assert_false (cl_runner_seek (fixture.runner, "words", 30001, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_FUTURE);
  g_clear_error (&error);
  g_assert_true (cl_runner_resume (fixture.runner, "words", &error));
  assert_stands_at (&fixture, 30000, CL_CONSUMER_RUNNING);
  for (guint64 position = 1; position < 30000; position += 2777)
    fixture_assert_words_at (&fixture, position);
  fixture_clear (&fixture);
}

static void
test_rewind (void)
{
  Fixture fixture;

  start (&fixture, 2500);
  cl_runner_rewind (fixture.runner, "words", 1, NULL);
  assert_stands_at (&fixture, 2499, CL_CONSUMER_PAUSED);
  cl_runner_rewind (fixture.runner, "words", 10, NULL);
  assert_stands_at (&fixture, 2489, CL_CONSUMER_PAUSED);
  cl_runner_step (fixture.runner, "words", NULL);
  assert_stands_at (&fixture, 2490, CL_CONSUMER_PAUSED);
  cl_runner_rewind (fixture.runner, "words", 1700, NULL);
  assert_stands_at (&fixture, 790, CL_CONSUMER_PAUSED);
  /* It stays there over a restart. */
  fixture_stop (&fixture);
  fixture_run (&fixture);
  assert_stands_at (&fixture, 790, CL_CONSUMER_PAUSED);
  cl_runner_rewind (fixture.runner, "words", 100000, NULL);
  assert_stands_at (&fixture, 0, CL_CONSUMER_PAUSED);
  cl_runner_resume (fixture.runner, "words", NULL);
  assert_stands_at (&fixture, 2500, CL_CONSUMER_RUNNING);
  fixture_clear (&fixture);
}

static void
test_preview (void)
{
  Fixture fixture;
  ClSeekPreview preview;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  start (&fixture, 5000);
  g_assert_true (cl_runner_preview_seek (fixture.runner, "words", 1500, &preview, &error));
  g_assert_cmpuint (preview.from, ==, 5000);
  g_assert_cmpuint (preview.to, ==, 1500);
  g_assert_cmpuint (preview.start, <=, 1500);
  g_assert_cmpuint (preview.n_refold, ==, 1500 - preview.start);
  g_assert_cmpuint (preview.n_undone, ==, 3500);
  g_assert_cmpint (preview.recorded_at, >, 0);
  status = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (status->position, ==, 5000);
  /* What it said is what happens. */
  seek (&fixture, preview.start);
  g_assert_true (cl_runner_preview_seek (fixture.runner, "words", 5000, &preview, &error));
  g_assert_cmpuint (preview.n_refold, ==, 5000 - preview.from);
  g_assert_cmpuint (preview.n_undone, ==, 0);
  g_assert_false (cl_runner_preview_seek (fixture.runner, "words", 5001, &preview, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_FUTURE);
  fixture_clear (&fixture);
}

/* Whoever reads while another moves it gets what it asked for, or is told; never a mixture. */
static gpointer
seek_about (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 40; i++)
    {
      guint64 target = (guint64) g_rand_int_range (rand, 0, 6001);

      cl_runner_seek (fixture->runner, "words", target, NULL);
      cl_runner_wait (fixture->runner, "words", target, FIXTURE_WAIT_MS, NULL);
    }
  return NULL;
}

static void
test_read_meanwhile (void)
{
  Fixture fixture;
  GThread *thread;
  guint n_read = 0;

  start (&fixture, 6000);
  thread = g_thread_new ("seeker", seek_about, &fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 position = (guint64) g_test_rand_int_range (1, 6001);
      g_autoptr (ClMap) state = cl_runner_get_state (fixture.runner, "words", position, &error);
      g_autoptr (ClMap) expected = NULL;

      if (state == NULL)
        {
          g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CACHE);
          continue;
        }
      expected = fixture_fold_words (&fixture, position);
      fixture_assert_equal (state, expected);
      n_read++;
    }
  g_thread_join (thread);
  g_test_message ("%u of 60 readings were not disturbed", n_read);
  fixture_clear (&fixture);
}

static void
test_pace (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;
  gint64 begin;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  fixture_run (&fixture);
  cl_runner_set_pace (fixture.runner, "words", 200, &error);
  g_assert_no_error (error);
  cl_runner_rebuild (fixture.runner, "words", NULL);
  begin = g_get_monotonic_time ();
  g_assert_true (cl_runner_wait (fixture.runner, "words", 100, FIXTURE_WAIT_MS, &error));
  /* 100 events at 200 a second, less what may come at once at the beginning. */
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 400 * G_TIME_SPAN_MILLISECOND);
  status = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (status->position, <, 3000);
  g_assert_cmpfloat (status->pace, ==, 200);
  g_assert_cmpint (status->lag_us, >, 0);
  /* The others have no pace. */
  fixture_wait (&fixture, "lazy");
  /* It stays over a restart. */
  fixture_stop (&fixture);
  fixture_run (&fixture);
  g_clear_object (&status);
  status = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpfloat (status->pace, ==, 200);
  cl_runner_set_pace (fixture.runner, "words", 0, NULL);
  assert_stands_at (&fixture, 3000, CL_CONSUMER_RUNNING);
  fixture_clear (&fixture);
}

static void
test_lag (void)
{
  Fixture fixture;
  g_autoptr (ClConsumerStatus) none = NULL, some = NULL, restarted = NULL;
  g_autofree char *state = NULL;
  guint64 lag;

  start (&fixture, 500);
  none = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (cl_consumer_status_get_lag (none), ==, 0);
  g_assert_cmpint (none->lag_us, ==, 0);
  cl_runner_pause (fixture.runner, "words", NULL);
  fixture_append_random (&fixture, 40);
  fixture_wait (&fixture, "lazy");
  some = cl_runner_get_status (fixture.runner, "words");
  g_object_get (some, "lag", &lag, "state", &state, NULL);
  g_assert_cmpuint (lag, ==, 40);
  g_assert_cmpstr (state, ==, "paused");
  g_assert_cmpint (some->lag_us, >, 0);
  g_assert_cmpint (some->lag_us, <, 60 * G_TIME_SPAN_SECOND);
  fixture_stop (&fixture);
  fixture_run (&fixture);
  restarted = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpint (restarted->lag_us, >, 0);
  g_assert_cmpint (restarted->lag_us, <, 60 * G_TIME_SPAN_SECOND);
  fixture_clear (&fixture);
}

static void
test_held (void)
{
  static const ClViewClass *const views[] = { &fixture_words_view, &fixture_lazy_view, NULL };
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;
  g_autoptr (GPtrArray) stored = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 2000);
  fixture.runner =
    cl_runner_new_with_flags (fixture.ledger, fixture.cache, views, CL_RUNNER_HELD, &error);
  g_assert_no_error (error);
  cl_runner_seek (fixture.runner, "words", 1200, &error);
  g_assert_no_error (error);
  assert_stands_at (&fixture, 1200, CL_CONSUMER_PAUSED);
  status = cl_runner_get_status (fixture.runner, "lazy");
  g_assert_cmpuint (status->position, ==, 0);
  /* Anybody may look beside it. */
  stored = cl_runner_list_stored (fixture.ledger, fixture.cache, views, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 2);
  for (guint i = 0; i < stored->len; i++)
    {
      const ClConsumerStatus *found = stored->pdata[i];
      gboolean words = g_str_equal (found->name, "words");

      g_assert_cmpuint (found->position, ==, words ? 1200 : 0);
      g_assert_cmpint (found->state, ==, words ? CL_CONSUMER_PAUSED : CL_CONSUMER_RUNNING);
      g_assert_cmpuint (found->head, ==, 2000);
      g_assert_cmpint (found->lag_us, >, 0);
    }
  cl_runner_let_go (fixture.runner);
  fixture_wait (&fixture, "lazy");
  assert_stands_at (&fixture, 1200, CL_CONSUMER_PAUSED);
  fixture_clear (&fixture);
}

static void
test_stored_without_cache (void)
{
  static const ClViewClass *const views[] = { &fixture_words_view, NULL };
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stored = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 20);
  stored = cl_runner_list_stored (fixture.ledger, fixture.cache, views, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (stored->len, ==, 1);
  g_assert_cmpuint (((ClConsumerStatus *) stored->pdata[0])->position, ==, 0);
  g_assert_false (g_file_test (fixture.cache, G_FILE_TEST_EXISTS));
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/control/seek", test_seek);
  g_test_add_func ("/consumers/control/rewind", test_rewind);
  g_test_add_func ("/consumers/control/preview", test_preview);
  g_test_add_func ("/consumers/control/read-meanwhile", test_read_meanwhile);
  g_test_add_func ("/consumers/control/pace", test_pace);
  g_test_add_func ("/consumers/control/lag", test_lag);
  g_test_add_func ("/consumers/control/held", test_held);
  g_test_add_func ("/consumers/control/stored-without-cache", test_stored_without_cache);
  return g_test_run ();
}
