/* cl-timeline.c: keeps what the timeline shows, its visible range and its cursor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"

#include <glib/gi18n.h>

#define MIN_HEIGHT  40
#define MIN_MOMENTS 4.0
#define MIN_TIME_US 1e6

enum
{
  PROP_CURSOR = 1,
  PROP_BY_TIME,
  PROP_LIVE,
  N_PROPS
};

enum
{
  SCRUBBED,
  HOVERED,
  RANGE_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClTimeline, cl_timeline, GTK_TYPE_WIDGET)

ClLane *
cl_lane_new (const char *name, guint n_buckets)
{
  ClLane *lane = g_new0 (ClLane, 1);

  lane->name = g_strdup (name);
  lane->n_buckets = n_buckets;
  lane->counts = g_new0 (guint32, n_buckets);
  lane->kinds = g_new0 (guint8, n_buckets);

  return lane;
}

void
cl_lane_free (ClLane *lane)
{
  if (lane == NULL)
    return;
  g_free (lane->name);
  g_free (lane->counts);
  g_free (lane->kinds);
  g_free (lane);
}

char *
cl_timeline_dup_label (ClTimeline *self, guint64 moment)
{
  if (self->label_func != NULL)
    return self->label_func (moment, self->label_data);

  return g_strdup_printf ("%'" G_GUINT64_FORMAT, moment);
}

static void
update_value (ClTimeline *self)
{
  g_autofree char *label = NULL;
  const char *text = self->value_text;

  if (text == NULL)
    text = label = self->cursor == self->first ? g_strdup (_ ("start"))
                                               : cl_timeline_dup_label (self, self->cursor);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MIN,
                                  (double) self->first,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX,
                                  (double) self->last,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  (double) self->cursor,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  text,
                                  -1);
}

/* Asks for lanes at most once a frame, however often the range changed. */
static gboolean
tell_range_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  ClTimeline *self = CL_TIMELINE (widget);
  graphene_rect_t strip;
  guint64 from;
  guint64 to;
  guint columns;

  self->tick_id = 0;
  cl_timeline_get_strip (self, &strip);
  from = cl_timeline_axis_to_moment (self, self->view_from);
  to = cl_timeline_axis_to_moment (self, self->view_to);
  columns = (guint) strip.size.width;
  if (columns == 0 ||
      (from == self->told_from && to == self->told_to && columns == self->told_columns))
    return G_SOURCE_REMOVE;

  self->told_from = from;
  self->told_to = to;
  self->told_columns = columns;
  g_signal_emit (self, signals[RANGE_CHANGED], 0, from, to, columns);

  return G_SOURCE_REMOVE;
}

static void
queue_tell_range (ClTimeline *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tell_range_cb, NULL, NULL);
}

void
cl_timeline_set_view (ClTimeline *self, double from, double to)
{
  double begin = cl_timeline_moment_to_axis (self, self->first);
  double end = cl_timeline_moment_to_axis (self, self->last);
  double least = cl_timeline_uses_time (self) ? MIN_TIME_US : MIN_MOMENTS;
  double span = to - from;

  if (!(end > begin))
    end = begin + MAX (1, begin * 1e-9);
  least = MAX (least, begin * 1e-9); /* more than the rounding of a double */
  least = MIN (least, end - begin);
  if (!(span >= least))
    {
      from = (from + to - least) / 2;
      span = least;
    }
  span = MIN (span, end - begin);
  from = CLAMP (from, begin, end - span);

  self->zoomed = span < (end - begin) * 0.999999;
  if (from == self->view_from && from + span == self->view_to)
    return;
  self->view_from = from;
  self->view_to = from + span;
  cl_timeline_drop_nodes (self);
  queue_tell_range (self);
}

/* After the marks, the extent or the kind of axis changed. */
static void
refresh_view (ClTimeline *self)
{
  double begin = cl_timeline_moment_to_axis (self, self->first);
  double end = cl_timeline_moment_to_axis (self, self->last);

  if (self->zoomed)
    cl_timeline_set_view (self, self->view_from, self->view_to);
  else
    cl_timeline_set_view (self, begin, end);
  cl_timeline_drop_nodes (self);
  queue_tell_range (self);
}

static gboolean
set_cursor (ClTimeline *self, guint64 moment)
{
  double value;
  double span = self->view_to - self->view_from;

  moment = CLAMP (moment, self->first, self->last);
  if (moment == self->cursor)
    return FALSE;
  self->cursor = moment;
  value = cl_timeline_moment_to_axis (self, moment);
  if (value < self->view_from)
    cl_timeline_set_view (self, value - span * 0.1, value + span * 0.9);
  else if (value > self->view_to)
    cl_timeline_set_view (self, value - span * 0.9, value + span * 0.1);
  update_value (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURSOR]);

  return TRUE;
}

