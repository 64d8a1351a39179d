/* cl-session-knowledge.h: what the ledger knows of players and games, for the panels beside the board
 *
 * Each question is answered on a thread of its own, one after the other, as it was known at the ledger cursor when it was asked
 * (cl_session_get_position ()), or today while cl_game_analysis_set_hindsight () is on; so all panels say the same. The views
 * move on with the ledger: ClRunner::changed of "fair-play", "highlights" and "coach" tells when to ask again. A cancelled
 * question ends with G_IO_ERROR_CANCELLED. Player names may be as the games have them. Main thread only.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-coach-study.h"
#include "cl-fair-play-report.h"
#include "cl-highlight-list.h"
#include "cl-highlight-words.h"
#include "cl-session.h"

G_BEGIN_DECLS

/**
 * cl_session_read_fair_play_async:
 * @scope: (nullable): which games, copied; those in progress are for the arbiter alone, see DESIGN §6
 *
 * For Arbiter mode only. A player of whom nothing is known has a report that says so.
 */
void cl_session_read_fair_play_async (ClSession *self,
                                      const char *player,
                                      const ClFairScope *scope,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
ClFairReport *cl_session_read_fair_play_finish (ClSession *self,
                                                GAsyncResult *result,
                                                GError **error); /* (transfer full) */

/* Habits and cards of @player; which cards are due is by the session's clock. Games in progress are not in it. */
void cl_session_read_study_async (ClSession *self,
                                  const char *player,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
ClCoachStudy *cl_session_read_study_finish (ClSession *self,
                                            GAsyncResult *result,
                                            GError **error); /* (transfer full) */

/* Records whether a better move than the one played was found (CardAnswered). @done when it is durable and the view "coach" has
 * seen it, so that the next study knows. @card is copied. */
void cl_session_answer_card (ClSession *self,
                             const ClCard *card,
                             gboolean right,
                             ClSessionDone done,
                             gpointer user_data);

/* The @limit games most worth opening, of all or of one collection. Result: (element-type ClWorthOpening) (transfer full) */
void cl_session_read_worth_opening_async (ClSession *self,
                                          const char *collection,
                                          guint limit,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
GPtrArray *
cl_session_read_worth_opening_finish (ClSession *self, GAsyncResult *result, GError **error);

/* Places in a game for its timeline: empty while the game runs, unless help with it was allowed. Result: (element-type
 * ClHighlightMark) (transfer full), in the order of plies */
void cl_session_read_marks_async (ClSession *self,
                                  const char *partition,
                                  guint32 game,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
GPtrArray *cl_session_read_marks_finish (ClSession *self, GAsyncResult *result, GError **error);

G_END_DECLS
