/* cl-player-report.h: a player's statistics as lines, for tables, CSV and JSON alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-player-stats.h"

G_BEGIN_DECLS

/* One line: @section is a stable word: "all", "colour", "pace", "opponent-rating", "opening", "period", "hurried",
 * "conversion" (once at 80 % or more), "defence" (at 20 % or less), "opponent"; @label stable too where it is no name ("white", "rapid", "unrated"). */
typedef void (*ClPlayerLineFunc) (const char *section,
                                  const char *label,
                                  const ClRecord *record,
                                  guint mean_rating, /* the player's own; 0: not known */
                                  gpointer user_data);

/* Lines without games are left out. */
void cl_player_stats_foreach (const ClPlayerStats *self, ClPlayerLineFunc func, gpointer user_data);

/* With a header line; RFC 4180, but lines end in LF. Shares are per mille. Free with g_free. */
char *cl_player_stats_to_csv (const ClPlayerStats *self);
/* @text as one field of CSV, quoted where it has to be; what a spreadsheet would take for a formula is marked as text. */
void cl_player_append_csv (GString *out, const char *text);
char *cl_player_stats_to_json (const ClPlayerStats *self);

G_END_DECLS
