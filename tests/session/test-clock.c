/* test-clock.c: thinking time, flags, and what becomes of a running clock when the app stops or dies
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-reader.h"
#include "own-home.h"

static const ClClockState *
get_clock (Fixture *self)
{
  return &cl_session_get_game (self->session)->clock;
}

static const ClGameMove *
get_move (Fixture *self, guint ply)
{
  return cl_game_get_move (cl_session_get_game (self->session), ply);
}

static void
test_thinking (Fixture *self, gconstpointer data)
{
  start_game (self, "300+3", FALSE);
  fake_time_advance (&self->time, 60000); /* before the first move nothing runs */
  play_moves (self, "e4");
  fake_time_advance (&self->time, 5250);
  play_moves (self, "e5");
  g_assert_cmpint (get_move (self, 2)->used_ms, ==, 5250);
  g_assert_cmpint (get_move (self, 2)->clock_ms, ==, 300000 - 5250 + 3000);

  /* The computer's clock jumps; what is measured does not. */
  self->time.real_us += G_TIME_SPAN_HOUR;
  fake_time_advance (&self->time, 1000);
  play_moves (self, "Nf3");
  g_assert_cmpint (get_move (self, 3)->used_ms, ==, 1000);
  self->time.real_us -= 2 * G_TIME_SPAN_HOUR;
  fake_time_advance (&self->time, 2000);
  play_moves (self, "Nc6");
  g_assert_cmpint (get_move (self, 4)->used_ms, ==, 2000);
}

static void
test_pause (Fixture *self, gconstpointer data)
{
  start_game (self, "300", FALSE);
  DO_OK (cl_session_start_clock (self->session, DONE));
  fake_time_advance (&self->time, 4000);
  DO_OK (cl_session_set_paused (self->session, TRUE, DONE));
  g_assert_true (get_clock (self)->paused);
  g_assert_cmpint (get_clock (self)->thinking_ms, ==, 4000);
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_move_text (self->session, "e4", DONE));
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_set_paused (self->session, TRUE, DONE));
  fake_time_advance (&self->time, 1000000);
  DO_OK (cl_session_set_paused (self->session, FALSE, DONE));
  fake_time_advance (&self->time, 3000);
  play_moves (self, "e4");
  g_assert_cmpint (get_move (self, 1)->used_ms, ==, 7000);
  g_assert_cmpint (get_move (self, 1)->clock_ms, ==, 293000);
}

typedef struct
{
  const char *control;
  const char *moves;
  gint64 up_ms;   /* still up after this */
  gint64 fall_ms; /* fallen after these more */
  ChessResult result;
  ChessEnding ending;
} FlagCase;

static const FlagCase flag_cases[] = {
  { "10", "e4 e5", 9999, 1, CHESS_RESULT_BLACK, CHESS_ENDING_TIME },
  { "10", "e4", 9999, 1, CHESS_RESULT_WHITE, CHESS_ENDING_TIME },
  { "10+5", "e4 e5", 14999, 1, CHESS_RESULT_BLACK, CHESS_ENDING_TIME },
  { "10d5", "e4 e5", 14999, 1, CHESS_RESULT_BLACK, CHESS_ENDING_TIME },
};

static void
test_flag (Fixture *self, gconstpointer data)
{
  const FlagCase *test = data;
  const ClGame *game;

  start_game (self, test->control, FALSE);
  play_moves (self, test->moves);
  fake_time_advance (&self->time, test->up_ms);
  g_assert_cmpint (cl_session_get_game (self->session)->status, ==, CL_GAME_PLAYING);
  fake_time_advance (&self->time, test->fall_ms);
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
  game = cl_session_get_game (self->session);
  g_assert_cmpint (game->result, ==, test->result);
  g_assert_cmpint (game->ending, ==, test->ending);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (self->session)), ==, 0);
}

/* The flag of a table that nobody looks at falls as well. */
static void
test_flag_elsewhere (Fixture *self, gconstpointer data)
{
  start_game (self, "10", FALSE);
  play_moves (self, "e4");
  start_game (self, NULL, FALSE);
  self->time.real_us -=
    G_TIME_SPAN_HOUR; /* measured time decides, whatever the computer's clock says */
  fake_time_advance (&self->time, 10000);
  WAIT_UNTIL (g_list_model_get_n_items (cl_session_get_running_games (self->session)) == 1);
  g_assert_cmpstr (cl_session_get_game (self->session)->partition, ==, "table/2");
}

/* A move that is made after the flag fell, but before the timer noticed, records the flag instead. */
static void
test_late_move (Fixture *self, gconstpointer data)
{
  start_game (self, "10", FALSE);
  play_moves (self, "e4");
  self->time.monotonic_us += 11 * G_USEC_PER_SEC;
  self->time.real_us += 11 * G_USEC_PER_SEC;
  DO_OK (cl_session_move_text (self->session, "e5", DONE));
  g_assert_cmpint (cl_session_get_game (self->session)->ending, ==, CHESS_ENDING_TIME);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 1);
}

