/* cl-session-where.c: finds the moment that somebody wrote, and goes there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-where.h"

#include <glib/gi18n-lib.h>

#include "cl-session-private.h"
#include "cl-where.h"

#define BATCH 4096

typedef struct
{
  ClWhere where;
  ClNextKind next;
  guint64 after; /* position: what comes behind it is looked through */
  ClMoment found;
} Finding;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, CL_WHERE_ERROR, CL_WHERE_ERROR_NOWHERE, message);
  return FALSE;
}

static gboolean
find_move (const ClGame *game, const ClWhere *where, ClMoment *found, GError **error)
{
  guint plies = cl_game_n_plies (game);

  for (guint ply = 1; ply <= plies; ply++)
    {
      ChessColor side;

      if (cl_game_ply_number (game, ply, &side) == where->number && side == where->side)
        {
          *found = (ClMoment){ .in_game = TRUE, .ply = ply };
          return TRUE;
        }
    }
  if (where->number == 0)
    {
      *found = (ClMoment){ .in_game = TRUE };
      return TRUE;
    }
  if (plies == 0)
    return refuse (error, _ ("No move has been played in this game"));
  g_set_error (error,
               CL_WHERE_ERROR,
               CL_WHERE_ERROR_NOWHERE,
               /* Translators: two numbers of moves. */
               _ ("This game has no such move %u; its last is move %u"),
                  where->number,
                  cl_game_ply_number (game, plies, NULL));
  return FALSE;
}

/* The next place from @ply on, and from the start again. */
static gboolean
find_board (const ClGame *game, guint ply, const ClWhere *where, ClMoment *found, GError **error)
{
  guint n = cl_game_n_plies (game) + 1;

  for (guint i = 1; i <= n; i++)
    {
      guint candidate = (ply + i) % n;
      ChessPosition board;

      cl_game_position_at (game, candidate, &board);
      if (board.key == where->board.key)
        {
          *found = (ClMoment){ .in_game = TRUE, .ply = candidate };
          return TRUE;
        }
    }
  return refuse (
    error,
    _ ("That position does not stand in this game. The library finds it in others: paste it into the search"));
}

static gboolean
find_entry (ClSession *self, const ClWhere *where, ClMoment *found, GError **error)
{
  if (where->position == 0 || where->position > self->head)
    {
      g_set_error (error,
                   CL_WHERE_ERROR,
                   CL_WHERE_ERROR_NOWHERE,
                   _ ("The ledger has the entries 1 to %" G_GUINT64_FORMAT), self->head);
      return FALSE;
    }
  *found = (ClMoment){ .position = where->position };
  return TRUE;
}

static void
read_time (ClReader *reader, GTask *task)
{
  Finding *finding = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  guint64 position = cl_reader_position_at_time (reader, finding->where.time_us, &error);

  if (error == NULL && position == 0)
    refuse (&error, _ ("Nothing had been recorded by then"));
  finding->found = (ClMoment){ .position = position };
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
find_now (ClSession *self, Finding *finding, GError **error)
{
  const ClWhere *where = &finding->where;

  if (where->kind == CL_WHERE_ENTRY)
    return find_entry (self, where, &finding->found, error);
  if (self->shown == NULL)
    return refuse (error, _ ("No game is chosen; an entry of the ledger begins with #"));
  if (where->kind == CL_WHERE_MOVE)
    return find_move (self->shown, where, &finding->found, error);
  return find_board (self->shown, self->ply, where, &finding->found, error);
}

void
cl_session_find_moment_async (ClSession *self,
                              const char *text,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Finding *finding;
  GError *error = NULL;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (text != NULL);

  finding = g_new0 (Finding, 1);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_find_moment_async);
  g_task_set_task_data (task, finding, g_free);
  if (!cl_where_parse (text, cl_time_source_real_us (&self->time), &finding->where, &error))
    g_task_return_error (task, error);
  else if (finding->where.kind == CL_WHERE_TIME)
    cl_worker_run (self->reading, g_steal_pointer (&task), read_time);
  else if (find_now (self, finding, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static gboolean
refuse_next (ClNextKind kind, GError **error)
{
  static const char *const messages[] = {
    [CL_NEXT_CAPTURE] = N_ ("No capture comes after this"),
                            [CL_NEXT_CHECK] = N_ ("No check comes after this"),
                                                  [CL_NEXT_END] = N_ ("No game ends after this"),
                                                  };

  return refuse (error, _ (messages[kind]));
}

static gboolean
is_next (const ClEvent *event, ClNextKind kind)
{
  if (kind == CL_NEXT_CAPTURE)
    return event->kind == CL_FACT_MOVE_PLAYED && event->has_move &&
           cl_move_get_captured (event->move) != 0;
  if (kind == CL_NEXT_CHECK)
    return cl_ledger_summary_get_kind (event) == CL_TIMELINE_CHECK;
  return event->kind == CL_FACT_GAME_ENDED || event->kind == CL_FACT_FLAG_FELL;
}

static void
read_next (ClReader *reader, GTask *task)
{
  Finding *finding = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GError) error = NULL;
  gsize n;

  do
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, finding->after, 0, BATCH, &error);

      n = events != NULL ? cl_events_get_length (events) : 0;
      for (gsize i = 0; i < n; i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          finding->after = event->position;
          if (!is_next (event, finding->next))
            continue;
          finding->found = (ClMoment){ .position = event->position };
          g_task_return_boolean (task, TRUE);
          return;
        }
    }
  while (n > 0 && !g_cancellable_set_error_if_cancelled (cancellable, &error));
  if (error == NULL)
    refuse_next (finding->next, &error);
  g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
find_next_in_game (ClSession *self, Finding *finding, GError **error)
{
  guint plies = self->shown != NULL ? cl_game_n_plies (self->shown) : 0;

  for (guint ply = self->ply + 1; ply <= plies; ply++)
    {
      const ClGameMove *move = cl_game_get_move (self->shown, ply);
      gboolean found = finding->next == CL_NEXT_CAPTURE ? move->captured != CHESS_NO_KIND
                       : finding->next == CL_NEXT_CHECK ? move->check
                                                        : ply == plies;

      if (found)
        {
          finding->found = (ClMoment){ .in_game = TRUE, .ply = ply };
          return TRUE;
        }
    }
  return refuse_next (finding->next, error);
}

void
cl_session_find_next_async (ClSession *self,
                            ClNextKind kind,
                            gboolean in_game,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Finding *finding;
  GError *error = NULL;

  g_return_if_fail (CL_IS_SESSION (self));

  finding = g_new0 (Finding, 1);
  finding->next = kind;
  finding->after = self->position != 0 ? self->position : self->head;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cl_session_find_next_async);
  g_task_set_task_data (task, finding, g_free);
  if (!in_game)
    cl_worker_run (self->reading, g_steal_pointer (&task), read_next);
  else if (find_next_in_game (self, finding, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

gboolean
cl_session_find_moment_finish (ClSession *self,
                               GAsyncResult *result,
                               ClMoment *moment,
                               GError **error)
{
  Finding *finding;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  finding = g_task_get_task_data (G_TASK (result));
  *moment = finding->found;
  return TRUE;
}

void
cl_session_go_to_moment (ClSession *self, const ClMoment *moment)
{
  g_return_if_fail (CL_IS_SESSION (self));

  if (moment->in_game)
    cl_session_set_ply (self, moment->ply);
  else
    cl_session_set_position (self, moment->position);
}
