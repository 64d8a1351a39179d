/* cl-session-private.h: what the files of ClSession share
 *
 * The session is split by concern: open and close, the chosen game, acts, tables, the timeline. Each file owns the
 * fields of its group; the others go through its functions.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"

#include "cl-follower.h"
#include "cl-game-track.h"
#include "cl-jumps.h"
#include "cl-hall-private.h"
#include "cl-ledger-summary.h"
#include "cl-worker.h"

G_BEGIN_DECLS

typedef struct _ClSessionEngines ClSessionEngines;

/* Last offset and last game number of a partition, as far as the session knows. */
typedef struct
{
  guint64 offset;
  guint32 game;
  gboolean
    elsewhere; /* it began in another ledger, where it may go on: only a person adds to it here */
} ClHead;

struct _ClSession
{
  GObject parent_instance;

  ClLedger *ledger;
  ClRunner *runner;
  ClTimeSource time;
  gboolean read_only;
  char *damage; /* (nullable): why nothing can be recorded, though nobody else does */
  gboolean closed;
  ClWorker *reading; /* games, moments under the pointer */
  ClWorker *tailing; /* what is new in the ledger, the summary for the timeline */
  ClWorker *asking;  /* (nullable): cl-session-knowledge.c */

  /* cl-session.c */
  GHashTable *followers; /* "partition game" → ClFollower, not owned */
  guint64 head, session_start;

  /* cl-session-game.c */
  guint64 position;
  ClFollower *choosing; /* to be chosen when it is read */
  int choosing_ply;     /* to be shown of it; -1: where it opens */
  ClFollower *chosen;
  ClGame *shown;
  guint shown_events; /* of the chosen game that shown is folded from */
  guint ply;
  gboolean following;
  GArray *trial; /* (element-type ChessMove) */
  struct
  {
    ClGame *game; /* compared, not owned */
    guint ply, trial_length, moves_behind;
    gboolean following, looking_back;
    gint64 unaccounted_ms;
  } told; /* what was notified last */

  /* cl-session-jumps.c */
  ClJumps *jumps;
  gboolean jumping; /* to a place that is not shown yet */
  gboolean was_following, told_jumps[2];

  /* cl-session-guide.c */
  struct
  {
    gboolean on, searching;
    guint64 position; /* that is searched for */
    ClFollower *home; /* (nullable): what was chosen at the live end */
    guint home_ply;
    gboolean home_following;
  } guide;

  /* cl-act.c */
  GHashTable *heads;      /* partition → ClHead */
  GHashTable *act_queues; /* partition → ActQueue */

  /* cl-session-tables.c */
  GListStore *running;
  GHashTable *tables; /* "partition game" → Table: games that run at the live end */

  /* cl-session-hall.c */
  ClHall *hall; /* (nullable): nobody has looked at it yet */
  GHashTable *
    known_tracks; /* (nullable): "partition game" → what was read of it; the worker's while it reads */
  gboolean reading_tables, reading_is_due;
  gboolean hall_is_incomplete; /* a table's last game was withdrawn: the one before is not known */
  guint remarks_timer;

  /* cl-library.c */
  ClLibrary *library;

  /* cl-game-analysis.c */
  struct _ClGameAnalysis *analysis;
  /* cl-session-ledger.c */
  ClEventLog *event_log;
  ClLedgerFlow *flow;

  /* cl-session-jobs.c */
  GPtrArray *jobs; /* (element-type ClJob): under way */

  /* cl-session-engines.c, cl-session-opponent.c */
  ClSessionEngines *engines;

  ClBoards *boards; /* (nullable) */

  /* cl-session-timeline.c */
  ClLedgerSummary *summary;
  guint64 tail_position;    /* the tail has been read up to here */
  guint64 history_position; /* the summary of what was there at the start reaches to here */
  gboolean tailing_now;
};

char *cl_session_game_key (const char *partition, guint32 game);
/* (transfer full): shared by all who follow that game. */
ClFollower *cl_session_follow (ClSession *self, const char *partition, guint32 game);
/* NULL: a refusal for users because the session is closed or only reads. */
gboolean cl_session_check_writable (ClSession *self, GError **error);
void cl_session_set_head (ClSession *self, guint64 head);

/* Game: something that is shown may have changed. */
void cl_session_game_dispose (ClSession *self);
void cl_session_show (ClSession *self);
void cl_session_choose_follower (ClSession *self, ClFollower *follower);

/* Jumps: what is shown has changed. */
void cl_session_note_place (ClSession *self);

/* Guide: the ledger cursor has moved, it was at @before. */
void cl_session_guide_travel (ClSession *self, guint64 before);
gboolean cl_session_guide_is_searching (ClSession *self);
/* A person chose @follower (nullable: nothing), and wants to find it again at the live end. */
void cl_session_guide_note_choice (ClSession *self, ClFollower *follower);

/* Acts. */
void cl_session_act_init (ClSession *self);
gboolean cl_session_has_acts (ClSession *self, const char *partition);
ClHead *cl_session_get_head_of (ClSession *self, const char *partition);
/* Did it begin in another ledger, without anybody going on with it here? Then no policy of ours adds to it. */
gboolean cl_session_is_elsewhere (ClSession *self, const char *partition);
void
cl_session_raise_head_of (ClSession *self, const char *partition, guint64 offset, guint32 game);

/* Restart: worker thread, before the session is handed out. */
gboolean cl_session_pause_left_clocks (ClLedger *ledger,
                                       ClReader *reader,
                                       GPtrArray *tracks,
                                       gint64 now,
                                       GError **error);
/* The pause that is recorded for a clock that nobody stopped; @used_ms as in ClockPaused. */
ClDraft *
cl_session_draft_pause (const ClGame *game, gint64 used_ms, const char *reason, gint64 now);
/* What the last clock fact of @track leaves to be decided. */
gint64 cl_game_track_get_unaccounted_ms (const ClGameTrack *track);
void cl_session_pause_on_close (ClSession *self);

/* Tables. */
void cl_session_tables_init (ClSession *self);
void cl_session_tables_dispose (ClSession *self);
void cl_session_add_table (ClSession *self, ClFollower *follower);
void cl_session_touch_table (ClSession *self, const char *partition, guint32 game);
gboolean cl_session_has_running_game (ClSession *self, const char *partition);
/* (element-type ClFollower): the games in progress at the live end. */
GPtrArray *cl_session_list_followers (ClSession *self);
/* What was in progress at the ledger cursor: of @games (element-type ClGame), and what is now. */
void cl_session_list_past (ClSession *self, GPtrArray *games);
void cl_session_list_live (ClSession *self);

/* Hall. */
void cl_session_hall_dispose (ClSession *self);
/* A table's game was read anew at the live end. */
void cl_session_hall_take (ClSession *self, ClGame *game);
/* The ledger cursor has moved. */
void cl_session_tables_travel (ClSession *self);

/* Jobs. */
ClJob *cl_session_keep_job (ClSession *self, ClJob *job);
void cl_session_end_jobs (ClSession *self);

/* Timeline. */
void cl_session_timeline_start (ClSession *self);
void cl_session_timeline_advance (ClSession *self);

/* Acts that are dropped because the session closes. */
void cl_session_drop_acts (ClSession *self);

ClRunningGame *cl_running_game_new (const char *partition, guint32 game);
void cl_running_game_set_snapshot (ClRunningGame *self, ClGame *snapshot);

G_END_DECLS
