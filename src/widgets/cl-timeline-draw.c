/* cl-timeline-draw.c: turns the visible marks or lanes into render nodes, once for each range, size and style
 *
 * However many marks there are, at most one is drawn in a pixel column: the most telling of those that fall into it.
 * The nodes do not depend on the cursor; what lies beyond it is dimmed by drawing the same node through a clip.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"

/* Leaves every mark a contrast of 3 to 1; the ground tells past and future apart. */
#define DIM_OPACITY      0.78
#define LANE_GAP         3
#define TRACK_RADIUS     5
#define MIN_LABEL_GAP    64
#define MAX_LABELS       1000 /* more than fit; a bound even where adding a step is lost in rounding */
#define ELAPSED_BELOW_US (G_GINT64_CONSTANT (31536000) * G_USEC_PER_SEC)

/* How a kind looks: its colour in the style sheet, its height in the strip, and what wins a shared column. */
static const struct
{
  const char *color;
  float height;
  int rank;
} looks[] = {
  [CL_MARK_NONE] = { NULL, 0, 0 },
  [CL_MARK_MOVE] = { "cl_mark_move", 0.36f, 2 },
  [CL_MARK_CAPTURE] = { "cl_mark_capture", 0.62f, 4 },
  [CL_MARK_CHECK] = { "cl_mark_check", 0.62f, 5 },
  [CL_MARK_TAKEBACK] = { "cl_mark_takeback", 0, 0 },
  [CL_MARK_OFFER] = { "cl_mark_offer", 0.2f, 3 },
  [CL_MARK_CLOCK] = { "cl_mark_clock", 0.2f, 1 },
  [CL_MARK_START] = { "cl_mark_end", 0.8f, 6 },
  [CL_MARK_END] = { "cl_mark_end", 0.8f, 7 },
  [CL_MARK_SAME] = { "cl_mark_end", 0, 0 },
  [CL_MARK_OTHER] = { "cl_mark_other", 0.36f, 1 },
};

static ClMarkKind
known_kind (guint kind)
{
  return kind < G_N_ELEMENTS (looks) ? (ClMarkKind) kind : CL_MARK_OTHER;
}

static void
append_box (GtkSnapshot *snapshot,
            const GdkRGBA *color,
            float x,
            float y,
            float width,
            float height)
{
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* A triangle that points down to (@x, @y). */
static void
append_pointer (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float y, float height)
{
  for (float row = 0; row < height; row++)
    append_box (snapshot, color, x - row - 0.5f, y - row - 1, 2 * row + 1, 1);
}

static void
append_text (ClTimeline *self, GtkSnapshot *snapshot, PangoLayout *layout, float x, float y)
{
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_timeline_text", &color);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (roundf (x), roundf (y)));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static PangoLayout *
create_small_layout (ClTimeline *self, const char *text)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_size_new_absolute (11 * PANGO_SCALE));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);

  return layout;
}

static void
draw_mark (ClTimeline *self,
           GtkSnapshot *snapshot,
           const graphene_rect_t *strip,
           ClMarkKind kind,
           float x,
           float width)
{
  float height = roundf (strip->size.height * looks[kind].height);
  float y = strip->origin.y + roundf ((strip->size.height - height) / 2);
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), looks[kind].color, &color);
  append_box (snapshot, &color, x - width / 2, y, width, height);
  if (kind == CL_MARK_CHECK)
    append_box (snapshot, &color, x - 2.5f, y - 2, 5, 5);
}

/* Wide enough to see, narrow enough to keep neighbours apart. */
static float
mark_width (ClTimeline *self, const graphene_rect_t *strip, guint from, guint to)
{
  float spacing = strip->size.width / (float) MAX (1, to - from);

  return spacing >= 9 ? 3 : spacing >= 5 ? 2 : 1;
}

/* What stands beside the mark of a move, in the same column. */
typedef enum
{
  BESIDE_TAKEBACK = 1 << 0,
  BESIDE_SAME = 1 << 1,
} Beside;

static guint8
get_beside (ClMarkKind kind)
{
  return kind == CL_MARK_TAKEBACK ? BESIDE_TAKEBACK : kind == CL_MARK_SAME ? BESIDE_SAME : 0;
}

/* A pointer from above; an equals sign below. */
static void
draw_beside (ClTimeline *self,
             GtkSnapshot *snapshot,
             const graphene_rect_t *strip,
             guint8 beside,
             float x)
{
  float bottom = strip->origin.y + strip->size.height;
  GdkRGBA color;

  if (beside & BESIDE_TAKEBACK)
    {
      cl_gtk_lookup_color (GTK_WIDGET (self), "cl_mark_takeback", &color);
      append_pointer (snapshot, &color, x, strip->origin.y + MIN (11, strip->size.height), 6);
    }
  if (beside & BESIDE_SAME)
    {
      cl_gtk_lookup_color (GTK_WIDGET (self), looks[CL_MARK_SAME].color, &color);
      append_box (snapshot, &color, x - 4.5f, bottom - 12, 9, 2);
      append_box (snapshot, &color, x - 4.5f, bottom - 8, 9, 2);
    }
}

