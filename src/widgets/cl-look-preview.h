/* cl-look-preview.h: a corner of a board in one theme and one set of pieces, to choose by the eye
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_LOOK_PREVIEW (cl_look_preview_get_type ())
G_DECLARE_FINAL_TYPE (ClLookPreview, cl_look_preview, CL, LOOK_PREVIEW, GtkWidget)

/* @theme and @style as in cl-board-look.h and cl-piece-set.h. Says nothing to a screen reader: the button that holds it does. */
GtkWidget *cl_look_preview_new (guint theme, gboolean dark, guint style);
void cl_look_preview_set (ClLookPreview *self, guint theme, gboolean dark, guint style);

G_END_DECLS
