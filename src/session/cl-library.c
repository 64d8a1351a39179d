/* cl-library.c: the list model of all games; asks its worker and shows the newest answer
 *
 * At most one question is under way. A newer one cancels it and is asked when it came back. The view's own changes are
 * merged for REFRESH_MS, so that an import does not keep a core busy with sorting; what the user asks goes at once. While
 * the ledger cursor is dragged, the games of every TRAVEL_MS are enough: all rows may be others each time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-library-private.h"

#include "cl-text-fold.h"
#include "cl-worker.h"

#define REFRESH_MS 120
#define TRAVEL_MS  200

struct _ClLibrary
{
  GObject parent_instance;

  ClRunner *runner;
  ClWorker *worker;
  ClLibraryDesk *desk; /* the worker's, while a question is under way */
  ClLibraryQuery *query;
  char *search;

  GCancellable *asking; /* NULL: no question is under way */
  gboolean due;         /* ask again when it came back */
  guint refresh_timer;
  guint travel_timer;
  gboolean travelled; /* since the timer was set */
  gboolean resting;   /* nobody looks: nothing is read until somebody does */
  gboolean closed;
  gboolean busy;

  ClLibraryRows *rows;
  GArray *order;
  GArray *plies; /* (nullable): of each listed game, where the wanted position stood */
  guint64 total;
  guint64 at;       /* position of the view that is listed */
  guint64 moves_at; /* of the view that was looked through for a position */
  GListStore *collections;
};

enum
{
  PROP_TOTAL = 1,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void ask (ClLibrary *self);

/* --- The model --- */

static GType
cl_library_get_item_type (GListModel *model)
{
  return CL_TYPE_LIBRARY_ITEM;
}

static guint
cl_library_get_n_items (GListModel *model)
{
  return CL_LIBRARY (model)->order->len;
}

static gpointer
cl_library_get_item (GListModel *model, guint position)
{
  ClLibrary *self = CL_LIBRARY (model);
  guint32 row;

  if (position >= self->order->len)
    return NULL;

  row = g_array_index (self->order, guint32, position);

  return cl_library_item_new (cl_library_rows_get_chunk (self->rows, row),
                              cl_library_rows_get (self->rows, row));
}

static void
cl_library_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cl_library_get_item_type;
  iface->get_n_items = cl_library_get_n_items;
  iface->get_item = cl_library_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ClLibrary,
                               cl_library,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      cl_library_list_model_init))

/* --- Answers --- */

/* Whether the view @name has still to read events, or has read more than is listed, which is its state at @at. */
static gboolean
is_view_behind (ClLibrary *self, const char *name, guint64 at)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (self->runner, name);

  if (status == NULL)
    return FALSE;
  if (at < status->position)
    return TRUE;

  return status->position < status->head && status->state != CL_CONSUMER_PARKED &&
         status->state != CL_CONSUMER_PAUSED;
}

static gboolean
is_behind (ClLibrary *self)
{
  return !self->closed && self->query->position == 0 &&
         (is_view_behind (self, "library", self->at) ||
          (cl_library_query_needs_moves (self->query) &&
           is_view_behind (self, "moves", self->moves_at)));
}

static void
update_busy (ClLibrary *self)
{
  gboolean busy = self->asking != NULL ||
                  (!self->resting &&
                   (self->due || self->refresh_timer != 0 || self->travelled || is_behind (self)));

  if (busy == self->busy)
    return;

  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static ClCollection *
find_collection (ClLibrary *self, const char *partition)
{
  GListModel *model = G_LIST_MODEL (self->collections);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (ClCollection) collection = g_list_model_get_item (model, i);

      if (strcmp (cl_collection_get_partition (collection), partition) == 0)
        return g_steal_pointer (&collection);
    }

  return NULL;
}

/* Collections that stay are the same objects; the list changes only if one came or went. */
static void
take_collections (ClLibrary *self, GPtrArray *states)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (self->collections));
  gboolean same = states->len == n_before;

  for (guint i = 0; i < states->len; i++)
    {
      const ClCollectionState *state = g_ptr_array_index (states, i);
      g_autoptr (GObject) there = g_list_model_get_item (G_LIST_MODEL (self->collections), i);
      ClCollection *collection = find_collection (self, state->partition);

      if (collection == NULL)
        collection = cl_collection_new (state->partition, state->title);
      cl_collection_set_state (collection, state->n_games, state->complete);
      same = same && there == G_OBJECT (collection);
      g_ptr_array_add (listed, collection);
    }
  if (!same)
    g_list_store_splice (self->collections, 0, n_before, listed->pdata, listed->len);
}

