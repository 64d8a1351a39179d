/* cl-runner-read.c: reading views, now and as they stood: versions from the cache, and the few events since folded anew
 *
 * State at P = the versions as of the last mark M ≤ P, with the events (M, P] folded over them in memory. What is older
 * than a mark is immutable, so pages of it are read without a transaction around them; only a rebuild takes it away, which the
 * consumer's generation shows.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fold.h"
#include "cl-runner-private.h"

#include <string.h>

#define PAGE_SIZE  256
#define MAX_PAGE   2048 /* who reads on and on is given larger ones */
#define BATCH_SIZE 1000

/* One reading call: what it found when it began. */
typedef struct
{
  ClRunner *runner;
  ClConsumer *consumer;
  guint generation;
  guint64 position;     /* what is shown */
  ClCacheSource source; /* the mark it starts from */
  ClAsides *asides;
  ClState *overlay;   /* what the events since change, NULL if there are none */
  GPtrArray *changes; /* (element-type ClStateEntry): of @overlay, in order */
} Call;

gboolean
cl_runner_begin_call (ClRunner *self, GError **error)
{
  gboolean open;

  g_mutex_lock (&self->lock);
  open = !self->closing;
  if (open)
    self->n_calls++;
  g_mutex_unlock (&self->lock);
  if (!open)
    g_set_error (error, CL_RUNNER_ERROR, CL_RUNNER_ERROR_CLOSED, "the consumers were stopped");
  return open;
}

void
cl_runner_end_call (ClRunner *self)
{
  g_mutex_lock (&self->lock);
  self->n_calls--;
  if (cl_cache_is_broken (self->cache))
    {
      self->recover = TRUE;
      g_cond_broadcast (&self->work);
    }
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
}

ClReader *
cl_runner_take_reader (ClRunner *self, GError **error)
{
  ClReader *reader = NULL;

  g_mutex_lock (&self->lock);
  if (self->readers->len > 0)
    reader = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->lock);
  if (reader == NULL && (reader = cl_reader_new (self->ledger, error)) != NULL)
    cl_reader_localize_citations (reader);
  return reader;
}

void
cl_runner_give_reader_back (ClRunner *self, ClReader *reader)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->readers, reader);
  g_mutex_unlock (&self->lock);
}

gboolean
cl_runner_check_future (ClRunner *self, guint64 position, GError **error)
{
  guint64 head = cl_ledger_get_head (self->ledger);

  if (position <= head)
    return TRUE;
  g_set_error (error,
               CL_RUNNER_ERROR,
               CL_RUNNER_ERROR_FUTURE,
               "there is no position %" G_GUINT64_FORMAT " yet; the last is %" G_GUINT64_FORMAT,
               position,
               head);
  return FALSE;
}

