/* cl-view.h: what a view is: a name, a version, the types it cares for, and a pure fold
 *
 * Views of one game fold a native struct and describe it as an ordered map; views over everything keep their state
 * in the map itself, which the runner stores versioned by position.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-event.h"

G_BEGIN_DECLS

/**
 * ClMap:
 *
 * An ordered map (memcmp order of UTF-8 keys) from keys to text values; integers are written in decimal. All state
 * that is compared, digested or shown as JSON has this form.
 */
typedef struct _ClMap ClMap;

ClMap *cl_map_new (void);
ClMap *cl_map_ref (ClMap *self);
void cl_map_unref (ClMap *self);
void cl_map_set (ClMap *self, const char *key, const char *value); /* NULL removes */
void cl_map_set_int (ClMap *self, const char *key, gint64 value);
const char *cl_map_get (ClMap *self, const char *key); /* (nullable) */
gsize cl_map_get_size (ClMap *self);
typedef gboolean (*ClMapFunc) (const char *key,
                               const char *value,
                               gpointer user_data); /* FALSE stops */
/* A ClMapFunc that sets the key in another map. */
gboolean cl_map_set_cb (const char *key, const char *value, gpointer map);
void cl_map_foreach (ClMap *self,
                     const char *from,
                     ClMapFunc func,
                     gpointer user_data); /* keys ≥ @from */
/* SHA-256 over count-prefixed keys and values. */
void cl_map_digest (ClMap *self, guint8 digest[32]);
/* One object, keys in order; values that read as an integer of at most 15 digits are numbers, all others strings. */
char *cl_map_to_json (ClMap *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClMap, cl_map_unref)

/* Keys that the runner writes into every view of which a person set a partition aside: "set-aside/<partition>" → the offset from
 * which on its events are left out. */
#define CL_STATE_SET_ASIDE_PREFIX "set-aside/"

/* What the fold of a view over everything may do to its state: read and write keys of the current version. */
typedef struct _ClState ClState;

const char *
cl_state_get (ClState *self, const char *key); /* (nullable), valid until the next call on @self */
void cl_state_set (ClState *self, const char *key, const char *value); /* NULL removes */
gint64 cl_state_get_int (ClState *self, const char *key, gint64 fallback);
void cl_state_set_int (ClState *self, const char *key, gint64 value);
/* What create_scratch () made for this fold; see ClViewClass. (nullable) */
gpointer cl_state_get_scratch (ClState *self);

typedef enum
{
  CL_VIEW_OF_GAME,
  CL_VIEW_OF_LEDGER,
} ClViewScope;

/**
 * ClViewClass:
 * @handles: NULL-terminated type names that the fold handles
 * @ignores: NULL-terminated type names it declares to ignore; any other type is poison; a lone "*" ignores all others
 * @version: raise it when the fold changes: then the new view is built beside the old one
 * @basis: which data beside the events the fold was built with, as a digest of them, 0: none. A view that was folded with others
 *   is begun anew
 *
 * static const; one a view. For CL_VIEW_OF_GAME: create, apply_game, describe, destroy. For CL_VIEW_OF_LEDGER: apply,
 * and for folds whose keys are costly to write at every event: create_scratch, flush, destroy_scratch. The scratch is
 * working memory between two commits. flush () moves all it holds into keys and empties it; it may be called, or the
 * scratch be thrown away with everything since the last commit, after any event, without a difference in the keys.
 *
 * An apply () that fails leaves no trace: its event's effects, keys and scratch, are undone by the runner.
 */
typedef struct
{
  const char *name;
  guint version;
  ClViewScope scope;
  const char *const *handles;
  const char *const *ignores;
  guint32 basis;

  gpointer (*create) (const char *partition, guint32 game);
  gboolean (*apply_game) (gpointer fold, const ClEvent *event, GError **error);
  void (*describe) (gpointer fold, ClMap *map);
  void (*destroy) (gpointer fold);

  gboolean (*apply) (ClState *state, const ClEvent *event, GError **error);
  gpointer (*create_scratch) (void);
  void (*flush) (ClState *state, gpointer scratch);
  void (*destroy_scratch) (gpointer scratch);
} ClViewClass;

G_END_DECLS
