/* cl-time-graph.c: one column a move of each side; the height grows with the square root, so that short moves are seen
 *
 * A game has moves of two seconds and of twenty minutes; in proportion all but the longest would vanish.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-time-graph.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"

struct _ClTimeGraph
{
  GtkWidget parent_instance;

  ClTimeBar *bars;
  guint n_bars;
  guint current;
};

enum
{
  TRAVELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClTimeGraph, cl_time_graph, GTK_TYPE_WIDGET)

static double
column_width (ClTimeGraph *self)
{
  guint columns = self->n_bars > 0 ? (self->bars[self->n_bars - 1].ply + 1) / 2 : 1;

  return (double) gtk_widget_get_width (GTK_WIDGET (self)) / MAX (1, columns);
}

static double
find_longest (ClTimeGraph *self)
{
  gint64 longest = 1;

  for (guint i = 0; i < self->n_bars; i++)
    longest = MAX (longest, self->bars[i].used_ms);

  return sqrt ((double) longest);
}

static void
cl_time_graph_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClTimeGraph *self = CL_TIME_GRAPH (widget);
  float middle = floorf ((float) gtk_widget_get_height (widget) / 2);
  double column = column_width (self);
  double longest = find_longest (self);
  float gap = column >= 5 ? 2 : column >= 3 ? 1 : 0;
  GdkRGBA colors[3];

  cl_gtk_lookup_color (widget, "cl_time_black", &colors[0]);
  cl_gtk_lookup_color (widget, "cl_time_white", &colors[1]);
  cl_gtk_lookup_color (widget, "cl_timeline_cursor", &colors[2]);
  for (guint i = 0; i < self->n_bars; i++)
    {
      const ClTimeBar *bar = &self->bars[i];
      float x = roundf ((float) (column * ((bar->ply - 1) / 2)));
      float width = MAX (1, roundf ((float) (column * ((bar->ply - 1) / 2 + 1))) - x - gap);
      float height =
        roundf ((float) (sqrt ((double) MAX (0, bar->used_ms)) / longest) * (middle - 1));

      if (bar->used_ms < 0)
        continue;
      height = MAX (1, height);
      gtk_snapshot_append_color (snapshot,
                                 bar->ply == self->current ? &colors[2] : &colors[bar->white],
                                 &GRAPHENE_RECT_INIT (x,
                                                      bar->white ? middle - height : middle + 1,
                                                      width,
                                                      height));
    }
}

static void
cl_time_graph_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 80 : 40;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 200 : 86;
  *minimum_baseline = *natural_baseline = -1;
}

guint
cl_time_graph_x_to_ply (ClTimeGraph *self, double x)
{
  guint column;
  guint last;

  g_return_val_if_fail (CL_IS_TIME_GRAPH (self), 0);

  if (self->n_bars == 0)
    return 0;
  last = self->bars[self->n_bars - 1].ply;
  column = (guint) (MAX (0, x) / MAX (1e-9, column_width (self)));

  return MIN (2 * column + 1, last);
}

/* Above the middle White's move is meant, below Black's. */
static void
pressed_cb (ClTimeGraph *self, int n_press, double x, double y, GtkGesture *gesture)
{
  guint ply = cl_time_graph_x_to_ply (self, x);

  if (self->n_bars == 0)
    return;
  if (y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0)
    ply = MIN (ply + 1, self->bars[self->n_bars - 1].ply);
  g_signal_emit (self, signals[TRAVELLED], 0, ply);
}

static void
cl_time_graph_finalize (GObject *object)
{
  g_free (CL_TIME_GRAPH (object)->bars);
  G_OBJECT_CLASS (cl_time_graph_parent_class)->finalize (object);
}

static void
cl_time_graph_class_init (ClTimeGraphClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cl_time_graph_finalize;
  widget_class->measure = cl_time_graph_measure;
  widget_class->snapshot = cl_time_graph_snapshot;
  signals[TRAVELLED] = g_signal_new ("travelled",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     1,
                                     G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "timegraph");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cl_time_graph_init (ClTimeGraph *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Time per move"), -1);
}

GtkWidget *
cl_time_graph_new (void)
{
  return g_object_new (CL_TYPE_TIME_GRAPH, NULL);
}

void
cl_time_graph_set_bars (ClTimeGraph *self,
                        const ClTimeBar *bars,
                        guint n_bars,
                        const char *description)
{
  g_return_if_fail (CL_IS_TIME_GRAPH (self));
  g_return_if_fail (bars != NULL || n_bars == 0);

  g_free (self->bars);
  self->bars = g_memdup2 (bars, n_bars * sizeof *bars);
  self->n_bars = n_bars;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description != NULL ? description : "",
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_time_graph_set_current (ClTimeGraph *self, guint ply)
{
  g_return_if_fail (CL_IS_TIME_GRAPH (self));

  self->current = ply;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
