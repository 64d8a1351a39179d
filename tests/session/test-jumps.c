/* test-jumps.c: back and forward lead where one was, past all that was no jump
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include "own-home.h"

static void
rest (Fixture *self)
{
  fake_time_advance (&self->time, 2000);
}

static void
look_at (Fixture *self, guint ply)
{
  rest (self);
  cl_session_set_ply (self->session, ply);
}

static void
expect_ply (Fixture *self, int by, guint ply)
{
  g_assert_true (cl_session_can_jump (self->session, by));
  rest (self);
  cl_session_jump (self->session, by);
  WAIT_UNTIL (cl_session_get_ply (self->session) == ply);
}

static void
count_cb (ClSession *session, gpointer data)
{
  ++*(guint *) data;
}

static void
test_in_game (Fixture *self, gconstpointer data)
{
  guint n_changes = 0;

  g_signal_connect (self->session, "jumps-changed", G_CALLBACK (count_cb), &n_changes);
  start_game (self, NULL, FALSE);
  rest (self);
  play_moves (self, "e4 e5 Nf3 Nc6 Bb5 a6 Ba4 Nf6 O-O Be7");
  g_assert_false (cl_session_can_jump (self->session, -1)); /* following is no jump */
  g_assert_cmpuint (n_changes, ==, 0);

  look_at (self, 2);
  g_assert_cmpuint (n_changes, ==, 1);
  look_at (self, 3); /* steps */
  look_at (self, 4);
  look_at (self, 8);
  expect_ply (self, -1, 4);
  expect_ply (self, -1, 10);
  g_assert_false (cl_session_can_jump (self->session, -1));
  expect_ply (self, 1, 4);
  expect_ply (self, 1, 8);
  g_assert_false (cl_session_can_jump (self->session, 1));

  /* A drag is one jump, and a new jump forgets what was forward. */
  expect_ply (self, -1, 4);
  look_at (self, 7);
  for (guint ply = 0; ply < 7; ply += 2)
    {
      fake_time_advance (&self->time, 100);
      cl_session_set_ply (self->session, ply);
    }
  g_assert_false (cl_session_can_jump (self->session, 1));
  expect_ply (self, -1, 4);
  expect_ply (self, 1, 6);
}

static gboolean
is_shown (Fixture *self, const char *partition)
{
  const ClGame *game = cl_session_get_game (self->session);

  return game != NULL && strcmp (game->partition, partition) == 0;
}

static void
test_between_games (Fixture *self, gconstpointer data)
{
  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5 Nf3");
  rest (self);
  start_game (self, NULL, FALSE);
  play_moves (self, "d4 d5 c4 e6");
  look_at (self, 1);
  rest (self);
  cl_session_set_position (self->session, 3);
  WAIT_UNTIL (cl_session_get_position (self->session) == 3);

  expect_ply (self, -1, 1);
  g_assert_cmpuint (cl_session_get_position (self->session), ==, 0);
  WAIT_UNTIL (is_shown (self, "table/2"));
  expect_ply (self, -1, 4);
  rest (self);
  cl_session_jump (self->session, -1);
  WAIT_UNTIL (is_shown (self, "table/1"));
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 3);
  rest (self);
  cl_session_jump (self->session, 1);
  WAIT_UNTIL (is_shown (self, "table/2"));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/jumps/in-game", test_in_game);
  ADD ("/jumps/between-games", test_between_games);
  return g_test_run ();
}
