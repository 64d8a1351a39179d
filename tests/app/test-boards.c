/* test-boards.c: an emulated board in one process, the app in the other: a game is recorded and shown without a touch
 *
 * Then the board's process is killed, as by a pulled cable: the app says so, shows what it knows, and goes on when the
 * board is there again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cl-player-strip.h"
#include "cl-seen-board.h"

#define GAME "[White \"?\"]\n[Result \"0-1\"]\n\n1. f3 e5 2. g4 Qh4# 0-1\n"

/* @hands: (out) (nullable): a descriptor that takes lines for the hands. */
static GPid
start_emulator (const char *pgn, int *hands)
{
  const char *with_game[] = {
    g_getenv ("CHESS_LEDGER_CLI"), "emulate", "dgt", "--clock", "--fast", "--wait", "3",
    pgn != NULL ? "--game" : NULL, pgn,       NULL
  };
  g_autoptr (GError) error = NULL;
  GPid pid = 0;

  g_spawn_async_with_pipes (NULL,
                            (char **) with_game,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                            NULL,
                            NULL,
                            &pid,
                            hands,
                            NULL,
                            NULL,
                            &error);
  g_assert_no_error (error);
  return pid;
}

static void
kill_emulator (GPid pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static const ClBoardState *
get_board (Driver *self)
{
  GListModel *boards = G_LIST_MODEL (cl_session_get_boards (driver_get_session (self)));
  g_autoptr (ClConnectedBoard) board = g_list_model_get_item (boards, 0);

  return board != NULL ? cl_connected_board_get_state (board) : NULL;
}

static gboolean
is_in_phase (Driver *self, ClBoardPhase phase)
{
  const ClBoardState *state = get_board (self);

  return state != NULL && state->phase == phase;
}

static gboolean
shows (Driver *self, guint32 number, guint plies)
{
  const ClGame *game = cl_session_get_game (driver_get_session (self));

  return game != NULL && strcmp (game->partition, "table/1") == 0 && game->game == number &&
         cl_game_n_plies (game) == plies && cl_session_get_ply (driver_get_session (self)) == plies;
}

/* The strips show the clock beside the board. */
static guint
count_clocks (gboolean (*is_so) (ClClockFace *face))
{
  GtkWidget *top = driver_find_type (NULL, CL_TYPE_PLAYER_STRIP);
  guint n = 0;

  for (GtkWidget *strip = top; strip != NULL; strip = gtk_widget_get_next_sibling (strip))
    if (CL_IS_PLAYER_STRIP (strip))
      n += is_so (cl_player_strip_get_clock (CL_PLAYER_STRIP (strip)));
  return n;
}

static void
test_without_a_touch (Driver *self, gconstpointer data)
{
  g_autofree char *pgn = g_build_filename (data, "game.pgn", NULL);
  g_autofree char *log = NULL;
  GPid emulator;
  int hands;

  g_assert_true (g_file_set_contents (pgn, GAME, -1, NULL));
  driver_count_anew (self);
  emulator = start_emulator (pgn, NULL);
  driver_wait (self, shows (self, 1, 0));
  driver_wait (self, count_clocks (cl_clock_face_has_clock) == 2);
  driver_wait (self, shows (self, 1, 4));
  g_assert_cmpuint (self->clicks + self->keys, ==, 0);
  log = driver_dup_log (self, "table/1");
  g_assert_cmpstr (log, ==, "GameStarted BoardAttached f3 e5 g4 Qh4# GameEnded");
  kill_emulator (emulator);

  /* Set up anew: the next game, which is not over when the cable is pulled. */
  emulator = start_emulator (NULL, &hands);
  driver_wait (self, shows (self, 2, 0));
  driver_wait (self, is_in_phase (self, CL_BOARD_CONNECTED));
  g_assert_cmpint (write (hands, "e4\n", 3), ==, 3);
  driver_wait (self, shows (self, 2, 1));
  driver_wait (self, count_clocks (cl_clock_face_is_running) == 1);
  kill_emulator (emulator);
  close (hands);
  driver_wait (self, driver_sees ("Unplugged. *"));
  driver_press (self, "ctrl+b");
  driver_wait (self, driver_sees ("Electronic boards"));
  driver_wait (self, driver_find_type (NULL, CL_TYPE_SEEN_BOARD) != NULL);

  emulator = start_emulator (NULL, NULL);
  driver_wait (self, is_in_phase (self, CL_BOARD_CONNECTED));
  driver_wait (self, !driver_sees ("Unplugged. *"));
  g_assert_cmpuint (get_board (self)->game, ==, 2);
  driver_wait_for_focus (self);
  driver_press (self, "Escape");
  driver_wait (self, !driver_sees ("Electronic boards"));
  kill_emulator (emulator);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/boards/without-a-touch", test_without_a_touch },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
