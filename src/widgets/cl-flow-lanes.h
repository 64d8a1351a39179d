/* cl-flow-lanes.h: partitions as rows of cells, the newest fact at the right of each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 position; /* told when the cell is chosen */
  char label[16];
  char number[24];
} ClFlowLanesCell;

typedef struct
{
  char *title;
  guint n_cells;
  ClFlowLanesCell cells[24]; /* the newest last */
} ClFlowLanesRow;

ClFlowLanesRow *cl_flow_lanes_row_new (const char *title);
void cl_flow_lanes_row_free (ClFlowLanesRow *self);

#define CL_TYPE_FLOW_LANES (cl_flow_lanes_get_type ())
G_DECLARE_FINAL_TYPE (ClFlowLanes, cl_flow_lanes, CL, FLOW_LANES, GtkWidget)

/* Signal "chosen" (guint64 position): a cell was clicked. */
GtkWidget *cl_flow_lanes_new (void);
/* @rows: (element-type ClFlowLanesRow): kept, and not changed any more. */
void cl_flow_lanes_set_rows (ClFlowLanes *self, GPtrArray *rows);
guint cl_flow_lanes_get_n_rows (ClFlowLanes *self);
/* The middle of the row's cells, in the widget's coordinates; where cells begin and end. */
float cl_flow_lanes_get_y (ClFlowLanes *self, guint row);
/* The event whose cell is drawn as chosen; 0: none. */
void cl_flow_lanes_set_chosen (ClFlowLanes *self, guint64 position);
/* Draws these rows (gboolean each, @n of them) as read by what is pointed at; NULL: none. */
void cl_flow_lanes_set_lit (ClFlowLanes *self, const gboolean *lit, guint n);

G_END_DECLS
