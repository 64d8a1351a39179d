/* cl-timeline-axis.c: maps moments to pixels and back
 *
 * By time, a moment between two marks lies between their times, in proportion, so that the mapping can be turned round.
 * A clock that was set back never makes the axis run backwards: a mark counts as no earlier than the one before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"

#define TOP_MARGIN      10 /* for the cursor's handle */
#define BOTTOM_MARGIN   18 /* for the axis */
#define LANE_BOTTOM     5
#define SIDE_MARGIN     14
#define LANE_NAME_WIDTH 90
#define INSET           16 /* of the first and the last moment in the track, so that their marks are whole */

static int
compare_marks (gconstpointer a, gconstpointer b, gpointer data)
{
  const ClMark *first = a;
  const ClMark *second = b;

  return (first->moment > second->moment) - (first->moment < second->moment);
}

/* Times only ever grow, and marks without one take that of the mark before. */
static void
settle_times (ClTimeline *self)
{
  gint64 latest = G_MININT64;

  for (guint i = 0; i < self->n_marks && latest == G_MININT64; i++)
    latest = self->marks[i].time_us;
  self->has_times = latest != G_MININT64;
  for (guint i = 0; i < self->n_marks; i++)
    latest = self->marks[i].time_us = MAX (latest, self->marks[i].time_us);
  self->has_times = self->has_times && self->marks[0].time_us < latest;
}

/* Sorts the marks and gives them times; after this the mapping holds. */
void
cl_timeline_settle_marks (ClTimeline *self)
{
  g_qsort_with_data (self->marks, (int) self->n_marks, sizeof *self->marks, compare_marks, NULL);
  settle_times (self);
}

void
cl_timeline_get_strip (ClTimeline *self, graphene_rect_t *strip)
{
  int left = (self->lanes != NULL ? LANE_NAME_WIDTH : SIDE_MARGIN) + INSET;
  int bottom = self->lanes != NULL ? LANE_BOTTOM : BOTTOM_MARGIN;
  int width = gtk_widget_get_width (GTK_WIDGET (self)) - left - SIDE_MARGIN - INSET;
  int height = gtk_widget_get_height (GTK_WIDGET (self)) - TOP_MARGIN - bottom;

  graphene_rect_init (strip, left, TOP_MARGIN, MAX (0, width), MAX (0, height));
}

void
cl_timeline_get_track (ClTimeline *self, const graphene_rect_t *strip, graphene_rect_t *track)
{
  *track = *strip;
  graphene_rect_inset (track, -INSET, 0);
}

gboolean
cl_timeline_uses_time (ClTimeline *self)
{
  return self->by_time && self->has_times && self->lanes == NULL;
}

/* The first mark whose moment is at least @moment, or n_marks. */
guint
cl_timeline_find_mark (ClTimeline *self, guint64 moment)
{
  guint low = 0;
  guint high = self->n_marks;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (self->marks[middle].moment < moment)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

double
cl_timeline_moment_to_axis (ClTimeline *self, guint64 moment)
{
  guint next;
  const ClMark *before;
  const ClMark *after;

  if (!cl_timeline_uses_time (self))
    return (double) moment;

  next = cl_timeline_find_mark (self, moment);
  if (next == self->n_marks)
    return (double) self->marks[self->n_marks - 1].time_us;
  after = &self->marks[next];
  if (after->moment == moment || next == 0)
    return (double) after->time_us;
  before = &self->marks[next - 1];

  return (double) before->time_us + (double) (after->time_us - before->time_us) *
                                      (double) (moment - before->moment) /
                                      (double) (after->moment - before->moment);
}

guint64
cl_timeline_axis_to_moment (ClTimeline *self, double value)
{
  guint64 low = self->first;
  guint64 high = self->last;

  if (!(value > cl_timeline_moment_to_axis (self, low)))
    return low;
  if (value >= cl_timeline_moment_to_axis (self, high))
    return high;
  if (!cl_timeline_uses_time (self))
    return CLAMP ((guint64) (value + 0.5), low, high);

  while (high - low > 1)
    {
      guint64 middle = low + (high - low) / 2;

      if (cl_timeline_moment_to_axis (self, middle) <= value)
        low = middle;
      else
        high = middle;
    }

  return value - cl_timeline_moment_to_axis (self, low) <=
             cl_timeline_moment_to_axis (self, high) - value
           ? low
           : high;
}

double
cl_timeline_axis_to_x (ClTimeline *self, double value)
{
  graphene_rect_t strip;

  cl_timeline_get_strip (self, &strip);

  return strip.origin.x +
         (value - self->view_from) / (self->view_to - self->view_from) * strip.size.width;
}

double
cl_timeline_x_to_axis (ClTimeline *self, double x)
{
  graphene_rect_t strip;

  cl_timeline_get_strip (self, &strip);

  return self->view_from + (x - strip.origin.x) / MAX (1.0, (double) strip.size.width) *
                             (self->view_to - self->view_from);
}

double
cl_timeline_moment_to_x (ClTimeline *self, guint64 moment)
{
  g_return_val_if_fail (CL_IS_TIMELINE (self), 0);

  return cl_timeline_axis_to_x (self, cl_timeline_moment_to_axis (self, moment));
}

guint64
cl_timeline_x_to_moment (ClTimeline *self, double x)
{
  g_return_val_if_fail (CL_IS_TIMELINE (self), 0);

  return cl_timeline_axis_to_moment (self, cl_timeline_x_to_axis (self, x));
}
