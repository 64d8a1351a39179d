/* cl-hall-private.h: how the session fills the hall
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-hall.h"
#include "cl-time-source.h"

G_BEGIN_DECLS

typedef struct
{
  char *partition;
  guint32 game;
  guint score;
  char *remark; /* (nullable) */
} ClHallRemark;

void cl_hall_remark_free (ClHallRemark *self);

/* @time must outlive it. */
ClHall *cl_hall_new (const ClTimeSource *time);
/* A table's game as it stands at the live end; an older one than is known is passed over. */
void cl_hall_take (ClHall *self, ClGame *game);
/* The last game of that table is none any more: it was withdrawn. */
void cl_hall_drop (ClHall *self, const ClGame *game);
/* All tables' last games have been read at the live end. */
void cl_hall_load (ClHall *self, GPtrArray *games);
/* Shows @games (element-type ClGame) as they stood at @moment; CL_NO_TIME: the live end again, @games is not looked at. */
void cl_hall_travel (ClHall *self, GPtrArray *games, gint64 moment);
/* (element-type ClHallRemark): of the games that are shown now. */
void cl_hall_set_remarks (ClHall *self, GPtrArray *remarks);

G_END_DECLS
