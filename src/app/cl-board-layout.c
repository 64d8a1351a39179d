/* cl-board-layout.c: gives the board every pixel that the strips and the panel can spare
 *
 * The edge is a multiple of 8, so that all squares are equal. What the edge leaves goes to the side panel, up to a
 * width that can still be read; beyond it the whole is centred.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-layout.h"

#include "cl-evaluation-bar.h"

#define MIN_EDGE 288
#define MAX_SIDE 860

typedef struct
{
  int margin, gap;   /* beside the board */
  int min_side;      /* of the panel beside it */
  int strip_gap;     /* above and below it */
  int roomy_strip;   /* the height at which a strip looks at ease */
  int promised_edge; /* of the board, in the smallest window that these measures are for */
  int bar;           /* what the bar beside the board has, if it is shown, beyond the margin */
} Measures;

/* As usual, and in small windows. */
static const Measures all_measures[] = {
  { 22, 26, 300, 4, 56, 560, 40 },
  { 8, 12, 256, 1, 38, 360, 34 },
};

enum
{
  TOP,
  BOARD,
  BOTTOM,
  SIDE,
  BAR,
  N_PLACES
};

#define BAR_GAP 6 /* between bar and board */

static const char *const place_names[N_PLACES] = { "top", "board", "bottom", "side", "bar" };

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

static gboolean
has_side (ClBoardLayout *self)
{
  return self->places[SIDE] && gtk_widget_should_layout (self->places[SIDE]);
}

/* With the gap before it; nothing where there is no panel. */
static int
measure_side (ClBoardLayout *self)
{
  int minimum = 0;

  if (!has_side (self))
    return 0;
  gtk_widget_measure (self->places[SIDE],
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &minimum,
                      NULL,
                      NULL,
                      NULL);
  return MAX (minimum, all_measures[self->compact].min_side) + all_measures[self->compact].gap;
}

/* Where there is not even room for the least board with it, the bar is left out. */
static int
measure_bar (ClBoardLayout *self, int width)
{
  const Measures *measures = &all_measures[self->compact];
  int least = MIN_EDGE + measure_side (self) + 2 * measures->margin;
  GtkWidget *bar = self->places[BAR];

  if (!bar || !gtk_widget_should_layout (bar))
    return 0;
  gtk_widget_measure (bar, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_set_child_visible (bar, width >= least + measures->bar);
  return width >= least + measures->bar ? measures->bar : 0;
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
      *minimum = MIN_EDGE + measure_side (self) + 2 * all_measures[1].margin;
      *natural = 1000;
    }
  else
    {
      int strips =
        measure_height (self->places[TOP], -1) + measure_height (self->places[BOTTOM], -1);

      *minimum = MIN_EDGE + strips + 2 * all_measures[1].strip_gap;
      *natural = all_measures[0].promised_edge + strips + 2 * all_measures[0].strip_gap;
    }
  *minimum_baseline = *natural_baseline = -1;
}

/* The board has what the strips leave, yet beyond the edge that is promised the strips come first: names, captured pieces
 * and clocks that stand cramped look no better beside a board that is one row of pixels larger. */
static int
choose_edge (ClBoardLayout *self, int width, int height, int strips, int bar)
{
  const Measures *measures = &all_measures[self->compact];
  int across = width - 2 * measures->margin - measure_side (self) - bar;
  int tight = height - strips - 2 * measures->strip_gap;
  int roomy = height - 2 * (measures->roomy_strip + measures->strip_gap);
  int edge = MIN (MIN (across, tight), MAX (roomy, measures->promised_edge));

  return MAX (edge, 64) / 8 * 8;
}

/* As long as the board, with room for its number beside the strip below. */
static void
place_bar (ClBoardLayout *self, int x, int y, int width, int edge, int below)
{
  if (!width)
    return;
  cl_evaluation_bar_set_length (CL_EVALUATION_BAR (self->places[BAR]), edge);
  place_child (self->places[BAR], x, y, width - BAR_GAP, edge + below);
}

static void
cl_board_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClBoardLayout *self = CL_BOARD_LAYOUT (widget);
  const Measures *measures = &all_measures[self->compact];
  int top = measure_height (self->places[TOP], -1);
  int bottom = measure_height (self->places[BOTTOM], -1);
  int bar = measure_bar (self, width);
  int edge = choose_edge (self, width, height, top + bottom, bar);
  int side = width - 2 * measures->margin - measures->gap - edge - bar;
  int x = measures->margin;
  int spare = height - edge - 2 * measures->strip_gap;
  int y;

  if (!has_side (self))
    x = (width - edge - bar) / 2;
  else if (side > MAX_SIDE)
    {
      x += (side - MAX_SIDE) / 2;
      side = MAX_SIDE;
    }
  top = CLAMP (spare / 2, top, MAX (top, measures->roomy_strip));
  bottom = CLAMP (spare / 2, bottom, MAX (bottom, measures->roomy_strip));
  y = MAX (spare - top - bottom, 0) / 2;

  if (has_side (self) && gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      place_child (self->places[SIDE], x, 0, side, height);
      x += side + measures->gap;
    }
  else
    place_child (self->places[SIDE], x + bar + edge + measures->gap, 0, side, height);
  place_bar (self, x, y + top + measures->strip_gap, bar, edge, bottom);
  x += bar;
  place_child (self->places[TOP], x, y, edge, top);
  y += top + measures->strip_gap;
  place_child (self->places[BOARD], x, y, edge, edge);
  place_child (self->places[BOTTOM], x, y + edge + measures->strip_gap, edge, bottom);
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
