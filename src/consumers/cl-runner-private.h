/* cl-runner-private.h: what the runner's files share: one runner, its consumers, its threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-cache-private.h"
#include "cl-reader.h"
#include "cl-ring-private.h"
#include "cl-runner.h"
#include "cl-state-private.h"

G_BEGIN_DECLS

#define CL_RUNNER_THREADS 2

/* Where a ClState's values come from: @id's in the cache, as of @position. */
typedef struct
{
  ClCache *cache;
  gint64 id;
  guint64 position;
} ClCacheSource;

gboolean cl_cache_source_lookup (gpointer source, const char *key, char **value, GError **error);

typedef struct
{
  const ClViewClass *view;

  /* Guarded by the runner's lock. */
  ClCacheRow
    row; /* what is committed; only the thread that is @busy with it changes @position, @mark, @seal, @id */
  guint generation; /* changes when the values are begun anew */
  gboolean busy;    /* a thread is at work on it */
  gboolean rebuild; /* begin anew, please */
  gboolean save;    /* @row.state is not stored yet */
  guint steps;      /* events to fold although it is paused */
  gboolean slow;    /* its last turn took long: it gets turns of its own */
  gboolean changed; /* ClRunner::changed is due */

  /* Belong to the thread that is @busy with it. */
  ClState *state;
  ClCacheSource source;
  GPtrArray *changes; /* (element-type ClStateEntry): what @state will store */
  guint64 folded;     /* the last position in @state */
  guint8 folded_seal[CL_SEAL_SIZE];
  guint64 stored_mark; /* as of this turn */
  gint64 cost_us;      /* what folding again from the last mark would take */
  gboolean retired;    /* older versions were thrown away */
  GError *poison;      /* why it stops behind @folded */
  GError *failure;     /* why nothing of this turn counts */
} ClConsumer;

struct _ClRunner
{
  GObject parent_instance;

  ClLedger *ledger;
  ClCache *cache;
  ClRing *ring;
  GMainContext *context;
  GPtrArray *consumers; /* (element-type ClConsumer) fixed */
  GPtrArray *threads;
  guint watch;

  GMutex lock;
  GCond work;       /* there may be something to do */
  GCond done;       /* a consumer came on or changed its state, or a call ended */
  guint cursor;     /* whose turn is next */
  gboolean sweep;   /* there may be garbage in the cache */
  gboolean recover; /* the cache is damaged */
  gboolean closing, closed;
  guint n_calls;      /* reads in progress on other threads */
  GPtrArray *readers; /* (element-type ClReader) not in use just now */
  GSource *notify;    /* ClRunner::changed is scheduled */
};

/* cl-runner-work.c */
gpointer cl_runner_work (gpointer runner); /* a thread's main function; consumes a reference */
/* Whether the owner of a borrowed cache has dropped the values of @id. */
gboolean cl_runner_has_lost_values (ClRunner *self, gint64 id, GError **error);
void cl_runner_schedule_changed (ClRunner *self); /* with the lock held */

/* cl-runner.c; for tests: */
void cl_runner_wake (ClRunner *self);   /* a wake-up that nobody asked for */
void cl_runner_deafen (ClRunner *self); /* from now on no wake-up arrives */

ClConsumer *cl_runner_find (ClRunner *self, const char *name, GError **error);

G_END_DECLS
