/* cl-state.c: read-through, write-back state of one fold, so that a million events cost few queries
 *
 * Values come from the source once and stay in a hash table; what the fold changes stays there until the commit.
 * After a commit, values that the last batch did not touch are dropped when there are many.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-state-private.h"

#include "cl-runner.h"

#include <string.h>

/* How many values are kept at hand. */
#define MAX_ENTRIES 16384

typedef enum
{
  VERDICT_UNKNOWN,
  VERDICT_HANDLE,
  VERDICT_IGNORE,
  VERDICT_REFUSE,
  VERDICT_NOTE, /* it says what is left out: for the runner, not for the view */
} Verdict;

struct _ClState
{
  const ClViewClass *view;
  GHashTable *entries;  /* ClStateEntry.key → ClStateEntry */
  GPtrArray *dirty;     /* (element-type ClStateEntry) */
  GByteArray *verdicts; /* of event->kind → Verdict */
  ClStateLookup lookup;
  gpointer source;
  GError *failure;
  gpointer scratch;
  gboolean folded; /* something was applied since the last flush */
  gboolean noted;  /* an event said what is left out */
  ClAsides *asides;
  guint64 n_commits;
};

static void
free_entry (gpointer data)
{
  ClStateEntry *entry = data;

  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

ClState *
cl_state_new (const ClViewClass *view)
{
  ClState *self = g_new0 (ClState, 1);

  self->view = view;
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_entry);
  self->dirty = g_ptr_array_new ();
  self->verdicts = g_byte_array_new ();
  return self;
}

static void
drop_scratch (ClState *self)
{
  if (self->scratch != NULL)
    self->view->destroy_scratch (self->scratch);
  self->scratch = NULL;
  self->folded = FALSE;
}

void
cl_state_free (ClState *self)
{
  drop_scratch (self);
  g_hash_table_unref (self->entries);
  g_ptr_array_unref (self->dirty);
  g_byte_array_unref (self->verdicts);
  g_clear_error (&self->failure);
  cl_asides_unref (self->asides);
  g_free (self);
}

void
cl_state_set_asides (ClState *self, ClAsides *asides)
{
  cl_asides_ref (asides);
  cl_asides_unref (self->asides);
  self->asides = asides;
}

gboolean
cl_state_take_note (ClState *self)
{
  gboolean noted = self->noted;

  self->noted = FALSE;
  return noted;
}

void
cl_state_set_source (ClState *self, ClStateLookup lookup, gpointer source)
{
  self->lookup = lookup;
  self->source = source;
}

static ClStateEntry *
ensure_entry (ClState *self, const char *key)
{
  ClStateEntry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    {
      entry = g_new0 (ClStateEntry, 1);
      entry->key = g_strdup (key);
      if (self->failure == NULL && self->lookup != NULL)
        self->lookup (self->source, key, &entry->value, &self->failure);
      g_hash_table_insert (self->entries, entry->key, entry);
    }
  entry->used = self->n_commits;
  return entry;
}

const char *
cl_state_get (ClState *self, const char *key)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return ensure_entry (self, key)->value;
}

void
cl_state_set (ClState *self, const char *key, const char *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (key != NULL);

  ClStateEntry *entry = ensure_entry (self, key);

  if (g_strcmp0 (entry->value, value) == 0)
    return;
  g_free (entry->value);
  entry->value = g_strdup (value);
  if (!entry->dirty)
    g_ptr_array_add (self->dirty, entry);
  entry->dirty = TRUE;
}

gint64
cl_state_get_int (ClState *self, const char *key, gint64 fallback)
{
  const char *value = cl_state_get (self, key);
  gint64 number;

  return value != NULL &&
             g_ascii_string_to_signed (value, 10, G_MININT64, G_MAXINT64, &number, NULL)
           ? number
           : fallback;
}

void
cl_state_set_int (ClState *self, const char *key, gint64 value)
{
  char text[32];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, value);
  cl_state_set (self, key, text);
}

gpointer
cl_state_get_scratch (ClState *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->scratch == NULL && self->view->create_scratch != NULL)
    self->scratch = self->view->create_scratch ();
  return self->scratch;
}

