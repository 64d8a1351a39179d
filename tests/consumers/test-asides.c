/* test-asides.c: a partition that a person set aside is left out of one view, in every order of arrival, until it is taken up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-fold.h"
#include "cl-runner-private.h"
#include "cl-sync.h"
#include "own-home.h"

#include <string.h>

static void
decide (Fixture *fixture, const char *desk, const char *type, const char *partition, guint64 cites)
{
  g_autofree char *details = g_strdup_printf ("{\"partition\":\"%s\",\"cites\":%" G_GUINT64_FORMAT
                                              ",\"consumer\":\"careful\"}",
                                              partition,
                                              cites);

  fixture_append_details (fixture, desk, type, details);
}

static ClMap *
get_careful (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  ClMap *state = cl_runner_get_state (fixture->runner, "careful", 0, &error);

  g_assert_no_error (error);
  return state;
}

static void
assert_parked_at (Fixture *fixture, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  g_assert_false (cl_runner_wait (fixture->runner,
                                  "careful",
                                  cl_ledger_get_head (fixture->ledger),
                                  FIXTURE_WAIT_MS,
                                  &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  status = cl_runner_get_status (fixture->runner, "careful");
  g_assert_cmpint (status->state, ==, CL_CONSUMER_PARKED);
  g_assert_cmpuint (status->poison_position, ==, position);
  g_assert_cmpstr (status->poison_partition, ==, "table/1");
}

/* Waits until "careful" stands at the head although it may still have to notice that it may go on. */
static void
wait_until_through (Fixture *fixture)
{
  gint64 deadline = g_get_monotonic_time () + FIXTURE_WAIT_MS * 1000;

  while (
    !cl_runner_wait (fixture->runner, "careful", cl_ledger_get_head (fixture->ledger), 1000, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }
}

static void
say (Fixture *fixture, const char *partition, const char *word)
{
  fixture_append (fixture, partition, "Said", "Ann", word);
}

/* The same view without a runner. */
static ClMap *
fold_careful (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  g_autoptr (GHashTable) asides = cl_fold_read_asides (reader, NULL, NULL, &error);
  g_autoptr (ClFold) fold = cl_fold_new (&fixture_careful_view, NULL, 0);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, 0, 1000, &error);

  g_assert_no_error (error);
  cl_fold_set_asides (fold, g_hash_table_lookup (asides, "careful"));
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      cl_fold_apply (fold, cl_events_get (events, i), &error);
      g_assert_no_error (error);
    }
  return cl_fold_get_map (fold);
}

