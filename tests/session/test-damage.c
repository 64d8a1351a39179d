/* test-damage.c: a damaged ledger is opened for looking, with the reason, and nothing is added to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"
#include "own-home.h"

#include <sqlite3.h>
#include <string.h>

/* As somebody with a tool for databases might: the end of the ledger is not what its writer sealed. */
static void
vandalise (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* The names of the triggers are nobody's business here. */
static void
drop_triggers (const char *path)
{
  g_autoptr (GString) drops = g_string_new (NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *list = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_prepare_v2 (
    db,
    "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%INSERT%'"
    " OR type = 'trigger' AND sql LIKE '%UPDATE%'",
    -1,
    &list,
    NULL);
  while (sqlite3_step (list) == SQLITE_ROW)
    g_string_append_printf (drops, "DROP TRIGGER \"%s\";", sqlite3_column_text (list, 0));
  sqlite3_finalize (list);
  g_assert_cmpint (sqlite3_exec (db, drops->str, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 head;

  start_game (self, "60", FALSE);
  DO_OK (cl_session_start_clock (self->session, DONE));
  play_moves (self, "e4 e5 Nf3");
  g_assert_null (cl_session_get_damage (self->session));
  fixture_close (self);
  drop_triggers (self->path);
  vandalise (self->path,
             "UPDATE event SET recorded_at = recorded_at + 1"
             " WHERE position = (SELECT max(position) FROM event)");

  fixture_open (self);
  head = cl_session_get_head (self->session);
  g_assert_cmpuint (head, >, 4);
  g_assert_true (cl_session_is_read_only (self->session));
  g_test_message ("%s", cl_session_get_damage (self->session));
  g_assert_nonnull (strstr (cl_session_get_damage (self->session), "newest events"));
  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  g_assert_cmpuint (cl_game_n_plies (cl_session_get_game (self->session)), ==, 3);
  cl_session_set_position (self->session, 3);
  WAIT_UNTIL (cl_game_n_plies (cl_session_get_game (self->session)) == 1);
  cl_session_set_position (self->session, 0);
  WAIT_UNTIL (cl_library_get_total (cl_session_get_library (self->session)) == 1);
  cl_session_return_to_game (self->session);
  DO_REFUSED (CL_LEDGER_ERROR,
              CL_LEDGER_ERROR_CORRUPT,
              cl_session_move_text (self->session, "Nc6", DONE));
  fixture_close (self);
  fixture_open (self);
  g_assert_cmpuint (cl_session_get_head (self->session), ==, head);
}

/* Where nothing can be read at all, there is nothing to show. */
static void
test_no_ledger (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  g_assert_true (
    g_file_set_contents (self->path, "These were my games, once upon a time", -1, NULL));
  g_assert_null (open_session (self->path, FALSE, &self->time.source, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_NOT_A_LEDGER);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/session/damage/damaged",
              Fixture,
              NULL,
              fixture_set_up,
              test_damaged,
              fixture_tear_down);
  g_test_add ("/session/damage/no-ledger",
              Fixture,
              NULL,
              fixture_set_up,
              test_no_ledger,
              fixture_tear_down);
  return g_test_run ();
}