static void
draw_marks (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *whole)
{
  graphene_rect_t curve;
  graphene_rect_t place;
  const graphene_rect_t *strip = &place;
  guint columns = (guint) MAX (1, whole->size.width) + 1;
  g_autofree guint8 *best = g_new0 (guint8, columns);
  g_autofree guint8 *beside = g_new0 (guint8, columns);
  guint64 from = cl_timeline_x_to_moment (self, whole->origin.x);
  guint64 to = cl_timeline_x_to_moment (self, whole->origin.x + whole->size.width);
  guint begin = cl_timeline_find_mark (self, from);
  guint end = begin;
  float width;

  cl_timeline_split_strip (self, whole, &curve, &place);
  for (; end < self->n_marks && self->marks[end].moment <= to; end++)
    {
      ClMarkKind kind = known_kind (self->marks[end].kind);
      double x = cl_timeline_moment_to_x (self, self->marks[end].moment) - strip->origin.x;

      if (x < 0 || x >= columns)
        continue;
      beside[(guint) x] |= get_beside (kind);
      if (looks[kind].rank > looks[best[(guint) x]].rank)
        best[(guint) x] = kind;
    }

  width = mark_width (self, strip, begin, end);
  for (guint column = 0; column < columns; column++)
    {
      float x = strip->origin.x + (float) column + 0.5f;

      if (best[column] != CL_MARK_NONE)
        draw_mark (self, snapshot, strip, best[column], x, width);
      draw_beside (self, snapshot, strip, beside[column], x);
    }
}

/* The first moment that is counted in bucket @i; there it is drawn, so that it stands below a cursor at that moment. */
static double
find_bucket_moment (ClTimeline *self, const ClLane *lane, guint i)
{
  double range = (double) self->lanes_to - (double) self->lanes_from;

  return (double) self->lanes_from + 1 + ceil (i * range / lane->n_buckets);
}

static void
draw_lane (ClTimeline *self,
           GtkSnapshot *snapshot,
           const ClLane *lane,
           const graphene_rect_t *track)
{
  guint columns = (guint) MAX (1, track->size.width) + 1;
  g_autofree guint32 *counts = g_new0 (guint32, columns);
  g_autofree guint8 *kinds = g_new0 (guint8, columns);
  guint32 most = 1;

  for (guint i = 0; i < lane->n_buckets; i++)
    {
      double moment = find_bucket_moment (self, lane, i);
      double x = cl_timeline_axis_to_x (self, moment) - track->origin.x;
      guint column = (guint) CLAMP (x, 0, columns - 1);

      if (lane->counts[i] == 0 || x < 0 || x >= columns)
        continue;
      counts[column] += lane->counts[i];
      most = MAX (most, counts[column]);
      if (looks[known_kind (lane->kinds[i])].rank >= looks[kinds[column]].rank)
        kinds[column] = known_kind (lane->kinds[i]);
    }

  for (guint column = 0; column < columns; column++)
    if (counts[column] > 0)
      {
        const char *name = looks[kinds[column]].color;
        gboolean alone = column + 1 >= columns || counts[column + 1] == 0;
        GdkRGBA color;

        cl_gtk_lookup_color (GTK_WIDGET (self), name != NULL ? name : "cl_mark_other", &color);
        color.alpha *= 0.45f + 0.55f * (float) counts[column] / (float) most;
        append_box (snapshot,
                    &color,
                    track->origin.x + (float) column,
                    track->origin.y + 2,
                    alone ? 2 : 1,
                    track->size.height - 4);
      }
}

static void
append_track (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *track, float radius)
{
  const float widths[4] = { 1, 1, 1, 1 };
  GskRoundedRect outline;
  GdkRGBA fill;
  GdkRGBA line;

  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_timeline_strip", &fill);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_timeline_border", &line);
  gsk_rounded_rect_init_from_rect (&outline, track, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, track);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot,
                              &outline,
                              widths,
                              (const GdkRGBA[4]){ line, line, line, line });
}

