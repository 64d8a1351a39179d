/* cl-piece-image.c: draws one piece of the set as large as it is allowed to be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-piece-image.h"

#include "cl-piece-set.h"

struct _ClPieceImage
{
  GtkWidget parent_instance;

  ChessPiece piece;
  int size;
};

G_DEFINE_FINAL_TYPE (ClPieceImage, cl_piece_image, GTK_TYPE_WIDGET)

static void
cl_piece_image_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  *minimum = *natural = CL_PIECE_IMAGE (widget)->size;
}

static void
cl_piece_image_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClPieceImage *self = CL_PIECE_IMAGE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int edge = MIN (width, height);
  graphene_rect_t bounds;

  if (self->piece == CHESS_NO_PIECE || edge < 1)
    return;

  graphene_rect_init (&bounds, (width - edge) / 2, (height - edge) / 2, edge, edge);
  cl_piece_set_snapshot (cl_piece_set_for_display (gtk_widget_get_display (widget)),
                         snapshot,
                         widget,
                         self->piece,
                         &bounds);
}

static void
cl_piece_image_class_init (ClPieceImageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = cl_piece_image_measure;
  widget_class->snapshot = cl_piece_image_snapshot;
  gtk_widget_class_set_css_name (widget_class, "piece");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cl_piece_image_init (ClPieceImage *self)
{
  self->piece = CHESS_NO_PIECE;
}

GtkWidget *
cl_piece_image_new (ChessPiece piece, int size)
{
  ClPieceImage *self = g_object_new (CL_TYPE_PIECE_IMAGE, NULL);

  self->size = MAX (size, 1);
  cl_piece_image_set_piece (self, piece);

  return GTK_WIDGET (self);
}

void
cl_piece_image_set_piece (ClPieceImage *self, ChessPiece piece)
{
  g_return_if_fail (CL_IS_PIECE_IMAGE (self));

  if (chess_piece_kind (piece) >= CHESS_N_KINDS || piece >= 16)
    piece = CHESS_NO_PIECE;
  self->piece = piece;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
