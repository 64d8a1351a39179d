/* cl-board-worker.c: one electronic board on a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-worker.h"

#include <glib/gi18n-lib.h>

#include "cl-board-asker.h"

#define RETRY_MS 3000

struct _ClBoardWorker
{
  gatomicrefcount ref_count;
  ClLedger *ledger;
  char *traffic; /* (nullable) */
  ClBoardWorkerFuncs funcs;
  gpointer user_data;
  GMainContext *home;    /* of whoever made it */
  GMainContext *context; /* of the thread */
  GMainLoop *loop;
  GThread *thread;
  gboolean stopped; /* home only */

  GMutex mutex;
  ClBoardState *newest; /* (nullable): on its way home */

  /* The thread's. */
  ClBoardPort *port; /* NULL: unplugged */
  guint table;
  const ClBoardFamily *family;
  ClBoardAsker *asker;
  ClBoardProducer *producer;
  GSource *timer; /* until the next try */
  gboolean was_connected;
  char *candidate_san, *guidance, *question, *trouble;
  gint64 read_at_us;
};

typedef struct
{
  ClBoardWorker *worker;
  void (*run) (ClBoardWorker *self, gpointer data, guint number);
  gpointer data; /* (nullable): an object */
  guint number;
} Order;

typedef struct
{
  ClBoardWorker *worker;
  ClBoardNewsKind kind;
  char *text;
} News;

static void connect_board (ClBoardWorker *self);

static void
unref_worker (ClBoardWorker *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->ledger);
  g_clear_object (&self->port);
  g_clear_pointer (&self->newest, cl_board_state_unref);
  g_mutex_clear (&self->mutex);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_main_context_unref (self->home);
  g_free (self->traffic);
  g_free (self->candidate_san);
  g_free (self->guidance);
  g_free (self->question);
  g_free (self->trouble);
  g_free (self);
}

