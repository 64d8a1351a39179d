/* cl-runner-private.h: what the runner's files share: one runner, its consumers, its threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-asides-private.h"
#include "cl-cache-private.h"
#include "cl-reader.h"
#include "cl-ring-private.h"
#include "cl-runner.h"
#include "cl-state-private.h"

G_BEGIN_DECLS

#define CL_RUNNER_THREADS 2
#define CL_RUNNER_TURN_US (20 * G_TIME_SPAN_MILLISECOND) /* for one consumer's folding */
#define CL_RUNNER_SLOW_US (5 * G_TIME_SPAN_MILLISECOND) /* who takes longer gets turns of its own */

/* Where a ClState's values come from: @id's in the cache, as of @position. */
typedef struct
{
  ClCache *cache;
  gint64 id;
  guint64 position;
} ClCacheSource;

gboolean cl_cache_source_lookup (gpointer source, const char *key, char **value, GError **error);

/* Why a consumer is parked, if an event is to blame. */
typedef struct
{
  guint64 position; /* 0: no event is */
  guint64 offset;
  char *partition;
  char *type;
} ClPoison;

typedef struct
{
  const ClViewClass *view;
  char *full_name;      /* with its version: "library@2" */
  gboolean newest;      /* of the versions that can be folded */
  gboolean frozen;      /* only its values are left: @view is but a name and a version */
  gboolean served_last; /* of a frozen one: it was shown when the program began */

  /* Guarded by the runner's lock. */
  ClCacheRow
    row; /* what is committed; only the thread that is @busy with it changes @position, @mark, @seal, @id */
  guint generation; /* changes when values are begun anew or moved back */
  gboolean busy;    /* a thread is at work on it */
  gboolean rebuild; /* begin anew, please */
  gboolean seek;    /* go to @target, please */
  guint64 target;
  gboolean save;      /* @row.state or @row.pace is not stored yet */
  guint64 steps;      /* events to fold although it is paused */
  gint64 due_us;      /* monotonic time at which the next event may be folded, if it has a pace */
  gboolean slow;      /* its last turn took long: it gets turns of its own */
  gboolean changed;   /* ClRunner::changed is due */
  gboolean aside_due; /* what it leaves out is not yet what the desks say */
  ClAsides *asides;   /* what it leaves out: @row.asides */
  gboolean gone;      /* its values were dropped */
  ClPoison poison;
  gint64
    behind_since; /* µs since the epoch: when the first event it has not seen was recorded; 0: it has seen all */
  gint64 window_start;  /* monotonic: what is counted for @rate since then */
  guint64 window_count; /* events */
  double rate;          /* events a second, of the last window */

  /* Belong to the thread that is @busy with it. */
  ClState *state;
  ClCacheSource source;
  GPtrArray *changes; /* (element-type ClStateEntry): what @state will store */
  guint64 folded;     /* the last position in @state */
  gint64 folded_time; /* when that event was recorded */
  guint8 folded_seal[CL_SEAL_SIZE];
  guint64 stored_mark; /* as of this turn */
  gint64 cost_us;      /* what folding again from the last mark would take */
  gboolean took_over;  /* in this turn it became the version that is shown */
  gboolean settled; /* it is the version that is shown, and nothing older is kept than should be */
  GError *reason;   /* why it stops behind @folded */
  ClPoison bad_event; /* that event */
  GError *failure;    /* why nothing of this turn counts */
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
  GCond work;         /* there may be something to do */
  GCond done;         /* a consumer came on or changed its state, or a call ended */
  guint cursor;       /* which of the slow ones is next */
  gboolean slow_next; /* the next turn is for one of them */
  gboolean sweep;     /* there may be garbage in the cache */
  gboolean recover;   /* the cache is damaged */
  gboolean held;      /* consumers do what they are told one by one, and nothing else */
  gboolean closing, closed;
  guint n_calls;      /* reads in progress on other threads */
  GPtrArray *readers; /* (element-type ClReader) not in use just now */
  GSource *notify;    /* ClRunner::changed is scheduled */
  GHashTable
    *wanted; /* name → what the desks say that it leaves out, as cl_asides_read () gives it */
  gboolean look_at_desks;
  guint n_looking;     /* threads that do so just now */
  gint64 next_look_us; /* monotonic: not before */
};

