/* cl-player-stats.h: what the games of a player say: scores with intervals, performance, time, trends
 *
 * Everything is counted from the view "players", as it stood at a position of the ledger. A share is given with the number
 * of games behind it and its 95 % interval; without these it says nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-player-quality.h"
#include "cl-players-row.h"
#include "cl-record.h"
#include "cl-runner.h"

G_BEGIN_DECLS

#define CL_PLAYER_ERROR (cl_player_error_quark ())
GQuark cl_player_error_quark (void);

typedef enum
{
  CL_PLAYER_ERROR_UNKNOWN,   /* nobody of that name */
  CL_PLAYER_ERROR_AMBIGUOUS, /* several; the message names some */
} ClPlayerError;

/* Games that have something in common. */
typedef struct
{
  char *label;
  ClRecord record;
  guint64 ratings; /* sum of the player's own, over */
  guint n_ratings;
} ClRecordGroup;

typedef struct
{
  gatomicrefcount ref_count;
  char *name;
  char *versus;     /* (nullable): only games against this one */
  guint64 position; /* of the ledger that it shows */

  ClRecord all, colors[2], paces[CL_N_PACES], bands[CL_N_RATING_BANDS];
  GArray *openings;  /* (element-type ClRecordGroup): by ECO group, "B9", most games first */
  GArray *opponents; /* (element-type ClRecordGroup): most games first */
  GArray *
    periods; /* (element-type ClRecordGroup): by year, or by month if there are few years; oldest first */

  guint rating_last, rating_best; /* 0: never rated */
  char *first_date, *last_date;   /* "" if unknown */

  /* Time: over the games in which it is known */
  guint n_timed_games, n_timed_moves, n_hurried_moves;
  guint64 used_ms;
  /* Points in games in which at least one move was made in a hurry */
  ClRecord hurried;

  ClPlayerQuality quality; /* all 0 until somebody fills it in, before it is shared */
} ClPlayerStats;

/**
 * cl_player_stats_read:
 * @runner: runs the view "players"
 * @name: exactly as the view has it
 * @versus: (nullable): exactly so too
 * @position: 0: now
 * @error: CL_PLAYER_ERROR_UNKNOWN if there are no such games, and what cl_runner_read_state () says
 *
 * Reads that player's games and counts them. Blocks; any thread but the main one.
 */
ClPlayerStats *cl_player_stats_read (ClRunner *runner,
                                     const char *name,
                                     const char *versus,
                                     guint64 position,
                                     GError **error);
ClPlayerStats *cl_player_stats_ref (ClPlayerStats *self);
void cl_player_stats_unref (ClPlayerStats *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClPlayerStats, cl_player_stats_unref)

/* (element-type ClRecordGroup) (transfer full): all players, most games first, then by name. Blocks. */
GArray *cl_players_read (ClRunner *runner, guint64 position, GError **error);

/* The name as the view has it, from what a person types: the name itself, or words that occur in one name only, whatever
 * their case and accents. Blocks. Free with g_free. */
char *cl_players_find (ClRunner *runner, const char *text, guint64 position, GError **error);

G_END_DECLS
