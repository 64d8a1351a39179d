/* cl-engine-lines.h: the lines that an engine found, each with its score, every move of which can be tried
 *
 * Each move is a link: it takes the focus, Enter or a click try the line up to it, and the pointer over it shows the board.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_ENGINE_LINES (cl_engine_lines_get_type ())
G_DECLARE_FINAL_TYPE (ClEngineLines, cl_engine_lines, CL, ENGINE_LINES, GtkWidget)

typedef struct
{
  const char *score;       /* "+0.2" */
  const char *const *sans; /* NULL-terminated */
  guint number;            /* of the first move */
  gboolean black_begins;
  const char *tag; /* (nullable): at the end, "played" */
  gboolean grave;  /* the tag in the colour of mistakes */
} ClEngineLineText;

GtkWidget *cl_engine_lines_new (void);
/* Copies. Rows are kept from one call to the next, so that a search can call it often. */
void cl_engine_lines_set (ClEngineLines *self, const ClEngineLineText *lines, guint n_lines);
/* Signal tried (guint line, guint n_moves): the first n_moves of that line are wanted on the board. */
/* What is shown while the pointer rests over the n-th move of a line, (transfer full), floating or not; NULL: nothing. */
typedef GtkWidget *(*ClLinePreviewFunc) (guint line, guint n_moves, gpointer data);
void cl_engine_lines_set_preview_func (ClEngineLines *self, ClLinePreviewFunc func, gpointer data);

G_END_DECLS