static void
take_answer (ClLibrary *self, ClLibraryAnswer *answer)
{
  guint n_before = self->order->len;
  guint n_same = answer->same_at_start + answer->same_at_end;

  g_clear_pointer (&self->rows, cl_library_rows_unref);
  g_clear_pointer (&self->order, g_array_unref);
  self->rows = g_steal_pointer (&answer->rows);
  self->order = g_steal_pointer (&answer->order);
  g_clear_pointer (&self->plies, g_array_unref);
  self->plies = g_steal_pointer (&answer->plies);
  self->at = answer->at;
  self->moves_at = answer->moves_at;

  if (n_before != n_same || self->order->len != n_same)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                answer->same_at_start,
                                n_before - n_same,
                                self->order->len - n_same);
  if (self->total != answer->total)
    {
      self->total = answer->total;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
    }
  if (answer->collections != NULL)
    take_collections (self, answer->collections);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClLibrary *self = CL_LIBRARY (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLibraryAnswer) answer = g_task_propagate_pointer (G_TASK (result), &error);

  g_clear_object (&self->asking);
  if (answer != NULL)
    take_answer (self, answer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !self->closed)
    g_warning ("The library cannot be read: %s", error->message);

  if (self->due)
    ask (self);
  update_busy (self);
}

static void
answer_query (ClReader *reader, GTask *task)
{
  ClLibrary *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  ClLibraryAnswer *answer = cl_library_desk_answer (self->desk,
                                                    reader,
                                                    g_task_get_task_data (task),
                                                    g_task_get_cancellable (task),
                                                    &error);

  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, (GDestroyNotify) cl_library_answer_free);
}

