/* test-cli-subscribe.c: programs outside get each event at least once and in order: streams, commands, the README's examples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEADLINE_US (60 * G_TIME_SPAN_SECOND)

static void
record (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    run_ok (fixture, "--ledger %L play --partition table/1 --game new f3 e5 g4 Qh4#", NULL);
}

static void
test_stream (Fixture *fixture, gconstpointer data)
{
  record (fixture, 1);
  run_ok (fixture, "--ledger %L subscribe all --once --no-acks", NULL);
  g_assert_true (
    g_str_has_prefix (fixture->out, "{\"position\":1,\"partition\":\"table/1\",\"offset\":1,"));
  g_assert_nonnull (strstr (fixture->out, "\n{\"position\":6,"));
  run_ok (fixture, "--ledger %L subscribe all --once --no-acks", "");
  record (fixture, 1);
  run_ok (fixture, "--ledger %L subscribe all --once --no-acks", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "{\"position\":7,"));
  run_ok (fixture, "--ledger %L subscribe all --status", "all\tstopped\t12\t0\t*\t*\t\n");
  run_ok (fixture, "--ledger %L subscribe late --from 5 --types MovePlayed --once --no-acks", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "{\"position\":5,"));
  run_ok (fixture,
          "--ledger %L subscribe --list",
          "all\tstopped\t12\t0\t*\t*\t\nlate\tstopped\t12\t0\tMovePlayed\t*\t\n");
  run_ok (fixture, "--ledger %L subscribe all --delete", "");
  run_fails (fixture, "--ledger %L subscribe all --status", 1, "There is no subscription “all”");
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  run_fails (fixture, "--ledger %L subscribe x", 1, "There is no ledger");
  record (fixture, 1);
  run_fails (fixture, "--ledger %L subscribe", 2, "A name is missing");
  run_fails (fixture, "--ledger %L subscribe a b", 2, "“b” is too much");
  run_fails (fixture, "--ledger %L subscribe ../a", 1, "“../a” is no name");
  run_fails (fixture, "--ledger %L subscribe a --retry --skip", 2, "One of these");
  run_fails (fixture, "--ledger %L subscribe a --window 0", 2, "The window");
  run_fails (fixture, "--ledger %L subscribe a --from 99", 1, "does not reach to event 98");
  run_fails (fixture, "--ledger %L subscribe a --exec true --no-acks", 2, "by itself");
  run_ok (fixture, "--ledger %L subscribe a --types GameEnded --once --no-acks", NULL);
  run_fails (fixture,
             "--ledger %L subscribe a --types MovePlayed",
             1,
             "was made for types GameEnded");
  run_fails (fixture, "--ledger %L subscribe a --retry", 1, "stands at no event that failed");
}

static void
test_exec (Fixture *fixture, gconstpointer data)
{
  g_autofree char *seen = g_build_filename (fixture->folder, "seen", NULL);
  g_autofree char *command = NULL, *again = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  record (fixture, 1);
  command = g_strdup_printf ("%s/command.sh", fixture->folder);
  text = g_strdup_printf (
    "read line; echo \"$CHESS_LEDGER_POSITION $CHESS_LEDGER_SAN ${line%%%%,*}\" >> %s\n"
    "test $CHESS_LEDGER_POSITION -ne 4 || { echo broken >&2; exit 3; }\n",
    seen);
  g_assert_true (g_file_set_contents (command, text, -1, &error));
  again =
    g_strdup_printf ("--ledger %%L subscribe cmd --once --retries 1 --retry-ms 1 --exec sh_%s",
                     command);
  run_fails (fixture,
             again,
             1,
             "“cmd” is parked at event 4: its command ended with status 3 (broken)");
  run_ok (fixture,
          "--ledger %L subscribe cmd --status",
          "cmd\tparked\t3\t3\t*\t*\tits command ended with status 3 (broken)\n");
  run_fails (fixture, again, 1, "stands at event 4");
  run_ok (fixture, "--ledger %L subscribe cmd --retry", "cmd\tstopped\t3\t3\t*\t*\t\n");
  run_fails (fixture, again, 1, "is parked at event 4");
  run_ok (fixture, "--ledger %L subscribe cmd --skip", "cmd\tstopped\t4\t2\t*\t*\t\n");
  run_ok (fixture, again, "");
  g_free (text);
  g_assert_true (g_file_get_contents (seen, &text, NULL, &error));
  g_assert_cmpstr (text,
                   ==,
                   "1  {\"position\":1\n"
                   "2 f3 {\"position\":2\n"
                   "3 e5 {\"position\":3\n"
                   "4 g4 {\"position\":4\n"
                   "4 g4 {\"position\":4\n"
                   "4 g4 {\"position\":4\n"
                   "4 g4 {\"position\":4\n"
                   "5 Qh4# {\"position\":5\n"
                   "6  {\"position\":6\n");
}

/* The program with pipes at both ends. */
typedef struct
{
  GPid pid;
  int in, out;
  GString *rest;
} Child;

