/* cl-running-game.h: one game in progress, for the switcher of tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-game.h"

G_BEGIN_DECLS

/* ClRunningGame (GObject): properties partition, game, label ("Table 7"), white, black, white-to-move, white-ms,
 * black-ms (as of the last fact; G_MININT64: no clock), snapshot (ClGame). All but the first three change. */
#define CL_TYPE_RUNNING_GAME (cl_running_game_get_type ())
G_DECLARE_FINAL_TYPE (ClRunningGame, cl_running_game, CL, RUNNING_GAME, GObject)

const char *cl_running_game_get_partition (ClRunningGame *self);
guint32 cl_running_game_get_game (ClRunningGame *self);
/* Borrowed, valid until the next notify::snapshot. */
const ClGame *cl_running_game_get_snapshot (ClRunningGame *self);
char *cl_running_game_dup_label (ClRunningGame *self);

/* "Table 7" for table/7, the name behind the slash for other partitions. */
char *cl_partition_dup_label (const char *partition);
/* As people count tables: table/9 before table/10. */
int cl_partition_compare (const char *a, const char *b);

G_END_DECLS
