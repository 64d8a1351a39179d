/* cl-session-knowledge.c: answers what panels ask about players and games, on a thread of its own
 *
 * Counting all games of a player takes longer than reading one game for the board, so it has a worker for itself, which begins with
 * the first question.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-knowledge.h"

#include <glib/gi18n-lib.h>

#include "cl-desk.h"
#include "cl-game-analysis.h"
#include "cl-game-load.h"
#include "cl-player-stats.h"
#include "cl-players-row.h"
#include "cl-session-engines.h"
#include "cl-session-private.h"

#define COACH        "coach"
#define CAUGHT_UP_MS 5000 /* the view is a moment behind the ledger, if it is not paused */

typedef struct
{
  ClRunner *runner;
  char *player;    /* (nullable) */
  char *partition; /* (nullable) */
  guint32 game;
  gboolean live;
  guint limit;
  guint64 position;
  gint64 now_us;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->runner);
  g_free (self->player);
  g_free (self->partition);
  g_free (self);
}

static Question *
question_new (ClSession *self, const char *player, const char *partition, guint32 game)
{
  Question *question = g_new0 (Question, 1);

  question->runner = g_object_ref (self->runner);
  question->player = g_strdup (player);
  question->partition = g_strdup (partition);
  question->game = game;
  question->position = cl_game_analysis_get_hindsight (self->analysis) ? 0 : self->position;
  question->now_us = cl_time_source_real_us (&self->time);
  return question;
}

static void
run (ClSession *self, GTask *task, ClWorkerFunc func)
{
  if (self->asking == NULL)
    self->asking = cl_worker_new ("session-asking", self->ledger);
  cl_worker_run (self->asking, task, func);
}

/* (transfer full) of @question. */
static void
ask (ClSession *self, GTask *task, Question *question, ClWorkerFunc func)
{
  g_task_set_task_data (task, question, question_free);
  if (self->closed)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The ledger was closed");
      g_object_unref (task);
      return;
    }
  run (self, task, func);
}

static void
return_pointer (GTask *task, gpointer result, GDestroyNotify destroy, GError *error)
{
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, destroy);
}

/* --- Fair play --- */

static void
read_fair_play (ClReader *reader, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  const ClFairScope scope = { question->partition, question->game, question->live };
  g_autofree char *name = cl_players_clean_name (question->player);
  GError *error = NULL;
  ClFairReport *report;

  if (name[0] == '\0')
    {
      g_task_return_new_error (task,
                               CL_PLAYER_ERROR,
                               CL_PLAYER_ERROR_UNKNOWN,
                               _ ("The player has no name"));
      return;
    }
  report = cl_fair_report_read (question->runner, name, &scope, question->position, &error);
  return_pointer (task, report, (GDestroyNotify) cl_fair_report_unref, error);
}

void
cl_session_read_fair_play_async (ClSession *self,
                                 const char *player,
                                 const ClFairScope *scope,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (player != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_read_fair_play_async);
  question = question_new (self,
                           player,
                           scope != NULL ? scope->partition : NULL,
                           scope != NULL ? scope->game : 0);
  question->live = scope != NULL && scope->live;
  ask (self, task, question, read_fair_play);
}

ClFairReport *
cl_session_read_fair_play_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Coach --- */

static void
read_study (ClReader *reader, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  ClCoachStudy *study = cl_coach_study_read (question->runner,
                                             question->player,
                                             question->position,
                                             question->now_us,
                                             g_task_get_cancellable (task),
                                             &error);

  return_pointer (task, study, (GDestroyNotify) cl_coach_study_free, error);
}

void
cl_session_read_study_async (ClSession *self,
                             const char *player,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (player != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_read_study_async);
  ask (self, task, question_new (self, player, NULL, 0), read_study);
}

ClCoachStudy *
cl_session_read_study_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  ClRunner *runner;
  ClCardAnswer answer; /* partition: owned */
  ClSessionDone done;
  gpointer user_data;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *self = data;

  g_object_unref (self->runner);
  g_free ((char *) self->answer.partition);
  g_free (self);
}

static void
record_answer (ClReader *reader, GTask *task)
{
  const Answer *self = g_task_get_task_data (task);
  ClLedger *ledger = cl_runner_get_ledger (self->runner);
  GError *error = NULL;

  if (!cl_desk_answer_card (ledger, &self->answer, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  cl_runner_wait (self->runner, COACH, cl_ledger_get_head (ledger), CAUGHT_UP_MS, NULL);
  g_task_return_boolean (task, TRUE);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  const Answer *self = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  g_task_propagate_boolean (G_TASK (result), &error);
  if (self->done != NULL)
    self->done (CL_SESSION (source), error, self->user_data);
}

void
cl_session_answer_card (ClSession *self,
                        const ClCard *card,
                        gboolean right,
                        ClSessionDone done,
                        gpointer user_data)
{
  GError *error = NULL;
  Answer *answer;
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (card != NULL);

  answer = g_new0 (Answer, 1);
  answer->runner = g_object_ref (self->runner);
  answer->answer = (ClCardAnswer){ .partition = g_strdup (card->partition),
                                   .offset = card->offset,
                                   .game = card->game,
                                   .ply = card->ply,
                                   .right = right,
                                   .occurred_at = cl_time_source_real_us (&self->time) };
  answer->done = done;
  answer->user_data = user_data;
  task = g_task_new (self, NULL, answered_cb, NULL);
  g_task_set_source_tag (task, cl_session_answer_card);
  g_task_set_task_data (task, answer, answer_free);
  if (!cl_session_check_writable (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  run (self, task, record_answer);
}

/* --- Highlights --- */

static void
read_worth_opening (ClReader *reader, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *list = cl_highlight_list_read (question->runner,
                                            question->partition,
                                            question->limit,
                                            question->position,
                                            g_task_get_cancellable (task),
                                            &error);

  return_pointer (task, list, (GDestroyNotify) g_ptr_array_unref, error);
}

void
cl_session_read_worth_opening_async (ClSession *self,
                                     const char *collection,
                                     guint limit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  Question *question;
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (limit > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_read_worth_opening_async);
  question = question_new (self, NULL, collection, 0);
  question->limit = limit;
  ask (self, task, question, read_worth_opening);
}

GPtrArray *
cl_session_read_worth_opening_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What is said of a game in progress is help; whether it is in progress is asked of today. */
static gboolean
may_show (ClReader *reader, const Question *question, GError **error)
{
  g_autoptr (ClGame) game = cl_game_load (reader, question->partition, question->game, 0, error);

  return game != NULL && cl_session_may_evaluate (game);
}

static void
read_marks (ClReader *reader, GTask *task)
{
  const Question *question = g_task_get_task_data (task);
  g_autoptr (ClHighlight) highlight = NULL;
  GError *error = NULL;

  if (may_show (reader, question, &error))
    highlight = cl_highlight_read (question->runner,
                                   question->partition,
                                   question->game,
                                   question->position,
                                   &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           highlight != NULL ? cl_highlight_marks (highlight) : g_ptr_array_new (),
                           (GDestroyNotify) g_ptr_array_unref);
}

void
cl_session_read_marks_async (ClSession *self,
                             const char *partition,
                             guint32 game,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (partition != NULL && game > 0);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_read_marks_async);
  ask (self, task, question_new (self, NULL, partition, game), read_marks);
}

GPtrArray *
cl_session_read_marks_finish (ClSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
