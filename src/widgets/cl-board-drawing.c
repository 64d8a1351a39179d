/* cl-board-drawing.c: arrows and circles that a person draws while thinking or explaining, that notes hold, engines propose
 *
 * Drawn ones belong to the position on the board: the next position, a press of the left button or Escape wipes them away.
 * The right button draws, as on every other board: dragged it leaves an arrow, clicked a circle; the same again takes it away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"

/* Parts of the edge of a square. */
#define RING       0.07
#define SHAFT      0.15
#define HEAD       0.40
#define HEAD_WIDTH 0.44
#define OPACITY    0.8

static const struct
{
  const char *name;
  double thickness; /* of the usual one */
} looks[CL_N_SHAPE_COLORS] = {
  [CL_SHAPE_GREEN] = { "cl_draw_green", 1 }, [CL_SHAPE_RED] = { "cl_draw_red", 1 },
  [CL_SHAPE_BLUE] = { "cl_draw_blue", 1 },   [CL_SHAPE_YELLOW] = { "cl_draw_yellow", 1 },
  [CL_SHAPE_BEST] = { "cl_draw_best", 0.9 }, [CL_SHAPE_GOOD] = { "cl_draw_good", 0.6 },
};

static ClShapeColor
color_for (GdkModifierType state)
{
  if (state & GDK_SHIFT_MASK)
    return CL_SHAPE_RED;
  if (state & GDK_CONTROL_MASK)
    return CL_SHAPE_BLUE;
  if (state & GDK_ALT_MASK)
    return CL_SHAPE_YELLOW;

  return CL_SHAPE_GREEN;
}

/* --- Telling ----------------------------------------------------------------------------------------------------- */

static char *
describe_shape (const ClBoardShape *shape)
{
  char from[3] = { (char) ('a' + chess_file (shape->from)),
                   (char) ('1' + chess_rank (shape->from)) };
  char to[3] = { (char) ('a' + chess_file (shape->to)), (char) ('1' + chess_rank (shape->to)) };
  const char
    *
      color[CL_N_SHAPE_COLORS] = {
        [CL_SHAPE_GREEN] = C_ ("drawing", "green"),
                               [CL_SHAPE_RED] = C_ ("drawing", "red"),
                                                    [CL_SHAPE_BLUE] = C_ ("drawing", "blue"),
                                                                          [CL_SHAPE_YELLOW] = C_ ("drawing", "yellow"),
                                                                                                  [CL_SHAPE_BEST] = C_ ("drawing", "best move"),
                                                                                                                        [CL_SHAPE_GOOD] = C_ ("drawing", "good move"),
                                                                                                                        };

  if (shape->from == shape->to)
    /* Translators: a square such as “e4”, then a colour. */
    return g_strdup_printf (_ ("Circle on %s, %s"), to, color[shape->color]);
  /* Translators: two squares, then a colour or “best move”. */
  return g_strdup_printf (_ ("Arrow from %s to %s, %s"), from, to, color[shape->color]);
}

/* One sentence a shape, what is shown first. */
static void
update_description (ClBoard *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->n_shapes; i++)
    g_ptr_array_add (lines, describe_shape (&self->shapes[i]));
  for (guint i = 0; i < self->n_drawings; i++)
    g_ptr_array_add (lines, describe_shape (&self->drawings[i]));
  g_ptr_array_add (lines, NULL);
  text = g_strjoinv ("; ", (char **) lines->pdata);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text,
                                  -1);
}

/* --- Painting ---------------------------------------------------------------------------------------------------- */

static void
find_center (ClBoard *self, ChessSquare square, double *x, double *y)
{
  graphene_rect_t bounds;

  cl_board_square_bounds (self, chess_file (square), chess_rank (square), &bounds);
  *x = bounds.origin.x + bounds.size.width / 2;
  *y = bounds.origin.y + bounds.size.height / 2;
}

static void
paint_circle (ClBoard *self, cairo_t *cr, ChessSquare square, double thickness)
{
  double x;
  double y;

  find_center (self, square, &x, &y);
  cairo_set_line_width (cr, self->edge * RING * thickness);
  cairo_arc (cr, x, y, self->edge * (0.5 - RING), 0, 2 * G_PI);
  cairo_stroke (cr);
}

