/* test-cli.c: the real chess-ledger-cli, as scripts use it: output, exit status, and that errors change nothing
 *
 * The program's path is the first argument.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-fact.h"
#include "cl-ledger.h"

static const char *program;

typedef struct
{
  char *folder;
  char *ledger;
  char *pgn;
  char *out;
  char *err;
  int status;
} Fixture;

static const char games_pgn[] =
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"1\"]\n[White \"Anna\"]\n[Black \"Béla\"]\n[Result \"0-1\"]\n\n"
  "1. f3 e5 2. g4 {a comment} Qh4# 0-1\n\n"
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"2\"]\n[White \"Carl\"]\n[Black \"Dora\"]\n[Result \"1-0\"]\n\n"
  "1. e4 e5 2. Ke3 1-0\n\n"
  "[Event \"Club\"]\n[Site \"Here\"]\n[Date \"2020.01.02\"]\n[Round \"3\"]\n[White \"Emil\"]\n[Black \"Fritz\"]\n[Result \"1/2-1/2\"]\n\n"
  "1. e4 c5 2. Nf3 d6 3. d4 cxd4 4. Nxd4 Nf6 5. Nc3 a6 1/2-1/2\n";

static char **
make_environment (const Fixture *fixture)
{
  char **environment = g_get_environ ();

  environment = g_environ_setenv (environment, "XDG_DATA_HOME", fixture->folder, TRUE);
  return g_environ_setenv (environment, "XDG_CACHE_HOME", fixture->folder, TRUE);
}

/* Runs the program with @arguments, split at spaces; "%L" is the ledger, "%P" the PGN file, and "_" within an argument a space. */
static void
run (Fixture *fixture, const char *arguments)
{
  g_auto (GStrv) words = g_strsplit (arguments, " ", -1), environment = make_environment (fixture);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  int wait_status;

  g_ptr_array_add (argv, g_strdup (program));
  for (guint i = 0; words[i]; i++)
    {
      if (strcmp (words[i], "%L") == 0)
        g_ptr_array_add (argv, g_strdup (fixture->ledger));
      else if (strcmp (words[i], "%P") == 0)
        g_ptr_array_add (argv, g_strdup (fixture->pgn));
      else if (*words[i])
        g_ptr_array_add (argv, g_strdelimit (g_strdup (words[i]), "_", ' '));
    }
  g_ptr_array_add (argv, NULL);
  g_clear_pointer (&fixture->out, g_free);
  g_clear_pointer (&fixture->err, g_free);
  g_assert_true (g_spawn_sync (NULL,
                               (char **) argv->pdata,
                               environment,
                               G_SPAWN_DEFAULT,
                               NULL,
                               NULL,
                               &fixture->out,
                               &fixture->err,
                               &wait_status,
                               &error));
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  fixture->status = WEXITSTATUS (wait_status);
  g_test_message ("%s -> %d\n%.500s%.500s", arguments, fixture->status, fixture->out, fixture->err);
}

static void
run_ok (Fixture *fixture, const char *arguments, const char *out)
{
  run (fixture, arguments);
  g_assert_cmpint (fixture->status, ==, 0);
  if (out)
    g_assert_cmpstr (fixture->out, ==, out);
}

static void
run_fails (Fixture *fixture, const char *arguments, int status, const char *message)
{
  run (fixture, arguments);
  g_assert_cmpint (fixture->status, ==, status);
  g_assert_nonnull (strstr (fixture->err, message));
  g_assert_cmpstr (fixture->out, ==, "");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  fixture->folder = g_dir_make_tmp ("cli-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->ledger = g_build_filename (fixture->folder, "test.ledger", NULL);
  fixture->pgn = g_build_filename (fixture->folder, "club.pgn", NULL);
  g_assert_true (g_file_set_contents (fixture->pgn, games_pgn, -1, &error));
}

static void
delete_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      delete_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  delete_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->ledger);
  g_free (fixture->pgn);
  g_free (fixture->out);
  g_free (fixture->err);
}

