/* test-cli-rescue.c: backup and salvage of the real chess-ledger-cli
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <sqlite3.h>

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.ledger", NULL), *head = NULL;
  g_autofree char *backup = g_strconcat ("--ledger %L backup ", copy, NULL),
                  *verify = g_strconcat ("--ledger ", copy, " verify", NULL);

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L verify", NULL);
  head = g_strdup (fixture->out);
  run_ok (fixture, backup, "");
  run_ok (fixture, verify, head);
  run_fails (fixture, backup, 1, "exists already");
  run_ok (fixture, verify, head);
  run_fails (fixture, "--ledger %L backup", 2, "copy is needed");
}

static void
damage (const Fixture *fixture, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->ledger, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
test_salvage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *saved = g_build_filename (fixture->folder, "saved.ledger", NULL);
  g_autofree char *salvage = g_strconcat ("salvage %L ", saved, NULL),
                  *again = g_strconcat ("--json salvage %L ", saved, "2", NULL),
                  *games = g_strconcat ("--ledger ", saved, " games", NULL);

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5", NULL);
  damage (fixture, "DROP TRIGGER event_no_update; UPDATE event SET ply = 9 WHERE position = 5");
  run (fixture, "--ledger %L verify");
  g_assert_cmpint (fixture->status, ==, 1);
  run_ok (fixture, salvage, NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "kept: "));
  g_assert_nonnull (strstr (fixture->out, " events of 2 partitions\nlost\tarchive/club.pgn\t5–"));
  g_assert_nonnull (strstr (fixture->out, "event 5: its seal"));
  run_ok (fixture, games, NULL);
  g_assert_nonnull (strstr (fixture->out, "table/1\t1\t"));
  run_fails (fixture, salvage, 1, "exists already");
  run_ok (fixture, again, NULL);
  g_assert_nonnull (
    strstr (fixture->out, "\"losses\":[{\"partition\":\"archive/club.pgn\",\"kept\":4,"));
  run_fails (fixture, "salvage %P /tmp/none.ledger", 1, "nor any SQLite database");
  run_fails (fixture, "salvage %L", 2, "Two files");
}

/* A damaged ledger says where to go from there. */
static void
test_hint (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  damage (fixture, "DROP TABLE ledger");
  run_fails (fixture, "--ledger %L games", 1, "salvage” saves what is whole");
}

static void
add_tests (void)
{
  ADD ("/cli/rescue/backup", test_backup);
  ADD ("/cli/rescue/salvage", test_salvage);
  ADD ("/cli/rescue/hint", test_hint);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
