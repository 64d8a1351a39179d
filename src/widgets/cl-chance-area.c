/* cl-chance-area.c: the border between light and dark by pixel columns, smoothed by the share of the pixel it covers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chance-area.h"

#include "cl-gtk-compat.h"

#define DASH     3
#define DASH_GAP 3
#define RIM      1.5f

typedef struct
{
  GtkSnapshot *snapshot;
  const graphene_rect_t *bounds;
  GdkRGBA dark, light;
  /* The run of columns with the same border, not drawn yet */
  float run_x, run_end;
  float run_border;
} Painter;

static void
append_box (GtkSnapshot *snapshot,
            const GdkRGBA *color,
            float x,
            float y,
            float width,
            float height)
{
  if (width > 0 && height > 0)
    gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* The pixel row in which the border lies is mixed, which is what smooths it. */
static void
flush_run (Painter *self)
{
  const graphene_rect_t *bounds = self->bounds;
  float row = floorf (self->run_border);
  float width = self->run_end - self->run_x;
  float dark_share = self->run_border - row;
  GdkRGBA mixed = self->light;

  if (width <= 0)
    return;
  append_box (self->snapshot, &self->dark, self->run_x, bounds->origin.y, width, row);
  mixed.red += (self->dark.red - self->light.red) * dark_share;
  mixed.green += (self->dark.green - self->light.green) * dark_share;
  mixed.blue += (self->dark.blue - self->light.blue) * dark_share;
  append_box (self->snapshot,
              &mixed,
              self->run_x,
              bounds->origin.y + row,
              width,
              MIN (1, bounds->size.height - row));
  append_box (self->snapshot,
              &self->light,
              self->run_x,
              bounds->origin.y + row + 1,
              width,
              bounds->size.height - row - 1);
  self->run_end = self->run_x;
}

static void
add_column (Painter *self, float x, float border)
{
  border = roundf (border * 8) / 8;
  if (self->run_end == x && self->run_end > self->run_x && self->run_border == border)
    {
      self->run_end = x + 1;
      return;
    }
  flush_run (self);
  self->run_x = x;
  self->run_end = x + 1;
  self->run_border = border;
}

static float
find_border (const graphene_rect_t *bounds, double chance)
{
  return bounds->size.height * (float) (1 - chance / CL_CHANCE_MAX);
}

static gboolean
is_known (const ClChancePoint *point)
{
  return point->chance <= CL_CHANCE_MAX;
}

/* From one point to the next. Of several points in a column the last one counts, as everywhere in time. */
static void
paint_step (Painter *self,
            const ClChancePoint *from,
            const ClChancePoint *to,
            double from_x,
            double to_x)
{
  float left = self->bounds->origin.x;
  float right = left + self->bounds->size.width;
  float begin = MAX (floorf ((float) from_x), floorf (left));
  float end = MIN (ceilf ((float) to_x), ceilf (right));

  if (!is_known (from) || !is_known (to))
    return;
  for (float x = begin; x < end; x++)
    {
      double share = to_x > from_x ? CLAMP ((x + 0.5 - from_x) / (to_x - from_x), 0, 1) : 1;

      if (x + 1 <= self->run_end && self->run_end > self->run_x)
        continue;
      add_column (self,
                  x,
                  find_border (self->bounds,
                               from->chance + share * ((double) to->chance - from->chance)));
    }
}

static void
draw_even_line (GtkWidget *widget, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  float y = bounds->origin.y + floorf (bounds->size.height / 2);
  GdkRGBA color;

  cl_gtk_lookup_color (widget, "cl_chance_even", &color);
  for (float x = 0; x < bounds->size.width; x += DASH + DASH_GAP)
    append_box (snapshot, &color, bounds->origin.x + x, y, MIN (DASH, bounds->size.width - x), 1);
}

void
cl_chance_area_draw (GtkWidget *for_widget,
                     GtkSnapshot *snapshot,
                     const graphene_rect_t *bounds,
                     const ClChanceCurve *curve)
{
  Painter painter = { .snapshot = snapshot, .bounds = bounds };

  cl_gtk_lookup_color (for_widget, "cl_chance_dark", &painter.dark);
  cl_gtk_lookup_color (for_widget, "cl_chance_light", &painter.light);
  gtk_snapshot_push_clip (snapshot, bounds);
  painter.run_x = painter.run_end = bounds->origin.x;
  for (guint i = 1; i < curve->n_points; i++)
    {
      double from_x = curve->place (i - 1, curve->data);
      double to_x = curve->place (i, curve->data);

      if (to_x < bounds->origin.x || from_x > bounds->origin.x + bounds->size.width)
        continue;
      paint_step (&painter, &curve->points[i - 1], &curve->points[i], from_x, to_x);
    }
  flush_run (&painter);
  draw_even_line (for_widget, snapshot, bounds);
  gtk_snapshot_pop (snapshot);
}

static void
append_round (GtkSnapshot *snapshot,
              const GdkRGBA *color,
              float x,
              float y,
              float radius,
              float corner)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (x - radius,
                                                        y - radius,
                                                        2 * radius,
                                                        2 * radius),
                                   corner);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, color, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