static void
test_misuse (Fixture *fixture, gconstpointer data)
{
  static const char *const wrong[] = {
    "",
    "nonsense",
    "--nonsense",
    "--ledger",
    "import",
    "import --nonsense %P",
    "export --format xml",
    "export --game 1",
    "export --partition P --game -1",
    "export more",
    "log --from 5 --to 4",
    "log --from x",
    "log --from -3",
    "log more",
    "games more",
    "fen",
    "fen --partition P",
    "fen --partition P --game 0",
    "fen --partition P --game 1 --ply 1 --at 2",
    "fen --partition P --game 1 --ply -1",
    "fen --partition P --game 1 --at 0",
    "state",
    "state nonsense",
    "state board",
    "state library extra",
    "state library --at 0",
    "play",
    "play --partition P e4",
    "play --partition P --game x e4",
    "play --partition P --game 1",
    "play --partition P --game 1 --white X e4",
    "verify more",
    "perft",
    "perft x",
    "perft -1",
    "perft 99",
    "perft 1 2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *arguments =
        g_strdup_printf ("%s%s", *wrong[i] && wrong[i][0] != '-' ? "--ledger %L " : "", wrong[i]);

      run_fails (fixture, arguments, 2, "--help");
      g_assert_false (g_file_test (fixture->ledger, G_FILE_TEST_EXISTS));
    }
}

static void
test_help (Fixture *fixture, gconstpointer data)
{
  static const char *const commands[] = { "import", "export", "log",    "games", "fen",
                                          "state",  "play",   "verify", "perft" };

  run_ok (fixture, "--help", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("%s --help", commands[i]);
      g_autofree char *line = g_strdup_printf ("\n  %s ", commands[i]);

      run_ok (fixture, "--help", NULL);
      g_assert_nonnull (strstr (fixture->out, line));
      run_ok (fixture, arguments, NULL);
      g_assert_nonnull (strstr (fixture->out, commands[i]));
      g_assert_nonnull (strstr (fixture->out, "--ledger"));
    }
}

/* No ledger: told by name, and none is made. */
static void
test_no_ledger (Fixture *fixture, gconstpointer data)
{
  static const char *const readers[] = { "export",
                                         "log",
                                         "games",
                                         "fen --partition P --game 1",
                                         "state library",
                                         "verify",
                                         "play --partition P --game 1 e4" };

  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("--ledger %%L %s", readers[i]);

      run_fails (fixture, arguments, 1, fixture->ledger);
      g_assert_false (g_file_test (fixture->ledger, G_FILE_TEST_EXISTS));
      run_fails (fixture, readers[i], 1, "chess-ledger/games.ledger");
    }
  run_fails (fixture, "--ledger %P games", 1, "club.pgn");
}

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

/* Without --ledger: the app's, made with its folder. */
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

static void
test_log (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4", NULL);
  run_ok (
    fixture,
    "--ledger %L log --from 3 --to 4",
    "3\tarchive/club.pgn\t3\tMovePlayed\t1. f3\n4\tarchive/club.pgn\t4\tMovePlayed\t1... e5\n");
  run_ok (fixture, "--ledger %L log --partition table/1", NULL);
  g_assert_nonnull (strstr (fixture->out, "\ttable/1\t2\tMovePlayed\t1. e4\n"));
  g_assert_null (strstr (fixture->out, "archive"));
  run_ok (fixture,
          "--ledger %L log --partition archive/club.pgn --from 4 --to 4",
          "4\tarchive/club.pgn\t4\tMovePlayed\t1... e5\n");
  run_ok (fixture, "--ledger %L log --from 100000", "");
  run_ok (fixture, "--ledger %L log --json --from 3 --to 3", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"san\":\"f3\""));
  run_fails (fixture, "--ledger %L log --partition table/9", 1, "table/9");
}

static char *
read_line (GDataInputStream *stream)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

