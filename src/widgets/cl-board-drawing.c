/* cl-board-drawing.c: arrows and circles that a person draws while thinking or explaining
 *
 * They belong to the position on the board: the next position, a press of the left button or Escape wipes them away. The
 * right button draws, as on every other board: dragged it leaves an arrow, clicked a circle; the same again takes it away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-private.h"

#include "cl-gtk-compat.h"

/* Parts of the edge of a square. */
#define RING       0.07
#define SHAFT      0.15
#define HEAD       0.40
#define HEAD_WIDTH 0.44
#define OPACITY    0.8

/* In the order of the modifiers below. */
static const char *const color_names[] = {
  "cl_draw_green",
  "cl_draw_red",
  "cl_draw_blue",
  "cl_draw_yellow",
};

static guint
color_for (GdkModifierType state)
{
  if (state & GDK_SHIFT_MASK)
    return 1;
  if (state & GDK_CONTROL_MASK)
    return 2;
  if (state & GDK_ALT_MASK)
    return 3;

  return 0;
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
paint_circle (ClBoard *self, cairo_t *cr, ChessSquare square)
{
  double x;
  double y;

  find_center (self, square, &x, &y);
  cairo_set_line_width (cr, self->edge * RING);
  cairo_arc (cr, x, y, self->edge * (0.5 - RING), 0, 2 * G_PI);
  cairo_stroke (cr);
}

/* From the middle of a square to the middle of another, as one shape, so that it does not shine through itself. */
static void
paint_arrow (ClBoard *self, cairo_t *cr, ChessSquare from, ChessSquare to)
{
  double shaft = self->edge * SHAFT / 2;
  double wing = self->edge * HEAD_WIDTH / 2;
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
  cairo_line_to (cr, length - self->edge * HEAD, -shaft);
  cairo_line_to (cr, length - self->edge * HEAD, -wing);
  cairo_line_to (cr, length, 0);
  cairo_line_to (cr, length - self->edge * HEAD, wing);
  cairo_line_to (cr, length - self->edge * HEAD, shaft);
  cairo_line_to (cr, 0, shaft);
  cairo_close_path (cr);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
paint (ClBoard *self, cairo_t *cr, const ClDrawing *drawing)
{
  GdkRGBA color;

  cl_gtk_lookup_color (GTK_WIDGET (self), color_names[drawing->color], &color);
  color.alpha *= OPACITY;
  gdk_cairo_set_source_rgba (cr, &color);
  if (drawing->from == drawing->to)
    paint_circle (self, cr, drawing->from);
  else
    paint_arrow (self, cr, drawing->from, drawing->to);
}

void
cl_board_snapshot_drawings (ClBoard *self, GtkSnapshot *snapshot)
{
  gboolean sketched = self->sketch.from < 64 && self->sketch.to < 64;
  cairo_t *cr;

  if (self->n_drawings == 0 && !sketched)
    return;
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (self->x,
                                                       self->y,
                                                       self->edge * 8,
                                                       self->edge * 8));
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
add_drawing (ClBoard *self, const ClDrawing *drawing)
{
  for (guint i = 0; i < self->n_drawings; i++)
    {
      ClDrawing *old = &self->drawings[i];

      if (old->from != drawing->from || old->to != drawing->to)
        continue;
      if (old->color == drawing->color)
        remove_drawing (self, i);
      else
        old->color = drawing->color;
      return;
    }
  if (self->n_drawings == CL_BOARD_MAX_DRAWINGS)
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

  if (self->pressed != CHESS_NO_SQUARE || self->promotion != NULL)
    {
      cl_board_cancel (self);
      return;
    }
  self->sketch = (ClDrawing){ square, square, color_for (state) };
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
    add_drawing (self, &self->sketch);
  forget_sketch (self);
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
