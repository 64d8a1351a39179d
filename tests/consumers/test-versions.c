/* test-versions.c: several versions of one view side by side: the old one is shown until the new one has caught up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-runner-private.h"
#include "own-home.h"

#include <string.h>

/* Version 2 of “words” says so in a key. */
static gboolean
apply_second (ClState *state, const ClEvent *event, GError **error)
{
  if (!fixture_words_view.apply (state, event, error))
    return FALSE;
  cl_state_set_int (state, "version", 2);
  return TRUE;
}

static ClViewClass
make_second (void)
{
  ClViewClass second = fixture_words_view;

  second.version = 2;
  second.apply = apply_second;
  return second;
}

static void
run_views (Fixture *fixture, const ClViewClass *first, const ClViewClass *second)
{
  const ClViewClass *views[] = { first, second, NULL };
  g_autoptr (GError) error = NULL;

  fixture->runner = cl_runner_new (fixture->ledger, fixture->cache, views, &error);
  g_assert_no_error (error);
}

static char *
get_version (Fixture *fixture, const char *name, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) state = cl_runner_get_state (fixture->runner, name, position, &error);

  g_assert_no_error (error);
  return g_strdup (cl_map_get (state, "version"));
}

static void
test_side_by_side (void)
{
  const ClViewClass second = make_second ();
  Fixture fixture;
  g_autofree char *before = NULL, *beside = NULL, *after = NULL, *old = NULL, *again = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 5000);
  run_views (&fixture, &fixture_words_view, NULL);
  fixture_wait (&fixture, "words");
  fixture_stop (&fixture);

  /* The old one is shown, and goes on, while the new one has not caught up. */
  run_views (&fixture, &fixture_words_view, &second);
  cl_runner_seek (fixture.runner, "words@2", 3000, NULL);
  cl_runner_wait (fixture.runner, "words@2", 3000, FIXTURE_WAIT_MS, NULL);
  fixture_append_random (&fixture, 100);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 5100);
  before = get_version (&fixture, "words", 0);
  beside = get_version (&fixture, "words@2", 0);
  g_assert_cmpstr (before, ==, NULL);
  g_assert_cmpstr (beside, ==, "2");

  /* Then the new one is, at every position; both can be looked at. */
  cl_runner_resume (fixture.runner, "words@2", NULL);
  fixture_wait (&fixture, "words@2");
  status = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (status->version, ==, 2);
  g_assert_true (status->serves);
  after = get_version (&fixture, "words", 4000);
  old = get_version (&fixture, "words@1", 4000);
  g_assert_cmpstr (after, ==, "2");
  g_assert_cmpstr (old, ==, NULL);
  fixture_append_random (&fixture, 100);
  fixture_wait (&fixture, "words@1");

  /* And it stays so. */
  fixture_stop (&fixture);
  run_views (&fixture, &second, &fixture_words_view);
  again = get_version (&fixture, "words", 0);
  g_assert_cmpstr (again, ==, "2");
  fixture_clear (&fixture);
}

/* The same version made with other data (a table of openings, say): what was folded does not count any more, whoever reads it. */
static void
test_basis (void)
{
  ClViewClass words = fixture_words_view, other = fixture_words_view;
  g_autoptr (ClConsumerStatus) kept = NULL, begun = NULL, borrowed = NULL;
  g_autoptr (GError) error = NULL;
  Fixture fixture;

  words.basis = 11;
  other.basis = 12;
  fixture_init (&fixture);
  fixture_append_random (&fixture, 3000);
  run_views (&fixture, &words, NULL);
  fixture_wait (&fixture, "words");
  cl_runner_pause (fixture.runner, "words", NULL);
  fixture_stop (&fixture);

  run_views (&fixture, &words, NULL);
  kept = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (kept->position, ==, 3000);
  fixture_stop (&fixture);

  run_views (&fixture, &other, NULL);
  begun = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (begun->position, ==, 0);
  g_assert_cmpuint (begun->version, ==, 1);
  g_assert_cmpint (begun->state, ==, CL_CONSUMER_PAUSED);
  cl_runner_resume (fixture.runner, "words", NULL);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 3000);
  fixture_stop (&fixture);
  fixture_close_ledger (&fixture);

  /* A program that only reads, and has the first data, cannot use what is there, and does not touch it. */
  fixture.ledger = cl_ledger_open (fixture.path, CL_LEDGER_READ_ONLY, fixture_vocabulary, &error);
  g_assert_no_error (error);
  run_views (&fixture, &words, NULL);
  g_assert_cmpint (cl_cache_get_kind (fixture.runner->cache), ==, CL_CACHE_BORROWED);
  fixture_wait (&fixture, "words");
  fixture_assert_words_at (&fixture, 1500);
  fixture_stop (&fixture);
  run_views (&fixture, &other, NULL);
  borrowed = cl_runner_get_status (fixture.runner, "words");
  g_assert_cmpuint (borrowed->position, >, 0);
  fixture_clear (&fixture);
}

