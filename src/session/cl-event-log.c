/* cl-event-log.c: the events of a ledger as a list, the newest first, of any length
 *
 * Two kinds of questions go to the worker, one at a time: a page that somebody looks at, and, while there is a filter, a
 * stretch of the ledger to look through. Pages go first: who scrolls waits for them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-event-log.h"

#include "cl-event-filter.h"
#include "cl-worker.h"

#define PAGE      128
#define MAX_PAGES 64    /* kept: some eight thousand events */
#define STRETCH   32768 /* events looked through in one go, some 30 ms */
#define BATCH     2048

struct _ClEventLog
{
  GObject parent_instance;

  ClLedger *ledger;
  ClWorker *worker;
  guint64 head; /* that is listed */
  gboolean closed;
  GCancellable *stop;

  GHashTable *pages; /* (guint64 *) → ClEvents: positions n * PAGE + 1 … (n + 1) * PAGE */
  GQueue
    page_order; /* (element-type guint64 *): keys of pages, the oldest first; owned by the table */
  GPtrArray *waiting; /* (element-type ClEventItem): for their page, the newest wish last */

  ClEventFilter *filter; /* (nullable) */
  GArray *found;     /* (element-type guint64): newest first; of what lies between low and high */
  guint64 low, high; /* looked through: positions above low up to high */
  guint generation;  /* of the filter: an answer to an older one means nothing */

  gboolean asking;
};

/* What the worker is asked for. */
typedef struct
{
  guint64 after, until;
  ClEventFilter *filter; /* NULL: the events themselves */
  guint generation;
  gboolean newer; /* above what was looked through, else below */
} Question;

typedef struct
{
  ClEvents *events; /* (nullable) */
  GArray *found;    /* (nullable): newest first */
} Answer;

enum
{
  PROP_SEARCHING = 1,
  PROP_UNSEEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void ask (ClEventLog *self);

static void
question_free (Question *self)
{
  g_clear_pointer (&self->filter, cl_event_filter_unref);
  g_free (self);
}

static void
answer_free (Answer *self)
{
  g_clear_pointer (&self->events, cl_events_unref);
  g_clear_pointer (&self->found, g_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* --- The model --- */

static GType
cl_event_log_get_item_type (GListModel *model)
{
  return CL_TYPE_EVENT_ITEM;
}

static guint
cl_event_log_get_n_items (GListModel *model)
{
  ClEventLog *self = CL_EVENT_LOG (model);

  return self->filter != NULL ? self->found->len : (guint) MIN (self->head, G_MAXUINT - 1);
}

guint64
cl_event_log_get_position (ClEventLog *self, guint index)
{
  g_return_val_if_fail (CL_IS_EVENT_LOG (self), 0);

  if (index >= cl_event_log_get_n_items (G_LIST_MODEL (self)))
    return 0;
  return self->filter != NULL ? g_array_index (self->found, guint64, index) : self->head - index;
}

static ClEvents *
find_page (ClEventLog *self, guint64 position)
{
  guint64 page = (position - 1) / PAGE;

  return g_hash_table_lookup (self->pages, &page);
}

/* The last page may have been read before its end was recorded. */
static gboolean
fill_item (ClEventLog *self, ClEventItem *item)
{
  guint64 position = cl_event_item_get_position (item);
  ClEvents *events = find_page (self, position);
  gsize index = (gsize) ((position - 1) % PAGE);

  if (events == NULL || index >= cl_events_get_length (events))
    return FALSE;
  cl_event_item_set_event (item, events, index);
  return TRUE;
}

static gpointer
cl_event_log_get_item (GListModel *model, guint index)
{
  ClEventLog *self = CL_EVENT_LOG (model);
  guint64 position = cl_event_log_get_position (self, index);
  ClEventItem *item;

  if (position == 0)
    return NULL;
  item = cl_event_item_new (position);
  if (!fill_item (self, item) && !self->closed)
    {
      g_ptr_array_add (self->waiting, g_object_ref (item));
      ask (self);
    }
  return item;
}

static void
cl_event_log_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = cl_event_log_get_item_type;
  iface->get_n_items = cl_event_log_get_n_items;
  iface->get_item = cl_event_log_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ClEventLog,
                               cl_event_log,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      cl_event_log_list_model_init))

guint
cl_event_log_find (ClEventLog *self, guint64 position)
{
  guint low = 0, high;

  g_return_val_if_fail (CL_IS_EVENT_LOG (self), G_MAXUINT);

  if (self->filter == NULL)
    return position > 0 && position <= self->head ? (guint) (self->head - position) : G_MAXUINT;
  high = self->found->len;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->found, guint64, middle) > position)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->found->len ? low : G_MAXUINT;
}

