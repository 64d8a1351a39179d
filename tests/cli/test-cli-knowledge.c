/* test-cli-knowledge.c: what the coach says of a game and a player, and which games are worth opening
 *
 * The real engine looks at four positions, in which there is no doubt; without it that part is skipped.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

/* Fool's mate, and Légal's. */
static const char games[] =
  "[White \"Hopper,Grace\"]\n[Black \"Lovelace, Ada\"]\n[Event \"First\"]\n[Result \"0-1\"]\n\n"
  "1. f3 e5 2. g4 Qh4# 0-1\n\n"
  "[White \"Legal\"]\n[Black \"Saint Brie\"]\n[Event \"Second\"]\n[Result \"1-0\"]\n\n"
  "1. e4 e5 2. Nf3 d6 3. Bc4 Bg4 4. Nc3 g6 5. Nxe5 Bxd1 6. Bxf7+ Ke7 7. Nd5# 1-0\n";

static void
import_games (Fixture *fixture)
{
  g_assert_true (g_file_set_contents (fixture->pgn, games, -1, NULL));
  run (fixture, "--ledger %L import %P");
  g_assert_cmpint (fixture->status, ==, 0);
}

static void
assert_says (Fixture *fixture, const char *arguments, const char *text)
{
  run (fixture, arguments);
  g_test_message ("%s%s", fixture->out, fixture->err);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, text));
}

/* The name of the partition that import made of the file. */
static char *
find_collection (Fixture *fixture)
{
  const char *begin, *end;

  run (fixture, "--ledger %L --json state highlights --limit 1");
  begin = strstr (fixture->out, "\"partition\":\"");
  g_assert_nonnull (begin);
  begin += strlen ("\"partition\":\"");
  end = strchr (begin, '"');
  return g_strndup (begin, (gsize) (end - begin));
}

static void
test_highlights (Fixture *fixture, gconstpointer data)
{
  g_autofree char *collection = NULL, *of_it = NULL;

  import_games (fixture);
  collection = find_collection (fixture);
  of_it = g_strdup_printf ("--ledger %%L state highlights --collection %s", collection);
  /* No engine has seen it, so the score may still change; the fool's mate is no game to open. */
  assert_says (fixture, "--ledger %L state highlights", "?\t");
  g_assert_nonnull (strstr (fixture->out, "\tLegal\tSaint Brie\t1-0\t"));
  g_assert_nonnull (strstr (fixture->out, "White won while a rook and more behind."));
  g_assert_null (strstr (fixture->out, "Hopper"));
  assert_says (fixture, of_it, "Legal");
  assert_says (fixture,
               "--ledger %L --json state highlights",
               "\"provisional\":true,\"partition\":\"archive/");
  run_ok (fixture, "--ledger %L state highlights --collection archive/other.pgn", "");
  /* Before it was told there was none. */
  run_ok (fixture, "--ledger %L state highlights --at 8", "");
  run_fails (fixture, "--ledger %L state highlights --limit 0", 2, "--limit must be at least 1");
  run_fails (fixture, "--ledger %L state highlights --at 0", 2, "Events count from 1");
}

static void
test_coach (Fixture *fixture, gconstpointer data)
{
  g_autofree char *engine = g_find_program_in_path ("stockfish"), *collection = NULL;
  g_autofree char *game = NULL, *before = NULL, *as_json = NULL;

  if (engine == NULL && g_file_test ("/usr/games/stockfish", G_FILE_TEST_IS_EXECUTABLE))
    engine = g_strdup ("/usr/games/stockfish");
  import_games (fixture);
  collection = find_collection (fixture);
  game = g_strdup_printf ("--ledger %%L state coach --partition %s --game 1", collection);
  as_json = g_strdup_printf ("--ledger %%L --json state coach --partition %s --game 1", collection);
  run_ok (fixture, game, "No engine has evaluated this game.\n");
  assert_says (fixture, "--ledger %L state coach --player Hopper,_Grace", "0 evaluated games");
  if (engine != NULL)
    {
      g_autofree char *analyse =
        g_strdup_printf ("--ledger %%L analyse --engine %s --nodes 20000 --multipv 3", engine);

      before = g_strdup_printf ("%s --at 10", game);
      run (fixture, analyse);
      g_test_message ("%s", fixture->err);
      g_assert_cmpint (fixture->status, ==, 0);
      assert_says (fixture, game, "g4");
      assert_says (fixture, as_json, "\"ply\":3,");
      run_ok (fixture, before, "No engine has evaluated this game.\n");
      assert_says (fixture, "--ledger %L state coach --player Hopper,_Grace", "1 evaluated games");
      assert_says (fixture, "--ledger %L --json state coach --player Hopper,Grace", "\"moves\":2,");
    }
  else
    g_test_message ("no engine: nothing is evaluated");
  run_fails (fixture, "--ledger %L state coach", 2, "A game (--partition and --game) or --player");
  run_fails (fixture,
             "--ledger %L state coach --player A --partition P --game 1",
             2,
             "Either a game or a player");
}

static void
add_tests (void)
{
  ADD ("/cli/knowledge/highlights", test_highlights);
  ADD ("/cli/knowledge/coach", test_coach);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
