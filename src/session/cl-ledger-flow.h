/* cl-ledger-flow.h: who writes what where, lately: the ledger in motion, as values for a picture of it
 *
 * Follows the newest events. When more come than anybody could see, only the newest are looked at and the rest is counted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-ledger.h"

G_BEGIN_DECLS

#define CL_FLOW_CELLS 24 /* of a lane that are kept */

/* A fact in its partition, in a few letters. */
typedef struct
{
  guint64 position, offset;
  char label[16]; /* "Nf3", "+0.2", "e2 –", "start" */
} ClFlowCell;

/* A partition. */
typedef struct
{
  char *partition;
  guint64 head; /* last offset */
  guint n_cells;
  ClFlowCell cells[CL_FLOW_CELLS]; /* the oldest first */
  GPtrArray *types;                /* (element-type utf8) interned: that were seen in it */
} ClFlowLane;

/* Who appends. */
typedef struct
{
  char *name;       /* as the events have it */
  GPtrArray *lanes; /* (element-type utf8) interned: partitions it wrote to lately */
} ClFlowProducer;

/* One fact on its way, by names. */
typedef struct
{
  const char *producer, *partition; /* interned */
} ClFlowArrival;

#define CL_TYPE_LEDGER_FLOW (cl_ledger_flow_get_type ())
G_DECLARE_FINAL_TYPE (ClLedgerFlow, cl_ledger_flow, CL, LEDGER_FLOW, GObject)

/* Signal "arrived": there is something new; look at the getters. Emitted at most some thirty times a second. */
ClLedgerFlow *cl_ledger_flow_new (ClLedger *ledger);
void cl_ledger_flow_close (ClLedgerFlow *self);
/* Nobody looks: nothing is read until somebody does. */
void cl_ledger_flow_set_resting (ClLedgerFlow *self, gboolean resting);

/* Borrowed, until the next "arrived". (element-type ClFlowLane): the newest active first. */
GPtrArray *cl_ledger_flow_get_lanes (ClLedgerFlow *self);
GPtrArray *cl_ledger_flow_get_producers (
  ClLedgerFlow *self); /* (element-type ClFlowProducer): the oldest known first */
/* (element-type ClFlowArrival): since the last "arrived", at most a few dozen; */
GArray *cl_ledger_flow_get_arrivals (ClLedgerFlow *self);
double cl_ledger_flow_get_rate (ClLedgerFlow *self); /* events a second, lately */

G_END_DECLS
