/* test-cli.c: the real chess-ledger-cli, as scripts use it: output, exit status, and that errors change nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <signal.h>
#include <sqlite3.h>
#include <unistd.h>

#include "cl-fact.h"
#include "cl-ledger.h"

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

/* What README.md says, and names beyond ASCII whatever the locale. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  static const char *const kinds[] = { "archive", "sensor", "engine", "tournament", "desk" };

  run_ok (fixture, "fen --help", NULL);
  {
    g_autofree char *help = g_strdup (fixture->out);

    run_ok (fixture, "help fen", help);
  }
  run_ok (fixture, "help", NULL);
  g_assert_nonnull (strstr (fixture->out, "perft"));
  run_fails (fixture, "help nonsense", 2, "nonsense");
  g_setenv ("LC_ALL", "C", TRUE);
  run_ok (fixture,
          "--ledger %L play --partition table/ü --game new --white Müller f3 e5 g4 Qh4",
          "1\n");
  run_ok (fixture, "--ledger %L games", "table/ü\t1\tMüller\t?\t0-1\t4\n");
  g_unsetenv ("LC_ALL");
  run_fails (fixture, "--ledger %L play --partition table/ü --game 1 a3", 1, "The game is over");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *arguments =
        g_strdup_printf ("--ledger %%L play --partition %s/x --game new e4", kinds[i]);

      run_fails (fixture, arguments, 1, "table");
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
  run_fails (fixture, "--ledger %L import /none.pgn /neither.pgn", 1, "/neither.pgn");
  run_fails (fixture, "--ledger %L play --partition table/1 --game new e4 e4", 1, "Move 2");
  g_assert_false (g_file_test (fixture->ledger, G_FILE_TEST_EXISTS));
  run_fails (fixture, "--ledger %P games", 1, "club.pgn");
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

static GSubprocess *
follow (const Fixture *fixture, const char *option, const char *value)
{
  g_auto (GStrv) environment = make_environment (fixture);
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GError) error = NULL;
  GSubprocess *follower;

  g_subprocess_launcher_set_environ (launcher, environment);
  follower = g_subprocess_launcher_spawn (launcher,
                                          &error,
                                          program,
                                          "--ledger",
                                          fixture->ledger,
                                          "log",
                                          "--follow",
                                          option,
                                          value,
                                          NULL);
  g_assert_no_error (error);
  return follower;
}

/* It may be begun before there is anything to follow. */
static void
test_follow_new (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) follower = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4", "1\n");
  run_fails (fixture, "--ledger %L log --partition table/2", 1, "table/2");
  follower = follow (fixture, "--partition", "table/2");
  stream = g_data_input_stream_new (g_subprocess_get_stdout_pipe (follower));
  run_ok (fixture, "--ledger %L play --partition table/2 --game new d4", "1\n");
  line = read_line (stream);
  g_assert_nonnull (strstr (line, "\ttable/2\t1\tGameStarted\t"));
  g_subprocess_send_signal (follower, SIGINT);
  g_assert_true (g_subprocess_wait (follower, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (follower));
  g_assert_cmpint (g_subprocess_get_exit_status (follower), ==, 0);
}

static void
test_follow (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) follower = NULL;
  g_autoptr (GDataInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4", "1\n");
  follower = follow (fixture, "--from", "2");
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

/* Acts between the moves, by the Laws. */
static void
test_acts (Fixture *fixture, gconstpointer data)
{
  static const char *const games[][2] = {
    { "e4 e5 :offer :accept", "1/2-1/2" },
    { "e4 e5 :offer :decline Nf3 :resign", "1-0" },
    { "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 Ng8 :claim", "1/2-1/2" },
    { "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 :claim=Ng8", "1/2-1/2" },
    { ":illegal=e2e5 e4 :illegal e5 :illegal=e1e3", "0-1" },
  };
  static const char *const refused[][2] = {
    { "e4 :claim", "three times" },
    { "e4 :claim=e5", "twice before" },
    { "e4 :claim=Ke5", "No piece" },
    { "e4 :accept", "no draw offer" },
    { "e4 :draw", "the acts are" },
    { ":illegal=e2e4", "is legal" },
    { ":illegal=e2", "named by its squares" },
    { "e4 :resign e5", "The game is over" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (games); i++)
    {
      g_autofree char *play =
        g_strdup_printf ("--ledger %%L play --partition table/%u --game new %s", i, games[i][0]);
      g_autofree char *line = g_strdup_printf ("table/%u\t1\t?\t?\t%s\t", i, games[i][1]);

      run_ok (fixture, play, NULL);
      run_ok (fixture, "--ledger %L games", NULL);
      g_assert_nonnull (strstr (fixture->out, line));
    }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *play =
        g_strdup_printf ("--ledger %%L play --partition table/9 --game new %s", refused[i][0]);

      run_fails (fixture, play, 1, refused[i][1]);
    }
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
          "--ledger %L fen --partition archive/club.pgn --game 1 --ply 0 --key",
          "463b96181691fc9c\n");
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

/* A clock in our text form, and what an arbiter rules with it. */
static void
test_play_clock (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *control, *tag;
  } cases[] = {
    { "5m+3s", "300+3" },
    { "40/90m+30s,30m+30s", "40/5400+30:1800+30" },
    { "1h:5x30", "3600:5x30" },
    { "25m_d5", "1500d5" },
    { "25m_b5", "1500b5" },
    { "*3m", "*180" },
    { "W5m+3s-B2m", "W300+3-B120" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *play = g_strdup_printf (
        "--ledger %%L play --partition table/%u --game new --clock %s e4 e5 :wrong-claim=Nf3 Nf3",
        i,
        cases[i].control);
      g_autofree char *export = g_strdup_printf ("--ledger %%L export --partition table/%u", i);
      g_autofree char *tag = g_strdup_printf ("[TimeControl \"%s\"]\n", cases[i].tag);

      run_ok (fixture, play, "1\n");
      run_ok (fixture, export, NULL);
      g_assert_nonnull (strstr (fixture->out, tag));
      g_assert_nonnull (strstr (fixture->out, "[%clk "));
    }
  run_ok (fixture, "--ledger %L log --partition table/0", NULL);
  g_assert_nonnull (strstr (fixture->out, "DrawOffered\tWhite, wrong-claim"));
  g_assert_nonnull (strstr (fixture->out, "ClockAdjusted\tBlack 0:0"));
  run_fails (fixture, "--ledger %L play --partition table/0 --game 1 :flag", 1, "still time");
  run_fails (fixture,
             "--ledger %L play --partition t --game new --clock soon e4",
             1,
             "not understood");
  run_fails (fixture,
             "--ledger %L play --partition table/0 --game 1 --clock 60 d5",
             2,
             "new games");
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

static void
add_tests (void)
{
  ADD ("/cli/misuse", test_misuse);
  ADD ("/cli/help", test_help);
  ADD ("/cli/words", test_words);
  ADD ("/cli/no-ledger", test_no_ledger);
  ADD ("/cli/log", test_log);
  ADD ("/cli/follow", test_follow);
  ADD ("/cli/follow-new", test_follow_new);
  ADD ("/cli/fen", test_fen);
  ADD ("/cli/acts", test_acts);
  ADD ("/cli/state", test_state);
  ADD ("/cli/play", test_play);
  ADD ("/cli/play-clock", test_play_clock);
  ADD ("/cli/locked", test_locked);
  ADD ("/cli/verify", test_verify);
  ADD ("/cli/perft", test_perft);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
