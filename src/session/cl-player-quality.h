/* cl-player-quality.h: how well a player's analysed games were played: accuracy, conversion, defence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"
#include "cl-record.h"
#include "cl-runner.h"

G_BEGIN_DECLS

typedef struct
{
  guint n_games, n_moves; /* with an engine's evaluations; judged moves of the player in them */
  guint accuracy;         /* mean of the games' accuracies, hundredths of a per cent */
  guint accuracy_low, accuracy_high; /* 95 % of that mean; the same as it for one game */
  guint acpl_tenths;                 /* over all moves, tenths of a centipawn */
  guint n_blunders, n_mistakes, n_inaccuracies;
  guint n_choices, n_best; /* moves with a choice, and of these the engine's first played */
  /* Games in which the player once stood at 80 % or more: what came of it; and at 20 % or less. */
  ClRecord winning, losing;
} ClPlayerQuality;

/* Whose games, as of cl_player_stats_read () */
typedef struct
{
  const char *name, *versus; /* @versus (nullable) */
  guint64 position;          /* 0: now */
} ClPlayerChoice;

/* @runner: runs the views "players" and "analysis" of @ledger. Folds each analysed game of the player. Blocks; any thread but
 * the main one. @quality is all 0 if there is none. */
gboolean cl_player_quality_read (ClLedger *ledger,
                                 ClRunner *runner,
                                 const ClPlayerChoice *choice,
                                 ClPlayerQuality *quality,
                                 GError **error);

G_END_DECLS
