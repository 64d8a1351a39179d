/* cl-board-layout.c: gives the board every pixel that the strips and the panel can spare
 *
 * The edge is a multiple of 8, so that all squares are equal. What the edge leaves goes to the side panel, up to a
 * width that can still be read; beyond it the whole is centred.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-layout.h"

#define MIN_EDGE        288
#define MIN_SIDE        300
#define SMALL_MIN_SIDE  256
#define MAX_SIDE        860
#define MARGIN          22
#define SMALL_MARGIN    12
#define GAP             26
#define SMALL_GAP       14
#define STRIP_GAP       5
#define SMALL_STRIP_GAP 1

enum
{
  TOP,
  BOARD,
  BOTTOM,
  SIDE,
  N_PLACES
};

static const char *const place_names[N_PLACES] = { "top", "board", "bottom", "side" };

struct _ClBoardLayout
{
  GtkWidget parent_instance;

  GtkWidget *places[N_PLACES];
  gboolean compact;
};

static void cl_board_layout_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ClBoardLayout,
                               cl_board_layout,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      cl_board_layout_buildable_init))

static int
measure_side (ClBoardLayout *self)
{
  int minimum = 0;

  if (self->places[SIDE] && gtk_widget_should_layout (self->places[SIDE]))
    gtk_widget_measure (self->places[SIDE],
                        GTK_ORIENTATION_HORIZONTAL,
                        -1,
                        &minimum,
                        NULL,
                        NULL,
                        NULL);
  return MAX (minimum, self->compact ? SMALL_MIN_SIDE : MIN_SIDE);
}

static int
measure_height (GtkWidget *child, int width)
{
  int minimum = 0;

  if (child && gtk_widget_should_layout (child))
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
place_child (GtkWidget *child, int x, int y, int width, int height)
{
  if (child && gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, y, width, height }, -1);
}

static void
cl_board_layout_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  ClBoardLayout *self = CL_BOARD_LAYOUT (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_EDGE + measure_side (self) + 2 * SMALL_MARGIN + SMALL_GAP;
      *natural = 1000;
    }
  else
    {
      int strips =
        measure_height (self->places[TOP], -1) + measure_height (self->places[BOTTOM], -1);

      *minimum = MIN_EDGE + strips + 2 * SMALL_STRIP_GAP;
      *natural = 560 + strips + 4 * STRIP_GAP;
    }
  *minimum_baseline = *natural_baseline = -1;
}

static void
cl_board_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClBoardLayout *self = CL_BOARD_LAYOUT (widget);
  int margin = self->compact ? SMALL_MARGIN : MARGIN;
  int gap = self->compact ? SMALL_GAP : GAP;
  int strip_gap = self->compact ? SMALL_STRIP_GAP : STRIP_GAP;
  int top = measure_height (self->places[TOP], -1);
  int bottom = measure_height (self->places[BOTTOM], -1);
  int edge =
    MIN (height - top - bottom - 2 * strip_gap, width - 2 * margin - gap - measure_side (self));
  int side;
  int spare;
  int x = margin;
  int y;

  edge = MAX (edge, 64) / 8 * 8;
  side = width - 2 * margin - gap - edge;
  if (side > MAX_SIDE)
    {
      x += (side - MAX_SIDE) / 2;
      side = MAX_SIDE;
    }
  spare = height - top - bottom - edge;
  strip_gap = MIN (MAX (spare, 0) / 4, STRIP_GAP + 5);
  y = MAX (spare - 2 * strip_gap, 0) / 2;

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      place_child (self->places[SIDE], x, 0, side, height);
      x += side + gap;
    }
  else
    place_child (self->places[SIDE], x + edge + gap, 0, side, height);
  place_child (self->places[TOP], x, y, edge, top);
  place_child (self->places[BOARD], x, y + top + strip_gap, edge, edge);
  place_child (self->places[BOTTOM], x, y + top + edge + 2 * strip_gap, edge, bottom);
}

static void
cl_board_layout_dispose (GObject *object)
{
  ClBoardLayout *self = CL_BOARD_LAYOUT (object);

  for (guint i = 0; i < N_PLACES; i++)
    g_clear_pointer (&self->places[i], gtk_widget_unparent);
  G_OBJECT_CLASS (cl_board_layout_parent_class)->dispose (object);
}

static void
cl_board_layout_add_child (GtkBuildable *buildable,
                           GtkBuilder *builder,
                           GObject *child,
                           const char *type)
{
  ClBoardLayout *self = CL_BOARD_LAYOUT (buildable);
  GtkBuildableIface *inherited;

  for (guint i = 0; i < N_PLACES; i++)
    if (g_strcmp0 (type, place_names[i]) == 0 && !self->places[i])
      {
        self->places[i] = GTK_WIDGET (child);
        gtk_widget_set_parent (self->places[i], GTK_WIDGET (self));
        return;
      }
  inherited = g_type_interface_peek (cl_board_layout_parent_class, GTK_TYPE_BUILDABLE);
  inherited->add_child (buildable, builder, child, type);
}

static void
cl_board_layout_buildable_init (GtkBuildableIface *iface)
{
  iface->add_child = cl_board_layout_add_child;
}

static void
cl_board_layout_class_init (ClBoardLayoutClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_board_layout_dispose;
  widget_class->measure = cl_board_layout_measure;
  widget_class->size_allocate = cl_board_layout_size_allocate;
}

static void
cl_board_layout_init (ClBoardLayout *self)
{
}

void
cl_board_layout_set_compact (ClBoardLayout *self, gboolean compact)
{
  g_return_if_fail (CL_IS_BOARD_LAYOUT (self));
  if (self->compact == !!compact)
    return;
  self->compact = !!compact;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
