/* cl-gtk-compat.h: what newer GTK deprecates and GTK 4.8 has nothing else for, in one place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The CSS property color of @widget. */
void cl_gtk_get_color (GtkWidget *widget, GdkRGBA *color);

/* The @define-color @name as @widget sees it, or its text colour when the style sheet does not define it. */
void cl_gtk_lookup_color (GtkWidget *widget, const char *name, GdkRGBA *color);

/* Replaces what @provider holds. */
void cl_gtk_load_css (GtkCssProvider *provider, const char *css);

G_END_DECLS