static void
test_follow (Fixture *fixture, gconstpointer data)
{
  g_auto (GStrv) environment = make_environment (fixture);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) follower = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4", "1\n");
  g_subprocess_launcher_set_environ (launcher, environment);
  follower = g_subprocess_launcher_spawn (launcher,
                                          &error,
                                          program,
                                          "--ledger",
                                          fixture->ledger,
                                          "log",
                                          "--follow",
                                          "--from",
                                          "2",
                                          NULL);
  g_assert_no_error (error);
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (follower));
  g_free (read_line (stream));
  for (guint i = 0; i < 3; i++)
    {
      static const char *const moves[] = { "e5", "Nf3", "Nc6" };
      g_autofree char *arguments =
                        g_strdup_printf ("--ledger %%L play --partition table/1 --game 1 %s",
                                         moves[i]),
                      *line = NULL;

      run_ok (fixture, arguments, "1\n");
      line = read_line (stream);
      g_assert_true (g_str_has_suffix (line, moves[i]));
    }
  g_subprocess_send_signal (follower, SIGINT);
  g_assert_true (g_subprocess_wait (follower, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (follower));
  g_assert_cmpint (g_subprocess_get_exit_status (follower), ==, 0);
}

static void
test_fen (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture,
          "--ledger %L fen --partition archive/club.pgn --game 1",
          "rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3\n");
  run_ok (fixture,
          "--ledger %L fen --partition archive/club.pgn --game 1 --ply 0",
          "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1\n");
  run_ok (fixture,
          "--ledger %L fen --partition archive/club.pgn --game 1 --ply 1",
          "rnbqkbnr/pppppppp/8/8/8/5P2/PPPPP1PP/RNBQKBNR b KQkq - 0 1\n");
  run_ok (fixture,
          "--ledger %L fen --partition archive/club.pgn --game 1 --at 4",
          "rnbqkbnr/pppp1ppp/8/4p3/8/5P2/PPPPP1PP/RNBQKBNR w KQkq - 0 2\n");
  run_fails (fixture,
             "--ledger %L fen --partition archive/club.pgn --game 1 --ply 5",
             1,
             "4 plies");
  run_fails (fixture,
             "--ledger %L fen --partition archive/club.pgn --game 1 --at 1",
             1,
             "begins at event");
  run_fails (fixture, "--ledger %L fen --partition archive/club.pgn --game 1 --at 9999", 1, "9999");
  run_fails (fixture, "--ledger %L fen --partition archive/club.pgn --game 9", 1, "no game 9");
  run_fails (fixture, "--ledger %L fen --partition archive/x --game 1", 1, "archive/x");
}

static void
test_state (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L state board --partition archive/club.pgn --game 1", NULL);
  g_assert_nonnull (
    strstr (fixture->out,
            "\"fen\":\"rnb1kbnr/pppp1ppp/8/4p3/6Pq/5P2/PPPPP2P/RNBQKBNR w KQkq - 1 3\""));
  run_ok (fixture,
          "--ledger %L state scoresheet --partition archive/club.pgn --game 3 --at 12",
          NULL);
  run_ok (fixture, "--ledger %L state clock --partition archive/club.pgn --game 3", NULL);
  run_ok (fixture, "--ledger %L state library", NULL);
  g_assert_nonnull (strstr (fixture->out, "Emil"));
  run_ok (fixture, "--ledger %L state library --at 3", NULL);
  g_assert_null (strstr (fixture->out, "Emil"));
  g_assert_nonnull (strstr (fixture->out, "Anna"));
  run_fails (fixture, "--ledger %L state library --at 9999", 1, "9999");
  run_fails (fixture,
             "--ledger %L state board --partition archive/club.pgn --game 8",
             1,
             "no game 8");
}

static void
test_play (Fixture *fixture, gconstpointer data)
{
  static const char *const refused[] = {
    "play --partition table/1 --game 1 Ke3",
    "play --partition table/1 --game 1 Nf3 Nc6 Bb9",
    "play --partition table/1 --game 1 Nf3 Nc6 Ke4 a6",
    "play --partition table/1 --game 2 e4",
    "play --partition table/7 --game 1 e4",
    "play --partition table/1 --game new --fen 8/8/8/8/8/8/8/8_w_-_-_0_1 e4",
  };
  g_autofree char *head = NULL;

  run_ok (fixture,
          "--ledger %L play --partition table/1 --game new --white Anna --black Bob e4 e7e5",
          "1\n");
  run_ok (fixture, "--ledger %L verify", NULL);
  head = g_strdup (fixture->out);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *arguments = g_strdup_printf ("--ledger %%L %s", refused[i]);

      run_fails (fixture, arguments, 1, "chess-ledger-cli: ");
      run_ok (fixture, "--ledger %L verify", head);
    }
  run_ok (fixture, "--ledger %L play --partition table/1 --game 1 Bc4 Nc6 Qh5 Nf6 Qxf7#", "1\n");
  run_ok (fixture, "--ledger %L games", "table/1\t1\tAnna\tBob\t1-0\t7\n");
  run_fails (fixture, "--ledger %L play --partition table/1 --game 1 Kxf7", 1, "Kxf7");
  run_ok (
    fixture,
    "--ledger %L play --partition table/1 --game new --fen 4k3/P7/8/8/8/8/8/4K3_w_-_-_0_1 a8=Q+",
    "2\n");
  run_ok (fixture,
          "--ledger %L fen --partition table/1 --game 2",
          "Q3k3/8/8/8/8/8/8/4K3 b - - 0 1\n");
  run_ok (fixture, "--ledger %L play --partition table/2 --game new", "1\n");
  run_ok (fixture, "--ledger %L --json play --partition table/2 --game 1 d4", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"game\":1,"));
}

