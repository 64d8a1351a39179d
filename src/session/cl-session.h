/* cl-session.h: one user's use of one ledger: what the app can do, without GTK
 *
 * All calls and signals are on the thread that opened the session. Nothing here blocks: disk work happens on
 * worker threads and comes back as property changes and finished async calls.
 *
 * Two cursors (DESIGN §6): `position` is where one is in the ledger (0 = live); `ply` is which ply of the chosen
 * game is shown (it follows the live game while `following` is TRUE).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "cl-event-log.h"
#include "cl-boards.h"
#include "cl-export.h"
#include "cl-game.h"
#include "cl-hall.h"
#include "cl-import.h"
#include "cl-job.h"
#include "cl-ledger-flow.h"
#include "cl-ledger.h"
#include "cl-library.h"
#include "cl-runner.h"
#include "cl-running-game.h"
#include "cl-table.h"
#include "cl-time-source.h"

G_BEGIN_DECLS

#define CL_TYPE_SESSION (cl_session_get_type ())
G_DECLARE_FINAL_TYPE (ClSession, cl_session, CL, SESSION, GObject)

/* The default: XDG_DATA_HOME/chess-ledger/games.ledger. */
char *cl_session_default_path (void);

/* Opens (and creates) a ledger on a worker thread. If another process writes it, fails with CL_LEDGER_ERROR_LOCKED
 * unless @read_only. If the file is damaged so that nothing may be added to it, what can be read is shown, read only: see
 * cl_session_get_damage (). */
