/* cl-live-evaluation.c: keeps one engine at the board that is shown
 *
 * A change of the board stops the search and asks anew a moment later, so that scrubbing through a game costs no search a
 * move. A search that is stopped still answers: what it found is recorded if it took long enough to be read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-engines-private.h"

#define SETTLE_MS 60    /* the board must stand still so long */
#define THINK_MS  60000 /* on one board */
#define READ_MS   1000  /* what was shown for less is not recorded */

/* One question, until its answer comes. */
typedef struct
{
  ClLiveEvaluation *live;
  ClAnalystPosition *position; /* ply and cites mean nothing in a trial line */
  gboolean is_trial;
} Search;

struct _ClLiveEvaluation
{
  GObject parent_instance;
  ClSession *session; /* it owns this; NULL once closed */
  ClEngine *engine;
  gboolean running;
  guint lines;
  ClLiveState state;
  ClEngineAnswer *answer;
  char *message;
  Search *search; /* the newest; owned by its callback */
  guint timer;
};

enum
{
  PROP_RUNNING = 1,
  PROP_LINES,
  PROP_STATE,
  PROP_ANSWER,
  PROP_MESSAGE,
  PROP_ENGINE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClLiveEvaluation, cl_live_evaluation, G_TYPE_OBJECT)

static void
notify (ClLiveEvaluation *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_answer (ClLiveEvaluation *self, ClEngineAnswer *answer)
{
  if (answer == self->answer)
    return;
  g_clear_pointer (&self->answer, cl_engine_answer_unref);
  self->answer = answer != NULL ? cl_engine_answer_ref (answer) : NULL;
  notify (self, PROP_ANSWER);
}

static void
set_state (ClLiveEvaluation *self, ClLiveState state, const char *message)
{
  if (g_strcmp0 (message, self->message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      notify (self, PROP_MESSAGE);
    }
  if (self->state == state)
    return;
  self->state = state;
  notify (self, PROP_STATE);
}

static void
search_free (Search *self)
{
  g_clear_pointer (&self->position, cl_analyst_position_free);
  g_object_unref (self->live);
  g_free (self);
}

/* The board shown, by its game and the trial line; NULL if there is none or no move is left. */
static ClAnalystPosition *
make_position (ClSession *session, const ClGame *game)
{
  ClAnalystPosition *position = cl_analyst_position_at (game, cl_session_get_ply (session));
  ChessMoveList legal;

  for (guint i = 0; position != NULL && i < session->trial->len; i++)
    cl_engine_query_add_move (position->query, g_array_index (session->trial, ChessMove, i));
  if (position == NULL)
    return NULL;
  chess_position_legal_moves (&position->query->position, &legal);
  if (legal.n == 0)
    g_clear_pointer (&position, cl_analyst_position_free);
  return position;
}

static void
record (ClLiveEvaluation *self, const Search *search, ClEngineAnswer *answer)
{
  ClAnalystManner manner;

  if (self->session == NULL || search->is_trial || !answer->is_whole || answer->time_ms < READ_MS)
    return;
  cl_analyst_manner_init (&manner, self->engine);
  manner.multipv = search->position->query->multipv;
  cl_session_record_evaluation (self->session, search->position, &manner, answer);
}

static void
progress_cb (ClEngineAnswer *answer, gpointer data)
{
  Search *search = data;
  ClLiveEvaluation *self = search->live;

  if (self->search != search)
    return;
  set_state (self, CL_LIVE_RUNNING, NULL);
  set_answer (self, answer);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Search *search = data;
  ClLiveEvaluation *self = search->live;
  gboolean newest = self->search == search;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEngineAnswer) answer = cl_engine_ask_finish (CL_ENGINE (source), result, &error);

  if (newest)
    self->search = NULL;
  if (answer != NULL)
    record (self, search, answer);
  if (newest && answer != NULL)
    {
      if (answer->n_lines > 0)
        set_answer (self, answer);
      set_state (self, CL_LIVE_DONE, NULL);
    }
  else if (newest && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_state (self, CL_LIVE_FAILED, error->message);
      if (g_error_matches (error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_FAILED))
        cl_live_evaluation_update (self, TRUE);
    }
  search_free (search);
}

static void
engine_changed_cb (ClLiveEvaluation *self, GParamSpec *pspec, ClEngine *engine)
{
  notify (self, PROP_ENGINE);
}

static void
drop_engine (ClLiveEvaluation *self)
{
  if (self->engine == NULL)
    return;
  self->search = NULL;
  g_signal_handlers_disconnect_by_data (self->engine, self);
  cl_engine_close (self->engine);
  g_clear_object (&self->engine);
}

static gboolean
ensure_engine (ClLiveEvaluation *self)
{
  if (self->engine != NULL && cl_engine_get_state (self->engine) == CL_ENGINE_USELESS)
    drop_engine (self);
  if (self->engine != NULL)
    return TRUE;
  self->engine = cl_session_make_engine (self->session);
  if (self->engine == NULL)
    return FALSE;
  g_signal_connect_swapped (self->engine, "notify::state", G_CALLBACK (engine_changed_cb), self);
  return TRUE;
}

static void
stop_search (ClLiveEvaluation *self)
{
  if (self->search != NULL && self->engine != NULL)
    cl_engine_stop (self->engine);
  self->search = NULL;
}

static gboolean
is_same (const Search *search, const ClAnalystPosition *position, gboolean trial)
{
  return search != NULL && search->is_trial == trial && search->position->ply == position->ply &&
         search->position->game == position->game && search->position->cites == position->cites &&
         g_str_equal (search->position->partition, position->partition) &&
         search->position->query->position.key == position->query->position.key;
}

static void
begin_search (ClLiveEvaluation *self, ClAnalystPosition *position)
{
  Search *search = g_new0 (Search, 1);

  search->live = g_object_ref (self);
  search->position = position;
  search->is_trial = self->session->trial->len > 0;
  position->query->multipv = self->lines;
  position->query->limit_ms = THINK_MS;
  stop_search (self);
  self->search = search;
  set_answer (self, NULL);
  set_state (self, CL_LIVE_STARTING, self->state == CL_LIVE_FAILED ? self->message : NULL);
  cl_engine_ask_async (self->engine, position->query, NULL, progress_cb, answered_cb, search);
}

static void
rest (ClLiveEvaluation *self, ClLiveState state, const char *message)
{
  stop_search (self);
  set_answer (self, NULL);
  set_state (self, state, message);
}

static gboolean
settled_cb (gpointer data)
{
  ClLiveEvaluation *self = data;
  const ClGame *game = cl_session_get_game (self->session);
  g_autoptr (ClAnalystPosition) position = NULL;

  self->timer = 0;
  if (!self->running)
    {
      rest (self, CL_LIVE_OFF, NULL);
      drop_engine (self);
      return G_SOURCE_REMOVE;
    }
  position = game != NULL ? make_position (self->session, game) : NULL;
  if (position == NULL)
    rest (self, CL_LIVE_IDLE, NULL);
  else if (!cl_session_may_evaluate (game))
    rest (self, CL_LIVE_HIDDEN, NULL);
  else if (is_same (self->search, position, self->session->trial->len > 0) &&
           self->search->position->query->multipv == self->lines)
    return G_SOURCE_REMOVE;
  else if (!ensure_engine (self))
    rest (self, CL_LIVE_FAILED, cl_session_no_engine_text ());
  else
    begin_search (self, g_steal_pointer (&position));
  return G_SOURCE_REMOVE;
}

void
cl_live_evaluation_update (ClLiveEvaluation *self, gboolean anew)
{
  const ClGame *game;

  if (self->session == NULL)
    return;
  if (anew)
    self->search = NULL;
  /* What players must not see goes at once. */
  game = cl_session_get_game (self->session);
  if (self->running && game != NULL && !cl_session_may_evaluate (game))
    rest (self, CL_LIVE_HIDDEN, NULL);
  if (self->timer == 0)
    self->timer = g_timeout_add (self->running ? SETTLE_MS : 0, settled_cb, self);
}

void
cl_live_evaluation_set_running (ClLiveEvaluation *self, gboolean running)
{
  g_return_if_fail (CL_IS_LIVE_EVALUATION (self));

  if (self->running == running)
    return;
  self->running = running;
  notify (self, PROP_RUNNING);
  cl_live_evaluation_update (self, FALSE);
}

gboolean
cl_live_evaluation_get_running (ClLiveEvaluation *self)
{
  return self->running;
}

void
cl_live_evaluation_set_lines (ClLiveEvaluation *self, guint lines)
{
  g_return_if_fail (CL_IS_LIVE_EVALUATION (self));

  lines = CLAMP (lines, 1, CL_ENGINE_MAX_LINES);
  if (self->lines == lines)
    return;
  self->lines = lines;
  notify (self, PROP_LINES);
  cl_live_evaluation_update (self, FALSE);
}

guint
cl_live_evaluation_get_lines (ClLiveEvaluation *self)
{
  return self->lines;
}

ClLiveState
cl_live_evaluation_get_state (ClLiveEvaluation *self)
{
  return self->state;
}

ClEngineAnswer *
cl_live_evaluation_get_answer (ClLiveEvaluation *self)
{
  return self->answer;
}

const char *
cl_live_evaluation_get_message (ClLiveEvaluation *self)
{
  return self->message;
}

const char *
cl_live_evaluation_get_engine (ClLiveEvaluation *self)
{
  return self->engine != NULL ? cl_engine_get_name (self->engine) : NULL;
}

void
cl_live_evaluation_renew (ClLiveEvaluation *self)
{
  drop_engine (self);
  notify (self, PROP_ENGINE);
  cl_live_evaluation_update (self, TRUE);
}

void
cl_live_evaluation_close (ClLiveEvaluation *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->session = NULL;
  drop_engine (self);
}

ClLiveEvaluation *
cl_live_evaluation_new (ClSession *session)
{
  ClLiveEvaluation *self = g_object_new (CL_TYPE_LIVE_EVALUATION, NULL);

  self->session = session;
  return self;
}

static void
cl_live_evaluation_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  ClLiveEvaluation *self = CL_LIVE_EVALUATION (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    case PROP_LINES:
      g_value_set_uint (value, self->lines);
      break;
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_ANSWER:
      g_value_set_boxed (value, self->answer);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_ENGINE:
      g_value_set_string (value, cl_live_evaluation_get_engine (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
cl_live_evaluation_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  ClLiveEvaluation *self = CL_LIVE_EVALUATION (object);

  if (id == PROP_RUNNING)
    cl_live_evaluation_set_running (self, g_value_get_boolean (value));
  else if (id == PROP_LINES)
    cl_live_evaluation_set_lines (self, g_value_get_uint (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_live_evaluation_finalize (GObject *object)
{
  ClLiveEvaluation *self = CL_LIVE_EVALUATION (object);

  cl_live_evaluation_close (self);
  g_clear_pointer (&self->answer, cl_engine_answer_unref);
  g_free (self->message);
  G_OBJECT_CLASS (cl_live_evaluation_parent_class)->finalize (object);
}

static void
cl_live_evaluation_class_init (ClLiveEvaluationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_live_evaluation_get_property;
  object_class->set_property = cl_live_evaluation_set_property;
  object_class->finalize = cl_live_evaluation_finalize;
  properties[PROP_RUNNING] =
    g_param_spec_boolean ("running", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_LINES] =
    g_param_spec_uint ("lines", NULL, NULL, 1, CL_ENGINE_MAX_LINES, 3, flags | G_PARAM_WRITABLE);
  properties[PROP_STATE] =
    g_param_spec_uint ("state", NULL, NULL, 0, CL_LIVE_FAILED, CL_LIVE_OFF, flags);
  properties[PROP_ANSWER] = g_param_spec_boxed ("answer", NULL, NULL, CL_TYPE_ENGINE_ANSWER, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_ENGINE] = g_param_spec_string ("engine", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_live_evaluation_init (ClLiveEvaluation *self)
{
  self->lines = 3;
}
