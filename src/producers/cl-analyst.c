/* cl-analyst.c: runs engines over games: what is next, who is free, what came of it, and one append at a time
 *
 * All happens on the calling thread, in a main context of its own: the engines' lines, the appends that come back, the
 * cancellation. Each search begins with an empty hash table, so that what is found does not depend on what was searched
 * before, by how many engines, or whether the run was interrupted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analyst-private.h"

#include "cl-citation.h"
#include "cl-game-load.h"

#include <glib/gi18n-lib.h>

#define MAX_TRIES  2   /* of a position, each of which an engine survived badly */
#define MAX_OUTBOX 200 /* evaluations that wait for the disk before no more are asked for */

struct _ClAnalystControl
{
  gatomicrefcount ref_count;
  GMutex mutex;
  gboolean paused;
  char *partition; /* preferred */
  guint32 game;
  GMainContext *context; /* of the run, to wake it; NULL before and after */
};

typedef struct _Run Run;

typedef struct
{
  Run *run;
  ClEngine *engine;
  ClAnalystPosition *asked; /* NULL: free */
  gboolean useless;
} Seat;

typedef struct
{
  char *partition;
  guint32 game;
} GameName;

struct _Run
{
  ClLedger *ledger;
  ClReader *reader;
  const ClAnalystSettings *settings;
  ClAnalystControl *control;
  GCancellable *cancellable; /* of the searches */
  ClAnalystProgress progress;
  gpointer user_data;
  GMainContext *context;
  ClAnalystStatus status;
  char *trouble;
  GPtrArray *games; /* (element-type GameName): not looked at yet, the last comes first */
  GQueue positions; /* (element-type ClAnalystPosition): to be asked about */
  Seat *seats;
  ClAnalystManner manner;
  gboolean knows_engine;
  char *engine_name;      /* of partitions in which it may be known already */
  char *engine_partition; /* into which it is written */
  ClCitations *citations;
  guint64 head; /* of that partition */
  ClDraft *outbox;
  ClDraft *sent; /* (nullable): on its way to the disk */
  gboolean stopping;
  GError *error;
};

ClAnalystControl *
cl_analyst_control_new (void)
{
  ClAnalystControl *self = g_new0 (ClAnalystControl, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->mutex);
  return self;
}

ClAnalystControl *
cl_analyst_control_ref (ClAnalystControl *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_analyst_control_unref (ClAnalystControl *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_mutex_clear (&self->mutex);
  g_free (self->partition);
  g_free (self);
}

static void
wake (ClAnalystControl *self)
{
  if (self->context != NULL)
    g_main_context_wakeup (self->context);
}

void
cl_analyst_control_set_paused (ClAnalystControl *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->paused = paused;
  wake (self);
  g_mutex_unlock (&self->mutex);
}

void
cl_analyst_control_prefer (ClAnalystControl *self, const char *partition, guint32 game)
{
  g_mutex_lock (&self->mutex);
  g_free (self->partition);
  self->partition = g_strdup (partition);
  self->game = game;
  wake (self);
  g_mutex_unlock (&self->mutex);
}

static void
attach_control (ClAnalystControl *self, GMainContext *context)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->context = context;
  g_mutex_unlock (&self->mutex);
}

static gboolean
is_paused (Run *self)
{
  gboolean paused;

  if (self->control == NULL)
    return FALSE;
  g_mutex_lock (&self->control->mutex);
  paused = self->control->paused;
  g_mutex_unlock (&self->control->mutex);
  return paused;
}

static void
tell (Run *self)
{
  self->status.engine = self->knows_engine ? self->manner.engine : NULL;
  self->status.trouble = self->trouble;
  if (self->progress != NULL)
    self->progress (&self->status, self->user_data);
}

/* No more is begun; what is under way on the disk is waited for. */
static void
stop (Run *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  self->stopping = TRUE;
  g_cancellable_cancel (self->cancellable);
}

/* ---- To the ledger ---- */

static void send_outbox (Run *self);

static gboolean
find_head (Run *self, GError **error)
{
  ClPartitionInfo info = { 0 };
  g_autoptr (GError) local = NULL;

  self->head = 0;
  if (cl_reader_get_partition (self->reader, self->engine_partition, &info, &local))
    self->head = info.head;
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
appended_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Run *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) sent = g_steal_pointer (&self->sent);
  ClAppended appended;

  if (cl_ledger_append_finish (CL_LEDGER (source), result, &appended, &error))
    {
      self->head = appended.last_offset;
      self->status.n_evaluated += cl_draft_get_length (sent);
      tell (self);
    }
  else if (g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT) ||
           g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP))
    {
      /* Another producer of this process was faster: behind it, then. */
      g_clear_error (&error);
      if (find_head (self, &error))
        {
          self->sent = g_steal_pointer (&sent);
          cl_ledger_append_async (self->ledger, self->sent, self->head, NULL, appended_cb, self);
          return;
        }
    }
  if (error != NULL)
    stop (self, g_steal_pointer (&error));
  send_outbox (self);
}

