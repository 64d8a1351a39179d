/* test-play.c: games played through a session, with a real ledger, consumers and main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include "cl-reader.h"
#include "own-home.h"

static void
assert_moves (Fixture *self, const char *expected)
{
  g_autofree char *moves = get_moves (self);

  g_assert_cmpstr (moves, ==, expected);
}

static void
test_start (Fixture *self, gconstpointer data)
{
  const ClGame *game;
  GListModel *running = cl_session_get_running_games (self->session);

  g_assert_null (cl_session_get_game (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (running), ==, 0);

  start_game (self, "300+3", FALSE);
  game = cl_session_get_game (self->session);
  g_assert_nonnull (game);
  g_assert_cmpstr (game->partition, ==, "table/1");
  g_assert_cmpuint (game->game, ==, 1);
  g_assert_cmpstr (game->white, ==, "Anna");
  g_assert_cmpint (game->status, ==, CL_GAME_PLAYING);
  g_assert_true (cl_session_get_following (self->session));
  g_assert_false (cl_session_get_looking_back (self->session));
  g_assert_cmpuint (g_list_model_get_n_items (running), ==, 1);

  play_moves (self, "e4 e5 Nf3");
  assert_moves (self, "e4 e5 Nf3");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 3);
}

static void
test_illegal (Fixture *self, gconstpointer data)
{
  guint n_events;

  start_game (self, NULL, FALSE);
  n_events = count_events (self);
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_ILLEGAL_MOVE,
              cl_session_move_text (self->session, "e5", DONE));
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_ILLEGAL_MOVE,
              cl_session_move_text (self->session, "hello", DONE));
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_ILLEGAL_MOVE,
              cl_session_move (self->session, chess_move (12, 36), DONE));
  g_assert_cmpuint (count_events (self), ==, n_events);
  assert_moves (self, "");

  DO_OK (cl_session_record_illegal_move (self->session, 4, 20, CHESS_NO_KIND, DONE));
  g_assert_true (cl_game_get_move (cl_session_get_game (self->session), 1)->illegal);
}

static void
test_mate (Fixture *self, gconstpointer data)
{
  const ClGame *game;

  start_game (self, NULL, FALSE);
  play_moves (self, "f3 e5 g4 Qh4#");
  game = cl_session_get_game (self->session);
  g_assert_cmpint (game->status, ==, CL_GAME_ENDED);
  g_assert_cmpint (game->result, ==, CHESS_RESULT_BLACK);
  g_assert_cmpint (game->ending, ==, CHESS_ENDING_CHECKMATE);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (self->session)), ==, 0);
}

static void
test_takeback (Fixture *self, gconstpointer data)
{
  start_game (self, NULL, FALSE);
  DO_REFUSED (CL_FACT_ERROR, CL_FACT_ERROR_UNACCEPTABLE, cl_session_takeback (self->session, DONE));
  play_moves (self, "e4 e5 Nf3");
  DO_OK (cl_session_takeback (self->session, DONE));
  assert_moves (self, "e4 e5");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 2);
  DO_OK (cl_session_takeback_to (self->session, 0, DONE));
  assert_moves (self, "");
  play_moves (self, "d4");
  assert_moves (self, "d4");
}

static void
test_draw (Fixture *self, gconstpointer data)
{
  const ClGame *game;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_answer_draw (self->session, TRUE, DONE));
  DO_OK (cl_session_offer_draw (self->session, CHESS_WHITE, DONE));
  DO_OK (cl_session_answer_draw (self->session, FALSE, DONE));
  DO_OK (cl_session_offer_draw (self->session, CHESS_BLACK, DONE));
  DO_OK (cl_session_answer_draw (self->session, TRUE, DONE));
  game = cl_session_get_game (self->session);
  g_assert_cmpint (game->result, ==, CHESS_RESULT_DRAW);
  g_assert_cmpint (game->ending, ==, CHESS_ENDING_AGREEMENT);
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_resign (self->session, CHESS_WHITE, DONE));
}

static void
test_resign (Fixture *self, gconstpointer data)
{
  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  g_assert_cmpint (cl_session_get_game (self->session)->result, ==, CHESS_RESULT_WHITE);
  g_assert_cmpint (cl_session_get_game (self->session)->ending, ==, CHESS_ENDING_RESIGNATION);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 1);
}

/* Moves that are made faster than the disk acknowledges them are each checked against the one before. */
static void
test_queue (Fixture *self, gconstpointer data)
{
  static const char *const moves[] = { "e4", "e5", "Nf3", "Nc6", "Bb5" };
  ChessPosition position = chess_position_start ();
  Act acts[G_N_ELEMENTS (moves)] = { 0 };
  Act refused = { 0 };

  start_game (self, NULL, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      ChessMove move;

      g_assert_cmpint (chess_san_parse (&position, moves[i], -1, &move), ==, CHESS_NOTATION_OK);
      chess_position_make (&position, move);
      cl_session_move (self->session, move, act_done_cb, &acts[i]);
    }
  cl_session_move (self->session, chess_move (12, 28), act_done_cb, &refused);
  for (gsize i = 0; i < G_N_ELEMENTS (moves); i++)
    act_expect_ok (&acts[i]);
  act_expect_refused (&refused, CL_FACT_ERROR, CL_FACT_ERROR_UNACCEPTABLE);
  assert_moves (self, "e4 e5 Nf3 Nc6 Bb5");
}

