/* cl-runner.h: runs the consumers of one ledger: reading, positions, history, pausing, errors, time travel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-consumer-status.h"
#include "cl-ledger.h"
#include "cl-view.h"

G_BEGIN_DECLS

#define CL_RUNNER_ERROR (cl_runner_error_quark ())
GQuark cl_runner_error_quark (void);

typedef enum
{
  CL_RUNNER_ERROR_UNKNOWN_CONSUMER,
  CL_RUNNER_ERROR_POISON,  /* the consumer is parked; the message names position, type and reason */
  CL_RUNNER_ERROR_CACHE,   /* the cache file cannot be used */
  CL_RUNNER_ERROR_FUTURE,  /* asked for a position beyond the head */
  CL_RUNNER_ERROR_PAUSED,  /* waited for a consumer that is paused */
  CL_RUNNER_ERROR_TIMEOUT, /* waited long enough */
  CL_RUNNER_ERROR_CLOSED,  /* the runner was closed */
  CL_RUNNER_ERROR_FROZEN,  /* an earlier version, which nothing can fold on */
} ClRunnerError;

#define CL_TYPE_RUNNER (cl_runner_get_type ())
G_DECLARE_FINAL_TYPE (ClRunner, cl_runner, CL, RUNNER, GObject)

/**
 * cl_runner_new:
 * @cache_dir: folder of the view caches of this ledger (made if missing); NULL: fold in memory. Unless @ledger was
 *   opened for writing, what another process has cached there is read, never written, and the rest folded in memory
 * @views: NULL-terminated array of CL_VIEW_OF_LEDGER classes to run as consumers
 * @error: what failed in reading the ledger; a damaged or foreign cache is thrown away, and if none can be written, the
 *   views are kept in memory
 *
 * Starts a pool of at most two threads. ClRunner::changed (const char *name, guint64 position) is emitted in the main
 * context of the caller after commits of that consumer, merged. A consumer whose cache does not fit the ledger is
 * rebuilt; one that was parked tries again; one that was paused stays so. Blocks on disk for milliseconds.
 */
ClRunner *cl_runner_new (ClLedger *ledger,
                         const char *cache_dir,
                         const ClViewClass *const *views,
                         GError **error);

typedef enum
{
  CL_RUNNER_HELD =
    1
    << 0, /* until cl_runner_let_go () consumers do what they are told one by one, and nothing else */
} ClRunnerFlags;

/* The same, for command lines. */
ClRunner *cl_runner_new_with_flags (ClLedger *ledger,
                                    const char *cache_dir,
                                    const ClViewClass *const *views,
                                    ClRunnerFlags flags,
                                    GError **error);
void cl_runner_let_go (ClRunner *self);

/* The ledger that it reads. Borrowed. */
ClLedger *cl_runner_get_ledger (ClRunner *self);

/* Ends the threads after their current turn (some 20 ms) and closes the cache. Idempotent; necessary before the last
 * reference is dropped. Calls in progress on other threads end first; later ones fail with CL_RUNNER_ERROR_CLOSED. */
void cl_runner_close (ClRunner *self);

/* The cache folder for a ledger: XDG_CACHE_HOME/chess-ledger/<ledger id>-<hash of the real path>. */
char *cl_runner_default_cache_dir (ClLedger *ledger);

/* Neither blocks on disk. @name as everywhere: "library", or one version of it: "library@2". */
GPtrArray *cl_runner_list (ClRunner *self); /* (element-type ClConsumerStatus) (transfer full) */
ClConsumerStatus *cl_runner_get_status (ClRunner *self, const char *name); /* (nullable) */

/* What the cache of @ledger says of its consumers, without running any: also when another process writes it. @views as
 * above; one that the cache does not know stands at 0. Blocks on disk. (element-type ClConsumerStatus) (transfer full) */
GPtrArray *cl_runner_list_stored (ClLedger *ledger,
                                  const char *cache_dir,
                                  const ClViewClass *const *views,
                                  GError **error);

/* Stands still when it returns (it may wait for the end of a turn, some 20 ms). A parked consumer stays parked. */
gboolean cl_runner_pause (ClRunner *self, const char *name, GError **error);
/* Runs again, whether paused or parked. */
gboolean cl_runner_resume (ClRunner *self, const char *name, GError **error);
/* Pauses it if it runs, and folds one event more if there is one; does not wait for that. */
gboolean cl_runner_step (ClRunner *self, const char *name, GError **error);
/* Throws its values and history away and begins at position 1; paused and parked consumers run again. */
gboolean cl_runner_rebuild (ClRunner *self, const char *name, GError **error);
/* Lets a parked consumer try the same event again. */
gboolean cl_runner_retry (ClRunner *self, const char *name, GError **error);
/* Brings its live view to @position, back or forth, where it pauses: as if it had never seen more. cl_runner_wait () for
 * @position tells when it is there. Going back costs what lies between two marks, going forth the events. */
