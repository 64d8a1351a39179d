/* cl-look-preview.c: draws eight squares without asking the style sheet, which knows the chosen theme only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-look-preview.h"

#include "cl-board-look.h"
#include "cl-piece-set.h"

#define COLUMNS 4
#define ROWS    2
#define EDGE    29

struct _ClLookPreview
{
  GtkWidget parent_instance;

  ClPieceSet *pieces;
  guint theme;
  gboolean dark;
};

G_DEFINE_FINAL_TYPE (ClLookPreview, cl_look_preview, GTK_TYPE_WIDGET)

static void
cl_look_preview_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = *natural = EDGE * (orientation == GTK_ORIENTATION_HORIZONTAL ? COLUMNS : ROWS);
}

/* A bishop has just moved there, so that both tints are seen. */
static void
cl_look_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const guint8 kinds[ROWS][COLUMNS] = {
    { CHESS_KNIGHT, CHESS_QUEEN, CHESS_KING, CHESS_ROOK },
    { CHESS_KING, CHESS_NO_KIND, CHESS_BISHOP, CHESS_PAWN },
  };
  ClLookPreview *self = CL_LOOK_PREVIEW (widget);
  float edge =
    (float) MIN (gtk_widget_get_width (widget) / COLUMNS, gtk_widget_get_height (widget) / ROWS);
  float left = roundf (((float) gtk_widget_get_width (widget) - edge * COLUMNS) / 2);

  for (guint row = 0; row < ROWS; row++)
    for (guint column = 0; column < COLUMNS; column++)
      {
        gboolean dark_square = (row + column) % 2;
        gboolean last = row == 1 && (column == 1 || column == 2);
        graphene_rect_t bounds;
        GdkRGBA color;

        graphene_rect_init (&bounds, left + edge * (float) column, edge * (float) row, edge, edge);
        cl_board_theme_get_color (self->theme,
                                  self->dark,
                                  (last ? CL_LOOK_LAST_LIGHT : CL_LOOK_LIGHT) + dark_square,
                                  &color);
        gtk_snapshot_append_color (snapshot, &color, &bounds);
        if (kinds[row][column] != CHESS_NO_KIND)
          cl_piece_set_snapshot (self->pieces,
                                 snapshot,
                                 widget,
                                 chess_piece (row == 0 ? CHESS_BLACK : CHESS_WHITE,
                                              kinds[row][column]),
                                 &bounds);
      }
}

static void
cl_look_preview_dispose (GObject *object)
{
  g_clear_object (&CL_LOOK_PREVIEW (object)->pieces);
  G_OBJECT_CLASS (cl_look_preview_parent_class)->dispose (object);
}

static void
cl_look_preview_class_init (ClLookPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_look_preview_dispose;
  widget_class->measure = cl_look_preview_measure;
  widget_class->snapshot = cl_look_preview_snapshot;
  gtk_widget_class_set_css_name (widget_class, "lookpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cl_look_preview_init (ClLookPreview *self)
{
  self->pieces = cl_piece_set_new (0);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
cl_look_preview_new (guint theme, gboolean dark, guint style)
{
  ClLookPreview *self = g_object_new (CL_TYPE_LOOK_PREVIEW, NULL);

  cl_look_preview_set (self, theme, dark, style);

  return GTK_WIDGET (self);
}

void
cl_look_preview_set (ClLookPreview *self, guint theme, gboolean dark, guint style)
{
  g_return_if_fail (CL_IS_LOOK_PREVIEW (self));
  g_return_if_fail (theme < CL_N_BOARD_THEMES);
  g_return_if_fail (style < CL_N_PIECE_STYLES);

  self->theme = theme;
  self->dark = dark;
  cl_piece_set_set_style (self->pieces, style);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