static void
test_two_tables (Fixture *self, gconstpointer data)
{
  GListModel *running = cl_session_get_running_games (self->session);
  ClGameSetup setup = { .white = "C", .black = "D" };
  g_autoptr (ClRunningGame) second = NULL;
  g_autofree char *label = NULL;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  start_game (self, NULL, FALSE);
  g_assert_cmpstr (cl_session_get_game (self->session)->partition, ==, "table/2");
  play_moves (self, "d4 d5");

  g_assert_cmpuint (g_list_model_get_n_items (running), ==, 2);
  second = g_list_model_get_item (running, 1);
  label = cl_running_game_dup_label (second);
  g_assert_cmpstr (label, ==, "Table 2");
  g_assert_cmpuint (cl_game_n_plies (cl_running_game_get_snapshot (second)), ==, 2);

  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (g_strcmp0 (cl_session_get_game (self->session)->partition, "table/1") == 0);
  assert_moves (self, "e4");
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_start_game (self->session, 2, &setup, DONE));

  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  g_assert_cmpuint (g_list_model_get_n_items (running), ==, 1);
  start_game (self, NULL, FALSE);
  g_assert_cmpstr (cl_session_get_game (self->session)->partition, ==, "table/1");
  g_assert_cmpuint (cl_session_get_game (self->session)->game, ==, 2);
}

typedef struct
{
  guint game, ply, looking_back;
} Notifies;

static void
count_cb (GObject *object, GParamSpec *pspec, guint *count)
{
  (*count)++;
}

static void
test_looking_back (Fixture *self, gconstpointer data)
{
  Notifies seen = { 0 };
  ChessPosition board;
  ChessMove last;
  ChessKind captured;
  guint n_events;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 d5 exd5 Qxd5 Nc3");
  g_signal_connect (self->session, "notify::ply", G_CALLBACK (count_cb), &seen.ply);
  g_signal_connect (self->session,
                    "notify::looking-back",
                    G_CALLBACK (count_cb),
                    &seen.looking_back);
  n_events = count_events (self);

  cl_session_set_ply (self->session, 3);
  g_assert_true (cl_session_get_looking_back (self->session));
  g_assert_false (cl_session_get_following (self->session));
  g_assert_cmpuint (cl_session_get_moves_behind (self->session), ==, 2);
  cl_session_get_board (self->session, &board, &last, &captured);
  g_assert_cmpint (captured, ==, CHESS_PAWN);
  g_assert_cmpuint (chess_move_to (last), ==, 35);
  cl_session_set_ply (self->session, 3);
  g_assert_cmpuint (seen.ply, ==, 1);
  g_assert_cmpuint (seen.looking_back, ==, 1);

  play_moves (self, "Nf6 Nf3");
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 2);
  g_assert_cmpuint (count_events (self), ==, n_events);
  cl_session_drop_trial (self->session);
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 0);

  cl_session_return_to_game (self->session);
  g_assert_false (cl_session_get_looking_back (self->session));
  g_assert_true (cl_session_get_following (self->session));
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 5);
  play_moves (self, "Qd8");
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 6);
}

static void
test_trial (Fixture *self, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autofree ChessMove *line = NULL;
  const ClGameMove *move;
  guint n_moves;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5 Nf3");
  cl_session_set_ply (self->session, 1);
  play_moves (self, "c5 Nf3 d6");
  text = cl_session_get_trial_text (self->session);
  g_assert_cmpstr (text, ==, "1... c5 2. Nf3 d6");
  line = cl_session_dup_line (self->session, &n_moves);
  g_assert_cmpuint (n_moves, ==, 4);
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_ILLEGAL_MOVE,
              cl_session_move_text (self->session, "Ke3", DONE));

  DO_OK (cl_session_keep_trial (self->session, DONE));
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 0);
  move = cl_game_get_move (cl_session_get_game (self->session), 2);
  g_assert_nonnull (move->variations);
  g_assert_cmpstr (g_ptr_array_index (move->variations, 0), ==, "1... c5 2. Nf3 d6");
  assert_moves (self, "e4 e5 Nf3");

  /* Behind the last move of a finished game, the line repeats that move. */
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  cl_session_set_ply (self->session, 3);
  play_moves (self, "Nc6");
  DO_OK (cl_session_keep_trial (self->session, DONE));
  move = cl_game_get_move (cl_session_get_game (self->session), 3);
  g_assert_cmpstr (g_ptr_array_index (move->variations, 0), ==, "2. Nf3 Nc6");
}