static ClBoardWorker *
ref_worker (ClBoardWorker *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* --- Out --------------------------------------------------------------------------------------------------------- */

static gboolean
deliver_cb (gpointer user_data)
{
  ClBoardWorker *self = user_data;
  ClBoardState *state;

  g_mutex_lock (&self->mutex);
  state = g_steal_pointer (&self->newest);
  g_mutex_unlock (&self->mutex);
  if (state == NULL)
    return G_SOURCE_REMOVE;
  if (!self->stopped)
    self->funcs.changed (state, self->user_data);
  cl_board_state_unref (state);
  return G_SOURCE_REMOVE;
}

static void
fill_status (const ClBoardWorker *self, ClBoardState *state)
{
  ClBoardStatus status = cl_board_producer_get_status (self->producer);
  guint n_answers = cl_board_producer_get_n_answers (self->producer);

  state->phase = status.connected      ? CL_BOARD_CONNECTED
                 : self->was_connected ? CL_BOARD_AWAY
                                       : CL_BOARD_CONNECTING;
  state->name = g_strdup (status.name);
  state->serial = g_strdup (status.serial);
  state->partition = g_strdup (status.partition);
  state->percent = status.percent;
  state->charging = status.charging;
  state->turned = status.turned;
  state->game = status.game;
  state->n_plies = status.n_plies;
  state->is_playing = status.is_playing;
  state->has_position = status.position != NULL;
  if (status.position != NULL)
    state->position = *status.position;
  state->has_seen = status.connected && status.has_seen;
  state->seen = *status.seen;
  state->wrong = status.wrong;
  state->candidate = status.candidate;
  state->white_ms = status.white_ms;
  state->black_ms = status.black_ms;
  state->clock_running = status.clock_running;
  state->clock_side = status.clock_side;
  if (n_answers == 0)
    return;
  state->question = g_strdup (self->question);
  state->answers = g_new0 (char *, n_answers + 1);
  for (guint i = 0; i < n_answers; i++)
    state->answers[i] = cl_board_producer_dup_answer (self->producer, i);
}

static void
post_state (ClBoardWorker *self)
{
  ClBoardState *state = cl_board_state_new ();
  gboolean under_way;

  state->phase = self->port == NULL      ? CL_BOARD_AWAY
                 : self->trouble != NULL ? CL_BOARD_FAILED
                                         : CL_BOARD_CONNECTING;
  state->family = self->family;
  state->table = self->table;
  state->read_at_us = self->read_at_us;
  state->trouble = g_strdup (self->trouble);
  if (self->producer != NULL)
    fill_status (self, state);
  state->candidate_san =
    state->candidate != CHESS_MOVE_NULL ? g_strdup (self->candidate_san) : NULL;
  state->guidance = g_strdup (self->guidance);
  g_mutex_lock (&self->mutex);
  under_way = self->newest != NULL;
  g_clear_pointer (&self->newest, cl_board_state_unref);
  self->newest = state;
  g_mutex_unlock (&self->mutex);
  if (!under_way)
    g_main_context_invoke_full (self->home,
                                G_PRIORITY_DEFAULT,
                                deliver_cb,
                                ref_worker (self),
                                (GDestroyNotify) unref_worker);
}

static gboolean
news_home_cb (gpointer user_data)
{
  News *news = user_data;

  if (!news->worker->stopped)
    news->worker->funcs.news (news->kind, news->text, news->worker->user_data);
  return G_SOURCE_REMOVE;
}

static void
free_news (gpointer data)
{
  News *news = data;

  unref_worker (news->worker);
  g_free (news->text);
  g_free (news);
}

static void
post_news (ClBoardWorker *self, ClBoardNewsKind kind, const char *text)
{
  News *news = g_new0 (News, 1);

  news->worker = ref_worker (self);
  news->kind = kind;
  news->text = g_strdup (text);
  g_main_context_invoke_full (self->home, G_PRIORITY_DEFAULT, news_home_cb, news, free_news);
}

/* --- The board --------------------------------------------------------------------------------------------------- */

static void
set_text (char **at, const char *text)
{
  g_free (*at);
  *at = g_strdup (text);
}

static void
news_cb (ClBoardProducer *producer, ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  ClBoardWorker *self = user_data;

  switch (kind)
    {
    case CL_BOARD_NEWS_STATUS:
      if (cl_board_producer_get_status (producer).connected)
        {
          self->was_connected = TRUE;
          set_text (&self->trouble, NULL);
        }
      break;
    case CL_BOARD_NEWS_SEEN:
      self->read_at_us = g_get_monotonic_time ();
      break;
    case CL_BOARD_NEWS_PROVISIONAL:
      set_text (&self->candidate_san, text);
      break;
    case CL_BOARD_NEWS_QUESTION:
      set_text (&self->question, text);
      break;
    case CL_BOARD_NEWS_GUIDANCE:
      set_text (&self->guidance, text);
      break;
    case CL_BOARD_NEWS_TROUBLE:
      set_text (&self->trouble, text);
      break;
    case CL_BOARD_NEWS_MOVE:
    case CL_BOARD_NEWS_GAME:
      set_text (&self->trouble, NULL);
      break;
    }
  /* The news finds the state that it is about. */
  post_state (self);
  if (kind == CL_BOARD_NEWS_MOVE || kind == CL_BOARD_NEWS_GAME || kind == CL_BOARD_NEWS_TROUBLE)
    post_news (self, kind, text);
}

static void
stop_timer (ClBoardWorker *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static gboolean
retry_cb (gpointer user_data)
{
  ClBoardWorker *self = user_data;

  stop_timer (self);
  connect_board (self);
  return G_SOURCE_REMOVE;
}

static void
call_later (ClBoardWorker *self, guint delay_ms)
{
  stop_timer (self);
  self->timer = g_timeout_source_new (delay_ms);
  g_source_set_callback (self->timer, retry_cb, self, NULL);
  g_source_attach (self->timer, self->context);
}

/* A board that is in use elsewhere, or may not be used, is tried again by itself; one that nobody knows is not asked again
 * until it is plugged in anew. */
static void
fail (ClBoardWorker *self, const char *trouble, gboolean retry)
{
  set_text (&self->trouble, trouble);
  if (retry)
    call_later (self, RETRY_MS);
  post_state (self);
}

static void
asked_cb (const ClBoardFamily *family, const GError *error, gpointer user_data)
{
  ClBoardWorker *self = user_data;

  self->family = family;
  if (family != NULL)
    call_later (self, 0);
  else
    fail (self,
          error != NULL ? error->message
                        : _ ("No board that is known answers here"), error != NULL);
}

static void
open_producer (ClBoardWorker *self)
{
  const ClBoardPortInfo *info = cl_board_port_get_info (self->port);
  g_autofree char *partition = g_strdup_printf ("table/%u", self->table);
  g_autoptr (GError) error = NULL;

  self->producer = cl_board_producer_new (self->ledger,
                                          self->family,
                                          info->path,
                                          partition,
                                          self->traffic,
                                          &error);
  if (self->producer == NULL)
    {
      fail (self, error->message, TRUE);
      return;
    }
  cl_board_producer_set_id (self->producer, info->key);
  cl_board_producer_set_news (self->producer, news_cb, self);
  set_text (&self->trouble, NULL);
  post_state (self);
}

static void
connect_board (ClBoardWorker *self)
{
  const ClBoardPortInfo *info;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->asker, cl_board_asker_free);
  if (self->port == NULL || self->producer != NULL)
    return;
  info = cl_board_port_get_info (self->port);
  if (info->family != NULL)
    self->family = info->family;
  if (self->family != NULL)
    {
      open_producer (self);
      return;
    }
  self->asker = cl_board_asker_new (info->path, self->traffic, asked_cb, self, &error);
  if (self->asker == NULL)
    fail (self, error->message, TRUE);
  else
    post_state (self);
}

static void
close_producer (ClBoardWorker *self)
{
  stop_timer (self);
  g_clear_pointer (&self->asker, cl_board_asker_free);
  if (self->producer == NULL)
    return;
  cl_board_producer_close (self->producer);
  g_clear_pointer (&self->producer, cl_board_producer_free);
  self->was_connected = FALSE;
  set_text (&self->candidate_san, NULL);
  set_text (&self->guidance, NULL);
  set_text (&self->question, NULL);
}

/* --- Orders ------------------------------------------------------------------------------------------------------ */

static gboolean
order_cb (gpointer data)
{
  Order *order = data;

  order->run (order->worker, order->data, order->number);
  return G_SOURCE_REMOVE;
}

static void
free_order (gpointer data)
{
  Order *order = data;

  g_clear_object (&order->data);
  unref_worker (order->worker);
  g_free (order);
}

static void
give_order (ClBoardWorker *self,
            void (*run) (ClBoardWorker *self, gpointer data, guint number),
            gpointer data,
            guint number)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Order *order = g_new0 (Order, 1);

  order->worker = ref_worker (self);
  order->run = run;
  order->data = data != NULL ? g_object_ref (data) : NULL;
  order->number = number;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, order_cb, order, free_order);
  g_source_attach (source, self->context);
}