/* --- The worker's side --- */

static gboolean
look_through (ClReader *reader, const Question *question, GArray *found, GError **error)
{
  for (guint64 after = question->after; after < question->until;)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, after, question->until, BATCH, error);
      gsize n = events != NULL ? cl_events_get_length (events) : 0;

      if (events == NULL)
        return FALSE;
      if (n == 0)
        break;
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          if (cl_event_filter_matches (question->filter, event))
            g_array_append_val (found, event->position);
        }
      after = cl_events_get (events, n - 1)->position;
    }
  for (guint i = 0; i < found->len / 2; i++)
    {
      guint64 *a = &g_array_index (found, guint64, i);
      guint64 *b = &g_array_index (found, guint64, found->len - 1 - i);
      guint64 kept = *a;

      *a = *b;
      *b = kept;
    }
  return TRUE;
}

static void
answer_question (ClReader *reader, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  GError *error = NULL;

  if (question->filter == NULL)
    answer->events = cl_reader_read (reader, question->after, question->until, PAGE, &error);
  else
    {
      answer->found = g_array_new (FALSE, FALSE, sizeof (guint64));
      look_through (reader, question, answer->found, &error);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) answer_free);
}

/* --- Answers --- */

static void
keep_page (ClEventLog *self, guint64 after, ClEvents *events)
{
  guint64 *page = g_new (guint64, 1);

  *page = after / PAGE;
  if (!g_hash_table_contains (self->pages, page))
    {
      if (self->page_order.length >= MAX_PAGES)
        g_hash_table_remove (self->pages, g_queue_pop_head (&self->page_order));
      g_queue_push_tail (&self->page_order, page);
      g_hash_table_insert (self->pages, page, cl_events_ref (events));
      return;
    }
  /* Longer than it was; the key that is in use stays. */
  g_hash_table_insert (self->pages, page, cl_events_ref (events));
}

static void
take_page (ClEventLog *self, const Question *question, ClEvents *events)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  guint64 end = question->after + PAGE;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  keep_page (self, question->after, events);
  for (guint i = 0; i < waiting->len; i++)
    {
      ClEventItem *item = g_ptr_array_index (waiting, i);
      guint64 position = cl_event_item_get_position (item);

      /* Nobody but us holds it: it has been scrolled past. */
      if (fill_item (self, item) || (position > question->after && position <= end) ||
          G_OBJECT (item)->ref_count == 1)
        continue;
      g_ptr_array_add (self->waiting, g_object_ref (item));
    }
}

static void
notify_search (ClEventLog *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNSEEN]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
take_found (ClEventLog *self, const Question *question, GArray *found)
{
  guint at = question->newer ? 0 : self->found->len;

  if (question->generation != self->generation)
    return;
  g_array_insert_vals (self->found, at, found->data, found->len);
  if (question->newer)
    self->high = question->until;
  else
    self->low = question->after;
  if (found->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), at, 0, found->len);
  notify_search (self);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClEventLog *self = CL_EVENT_LOG (source);
  const Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = g_task_propagate_pointer (G_TASK (result), &error);

  self->asking = FALSE;
  if (self->closed)
    return;
  if (answer == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("The events cannot be read: %s", error->message);
      return;
    }
  if (answer->events != NULL)
    take_page (self, question, answer->events);
  else
    take_found (self, question, answer->found);
  ask (self);
}

