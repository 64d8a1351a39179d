/* cl-flow.c: who writes, what is kept, who reads: three columns and what travels between them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-flow.h"

#include "cl-gtk-compat.h"

#define GAP_START  142 /* between columns, where there is room */
#define GAP_END    74
#define LEAST_GAP  36
#define TRAVEL_US  (G_USEC_PER_SEC * 45 / 100) /* of each half of the way */
#define MAX_MOVING 64
#define DOT        4

typedef struct
{
  guint writer, lane;
  gint64 begun_us; /* of the frame clock */
} Moving;

struct _ClFlow
{
  GtkWidget parent_instance;

  GtkWidget *start, *lanes, *end;
  GArray *writes, *reads; /* (element-type ClFlowLink) */
  GArray *moving;         /* (element-type Moving) */
  guint pointed;
  guint tick;
};

G_DEFINE_FINAL_TYPE (ClFlow, cl_flow, GTK_TYPE_WIDGET)

/* --- Layout --- */

static void
cl_flow_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  ClFlow *self = CL_FLOW (widget);
  GtkWidget *parts[] = { self->start, self->lanes, self->end };

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * LEAST_GAP : 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wanted;

      gtk_widget_measure (parts[i], orientation, -1, &least, &wanted, NULL, NULL);
      *minimum =
        orientation == GTK_ORIENTATION_HORIZONTAL ? *minimum + least : MAX (*minimum, least);
      *natural =
        orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + wanted : MAX (*natural, wanted);
    }
}

static void
place (GtkWidget *part, int x, int width, int height)
{
  gtk_widget_size_allocate (part, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
cl_flow_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClFlow *self = CL_FLOW (widget);
  int start, end, least_start, least_end, room, gap_start, gap_end, lanes;

  gtk_widget_measure (self->start,
                      GTK_ORIENTATION_HORIZONTAL,
                      -1,
                      &least_start,
                      &start,
                      NULL,
                      NULL);
  gtk_widget_measure (self->end, GTK_ORIENTATION_HORIZONTAL, -1, &least_end, &end, NULL, NULL);
  gtk_widget_measure (self->lanes, GTK_ORIENTATION_HORIZONTAL, -1, &lanes, NULL, NULL, NULL);
  room = width - start - end - lanes;
  if (room < 2 * LEAST_GAP)
    {
      start = least_start;
      end = least_end;
      room = width - start - end - lanes;
    }
  gap_start = CLAMP (room / 3, LEAST_GAP, GAP_START);
  gap_end = CLAMP (room / 6, LEAST_GAP, GAP_END);
  place (self->start, 0, start, height);
  place (self->lanes,
         start + gap_start,
         MAX (lanes, width - start - end - gap_start - gap_end),
         height);
  place (self->end, width - end, end, height);
}

/* --- Places --- */

static GtkWidget *
nth_child (GtkWidget *box, guint n)
{
  GtkWidget *child = gtk_widget_get_first_child (box);

  while (child != NULL && n-- > 0)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* The edge of a row that faces the lanes. */
static gboolean
find_end_point (ClFlow *self, GtkWidget *box, guint n, graphene_point_t *point)
{
  GtkWidget *child = nth_child (box, n);
  graphene_rect_t bounds;

  if (child == NULL || !gtk_widget_get_visible (child) ||
      !gtk_widget_compute_bounds (child, GTK_WIDGET (self), &bounds))
    return FALSE;
  point->x = box == self->start ? bounds.origin.x + bounds.size.width : bounds.origin.x;
  point->y = bounds.origin.y + bounds.size.height / 2;
  return TRUE;
}

static gboolean
find_lane_point (ClFlow *self, guint lane, gboolean at_start, graphene_point_t *point)
{
  graphene_rect_t bounds;

  if (lane >= cl_flow_lanes_get_n_rows (CL_FLOW_LANES (self->lanes)) ||
      !gtk_widget_compute_bounds (self->lanes, GTK_WIDGET (self), &bounds))
    return FALSE;
  point->x = at_start ? bounds.origin.x : bounds.origin.x + bounds.size.width;
  point->y = bounds.origin.y + cl_flow_lanes_get_y (CL_FLOW_LANES (self->lanes), lane);
  return TRUE;
}

/* Leaves and arrives level: a cubic whose handles lie half way. */
static graphene_point_t
curve_at (const graphene_point_t *from, const graphene_point_t *to, float t)
{
  float u = 1 - t, middle = (from->x + to->x) / 2;
  float a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

  return GRAPHENE_POINT_INIT (a * from->x + b * middle + c * middle + d * to->x,
                              (a + b) * from->y + (c + d) * to->y);
}

/* --- Drawing --- */

static void
draw_curve (cairo_t *cr, const graphene_point_t *from, const graphene_point_t *to)
{
  double middle = (double) (from->x + to->x) / 2;

  cairo_move_to (cr, (double) from->x, (double) from->y);
  cairo_curve_to (cr,
                  middle,
                  (double) from->y,
                  middle,
                  (double) to->y,
                  (double) to->x,
                  (double) to->y);
  cairo_stroke (cr);
}

static void
draw_writes (ClFlow *self, cairo_t *cr)
{
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_flow_write", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < self->writes->len; i++)
    {
      const ClFlowLink *link = &g_array_index (self->writes, ClFlowLink, i);
      graphene_point_t from, to;

      if (find_end_point (self, self->start, link->end, &from) &&
          find_lane_point (self, link->lane, TRUE, &to))
        draw_curve (cr, &from, &to);
    }
}

static void
draw_pointed (ClFlow *self, cairo_t *cr)
{
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), "accent_bg_color", &color);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 1.5);
  for (guint i = 0; i < self->reads->len; i++)
    {
      const ClFlowLink *link = &g_array_index (self->reads, ClFlowLink, i);
      graphene_point_t from, to;

      if (link->end == self->pointed && find_lane_point (self, link->lane, FALSE, &from) &&
          find_end_point (self, self->end, link->end, &to))
        draw_curve (cr, &from, &to);
    }
}

