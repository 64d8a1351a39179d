/* cl-window-screen.c: what others may look at: the whole screen, or a window of their own on a second one
 *
 * Full screen on the board leaves the board, the players and their clocks, and nothing that could be clicked by mistake;
 * on the other pages it only makes room. F11 or Escape leads back, or the header, which a pointer finds at the upper edge.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-window-private.h"

static gboolean
is_bare (ClWindow *self)
{
  return gtk_window_is_fullscreen (GTK_WINDOW (self)) &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "board") == 0;
}

void
cl_window_update_bare (ClWindow *self)
{
  gboolean bare = is_bare (self);

  /* While the template is being built. */
  if (!self->timeline || !self->board_page)
    return;
  gtk_widget_set_visible (self->header, !bare);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), !bare);
  cl_board_page_set_bare (self->board_page, bare);
  /* What had the focus may be hidden now, and keys would go nowhere. */
  if (bare)
    gtk_widget_grab_focus (GTK_WIDGET (cl_board_page_get_board (self->board_page)));
}

/* By the action, or by the window manager. */
static void
fullscreened_cb (ClWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen");
  gboolean whole = gtk_window_is_fullscreen (GTK_WINDOW (self));

  g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (whole));
  cl_window_update_bare (self);
}

/* At the upper edge a pointer finds the header, and with it the way back. */
static void
moved_cb (ClWindow *self, double x, double y)
{
  if (is_bare (self))
    gtk_widget_set_visible (self->header, y < (gtk_widget_get_visible (self->header) ? 70 : 3));
}

static void
fullscreen_changed_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  if (g_variant_get_boolean (value))
    gtk_window_fullscreen (GTK_WINDOW (data));
  else
    gtk_window_unfullscreen (GTK_WINDOW (data));
}

static void
audience_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  ClWindow *self = data;

  if (!self->audience)
    {
      ClAudience *audience =
        cl_audience_new (gtk_window_get_application (GTK_WINDOW (self)), self->session);

      g_set_weak_pointer (&self->audience, audience);
      cl_audience_set_flipped (audience, cl_board_page_get_flipped (self->board_page));
    }
  gtk_window_present (GTK_WINDOW (self->audience));
}

/* The program ends with its main window. */
static gboolean
close_cb (ClWindow *self)
{
  if (self->audience)
    gtk_window_destroy (GTK_WINDOW (self->audience));
  return FALSE;
}

void
cl_window_add_screen_actions (ClWindow *self)
{
  static const GActionEntry entries[] = {
    { "fullscreen", NULL, NULL, "false", fullscreen_changed_cb },
    { "audience", audience_cb },
  };

  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (moved_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (self, "notify::fullscreened", G_CALLBACK (fullscreened_cb), NULL);
  g_signal_connect (self, "close-request", G_CALLBACK (close_cb), NULL);
}
