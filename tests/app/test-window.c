/* test-window.c: the ways of a newcomer and of a careful person: samples, claims, pauses, removing, replaying, sizes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-timeline.h"

#define STARTED "GameStarted ClockStarted"

static ClLibrary *
get_library (Driver *self)
{
  return cl_session_get_library (driver_get_session (self));
}

static gboolean
has_games (Driver *self, guint n)
{
  return !cl_library_is_busy (get_library (self)) &&
         g_list_model_get_n_items (G_LIST_MODEL (get_library (self))) == n;
}

static GtkWidget *
get_timeline (void)
{
  GtkWidget *timeline = driver_find_type (NULL, CL_TYPE_TIMELINE);

  g_assert_nonnull (timeline);
  return timeline;
}

/* --- A newcomer -------------------------------------------------------------------------------------------------- */

/* Sample games, one of them, an idea of one's own, and playing on from there. */
static void
try_samples (Driver *self, gconstpointer folder)
{
  driver_click_text (self, NULL, "Open the sample games");
  driver_wait (self, has_games (self, 12) && driver_sees ("12 games imported."));
  driver_type (self, "dufresne");
  driver_wait (self, has_games (self, 1));
  driver_press (self, "Return");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_wait (self, driver_sees ("Anderssen, Adolf"));
  driver_press (self, "Right Right");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 2);
  driver_settle (self);
  driver_drag_square (self, "f1", "c4");
  driver_wait (self, driver_sees ("Trying: 2. Bc4*not recorded"));
  driver_click_text (self, NULL, "Play on from here");
  driver_expect_log (self, "table/1", "GameStarted e4 e5 Bc4");
  driver_wait (self, driver_get_game (self)->status == CL_GAME_PLAYING);
  g_assert_nonnull (driver_get_game (self)->origin_partition);
  g_assert_cmpuint (driver_get_game (self)->origin_ply, ==, 2);
  driver_close (self);
}

/* --- A careful person -------------------------------------------------------------------------------------------- */

static void
take_back_and_claim (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 Nc6");
  g_assert_false (driver_sees ("Claim the draw"));
  driver_click_text (self, NULL, "Take back");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 7);
  driver_settle (self);
  driver_type_moves (self, "Ng8");
  driver_wait (self, driver_sees ("This position has come up three times"));
  driver_click_text (self, NULL, "Claim the draw");
  driver_wait (self, driver_get_game (self)->status == CL_GAME_ENDED);
  driver_wait (self, driver_sees ("Drawn by threefold repetition*"));
  driver_close (self);
}

/* The move that would bring the position again is written down and not played; what the claim rests on is said. */
static void
claim_with_a_move (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "Nf3 Nf6 Ng1 Ng8 Nf3 Nf6");
  g_assert_false (driver_sees ("Claim with…"));
  driver_type_moves (self, "Ng1");
  driver_wait (self, driver_sees ("A move can repeat a position for the third time"));
  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)),
                              "win.claim-draw-with",
                              "s",
                              "f6g8");
  driver_wait (self, driver_get_game (self)->status == CL_GAME_ENDED);
  driver_wait (self, driver_sees ("Drawn by threefold repetition*"));
  driver_wait (self, driver_sees ("The position stood after Start, 2… Ng8; Ng8, written down*"));
  driver_expect_log (self, "table/1", STARTED " Nf3 Nf6 Ng1 Ng8 Nf3 Nf6 Ng1 DrawClaimed GameEnded");
  driver_close (self);
}

static void
reject_claim (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)), "win.reject-claim", NULL);
  driver_wait (self, driver_get_game (self)->draw_offered[CHESS_WHITE]);
  driver_expect_log (self, "table/1", STARTED " e4 e5 DrawOffered ClockAdjusted");
  driver_close (self);
}

static void
penalise_illegal (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  for (guint i = 0; i < 2; i++)
    gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)),
                                "win.penalise-illegal",
                                "(uu)",
                                4u,
                                20u);
  driver_wait (self, driver_sees ("Black won by illegal moves*"));
  driver_expect_log (self,
                     "table/1",
                     STARTED " e4 e5 IllegalMoveMade ClockAdjusted IllegalMoveMade GameEnded");
  driver_close (self);
}

static void
pause_and_resume (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_click_text (self, NULL, "Pause");
  driver_wait (self, driver_sees ("Resume"));
  g_assert_true (driver_get_game (self)->clock.paused);
  driver_click_text (self, NULL, "Resume");
  driver_wait (self, driver_sees ("Pause"));
  driver_expect_log (self, "table/1", STARTED " e4 e5 ClockPaused ClockResumed");
  driver_close (self);
}

static void
remove_and_restore (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4");
  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)), "win.withdraw-game", NULL);
  driver_wait (self, driver_sees ("Remove this game from view?"));
  driver_click_text (self, NULL, "Remove");
  driver_expect_log (self, "table/1", STARTED " e4 GameWithdrawn");
  driver_press (self, "alt+2");
  driver_wait (self, driver_sees ("No games yet"));
  driver_click_text (self, NULL, "Removed from view");
  driver_click_text (self, NULL, "removed");
  driver_click_text (self, NULL, "Restore");
  driver_expect_log (self, "table/1", STARTED " e4 GameWithdrawn GameRestored");
  driver_click_text (self, NULL, "All games");
  driver_wait (self, has_games (self, 1) && driver_sees ("1 game"));
  driver_close (self);
}

static void
replay (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6 Bb5 a6");
  driver_click (self, get_timeline ());
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 3);
  driver_press (self, "Home");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 0);
  gtk_widget_activate_action (get_timeline (), "timeline.speed", "s", "16");
  driver_press (self, "space");
  driver_wait (self, cl_session_get_ply (driver_get_session (self)) == 6);
  driver_wait (self, driver_sees ("*LIVE"));
  driver_close (self);
}

/* --- Sizes ------------------------------------------------------------------------------------------------------- */

static void
measure_board (Driver *self, gconstpointer folder)
{
  static const struct
  {
    int width, height, edge;
  } sizes[] = { { 1360, 860, 560 }, { 800, 600, 360 } };
  GtkWidget *window = GTK_WIDGET (driver_get_window (self));
  ClBoard *board = cl_window_get_board (driver_get_window (self));
  int x;
  int y;

  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_press (self, "Left");
  driver_wait (self, driver_sees ("Looking back: *"));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      /* Twice, as a pulled edge passes sizes in between: below 1000 px the bars take their short form, and only then
       * can the window become as small as this. */
      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i].width, sizes[i].height);
      driver_settle (self);
      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i].width, sizes[i].height);
      driver_wait (self,
                   gtk_widget_get_width (window) <= sizes[i].width &&
                     gtk_widget_get_height (window) <= sizes[i].height);
      driver_settle (self);
      g_test_message ("%d×%d: window %d×%d, board %d",
                      sizes[i].width,
                      sizes[i].height,
                      gtk_widget_get_width (window),
                      gtk_widget_get_height (window),
                      cl_board_get_edge (board, &x, &y));
      g_assert_cmpint (cl_board_get_edge (board, &x, &y), >=, sizes[i].edge);
    }
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/window/samples", try_samples },
    { "/app/window/take-back-and-claim", take_back_and_claim },
    { "/app/window/claim-with-a-move", claim_with_a_move },
    { "/app/window/reject-claim", reject_claim },
    { "/app/window/penalise-illegal", penalise_illegal },
    { "/app/window/pause-and-resume", pause_and_resume },
    { "/app/window/remove-and-restore", remove_and_restore },
    { "/app/window/replay", replay },
    { "/app/window/sizes", measure_board },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