static void
draw_dot (GtkSnapshot *snapshot, const GdkRGBA *color, const graphene_point_t *at)
{
  GskRoundedRect dot;

  gsk_rounded_rect_init_from_rect (&dot,
                                   &GRAPHENE_RECT_INIT (at->x - DOT, at->y - DOT, 2 * DOT, 2 * DOT),
                                   DOT);
  gtk_snapshot_push_rounded_clip (snapshot, &dot);
  gtk_snapshot_append_color (snapshot, color, &dot.bounds);
  gtk_snapshot_pop (snapshot);
}

/* Slow at both ends, as a hand moves. */
static float
ease (float t)
{
  return t * t * (3 - 2 * t);
}

static void
draw_written (ClFlow *self,
              GtkSnapshot *snapshot,
              const Moving *moving,
              float t,
              const GdkRGBA *color)
{
  graphene_point_t from, to, at;

  if (!find_end_point (self, self->start, moving->writer, &from) ||
      !find_lane_point (self, moving->lane, TRUE, &to))
    return;
  at = curve_at (&from, &to, ease (t));
  draw_dot (snapshot, color, &at);
}

static void
draw_read (ClFlow *self, GtkSnapshot *snapshot, const Moving *moving, float t, const GdkRGBA *color)
{
  graphene_point_t from, to, at;

  if (!find_lane_point (self, moving->lane, FALSE, &from))
    return;
  for (guint i = 0; i < self->reads->len; i++)
    {
      const ClFlowLink *link = &g_array_index (self->reads, ClFlowLink, i);

      if (link->lane != moving->lane || !find_end_point (self, self->end, link->end, &to))
        continue;
      at = curve_at (&from, &to, ease (t));
      draw_dot (snapshot, color, &at);
    }
}

static gint64
frame_time (ClFlow *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock) : 0;
}

static void
cl_flow_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  ClFlow *self = CL_FLOW (widget);
  gint64 now_us = frame_time (self);
  GdkRGBA written, read;
  cairo_t *cr =
    gtk_snapshot_append_cairo (snapshot,
                               &GRAPHENE_RECT_INIT (0,
                                                    0,
                                                    (float) gtk_widget_get_width (widget),
                                                    (float) gtk_widget_get_height (widget)));

  draw_writes (self, cr);
  if (self->pointed != G_MAXUINT)
    draw_pointed (self, cr);
  cairo_destroy (cr);
  GTK_WIDGET_CLASS (cl_flow_parent_class)->snapshot (widget, snapshot);
  cl_gtk_lookup_color (widget, "cl_flow_dot", &written);
  cl_gtk_lookup_color (widget, "cl_flow_read", &read);
  for (guint i = 0; i < self->moving->len; i++)
    {
      const Moving *moving = &g_array_index (self->moving, Moving, i);
      float t = (float) (now_us - moving->begun_us) / (float) TRAVEL_US;

      if (t < 0)
        continue;
      if (t <= 1)
        draw_written (self, snapshot, moving, t, &written);
      else if (t <= 2)
        draw_read (self, snapshot, moving, t - 1, &read);
    }
}

