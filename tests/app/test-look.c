/* test-look.c: a person chooses colours and pieces by their pictures, turns boards, and finds them so again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-board-look.h"
#include "cl-piece-set.h"
#include "cl-settings.h"

static void
start_game (Driver *self)
{
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen."));
  driver_wait_for_focus (self);
  driver_press (self, "alt+s");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_wait_for_focus (self);
}

static void
play (Driver *self, const char *move, guint plies)
{
  driver_type (self, move);
  driver_press (self, "Return");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == plies);
}

static guint
get_style (void)
{
  return cl_piece_set_get_style (cl_piece_set_for_display (gdk_display_get_default ()));
}

/* The colour that the squares of the board have on the screen. */
static gboolean
has_theme (Driver *self, const char *id)
{
  GtkWidget *board = GTK_WIDGET (cl_window_get_board (driver_get_window (self)));
  GdkRGBA seen;
  GdkRGBA wanted;

  cl_board_theme_get_color (cl_board_theme_find (id), FALSE, CL_LOOK_DARK, &wanted);
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  g_assert_true (
    gtk_style_context_lookup_color (gtk_widget_get_style_context (board), "cl_board_dark", &seen));
  G_GNUC_END_IGNORE_DEPRECATIONS
  return gdk_rgba_equal (&seen, &wanted);
}

static void
choose_look (Driver *self, gconstpointer folder)
{
  g_autoptr (ClSettings) settings = cl_settings_new ();
  g_autofree char *theme = NULL;

  start_game (self);
  g_assert_true (has_theme (self, "slate"));
  driver_press (self, "ctrl+comma");
  driver_wait (self, driver_sees ("Walnut"));
  driver_wait_for_focus (self);
  driver_click_text (self, NULL, "Walnut");
  driver_wait (self, has_theme (self, "walnut"));
  driver_click_text (self, NULL, "Tokens");
  driver_wait (self, g_str_equal (cl_piece_style_get_id (get_style ()), "tokens"));
  driver_click_text (self, NULL, "Meadow");
  driver_wait (self, has_theme (self, "meadow"));
  driver_press (self, "Tab space"); /* to the next picture */
  driver_wait (self, has_theme (self, "lilac"));
  driver_press (self, "Escape");
  driver_wait (self, !driver_sees ("Walnut"));
  theme = cl_settings_dup_string (settings, "board-theme");
  g_assert_cmpstr (theme, ==, "lilac");
  driver_close (self);
}

/* Two games, one turned by hand and one turned back: each comes as it was left. */
static void
turn_boards (Driver *self, gconstpointer folder)
{
  ClBoard *board = cl_window_get_board (driver_get_window (self));

  start_game (self);
  g_assert_false (cl_board_get_flipped (board));
  driver_press (self, "ctrl+shift+f");
  driver_wait (self, cl_board_get_flipped (board));
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen."));
  driver_wait_for_focus (self);
  driver_press (self, "alt+s");
  driver_wait (self, !g_str_equal (driver_get_game (self)->partition, "table/1"));
  driver_wait_for_focus (self);
  driver_press (self, "ctrl+shift+f");
  driver_wait (self, !cl_board_get_flipped (board));
  driver_press (self, "ctrl+Tab");
  driver_wait (self, g_str_equal (driver_get_game (self)->partition, "table/1"));
  driver_wait (self, cl_board_get_flipped (board));
  driver_press (self, "ctrl+Tab");
  driver_wait (self, !cl_board_get_flipped (board));
  driver_close (self);
}

/* Two people at one side of the screen: whoever is to move sits at the bottom. */
static void
turn_with_moves (Driver *self, gconstpointer folder)
{
  g_autoptr (ClSettings) settings = cl_settings_new ();
  ClBoard *board = cl_window_get_board (driver_get_window (self));

  start_game (self);
  cl_settings_set_boolean (settings, "board-turns", TRUE);
  play (self, "e4", 1);
  driver_wait (self, cl_board_get_flipped (board));
  play (self, "e5", 2);
  driver_wait (self, !cl_board_get_flipped (board));
  cl_settings_set_boolean (settings, "board-turns", FALSE);
  play (self, "Nf3", 3);
  g_assert_false (cl_board_get_flipped (board));
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/look/choose", choose_look },
    { "/app/look/turn", turn_boards },
    { "/app/look/turn-with-moves", turn_with_moves },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
