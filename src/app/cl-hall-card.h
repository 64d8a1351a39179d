/* cl-hall-card.h: what a card of the hall shows of its table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-hall.h"
#include "cl-table-tile.h"

G_BEGIN_DECLS

/* All of it; on the screen and for screen readers. */
void cl_hall_card_show (ClTableTile *tile, ClHallTable *table);
/* Only the running clocks, as they stand at @now_us (µs since the epoch). */
void cl_hall_card_show_clocks (ClTableTile *tile, ClHallTable *table, gint64 now_us);

/* The fewest columns, and so the largest boards, with which all tables are seen at once; where that would make them too
 * small, as many as are comfortable. */
guint cl_hall_card_choose_columns (guint n, int width, int height);

G_END_DECLS
