/* cl-timeline-private.h: what the parts of the timeline share: state (cl-timeline.c), mapping (-axis.c), drawing, hands
 *
 * Three coordinates: a *moment* is the caller's number; an *axis value* is the moment itself or its time in µs; x is a
 * pixel of the widget. The visible range is kept as axis values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-timeline.h"

G_BEGIN_DECLS

struct _ClTimeline
{
  GtkWidget parent_instance;

  ClMark *marks; /* sorted by moment; time_us never decreases */
  guint n_marks;
  ClChancePoint *curve;
  guint n_curve;
  GPtrArray *lanes; /* (nullable) ClLane; instead of the marks */
  guint64 lanes_from;
  guint64 lanes_to;

  guint64 first;
  guint64 last;
  guint64 cursor;
  gboolean by_time;
  gboolean has_times;
  gboolean live;

  gboolean zoomed; /* else the view follows the extent */
  double view_from;
  double view_to;

  guint64 label_unit;
  gint64 label_origin;
  ClTimelineLabelFunc label_func;
  gpointer label_data;
  GDestroyNotify label_destroy;
  char *value_text;

  GskRenderNode *marks_node; /* everything but the cursor, for the visible range and size */
  GskRenderNode *axis_node;

  GtkWidget *popover; /* while there is a preview */
  gboolean hovering;
  guint64 hovered;
  gboolean scrubbing;
  gboolean panning;
  double press_x;  /* where the drag began */
  double pan_from; /* view_from then */
  double pointer_x;

  guint tick_id; /* a range-changed is due */
  guint64 told_from;
  guint64 told_to;
  guint told_columns;
};

/* cl-timeline-axis.c */
void cl_timeline_settle_marks (ClTimeline *self);
double cl_timeline_moment_to_axis (ClTimeline *self, guint64 moment);
guint64 cl_timeline_axis_to_moment (ClTimeline *self, double value);
/* Where moments are drawn, from the first to the last of the range; and the track around it, which is wider. */
void cl_timeline_get_strip (ClTimeline *self, graphene_rect_t *strip);
void cl_timeline_get_track (ClTimeline *self, const graphene_rect_t *strip, graphene_rect_t *track);
double cl_timeline_axis_to_x (ClTimeline *self, double value);
double cl_timeline_x_to_axis (ClTimeline *self, double x);
gboolean cl_timeline_uses_time (ClTimeline *self);
guint cl_timeline_find_mark (ClTimeline *self, guint64 moment);

/* cl-timeline.c */
char *cl_timeline_dup_label (ClTimeline *self, guint64 moment);
void cl_timeline_set_view (ClTimeline *self, double from, double to);
void cl_timeline_scrub (ClTimeline *self, guint64 moment);
void cl_timeline_emit_hovered (ClTimeline *self, guint64 moment, double x);

/* cl-timeline-curve.c */
gboolean cl_timeline_has_curve (ClTimeline *self);
void cl_timeline_split_strip (ClTimeline *self,
                              const graphene_rect_t *strip,
                              graphene_rect_t *curve,
                              graphene_rect_t *marks);
void cl_timeline_draw_curve (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip);
void
cl_timeline_draw_curve_dots (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip);

/* cl-timeline-draw.c */
void cl_timeline_draw (ClTimeline *self, GtkSnapshot *snapshot);
void cl_timeline_drop_nodes (ClTimeline *self);

/* cl-timeline-input.c */
void cl_timeline_init_input (ClTimeline *self);
void cl_timeline_install_keys (GtkWidgetClass *widget_class);
void cl_timeline_end_hover (ClTimeline *self);

G_END_DECLS
