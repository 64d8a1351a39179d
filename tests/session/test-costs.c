/* test-costs.c: the main thread never waits for the disk: whatever a person does, it makes not one call to SQLite
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"
#include "sqlite-counter.h"
#include "own-home.h"

static SqliteCounts before;

/* What came since the last call: something, and nothing on this thread. */
static void
expect_none_here (const char *what)
{
  SqliteCounts since = sqlite_counter_since (&before);

  g_test_message ("%s: %" G_GUINT64_FORMAT " calls", what, since.n_calls);
  if (since.n_main_calls > 0)
    g_test_message ("the last one here was %s", sqlite_counter_get_last_main_call ());
  g_assert_cmpuint (since.n_main_calls, ==, 0);
  g_assert_cmpuint (since.n_calls, >, 0);
  before = sqlite_counter_get ();
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
play (Fixture *self)
{
  start_game (self, "5+3", FALSE);
  DO_OK (cl_session_start_clock (self->session, DONE));
  play_moves (self, "e4 e5 Nf3");
  expect_none_here ("a game");
  DO_OK (cl_session_takeback (self->session, DONE));
  play_moves (self, "Bc4 Nc6");
  DO_OK (cl_session_correct_move (self->session, 4, "Nf6", DONE));
  DO_OK (cl_session_set_paused (self->session, TRUE, DONE));
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  expect_none_here ("its end");
}

static void
travel (Fixture *self)
{
  g_autoptr (GAsyncResult) density = NULL, peek = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lanes = NULL;
  ClPeek *what;

  cl_session_set_position (self->session, 4);
  cl_session_read_density_async (self->session, 0, 8, 8, NULL, finished_cb, &density);
  cl_session_peek_async (self->session, 3, NULL, finished_cb, &peek);
  WAIT_UNTIL (density != NULL && peek != NULL);
  lanes = cl_session_read_density_finish (self->session, density, &error);
  g_assert_no_error (error);
  what = cl_session_peek_finish (self->session, peek, &error);
  g_assert_no_error (error);
  cl_peek_free (what);
  cl_session_set_position (self->session, 0);
  expect_none_here ("looking back");
}

static void
import_and_search (Fixture *self)
{
  static const char games[] = "[White \"Anna\"]\n[Black \"Carla\"]\n\n1. e4 e5 1-0\n\n"
                              "[White \"Dora\"]\n[Black \"Emma\"]\n\n1. d4 d5 0-1\n";
  g_autofree char *path = g_build_filename (self->folder, "games.pgn", NULL);
  g_autofree char *copy = g_build_filename (self->folder, "copy.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (copy);
  g_autoptr (ClJob) import = NULL, export = NULL;
  ClLibrary *library = cl_session_get_library (self->session);

  g_assert_true (g_file_set_contents (path, games, -1, NULL));
  import = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (import) && !cl_library_is_busy (library));
  g_assert_no_error (cl_job_get_error (import));
  g_assert_cmpuint (cl_library_get_total (library), ==, 3);
  expect_none_here ("an import");
  cl_library_set_search (library, "emma");
  WAIT_UNTIL (!cl_library_is_busy (library));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (library)), ==, 1);
  cl_session_choose_game (self->session, "archive/games.pgn", 2);
  WAIT_UNTIL (cl_game_n_plies (cl_session_get_game (self->session)) == 2);
  expect_none_here ("a search");
  export = cl_session_export (self->session, to, NULL, 0);
  WAIT_UNTIL (cl_job_is_finished (export));
  g_assert_no_error (cl_job_get_error (export));
  DO_OK (cl_session_withdraw_game (self->session, "archive/games.pgn", 1, FALSE, DONE));
  expect_none_here ("an export");
}

static void
test_main_thread (void)
{
  Fixture fixture = { 0 };

  before = sqlite_counter_get ();
  fixture_set_up (&fixture, NULL);
  expect_none_here ("a new ledger");
  play (&fixture);
  travel (&fixture);
  import_and_search (&fixture);
  /* Leaving: the window is closed by then, and what was acknowledged is safe already. */
  fixture_close (&fixture);
  before = sqlite_counter_get ();
  fixture_open (&fixture);
  expect_none_here ("opening again");
  fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/session/costs/main-thread", test_main_thread);
  return g_test_run ();
}
