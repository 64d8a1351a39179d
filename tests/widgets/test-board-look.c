/* test-board-look.c: every theme can be read, told apart, and reaches the boards that are on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-look.h"

#include <adwaita.h>

#include "cl-board-private.h"
#include "cl-look-preview.h"
#include "widget-test.h"

/* WCAG 2.1, relative luminance and contrast ratio. */
static double
linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

static double
contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double la = 0.2126 * linear (a->red) + 0.7152 * linear (a->green) + 0.0722 * linear (a->blue);
  double lb = 0.2126 * linear (b->red) + 0.7152 * linear (b->green) + 0.0722 * linear (b->blue);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static double
distance (const GdkRGBA *a, const GdkRGBA *b)
{
  return fabs (a->red - b->red) + fabs (a->green - b->green) + fabs (a->blue - b->blue);
}

static void
test_contrast (void)
{
  for (guint theme = 0; theme < CL_N_BOARD_THEMES; theme++)
    for (guint dark = 0; dark < 2; dark++)
      {
        GdkRGBA c[CL_N_LOOK_COLORS];

        for (guint i = 0; i < CL_N_LOOK_COLORS; i++)
          cl_board_theme_get_color (theme, dark, i, &c[i]);
        g_test_message ("%s, dark %u", cl_board_theme_get_id (theme), dark);
        g_assert_cmpfloat (contrast (&c[CL_LOOK_LIGHT], &c[CL_LOOK_INK_LIGHT]), >=, 4.5);
        g_assert_cmpfloat (contrast (&c[CL_LOOK_LAST_LIGHT], &c[CL_LOOK_INK_LIGHT]), >=, 4.5);
        g_assert_cmpfloat (contrast (&c[CL_LOOK_DARK], &c[CL_LOOK_INK_DARK]), >=, 4.5);
        g_assert_cmpfloat (contrast (&c[CL_LOOK_LAST_DARK], &c[CL_LOOK_INK_DARK]), >=, 4.5);
        g_assert_cmpfloat (contrast (&c[CL_LOOK_LIGHT], &c[CL_LOOK_DARK]), >=, 1.7);
        g_assert_cmpfloat (distance (&c[CL_LOOK_LIGHT], &c[CL_LOOK_LAST_LIGHT]), >, 0.2);
        g_assert_cmpfloat (distance (&c[CL_LOOK_DARK], &c[CL_LOOK_LAST_DARK]), >, 0.2);
      }
}

static void
test_high_contrast (void)
{
  GdkRGBA light;
  GdkRGBA dark;

  cl_board_theme_get_color (cl_board_theme_get_contrast (), FALSE, CL_LOOK_LIGHT, &light);
  cl_board_theme_get_color (cl_board_theme_get_contrast (), FALSE, CL_LOOK_DARK, &dark);
  g_assert_cmpfloat (contrast (&light, &dark), >=, 4.5);
  g_assert_cmpfloat (contrast (&dark, &(GdkRGBA){ 0, 0, 0, 1 }), >=, 4.5);
}

static void
test_ids (void)
{
  g_assert_cmpuint (cl_board_theme_find ("no such theme"), ==, 0);
  g_assert_cmpuint (cl_board_theme_find (NULL), ==, 0);
  for (guint theme = 0; theme < CL_N_BOARD_THEMES; theme++)
    {
      g_assert_cmpuint (cl_board_theme_find (cl_board_theme_get_id (theme)), ==, theme);
      g_assert_cmpstr (cl_board_theme_get_name (theme), !=, "");
    }
  g_assert_cmpuint (cl_piece_style_find ("no such set"), ==, 0);
  for (guint style = 0; style < CL_N_PIECE_STYLES; style++)
    g_assert_cmpuint (cl_piece_style_find (cl_piece_style_get_id (style)), ==, style);
}

/* What is drawn at a point of @widget. */
static void
read_pixel (GtkWidget *widget, int x, int y, GdkRGBA *color)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;
  guchar data[4];

  gdk_paintable_snapshot (paintable,
                          snapshot,
                          gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  texture =
    gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT ((float) x, (float) y, 1, 1));
  gdk_texture_download (texture, data, 4);
  gsk_render_node_unref (node);
  *color = (GdkRGBA){ data[2] / 255.f, data[1] / 255.f, data[0] / 255.f, 1 };
}

/* A board on the screen, its pieces too, change at once and change back. */
static void
test_apply (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  GtkWidget *board = cl_board_new ();
  GtkWidget *window = widget_test_show (board, 320, 320);

  for (guint i = 0; i <= CL_N_BOARD_THEMES; i++)
    {
      guint theme = i % CL_N_BOARD_THEMES;
      GdkRGBA seen;
      GdkRGBA wanted;

      cl_board_theme_apply (display, theme, TRUE);
      gtk_test_widget_wait_for_draw (board);
      read_pixel (board, 20, 100, &seen); /* a6, a light square */
      cl_board_theme_get_color (theme, TRUE, CL_LOOK_LIGHT, &wanted);
      g_test_message ("%s", cl_board_theme_get_id (theme));
      g_assert_cmpfloat (distance (&seen, &wanted), <, 0.02);
    }
  widget_test_close (window, board);
}