static void
ask (ClLibrary *self)
{
  GTask *task;

  self->due = self->asking != NULL || self->resting;
  if (self->closed || self->due)
    return;

  self->asking = g_cancellable_new ();
  task = g_task_new (self, self->asking, answered_cb, NULL);
  /* An answer that was given counts, even if a newer question came: the next is told as a difference to it. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task,
                        cl_library_query_copy (self->query),
                        (GDestroyNotify) cl_library_query_free);
  cl_worker_run (self->worker, task, answer_query);
  update_busy (self);
}

/* The user wants to see something else. */
static void
ask_anew (ClLibrary *self)
{
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  ask (self);
}

static gboolean
refresh_cb (gpointer data)
{
  ClLibrary *self = data;

  self->refresh_timer = 0;
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
view_changed_cb (ClRunner *runner, const char *name, guint64 position, ClLibrary *self)
{
  if (self->closed ||
      (strcmp (name, "library") != 0 &&
       (strcmp (name, "moves") != 0 || !cl_library_query_needs_moves (self->query))))
    return;
  if (self->query->position == 0 && self->refresh_timer == 0)
    self->refresh_timer = g_timeout_add (self->busy ? REFRESH_MS : 0, refresh_cb, self);
  update_busy (self);
}

/* --- GObject --- */

static void
cl_library_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClLibrary *self = CL_LIBRARY (object);

  switch (prop_id)
    {
    case PROP_TOTAL:
      g_value_set_uint64 (value, self->total);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_library_finalize (GObject *object)
{
  ClLibrary *self = CL_LIBRARY (object);

  g_clear_handle_id (&self->refresh_timer, g_source_remove);
  g_clear_handle_id (&self->travel_timer, g_source_remove);
  g_clear_pointer (&self->worker, cl_worker_free);
  g_clear_pointer (&self->desk, cl_library_desk_free);
  g_clear_pointer (&self->query, cl_library_query_free);
  g_clear_pointer (&self->rows, cl_library_rows_unref);
  g_array_unref (self->order);
  g_clear_pointer (&self->plies, g_array_unref);
  g_clear_object (&self->collections);
  g_clear_object (&self->runner);
  g_free (self->search);

  G_OBJECT_CLASS (cl_library_parent_class)->finalize (object);
}

static void
cl_library_class_init (ClLibraryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_library_get_property;
  object_class->finalize = cl_library_finalize;

  properties[PROP_TOTAL] = g_param_spec_uint64 ("total", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_library_init (ClLibrary *self)
{
  self->query = g_new0 (ClLibraryQuery, 1);
  self->query->words = g_new0 (char *, 1);
  self->search = g_strdup ("");
  self->order = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->collections = g_list_store_new (CL_TYPE_COLLECTION);
}

ClLibrary *
cl_library_new (ClLedger *ledger, ClRunner *runner)
{
  ClLibrary *self = g_object_new (CL_TYPE_LIBRARY, NULL);

  self->runner = g_object_ref (runner);
  self->desk = cl_library_desk_new (runner);
  self->worker = cl_worker_new ("session-library", ledger);
  g_signal_connect_object (runner, "changed", G_CALLBACK (view_changed_cb), self, 0);
  ask (self);

  return self;
}

void
cl_library_close (ClLibrary *self)
{
  self->closed = TRUE;
  self->travelled = FALSE;
  g_clear_handle_id (&self->refresh_timer, g_source_remove);
  g_clear_handle_id (&self->travel_timer, g_source_remove);
  if (self->asking != NULL)
    g_cancellable_cancel (self->asking);
  cl_worker_stop (self->worker);
}

static gboolean
travel_cb (gpointer data)
{
  ClLibrary *self = data;

  if (!self->travelled)
    {
      self->travel_timer = 0;
      return G_SOURCE_REMOVE;
    }

  self->travelled = FALSE;
  ask_anew (self);

  return G_SOURCE_CONTINUE;
}

void
cl_library_set_position (ClLibrary *self, guint64 position)
{
  if (self->query->position == position || self->closed)
    return;

  self->query->position = position;
  if (self->travel_timer != 0)
    {
      self->travelled = TRUE;
      update_busy (self);
      return;
    }

  self->travel_timer = g_timeout_add (TRAVEL_MS, travel_cb, self);
  ask_anew (self);
}

void
cl_library_set_resting (ClLibrary *self, gboolean resting)
{
  g_return_if_fail (CL_IS_LIBRARY (self));

  self->resting = resting;
  if (!resting && self->due)
    ask (self);
  update_busy (self);
}

GListModel *
cl_library_get_collections (ClLibrary *self)
{
  return G_LIST_MODEL (self->collections);
}

GArray *
cl_library_list_places (ClLibrary *self)
{
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (ClLibraryPlace), self->order->len);

  for (guint i = 0; i < self->order->len; i++)
    {
      const ClLibraryEntry *entry =
        cl_library_rows_get (self->rows, g_array_index (self->order, guint32, i));
      ClLibraryPlace place = { .partition = entry->partition, .game = entry->game };

      g_array_append_val (places, place);
    }

  return places;
}

void
cl_library_set_search (ClLibrary *self, const char *text)
{
  g_return_if_fail (CL_IS_LIBRARY (self));

  if (text == NULL)
    text = "";
  if (strcmp (self->search, text) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (text);
  g_strfreev (self->query->words);
  g_clear_pointer (&self->query->wanted, cl_position_query_unref);
  self->query->wanted = cl_position_query_parse (text);
  self->query->words = cl_text_fold_words (self->query->wanted == NULL ? text : "");
  ask_anew (self);
}

int
cl_library_get_found_ply (ClLibrary *self, guint place)
{
  g_return_val_if_fail (CL_IS_LIBRARY (self), -1);

  return self->plies != NULL && place < self->plies->len
           ? (int) g_array_index (self->plies, guint, place)
           : -1;
}

void
cl_library_set_collection (ClLibrary *self, const char *partition)
{
  g_return_if_fail (CL_IS_LIBRARY (self));

  if (g_strcmp0 (self->query->collection, partition) == 0)
    return;

  g_free (self->query->collection);
  self->query->collection = g_strdup (partition);
  ask_anew (self);
}

void
cl_library_set_sort (ClLibrary *self, ClLibrarySort sort, gboolean descending)
{
  g_return_if_fail (CL_IS_LIBRARY (self));

  if (self->query->sort == sort && self->query->descending == descending)
    return;

  self->query->sort = sort;
  self->query->descending = descending;
  ask_anew (self);
}

guint64
cl_library_get_total (ClLibrary *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY (self), 0);

  return self->total;
}

gboolean
cl_library_is_busy (ClLibrary *self)
{
  g_return_val_if_fail (CL_IS_LIBRARY (self), FALSE);

  update_busy (self);

  return self->busy;
}
