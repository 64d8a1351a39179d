/* test-cli-replica.c: ledgers that recorded apart come together: sync and digest, as a person runs them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#define N_SIDES 3

/* "a.ledger" … in the fixture's folder; its @words with "%0" … for them. */
static void
run_on (Fixture *fixture, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, "%", -1);
  g_autoptr (GString) line = g_string_new (parts[0]);

  for (guint i = 1; parts[i]; i++)
    if (g_ascii_isdigit (parts[i][0]))
      g_string_append_printf (line, "%s/%c.ledger%s", fixture->folder, parts[i][0], parts[i] + 1);
    else
      g_string_append_printf (line, "%%%s", parts[i]);
  run (fixture, line->str);
}

static void
run_on_ok (Fixture *fixture, const char *words)
{
  run_on (fixture, words);
  g_assert_cmpint (fixture->status, ==, 0);
}

static char *
get_digest (Fixture *fixture, guint side)
{
  g_autofree char *words = g_strdup_printf ("--ledger %%%u digest", side);

  run_on_ok (fixture, words);
  return g_strdup (fixture->out);
}

static void
expect_equal (Fixture *fixture, guint n_sides)
{
  g_autofree char *first = get_digest (fixture, 0);

  for (guint i = 1; i < n_sides; i++)
    {
      g_autofree char *other = get_digest (fixture, i);

      g_assert_cmpstr (first, ==, other);
    }
}

static gboolean
has_line (const char *text, const char *start)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++)
    if (g_str_has_prefix (lines[i], start))
      return TRUE;
  return FALSE;
}

/* Two laptops record apart, also under the same table's name, and come together. */
static void
test_offline_first (Fixture *fixture, gconstpointer data)
{
  run_on_ok (fixture, "--ledger %0 play --partition table/1 --game new e4 e5 Nf3");
  run_on_ok (fixture, "sync %0 %1");
  expect_equal (fixture, 2);
  run_on_ok (fixture, "--ledger %0 play --partition table/2 --game new d4 d5 c4");
  run_on_ok (fixture, "--ledger %1 play --partition table/2 --game new c4 c5");
  run_on_ok (fixture, "--ledger %1 play --partition table/3 --game new f3 e5 g4 Qh4#");
  run_on_ok (fixture, "--ledger %1 import %P");
  run_on_ok (fixture, "sync %1 %0");
  g_assert_nonnull (strstr (fixture->out, "0.ledger: "));
  expect_equal (fixture, 2);

  /* What others knew before works on both. */
  run_on_ok (fixture, "--ledger %0 verify");
  run_on_ok (fixture, "--ledger %1 verify");
  run_on_ok (fixture, "--ledger %0 games");
  g_assert_true (has_line (fixture->out, "table/1\t1\t"));
  g_assert_true (has_line (fixture->out, "table/2\t1\t"));
  g_assert_true (has_line (fixture->out, "table/2~"));
  g_assert_true (has_line (fixture->out, "table/3\t1\t"));
  run_on_ok (fixture, "--ledger %0 state scoresheet --partition table/3 --game 1 --json");
  run_on_ok (fixture, "--ledger %1 fen --partition table/1 --game 1");
  run_on_ok (fixture, "--ledger %1 log --partition table/1");
  run_on_ok (fixture, "--ledger %0 export --partition archive/club.pgn");
  run_on_ok (fixture, "sync %0 %1 --json");
  g_assert_nonnull (strstr (fixture->out, "\"events_added\":0,\"partitions\":0},{\"path\":"));
  g_assert_nonnull (strstr (fixture->out, "\"complete\":true"));
}

/* The same file imported on both is the same facts. */
static void
test_same_file (Fixture *fixture, gconstpointer data)
{
  run_on_ok (fixture, "--ledger %0 import %P");
  run_on_ok (fixture, "--ledger %1 import %P");
  expect_equal (fixture, 2);
  run_on_ok (fixture, "sync %0 %1");
  g_assert_nonnull (strstr (fixture->out, "0.ledger: 0 events added"));
  g_assert_nonnull (strstr (fixture->out, "1.ledger: 0 events added"));
}

