/* cl-panel-text.h: texts and small tables in the panels beside the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Without @text (nullable), or with an empty one, the label takes no room. */
void cl_panel_set_text (GtkLabel *label, const char *text);
/* A cell of a table: words in column 0, figures in the others. @style: (nullable): of the cell. */
void cl_panel_put (GtkGrid *grid, guint column, guint row, const char *text, const char *style);
void cl_panel_clear (GtkGrid *grid);

G_END_DECLS
