/* cl-mini-board.c: shows where the pointer is on the timeline before one goes there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-mini-board.h"

#include "cl-board.h"

#define EDGE    136
#define SPACING 6

struct _ClMiniBoard
{
  GtkWidget parent_instance;

  GtkWidget *title;
  GtkWidget *subtitle;
  ChessPosition position;
  ChessMove last_move;
  gboolean has_board;
  gboolean flipped;
};

G_DEFINE_FINAL_TYPE (ClMiniBoard, cl_mini_board, GTK_TYPE_WIDGET)

static int
measure_label (GtkWidget *label)
{
  int minimum = 0;

  if (gtk_widget_should_layout (label))
    gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, EDGE, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
cl_mini_board_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  ClMiniBoard *self = CL_MINI_BOARD (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = EDGE;
  else
    *minimum = *natural = (self->has_board ? EDGE + SPACING : 0) + measure_label (self->title) +
                          measure_label (self->subtitle);
  *minimum_baseline = *natural_baseline = -1;
}

static void
cl_mini_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClMiniBoard *self = CL_MINI_BOARD (widget);
  int y = self->has_board ? EDGE + SPACING : 0;
  int title = measure_label (self->title);

  if (gtk_widget_should_layout (self->title))
    gtk_widget_size_allocate (self->title, &(GtkAllocation){ 0, y, width, title }, -1);
  if (gtk_widget_should_layout (self->subtitle))
    gtk_widget_size_allocate (self->subtitle,
                              &(GtkAllocation){ 0,
                                                y + title,
                                                width,
                                                measure_label (self->subtitle) },
                              -1);
}

static void
cl_mini_board_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClMiniBoard *self = CL_MINI_BOARD (widget);

  if (self->has_board)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT ((gtk_widget_get_width (widget) - EDGE) / 2.f,
                                                    0));
      cl_board_snapshot_mini (snapshot,
                              &self->position,
                              self->last_move,
                              self->flipped,
                              EDGE,
                              widget);
      gtk_snapshot_restore (snapshot);
    }
  GTK_WIDGET_CLASS (cl_mini_board_parent_class)->snapshot (widget, snapshot);
}

static void
cl_mini_board_dispose (GObject *object)
{
  ClMiniBoard *self = CL_MINI_BOARD (object);

  g_clear_pointer (&self->title, gtk_widget_unparent);
  g_clear_pointer (&self->subtitle, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_mini_board_parent_class)->dispose (object);
}

static void
cl_mini_board_class_init (ClMiniBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_mini_board_dispose;
  widget_class->measure = cl_mini_board_measure;
  widget_class->size_allocate = cl_mini_board_size_allocate;
  widget_class->snapshot = cl_mini_board_snapshot;
  gtk_widget_class_set_css_name (widget_class, "miniboard");
}

static GtkWidget *
create_label (ClMiniBoard *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 10);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
cl_mini_board_init (ClMiniBoard *self)
{
  self->title = create_label (self, "cl-hover-title");
  self->subtitle = create_label (self, "cl-hover-subtitle");
}

GtkWidget *
cl_mini_board_new (void)
{
  return g_object_new (CL_TYPE_MINI_BOARD, NULL);
}

void
cl_mini_board_show (ClMiniBoard *self,
                    const ChessPosition *position,
                    ChessMove last_move,
                    gboolean flipped,
                    const char *title,
                    const char *subtitle)
{
  g_return_if_fail (CL_IS_MINI_BOARD (self));
  self->has_board = position != NULL;
  if (position)
    self->position = *position;
  self->last_move = last_move;
  self->flipped = flipped;
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle ? subtitle : "");
  gtk_widget_set_visible (self->subtitle, subtitle && *subtitle);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