/* FALSE if the values were begun anew since the call began, by us or by the owner of a borrowed cache. */
static gboolean
check_generation (Call *call, GError **error)
{
  ClRunner *runner = call->runner;
  g_autoptr (GError) local_error = NULL;
  gboolean lost = cl_runner_has_lost_values (runner, call->source.id, &local_error);
  gboolean same;

  g_mutex_lock (&runner->lock);
  same = call->consumer->generation == call->generation;
  if (same && lost && !call->consumer->rebuild)
    {
      call->consumer->rebuild = TRUE;
      g_cond_broadcast (&runner->work);
    }
  g_mutex_unlock (&runner->lock);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (!same || lost)
    g_set_error (error,
                 CL_RUNNER_ERROR,
                 CL_RUNNER_ERROR_CACHE,
                 "“%s” was rebuilt while it was read",
                 call->consumer->view->name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
find_start (Call *call, guint64 last_mark, GError **error)
{
  ClCacheConn *conn;
  gboolean ok;

  if (call->position >= last_mark)
    {
      call->source.position = last_mark;
      return TRUE;
    }
  conn = cl_cache_acquire (call->source.cache, error);
  if (conn == NULL)
    return FALSE;
  ok =
    cl_cache_conn_find_mark (conn, call->source.id, call->position, &call->source.position, error);
  cl_cache_release (call->source.cache, conn);
  return ok;
}

/* Folds (@after, @until] into the overlay. */
static gboolean
replay (Call *call, guint64 after, guint64 until, GError **error)
{
  ClReader *reader;
  gboolean ok = TRUE;

  if (after >= until)
    return TRUE;
  reader = cl_runner_take_reader (call->runner, error);
  if (reader == NULL)
    return FALSE;
  while (ok && after < until)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, after, until, BATCH_SIZE, error);
      gsize n = events != NULL ? cl_events_get_length (events) : 0;

      ok = events != NULL;
      if (n == 0)
        break;
      for (gsize i = 0; i < n && ok; i++)
        ok = cl_state_apply (call->overlay, cl_events_get (events, i), error);
      after = cl_events_get (events, n - 1)->position;
    }
  cl_runner_give_reader_back (call->runner, reader);
  ok = ok && check_generation (call, error);
  if (ok && cl_state_get_failure (call->overlay) != NULL)
    {
      g_propagate_error (error, g_error_copy (cl_state_get_failure (call->overlay)));
      ok = FALSE;
    }
  return ok;
}

static void
clear_call (Call *call)
{
  g_clear_pointer (&call->changes, g_ptr_array_unref);
  g_clear_pointer (&call->overlay, cl_state_free);
  g_clear_pointer (&call->asides, cl_asides_unref);
  cl_runner_end_call (call->runner);
}

/* Opens a call that shows @name at @position (0: what is committed): finds the mark to start from. */
static gboolean
open_call (Call *call, ClRunner *self, const char *name, guint64 position, GError **error)
{
  guint64 last_mark;

  memset (call, 0, sizeof *call);
  call->runner = self;
  call->consumer = cl_runner_find (self, name, error);
  if (call->consumer == NULL || !cl_runner_check_future (self, position, error) ||
      !cl_runner_begin_call (self, error))
    return FALSE;
  g_mutex_lock (&self->lock);
  call->generation = call->consumer->generation;
  call->asides = cl_asides_ref (call->consumer->asides);
  last_mark = call->consumer->row.mark;
  call->position = position != 0 ? position : call->consumer->row.position;
  if (call->consumer->frozen && call->position >= call->consumer->row.position)
    last_mark = call->position = call->consumer->row.position; /* which nobody changes any more */
  call->source = (ClCacheSource){ .cache = self->cache, .id = call->consumer->row.id };
  g_mutex_unlock (&self->lock);
  if (!find_start (call, last_mark, error) || !check_generation (call, error))
    {
      clear_call (call);
      return FALSE;
    }
  if (call->consumer->frozen)
    call->position = call->source.position; /* nobody can fold on from there */
  return TRUE;
}

static gboolean
fold_overlay (Call *call, guint64 settled, GError **error)
{
  if (call->source.position == call->position)
    return TRUE;
  call->overlay = cl_state_new (call->consumer->view);
  cl_state_set_source (call->overlay, cl_cache_source_lookup, &call->source);
  cl_state_set_asides (call->overlay, call->asides);
  if (settled > call->source.position)
    {
      if (!replay (call, call->source.position, settled, error))
        return FALSE;
      g_ptr_array_unref (cl_state_list_changes (call->overlay));
      cl_state_keep (call->overlay);
    }
  if (!replay (call, MAX (settled, call->source.position), call->position, error))
    return FALSE;
  call->changes = cl_state_list_changes (call->overlay);
  return TRUE;
}