static void
send_outbox (Run *self)
{
  if (self->sent != NULL || self->outbox == NULL)
    return;
  self->sent = g_steal_pointer (&self->outbox);
  cl_ledger_append_async (self->ledger, self->sent, self->head, NULL, appended_cb, self);
}

static void
record (Run *self, const ClAnalystPosition *position, const ClEngineAnswer *answer)
{
  g_autofree char *name =
    cl_citations_name (self->citations, self->engine_partition, position->partition);

  if (self->outbox == NULL)
    self->outbox = cl_draft_new (self->engine_partition, CL_ANALYST_PRODUCER, NULL);
  cl_analyst_add_fact (self->outbox, position, name, &self->manner, answer, g_get_real_time ());
  self->status.nodes += answer->nodes;
  send_outbox (self);
}

/* ---- From the ledger ---- */

static void
free_name (GameName *self)
{
  g_free (self->partition);
  g_free (self);
}

static void
add_name (GPtrArray *names, const char *partition, guint32 game)
{
  GameName *name = g_new0 (GameName, 1);

  name->partition = g_strdup (partition);
  name->game = game;
  g_ptr_array_add (names, name);
}

static gboolean
list_games (Run *self, const ClAnalystTarget *targets, gsize n, GError **error)
{
  for (gsize i = n; i > 0; i--)
    {
      const ClAnalystTarget *target = &targets[i - 1];
      ClPartitionInfo info = { 0 };
      g_autoptr (GError) local = NULL;

      if (!cl_reader_get_partition (self->reader, target->partition, &info, &local))
        {
          if (local == NULL)
            g_set_error (&local,
                         G_IO_ERROR,
                         G_IO_ERROR_NOT_FOUND,
                         _ ("There is no partition “%s”"), target->partition);
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (target->game > info.last_game)
        {
          g_set_error (error,
                       G_IO_ERROR,
                       G_IO_ERROR_NOT_FOUND,
                       _ ("There is no game %u in “%s”"), target->game, target->partition);
          return FALSE;
        }
      for (guint32 game = info.last_game; game > 0; game--)
        if (target->game == 0 || target->game == game)
          add_name (self->games, target->partition, game);
    }
  self->status.n_games = self->games->len;
  return TRUE;
}

static GameName *
take_game (Run *self)
{
  guint index = self->games->len - 1;

  if (self->control != NULL)
    {
      g_mutex_lock (&self->control->mutex);
      for (guint i = self->games->len; self->control->partition != NULL && i > 0; i--)
        {
          const GameName *name = g_ptr_array_index (self->games, i - 1);

          if (name->game == self->control->game &&
              g_str_equal (name->partition, self->control->partition))
            index = i - 1;
        }
      g_mutex_unlock (&self->control->mutex);
    }
  return g_ptr_array_steal_index (self->games, index);
}

/* Players of a game in progress are not to be helped, unless that was agreed when it began. */
static gboolean
may_be_analysed (const ClGame *game)
{
  return game->status != CL_GAME_PLAYING || game->recorded_only || game->analysis_allowed;
}

static gboolean
take_positions (Run *self, const ClGame *game, GError **error)
{
  g_autoptr (GPtrArray) positions = cl_analyst_list_positions (game);

  if (!cl_analyst_drop_known (self->reader,
                              self->engine_name,
                              &self->manner,
                              positions,
                              &self->status.n_known,
                              error))
    return FALSE;
  self->status.n_to_do += positions->len;
  g_ptr_array_set_free_func (positions, NULL);
  for (guint i = 0; i < positions->len; i++)
    g_queue_push_tail (&self->positions, g_ptr_array_index (positions, i));
  return TRUE;
}

/* A game that cannot be folded is passed over here: the views say why. */
static gboolean
look_at_game (Run *self, const GameName *name, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ClGame) game = cl_game_load (self->reader, name->partition, name->game, 0, &local);

  self->status.n_games_done++;
  if (game == NULL && local->domain == CL_FACT_ERROR)
    return TRUE;
  if (game == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (game->status != CL_GAME_PLAYING && game->status != CL_GAME_ENDED)
    return TRUE;
  if (!may_be_analysed (game))
    {
      self->status.n_running++;
      return TRUE;
    }
  return game->withdrawn || take_positions (self, game, error);
}

static void
look_at_next (Run *self)
{
  GameName *name = take_game (self);
  GError *error = NULL;

  if (!look_at_game (self, name, &error))
    stop (self, error);
  free_name (name);
  tell (self);
}

/* ---- The engines ---- */

static gboolean
learn_engine (Run *self, ClEngine *engine, GError **error)
{
  ClAnalystManner *manner = &self->manner;

  cl_analyst_manner_init (manner, engine);
  manner->multipv = self->settings->multipv;
  manner->limit_nodes = self->settings->limit_nodes;
  manner->limit_depth = self->settings->limit_depth;
  manner->limit_ms = self->settings->limit_ms;
  manner->by_depth = self->settings->by_depth;
  self->engine_name = cl_engine_partition (manner->engine);
  self->engine_partition = cl_analyst_partition (self->ledger, self->reader, manner->engine, error);
  self->knows_engine = TRUE;
  return self->engine_partition != NULL && find_head (self, error);
}

static void
note_trouble (Run *self, const char *message)
{
  g_free (self->trouble);
  self->trouble = g_strdup (message);
  tell (self);
}

static void
lose_engine (Run *self, Seat *seat, const GError *error)
{
  seat->useless = TRUE;
  for (guint i = 0; i < self->settings->n_jobs; i++)
    if (!self->seats[i].useless)
      return;
  stop (self, g_error_copy (error));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Seat *seat = data;
  Run *self = seat->run;
  ClAnalystPosition *position = g_steal_pointer (&seat->asked);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEngineAnswer) answer = cl_engine_ask_finish (CL_ENGINE (source), result, &error);

  if (answer != NULL && answer->n_lines > 0)
    record (self, position, answer);
  else if (answer == NULL && g_error_matches (error, CL_ENGINE_ERROR, CL_ENGINE_ERROR_FAILED) &&
           ++position->n_tries < MAX_TRIES)
    g_queue_push_head (&self->positions, g_steal_pointer (&position));
  else if (answer == NULL && error->domain == CL_ENGINE_ERROR &&
           error->code == CL_ENGINE_ERROR_USELESS)
    {
      g_queue_push_head (&self->positions, g_steal_pointer (&position));
      lose_engine (self, seat, error);
    }
  else if (!self->stopping)
    self->status.n_failed++;
  g_clear_pointer (&position, cl_analyst_position_free);
  tell (self);
}