static Verdict
judge_type (const ClViewClass *view, const char *type)
{
  for (guint i = 0; view->handles != NULL && view->handles[i] != NULL; i++)
    if (strcmp (view->handles[i], type) == 0)
      return VERDICT_HANDLE;
  if (cl_asides_is_about (type))
    return VERDICT_NOTE;
  for (guint i = 0; view->ignores != NULL && view->ignores[i] != NULL; i++)
    if (strcmp (view->ignores[i], type) == 0 || strcmp (view->ignores[i], "*") == 0)
      return VERDICT_IGNORE;
  return VERDICT_REFUSE;
}

static Verdict
judge_event (ClState *self, const ClEvent *event)
{
  if (event->kind == 0)
    return judge_type (self->view, event->type);
  if (event->kind >= self->verdicts->len)
    {
      guint old_length = self->verdicts->len;

      g_byte_array_set_size (self->verdicts, event->kind + 1u);
      memset (self->verdicts->data + old_length, VERDICT_UNKNOWN, event->kind + 1u - old_length);
    }
  if (self->verdicts->data[event->kind] == VERDICT_UNKNOWN)
    self->verdicts->data[event->kind] = (guint8) judge_type (self->view, event->type);
  return (Verdict) self->verdicts->data[event->kind];
}

/* What was left out is part of the state, so that two views which left out different events never look the same. */
static gboolean
leave_out (ClState *self, const ClEvent *event)
{
  guint64 from = cl_asides_get (self->asides, event->partition);
  g_autofree char *key = NULL;

  if (from == 0 || event->offset < from)
    return FALSE;
  key = g_strconcat (CL_STATE_SET_ASIDE_PREFIX, event->partition, NULL);
  cl_state_set_int (self, key, (gint64) from);
  return TRUE;
}

void
cl_view_set_poison (const ClViewClass *view,
                    const ClEvent *event,
                    gboolean known,
                    const GError *reason,
                    GError **error)
{
  g_set_error (error,
               CL_RUNNER_ERROR,
               CL_RUNNER_ERROR_POISON,
               "“%s” stopped at position %" G_GUINT64_FORMAT " (%s, “%s” offset %" G_GUINT64_FORMAT
               "): %s",
               view->name,
               event->position,
               event->type,
               event->partition,
               event->offset,
               reason != NULL ? reason->message
               : known        ? "no reason was given"
                              : "it does not know this type of event");
}

gboolean
cl_state_apply (ClState *self, const ClEvent *event, GError **error)
{
  g_autoptr (GError) reason = NULL;
  Verdict verdict = judge_event (self, event);

  if (self->asides != NULL && leave_out (self, event))
    return TRUE;
  if (verdict == VERDICT_IGNORE)
    return TRUE;
  if (verdict == VERDICT_NOTE)
    {
      self->noted = TRUE;
      return TRUE;
    }
  self->folded = TRUE;
  if (verdict == VERDICT_HANDLE && self->view->apply (self, event, &reason))
    return TRUE;
  cl_view_set_poison (self->view, event, verdict != VERDICT_REFUSE, reason, error);
  return FALSE;
}

const GError *
cl_state_get_failure (ClState *self)
{
  return self->failure;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const ClStateEntry *const *x = a;
  const ClStateEntry *const *y = b;

  return strcmp ((*x)->key, (*y)->key);
}

GPtrArray *
cl_state_list_changes (ClState *self)
{
  if (self->folded && self->view->flush != NULL)
    self->view->flush (self, cl_state_get_scratch (self));
  self->folded = FALSE;
  g_ptr_array_sort (self->dirty, compare_entries);
  return g_ptr_array_ref (self->dirty);
}

static gboolean
is_old_cb (gpointer key, gpointer value, gpointer user_data)
{
  const ClStateEntry *entry = value;
  const guint64 *n_commits = user_data;

  return entry->used < *n_commits;
}

void
cl_state_keep (ClState *self)
{
  for (guint i = 0; i < self->dirty->len; i++)
    ((ClStateEntry *) self->dirty->pdata[i])->dirty = FALSE;
  g_ptr_array_set_size (self->dirty, 0);
}

void
cl_state_commit (ClState *self)
{
  cl_state_keep (self);
  if (g_hash_table_size (self->entries) > MAX_ENTRIES)
    g_hash_table_foreach_remove (self->entries, is_old_cb, &self->n_commits);
  self->n_commits++;
}

void
cl_state_reset (ClState *self)
{
  drop_scratch (self);
  g_ptr_array_set_size (self->dirty, 0);
  g_hash_table_remove_all (self->entries);
  g_clear_error (&self->failure);
}