void
cl_chance_area_draw_disc (GtkSnapshot *snapshot,
                          const GdkRGBA *color,
                          float x,
                          float y,
                          float radius)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };

  append_round (snapshot, &white, x, y, radius + RIM, radius + RIM);
  append_round (snapshot, color, x, y, radius, radius);
}

static void
append_diamond (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float y, float radius)
{
  static const GdkRGBA white = { 1, 1, 1, 1 };

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_rotate (snapshot, 45);
  append_round (snapshot, &white, 0, 0, radius + RIM, 1);
  append_round (snapshot, color, 0, 0, radius, 0.5f);
  gtk_snapshot_restore (snapshot);
}

static void
draw_dot (GtkWidget *widget, GtkSnapshot *snapshot, ClDot dot, float x, float y)
{
  static const char *const names[] = {
    [CL_DOT_INACCURACY] = "cl_dot_inaccuracy",
    [CL_DOT_MISTAKE] = "cl_dot_mistake",
    [CL_DOT_BLUNDER] = "cl_dot_blunder",
    [CL_DOT_HIGHLIGHT] = "cl_dot_highlight",
  };
  GdkRGBA color;

  cl_gtk_lookup_color (widget, names[dot], &color);
  if (dot == CL_DOT_INACCURACY)
    cl_chance_area_draw_disc (snapshot, &color, x, y, 2);
  else if (dot == CL_DOT_BLUNDER)
    cl_chance_area_draw_disc (snapshot, &color, x, y, 4);
  else
    append_diamond (snapshot, &color, x, y, dot == CL_DOT_MISTAKE ? 2.5f : 3);
}

void
cl_chance_area_draw_dots (GtkWidget *for_widget,
                          GtkSnapshot *snapshot,
                          const graphene_rect_t *bounds,
                          const ClChanceCurve *curve)
{
  static const ClDot order[] = {
    CL_DOT_HIGHLIGHT,
    CL_DOT_INACCURACY,
    CL_DOT_MISTAKE,
    CL_DOT_BLUNDER,
  };

  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    for (guint i = 0; i < curve->n_points; i++)
      {
        double x;
        float y;

        if (curve->points[i].dot != order[k])
          continue;
        x = curve->place (i, curve->data);
        if (x < bounds->origin.x - 1 || x > bounds->origin.x + bounds->size.width + 1)
          continue;
        y = is_known (&curve->points[i]) ? find_border (bounds, curve->points[i].chance)
                                         : bounds->size.height / 2;
        y = CLAMP (y, 5, MAX (5, bounds->size.height - 5));
        draw_dot (for_widget, snapshot, order[k], (float) x, bounds->origin.y + y);
      }
}