static Child
start (Fixture *fixture, const char *const *words)
{
  g_auto (GStrv) environment = make_environment (fixture);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  Child child = { .rest = g_string_new (NULL) };

  g_ptr_array_add (argv, (gpointer) program);
  g_ptr_array_add (argv, (gpointer) "--ledger");
  g_ptr_array_add (argv, fixture->ledger);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (argv, (gpointer) words[i]);
  g_ptr_array_add (argv, NULL);
  g_assert_true (g_spawn_async_with_pipes (NULL,
                                           (char **) argv->pdata,
                                           environment,
                                           G_SPAWN_DO_NOT_REAP_CHILD,
                                           NULL,
                                           NULL,
                                           &child.pid,
                                           &child.in,
                                           &child.out,
                                           NULL,
                                           &error));
  g_assert_no_error (error);
  return child;
}

/* The position in the next line within @us; 0: none came. */
static guint64
read_position (Child *child, gint64 us)
{
  gint64 end = g_get_monotonic_time () + us;
  char *newline;
  guint64 position;

  while (!(newline = strchr (child->rest->str, '\n')))
    {
      GPollFD poll = { child->out, G_IO_IN, 0 };
      gint64 left = end - g_get_monotonic_time ();
      char bytes[4096];
      ssize_t n;

      if (left <= 0 || g_poll (&poll, 1, (int) (left / 1000) + 1) <= 0)
        return 0;
      n = read (child->out, bytes, sizeof bytes);
      if (n <= 0)
        return 0;
      g_string_append_len (child->rest, bytes, n);
    }
  g_assert_true (g_str_has_prefix (child->rest->str, "{\"position\":"));
  position = g_ascii_strtoull (child->rest->str + 12, NULL, 10);
  g_string_erase (child->rest, 0, newline + 1 - child->rest->str);
  return position;
}

static void
acknowledge (Child *child, guint64 position)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", position);

  if (write (child->in, line, strlen (line)) < 0)
    g_test_message ("it ended before the acknowledgement");
}

static int
finish (Child *child, int signal_number)
{
  int wait_status;

  if (signal_number)
    kill (child->pid, signal_number);
  close (child->in);
  g_assert_cmpint (waitpid (child->pid, &wait_status, 0), ==, child->pid);
  close (child->out);
  g_string_free (child->rest, TRUE);
  return wait_status;
}

static const char *const words[] = { "subscribe", "live", "--window", "20", NULL };

static void
test_live (Fixture *fixture, gconstpointer data)
{
  Child child;

  record (fixture, 1);
  child = start (fixture, words);
  for (guint64 i = 1; i <= 6; i++)
    g_assert_cmpuint (read_position (&child, DEADLINE_US), ==, i);
  acknowledge (&child, 6);
  record (fixture, 1);
  for (guint64 i = 7; i <= 12; i++)
    g_assert_cmpuint (read_position (&child, DEADLINE_US), ==, i);
  run_ok (fixture, "--ledger %L subscribe live --status", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "live\trunning\t"));
  run_fails (fixture, "--ledger %L subscribe live", 1, "Another process subscribes as “live”");
  acknowledge (&child, 9);
  /* The end of stdin is the end; what was acknowledged is written down. */
  g_assert_cmpint (finish (&child, 0), ==, 0);
  run_ok (fixture, "--ledger %L subscribe live --status", "live\tstopped\t9\t3\t*\t*\t\n");
  child = start (fixture, words);
  g_assert_cmpuint (read_position (&child, DEADLINE_US), ==, 10);
  acknowledge (&child, 99);
  g_assert_cmpint (WEXITSTATUS (finish (&child, 0)), ==, 1);
}

/* A subscriber that does not read gets a window and no more. */
static void
test_slow (Fixture *fixture, gconstpointer data)
{
  Child child;

  record (fixture, 10);
  child = start (fixture, words);
  for (guint64 i = 1; i <= 20; i++)
    g_assert_cmpuint (read_position (&child, DEADLINE_US), ==, i);
  g_assert_cmpuint (read_position (&child, 200 * G_TIME_SPAN_MILLISECOND), ==, 0);
  acknowledge (&child, 5);
  for (guint64 i = 21; i <= 25; i++)
    g_assert_cmpuint (read_position (&child, DEADLINE_US), ==, i);
  g_assert_cmpint (WTERMSIG (finish (&child, SIGKILL)), ==, SIGKILL);
}

