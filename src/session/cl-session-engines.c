/* cl-session-engines.c: which engine, the analysis of games in the background, and recording what was found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-engines-private.h"

#include <glib/gi18n-lib.h>

#include "cl-citation.h"
#include "cl-job-private.h"

#define NODES     200000 /* for each position of a game, if nothing else was chosen */
#define LINES     5
#define MAX_TRIES 5 /* of an append, while others append to the same partition */

const char *
cl_session_no_engine_text (void)
{
  return _ ("No chess engine was found. Install Stockfish, or choose an engine in the preferences.");
}

gboolean
cl_session_may_evaluate (const ClGame *game)
{
  return game->status != CL_GAME_PLAYING || game->recorded_only || game->analysis_allowed;
}

char *
cl_session_dup_engine (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return cl_engine_find_program (self->engines->program);
}

ClEngine *
cl_session_make_engine (ClSession *self)
{
  g_autofree char *program = cl_session_dup_engine (self);
  ClEngine *engine;

  if (program == NULL || self->closed)
    return NULL;
  engine = cl_engine_new (program, NULL);
  for (guint i = 0; self->engines->options != NULL && self->engines->options[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (self->engines->options[i], "=", 2);

      if (parts[0] != NULL && parts[1] != NULL)
        cl_engine_set_option (engine, parts[0], parts[1]);
    }
  return engine;
}

void
cl_session_set_engine (ClSession *self,
                       const char *program,
                       const char *const *options,
                       guint64 nodes)
{
  ClSessionEngines *engines;

  g_return_if_fail (CL_IS_SESSION (self));

  engines = self->engines;
  g_free (engines->program);
  engines->program = g_strdup (program);
  g_strfreev (engines->options);
  engines->options = g_strdupv ((char **) options);
  engines->nodes = nodes;
  if (self->closed)
    return;
  if (engines->live != NULL)
    cl_live_evaluation_renew (engines->live);
  cl_session_opponent_renew (self);
}

static void
shown_cb (ClSession *self, GParamSpec *pspec, gpointer data)
{
  const ClGame *game = cl_session_get_game (self);

  if (self->closed)
    return;
  if (self->engines->live != NULL)
    cl_live_evaluation_update (self->engines->live, FALSE);
  if (game != NULL)
    cl_analyst_control_prefer (self->engines->control, game->partition, game->game);
}

ClLiveEvaluation *
cl_session_get_live_evaluation (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  if (self->engines->live == NULL)
    {
      self->engines->live = cl_live_evaluation_new (self);
      if (self->closed)
        cl_live_evaluation_close (self->engines->live);
    }
  return self->engines->live;
}

void
cl_session_engines_init (ClSession *self)
{
  self->engines = g_new0 (ClSessionEngines, 1);
  self->engines->control = cl_analyst_control_new ();
  self->engines->thinking = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->engines->despairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_signal_connect (self, "notify::game", G_CALLBACK (shown_cb), NULL);
  g_signal_connect (self, "notify::ply", G_CALLBACK (shown_cb), NULL);
  g_signal_connect (self, "notify::trial-length", G_CALLBACK (shown_cb), NULL);
}

void
cl_session_engines_close (ClSession *self)
{
  if (self->engines->live != NULL)
    cl_live_evaluation_close (self->engines->live);
  cl_session_opponent_close (self);
}

void
cl_session_engines_free (ClSession *self)
{
  g_clear_object (&self->engines->live);
  cl_analyst_control_unref (self->engines->control);
  g_hash_table_unref (self->engines->thinking);
  g_hash_table_unref (self->engines->despairs);
  g_free (self->engines->program);
  g_strfreev (self->engines->options);
  g_free (self->engines->opponent_trouble);
  g_clear_pointer (&self->engines, g_free);
}

/* --- Recording what was shown --- */

typedef struct
{
  ClLedger *ledger;
  ClAnalystPosition *position;
  ClAnalystManner manner;
  ClEngineAnswer *answer;
  gint64 now;
} Finding;

static void
finding_free (Finding *self)
{
  g_object_unref (self->ledger);
  cl_analyst_position_free (self->position);
  cl_engine_answer_unref (self->answer);
  g_free (self);
}

static ClAnalystPosition *
copy_position (const ClAnalystPosition *position)
{
  ClAnalystPosition *copy = g_memdup2 (position, sizeof *position);

  copy->partition = g_strdup (position->partition);
  copy->query = cl_engine_query_copy (position->query);
  return copy;
}

/* Is as much known as was found? */
static gboolean
is_known (ClReader *reader, const Finding *finding, gboolean *known, GError **error)
{
  g_autofree char *name = cl_engine_partition (finding->manner.engine);
  g_autoptr (ClReader) telling = cl_reader_dup (reader, error);
  g_autoptr (GPtrArray) positions =
    g_ptr_array_new_with_free_func ((GDestroyNotify) cl_analyst_position_free);
  ClAnalystManner manner = finding->manner;
  guint64 n = 0;

  if (telling == NULL)
    return FALSE;
  cl_reader_localize_citations (telling);
  manner.limit_nodes = finding->answer->nodes;
  g_ptr_array_add (positions, copy_position (finding->position));
  if (!cl_analyst_drop_known (telling, name, &manner, positions, &n, error))
    return FALSE;
  *known = n > 0;
  return TRUE;
}

static gboolean
append_finding (ClReader *reader, const char *partition, const Finding *finding, GError **error)
{
  ClPartitionInfo info = { 0 };
  g_autoptr (ClDraft) draft = cl_draft_new (partition, CL_ANALYST_PRODUCER, NULL);
  g_autoptr (GError) local = NULL;
  g_autoptr (ClCitations) citations = cl_citations_new (reader, error);
  g_autofree char *name = NULL;
  ClAppended appended;

  if (citations == NULL)
    return FALSE;
  name = cl_citations_name (citations, partition, finding->position->partition);
  if (!cl_reader_get_partition (reader, partition, &info, &local) && local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  cl_analyst_add_fact (draft,
                       finding->position,
                       name,
                       &finding->manner,
                       finding->answer,
                       finding->now);
  return cl_ledger_append (finding->ledger, draft, info.head, &appended, error);
}

static void
record_finding (ClReader *reader, GTask *task)
{
  Finding *finding = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *partition =
    cl_analyst_partition (finding->ledger, reader, finding->manner.engine, &error);
  gboolean known = FALSE, ok;

  ok = partition != NULL && is_known (reader, finding, &known, &error);
  for (guint i = 0; ok && !known && i < MAX_TRIES; i++)
    {
      g_clear_error (&error);
      if (append_finding (reader, partition, finding, &error))
        break;
      ok = g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT);
    }
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("An evaluation could not be recorded: %s", error->message);
}

void
cl_session_record_evaluation (ClSession *self,
                              const ClAnalystPosition *position,
                              const ClAnalystManner *manner,
                              ClEngineAnswer *answer)
{
  Finding *finding;
  GTask *task;

  if (self->closed || self->read_only)
    return;
  finding = g_new0 (Finding, 1);
  finding->ledger = g_object_ref (self->ledger);
  finding->position = copy_position (position);
  finding->manner = *manner;
  finding->answer = cl_engine_answer_ref (answer);
  finding->now = cl_time_source_real_us (&self->time);
  task = g_task_new (self, NULL, recorded_cb, NULL);
  g_task_set_source_tag (task, cl_session_record_evaluation);
  g_task_set_task_data (task, finding, (GDestroyNotify) finding_free);
  cl_worker_run (self->reading, task, record_finding);
}

/* --- Analysis of games --- */

typedef struct
{
  ClLedger *ledger;
  char *program;
  GStrv options;
  guint64 nodes;
  char *partition; /* (nullable): all games */
  guint32 game;
  ClAnalystControl *control; /* (nullable) */
} Analysis;

static void
analysis_free (Analysis *self)
{
  g_object_unref (self->ledger);
  g_clear_pointer (&self->control, cl_analyst_control_unref);
  g_strfreev (self->options);
  g_free (self->program);
  g_free (self->partition);
  g_free (self);
}

typedef struct
{
  ClJob *job;
  gboolean single;
  ClAnalystStatus status;
} Account;

static void
progress_cb (const ClAnalystStatus *status, gpointer data)
{
  Account *self = data;
  double done = (double) status->n_evaluated + status->n_failed;

  self->status = *status;
  if (self->single)
    cl_job_report (self->job, status->n_to_do > 0 ? done / status->n_to_do : -1, 0);
  else
    cl_job_report (self->job,
                   status->n_games > 0 ? (double) status->n_games_done / status->n_games : -1,
                   status->n_games_done);
}

static gboolean
add_targets (const Analysis *work, ClReader *reader, GArray *targets, GError **error)
{
  g_autoptr (GArray) all = NULL;

  if (work->partition != NULL)
    {
      ClAnalystTarget target = { work->partition, work->game };

      g_array_append_val (targets, target);
      return TRUE;
    }
  all = cl_reader_list_partitions (reader, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      ClAnalystTarget target = { g_array_index (all, ClPartitionInfo, i).key, 0 };

      if (g_str_has_prefix (target.partition, "table/") ||
          g_str_has_prefix (target.partition, "archive/"))
        g_array_append_val (targets, target);
    }
  return all != NULL;
}

static char *
describe (const ClAnalystStatus *status)
{
  if (status->n_running > 0 && status->n_evaluated == 0 && status->n_known == 0)
    return g_strdup (
      _ ("A game in progress is not analysed: it was not allowed when the game began."));
  if (status->n_evaluated == 0 && status->n_failed == 0)
    return g_strdup (_ ("Everything was analysed already."));
  if (status->n_failed > 0)
    return g_strdup_printf (_ ("%" G_GUINT64_FORMAT " positions analysed; the engine failed on %" G_GUINT64_FORMAT "."),
                               status->n_evaluated,
                               status->n_failed);
  return g_strdup_printf (ngettext ("%" G_GUINT64_FORMAT " position analysed.",
                                    "%" G_GUINT64_FORMAT " positions analysed.",
                                    status->n_evaluated),
                          status->n_evaluated);
}

static ClJobResult *
analyse (ClJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Analysis *work = data;
  g_autoptr (ClReader) reader = cl_reader_new (work->ledger, error);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (ClAnalystTarget));
  g_autoptr (GError) local = NULL;
  Account account = { .job = job, .single = work->partition != NULL };
  ClAnalystSettings settings = { .program = work->program,
                                 .options = (const char *const *) work->options,
                                 .limit_nodes = work->nodes,
                                 .multipv = LINES,
                                 .by_depth = TRUE,
                                 .n_jobs = 1 };
  ClJobResult *result;

  if (reader == NULL || !add_targets (work, reader, targets, error))
    return NULL;
  if (!cl_analyst_run (work->ledger,
                       (const ClAnalystTarget *) targets->data,
                       targets->len,
                       &settings,
                       work->control,
                       cancellable,
                       progress_cb,
                       &account,
                       &local) &&
      !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  result = g_new0 (ClJobResult, 1);
  result->cancelled = local != NULL;
  result->games = account.status.n_games_done;
  result->message =
    local != NULL ? g_strdup_printf (ngettext ("Stopped: %" G_GUINT64_FORMAT " position is kept.",
                                               "Stopped: %" G_GUINT64_FORMAT " positions are kept.",
                                               account.status.n_evaluated),
                                     account.status.n_evaluated)
                  : describe (&account.status);
  return result;
}

static void
update_pause (ClSession *self)
{
  cl_analyst_control_set_paused (self->engines->control,
                                 self->engines->paused || self->engines->n_single > 0);
}

static void
single_finished_cb (ClSession *self, GParamSpec *pspec, ClJob *job)
{
  if (!cl_job_is_finished (job) || self->engines == NULL)
    return;
  g_signal_handlers_disconnect_by_func (job, single_finished_cb, self);
  self->engines->n_single--;
  update_pause (self);
}

static ClJob *
start_analysis (ClSession *self, const char *title, const char *partition, guint32 game)
{
  g_autofree char *program = cl_session_dup_engine (self);
  GError *error = NULL;
  Analysis *work;
  ClJob *job;

  if (!cl_session_check_writable (self, &error))
    return cl_job_new_failed (title, error);
  if (program == NULL)
    return cl_job_new_failed (title,
                              g_error_new_literal (G_IO_ERROR,
                                                   G_IO_ERROR_NOT_FOUND,
                                                   cl_session_no_engine_text ()));
  work = g_new0 (Analysis, 1);
  work->ledger = g_object_ref (self->ledger);
  work->program = g_steal_pointer (&program);
  work->options = g_strdupv (self->engines->options);
  work->nodes = self->engines->nodes > 0 ? self->engines->nodes : NODES;
  work->partition = g_strdup (partition);
  work->game = game;
  if (partition == NULL)
    work->control = cl_analyst_control_ref (self->engines->control);
  job =
    cl_session_keep_job (self, cl_job_run (title, analyse, work, (GDestroyNotify) analysis_free));
  if (partition != NULL)
    {
      self->engines->n_single++;
      update_pause (self);
      g_signal_connect_object (job,
                               "notify::finished",
                               G_CALLBACK (single_finished_cb),
                               self,
                               G_CONNECT_SWAPPED);
    }
  return job;
}

ClJob *
cl_session_analyse_game (ClSession *self, const char *partition, guint32 game)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);
  g_return_val_if_fail (partition != NULL && game > 0, NULL);

  return start_analysis (self, _ ("Analysing the game"), partition, game);
}

ClJob *
cl_session_analyse_all (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return start_analysis (self, _ ("Analysing all games"), NULL, 0);
}

void
cl_session_set_analysis_paused (ClSession *self, gboolean paused)
{
  g_return_if_fail (CL_IS_SESSION (self));

  self->engines->paused = paused;
  update_pause (self);
}

gboolean
cl_session_get_analysis_paused (ClSession *self)
{
  return self->engines->paused;
}
