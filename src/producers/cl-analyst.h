/* cl-analyst.h: the policy that has engines evaluate positions of recorded games, and records what they say
 *
 * A policy: it reads games like a consumer and appends PositionEvaluated to engine/<name>. What it has still to do follows from
 * the ledger alone, so it may be ended at any time and begun again, and never pays for a position twice.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine.h"
#include "cl-ledger.h"

G_BEGIN_DECLS

#define CL_ANALYST_PRODUCER "analyst"
#define CL_ANALYST_MAX_JOBS 64

typedef struct
{
  const char *program; /* the engine's, absolute */
  const char *const
    *options; /* (nullable): "Name=Value", NULL-terminated; Threads and Hash may be among them */
  const ClEngineTimes *times; /* (nullable): the engine's patience */
  guint64 limit_nodes;        /* where a search ends; one of the three at least */
  guint limit_depth, limit_ms;
  guint multipv;     /* 1 to 5 */
  gboolean by_depth; /* also the best move at each depth, for fair play */
  guint n_jobs;      /* engines at once, from 1 */
} ClAnalystSettings;

/* Which games: one, or with @game 0 all of the partition. */
typedef struct
{
  const char *partition;
  guint32 game;
} ClAnalystTarget;

typedef struct
{
  guint64 n_games, n_games_done; /* looked at, whatever came of them */
  guint64 n_running;   /* left out: in progress, and analysis was not allowed when they began */
  guint64 n_evaluated; /* recorded by this run */
  guint64 n_known;     /* there already */
  guint64 n_failed;    /* given up after the engine failed on them again and again */
  guint64 n_to_do;     /* of the games looked at so far */
  guint64 nodes;
  const char *engine; /* (nullable): as it calls itself */
  const char
    *trouble; /* (nullable): what last went wrong with an engine and was dealt with, translated */
} ClAnalystStatus;

typedef void (*ClAnalystProgress) (const ClAnalystStatus *status, gpointer user_data);

/* What another thread may say to a run. */
typedef struct _ClAnalystControl ClAnalystControl;

ClAnalystControl *cl_analyst_control_new (void);
ClAnalystControl *cl_analyst_control_ref (ClAnalystControl *self);
void cl_analyst_control_unref (ClAnalystControl *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClAnalystControl, cl_analyst_control_unref)
/* Begins no new search; what is being searched is finished. */
void cl_analyst_control_set_paused (ClAnalystControl *self, gboolean paused);
/* This game first, if it is among the targets and not done: the one that is on the screen. @partition NULL: none. */
void cl_analyst_control_prefer (ClAnalystControl *self, const char *partition, guint32 game);

/**
 * cl_analyst_run:
 * @ledger: open for writing
 * @control: (nullable)
 * @progress: (nullable): called on this thread after each position and game
 * @error: G_IO_ERROR_CANCELLED after @cancellable: what was found is recorded; CL_ENGINE_ERROR_USELESS if no engine works
 *
 * Blocks until all is evaluated and durable; any thread but the main one of an app.
 */
gboolean cl_analyst_run (ClLedger *ledger,
                         const ClAnalystTarget *targets,
                         gsize n_targets,
                         const ClAnalystSettings *settings,
                         ClAnalystControl *control,
                         GCancellable *cancellable,
                         ClAnalystProgress progress,
                         gpointer user_data,
                         GError **error);

G_END_DECLS