/* Another writer is named; reading goes on. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *pid = g_strdup_printf ("process %d", (int) getpid ());
  ClLedger *ledger;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4", "1\n");
  ledger = cl_ledger_open (fixture->ledger, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  run_fails (fixture, "--ledger %L play --partition table/1 --game 1 e5", 1, pid);
  run_fails (fixture, "--ledger %L import %P", 1, pid);
  run_ok (fixture,
          "--ledger %L fen --partition table/1 --game 1",
          "rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1\n");
  run_ok (fixture, "--ledger %L games", NULL);
  run_ok (fixture, "--ledger %L verify", NULL);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

static void
test_verify (Fixture *fixture, gconstpointer data)
{
  sqlite3 *db = NULL;

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L verify", NULL);
  g_assert_true (g_regex_match_simple ("^ok: [0-9]+ events, 1 partitions, head [0-9a-f]{64}\n$",
                                       fixture->out,
                                       0,
                                       0));
  g_assert_cmpint (sqlite3_open (fixture->ledger, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "UPDATE event SET ply = 9 WHERE position = 4",
                                 NULL,
                                 NULL,
                                 NULL),
                   ==,
                   SQLITE_CONSTRAINT);
  g_assert_cmpint (
    sqlite3_exec (
      db,
      "DROP TRIGGER event_no_update; UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 4",
      NULL,
      NULL,
      NULL),
    ==,
    SQLITE_OK);
  sqlite3_close (db);
  run (fixture, "--ledger %L verify");
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_true (g_str_has_prefix (fixture->out, "broken: Event "));
  run (fixture, "--ledger %L --json verify");
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->out, "\"ok\":false"));
}

static void
test_perft (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture, "perft 3", "8902\n");
  run_ok (fixture, "perft 0", "1\n");
  run_ok (fixture,
          "perft 3 --fen r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R_w_KQkq_-_0_1",
          "97862\n");
  run_ok (fixture,
          "perft 1 --divide --fen 4k3/8/8/8/8/8/8/4K3_w_-_-_0_1",
          "e1d1: 1\ne1d2: 1\ne1e2: 1\ne1f1: 1\ne1f2: 1\n5\n");
  run_ok (fixture, "--json perft 2", "{\"nodes\":400}\n");
  run_fails (fixture, "perft 2 --fen nonsense", 1, "FEN");
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

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  if (argc < 2)
    {
      g_printerr ("usage: test-cli PROGRAM\n");
      return 1;
    }
  program = argv[1];
  ADD ("/cli/misuse", test_misuse);
  ADD ("/cli/help", test_help);
  ADD ("/cli/no-ledger", test_no_ledger);
  ADD ("/cli/import", test_import);
  ADD ("/cli/default-ledger", test_default_ledger);
  ADD ("/cli/export", test_export);
  ADD ("/cli/log", test_log);
  ADD ("/cli/follow", test_follow);
  ADD ("/cli/fen", test_fen);
  ADD ("/cli/state", test_state);
  ADD ("/cli/play", test_play);
  ADD ("/cli/locked", test_locked);
  ADD ("/cli/verify", test_verify);
  ADD ("/cli/perft", test_perft);
  ADD ("/cli/corpus", test_corpus);
  ADD ("/cli/interrupted", test_interrupted);
  return g_test_run ();
}
