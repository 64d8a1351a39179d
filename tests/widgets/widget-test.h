/* widget-test.h: windows, waiting with a deadline, and hands for the widget tests
 *
 * The hands emit the signals of a widget's own event controllers: GTK 4 cannot be given made-up events.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "cl-widgets.h"

#define DEADLINE_US (10 * G_USEC_PER_SEC)

static inline void
widget_test_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  adw_init ();
  cl_widgets_add_style (gdk_display_get_default ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

/* Turns the main loop until @condition or, failing the test, the deadline. */
#define widget_test_wait(condition)                            \
  G_STMT_START                                                 \
  {                                                            \
    gint64 deadline = g_get_monotonic_time () + DEADLINE_US;   \
    while (!(condition) && g_get_monotonic_time () < deadline) \
      g_main_context_iteration (NULL, FALSE);                  \
    g_assert_true (condition);                                 \
  }                                                            \
  G_STMT_END

/* Shows @child in a window of that size. */
static inline GtkWidget *
widget_test_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

/* Closes @window, after which @child must be gone. */
static inline void
widget_test_close (GtkWidget *window, GtkWidget *child)
{
  g_object_ref (child);
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (child);
}

/* (transfer none) The @n-th controller of @type on @widget, counted from the one added first. */
static inline GtkEventController *
widget_test_controller (GtkWidget *widget, GType type, guint n)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkEventController *found = NULL;

  for (guint i = g_list_model_get_n_items (controllers); i > 0; i--)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i - 1);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type) && n-- == 0)
        found = controller;
    }
  g_assert_nonnull (found);

  return found;
}

static inline gboolean
widget_test_press_key (GtkWidget *widget, guint keyval)
{
  GtkEventController *keys = widget_test_controller (widget, GTK_TYPE_EVENT_CONTROLLER_KEY, 0);
  gboolean handled = FALSE;

  g_signal_emit_by_name (keys, "key-pressed", keyval, 0, 0, &handled);

  return handled;
}

/* The first descendant of @type, depth first. */
static inline GtkWidget *
widget_test_find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = widget_test_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
