/* findings-fixture.c: a plain SQLite database and short ways to ask it, for the tests of what SQLite does
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "findings-fixture.h"

#include <glib/gstdio.h>

#include "ledger-fixture.h"

void
findings_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "x.db", NULL);
  fixture->db = open_other (fixture->path);
}

void
findings_tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (sqlite3_close (fixture->db), ==, SQLITE_OK);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

int
run (sqlite3 *db, const char *sql)
{
  int code = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    g_test_message ("%s: %s", sql, sqlite3_errmsg (db));
  return code;
}

void
run_ok (sqlite3 *db, const char *sql)
{
  g_assert_cmpint (run (db, sql), ==, SQLITE_OK);
}

char *
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

void
expect (sqlite3 *db, const char *sql, const char *expected)
{
  g_autofree char *answer = ask (db, sql);

  g_assert_cmpstr (answer, ==, expected);
}

sqlite3 *
open_other (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_extended_result_codes (db, 1);
  return db;
}

guint64
get_log_size (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf buffer;

  return g_stat (log, &buffer) == 0 ? (guint64) buffer.st_size : 0;
}
