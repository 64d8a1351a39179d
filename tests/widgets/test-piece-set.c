/* test-piece-set.c: every piece is there at every size, told apart, and rendered once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board.h"
#include "cl-piece-image.h"
#include "cl-piece-set.h"
#include "widget-test.h"

static guint32 *
download (GdkTexture *texture, int pixels)
{
  guint32 *data = g_new0 (guint32, (gsize) pixels * (gsize) pixels);

  g_assert_cmpint (gdk_texture_get_width (texture), ==, pixels);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, pixels);
  gdk_texture_download (texture, (guchar *) data, (gsize) pixels * 4);

  return data;
}

static double
difference (const guint32 *a, const guint32 *b, int pixels)
{
  guint n = 0;

  for (int i = 0; i < pixels * pixels; i++)
    n += a[i] != b[i];

  return (double) n / (pixels * pixels);
}

static void
test_textures (gconstpointer data)
{
  static const int sizes[] = { 24, 28, 70, 160 };
  g_autoptr (ClPieceSet) set = cl_piece_set_new (GPOINTER_TO_UINT (data));

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      int pixels = sizes[s];
      guint32 *seen[12];

      for (guint i = 0; i < 12; i++)
        {
          ChessPiece piece = chess_piece (i / 6, i % 6);
          GdkTexture *texture = cl_piece_set_get (set, piece, CL_PIECE_LOOK_BOARD, pixels);

          g_assert_nonnull (texture);
          g_assert_true (cl_piece_set_get (set, piece, CL_PIECE_LOOK_BOARD, pixels) == texture);
          seen[i] = download (texture, pixels);
          g_assert_cmpuint (seen[i][0], ==, 0); /* the corners are free for coordinates */
          g_assert_cmpuint (seen[i][pixels * pixels - 1], ==, 0);
          for (guint j = 0; j < i; j++)
            g_assert_cmpfloat (difference (seen[i], seen[j], pixels), >, 0.05);
        }
      for (guint i = 0; i < 12; i++)
        g_free (seen[i]);
    }
}

/* Resizing a window asks for size after size; the set must not keep them all. */
static void
test_many_sizes (void)
{
  ClPieceSet *set = g_object_new (CL_TYPE_PIECE_SET, NULL);
  GdkTexture *first;

  first = cl_piece_set_get (set, chess_piece (CHESS_WHITE, CHESS_KING), CL_PIECE_LOOK_BOARD, 20);
  g_object_add_weak_pointer (G_OBJECT (first), (gpointer *) &first);
  for (int pixels = 21; pixels < 60; pixels++)
    g_assert_nonnull (
      cl_piece_set_get (set, chess_piece (CHESS_BLACK, CHESS_PAWN), CL_PIECE_LOOK_SOLID, pixels));
  g_assert_null (first);
  g_assert_finalize_object (set);
}

static void
test_mini (void)
{
  GtkWidget *image = cl_piece_image_new (chess_piece (CHESS_WHITE, CHESS_KNIGHT), 40);
  GtkWidget *window = widget_test_show (image, 80, 60);
  ChessPosition position = chess_position_start ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  graphene_rect_t bounds;

  cl_board_snapshot_mini (snapshot, &position, chess_move (12, 28), TRUE, 113, image);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_get_bounds (node, &bounds);
  g_assert_cmpfloat (bounds.size.width, ==, 113);
  g_assert_cmpfloat (bounds.size.height, ==, 113);
  gsk_render_node_unref (node);
  cl_piece_image_set_piece (CL_PIECE_IMAGE (image), 255); /* no such piece: draws nothing */
  gtk_test_widget_wait_for_draw (image);
  widget_test_close (window, image);
}

int
main (int argc, char **argv)
{
  widget_test_init (&argc, &argv);

  for (guint style = 0; style < CL_N_PIECE_STYLES; style++)
    {
      g_autofree char *path =
        g_strdup_printf ("/widgets/piece-set/textures/%s", cl_piece_style_get_id (style));

      g_test_add_data_func (path, GUINT_TO_POINTER (style), test_textures);
    }
  g_test_add_func ("/widgets/piece-set/many-sizes", test_many_sizes);
  g_test_add_func ("/widgets/piece-set/mini", test_mini);

  return g_test_run ();
}