void
cl_timeline_scrub (ClTimeline *self, guint64 moment)
{
  if (set_cursor (self, moment))
    g_signal_emit (self, signals[SCRUBBED], 0, self->cursor);
}

void
cl_timeline_emit_hovered (ClTimeline *self, guint64 moment, double x)
{
  g_signal_emit (self, signals[HOVERED], 0, moment, x);
}

static void
clear_marks (ClTimeline *self)
{
  g_clear_pointer (&self->marks, g_free);
  self->n_marks = 0;
  self->has_times = FALSE;
}

static void
cl_timeline_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 200;
      *natural = 800;
    }
  else
    /* The style sheet asks for more where there is room. */
    *minimum = *natural = 46;
}

static void
cl_timeline_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  ClTimeline *self = CL_TIMELINE (widget);

  cl_timeline_drop_nodes (self);
  queue_tell_range (self);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
cl_timeline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  cl_timeline_draw (CL_TIMELINE (widget), snapshot);
}

static void
cl_timeline_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cl_timeline_parent_class)->css_changed (widget, change);

  cl_timeline_drop_nodes (CL_TIMELINE (widget));
}

static void
cl_timeline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClTimeline *self = CL_TIMELINE (object);

  switch (id)
    {
    case PROP_CURSOR:
      g_value_set_uint64 (value, self->cursor);
      break;
    case PROP_BY_TIME:
      g_value_set_boolean (value, self->by_time);
      break;
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_timeline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClTimeline *self = CL_TIMELINE (object);

  switch (id)
    {
    case PROP_CURSOR:
      cl_timeline_set_cursor (self, g_value_get_uint64 (value));
      break;
    case PROP_BY_TIME:
      cl_timeline_set_by_time (self, g_value_get_boolean (value));
      break;
    case PROP_LIVE:
      cl_timeline_set_live (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_timeline_dispose (GObject *object)
{
  ClTimeline *self = CL_TIMELINE (object);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->marks_node, gsk_render_node_unref);
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  if (self->label_destroy != NULL)
    self->label_destroy (self->label_data);
  self->label_destroy = NULL;
  self->label_func = NULL;

  G_OBJECT_CLASS (cl_timeline_parent_class)->dispose (object);
}

static void
cl_timeline_finalize (GObject *object)
{
  ClTimeline *self = CL_TIMELINE (object);

  clear_marks (self);
  g_free (self->curve);
  g_free (self->value_text);

  G_OBJECT_CLASS (cl_timeline_parent_class)->finalize (object);
}

static void
install_signals (GObjectClass *object_class)
{
  const GType type = G_TYPE_FROM_CLASS (object_class);

  signals[SCRUBBED] = g_signal_new ("scrubbed",
                                    type,
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_UINT64);
  signals[HOVERED] = g_signal_new ("hovered",
                                   type,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   G_TYPE_UINT64,
                                   G_TYPE_DOUBLE);
  signals[RANGE_CHANGED] = g_signal_new ("range-changed",
                                         type,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         3,
                                         G_TYPE_UINT64,
                                         G_TYPE_UINT64,
                                         G_TYPE_UINT);
}

static void
cl_timeline_class_init (ClTimelineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = cl_timeline_dispose;
  object_class->finalize = cl_timeline_finalize;
  object_class->get_property = cl_timeline_get_property;
  object_class->set_property = cl_timeline_set_property;
  widget_class->measure = cl_timeline_measure;
  widget_class->size_allocate = cl_timeline_size_allocate;
  widget_class->snapshot = cl_timeline_snapshot;
  widget_class->css_changed = cl_timeline_css_changed;

  properties[PROP_CURSOR] = g_param_spec_uint64 ("cursor", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_BY_TIME] = g_param_spec_boolean ("by-time", NULL, NULL, FALSE, flags);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals (object_class);

  gtk_widget_class_set_css_name (widget_class, "timeline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SLIDER);
  cl_timeline_install_keys (widget_class);
}

static void
cl_timeline_init (ClTimeline *self)
{
  self->label_unit = 1;
  self->view_to = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Timeline"), -1);
  cl_timeline_init_input (self);
}

GtkWidget *
cl_timeline_new (void)
{
  return g_object_new (CL_TYPE_TIMELINE, NULL);
}

void
cl_timeline_set_marks (ClTimeline *self,
                       const ClMark *marks,
                       guint n_marks,
                       guint64 first,
                       guint64 last)
{
  g_return_if_fail (CL_IS_TIMELINE (self));
  g_return_if_fail (marks != NULL || n_marks == 0);

  clear_marks (self);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  if (n_marks > 0)
    {
      self->marks = g_memdup2 (marks, n_marks * sizeof *marks);
      self->n_marks = n_marks;
      cl_timeline_settle_marks (self);
    }
  cl_timeline_set_extent (self, first, last);
}

void
cl_timeline_set_lanes (ClTimeline *self, GPtrArray *lanes, guint64 from, guint64 to)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  if (lanes != NULL)
    g_ptr_array_ref (lanes);
  if (self->lanes == NULL || lanes == NULL)
    clear_marks (self);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  self->lanes = lanes;
  self->lanes_from = from;
  self->lanes_to = to;
  refresh_view (self);
}

void
cl_timeline_set_extent (ClTimeline *self, guint64 first, guint64 last)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  self->first = first;
  self->last = MAX (first, last);
  refresh_view (self);
  if (!set_cursor (self, self->cursor))
    update_value (self);
}

void
cl_timeline_set_cursor (ClTimeline *self, guint64 moment)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  set_cursor (self, moment);
}

