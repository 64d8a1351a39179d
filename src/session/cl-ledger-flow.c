/* cl-ledger-flow.c: who writes what where, lately: the ledger in motion, as values for a picture of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-ledger-flow.h"

#include <string.h>

#include "cl-fact.h"
#include "cl-worker.h"

#define HISTORY      400 /* events looked at when one begins to look */
#define BATCH        600 /* at most in one go: what is more flew by too fast to be seen */
#define INTERVAL_MS  33
#define MAX_ARRIVALS 48
#define MAX_LANES    400
#define RATE_US      (2 * G_USEC_PER_SEC)

struct _ClLedgerFlow
{
  GObject parent_instance;

  ClLedger *ledger;
  ClWorker *worker;
  GCancellable *stop;
  guint64 seen; /* the last position that was looked at */
  gboolean asking, resting, closed;
  guint timer;
  gint64 asked_us;

  GPtrArray *lanes;     /* (element-type ClFlowLane) */
  GPtrArray *producers; /* (element-type ClFlowProducer) */
  GArray *arrivals;     /* (element-type ClFlowArrival) */

  gint64 rate_since_us; /* start of what is being counted */
  guint64 rate_count;
  double rate;
};

enum
{
  SIGNAL_ARRIVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClLedgerFlow, cl_ledger_flow, G_TYPE_OBJECT)

static void
lane_free (ClFlowLane *self)
{
  g_free (self->partition);
  g_ptr_array_unref (self->types);
  g_free (self);
}

