/* cl-evaluation-graph.h: White's winning chances over a whole game, with what the moves did to them
 *
 * Click, drag or keys travel: ←/→ a half-move, Page Up/Down to the move judged before or after, Home, End. The widget
 * never moves its own line: it emits travelled, and who owns the game answers with set_current.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-chance-area.h"

G_BEGIN_DECLS

#define CL_TYPE_EVALUATION_GRAPH (cl_evaluation_graph_get_type ())
G_DECLARE_FINAL_TYPE (ClEvaluationGraph, cl_evaluation_graph, CL, EVALUATION_GRAPH, GtkWidget)

/* A part of the game, from the half-move after which it begins. */
typedef struct
{
  guint ply;
  const char *name; /* translated; copied */
} ClGraphPhase;

GtkWidget *cl_evaluation_graph_new (void);
/* [0] is the start position; copies. */
void cl_evaluation_graph_set_points (ClEvaluationGraph *self,
                                     const ClChancePoint *points,
                                     guint n_points);
/* Rising; the first is usually "Opening" at 0; copies. None: no line with names. */
void cl_evaluation_graph_set_phases (ClEvaluationGraph *self,
                                     const ClGraphPhase *phases,
                                     guint n_phases);
/* Signal travelled (guint ply): a person wants to see what stood then. */
void cl_evaluation_graph_set_current (ClEvaluationGraph *self, guint ply);
guint cl_evaluation_graph_get_current (ClEvaluationGraph *self);
/* What stands at a half-move, "25. Re7+ · White 89 % · +5.3": shown under the pointer and spoken at the line.
 * (transfer full) */
typedef char *(*ClGraphTextFunc) (guint ply, gpointer data);
void cl_evaluation_graph_set_text_func (ClEvaluationGraph *self,
                                        ClGraphTextFunc func,
                                        gpointer data,
                                        GDestroyNotify destroy);
/* Where a half-move is drawn, and which is nearest to @x. */
double cl_evaluation_graph_ply_to_x (ClEvaluationGraph *self, guint ply);
guint cl_evaluation_graph_x_to_ply (ClEvaluationGraph *self, double x);

G_END_DECLS
