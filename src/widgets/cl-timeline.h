/* cl-timeline.h: maps a range of moments to pixels and back; scrubbing, zoom, marks, hover
 *
 * Knows numbers and marks, never the ledger. A "moment" is a ply in scope This game and a position in the others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-chance-area.h"

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
  CL_MARK_SAME, /* the position that a draw rests on stood here; beside the mark of the move */
  CL_MARK_OTHER,
} ClMarkKind;

typedef struct
{
  guint64 moment;
  gint64 time_us; /* for the axis by time, G_MININT64: unknown */
  ClMarkKind kind;
} ClMark;

typedef struct
{
  char *name; /* shown at the left */
  guint n_buckets;
  guint32 *counts;
  guint8 *kinds; /* ClMarkKind */
} ClLane;

ClLane *cl_lane_new (const char *name, guint n_buckets);
void cl_lane_free (ClLane *lane);

GtkWidget *cl_timeline_new (void);
/* One strip with single marks (This game); copies. @first_label: what stands at 0, "start". */
void cl_timeline_set_marks (ClTimeline *self,
                            const ClMark *marks,
                            guint n_marks,
                            guint64 first,
                            guint64 last);
/* White's winning chances in the strip of single marks: points[i] stands at moment first + i; copies. The marks then stand
 * small below them. None: marks only. */
void cl_timeline_set_curve (ClTimeline *self, const ClChancePoint *points, guint n_points);
/* Density lanes over (from, to] of the visible range; asked for by signal range-changed (guint64 from, guint64 to, guint columns). */
void
cl_timeline_set_lanes (ClTimeline *self, GPtrArray *lanes /* ClLane */, guint64 from, guint64 to);
void cl_timeline_set_extent (ClTimeline *self, guint64 first, guint64 last);
/* Property cursor (guint64), notify; user changes emit scrubbed (guint64 moment). live: where the live end is (marks beyond cursor are dimmed). */
void cl_timeline_set_cursor (ClTimeline *self, guint64 moment);
guint64 cl_timeline_get_cursor (ClTimeline *self);
void cl_timeline_set_by_time (ClTimeline *self, gboolean by_time);
/* TRUE: the cursor stands at the live end and is drawn green instead of amber. */
void cl_timeline_set_live (ClTimeline *self, gboolean live);
/* What the axis says at @moment: (transfer full). */
typedef char *(*ClTimelineLabelFunc) (guint64 moment, gpointer data);
/* The axis by move gets labels at first ("start") and where (moment - origin) is a multiple of unit × 1, 2, 5, 10 …: for a game
 * from the start, unit 2, origin -1 (where a move 0 of White would be) and a @func that returns the move number, so that
 * moves 5, 10, 15 of White have one. @func NULL: grouped numbers.
 * The axis by time writes hours by itself: local time, or the time elapsed if time_us counts from 0 (below one year). */
void cl_timeline_set_labels (ClTimeline *self,
                             guint64 unit,
                             gint64 origin,
                             ClTimelineLabelFunc func,
                             gpointer data,
                             GDestroyNotify destroy);
/* What a screen reader says for the cursor, "22. Nd5, 13:58"; NULL: the axis label. */
void cl_timeline_set_value_text (ClTimeline *self, const char *text);
/* Where @moment is drawn, in widget coordinates, and the moment nearest to @x within the extent. */
double cl_timeline_moment_to_x (ClTimeline *self, guint64 moment);
guint64 cl_timeline_x_to_moment (ClTimeline *self, double x);
/* Property by-time (gboolean): axis by time where marks have times. */
/* Signal hovered (guint64 moment, double x): the pointer rests over a moment; G_MAXUINT64: it left.
 * cl_timeline_set_preview shows @child (a board with caption) in a popover over x; the same @child may be given again and again, NULL hides. */
void cl_timeline_set_preview (ClTimeline *self, GtkWidget *child);
void
cl_timeline_zoom (ClTimeline *self, double factor, double around); /* around in 0–1 of the width */
void cl_timeline_zoom_all (ClTimeline *self);

G_END_DECLS