/* The line looks for the board by itself, every second; where it is, is told here. */
static void
run_set_port (ClBoardWorker *self, gpointer data, guint number)
{
  g_set_object (&self->port, data);
  if (self->port != NULL && self->producer != NULL)
    cl_board_producer_set_path (self->producer, cl_board_port_get_info (self->port)->path);
  else if (self->port != NULL)
    connect_board (self);
  post_state (self);
}

static void
run_set_table (ClBoardWorker *self, gpointer data, guint number)
{
  if (number == self->table)
    return;
  close_producer (self);
  self->table = number;
  connect_board (self);
  post_state (self);
}

static void
run_answer (ClBoardWorker *self, gpointer data, guint number)
{
  if (self->producer != NULL)
    cl_board_producer_answer (self->producer, number);
  post_state (self);
}

static void
run_set_turned (ClBoardWorker *self, gpointer data, guint number)
{
  if (self->producer != NULL)
    cl_board_producer_set_turned (self->producer, number != 0);
  post_state (self);
}

static void
run_retry (ClBoardWorker *self, gpointer data, guint number)
{
  stop_timer (self);
  set_text (&self->trouble, NULL);
  connect_board (self);
}

static void
run_stop (ClBoardWorker *self, gpointer data, guint number)
{
  g_main_loop_quit (self->loop);
}

static gpointer
board_thread (gpointer data)
{
  ClBoardWorker *self = data;

  g_main_context_push_thread_default (self->context);
  connect_board (self);
  g_main_loop_run (self->loop);
  close_producer (self);
  g_main_context_pop_thread_default (self->context);
  unref_worker (self);
  return NULL;
}

ClBoardWorker *
cl_board_worker_new (ClLedger *ledger,
                     ClBoardPort *port,
                     guint table,
                     const char *traffic,
                     const ClBoardWorkerFuncs *funcs,
                     gpointer user_data)
{
  ClBoardWorker *self = g_new0 (ClBoardWorker, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ledger = g_object_ref (ledger);
  self->port = g_object_ref (port);
  self->table = table;
  self->traffic = g_strdup (traffic);
  self->funcs = *funcs;
  self->user_data = user_data;
  self->home = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  self->thread = g_thread_new ("board", board_thread, ref_worker (self));
  return self;
}

void
cl_board_worker_quit (ClBoardWorker *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  give_order (self, run_stop, NULL, 0);
}

void
cl_board_worker_stop (ClBoardWorker *self)
{
  cl_board_worker_quit (self);
  g_thread_join (self->thread);
  unref_worker (self);
}

void
cl_board_worker_set_port (ClBoardWorker *self, ClBoardPort *port)
{
  give_order (self, run_set_port, port, 0);
}

void
cl_board_worker_set_table (ClBoardWorker *self, guint table)
{
  give_order (self, run_set_table, NULL, table);
}

void
cl_board_worker_answer (ClBoardWorker *self, guint number)
{
  give_order (self, run_answer, NULL, number);
}

void
cl_board_worker_set_turned (ClBoardWorker *self, gboolean turned)
{
  give_order (self, run_set_turned, NULL, turned);
}

void
cl_board_worker_retry (ClBoardWorker *self)
{
  give_order (self, run_retry, NULL, 0);
}
