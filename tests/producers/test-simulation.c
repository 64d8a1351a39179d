/* test-simulation.c: games played again at tables, with their times, ends and neighbours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <string.h>

#include "cl-game-load.h"
#include "cl-simulation.h"
#include "cl-table.h"

/* A mate with times; a draw agreed; a flag; a resignation without a clock; and one game that nobody can play again. */
static const char scores_text[] =
  "[Event \"Club\"]\n[White \"Ada\"]\n[Black \"Bob\"]\n[Result \"0-1\"]\n[TimeControl \"60+2\"]\n\n"
  "1. f3 {[%clk 0:00:58]} e5 {[%clk 0:01:00]} 2. g4 {[%clk 0:00:50]} Qh4# {[%clk 0:00:59]} 0-1\n\n"
  "[Event \"Club\"]\n[White \"Cid\"]\n[Black \"Dora\"]\n[Result \"1/2-1/2\"]\n\n1. e4 e5 2. Nf3 1/2-1/2\n\n"
  "[Event \"Club\"]\n[White \"Eve\"]\n[Black \"Fay\"]\n[Result \"1-0\"]\n[TimeControl \"60\"]\n"
  "[Termination \"Time forfeit\"]\n\n1. d4 {[%clk 0:01:00]} d5 {[%clk 0:01:00]} 2. c4 {[%clk 0:00:40]} 1-0\n\n"
  "[Event \"?\"]\n[White \"Gus\"]\n[Black \"Hal\"]\n[Result \"0-1\"]\n\n1. c4 0-1\n\n"
  "[Event \"Bad\"]\n[White \"Ida\"]\n[Black \"Jim\"]\n[Result \"1-0\"]\n\n1. e4 Ke4 1-0\n\n";

static GPtrArray *
read_scores (const Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "scores.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GError *error = NULL;
  GPtrArray *scores;

  g_file_set_contents (path, scores_text, -1, &error);
  g_assert_no_error (error);
  scores = cl_simulation_read_scores (file, 100, NULL, &error);
  g_assert_no_error (error);
  return scores;
}

static void
simulate (Fixture *fixture,
          GPtrArray *scores,
          ClSimulationOptions *options,
          GCancellable *cancellable)
{
  GError *error = NULL;

  cl_simulation_run (fixture->ledger, scores, options, cancellable, &error);
  g_assert_no_error (error);
}

/* The score that was played in @game. */
static const ClGame *
find_score (GPtrArray *scores, const ClGame *game)
{
  for (guint i = 0; i < scores->len; i++)
    {
      const ClGame *score = g_ptr_array_index (scores, i);

      if (strcmp (score->white, game->white) == 0)
        return score;
    }
  g_assert_not_reached ();
}

static void
check_game (GPtrArray *scores, const ClGame *game)
{
  const ClGame *score = find_score (scores, game);

  g_assert_true (g_str_has_prefix (cl_game_get_tag (game, "Event"), "Simulation"));
  g_assert_cmpint (game->status, ==, CL_GAME_ENDED);
  g_assert_cmpint (game->result, ==, score->result);
  g_assert_cmpuint (cl_game_n_plies (game), ==, cl_game_n_plies (score));
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    {
      const ClGameMove *played = cl_game_get_move (game, ply), *was = cl_game_get_move (score, ply);

      g_assert_cmpint (played->move, ==, was->move);
      if (was->clock_ms != CL_NO_CLOCK)
        g_assert_cmpint (played->clock_ms, ==, was->clock_ms);
    }
}

/* Calls @check for each game of each table; returns how many there are. */
static guint
for_each_game (Fixture *fixture, void (*check) (GPtrArray *, const ClGame *), GPtrArray *scores)
{
  GError *error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  g_autoptr (GArray) partitions = cl_reader_list_partitions (reader, &error);
  guint n = 0;

  for (guint i = 0; i < partitions->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (partitions, ClPartitionInfo, i);

      for (guint32 number = 1; number <= info->last_game; number++, n++)
        {
          g_autoptr (ClGame) game = cl_game_load (reader, info->key, number, 0, &error);

          g_assert_no_error (error);
          check (scores, game);
        }
    }
  return n;
}

/* Each game is played as it was, times and end included; who observed it is told. */
static void
test_plays_again (void)
{
  Fixture fixture;
  ClSimulationOptions options = { .n_tables = 3, .seed = 7, .n_games = 20 };
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (GPtrArray) batches = NULL;

  fixture_open (&fixture, NULL, "hall.ledger");
  scores = read_scores (&fixture);
  g_assert_cmpuint (scores->len, ==, 4);
  simulate (&fixture, scores, &options, NULL);
  g_assert_cmpuint (for_each_game (&fixture, check_game, scores), ==, 20);
  batches = fixture_read (&fixture, "table/2");
  for (guint i = 0; i < batches->len; i++)
    for (gsize k = 0; k < cl_events_get_length (g_ptr_array_index (batches, i)); k++)
      g_assert_cmpstr (cl_events_get (g_ptr_array_index (batches, i), k)->producer,
                       ==,
                       CL_SIMULATION_PRODUCER);
  fixture_close (&fixture);
}

/* Every way to end is met, and told as it was. */
static void
check_ending (GPtrArray *scores, const ClGame *game)
{
  ChessEnding expected = strcmp (game->white, "Ada") == 0   ? CHESS_ENDING_CHECKMATE
                         : strcmp (game->white, "Cid") == 0 ? CHESS_ENDING_AGREEMENT
                         : strcmp (game->white, "Eve") == 0 ? CHESS_ENDING_TIME
                                                            : CHESS_ENDING_RESIGNATION;

  g_assert_cmpint (game->ending, ==, expected);
}

