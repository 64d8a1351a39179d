/* test-boards.c: emulated boards that are found, recorded each at its table, lost and found again, by a session
 *
 * The emulators are pumped by a timer of the test's main loop; the boards' threads meet them over pseudo-terminals, in real time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-emulated-port.h"
#include "cl-game-load.h"
#include "cl-pty.h"
#include "own-home.h"

#define PUMP_MS 2

typedef struct
{
  ClEmulatedPort *port;
  ClPty *pty;
  gint64 begun_us;
  guint timer;
} Plug;

static gint64
get_now_ms (const Plug *self)
{
  return (g_get_monotonic_time () - self->begun_us) / 1000;
}

static gboolean
pump_cb (gpointer data)
{
  Plug *self = data;

  cl_pty_pump (self->pty, get_now_ms (self));
  return G_SOURCE_CONTINUE;
}

/* Plugs an emulator in, with @placement on it, or the start position. */
static void
plug_in (Plug *self, const char *family, gboolean clock, const ClPlacement *placement)
{
  g_autoptr (GError) error = NULL;
  ClEmulatorOptions options = { .clock = clock, .clock_ms = 600000 };
  ClEmulator *emulator;

  self->begun_us = g_get_monotonic_time ();
  self->port = cl_emulated_port_new (family, &error);
  g_assert_no_error (error);
  options.number = cl_emulated_port_get_number (self->port);
  emulator = cl_emulator_new (family, &options);
  if (placement != NULL)
    cl_emulator_set_placement (emulator, placement, 0);
  self->pty = cl_pty_new (emulator, cl_board_family_find (family)->baud == 0, &error);
  g_assert_no_error (error);
  cl_emulated_port_publish (self->port, cl_pty_get_path (self->pty), &error);
  g_assert_no_error (error);
  self->timer = g_timeout_add (PUMP_MS, pump_cb, self);
}

static void
pull_out (Plug *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->pty, cl_pty_free);
  g_clear_pointer (&self->port, cl_emulated_port_free);
}

static ChessPosition
make_moves (const char *text, GArray *moves)
{
  ChessPosition position = chess_position_start ();
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    {
      ChessMove move;

      g_assert_cmpint (chess_san_parse (&position, words[i], -1, &move), ==, CHESS_NOTATION_OK);
      if (moves != NULL)
        g_array_append_val (moves, move);
      chess_position_make (&position, move);
    }
  return position;
}

static void
play (Plug *self, const char *text, gboolean clock)
{
  ClHandsStyle style = { .tidy = TRUE,
                         .presses = clock,
                         .captures_whole = TRUE,
                         .think_min_ms = 60,
                         .think_max_ms = 90 };
  ChessPosition start = chess_position_start ();
  g_autoptr (GArray) moves = g_array_new (FALSE, FALSE, sizeof (ChessMove)), acts = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  make_moves (text, moves);
  acts = cl_hands_play (&start,
                        (const ChessMove *) moves->data,
                        moves->len,
                        &style,
                        rand,
                        get_now_ms (self) + 100);
  cl_emulator_add_acts (cl_pty_get_emulator (self->pty), acts);
}

/* The men are moved to where @text leads while nobody looks. */
static ClPlacement
place (const char *text)
{
  ChessPosition position = make_moves (text, NULL);

  return cl_placement_of (&position);
}

static const ClBoardState *
get_state (Fixture *self, guint index)
{
  g_autoptr (ClConnectedBoard) board =
    g_list_model_get_item (G_LIST_MODEL (cl_session_get_boards (self->session)), index);

  return board != NULL ? cl_connected_board_get_state (board) : NULL;
}

static guint
count (Fixture *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (cl_session_get_boards (self->session)));
}

static const ClGame *
find_game (Fixture *self, const char *partition)
{
  GListModel *games = cl_session_get_running_games (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (games); i++)
    {
      g_autoptr (ClRunningGame) running = g_list_model_get_item (games, i);

      if (strcmp (cl_running_game_get_partition (running), partition) == 0)
        return cl_running_game_get_snapshot (running);
    }
  return NULL;
}

static guint
count_plies (Fixture *self, const char *partition)
{
  const ClGame *game = find_game (self, partition);

  return game != NULL ? cl_game_n_plies (game) : 0;
}

