/* cl-game-analysis.c: the analysis of the session's chosen game, kept up to date off the main thread
 *
 * One request is under way at most; what changes meanwhile is asked for when its answer is there. An answer for a game that is
 * no longer shown is still shown until the next, if it is of the same game: a move more makes no graph blink.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-analysis.h"

#include "cl-analysis-view.h"
#include "cl-session-engines.h"
#include "cl-worker.h"

#include <string.h>

#define VIEW "analysis"

struct _ClGameAnalysis
{
  GObject parent_instance;

  ClSession *session; /* not owned; NULL once closed */
  ClRunner *runner;
  ClWorker *worker;
  GCancellable *cancellable;
  ClAnalysis *analysis; /* (nullable) */
  guint8 digest[32];    /* of the evaluations in it */
  gboolean hindsight;
  gboolean busy, due; /* a request is under way; and another is wanted */
};

enum
{
  PROP_ANALYSIS = 1,
  PROP_HINDSIGHT,
  PROP_HIDDEN,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClGameAnalysis, cl_game_analysis, G_TYPE_OBJECT)

/* --- On the worker --- */

typedef struct
{
  ClRunner *runner;
  ClGame *game;
  guint64 position;
  ClGame *shown_game; /* (nullable): what is shown already, and from which evaluations */
  guint64 shown_position;
  guint8 digest[32]; /* (inout) */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_object_unref (self->runner);
  cl_game_unref (self->game);
  g_clear_pointer (&self->shown_game, cl_game_unref);
  g_free (self);
}

typedef struct
{
  const char *prefix;
  ClMap *map;
} Reading;

static gboolean
take_key_cb (const char *key, const char *value, gpointer user_data)
{
  Reading *reading = user_data;

  if (!g_str_has_prefix (key, reading->prefix))
    return FALSE;
  cl_map_set (reading->map, key, value);
  return TRUE;
}

ClMap *
cl_game_analysis_read_evaluations (ClRunner *runner,
                                   const char *partition,
                                   guint32 game,
                                   guint64 position,
                                   GError **error)
{
  g_autofree char *prefix = cl_analysis_prefix (partition, game);
  g_autoptr (ClMap) map = cl_map_new ();
  Reading reading = { prefix, map };

  if (!cl_runner_read_state (runner, VIEW, position, prefix, take_key_cb, &reading, NULL, error))
    return NULL;
  return g_steal_pointer (&map);
}

/* Returns NULL without an error if it would say what is shown already. */
static void
analyse (ClReader *reader, GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autoptr (ClMap) evaluations = NULL;
  guint8 digest[32];
  GError *error = NULL;

  evaluations = cl_game_analysis_read_evaluations (request->runner,
                                                   request->game->partition,
                                                   request->game->game,
                                                   request->position,
                                                   &error);
  if (evaluations == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  cl_map_digest (evaluations, digest);
  if (request->game == request->shown_game && request->position == request->shown_position &&
      memcmp (digest, request->digest, sizeof digest) == 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  memcpy (request->digest, digest, sizeof digest);
  g_task_return_pointer (task,
                         cl_analysis_new (request->game, evaluations, request->position),
                         (GDestroyNotify) cl_analysis_unref);
}

/* --- On the main thread --- */

static void
set_analysis (ClGameAnalysis *self, ClAnalysis *analysis)
{
  if (self->analysis == analysis)
    return;
  g_clear_pointer (&self->analysis, cl_analysis_unref);
  self->analysis = analysis != NULL ? cl_analysis_ref (analysis) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANALYSIS]);
}

static gboolean
is_same_game (const ClGame *game, const ClGame *other)
{
  return game != NULL && other != NULL && game->game == other->game &&
         g_str_equal (game->partition, other->partition);
}

static void refresh (ClGameAnalysis *self);

static void
set_busy (ClGameAnalysis *self, gboolean busy)
{
  if (self->busy == busy)
    return;
  self->busy = busy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
analysed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClGameAnalysis *self = CL_GAME_ANALYSIS (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClAnalysis) analysis = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->session == NULL)
    return;
  if (analysis != NULL && !cl_game_analysis_is_hidden (self) &&
      is_same_game (analysis->game, cl_session_get_game (self->session)))
    {
      const Request *request = g_task_get_task_data (G_TASK (result));

      memcpy (self->digest, request->digest, sizeof self->digest);
      set_analysis (self, analysis);
    }
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("The analysis cannot be read: %s", error->message);
  if (!self->due)
    {
      set_busy (self, FALSE);
      return;
    }
  self->busy = self->due = FALSE;
  refresh (self);
  if (!self->busy)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
