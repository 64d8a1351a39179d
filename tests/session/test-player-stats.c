/* test-player-stats.c: what is said of a player is what a hand count of the same games says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-player-report.h"
#include "cl-views.h"
#include "own-home.h"

#define WAIT_MS 60000

typedef struct
{
  char *dir;
  ClLedger *ledger;
  GHashTable *heads; /* partition → its last offset */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->heads = g_hash_table_new (g_str_hash, g_str_equal);
  self->dir = g_dir_make_tmp ("chess-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->dir, "test.ledger", NULL);
  self->ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  static const char *const files[] = { "test.ledger", "test.ledger.lock" };

  cl_ledger_close (self->ledger);
  g_object_unref (self->ledger);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->dir, files[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->dir);
  g_hash_table_unref (self->heads);
  g_free (self->dir);
}

static void
say (Fixture *self, const char *partition, ClFact *fact)
{
  g_autoptr (ClDraft) draft = cl_draft_new (partition, "test", NULL);
  g_autoptr (GError) error = NULL;
  gsize head = GPOINTER_TO_SIZE (g_hash_table_lookup (self->heads, partition));

  cl_fact_to_draft (fact, draft);
  cl_ledger_append_bulk (self->ledger, draft, head, &error);
  g_assert_no_error (error);
  g_hash_table_replace (self->heads, (gpointer) partition, GSIZE_TO_POINTER (head + 1));
  cl_fact_clear (fact);
}

typedef struct
{
  const char *partition;
  guint32 game;
  const char *white, *black, *white_elo, *black_elo, *date, *eco, *control;
  ChessResult result;
} Game;

static void
tell (Fixture *self, const Game *game)
{
  ClFact fact;

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = game->game;
  cl_fact_add_tag (&fact, "White", game->white);
  cl_fact_add_tag (&fact, "Black", game->black);
  cl_fact_add_tag (&fact, "WhiteElo", game->white_elo);
  cl_fact_add_tag (&fact, "BlackElo", game->black_elo);
  cl_fact_add_tag (&fact, "Date", game->date);
  cl_fact_add_tag (&fact, "ECO", game->eco);
  fact.time_control = g_strdup (game->control);
  say (self, game->partition, &fact);
  if (game->result == CHESS_RESULT_NONE)
    return;
  cl_fact_init (&fact, CL_FACT_GAME_ENDED);
  fact.game = game->game;
  fact.result = game->result;
  fact.ending = CHESS_ENDING_UNKNOWN;
  say (self, game->partition, &fact);
}

static void
withdraw (Fixture *self, const char *partition, guint32 game)
{
  ClFact fact;

  cl_fact_init (&fact, CL_FACT_GAME_WITHDRAWN);
  fact.game = game;
  say (self, partition, &fact);
}

