/* test-cli-interchange.c: events leave a ledger as text and come back exactly as they were, or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

static char *
get_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (const char *path, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, text, length, &error));
}

/* Two ledgers, synced, so that there are names told apart, and a fork. */
static void
record (Fixture *fixture)
{
  g_autofree char *other = get_path (fixture, "other.ledger");
  g_autofree char *play =
    g_strdup_printf ("--ledger %s play --partition table/1 --game new d4 d5", other);
  g_autofree char *sync = g_strdup_printf ("sync %%L %s", other);
  g_autofree char *fork =
    g_strdup_printf ("--ledger %s play --partition table/2 --game 1 e5", other);

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3", NULL);
  run_ok (fixture, "--ledger %L play --partition table/2 --game new e4", NULL);
  run_ok (fixture, play, NULL);
  run_ok (fixture, sync, NULL);
  run_ok (fixture, fork, NULL);
  run_ok (fixture, "--ledger %L play --partition table/2 --game 1 c5", NULL);
  run_ok (fixture, sync, NULL);
}

static void
expect_round_trip (Fixture *fixture, const char *format)
{
  g_autofree char *copy = g_strdup_printf ("%s/%s.ledger", fixture->folder, format);
  g_autofree char *file = g_strdup_printf ("%s/%s.txt", fixture->folder, format);
  g_autofree char *out = g_strdup_printf ("--ledger %%L export --format %s", format);
  g_autofree char *in = g_strdup_printf ("--ledger %s import %s", copy, file);
  g_autofree char *again =
    g_strdup_printf ("--ledger %s import --format %s %s", copy, format, file);
  g_autofree char *digest = g_strdup_printf ("--ledger %s digest", copy);
  g_autofree char *verify = g_strdup_printf ("--ledger %s verify", copy);
  g_autofree char *log = g_strdup_printf ("--ledger %s log", copy);
  g_autofree char *expected = NULL, *expected_log = NULL;

  run_ok (fixture, out, NULL);
  write_file (file, fixture->out, -1);
  run_ok (fixture, "--ledger %L digest", NULL);
  expected = g_strdup (fixture->out);
  run_ok (fixture, "--ledger %L log", NULL);
  expected_log = g_strdup (fixture->out);
  run_ok (fixture, in, NULL);
  run_ok (fixture, digest, expected);
  run_ok (fixture, log, expected_log); /* also the keys, offsets and order of arrival */
  run_ok (fixture, verify, NULL);
  run_ok (fixture, again, NULL);
  g_assert_nonnull (strstr (fixture->out, " events, 0 new\n"));
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  record (fixture);
  expect_round_trip (fixture, "jsonl");
  expect_round_trip (fixture, "cloudevents");
}

/* A real archive, with all its comments. */
static void
test_corpus (Fixture *fixture, gconstpointer data)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *pgn = g_strdup_printf ("%s/pgn/corpus/dortmund.pgn", folder ? folder : "");
  g_autofree char *import = g_strdup_printf ("--ledger %%L import %s", pgn);

  if (!folder || !g_file_test (pgn, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("skipped: no data");
      return;
    }
  run_ok (fixture, import, NULL);
  expect_round_trip (fixture, "jsonl");
  expect_round_trip (fixture, "cloudevents");
}

/* What CloudEvents 1.0 demands of the envelope. */
static void
test_envelope (Fixture *fixture, gconstpointer data)
{
  static const char *const members[] = {
    "{\"specversion\":\"1.0\",\"id\":\"",
    "\"source\":\"urn:uuid:",
    "#archive/club.pgn\"",
    "\"type\":\"io.github.chessledger.ChessLedger.MovePlayed\"",
    "\"subject\":\"archive/club.pgn/game/1\"",
    "\"datacontenttype\":\"application/json\"",
    "\"dataschema\":\"urn:chess-ledger:event:MovePlayed:1\"",
    "\"partitionkey\":\"archive/club.pgn\"",
    "\"sequence\":\"00000000000000000001\"",
    "\"ledgerposition\":\"1\"",
    "\"recordedtime\":\"",
    "\"data\":{\"game\":1,\"ply\":1,\"player\":\"Anna\",\"san\":\"f3\",\"uci\":\"f2f3\"}}",
  };

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L export --format cloudevents", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_assert_nonnull (strstr (fixture->out, members[i]));
}

/* @text with the first @from replaced by @to. */
static char *
change (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);

  g_assert_nonnull (at);
  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, to, at + strlen (from));
}

/* One fault, wherever it is, and nothing of the file is added. */
static void
test_bad (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *from, *to, *message;
  } cases[] = {
    { "\"san\":\"e5\"", "\"san\":\"e6\"", "are not one move" },
    { "\"ply\":3", "\"ply\":4", "does not fit its event" },
    { "\"offset\":3", "\"offset\":33", "does not follow offset 2" },
    { "\"offset\":3,", "", "“offset” is missing" },
    { "\"producer\"", "\"ply\":1,\"producer\"", "“ply” is there twice" },
    { "\"schema\":1", "\"schema\":70000", "“schema” is not between" },
    { "\"origin\":\"", "\"origin\":\"0", "“origin” is not" },
    { ",\"origin\":\"", ",\"other\":\"", "its origin is missing" },
    { "\"seal\":\"", "\"seal\":\"0", "“seal” is not 32 bytes" },
    { "}\n", "\n", "not an event in JSON" },
    { "}\n", "} x\n", "text behind the object" },
    { "\n{", "\n[{", "no object" },
    { "\"player\":\"", "\"player\":\"\xff", "not UTF-8" },
  };
  g_autofree char *file = get_path (fixture, "bad.txt"), *copy = get_path (fixture, "copy.ledger");
  g_autofree char *in = g_strdup_printf ("--ledger %s import --format jsonl %s", copy, file);
  g_autofree char *log = g_strdup_printf ("--ledger %s log", copy), *good = NULL;

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L export --format jsonl", NULL);
  good = g_strdup (fixture->out);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bad = change (good, cases[i].from, cases[i].to);

      g_test_message ("%s", cases[i].message);
      write_file (file, bad, -1);
      run_fails (fixture, in, 1, cases[i].message);
      g_assert_nonnull (strstr (fixture->err, "line "));
      g_assert_nonnull (strstr (fixture->err, "nothing was added"));
      run_ok (fixture, log, "");
    }
  write_file (file, good, -1);
  run_ok (fixture, in, NULL);
  run_fails (fixture, "--ledger %L import --format xml %P", 2, "There is no format “xml”");
}

static void
add_tests (void)
{
  ADD ("/cli/interchange/round-trip", test_round_trip);
  ADD ("/cli/interchange/corpus", test_corpus);
  ADD ("/cli/interchange/envelope", test_envelope);
  ADD ("/cli/interchange/bad", test_bad);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
