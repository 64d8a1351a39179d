/* cl-window-keys.c: keys without a menu: stepping with arrows, typing a move or a search from anywhere
 *
 * They are seen in the bubble phase, after the widget with the focus: a text field keeps its arrows and its Ctrl+C,
 * a square of the board its cursor keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-window-private.h"

typedef struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
} Key;

static const Key keys[] = {
  { GDK_KEY_Left, 0, "win.step-back" },
  { GDK_KEY_Right, 0, "win.step-forward" },
  { GDK_KEY_Left, GDK_CONTROL_MASK, "win.step-back" },
  { GDK_KEY_Right, GDK_CONTROL_MASK, "win.step-forward" },
  { GDK_KEY_Left, GDK_SHIFT_MASK, "win.line-back" },
  { GDK_KEY_Right, GDK_SHIFT_MASK, "win.line-forward" },
  { GDK_KEY_Home, 0, "win.first" },
  { GDK_KEY_End, 0, "win.last" },
  { GDK_KEY_Up, 0, "win.first" },
  { GDK_KEY_Down, 0, "win.last" },
  { GDK_KEY_space, 0, "win.toggle-play" },
  { GDK_KEY_c, GDK_CONTROL_MASK, "win.copy-fen" },
  { GDK_KEY_v, GDK_CONTROL_MASK, "win.paste" },
  { GDK_KEY_z, GDK_CONTROL_MASK, "win.takeback" },
  { GDK_KEY_F, GDK_SHIFT_MASK, "win.flip" },
};

static gboolean
is_board_shown (ClWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "board") == 0;
}

static gboolean
escape (ClWindow *self)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (self)))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.fullscreen", NULL);
      return GDK_EVENT_STOP;
    }
  if (!self->session || !is_board_shown (self))
    return GDK_EVENT_PROPAGATE;
  if (cl_board_cancel (cl_board_page_get_board (self->board_page)))
    return GDK_EVENT_STOP;
  if (cl_session_get_trial_length (self->session))
    cl_session_drop_trial (self->session);
  else if (cl_session_get_looking_back (self->session) || cl_session_get_position (self->session))
    cl_session_return_to_game (self->session);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* “f” begins a pawn move while a game is in play; where none is, it flips the board as everywhere else. */
static gboolean
type (ClWindow *self, guint key)
{
  gunichar letter = gdk_keyval_to_unicode (key);
  const ClGame *game = self->session ? cl_session_get_game (self->session) : NULL;
  char text[7] = { 0 };

  if (!g_unichar_isalnum (letter))
    return GDK_EVENT_PROPAGATE;
  g_unichar_to_utf8 (letter, text);
  if (!is_board_shown (self))
    {
      gboolean in_hall = g_strcmp0 (gtk_stack_get_visible_child_name (self->views), "hall") == 0;
      GtkEditable *search = in_hall ? cl_hall_page_get_search (self->hall_page)
                                    : cl_library_page_get_search (self->library_page);

      gtk_widget_grab_focus (GTK_WIDGET (search));
      gtk_editable_set_text (search, text);
      gtk_editable_set_position (search, -1);
      return GDK_EVENT_STOP;
    }
  if (letter == 'f' && !(game && game->status == CL_GAME_PLAYING))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.flip", NULL);
      return GDK_EVENT_STOP;
    }
  if (!strchr ("abcdefghKQRBNO0kqrno", (int) letter) || letter > 127)
    return GDK_EVENT_PROPAGATE;
  return cl_board_page_type (self->board_page, text) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                ClWindow *self)
{
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();

  if (key == GDK_KEY_Escape && !modifiers)
    return escape (self);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].key == key && keys[i].modifiers == modifiers &&
        (is_board_shown (self) || (modifiers & GDK_CONTROL_MASK)))
      {
        gtk_widget_activate_action (GTK_WIDGET (self), keys[i].action, NULL);
        return GDK_EVENT_STOP;
      }
  if (modifiers & ~GDK_SHIFT_MASK)
    return GDK_EVENT_PROPAGATE;
  return type (self, key);
}

void
cl_window_add_keys (ClWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_BUBBLE);
  g_signal_connect_object (controller, "key-pressed", G_CALLBACK (key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
