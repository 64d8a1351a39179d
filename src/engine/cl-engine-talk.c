/* cl-engine-talk.c: the conversation with an engine, line by line, and what is done when it goes wrong
 *
 *   uci → uciok → options, isready → readyok → READY
 *   READY → options, ucinewgame, isready → readyok → position, go → info … → bestmove → READY
 *                                                     └ stop ─────────────────┘
 *
 * The readyok before each search is a barrier: what an engine still had to say about an earlier one comes before it and is
 * dropped. One clock watches over what is waited for. Whatever goes wrong ends in fail (): the program is killed, who
 * asked is told, and after a pause that grows it is started again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-private.h"

#include <glib/gi18n-lib.h>

#define SHOW_US    50000 /* between two tellings of progress */
#define MAX_PINGS  12    /* answered, without a word on a search that has an end */
#define GRACE_MS   3000  /* beyond the time that a search was given */
#define MAX_OPTION 512   /* options kept of one engine */

static void fail (ClEngine *self, const char *message);
static void take_line (ClEngine *self, const ClUciLine *line);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_timer (ClEngine *self, GSource **source, guint ms, GSourceFunc func)
{
  clear_source (source);
  *source = g_timeout_source_new (ms);
  g_source_set_callback (*source, func, self, NULL);
  g_source_attach (*source, self->context);
}

static void
wait_for (ClEngine *self, ClTalk talk, guint ms, GSourceFunc late)
{
  self->talk = talk;
  set_timer (self, &self->deadline, ms, late);
}

static gboolean
silent_cb (gpointer data)
{
  fail (data, _ ("The engine does not answer"));
  return G_SOURCE_REMOVE;
}

/* ---- A search ---- */

static gboolean
has_end (const ClEngineQuery *query)
{
  return query->limit_nodes > 0 || query->limit_depth > 0 || query->limit_ms > 0 ||
         query->has_clock;
}

static gboolean
quiet_cb (gpointer data)
{
  ClEngine *self = data;

  if (self->n_pings >= MAX_PINGS && has_end (self->active->query))
    {
      fail (self, _ ("The engine does not come to an end"));
      return G_SOURCE_REMOVE;
    }
  self->n_pings++;
  self->pinged = TRUE;
  cl_engine_process_send (self->process, "isready");
  wait_for (self, CL_TALK_BEST_MOVE, self->times.ready_ms, silent_cb);
  return G_SOURCE_REMOVE;
}

static void
listen_on (ClEngine *self)
{
  if (self->talk == CL_TALK_BEST_MOVE && !self->pinged)
    wait_for (self, CL_TALK_BEST_MOVE, self->times.ping_ms, quiet_cb);
}

void
cl_engine_begin_stop (ClEngine *self)
{
  if (self->talk == CL_TALK_QUERY_READY)
    {
      self->stop_wanted = TRUE;
      return;
    }
  if (self->talk != CL_TALK_BEST_MOVE)
    return;
  cl_engine_process_send (self->process, "stop");
  wait_for (self, CL_TALK_STOPPED, self->times.stop_ms, silent_cb);
  cl_engine_set_state (self, CL_ENGINE_STOPPING);
}

static void
begin_search (ClEngine *self)
{
  const ClEngineQuery *query = self->active->query;
  g_autofree char *position = cl_engine_query_position_line (query);
  g_autofree char *go = cl_engine_query_go_line (query);

  cl_engine_process_send (self->process, position);
  cl_engine_process_send (self->process, go);
  self->n_pings = 0;
  self->pinged = FALSE;
  self->shown_at = 0;
  wait_for (self, CL_TALK_BEST_MOVE, self->times.ping_ms, quiet_cb);
  if (self->stop_wanted)
    cl_engine_begin_stop (self);
}

static void
begin_query (ClEngine *self)
{
  const ClEngineQuery *query = self->active->query;
  gboolean lines = cl_engine_find_option (self, "MultiPV") != NULL;
  gboolean changed = cl_engine_send_options (self, query);

  if (query->new_game)
    {
      cl_engine_process_send (self->process, "ucinewgame");
      if (cl_engine_find_option (self, "Clear Hash") != NULL)
        cl_engine_process_send (self->process, "setoption name Clear Hash");
      changed = TRUE;
    }
  cl_engine_collector_init (&self->collector, &query->position, lines ? query->multipv : 1);
  self->stop_wanted = FALSE;
  cl_engine_process_send (self->process, "isready");
  wait_for (self,
            CL_TALK_QUERY_READY,
            changed ? self->times.options_ms : self->times.ready_ms,
            silent_cb);
  cl_engine_set_state (self, CL_ENGINE_SEARCHING);
}

