/* test-consumer-kill.c: kill −9 of a process that appends and runs consumers, at any moment: each view equals its rebuild
 *
 * The program runs itself as the child, which appends random events while its consumers fold them into their cache, and prints the head
 * after each answer of the ledger. The parent kills it some time later and goes on from what it left: nothing acknowledged
 * is lost, and the view that was half written is what a slow fold from position 1 gives. CHESS_LEDGER_THOROUGH kills 1,000 times.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "runner-fixture.h"

#include "cl-verify.h"
#include "own-home.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KILLS_A_FILE 10

/* @out: where the heads go, since g_test_init () has words of its own for stdout. */
static int
run_child (const char *dir, int out)
{
  Fixture fixture = { 0 };

  fixture.path = g_build_filename (dir, "test.ledger", NULL);
  fixture.cache = g_build_filename (dir, "cache", NULL);
  fixture_open_ledger (&fixture);
  fixture_run (&fixture);
  while (TRUE)
    {
      guint64 head;

      fixture_append_random (&fixture, 1 + (guint) g_test_rand_int_range (0, 150));
      head = cl_ledger_get_head (fixture.ledger);
      if (write (out, &head, sizeof head) != sizeof head)
        return 1;
    }
}

/* Returns the last head that the child knew to be durable. */
static guint64
live_and_die (Fixture *fixture, const char *program)
{
  g_autofree char *seed = g_strdup_printf ("--seed=R02S%08x%08x%08x%08x",
                                           g_test_rand_int (),
                                           g_test_rand_int (),
                                           g_test_rand_int (),
                                           g_test_rand_int ());
  const char *argv[] = { program, "--child", fixture->dir, seed, NULL };
  g_autoptr (GError) error = NULL;
  guint64 head = 0;
  char rest[4096];
  GPid pid;
  int output, status;

  g_spawn_async_with_pipes (NULL,
                            (char **) argv,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            NULL,
                            &output,
                            NULL,
                            &error);
  g_assert_no_error (error);
  /* Not before it does something, and then at any moment. */
  g_assert_cmpint (read (output, &head, sizeof head), ==, sizeof head);
  g_usleep ((gulong) g_test_rand_int_range (0, 30000));
  kill (pid, SIGKILL);
  for (gssize n; (n = read (output, rest, sizeof rest - sizeof rest % sizeof head)) > 0;)
    if (n % (gssize) sizeof head == 0)
      memcpy (&head, rest + n - sizeof head, sizeof head);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
  close (output);
  return head;
}

static void
check (Fixture *fixture, guint64 acknowledged)
{
  ClVerification verification;
  GError *error = NULL;
  guint64 head;

  fixture_open_ledger (fixture);
  head = cl_ledger_get_head (fixture->ledger);
  g_assert_cmpuint (head, >=, acknowledged);
  cl_ledger_verify (fixture->ledger, NULL, NULL, NULL, &verification, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, head);
  fixture_run (fixture);
  fixture_wait (fixture, "words");
  fixture_assert_words_at (fixture, head);
  fixture_assert_words_at (fixture, (guint64) g_test_rand_int_range (1, (gint32) head + 1));
  fixture_stop (fixture);
  fixture_close_ledger (fixture);
}

static void
test_kill (gconstpointer program)
{
  guint n_kills = g_getenv ("CHESS_LEDGER_THOROUGH") ? 1000 : 50;
  guint64 sum = 0;

  for (guint file = 0; file < n_kills / KILLS_A_FILE; file++)
    {
      Fixture fixture;
      guint64 acknowledged = 0;

      fixture_init (&fixture);
      fixture_close_ledger (&fixture);
      for (guint i = 0; i < KILLS_A_FILE; i++)
        {
          acknowledged = MAX (acknowledged, live_and_die (&fixture, program));
          check (&fixture, acknowledged);
        }
      sum += acknowledged;
      fixture_clear (&fixture);
    }
  g_test_message ("%u kills, %" G_GUINT64_FORMAT " acknowledged events", n_kills, sum);
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *child = argc == 4 && g_str_equal (argv[1], "--child") ? argv[2] : NULL;
  int out = -1;

  if (child)
    {
      out = dup (STDOUT_FILENO);
      g_assert_cmpint (dup2 (STDERR_FILENO, STDOUT_FILENO), >=, 0);
      argv[1] = argv[3];
      argc = 2;
    }
  own_home_init (&argc, &argv);
  if (child)
    return run_child (child, out);
  g_test_add_data_func ("/crash/consumer-kill", program, test_kill);
  return g_test_run ();
}