static GArray *
read_page (Call *call, const char *from, gboolean exclusive, guint max, GError **error)
{
  const ClCacheQuery query = {
    .id = call->source.id,
    .position = call->source.position,
    .from = from,
    .exclusive = exclusive,
    .max = max,
  };
  ClCacheConn *conn = cl_cache_acquire (call->source.cache, error);
  g_autoptr (GArray) page = NULL;

  if (conn == NULL)
    return NULL;
  page = cl_cache_conn_read_page (conn, &query, error);
  cl_cache_release (call->source.cache, conn);
  return page != NULL && check_generation (call, error) ? g_steal_pointer (&page) : NULL;
}

/* Emits the changes whose key comes before @bound (NULL: all that are left). FALSE if @func wants no more. */
static gboolean
emit_changes (Call *call, guint *next, const char *bound, ClMapFunc func, gpointer user_data)
{
  while (call->changes != NULL && *next < call->changes->len)
    {
      const ClStateEntry *entry = call->changes->pdata[*next];

      if (bound != NULL && strcmp (entry->key, bound) >= 0)
        return TRUE;
      (*next)++;
      if (entry->value != NULL && !func (entry->key, entry->value, user_data))
        return FALSE;
    }
  return TRUE;
}

/* Whether the next change is of @key, so that its stored value is out of date. */
static gboolean
is_changed (const Call *call, guint next, const char *key)
{
  return call->changes != NULL && next < call->changes->len &&
         strcmp (((const ClStateEntry *) call->changes->pdata[next])->key, key) == 0;
}

static gboolean
emit_state (Call *call, const char *from, ClMapFunc func, gpointer user_data, GError **error)
{
  g_autofree char *after = NULL;
  guint next = 0;
  guint max = PAGE_SIZE;
  gboolean is_full;

  while (call->changes != NULL && from != NULL && next < call->changes->len &&
         strcmp (((const ClStateEntry *) call->changes->pdata[next])->key, from) < 0)
    next++;
  do
    {
      g_autoptr (GArray) page =
        read_page (call, after != NULL ? after : from, after != NULL, max, error);
      guint n = page != NULL ? page->len : 0;

      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < n; i++)
        {
          const ClCacheItem *item = &g_array_index (page, ClCacheItem, i);

          if (!emit_changes (call, &next, item->key, func, user_data))
            return TRUE;
          if (!is_changed (call, next, item->key) && !func (item->key, item->value, user_data))
            return TRUE;
        }
      if (n > 0)
        {
          g_free (after);
          after = g_strdup (g_array_index (page, ClCacheItem, n - 1).key);
        }
      is_full = n == max;
      max = MIN (max * 2, MAX_PAGE);
    }
  while (is_full);
  emit_changes (call, &next, NULL, func, user_data);
  return TRUE;
}

/* lint: allow parameters: what, when, from where, to whom and how far */
gboolean
cl_runner_read_state (ClRunner *self,
                      const char *name,
                      guint64 position,
                      const char *from,
                      ClMapFunc func,
                      gpointer user_data,
                      guint64 *at,
                      GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  Call call;
  gboolean ok;

  if (!open_call (&call, self, name, position, error))
    return FALSE;
  if (at != NULL)
    *at = call.position;
  ok = fold_overlay (&call, 0, error) && emit_state (&call, from, func, user_data, error);
  clear_call (&call);
  return ok;
}

ClMap *
cl_runner_get_state (ClRunner *self, const char *name, guint64 position, GError **error)
{
  g_autoptr (ClMap) map = cl_map_new ();

  if (!cl_runner_read_state (self, name, position, NULL, cl_map_set_cb, map, NULL, error))
    return NULL;
  return g_steal_pointer (&map);
}

/* The keys that commits in (@after, start of the replay] changed. */
static GArray *
read_stored_changes (Call *call, guint64 after, GError **error)
{
  ClCacheConn *conn = cl_cache_acquire (call->source.cache, error);
  g_autoptr (GArray) items = NULL;

  if (conn == NULL)
    return NULL;
  items = cl_cache_conn_read_changes (conn, call->source.id, after, call->source.position, error);
  cl_cache_release (call->source.cache, conn);
  return items != NULL && check_generation (call, error) ? g_steal_pointer (&items) : NULL;
}

