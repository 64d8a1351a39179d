/* test-costs.c: what the ledger costs, by count: one sync a commit, whatever is in it, and as many rows in a large file as in a small one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "sqlite-counter.h"
#include "own-home.h"

#include <sqlite3.h>

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->ledger = open_for_writing (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_ledger_close (fixture->ledger);
  g_assert_finalize_object (fixture->ledger);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* The counter itself: it counts where main () runs, and elsewhere. */
static gpointer
open_elsewhere (gpointer data)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (":memory:", &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return NULL;
}

static void
test_counter (void)
{
  SqliteCounts before = sqlite_counter_get (), since;

  g_thread_join (g_thread_new ("elsewhere", open_elsewhere, NULL));
  since = sqlite_counter_since (&before);
  g_assert_cmpuint (since.n_main_calls, ==, 0);
  g_assert_cmpuint (since.n_calls, >=, 2);
  open_elsewhere (NULL);
  since = sqlite_counter_since (&before);
  g_assert_cmpuint (since.n_main_calls, >=, 2);
  g_assert_cmpstr (sqlite_counter_get_last_main_call (), ==, "sqlite3_close");
}

static guint64
count_commits (Fixture *fixture)
{
  g_autofree char *text = query_text (fixture->path, "SELECT count(*) FROM commits");

  return g_ascii_strtoull (text, NULL, 10);
}

/* Appended one by one, each is synced before it is acknowledged, once. */
static void
test_syncs_live (Fixture *fixture, gconstpointer data)
{
  SqliteCounts before;

  for (guint i = 0; i < 21; i++)
    {
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, i, 1);

      if (i == 1)
        before = sqlite_counter_get ();
      append_ok (fixture->ledger, draft, i);
      if (i > 0)
        g_assert_cmpuint (sqlite_counter_since (&before).n_syncs, ==, i);
    }
}

/* In bulk, a commit of thousands costs one as well. */
static void
test_syncs_bulk (Fixture *fixture, gconstpointer data)
{
  SqliteCounts before = sqlite_counter_get ();
  guint64 commits = count_commits (fixture), offset = 0;
  GError *error = NULL;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (ClDraft) draft = make_draft ("archive/a", 1 + i, i * 500, 500);

      g_assert_true (cl_ledger_append_bulk (fixture->ledger, draft, offset, &error));
      offset += 500;
    }
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  commits = count_commits (fixture) - commits;
  g_assert_cmpuint (commits, >, 0);
  g_assert_cmpuint (commits, <=, 10);
  g_assert_cmpuint (sqlite_counter_since (&before).n_syncs, ==, commits);
}

/* Fills the ledger up to @n events in games of 50. */
static void
fill (Fixture *fixture, guint64 *offset, guint64 n)
{
  GError *error = NULL;

  while (*offset < n)
    {
      g_autoptr (ClDraft) draft = make_draft ("archive/a", 1 + (guint32) *offset / 50, 0, 50);

      g_assert_true (cl_ledger_append_bulk (fixture->ledger, draft, *offset, &error));
      *offset += 50;
    }
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
}

/* The dearest of what a seek reads: an event by its place, a batch, a moment, a game. */
static SqliteCounts
find_dearest_seek (Fixture *fixture, guint64 n)
{
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  SqliteCounts dearest = { 0 };

  for (guint i = 0; i < 200; i++)
    {
      guint64 offset = (guint64) g_test_rand_int_range (1, (gint32) n);
      g_autoptr (ClEvents) one = NULL, batch = NULL, game = NULL;
      SqliteCounts before, since;

      if (i == 1)
        dearest = (SqliteCounts){ 0 }; /* the first one also prepares its statements */
      before = sqlite_counter_get ();
      one = cl_reader_read_at (reader, "archive/a", offset, &error);
      batch = cl_reader_read (reader, offset, 0, 10, &error);
      game = cl_reader_read_game (reader,
                                  "archive/a",
                                  1 + (guint32) (offset - 1) / 50,
                                  0,
                                  offset,
                                  100,
                                  &error);
      g_assert_cmpuint (cl_events_get_length (one), ==, 1);
      g_assert_cmpuint (cl_events_get_length (game), ==, 1 + (offset - 1) % 50);
      since = sqlite_counter_since (&before);
      dearest.n_rows = MAX (dearest.n_rows, since.n_rows);
      dearest.n_steps = MAX (dearest.n_steps, since.n_steps);
    }
  g_test_message ("%" G_GUINT64_FORMAT " events: %" G_GUINT64_FORMAT " rows, %" G_GUINT64_FORMAT
                  " instructions",
                  n,
                  dearest.n_rows,
                  dearest.n_steps);
  return dearest;
}

static void
test_seek (Fixture *fixture, gconstpointer data)
{
  SqliteCounts small, large;
  guint64 offset = 0;

  fill (fixture, &offset, 2000);
  small = find_dearest_seek (fixture, offset);
  fill (fixture, &offset, 40000);
  large = find_dearest_seek (fixture, offset);
  /* One event, ten, fifty, and the rows of `run` that tell where they are. */
  g_assert_cmpuint (large.n_rows, <=, 61 + 8);
  g_assert_cmpuint (large.n_rows, <=, small.n_rows + 4);
  g_assert_cmpuint (large.n_steps, <=, small.n_steps + small.n_steps / 10);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/costs/counter", test_counter);
  ADD ("/ledger/costs/syncs-live", test_syncs_live);
  ADD ("/ledger/costs/syncs-bulk", test_syncs_bulk);
  ADD ("/ledger/costs/seek", test_seek);
  return g_test_run ();
}
