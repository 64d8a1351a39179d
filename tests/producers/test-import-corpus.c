/* test-import-corpus.c: real files, game by game, against what other programs found in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <string.h>

#include "chess-fen.h"
#include "cl-fact.h"
#include "own-home.h"

#define BRIEF_GAMES 300 /* of each file under CHESS_LEDGER_BRIEF */

typedef struct
{
  char **lines; /* of the expected.tsv */
  ClGame *game; /* (nullable): being folded */
  guint n;
} Check;

static void
finish_game (Check *self)
{
  g_auto (GStrv) fields = NULL;
  char fen[CHESS_FEN_SIZE];

  if (self->game == NULL)
    return;
  self->n++;
  g_assert_nonnull (self->lines[self->n]);
  fields = g_strsplit (self->lines[self->n], "\t", 4);
  g_assert_cmpuint (g_strv_length (fields), ==, 4);
  chess_fen_write (&self->game->current, CHESS_FEN_X, fen);
  if (!g_str_equal (fen, fields[3]) ||
      cl_game_n_plies (self->game) != strtoul (fields[1], NULL, 10))
    g_test_message ("game %u: %s v %s",
                    self->n,
                    cl_game_get_tag (self->game, "White"),
                    cl_game_get_tag (self->game, "Black"));
  g_assert_cmpuint (self->game->game, ==, strtoul (fields[0], NULL, 10));
  g_assert_cmpuint (cl_game_n_plies (self->game), ==, strtoul (fields[1], NULL, 10));
  g_assert_cmpstr (cl_game_get_tag (self->game, "Result"), ==, fields[2]);
  g_assert_cmpstr (fen, ==, fields[3]);
  g_assert_cmpint (self->game->status, ==, CL_GAME_ENDED);
  g_clear_pointer (&self->game, cl_game_unref);
}

static void
check_event (Check *self, const ClEvent *event)
{
  g_autoptr (GError) error = NULL;

  if (self->game == NULL || event->game != self->game->game)
    finish_game (self);
  if (event->game == 0)
    return;
  if (self->game == NULL)
    self->game = cl_game_new (event->partition, event->game);
  cl_game_apply (self->game, event, &error);
  g_assert_no_error (error);
}

static void
check_partition (Fixture *fixture, const char *partition, const char *expected, guint n_games)
{
  g_auto (GStrv) lines = g_strsplit (expected, "\n", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  Check check = { .lines = lines };
  guint64 after = 0;

  g_assert_no_error (error);
  for (;;)
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (reader, partition, after, 1000, &error);
      gsize length;

      g_assert_no_error (error);
      length = cl_events_get_length (events);
      if (length == 0)
        break;
      for (gsize i = 0; i < length; i++)
        check_event (&check, cl_events_get (events, i));
      after = cl_events_get (events, length - 1)->offset;
    }
  finish_game (&check);
  g_assert_cmpuint (check.n, ==, n_games);
}

/* The text of a file that may be packed by zstd, for which there is a program but no library here. */
static char *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;
  const char *argv[] = { "zstd", "-dcq", path, NULL };

  if (g_str_has_suffix (path, ".zst"))
    g_spawn_sync (NULL,
                  (char **) argv,
                  NULL,
                  G_SPAWN_SEARCH_PATH,
                  NULL,
                  NULL,
                  &text,
                  NULL,
                  NULL,
                  &error);
  else
    g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

static void
check_file (const char *name, const char *expected_name, guint n_games, const char *encoding)
{
  g_autofree char *path = fixture_data ("pgn/corpus", name);
  g_autofree char *expected_path = fixture_data ("pgn/corpus", expected_name);
  g_autofree char *expected = NULL;
  gboolean is_brief = g_getenv ("CHESS_LEDGER_BRIEF") != NULL && n_games > BRIEF_GAMES;
  ClImportResult result;
  Fixture fixture;

  if (path == NULL || expected_path == NULL)
    return;
  if (is_brief)
    n_games = BRIEF_GAMES;
  expected = load (expected_path);
  fixture_open (&fixture, NULL, "a.ledger");
  if (is_brief || g_str_has_suffix (name, ".zst"))
    {
      g_autofree char *text = load (path);
      g_autofree char *some = fixture_first_games (text, n_games);

      fixture_import_text (&fixture, name, some, -1, &result);
    }
  else
    fixture_import (&fixture, path, NULL, &result);
  g_assert_cmpuint (result.n_games, ==, n_games);
  g_assert_cmpuint (result.n_unreadable, ==, 0);
  if (!is_brief)
    g_assert_cmpstr (result.encoding, ==, encoding);
  check_partition (&fixture, result.partition, expected, n_games);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static void
test_masters_a (void)
{
  check_file ("masters-a.pgn", "masters-a.expected.tsv", 13048, "windows-1252");
}

static void
test_masters_b (void)
{
  if (g_getenv ("CHESS_LEDGER_BRIEF"))
    g_test_skip ("packed games are those of test-import-packed under a sanitizer");
  else
    check_file ("masters-b.pgn.gz", "masters-b.expected.tsv", 8793, "UTF-8");
}

static void
test_dortmund (void)
{
  check_file ("dortmund.pgn", "dortmund.expected.tsv", 182, "windows-1252");
}

static void
test_lichess (void)
{
  check_file ("lichess-2021-clk.pgn", "lichess-2021-clk.expected.tsv", 999, "UTF-8");
}

static void
test_fics (void)
{
  check_file ("fics-movetimes-2008-2010.pgn",
              "fics-movetimes-2008-2010.expected.tsv",
              975,
              "UTF-8");
}

static void
test_big_players (void)
{
  g_autofree char *zstd = g_find_program_in_path ("zstd");

  if (g_getenv ("CHESS_LEDGER_THOROUGH") == NULL || zstd == NULL)
    g_test_skip ("100,000 games are for the thorough run, with zstd");
  else
    check_file ("big-players.pgn.zst", "big-players.expected.tsv.zst", 100000, "windows-1252");
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/import/corpus/dortmund", test_dortmund);
  g_test_add_func ("/import/corpus/lichess", test_lichess);
  g_test_add_func ("/import/corpus/fics", test_fics);
  g_test_add_func ("/import/corpus/masters-a", test_masters_a);
  g_test_add_func ("/import/corpus/masters-b", test_masters_b);
  g_test_add_func ("/import/corpus/big-players", test_big_players);
  return g_test_run ();
}