static void
producer_free (ClFlowProducer *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

/* --- Labels --- */

/* The first word of what a log says of it, as far as it has room; never half a character. */
static void
copy_word (char *out, gsize size, const char *text)
{
  const char *end = text;

  while (*end != '\0' && *end != ' ' && *end != ',')
    {
      const char *next = g_utf8_next_char (end);

      if ((gsize) (next - text) >= size)
        break;
      end = next;
    }
  memcpy (out, text, (gsize) (end - text));
  out[end - text] = '\0';
}

/* "SquareChanged" becomes "SqCh": better than half a word. */
static void
abbreviate (char *out, gsize size, const char *type)
{
  gsize n = 0;

  for (gsize i = 0; type[i] != '\0' && n + 1 < size; i++)
    if (g_ascii_isupper (type[i]) || (i > 0 && g_ascii_isupper (type[i - 1])))
      out[n++] = type[i];
  out[n] = '\0';
}

static void
write_label (ClFlowCell *cell, const ClEvent *event)
{
  g_autofree char *summary = NULL;

  if (event->has_move)
    {
      cl_move_san (event->move, cell->label);
      return;
    }
  if (cl_fact_type_of (event) == CL_FACT_GAME_STARTED)
    {
      g_strlcpy (cell->label, "start", sizeof cell->label);
      return;
    }
  summary = cl_fact_summary (event);
  copy_word (cell->label, sizeof cell->label, summary);
  if (cell->label[0] == '\0' || strlen (cell->label) > 9)
    abbreviate (cell->label, sizeof cell->label, event->type);
}

/* --- What arrives --- */

static void
add_name (GPtrArray *names, const char *name)
{
  const char *interned = g_intern_string (name);

  if (!g_ptr_array_find (names, interned, NULL))
    g_ptr_array_add (names, (gpointer) interned);
}

/* Lanes are few, and the one that was written to last is first. */
static ClFlowLane *
touch_lane (ClLedgerFlow *self, const char *partition)
{
  ClFlowLane *lane = NULL;
  guint i;

  for (i = 0; i < self->lanes->len; i++)
    {
      lane = g_ptr_array_index (self->lanes, i);
      if (strcmp (lane->partition, partition) == 0)
        return lane;
    }
  if (self->lanes->len >= MAX_LANES)
    g_ptr_array_remove_index (self->lanes, self->lanes->len - 1);
  lane = g_new0 (ClFlowLane, 1);
  lane->partition = g_strdup (partition);
  lane->types = g_ptr_array_new ();
  g_ptr_array_insert (self->lanes, 0, lane);
  return lane;
}

static ClFlowProducer *
touch_producer (ClLedgerFlow *self, const char *name)
{
  ClFlowProducer *producer;

  for (guint i = 0; i < self->producers->len; i++)
    {
      producer = g_ptr_array_index (self->producers, i);
      if (strcmp (producer->name, name) == 0)
        return producer;
    }
  producer = g_new0 (ClFlowProducer, 1);
  producer->name = g_strdup (name);
  producer->lanes = g_ptr_array_new ();
  g_ptr_array_add (self->producers, producer);
  return producer;
}

static void
add_cell (ClFlowLane *lane, const ClEvent *event)
{
  ClFlowCell *cell;

  if (lane->n_cells == CL_FLOW_CELLS)
    memmove (lane->cells, lane->cells + 1, --lane->n_cells * sizeof *lane->cells);
  cell = &lane->cells[lane->n_cells++];
  cell->position = event->position;
  cell->offset = event->offset;
  write_label (cell, event);
  lane->head = event->offset;
  add_name (lane->types, event->type);
}

static void
take_event (ClLedgerFlow *self, const ClEvent *event, gboolean live)
{
  ClFlowLane *lane = touch_lane (self, event->partition);
  ClFlowProducer *producer = touch_producer (self, event->producer);

  add_cell (lane, event);
  add_name (producer->lanes, event->partition);
  if (!live)
    return;
  if (self->arrivals->len < MAX_ARRIVALS)
    {
      ClFlowArrival arrival = { g_intern_string (event->producer),
                                g_intern_string (event->partition) };

      g_array_append_val (self->arrivals, arrival);
    }
}

static void
count_rate (ClLedgerFlow *self, guint64 n, gint64 now_us)
{
  self->rate_count += n;
  if (now_us - self->rate_since_us < RATE_US)
    return;
  self->rate = (double) self->rate_count * G_USEC_PER_SEC / (double) (now_us - self->rate_since_us);
  self->rate_since_us = now_us;
  self->rate_count = 0;
}

static void
take_events (ClLedgerFlow *self, ClEvents *events, guint64 until)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean live = self->rate_since_us != 0;

  g_array_set_size (self->arrivals, 0);
  if (!live)
    self->rate_since_us = now_us;
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    take_event (self, cl_events_get (events, i), live);
  count_rate (self, live ? until - self->seen : 0, now_us);
  self->seen = until;
  g_signal_emit (self, signals[SIGNAL_ARRIVED], 0);
}

/* --- Reading --- */

typedef struct
{
  guint64 after, until;
} Range;

static void
read_range (ClReader *reader, GTask *task)
{
  const Range *range = g_task_get_task_data (task);
  GError *error = NULL;
  ClEvents *events = cl_reader_read (reader, range->after, range->until, BATCH, &error);

  if (events != NULL)
    g_task_return_pointer (task, events, (GDestroyNotify) cl_events_unref);
  else
    g_task_return_error (task, error);
}

static void ask_soon (ClLedgerFlow *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClLedgerFlow *self = CL_LEDGER_FLOW (source);
  const Range *range = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEvents) events = g_task_propagate_pointer (G_TASK (result), &error);

  self->asking = FALSE;
  if (self->closed)
    return;
  if (events != NULL)
    take_events (self, events, range->until);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The events cannot be read: %s", error->message);
  if (events != NULL)
    ask_soon (self);
}

static void
ask (ClLedgerFlow *self)
{
  guint64 head = cl_ledger_get_head (self->ledger);
  guint64 most = self->rate_since_us == 0 ? HISTORY : BATCH;
  Range *range;
  GTask *task;

  if (self->asking || self->closed || self->resting || head <= self->seen)
    return;
  range = g_new (Range, 1);
  range->until = head;
  range->after = head - self->seen > most ? head - most : self->seen;
  self->asking = TRUE;
  self->asked_us = g_get_monotonic_time ();
  task = g_task_new (self, self->stop, read_cb, NULL);
  g_task_set_source_tag (task, ask);
  g_task_set_task_data (task, range, g_free);
  cl_worker_run (self->worker, task, read_range);
}

