/* test-hall.c: the hall at work: a table is seen, found, opened, paused with all others, and seen as it stood before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-hall.h"
#include "cl-table-tile.h"

static gboolean
is_named_tile (GtkWidget *widget, gconstpointer pattern)
{
  g_autofree char *name = CL_IS_TABLE_TILE (widget) ? driver_dup_name (widget) : NULL;

  return name && g_pattern_match_simple (pattern, name);
}

/* The card that a screen reader is told of like this. */
static GtkWidget *
find_tile (const char *pattern)
{
  return driver_find (NULL, is_named_tile, pattern);
}

static void
expect_board (Driver *self)
{
  driver_wait (self,
               gtk_widget_get_mapped (GTK_WIDGET (cl_window_get_board (driver_get_window (self)))));
}

/* From an empty hall to a game in it, by keyboard; Enter opens it. */
static void
one_table (Driver *self, gconstpointer folder)
{
  GtkWidget *tile;

  driver_press (self, "alt+3");
  driver_wait (self, driver_sees ("The hall is empty"));
  driver_wait (self, driver_sees ("Start a game…") && driver_sees ("Simulate a hall"));
  driver_press (self, "alt+1");
  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3");
  driver_press (self, "alt+3");
  driver_wait (self, find_tile ("Table 1: White against Black, 2. Nf3, Black to move"));
  driver_wait (self, driver_sees ("1 table, 1 in play"));
  tile = find_tile ("Table 1*");
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (tile)),
                   ==,
                   GTK_ACCESSIBLE_ROLE_GROUP);
  g_assert_true (
    g_pattern_match_simple ("0:??:??",
                            cl_table_tile_get_clock (CL_TABLE_TILE (tile), CHESS_BLACK)));

  driver_press (self, "Return");
  expect_board (self);
  driver_press (self, "alt+3");
  driver_wait (self, find_tile ("Table 1*"));
  driver_click_twice (self, find_tile ("Table 1*"));
  expect_board (self);

  /* What is typed is searched for. */
  driver_press (self, "alt+3");
  driver_wait (self, find_tile ("Table 1*"));
  driver_type (self, "zz");
  driver_wait (self, driver_sees ("No such table"));
  driver_press (self, "Escape");
  driver_wait (self, find_tile ("Table 1*"));
  driver_close (self);
}

/* The arbiter stops everything, and it goes on; each a fact. */
static void
pause_all (Driver *self, gconstpointer folder)
{
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  driver_press (self, "alt+3");
  driver_wait (self, find_tile ("Table 1*"));
  driver_click_text (self, NULL, "Pause all");
  driver_wait (self, find_tile ("Table 1:*, paused"));
  driver_wait (self, driver_sees ("Clock paused at 1 table"));
  driver_press (self, "ctrl+shift+r");
  driver_wait (self, find_tile ("Table 1:*, White to move"));
  driver_expect_log (self, "table/1", "GameStarted ClockStarted e4 e5 ClockPaused ClockResumed");
  driver_close (self);
}

/* All tables as they stood then, and back. */
static void
look_back (Driver *self, gconstpointer folder)
{
  ClSession *session = driver_get_session (self);

  driver_play (self);
  driver_type_moves (self, "e4 e5 Nf3 Nc6");
  driver_press (self, "alt+3");
  driver_wait (self,
               find_tile ("Table 1:*, 2… Nc6, White to move") ||
                 find_tile ("Table 1:*, 2... Nc6, White to move"));
  cl_session_set_position (session, cl_session_get_head (session) - 2);
  driver_wait (self, find_tile ("Table 1:*, 1* e5, White to move"));
  cl_session_set_position (session, 0);
  driver_wait (self, find_tile ("Table 1:*, 2* Nc6, White to move"));
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/hall/one-table", one_table },
    { "/app/hall/pause-all", pause_all },
    { "/app/hall/look-back", look_back },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