/* Ada: as White +2 =1, as Black =1 −2, one in progress; what is withdrawn does not count. */
static void
tell_all (Fixture *self)
{
  static const Game games[] = {
    { "table/1",
      1,
      "Lovelace, Ada",
      "Hopper, G",
      "2000",
      "1900",
      "2020.01.01",
      "B90",
      "5400+30",
      CHESS_RESULT_WHITE },
    { "table/1",
      2,
      "Lovelace,Ada",
      "Hopper,  G",
      "2010",
      "1900",
      "2021.02.??",
      "B95",
      "180+2",
      CHESS_RESULT_WHITE },
    { "table/1",
      3,
      "Lovelace, Ada ",
      "Noether, E",
      "2020",
      "2300",
      "2021.03.01",
      "C42",
      "180+2",
      CHESS_RESULT_DRAW },
    { "table/2",
      1,
      "Hopper, G",
      "Lovelace, Ada",
      "1900",
      "2030",
      "2022.01.01",
      "A00",
      "60",
      CHESS_RESULT_DRAW },
    { "table/2",
      2,
      "Noether, E",
      "Lovelace, Ada",
      "2300",
      "2040",
      "2022.05.01",
      "?",
      "900",
      CHESS_RESULT_WHITE },
    { "table/2",
      3,
      "?",
      "Lovelace, Ada",
      "0",
      "2050",
      "????.??.??",
      "D02",
      "?",
      CHESS_RESULT_WHITE },
    { "table/2",
      4,
      "Noether, E",
      "Lovelace, Ada",
      "2300",
      "2050",
      "2023.01.01",
      "D02",
      "900",
      CHESS_RESULT_NONE },
    { "table/2",
      5,
      "Hopper, G",
      "Lovelace, Ada",
      "1900",
      "2050",
      "2023.01.01",
      "D02",
      "900",
      CHESS_RESULT_BLACK },
    { "archive/x.pgn",
      1,
      "Lovelace, Ada",
      "Hopper, G",
      "2000",
      "1900",
      "2020",
      "B90",
      "-",
      CHESS_RESULT_WHITE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (games); i++)
    tell (self, &games[i]);
  withdraw (self, "table/2", 5);
  withdraw (self, "archive/x.pgn", 0);
}

static ClRunner *
run (Fixture *self)
{
  static const ClViewClass *const views[] = { &cl_players_view, NULL };
  g_autoptr (GError) error = NULL;
  ClRunner *runner;

  cl_ledger_flush (self->ledger, &error);
  g_assert_no_error (error);
  runner = cl_runner_new (self->ledger, NULL, views, &error);
  g_assert_no_error (error);
  cl_runner_wait (runner, "players", cl_ledger_get_head (self->ledger), WAIT_MS, &error);
  g_assert_no_error (error);
  return runner;
}

static void
assert_record (const ClRecord *record, guint wins, guint draws, guint losses, guint unfinished)
{
  g_assert_cmpuint (record->wins, ==, wins);
  g_assert_cmpuint (record->draws, ==, draws);
  g_assert_cmpuint (record->losses, ==, losses);
  g_assert_cmpuint (record->unfinished, ==, unfinished);
}

static void
assert_group (GArray *groups, guint index, const char *label, guint n)
{
  const ClRecordGroup *group;

  g_assert_cmpuint (groups->len, >, index);
  group = &g_array_index (groups, ClRecordGroup, index);
  g_assert_cmpstr (group->label, ==, label);
  g_assert_cmpuint (cl_record_n (&group->record), ==, n);
}

static void
test_counts (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRunner) runner = NULL;
  g_autoptr (ClPlayerStats) stats = NULL, versus = NULL;
  g_autofree char *csv = NULL, *json = NULL;

  tell_all (self);
  runner = run (self);
  stats = cl_player_stats_read (runner, "Lovelace, Ada", NULL, 0, &error);
  g_assert_no_error (error);
  assert_record (&stats->all, 2, 2, 2, 1);
  assert_record (&stats->colors[CHESS_WHITE], 2, 1, 0, 0);
  assert_record (&stats->colors[CHESS_BLACK], 0, 1, 2, 1);
  assert_record (&stats->paces[CL_PACE_STANDARD], 1, 0, 0, 0);
  assert_record (&stats->paces[CL_PACE_BLITZ], 1, 1, 0, 0);
  assert_record (&stats->paces[CL_PACE_BULLET], 0, 1, 0, 0);
  assert_record (&stats->paces[CL_PACE_RAPID], 0, 0, 1, 1);
  assert_record (&stats->paces[CL_PACE_UNKNOWN], 0, 0, 1, 0);
  assert_record (&stats->bands[cl_rating_band (1900)], 2, 1, 0, 0);
  assert_record (&stats->bands[cl_rating_band (2300)], 0, 1, 1, 1);
  assert_record (&stats->bands[CL_N_RATING_BANDS - 1], 0, 0, 1, 0);
  assert_group (stats->openings, 0, "B9", 2);
  assert_group (stats->opponents, 0, "Hopper, G", 3);
  assert_group (stats->opponents, 1, "Noether, E", 2);
  assert_group (stats->periods, 0, "2020", 1);
  assert_group (stats->periods, 1, "2021", 2);
  g_assert_cmpuint (stats->rating_last, ==, 2050);
  g_assert_cmpstr (stats->first_date, ==, "2020.01.01");
  /* 3 points of 5 against 1900 thrice and 2300 twice: mean 2060, dp (.60) = 72 */
  g_assert_cmpint (cl_record_performance (&stats->all), ==, 2060 + 72);
  versus = cl_player_stats_read (runner, "Lovelace, Ada", "Hopper, G", 0, &error);
  g_assert_no_error (error);
  assert_record (&versus->all, 2, 1, 0, 0);
  csv = cl_player_stats_to_csv (stats);
  g_assert_nonnull (strstr (csv, "\nopponent,\"Hopper, G\",3,2,1,0,0,833,"));
  json = cl_player_stats_to_json (versus);
  g_assert_nonnull (strstr (json, "\"versus\":\"Hopper, G\""));
  cl_runner_close (runner);
}

