/* test-cli-files.c: import and export of the real chess-ledger-cli, whole, twice, and interrupted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <signal.h>
#include <sqlite3.h>

static void
test_import (Fixture *fixture, gconstpointer data)
{
  g_autofree char *head = NULL;

  run_ok (fixture, "--ledger %L import %P", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, fixture->pgn));
  g_assert_nonnull (strstr (fixture->out, ": 2 games, "));
  g_assert_nonnull (strstr (fixture->out, ", 1 skipped\n"));
  g_assert_nonnull (strstr (fixture->err, "Ke3"));
  g_assert_nonnull (strstr (fixture->err, "club.pgn:"));
  run_ok (fixture, "--ledger %L verify", NULL);
  head = g_strdup (fixture->out);
  run_ok (fixture, "--ledger %L import %P", NULL);
  g_assert_nonnull (strstr (fixture->err, "nothing was added"));
  run_ok (fixture, "--ledger %L verify", head);
  run_ok (
    fixture,
    "--ledger %L games",
    "archive/club.pgn\t1\tAnna\tBéla\t0-1\t4\narchive/club.pgn\t3\tEmil\tFritz\t1/2-1/2\t10\n");
  run (fixture, "--ledger %L import /nonexistent.pgn %P");
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "/nonexistent.pgn"));
  g_assert_nonnull (strstr (fixture->out, "2 games"));
  run_ok (fixture, "--ledger %L verify", head);
  run_ok (fixture, "--ledger %L --json import %P", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"games\":2,"));
  g_assert_nonnull (strstr (fixture->out, "\"new_events\":0,"));
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* A file without a game is no failure, and adds nothing. */
static void
test_no_game (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "letter.txt", NULL);
  g_autofree char *arguments = g_strdup_printf ("--ledger %%L import %s", path),
                  *json = g_strdup_printf ("--ledger %%L --json import %s", path),
                  *out = g_strdup_printf ("%s: 0 games, 0 events, 0 skipped\n", path);

  write_file (path, "Dear Sir, I have it.\n");
  run_ok (fixture, arguments, out);
  g_assert_nonnull (strstr (fixture->err, "no game in this file"));
  run_ok (fixture, json, NULL);
  g_assert_nonnull (
    strstr (fixture->out, "\"partition\":null,\"encoding\":\"UTF-8\",\"games\":0,"));
  run_ok (fixture, "--ledger %L log", "");
}

/* One line a file, whatever its name. */
static void
test_odd_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a\nb\033.pgn", NULL);
  g_autofree char *arguments = g_strdup_printf ("--ledger %%L import %s", path);

  write_file (path, "1. e4 *\n\n1. Ke3 *\n");
  run_ok (fixture, arguments, NULL);
  g_assert_true (g_str_has_suffix (fixture->out, "a\\nb\\x1b.pgn: 1 games, 6 events, 1 skipped\n"));
  g_assert_null (strchr (fixture->err, '\033'));
  g_assert_nonnull (strstr (fixture->err, "a\\nb\\x1b.pgn:3: "));
  g_assert_nonnull (strstr (fixture->err, "b\\x1b.pgn: read as UTF-8\n"));
}

/* "-" is what comes through the pipe, and a file of that kind by name is the same. */
static void
test_pipe (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "-", "/dev/stdin" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *other = g_strdup_printf ("%s%u", fixture->ledger, i), *out = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) child =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                          &error,
                          program,
                          "--ledger",
                          other,
                          "import",
                          names[i],
                          NULL);

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (child, "1. e4 *\n\n1. Ke3 *\n", NULL, &out, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);
      g_assert_true (g_str_has_suffix (out, ": 1 games, 6 events, 1 skipped\n"));
      g_assert_true (g_str_has_prefix (out, names[i]));
    }
}