void cl_session_open_async (const char *path,
                            gboolean read_only,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
ClSession *cl_session_open_finish (GAsyncResult *result, GError **error);
/* The same with another clock, which must outlive the session; its functions are called on the main and on worker threads. */
void cl_session_open_with_time_async (const char *path,
                                      gboolean read_only,
                                      const ClTimeSource *time,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Pauses the clocks that run, waits for what was acknowledged to be safe, stops all threads; idempotent. The session shows
 * what it showed, but refuses every act. */
void cl_session_close (ClSession *self);

ClLedger *cl_session_get_ledger (ClSession *self);
ClRunner *cl_session_get_runner (ClSession *self);
/* What is known about the chosen game (cl-game-analysis.h); follows it. Borrowed. */
struct _ClGameAnalysis *cl_session_get_analysis (ClSession *self);
gboolean cl_session_is_read_only (ClSession *self);
/* What is wrong with the file, for users, if that is why it is read only; else NULL. */
const char *cl_session_get_damage (ClSession *self);

/* --- The chosen game ------------------------------------------------------------------------------------------
 * Properties (notify): game (ClGame as it stands at the ledger cursor, NULL if none chosen), ply, following (at the
 * live end and moving with it), looking-back (a running game is shown before its last move), moves-behind, position,
 * head, trial-length (plies of the unrecorded trial line, 0: none), unaccounted-ms, read-only.
 *
 * A game is chosen as soon as it is read: until then the one before stays. A running game opens at its last move, a
 * finished one at its start. While `position` is not 0, each step shows the last ply that stood then. */
void cl_session_choose_game (ClSession *self, const char *partition, guint32 game);
/* Opens it after @ply half-moves. */
void cl_session_choose_game_at (ClSession *self, const char *partition, guint32 game, guint ply);
void cl_session_choose_none (ClSession *self);
const ClGame *cl_session_get_game (ClSession *self); /* (nullable), borrowed */
/* The same as it stands at the live end, wherever one has travelled. (nullable), borrowed */
const ClGame *cl_session_get_live_game (ClSession *self);
guint cl_session_get_ply (ClSession *self);
void cl_session_set_ply (ClSession *self,
                         guint ply); /* clamps; leaving the end of a running game stops following */
void cl_session_return_to_game (ClSession *self); /* last ply, live, following */
gboolean cl_session_get_following (ClSession *self);
gboolean cl_session_get_looking_back (ClSession *self);
guint
cl_session_get_moves_behind (ClSession *self); /* plies between what is shown and the live end */
/* The last position of a running game is shown, as it stands now and without a trial line: what is done here is done to
 * that game. */
gboolean cl_session_is_at_live_end (ClSession *self);
/* Back (@by −1) and forward (1) among the places where one has been: by jumps, not by single steps. Signal jumps-changed. */
gboolean cl_session_can_jump (ClSession *self, int by);
void cl_session_jump (ClSession *self, int by);
/* What is on the board now: of the ply shown, or of the trial line. */
void cl_session_get_board (ClSession *self,
                           ChessPosition *position,
                           ChessMove *last_move,
                           ChessKind *captured);

/* --- Intentions for the chosen game ---------------------------------------------------------------------------
 * Each checks, appends and returns at once; callback (nullable) when durable or refused. Errors are for users. */
typedef void (*ClSessionDone) (ClSession *self, const GError *error, gpointer user_data);

/* At the live end of a running game: plays it. Elsewhere: starts or extends the trial line. */
void cl_session_move (ClSession *self, ChessMove move, ClSessionDone done, gpointer user_data);
/* SAN or UCI text in the position on the board. */
void
cl_session_move_text (ClSession *self, const char *text, ClSessionDone done, gpointer user_data);
/* Takes @moves as the trial line from the ply shown, in place of the one before; never plays, at the live end of a running
 * game neither. What is not legal there, and all behind it, is left out. */
void cl_session_try_line (ClSession *self, const ChessMove *moves, guint n_moves);
void cl_session_drop_trial (ClSession *self);
guint cl_session_get_trial_length (ClSession *self);
char *cl_session_get_trial_text (ClSession *self); /* "24... Kb6 25. b4" */
/* The moves from the game's start position to what is on the board, trial included: for "Play on from here". */
ChessMove *cl_session_dup_line (ClSession *self, guint *n_moves);
void cl_session_keep_trial (ClSession *self,
                            ClSessionDone done,
                            gpointer user_data); /* as VariationAdded */
void cl_session_resign (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data);
void
cl_session_offer_draw (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data);
void
cl_session_answer_draw (ClSession *self, gboolean accept, ClSessionDone done, gpointer user_data);
/* For the side to move; @written: a move that it writes down and does not play, else CHESS_MOVE_NULL. */
void
cl_session_claim_draw (ClSession *self, ChessMove written, ClSessionDone done, gpointer user_data);
/* What the side to move claimed does not hold, without a move written down: an offer, and a penalty. Fails if it holds. */
void cl_session_reject_claim (ClSession *self, ClSessionDone done, gpointer user_data);
void
cl_session_takeback (ClSession *self, ClSessionDone done, gpointer user_data); /* the last ply */
void cl_session_takeback_to (ClSession *self, guint ply, ClSessionDone done, gpointer user_data);
void cl_session_start_clock (ClSession *self, ClSessionDone done, gpointer user_data);
void
cl_session_set_paused (ClSession *self, gboolean paused, ClSessionDone done, gpointer user_data);
void cl_session_correct_move (ClSession *self,
                              guint ply,
                              const char *text,
                              ClSessionDone done,
                              gpointer user_data);
void cl_session_record_illegal_move (ClSession *self,
                                     ChessSquare from,
                                     ChessSquare to,
                                     ChessKind promotion,
                                     ClSessionDone done,
                                     gpointer user_data);
/* As the Laws have it: taken back, with a penalty; @from equal to @to: no move at all. */
void cl_session_penalise_illegal_move (ClSession *self,
                                       ChessSquare from,
                                       ChessSquare to,
                                       ClSessionDone done,
                                       gpointer user_data);
void cl_session_correct_details (ClSession *self,
                                 GPtrArray *tags,
                                 ClSessionDone done,
                                 gpointer user_data);
void cl_session_set_result (ClSession *self,
                            ChessResult result,
                            ChessEnding ending,
                            ClSessionDone done,
                            gpointer user_data); /* ends, or corrects */
/* After the app died with a running clock: the time between the last fact of that clock and the pause that the next
 * start recorded, still to be decided; 0: nothing to decide. It follows from the facts, so it survives restarts. The
 * decision is recorded (ClockAdjusted, reason "deduct" or "give-back") and the clock goes on. */
gint64 cl_session_get_unaccounted_ms (ClSession *self);
void
cl_session_account_time (ClSession *self, gboolean deduct, ClSessionDone done, gpointer user_data);

/* --- Games --------------------------------------------------------------------------------------------------- */
/* Starts at @setup; @table 0: the lowest free table. The new game is chosen at once when it is durable. */
void cl_session_start_game (ClSession *self,
                            guint table,
                            const ClGameSetup *setup,
                            ClSessionDone done,
                            gpointer user_data);

/* The lowest table, from 1, without a game in progress or about to start. */
guint cl_session_find_free_table (ClSession *self);

/* ClRunningGame: the games in progress at the ledger cursor, in order of table. */
GListModel *cl_session_get_running_games (ClSession *self);

/* All tables at the ledger cursor, made from the first call on, resting. Borrowed. */
ClHall *cl_session_get_hall (ClSession *self);
/* As the arbiter does it: the clock of every game in progress is paused, or goes on; a fact at each table where there is
 * something to do. @done once, when all is recorded, with the first refusal. Returns at how many tables. */
guint
cl_session_pause_all (ClSession *self, gboolean paused, ClSessionDone done, gpointer user_data);

/* --- Electronic boards ----------------------------------------------------------------------------------------
 * From the start on, each board that is plugged in is recorded at a table; it can play with the app or without. */
void cl_session_start_boards (ClSession *self);
ClBoards *cl_session_get_boards (ClSession *self); /* NULL: not started, or only looking */

/* --- Library -------------------------------------------------------------------------------------------------
 * A model of ClLibraryItem that fetches rows as they are looked at; search and collection filter it off the main thread. */
ClLibrary *cl_session_get_library (ClSession *self);
GListModel *cl_session_get_collections (ClSession *self); /* of ClCollection */

/* --- Import and export ---------------------------------------------------------------------------------------*/
ClJob *cl_session_import (ClSession *self, GFile *file); /* (transfer full) */
ClJob *
cl_session_export (ClSession *self, GFile *to, const char *partition, guint32 game); /* NULL: all */
/* The games of @items (a GListModel of ClLibraryItem), in its order. */
ClJob *cl_session_export_items (ClSession *self, GFile *to, GListModel *items);
/* Withdraws every game of an import (a cancelled one, say) and its collection. */
void cl_session_withdraw_collection (ClSession *self,
                                     const char *partition,
                                     ClSessionDone done,
                                     gpointer user_data);
void cl_session_withdraw_game (ClSession *self,
                               const char *partition,
                               guint32 game,
                               gboolean restore,
                               ClSessionDone done,
                               gpointer user_data);

/* --- The ledger itself ------------------------------------------------------------------------------------------*/
/* Every event, and who writes where: both borrowed, and with a thread of its own from the first call on. NULL if there was none
 * before the session was closed. */
ClEventLog *cl_session_get_event_log (ClSession *self);
ClLedgerFlow *cl_session_get_flow (ClSession *self);
/* Reads all of it and checks every seal and tree root. (transfer full) */
ClJob *cl_session_verify (ClSession *self);
/* Lets @n_tables play the games of @scores by themselves, at @speed times their own, until the job is cancelled. (transfer full) */
ClJob *cl_session_simulate (ClSession *self, GFile *scores, guint n_tables, double speed);

/* --- Timeline -------------------------------------------------------------------------------------------------
 * Marks for the scopes Session and Everything: density per lane, never one by one beyond what fits. */
void cl_session_set_position (
  ClSession *self,
  guint64 position); /* 0 or ≥ head: live. Coalesces: only the newest request is served */
guint64 cl_session_get_position (ClSession *self);
/* Whether travelling chooses the game of the entry at the cursor as soon as it is read; back at the live end, the game
 * is chosen again that was left, or that a person chose on the way. FALSE: the chosen game stays. */
void cl_session_set_guided (ClSession *self, gboolean guided);
guint64 cl_session_get_head (ClSession *self);
guint64 cl_session_get_session_start (ClSession *self); /* head when the session was opened */

/* Telling kinds that are more than a type of fact, for ClTimelineLane.kinds. */
#define CL_TIMELINE_CAPTURE CL_N_FACTS
#define CL_TIMELINE_CHECK   (CL_N_FACTS + 1)

typedef struct
{
  const char *lane; /* "tables", "archives" … (static) or a partition key (interned) */
  guint n_buckets;
  guint32 *counts; /* events a bucket */
  guint8 *kinds;   /* ClFactType most telling in that bucket (ends > captures > moves), 0 none */
} ClTimelineLane;

/* Counts over positions (from, to] in @n_buckets columns, on a worker. Result: GPtrArray of ClTimelineLane, those with
 * something in the range, in order of first appearance; lanes of one kind are merged when there are too many. Exact for
 * short ranges, else from a summary that is built after the start; ClSession::timeline-changed says that there is more. */
void cl_session_read_density_async (ClSession *self,
                                    guint64 from,
                                    guint64 to,
                                    guint n_buckets,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
GPtrArray *cl_session_read_density_finish (ClSession *self, GAsyncResult *result, GError **error);

/* What stands at @position for a hover caption: event summary, its game and ply. */
void cl_session_peek_async (ClSession *self,
                            guint64 position,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
typedef struct
{
  guint64 position;
  char *summary;
  char *partition;
  guint32 game;
  gint64 recorded_at;
  gboolean has_board;
  ChessPosition board;
  ChessMove last_move;
} ClPeek;
ClPeek *cl_session_peek_finish (ClSession *self, GAsyncResult *result, GError **error);
void cl_peek_free (ClPeek *self);

G_END_DECLS
