/* cl-session-engines-private.h: what the files about engines share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-analyst-private.h"
#include "cl-session-engines.h"
#include "cl-session-private.h"

G_BEGIN_DECLS

struct _ClSessionEngines
{
  char *program; /* (nullable) */
  GStrv options; /* (nullable) */
  guint64 nodes;
  ClLiveEvaluation *live; /* (nullable) */

  /* Analysis of all games */
  ClAnalystControl *control;
  gboolean paused;
  guint n_single; /* games that are analysed for themselves: all others wait */

  /* The opponent */
  ClEngine *opponent;     /* (nullable) */
  GHashTable *thinking;   /* "partition game" → Thought */
  char *opponent_trouble; /* (nullable) */
  gboolean never_resigns;
  GHashTable *despairs; /* "partition game" → Despair */
};

void cl_session_engines_init (ClSession *self);
/* Ends all engines; before the workers and the ledger are closed. */
void cl_session_engines_close (ClSession *self);
void cl_session_engines_free (ClSession *self);

/* (transfer full) (nullable): a new one with the options that were chosen. */
ClEngine *cl_session_make_engine (ClSession *self);
/* Translated: there is none. */
const char *cl_session_no_engine_text (void);
/* Records what was found unless as much is known; on a worker. @position and @answer are copied or referenced. */
void cl_session_record_evaluation (ClSession *self,
                                   const ClAnalystPosition *position,
                                   const ClAnalystManner *manner,
                                   ClEngineAnswer *answer);

ClLiveEvaluation *cl_live_evaluation_new (ClSession *session);
/* The board that is shown may have changed, or the choice of engine with @anew. */
void cl_live_evaluation_update (ClLiveEvaluation *self, gboolean anew);
/* Another engine was chosen. */
void cl_live_evaluation_renew (ClLiveEvaluation *self);
void cl_live_evaluation_close (ClLiveEvaluation *self);

/* The game of @follower may have changed: if it is the computer's turn there, it thinks. */
void cl_session_opponent_consider (ClSession *self, ClFollower *follower);
/* Its game is over or gone. */
void cl_session_opponent_forget (ClSession *self, ClFollower *follower);
/* Another engine was chosen: it plays from its next move on. */
void cl_session_opponent_renew (ClSession *self);
void cl_session_opponent_close (ClSession *self);

G_END_DECLS
