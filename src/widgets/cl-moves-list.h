/* cl-moves-list.h: the scoresheet in two columns with times; a click goes to that ply
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_MOVES_LIST (cl_moves_list_get_type ())
G_DECLARE_FINAL_TYPE (ClMovesList, cl_moves_list, CL, MOVES_LIST, GtkWidget)

/* ClMoveRow (GObject): one half-move or one remark. */
typedef struct
{
  guint
    ply; /* from 1; 0: a remark (its text is comment) that stands behind the row of the move before */
  guint number; /* fullmove number */
  gboolean white;
  const char *san;
  gint64 clock_ms;       /* G_MININT64: none */
  const char *comment;   /* (nullable) */
  const char *mark;      /* (nullable): "corrected", "illegal", "taken back" – translated */
  const char *mark_note; /* (nullable): what the mark means, as its tooltip; spoken */
  const char *nags;      /* "!", "?!" … (nullable) */
} ClMoveEntry;

GtkWidget *cl_moves_list_new (void);
/* Copies. The common case, entries appended at the end, costs only what is new. */
void cl_moves_list_set_entries (ClMovesList *self, const ClMoveEntry *entries, guint n);
/* @ply is highlighted and scrolled to; moves after it are dimmed if @dim_later. */
void cl_moves_list_set_current (ClMovesList *self, guint ply, gboolean dim_later);
guint cl_moves_list_get_current (ClMovesList *self);
/* Shown in the middle while there are no entries (nullable). */
void cl_moves_list_set_placeholder (ClMovesList *self, const char *text);
/* Signal ply-activated (guint ply). Signal context (guint ply, double x, double y) for a menu, in the list's coordinates. */

G_END_DECLS
