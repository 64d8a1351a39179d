/* cl-state-private.h: the state that a fold over everything works on, between two commits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-asides-private.h"
#include "cl-view.h"

G_BEGIN_DECLS

/* Where values come from that are not at hand: *@value (transfer full) is NULL if there is none. */
typedef gboolean (*ClStateLookup) (gpointer source, const char *key, char **value, GError **error);

typedef struct
{
  char *key;
  char *value;  /* (nullable): NULL if it has none */
  guint64 used; /* the commit after which it was last touched */
  gboolean dirty;
} ClStateEntry;

/* Used by one thread at a time. */
ClState *cl_state_new (const ClViewClass *view);
void cl_state_free (ClState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClState, cl_state_free)

void cl_state_set_source (ClState *self, ClStateLookup lookup, gpointer source);

/* What is left out from now on. (nullable) */
void cl_state_set_asides (ClState *self, ClAsides *asides);
/* Whether since the last call an event said what some consumer leaves out. */
gboolean cl_state_take_note (ClState *self);

/* Folds one event. FALSE: the event is poison (the reason in @error) and the state is spoilt: reset it. */
gboolean cl_state_apply (ClState *self, const ClEvent *event, GError **error);

/* Sets CL_RUNNER_ERROR_POISON: @view stopped at @event for @reason, (nullable); @known: it handles that type. */
void cl_view_set_poison (const ClViewClass *view,
                         const ClEvent *event,
                         gboolean known,
                         const GError *reason,
                         GError **error);

/* Why a lookup failed, if one did: then nothing that was folded may be used. */
const GError *cl_state_get_failure (ClState *self);

/* What differs from the last commit, in order of keys. (element-type ClStateEntry) (transfer container) */
GPtrArray *cl_state_list_changes (ClState *self);

/* The changes were stored: they are no longer changes. Forgets values that were not used for a while. */
void cl_state_commit (ClState *self);

/* All changes so far are no longer changes, without being stored: later ones are listed alone. */
void cl_state_keep (ClState *self);

/* Forgets all that was not stored. */
void cl_state_reset (ClState *self);

G_END_DECLS