static void
test_ends (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) scores = NULL;

  fixture_open (&fixture, NULL, "hall.ledger");
  scores = read_scores (&fixture);
  for (guint i = 0; i < scores->len; i++)
    {
      ClSimulationOptions options = { .n_tables = 1, .n_games = 1 };
      g_autoptr (GPtrArray) one = g_ptr_array_new ();

      g_ptr_array_add (one, g_ptr_array_index (scores, i));
      simulate (&fixture, one, &options, NULL);
    }
  g_assert_cmpuint (for_each_game (&fixture, check_ending, scores), ==, 4);
  fixture_close (&fixture);
}

static void
append (ClLedger *ledger, ClDraft *draft, guint64 head)
{
  GError *error = NULL;
  ClAppended appended;

  g_assert_nonnull (draft);
  g_assert_true (cl_ledger_append (ledger, draft, head, &appended, &error));
  g_assert_no_error (error);
  cl_draft_unref (draft);
}

/* A table at which people play is left to them. */
static void
test_leaves_people_alone (void)
{
  Fixture fixture;
  ClSimulationOptions options = { .n_tables = 2, .seed = 1, .n_games = 4 };
  const ClGameSetup setup = { .white = "Kim", .black = "Lee", .recorded_only = TRUE };
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (ClReader) reader = NULL;
  ClPartitionInfo info;

  fixture_open (&fixture, NULL, "hall.ledger");
  scores = read_scores (&fixture);
  append (fixture.ledger, cl_table_start ("table/1", 1, &setup, 0, NULL), 0);
  simulate (&fixture, scores, &options, NULL);
  reader = cl_reader_new (fixture.ledger, NULL);
  g_assert_true (cl_reader_get_partition (reader, "table/1", &info, NULL));
  g_assert_cmpuint (info.head, ==, 1);
  g_assert_true (cl_reader_get_partition (reader, "table/2", &info, NULL));
  g_assert_true (cl_reader_get_partition (reader, "table/3", &info, NULL));
  fixture_close (&fixture);
}

typedef struct
{
  Fixture *fixture;
  GCancellable *cancellable;
  ClSimulationStatus status;
  gboolean intruded;
} Watch;

/* After some moves somebody resigns for the simulation at its first table. */
static void
intrude_cb (const ClSimulationStatus *status, gpointer user_data)
{
  Watch *self = user_data;
  g_autoptr (ClReader) reader = cl_reader_new (self->fixture->ledger, NULL);
  g_autoptr (ClGame) game = NULL;
  ClPartitionInfo info;

  self->status = *status;
  if (self->intruded || !cl_reader_get_partition (reader, "table/1", &info, NULL))
    return;
  game = cl_game_load (reader, "table/1", info.last_game, 0, NULL);
  if (game->status != CL_GAME_PLAYING || cl_game_n_plies (game) == 0)
    return;
  append (self->fixture->ledger, cl_table_resign (game, CHESS_WHITE, 0, NULL), info.head);
  self->intruded = TRUE;
}

static void
test_gives_way (void)
{
  Fixture fixture;
  Watch watch = { .fixture = &fixture };
  ClSimulationOptions options = { .n_tables = 1,
                                  .seed = 3,
                                  .n_games = 3,
                                  .progress = intrude_cb,
                                  .user_data = &watch };
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (ClReader) reader = NULL;
  ClPartitionInfo info;

  fixture_open (&fixture, NULL, "hall.ledger");
  scores = read_scores (&fixture);
  simulate (&fixture, scores, &options, NULL);
  g_assert_true (watch.intruded);
  g_assert_cmpuint (watch.status.n_lost, ==, 1);
  reader = cl_reader_new (fixture.ledger, NULL);
  g_assert_true (cl_reader_get_partition (reader, "table/2", &info, NULL));
  g_assert_cmpuint (info.last_game, ==, 2);
  fixture_close (&fixture);
}

static void
cancel_cb (const ClSimulationStatus *status, gpointer user_data)
{
  if (status->n_moves >= 5)
    g_cancellable_cancel (((Watch *) user_data)->cancellable);
}

static void
check_over (GPtrArray *scores, const ClGame *game)
{
  g_assert_cmpint (game->status, ==, CL_GAME_ENDED);
}

/* Who stops it leaves no clock running. */
static void
test_cancelled (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Watch watch = { .cancellable = cancellable };
  ClSimulationOptions options = { .n_tables = 8, .progress = cancel_cb, .user_data = &watch };
  g_autoptr (GPtrArray) scores = NULL;

  fixture_open (&fixture, NULL, "hall.ledger");
  scores = read_scores (&fixture);
  simulate (&fixture, scores, &options, cancellable);
  g_assert_cmpuint (for_each_game (&fixture, check_over, scores), ==, 8);
  fixture_close (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/producers/simulation/plays-again", test_plays_again);
  g_test_add_func ("/producers/simulation/ends", test_ends);
  g_test_add_func ("/producers/simulation/leaves-people-alone", test_leaves_people_alone);
  g_test_add_func ("/producers/simulation/gives-way", test_gives_way);
  g_test_add_func ("/producers/simulation/cancelled", test_cancelled);
  return g_test_run ();
}