static void
show (ClEngine *self)
{
  ClEngineRequest *request = self->active;
  g_autoptr (ClEngineAnswer) answer = NULL;

  clear_source (&self->show_later);
  if (request == NULL || request->task == NULL || request->progress == NULL)
    return;
  self->shown_at = g_get_monotonic_time ();
  answer = cl_engine_collector_answer (&self->collector, CHESS_MOVE_NULL);
  if (answer->n_lines > 0)
    request->progress (answer, request->user_data);
}

static gboolean
show_cb (gpointer data)
{
  show (data);
  return G_SOURCE_REMOVE;
}

static void
show_soon (ClEngine *self)
{
  gint64 due = self->shown_at + SHOW_US - g_get_monotonic_time ();

  if (self->show_later != NULL)
    return;
  if (due <= 0)
    show (self);
  else
    set_timer (self, &self->show_later, (guint) (due / 1000 + 1), show_cb);
}

static void
take_info (ClEngine *self, const ClUciLine *line)
{
  if (self->talk != CL_TALK_BEST_MOVE && self->talk != CL_TALK_STOPPED)
    return;
  self->n_pings = 0;
  listen_on (self);
  if (cl_engine_collector_add (&self->collector, line))
    show_soon (self);
}

static void
take_best_move (ClEngine *self, const ClUciLine *line)
{
  g_autoptr (ClEngineAnswer) answer = NULL;
  ChessMove best = CHESS_MOVE_NULL;

  if (self->talk != CL_TALK_BEST_MOVE && self->talk != CL_TALK_STOPPED)
    {
      if (self->talk != CL_TALK_QUERY_READY)
        cl_engine_tell_fault (self, _ ("The engine answered a question that nobody asked"));
      return;
    }
  if (!cl_engine_collector_read_best (&self->collector, line->text, &best) ||
      self->collector.n_illegal > 0)
    {
      fail (self, _ ("The engine claimed a move that is not legal"));
      return;
    }
  answer = cl_engine_collector_answer (&self->collector, best);
  clear_source (&self->deadline);
  clear_source (&self->show_later);
  self->talk = CL_TALK_NOTHING;
  self->n_failures = 0;
  cl_engine_set_state (self, CL_ENGINE_READY);
  cl_engine_return_answer (self, answer);
  cl_engine_begin (self);
}

/* ---- Beginning ---- */

static void
take_uci_ok (ClEngine *self)
{
  if (self->talk != CL_TALK_UCI_OK)
    return;
  if (self->name == NULL)
    self->name = g_path_get_basename (self->program);
  cl_engine_send_options (self, NULL);
  cl_engine_process_send (self->process, "isready");
  wait_for (self, CL_TALK_OPTIONS_READY, self->times.options_ms, silent_cb);
}

static void
take_ready (ClEngine *self)
{
  switch (self->talk)
    {
    case CL_TALK_OPTIONS_READY:
      clear_source (&self->deadline);
      self->talk = CL_TALK_NOTHING;
      self->is_wanted = FALSE;
      cl_engine_set_state (self, CL_ENGINE_READY);
      cl_engine_begin (self);
      break;
    case CL_TALK_QUERY_READY:
      begin_search (self);
      break;
    case CL_TALK_BEST_MOVE:
      self->pinged = FALSE;
      listen_on (self);
      break;
    default:
      break;
    }
}

static void
take_name (ClEngine *self, ChessText text)
{
  g_autofree char *name = NULL;

  if (self->talk != CL_TALK_UCI_OK || text.length == 0)
    return;
  name = g_strndup (text.text, MIN (text.length, 60));
  g_free (self->name);
  self->name = g_utf8_make_valid (name, -1);
}

static void
take_option (ClEngine *self, const ClUciLine *line)
{
  if (self->talk == CL_TALK_UCI_OK && self->options->len < MAX_OPTION)
    g_ptr_array_add (self->options, cl_engine_option_new (line));
}

