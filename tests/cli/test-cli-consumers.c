/* test-cli-consumers.c: chess-ledger-cli consumers, as a person uses it: what is changed stays, and looking changes nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include "cl-fact.h"
#include "cl-ledger.h"

#include <sqlite3.h>

static void
import (Fixture *fixture)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  /* The first resume folds what there is. */
  run_ok (fixture, "--ledger %L consumers resume library", NULL);
}

/* The number behind "key": in the JSON line that was printed last. */
static gint64
get_number (const Fixture *fixture, const char *key)
{
  g_autofree char *quoted = g_strdup_printf ("\"%s\":", key);
  const char *found = strstr (fixture->out, quoted);

  g_assert_nonnull (found);
  return g_ascii_strtoll (found + strlen (quoted), NULL, 10);
}

static void
assert_stands (Fixture *fixture, gint64 position, const char *state)
{
  g_autofree char *expected = g_strdup_printf ("\"state\":\"%s\"", state);

  run_ok (fixture, "--ledger %L --json consumers", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"name\":\"library\""));
  g_assert_nonnull (strstr (fixture->out, expected));
  g_assert_cmpint (get_number (fixture, "position"), ==, position);
  g_assert_cmpint (get_number (fixture, "lag"), ==, get_number (fixture, "head") - position);
}

static void
test_misuse (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "consumers nonsense",         "consumers nonsense library",        "consumers pause",
    "consumers pause library 3",  "consumers rewind library",          "consumers rewind library x",
    "consumers rewind library 0", "consumers seek library now",        "consumers pace library -1",
    "consumers pace library x",   "consumers pause library --dry-run", "consumers --dry-run",
  };

  import (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *arguments = g_strconcat ("--ledger %L ", wrong[i], NULL);

      run_fails (fixture, arguments, 2, "");
    }
  run_fails (fixture, "--ledger %L consumers pause nobody", 1, "There is no consumer “nobody”");
  run_fails (fixture, "--ledger %L consumers seek library 1000000", 1, "there is no position");
}

static void
test_control (Fixture *fixture, gconstpointer data)
{
  gint64 head;

  import (fixture);
  run_ok (fixture, "--ledger %L --json consumers", NULL);
  head = get_number (fixture, "head");
  g_assert_cmpint (head, >, 10);
  assert_stands (fixture, head, "running");
  run_ok (fixture, "--ledger %L consumers", NULL);
  g_assert_nonnull (strstr (fixture->out, "library@"));

  run_ok (fixture, "--ledger %L --json consumers rewind library 5 --dry-run", NULL);
  g_assert_cmpint (get_number (fixture, "undone"), ==, 5);
  assert_stands (fixture, head, "running");
  run_ok (fixture, "--ledger %L consumers rewind library 5", NULL);
  assert_stands (fixture, head - 5, "paused");
  run_ok (fixture, "--ledger %L consumers step library", NULL);
  assert_stands (fixture, head - 4, "paused");
  run_ok (fixture, "--ledger %L consumers seek library 3", NULL);
  assert_stands (fixture, 3, "paused");
  run_ok (fixture, "--ledger %L consumers seek library 1999-01-01T00:00:00Z", NULL);
  assert_stands (fixture, 0, "paused");
  run_ok (fixture, "--ledger %L consumers resume library", NULL);
  assert_stands (fixture, head, "running");
  run_ok (fixture, "--ledger %L consumers pause library", NULL);
  assert_stands (fixture, head, "paused");
  run_ok (fixture, "--ledger %L consumers rebuild library", NULL);
  assert_stands (fixture, head, "running");
  run_ok (fixture, "--ledger %L --json consumers pace library 12.5", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"pace\":12.5"));
}

/* While another process writes the ledger one may look, and is told why no more. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger;

  import (fixture);
  ledger = cl_ledger_open (fixture->ledger, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  run_fails (fixture,
             "--ledger %L consumers pause library",
             1,
             "The consumers belong to whoever writes the ledger");
  run_ok (fixture, "--ledger %L consumers", NULL);
  g_assert_nonnull (strstr (fixture->out, "running"));
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

/* There is one ledger, so one cache. */
static char *
find_cache (const Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "chess-ledger", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);

  g_assert_no_error (error);
  return g_build_filename (folder, g_dir_read_name (dir), "views.db", NULL);
}

