/* test-engines.c: a person plays against the computer, and looks at what the engine can be told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <glib/gstdio.h>

#include "cl-preferences.h"

/* The engine of the tests, as if it had been chosen in the preferences. */
static void
choose_engine (Driver *self, const char *folder)
{
  g_autoptr (ClSettings) settings = cl_settings_new ();
  g_autofree char *program = g_build_filename (folder, "engine", NULL);
  g_autofree char *script =
    g_strdup_printf ("#!/bin/sh\nexec %s good\n", g_getenv ("CHESS_LEDGER_UCI_DOUBLE"));

  g_assert_true (g_file_set_contents (program, script, -1, NULL));
  g_assert_cmpint (g_chmod (program, 0755), ==, 0);
  cl_settings_set_string (settings, "engine-program", program);
  cl_preferences_apply_engine (settings, driver_get_session (self));
}

static void
play_computer (Driver *self, gconstpointer folder)
{
  choose_engine (self, folder);
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen."));
  driver_wait_for_focus (self);
  driver_press (self, "Tab Tab Tab space");
  driver_wait (self, driver_sees ("Computer, with White"));
  driver_press (self, "Down Return");
  driver_wait (self, driver_sees ("You and Engine at this screen."));
  driver_press (self, "alt+s");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_wait_for_focus (self);
  driver_type (self, "e4");
  driver_press (self, "Return");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 2);
  g_assert_cmpstr (driver_get_game (self)->black, ==, "Engine");
  g_assert_cmpuint (driver_get_game (self)->computer[CHESS_BLACK], ==, 1500);

  /* Its answer is taken back with the move. */
  driver_click_text (self, NULL, "Take back");
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 0);
  driver_close (self);
}

/* One sits at the bottom, and the computer begins. */
static void
play_black (Driver *self, gconstpointer folder)
{
  choose_engine (self, folder);
  driver_press (self, "ctrl+n");
  driver_wait (self, driver_sees ("Two people at this screen."));
  driver_wait_for_focus (self);
  driver_press (self, "Tab Tab Tab space");
  driver_wait (self, driver_sees ("Computer, with White"));
  driver_press (self, "Down Down Return");
  driver_wait (self, driver_sees ("You and Engine at this screen."));
  driver_press (self, "alt+s");
  driver_wait (self, cl_session_get_game (driver_get_session (self)));
  driver_wait (self, cl_game_n_plies (driver_get_game (self)) == 1);
  g_assert_true (cl_board_get_flipped (cl_window_get_board (driver_get_window (self))));
  driver_close (self);
}

static void
set_option (Driver *self, gconstpointer folder)
{
  g_autoptr (ClSettings) settings = cl_settings_new ();
  g_auto (GStrv) options = NULL;

  choose_engine (self, folder);
  driver_open_preferences (self, "engine");
  driver_wait (self, driver_sees ("Double 1.0 (test)"));
  driver_wait (self, driver_sees ("Style of Play"));
  g_assert_false (driver_sees ("MultiPV"));
  driver_press (self, "Escape");
  driver_wait (self, !driver_sees ("Style of Play"));
  options = cl_settings_dup_texts (settings, "engine-options");
  g_assert_cmpuint (g_strv_length (options), ==, 0);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/engines/play-computer", play_computer },
    { "/app/engines/play-black", play_black },
    { "/app/engines/options", set_option },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