gboolean cl_runner_seek (ClRunner *self, const char *name, guint64 position, GError **error);
/* The same by @n events back from where it stands. */
gboolean cl_runner_rewind (ClRunner *self, const char *name, guint64 n, GError **error);
/* A person recorded EventSetAside or SetAsideEnded: found without this call as well, but this one makes cl_runner_wait () wait
 * for what follows from it. */
void cl_runner_look_again (ClRunner *self);
/* At most @rate events a second (0: no limit), one by one, also over a restart: to watch it work. */
gboolean cl_runner_set_pace (ClRunner *self, const char *name, double rate, GError **error);

/* What cl_runner_seek () would do. */
typedef struct
{
  guint64 from; /* where it stands */
  guint64 to;
  guint64
    start; /* of the position whose state is kept and from which it is folded; 0: from nothing */
  guint64 n_refold;   /* events to fold: start + 1 … to */
  guint64 n_undone;   /* events whose effect is taken back: to + 1 … from */
  gint64 recorded_at; /* of the event at @to, µs; CL_NO_TIME for 0 */
} ClSeekPreview;

/* Changes nothing. Blocks on disk. */
gboolean cl_runner_preview_seek (ClRunner *self,
                                 const char *name,
                                 guint64 position,
                                 ClSeekPreview *preview,
                                 GError **error);

/* Blocks until the consumer's position ≥ @position (then TRUE), it parks or pauses, or @timeout_ms went by. Not on the
 * main thread of an app. */
gboolean cl_runner_wait (ClRunner *self,
                         const char *name,
                         guint64 position,
                         guint timeout_ms,
                         GError **error);

/**
 * cl_runner_read_state:
 * @position: 0: as it stands now, after what is committed; else as it stood then, also beyond the consumer's own position
 * @from: (nullable): the first key wanted
 * @at: (out) (optional): the position it shows
 * @error: CL_RUNNER_ERROR_FUTURE, CL_RUNNER_ERROR_POISON if an event up to @position is, CL_RUNNER_ERROR_CACHE if a
 *   rebuild came between
 *
 * Calls @func for the keys ≥ @from of the view, in order, until it returns FALSE. Any thread; never disturbs the live
 * state; holds no lock and no transaction while @func runs. Costs the events since the last mark before @position (some 1,000) and
 * the keys that @func is called for.
 */
gboolean cl_runner_read_state (ClRunner *self,
                               const char *name,
                               guint64 position,
                               const char *from,
                               ClMapFunc func,
                               gpointer user_data,
                               guint64 *at,
                               GError **error);

/* The whole view at @position (0: now) as a map. */
ClMap *cl_runner_get_state (ClRunner *self, const char *name, guint64 position, GError **error);

/* Keys changed in positions (@after, @until], each once, in order, with its value at @until (NULL: removed): how a model
 * refreshes without reading everything. @until 0: now. A key may also be named whose last change came shortly before
 * @after, since the same mark. */
gboolean cl_runner_read_changes (ClRunner *self,
                                 const char *name,
                                 guint64 after,
                                 guint64 until,
                                 ClMapFunc func,
                                 gpointer user_data,
                                 GError **error);

/**
 * ClDifference:
 * @position: the first event behind which they differ; if they do not, the last one that was looked at
 * @after: the last position at which they are equal: @position − 1, or less if one is frozen and keeps only some positions
 * @key, @values: what differs, NULL where one has no such key
 */
typedef struct
{
  gboolean differs;
  guint64 position;
  guint64 after;
  guint64 offset; /* of that event */
  char *partition;
  char *type;
  char *key;
  char *values[2];
} ClDifference;

void cl_difference_clear (ClDifference *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ClDifference, cl_difference_clear)

/* Finds the first event at which two consumers differ, say "library@1" and "library@2", by bisection up to @until (0: as far as
 * both have read). It costs a few whole states and some twenty readings of one key. Any thread but the main one. */
gboolean cl_runner_compare (ClRunner *self,
                            const char *first,
                            const char *second,
                            guint64 until,
                            ClDifference *difference,
                            GError **error);

/* A view of one game, folded now from the ledger; @position 0: the head. Any thread. */
ClMap *cl_runner_fold_game (ClRunner *self,
                            const ClViewClass *view,
                            const char *partition,
                            guint32 game,
                            guint64 position,
                            GError **error);

G_END_DECLS
