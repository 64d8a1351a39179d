/* cl-timeline-curve.c: White's winning chances as the ground of the timeline's strip, the marks small below them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"

#define MARKS_HEIGHT 10 /* below the curve */
#define MIN_CURVE    12

gboolean
cl_timeline_has_curve (ClTimeline *self)
{
  return self->n_curve > 0 && self->lanes == NULL;
}

/* Parts @strip; without a curve the marks have it all. */
void
cl_timeline_split_strip (ClTimeline *self,
                         const graphene_rect_t *strip,
                         graphene_rect_t *curve,
                         graphene_rect_t *marks)
{
  *curve = *strip;
  *marks = *strip;
  if (!cl_timeline_has_curve (self))
    return;
  cl_timeline_get_track (self, strip, curve);
  curve->size.height = MAX (MIN_CURVE, strip->size.height - MARKS_HEIGHT);
  marks->origin.y += curve->size.height;
  marks->size.height = MAX (1, strip->size.height - curve->size.height);
}

static double
place_dot_cb (guint i, gpointer data)
{
  ClTimeline *self = data;

  return cl_timeline_moment_to_x (self, self->first + i);
}

/* The ends reach to the ends of the track: what was known at the first moment, and at the last. */
static double
place_point_cb (guint i, gpointer data)
{
  ClTimeline *self = data;
  graphene_rect_t strip;
  graphene_rect_t track;

  if (i > 0 && i <= self->n_curve)
    return place_dot_cb (i - 1, data);
  cl_timeline_get_strip (self, &strip);
  cl_timeline_get_track (self, &strip, &track);
  if (i == 0)
    return MIN (track.origin.x, place_dot_cb (0, data));

  return MAX (track.origin.x + track.size.width, place_dot_cb (self->n_curve - 1, data));
}

void
cl_timeline_draw_curve (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  g_autofree ClChancePoint *points = g_new (ClChancePoint, self->n_curve + 2);
  ClChanceCurve line = { points, self->n_curve + 2, place_point_cb, self };
  graphene_rect_t curve;
  graphene_rect_t marks;
  GskRoundedRect outline;

  cl_timeline_split_strip (self, strip, &curve, &marks);
  memcpy (points + 1, self->curve, self->n_curve * sizeof *points);
  points[0] = self->curve[0];
  points[self->n_curve + 1] = self->curve[self->n_curve - 1];
  gsk_rounded_rect_init_from_rect (&outline, &curve, 0);
  outline.corner[GSK_CORNER_TOP_LEFT] = outline.corner[GSK_CORNER_TOP_RIGHT] =
    GRAPHENE_SIZE_INIT (5, 5);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  cl_chance_area_draw (GTK_WIDGET (self), snapshot, &curve, &line);
  gtk_snapshot_pop (snapshot);
}

void
cl_timeline_draw_curve_dots (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  ClChanceCurve line = { self->curve, self->n_curve, place_dot_cb, self };
  graphene_rect_t curve;
  graphene_rect_t marks;

  cl_timeline_split_strip (self, strip, &curve, &marks);
  cl_chance_area_draw_dots (GTK_WIDGET (self), snapshot, &curve, &line);
}

void
cl_timeline_set_curve (ClTimeline *self, const ClChancePoint *points, guint n_points)
{
  g_return_if_fail (CL_IS_TIMELINE (self));
  g_return_if_fail (points != NULL || n_points == 0);

  if (n_points == 0 && self->n_curve == 0)
    return;
  g_free (self->curve);
  self->curve = g_memdup2 (points, n_points * sizeof *points);
  self->n_curve = n_points;
  cl_timeline_drop_nodes (self);
}