/* kill −9 at random points, while others record: every event comes, in order, and none before those that were not
 * acknowledged. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  guint n_lives = g_getenv ("CHESS_LEDGER_THOROUGH") ? 500 : 25;
  guint64 seen = 0, acknowledged = 0, head = 0;

  for (guint life = 0; life <= n_lives; life++)
    {
      gint64 end = g_get_monotonic_time () + g_test_rand_int_range (5000, 80000);
      Child child;
      guint64 first;

      /* What was acknowledged may have died with who should have read it: the last life gets something new to read up to. */
      if (life % 3 == 0 || life == n_lives)
        {
          record (fixture, 3);
          head += 18;
        }
      child = start (fixture, words);
      first = 0;
      while (life == n_lives ? first < head : g_get_monotonic_time () < end)
        {
          guint64 position =
            read_position (&child, life == n_lives ? DEADLINE_US : end - g_get_monotonic_time ());

          if (position == 0)
            break;
          if (first == 0)
            g_assert_cmpuint (position, <=, acknowledged + 1);
          else
            g_assert_cmpuint (position, ==, first + 1);
          first = position;
          seen = MAX (seen, position);
          if (life == n_lives || g_test_rand_int_range (0, 4) > 0)
            {
              acknowledge (&child, position);
              acknowledged = MAX (acknowledged, position);
            }
        }
      if (life < n_lives)
        finish (&child, SIGKILL);
      else
        g_assert_cmpint (finish (&child, 0), ==, 0);
    }
  g_assert_cmpuint (seen, ==, head);
  run_ok (fixture, "--ledger %L subscribe live --once --no-acks", "");
}

/* The code block of README.md that begins with @first, as a file. */
static char *
take_example (Fixture *fixture, const char *first, const char *name)
{
  g_autofree char *readme = g_test_build_filename (G_TEST_DIST, "..", "README.md", NULL);
  g_autofree char *text = NULL, *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *begin, *end;

  g_assert_true (g_file_get_contents (readme, &text, NULL, &error));
  begin = strstr (text, first);
  g_assert_nonnull (begin);
  end = strstr (begin, "```");
  g_assert_nonnull (end);
  g_assert_true (g_file_set_contents (path, begin, end - begin, &error));
  return g_steal_pointer (&path);
}

static void
own_group_cb (gpointer data)
{
  setpgid (0, 0);
}

/* Runs an example until its output, or results.txt, has @expected; then ends it and all it started. */
static void
expect_example (Fixture *fixture, const char *interpreter, const char *script, const char *expected)
{
  g_autofree char *absolute = g_canonicalize_filename (program, NULL);
  g_autofree char *directory = g_path_get_dirname (absolute), *search = NULL;
  g_autofree char *out = g_build_filename (fixture->folder, "results.txt", NULL), *text = NULL;
  g_autofree char *command =
    g_strdup_printf ("exec %s %s %s >> %s", interpreter, script, fixture->ledger, out);
  g_auto (GStrv) environment = make_environment (fixture);
  char *argv[] = { (char *) "/bin/sh", (char *) "-c", command, NULL };
  gint64 end = g_get_monotonic_time () + DEADLINE_US;
  g_autoptr (GError) error = NULL;
  GPid pid;

  search = g_strdup_printf ("%s:%s", directory, g_getenv ("PATH"));
  environment = g_environ_setenv (environment, "PATH", search, TRUE);
  g_unlink (out);
  g_assert_true (g_spawn_async (fixture->folder,
                                argv,
                                environment,
                                G_SPAWN_DO_NOT_REAP_CHILD,
                                own_group_cb,
                                NULL,
                                &pid,
                                &error));
  g_assert_no_error (error);
  while (!text || !strstr (text, expected))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (20000);
      g_free (text);
      text = NULL;
      g_file_get_contents (out, &text, NULL, NULL);
    }
  kill (-pid, SIGTERM);
  waitpid (pid, NULL, 0);
}

static void
test_examples (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shell = take_example (fixture, "#!/bin/sh\n# results.sh", "results.sh");
  g_autofree char *python =
    take_example (fixture, "#!/usr/bin/env python3\n# endings.py", "endings.py");
  g_autofree char *has_python = g_find_program_in_path ("python3");

  run_ok (fixture, "--ledger %L import %P", NULL);
  expect_example (fixture, "/bin/sh", shell, "\"result\":\"0-1\"\n\"result\":\"1/2-1/2\"\n");
  /* It goes on where it was. */
  record (fixture, 1);
  expect_example (fixture, "/bin/sh", shell, "\"result\":\"0-1\"\n");
  if (!has_python)
    g_test_skip ("skipped: no python3");
  else
    expect_example (fixture, "python3", python, "{\"checkmate\": 2, ");
}

static void
add_tests (void)
{
  ADD ("/cli/subscribe/stream", test_stream);
  ADD ("/cli/subscribe/refusals", test_refusals);
  ADD ("/cli/subscribe/exec", test_exec);
  ADD ("/cli/subscribe/live", test_live);
  ADD ("/cli/subscribe/slow", test_slow);
  ADD ("/cli/subscribe/kill", test_kill);
  ADD ("/cli/subscribe/examples", test_examples);
}

int
main (int argc, char **argv)
{
  signal (SIGPIPE, SIG_IGN);
  return run_tests (argc, argv, add_tests);
}