static void
test_fork (Fixture *fixture, gconstpointer data)
{
  run_on_ok (fixture, "--ledger %0 play --partition table/1 --game new e4 e5");
  run_on_ok (fixture, "sync %0 %1");
  run_on_ok (fixture, "--ledger %0 play --partition table/1 --game 1 Nf3");
  run_on_ok (fixture, "--ledger %1 play --partition table/1 --game 1 Nc3 Nf6");
  for (guint i = 0; i < 2; i++)
    {
      run_on_ok (fixture, "sync %0 %1");
      g_assert_true (has_line (fixture->out, "fork: “table/1” differs from offset 4 on"));
    }
  run_on_ok (fixture, "--ledger %0 log --partition table/1");
  g_assert_nonnull (strstr (fixture->out, "Nf3"));
  g_assert_null (strstr (fixture->out, "Nc3"));
  run_on_ok (fixture, "--ledger %1 log --partition table/1");
  g_assert_nonnull (strstr (fixture->out, "Nc3"));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *words = g_strdup_printf ("--ledger %%%u log", i);
      g_autofree char *verify = g_strdup_printf ("--ledger %%%u verify", i);
      g_autofree char *games = g_strdup_printf ("--ledger %%%u games", i);

      run_on_ok (fixture, words);
      g_assert_nonnull (strstr (fixture->out, "table/1/disputed/4-"));
      run_on_ok (fixture, verify);
      run_on_ok (fixture, games);
    }
  run_on_ok (fixture, "sync %0 %1 --json");
  g_assert_nonnull (strstr (fixture->out, "\"forks\":[{\"partition\":\"table/1\",\"offset\":4,"));
  get_digest (fixture, 0);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  run_fails (fixture, "sync", 2, "A ledger is missing");
  run_fails (fixture, "sync a b c", 2, "“c” is too much");
  run_fails (fixture, "sync nothing.ledger %L", 1, "There is no ledger “nothing.ledger”");
  g_assert_false (g_file_test (fixture->ledger, G_FILE_TEST_EXISTS));
  run_fails (fixture, "sync %P %L", 1, "cannot be opened");
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_fails (fixture, "sync %L %L", 1, "are the same file");
  run_fails (fixture, "--ledger %L sync a b", 2, "With --ledger");
  run_fails (fixture, "digest more", 2, "“more” is too much");
}

/* A, in use by somebody, can still be copied from. */
static void
test_one_way (Fixture *fixture, gconstpointer data)
{
  run_on_ok (fixture, "--ledger %0 play --partition table/1 --game new e4 e5");
  run_on_ok (fixture, "--ledger %1 play --partition table/9 --game new d4");
  run_on_ok (fixture, "sync --one-way %0 %1");
  run_on_ok (fixture, "--ledger %0 games");
  g_assert_null (strstr (fixture->out, "table/9"));
  run_on_ok (fixture, "--ledger %1 games");
  g_assert_nonnull (strstr (fixture->out, "table/1\t"));
  run_on_ok (fixture, "--ledger %0 sync %1");
  expect_equal (fixture, 2);
}

/* Starts a sync and kills it after @us. FALSE: it was done before. */
static gboolean
sync_and_kill (Fixture *fixture, guint a, guint b, gulong us)
{
  g_autofree char *path_a = g_strdup_printf ("%s/%u.ledger", fixture->folder, a);
  g_autofree char *path_b = g_strdup_printf ("%s/%u.ledger", fixture->folder, b);
  g_auto (GStrv) environment = make_environment (fixture);
  char *argv[] = { (char *) program, (char *) "sync", path_a, path_b, NULL };
  g_autoptr (GError) error = NULL;
  int wait_status;
  GPid pid;

  g_assert_true (g_spawn_async (NULL,
                                argv,
                                environment,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                                NULL,
                                NULL,
                                &pid,
                                &error));
  g_assert_no_error (error);
  g_usleep (us);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &wait_status, 0), ==, pid);
  if (WIFSIGNALED (wait_status))
    return TRUE;
  g_assert_cmpint (WEXITSTATUS (wait_status), ==, 0);
  return FALSE;
}

