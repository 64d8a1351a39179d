/* test-findings.c: what SQLite and the kernel do, as far as the ledger is built on it; shows what an upgrade changed
 *
 * Each is a recipe that was tried when the ledger was designed. What copies and syncs do is in test-rescue.c and in tests/crash/.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  sqlite3 *db;
} Fixture;

static int
run (sqlite3 *db, const char *sql)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    g_test_message ("%s: %s", sql, sqlite3_errmsg (db));
  return code;
}

static void
run_ok (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (run (db, sql), ==, SQLITE_OK);
}

/* First column of all rows, separated by commas. */
static char *
ask (sqlite3 *db, const char *sql)
{
  g_autoptr (GString) text = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (text,
                            "%s%s",
                            text->len ? "," : "",
                            (const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
expect (sqlite3 *db, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (db, sql);

  g_assert_cmpstr (answer, ==, expected);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "x.db", NULL);
  g_assert_cmpint (sqlite3_open (fixture->path, &fixture->db), ==, SQLITE_OK);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  sqlite3_close (fixture->db);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

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
update_cb (void *user_data,
           int operation,
           const char *database,
           const char *table,
           sqlite3_int64 row)
{
  ++*(guint *) user_data;
}

static int
wal_cb (void *user_data, sqlite3 *db, const char *database, int n_pages)
{
  ++*(guint *) user_data;
  return SQLITE_OK;
}

/* Hooks see their own connection alone. */
static void
test_hooks (Fixture *fixture, gconstpointer data)
{
  guint n_own = 0, n_other = 0;
  sqlite3 *other = NULL;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  sqlite3_update_hook (fixture->db, update_cb, &n_own);
  sqlite3_wal_hook (fixture->db, wal_cb, &n_own);
  sqlite3_update_hook (other, update_cb, &n_other);
  sqlite3_wal_hook (other, wal_cb, &n_other);
  run_ok (fixture->db, "INSERT INTO t VALUES (1)");
  g_assert_cmpuint (n_own, ==, 2);
  g_assert_cmpuint (n_other, ==, 0);
  sqlite3_close (other);
}

/* PRAGMA data_version tells of others' commits, not of one's own nor of what was rolled back. */
static void
test_data_version (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *own = NULL, *rolled_back = NULL, *others = NULL;
  unsigned control = 0, control_after = 0;
  sqlite3 *other = NULL;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  g_assert_cmpint (sqlite3_open (fixture->path, &other), ==, SQLITE_OK);
  first = ask (fixture->db, "PRAGMA data_version");
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control);
  run_ok (fixture->db, "INSERT INTO t VALUES (1)");
  own = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (own, ==, first);
  run_ok (other, "BEGIN; INSERT INTO t VALUES (2); ROLLBACK");
  rolled_back = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (rolled_back, ==, first);
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control);
  run_ok (other, "INSERT INTO t VALUES (3)");
  /* The file control alone looks at nothing. */
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control_after);
  g_assert_cmpuint (control_after, ==, control);
  others = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (others, !=, first);
  sqlite3_close (other);
}

static void
test_strict (Fixture *fixture, gconstpointer data)
{
  run_ok (
    fixture->db,
    "CREATE TABLE loose(x INTEGER); CREATE TABLE tight(x INTEGER) STRICT; INSERT INTO loose VALUES ('soon')");
  g_assert_cmpint (run (fixture->db, "INSERT INTO tight VALUES ('soon')"), ==, SQLITE_CONSTRAINT);
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

/* Can another process lock what SQLite holds of @path? */
static gboolean
is_locked (const char *path)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK,
                            .l_whence = SEEK_SET,
                            .l_start = 0x40000002,
                            .l_len = 510 };
      int fd = open (path, O_RDWR | O_CLOEXEC);

      _exit (fd < 0 || fcntl (fd, F_GETLK, &lock) != 0 ? 2 : lock.l_type != F_UNLCK);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), <, 2);
  return WEXITSTATUS (status) == 1;
}

/* Sixteen bytes read by hand, and SQLite's locks of this process are gone: why only SQLite opens a ledger. */
static void
test_posix_locks (Fixture *fixture, gconstpointer data)
{
  char header[16];
  int fd;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  expect (fixture->db, "SELECT count(*) FROM t", "0");
  g_assert_true (is_locked (fixture->path));
  fd = open (fixture->path, O_RDONLY | O_CLOEXEC);
  g_assert_cmpint (read (fd, header, sizeof header), ==, sizeof header);
  close (fd);
  g_assert_false (is_locked (fixture->path));
}

/* What this folder does with an open ledger keeps them: reading, verifying, polling, copying, opening it again. */
static void
test_locks_are_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "games.ledger", NULL);
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 0, 5);
  g_autoptr (ClEvents) events = NULL;
  ClLedger *writer = open_for_writing (path), *again;
  ClReader *reader;
  GError *error = NULL;

  append_ok (writer, draft, 0);
  g_assert_true (is_locked (path));
  again = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_assert_no_error (error);
  reader = cl_reader_new (again, &error);
  events = cl_reader_read (reader, 0, 0, 10, &error);
  cl_reader_free (reader);
  g_assert_true (cl_ledger_verify (again, NULL, NULL, NULL, NULL, &error));
  cl_ledger_poll (again);
  g_assert_null (cl_ledger_open (path, CL_LEDGER_WRITE, test_vocabulary, NULL));
  cl_ledger_close (again);
  g_object_unref (again);
  g_assert_true (is_locked (path));
  cl_ledger_close (writer);
  g_object_unref (writer);
  g_assert_false (is_locked (path));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/ledger/findings/replace", test_replace);
  ADD ("/ledger/findings/autoincrement", test_autoincrement);
  ADD ("/ledger/findings/implicit-rowid", test_implicit_rowid);
  ADD ("/ledger/findings/hooks", test_hooks);
  ADD ("/ledger/findings/data-version", test_data_version);
  ADD ("/ledger/findings/strict", test_strict);
  ADD ("/ledger/findings/defensive", test_defensive);
  ADD ("/ledger/findings/posix-locks", test_posix_locks);
  ADD ("/ledger/findings/locks-are-kept", test_locks_are_kept);
  return g_test_run ();
}
