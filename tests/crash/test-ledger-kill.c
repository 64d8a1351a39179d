/* test-ledger-kill.c: kill −9 of a process that appends loses nothing it was told is durable, and leaves no hole
 *
 * The program runs itself as the child. The child opens the ledger, goes on where it ends, and appends live events to two tables
 * and bulk to an archive; after each answer it prints "PARTITION OFFSET\n". The parent reads that for a random while, kills, reads
 * what is left in the pipe, verifies the file, and compares. CHESS_LEDGER_THOROUGH runs twenty times as many kills. In the same way,
 * several processes race to write one ledger: one at a time does, the others are refused, and nothing is lost or doubled.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_PARTITIONS 3

static const char *const partitions[N_PARTITIONS] = { "table/1", "table/2", "archive/a" };

static void
read_heads (ClLedger *ledger, guint64 heads[N_PARTITIONS])
{
  GError *error = NULL;
  ClReader *reader = cl_reader_new (ledger, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_PARTITIONS; i++)
    {
      ClPartitionInfo info = { 0 };

      cl_reader_get_partition (reader, partitions[i], &info, &error);
      g_assert_no_error (error);
      heads[i] = info.head;
    }
  cl_reader_free (reader);
}

static void
acknowledge (guint partition, guint64 offset)
{
  char line[64];
  int length =
    g_snprintf (line, sizeof line, "%s %" G_GUINT64_FORMAT "\n", partitions[partition], offset);

  if (write (STDOUT_FILENO, line, (size_t) length) != length)
    _exit (1);
}

G_NORETURN static void
run_child (const char *path)
{
  ClLedger *ledger = open_for_writing (path);
  guint64 heads[N_PARTITIONS];
  GError *error = NULL;

  read_heads (ledger, heads);
  acknowledge (0, heads[0]);
  while (TRUE)
    {
      for (guint i = 0; i < 2; i++)
        {
          guint n = 1 + (guint) (heads[i] % 3);
          g_autoptr (ClDraft) draft = make_draft (partitions[i], 1, (guint) heads[i], n);

          heads[i] = append_ok (ledger, draft, heads[i]).last_offset;
          acknowledge (i, heads[i]);
        }
      for (guint game = 0; game < 20; game++)
        {
          g_autoptr (ClDraft) draft = make_draft (partitions[2], game + 1, (guint) heads[2], 40);

          g_assert_true (cl_ledger_append_bulk (ledger, draft, heads[2], &error));
          heads[2] += 40;
        }
      if (heads[2] % 3 == 0)
        {
          g_assert_true (cl_ledger_flush (ledger, &error));
          acknowledge (2, heads[2]);
        }
    }
}

/* Reads acknowledgements for @for_us (−1: to the end) into @heads. */
static void
read_answers (int fd, GString *rest, gint64 for_us, guint64 heads[N_PARTITIONS])
{
  gint64 end = g_get_monotonic_time () + for_us;
  char bytes[4096], *newline;

  while (TRUE)
    {
      GPollFD poll = { fd, G_IO_IN, 0 };
      gint64 left = for_us < 0 ? 1000000 : end - g_get_monotonic_time ();
      ssize_t n;

      if (left <= 0 || (g_poll (&poll, 1, (int) (left / 1000) + 1) <= 0 && for_us >= 0))
        return;
      n = read (fd, bytes, sizeof bytes);
      if (n <= 0)
        return;
      g_string_append_len (rest, bytes, n);
      while ((newline = strchr (rest->str, '\n')))
        {
          char *space = strchr (rest->str, ' ');

          g_assert_nonnull (space);
          for (guint i = 0; i < N_PARTITIONS; i++)
            if (strncmp (rest->str, partitions[i], (gsize) (space - rest->str)) == 0)
              heads[i] = g_ascii_strtoull (space + 1, NULL, 10);
          g_string_erase (rest, 0, newline + 1 - rest->str);
        }
    }
}

