/* test-findings.c: what SQLite's SQL does, as far as the ledger is built on it; shows what an upgrade changed
 *
 * Each is a recipe that was tried when the ledger was designed. What files, locks and logs do is in test-findings-files.c, what
 * copies and syncs do in test-rescue.c and in tests/crash/test-ledger-power.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "findings-fixture.h"
#include "own-home.h"

/* Triggers on UPDATE and DELETE alone do not stop REPLACE; one that demands the next number stops that and more. */
static void
test_replace (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "INSERT OR REPLACE INTO event VALUES (1, 'c')",
    "INSERT OR IGNORE INTO event VALUES (1, 'c')",
    "INSERT INTO event VALUES (5, 'c')",
    "INSERT INTO event(what) VALUES ('c')",
  };

  run_ok (fixture->db,
          "CREATE TABLE event(position INTEGER PRIMARY KEY, what TEXT);"
          "CREATE TRIGGER no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'no'); END;"
          "CREATE TRIGGER no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'no'); END;"
          "INSERT INTO event VALUES (1, 'a'), (2, 'b')");
  g_assert_cmpint (run (fixture->db, "UPDATE event SET what = 'c'"), !=, SQLITE_OK);
  run_ok (fixture->db, "INSERT OR REPLACE INTO event VALUES (1, 'overwritten')");
  expect (fixture->db, "SELECT what FROM event", "overwritten,b");
  run_ok (fixture->db,
          "CREATE TRIGGER next BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no')"
          " WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event); END");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_cmpint (run (fixture->db, refused[i]), !=, SQLITE_OK);
  run_ok (fixture->db, "INSERT INTO event VALUES (3, 'c')");
  expect (fixture->db, "SELECT what FROM event", "overwritten,b,c");
}

static int
authorize_cb (void *user_data,
              int action,
              const char *a,
              const char *b,
              const char *c,
              const char *d)
{
  g_string_append_printf (user_data, "%d ", action);
  return SQLITE_OK;
}

/* An authorizer sees the row that REPLACE deletes as little as a trigger does, unless recursive_triggers is on. */
static void
test_replace_is_hidden (Fixture *fixture, gconstpointer data)
{
  static const char replace[] = "REPLACE INTO event VALUES (1, 'c')";
  g_autoptr (GString) replacing = g_string_new (NULL), inserting = g_string_new (NULL);

  run_ok (
    fixture->db,
    "CREATE TABLE event(position INTEGER PRIMARY KEY, what TEXT); INSERT INTO event VALUES (1, 'a')");
  sqlite3_set_authorizer (fixture->db, authorize_cb, inserting);
  run_ok (fixture->db, "INSERT INTO event VALUES (2, 'b')");
  sqlite3_set_authorizer (fixture->db, authorize_cb, replacing);
  run_ok (fixture->db, replace);
  sqlite3_set_authorizer (fixture->db, NULL, NULL);
  g_assert_cmpstr (replacing->str, ==, inserting->str);
  run_ok (fixture->db,
          "CREATE TRIGGER no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'no'); END");
  run_ok (fixture->db, replace);
  run_ok (fixture->db, "PRAGMA recursive_triggers=ON");
  g_assert_cmpint (run (fixture->db, replace), !=, SQLITE_OK);
}

/* AUTOINCREMENT: a rollback leaves no hole, a conflict that is ignored does. */
static void
test_autoincrement (Fixture *fixture, gconstpointer data)
{
  run_ok (
    fixture->db,
    "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, x UNIQUE); INSERT INTO t(x) VALUES (1), (2), (3), (4), (5)");
  run_ok (fixture->db, "BEGIN; INSERT INTO t(x) VALUES (6); ROLLBACK; INSERT INTO t(x) VALUES (6)");
  expect (fixture->db, "SELECT max(id) FROM t", "6");
  run_ok (fixture->db, "INSERT OR IGNORE INTO t(x) VALUES (6), (6); INSERT INTO t(x) VALUES (7)");
  expect (fixture->db, "SELECT max(id) > 7 FROM t", "1");
}

/* VACUUM renumbers rows whose table has no INTEGER PRIMARY KEY. */
static void
test_implicit_rowid (Fixture *fixture, gconstpointer data)
{
  run_ok (
    fixture->db,
    "CREATE TABLE t(x); INSERT INTO t VALUES ('a'), ('b'), ('c'), ('d'); DELETE FROM t WHERE x IN ('a', 'c')");
  expect (fixture->db, "SELECT rowid FROM t", "2,4");
  run_ok (fixture->db, "VACUUM");
  expect (fixture->db, "SELECT rowid FROM t", "1,2");
}

static void
test_strict (Fixture *fixture, gconstpointer data)
{
  run_ok (
    fixture->db,
    "CREATE TABLE loose(x INTEGER); CREATE TABLE tight(x INTEGER) STRICT; INSERT INTO loose VALUES ('soon')");
  g_assert_cmpint (run (fixture->db, "INSERT INTO tight VALUES ('soon')"),
                   ==,
                   SQLITE_CONSTRAINT_DATATYPE);
  run_ok (fixture->db, "INSERT INTO tight VALUES ('17')");
  expect (fixture->db, "SELECT typeof(x) FROM tight", "integer");
}

static void
test_defensive (Fixture *fixture, gconstpointer data)
{
  static const char edit[] =
    "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = 'CREATE TABLE t(y)' WHERE name = 't'";

  run_ok (fixture->db, "CREATE TABLE t(x)");
  sqlite3_db_config (fixture->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  g_assert_cmpint (run (fixture->db, edit), !=, SQLITE_OK);
  sqlite3_db_config (fixture->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  run_ok (fixture->db, edit);
}

/* What the SQL of this ledger uses is there; what came later is not used, and an upgrade shows here. */
static void
test_features (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    int since; /* the version that brought it */
  } features[] = {
    { "CREATE TABLE t(x INTEGER) STRICT", 3037000 },
    { "CREATE TABLE r(x); INSERT INTO r VALUES (1) RETURNING x", 3035000 },
    { "SELECT iif('{\"a\":1}' ->> 'a' = 1, 1, abs(-9223372036854775808))", 3038000 },
    { "SELECT iif(unixepoch('2000-01-01 00:00:00.5', 'subsec') > 946684800, 1, abs(-9223372036854775808))",
      3042000 },
    { "SELECT json('{a:1}')", 3042000 },
    { "SELECT jsonb('{\"a\":1}')", 3045000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (features); i++)
    {
      gboolean works = run (fixture->db, features[i].sql) == SQLITE_OK;

      g_test_message ("%s: %s", features[i].sql, works ? "works" : "does not");
      g_assert_cmpint (works, ==, sqlite3_libversion_number () >= features[i].since);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD_FINDING ("/ledger/findings/replace", test_replace);
  ADD_FINDING ("/ledger/findings/replace-is-hidden", test_replace_is_hidden);
  ADD_FINDING ("/ledger/findings/autoincrement", test_autoincrement);
  ADD_FINDING ("/ledger/findings/implicit-rowid", test_implicit_rowid);
  ADD_FINDING ("/ledger/findings/strict", test_strict);
  ADD_FINDING ("/ledger/findings/defensive", test_defensive);
  ADD_FINDING ("/ledger/findings/features", test_features);
  return g_test_run ();
}