/* The moves of a table's game as the ledger has them; an inferred one is written "(e4)". */
static char *
read_moves (Fixture *self, const char *partition, guint32 game)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), &error);
  g_autoptr (ClGame) loaded = cl_game_load (reader, partition, game, 0, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint ply = 0; ply < cl_game_n_plies (loaded); ply++)
    {
      const ClGameMove *move = &g_array_index (loaded->moves, ClGameMove, ply);
      char san[CHESS_SAN_SIZE];
      ChessPosition before;

      cl_game_position_at (loaded, ply, &before);
      chess_san_write (&before, move->move, san);
      g_string_append_printf (text, move->inferred ? "%s(%s)" : "%s%s", ply > 0 ? " " : "", san);
    }
  return g_string_free (text, FALSE);
}

static void
assert_moves (Fixture *self, const char *partition, const char *expected)
{
  g_autofree char *moves = read_moves (self, partition, 1);

  g_assert_cmpstr (moves, ==, expected);
}

#define MATE "f3 e5 g4 Qh4#"

/* Two boards at once, one with a clock; nobody touches anything. */
static void
test_two (Fixture *self, gconstpointer data)
{
  Plug dgt = { 0 }, chessnut = { 0 };

  cl_session_start_boards (self->session);
  plug_in (&dgt, "dgt", TRUE, NULL);
  WAIT_UNTIL (find_game (self, "table/1") != NULL);
  g_assert_cmpint (get_state (self, 0)->phase, ==, CL_BOARD_CONNECTED);
  g_assert_cmpstr (get_state (self, 0)->partition, ==, "sensor/dgt-01025");
  plug_in (&chessnut, "chessnut", FALSE, NULL);
  WAIT_UNTIL (find_game (self, "table/2") != NULL);
  g_assert_cmpuint (count (self), ==, 2);
  g_assert_cmpuint (cl_session_find_free_table (self->session), ==, 3);

  play (&dgt, MATE, TRUE);
  play (&chessnut, "d4 d5", FALSE);
  WAIT_UNTIL (get_state (self, 1)->candidate != CHESS_MOVE_NULL);
  g_assert_cmpstr (get_state (self, 1)->candidate_san, ==, "d4");
  WAIT_UNTIL (get_state (self, 0)->n_plies == 4);
  WAIT_UNTIL (count_plies (self, "table/2") == 2);
  assert_moves (self, "table/1", MATE);
  assert_moves (self, "table/2", "d4 d5");
  g_assert_false (get_state (self, 0)->is_playing);
  g_assert_cmpint (get_state (self, 0)->white_ms, >, 0);
  g_assert_cmpuint (get_state (self, 0)->percent, ==, 80);

  /* One whose game is over goes when it is unplugged; one that plays is waited for. */
  pull_out (&dgt);
  pull_out (&chessnut);
  WAIT_UNTIL (count (self) == 1);
  WAIT_UNTIL (get_state (self, 0)->phase == CL_BOARD_AWAY);
  g_assert_cmpuint (get_state (self, 0)->table, ==, 2);
}

/* Cable, app and board go and come back; what happened meanwhile is inferred, and marked. */
static void
test_return (Fixture *self, gconstpointer data)
{
  Plug plug = { 0 };
  ClPlacement placement;

  cl_session_start_boards (self->session);
  plug_in (&plug, "dgt", TRUE, NULL);
  WAIT_UNTIL (find_game (self, "table/1") != NULL);
  play (&plug, "e4 e5", TRUE);
  WAIT_UNTIL (count_plies (self, "table/1") == 2);

  pull_out (&plug);
  WAIT_UNTIL (get_state (self, 0)->phase == CL_BOARD_AWAY);
  placement = place ("e4 e5 Nf3");
  plug_in (&plug, "dgt", TRUE, &placement);
  WAIT_UNTIL (count_plies (self, "table/1") == 3);
  assert_moves (self, "table/1", "e4 e5 (Nf3)");

  /* Two moves while the app is closed, which one pair alone explains. */
  fixture_close (self);
  placement = place ("e4 e5 Nf3 Nc6 Bb5");
  cl_emulator_set_placement (cl_pty_get_emulator (plug.pty), &placement, get_now_ms (&plug));
  fixture_open (self);
  cl_session_start_boards (self->session);
  WAIT_UNTIL (count_plies (self, "table/1") == 5);
  assert_moves (self, "table/1", "e4 e5 (Nf3) (Nc6) (Bb5)");
  g_assert_null (get_state (self, 0)->question);
  pull_out (&plug);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add ("/session/boards/two", Fixture, NULL, fixture_set_up, test_two, fixture_tear_down);
  g_test_add ("/session/boards/return",
              Fixture,
              NULL,
              fixture_set_up,
              test_return,
              fixture_tear_down);
  return g_test_run ();
}
