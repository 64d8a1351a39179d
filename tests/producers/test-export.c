/* test-export.c: games as PGN and events as JSON lines: those played here, those imported, and what PGN cannot say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-interchange.h"
#include "cl-table.h"
#include "own-home.h"

#define BEGIN       G_GINT64_CONSTANT (1700000000000000)
#define PGN_EXTRACT "/usr/games/pgn-extract"

/* A game played in memory, fact by fact. */
typedef struct
{
  ClGame *game;
  guint64 head;
  gint64 now;
} Table;

static void
commit (Table *self, ClDraft *draft, GError *error)
{
  g_assert_no_error (error);
  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      ClEvent event = *cl_draft_get (draft, i);

      event.offset = ++self->head;
      cl_game_apply (self->game, &event, &error);
      g_assert_no_error (error);
    }
  cl_draft_unref (draft);
}

#define DO(table, call)             \
  G_STMT_START                      \
  {                                 \
    GError *error = NULL;           \
    ClDraft *draft = (call);        \
    commit ((table), draft, error); \
  }                                 \
  G_STMT_END

static Table
start (const ClGameSetup *setup)
{
  Table self = { cl_game_new ("table/1", 1), 0, BEGIN };

  DO (&self, cl_table_start ("table/1", 1, setup, self.now, &error));
  return self;
}

static void
play (Table *self, const char *moves, gint64 used_ms)
{
  g_auto (GStrv) tokens = g_strsplit (moves, " ", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      ChessMove move;

      g_assert_cmpint (chess_san_parse (&self->game->current, tokens[i], -1, &move),
                       ==,
                       CHESS_NOTATION_OK);
      if (used_ms != CL_NO_CLOCK)
        self->now += used_ms * 1000;
      DO (self, cl_table_move (self->game, move, used_ms, self->now, &error));
    }
}

static void
assert_export (Table *self, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  cl_export_game (self->game, out);
  g_assert_cmpstr (out->str, ==, expected);
  g_clear_pointer (&self->game, cl_game_unref);
}

static void
test_played (void)
{
  const ClGameSetup setup = {
    .white = "Ada",
    .black = "Bo \"B\"",
    .date = "2023.11.14",
    .round = "3",
    .black_elo = "1800",
    .time_control = "300+3",
    .start_clock_now = TRUE,
  };
  Table table = start (&setup);

  play (&table, "e4 e5 Ke2", 4500);
  DO (&table, cl_table_takeback (table.game, 2, table.now, &error));
  play (&table, "Nf3", 1000);
  DO (&table, cl_table_add_note (table.game, 3, "better [%clk 0:01:00]", table.now, &error));
  DO (&table, cl_table_add_variation (table.game, 3, "2. f4 exf4", table.now, &error));
  DO (&table, cl_table_resign (table.game, CHESS_BLACK, table.now, &error));
  assert_export (
    &table,
    "[Event \"?\"]\n[Site \"?\"]\n[Date \"2023.11.14\"]\n[Round \"3\"]\n[White \"Ada\"]\n"
    "[Black \"Bo \\\"B\\\"\"]\n[Result \"1-0\"]\n[BlackElo \"1800\"]\n"
    "[Termination \"normal\"]\n[TimeControl \"300+3\"]\n\n"
    "1. e4 {[%clk 0:04:58.5]} 1... e5 {[%clk 0:04:58.5]} 2. Nf3 {better\n"
    "[%clk 0:01:00]} (2. f4 exf4) 1-0\n\n");
}

/* The clock as it was seen: main time, then the period of byo-yomi that runs. */
static void
test_byoyomi (void)
{
  const ClGameSetup setup = {
    .date = "2023.11.14",
    .time_control = "60:3x30",
    .start_clock_now = TRUE,
  };
  Table table = start (&setup);

  play (&table, "e4 e5", 20000);
  play (&table, "Nf3 Nc6", 50000);
  play (&table, "Bb5 a6", 31000);
  assert_export (
    &table,
    "[Event \"?\"]\n[Site \"?\"]\n[Date \"2023.11.14\"]\n[Round \"?\"]\n[White \"?\"]\n"
    "[Black \"?\"]\n[Result \"*\"]\n[TimeControl \"60:3x30\"]\n\n"
    "1. e4 {[%clk 0:00:40]} 1... e5 {[%clk 0:00:40]} 2. Nf3 {[%clk 0:00:30]} 2...\n"
    "Nc6 {[%clk 0:00:30]} 3. Bb5 {[%clk 0:00:30]} 3... a6 {[%clk 0:00:30]} *\n\n");
}