static void
write_many_games (Fixture *fixture)
{
  g_autoptr (GString) pgn = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (
      pgn,
      "[White \"W %u\"]\n[Black \"B %u\"]\n[Result \"1/2-1/2\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 "
      "4. Ba4 Nf6 5. O-O Be7 6. Re1 b5 7. Bb3 d6 1/2-1/2\n\n",
      i,
      i % 7);
  g_assert_true (g_file_set_contents (fixture->pgn, pgn->str, -1, &error));
}

/* kill −9 at random points: every ledger verifies, the next sync goes on, and the end is equal. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  guint n_kills = 0, n_wanted = g_getenv ("CHESS_LEDGER_THOROUGH") ? 400 : 12;

  write_many_games (fixture);
  run_on_ok (fixture, "--ledger %0 import %P");
  run_on_ok (fixture, "--ledger %1 play --partition table/1 --game new e4 e5");
  for (guint i = 0; n_kills < n_wanted && i < 20 * n_wanted; i++)
    {
      if (sync_and_kill (fixture, i % 2, 1 - i % 2, (gulong) g_test_rand_int_range (2000, 60000)))
        n_kills++;
      else
        {
          g_autofree char *words =
            g_strdup_printf ("--ledger %%%u play --partition table/%u --game new d4 d5",
                             i % 2,
                             100 + i);

          run_on_ok (fixture, words);
        }
      if (i % 4 == 0)
        {
          g_autofree char *words = g_strdup_printf ("--ledger %%%u verify", i / 4 % 2);

          run_on_ok (fixture, words);
        }
    }
  g_assert_cmpuint (n_kills, >, 0);
  run_on_ok (fixture, "sync %0 %1");
  run_on_ok (fixture, "--ledger %0 verify");
  run_on_ok (fixture, "--ledger %1 verify");
  expect_equal (fixture, 2);
}

/* Sessions at three places and syncs in any order, some of them killed, end in equal views. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  static const char *const games[] = { "e4 e5 Nf3 Nc6", "d4", "f3 e5 g4 Qh4#", "c4 c5 Nf3" };
  guint n_rounds = g_getenv ("CHESS_LEDGER_THOROUGH") ? 600 : 40;

  for (guint i = 0; i < N_SIDES; i++)
    {
      g_autofree char *words =
        g_strdup_printf ("--ledger %%%u play --partition table/1 --game new a3 a6", i);

      run_on_ok (fixture, words);
    }
  for (guint i = 0; i < n_rounds; i++)
    {
      guint side = (guint) g_test_rand_int_range (0, N_SIDES);

      if (g_test_rand_int_range (0, 3) > 0)
        {
          const char *moves = games[g_test_rand_int_range (0, G_N_ELEMENTS (games))];
          /* Its own table, which goes on, or a new one, whose name another may give, too. */
          g_autofree char *words =
            g_strdup_printf ("--ledger %%%u play --partition table/%u --game new %s",
                             side,
                             g_test_rand_bit () ? 1 : 1000 * (side + 1) + i,
                             moves);

          run_on_ok (fixture, words);
        }
      else
        sync_and_kill (fixture,
                       side,
                       (side + (guint) g_test_rand_int_range (1, N_SIDES)) % N_SIDES,
                       (gulong) g_test_rand_int_range (1000, 30000));
    }
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *words = g_strdup_printf ("sync %%%u %%%u", i % 2, i % 2 + 1);

      run_on_ok (fixture, words);
      g_assert_null (strstr (fixture->out, "fork"));
    }
  expect_equal (fixture, N_SIDES);
}

static void
add_tests (void)
{
  ADD ("/cli/replica/offline-first", test_offline_first);
  ADD ("/cli/replica/same-file", test_same_file);
  ADD ("/cli/replica/fork", test_fork);
  ADD ("/cli/replica/refusals", test_refusals);
  ADD ("/cli/replica/one-way", test_one_way);
  ADD ("/cli/replica/kill", test_kill);
  ADD ("/cli/replica/random", test_random);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
