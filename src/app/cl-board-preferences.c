/* cl-board-preferences.c: a button with a picture for each theme and each set of pieces, and a switch for the rest
 *
 * What is chosen is stored at once; whoever shows a board listens to the settings (cl-look.c, cl-window-board.c).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-preferences.h"

#include <glib/gi18n.h>

#include "cl-board-look.h"
#include "cl-look-preview.h"
#include "cl-piece-set.h"
#include "cl-settings.h"

struct _ClBoardPreferences
{
  AdwPreferencesPage parent_instance;

  GtkGrid *themes;
  GtkGrid *styles;
  GtkWidget *contrast_note;
  GtkSwitch *coordinates;
  GtkSwitch *auto_queen;
  GtkSwitch *turning;
  GtkSwitch *sounds;

  ClSettings *settings;
  GtkToggleButton *theme_buttons[CL_N_BOARD_THEMES];
  GtkToggleButton *style_buttons[CL_N_PIECE_STYLES];
  ClLookPreview *theme_previews[CL_N_BOARD_THEMES];
  ClLookPreview *style_previews[CL_N_PIECE_STYLES];
};

G_DEFINE_FINAL_TYPE (ClBoardPreferences, cl_board_preferences, ADW_TYPE_PREFERENCES_PAGE)

static guint
get_theme (ClBoardPreferences *self)
{
  g_autofree char *id = cl_settings_dup_string (self->settings, "board-theme");

  return cl_board_theme_find (id);
}

static guint
get_style (ClBoardPreferences *self)
{
  g_autofree char *id = cl_settings_dup_string (self->settings, "piece-set");

  return cl_piece_style_find (id);
}

/* Each theme with the chosen pieces, each set on the chosen board. */
static void
update_previews (ClBoardPreferences *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);

  for (guint i = 0; i < CL_N_BOARD_THEMES; i++)
    cl_look_preview_set (self->theme_previews[i], i, dark, get_style (self));
  for (guint i = 0; i < CL_N_PIECE_STYLES; i++)
    cl_look_preview_set (self->style_previews[i], get_theme (self), dark, i);
  gtk_widget_set_visible (self->contrast_note, adw_style_manager_get_high_contrast (manager));
}

static void
theme_toggled_cb (ClBoardPreferences *self, GtkToggleButton *button)
{
  for (guint i = 0; i < CL_N_BOARD_THEMES; i++)
    if (self->theme_buttons[i] == button && gtk_toggle_button_get_active (button))
      cl_settings_set_string (self->settings, "board-theme", cl_board_theme_get_id (i));
  update_previews (self);
}

static void
style_toggled_cb (ClBoardPreferences *self, GtkToggleButton *button)
{
  for (guint i = 0; i < CL_N_PIECE_STYLES; i++)
    if (self->style_buttons[i] == button && gtk_toggle_button_get_active (button))
      cl_settings_set_string (self->settings, "piece-set", cl_piece_style_get_id (i));
  update_previews (self);
}

static void
switched_cb (ClBoardPreferences *self, GParamSpec *pspec, GtkSwitch *control)
{
  gboolean active = gtk_switch_get_active (control);

  if (!self->settings) /* the page is being filled from them */
    return;
  if (control == self->coordinates)
    cl_settings_set_boolean (self->settings, "board-coordinates", active);
  else if (control == self->auto_queen)
    cl_settings_set_boolean (self->settings, "board-auto-queen", active);
  else if (control == self->turning)
    cl_settings_set_boolean (self->settings, "board-turns", active);
  else if (control == self->sounds)
    cl_settings_set_boolean (self->settings, "sounds", active);
}

static GtkToggleButton *
make_tile (const char *name, GtkWidget *preview, GtkToggleButton *group, gboolean active)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), preview);
  gtk_box_append (GTK_BOX (box), gtk_label_new (name));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "cl-tile");
  gtk_widget_set_hexpand (button, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), active);

  return GTK_TOGGLE_BUTTON (button);
}

static void
fill_themes (ClBoardPreferences *self)
{
  for (guint i = 0; i < CL_N_BOARD_THEMES; i++)
    {
      GtkWidget *preview = cl_look_preview_new (i, FALSE, 0);

      self->theme_previews[i] = CL_LOOK_PREVIEW (preview);
      self->theme_buttons[i] = make_tile (cl_board_theme_get_name (i),
                                          preview,
                                          self->theme_buttons[0],
                                          i == get_theme (self));
      gtk_grid_attach (self->themes,
                       GTK_WIDGET (self->theme_buttons[i]),
                       (int) i % 3,
                       (int) i / 3,
                       1,
                       1);
      g_signal_connect_object (self->theme_buttons[i],
                               "toggled",
                               G_CALLBACK (theme_toggled_cb),
                               self,
                               G_CONNECT_SWAPPED);
    }
}

static void
fill_styles (ClBoardPreferences *self)
{
  for (guint i = 0; i < CL_N_PIECE_STYLES; i++)
    {
      GtkWidget *preview = cl_look_preview_new (0, FALSE, i);

      self->style_previews[i] = CL_LOOK_PREVIEW (preview);
      self->style_buttons[i] = make_tile (cl_piece_style_get_name (i),
                                          preview,
                                          self->style_buttons[0],
                                          i == get_style (self));
      gtk_grid_attach (self->styles,
                       GTK_WIDGET (self->style_buttons[i]),
                       (int) i % 2,
                       (int) i / 2,
                       1,
                       1);
      g_signal_connect_object (self->style_buttons[i],
                               "toggled",
                               G_CALLBACK (style_toggled_cb),
                               self,
                               G_CONNECT_SWAPPED);
    }
}

static void
cl_board_preferences_dispose (GObject *object)
{
  ClBoardPreferences *self = CL_BOARD_PREFERENCES (object);

  g_clear_object (&self->settings);
  G_OBJECT_CLASS (cl_board_preferences_parent_class)->dispose (object);
}

static void
cl_board_preferences_class_init (ClBoardPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = cl_board_preferences_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class,
    "/io/github/chessledger/ChessLedger/cl-board-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, themes);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, styles);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, contrast_note);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, coordinates);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, auto_queen);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, turning);
  gtk_widget_class_bind_template_child (widget_class, ClBoardPreferences, sounds);
  gtk_widget_class_bind_template_callback (widget_class, switched_cb);
}

static void
cl_board_preferences_init (ClBoardPreferences *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (ClSettings) settings = cl_settings_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_switch_set_active (self->coordinates,
                         cl_settings_get_boolean (settings, "board-coordinates"));
  gtk_switch_set_active (self->auto_queen, cl_settings_get_boolean (settings, "board-auto-queen"));
  gtk_switch_set_active (self->turning, cl_settings_get_boolean (settings, "board-turns"));
  gtk_switch_set_active (self->sounds, cl_settings_get_boolean (settings, "sounds"));
  self->settings = g_steal_pointer (&settings);
  fill_themes (self);
  fill_styles (self);
  g_signal_connect_object (manager,
                           "notify::dark",
                           G_CALLBACK (update_previews),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager,
                           "notify::high-contrast",
                           G_CALLBACK (update_previews),
                           self,
                           G_CONNECT_SWAPPED);
  update_previews (self);
}
