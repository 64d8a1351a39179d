/* cl-seen-board.c: a small board with what stands on it, and the squares that are wrong
 *
 * A wrong square has a frame, so that colour is not the only sign. A man that the board cannot name is a disc.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-seen-board.h"

#include <glib/gi18n.h>

#include "cl-board.h"

#define EDGE 200

struct _ClSeenBoard
{
  GtkWidget parent_instance;

  ChessPosition position; /* of it only the men are looked at */
  guint64 unnamed, wrong;
  gboolean known;
};

G_DEFINE_FINAL_TYPE (ClSeenBoard, cl_seen_board, GTK_TYPE_WIDGET)

static void
cl_seen_board_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = *natural = EDGE;
  *minimum_baseline = *natural_baseline = -1;
}

static graphene_rect_t
get_bounds (guint square)
{
  return GRAPHENE_RECT_INIT ((float) chess_file ((ChessSquare) square) * EDGE / 8,
                             (float) (7 - chess_rank ((ChessSquare) square)) * EDGE / 8,
                             EDGE / 8.f,
                             EDGE / 8.f);
}

static void
draw_disc (GtkSnapshot *snapshot, guint square)
{
  const GdkRGBA color = { 0.2f, 0.22f, 0.26f, 1 };
  graphene_rect_t bounds = get_bounds (square);
  GskRoundedRect disc;

  graphene_rect_inset (&bounds, EDGE / 32.f, EDGE / 32.f);
  gsk_rounded_rect_init_from_rect (&disc, &bounds, EDGE);
  gtk_snapshot_push_rounded_clip (snapshot, &disc);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
draw_frame (GtkSnapshot *snapshot, guint square)
{
  const GdkRGBA red = { 0.75f, 0.11f, 0.16f, 1 };
  const GdkRGBA colors[4] = { red, red, red, red };
  const float widths[4] = { 3, 3, 3, 3 };
  graphene_rect_t bounds = get_bounds (square);
  GskRoundedRect frame;

  gsk_rounded_rect_init_from_rect (&frame, &bounds, 2);
  gtk_snapshot_append_border (snapshot, &frame, widths, colors);
}

static void
cl_seen_board_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClSeenBoard *self = CL_SEEN_BOARD (widget);

  if (!self->known)
    gtk_snapshot_push_opacity (snapshot, 0.35);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (floorf (
                                                  (float) (gtk_widget_get_width (widget) - EDGE) /
                                                  2),
                                                0));
  cl_board_snapshot_mini (snapshot, &self->position, CHESS_MOVE_NULL, FALSE, EDGE, widget);
  for (guint i = 0; i < 64; i++)
    {
      if (self->unnamed >> i & 1)
        draw_disc (snapshot, i);
      if (self->wrong >> i & 1)
        draw_frame (snapshot, i);
    }
  gtk_snapshot_restore (snapshot);
  if (!self->known)
    gtk_snapshot_pop (snapshot);
}

static void
cl_seen_board_class_init (ClSeenBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = cl_seen_board_measure;
  widget_class->snapshot = cl_seen_board_snapshot;
  gtk_widget_class_set_css_name (widget_class, "seenboard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_seen_board_init (ClSeenBoard *self)
{
  for (guint i = 0; i < 64; i++)
    self->position.board[i] = CHESS_NO_PIECE;
}

GtkWidget *
cl_seen_board_new (void)
{
  return g_object_new (CL_TYPE_SEEN_BOARD, NULL);
}

static char *
describe_wrong (guint64 wrong)
{
  GString *squares = g_string_new (NULL);

  for (guint i = 0; i < 64; i++)
    if (wrong >> i & 1)
      g_string_append_printf (squares,
                              "%s%c%c",
                              squares->len > 0 ? ", " : "",
                              'a' + (int) (i % 8),
                              '1' + (int) (i / 8));
  return g_string_free (squares, FALSE);
}

void
cl_seen_board_show (ClSeenBoard *self,
                    const ClPlacement *placement,
                    guint64 wrong,
                    const char *label)
{
  g_autofree char *squares = describe_wrong (wrong);
  /* Translators: %s lists squares, such as “e2, e4” */
  g_autofree char *description =
    wrong != 0 ? g_strdup_printf (_ ("These squares differ: %s"), squares) : g_strdup ("");

  g_return_if_fail (CL_IS_SEEN_BOARD (self));

  self->known = placement != NULL;
  self->wrong = wrong;
  self->unnamed = 0;
  for (guint i = 0; i < 64; i++)
    {
      ChessPiece piece = placement != NULL ? placement->squares[i] : CHESS_NO_PIECE;

      if (piece == CL_PIECE_SOME)
        self->unnamed |= G_GUINT64_CONSTANT (1) << i;
      self->position.board[i] = piece == CL_PIECE_SOME ? CHESS_NO_PIECE : piece;
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