static void
test_running (void)
{
  const ClGameSetup setup = {
    .white = "Ada",
    .black = "Bo",
    .date = "2023.11.14",
    .chess960 = TRUE,
    .fen = "nbrqkrbn/pppppppp/8/8/8/8/PPPPPPPP/NBRQKRBN w KQkq - 0 1",
    .recorded_only = TRUE,
  };
  Table table = start (&setup);

  play (&table, "d4 a5", CL_NO_CLOCK);
  assert_export (
    &table,
    "[Event \"?\"]\n[Site \"?\"]\n[Date \"2023.11.14\"]\n[Round \"?\"]\n[White \"Ada\"]\n"
    "[Black \"Bo\"]\n[Result \"*\"]\n"
    "[FEN \"nbrqkrbn/pppppppp/8/8/8/8/PPPPPPPP/NBRQKRBN w KQkq - 0 1\"]\n"
    "[SetUp \"1\"]\n[Variant \"Chess960\"]\n\n1. d4 a5 *\n\n");
}

/* The king went where the rules forbid it, and play went on. */
static void
test_illegal (void)
{
  const ClGameSetup setup = { .white = "Ada",
                              .black = "Bo",
                              .date = "2023.11.14",
                              .recorded_only = TRUE };
  Table table = start (&setup);

  play (&table, "e4 e5", CL_NO_CLOCK);
  DO (&table,
      cl_table_illegal_move (table.game,
                             chess_square (4, 0),
                             chess_square (4, 2),
                             CHESS_NO_KIND,
                             table.now,
                             &error));
  play (&table, "Nc6", CL_NO_CLOCK);
  DO (&table,
      cl_table_end (table.game,
                    CHESS_RESULT_DRAW,
                    CHESS_ENDING_AGREEMENT,
                    NULL,
                    table.now,
                    &error));
  assert_export (
    &table,
    "[Event \"?\"]\n[Site \"?\"]\n[Date \"2023.11.14\"]\n[Round \"?\"]\n[White \"Ada\"]\n"
    "[Black \"Bo\"]\n[Result \"1/2-1/2\"]\n[Termination \"normal\"]\n\n"
    "1. e4 e5 {[%illegal e1e3] 2. Ke1e3 2... Nc6} 1/2-1/2\n\n");
}

static const char odd_text[] =
  "[White \"A\"]\n[Round \"x\"]\n[Annotator \"me\"]\n[Result \"0-1\"]\n\n1. e4 1-0\n\n"
  "[White \"B\"]\n\n1. e4   e5 2. Ke3 ; kept as it is\n*\n\n"
  "[White \"C\"]\n\n1. d4 *\n";

static void
withdraw (Fixture *fixture, const char *partition, guint32 game, guint64 head)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "person", NULL);
  g_autoptr (GError) error = NULL;
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_WITHDRAWN);
  fact.game = game;
  cl_fact_to_draft (&fact, draft);
  cl_ledger_append (fixture->ledger, draft, head, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
collect_cb (const char *text, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, text, (gssize) length);
  return TRUE;
}

