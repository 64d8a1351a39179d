/* test-past.c: past and present stay apart: looking back in a running game, trying, scrubbing the timeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-board-square.h"
#include "cl-notice-bar.h"
#include "cl-timeline.h"

#define STARTED "GameStarted ClockStarted"

static guint
get_ply (Driver *self)
{
  return cl_session_get_ply (driver_get_session (self));
}

/* --- Looking back ------------------------------------------------------------------------------------------------ */

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  cl_ledger_append_finish (CL_LEDGER (source), result, NULL, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

/* As another producer, a board on the table, would. */
static void
append_move (Driver *self, const char *san)
{
  const ClGame *game = driver_get_game (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) draft = NULL;
  gboolean done = FALSE;
  ChessMove move;

  g_assert_cmpint (chess_san_parse (&game->current, san, -1, &move), ==, CHESS_NOTATION_OK);
  draft = cl_table_move (game, move, 1000, g_get_real_time (), &error);
  g_assert_no_error (error);
  cl_ledger_append_async (cl_session_get_ledger (driver_get_session (self)),
                          draft,
                          game->last_offset,
                          NULL,
                          appended_cb,
                          &done);
  driver_wait (self, done);
}

/* What acts on the game as it stands now is not offered where one sees another moment, nor done by a key. */
static void
expect_no_acts (Driver *self)
{
  static const char *const acts[] = { "Resign", "Offer draw", "Take back", "Pause" };

  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    g_assert_false (driver_sees (acts[i]));
  g_assert_true (
    g_str_has_prefix (gtk_entry_get_placeholder_text (GTK_ENTRY (driver_find_entry ())),
                      "Try a move"));
  driver_press (self, "ctrl+z");
  driver_settle (self);
}

static void
look_back (Driver *self, gconstpointer folder)
{
  ChessPiece piece;

  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6");
  g_assert_null (driver_find_type (NULL, CL_TYPE_NOTICE_BAR));
  driver_press (self, "Left Left Left");
  driver_wait (self, get_ply (self) == 1);
  driver_wait (self, driver_sees ("Looking back: 1. e4, played at *2 moves behind"));
  g_assert_nonnull (driver_find_type (NULL, CL_TYPE_NOTICE_BAR));
  expect_no_acts (self);
  driver_expect_log (self, "table/1", STARTED " e4 e5 Nf3 Nc6");
  g_assert_true (driver_sees ("Now: 2… Nc6 · White ▸ 0:* · Black 0:*"));

  /* The game goes on meanwhile; who looks back stays where they are. */
  append_move (self, "Bb5");
  driver_wait (self, driver_sees ("Looking back: 1. e4*2 moves behind"));
  driver_wait (self, driver_sees ("Bb5"));
  g_assert_cmpuint (get_ply (self), ==, 1);
  piece = cl_board_square_get_piece (CL_BOARD_SQUARE (driver_find_square (self, "b5")));
  g_assert_cmpint (piece, ==, CHESS_NO_PIECE);

  driver_click_text (self, NULL, "Return to game");
  driver_wait (self, !driver_find_type (NULL, CL_TYPE_NOTICE_BAR));
  g_assert_cmpuint (get_ply (self), ==, 5);
  driver_settle (self);
  g_assert_true (driver_sees ("Resign") && driver_sees ("Take back") && driver_sees ("Pause"));

  /* By keys, too; and then the game can be played on. */
  driver_press (self, "Home");
  driver_wait (self, driver_sees ("Looking back: Start, begun at *3 moves behind"));
  driver_press (self, "ctrl+Return");
  driver_wait (self, !driver_find_type (NULL, CL_TYPE_NOTICE_BAR));
  driver_drag_square (self, "a7", "a6");
  driver_expect_log (self, "table/1", STARTED " e4 e5 Nf3 Nc6 Bb5 a6");
  driver_close (self);
}

static void
try_a_line (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6");
  driver_press (self, "Left Left Left");
  driver_wait (self, get_ply (self) == 1);
  driver_settle (self);
  driver_drag_square (self, "c7", "c5");
  driver_wait (self, driver_sees ("Trying: 1... c5*not recorded"));
  driver_drag_square (self, "g1", "f3");
  driver_wait (self, driver_sees ("Trying: 1... c5 2. Nf3*not recorded"));
  driver_press (self, "Escape");
  driver_wait (self, driver_sees ("Looking back: 1. e4, played at *2 moves behind"));
  g_assert_cmpuint (cl_session_get_trial_length (driver_get_session (self)), ==, 0);
  driver_press (self, "Escape");
  driver_wait (self, !driver_find_type (NULL, CL_TYPE_NOTICE_BAR));
  driver_expect_log (self, "table/1", STARTED " e4 e5 Nf3 Nc6");
  driver_close (self);
}

static void
keep_a_line (Driver *self, gconstpointer folder)
{
  g_auto (ClFact) fact = { 0 };

  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_press (self, "Left");
  driver_wait (self, get_ply (self) == 1);
  driver_settle (self);
  driver_drag_square (self, "c7", "c5");
  driver_wait (self, driver_sees ("Trying: 1... c5*not recorded"));
  driver_click_text (self, NULL, "Keep as variation");
  driver_expect_log (self, "table/1", STARTED " e4 e5 VariationAdded");
  driver_read_last_fact (self, "table/1", CL_FACT_VARIATION_ADDED, &fact);
  g_assert_nonnull (strstr (fact.text, "c5"));
  driver_close (self);
}

/* --- Timeline ---------------------------------------------------------------------------------------------------- */

static void
scrub (Driver *self, gconstpointer folder)
{
  static const double end[2] = { 0.97, 0.5 };
  static const double middle[2] = { 0.5, 0.5 };
  GtkWidget *timeline;
  guint ply;

  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6 Bb5 a6");
  timeline = driver_find_type (NULL, CL_TYPE_TIMELINE);
  driver_drag (self, timeline, end, middle);
  driver_wait (self, get_ply (self) == 3);
  driver_wait (self, driver_sees ("Looking back: 2. Nf3*2 moves behind"));
  driver_press (self, "Right");
  driver_wait (self, get_ply (self) == 4);
  driver_drag (self, timeline, middle, end);
  driver_wait (self, get_ply (self) == 6);
  driver_click_text (self, NULL, "By time");
  driver_drag (self, timeline, end, middle);
  ply = get_ply (self);
  g_assert_cmpuint (ply, <, 6);

  /* Everything: the whole ledger travels, and comes back. */
  driver_click_text (self, NULL, "Everything");
  driver_click_text (self, NULL, "By move");
  driver_drag (self, timeline, end, middle);
  driver_wait (self, cl_session_get_position (driver_get_session (self)) != 0);
  driver_wait (self, driver_sees ("Everything is shown as it stood once*"));
  g_assert_cmpuint (cl_game_n_plies (driver_get_game (self)), <, 6);
  driver_click_text (self, NULL, "Return to now");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 6);
  driver_expect_log (self, "table/1", STARTED " e4 e5 Nf3 Nc6 Bb5 a6");
  driver_close (self);
}