static gboolean
timer_cb (gpointer data)
{
  ClLedgerFlow *self = data;

  self->timer = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

/* No more often than pictures are drawn. */
static void
ask_soon (ClLedgerFlow *self)
{
  gint64 wait_ms = INTERVAL_MS - (g_get_monotonic_time () - self->asked_us) / 1000;

  if (self->timer == 0 && !self->closed)
    self->timer = g_timeout_add ((guint) CLAMP (wait_ms, 0, INTERVAL_MS), timer_cb, self);
}

static void
advanced_cb (ClLedger *ledger, ClLedgerFlow *self)
{
  ask_soon (self);
}

void
cl_ledger_flow_set_resting (ClLedgerFlow *self, gboolean resting)
{
  g_return_if_fail (CL_IS_LEDGER_FLOW (self));

  self->resting = resting;
  if (!resting)
    ask_soon (self);
}

GPtrArray *
cl_ledger_flow_get_lanes (ClLedgerFlow *self)
{
  g_return_val_if_fail (CL_IS_LEDGER_FLOW (self), NULL);

  return self->lanes;
}

GPtrArray *
cl_ledger_flow_get_producers (ClLedgerFlow *self)
{
  g_return_val_if_fail (CL_IS_LEDGER_FLOW (self), NULL);

  return self->producers;
}

GArray *
cl_ledger_flow_get_arrivals (ClLedgerFlow *self)
{
  g_return_val_if_fail (CL_IS_LEDGER_FLOW (self), NULL);

  return self->arrivals;
}

double
cl_ledger_flow_get_rate (ClLedgerFlow *self)
{
  g_return_val_if_fail (CL_IS_LEDGER_FLOW (self), 0);

  return g_get_monotonic_time () - self->rate_since_us > 2 * RATE_US ? 0 : self->rate;
}

/* --- GObject --- */

static void
cl_ledger_flow_finalize (GObject *object)
{
  ClLedgerFlow *self = CL_LEDGER_FLOW (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_pointer (&self->worker, cl_worker_free);
  g_ptr_array_unref (self->lanes);
  g_ptr_array_unref (self->producers);
  g_array_unref (self->arrivals);
  g_clear_object (&self->stop);
  g_clear_object (&self->ledger);

  G_OBJECT_CLASS (cl_ledger_flow_parent_class)->finalize (object);
}

static void
cl_ledger_flow_class_init (ClLedgerFlowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_ledger_flow_finalize;
  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived",
                                          G_TYPE_FROM_CLASS (class),
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
}

static void
cl_ledger_flow_init (ClLedgerFlow *self)
{
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) lane_free);
  self->producers = g_ptr_array_new_with_free_func ((GDestroyNotify) producer_free);
  self->arrivals = g_array_new (FALSE, FALSE, sizeof (ClFlowArrival));
  self->stop = g_cancellable_new ();
  self->resting = TRUE;
}

ClLedgerFlow *
cl_ledger_flow_new (ClLedger *ledger)
{
  ClLedgerFlow *self;

  g_return_val_if_fail (CL_IS_LEDGER (ledger), NULL);

  self = g_object_new (CL_TYPE_LEDGER_FLOW, NULL);
  self->ledger = g_object_ref (ledger);
  self->worker = cl_worker_new ("session-flow", ledger);
  g_signal_connect_object (ledger, "advanced", G_CALLBACK (advanced_cb), self, 0);
  return self;
}

void
cl_ledger_flow_close (ClLedgerFlow *self)
{
  g_return_if_fail (CL_IS_LEDGER_FLOW (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_clear_handle_id (&self->timer, g_source_remove);
  g_cancellable_cancel (self->stop);
  cl_worker_stop (self->worker);
}