static void
take_line (ClEngine *self, const ClUciLine *line)
{
  switch (line->kind)
    {
    case CL_UCI_ID_NAME:
      take_name (self, line->text);
      break;
    case CL_UCI_OPTION:
      take_option (self, line);
      break;
    case CL_UCI_OK:
      take_uci_ok (self);
      break;
    case CL_UCI_READY:
      take_ready (self);
      break;
    case CL_UCI_INFO:
      take_info (self, line);
      break;
    case CL_UCI_BEST_MOVE:
      take_best_move (self, line);
      break;
    default:
      break;
    }
}

static void
line_cb (const char *text, gsize length, gpointer user_data)
{
  g_autoptr (ClEngine) self = g_object_ref (user_data);
  ClUciLine line;

  cl_uci_line_parse (text, length, &line);
  take_line (self, &line);
}

static void
ended_cb (gboolean flooded, const char *reason, gpointer user_data)
{
  g_autoptr (ClEngine) self = g_object_ref (user_data);

  (void) flooded;
  fail (self, reason);
}

static void
start_program (ClEngine *self)
{
  static const ClEngineProcessSink sink = { line_cb, ended_cb };
  g_autoptr (GError) error = NULL;

  self->process = cl_engine_process_start (self->program, &sink, self, &error);
  if (self->process == NULL)
    {
      g_autofree char *message =
        g_strdup_printf (_ ("The engine cannot be started: %s"), error->message);

      self->n_failures = G_N_ELEMENTS (self->times.restart_ms);
      fail (self, message);
      return;
    }
  g_ptr_array_set_size (self->options, 0);
  g_hash_table_remove_all (self->sent);
  cl_engine_process_send (self->process, "uci");
  wait_for (self, CL_TALK_UCI_OK, self->times.uci_ms, silent_cb);
  cl_engine_set_state (self, CL_ENGINE_STARTING);
}

static gboolean
start_again_cb (gpointer data)
{
  g_autoptr (ClEngine) self = g_object_ref (data);

  clear_source (&self->deadline);
  cl_engine_set_state (self, CL_ENGINE_OFF);
  if (!g_queue_is_empty (&self->requests) || self->is_wanted)
    cl_engine_begin (self);
  return G_SOURCE_REMOVE;
}

void
cl_engine_begin (ClEngine *self)
{
  if (self->is_closed)
    return;
  if (self->state == CL_ENGINE_OFF)
    start_program (self);
  else if (self->state == CL_ENGINE_READY && self->active == NULL && self->build_known &&
           !g_queue_is_empty (&self->requests))
    {
      self->active = g_queue_pop_head (&self->requests);
      begin_query (self);
    }
}

/* ---- Going wrong ---- */

void
cl_engine_hang_up (ClEngine *self)
{
  clear_source (&self->deadline);
  clear_source (&self->show_later);
  self->talk = CL_TALK_NOTHING;
  g_clear_pointer (&self->process, cl_engine_process_kill);
}

static void
return_all (ClEngine *self, const char *message)
{
  ClEngineRequest *request;

  while ((request = g_queue_pop_head (&self->requests)) != NULL)
    cl_engine_return_error (request,
                            g_error_new_literal (CL_ENGINE_ERROR,
                                                 CL_ENGINE_ERROR_USELESS,
                                                 message));
}

static void
fail (ClEngine *self, const char *message)
{
  g_autoptr (ClEngine) kept = g_object_ref (self);
  g_autofree char *text = g_strdup (message);
  ClEngineRequest *request = g_steal_pointer (&self->active);
  gboolean useless = self->n_failures >= G_N_ELEMENTS (self->times.restart_ms);
  guint pause = useless ? 0 : self->times.restart_ms[self->n_failures];

  cl_engine_hang_up (self);
  self->n_failures++;
  if (useless)
    cl_engine_set_state (self, CL_ENGINE_USELESS);
  else
    {
      cl_engine_set_state (self, CL_ENGINE_WAITING);
      set_timer (self, &self->deadline, pause, start_again_cb);
    }
  cl_engine_tell_fault (self, text);
  if (request != NULL)
    cl_engine_return_error (request,
                            g_error_new_literal (CL_ENGINE_ERROR,
                                                 useless ? CL_ENGINE_ERROR_USELESS
                                                         : CL_ENGINE_ERROR_FAILED,
                                                 text));
  if (useless)
    return_all (self, text);
}
