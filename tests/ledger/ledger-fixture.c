/* ledger-fixture.c: files, drafts and a stranger's SQLite connection for the tests of the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

const char *const test_vocabulary[] = { "GameStarted", "MovePlayed", "GameEnded", NULL };

char *
make_folder (void)
{
  GError *error = NULL;
  char *folder = g_dir_make_tmp ("ledger-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
delete_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

ClLedger *
open_for_writing (const char *path)
{
  GError *error = NULL;
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, test_vocabulary, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ledger);
  return ledger;
}

ClEvent
make_event (const char *type, guint32 game, guint n)
{
  static const ClMove moves[] = {
    { 12 | 28 << 6, 1 },                                      /* e4 */
    { 57 | 42 << 6, 2 },                                      /* Nc6 */
    { 4 | 6 << 6, 6 | 1 << 10 },                              /* O-O */
    { 36 | 43 << 6, 1 | 1 << 3 | 1 << 6 },                    /* exd6 */
    { 52 | 61 << 6 | 4 << 12, 1 | 4 << 3 | 1 << 6 | 2 << 8 }, /* exf8=Q# */
    { 0, 0 },                                                 /* -- */
  };
  ClEvent event = CL_EVENT_INIT;

  event.type = type;
  event.game = game;
  event.ply = n;
  event.player = n % 2 ? "Kasparov, Garry" : "Топалов, Веселин";
  if (g_str_equal (type, "MovePlayed"))
    {
      event.has_move = TRUE;
      event.move = moves[n % G_N_ELEMENTS (moves)];
    }
  if (n % 3 == 0)
    event.clock_ms = 5400000 - (gint64) n * 1000;
  if (n % 5 == 0)
    event.details = "{\"used_ms\": 1500, \"note\": \"na\\u00efve \\ud83d\\ude00\"}";
  if (n % 2 == 0)
    event.occurred_at = G_GINT64_CONSTANT (946684800000000) + n;
  return event;
}

ClDraft *
make_draft (const char *partition, guint32 game, guint first, guint n)
{
  ClDraft *draft = cl_draft_new (partition, "test", NULL);

  for (guint i = first; i < first + n; i++)
    {
      ClEvent event = make_event (i == 0 ? "GameStarted" : "MovePlayed", game, i);

      cl_draft_add (draft, &event);
    }
  return draft;
}

ClAppended
append_ok (ClLedger *ledger, ClDraft *draft, guint64 expected_offset)
{
  ClAppended appended = { 0 };
  GError *error = NULL;

  g_assert_true (cl_ledger_append (ledger, draft, expected_offset, &appended, &error));
  g_assert_no_error (error);
  return appended;
}

int
run_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  int code;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_wal_autocheckpoint (db, 0);
  sqlite3_busy_timeout (db, 5000);
  code = sqlite3_exec (db, sql, NULL, NULL, NULL);
  if (code != SQLITE_OK)
    g_test_message ("%.80s: %s", sql, sqlite3_errmsg (db));
  sqlite3_close (db);
  return code;
}

void
run_sql_ok (const char *path, const char *sql)
{
  g_assert_cmpint (run_sql (path, sql), ==, SQLITE_OK);
}

char *
query_text (const char *path, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return text;
}
