/* cl-shrink.h: lets a window become smaller than its content is now, so that the content can take its small form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Holds one child (in a template: <child>), asks for no room and gives the child at least what it needs. */
#define CL_TYPE_SHRINK (cl_shrink_get_type ())
G_DECLARE_FINAL_TYPE (ClShrink, cl_shrink, CL, SHRINK, GtkWidget)

G_END_DECLS