/* cl-runner-work.c */
gpointer cl_runner_work (gpointer runner); /* a thread's main function; consumes a reference */
/* Whether the owner of a borrowed cache has dropped the values of @id. */
gboolean cl_runner_has_lost_values (ClRunner *self, gint64 id, GError **error);
void cl_runner_schedule_changed (ClRunner *self); /* with the lock held */

/* cl-runner-fold.c; on the thread that is busy with @consumer */
void cl_consumer_fold (ClRunner *runner, ClReader *reader, ClConsumer *consumer, guint64 goal);
/* Forgets what was folded and not stored. */
void cl_consumer_forget (ClConsumer *consumer);
/* Inside a transaction of the cache: what was folded, with its position. */
gboolean cl_consumer_store (ClRunner *runner, ClConsumer *consumer, guint64 head, GError **error);
/* With the lock held: what the turn did becomes visible. */
void cl_consumer_publish (ClRunner *runner, ClConsumer *consumer, guint64 head);
void cl_consumer_park (ClConsumer *consumer, const GError *error); /* with the lock held */
/* One step of the way back to the last mark ≤ @position; 0: to the beginning at once. FALSE: see @consumer->failure. */
gboolean cl_consumer_step_back (ClRunner *runner, ClConsumer *consumer, guint64 position);
void cl_consumer_restart (ClRunner *runner, ClConsumer *consumer);
void cl_consumer_move (ClRunner *runner, ClConsumer *consumer);

/* cl-runner-asides.c */
/* Reads the desks; whose view was folded otherwise is told to change. */
gboolean cl_runner_look_at_desks (ClRunner *self, ClReader *reader, GError **error);
/* Brings @consumer back to before the first event of which its view would be different, and lets it go on from there. */
void cl_consumer_change_asides (ClRunner *runner, ClReader *reader, ClConsumer *consumer);
/* What the views of one game leave out, as cl_asides_read () says it. (nullable) (transfer full) */
char *cl_runner_dup_asides (ClRunner *self, const char *name);

/* cl-runner-versions.c */
/* Fills @self->consumers: all of @views, and what the cache has of versions that are not among them. */
gboolean cl_runner_add_consumers (ClRunner *self, const ClViewClass *const *views, GError **error);
void cl_consumer_free (gpointer consumer);
/* Inside a transaction of the cache: this version has caught up and is shown from now on. */
gboolean cl_consumer_take_over (ClRunner *runner, ClConsumer *consumer, GError **error);
/* With the lock held: that transaction is through. */
void cl_consumer_show (ClRunner *runner, ClConsumer *consumer);
ClConsumer *cl_runner_find (ClRunner *self, const char *name, GError **error);

/* cl-runner.c; any thread, at any time: there may be events up to @head, which need not be true */
void cl_runner_wake (ClRunner *self, guint64 head);
void cl_runner_deafen (ClRunner *self); /* for tests: from now on no wake-up arrives */

void cl_poison_clear (ClPoison *self);
void cl_poison_set (ClPoison *self, const ClEvent *event);

/* cl-runner-read.c */
gboolean cl_runner_check_future (ClRunner *self, guint64 position, GError **error);
/* A reader of the runner's own, for the calling thread until it is given back. */
ClReader *cl_runner_take_reader (ClRunner *self, GError **error);
void cl_runner_give_reader_back (ClRunner *self, ClReader *reader);
/* FALSE with CL_RUNNER_ERROR_CLOSED; until end_call the runner stays open. */
gboolean cl_runner_begin_call (ClRunner *self, GError **error);
void cl_runner_end_call (ClRunner *self);

/* cl-runner-status.c */
ClConsumerStatus *
cl_runner_describe (ClRunner *self, const ClConsumer *consumer); /* with the lock held */

G_END_DECLS