static void
change_cache (Fixture *fixture, const char *sql)
{
  g_autofree char *path = find_cache (fixture);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* An event of a type that nobody knows. */
static void
append_unknown (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) draft = cl_draft_new ("table/9", "test", NULL);
  ClEvent event = CL_EVENT_INIT;
  ClLedger *ledger =
    cl_ledger_open (fixture->ledger, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);

  g_assert_no_error (error);
  event.type = "Sneezed";
  event.game = 1;
  cl_draft_add (draft, &event);
  cl_ledger_append (ledger, draft, 0, NULL, &error);
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

static void
test_poison (Fixture *fixture, gconstpointer data)
{
  const char *stopped = "(Sneezed, “table/9” offset 1)";
  gint64 head;

  import (fixture);
  run_fails (fixture,
             "--ledger %L consumers set-aside library",
             1,
             "there is nothing to set aside");
  append_unknown (fixture);
  run_fails (fixture, "--ledger %L consumers resume library", 1, stopped);
  run_ok (fixture, "--ledger %L --json consumers", NULL);
  head = get_number (fixture, "head");
  g_assert_cmpint (get_number (fixture, "event"), ==, head);
  assert_stands (fixture, head - 1, "parked");
  run_ok (fixture, "--ledger %L consumers", NULL);
  g_assert_nonnull (strstr (fixture->out, stopped));
  run_fails (fixture, "--ledger %L consumers retry library", 1, stopped);

  /* Set aside it is by a fact, also after the cache is gone. */
  run_ok (fixture, "--ledger %L consumers set-aside library", NULL);
  g_assert_nonnull (strstr (fixture->out, "leaves out “table/9” from offset 1 on"));
  assert_stands (fixture, head + 1, "running");
  run_ok (fixture, "--ledger %L log --from 2", NULL);
  g_assert_nonnull (strstr (fixture->out, "EventSetAside"));
  run_ok (fixture, "--ledger %L consumers rebuild library", NULL);
  assert_stands (fixture, head + 1, "running");
  run_ok (fixture, "--ledger %L state library", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"set-aside/table/9\":1"));
  run_fails (fixture, "--ledger %L consumers take-up library table/8", 1, "does not leave out");
  run_fails (fixture, "--ledger %L consumers take-up library table/9", 1, stopped);
  assert_stands (fixture, head - 1, "parked");
}

/* What an earlier version of the program left in the cache can be compared with what this one makes of the same events. */
static void
test_compare (Fixture *fixture, gconstpointer data)
{
  g_autofree char *same = NULL, *different = NULL;
  gint64 version, head;

  import (fixture);
  run_ok (fixture, "--ledger %L --json consumers", NULL);
  version = get_number (fixture, "version");
  head = get_number (fixture, "head");
  same = g_strdup_printf ("--ledger %%L consumers compare library %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT,
                          version,
                          version);
  run_ok (fixture, same, NULL);
  g_assert_nonnull (strstr (fixture->out, "equal"));
  change_cache (
    fixture,
    "UPDATE consumer SET version=1;"
    "UPDATE value SET value='odd' WHERE key LIKE 'game/%%/00000002' AND value IS NOT NULL");
  run_ok (fixture, "--ledger %L consumers resume library", NULL);
  different =
    g_strdup_printf ("--ledger %%L --json consumers compare library 1 %" G_GINT64_FORMAT, version);
  run_ok (fixture, different, NULL);
  g_assert_nonnull (strstr (fixture->out, "\"differ\":true"));
  g_assert_nonnull (strstr (fixture->out, "/00000002\""));
  g_assert_nonnull (strstr (fixture->out, "\"values\":[\"odd\","));
  g_assert_cmpint (get_number (fixture, "event"), <=, head);
  run_ok (fixture, "--ledger %L consumers", NULL);
  g_assert_nonnull (strstr (fixture->out, "library@1 "));
  g_assert_nonnull (strstr (fixture->out, "frozen"));
  run_fails (fixture, "--ledger %L consumers compare library 1 77", 1, "there is no consumer");
}

static void
add_tests (void)
{
  ADD ("/cli/consumers/misuse", test_misuse);
  ADD ("/cli/consumers/control", test_control);
  ADD ("/cli/consumers/locked", test_locked);
  ADD ("/cli/consumers/poison", test_poison);
  ADD ("/cli/consumers/compare", test_compare);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
