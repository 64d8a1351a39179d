/* cl-timeline-input.c: hands on the timeline: scrubbing, zooming around the pointer, panning, keys and hovering
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-timeline-private.h"

#define WHEEL_ZOOM 1.25
#define PAGE_UNITS 5

static guint64
step_moment (ClTimeline *self, int steps)
{
  if (steps < 0)
    return self->cursor - MIN (self->cursor - self->first, (guint64) -steps);

  return self->cursor + MIN (self->last - self->cursor, (guint64) steps);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClTimeline *self = CL_TIMELINE (widget);
  int steps;

  g_variant_get_child (args, 0, "i", &steps);
  cl_timeline_scrub (self, step_moment (self, steps));

  return TRUE;
}

static gboolean
page_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClTimeline *self = CL_TIMELINE (widget);
  int steps = (int) MIN (self->label_unit * PAGE_UNITS, 1000000);
  int pages;

  g_variant_get_child (args, 0, "i", &pages);
  cl_timeline_scrub (self, step_moment (self, pages * steps));

  return TRUE;
}

static gboolean
end_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClTimeline *self = CL_TIMELINE (widget);
  gboolean last;

  g_variant_get_child (args, 0, "b", &last);
  cl_timeline_scrub (self, last ? self->last : self->first);

  return TRUE;
}

static gboolean
zoom_cb (GtkWidget *widget, GVariant *args, gpointer data)
{
  ClTimeline *self = CL_TIMELINE (widget);
  double factor;
  graphene_rect_t strip;

  g_variant_get_child (args, 0, "d", &factor);
  cl_timeline_get_strip (self, &strip);
  if (factor == 0)
    cl_timeline_zoom_all (self);
  else
    cl_timeline_zoom (self,
                      factor,
                      (cl_timeline_moment_to_x (self, self->cursor) - strip.origin.x) /
                        MAX (1, strip.size.width));

  return TRUE;
}

void
cl_timeline_install_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval;
    GtkShortcutFunc func;
    const char *format;
    int value;
  } keys[] = {
    { GDK_KEY_Left, step_cb, "(i)", -1 },      { GDK_KEY_Right, step_cb, "(i)", 1 },
    { GDK_KEY_Down, step_cb, "(i)", -1 },      { GDK_KEY_Up, step_cb, "(i)", 1 },
    { GDK_KEY_KP_Left, step_cb, "(i)", -1 },   { GDK_KEY_KP_Right, step_cb, "(i)", 1 },
    { GDK_KEY_Page_Up, page_cb, "(i)", -1 },   { GDK_KEY_Page_Down, page_cb, "(i)", 1 },
    { GDK_KEY_Home, end_cb, "(b)", FALSE },    { GDK_KEY_End, end_cb, "(b)", TRUE },
    { GDK_KEY_KP_Home, end_cb, "(b)", FALSE }, { GDK_KEY_KP_End, end_cb, "(b)", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class,
                                  keys[i].keyval,
                                  0,
                                  keys[i].func,
                                  keys[i].format,
                                  keys[i].value);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_plus, 0, zoom_cb, "(d)", 2.0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Add, 0, zoom_cb, "(d)", 2.0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_minus, 0, zoom_cb, "(d)", 0.5);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Subtract, 0, zoom_cb, "(d)", 0.5);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_0, 0, zoom_cb, "(d)", 0.0);
}

static void
drag_begin_cb (ClTimeline *self, double x, double y, GtkGesture *gesture)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self));
  cl_timeline_end_hover (self);
  self->panning = button == GDK_BUTTON_MIDDLE || state & GDK_SHIFT_MASK;
  self->scrubbing = !self->panning;
  self->press_x = x;
  self->pan_from = self->view_from;
  if (self->scrubbing)
    cl_timeline_scrub (self, cl_timeline_x_to_moment (self, x));
}

static void
drag_update_cb (ClTimeline *self, double offset_x, double offset_y, GtkGesture *gesture)
{
  graphene_rect_t strip;

  if (self->panning)
    {
      double span = self->view_to - self->view_from;
      double from;

      cl_timeline_get_strip (self, &strip);
      from = self->pan_from - offset_x * span / MAX (1, strip.size.width);
      cl_timeline_set_view (self, from, from + span);
    }
  else if (self->scrubbing)
    cl_timeline_scrub (self, cl_timeline_x_to_moment (self, self->press_x + offset_x));
}

static void
drag_end_cb (ClTimeline *self)
{
  self->scrubbing = FALSE;
  self->panning = FALSE;
}

static gboolean
scroll_cb (ClTimeline *self, double dx, double dy, GtkEventController *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  double span = self->view_to - self->view_from;
  graphene_rect_t strip;

  cl_timeline_get_strip (self, &strip);
  if (state & GDK_SHIFT_MASK && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  if (dy != 0)
    cl_timeline_zoom (self,
                      pow (WHEEL_ZOOM, -dy),
                      (self->pointer_x - strip.origin.x) / MAX (1, strip.size.width));
  else if (dx != 0)
    cl_timeline_set_view (self, self->view_from + dx * span / 10, self->view_to + dx * span / 10);

  return GDK_EVENT_STOP;
}

void
cl_timeline_end_hover (ClTimeline *self)
{
  if (!self->hovering)
    return;
  self->hovering = FALSE;
  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  cl_timeline_emit_hovered (self, G_MAXUINT64, self->pointer_x);
}

static void
motion_cb (ClTimeline *self, double x, double y)
{
  guint64 moment = cl_timeline_x_to_moment (self, x);
  graphene_rect_t strip;
  graphene_rect_t track;

  cl_timeline_get_strip (self, &strip);
  cl_timeline_get_track (self, &strip, &track);
  self->pointer_x = x;
  if (self->scrubbing || self->panning || self->first == self->last)
    return;
  if (x < track.origin.x || x > track.origin.x + track.size.width)
    {
      cl_timeline_end_hover (self);
      return;
    }
  if (self->hovering && moment == self->hovered)
    return;
  self->hovering = TRUE;
  self->hovered = moment;
  cl_timeline_emit_hovered (self, moment, cl_timeline_moment_to_x (self, moment));
}

static void
leave_cb (ClTimeline *self)
{
  cl_timeline_end_hover (self);
}

void
cl_timeline_init_input (ClTimeline *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  static const guint buttons[] = { GDK_BUTTON_PRIMARY, GDK_BUTTON_MIDDLE };

  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    {
      GtkGesture *drag = gtk_gesture_drag_new ();

      gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), buttons[i]);
      g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
      g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
      g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
      g_signal_connect_swapped (drag, "cancel", G_CALLBACK (drag_end_cb), self);
      gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
    }

  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
}
