/* test-engines.c: a computer as opponent, evaluation of what is shown, analysis of a game; and fair by default
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cl-game-analysis.h"
#include "cl-partition-name.h"
#include "cl-reader.h"
#include "cl-session-engines.h"
#include "cl-sync.h"
#include "own-home.h"

/* The double, behaving in this @way. */
static void
choose_engine (Fixture *self, const char *way)
{
  g_autofree char *program = g_build_filename (self->folder, way, NULL);
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\nexec %s %s %s/flag\n",
                                             g_getenv ("CHESS_LEDGER_UCI_DOUBLE"),
                                             way,
                                             self->folder);

  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0755), ==, 0);
  cl_session_set_engine (self->session, program, NULL, 1000);
}

static void
start_against_computer (Fixture *self, const char *time_control)
{
  ClGameSetup setup = { .white = "Anna",
                        .black = "Computer",
                        .time_control = time_control,
                        .computer = { 0, 1800 } };

  DO_OK (cl_session_start_game (self->session, 0, &setup, DONE));
}

static guint
n_plies (Fixture *self)
{
  const ClGame *game = cl_session_get_game (self->session);

  return game != NULL ? cl_game_n_plies (game) : 0;
}

static char *
find_producer (Fixture *self, guint64 offset)
{
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), NULL);
  g_autoptr (ClEvents) events = cl_reader_read_at (reader, "table/1", offset, NULL);

  return g_strdup (cl_events_get (events, 0)->producer);
}

static void
test_opponent (Fixture *self, gconstpointer data)
{
  g_autofree char *producer = NULL;

  choose_engine (self, "good");
  start_against_computer (self, "300+3");
  play_moves (self, "e4");
  WAIT_UNTIL (n_plies (self) == 2);
  producer =
    find_producer (self, cl_game_get_move (cl_session_get_game (self->session), 2)->offset);
  g_assert_cmpstr (producer, ==, "computer/double-1.0-test");
  g_assert_null (cl_session_get_opponent_trouble (self->session));

  /* What is taken back is its answer too; then it answers anew. */
  DO_OK (cl_session_takeback (self->session, DONE));
  g_assert_cmpuint (n_plies (self), ==, 0);
  play_moves (self, "d4");
  WAIT_UNTIL (n_plies (self) == 2);
}

/* A move now after which the double thinks itself at least as badly (or well) off as this. */
static ChessMove
find_move (const ChessPosition *now, gint cp, gboolean worse)
{
  ChessMoveList list;

  chess_position_legal_moves (now, &list);
  for (gsize i = 0; i < (gsize) list.n; i++)
    {
      ChessPosition position = *now;
      gint score;

      chess_position_make (&position, list.moves[i]);
      score = (gint) (position.key % 200) - 100;
      if (worse ? score <= cp : score > cp)
        return list.moves[i];
    }
  g_assert_not_reached ();
}

static void
offer_and_move (Fixture *self, gint cp, gboolean worse)
{
  ChessMove move;

  choose_engine (self, "good");
  start_against_computer (self, NULL);
  play_moves (self, "e4");
  WAIT_UNTIL (n_plies (self) == 2);
  move = find_move (&cl_session_get_game (self->session)->current, cp, worse);
  DO_OK (cl_session_offer_draw (self->session, CHESS_WHITE, DONE));
  DO_OK (cl_session_move (self->session, move, DONE));
}

static void
test_draw (Fixture *self, gconstpointer data)
{
  offer_and_move (self, -50, TRUE);
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
  g_assert_cmpint (cl_session_get_game (self->session)->ending, ==, CHESS_ENDING_AGREEMENT);
}

static void
test_no_draw (Fixture *self, gconstpointer data)
{
  offer_and_move (self, 0, FALSE);
  WAIT_UNTIL (n_plies (self) == 4);
  g_assert_false (cl_session_get_game (self->session)->draw_offered[CHESS_WHITE]);
}

static void
test_resign (Fixture *self, gconstpointer data)
{
  const ClGame *game;

  choose_engine (self, "hopeless");
  start_against_computer (self, "300+3");
  play_moves (self, "e4");
  WAIT_UNTIL (n_plies (self) == 2);
  play_moves (self, "d4");
  WAIT_UNTIL (n_plies (self) == 4);
  /* What is taken back begins the count anew. */
  DO_OK (cl_session_takeback (self->session, DONE));
  WAIT_UNTIL (n_plies (self) == 2);
  for (guint i = 0; i < 2; i++)
    {
      play_moves (self, i == 0 ? "Nf3" : "g3");
      WAIT_UNTIL (n_plies (self) == 4 + 2 * i);
    }
  play_moves (self, "Bg2");
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
  game = cl_session_get_game (self->session);
  g_assert_cmpint (game->ending, ==, CHESS_ENDING_RESIGNATION);
  g_assert_cmpint (game->result, ==, CHESS_RESULT_WHITE);
  g_assert_cmpuint (n_plies (self), ==, 7);
}