/* To a place that one writes, back to where one was, and on to the next capture. */
static void
go_to (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6 Nxe5 Nxe5");
  driver_press (self, "ctrl+g");
  driver_wait (self, driver_sees ("Go to"));
  driver_wait_for_focus (self);
  driver_type (self, "9");
  driver_wait (self, driver_sees ("This game has no such move 9; its last is move 3"));
  driver_press (self, "BackSpace");
  driver_type (self, "1...");
  driver_wait (self, driver_sees ("1… e5*"));
  driver_press (self, "Return");
  driver_wait (self, get_ply (self) == 2 && !driver_sees ("Go to"));
  driver_wait_for_focus (self);
  driver_press (self, "alt+Left");
  driver_wait (self, get_ply (self) == 6);
  driver_press (self, "alt+Right");
  driver_wait (self, get_ply (self) == 2);

  driver_click_text (self, NULL, "1×");
  driver_click_text (self, NULL, "16×");
  driver_click_text (self, NULL, "16×");
  driver_click_text (self, NULL, "The next capture");
  driver_wait (self, get_ply (self) == 5);
  driver_click_text (self, NULL, "16×");
  driver_click_text (self, NULL, "The next check");
  driver_wait (self, driver_sees ("No check comes after this"));
  g_assert_cmpuint (get_ply (self), ==, 5);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/past/look-back", look_back }, { "/app/past/try", try_a_line },
    { "/app/past/keep", keep_a_line },    { "/app/past/timeline", scrub },
    { "/app/past/go-to", go_to },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