/* Without --ledger: the app's, made with its folder. */
/* club.pgn's first game is 1. f3 e5 2. g4 Qh4#. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L search BELA 0-1", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "archive/club.pgn\t1\tAnna\tBéla\t0-1\t"));
  g_assert_true (g_str_has_suffix (fixture->out, "\t4\n"));
  run_ok (fixture,
          "--ledger %L --json search rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3",
          NULL);
  g_assert_nonnull (strstr (fixture->out, "\"black\":\"Béla\""));
  g_assert_true (g_str_has_suffix (fixture->out, ",\"ply\":4}\n"));
  run_ok (fixture, "--ledger %L search KRPKR", "");
  run (fixture, "--ledger %L search");
  g_assert_cmpint (fixture->status, ==, 2);
}

static void
test_default_ledger (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "chess-ledger", "games.ledger", NULL);

  run_ok (fixture, "import %P", NULL);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  run_ok (fixture, "games", NULL);
  g_assert_nonnull (strstr (fixture->out, "Emil"));
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *again = g_build_filename (fixture->folder, "again.pgn", NULL), *all = NULL;
  guint n = 0;

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L export --partition archive/club.pgn --game 1", NULL);
  g_assert_nonnull (strstr (fixture->out, "[Black \"Béla\"]\n"));
  g_assert_nonnull (strstr (fixture->out, "1. f3 e5 2. g4 {a comment} 2... Qh4# 0-1"));
  g_assert_null (strstr (fixture->out, "Emil"));
  run_ok (fixture, "--ledger %L export", NULL);
  g_assert_nonnull (strstr (fixture->out, "Anna"));
  g_assert_nonnull (strstr (fixture->out, "Emil"));
  all = g_strdup (fixture->out);
  run_ok (fixture, "--ledger %L export --format pgn --partition archive/club.pgn", all);
  run_ok (fixture, "--ledger %L export --format jsonl", NULL);
  for (const char *c = fixture->out; *c; c++)
    n += *c == '\n';
  g_assert_cmpuint (n, >=, 4 + 10 + 7);
  g_assert_true (g_str_has_prefix (fixture->out, "{"));
  run_fails (fixture, "--ledger %L export --partition archive/none", 1, "archive/none");
  run_fails (fixture, "--ledger %L export --partition archive/club.pgn --game 77", 1, "77");
}

/* Real games: what `games` and `fen` say is what other programs computed. */
static void
test_corpus (Fixture *fixture, gconstpointer data)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *pgn = g_strdup_printf ("%s/pgn/corpus/dortmund.pgn", folder),
                  *table = g_strdup_printf ("%s/pgn/corpus/dortmund.expected.tsv", folder);
  g_autofree char *expected = NULL, *arguments = NULL;
  g_auto (GStrv) rows = NULL, lines = NULL;

  if (!folder || !g_file_get_contents (table, &expected, NULL, NULL))
    {
      g_test_skip ("no data");
      return;
    }
  arguments = g_strdup_printf ("--ledger %%L import %s", pgn);
  run_ok (fixture, arguments, NULL);
  g_assert_nonnull (strstr (fixture->out, ": 182 games, "));
  g_assert_nonnull (strstr (fixture->out, ", 0 skipped\n"));
  run_ok (fixture, "--ledger %L games", NULL);
  lines = g_strsplit (fixture->out, "\n", -1);
  rows = g_strsplit (expected, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 183);
  for (guint i = 1; rows[i] && *rows[i]; i++)
    {
      g_auto (GStrv) row = g_strsplit (rows[i], "\t", -1),
                     line = g_strsplit (lines[i - 1], "\t", -1);
      g_autofree char *fen_arguments =
        g_strdup_printf ("--ledger %%L fen --partition archive/dortmund.pgn --game %s", row[0]);

      g_assert_cmpstr (line[1], ==, row[0]);
      g_assert_cmpstr (line[4], ==, row[2]);
      g_assert_cmpstr (line[5], ==, row[1]);
      if (i % 20 != 1)
        continue;
      run_ok (fixture, fen_arguments, NULL);
      g_assert_cmpstr (g_strchomp (fixture->out), ==, row[3]);
    }
}

static char *
read_last_seal (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *select = NULL;
  char *seal = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (
    sqlite3_prepare_v2 (
      db,
      "SELECT hex(seal) || ' ' || position FROM event ORDER BY position DESC LIMIT 1",
      -1,
      &select,
      NULL),
    ==,
    SQLITE_OK);
  if (sqlite3_step (select) == SQLITE_ROW)
    seal = g_strdup ((const char *) sqlite3_column_text (select, 0));
  sqlite3_finalize (select);
  sqlite3_close (db);
  return seal;
}

/* Until @child holds the lock. */
static void
wait_for_lock (const Fixture *fixture, GSubprocess *child)
{
  g_autofree char *lock = g_strconcat (fixture->ledger, ".lock", NULL);
  const char *pid;
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while ((pid = g_subprocess_get_identifier (child)) && g_get_monotonic_time () < deadline)
    {
      g_autofree char *owner = NULL;

      if (g_file_get_contents (lock, &owner, NULL, NULL) && g_str_has_prefix (owner, pid))
        return;
      g_usleep (1000);
    }
  g_assert_null (pid); /* it ended before we looked: a whole import */
}

/* Ctrl+C, and kill, and once more: the same events as in one go. */
static void
test_interrupted (Fixture *fixture, gconstpointer data)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *pgn = g_strdup_printf ("%s/pgn/corpus/lichess-2021-clk.pgn", folder),
                  *import = g_strdup_printf ("--ledger %%L import %s", pgn);
  g_autofree char *whole_import = NULL,
                  *other = g_build_filename (fixture->folder, "whole.ledger", NULL), *seal = NULL,
                  *whole_seal = NULL;
  static const int signals[] = { SIGINT, SIGKILL, SIGINT };

  if (!folder || !g_file_test (pgn, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("no data");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) child =
        g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          &error,
                          program,
                          "--ledger",
                          fixture->ledger,
                          "import",
                          pgn,
                          NULL);

      g_assert_no_error (error);
      wait_for_lock (fixture, child);
      /* A person's moment: anywhere in the import. */
      g_usleep ((gulong) g_test_rand_int_range (0, 150000));
      g_subprocess_send_signal (child, signals[i]);
      g_assert_true (g_subprocess_wait (child, NULL, &error));
      if (signals[i] == SIGINT)
        g_assert_true (g_subprocess_get_if_exited (child));
    }
  run_ok (fixture, import, NULL);
  g_assert_nonnull (strstr (fixture->out, ": 999 games, "));
  run_ok (fixture, "--ledger %L verify", NULL);
  whole_import = g_strdup_printf ("--ledger %s import %s", other, pgn);
  run_ok (fixture, whole_import, NULL);
  seal = read_last_seal (fixture->ledger);
  whole_seal = read_last_seal (other);
  g_assert_cmpstr (seal, ==, whole_seal);
}

static void
add_tests (void)
{
  ADD ("/cli/files/import", test_import);
  ADD ("/cli/files/no-game", test_no_game);
  ADD ("/cli/files/pipe", test_pipe);
  ADD ("/cli/files/odd-name", test_odd_name);
  ADD ("/cli/files/search", test_search);
  ADD ("/cli/files/default-ledger", test_default_ledger);
  ADD ("/cli/files/export", test_export);
  ADD ("/cli/files/corpus", test_corpus);
  ADD ("/cli/files/interrupted", test_interrupted);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