/* One life of the child; afterwards the file must hold at least @acknowledged. */
static void
live_and_die (const char *program, const char *path, guint64 acknowledged[N_PARTITIONS])
{
  const char *argv[] = { program, "--child", path, NULL };
  g_autoptr (GString) rest = g_string_new (NULL);
  GError *error = NULL;
  GPid pid;
  int out;

  g_assert_true (g_spawn_async_with_pipes (NULL,
                                           (char **) argv,
                                           NULL,
                                           G_SPAWN_DO_NOT_REAP_CHILD,
                                           NULL,
                                           NULL,
                                           &pid,
                                           NULL,
                                           &out,
                                           NULL,
                                           &error));
  g_assert_no_error (error);
  read_answers (out, rest, g_test_rand_int_range (1000, 120000), acknowledged);
  kill (pid, SIGKILL);
  read_answers (out, rest, -1, acknowledged);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  close (out);
}

static void
check_file (const char *path, const guint64 acknowledged[N_PARTITIONS])
{
  ClLedger *ledger = open_for_writing (path);
  ClVerification verification;
  GError *error = NULL;
  guint64 heads[N_PARTITIONS], sum = 0;

  read_heads (ledger, heads);
  for (guint i = 0; i < N_PARTITIONS; i++)
    {
      g_assert_cmpuint (heads[i], >=, acknowledged[i]);
      sum += heads[i];
    }
  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, sum);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

static void
test_kill (gconstpointer data)
{
  const char *program = data;
  g_autofree char *folder = make_folder ();
  guint n_kills = g_getenv ("CHESS_LEDGER_THOROUGH") ? 1000 : 50, n_files = n_kills / 10;
  guint64 total = 0;

  for (guint file = 0; file < n_files; file++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.ledger", folder, file);
      guint64 acknowledged[N_PARTITIONS] = { 0 };

      for (guint i = 0; i < n_kills / n_files; i++)
        {
          live_and_die (program, path, acknowledged);
          check_file (path, acknowledged);
        }
      total += acknowledged[0] + acknowledged[1] + acknowledged[2];
    }
  g_test_message ("%u kills, %" G_GUINT64_FORMAT " acknowledged events", n_kills, total);
  g_assert_cmpuint (total, >, n_kills);
  delete_folder (folder);
}

#define N_RACERS     3
#define N_WINS       6 /* of each */
#define N_PER_WINNER 25

/* Opens the ledger again and again; whoever gets it appends and gives it back. The others are told who has it. */
static int
run_racer (const char *path)
{
  guint n_wins = 0, n_refused = 0;
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (n_wins < N_WINS && g_get_monotonic_time () < deadline)
    {
      g_autoptr (GError) error = NULL;
      ClLedger *ledger =
        cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, test_vocabulary, &error);
      guint64 heads[N_PARTITIONS];

      if (!ledger)
        {
          g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
          n_refused++;
          g_usleep (1000);
          continue;
        }
      read_heads (ledger, heads);
      for (guint i = 0; i < N_PER_WINNER; i++)
        {
          g_autoptr (ClDraft) draft = make_draft (partitions[0], 1, (guint) heads[0] + i, 1);

          append_ok (ledger, draft, heads[0] + i);
        }
      cl_ledger_close (ledger);
      g_object_unref (ledger);
      n_wins++;
    }
  return n_wins == N_WINS ? 0 : 1;
}

static void
test_race (gconstpointer program)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "race.ledger", NULL);
  const char *argv[] = { program, "--racer", path, NULL };
  guint64 acknowledged[N_PARTITIONS] = { N_RACERS * N_WINS * N_PER_WINNER };
  GPid pids[N_RACERS];
  GError *error = NULL;

  for (guint i = 0; i < N_RACERS; i++)
    g_assert_true (g_spawn_async (NULL,
                                  (char **) argv,
                                  NULL,
                                  G_SPAWN_DO_NOT_REAP_CHILD,
                                  NULL,
                                  NULL,
                                  &pids[i],
                                  &error));
  for (guint i = 0; i < N_RACERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_cmpint (status, ==, 0);
    }
  check_file (path, acknowledged);
  delete_folder (folder);
}

int
main (int argc, char **argv)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc == 3 && strcmp (argv[1], "--child") == 0)
    run_child (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--racer") == 0)
    return run_racer (argv[2]);
  own_home_init (&argc, &argv);
  g_test_add_data_func ("/crash/ledger-kill", program, test_kill);
  g_test_add_data_func ("/crash/ledger-race", program, test_race);
  return g_test_run ();
}
