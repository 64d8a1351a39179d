/* test-kill.c: kill −9 of the process that runs the consumers, at random moments: each view equals a slow fold of the ledger
 *
 * The program runs itself as the child, which records, folds, seeks and rebuilds until it is killed. CHESS_LEDGER_THOROUGH runs
 * twenty times as many kills.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"
#include "own-home.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_KILLS 20

G_NORETURN static void
run_child (const char *dir, guint32 seed)
{
  Fixture fixture = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  fixture.path = g_build_filename (dir, "test.ledger", NULL);
  fixture.cache = g_build_filename (dir, "cache", NULL);
  fixture_open_ledger (&fixture);
  fixture_run (&fixture);
  if (write (STDOUT_FILENO, "x", 1) != 1)
    _exit (1);
  while (TRUE)
    {
      guint64 head;

      fixture_append_random (&fixture, 1 + g_rand_int (rand) % 300);
      head = cl_ledger_get_head (fixture.ledger);
      if (g_rand_boolean (rand))
        cl_runner_seek (fixture.runner, "words", g_rand_int (rand) % head, NULL);
      else if (g_rand_int_range (rand, 0, 8) == 0)
        cl_runner_rebuild (fixture.runner, "words", NULL);
      if (g_rand_boolean (rand))
        cl_runner_resume (fixture.runner, "words", NULL);
    }
}

static void
kill_once (const char *program, const char *dir)
{
  g_autofree char *seed = g_strdup_printf ("%d", g_test_rand_int ());
  char *argv[] = { (char *) program, (char *) "--child", (char *) dir, seed, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int out, status;
  char ready;

  g_spawn_async_with_pipes (NULL,
                            argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            &out,
                            NULL,
                            &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (out, &ready, 1), ==, 1);
  g_usleep ((gulong) g_test_rand_int_range (0, 60000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  close (out);
}

static void
check_views (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClMap) lazy = NULL, rebuilt = NULL;
  guint64 head;

  fixture_open_ledger (fixture);
  head = cl_ledger_get_head (fixture->ledger);
  fixture_run (fixture);
  cl_runner_resume (fixture->runner, "words", NULL);
  fixture_wait (fixture, "words");
  fixture_wait (fixture, "lazy");
  for (guint i = 0; i < 4 && head > 0; i++)
    fixture_assert_words_at (fixture, 1 + g_test_rand_int () % head);
  fixture_assert_words_at (fixture, head);
  lazy = cl_runner_get_state (fixture->runner, "lazy", 0, &error);
  g_assert_no_error (error);
  cl_runner_rebuild (fixture->runner, "lazy", NULL);
  fixture_wait (fixture, "lazy");
  rebuilt = cl_runner_get_state (fixture->runner, "lazy", 0, &error);
  g_assert_no_error (error);
  fixture_assert_equal (lazy, rebuilt);
  fixture_stop (fixture);
  fixture_close_ledger (fixture);
}

static void
test_kill (gconstpointer program)
{
  guint n_kills = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL ? 20 * N_KILLS : N_KILLS;
  Fixture fixture;

  fixture_init (&fixture);
  fixture_append_random (&fixture, 1000);
  fixture_close_ledger (&fixture);
  for (guint i = 1; i <= n_kills; i++)
    {
      kill_once (program, fixture.dir);
      if (i % 5 == 0)
        check_views (&fixture);
    }
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--child") == 0)
    {
      g_test_init (&argc, &argv, NULL);
      run_child (argv[2], (guint32) g_ascii_strtoll (argv[3], NULL, 10));
    }
  own_home_init (&argc, &argv);
  g_test_add_data_func ("/consumers/kill", argv[0], test_kill);
  return g_test_run ();
}
