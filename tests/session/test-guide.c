/* test-guide.c: whoever travels through the ledger sees the game of each entry, without a flicker, and comes home
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-reader.h"
#include "own-home.h"

static const char games[] =
  "[Event \"A\"]\n[White \"One\"]\n[Black \"Two\"]\n[Result \"0-1\"]\n\n1. f3 e5 2. g4 Qh4# 0-1\n\n"
  "[Event \"B\"]\n[White \"Three\"]\n[Black \"Four\"]\n[Result \"1-0\"]\n\n1. e4 e5 2. Nf3 1-0\n\n"
  "[Event \"C\"]\n[White \"Five\"]\n[Black \"Six\"]\n[Result \"*\"]\n\n1. d4 *\n";

/* Two tables turn by turn, and three games of a file between them. */
static void
make_history (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "games.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClJob) job = NULL;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5 Nf3");
  g_assert_true (g_file_set_contents (path, games, -1, NULL));
  job = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (job));
  start_game (self, NULL, TRUE);
  play_moves (self, "d4 d5");
  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (strcmp (cl_session_get_game (self->session)->partition, "table/1") == 0);
  play_moves (self, "Nc6 Bb5 a6");
  WAIT_UNTIL (cl_session_get_head (self->session) == count_events (self));
}

/* The entry at @position; FALSE if it is of no game. */
static gboolean
read_entry (Fixture *self, guint64 position, char **partition, guint32 *game)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, position - 1, position, 1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (events), ==, 1);
  *partition = g_strdup (cl_events_get (events, 0)->partition);
  *game = cl_events_get (events, 0)->game;
  return *game != 0;
}

/* How many facts of that game lie at or before @position. */
static guint
count_facts (Fixture *self, const char *partition, guint32 game, guint64 position)
{
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), NULL);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, position, 100000, NULL);
  guint n = 0;

  for (gsize i = 0; i < cl_events_get_length (events); i++)
    n += cl_events_get (events, i)->game == game &&
         strcmp (cl_events_get (events, i)->partition, partition) == 0;
  return n;
}

static gboolean
shows (Fixture *self, const char *partition, guint32 game)
{
  const ClGame *shown = cl_session_get_game (self->session);

  return shown && shown->game == game && strcmp (shown->partition, partition) == 0;
}

static void
no_flicker_cb (ClSession *session, GParamSpec *pspec, gpointer data)
{
  const ClGame *game = cl_session_get_game (session);

  g_assert_nonnull (game);
  g_assert_cmpint (game->status, !=, CL_GAME_EMPTY);
}

static void
expect_followed (Fixture *self, guint64 position)
{
  g_autofree char *partition = NULL;
  guint32 game;

  cl_session_set_position (self->session, position);
  if (!read_entry (self, position, &partition, &game))
    return;
  WAIT_UNTIL (shows (self, partition, game));
  g_assert_cmpuint (cl_session_get_game (self->session)->last_offset, >, 0);
  g_assert_cmpuint (count_facts (self, partition, game, position), >, 0);
  g_assert_cmpuint (cl_session_get_ply (self->session),
                    ==,
                    cl_game_n_plies (cl_session_get_game (self->session)));
}

/* From the end to the start, the hard way: the game shown had not begun at the next place. */
static void
test_each (Fixture *self, gconstpointer data)
{
  guint64 head;

  make_history (self);
  head = cl_session_get_head (self->session);
  cl_session_set_guided (self->session, TRUE);
  g_signal_connect (self->session, "notify::game", G_CALLBACK (no_flicker_cb), NULL);
  for (guint64 position = head - 1; position > 0; position--)
    expect_followed (self, position);
  for (guint i = 0; i < 30; i++)
    expect_followed (self, g_test_rand_int_range (1, (gint32) head));
  cl_session_set_position (self->session, 0);
  WAIT_UNTIL (shows (self, "table/1", 1));
}

/* Drawn fast over everything: only the place where the hand comes to rest counts. */
static void
test_newest (Fixture *self, gconstpointer data)
{
  make_history (self);
  cl_session_set_guided (self->session, TRUE);
  for (guint turn = 0; turn < 3; turn++)
    {
      for (guint64 position = cl_session_get_head (self->session) - 1; position > 2; position--)
        cl_session_set_position (self->session, position);
      expect_followed (self, 2);
      expect_followed (self, cl_session_get_head (self->session) - 4);
    }
}

/* Back at the live end stands what was left, at its ply. */
static void
test_home (Fixture *self, gconstpointer data)
{
  make_history (self);
  cl_session_set_guided (self->session, TRUE);
  cl_session_set_ply (self->session, 2);
  g_assert_false (cl_session_get_following (self->session));

  for (guint64 position = 1; position < cl_session_get_head (self->session); position++)
    expect_followed (self, position);
  cl_session_set_position (self->session, 0);
  g_assert_true (shows (self, "table/1", 1));
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 2);

  expect_followed (self, cl_session_get_head (self->session) / 2);
  cl_session_return_to_game (self->session);
  g_assert_true (shows (self, "table/1", 1));
  g_assert_true (cl_session_get_following (self->session));
}

/* Whoever chooses a game on the way stays with it. */
static void
test_choice (Fixture *self, gconstpointer data)
{
  make_history (self);
  cl_session_set_guided (self->session, TRUE);
  expect_followed (self, cl_session_get_head (self->session) - 1);
  cl_session_choose_game (self->session, "archive/games.pgn", 2);
  WAIT_UNTIL (shows (self, "archive/games.pgn", 2));
  expect_followed (self, 3);
  g_assert_true (shows (self, "table/1", 1));
  cl_session_set_position (self->session, 0);
  g_assert_true (shows (self, "archive/games.pgn", 2));
}

/* Without a guide the chosen game stays, whatever happens elsewhere. */
static void
test_unguided (Fixture *self, gconstpointer data)
{
  make_history (self);
  for (guint64 position = 1; position < cl_session_get_head (self->session); position++)
    {
      cl_session_set_position (self->session, position);
      g_assert_true (shows (self, "table/1", 1));
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/session/guide/each", test_each);
  ADD ("/session/guide/newest", test_newest);
  ADD ("/session/guide/home", test_home);
  ADD ("/session/guide/choice", test_choice);
  ADD ("/session/guide/unguided", test_unguided);

  return g_test_run ();
}
