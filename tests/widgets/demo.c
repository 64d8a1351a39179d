/* demo.c: shows the widgets with an example game, to look at and for screenshots; not a test by itself
 *
 * usage: widgets-demo [--dark] [--flipped] [--ply N] [--fen FEN] [--by-time]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "chess-fen.h"
#include "chess-notation.h"
#include "cl-board.h"
#include "cl-moves-list.h"
#include "cl-player-strip.h"
#include "cl-timeline.h"
#include "cl-widgets.h"

#define MAX_PLIES 64

typedef struct
{
  GtkWidget *board;
  GtkWidget *strips[2];
  GtkWidget *moves;
  GtkWidget *timeline;
  guint n_plies;
  ChessPosition positions[MAX_PLIES + 1];
  ChessMove played[MAX_PLIES + 1];
  char san[MAX_PLIES + 1][CHESS_SAN_SIZE];
  guint hovered;
  GtkWidget *preview;

  gboolean dark;
  gboolean flipped;
  gboolean by_time;
  int ply;
  char *fen;
} Demo;

static const char game[] =
  "e4 d6 d4 Nf6 Nc3 g6 Be3 Bg7 Qd2 c6 f3 b5 Nge2 Nbd7 Bh6 Bxh6 Qxh6 Bb7 a3 e5 O-O-O Qe7 Kb1 a6 Nc1 O-O-O "
  "Nb3 exd4 Rxd4 c5 Rd1 Nb6 g3 Kb8 Na5 Ba8 Bh3 d5 Qf4+ Ka7 Rhe1 d4 Nd5 Nbxd5 exd5 Qd6 Rxd4 cxd4";

static void
play_game (Demo *demo)
{
  g_auto (GStrv) words = g_strsplit (game, " ", -1);
  ChessPosition position = chess_position_start ();

  demo->positions[0] = position;
  for (guint i = 0; words[i] != NULL && i < MAX_PLIES; i++)
    {
      ChessMove move;

      if (chess_san_parse (&position, words[i], -1, &move) != CHESS_NOTATION_OK)
        g_error ("%s is not a move", words[i]);
      chess_san_write (&position, move, demo->san[i + 1]);
      chess_position_make (&position, move);
      demo->positions[i + 1] = position;
      demo->played[i + 1] = move;
      demo->n_plies = i + 1;
    }
}

static gint64
clock_after (guint ply)
{
  return 5400000 - (gint64) ply * 68000 - (ply % 7) * 9000;
}

static void
show_ply (Demo *demo, guint ply)
{
  guint8 taken[2][5] = { { 0 } };
  gboolean white_moves = ply % 2 == 0;

  cl_board_set_position (CL_BOARD (demo->board), &demo->positions[ply], demo->played[ply], TRUE);
  cl_moves_list_set_current (CL_MOVES_LIST (demo->moves), ply, TRUE);
  cl_timeline_set_cursor (CL_TIMELINE (demo->timeline), ply);
  for (guint i = 1; i <= ply; i++)
    {
      ChessPiece piece = chess_position_captured (&demo->positions[i - 1], demo->played[i]);

      if (piece != CHESS_NO_PIECE)
        taken[(i + 1) % 2][chess_piece_kind (piece)]++;
    }
  for (guint side = 0; side < 2; side++)
    {
      ClPlayerStrip *strip = CL_PLAYER_STRIP (demo->strips[side]);
      gboolean to_move = white_moves == (side == 0);

      cl_player_strip_set_captured (strip, taken[side], side == 0 ? 1 : -1);
      cl_player_strip_set_to_move (strip, to_move);
      cl_clock_face_set (cl_player_strip_get_clock (strip),
                         clock_after (ply - (to_move && ply > 0 ? 1 : 0)),
                         g_get_real_time (),
                         to_move,
                         FALSE);
    }
}

static void
move_made_cb (Demo *demo, guint move)
{
  ChessPosition position;

  cl_board_get_position (CL_BOARD (demo->board), &position);
  chess_position_make (&position, (ChessMove) move);
  cl_board_set_position (CL_BOARD (demo->board), &position, (ChessMove) move, TRUE);
}

static void
stepped_cb (Demo *demo, int direction)
{
  int ply = (int) cl_timeline_get_cursor (CL_TIMELINE (demo->timeline)) + direction;

  show_ply (demo, (guint) CLAMP (ply, 0, (int) demo->n_plies));
}

static void
ply_activated_cb (Demo *demo, guint ply)
{
  show_ply (demo, ply);
}

static void
scrubbed_cb (Demo *demo, guint64 moment)
{
  show_ply (demo, (guint) moment);
}

static void
preview_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  Demo *demo = data;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  cl_board_snapshot_mini (snapshot,
                          &demo->positions[demo->hovered],
                          demo->played[demo->hovered],
                          FALSE,
                          (float) width,
                          GTK_WIDGET (area));
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
}

static void
hovered_cb (Demo *demo, guint64 moment, double x)
{
  if (moment > demo->n_plies)
    {
      cl_timeline_set_preview (CL_TIMELINE (demo->timeline), NULL);
      return;
    }
  demo->hovered = (guint) moment;
  gtk_widget_queue_draw (demo->preview);
  cl_timeline_set_preview (CL_TIMELINE (demo->timeline), demo->preview);
}

static char *
label_cb (guint64 moment, gpointer data)
{
  return g_strdup_printf ("%d", (int) (moment / 2));
}

static void
fill_moves (Demo *demo)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (ClMoveEntry));

  for (guint i = 1; i <= demo->n_plies; i++)
    {
      ClMoveEntry entry = { .ply = i,
                            .number = (i + 1) / 2,
                            .white = i % 2 == 1,
                            .san = demo->san[i] };

      entry.clock_ms = clock_after (i);
      if (i == 31)
        entry.comment = "The knight goes to a5, where it bothers the king.";
      if (i == 36)
        entry.mark = "corrected";
      if (i == 47)
        entry.nags = "!!";
      g_array_append_val (entries, entry);
      if (i == 34)
        {
          ClMoveEntry remark = { .comment = "13:41 17… Qb6 taken back", .clock_ms = G_MININT64 };

          g_array_append_val (entries, remark);
        }
    }
  cl_moves_list_set_entries (CL_MOVES_LIST (demo->moves),
                             (ClMoveEntry *) (void *) entries->data,
                             entries->len);
}

static void
fill_timeline (Demo *demo)
{
  g_autoptr (GArray) marks = g_array_new (FALSE, TRUE, sizeof (ClMark));
  gint64 time_us = G_GINT64_CONSTANT (1795521600) * G_USEC_PER_SEC;

  for (guint i = 1; i <= demo->n_plies; i++)
    {
      ChessPiece taken = chess_position_captured (&demo->positions[i - 1], demo->played[i]);
      ClMark mark = { i, time_us += (30 + i * i % 240) * G_USEC_PER_SEC, CL_MARK_MOVE };

      if (taken != CHESS_NO_PIECE)
        mark.kind = CL_MARK_CAPTURE;
      if (chess_position_in_check (&demo->positions[i]))
        mark.kind = CL_MARK_CHECK;
      g_array_append_val (marks, mark);
      if (i == 34)
        {
          mark.kind = CL_MARK_TAKEBACK;
          g_array_append_val (marks, mark);
        }
    }
  cl_timeline_set_marks (CL_TIMELINE (demo->timeline),
                         (ClMark *) (void *) marks->data,
                         marks->len,
                         0,
                         demo->n_plies);
  cl_timeline_set_labels (CL_TIMELINE (demo->timeline), 2, 0, label_cb, NULL, NULL);
  cl_timeline_set_by_time (CL_TIMELINE (demo->timeline), demo->by_time);
}

static GtkWidget *
create_lanes (void)
{
  static const char *const names[] = { "tables", "sensors", "engine" };
  static const ClMarkKind kinds[] = { CL_MARK_MOVE, CL_MARK_CLOCK, CL_MARK_OTHER };
  GtkWidget *timeline = cl_timeline_new ();
  g_autoptr (GPtrArray) lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) cl_lane_free);

  for (guint i = 0; i < 3; i++)
    {
      ClLane *lane = cl_lane_new (names[i], 1250);

      for (guint bucket = 0; bucket < lane->n_buckets; bucket++)
        {
          lane->counts[bucket] = bucket * bucket * (i + 3) % 11 == 1 ? 1 + bucket % 3 : 0;
          lane->kinds[bucket] = (guint8) kinds[i];
        }
      g_ptr_array_add (lanes, lane);
    }
  cl_timeline_set_extent (CL_TIMELINE (timeline), 1, 5102);
  cl_timeline_set_lanes (CL_TIMELINE (timeline), lanes, 0, 5102);
  cl_timeline_set_cursor (CL_TIMELINE (timeline), 5102);
  cl_timeline_set_live (CL_TIMELINE (timeline), TRUE);

  return timeline;
}

static GtkWidget *
create_board_side (Demo *demo)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  demo->board = cl_board_new ();
  gtk_widget_set_vexpand (demo->board, TRUE);
  gtk_widget_set_hexpand (demo->board, TRUE);
  cl_board_set_flipped (CL_BOARD (demo->board), demo->flipped);
  demo->strips[0] = cl_player_strip_new (TRUE);
  demo->strips[1] = cl_player_strip_new (FALSE);
  cl_player_strip_set_player (CL_PLAYER_STRIP (demo->strips[0]), "Kasparov, Garry", "2812");
  cl_player_strip_set_player (CL_PLAYER_STRIP (demo->strips[1]), "Topalov, Veselin", "2700");
  cl_player_strip_add_action (CL_PLAYER_STRIP (demo->strips[0]),
                              gtk_button_new_with_label ("Resign"));
  cl_player_strip_add_action (CL_PLAYER_STRIP (demo->strips[0]),
                              gtk_button_new_with_label ("Offer draw"));
  gtk_box_append (GTK_BOX (box), demo->strips[demo->flipped ? 0 : 1]);
  gtk_box_append (GTK_BOX (box), demo->board);
  gtk_box_append (GTK_BOX (box), demo->strips[demo->flipped ? 1 : 0]);
  g_signal_connect_swapped (demo->board, "move-made", G_CALLBACK (move_made_cb), demo);
  g_signal_connect_swapped (demo->board, "stepped", G_CALLBACK (stepped_cb), demo);

  return box;
}

static void
activate_cb (GtkApplication *app, gpointer data)
{
  Demo *demo = data;
  GtkWidget *window = adw_application_window_new (app);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *all = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  ChessPosition position;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      demo->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
  cl_widgets_add_style (gdk_display_get_default ());
  play_game (demo);

  gtk_box_append (GTK_BOX (top), create_board_side (demo));
  demo->moves = cl_moves_list_new ();
  gtk_widget_set_hexpand (demo->moves, TRUE);
  gtk_widget_add_css_class (demo->moves, "card");
  gtk_box_append (GTK_BOX (top), demo->moves);
  gtk_widget_set_vexpand (top, TRUE);
  gtk_box_append (GTK_BOX (all), top);
  demo->timeline = cl_timeline_new ();
  gtk_box_append (GTK_BOX (all), demo->timeline);
  gtk_box_append (GTK_BOX (all), create_lanes ());
  demo->preview = g_object_ref_sink (gtk_drawing_area_new ());
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (demo->preview), 120);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (demo->preview), 120);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (demo->preview), preview_cb, demo, NULL);

  fill_moves (demo);
  fill_timeline (demo);
  g_signal_connect_swapped (demo->moves, "ply-activated", G_CALLBACK (ply_activated_cb), demo);
  g_signal_connect_swapped (demo->timeline, "scrubbed", G_CALLBACK (scrubbed_cb), demo);
  g_signal_connect_swapped (demo->timeline, "hovered", G_CALLBACK (hovered_cb), demo);
  show_ply (demo, (guint) CLAMP (demo->ply, 0, (int) demo->n_plies));
  if (demo->fen != NULL && chess_fen_parse (demo->fen, -1, &position, NULL) == CHESS_FEN_OK)
    cl_board_set_position (CL_BOARD (demo->board), &position, CHESS_MOVE_NULL, FALSE);

  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), all);
  gtk_window_set_default_size (GTK_WINDOW (window), 1360, 860);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autofree Demo *demo = g_new0 (Demo, 1);
  const GOptionEntry entries[] = {
    { "dark", 0, 0, G_OPTION_ARG_NONE, &demo->dark, "Dark colours", NULL },
    { "flipped", 0, 0, G_OPTION_ARG_NONE, &demo->flipped, "Black below", NULL },
    { "by-time", 0, 0, G_OPTION_ARG_NONE, &demo->by_time, "Axis by time", NULL },
    { "ply", 0, 0, G_OPTION_ARG_INT, &demo->ply, "Half-move to show", "N" },
    { "fen", 0, 0, G_OPTION_ARG_STRING, &demo->fen, "Position", "FEN" },
    { NULL },
  };
  g_autoptr (AdwApplication) app =
    adw_application_new ("io.github.chessledger.WidgetsDemo", G_APPLICATION_NON_UNIQUE);
  int status;

  g_application_add_main_option_entries (G_APPLICATION (app), entries);
  g_signal_connect (app, "activate", G_CALLBACK (activate_cb), demo);
  status = g_application_run (G_APPLICATION (app), argc, argv);
  g_clear_object (&demo->preview);
  g_free (demo->fen);

  return status;
}
