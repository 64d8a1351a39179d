/* cl-words-hall.h: how the app speaks of a table of the hall. Translated, for people
 *
 * All functions return newly allocated text, never NULL.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-hall.h"
#include "cl-table-tile.h"

G_BEGIN_DECLS

/* Two or three words for the corner of its card: "time scramble", "paused", "1–0"; "" if there is nothing to say. */
char *cl_words_hall_note (ClHallTable *table, ClTileTone *tone);
/* What is worth watching, as a title: "time scramble"; "" if nothing is. */
char *cl_words_hall_watch (ClHallTable *table, ClTileTone *tone);
/* The same in a line: "47 seconds left after 31… Kh7". */
char *cl_words_hall_reason (ClHallTable *table);
/* What is left to @side at @now_us, or was at the table's moment. "" without a clock. @low: little is left. */
char *cl_words_hall_clock (ClHallTable *table, ChessColor side, gint64 now_us, gboolean *low);
/* All of it for a screen reader, without what changes by the second. */
char *cl_words_hall_spoken (ClHallTable *table);
/* "30 tables, 28 in play". */
char *cl_words_hall_counts (guint n_tables, guint n_running);

G_END_DECLS
