/* cl-fold.c: a view and the state that its fold works on, in memory
 *
 * A view over everything keeps its values in a map; what a thousand events change is moved there at once, as the runner moves
 * it to its cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fold.h"

#include "cl-runner.h"
#include "cl-state-private.h"

#include <string.h>

#define COMMIT_EVENTS 1000

struct _ClFold
{
  const ClViewClass *view;
  gpointer fold;  /* of a view of one game */
  ClState *state; /* of a view over everything */
  ClMap *map;
  guint n_events; /* since the map was brought up to date */
};

static gboolean
lookup_cb (gpointer source, const char *key, char **value, GError **error)
{
  *value = g_strdup (cl_map_get (source, key));
  return TRUE;
}

ClFold *
cl_fold_new (const ClViewClass *view, const char *partition, guint32 game)
{
  ClFold *self;

  g_return_val_if_fail (view != NULL, NULL);
  g_return_val_if_fail ((view->scope == CL_VIEW_OF_GAME) == (partition != NULL), NULL);

  self = g_new0 (ClFold, 1);
  self->view = view;
  self->map = cl_map_new ();
  if (view->scope == CL_VIEW_OF_GAME)
    self->fold = view->create (partition, game);
  else
    {
      self->state = cl_state_new (view);
      cl_state_set_source (self->state, lookup_cb, self->map);
    }
  return self;
}

void
cl_fold_free (ClFold *self)
{
  g_return_if_fail (self != NULL);

  if (self->fold != NULL)
    self->view->destroy (self->fold);
  g_clear_pointer (&self->state, cl_state_free);
  cl_map_unref (self->map);
  g_free (self);
}

static void
update_map (ClFold *self)
{
  g_autoptr (GPtrArray) changes = cl_state_list_changes (self->state);

  for (guint i = 0; i < changes->len; i++)
    {
      const ClStateEntry *entry = changes->pdata[i];

      cl_map_set (self->map, entry->key, entry->value);
    }
  cl_state_commit (self->state);
  self->n_events = 0;
}

static gboolean
is_named (const char *const *types, const char *type)
{
  for (guint i = 0; types != NULL && types[i] != NULL; i++)
    if (strcmp (types[i], type) == 0 || strcmp (types[i], "*") == 0)
      return TRUE;
  return FALSE;
}

static gboolean
apply_to_game (ClFold *self, const ClEvent *event, GError **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean handled = is_named (self->view->handles, event->type);

  if (handled ? self->view->apply_game (self->fold, event, &reason)
              : is_named (self->view->ignores, event->type))
    return TRUE;
  cl_view_set_poison (self->view, event, handled, reason, error);
  return FALSE;
}

gboolean
cl_fold_apply (ClFold *self, const ClEvent *event, GError **error)
{
  g_return_val_if_fail (self != NULL && event != NULL, FALSE);

  if (self->fold != NULL)
    return apply_to_game (self, event, error);
  if (!cl_state_apply (self->state, event, error))
    return FALSE;
  if (++self->n_events >= COMMIT_EVENTS)
    update_map (self);
  return TRUE;
}

ClMap *
cl_fold_get_map (ClFold *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->fold != NULL)
    {
      cl_map_unref (self->map);
      self->map = cl_map_new ();
      self->view->describe (self->fold, self->map);
    }
  else
    update_map (self);
  return cl_map_ref (self->map);
}
