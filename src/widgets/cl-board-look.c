/* cl-board-look.c: keeps the themes as a table and puts one of them over the style sheet as named colours
 *
 * The style sheet names each colour of the board once; a theme is a second, higher sheet that defines the same names. So
 * squares, previews and halls change together and nobody is told. What draws named colours by itself keeps old pictures
 * though, since its own style did not change: hence the walk over all widgets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-look.h"

#include <glib/gi18n.h>

#include "cl-gtk-compat.h"
#include "cl-widgets.h"

typedef struct
{
  const char *id;
  const char *name;
  const char *colors[2][CL_N_LOOK_COLORS]; /* in light, in dark surroundings */
} Theme;

/* clang-format off */
static const Theme themes[CL_N_BOARD_THEMES] = {
  { "slate", NC_ ("board colours", "Slate"),
    { { "#f0ead6", "#879fae", "#f3dd8a", "#bab572", "#4a6170", "#1d2a33", "rgba(47,143,91,0.45)", "rgba(20,48,31,0.42)" },
      { "#f0ead6", "#879fae", "#f3dd8a", "#bab572", "#4a6170", "#1d2a33", "rgba(47,143,91,0.45)", "rgba(20,48,31,0.42)" } } },
  { "walnut", NC_ ("board colours", "Walnut"),
    { { "#edd6ae", "#b88a60", "#f4e07c", "#d2ac45", "#6b4423", "#2b1708", "rgba(38,120,70,0.45)", "rgba(40,26,8,0.45)" },
      { "#d9c092", "#a67c56", "#e2ca62", "#bf9838", "#553417", "#201004", "rgba(38,120,70,0.5)", "rgba(30,18,4,0.48)" } } },
  { "meadow", NC_ ("board colours", "Meadow"),
    { { "#f0f1dc", "#7d9f66", "#f6ee80", "#b9c23f", "#4a6137", "#16240d", "rgba(28,95,184,0.45)", "rgba(16,40,10,0.45)" },
      { "#d8dcc0", "#70925a", "#e2da66", "#a8b134", "#3e532d", "#101b08", "rgba(28,95,184,0.5)", "rgba(12,32,6,0.48)" } } },
  { "lilac", NC_ ("board colours", "Lilac"),
    { { "#f3edf6", "#aa8fbb", "#f5e19c", "#d1b182", "#5f4670", "#26132f", "rgba(38,120,70,0.45)", "rgba(34,14,44,0.42)" },
      { "#d9cfe0", "#987fa9", "#e0cb7e", "#bd9c6c", "#523a62", "#1a0b21", "rgba(38,120,70,0.5)", "rgba(26,8,34,0.46)" } } },
  { "paper", NC_ ("board colours", "Paper"),
    { { "#faf8f2", "#bab6ab", "#efe39a", "#cdb866", "#55524a", "#1f1e1a", "rgba(47,143,91,0.45)", "rgba(20,20,16,0.42)" },
      { "#d8d5cc", "#9b978d", "#d9cb78", "#b5a04e", "#44413a", "#171612", "rgba(47,143,91,0.5)", "rgba(14,14,10,0.46)" } } },
  { "contrast", NC_ ("board colours", "High contrast"),
    { { "#ffffff", "#767676", "#ffe14d", "#d09d00", "#000000", "#000000", "rgba(0,80,255,0.6)", "rgba(0,0,0,0.75)" },
      { "#ffffff", "#767676", "#ffe14d", "#d09d00", "#000000", "#000000", "rgba(0,80,255,0.6)", "rgba(0,0,0,0.75)" } } },
};
/* clang-format on */

static const char *const names[CL_N_LOOK_COLORS] = {
  [CL_LOOK_LIGHT] = "cl_board_light",
  [CL_LOOK_DARK] = "cl_board_dark",
  [CL_LOOK_LAST_LIGHT] = "cl_board_last_light",
  [CL_LOOK_LAST_DARK] = "cl_board_last_dark",
  [CL_LOOK_INK_LIGHT] = "cl_board_ink_light",
  [CL_LOOK_INK_DARK] = "cl_board_ink_dark",
  [CL_LOOK_PICK] = "cl_board_pick",
  [CL_LOOK_TARGET] = "cl_board_target",
};

const char *
cl_board_theme_get_id (guint theme)
{
  g_return_val_if_fail (theme < CL_N_BOARD_THEMES, NULL);

  return themes[theme].id;
}

const char *
cl_board_theme_get_name (guint theme)
{
  g_return_val_if_fail (theme < CL_N_BOARD_THEMES, NULL);

  return g_dpgettext2 (NULL, "board colours", themes[theme].name);
}

guint
cl_board_theme_find (const char *id)
{
  for (guint theme = 0; theme < CL_N_BOARD_THEMES; theme++)
    if (g_strcmp0 (themes[theme].id, id) == 0)
      return theme;

  return 0;
}

guint
cl_board_theme_get_contrast (void)
{
  return cl_board_theme_find ("contrast");
}

void
cl_board_theme_get_color (guint theme, gboolean dark, ClLookColor which, GdkRGBA *color)
{
  g_return_if_fail (theme < CL_N_BOARD_THEMES);
  g_return_if_fail (which < CL_N_LOOK_COLORS);

  gdk_rgba_parse (color, themes[theme].colors[dark ? 1 : 0][which]);
}

static GtkCssProvider *
ensure_provider (GdkDisplay *display)
{
  GtkCssProvider *provider = g_object_get_data (G_OBJECT (display), "cl-board-theme");

  if (provider != NULL)
    return provider;
  provider = gtk_css_provider_new ();
  /* lint: allow object-data: one sheet for each display needs one place to live */
  g_object_set_data_full (G_OBJECT (display), "cl-board-theme", provider, g_object_unref);
  gtk_style_context_add_provider_for_display (display,
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);

  return provider;
}

void
cl_board_theme_apply (GdkDisplay *display, guint theme, gboolean dark)
{
  g_autoptr (GString) css = g_string_new (NULL);

  g_return_if_fail (GDK_IS_DISPLAY (display));
  g_return_if_fail (theme < CL_N_BOARD_THEMES);

  for (guint i = 0; i < CL_N_LOOK_COLORS; i++)
    g_string_append_printf (css,
                            "@define-color %s %s;\n",
                            names[i],
                            themes[theme].colors[dark ? 1 : 0][i]);
  cl_gtk_load_css (ensure_provider (display), css->str);
  cl_widgets_redraw (display);
}