/* What is to be read next; NULL: nothing. */
static Question *
choose_question (ClEventLog *self)
{
  Question *question = g_new0 (Question, 1);

  question->generation = self->generation;
  if (self->waiting->len > 0)
    {
      ClEventItem *item = g_ptr_array_index (self->waiting, self->waiting->len - 1);

      question->after = (cl_event_item_get_position (item) - 1) / PAGE * PAGE;
      question->until = question->after + PAGE;
      return question;
    }
  if (self->filter != NULL && (self->high < self->head || self->low > 0))
    {
      question->newer = self->high < self->head;
      question->after = question->newer ? self->high : self->low - MIN (self->low, STRETCH);
      question->until = question->newer ? MIN (self->head, self->high + STRETCH) : self->low;
      question->filter = cl_event_filter_ref (self->filter);
      return question;
    }
  g_free (question);
  return NULL;
}

static void
ask (ClEventLog *self)
{
  Question *question;
  GTask *task;

  if (self->asking || self->closed || (question = choose_question (self)) == NULL)
    return;
  self->asking = TRUE;
  task = g_task_new (self, self->stop, answered_cb, NULL);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  cl_worker_run (self->worker, task, answer_question);
}

static void
advanced_cb (ClLedger *ledger, ClEventLog *self)
{
  guint64 head = cl_ledger_get_head (ledger);
  guint n_new = cl_event_log_get_n_items (G_LIST_MODEL (self));

  if (head <= self->head || self->closed)
    return;
  self->head = head;
  n_new = cl_event_log_get_n_items (G_LIST_MODEL (self)) - n_new;
  if (self->filter == NULL && n_new > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, n_new);
  ask (self);
}

void
cl_event_log_set_filter (ClEventLog *self, const char *text)
{
  guint n_before;

  g_return_if_fail (CL_IS_EVENT_LOG (self));

  n_before = cl_event_log_get_n_items (G_LIST_MODEL (self));
  g_clear_pointer (&self->filter, cl_event_filter_unref);
  self->filter = cl_event_filter_parse (text);
  g_array_set_size (self->found, 0);
  self->low = self->high = self->head;
  self->generation++;
  g_list_model_items_changed (G_LIST_MODEL (self),
                              0,
                              n_before,
                              cl_event_log_get_n_items (G_LIST_MODEL (self)));
  notify_search (self);
  ask (self);
}

guint64
cl_event_log_get_unseen (ClEventLog *self)
{
  g_return_val_if_fail (CL_IS_EVENT_LOG (self), 0);

  return self->filter != NULL && !self->closed ? self->low : 0;
}

gboolean
cl_event_log_is_searching (ClEventLog *self)
{
  return cl_event_log_get_unseen (self) > 0;
}

/* --- GObject --- */

static void
cl_event_log_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClEventLog *self = CL_EVENT_LOG (object);

  switch (id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, cl_event_log_is_searching (self));
      break;
    case PROP_UNSEEN:
      g_value_set_uint64 (value, cl_event_log_get_unseen (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_event_log_finalize (GObject *object)
{
  ClEventLog *self = CL_EVENT_LOG (object);

  g_clear_pointer (&self->worker, cl_worker_free);
  g_queue_clear (&self->page_order);
  g_hash_table_unref (self->pages);
  g_ptr_array_unref (self->waiting);
  g_array_unref (self->found);
  g_clear_pointer (&self->filter, cl_event_filter_unref);
  g_clear_object (&self->stop);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cl_event_log_parent_class)->finalize (object);
}

static void
cl_event_log_class_init (ClEventLogClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_event_log_get_property;
  object_class->finalize = cl_event_log_finalize;
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_UNSEEN] = g_param_spec_uint64 ("unseen", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_event_log_init (ClEventLog *self)
{
  self->pages =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) cl_events_unref);
  g_queue_init (&self->page_order);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->stop = g_cancellable_new ();
}

ClEventLog *
cl_event_log_new (ClLedger *ledger)
{
  ClEventLog *self;

  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  self = g_object_new (CL_TYPE_EVENT_LOG, NULL);
  self->ledger = g_object_ref (ledger);
  self->head = cl_ledger_get_head (ledger);
  self->worker = cl_worker_new ("session-events", ledger);
  g_signal_connect_object (ledger, "advanced", G_CALLBACK (advanced_cb), self, 0);
  return self;
}

void
cl_event_log_close (ClEventLog *self)
{
  g_return_if_fail (CL_IS_EVENT_LOG (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_cancellable_cancel (self->stop);
  cl_worker_stop (self->worker);
}
