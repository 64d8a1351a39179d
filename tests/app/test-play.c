/* test-play.c: two people play, record and mend a game on the real window, with clicks counted
 *
 * Each story ends with what the ledger holds, and with what stands on the screen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-board-promotion.h"
#include "cl-board-square.h"

#define STARTED "GameStarted ClockStarted"

/* --- Moving ------------------------------------------------------------------------------------------------------ */

static void
make_first_move (Driver *self, gconstpointer folder)
{
  g_assert_true (driver_sees ("Chess Ledger"));
  driver_count_anew (self);
  driver_play (self);
  driver_drag_square (self, "e2", "e4");
  driver_expect_log (self, "table/1", STARTED " e4");
  g_test_message ("first move from the empty state: %u clicks, the drag's included", self->clicks);
  g_assert_cmpuint (self->clicks, <=, 2);
  driver_wait (self, driver_sees ("e4"));
  driver_close (self);
}

static GtkWidget *
get_focus (Driver *self)
{
  return gtk_window_get_focus (GTK_WINDOW (driver_get_window (self)));
}

/* With Tab alone. */
static void
tab_to_board (Driver *self)
{
  for (guint i = 0; i < 60 && !CL_IS_BOARD_SQUARE (get_focus (self)); i++)
    {
      driver_press (self, "Tab");
      driver_settle (self);
    }
  g_assert_true (CL_IS_BOARD_SQUARE (get_focus (self)));
}

/* From the square with the focus, by arrows. */
static void
walk_to (Driver *self, const char *name)
{
  ChessSquare at = cl_board_square_get_square (CL_BOARD_SQUARE (get_focus (self)));
  ChessSquare to = chess_square (name[0] - 'a', name[1] - '1');
  int files = (int) chess_file (to) - (int) chess_file (at);
  int ranks = (int) chess_rank (to) - (int) chess_rank (at);

  for (int i = 0; i < ABS (files); i++)
    driver_press (self, files > 0 ? "Right" : "Left");
  for (int i = 0; i < ABS (ranks); i++)
    driver_press (self, ranks > 0 ? "Up" : "Down");
  driver_wait (self, get_focus (self) == driver_find_square (self, name));
}

static void
move_in_all_ways (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_drag_square (self, "d2", "d4");
  driver_expect_log (self, "table/1", STARTED " d4");
  driver_click_square (self, "d7");
  driver_click_square (self, "d5");
  driver_expect_log (self, "table/1", STARTED " d4 d5");
  tab_to_board (self);
  walk_to (self, "g1");
  driver_press (self, "Return");
  walk_to (self, "f3");
  driver_press (self, "space");
  driver_expect_log (self, "table/1", STARTED " d4 d5 Nf3");
  driver_type_moves (self, "Nf6");
  driver_expect_log (self, "table/1", STARTED " d4 d5 Nf3 Nf6");

  /* Nonsense, by hand and typed, is refused with a reason and leaves no trace. */
  driver_drag_square (self, "f3", "f6");
  driver_wait (self, driver_sees ("f3–f6 is against the rules"));
  driver_click (self, driver_find_entry ());
  driver_type (self, "Kxa8");
  driver_press (self, "Return");
  driver_settle (self);
  driver_expect_log (self, "table/1", STARTED " d4 d5 Nf3 Nf6");
  driver_close (self);
}

/* The queen by the mouse, a knight by its key; Escape leaves the pawn where it was. */
static void
promote (Driver *self, gconstpointer folder)
{
  GtkWidget *chooser;
  GtkWidget *window = GTK_WIDGET (driver_get_window (self));

  driver_play (self);
  driver_type_moves (self, "e4 d5 exd5 c6 dxc6 Nf6 cxb7 h5 h4 g5 hxg5 h4 gxf6 h3 g3 h2 g4");
  driver_drag_square (self, "h2", "g1");
  driver_wait (self, driver_find_type (window, CL_TYPE_BOARD_PROMOTION));
  driver_press (self, "Escape");
  driver_wait (self, !driver_find_type (window, CL_TYPE_BOARD_PROMOTION));
  g_assert_cmpuint (cl_game_n_plies (driver_get_game (self)), ==, 17);

  driver_drag_square (self, "h2", "g1");
  driver_wait (self, driver_find_type (window, CL_TYPE_BOARD_PROMOTION));
  driver_press (self, "n");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 18);
  g_assert_cmpstr (cl_game_get_move (driver_get_game (self), 18)->san, ==, "hxg1=N");
  driver_settle (self);

  driver_click_square (self, "b7");
  driver_click_square (self, "a8");
  driver_wait (self, (chooser = driver_find_type (window, CL_TYPE_BOARD_PROMOTION)));
  driver_click (self, driver_find_type (chooser, GTK_TYPE_BUTTON));
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 19);
  g_assert_cmpstr (cl_game_get_move (driver_get_game (self), 19)->san, ==, "bxa8=Q");
  driver_settle (self);
  driver_wait (self, driver_sees ("bxa8=Q"));
  driver_close (self);
}

