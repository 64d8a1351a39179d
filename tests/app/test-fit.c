/* test-fit.c: no page and no dialog asks for more room than a small screen has
 *
 * A child that cannot shrink pushes the close button off the screen, and is seen only by who has such a screen. So each
 * page is measured as GTK measures it; a failure prints the widgets from the window down to the one that is to blame.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-shrink.h"
#include "window-driver.h"

/* The least window, by which the small form has to fit; and the least that still shows the wide form. */
static const struct
{
  int width, height;
  int least_width, least_height;
} forms[] = { { 1360, 860, 1000, 720 }, { 600, 600, 600, 600 } };

static int
measure (GtkWidget *widget, GtkOrientation orientation)
{
  int minimum = 0;

  gtk_widget_measure (widget, orientation, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

/* From @widget down, always to the child that asks for most. */
static void
tell_most (GtkWidget *widget, GtkOrientation orientation)
{
  while (widget)
    {
      GtkWidget *greatest = NULL;
      int most = 0;

      g_test_message ("%s asks for %d", G_OBJECT_TYPE_NAME (widget), measure (widget, orientation));
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
           child = gtk_widget_get_next_sibling (child))
        if (gtk_widget_should_layout (child) && measure (child, orientation) >= most)
          {
            greatest = child;
            most = measure (child, orientation);
          }
      widget = greatest;
    }
}

static void
check_fits (GtkWidget *widget, const char *what, int width, int height)
{
  int least_width = measure (widget, GTK_ORIENTATION_HORIZONTAL);
  int least_height = measure (widget, GTK_ORIENTATION_VERTICAL);

  g_test_message ("%s: needs %d×%d of %d×%d", what, least_width, least_height, width, height);
  if (least_width > width)
    tell_most (widget, GTK_ORIENTATION_HORIZONTAL);
  if (least_height > height)
    tell_most (widget, GTK_ORIENTATION_VERTICAL);
  g_assert_cmpint (least_width, <=, width);
  g_assert_cmpint (least_height, <=, height);
}

/* Without the frame, whose width is the window manager's matter. */
static gboolean
is_about (int size, int wanted)
{
  return size <= wanted && size > wanted - 40;
}

/* The window asks for little whatever is in it; so what it holds is measured, without the frame around it. */
static void
check_window (Driver *self, const char *what)
{
  GtkWidget *window = GTK_WIDGET (driver_get_window (self));
  GtkWidget *shrink = driver_find_type (window, CL_TYPE_SHRINK);

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *name =
        g_strdup_printf ("%s in %d×%d", what, forms[i].width, forms[i].height);
      int frame_width;
      int frame_height;

      gtk_window_set_default_size (GTK_WINDOW (window), forms[i].width, forms[i].height);
      driver_wait (self,
                   is_about (gtk_widget_get_width (window), forms[i].width) &&
                     is_about (gtk_widget_get_height (window), forms[i].height));
      driver_settle (self);
      frame_width = forms[i].width - gtk_widget_get_width (shrink);
      frame_height = forms[i].height - gtk_widget_get_height (shrink);
      check_fits (window, name, forms[i].least_width, forms[i].least_height);
      check_fits (gtk_widget_get_first_child (shrink),
                  name,
                  forms[i].least_width - frame_width,
                  forms[i].least_height - frame_height);
    }
}

static void
check_pages (Driver *self, gconstpointer folder)
{
  check_window (self, "the empty page");
  driver_press (self, "alt+2");
  driver_wait (self, driver_sees ("No games yet"));
  check_window (self, "the empty library");
  driver_press (self, "alt+3");
  driver_wait (self, driver_sees ("The hall is empty"));
  check_window (self, "the empty hall");
  driver_press (self, "alt+1");
  driver_play (self);
  driver_type_moves (self, "e4 e5");
  check_window (self, "a game");
  driver_press (self, "Left");
  driver_wait (self, driver_sees ("Looking back: *"));
  check_window (self, "looking back");
  driver_press (self, "alt+3");
  driver_wait (self, driver_sees ("By table"));
  check_window (self, "the hall");
  driver_press (self, "alt+4");
  driver_wait (self, driver_sees ("Producers record facts"));
  check_window (self, "the ledger");
  driver_close (self);
}

static void
check_dialog (Driver *self, const char *action, const char *seen)
{
  GtkWidget *dialog;

  gtk_widget_activate_action (GTK_WIDGET (driver_get_window (self)), action, NULL);
  driver_wait_for_focus (self);
  driver_wait (self, driver_sees (seen));
  dialog = GTK_WIDGET (gtk_widget_get_root (driver_find_text (NULL, seen)));
  check_fits (dialog, action, 600, 600);
  driver_press (self, "Escape");
  driver_wait (self, !driver_sees (seen));
}

static void
check_dialogs (Driver *self, gconstpointer folder)
{
  check_dialog (self, "win.new", "Two people at this screen.");
  check_dialog (self, "win.record", "A game played elsewhere*");
  driver_play (self);
  check_dialog (self, "win.details", "Details and result");
  check_dialog (self, "win.withdraw-game", "Remove this game from view?");
  driver_close (self);
}

int
main (int argc, char **argv)
{
  static const DriverTest tests[] = {
    { "/app/fit/pages", check_pages },
    { "/app/fit/dialogs", check_dialogs },
  };

  return driver_main (argc, argv, tests, G_N_ELEMENTS (tests));
}
