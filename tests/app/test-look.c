/* test-look.c: a person chooses colours and pieces by their pictures, turns boards, and finds them so again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include "cl-audience.h"
#include "cl-board-look.h"
#include "cl-piece-set.h"
#include "cl-score-print.h"
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

static ClAudience *
find_audience (Driver *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self->app)); l; l = l->next)
    if (CL_IS_AUDIENCE (l->data))
      return l->data;
  return NULL;
}

static gboolean
has_piece (ClBoard *board, ChessSquare square)
{
  ChessPosition position;

  cl_board_get_position (board, &position);
  return position.board[square] != CHESS_NO_PIECE;
}

/* The audience sees the game as it stands while the main window looks back, and cannot touch it. */
static void
show_audience (Driver *self, gconstpointer folder)
{
  ClBoard *board = cl_window_get_board (driver_get_window (self));
  ClAudience *audience;

  start_game (self);
  play (self, "e4", 1);
  g_assert_null (find_audience (self));
  g_action_group_activate_action (G_ACTION_GROUP (driver_get_window (self)), "audience", NULL);
  driver_wait (self, find_audience (self));
  audience = find_audience (self);
  driver_wait (self, gtk_widget_get_mapped (GTK_WIDGET (audience)));
  g_assert_true (has_piece (cl_audience_get_board (audience), chess_square (4, 3)));
  g_assert_false (cl_board_get_interactive (cl_audience_get_board (audience)));
  g_assert_null (driver_find_text (GTK_WIDGET (audience), "Resign"));
  cl_session_set_ply (driver_get_session (self), 0);
  driver_wait (self, !has_piece (board, chess_square (4, 3)));
  g_assert_true (has_piece (cl_audience_get_board (audience), chess_square (4, 3)));
  gtk_window_destroy (GTK_WINDOW (audience));
  driver_wait (self, !find_audience (self));
  driver_close (self);
}

/* F11 leaves the board and what belongs to it; Escape brings the rest back. */
static void
fill_screen (Driver *self, gconstpointer folder)
{
  GtkWindow *window = GTK_WINDOW (driver_get_window (self));

  start_game (self);
  g_assert_nonnull (driver_find_type (NULL, ADW_TYPE_HEADER_BAR));
  driver_press (self, "F11");
  driver_wait (self, gtk_window_is_fullscreen (window));
  driver_wait (self, !driver_find_type (NULL, ADW_TYPE_HEADER_BAR));
  g_assert_false (driver_sees ("By move"));
  g_assert_false (driver_sees ("Resign"));
  g_assert_true (driver_sees ("White"));
  driver_wait_for_focus (self);
  driver_press (self, "Escape");
  driver_wait (self, !gtk_window_is_fullscreen (window));
  driver_wait (self, driver_find_type (NULL, ADW_TYPE_HEADER_BAR));
  driver_wait (self, driver_sees ("By move"));
  driver_close (self);
}

static void
sounded_cb (ClSounds *sounds, guint sound, GString *heard)
{
  g_string_append_c (heard, "mxclE"[sound]);
}

/* Each move is heard as what it is, stepping back is not, and with the switch off nothing is. */
static void
hear_moves (Driver *self, gconstpointer folder)
{
  g_autoptr (ClSettings) settings = cl_settings_new ();
  g_autoptr (GString) heard = g_string_new (NULL);
  ClSounds *sounds = cl_window_get_sounds (driver_get_window (self));
  gulong handler = g_signal_connect (sounds, "sounded", G_CALLBACK (sounded_cb), heard);

  start_game (self);
  play (self, "e4", 1);
  play (self, "d5", 2);
  play (self, "exd5", 3);
  driver_wait (self, heard->len == 3);
  cl_session_set_ply (driver_get_session (self), 0);
  cl_session_return_to_game (driver_get_session (self));
  driver_settle (self);
  cl_settings_set_boolean (settings, "sounds", FALSE);
  play (self, "Nf6", 4);
  driver_settle (self);
  cl_settings_set_boolean (settings, "sounds", TRUE);
  play (self, "Bb5", 5);
  driver_wait (self, heard->len == 4);
  cl_session_resign (driver_get_session (self), CHESS_WHITE, NULL, NULL);
  driver_wait (self, heard->len == 5);
  g_assert_cmpstr (heard->str, ==, "mmxcE");
  g_signal_handler_disconnect (sounds, handler);
  driver_close (self);
}

static void
printed_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer data)
{
  g_assert_cmpint (result, ==, GTK_PRINT_OPERATION_RESULT_APPLY);
  *(gboolean *) data = TRUE;
}

static void
print_sheet (Driver *self, gconstpointer folder)
{
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autofree char *text = NULL;
  gboolean done = FALSE;
  gsize length;

  start_game (self);
  play (self, "e4", 1);
  play (self, "e5", 2);
  g_assert_true (
    g_action_group_get_action_enabled (G_ACTION_GROUP (driver_get_window (self)), "print"));
  operation = cl_score_print_new (driver_get_game (self));
  g_signal_connect (operation, "done", G_CALLBACK (printed_cb), &done);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation,
                           GTK_PRINT_OPERATION_ACTION_EXPORT,
                           GTK_WINDOW (driver_get_window (self)),
                           NULL);
  driver_wait (self, done);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  g_assert_cmpuint (length, >, 2000);
  /* A4 within its margins holds 64 moves on two blocks; one more needs another page. */
  g_assert_cmpint (cl_score_print_count_pages (0, 757), ==, 1);
  g_assert_cmpint (cl_score_print_count_pages (64, 757), ==, 1);
  g_assert_cmpint (cl_score_print_count_pages (65, 757), ==, 2);
  g_assert_cmpint (cl_score_print_count_pages (300, 10), ==, 150);
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/look/choose", choose_look },
    { "/app/look/audience", show_audience },
    { "/app/look/full-screen", fill_screen },
    { "/app/look/print", print_sheet },
    { "/app/look/sounds", hear_moves },
    { "/app/look/turn", turn_boards },
    { "/app/look/turn-with-moves", turn_with_moves },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