static void
test_fights_on (Fixture *self, gconstpointer data)
{
  static const char *const moves[] = { "e4", "d4", "Nf3", "g3" };

  cl_session_set_opponent_resigns (self->session, FALSE);
  choose_engine (self, "hopeless");
  start_against_computer (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      play_moves (self, moves[i]);
      WAIT_UNTIL (n_plies (self) == 2 * (i + 1));
    }
}

static void
test_not_your_turn (Fixture *self, gconstpointer data)
{
  choose_engine (self, "deaf-go");
  start_against_computer (self, "300+3");
  play_moves (self, "e4");
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_move_text (self->session, "e5", DONE));
}

/* The game goes on after the app was closed, when its clock does. */
static void
test_restart (Fixture *self, gconstpointer data)
{
  choose_engine (self, "deaf-go");
  start_against_computer (self, "300+3");
  play_moves (self, "e4");
  fixture_close (self);
  fixture_open (self);
  choose_engine (self, "good");
  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL);
  g_assert_cmpuint (n_plies (self), ==, 1);
  DO_OK (cl_session_set_paused (self->session, FALSE, DONE));
  WAIT_UNTIL (n_plies (self) == 2);
}

static void
test_death (Fixture *self, gconstpointer data)
{
  choose_engine (self, "dies-once");
  start_against_computer (self, NULL);
  play_moves (self, "e4");
  WAIT_UNTIL (n_plies (self) == 2);
  cl_session_set_engine (self->session, "/nowhere/engine", NULL, 0);
  play_moves (self, "d4");
  WAIT_UNTIL (cl_session_get_opponent_trouble (self->session) != NULL);
  choose_engine (self, "good");
  WAIT_UNTIL (n_plies (self) == 4);
  g_assert_null (cl_session_get_opponent_trouble (self->session));
}

static void
test_live (Fixture *self, gconstpointer data)
{
  ClLiveEvaluation *live = cl_session_get_live_evaluation (self->session);
  guint n;

  choose_engine (self, "good");
  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  cl_live_evaluation_set_running (live, TRUE);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_HIDDEN);
  g_assert_null (cl_live_evaluation_get_answer (live));
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  n = count_events (self);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_DONE);
  g_assert_cmpuint (cl_live_evaluation_get_answer (live)->n_lines, ==, 3);
  g_assert_cmpstr (cl_live_evaluation_get_engine (live), ==, "Double 1.0 (test)");
  WAIT_UNTIL (count_events (self) == n + 1);

  /* As much is known: nothing is recorded twice. Of a trial line nothing is. */
  cl_session_set_ply (self->session, 1);
  WAIT_UNTIL (count_events (self) == n + 2);
  cl_session_set_ply (self->session, 2);
  WAIT_UNTIL (cl_live_evaluation_get_answer (live) == NULL);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_DONE);
  DO_OK (cl_session_move_text (self->session, "Nf3", DONE));
  WAIT_UNTIL (cl_live_evaluation_get_answer (live) == NULL);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_DONE);
  g_assert_cmpuint (count_events (self), ==, n + 2);
  cl_live_evaluation_set_running (live, FALSE);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_OFF);
}

/* What is wrong is told in words, and gone when another engine is chosen. */
static void
test_live_fault (Fixture *self, gconstpointer data)
{
  ClLiveEvaluation *live = cl_session_get_live_evaluation (self->session);

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  choose_engine (self, "dies");
  cl_live_evaluation_set_running (live, TRUE);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_FAILED);
  g_assert_nonnull (cl_live_evaluation_get_message (live));
  cl_session_set_engine (self->session, "/nowhere/engine", NULL, 0);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_FAILED &&
              g_strcmp0 (cl_live_evaluation_get_engine (live), "Double 1.0 (test)") != 0);
  g_assert_nonnull (cl_live_evaluation_get_message (live));
  choose_engine (self, "good");
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_DONE);
  g_assert_null (cl_live_evaluation_get_message (live));
  cl_live_evaluation_set_lines (live, 5);
  WAIT_UNTIL (cl_live_evaluation_get_state (live) == CL_LIVE_DONE &&
              cl_live_evaluation_get_answer (live) != NULL &&
              cl_live_evaluation_get_answer (live)->n_lines == 5);
}

/* Help that was agreed on when the game began. */
static void
test_allowed (Fixture *self, gconstpointer data)
{
  ClGameSetup setup = { .white = "Anna", .black = "Boris", .analysis_allowed = TRUE };
  ClLiveEvaluation *live = cl_session_get_live_evaluation (self->session);

  choose_engine (self, "good");
  DO_OK (cl_session_start_game (self->session, 0, &setup, DONE));
  cl_live_evaluation_set_running (live, TRUE);
  WAIT_UNTIL (cl_live_evaluation_get_answer (live) != NULL);
}

static void
expect_job (ClJob *job, const char *message)
{
  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_cmpstr (cl_job_get_message (job), ==, message);
  g_object_unref (job);
}