/* From the middle of a square to the middle of another, as one shape, so that it does not shine through itself. */
static void
paint_arrow (ClBoard *self, cairo_t *cr, ChessSquare from, ChessSquare to, double thickness)
{
  double shaft = self->edge * SHAFT / 2 * thickness;
  double wing = self->edge * HEAD_WIDTH / 2 * thickness;
  double head = self->edge * HEAD * thickness;
  double x;
  double y;
  double to_x;
  double to_y;
  double length;

  find_center (self, from, &x, &y);
  find_center (self, to, &to_x, &to_y);
  length = hypot (to_x - x, to_y - y);
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_rotate (cr, atan2 (to_y - y, to_x - x));
  cairo_move_to (cr, 0, -shaft);
  cairo_line_to (cr, length - head, -shaft);
  cairo_line_to (cr, length - head, -wing);
  cairo_line_to (cr, length, 0);
  cairo_line_to (cr, length - head, wing);
  cairo_line_to (cr, length - head, shaft);
  cairo_line_to (cr, 0, shaft);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
paint (ClBoard *self, cairo_t *cr, const ClBoardShape *drawing)
{
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), looks[drawing->color].name, &color);
  color.alpha *= OPACITY;
  gdk_cairo_set_source_rgba (cr, &color);
  if (drawing->from == drawing->to)
    paint_circle (self, cr, drawing->from, looks[drawing->color].thickness);
  else
    paint_arrow (self, cr, drawing->from, drawing->to, looks[drawing->color].thickness);
}

void
cl_board_snapshot_drawings (ClBoard *self, GtkSnapshot *snapshot)
{
  gboolean sketched = self->sketch.from < 64 && self->sketch.to < 64;
  cairo_t *cr;

  if (self->n_shapes + self->n_drawings == 0 && !sketched)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (self->x,
                                                       self->y,
                                                       self->edge * 8,
                                                       self->edge * 8));
  /* What counts more lies above. */
  for (guint i = self->n_shapes; i > 0; i--)
    paint (self, cr, &self->shapes[i - 1]);
  for (guint i = 0; i < self->n_drawings; i++)
    paint (self, cr, &self->drawings[i]);
  if (sketched)
    paint (self, cr, &self->sketch);
  cairo_destroy (cr);
}

/* --- Drawing ----------------------------------------------------------------------------------------------------- */

static void
forget_sketch (ClBoard *self)
{
  self->sketch.from = self->sketch.to = CHESS_NO_SQUARE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
cl_board_clear_drawings (ClBoard *self)
{
  gboolean any = self->n_drawings > 0;

  self->n_drawings = 0;
  forget_sketch (self);
  if (any)
    update_description (self);

  return any;
}

static void
remove_drawing (ClBoard *self, guint i)
{
  self->n_drawings--;
  memmove (&self->drawings[i],
           &self->drawings[i + 1],
           (self->n_drawings - i) * sizeof *self->drawings);
}

/* The same again takes it away, in another colour it changes colour. */
static void
add_drawing (ClBoard *self, const ClBoardShape *drawing)
{
  for (guint i = 0; i < self->n_drawings; i++)
    {
      ClBoardShape *old = &self->drawings[i];

      if (old->from != drawing->from || old->to != drawing->to)
        continue;
      if (old->color == drawing->color)
        remove_drawing (self, i);
      else
        old->color = drawing->color;
      return;
    }
  if (self->n_drawings == CL_BOARD_MAX_SHAPES)
    remove_drawing (self, 0);
  self->drawings[self->n_drawings++] = *drawing;
}

/* A right press while the left button holds a piece lets go of it, and draws nothing. */
static void
drag_begin_cb (ClBoard *self, double x, double y, GtkGesture *gesture)
{
  ChessSquare square = cl_board_square_at (self, x, y);
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  if (self->pressed != CHESS_NO_SQUARE || self->promotion != NULL ||
      self->premove.from != CHESS_NO_SQUARE)
    {
      cl_board_cancel (self);
      return;
    }
  self->sketch = (ClBoardShape){ square, square, color_for (state) };
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_update_cb (ClBoard *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  double x;
  double y;
  ChessSquare to;

  if (self->sketch.from >= 64 ||
      !gtk_gesture_drag_get_start_point (GTK_GESTURE_DRAG (gesture), &x, &y))
    return;
  to = cl_board_square_at (self, x + offset_x, y + offset_y);
  if (to == self->sketch.to)
    return;
  self->sketch.to = to;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (ClBoard *self)
{
  if (self->sketch.from < 64 && self->sketch.to < 64)
    {
      add_drawing (self, &self->sketch);
      update_description (self);
    }
  forget_sketch (self);
}

void
cl_board_set_shapes (ClBoard *self, const ClBoardShape *shapes, guint n_shapes)
{
  g_return_if_fail (CL_IS_BOARD (self));
  g_return_if_fail (shapes != NULL || n_shapes == 0);

  if (n_shapes == 0 && self->n_shapes == 0)
    return;
  self->n_shapes = 0;
  for (guint i = 0; i < n_shapes && self->n_shapes < CL_BOARD_MAX_SHAPES; i++)
    if (shapes[i].from < 64 && shapes[i].to < 64 && shapes[i].color < CL_N_SHAPE_COLORS)
      self->shapes[self->n_shapes++] = shapes[i];
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cl_board_init_drawing (ClBoard *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  forget_sketch (self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (forget_sketch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}
