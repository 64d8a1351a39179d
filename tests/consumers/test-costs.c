/* test-costs.c: what a view costs, by count: the same at any position of a small ledger and of a large one, and no sync
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"
#include "sqlite-counter.h"
#include "own-home.h"

#define SMALL  4000
#define LARGE  20000
#define N_READ 30
#define PAGE   20
/* A turn folds at most so many events, and then there is a mark. */
#define MOST_BEHIND_MARK 8000
/* Each event is one row; each key that it touches is looked up once; and a page is read to its end. */
#define MOST_ROWS (MOST_BEHIND_MARK + 1000)
/* Instructions of SQLite for a row of an event, which has 16 columns. */
#define MOST_STEPS (40 * MOST_ROWS)

/* Then their threads have nothing to do. */
static void
wait_for_all (Fixture *fixture)
{
  fixture_wait (fixture, "words");
  fixture_wait (fixture, "careful");
  fixture_wait (fixture, "lazy");
}

static gboolean
take_page_cb (const char *key, const char *value, gpointer user_data)
{
  guint *n = user_data;

  return ++*n < PAGE;
}

/* The dearest page of some @n_events old ledger. */
static SqliteCounts
find_dearest_page (Fixture *fixture, guint n_events)
{
  SqliteCounts dearest = { 0 };

  for (guint i = 0; i < N_READ; i++)
    {
      guint64 position = (guint64) g_test_rand_int_range (1, (gint32) n_events + 1);
      SqliteCounts before = sqlite_counter_get (), since;
      g_autoptr (GError) error = NULL;
      guint n = 0;

      cl_runner_read_state (fixture->runner,
                            "words",
                            position,
                            "last/",
                            take_page_cb,
                            &n,
                            NULL,
                            &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n, >, 0);
      since = sqlite_counter_since (&before);
      dearest.n_rows = MAX (dearest.n_rows, since.n_rows);
      dearest.n_steps = MAX (dearest.n_steps, since.n_steps);
    }
  g_test_message ("%u events: %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT " instructions",
                  n_events,
                  dearest.n_rows,
                  dearest.n_steps);
  return dearest;
}

static void
test_page (void)
{
  Fixture fixture;
  SqliteCounts dearest;

  fixture_init (&fixture);
  fixture_append_random (&fixture, SMALL);
  fixture_run (&fixture);
  wait_for_all (&fixture);
  dearest = find_dearest_page (&fixture, SMALL);
  g_assert_cmpuint (dearest.n_rows, >, 0);
  g_assert_cmpuint (dearest.n_rows, <=, SMALL + 1000);
  fixture_append_random (&fixture, LARGE - SMALL);
  wait_for_all (&fixture);
  dearest = find_dearest_page (&fixture, LARGE);
  g_assert_cmpuint (dearest.n_rows, <=, MOST_ROWS);
  g_assert_cmpuint (dearest.n_steps, <=, MOST_STEPS);
  fixture_clear (&fixture);
}

/* Rows of the game alone, wherever in the ledger it lies and one stands. */
static void
test_game (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  fixture_append_random (&fixture, LARGE / 2);
  for (guint i = 0; i < 40; i++)
    fixture_append (&fixture, "table/77", "Said", "Ann", "hello");
  fixture_append_random (&fixture, LARGE / 2);
  fixture_run (&fixture);
  wait_for_all (&fixture);
  for (guint i = 0; i < N_READ; i++)
    {
      guint64 position = (guint64) g_test_rand_int_range (LARGE / 2, LARGE);
      SqliteCounts before, since;
      g_autoptr (ClMap) map = NULL;

      before = sqlite_counter_get ();
      map =
        cl_runner_fold_game (fixture.runner, &fixture_talk_view, "table/77", 1, position, &error);
      g_assert_no_error (error);
      since = sqlite_counter_since (&before);
      if (i == 0)
        continue; /* a new reader learns all names */
      /* Of each event the row, and of the partition what tells where they are. */
      g_assert_cmpuint (since.n_rows, <=, 40 + 16);
      g_assert_cmpuint (since.n_steps, <=, 40 * (40 + 16));
    }
  fixture_clear (&fixture);
}

/* Views are as durable as the events they come from: their commits wait for no disk. */
static void
test_syncs (void)
{
  Fixture fixture;
  SqliteCounts before, since;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 100);
  fixture_run (&fixture);
  wait_for_all (&fixture);
  before = sqlite_counter_get ();
  for (guint i = 0; i < 50; i++)
    {
      fixture_append (&fixture, "table/1", "Said", "Ann", "hello");
      wait_for_all (&fixture);
    }
  since = sqlite_counter_since (&before);
  /* One for each append, none for a view. */
  g_assert_cmpuint (since.n_syncs, ==, 50);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/consumers/costs/page", test_page);
  g_test_add_func ("/consumers/costs/game", test_game);
  g_test_add_func ("/consumers/costs/syncs", test_syncs);
  return g_test_run ();
}
