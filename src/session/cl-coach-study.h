/* cl-coach-study.h: what the evaluated games of one player show together: habits, and cards from the own mistakes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-coach-view.h"
#include "cl-coach.h"
#include "cl-runner.h"

G_BEGIN_DECLS

/* One moment to try again. */
typedef struct
{
  char *partition;
  guint32 game;
  guint ply; /* of the mistake; the position to show stands before it */
  guint64 offset;
  ChessColor side;
  char *fen; /* of that position */
  char *white, *black;
  char *played;   /* "18. Nf5" */
  char *best;     /* SAN: the answer */
  char *sentence; /* what the coach said; it tells the answer */
  guint loss;     /* hundredths of a point */
  ClCardState state;
} ClCard;

/* A kind of moves in which mistakes are rarer or more frequent than in all of them. */
typedef struct
{
  char *name;       /* translated: "Endgame", "Moves of the queen" … */
  guint n_moves;    /* at least CL_HABIT_MIN_MOVES */
  guint n_mistakes; /* of 10 points or more */
  guint low,
    high; /* Wilson's 95 % interval of the share, per mille; the overall share lies outside */
} ClHabit;

#define CL_HABIT_MIN_MOVES 30

typedef struct
{
  char *player;
  guint n_games; /* evaluated ones */
  guint n_moves, n_mistakes;
  guint n_won_positions, n_converted; /* games with Win% ≥ 80 at some time; of these, won */
  guint n_lost_positions, n_saved;    /* ≤ 20; of these, not lost */
  GPtrArray *habits;                  /* (element-type ClHabit): the clearest first */
  GPtrArray *cards; /* (element-type ClCard): due ones first, the costliest first among them */
  guint n_due;
} ClCoachStudy;

/**
 * cl_coach_study_read:
 * @runner: runs "players", "analysis", "highlights" and "coach"; the first tells which games are those of @player, highlights
 *   which of them are evaluated
 * @player: the name as the games have it, or as the view "players" does
 * @position: of the ledger, 0: now
 * @now_us: which cards are due
 *
 * Blocks: for workers. Some 0.3 ms an evaluated game of the player, and a look at the score of each game of the ledger. NULL with @error, also G_IO_ERROR_CANCELLED.
 */
ClCoachStudy *cl_coach_study_read (ClRunner *runner,
                                   const char *player,
                                   guint64 position,
                                   gint64 now_us,
                                   GCancellable *cancellable,
                                   GError **error);
void cl_coach_study_free (ClCoachStudy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClCoachStudy, cl_coach_study_free)

G_END_DECLS
