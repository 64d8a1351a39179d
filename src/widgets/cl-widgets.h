/* cl-widgets.h: what must be done once on a display before the widgets look as designed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#define CL_WIDGETS_RESOURCE_PATH "/io/github/chessledger/ChessLedger/widgets"

G_BEGIN_DECLS

/* Adds ui/cl-widgets.css to @display, just below the application's own style sheet, which may overrule it. */
void cl_widgets_add_style (GdkDisplay *display);

/* Draws every widget of @display anew: for what changes all pictures at once and no style, such as a set of pieces. */
void cl_widgets_redraw (GdkDisplay *display);

G_END_DECLS
