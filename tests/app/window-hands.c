/* window-hands.c: the hands of the driver: mouse and keyboard through the X server, by xdotool
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "window-driver.h"

#include <gdk/x11/gdkx.h>
#include <math.h>

/* Motions between press and release of a drag. */
#define DRAG_STEPS 6

/* xdotool returns when the server has its requests; the events reach us after that, in order. */
static void
run_xdotool (GPtrArray *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  int status;

  g_ptr_array_insert (command, 0, g_strdup ("xdotool"));
  g_ptr_array_add (command, NULL);
  g_spawn_sync (NULL,
                (char **) command->pdata,
                NULL,
                G_SPAWN_SEARCH_PATH,
                NULL,
                NULL,
                NULL,
                &complaint,
                &status,
                &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  if (error)
    g_error ("xdotool: %s: %s", error->message, complaint);
}

G_GNUC_PRINTF (2, 3)
static void
add_words (GPtrArray *command, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  words = g_strsplit (text, " ", -1);
  for (guint i = 0; words[i]; i++)
    g_ptr_array_add (command, g_strdup (words[i]));
}

/* Puts the pointer at a part of @widget's size; the window under it may be a popup. */
static void
add_motion (GPtrArray *command, GtkWidget *widget, double across, double down)
{
  GtkNative *native = gtk_widget_get_native (widget);
  graphene_rect_t bounds;
  double x;
  double y;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (native), &bounds));
  gtk_native_get_surface_transform (native, &x, &y);
  x += bounds.origin.x + bounds.size.width * across;
  y += bounds.origin.y + bounds.size.height * down;
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  add_words (command,
             "mousemove --window %lu %d %d",
             gdk_x11_surface_get_xid (gtk_native_get_surface (native)),
             (int) floor (x),
             (int) floor (y));
  G_GNUC_END_IGNORE_DEPRECATIONS
}

static void
click_with (Driver *self, GtkWidget *widget, int button, guint times)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (widget);
  driver_wait_for_focus (self);
  driver_settle (self);
  g_assert_true (gtk_widget_get_mapped (widget));
  add_motion (command, widget, 0.5, 0.5);
  add_words (command, "click --repeat %u --delay 10 %d", times, button);
  run_xdotool (command);
  self->clicks += times;
  driver_settle (self);
}

void
driver_count_anew (Driver *self)
{
  self->clicks = 0;
  self->keys = 0;
}

void
driver_click (Driver *self, GtkWidget *widget)
{
  click_with (self, widget, 1, 1);
}

void
driver_click_twice (Driver *self, GtkWidget *widget)
{
  click_with (self, widget, 1, 2);
}

void
driver_click_right (Driver *self, GtkWidget *widget)
{
  click_with (self, widget, 3, 1);
}

void
driver_click_text (Driver *self, GtkWidget *root, const char *pattern)
{
  driver_wait (self, driver_find_text (root, pattern));
  driver_click (self, driver_find_text (root, pattern));
}

void
driver_click_square (Driver *self, const char *name)
{
  driver_click (self, driver_find_square (self, name));
}

static void
drag_between (Driver *self,
              GtkWidget *start,
              const double from[2],
              GtkWidget *end,
              const double to[2])
{
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);

  driver_settle (self);
  add_motion (command, start, from[0], from[1]);
  add_words (command, "mousedown 1");
  run_xdotool (command);
  self->clicks++;
  for (int i = 1; i <= DRAG_STEPS; i++)
    {
      double part = (double) i / DRAG_STEPS;
      GtkNative *native = gtk_widget_get_native (start);
      graphene_rect_t a;
      graphene_rect_t b;

      g_ptr_array_set_size (command, 0);
      g_assert_true (gtk_widget_compute_bounds (start, GTK_WIDGET (native), &a));
      g_assert_true (gtk_widget_compute_bounds (end, GTK_WIDGET (native), &b));
      double x = (1 - part) * (a.origin.x + a.size.width * from[0]) +
                 part * (b.origin.x + b.size.width * to[0]);
      double y = (1 - part) * (a.origin.y + a.size.height * from[1]) +
                 part * (b.origin.y + b.size.height * to[1]);
      add_motion (command,
                  start,
                  (x - a.origin.x) / a.size.width,
                  (y - a.origin.y) / a.size.height);
      run_xdotool (command);
      driver_settle (self);
    }
  g_ptr_array_set_size (command, 0);
  add_words (command, "mouseup 1");
  run_xdotool (command);
  driver_settle (self);
}

void
driver_drag_square (Driver *self, const char *from, const char *to)
{
  static const double middle[2] = { 0.5, 0.5 };

  drag_between (self,
                driver_find_square (self, from),
                middle,
                driver_find_square (self, to),
                middle);
}

void
driver_drag (Driver *self, GtkWidget *widget, const double from[2], const double to[2])
{
  drag_between (self, widget, from, widget, to);
}

void
driver_press (Driver *self, const char *keys)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);

  driver_settle (self);
  driver_wait_for_focus (self);
  add_words (command, "key --delay 2 %s", keys);
  self->keys += command->len - 3;
  run_xdotool (command);
}

void
driver_type (Driver *self, const char *text)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new_with_free_func (g_free);

  driver_settle (self);
  driver_wait_for_focus (self);
  add_words (command, "type --delay 2");
  g_ptr_array_add (command, g_strdup (text));
  self->keys += (guint) g_utf8_strlen (text, -1);
  run_xdotool (command);
}