/* --- Motion --- */

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClFlow *self = CL_FLOW (widget);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);

  for (guint i = self->moving->len; i-- > 0;)
    if (now_us - g_array_index (self->moving, Moving, i).begun_us > 2 * TRAVEL_US)
      g_array_remove_index (self->moving, i);
  gtk_widget_queue_draw (widget);
  if (self->moving->len > 0)
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

void
cl_flow_send (ClFlow *self, guint writer, guint lane)
{
  Moving moving = { writer, lane, 0 };
  gboolean animated = TRUE;

  g_return_if_fail (CL_IS_FLOW (self));

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)),
                "gtk-enable-animations",
                &animated,
                NULL);
  if (!animated || self->moving->len >= MAX_MOVING || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  moving.begun_us = frame_time (self);
  g_array_append_val (self->moving, moving);
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* --- GObject --- */

static void
cl_flow_dispose (GObject *object)
{
  ClFlow *self = CL_FLOW (object);

  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->lanes, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);
  G_OBJECT_CLASS (cl_flow_parent_class)->dispose (object);
}

static void
cl_flow_finalize (GObject *object)
{
  ClFlow *self = CL_FLOW (object);

  g_array_unref (self->writes);
  g_array_unref (self->reads);
  g_array_unref (self->moving);
  G_OBJECT_CLASS (cl_flow_parent_class)->finalize (object);
}

static void
cl_flow_class_init (ClFlowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cl_flow_dispose;
  G_OBJECT_CLASS (class)->finalize = cl_flow_finalize;
  widget_class->measure = cl_flow_measure;
  widget_class->size_allocate = cl_flow_size_allocate;
  widget_class->snapshot = cl_flow_snapshot;
  gtk_widget_class_set_css_name (widget_class, "flow");
}

static GtkWidget *
add_box (ClFlow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

static void
cl_flow_init (ClFlow *self)
{
  self->writes = g_array_new (FALSE, FALSE, sizeof (ClFlowLink));
  self->reads = g_array_new (FALSE, FALSE, sizeof (ClFlowLink));
  self->moving = g_array_new (FALSE, FALSE, sizeof (Moving));
  self->pointed = G_MAXUINT;
  self->start = add_box (self);
  self->lanes = cl_flow_lanes_new ();
  gtk_widget_set_parent (self->lanes, GTK_WIDGET (self));
  self->end = add_box (self);
}

GtkWidget *
cl_flow_new (void)
{
  return g_object_new (CL_TYPE_FLOW, NULL);
}

GtkBox *
cl_flow_get_start (ClFlow *self)
{
  g_return_val_if_fail (CL_IS_FLOW (self), NULL);

  return GTK_BOX (self->start);
}

GtkBox *
cl_flow_get_end (ClFlow *self)
{
  g_return_val_if_fail (CL_IS_FLOW (self), NULL);

  return GTK_BOX (self->end);
}

ClFlowLanes *
cl_flow_get_lanes (ClFlow *self)
{
  g_return_val_if_fail (CL_IS_FLOW (self), NULL);

  return CL_FLOW_LANES (self->lanes);
}

static void
light_lanes (ClFlow *self)
{
  guint n = cl_flow_lanes_get_n_rows (CL_FLOW_LANES (self->lanes));
  g_autofree gboolean *lit = g_new0 (gboolean, n + 1);

  for (guint i = 0; i < self->reads->len; i++)
    {
      const ClFlowLink *link = &g_array_index (self->reads, ClFlowLink, i);

      if (link->end == self->pointed && link->lane < n)
        lit[link->lane] = TRUE;
    }
  cl_flow_lanes_set_lit (CL_FLOW_LANES (self->lanes), lit, self->pointed != G_MAXUINT ? n : 0);
}

static void
take_links (GArray *links, const ClFlowLink *from, guint n)
{
  g_array_set_size (links, 0);
  if (n > 0)
    g_array_append_vals (links, from, n);
}

void
cl_flow_set_writes (ClFlow *self, const ClFlowLink *links, guint n)
{
  g_return_if_fail (CL_IS_FLOW (self));

  take_links (self->writes, links, n);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_flow_set_reads (ClFlow *self, const ClFlowLink *links, guint n)
{
  g_return_if_fail (CL_IS_FLOW (self));

  take_links (self->reads, links, n);
  if (self->pointed != G_MAXUINT)
    light_lanes (self);
}

void
cl_flow_set_pointed (ClFlow *self, guint reader)
{
  g_return_if_fail (CL_IS_FLOW (self));

  if (reader == self->pointed)
    return;
  self->pointed = reader;
  light_lanes (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
