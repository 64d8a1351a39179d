/* cl-runner.h: runs the consumers of one ledger: reading, positions, history, pausing, errors, time travel
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-ledger.h"
#include "cl-view.h"

G_BEGIN_DECLS

#define CL_RUNNER_ERROR (cl_runner_error_quark ())
GQuark cl_runner_error_quark (void);

typedef enum
{
  CL_RUNNER_ERROR_UNKNOWN_CONSUMER,
  CL_RUNNER_ERROR_POISON,      /* the consumer is parked; the message names position, type and reason */
  CL_RUNNER_ERROR_CACHE,       /* the cache file cannot be used */
  CL_RUNNER_ERROR_FUTURE,      /* asked for a position beyond the head */
} ClRunnerError;

#define CL_TYPE_RUNNER (cl_runner_get_type ())
G_DECLARE_FINAL_TYPE (ClRunner, cl_runner, CL, RUNNER, GObject)

typedef enum
{
  CL_CONSUMER_RUNNING,
  CL_CONSUMER_PAUSED,
  CL_CONSUMER_REBUILDING,
  CL_CONSUMER_PARKED,
} ClConsumerState;

typedef struct
{
  const char *name;
  guint version;
  ClConsumerState state;
  guint64 position;      /* the last position whose effect is committed */
  guint64 head;
  char *error;           /* (nullable): why it is parked */
} ClConsumerStatus;

void cl_consumer_status_free (ClConsumerStatus *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClConsumerStatus, cl_consumer_status_free)

/**
 * cl_runner_new:
 * @cache_dir: folder of the view caches of this ledger (made if missing); NULL: fold in memory (readers that are not the
 *   ledger's owner)
 * @views: NULL-terminated array of CL_VIEW_OF_LEDGER classes to run as consumers
 *
 * Starts a pool of at most two threads. ClRunner::changed (const char *name, guint64 position) is emitted in the main
 * context of the caller after commits of that consumer, merged.
 */
ClRunner *cl_runner_new (ClLedger *ledger, const char *cache_dir, const ClViewClass *const *views, GError **error);
void cl_runner_close (ClRunner *self);

/* The cache folder for a ledger: XDG_CACHE_HOME/chess-ledger/<ledger id>-<hash of the real path>. */
char *cl_runner_default_cache_dir (ClLedger *ledger);

GPtrArray *cl_runner_list (ClRunner *self); /* (element-type ClConsumerStatus) (transfer full) */
ClConsumerStatus *cl_runner_get_status (ClRunner *self, const char *name);
gboolean cl_runner_pause (ClRunner *self, const char *name, GError **error);
gboolean cl_runner_resume (ClRunner *self, const char *name, GError **error);
gboolean cl_runner_step (ClRunner *self, const char *name, GError **error);
gboolean cl_runner_rebuild (ClRunner *self, const char *name, GError **error);
gboolean cl_runner_retry (ClRunner *self, const char *name, GError **error);

/* Blocks until the consumer's position ≥ @position, it parks or pauses, or @timeout_ms went by. Not on the main thread of an app. */
gboolean cl_runner_wait (ClRunner *self, const char *name, guint64 position, guint timeout_ms, GError **error);

/* Calls @func for the keys ≥ @from of the view as it stood at @position (0: as it stands now, after what is
 * committed). Any thread; reads its own connection; never disturbs the live state. *@at is the position it shows. */
gboolean cl_runner_read_state (ClRunner *self, const char *name, guint64 position, const char *from, ClMapFunc func, gpointer user_data, guint64 *at, GError **error);

/* The whole view at @position as a map. */
ClMap *cl_runner_get_state (ClRunner *self, const char *name, guint64 position, GError **error);

/* Keys changed in positions (@after, @until], each once with its value at @until (NULL: removed): how a model
 * refreshes without reading everything. */
gboolean cl_runner_read_changes (ClRunner *self, const char *name, guint64 after, guint64 until, ClMapFunc func, gpointer user_data, GError **error);

/* A view of one game, folded now from the ledger; @position 0: the head. */
ClMap *cl_runner_fold_game (ClRunner *self, const ClViewClass *view, const char *partition, guint32 game, guint64 position, GError **error);

G_END_DECLS
