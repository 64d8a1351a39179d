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

#include "cl-export.h"
#include "cl-game.h"
#include "cl-import.h"
#include "cl-ledger.h"
#include "cl-runner.h"
#include "cl-table.h"

G_BEGIN_DECLS

#define CL_TYPE_SESSION (cl_session_get_type ())
G_DECLARE_FINAL_TYPE (ClSession, cl_session, CL, SESSION, GObject)

/* The default: XDG_DATA_HOME/chess-ledger/games.ledger. */
char *cl_session_default_path (void);

/* Opens (and creates) a ledger on a worker thread. If another process writes it, fails with CL_LEDGER_ERROR_LOCKED
 * unless @read_only. */
void cl_session_open_async (const char *path, gboolean read_only, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
ClSession *cl_session_open_finish (GAsyncResult *result, GError **error);
/* Waits for what was acknowledged to be safe; idempotent. */
void cl_session_close (ClSession *self);

ClLedger *cl_session_get_ledger (ClSession *self);
ClRunner *cl_session_get_runner (ClSession *self);
gboolean cl_session_is_read_only (ClSession *self);

/* --- The chosen game ------------------------------------------------------------------------------------------
 * Properties (notify): game (ClGame as it stands at the ledger cursor, NULL if none chosen), ply, following (at the
 * live end and moving with it), looking-back (a running game is shown before its last move), position, head,
 * trial-length (plies of the unrecorded trial line, 0: none). */
void cl_session_choose_game (ClSession *self, const char *partition, guint32 game);
void cl_session_choose_none (ClSession *self);
const ClGame *cl_session_get_game (ClSession *self);  /* (nullable), borrowed */
guint cl_session_get_ply (ClSession *self);
void cl_session_set_ply (ClSession *self, guint ply); /* clamps; leaving the end of a running game stops following */
void cl_session_return_to_game (ClSession *self);     /* last ply, live, following */
gboolean cl_session_get_following (ClSession *self);
gboolean cl_session_get_looking_back (ClSession *self);
guint cl_session_get_moves_behind (ClSession *self);  /* plies between what is shown and the live end */
/* What is on the board now: of the ply shown, or of the trial line. */
void cl_session_get_board (ClSession *self, ChessPosition *position, ChessMove *last_move, ChessKind *captured);

/* --- Intentions for the chosen game ---------------------------------------------------------------------------
 * Each checks, appends and returns at once; callback (nullable) when durable or refused. Errors are for users. */
typedef void (*ClSessionDone) (ClSession *self, const GError *error, gpointer user_data);

/* At the live end of a running game: plays it. Elsewhere: starts or extends the trial line. */
void cl_session_move (ClSession *self, ChessMove move, ClSessionDone done, gpointer user_data);
/* SAN or UCI text in the position on the board. */
void cl_session_move_text (ClSession *self, const char *text, ClSessionDone done, gpointer user_data);
void cl_session_drop_trial (ClSession *self);
guint cl_session_get_trial_length (ClSession *self);
char *cl_session_get_trial_text (ClSession *self);  /* "24... Kb6 25. b4" */
void cl_session_keep_trial (ClSession *self, ClSessionDone done, gpointer user_data); /* as VariationAdded */
void cl_session_resign (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data);
void cl_session_offer_draw (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data);
void cl_session_answer_draw (ClSession *self, gboolean accept, ClSessionDone done, gpointer user_data);
void cl_session_claim_draw (ClSession *self, ClSessionDone done, gpointer user_data);
void cl_session_takeback (ClSession *self, ClSessionDone done, gpointer user_data);   /* the last ply */
void cl_session_takeback_to (ClSession *self, guint ply, ClSessionDone done, gpointer user_data);
void cl_session_start_clock (ClSession *self, ClSessionDone done, gpointer user_data);
void cl_session_set_paused (ClSession *self, gboolean paused, ClSessionDone done, gpointer user_data);
void cl_session_correct_move (ClSession *self, guint ply, const char *text, ClSessionDone done, gpointer user_data);
void cl_session_record_illegal_move (ClSession *self, ChessSquare from, ChessSquare to, ChessKind promotion, ClSessionDone done, gpointer user_data);
void cl_session_correct_details (ClSession *self, GPtrArray *tags, ClSessionDone done, gpointer user_data);
void cl_session_set_result (ClSession *self, ChessResult result, ChessEnding ending, ClSessionDone done, gpointer user_data); /* ends, or corrects */
/* After a restart: the time gone since the last move, still to be decided; 0: nothing to decide. */
gint64 cl_session_get_unaccounted_ms (ClSession *self);
void cl_session_account_time (ClSession *self, gboolean deduct, ClSessionDone done, gpointer user_data);

/* --- Games --------------------------------------------------------------------------------------------------- */
/* Starts at @setup; @table 0: the lowest free table. The new game is chosen at once when it is durable. */
void cl_session_start_game (ClSession *self, guint table, const ClGameSetup *setup, ClSessionDone done, gpointer user_data);

/* ClRunningGame (GObject): properties partition, game, label ("Table 7"), white, black, white-to-move, white-ms,
 * black-ms (as of the last fact), snapshot (ClGame). The model holds running games, in order of table. */
#define CL_TYPE_RUNNING_GAME (cl_running_game_get_type ())
G_DECLARE_FINAL_TYPE (ClRunningGame, cl_running_game, CL, RUNNING_GAME, GObject)
GListModel *cl_session_get_running_games (ClSession *self);
const char *cl_running_game_get_partition (ClRunningGame *self);
guint32 cl_running_game_get_game (ClRunningGame *self);
const ClGame *cl_running_game_get_snapshot (ClRunningGame *self);
char *cl_running_game_dup_label (ClRunningGame *self);

/* --- Library -------------------------------------------------------------------------------------------------
 * A model of ClLibraryItem that fetches rows as they are looked at; search and collection filter it off the main thread. */
#define CL_TYPE_LIBRARY_ITEM (cl_library_item_get_type ())
G_DECLARE_FINAL_TYPE (ClLibraryItem, cl_library_item, CL, LIBRARY_ITEM, GObject)
/* properties: partition, game, white, black, white-elo, black-elo, result (text), event, date, round, eco, plies, status (text) */
#define CL_TYPE_LIBRARY (cl_library_get_type ())
G_DECLARE_FINAL_TYPE (ClLibrary, cl_library, CL, LIBRARY, GObject) /* implements GListModel */
ClLibrary *cl_session_get_library (ClSession *self);
void cl_library_set_search (ClLibrary *self, const char *text);     /* words, each must occur; "kasp topa 99" */
void cl_library_set_collection (ClLibrary *self, const char *partition); /* NULL: all; "tables": all games played here */
typedef enum { CL_LIBRARY_SORT_NONE, CL_LIBRARY_SORT_WHITE, CL_LIBRARY_SORT_BLACK, CL_LIBRARY_SORT_RESULT, CL_LIBRARY_SORT_EVENT, CL_LIBRARY_SORT_DATE, CL_LIBRARY_SORT_PLIES } ClLibrarySort;
void cl_library_set_sort (ClLibrary *self, ClLibrarySort sort, gboolean descending);
guint64 cl_library_get_total (ClLibrary *self);  /* games before search */
gboolean cl_library_is_busy (ClLibrary *self);   /* property busy */
/* Collections: GListModel of ClLibraryItem-like ClCollection (partition, title, n-games, complete). */
#define CL_TYPE_COLLECTION (cl_collection_get_type ())
G_DECLARE_FINAL_TYPE (ClCollection, cl_collection, CL, COLLECTION, GObject)
GListModel *cl_session_get_collections (ClSession *self);

/* --- Import and export ---------------------------------------------------------------------------------------
 * ClJob (GObject): properties title, fraction (0–1, −1 unknown), games, finished, cancelled, message; signal none. */
#define CL_TYPE_JOB (cl_job_get_type ())
G_DECLARE_FINAL_TYPE (ClJob, cl_job, CL, JOB, GObject)
ClJob *cl_session_import (ClSession *self, GFile *file);   /* (transfer full) */
ClJob *cl_session_export (ClSession *self, GFile *to, const char *partition, guint32 game); /* NULL: all */
/* The games of @items (a GListModel of ClLibraryItem), in its order. */
ClJob *cl_session_export_items (ClSession *self, GFile *to, GListModel *items);
void cl_job_cancel (ClJob *self);
const GError *cl_job_get_error (ClJob *self);              /* (nullable) */
const char *cl_job_get_partition (ClJob *self);            /* import: where the games went */
/* Withdraws every game of an import (a cancelled one, say) and its collection. */
void cl_session_withdraw_collection (ClSession *self, const char *partition, ClSessionDone done, gpointer user_data);
void cl_session_withdraw_game (ClSession *self, const char *partition, guint32 game, gboolean restore, ClSessionDone done, gpointer user_data);

/* --- Timeline -------------------------------------------------------------------------------------------------
 * Marks for the scopes Session and Everything: density per lane, never one by one beyond what fits. */
void cl_session_set_position (ClSession *self, guint64 position); /* 0 or ≥ head: live. Coalesces: only the newest request is served */
guint64 cl_session_get_position (ClSession *self);
guint64 cl_session_get_head (ClSession *self);
guint64 cl_session_get_session_start (ClSession *self);  /* head when the session was opened */

typedef struct
{
  const char *lane;      /* "tables", "archives" … (static) or a partition key (interned) */
  guint n_buckets;
  guint32 *counts;       /* events a bucket */
  guint8 *kinds;         /* ClFactType most telling in that bucket (ends > captures > moves), 0 none */
} ClTimelineLane;

/* Counts over positions (from, to] in @n_buckets columns, on a worker. Result: GPtrArray of ClTimelineLane. */
void cl_session_read_density_async (ClSession *self, guint64 from, guint64 to, guint n_buckets, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *cl_session_read_density_finish (ClSession *self, GAsyncResult *result, GError **error);

/* What stands at @position for a hover caption: event summary, its game and ply. */
void cl_session_peek_async (ClSession *self, guint64 position, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
typedef struct { guint64 position; char *summary; char *partition; guint32 game; gint64 recorded_at; gboolean has_board; ChessPosition board; ChessMove last_move; } ClPeek;
ClPeek *cl_session_peek_finish (ClSession *self, GAsyncResult *result, GError **error);
void cl_peek_free (ClPeek *self);

G_END_DECLS