/* --- Acts -------------------------------------------------------------------------------------------------------- */

static void
take_back (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_click_text (self, NULL, "Take back");
  driver_expect_log (self, "table/1", STARTED " e4 e5 TakebackAgreed");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 1);
  driver_wait (self, driver_sees ("1… e5 taken back at *"));
  driver_type_moves (self, "c5");
  driver_expect_log (self, "table/1", STARTED " e4 e5 TakebackAgreed c5");
  driver_close (self);
}

static gboolean
is_yes (GtkWidget *widget, gconstpointer data)
{
  return GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "destructive");
}

static void
resign (Driver *self, gconstpointer folder)
{
  g_auto (ClFact) fact = { 0 };

  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen.*"));
  driver_type (self, "Anna");
  driver_press (self, "Return");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_settle (self);
  driver_type_moves (self, "f3 e5 g4");
  driver_click_text (self, NULL, "Resign");
  driver_wait (self, driver_sees ("Resign for Black?"));
  driver_press (self, "Escape");
  driver_wait (self, !driver_sees ("Resign for *"));
  driver_expect_log (self, "table/1", STARTED " f3 e5 g4");

  /* With the board turned the upper strip is White's: the question names the player. */
  driver_click_square (self, "e4");
  driver_press (self, "shift+f");
  driver_wait (self, cl_board_get_flipped (cl_window_get_board (driver_get_window (self))));
  driver_click_text (self, NULL, "Resign");
  driver_wait (self, driver_sees ("Resign for Anna?"));
  driver_click (self, driver_find (NULL, is_yes, NULL));
  driver_expect_log (self, "table/1", STARTED " f3 e5 g4 GameEnded");
  driver_read_last_fact (self, "table/1", CL_FACT_GAME_ENDED, &fact);
  g_assert_cmpint (fact.result, ==, CHESS_RESULT_BLACK);
  g_assert_cmpint (fact.ending, ==, CHESS_ENDING_RESIGNATION);
  driver_wait (self, driver_sees ("Black won by resignation*"));
  driver_close (self);
}

/* The same two, colours changed, at the same table; and the result can be mended from where it stands. */
static void
play_again (Driver *self, gconstpointer folder)
{
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen.*"));
  driver_type (self, "Anna");
  driver_press (self, "Return");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_settle (self);
  g_assert_false (driver_sees ("Rematch"));
  driver_type_moves (self, "f3 e5 g4 Qh4#");
  driver_wait (self, driver_sees ("Black won by checkmate"));
  driver_wait (self, driver_sees ("2 moves*"));
  g_assert_false (driver_sees ("Take back") || driver_sees ("Pause") || driver_sees ("Resign"));

  driver_click_text (self, NULL, "Rematch");
  driver_wait (self, driver_get_game (self)->game == 2);
  g_assert_cmpstr (driver_get_game (self)->partition, ==, "table/1");
  g_assert_cmpstr (driver_get_game (self)->black, ==, "Anna");
  g_assert_cmpstr (driver_get_game (self)->time_control, ==, "900+10");
  driver_settle (self);
  g_assert_false (driver_sees ("Rematch"));
  driver_type_moves (self, "d4");
  driver_close (self);
}

static void
flip_while_typing (Driver *self, gconstpointer folder)
{
  ClBoard *board = cl_window_get_board (driver_get_window (self));

  driver_play (self);
  driver_click (self, driver_find_entry ());
  driver_press (self, "shift+f");
  driver_wait (self, cl_board_get_flipped (board));
  driver_type (self, "e4");
  driver_press (self, "ctrl+shift+f");
  driver_wait (self, !cl_board_get_flipped (board));
  driver_press (self, "Return");
  driver_expect_log (self, "table/1", STARTED " e4");
  driver_close (self);
}

