/* cl-hall-table.h: one table of the hall: its last game, as it stands at the ledger cursor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-game.h"

G_BEGIN_DECLS

typedef enum
{
  CL_HALL_PLAYING, /* a clock runs, or the game has none */
  CL_HALL_WAITING, /* nobody has started the clock */
  CL_HALL_PAUSED,
  CL_HALL_FLAGGED, /* a flag has fallen: the game was ended by it, or its end is not recorded yet */
  CL_HALL_ENDED,
} ClHallState;

/* Why somebody might look at a table now. The weightiest that holds is told. */
typedef enum
{
  CL_HALL_WATCH_NONE,
  CL_HALL_WATCH_SCRAMBLE, /* @amount: seconds that a side had left when it became its turn or moved last */
  CL_HALL_WATCH_UPSET,     /* @side is ahead by a piece or more and rated @amount points lower */
  CL_HALL_WATCH_OFFER,     /* @side offers a draw */
  CL_HALL_WATCH_HIGHLIGHT, /* the view "highlights" says so: cl_hall_table_get_remark () */
} ClHallWatchKind;

typedef struct
{
  ClHallWatchKind kind;
  gint side; /* ChessColor, or -1 */
  gint amount;
  guint score; /* 0 to 100: by this the hall is sorted */
} ClHallWatch;

/* Signal changed (): the game, the moment or the remark is another. */
#define CL_TYPE_HALL_TABLE (cl_hall_table_get_type ())
G_DECLARE_FINAL_TYPE (ClHallTable, cl_hall_table, CL, HALL_TABLE, GObject)

ClHallTable *cl_hall_table_new (const char *partition);
const char *cl_hall_table_get_partition (ClHallTable *self);
/* "Table 7". Borrowed. */
const char *cl_hall_table_get_label (ClHallTable *self);
/* Borrowed, until the next change; NULL only before the first cl_hall_table_set (). */
const ClGame *cl_hall_table_get_game (ClHallTable *self);
/* CL_NO_TIME: now, so that clocks run; else when in the past the hall is shown, µs, and clocks show what they showed then. */
gint64 cl_hall_table_get_moment (ClHallTable *self);
ClHallState cl_hall_table_get_state (ClHallTable *self);
ClHallWatch cl_hall_table_get_watch (ClHallTable *self);
/* (nullable): in a sentence, what happened in this game that is worth opening it. Borrowed. */
const char *cl_hall_table_get_remark (ClHallTable *self);
/* When the game was last heard of, µs; CL_NO_TIME if that is not known. */
gint64 cl_hall_table_get_heard_at (ClHallTable *self);
/* The least that a side has left at @now_us, ms; CL_NO_CLOCK: there is no clock, or the game is over. */
gint64 cl_hall_table_get_least_ms (ClHallTable *self, gint64 now_us);

/* FALSE if that is what it shows. */
gboolean cl_hall_table_set (ClHallTable *self, ClGame *game, gint64 moment);
/* @score: of the view "highlights", 0: nothing is known of the game; @remark: (nullable). FALSE if it is the same. */
gboolean cl_hall_table_set_highlight (ClHallTable *self, guint score, const char *remark);
/* Whether each of @words (folded, NULL-terminated) is in the table's label, names, event or last move. */
gboolean cl_hall_table_matches (ClHallTable *self, char *const *words);

G_END_DECLS