/* As it stood before the third game was told; and what a correction changes. */
static void
test_past (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRunner) runner = NULL;
  g_autoptr (ClPlayerStats) past = NULL, now = NULL, gone = NULL;
  ClFact fact;

  tell_all (self);
  cl_fact_init (&fact, CL_FACT_DETAILS_CORRECTED);
  fact.game = 1;
  cl_fact_add_tag (&fact, "White", "Germain, Sophie");
  say (self, "table/1", &fact);
  runner = run (self);
  past = cl_player_stats_read (runner, "Lovelace, Ada", NULL, 4, &error);
  g_assert_no_error (error);
  assert_record (&past->all, 2, 0, 0, 0);
  now = cl_player_stats_read (runner, "Lovelace, Ada", NULL, 0, &error);
  g_assert_no_error (error);
  assert_record (&now->all, 1, 2, 2, 1);
  gone = cl_player_stats_read (runner, "Germain, Sophie", "Noether, E", 0, &error);
  g_assert_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN);
  g_assert_null (gone);
  cl_runner_close (runner);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClRunner) runner = NULL;
  g_autofree char *by_words = NULL, *exact = NULL, *many = NULL, *none = NULL;
  g_autoptr (GArray) players = NULL;

  tell_all (self);
  runner = run (self);
  players = cl_players_read (runner, 0, &error);
  g_assert_no_error (error);
  assert_group (players, 0, "Lovelace, Ada", 6);
  assert_group (players, 1, "Hopper, G", 3);
  g_assert_cmpuint (players->len, ==, 3);
  by_words = cl_players_find (runner, "ADA lovel", 0, &error);
  g_assert_cmpstr (by_words, ==, "Lovelace, Ada");
  exact = cl_players_find (runner, "hopper,g", 0, &error);
  g_assert_cmpstr (exact, ==, "Hopper, G");
  many = cl_players_find (runner, "e", 0, &error);
  g_assert_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_AMBIGUOUS);
  g_clear_error (&error);
  none = cl_players_find (runner, "Turing", 0, &error);
  g_assert_error (error, CL_PLAYER_ERROR, CL_PLAYER_ERROR_UNKNOWN);
  cl_runner_close (runner);
}

static void
test_formulae (void)
{
  const ClRecord none = { 0 }, perfect = { .wins = 10,
                                           .n_rated = 10,
                                           .rated_half_points = 20,
                                           .opponent_ratings = 20000 };
  guint low, high;

  /* Wilson (1927): 8 of 10 → 0.490 to 0.943; 0 of 10 → 0 to 0.278 */
  cl_wilson_interval (8, 10, &low, &high);
  g_assert_cmpuint (low, ==, 490);
  g_assert_cmpuint (high, ==, 943);
  cl_wilson_interval (0, 10, &low, &high);
  g_assert_cmpuint (low, ==, 0);
  g_assert_cmpuint (high, ==, 278);
  cl_record_interval (&none, &low, &high);
  g_assert_cmpuint (low, ==, 0);
  g_assert_cmpuint (high, ==, 1000);
  g_assert_cmpint (cl_performance_dp (50), ==, 0);
  g_assert_cmpint (cl_performance_dp (75), ==, 193);
  g_assert_cmpint (cl_performance_dp (25), ==, -193);
  g_assert_cmpint (cl_performance_dp (100), ==, 800);
  for (guint p = 1; p <= 100; p++)
    g_assert_cmpint (cl_performance_dp (p), >, cl_performance_dp (p - 1));
  g_assert_cmpint (cl_record_performance (&perfect), ==, 2800);
}

static void
test_names (void)
{
  static const struct
  {
    const char *written, *clean;
  } cases[] = {
    { "Karpov,Anatoly", "Karpov, Anatoly" },
    { "  Karpov ,  Anatoly ", "Karpov, Anatoly" },
    { "Karpov,", "Karpov," },
    { "a\tb\nc", "a b c" },
    { "?", "" },
    { "", "" },
    { "N. N.", "" },
    { "Đorđević, Ž", "Đorđević, Ž" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = cl_players_clean_name (cases[i].written);
      g_autofree char *again = cl_players_clean_name (clean);

      g_assert_cmpstr (clean, ==, cases[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/session/player-stats/counts", Fixture, NULL, set_up, test_counts, tear_down);
  g_test_add ("/session/player-stats/past", Fixture, NULL, set_up, test_past, tear_down);
  g_test_add ("/session/player-stats/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add_func ("/session/player-stats/formulae", test_formulae);
  g_test_add_func ("/session/player-stats/names", test_names);
  return g_test_run ();
}
