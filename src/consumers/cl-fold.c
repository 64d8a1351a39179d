/* cl-fold.c: a view and the state that its fold works on, in memory
 *
 * A view over everything keeps its values in a map; what a thousand events change is moved there at once, as the runner moves
 * it to its cache. What persons set aside is left out as the runner leaves it out, and said so by the same key.
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
  gpointer fold; /* of a view of one game */
  char *partition;
  guint64 left_out; /* offset from which on @partition was set aside, 0: it was not */
  gboolean lacks;   /* something was left out */
  ClState *state;   /* of a view over everything */
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
    {
      self->fold = view->create (partition, game);
      self->partition = g_strdup (partition);
    }
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
  g_free (self->partition);
  g_free (self);
}

GHashTable *
cl_fold_read_asides (ClReader *reader, ClFoldNaming naming, gpointer user_data, GError **error)
{
  g_return_val_if_fail (reader != NULL, NULL);

  GHashTable *asides = cl_asides_read (reader, error);
  GHashTableIter iter;
  const char *text;

  if (asides == NULL || naming == NULL)
    return asides;
  g_hash_table_iter_init (&iter, asides);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &text))
    {
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      g_autoptr (GString) renamed = g_string_new (NULL);

      for (guint i = 0; lines[i] != NULL; i++)
        {
          const char *partition = strchr (lines[i], ' ');

          if (partition != NULL)
            g_string_append_printf (renamed,
                                    "%.*s %s\n",
                                    (int) (partition - lines[i]),
                                    lines[i],
                                    naming (partition + 1, user_data));
        }
      g_hash_table_iter_replace (&iter, g_strdup (renamed->str));
    }
  return asides;
}

void
cl_fold_set_asides (ClFold *self, const char *text)
{
  g_return_if_fail (self != NULL);

  g_autoptr (ClAsides) asides = cl_asides_parse (text);

  if (self->state != NULL)
    cl_state_set_asides (self->state, asides);
  else
    self->left_out = cl_asides_get (asides, self->partition);
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

  if (self->left_out > 0 && event->offset >= self->left_out)
    {
      self->lacks = TRUE;
      return TRUE;
    }
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
      if (self->lacks)
        {
          g_autofree char *key = g_strconcat (CL_STATE_SET_ASIDE_PREFIX, self->partition, NULL);

          cl_map_set_int (self->map, key, (gint64) self->left_out);
        }
    }
  else
    update_map (self);
  return cl_map_ref (self->map);
}
