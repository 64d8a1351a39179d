/* test-cli-players.c: who plays here, what the games of one player say, and what they look like beside an engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <glib/gstdio.h>

static void
import_games (Fixture *fixture)
{
  static const char games[] =
    "[White \"Hopper,Grace\"]\n[Black \"Lovelace, Ada\"]\n[WhiteElo \"1500\"]\n[BlackElo \"1600\"]\n"
    "[Date \"2020.01.01\"]\n[TimeControl \"300\"]\n[Result \"0-1\"]\n\n"
    "1. f3 {[%clk 0:04:59]} e5 {[%clk 0:04:58]} 2. g4 {[%clk 0:04:50]} Qh4# {[%clk 0:04:57]} 0-1\n\n"
    "[White \"Lovelace, Ada\"]\n[Black \"Hopper, Grace\"]\n[WhiteElo \"1610\"]\n[BlackElo \"1490\"]\n"
    "[Date \"2021.01.01\"]\n[TimeControl \"5400+30\"]\n[Result \"1/2-1/2\"]\n\n1. e4 e5 1/2-1/2\n\n"
    "[White \"Lovelace, Ada\"]\n[Black \"Noether, Emmy\"]\n[Result \"1-0\"]\n\n1. d4 d5 1-0\n";

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

static void
test_players (Fixture *fixture, gconstpointer data)
{
  import_games (fixture);
  run_ok (fixture,
          "--ledger %L state players",
          "Lovelace, Ada\t3\t2\t1\t0\t833\t1495\n"
          "Hopper, Grace\t2\t0\t1\t1\t250\t1605\n"
          "Noether, Emmy\t1\t0\t0\t1\t0\t0\n");
  /* 1.5 of 2 against 1495: dp (.75) = 193 */
  assert_says (fixture,
               "--ledger %L state players ada --csv",
               "\nall,all,3,2,1,0,0,833,310,982,2,1495,1688,\n");
  assert_says (fixture, "--ledger %L state players ada --csv", "\npace,blitz,1,1,0,0,0,");
  assert_says (fixture,
               "--ledger %L --json state players hopper --versus ada",
               "\"timed_moves\":2,\"used_ms\":10000");
  assert_says (fixture, "--ledger %L state players ada --at 7", "By time control");
  run_fails (fixture, "--ledger %L state players Turing", 1, "There is no player “Turing”");
  run_fails (fixture, "--ledger %L state players e", 1, "may be any of 3 players");
  run_fails (fixture,
             "--ledger %L state players ada --versus emmy --at 3",
             1,
             "There is no player “emmy”");
  run_fails (fixture,
             "--ledger %L state players --versus ada",
             2,
             "--versus needs the other player too");
  run_fails (fixture, "--ledger %L state players ada --at 0", 2, "Events count from 1");
  run_fails (fixture, "--ledger %L state players ada --at 999", 1, "999");
}

static void
test_fair_play (Fixture *fixture, gconstpointer data)
{
  g_autofree char *engine = g_build_filename (fixture->folder, "engine", NULL);
  g_autofree char *flag = g_build_filename (fixture->folder, "flag", NULL);
  g_autofree char *script =
    g_strdup_printf ("#!/bin/sh\nexec %s good %s\n", g_getenv ("CHESS_LEDGER_UCI_DOUBLE"), flag);
  g_autofree char *analyse =
    g_strdup_printf ("--ledger %%L analyse --engine %s --nodes 1000 --multipv 3", engine);

  import_games (fixture);
  assert_says (fixture,
               "--ledger %L state fair-play ada",
               "Nothing is evaluated with several lines yet");
  assert_says (fixture, "--ledger %L state fair-play ada", "not a verdict");
  g_assert_true (g_file_set_contents (engine, script, -1, NULL));
  g_assert_cmpint (g_chmod (engine, 0755), ==, 0);
  run (fixture, analyse);
  g_assert_cmpint (fixture->status, ==, 0);
  assert_says (fixture,
               "--ledger %L --json state fair-play ada",
               "\"strength\":\"insufficient data\",\"verdict\":null");
  assert_says (fixture,
               "--ledger %L --json state fair-play ada",
               "\"own_moves\":4,\"evaluated_moves\":3");
  assert_says (fixture, "--ledger %L --json state players ada", "\"quality\":{\"games\":3,");
  run_fails (fixture, "--ledger %L state fair-play ada emmy", 2, "One player is needed");
  run_fails (fixture, "--ledger %L state fair-play Turing", 1, "There is no player “Turing”");
  g_unlink (engine);
  g_unlink (flag);
}

static void
add_tests (void)
{
  ADD ("/cli/players/record", test_players);
  ADD ("/cli/players/fair-play", test_fair_play);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