static void
test_imported (void)
{
  Fixture fixture;
  ClImportResult result;
  g_autofree char *pgn = NULL;
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = NULL;
  guint64 n_games;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "odd.pgn", odd_text, -1, &result);
  withdraw (&fixture, result.partition, 3, result.n_events);
  pgn = fixture_export (&fixture, result.partition);
  g_assert_cmpstr (
    pgn,
    ==,
    "[Event \"?\"]\n[Site \"?\"]\n[Date \"????.??.??\"]\n[Round \"x\"]\n[White \"A\"]\n"
    "[Black \"?\"]\n[Result \"0-1\"]\n[Annotator \"me\"]\n\n1. e4 1-0\n\n"
    "[White \"B\"]\n\n1. e4   e5 2. Ke3 ; kept as it is\n*\n\n");
  reader = cl_reader_new (fixture.ledger, &error);
  g_assert_true (
    cl_export_pgn (reader, result.partition, 3, collect_cb, one, NULL, &n_games, &error));
  g_assert_cmpuint (n_games, ==, 1);
  g_assert_nonnull (strstr (one->str, "[White \"C\"]"));
  g_assert_false (cl_export_pgn (reader, result.partition, 4, collect_cb, one, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (cl_export_pgn (reader, "archive/none", 0, collect_cb, one, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_pointer (&reader, cl_reader_free);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static guint64
count_json_lines (ClLedger *ledger, const char *partition, guint32 game)
{
  static const char *const keys[] = {
    "position",    "partition",   "offset",   "type",     "game",     "ply",
    "player",      "san",         "uci",      "captured", "clock_ms", "details",
    "occurred_at", "recorded_at", "producer", "schema",   "seal",
  };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  guint64 n_events;

  cl_interchange_export (ledger,
                         CL_INTERCHANGE_JSONL,
                         partition,
                         game,
                         collect_cb,
                         out,
                         NULL,
                         &n_events,
                         &error);
  g_assert_no_error (error);
  lines = g_strsplit (out->str, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, n_events + 1);
  for (guint64 i = 0; i < n_events; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], &error);

      g_assert_no_error (error);
      for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
        g_assert_true (json_object_has_member (json_node_get_object (node), keys[k]));
      g_assert_cmpuint (json_object_get_size (json_node_get_object (node)),
                        ==,
                        G_N_ELEMENTS (keys) + (i == 0)); /* the first says the origin, too */
    }
  return n_events;
}

static void
test_json (void)
{
  Fixture fixture;
  ClImportResult result;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "odd.pgn", odd_text, -1, &result);
  g_assert_cmpuint (count_json_lines (fixture.ledger, NULL, 0), ==, result.n_events);
  g_assert_cmpuint (count_json_lines (fixture.ledger, result.partition, 0), ==, result.n_events);
  g_assert_cmpuint (count_json_lines (fixture.ledger, result.partition, 1), ==, 3);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;

  g_spawn_sync (NULL,
                (char **) argv,
                NULL,
                G_SPAWN_STDERR_TO_DEV_NULL,
                NULL,
                NULL,
                &out,
                NULL,
                NULL,
                &error);
  g_assert_no_error (error);
  return out;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What pgn-extract reads, as UTF-8, with the tags of each game in one order. */
static char *
extract (const char *path)
{
  const char *argv[] = { PGN_EXTRACT, "-s", "-C", "-V", "-N", path, NULL };
  g_autofree char *raw = run (argv);
  g_autofree char *text = g_utf8_validate (raw, -1, NULL)
                            ? g_strdup (raw)
                            : g_convert (raw, -1, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = g_strv_length (lines);

  for (guint i = 0, j; i < n; i = j + 1)
    {
      for (j = i; j < n && lines[j][0] == '['; j++)
        ;
      qsort (lines + i, j - i, sizeof *lines, compare_lines);
    }
  return g_strjoinv ("\n", lines);
}

/* Where one game was given two results, both programs follow the movetext, but pgn-extract keeps the tag. */
static void
assert_same_lines (const char *original, const char *exported, guint results_that_differ)
{
  g_auto (GStrv) a = g_strsplit (original, "\n", -1);
  g_auto (GStrv) b = g_strsplit (exported, "\n", -1);

  g_assert_cmpuint (g_strv_length (a), ==, g_strv_length (b));
  for (guint i = 0; a[i]; i++)
    if (!g_str_equal (a[i], b[i]))
      {
        if (!g_str_has_prefix (a[i], "[Result ") || results_that_differ-- == 0)
          g_assert_cmpstr (b[i], ==, a[i]);
      }
}

static char *
load_games (const char *path, guint n)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return fixture_first_games (text, n);
}

static void
check_corpus_file (const char *name, guint results_that_differ)
{
  g_autofree char *whole = fixture_data ("pgn/corpus", name);
  g_autofree char *text = NULL, *path = NULL, *exported = NULL, *again = NULL, *copy = NULL;
  g_autoptr (GError) error = NULL;
  ClImportResult first, second;
  Fixture fixture;

  if (whole == NULL)
    return;
  fixture_open (&fixture, NULL, "a.ledger");
  text = load_games (whole, 150);
  path = g_build_filename (fixture.folder, name, NULL);
  fixture_import_text (&fixture, name, text, -1, &first);
  exported = fixture_export (&fixture, first.partition);
  copy = g_build_filename (fixture.folder, "copy.pgn", NULL);
  g_file_set_contents (copy, exported, -1, &error);
  g_assert_no_error (error);
  fixture_import (&fixture, copy, NULL, &second);
  g_assert_cmpuint (second.n_games, ==, first.n_games);
  g_assert_cmpuint (second.n_unreadable, ==, first.n_unreadable);
  again = fixture_export (&fixture, second.partition);
  g_assert_true (g_str_equal (again, exported));
  if (g_file_test (PGN_EXTRACT, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_autofree char *ours = extract (copy);
      g_autofree char *theirs = extract (path);

      assert_same_lines (theirs, ours, results_that_differ);
    }
  else
    g_test_skip ("no pgn-extract");
  cl_import_result_clear (&first);
  cl_import_result_clear (&second);
  fixture_close (&fixture);
}

static void
test_dortmund (void)
{
  check_corpus_file ("dortmund.pgn", 0);
}

static void
test_lichess (void)
{
  check_corpus_file ("lichess-2021-clk.pgn", 0);
}

static void
test_fics (void)
{
  check_corpus_file ("fics-movetimes-2008-2010.pgn", 0);
}

static void
test_masters (void)
{
  if (g_getenv ("CHESS_LEDGER_THOROUGH"))
    check_corpus_file ("masters-a.pgn", 0);
  else
    g_test_skip ("13,000 games are for the thorough run");
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/export/played", test_played);
  g_test_add_func ("/export/byoyomi", test_byoyomi);
  g_test_add_func ("/export/running", test_running);
  g_test_add_func ("/export/illegal", test_illegal);
  g_test_add_func ("/export/imported", test_imported);
  g_test_add_func ("/export/json", test_json);
  g_test_add_func ("/export/corpus/dortmund", test_dortmund);
  g_test_add_func ("/export/corpus/lichess", test_lichess);
  g_test_add_func ("/export/corpus/fics", test_fics);
  g_test_add_func ("/export/corpus/masters", test_masters);
  return g_test_run ();
}