refresh (ClGameAnalysis *self)
{
  const ClGame *game = self->session != NULL ? cl_session_get_game (self->session) : NULL;
  Request *request;
  GTask *task;

  if (self->session == NULL)
    return;
  if (game == NULL || cl_game_analysis_is_hidden (self) ||
      (self->analysis != NULL && !is_same_game (game, self->analysis->game)))
    set_analysis (self, NULL);
  if (game == NULL || cl_game_analysis_is_hidden (self))
    return;
  if (self->busy)
    {
      self->due = TRUE;
      return;
    }
  request = g_new0 (Request, 1);
  request->runner = g_object_ref (self->runner);
  request->game = cl_game_ref ((ClGame *) game);
  request->position = self->hindsight ? 0 : cl_session_get_position (self->session);
  if (self->analysis != NULL)
    {
      request->shown_game = cl_game_ref (self->analysis->game);
      request->shown_position = self->analysis->known_at;
      memcpy (request->digest, self->digest, sizeof self->digest);
    }
  task = g_task_new (self, self->cancellable, analysed_cb, NULL);
  g_task_set_source_tag (task, refresh);
  g_task_set_task_data (task, request, request_free);
  set_busy (self, TRUE);
  cl_worker_run (self->worker, task, analyse);
}

static void
game_changed_cb (ClSession *session, GParamSpec *pspec, ClGameAnalysis *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIDDEN]);
  refresh (self);
}

static void
position_changed_cb (ClSession *session, GParamSpec *pspec, ClGameAnalysis *self)
{
  if (!self->hindsight)
    refresh (self);
}

static void
view_changed_cb (ClRunner *runner, const char *name, guint64 position, ClGameAnalysis *self)
{
  /* The view moves with every fact of the ledger; whether anything changed here, the worker sees. */
  if (g_str_equal (name, VIEW))
    refresh (self);
}

static void
cl_game_analysis_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  ClGameAnalysis *self = CL_GAME_ANALYSIS (object);

  switch (prop_id)
    {
    case PROP_ANALYSIS:
      g_value_set_pointer (value, self->analysis);
      break;
    case PROP_HINDSIGHT:
      g_value_set_boolean (value, self->hindsight);
      break;
    case PROP_HIDDEN:
      g_value_set_boolean (value, cl_game_analysis_is_hidden (self));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->busy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_game_analysis_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  ClGameAnalysis *self = CL_GAME_ANALYSIS (object);

  switch (prop_id)
    {
    case PROP_HINDSIGHT:
      cl_game_analysis_set_hindsight (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cl_game_analysis_finalize (GObject *object)
{
  ClGameAnalysis *self = CL_GAME_ANALYSIS (object);

  cl_worker_free (self->worker);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->analysis, cl_analysis_unref);
  g_clear_object (&self->runner);

  G_OBJECT_CLASS (cl_game_analysis_parent_class)->finalize (object);
}

static void
cl_game_analysis_class_init (ClGameAnalysisClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = cl_game_analysis_get_property;
  object_class->set_property = cl_game_analysis_set_property;
  object_class->finalize = cl_game_analysis_finalize;

  properties[PROP_ANALYSIS] = g_param_spec_pointer ("analysis", NULL, NULL, flags);
  properties[PROP_HINDSIGHT] =
    g_param_spec_boolean ("hindsight", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_HIDDEN] = g_param_spec_boolean ("hidden", NULL, NULL, FALSE, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_game_analysis_init (ClGameAnalysis *self)
{
  self->cancellable = g_cancellable_new ();
  self->worker = cl_worker_new ("session-analysis", NULL);
}

ClGameAnalysis *
cl_game_analysis_new (ClSession *session)
{
  ClGameAnalysis *self;

  g_return_val_if_fail (CL_IS_SESSION (session), NULL);

  self = g_object_new (CL_TYPE_GAME_ANALYSIS, NULL);
  self->session = session;
  self->runner = g_object_ref (cl_session_get_runner (session));
  g_signal_connect_object (session, "notify::game", G_CALLBACK (game_changed_cb), self, 0);
  g_signal_connect_object (session, "notify::position", G_CALLBACK (position_changed_cb), self, 0);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (view_changed_cb), self, 0);
  refresh (self);
  return self;
}

void
cl_game_analysis_close (ClGameAnalysis *self)
{
  g_return_if_fail (CL_IS_GAME_ANALYSIS (self));

  self->session = NULL;
  g_cancellable_cancel (self->cancellable);
  cl_worker_stop (self->worker);
}

ClAnalysis *
cl_game_analysis_get (ClGameAnalysis *self)
{
  g_return_val_if_fail (CL_IS_GAME_ANALYSIS (self), NULL);

  return self->analysis;
}

void
cl_game_analysis_set_hindsight (ClGameAnalysis *self, gboolean hindsight)
{
  g_return_if_fail (CL_IS_GAME_ANALYSIS (self));

  if (self->hindsight == !!hindsight)
    return;
  self->hindsight = !!hindsight;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HINDSIGHT]);
  refresh (self);
}

gboolean
cl_game_analysis_get_hindsight (ClGameAnalysis *self)
{
  g_return_val_if_fail (CL_IS_GAME_ANALYSIS (self), FALSE);

  return self->hindsight;
}

gboolean
cl_game_analysis_is_hidden (ClGameAnalysis *self)
{
  const ClGame *game;

  g_return_val_if_fail (CL_IS_GAME_ANALYSIS (self), FALSE);

  game = self->session != NULL ? cl_session_get_live_game (self->session) : NULL;
  return game != NULL && !cl_session_may_evaluate (game);
}

gboolean
cl_game_analysis_is_busy (ClGameAnalysis *self)
{
  g_return_val_if_fail (CL_IS_GAME_ANALYSIS (self), FALSE);

  return self->busy;
}