static void
ask (Run *self, Seat *seat)
{
  ClAnalystPosition *position = g_queue_pop_head (&self->positions);
  ClEngineQuery *query = position->query;

  seat->asked = position;
  query->multipv = self->settings->multipv;
  query->limit_nodes = self->settings->limit_nodes;
  query->limit_depth = self->settings->limit_depth;
  query->limit_ms = self->settings->limit_ms;
  query->new_game = TRUE;
  cl_engine_ask_async (seat->engine, query, self->cancellable, NULL, answered_cb, seat);
}

static gboolean
may_begin (Run *self)
{
  return !self->stopping && self->knows_engine && !is_paused (self) &&
         (self->outbox == NULL || cl_draft_get_length (self->outbox) < MAX_OUTBOX);
}

static Seat *
find_free (Run *self)
{
  for (guint i = 0; i < self->settings->n_jobs; i++)
    if (self->seats[i].asked == NULL && !self->seats[i].useless)
      return &self->seats[i];
  return NULL;
}

/* Is there a game to look at before anybody can go on? */
static gboolean
is_hungry (Run *self)
{
  return may_begin (self) && g_queue_is_empty (&self->positions) && self->games->len > 0 &&
         find_free (self) != NULL;
}

static void
give_work (Run *self)
{
  Seat *seat;

  if (is_hungry (self))
    look_at_next (self);
  while (may_begin (self) && !g_queue_is_empty (&self->positions) &&
         (seat = find_free (self)) != NULL)
    ask (self, seat);
}

static void
fault_cb (ClEngine *engine, const char *message, gpointer data)
{
  Seat *seat = data;

  note_trouble (seat->run, message);
  /* Before a question there is nobody else to hear of it. */
  if (!seat->run->knows_engine && cl_engine_get_state (engine) == CL_ENGINE_USELESS)
    stop (seat->run, g_error_new_literal (CL_ENGINE_ERROR, CL_ENGINE_ERROR_USELESS, message));
}

static void
set_options (ClEngine *engine, const char *const *options)
{
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      const char *equals = strchr (options[i], '=');
      g_autofree char *name = NULL;

      if (equals == NULL)
        continue;
      name = g_strndup (options[i], (gsize) (equals - options[i]));
      cl_engine_set_option (engine, name, equals + 1);
    }
}