static void
agree_on_a_draw (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_click_text (self, NULL, "Offer draw");
  driver_click_text (self, NULL, "Decline");
  driver_expect_log (self, "table/1", STARTED " e4 e5 DrawOffered DrawDeclined");
  driver_wait (self, !driver_sees ("Black offers a draw"));
  driver_click_text (self, NULL, "Offer draw");
  driver_wait (self, driver_sees ("Black offers a draw"));
  driver_click_text (self, NULL, "Accept");
  driver_expect_log (self,
                     "table/1",
                     STARTED " e4 e5 DrawOffered DrawDeclined DrawOffered GameEnded");
  driver_wait (self, driver_sees ("½–½"));
  driver_wait (self, driver_sees ("Drawn by agreement*"));
  driver_close (self);
}

static void
checkmate (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "f3 e5 g4");
  driver_drag_square (self, "d8", "h4");
  driver_expect_log (self, "table/1", STARTED " f3 e5 g4 Qh4# GameEnded");
  driver_wait (self, driver_sees ("0–1"));
  driver_wait (self, driver_sees ("Black won by checkmate*"));
  driver_close (self);
}

/* --- Tables ------------------------------------------------------------------------------------------------------ */

static gboolean
is_at (Driver *self, const char *partition)
{
  const ClGame *game = cl_session_get_game (driver_get_session (self));

  return game && strcmp (game->partition, partition) == 0;
}

static void
play_at_two_tables (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "d4");
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen.*"));
  driver_press (self, "ctrl+a");
  driver_type (self, "Polgar");
  driver_press (self, "Return");
  driver_wait (self, is_at (self, "table/2"));
  driver_settle (self);
  driver_type_moves (self, "c4");
  g_assert_true (driver_sees ("Polgar"));
  driver_press (self, "ctrl+Tab");
  driver_wait (self, is_at (self, "table/1"));
  driver_wait (self, !driver_sees ("Polgar"));
  driver_type_moves (self, "d5");
  driver_press (self, "ctrl+shift+Tab");
  driver_wait (self, is_at (self, "table/2"));
  driver_expect_log (self, "table/1", STARTED " d4 d5");
  driver_expect_log (self, "table/2", STARTED " c4");
  driver_close (self);
}

/* --- Recording and mending --------------------------------------------------------------------------------------- */

static void
record_and_correct (Driver *self, gconstpointer folder)
{
  g_auto (ClFact) fact = { 0 };

  driver_click_text (self, NULL, "Record a game…");
  driver_wait (self, driver_sees ("A game played elsewhere*"));
  driver_type (self, "Short, Nigel D");
  driver_press (self, "Return");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_settle (self);
  g_assert_true (driver_get_game (self)->recorded_only);
  driver_type_moves (self, "e4 e5 Nf3 Nc6");
  driver_expect_log (self, "table/1", "GameStarted e4 e5 Nf3 Nc6");

  driver_count_anew (self);
  driver_click_right (self, driver_find_text (NULL, "Nc6"));
  driver_click_text (self, NULL, "Correct this move…");
  driver_wait (self, driver_sees ("Correct 2* Nc6"));
  driver_type (self, "Nf6");
  driver_press (self, "Return");
  driver_expect_log (self, "table/1", "GameStarted e4 e5 Nf3 Nc6 MoveCorrected");
  g_test_message ("a wrong move corrected: %u clicks", self->clicks);
  g_assert_cmpuint (self->clicks, <=, 3);
  driver_read_last_fact (self, "table/1", CL_FACT_MOVE_CORRECTED, &fact);
  g_assert_cmpuint (fact.cites, ==, 5);
  driver_wait (self, driver_sees ("Nf6") && !driver_find_text (NULL, "Nc6"));
  driver_wait (self, driver_sees ("corrected"));
  driver_close (self);
}

static void
record_illegal_move (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4");
  driver_drag_square (self, "b8", "b6");
  driver_wait (self, driver_sees ("b8–b6 is against the rules"));
  driver_click_text (self, NULL, "It stood: record it");
  driver_expect_log (self, "table/1", STARTED " e4 IllegalMoveMade");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 2);
  driver_wait (self, driver_sees ("illegal"));
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/play/first-move", make_first_move },
    { "/app/play/all-ways", move_in_all_ways },
    { "/app/play/promotion", promote },
    { "/app/play/take-back", take_back },
    { "/app/play/resign", resign },
    { "/app/play/again", play_again },
    { "/app/play/flip-while-typing", flip_while_typing },
    { "/app/play/draw", agree_on_a_draw },
    { "/app/play/checkmate", checkmate },
    { "/app/play/two-tables", play_at_two_tables },
    { "/app/play/record-and-correct", record_and_correct },
    { "/app/play/illegal", record_illegal_move },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
