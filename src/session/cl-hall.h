/* cl-hall.h: all tables of the ledger beside each other, as they stand at the ledger cursor
 *
 * A GListModel of ClHallTable: of each table its last game, in progress or over. What belongs to the search and how it is
 * ordered is decided here, so that the switch from one order to another is one items-changed; while facts come in, places
 * change once a second at most, since nobody can read boards that jump.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-hall-table.h"

G_BEGIN_DECLS

#define CL_TYPE_HALL (cl_hall_get_type ())
G_DECLARE_FINAL_TYPE (ClHall, cl_hall, CL, HALL, GObject)

typedef enum
{
  CL_HALL_SORT_TABLE,
  CL_HALL_SORT_TIME,   /* the least time on a clock first */
  CL_HALL_SORT_RECENT, /* what was heard of last first */
  CL_HALL_SORT_WATCH,  /* what is most worth watching first */
} ClHallSort;

typedef enum
{
  CL_HALL_SHOW_ALL,
  CL_HALL_SHOW_RUNNING, /* in progress, paused ones too */
  CL_HALL_SHOW_PAUSED,  /* paused, or the clock was not started */
  CL_HALL_SHOW_OVER,
} ClHallShow;

/* Signal counted (): the numbers of tables may have changed. Signal woken (): somebody looks at it again. */

/* While nobody looks at it the hall reads nothing; it is made resting. */
void cl_hall_set_resting (ClHall *self, gboolean resting);
gboolean cl_hall_get_resting (ClHall *self);
/* Words, each must occur in the table's label, the names, the event or the last move, whatever their case and accents. */
void cl_hall_set_search (ClHall *self, const char *text);
void cl_hall_set_sort (ClHall *self, ClHallSort sort);
void cl_hall_set_show (ClHall *self, ClHallShow show);
/* Of all tables, before search and choice. */
guint cl_hall_get_n_tables (ClHall *self);
guint cl_hall_count (ClHall *self, ClHallState state);
/* FALSE until the tables have been read once. */
gboolean cl_hall_is_loaded (ClHall *self);

G_END_DECLS
