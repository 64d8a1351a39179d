/* test-kill.c: the app is killed between any two clicks; what was acknowledged stands, and its clock waits
 *
 * The child plays random games as fast as the disk lets it, and writes a line to a pipe for each move that it was told
 * is durable. It is killed at a random moment, several times on the same ledger.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-verify.h"
#include "own-home.h"

#define ROUNDS 12

/* --- The child --- */

static void
play_random_move (Fixture *self, GRand *rand)
{
  ChessPosition board;
  ChessMoveList list;
  const ClGame *game;

  cl_session_get_board (self->session, &board, NULL, NULL);
  chess_position_legal_moves (&board, &list);
  DO_OK (
    cl_session_move (self->session, list.moves[g_rand_int_range (rand, 0, (gint32) list.n)], DONE));
  game = cl_session_get_game (self->session);
  printf ("%s %u %u %" G_GUINT64_FORMAT "\n",
          game->partition,
          game->game,
          cl_game_n_plies (game),
          game->last_offset);
  fflush (stdout);
}

static void G_GNUC_NORETURN
play_until_killed (const char *path, guint32 seed)
{
  Fixture self = { .path = (char *) path };
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  fake_time_init (&self.time);
  fixture_open (&self);
  while (TRUE)
    {
      const ClGame *game = cl_session_get_game (self.session);

      if (game == NULL || game->status != CL_GAME_PLAYING)
        start_game (&self, "300+3", FALSE);
      play_random_move (&self, rand);
    }
}

/* --- The parent --- */

static pid_t
start_child (const char *path, guint32 seed, int *out)
{
  g_autofree char *seed_text = g_strdup_printf ("%u", seed);
  int pipe_ends[2];
  pid_t child;

  g_assert_cmpint (pipe (pipe_ends), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      dup2 (pipe_ends[1], STDOUT_FILENO);
      close (pipe_ends[0]);
      close (pipe_ends[1]);
      execl ("/proc/self/exe", "test-kill", "--play", path, seed_text, NULL);
      _exit (127);
    }
  close (pipe_ends[1]);
  *out = pipe_ends[0];

  return child;
}

/* Lets the child acknowledge @n_lines moves and go on for @more_us, then kills it. Returns all that it wrote. */
static char *
kill_child (pid_t child, int out, guint n_lines, gulong more_us)
{
  GString *text = g_string_new (NULL);
  gint64 kill_at = 0, give_up = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  gboolean killed = FALSE;
  char buffer[4096];
  guint seen = 0;
  int status;

  while (TRUE)
    {
      struct pollfd fd = { .fd = out, .events = POLLIN };
      gint64 now;
      gssize n;

      poll (&fd, 1, 1);
      now = g_get_monotonic_time ();
      g_assert_cmpint (now, <, give_up);
      if (!killed && kill_at != 0 && now >= kill_at)
        {
          kill (child, SIGKILL);
          killed = TRUE;
        }
      if ((fd.revents & (POLLIN | POLLHUP)) == 0)
        continue;
      n = read (out, buffer, sizeof buffer);
      if (n <= 0)
        break;
      g_string_append_len (text, buffer, n);
      for (gssize i = 0; i < n; i++)
        seen += buffer[i] == '\n' ? 1 : 0;
      if (kill_at == 0 && seen >= n_lines)
        kill_at = now + (gint64) more_us;
    }
  close (out);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);

  return g_string_free (text, FALSE);
}

/* The last move that the child knew to be durable. */
static void
check_last_acknowledged (Fixture *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);
  char partition[64];
  guint number, plies;
  guint64 offset;
  const ClGame *game;

  g_assert_cmpuint (n, >=, 2);
  g_assert_cmpint (sscanf (lines[n - 2],
                           "%63s %u %u %" G_GINT64_MODIFIER "u",
                           partition,
                           &number,
                           &plies,
                           &offset),
                   ==,
                   4);
  cl_session_choose_game (self->session, partition, number);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  game = cl_session_get_game (self->session);
  g_assert_cmpuint (game->last_offset, >=, offset);
  g_assert_cmpuint (cl_game_n_plies (game), >=, plies);
  g_assert_cmpuint (cl_game_n_plies (game), <=, plies + 1);
  if (game->status != CL_GAME_PLAYING)
    return;

  g_assert_true (game->clock.paused || !game->clock.started);
  g_assert_true (cl_session_get_following (self->session));
}

static void
check_ledger (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  ClVerification verification;

  g_assert_true (cl_ledger_verify (cl_session_get_ledger (self->session),
                                   NULL,
                                   NULL,
                                   NULL,
                                   &verification,
                                   &error));
  g_assert_no_error (error);
}

static void
test_kill (Fixture *self, gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autofree char *cache_dir =
        cl_runner_default_cache_dir (cl_session_get_ledger (self->session));
      g_autofree char *text = NULL;
      guint n_events;
      int out;
      pid_t child;

      fixture_close (self);
      child = start_child (self->path, (guint32) g_test_rand_int (), &out);
      text =
        kill_child (child, out, g_test_rand_int_range (1, 30), g_test_rand_int_range (0, 20000));

      fake_time_advance (&self->time, 60000);
      fixture_open (self);
      check_last_acknowledged (self, text);
      check_ledger (self);

      /* Without any cache, nothing is recorded a second time. */
      n_events = count_events (self);
      fixture_close (self);
      delete_folder (cache_dir);
      fixture_open (self);
      g_assert_cmpuint (count_events (self), ==, n_events);
    }
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && strcmp (argv[1], "--play") == 0)
    play_until_killed (argv[2], (guint32) g_ascii_strtoull (argv[3], NULL, 10));

  own_home_init (&argc, &argv);

  g_test_add ("/session/kill/moves", Fixture, NULL, fixture_set_up, test_kill, fixture_tear_down);

  return g_test_run ();
}
