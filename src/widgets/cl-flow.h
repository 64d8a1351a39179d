/* cl-flow.h: who writes, what is kept, who reads: three columns and what travels between them
 *
 * At the start and the end the caller's own widgets, a row each; in the middle a ClFlowLanes. Between them lines, and facts that
 * travel along them: from its producer to its partition, and from there to each reader.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-flow-lanes.h"

G_BEGIN_DECLS

#define CL_TYPE_FLOW (cl_flow_get_type ())
G_DECLARE_FINAL_TYPE (ClFlow, cl_flow, CL, FLOW, GtkWidget)

GtkWidget *cl_flow_new (void);
/* (transfer none): vertical boxes for the rows of both ends. */
GtkBox *cl_flow_get_start (ClFlow *self);
GtkBox *cl_flow_get_end (ClFlow *self);
ClFlowLanes *cl_flow_get_lanes (ClFlow *self);

typedef struct
{
  guint end;  /* child of the start or the end box, from 0 */
  guint lane; /* row of the lanes, from 0 */
} ClFlowLink;

/* Who writes where: always drawn. */
void cl_flow_set_writes (ClFlow *self, const ClFlowLink *links, guint n);
/* Who reads what: where facts travel; drawn for the reader that is pointed at. */
void cl_flow_set_reads (ClFlow *self, const ClFlowLink *links, guint n);
/* The child of the end box that is pointed at; G_MAXUINT: none. */
void cl_flow_set_pointed (ClFlow *self, guint reader);
/* A fact goes on its way. At most some dozens are seen at once, and none if the person wants no animations. */
void cl_flow_send (ClFlow *self, guint writer, guint lane);

G_END_DECLS
