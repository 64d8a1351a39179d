/* demo.c: shows the widgets with an example game, to look at and for screenshots; not a test by itself
 *
 * usage: widgets-demo [--dark] [--promotion] [--pick SQUARE] [--fen FEN]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "chess-fen.h"
#include "cl-board.h"
#include "cl-widgets.h"

static gboolean dark;
static char *fen;
static gboolean flipped;

static void
move_made_cb (ClBoard *board, guint move, gpointer data)
{
  ChessPosition position;

  cl_board_get_position (board, &position);
  chess_position_make (&position, (ChessMove) move);
  cl_board_set_position (board, &position, (ChessMove) move, TRUE);
}

static void
activate_cb (GtkApplication *app, gpointer data)
{
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *board = cl_board_new ();
  ChessPosition position;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  cl_widgets_add_style (gdk_display_get_default ());
  if (fen != NULL && chess_fen_parse (fen, -1, &position, NULL) == CHESS_FEN_OK)
    cl_board_set_position (CL_BOARD (board), &position, CHESS_MOVE_NULL, FALSE);
  cl_board_set_flipped (CL_BOARD (board), flipped);
  g_signal_connect (board, "move-made", G_CALLBACK (move_made_cb), NULL);
  gtk_widget_set_vexpand (board, TRUE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), board);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 600);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const GOptionEntry entries[] = {
    { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark colours", NULL },
    { "flipped", 0, 0, G_OPTION_ARG_NONE, &flipped, "Black below", NULL },
    { "fen", 0, 0, G_OPTION_ARG_STRING, &fen, "Position", "FEN" },
    { NULL },
  };
  g_autoptr (AdwApplication) app =
    adw_application_new ("io.github.chessledger.WidgetsDemo", G_APPLICATION_NON_UNIQUE);

  g_application_add_main_option_entries (G_APPLICATION (app), entries);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), NULL);

  return g_application_run (G_APPLICATION (app), argc, argv);
}