static void
test_frozen (void)
{
  const ClViewClass second = make_second ();
  ClViewClass third = second;
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) expected = NULL, frozen = NULL, earlier = NULL, in_earlier = NULL;
  g_autoptr (GPtrArray) list = NULL;
  guint64 at;

  third.version = 3;
  fixture_init (&fixture);
  fixture_append_random (&fixture, 4200);
  run_views (&fixture, &fixture_words_view, NULL);
  fixture_wait (&fixture, "words");
  fixture_stop (&fixture);
  fixture_append_random (&fixture, 300);

  /* A program that does not know version 1 any more still shows where it ended, and its history. */
  run_views (&fixture, &second, NULL);
  fixture_wait (&fixture, "words");
  expected = fixture_fold_words (&fixture, 4200);
  frozen = cl_runner_get_state (fixture.runner, "words@1", 4400, &error);
  g_assert_no_error (error);
  fixture_assert_equal (frozen, expected);
  earlier = cl_map_new ();
  cl_runner_read_state (fixture.runner, "words@1", 2222, NULL, cl_map_set_cb, earlier, &at, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (at, <=, 2222);
  g_assert_cmpuint (at, >, 0);
  in_earlier = fixture_fold_words (&fixture, at);
  fixture_assert_equal (earlier, in_earlier);
  list = cl_runner_list (fixture.runner);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_false (cl_runner_pause (fixture.runner, "words@1", &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_FROZEN);
  g_clear_error (&error);
  fixture_stop (&fixture);

  /* With the next version only the last of the frozen ones is kept. */
  run_views (&fixture, &third, NULL);
  fixture_wait (&fixture, "words");
  g_assert_null (cl_runner_get_status (fixture.runner, "words@1"));
  g_clear_pointer (&list, g_ptr_array_unref);
  list = cl_runner_list (fixture.runner);
  g_assert_cmpuint (list->len, ==, 2);
  fixture_clear (&fixture);
}

/* The first event that says this word, which version 2 miscounts. */
static guint64
find_word (Fixture *fixture, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, 0, 100000, &error);

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    if (g_str_equal (cl_events_get (events, i)->type, "Said") &&
        strstr (cl_events_get (events, i)->details, word) != NULL)
      return cl_events_get (events, i)->position;
  return 0;
}

/* Wrong from the first “w399” on, at “w13” too, and one key of it is right again after each “w200”. */
static gboolean
apply_wrong (ClState *state, const ClEvent *event, GError **error)
{
  if (!fixture_words_view.apply (state, event, error))
    return FALSE;
  if (strstr (event->details, "\"w399\"") != NULL)
    cl_state_set (state, "odd", "yes");
  if (strstr (event->details, "\"w200\"") != NULL)
    cl_state_set (state, "odd", NULL);
  if (strstr (event->details, "\"w13\"") != NULL && g_str_equal (event->type, "Said"))
    cl_state_set_int (state, "word/{\"word\":\"w13\"}", -1);
  return TRUE;
}

static void
test_compare (void)
{
  ClViewClass second = fixture_words_view;
  Fixture fixture;

  second.version = 2;
  second.apply = apply_wrong;
  for (guint i = 0; i < 3; i++)
    {
      g_auto (ClDifference) difference = { 0 }, none = { 0 };
      g_autoptr (GError) error = NULL;
      guint64 first;

      fixture_init (&fixture);
      fixture_append_random (&fixture, 6000);
      run_views (&fixture, &fixture_words_view, &second);
      fixture_wait (&fixture, "words@1");
      fixture_wait (&fixture, "words@2");
      first = find_word (&fixture, "\"w13\"");
      g_assert_true (
        cl_runner_compare (fixture.runner, "words@1", "words@2", 0, &difference, &error));
      g_assert_no_error (error);
      g_assert_true (difference.differs);
      g_assert_cmpuint (difference.after, ==, difference.position - 1);
      /* “w13” differs for good, so it is found unless something earlier is. */
      g_assert_cmpuint (difference.position, <=, first);
      if (difference.position == first)
        {
          g_assert_cmpstr (difference.key, ==, "word/{\"word\":\"w13\"}");
          g_assert_cmpstr (difference.values[0], ==, "1");
          g_assert_cmpstr (difference.values[1], ==, "-1");
          g_assert_cmpstr (difference.type, ==, "Said");
        }
      g_assert_true (cl_runner_compare (fixture.runner, "words@1", "words@1", 0, &none, &error));
      g_assert_false (none.differs);
      g_assert_cmpuint (none.position, ==, 6000);
      fixture_clear (&fixture);
    }
}

/* Of a version that is frozen the place is narrowed down to what lies between two kept positions. */
static void
test_compare_frozen (void)
{
  ClViewClass second = fixture_words_view;
  Fixture fixture;
  g_auto (ClDifference) difference = { 0 }, none = { 0 };
  g_autoptr (GError) error = NULL;
  guint64 first;

  second.version = 2;
  second.apply = apply_wrong;
  fixture_init (&fixture);
  fixture_append_random (&fixture, 6000);
  run_views (&fixture, &fixture_words_view, NULL);
  fixture_wait (&fixture, "words");
  fixture_stop (&fixture);
  run_views (&fixture, &second, NULL);
  fixture_wait (&fixture, "words");
  first = find_word (&fixture, "\"w13\"");
  g_assert_true (cl_runner_compare (fixture.runner, "words@1", "words@2", 0, &difference, &error));
  g_assert_no_error (error);
  g_assert_true (difference.differs);
  g_assert_cmpuint (difference.after, <, first);
  g_assert_cmpuint (difference.after, <, difference.position);
  g_assert_cmpuint (difference.position - difference.after, <=, 2500);
  g_assert_false (cl_runner_compare (fixture.runner, "words@1", "words@9", 0, &none, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_UNKNOWN_CONSUMER);
  fixture_clear (&fixture);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/versions/side-by-side", test_side_by_side);
  g_test_add_func ("/consumers/versions/basis", test_basis);
  g_test_add_func ("/consumers/versions/frozen", test_frozen);
  g_test_add_func ("/consumers/versions/compare", test_compare);
  g_test_add_func ("/consumers/versions/compare-frozen", test_compare_frozen);
  return g_test_run ();
}