static void
test_set_aside (void)
{
  Fixture fixture;
  g_autoptr (ClMap) without = NULL, rebuilt = NULL, restarted = NULL, early = NULL, whole = NULL;
  g_autoptr (ClMap) folded = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  g_atomic_int_set (&fixture_poisonous, TRUE);
  fixture_init (&fixture);
  say (&fixture, "table/1", "fine");
  say (&fixture, "table/2", "fine");
  say (&fixture, "table/1", "poison");
  say (&fixture, "table/1", "after");
  say (&fixture, "table/2", "other");
  fixture_run (&fixture);
  assert_parked_at (&fixture, 3);
  decide (&fixture, "desk/here", "EventSetAside", "table/1", 2);
  wait_until_through (&fixture);
  say (&fixture, "table/1", "later");
  say (&fixture, "table/2", "later");
  wait_until_through (&fixture);
  without = get_careful (&fixture);
  g_assert_cmpstr (cl_map_get (without, "seen/Said"), ==, "4");
  g_assert_cmpstr (cl_map_get (without, "set-aside/table/1"), ==, "2");
  g_assert_null (cl_map_get (without, "trace/{\"word\":\"after\"}"));
  status = cl_runner_get_status (fixture.runner, "careful");
  g_assert_cmpstr (status->asides, ==, "2 table/1\n");
  /* Before the event nothing is different. */
  early = cl_runner_get_state (fixture.runner, "careful", 2, NULL);
  g_assert_cmpstr (cl_map_get (early, "seen/Said"), ==, "2");
  g_assert_null (cl_map_get (early, "set-aside/table/1"));

  /* The same by a rebuild, and from nothing. */
  cl_runner_rebuild (fixture.runner, "careful", NULL);
  wait_until_through (&fixture);
  rebuilt = get_careful (&fixture);
  fixture_assert_equal (rebuilt, without);
  fixture_stop (&fixture);
  fixture_remove_cache (&fixture);
  fixture_run (&fixture);
  wait_until_through (&fixture);
  restarted = get_careful (&fixture);
  fixture_assert_equal (restarted, without);
  folded = fold_careful (&fixture);
  fixture_assert_equal (folded, without);

  /* Taken up again, it stops there again; once the fold is mended, all counts. */
  decide (&fixture, "desk/here", "SetAsideEnded", "table/1", 0);
  fixture_wait (&fixture, "words");
  while (cl_runner_wait (fixture.runner, "careful", 4, 1000, NULL))
    g_thread_yield ();
  assert_parked_at (&fixture, 3);
  g_atomic_int_set (&fixture_poisonous, FALSE);
  cl_runner_retry (fixture.runner, "careful", NULL);
  wait_until_through (&fixture);
  whole = get_careful (&fixture);
  g_assert_cmpstr (cl_map_get (whole, "seen/Said"), ==, "7");
  g_assert_null (cl_map_get (whole, "set-aside/table/1"));
  g_atomic_int_set (&fixture_poisonous, TRUE);
  fixture_clear (&fixture);
}

/* What a person set aside while nothing ran, and what was folded already: the view goes back before it. */
static void
test_behind (void)
{
  Fixture fixture;
  g_autoptr (ClMap) before = NULL, after = NULL, paused = NULL;
  g_autoptr (ClConsumerStatus) status = NULL;

  fixture_init (&fixture);
  for (guint i = 0; i < 600; i++)
    say (&fixture, i % 3 == 0 ? "table/1" : "table/2", "word");
  fixture_run (&fixture);
  wait_until_through (&fixture);
  before = get_careful (&fixture);
  g_assert_cmpstr (cl_map_get (before, "seen/Said"), ==, "600");
  fixture_stop (&fixture);
  decide (&fixture, "desk/here", "EventSetAside", "table/1", 101);
  fixture_run (&fixture);
  wait_until_through (&fixture);
  after = get_careful (&fixture);
  g_assert_cmpstr (cl_map_get (after, "seen/Said"), ==, "500");
  g_assert_cmpstr (cl_map_get (after, "set-aside/table/1"), ==, "101");

  /* A paused one comes to stand where it stood. */
  cl_runner_seek (fixture.runner, "careful", 400, NULL);
  cl_runner_wait (fixture.runner, "careful", 400, FIXTURE_WAIT_MS, NULL);
  decide (&fixture, "desk/here", "SetAsideEnded", "table/1", 0);
  fixture_wait (&fixture, "words");
  do
    {
      g_clear_object (&status);
      g_thread_yield ();
      status = cl_runner_get_status (fixture.runner, "careful");
    }
  while (status->asides != NULL || status->position < 400);
  g_assert_cmpint (status->state, ==, CL_CONSUMER_PAUSED);
  g_assert_cmpuint (status->position, ==, 400);
  paused = get_careful (&fixture);
  g_assert_cmpstr (cl_map_get (paused, "seen/Said"), ==, "400");
  fixture_clear (&fixture);
}