guint64
cl_timeline_get_cursor (ClTimeline *self)
{
  g_return_val_if_fail (CL_IS_TIMELINE (self), 0);

  return self->cursor;
}

void
cl_timeline_set_by_time (ClTimeline *self, gboolean by_time)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  by_time = !!by_time;
  if (self->by_time == by_time)
    return;
  self->by_time = by_time;
  self->zoomed = FALSE;
  refresh_view (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BY_TIME]);
}

void
cl_timeline_set_live (ClTimeline *self, gboolean live)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  live = !!live;
  if (self->live == live)
    return;
  self->live = live;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

void
cl_timeline_set_labels (ClTimeline *self,
                        guint64 unit,
                        gint64 origin,
                        ClTimelineLabelFunc func,
                        gpointer data,
                        GDestroyNotify destroy)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  if (self->label_destroy != NULL)
    self->label_destroy (self->label_data);
  self->label_unit = MAX (1, unit);
  self->label_origin = origin;
  self->label_func = func;
  self->label_data = data;
  self->label_destroy = destroy;
  update_value (self);
  cl_timeline_drop_nodes (self);
}

void
cl_timeline_set_value_text (ClTimeline *self, const char *text)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  if (g_strcmp0 (self->value_text, text) == 0)
    return;
  g_free (self->value_text);
  self->value_text = g_strdup (text);
  update_value (self);
}

static GtkWidget *
ensure_popover (ClTimeline *self)
{
  if (self->popover != NULL)
    return self->popover;

  self->popover = gtk_popover_new ();
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_TOP);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_set_can_target (self->popover, FALSE);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_widget_add_css_class (self->popover, "preview");
  if (!gdk_display_is_composited (gtk_widget_get_display (self->popover)))
    gtk_widget_add_css_class (self->popover, "opaque"); /* shadows and corners would be black */
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

  return self->popover;
}

void
cl_timeline_set_preview (ClTimeline *self, GtkWidget *child)
{
  GdkRectangle place = { 0, 0, 1, 1 };
  graphene_rect_t strip;

  g_return_if_fail (CL_IS_TIMELINE (self));
  g_return_if_fail (child == NULL || GTK_IS_WIDGET (child));

  if (child == NULL)
    {
      if (self->popover != NULL)
        gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }

  ensure_popover (self);
  if (gtk_popover_get_child (GTK_POPOVER (self->popover)) != child)
    gtk_popover_set_child (GTK_POPOVER (self->popover), child);
  if (!self->hovering)
    return;
  cl_timeline_get_strip (self, &strip);
  place.x = (int) cl_timeline_moment_to_x (self, self->hovered);
  place.y = (int) strip.origin.y;
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

void
cl_timeline_zoom (ClTimeline *self, double factor, double around)
{
  double span = self->view_to - self->view_from;
  double center;

  g_return_if_fail (CL_IS_TIMELINE (self));
  g_return_if_fail (factor > 0);

  around = CLAMP (around, 0, 1);
  center = self->view_from + around * span;
  span /= factor;
  cl_timeline_set_view (self, center - around * span, center + (1 - around) * span);
}

void
cl_timeline_zoom_all (ClTimeline *self)
{
  g_return_if_fail (CL_IS_TIMELINE (self));

  self->zoomed = FALSE;
  refresh_view (self);
}