/* Where a person wants no motion, nothing is ever between two squares. */
static void
test_no_motion (void)
{
  GtkWidget *widget = cl_board_new ();
  GtkWidget *window = widget_test_show (widget, 320, 320);
  ClBoard *board = CL_BOARD (widget);
  ChessPosition position = chess_position_start ();

  chess_position_make (&position, chess_move (12, 28));
  cl_board_set_position (board, &position, chess_move (12, 28), TRUE);
  g_assert_cmpuint (board->n_glides, ==, 0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  position = chess_position_start ();
  cl_board_set_position (board, &position, CHESS_MOVE_NULL, TRUE);
  g_assert_cmpuint (board->n_glides, ==, 1);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  widget_test_wait (board->n_glides == 0);
  widget_test_close (window, widget);
}

static void
made_cb (ClBoard *board, guint move, ChessMove *made)
{
  *made = (ChessMove) move;
}

static void
press (ClBoard *board, ChessSquare square)
{
  GtkEventController *drag = widget_test_controller (GTK_WIDGET (board), GTK_TYPE_GESTURE_DRAG, 0);
  graphene_rect_t bounds;

  cl_board_square_bounds (board, chess_file (square), chess_rank (square), &bounds);
  g_signal_emit_by_name (drag, "drag-begin", bounds.origin.x + 20.0, bounds.origin.y + 20.0);
  g_signal_emit_by_name (drag, "drag-end", 0.0, 0.0);
}

/* White moves in advance while Black thinks: kept, played if legal then, dropped if not or on a press. */
static void
test_premove (void)
{
  GtkWidget *widget = cl_board_new ();
  GtkWidget *window = widget_test_show (widget, 320, 320);
  ClBoard *board = CL_BOARD (widget);
  ChessPosition position = chess_position_start ();
  ChessMove made = CHESS_MOVE_NULL;
  gulong handler = g_signal_connect (board, "move-made", G_CALLBACK (made_cb), &made);

  chess_position_make (&position, chess_move (12, 28));
  cl_board_set_position (board, &position, chess_move (12, 28), FALSE);
  cl_board_set_input_sides (board, 1);
  press (board, 6);
  press (board, 21);
  g_assert_cmpuint (board->premove.from, ==, CHESS_NO_SQUARE); /* not switched on */
  cl_board_set_premoves (board, TRUE);
  press (board, 6);
  press (board, 21);
  g_assert_cmpuint (board->premove.from, ==, 6);
  press (board, 40); /* any press takes it back */
  g_assert_cmpuint (board->premove.from, ==, CHESS_NO_SQUARE);
  press (board, 6);
  press (board, 21);
  g_assert_cmpuint (made, ==, CHESS_MOVE_NULL);
  chess_position_make (&position, chess_move (52, 36));
  cl_board_set_position (board, &position, chess_move (52, 36), FALSE);
  widget_test_wait (made == chess_move (6, 21));
  g_assert_cmpuint (board->premove.from, ==, CHESS_NO_SQUARE);

  /* Nf3 was played; e4–e5 is made in advance and blocked by the time it could be played: nothing happens. */
  chess_position_make (&position, chess_move (6, 21));
  cl_board_set_position (board, &position, chess_move (6, 21), FALSE);
  made = CHESS_MOVE_NULL;
  press (board, 5);
  press (board, 33);
  g_assert_cmpuint (board->premove.from, ==, 5);
  chess_position_make (&position, chess_move (49, 33)); /* b7–b5 */
  cl_board_cancel (board);
  g_assert_cmpuint (board->premove.from, ==, CHESS_NO_SQUARE);
  cl_board_set_position (board, &position, chess_move (49, 33), FALSE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (made, ==, CHESS_MOVE_NULL);
  g_signal_handler_disconnect (board, handler);
  widget_test_close (window, widget);
}

static void
test_switch_pieces (void)
{
  g_autoptr (ClPieceSet) set = cl_piece_set_new (0);
  GdkTexture *before;

  before = cl_piece_set_get (set, chess_piece (CHESS_WHITE, CHESS_KING), CL_PIECE_LOOK_BOARD, 40);
  g_object_add_weak_pointer (G_OBJECT (before), (gpointer *) &before);
  cl_piece_set_set_style (set, 3);
  g_assert_null (before);
  g_assert_cmpuint (cl_piece_set_get_style (set), ==, 3);
  g_assert_nonnull (
    cl_piece_set_get (set, chess_piece (CHESS_WHITE, CHESS_KING), CL_PIECE_LOOK_BOARD, 40));
}

static void
test_preview (void)
{
  GtkWidget *preview = cl_look_preview_new (1, FALSE, 2);
  GtkWidget *window = widget_test_show (preview, 116, 58);
  GdkRGBA seen;
  GdkRGBA wanted;

  read_pixel (preview, 31, 30, &seen); /* left by the bishop, so empty */
  cl_board_theme_get_color (1, FALSE, CL_LOOK_LAST_LIGHT, &wanted);
  g_assert_cmpfloat (distance (&seen, &wanted), <, 0.02);
  widget_test_close (window, preview);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  g_test_add_func ("/widgets/board-look/contrast", test_contrast);
  g_test_add_func ("/widgets/board-look/high-contrast", test_high_contrast);
  g_test_add_func ("/widgets/board-look/ids", test_ids);
  g_test_add_func ("/widgets/board-look/apply", test_apply);
  g_test_add_func ("/widgets/board-look/no-motion", test_no_motion);
  g_test_add_func ("/widgets/board-look/premove", test_premove);
  g_test_add_func ("/widgets/board-look/switch-pieces", test_switch_pieces);
  g_test_add_func ("/widgets/board-look/preview", test_preview);

  return g_test_run ();
}
