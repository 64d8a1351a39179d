/* cl-connected-board.c: one electronic board at a table, as the main thread sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-boards-private.h"

struct _ClConnectedBoard
{
  GObject parent_instance;

  ClBoardPort *port; /* the last it had */
  gboolean plugged;
  ClBoardWorker *worker; /* NULL before it is attached, and after the stop */
  ClBoardState *state;
  guint table;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_NEWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ClConnectedBoard, cl_connected_board, G_TYPE_OBJECT)

static void
cl_connected_board_finalize (GObject *object)
{
  ClConnectedBoard *self = CL_CONNECTED_BOARD (object);

  if (self->worker != NULL)
    g_critical ("A board must be stopped before its last reference goes");
  g_clear_object (&self->port);
  cl_board_state_unref (self->state);
  G_OBJECT_CLASS (cl_connected_board_parent_class)->finalize (object);
}

static void
cl_connected_board_class_init (ClConnectedBoardClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cl_connected_board_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed",
                                          CL_TYPE_CONNECTED_BOARD,
                                          G_SIGNAL_RUN_LAST,
                                          0,
                                          NULL,
                                          NULL,
                                          NULL,
                                          G_TYPE_NONE,
                                          0);
  signals[SIGNAL_NEWS] = g_signal_new ("news",
                                       CL_TYPE_CONNECTED_BOARD,
                                       G_SIGNAL_RUN_LAST,
                                       0,
                                       NULL,
                                       NULL,
                                       NULL,
                                       G_TYPE_NONE,
                                       2,
                                       G_TYPE_INT,
                                       G_TYPE_STRING);
}

static void
cl_connected_board_init (ClConnectedBoard *self)
{
  self->state = cl_board_state_new ();
}

static void
set_state (ClConnectedBoard *self, ClBoardState *state)
{
  ClBoardState *old = self->state;

  self->state = cl_board_state_ref (state);
  cl_board_state_unref (old);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* An order to go to another table may overtake a state from the old one. */
static void
changed_cb (ClBoardState *state, gpointer user_data)
{
  ClConnectedBoard *self = user_data;

  if (state->table == self->table)
    set_state (self, state);
}

static void
news_cb (ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_NEWS], 0, (int) kind, text);
}

/* A device that may not be used is not opened: what to do is known already. */
static void
show_trouble (ClConnectedBoard *self)
{
  g_autoptr (ClBoardState) state = cl_board_state_new ();

  state->phase = CL_BOARD_FAILED;
  state->family = cl_board_port_get_info (self->port)->family;
  state->table = self->table;
  state->trouble = g_strdup (cl_board_port_get_trouble (self->port));
  set_state (self, state);
}

ClConnectedBoard *
cl_connected_board_new (ClBoardPort *port, guint table)
{
  ClConnectedBoard *self = g_object_new (CL_TYPE_CONNECTED_BOARD, NULL);

  self->port = g_object_ref (port);
  self->plugged = TRUE;
  self->table = table;
  self->state->table = table;
  self->state->family = cl_board_port_get_info (port)->family;
  return self;
}

void
cl_connected_board_attach (ClConnectedBoard *self, ClLedger *ledger, const char *traffic)
{
  static const ClBoardWorkerFuncs funcs = { changed_cb, news_cb };

  if (self->worker != NULL)
    cl_board_worker_retry (self->worker);
  else if (cl_board_port_get_trouble (self->port) != NULL)
    show_trouble (self);
  else
    self->worker = cl_board_worker_new (ledger, self->port, self->table, traffic, &funcs, self);
}

void
cl_connected_board_set_port (ClConnectedBoard *self, ClBoardPort *port)
{
  self->plugged = port != NULL;
  if (port != NULL)
    g_set_object (&self->port, port);
  if (self->worker != NULL)
    cl_board_worker_set_port (self->worker, port);
}

gboolean
cl_connected_board_is_plugged (ClConnectedBoard *self)
{
  return self->plugged;
}

void
cl_connected_board_move (ClConnectedBoard *self, guint table)
{
  g_autoptr (ClBoardState) state = cl_board_state_new ();

  self->table = table;
  state->family = self->state->family;
  state->table = table;
  if (self->worker != NULL)
    cl_board_worker_set_table (self->worker, table);
  set_state (self, state);
}

void
cl_connected_board_quit (ClConnectedBoard *self)
{
  if (self->worker != NULL)
    cl_board_worker_quit (self->worker);
}

void
cl_connected_board_stop (ClConnectedBoard *self)
{
  ClBoardWorker *worker = g_steal_pointer (&self->worker);

  if (worker != NULL)
    cl_board_worker_stop (worker);
}

const char *
cl_connected_board_get_key (ClConnectedBoard *self)
{
  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), NULL);

  return cl_board_port_get_info (self->port)->key;
}

const char *
cl_connected_board_get_title (ClConnectedBoard *self)
{
  const ClBoardPortInfo *info;

  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), NULL);

  /* Of a common serial chip the board itself is what people know. */
  info = cl_board_port_get_info (self->port);
  return info->family == NULL && self->state->family != NULL ? self->state->family->title
                                                             : info->title;
}

const char *
cl_connected_board_get_device (ClConnectedBoard *self)
{
  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), NULL);

  return cl_board_port_get_info (self->port)->device;
}

const char *
cl_connected_board_get_serial (ClConnectedBoard *self)
{
  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), NULL);

  return self->state->serial != NULL ? self->state->serial
                                     : cl_board_port_get_info (self->port)->serial;
}

const ClBoardState *
cl_connected_board_get_state (ClConnectedBoard *self)
{
  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), NULL);

  return self->state;
}

guint
cl_connected_board_get_table (ClConnectedBoard *self)
{
  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), 0);

  return self->table;
}

gint64
cl_connected_board_get_clock_ms (ClConnectedBoard *self, ChessColor side)
{
  const ClBoardState *state;
  gint64 ms;

  g_return_val_if_fail (CL_IS_CONNECTED_BOARD (self), CL_NO_CLOCK);

  state = self->state;
  ms = side == CHESS_WHITE ? state->white_ms : state->black_ms;
  if (ms == CL_NO_CLOCK || !state->clock_running || state->clock_side != side)
    return ms;
  return MAX (0, ms - (g_get_monotonic_time () - state->read_at_us) / 1000);
}

void
cl_connected_board_answer (ClConnectedBoard *self, guint number)
{
  g_return_if_fail (CL_IS_CONNECTED_BOARD (self));

  if (self->worker != NULL)
    cl_board_worker_answer (self->worker, number);
}

void
cl_connected_board_set_turned (ClConnectedBoard *self, gboolean turned)
{
  g_return_if_fail (CL_IS_CONNECTED_BOARD (self));

  if (self->worker != NULL)
    cl_board_worker_set_turned (self->worker, turned);
}

void
cl_connected_board_retry (ClConnectedBoard *self)
{
  g_return_if_fail (CL_IS_CONNECTED_BOARD (self));

  if (self->worker != NULL)
    cl_board_worker_retry (self->worker);
}
