/* cl-look.c: listens to the settings and to the style of the desktop, the two that decide how a board looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-look.h"

#include <adwaita.h>

#include "cl-board-look.h"
#include "cl-piece-set.h"
#include "cl-settings.h"
#include "cl-widgets.h"

struct _ClLook
{
  GObject parent_instance;

  GdkDisplay *display;
  ClSettings *settings;
};

G_DEFINE_FINAL_TYPE (ClLook, cl_look, G_TYPE_OBJECT)

static void
update_theme (ClLook *self)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (self->display);
  g_autofree char *id = cl_settings_dup_string (self->settings, "board-theme");
  guint theme = cl_board_theme_find (id);

  if (adw_style_manager_get_high_contrast (style))
    theme = cl_board_theme_get_contrast ();
  cl_board_theme_apply (self->display, theme, adw_style_manager_get_dark (style));
}

static void
update_pieces (ClLook *self)
{
  g_autofree char *id = cl_settings_dup_string (self->settings, "piece-set");

  cl_piece_set_set_style (cl_piece_set_for_display (self->display), cl_piece_style_find (id));
  cl_widgets_redraw (self->display);
}

static void
cl_look_dispose (GObject *object)
{
  ClLook *self = CL_LOOK (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->display);
  G_OBJECT_CLASS (cl_look_parent_class)->dispose (object);
}

static void
cl_look_class_init (ClLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = cl_look_dispose;
}

static void
cl_look_init (ClLook *self)
{
  self->settings = cl_settings_new ();
}

ClLook *
cl_look_new (GdkDisplay *display)
{
  ClLook *self = g_object_new (CL_TYPE_LOOK, NULL);
  AdwStyleManager *style = adw_style_manager_get_for_display (display);

  self->display = g_object_ref (display);
  g_signal_connect_object (self->settings,
                           "changed::board-theme",
                           G_CALLBACK (update_theme),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings,
                           "changed::piece-set",
                           G_CALLBACK (update_pieces),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style,
                           "notify::dark",
                           G_CALLBACK (update_theme),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style,
                           "notify::high-contrast",
                           G_CALLBACK (update_theme),
                           self,
                           G_CONNECT_SWAPPED);
  update_theme (self);
  update_pieces (self);

  return self;
}
