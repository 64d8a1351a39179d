/* test-cli-analyse.c: games are evaluated once, whatever the engine does, and what it said travels with the ledger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

#include <glib/gstdio.h>

/* Writes a program that runs the double in this @way, and returns its path. */
static char *
make_engine (Fixture *fixture, const char *way)
{
  char *path = g_build_filename (fixture->folder, way, NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nexec %s %s %s/flag\n",
                                             g_getenv ("CHESS_LEDGER_UCI_DOUBLE"),
                                             way,
                                             fixture->folder);

  g_assert_true (g_file_set_contents (path, script, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0755), ==, 0);
  return path;
}

static void
remove_engine (Fixture *fixture, const char *engine)
{
  g_autofree char *flag = g_build_filename (fixture->folder, "flag", NULL);

  g_unlink (engine);
  g_unlink (flag);
}

static void
analyse (Fixture *fixture, const char *engine, const char *more)
{
  g_autofree char *arguments =
    g_strdup_printf ("--ledger %%L analyse --engine %s %s", engine, more);

  run (fixture, arguments);
}

static void
expect (Fixture *fixture, guint evaluated, guint known)
{
  g_autofree char *numbers = g_strdup_printf ("%u\tevaluated\n%u\tknown\n", evaluated, known);

  g_test_message ("%s%s", fixture->out, fixture->err);
  g_assert_cmpint (fixture->status, ==, 0);
  g_assert_nonnull (strstr (fixture->out, numbers));
}

static void
test_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *engine = make_engine (fixture, "good");

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3 :resign", NULL);
  run_ok (fixture, "--ledger %L play --partition table/1 --game new f3 e5 g4 Qh4", NULL);
  analyse (fixture, engine, "--partition table/1 --game 1 --nodes 1000 --multipv 2");
  expect (fixture, 4, 0);
  /* The mated position has no move to find. */
  analyse (fixture, engine, "--nodes 1000 --multipv 2 --jobs 2");
  expect (fixture, 4, 4);
  analyse (fixture, engine, "--nodes 1000 --multipv 2");
  expect (fixture, 0, 8);
  analyse (fixture, engine, "--nodes 500 --multipv 1");
  expect (fixture, 0, 8);
  /* Better, or otherwise, is something else. */
  analyse (fixture, engine, "--nodes 2000 --multipv 2");
  expect (fixture, 8, 0);
  analyse (fixture, engine, "--nodes 1000 --multipv 2 --option Hash=32");
  expect (fixture, 8, 0);
  run_ok (fixture, "--ledger %L verify", NULL);
  g_assert_nonnull (strstr (fixture->out, "ok"));
  remove_engine (fixture, engine);
}

static void
test_faults (Fixture *fixture, gconstpointer data)
{
  g_autofree char *once = make_engine (fixture, "dies-once");

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3 :resign", NULL);
  analyse (fixture, "/nowhere/engine", "--nodes 1000");
  g_assert_cmpint (fixture->status, ==, 1);
  g_assert_nonnull (strstr (fixture->err, "/nowhere/engine"));
  analyse (fixture, once, "--nodes 1000");
  expect (fixture, 4, 0);
  g_assert_nonnull (strstr (fixture->err, "ended"));
  run_fails (fixture, "--ledger %L analyse --partition archive/b --nodes 5", 1, "archive/b");
  run_fails (fixture, "--ledger %L analyse --partition table/1 --game 9", 1, "no game 9");
  run_fails (fixture, "--ledger %L analyse --game 3", 2, "of one partition");
  run_fails (fixture, "--ledger %L analyse --multipv 9", 2, "lines");
  remove_engine (fixture, once);
}

/* Nobody is helped in a game in progress. */
static void
test_running (Fixture *fixture, gconstpointer data)
{
  g_autofree char *engine = make_engine (fixture, "good");

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5", NULL);
  analyse (fixture, engine, "--nodes 1000");
  expect (fixture, 0, 0);
  g_assert_nonnull (strstr (fixture->out, "1\tin progress\n"));
  run_ok (fixture, "--ledger %L play --partition table/1 --game 1 :resign", NULL);
  analyse (fixture, engine, "--nodes 1000");
  expect (fixture, 3, 0);
  remove_engine (fixture, engine);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *engine = make_engine (fixture, "good");
  g_autofree char *file = g_build_filename (fixture->folder, "events.jsonl", NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.ledger", NULL);
  g_autofree char *import = g_strdup_printf ("--ledger %s import %s", copy, file);
  g_autofree char *digest = g_strdup_printf ("--ledger %s digest", copy);
  g_autofree char *expected = NULL;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3 :resign", NULL);
  analyse (fixture, engine, "--nodes 1000 --multipv 3");
  expect (fixture, 4, 0);
  run_ok (fixture, "--ledger %L digest", NULL);
  expected = g_strdup (fixture->out);
  run_ok (fixture, "--ledger %L export --format jsonl", NULL);
  g_assert_nonnull (strstr (fixture->out, "\"PositionEvaluated\""));
  g_assert_true (g_file_set_contents (file, fixture->out, -1, NULL));
  run_ok (fixture, import, NULL);
  run_ok (fixture, digest, expected);
  remove_engine (fixture, engine);
}

static void
add_tests (void)
{
  ADD ("/cli/analyse/once", test_once);
  ADD ("/cli/analyse/faults", test_faults);
  ADD ("/cli/analyse/running", test_running);
  ADD ("/cli/analyse/round-trip", test_round_trip);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