/* Of two desks the one that leaves out more counts, in whatever order their facts stand; nonsense changes nothing. */
static void
test_two_desks (void)
{
  static const char *const orders[][2] = { { "desk/a", "desk/b" }, { "desk/b", "desk/a" } };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      Fixture fixture;
      g_autoptr (ClMap) state = NULL;

      fixture_init (&fixture);
      for (guint k = 0; k < 2; k++)
        decide (&fixture,
                orders[i][k],
                "EventSetAside",
                "table/1",
                g_str_equal (orders[i][k], "desk/a") ? 3 : 5);
      fixture_append_details (&fixture, "desk/a", "EventSetAside", "{\"partition\":7}");
      fixture_append_details (&fixture, "desk/a", "EventSetAside", "{\"cites\":\"x\"}");
      decide (&fixture, "table/9", "EventSetAside", "table/2", 1); /* no desk */
      decide (&fixture, "desk/b", "SetAsideEnded", "table/7", 0);
      for (guint k = 0; k < 8; k++)
        {
          say (&fixture, "table/1", "word");
          say (&fixture, "table/2", "word");
        }
      fixture_run (&fixture);
      wait_until_through (&fixture);
      state = get_careful (&fixture);
      g_assert_cmpstr (cl_map_get (state, "seen/Said"), ==, "10");
      g_assert_cmpstr (cl_map_get (state, "set-aside/table/1"), ==, "3");
      g_assert_null (cl_map_get (state, "set-aside/table/2"));
      fixture_clear (&fixture);
    }
}

/* A view of one game that cannot be folded is shown as far as it goes. */
static void
test_of_game (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) map = NULL;

  fixture_init (&fixture);
  say (&fixture, "table/1", "a");
  say (&fixture, "table/1", "poison");
  fixture_run (&fixture);
  g_assert_null (cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 0, &error));
  g_assert_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_POISON);
  g_clear_error (&error);
  fixture_append_details (&fixture,
                          "desk/here",
                          "EventSetAside",
                          "{\"partition\":\"table/1\",\"cites\":2,\"consumer\":\"talk\"}");
  fixture_wait (&fixture, "words");
  fixture_stop (&fixture);
  fixture_run (&fixture);
  map = cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/1", 1, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cl_map_get (map, "talk"), ==, "{\"word\":\"a\"}");
  g_assert_cmpstr (cl_map_get (map, "set-aside/table/1"), ==, "2");
  fixture_clear (&fixture);
}

/* A fact of another ledger about its table 1 tells a fold of this one which table that is here: live, at a position, and rebuilt. */
static void
test_cited (void)
{
  static const char name[] = "last/desk/a/(null)";
  Fixture here, there;
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;
  g_autoptr (ClMap) live = NULL, then = NULL, rebuilt = NULL;

  fixture_init (&here);
  fixture_init (&there);
  say (&there, "table/1", "theirs");
  fixture_append_details (&there, "desk/a", "Said", "{\"partition\":\"table/1\"}");
  say (&here, "table/1", "ours");
  fixture_run (&here);
  cl_sync_report_init (&report);
  cl_sync_run (there.ledger, here.ledger, CL_SYNC_ONE_WAY, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  fixture_wait (&here, "words");
  live = cl_runner_get_state (here.runner, "words", 0, &error);
  g_assert_no_error (error);
  g_test_message ("%s", cl_map_get (live, name));
  g_assert_true (g_str_has_prefix (cl_map_get (live, name), "{\"partition\":\"table/1~"));
  then = cl_runner_get_state (here.runner, "words", cl_ledger_get_head (here.ledger), &error);
  fixture_assert_equal (then, live);
  cl_runner_rebuild (here.runner, "words", &error);
  fixture_wait (&here, "words");
  rebuilt = cl_runner_get_state (here.runner, "words", 0, &error);
  g_assert_no_error (error);
  fixture_assert_equal (rebuilt, live);
  fixture_clear (&there);
  fixture_clear (&here);
}

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/asides/set-aside", test_set_aside);
  g_test_add_func ("/consumers/asides/behind", test_behind);
  g_test_add_func ("/consumers/asides/two-desks", test_two_desks);
  g_test_add_func ("/consumers/asides/of-game", test_of_game);
  g_test_add_func ("/consumers/asides/cited", test_cited);
  return g_test_run ();
}
