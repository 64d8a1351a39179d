/* cl-time-graph.h: how long each move took: White's bars upwards, Black's downwards; a click travels there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CL_TYPE_TIME_GRAPH (cl_time_graph_get_type ())
G_DECLARE_FINAL_TYPE (ClTimeGraph, cl_time_graph, CL, TIME_GRAPH, GtkWidget)

typedef struct
{
  guint ply;
  gboolean white;
  gint64 used_ms; /* negative: not known */
} ClTimeBar;

GtkWidget *cl_time_graph_new (void);
/* Rising plies; copies. @description: the finding in words, for screen readers. */
void cl_time_graph_set_bars (ClTimeGraph *self,
                             const ClTimeBar *bars,
                             guint n_bars,
                             const char *description);
/* Signal travelled (guint ply). */
void cl_time_graph_set_current (ClTimeGraph *self, guint ply);
guint cl_time_graph_x_to_ply (ClTimeGraph *self, double x);

G_END_DECLS
