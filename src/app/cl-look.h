/* cl-look.h: brings what the settings say of colours and pieces to the display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define CL_TYPE_LOOK (cl_look_get_type ())
G_DECLARE_FINAL_TYPE (ClLook, cl_look, CL, LOOK, GObject)

/**
 * cl_look_new:
 *
 * As long as it lives, all boards on @display have the theme and the pieces of the settings, in the shade for light or dark
 * surroundings. Where the desktop asks for high contrast, the theme of that name goes before the chosen one.
 */
ClLook *cl_look_new (GdkDisplay *display);

G_END_DECLS
