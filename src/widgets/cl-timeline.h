/* cl-timeline.h: maps a range of moments to pixels and back; scrubbing, zoom, marks, hover
 *
 * Knows numbers and marks, never the ledger. A "moment" is a ply in scope This game and a position in the others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_TIMELINE (cl_timeline_get_type ())
G_DECLARE_FINAL_TYPE (ClTimeline, cl_timeline, CL, TIMELINE, GtkWidget)

typedef enum
{
  CL_MARK_NONE,
  CL_MARK_MOVE,
  CL_MARK_CAPTURE,
  CL_MARK_CHECK,
  CL_MARK_TAKEBACK,
  CL_MARK_OFFER,
  CL_MARK_CLOCK,
  CL_MARK_START,
  CL_MARK_END,
  CL_MARK_OTHER,
} ClMarkKind;

typedef struct
{
  guint64 moment;
  gint64 time_us;       /* for the axis by time, G_MININT64: unknown */
  ClMarkKind kind;
} ClMark;

typedef struct
{
  char *name;           /* shown at the left */
  guint n_buckets;
  guint32 *counts;
  guint8 *kinds;        /* ClMarkKind */
} ClLane;

GtkWidget *cl_timeline_new (void);
/* One strip with single marks (This game); copies. @first_label: what stands at 0, "start". */
void cl_timeline_set_marks (ClTimeline *self, const ClMark *marks, guint n_marks, guint64 first, guint64 last);
/* Density lanes over (from, to] of the visible range; asked for by signal range-changed (guint64 from, guint64 to, guint columns). */
void cl_timeline_set_lanes (ClTimeline *self, GPtrArray *lanes /* ClLane */, guint64 from, guint64 to);
void cl_timeline_set_extent (ClTimeline *self, guint64 first, guint64 last);
/* Property cursor (guint64), notify; user changes emit scrubbed (guint64 moment). live: where the live end is (marks beyond cursor are dimmed). */
void cl_timeline_set_cursor (ClTimeline *self, guint64 moment);
guint64 cl_timeline_get_cursor (ClTimeline *self);
/* Property by-time (gboolean): axis by time where marks have times. */
/* Signal hovered (guint64 moment, double x): the pointer rests over a moment; G_MAXUINT64: it left.
 * cl_timeline_set_preview shows @child (a board with caption) in a popover over x. */
void cl_timeline_set_preview (ClTimeline *self, GtkWidget *child);
void cl_timeline_zoom (ClTimeline *self, double factor, double around); /* around in 0–1 of the width */
void cl_timeline_zoom_all (ClTimeline *self);

G_END_DECLS
