/* cl-gtk-compat.c: style-context colours, until the floor is a GTK that has gtk_widget_get_color
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-gtk-compat.h"

void
cl_gtk_get_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

void
cl_gtk_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);

  if (!gtk_style_context_lookup_color (context, name, color))
    gtk_style_context_get_color (context, color);
}

void
cl_gtk_load_css (GtkCssProvider *provider, const char *css)
{
  gtk_css_provider_load_from_data (provider, css, -1);
}
