/* cl-record-plot.c: a player's score over time with its intervals, drawn for the screen, for SVG and for PNG alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-record-plot.h"

#include <cairo-svg.h>
#include <math.h>

#define LEFT   44
#define RIGHT  12
#define TOP    10
#define BOTTOM 24
#define WIDTH  960
#define HEIGHT 480

typedef struct
{
  cairo_t *cr;
  double left, top, width, height; /* of the field */
  guint n;
} Field;

static double
find_x (const Field *self, guint i)
{
  return self->left + self->width * (i + 0.5) / self->n;
}

static double
find_y (const Field *self, double permille)
{
  return self->top + self->height * (1 - permille / 1000);
}

static void
draw_axes (const Field *self, const GdkRGBA *color)
{
  for (guint percent = 0; percent <= 100; percent += 25)
    {
      g_autofree char *text = g_strdup_printf ("%u %%", percent);
      double y = floor (find_y (self, percent * 10)) + 0.5;
      cairo_text_extents_t extents;

      cairo_text_extents (self->cr, text, &extents);
      cairo_set_source_rgba (self->cr, color->red, color->green, color->blue, 0.8);
      cairo_move_to (self->cr, self->left - 6 - extents.x_advance, y + 4);
      cairo_show_text (self->cr, text);
      cairo_set_source_rgba (self->cr,
                             color->red,
                             color->green,
                             color->blue,
                             percent == 50 ? 0.45 : 0.18);
      cairo_move_to (self->cr, self->left, y);
      cairo_line_to (self->cr, self->left + self->width, y);
      cairo_stroke (self->cr);
    }
}

/* As many names of periods as there is room for. */
static void
draw_labels (const Field *self, GArray *periods, const GdkRGBA *color)
{
  guint step = MAX ((guint) ceil (56.0 * self->n / MAX (self->width, 1)), 1);

  cairo_set_source_rgba (self->cr, color->red, color->green, color->blue, 0.8);
  for (guint i = 0; i < self->n; i += step)
    {
      const char *label = g_array_index (periods, ClRecordGroup, i).label;
      cairo_text_extents_t extents;

      cairo_text_extents (self->cr, label, &extents);
      cairo_move_to (self->cr,
                     find_x (self, i) - extents.x_advance / 2,
                     self->top + self->height + 16);
      cairo_show_text (self->cr, label);
    }
}

static void
draw_scores (const Field *self, GArray *periods, const GdkRGBA *accent)
{
  double bar = MIN (self->width / self->n * 0.5, 14);

  for (guint i = 0; i < self->n; i++)
    {
      const ClRecord *record = &g_array_index (periods, ClRecordGroup, i).record;
      double x = find_x (self, i);
      guint low, high;

      if (cl_record_n (record) == 0)
        continue;
      cl_record_interval (record, &low, &high);
      cairo_set_source_rgba (self->cr, accent->red, accent->green, accent->blue, 0.3);
      cairo_rectangle (self->cr,
                       x - bar / 2,
                       find_y (self, high),
                       bar,
                       find_y (self, low) - find_y (self, high));
      cairo_fill (self->cr);
      cairo_set_source_rgba (self->cr, accent->red, accent->green, accent->blue, 1);
      cairo_arc (self->cr, x, find_y (self, cl_record_share (record)), 3.5, 0, 2 * G_PI);
      cairo_fill (self->cr);
    }
}

void
cl_record_plot_draw (cairo_t *cr,
                     int width,
                     int height,
                     const ClPlayerStats *stats,
                     const GdkRGBA *color,
                     const GdkRGBA *accent)
{
  g_return_if_fail (stats != NULL);

  Field field = { cr,
                  LEFT,
                  TOP,
                  MAX (width - LEFT - RIGHT, 1),
                  MAX (height - TOP - BOTTOM, 1),
                  stats->periods->len };

  cairo_set_line_width (cr, 1);
  cairo_select_font_face (cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size (cr, 11);
  draw_axes (&field, color);
  if (field.n == 0)
    return;
  draw_labels (&field, stats->periods, color);
  draw_scores (&field, stats->periods, accent);
}

/* --- Files --- */

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_page (cairo_surface_t *surface, const ClPlayerStats *stats)
{
  const GdkRGBA black = { 0, 0, 0, 1 }, blue = { 0.11, 0.44, 0.85, 1 };
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cl_record_plot_draw (cr, WIDTH, HEIGHT, stats, &black, &blue);
  cairo_destroy (cr);
}

GBytes *
cl_record_plot_to_svg (const ClPlayerStats *stats)
{
  g_return_val_if_fail (stats != NULL, NULL);

  GByteArray *data = g_byte_array_new ();
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (write_cb, data, WIDTH, HEIGHT);

  draw_page (surface, stats);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (data);
}

GBytes *
cl_record_plot_to_png (const ClPlayerStats *stats)
{
  g_return_val_if_fail (stats != NULL, NULL);

  GByteArray *data = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  draw_page (surface, stats);
  cairo_surface_write_to_png_stream (surface, write_cb, data);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (data);
}
