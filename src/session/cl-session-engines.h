/* cl-session-engines.h: what a session does with chess engines: live evaluation, analysis in the background, an opponent
 *
 * Main thread only, like all of the session; nothing waits. What an engine finds is recorded (PositionEvaluated), except of
 * trial lines and of what was looked at for less than a second.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-live-evaluation.h"
#include "cl-session.h"

G_BEGIN_DECLS

#define CL_COMPUTER_FULL_STRENGTH 4000 /* ClGameSetup.computer: as well as it can */

/**
 * cl_session_set_engine:
 * @program: (nullable): NULL: the one that is found, see cl_engine_find_program ()
 * @options: (nullable): "Name=Value", NULL-terminated
 * @nodes: how far each position of a whole game is searched; 0: 200,000
 *
 * For all that begins from now on; the live evaluation begins anew.
 */
void cl_session_set_engine (ClSession *self,
                            const char *program,
                            const char *const *options,
                            guint64 nodes);
/* Path of the engine that would be used; NULL if there is none. Free with g_free. */
char *cl_session_dup_engine (ClSession *self);

/* Is an engine's help with @game allowed now? Not in a game in progress, unless that was recorded when it began. */
gboolean cl_session_may_evaluate (const ClGame *game);

/* Of the board shown, trial line included. Off until somebody sets it running. Borrowed. */
ClLiveEvaluation *cl_session_get_live_evaluation (ClSession *self);

/* Evaluates each position of a game, or of all games, with five lines; what is known already is not searched again.
 * Progress, cancel and what came of it are the job's. (transfer full). While a single game is analysed the others wait, and of all
 * games the chosen one comes first. */
ClJob *cl_session_analyse_game (ClSession *self, const char *partition, guint32 game);
ClJob *cl_session_analyse_all (ClSession *self);
/* Of all games; what is being searched is finished. */
void cl_session_set_analysis_paused (ClSession *self, gboolean paused);
gboolean cl_session_get_analysis_paused (ClSession *self);

/* Does a computer have @side of @game? */
gboolean cl_session_is_computer (const ClGame *game, ChessColor side);
/* Whether the computer resigns when it is lost: three searches in a row, one a move, below −9 or about to be mated, by its own
 * evaluation. TRUE at first. */
void cl_session_set_opponent_resigns (ClSession *self, gboolean resigns);
/* Why the computer does not move, translated; NULL while all is well. Resuming the game has it try again.
 * ClSession::opponent-changed tells of changes. */
const char *cl_session_get_opponent_trouble (ClSession *self);

G_END_DECLS
