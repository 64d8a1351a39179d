/* cl-captured.c: sets the pieces side by side, and closer the less room there is, so that even fifteen of them fit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-captured.h"

#include <glib/gi18n.h>

#include "cl-board-square.h"
#include "cl-gtk-compat.h"
#include "cl-piece-set.h"

/* In hundredths of the edge of a piece. */
#define EDGE     138 /* of the height of a line of text: a piece leaves a margin on its square */
#define NARROW   34  /* step between equal pieces where room is short */
#define WIDE     82  /* where it is not: they only just touch */
#define DISTANCE 90  /* step to another kind */
#define GAP      6   /* in pixels, before the difference */

struct _ClCaptured
{
  GtkWidget parent_instance;

  GtkWidget *label;
  ChessColor color;
  guint8 counts[5];
};

G_DEFINE_FINAL_TYPE (ClCaptured, cl_captured, GTK_TYPE_WIDGET)

static int
get_edge (ClCaptured *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int height = pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics);

  pango_font_metrics_unref (metrics);

  return MAX (8, PANGO_PIXELS_CEIL (height) * EDGE / 100);
}

/* Of all pieces, with @step hundredths between equal ones. */
static int
pieces_width (ClCaptured *self, int step)
{
  int edge = get_edge (self);
  int width = 0;

  for (guint kind = 0; kind < 5; kind++)
    if (self->counts[kind] > 0)
      width += (self->counts[kind] - 1) * (edge * step / 100) + edge * DISTANCE / 100;

  return width > 0 ? width + edge - edge * DISTANCE / 100 : 0;
}

static int
label_width (ClCaptured *self)
{
  int width = 0;

  if (!gtk_widget_get_visible (self->label))
    return 0;
  gtk_widget_measure (self->label, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);

  return width + GAP;
}

/* The widest step with which everything fits into the width that there is. */
static int
find_step (ClCaptured *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - label_width (self);
  int step = WIDE;

  while (step > NARROW && pieces_width (self, step) > width)
    step--;

  return step;
}

static void
cl_captured_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  ClCaptured *self = CL_CAPTURED (widget);
  int size = 0;

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      gtk_widget_measure (self->label, orientation, -1, &size, NULL, NULL, NULL);
      /* The margin of the squares may stand over. */
      *minimum = *natural = MAX (size, get_edge (self) * DISTANCE / 100);
    }
  else
    {
      *minimum = pieces_width (self, NARROW) + label_width (self);
      *natural = pieces_width (self, WIDE) + label_width (self);
    }
}

static void
cl_captured_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClCaptured *self = CL_CAPTURED (widget);
  int left = pieces_width (self, find_step (self)) + GAP;

  if (gtk_widget_get_visible (self->label))
    gtk_widget_size_allocate (self->label,
                              &(GtkAllocation){ left, 0, MAX (width - left, 1), height },
                              -1);
}

static void
cl_captured_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClCaptured *self = CL_CAPTURED (widget);
  ClPieceSet *set = cl_piece_set_for_display (gtk_widget_get_display (widget));
  int edge = get_edge (self);
  int step = find_step (self);
  float x = -roundf ((float) edge * (100 - DISTANCE) / 200); /* the margin of the first one */
  float y = (float) (gtk_widget_get_height (widget) - edge) / 2;
  GdkRGBA color;

  cl_gtk_get_color (widget, &color);
  for (guint kind = 0; kind < 5; kind++)
    for (guint i = 0; i < self->counts[kind]; i++)
      {
        cl_piece_set_snapshot_tinted (set,
                                      snapshot,
                                      widget,
                                      chess_piece (self->color, kind),
                                      &GRAPHENE_RECT_INIT (x, floorf (y), edge, edge),
                                      &color);
        x += (float) (edge * (i + 1 < self->counts[kind] ? step : DISTANCE) / 100);
      }
  gtk_widget_snapshot_child (widget, self->label, snapshot);
}

static void
cl_captured_dispose (GObject *object)
{
  g_clear_pointer (&CL_CAPTURED (object)->label, gtk_widget_unparent);

  G_OBJECT_CLASS (cl_captured_parent_class)->dispose (object);
}

static void
cl_captured_class_init (ClCapturedClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_captured_dispose;
  widget_class->measure = cl_captured_measure;
  widget_class->size_allocate = cl_captured_size_allocate;
  widget_class->snapshot = cl_captured_snapshot;
  gtk_widget_class_set_css_name (widget_class, "captured");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_captured_init (ClCaptured *self)
{
  self->label = gtk_label_new (NULL);
  gtk_widget_set_visible (self->label, FALSE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
cl_captured_new (void)
{
  return g_object_new (CL_TYPE_CAPTURED, NULL);
}

static void
update_label (ClCaptured *self, int difference)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint kind = 0; kind < 5; kind++)
    if (self->counts[kind] > 0)
      {
        if (text->len > 0)
          g_string_append (text, ", ");
        /* Translators: how many of which piece were captured, “2 × white pawn” */
        g_string_append_printf (text,
                                _ ("%d × %s"),
                                   self->counts[kind],
                                   cl_board_piece_name (chess_piece (self->color, kind)));
      }
  if (text->len == 0)
    g_string_append (text, _ ("nothing captured"));
  if (difference > 0)
    {
      g_string_append (text, "; ");
      /* Translators: difference of material in pawns */
      g_string_append_printf (text, _ ("ahead by %d"), difference);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text->str,
                                  -1);
}

void
cl_captured_set (ClCaptured *self, ChessColor color, const guint8 counts[5], int difference)
{
  g_autofree char *text = NULL;

  g_return_if_fail (CL_IS_CAPTURED (self));
  g_return_if_fail (counts != NULL);

  self->color = color;
  for (guint kind = 0; kind < 5; kind++)
    self->counts[kind] = MIN (counts[kind], 16);
  text = g_strdup_printf ("+%d", difference);
  gtk_label_set_label (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->label, difference > 0);
  update_label (self, difference);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