static void
seat_engines (Run *self)
{
  self->seats = g_new0 (Seat, self->settings->n_jobs);
  for (guint i = 0; i < self->settings->n_jobs; i++)
    {
      Seat *seat = &self->seats[i];

      seat->run = self;
      seat->engine = cl_engine_new (self->settings->program, self->settings->times);
      set_options (seat->engine, self->settings->options);
      g_signal_connect (seat->engine, "fault", G_CALLBACK (fault_cb), seat);
    }
  cl_engine_start (self->seats[0].engine);
}

/* ---- The run ---- */

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  stop (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled")));
  return G_SOURCE_REMOVE;
}

static gboolean
is_busy (Run *self)
{
  for (guint i = 0; i < self->settings->n_jobs; i++)
    if (self->seats[i].asked != NULL)
      return TRUE;
  return self->sent != NULL || self->outbox != NULL;
}

static gboolean
is_done (Run *self)
{
  return !is_busy (self) && (self->stopping || (self->knows_engine && self->games->len == 0 &&
                                                g_queue_is_empty (&self->positions)));
}

/* The first engine tells its name and build once it is ready; until then nothing can be looked up. */
static void
go_on (Run *self)
{
  GError *error = NULL;

  if (!self->knows_engine && !self->stopping && cl_engine_is_known (self->seats[0].engine) &&
      !learn_engine (self, self->seats[0].engine, &error))
    stop (self, error);
  give_work (self);
}

static void
run_loop (Run *self, GCancellable *cancellable)
{
  g_autoptr (GSource) cancelled = NULL;

  if (cancellable != NULL)
    {
      cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (cancelled, G_SOURCE_FUNC (cancelled_cb), self, NULL);
      g_source_attach (cancelled, self->context);
    }
  attach_control (self->control, self->context);
  seat_engines (self);
  for (go_on (self); !is_done (self); go_on (self))
    g_main_context_iteration (self->context, !is_hungry (self));
  attach_control (self->control, NULL);
  if (cancelled != NULL)
    g_source_destroy (cancelled);
}

static void
clear_run (Run *self)
{
  for (guint i = 0; self->seats != NULL && i < self->settings->n_jobs; i++)
    {
      cl_engine_close (self->seats[i].engine);
      g_signal_handlers_disconnect_by_data (self->seats[i].engine, &self->seats[i]);
    }
  /* What was cancelled comes back before the engines go. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  for (guint i = 0; self->seats != NULL && i < self->settings->n_jobs; i++)
    g_object_unref (self->seats[i].engine);
  g_queue_clear_full (&self->positions, (GDestroyNotify) cl_analyst_position_free);
  g_ptr_array_unref (self->games);
  g_clear_pointer (&self->reader, cl_reader_free);
  g_clear_object (&self->cancellable);
  g_free (self->engine_name);
  g_free (self->engine_partition);
  g_clear_pointer (&self->citations, cl_citations_free);
  g_free (self->trouble);
  g_free (self->seats);
}

/* lint: allow parameters: the ledger, what, how, and how to speak with it while it goes on */
gboolean
cl_analyst_run (ClLedger *ledger,
                const ClAnalystTarget *targets,
                gsize n_targets,
                const ClAnalystSettings *settings,
                ClAnalystControl *control,
                GCancellable *cancellable,
                ClAnalystProgress progress,
                gpointer user_data,
                GError **error)
{
  Run run = { .ledger = ledger,
              .settings = settings,
              .control = control,
              .progress = progress,
              .user_data = user_data };

  g_return_val_if_fail (settings->n_jobs >= 1 && settings->n_jobs <= CL_ANALYST_MAX_JOBS, FALSE);
  g_return_val_if_fail (settings->limit_nodes > 0 || settings->limit_depth > 0 ||
                          settings->limit_ms > 0,
                        FALSE);

  run.reader = cl_reader_new (ledger, error);
  run.citations = run.reader != NULL ? cl_citations_new (run.reader, error) : NULL;
  if (run.citations == NULL)
    {
      g_clear_pointer (&run.reader, cl_reader_free);
      return FALSE;
    }
  cl_reader_localize_citations (run.reader);
  run.context = g_main_context_new ();
  run.games = g_ptr_array_new_with_free_func ((GDestroyNotify) free_name);
  run.cancellable = g_cancellable_new ();
  g_queue_init (&run.positions);
  g_main_context_push_thread_default (run.context);
  if (list_games (&run, targets, n_targets, &run.error) && run.games->len > 0)
    run_loop (&run, cancellable);
  tell (&run);
  clear_run (&run);
  g_main_context_pop_thread_default (run.context);
  g_main_context_unref (run.context);
  if (run.error == NULL)
    return TRUE;
  g_propagate_error (error, run.error);
  return FALSE;
}