static void
test_analysis (Fixture *self, gconstpointer data)
{
  choose_engine (self, "good");
  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  expect_job (cl_session_analyse_game (self->session, "table/1", 1),
              "A game in progress is not analysed: it was not allowed when the game began.");
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  expect_job (cl_session_analyse_game (self->session, "table/1", 1), "3 positions analysed.");
  expect_job (cl_session_analyse_all (self->session), "Everything was analysed already.");
  DO_OK (cl_session_correct_move (self->session, 2, "c5", DONE));
  expect_job (cl_session_analyse_all (self->session), "1 position analysed.");
}

/* --- Replicas --- */

static void
bring (const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  g_auto (ClSyncReport) report;
  ClLedger *ledgers[2];

  ledgers[0] = cl_ledger_open (from, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  ledgers[1] = cl_ledger_open (to, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  cl_sync_report_init (&report);
  cl_sync_run (ledgers[0], ledgers[1], CL_SYNC_ONE_WAY, NULL, NULL, NULL, &report, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report.forks->len, ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      cl_ledger_close (ledgers[i]);
      g_object_unref (ledgers[i]);
    }
}

/* The key here of the partition of this name that began here, or the one that did not. */
static char *
find_partition (Fixture *self, const char *name, gboolean began_here)
{
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), NULL);
  g_autoptr (GArray) list = cl_reader_list_partitions (reader, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (list, ClPartitionInfo, i);
      g_autofree char *its = cl_partition_dup_name (info->key, info->origin, info->origin_length);

      if (g_str_equal (its, name) && info->began_here == began_here)
        return g_strdup (info->key);
    }
  return NULL;
}

static guint
count_evaluated (Fixture *self, const char *partition)
{
  ClGameAnalysis *analysis = cl_session_get_analysis (self->session);
  ClAnalysis *known;
  guint n = 0;

  g_assert_true (cl_runner_wait (cl_session_get_runner (self->session),
                                 "analysis",
                                 cl_ledger_get_head (cl_session_get_ledger (self->session)),
                                 60000,
                                 NULL));
  cl_session_choose_none (self->session);
  cl_session_choose_game (self->session, partition, 1);
  WAIT_UNTIL (cl_session_get_game (self->session) != NULL &&
              g_str_equal (cl_session_get_game (self->session)->partition, partition));
  WAIT_UNTIL (cl_game_analysis_get (analysis) != NULL && !cl_game_analysis_is_busy (analysis));
  known = cl_game_analysis_get (analysis);
  g_assert_cmpstr (known->game->partition, ==, partition);
  for (guint i = 0; i <= known->n_plies; i++)
    n += known->plies[i].n_lines > 0;
  return n;
}

/* Two ledgers have a table 1, and analysed with the same engine: what one said of its table is not taken for the other's, is
 * known and not paid for again; and each goes on in a partition of its own. */
static void
test_replica (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "other.ledger", NULL);
  g_autofree char *table = NULL, *own = NULL, *foreign = NULL;
  g_autoptr (GError) error = NULL;
  Fixture other = { .folder = self->folder };

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  fixture_close (self);

  fake_time_init (&other.time);
  other.session = open_session (path, FALSE, &other.time.source, &error);
  g_assert_no_error (error);
  choose_engine (&other, "good");
  start_game (&other, NULL, FALSE);
  play_moves (&other, "d4 d5 c4");
  DO_OK (cl_session_resign (other.session, CHESS_WHITE, DONE));
  expect_job (cl_session_analyse_all (other.session), "4 positions analysed.");
  fixture_close (&other);
  fake_time_clear (&other.time);

  bring (path, self->path);
  fixture_open (self);
  choose_engine (self, "good");
  table = find_partition (self, "table/1", FALSE);
  foreign = find_partition (self, "engine/double-1.0-test", FALSE);
  g_assert_cmpstr (foreign, ==, "engine/double-1.0-test");
  g_assert_cmpuint (count_evaluated (self, table), ==, 4);
  g_assert_cmpuint (count_evaluated (self, "table/1"), ==, 0);
  expect_job (cl_session_analyse_all (self->session), "3 positions analysed.");
  own = find_partition (self, "engine/double-1.0-test", TRUE);
  g_assert_true (g_str_has_prefix (own, "engine/double-1.0-test~"));
  g_assert_cmpuint (count_evaluated (self, "table/1"), ==, 3);
  g_assert_cmpuint (count_evaluated (self, table), ==, 4);
}

#define ADD(name, func) \
  g_test_add ("/session/engines/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("opponent", test_opponent);
  ADD ("draw", test_draw);
  ADD ("no-draw", test_no_draw);
  ADD ("resign", test_resign);
  ADD ("fights-on", test_fights_on);
  ADD ("not-your-turn", test_not_your_turn);
  ADD ("restart", test_restart);
  ADD ("death", test_death);
  ADD ("live", test_live);
  ADD ("live-fault", test_live_fault);
  ADD ("allowed", test_allowed);
  ADD ("analysis", test_analysis);
  ADD ("replica", test_replica);
  return g_test_run ();
}
