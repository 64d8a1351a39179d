/* test-cli-format.c: a ledger is verified by some thirty lines of another language that know only what src/ledger/README.md says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <sqlite3.h>
#include <sys/wait.h>

/* Runs verify-ledger.py; *@out is what it printed. */
static int
verify_elsewhere (const Fixture *fixture, char **out)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "cli", "verify-ledger.py", NULL);
  const char *const argv[] = { "python3", script, fixture->ledger, NULL };
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv,
                               NULL,
                               G_SPAWN_SEARCH_PATH,
                               NULL,
                               NULL,
                               out,
                               &err,
                               &status,
                               &error));
  g_assert_no_error (error);
  g_test_message ("%s%s", *out, err);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* Tables with takebacks and clocks, and an archive with comments and what could not be read. */
static void
make_ledger (Fixture *fixture)
{
  g_autofree char *again = g_strconcat ("--ledger %L import ", fixture->folder, "/more.pgn", NULL);
  g_autofree char *more = g_build_filename (fixture->folder, "more.pgn", NULL);
  g_autoptr (GString) pgn = g_string_new (NULL);

  for (guint i = 0; i < 150; i++)
    g_string_append_printf (
      pgn,
      "[Event \"Żółw %u\"]\n[Site \"?\"]\n[Date \"????.??.??\"]\n[Round \"-\"]\n[White \"Łasker\"]\n[Black \"田中\"]\n"
      "[Result \"*\"]\n\n1. e4 {[%%clk 1:00:%02u]} e5 $1 (1... c5 2. Nf3) 2. Nf3 Nc6 3. Bb5 a6 {ünïcode \\ \"q\"} 4. O-O *\n\n",
      i,
      i % 60);
  g_assert_true (g_file_set_contents (more, pgn->str, -1, NULL));
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3", NULL);
  run_ok (fixture, again, NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game 1 Nc6 Bb5", NULL);
  run_ok (fixture, "--ledger %L play --partition table/2 --game new f3 e5 g4 Qh4#", NULL);
}

static void
test_equal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *out = NULL;

  make_ledger (fixture);
  run_ok (fixture, "--ledger %L verify", NULL);
  g_assert_cmpint (verify_elsewhere (fixture, &out), ==, 0);
  g_assert_cmpstr (out, ==, fixture->out);
}

static void
change (const Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->ledger, &db), ==, SQLITE_OK);
  sqlite3_exec (db,
                "DROP TRIGGER event_no_update; DROP TRIGGER ledger_no_update;"
                "DROP TRIGGER player_no_update; PRAGMA journal_mode=DELETE",
                NULL,
                NULL,
                NULL);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), ==, 1);
  sqlite3_close (db);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE event SET clock_ms = clock_ms + 1 WHERE position = (SELECT max(position) FROM event WHERE clock_ms IS NOT NULL)",
    "UPDATE event SET recorded_at = recorded_at - 1 WHERE position = 30",
    "UPDATE ledger SET created_at = created_at + 1",
    "UPDATE player SET name = name || ' ' WHERE id = 2",
    "DELETE FROM commits WHERE last_position = (SELECT max(last_position) FROM commits)",
  };
  g_autofree char *whole = NULL;
  gsize length;

  make_ledger (fixture);
  g_assert_true (g_file_get_contents (fixture->ledger, &whole, &length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *out = NULL;

      g_assert_true (g_file_set_contents (fixture->ledger, whole, (gssize) length, NULL));
      if (i == 4)
        change (fixture, "DROP TRIGGER commits_no_delete; UPDATE player SET id = id WHERE id = 1");
      change (fixture, changes[i]);
      g_assert_cmpint (verify_elsewhere (fixture, &out), ==, 1);
      g_assert_cmpstr (out, ==, "");
    }
}

/* The code block of @language in the README. */
static char *
find_block (const char *readme, const char *language)
{
  g_autofree char *start = g_strdup_printf ("```%s\n", language);
  const char *from = strstr (readme, start), *to = from ? strstr (from + 3, "\n```") : NULL;

  g_assert_nonnull (to);
  from += strlen (start);
  return g_strndup (from, (gsize) (to + 1 - from));
}

/* Runs the README's shell lines in the fixture's folder; returns what they print. */
static char *
run_readme (const Fixture *fixture)
{
  g_autofree char *path =
                    g_test_build_filename (G_TEST_DIST, "..", "src", "ledger", "README.md", NULL),
                  *readme = NULL, *sql = NULL, *shell = NULL, *err = NULL;
  g_autofree char *sql_path = g_build_filename (fixture->folder, "seals.sql", NULL);
  g_autoptr (GError) error = NULL;
  const char *argv[] = { "bash", "-c", NULL, NULL };
  char *out = NULL;
  int status;

  g_assert_true (g_file_get_contents (path, &readme, NULL, &error));
  sql = find_block (readme, "sql");
  shell = find_block (readme, "sh");
  g_assert_true (g_file_set_contents (sql_path, sql, -1, &error));
  argv[2] = shell;
  g_assert_true (g_spawn_sync (fixture->folder,
                               (char **) argv,
                               NULL,
                               G_SPAWN_SEARCH_PATH,
                               NULL,
                               NULL,
                               &out,
                               &err,
                               &status,
                               &error));
  g_test_message ("%s%s", out, err);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpstr (err, ==, "");
  return out;
}

/* What the README tells to do with sqlite3 and sha256sum works as it stands there. */
static void
test_readme (Fixture *fixture, gconstpointer data)
{
  g_autofree char *whole = NULL, *broken = NULL;

  if (!g_find_program_in_path ("sqlite3"))
    {
      g_test_skip ("no sqlite3");
      return;
    }
  g_free (fixture->ledger);
  fixture->ledger = g_build_filename (fixture->folder, "games.ledger", NULL);
  make_ledger (fixture);
  whole = run_readme (fixture);
  g_assert_cmpstr (whole, ==, "");
  change (
    fixture,
    "UPDATE event SET occurred_at = occurred_at + 1 WHERE position = (SELECT position FROM scoresheet WHERE partition = 'table/1' AND offset = 3)");
  broken = run_readme (fixture);
  g_assert_true (g_str_has_prefix (broken, "broken: 0000000000000003"));
}

static void
add_tests (void)
{
  ADD ("/cli/format/equal", test_equal);
  ADD ("/cli/format/changed", test_changed);
  ADD ("/cli/format/readme", test_readme);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