static void
choose_first (Fixture *self)
{
  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
}

static void
test_clean_close (Fixture *self, gconstpointer data)
{
  guint n_events;

  start_game (self, "300", FALSE);
  play_moves (self, "e4");
  fake_time_advance (&self->time, 7000);
  fixture_close (self);

  fake_time_advance (&self->time, 3600000);
  fixture_open (self);
  choose_first (self);
  g_assert_true (get_clock (self)->paused);
  g_assert_cmpint (get_clock (self)->thinking_ms, ==, 7000);
  g_assert_cmpint (cl_session_get_unaccounted_ms (self->session), ==, 0);
  n_events = count_events (self);
  fixture_close (self);
  fixture_open (self);
  g_assert_cmpuint (count_events (self), ==, n_events);
  choose_first (self);
  DO_OK (cl_session_set_paused (self->session, FALSE, DONE));
  fake_time_advance (&self->time, 1000);
  play_moves (self, "e5");
  g_assert_cmpint (get_move (self, 2)->used_ms, ==, 8000);
}

/* Another process plays a move and is killed while Black's clock runs. */
static void
die_while_running (Fixture *self)
{
  pid_t child;
  int status;

  fixture_close (self);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      /* A fresh program, since no thread of ours came along. */
      execl ("/proc/self/exe", "test-clock", "--play-and-die", self->path, NULL);
      _exit (127);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
}

static int
play_and_die (const char *path)
{
  Fixture self = { .path = (char *) path };
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);

  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  fake_time_init (&self.time);
  fixture_open (&self);
  start_game (&self, "300", FALSE);
  play_moves (&self, "e4 e5");
  kill (getpid (), SIGKILL);

  return 1;
}

typedef struct
{
  gboolean deduct;
  gint64 gone_ms;
  gint64 left_ms;
} DeathCase;

static const DeathCase death_cases[] = {
  { FALSE, 20000, 300000 },
  { TRUE, 20000, 280000 },
  { TRUE, 301000, 0 },
};

static void
test_death (Fixture *self, gconstpointer data)
{
  const DeathCase *test = data;
  g_autofree char *cache_dir = NULL;
  guint n_events;

  die_while_running (self);
  fake_time_advance (&self->time, test->gone_ms);
  fixture_open (self);
  n_events = count_events (self);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (self->session)), ==, 1);

  /* Dead again before anybody decided, and all caches are gone: nothing more is recorded, and the time is still that
   * of the first death. */
  cache_dir = cl_runner_default_cache_dir (cl_session_get_ledger (self->session));
  fixture_close (self);
  delete_folder (cache_dir);
  fake_time_advance (&self->time, 500000);
  fixture_open (self);
  g_assert_cmpuint (count_events (self), ==, n_events);
  choose_first (self);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 2);
  g_assert_true (get_clock (self)->paused);
  g_assert_cmpint (get_clock (self)->remaining_ms[CHESS_WHITE], ==, 300000);
  g_assert_cmpint (cl_session_get_unaccounted_ms (self->session), ==, test->gone_ms);

  DO_OK (cl_session_account_time (self->session, test->deduct, DONE));
  g_assert_cmpint (cl_session_get_unaccounted_ms (self->session), ==, 0);
  g_assert_cmpint (get_clock (self)->remaining_ms[CHESS_WHITE], ==, test->left_ms);
  if (test->left_ms > 0)
    {
      g_assert_false (get_clock (self)->paused);
      DO_REFUSED (CL_FACT_ERROR,
                  CL_FACT_ERROR_UNACCEPTABLE,
                  cl_session_account_time (self->session, FALSE, DONE));
      fake_time_advance (&self->time, 1000);
      play_moves (self, "Nf3");
      g_assert_cmpint (get_move (self, 3)->used_ms, ==, 1000);
      g_assert_cmpint (get_move (self, 3)->clock_ms, ==, test->left_ms - 1000);
    }
  else
    {
      fake_time_advance (&self->time, 0);
      WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
      g_assert_cmpint (cl_session_get_game (self->session)->result, ==, CHESS_RESULT_BLACK);
    }
}

#define ADD(path, data, func) \
  g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "--play-and-die") == 0)
    return play_and_die (argv[2]);

  own_home_init (&argc, &argv);

  ADD ("/session/clock/thinking", NULL, test_thinking);
  ADD ("/session/clock/pause", NULL, test_pause);
  for (gsize i = 0; i < G_N_ELEMENTS (flag_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/session/clock/flag/%" G_GSIZE_FORMAT, i);

      ADD (path, &flag_cases[i], test_flag);
    }
  ADD ("/session/clock/flag-elsewhere", NULL, test_flag_elsewhere);
  ADD ("/session/clock/late-move", NULL, test_late_move);
  ADD ("/session/clock/clean-close", NULL, test_clean_close);
  for (gsize i = 0; i < G_N_ELEMENTS (death_cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/session/clock/death/%" G_GSIZE_FORMAT, i);

      ADD (path, &death_cases[i], test_death);
    }

  return g_test_run ();
}
