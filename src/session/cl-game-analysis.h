/* cl-game-analysis.h: the analysis of the session's chosen game, kept up to date off the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-analysis.h"
#include "cl-runner.h"
#include "cl-session.h"

G_BEGIN_DECLS

/**
 * ClGameAnalysis:
 *
 * Properties (notify): analysis, hindsight, hidden, busy. Main thread only; the newest request wins.
 */
#define CL_TYPE_GAME_ANALYSIS (cl_game_analysis_get_type ())
G_DECLARE_FINAL_TYPE (ClGameAnalysis, cl_game_analysis, CL, GAME_ANALYSIS, GObject)

/* Follows the chosen game of @session, which must outlive it. */
ClGameAnalysis *cl_game_analysis_new (ClSession *session);
/* Stops its thread; what is shown stays. Necessary before the session is closed; idempotent. */
void cl_game_analysis_close (ClGameAnalysis *self);

/* Of the game as it stands at the ledger cursor; NULL if no game is chosen, the first answer is not there yet, or it is
 * hidden. Its plies fit the session's game as soon as the answer to its last change is there (busy is FALSE). Borrowed. */
ClAnalysis *cl_game_analysis_get (ClGameAnalysis *self);
/* While one has travelled (the session's position is not 0): TRUE shows what is known today, FALSE, as it is at first, what was
 * known then. At the live end both are the same. */
void cl_game_analysis_set_hindsight (ClGameAnalysis *self, gboolean hindsight);
gboolean cl_game_analysis_get_hindsight (ClGameAnalysis *self);
/* Help with a game in progress is not shown, unless it was allowed when it began: see cl_session_may_evaluate (). */
gboolean cl_game_analysis_is_hidden (ClGameAnalysis *self);
gboolean cl_game_analysis_is_busy (ClGameAnalysis *self);

/* What the command line and others need of it: the evaluations of one game as known at @position (0: now). Blocks on disk.
 * (transfer full) */
ClMap *cl_game_analysis_read_evaluations (ClRunner *runner,
                                          const char *partition,
                                          guint32 game,
                                          guint64 position,
                                          GError **error);

G_END_DECLS