static void
draw_lanes (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  guint n = MAX (1, self->lanes->len);
  float height = floorf ((strip->size.height + LANE_GAP) / (float) n) - LANE_GAP;

  height = CLAMP (height, 6, 26);
  for (guint i = 0; i < self->lanes->len; i++)
    {
      const ClLane *lane = g_ptr_array_index (self->lanes, i);
      graphene_rect_t place = *strip;
      graphene_rect_t track;
      g_autoptr (PangoLayout) layout = create_small_layout (self, lane->name);
      int width;
      int text_height;

      place.origin.y += (float) i * (height + LANE_GAP);
      place.size.height = height;
      cl_timeline_get_track (self, &place, &track);
      if (track.origin.y + height > (float) gtk_widget_get_height (GTK_WIDGET (self)))
        break;
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_width (layout, (int) (track.origin.x - 12) * PANGO_SCALE);
      pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
      pango_layout_get_pixel_size (layout, &width, &text_height);
      append_text (self, snapshot, layout, 4, track.origin.y + (height - (float) text_height) / 2);
      append_track (self, snapshot, &track, 3);
      draw_lane (self, snapshot, lane, &place);
    }
}

/* Draws @text centred under @value unless it would touch the label before; @edge: where that one ends. */
static void
draw_label (ClTimeline *self,
            GtkSnapshot *snapshot,
            const graphene_rect_t *strip,
            double value,
            const char *text,
            double *edge)
{
  g_autoptr (PangoLayout) layout = create_small_layout (self, text);
  double x = cl_timeline_axis_to_x (self, value);
  int width;
  int height;

  if (x < strip->origin.x - 1 || x > strip->origin.x + strip->size.width + 1)
    return;
  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x - width / 2.0, 0, MAX (0, gtk_widget_get_width (GTK_WIDGET (self)) - width));
  if (x < *edge)
    return;
  *edge = x + width + 10;
  append_text (self, snapshot, layout, (float) x, strip->origin.y + strip->size.height + 4);
}

static double
nice_step (double smallest)
{
  static const double factors[] = { 1, 2, 5 };

  for (double decade = 1; decade < 1e18; decade *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      if (decade * factors[i] >= smallest)
        return decade * factors[i];

  return smallest;
}

static void
draw_move_axis (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  double pixels = strip->size.width / MAX (1e-9, self->view_to - self->view_from);
  double unit = (double) MAX (1, self->label_unit);
  double step = unit * nice_step (MIN_LABEL_GAP / (pixels * unit));
  double origin = (double) self->label_origin;
  double value = origin + ceil ((self->view_from - origin) / step) * step;
  double edge = -G_MAXDOUBLE;

  if (self->lanes == NULL)
    draw_label (self, snapshot, strip, (double) self->first, _ ("start"), &edge);
  for (guint i = 0; i < MAX_LABELS && value <= self->view_to + step * 1e-6; i++, value += step)
    if (value > (double) self->first || (self->lanes != NULL && value >= (double) self->first))
      {
        /* A double may be larger than any moment. */
        guint64 moment = value < (double) self->last ? (guint64) value : self->last;
        g_autofree char *text = cl_timeline_dup_label (self, moment);

        draw_label (self, snapshot, strip, value, text, &edge);
      }
}

static char *
dup_time_text (gint64 time_us, gint64 step_us)
{
  gint64 seconds = time_us / G_USEC_PER_SEC;
  gboolean with_seconds = step_us < 60 * G_USEC_PER_SEC;

  if (time_us < ELAPSED_BELOW_US)
    return with_seconds
             ? g_strdup_printf ("%d:%02d:%02d",
                                (int) (seconds / 3600),
                                (int) (seconds / 60 % 60),
                                (int) (seconds % 60))
             : g_strdup_printf ("%d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60));

  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  const char *format = step_us >= G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC ? "%x"
                       : with_seconds                                        ? "%H:%M:%S"
                                                                             : "%H:%M";

  return local != NULL ? g_date_time_format (local, format) : g_strdup ("");
}

static void
draw_time_axis (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  static const gint64 steps_s[] = { 1,    5,    10,    30,    60,    300,    600,     1800,
                                    3600, 7200, 21600, 43200, 86400, 604800, 2592000, 31536000 };
  double pixels = strip->size.width / MAX (1e-9, self->view_to - self->view_from);
  gint64 step = 0;
  double value;
  double edge = -G_MAXDOUBLE;

  for (guint i = 0; i < G_N_ELEMENTS (steps_s); i++)
    {
      step = steps_s[i] * G_USEC_PER_SEC;
      if ((double) step * pixels >= MIN_LABEL_GAP)
        break;
    }
  if ((double) step * pixels < 1)
    return;
  value = ceil (self->view_from / (double) step) * (double) step;
  for (guint i = 0; i < MAX_LABELS && value <= self->view_to; i++, value += (double) step)
    {
      g_autofree char *text = dup_time_text ((gint64) value, step);

      draw_label (self, snapshot, strip, value, text, &edge);
    }
}

static GskRenderNode *
build_node (ClTimeline *self,
            const graphene_rect_t *strip,
            void (*draw) (ClTimeline *, GtkSnapshot *, const graphene_rect_t *))
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  draw (self, snapshot, strip);

  return gtk_snapshot_free_to_node (snapshot);
}

static void
draw_background (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip)
{
  graphene_rect_t track;

  cl_timeline_get_track (self, strip, &track);
  if (self->lanes == NULL)
    append_track (self, snapshot, &track, TRACK_RADIUS);
  if (cl_timeline_has_curve (self))
    cl_timeline_draw_curve (self, snapshot, strip);
  if (cl_timeline_uses_time (self))
    draw_time_axis (self, snapshot, strip);
  else if (self->lanes == NULL)
    draw_move_axis (self, snapshot, strip);
}

static void
append_clipped (ClTimeline *self, GtkSnapshot *snapshot, double from, double to, double opacity)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (to <= from)
    return;
  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT ((float) from,
                                               0,
                                               (float) (to - from),
                                               (float) height));
  if (opacity < 1)
    gtk_snapshot_push_opacity (snapshot, opacity);
  gtk_snapshot_append_node (snapshot, self->marks_node);
  if (opacity < 1)
    gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