static void
emit_stored_changes (Call *call, GArray *items, ClMapFunc func, gpointer user_data)
{
  guint i = 0;
  guint k = 0;
  guint n_changes = call->changes != NULL ? call->changes->len : 0;

  while (i < items->len || k < n_changes)
    {
      const ClCacheItem *item = i < items->len ? &g_array_index (items, ClCacheItem, i) : NULL;
      const ClStateEntry *entry = k < n_changes ? call->changes->pdata[k] : NULL;
      int order = item == NULL ? 1 : entry == NULL ? -1 : strcmp (item->key, entry->key);
      const char *key = order < 0 ? item->key : entry->key;
      const char *value = order < 0 ? item->value : entry->value;

      i += order <= 0;
      k += order >= 0;
      if (!func (key, value, user_data))
        return;
    }
}

/* lint: allow parameters: what, from when, until when and to whom */
gboolean
cl_runner_read_changes (ClRunner *self,
                        const char *name,
                        guint64 after,
                        guint64 until,
                        ClMapFunc func,
                        gpointer user_data,
                        GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  g_autoptr (GArray) items = NULL;
  Call call;

  if (!open_call (&call, self, name, until, error))
    return FALSE;
  if (after < call.position && fold_overlay (&call, after, error))
    items = read_stored_changes (&call, after, error);
  else if (after >= call.position)
    items = g_array_new (FALSE, FALSE, sizeof (ClCacheItem));
  if (items != NULL)
    emit_stored_changes (&call, items, func, user_data);
  clear_call (&call);
  return items != NULL;
}

/* A game and how far it is told. */
typedef struct
{
  const char *partition;
  guint32 game;
  guint64 until; /* position */
} GamePrefix;

static gboolean
fold_events (ClReader *reader, ClFold *fold, const GamePrefix *prefix, GError **error)
{
  guint64 after = 0;

  for (;;)
    {
      g_autoptr (ClEvents) events = cl_reader_read_game (reader,
                                                         prefix->partition,
                                                         prefix->game,
                                                         after,
                                                         prefix->until,
                                                         BATCH_SIZE,
                                                         error);
      gsize n = events != NULL ? cl_events_get_length (events) : 0;

      if (events == NULL)
        return FALSE;
      for (gsize i = 0; i < n; i++)
        if (!cl_fold_apply (fold, cl_events_get (events, i), error))
          return FALSE;
      if (n == 0)
        return TRUE;
      after = cl_events_get (events, n - 1)->position;
    }
}

ClMap *
cl_runner_fold_game (ClRunner *self,
                     const ClViewClass *view,
                     const char *partition,
                     guint32 game,
                     guint64 position,
                     GError **error)
{
  g_return_val_if_fail (CL_IS_RUNNER (self), NULL);
  g_return_val_if_fail (view != NULL && view->scope == CL_VIEW_OF_GAME, NULL);
  g_return_val_if_fail (partition != NULL, NULL);

  const GamePrefix prefix = { .partition = partition, .game = game, .until = position };
  g_autofree char *asides = cl_runner_dup_asides (self, view->name);
  g_autoptr (ClFold) fold = NULL;
  g_autoptr (ClMap) map = NULL;
  ClReader *reader;

  if (!cl_runner_check_future (self, position, error) || !cl_runner_begin_call (self, error))
    return NULL;
  reader = cl_runner_take_reader (self, error);
  if (reader == NULL)
    {
      cl_runner_end_call (self);
      return NULL;
    }
  fold = cl_fold_new (view, partition, game);
  cl_fold_set_asides (fold, asides);
  if (fold_events (reader, fold, &prefix, error))
    map = cl_fold_get_map (fold);
  cl_runner_give_reader_back (self, reader);
  cl_runner_end_call (self);
  return g_steal_pointer (&map);
}