static void
test_play_on (Fixture *self, gconstpointer data)
{
  g_autofree ChessMove *line = NULL;
  ClGameSetup setup = { .white = "Anna",
                        .black = "Boris",
                        .origin_partition = "table/1",
                        .origin_game = 1,
                        .origin_ply = 1 };
  guint n_moves;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  cl_session_set_ply (self->session, 1);
  play_moves (self, "c5");
  line = cl_session_dup_line (self->session, &n_moves);
  setup.opening_moves = line;
  setup.n_opening_moves = n_moves;
  DO_OK (cl_session_start_game (self->session, 0, &setup, DONE));
  assert_moves (self, "e4 c5");
  g_assert_cmpstr (cl_session_get_game (self->session)->origin_partition, ==, "table/1");
  play_moves (self, "Nf3");
}

static void
test_record (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  ClTag white = { .name = (char *) "White", .value = (char *) "Anna Müller" };
  const ClGame *game;

  start_game (self, NULL, TRUE);
  play_moves (self, "e4 e5 Nf3 Nc6 Bc4");
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_ILLEGAL_MOVE,
              cl_session_correct_move (self->session, 5, "Bh7", DONE));
  DO_REFUSED (CL_FACT_ERROR,
              CL_FACT_ERROR_UNACCEPTABLE,
              cl_session_correct_move (self->session, 9, "Bb5", DONE));
  DO_OK (cl_session_correct_move (self->session, 5, "Bb5", DONE));
  assert_moves (self, "e4 e5 Nf3 Nc6 Bb5");
  g_assert_true (cl_game_get_move (cl_session_get_game (self->session), 5)->corrected);

  g_ptr_array_add (tags, &white);
  DO_OK (cl_session_correct_details (self->session, tags, DONE));
  DO_OK (cl_session_set_result (self->session, CHESS_RESULT_WHITE, CHESS_ENDING_UNKNOWN, DONE));
  game = cl_session_get_game (self->session);
  g_assert_cmpstr (game->white, ==, "Anna Müller");
  g_assert_cmpint (game->result, ==, CHESS_RESULT_WHITE);
  DO_OK (cl_session_set_result (self->session, CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, DONE));
  g_assert_cmpint (cl_session_get_game (self->session)->result, ==, CHESS_RESULT_DRAW);
}

/* Somebody else writes into the partition: the act is checked again and goes through. */
static void
test_conflict (Fixture *self, gconstpointer data)
{
  ClLedger *ledger = cl_session_get_ledger (self->session);
  g_autoptr (ClDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  Act act = { 0 };

  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  draft = cl_table_offer_draw (cl_session_get_game (self->session),
                               CHESS_WHITE,
                               self->time.real_us,
                               &error);
  g_assert_no_error (error);
  g_assert_true (cl_ledger_append (ledger, draft, count_events (self), NULL, &error));
  g_assert_no_error (error);
  cl_session_move_text (self->session, "e5", act_done_cb, &act);
  act_expect_ok (&act);
  assert_moves (self, "e4 e5");
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  ClSession *reader;
  Act act = { 0 };

  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  g_assert_null (open_session (self->path, FALSE, &self->time.source, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
  g_clear_error (&error);

  reader = open_session (self->path, TRUE, &self->time.source, &error);
  g_assert_no_error (error);
  g_assert_true (cl_session_is_read_only (reader));
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (reader)), ==, 1);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (cl_session_get_library (reader))) == 1);
  cl_session_choose_game (reader, "table/1", 1);
  WAIT_UNTIL (cl_session_get_game (reader) != NULL);
  cl_session_move_text (reader, "e5", act_done_cb, &act);
  act_expect_refused (&act, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);

  play_moves (self, "c5");
  WAIT_UNTIL (cl_session_get_ply (reader) == 2);
  cl_session_close (reader);
  g_object_unref (reader);
}

static void
test_closed (Fixture *self, gconstpointer data)
{
  start_game (self, NULL, FALSE);
  play_moves (self, "e4");
  cl_session_close (self->session);
  cl_session_close (self->session);
  DO_REFUSED (CL_LEDGER_ERROR,
              CL_LEDGER_ERROR_CLOSED,
              cl_session_move_text (self->session, "e5", DONE));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);

  ADD ("/session/play/start", test_start);
  ADD ("/session/play/illegal", test_illegal);
  ADD ("/session/play/mate", test_mate);
  ADD ("/session/play/takeback", test_takeback);
  ADD ("/session/play/draw", test_draw);
  ADD ("/session/play/resign", test_resign);
  ADD ("/session/play/queue", test_queue);
  ADD ("/session/play/two-tables", test_two_tables);
  ADD ("/session/play/looking-back", test_looking_back);
  ADD ("/session/play/trial", test_trial);
  ADD ("/session/play/play-on", test_play_on);
  ADD ("/session/play/record", test_record);
  ADD ("/session/play/conflict", test_conflict);
  ADD ("/session/play/read-only", test_read_only);
  ADD ("/session/play/closed", test_closed);

  return g_test_run ();
}