/* The ground of what has been, up to the cursor. */
static void
draw_past (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip, double x)
{
  graphene_rect_t track;
  GskRoundedRect outline;
  GdkRGBA color;

  cl_timeline_get_track (self, strip, &track);
  cl_gtk_lookup_color (GTK_WIDGET (self), "cl_timeline_past", &color);
  graphene_rect_inset (&track, 1, 1);
  gsk_rounded_rect_init_from_rect (&outline, &track, TRACK_RADIUS - 1);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  append_box (snapshot,
              &color,
              track.origin.x,
              track.origin.y,
              (float) CLAMP (x - track.origin.x, 0, track.size.width),
              track.size.height);
  gtk_snapshot_pop (snapshot);
}

/* Single marks are drawn over its line, so that the one on which it stands is whole; lanes, which have a ground, below. */
static void
draw_cursor (ClTimeline *self, GtkSnapshot *snapshot, const graphene_rect_t *strip, float x)
{
  float bottom = strip->origin.y + strip->size.height + 4;
  GskRoundedRect handle;
  GdkRGBA color;

  if (x < strip->origin.x - 1 || x > strip->origin.x + strip->size.width + 1)
    return;
  x = floorf (x) + 0.5f; /* the middle of the column that the mark is in */
  cl_gtk_lookup_color (GTK_WIDGET (self),
                       self->live ? "cl_timeline_live" : "cl_timeline_cursor",
                       &color);
  append_box (snapshot, &color, x - 1.5f, 6, 3, bottom - 6);
  gsk_rounded_rect_init_from_rect (&handle, &GRAPHENE_RECT_INIT (x - 7.5f, 1, 15, 8), 2);
  gtk_snapshot_push_rounded_clip (snapshot, &handle);
  gtk_snapshot_append_color (snapshot, &color, &handle.bounds);
  gtk_snapshot_pop (snapshot);
  append_pointer (snapshot, &color, x, 13, 5);
}

void
cl_timeline_draw (ClTimeline *self, GtkSnapshot *snapshot)
{
  double cursor = cl_timeline_moment_to_x (self, self->cursor);
  double right = gtk_widget_get_width (GTK_WIDGET (self));
  graphene_rect_t strip;

  cl_timeline_get_strip (self, &strip);
  if (strip.size.width < 1)
    return;
  if (self->axis_node == NULL)
    self->axis_node = build_node (self, &strip, draw_background);
  if (self->marks_node == NULL)
    self->marks_node = build_node (self, &strip, self->lanes != NULL ? draw_lanes : draw_marks);

  if (self->axis_node != NULL)
    gtk_snapshot_append_node (snapshot, self->axis_node);
  if (self->lanes == NULL)
    {
      if (!cl_timeline_has_curve (self))
        draw_past (self, snapshot, &strip, cursor);
      draw_cursor (self, snapshot, &strip, (float) cursor);
    }
  if (self->marks_node != NULL)
    {
      double x = CLAMP (cursor + 2, 0, right);

      append_clipped (self, snapshot, 0, x, 1);
      append_clipped (self, snapshot, x, right, self->lanes != NULL ? 0.6 : DIM_OPACITY);
    }
  if (self->lanes != NULL)
    draw_cursor (self, snapshot, &strip, (float) cursor);
  else if (cl_timeline_has_curve (self))
    cl_timeline_draw_curve_dots (self, snapshot, &strip);
}

void
cl_timeline_drop_nodes (ClTimeline *self)
{
  g_clear_pointer (&self->marks_node, gsk_render_node_unref);
  g_clear_pointer (&self->axis_node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
