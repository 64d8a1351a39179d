/* cl-board-table.c: the table at which a board stands: what is read from the board is appended as its facts
 *
 * Others record at the same table (the screen, an arbiter). Whoever comes second meets a conflict, reads what the first
 * recorded and is asked again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-board-producer-private.h"

#include "cl-game-load.h"

#define BATCH 1000

gboolean
cl_board_table_init (ClBoardTable *self, ClLedger *ledger, const char *partition, GError **error)
{
  gboolean changed;

  *self = (ClBoardTable){ .ledger = g_object_ref (ledger), .partition = g_strdup (partition) };
  self->reader = cl_reader_new (ledger, error);
  return self->reader != NULL && cl_board_table_refresh (self, &changed, error);
}

void
cl_board_table_clear (ClBoardTable *self)
{
  g_clear_object (&self->ledger);
  g_clear_pointer (&self->reader, cl_reader_free);
  g_clear_pointer (&self->partition, g_free);
  g_clear_pointer (&self->game, cl_game_unref);
}

static gboolean
same_moves (const ClGame *a, const ClGame *b)
{
  if (a == NULL || b == NULL || a->game != b->game || a->moves->len != b->moves->len)
    return a == b;
  for (guint i = 0; i < a->moves->len; i++)
    if (g_array_index (a->moves, ClGameMove, i).move !=
        g_array_index (b->moves, ClGameMove, i).move)
      return FALSE;
  return a->current.key == b->current.key;
}

gboolean
cl_board_table_refresh (ClBoardTable *self, gboolean *changed, GError **error)
{
  g_autoptr (ClGame) game = NULL;
  GError *local = NULL;
  ClPartitionInfo info;

  *changed = FALSE;
  if (!cl_reader_get_partition (self->reader, self->partition, &info, &local))
    {
      if (local != NULL)
        g_propagate_error (error, local);
      return local == NULL;
    }
  if (info.head == self->head)
    return TRUE;
  if (info.last_game > 0)
    {
      game = cl_game_load (self->reader, self->partition, info.last_game, 0, error);
      if (game == NULL)
        return FALSE;
    }
  self->head = info.head;
  *changed = !same_moves (self->game, game);
  g_clear_pointer (&self->game, cl_game_unref);
  self->game = g_steal_pointer (&game);
  return TRUE;
}

/* The same facts as this producer's. */
static ClDraft *
rewrite (ClDraft *draft, guint64 seen, gboolean inferred, gint64 clock_ms, GError **error)
{
  g_autoptr (ClDraft) rewritten =
    cl_draft_new (cl_draft_get_partition (draft), CL_BOARD_PRODUCER_NAME, NULL);

  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      g_auto (ClFact) fact = { 0 };

      if (!cl_fact_from_event (cl_draft_get (draft, i), &fact, error))
        return NULL;
      if (fact.type == CL_FACT_MOVE_PLAYED || fact.type == CL_FACT_ILLEGAL_MOVE_MADE)
        {
          fact.seen = seen;
          fact.inferred = inferred;
          fact.entered = FALSE;
          if (fact.clock_ms == CL_NO_CLOCK)
            fact.clock_ms = clock_ms;
        }
      cl_fact_to_draft (&fact, rewritten);
    }
  return g_steal_pointer (&rewritten);
}

gboolean
cl_board_table_append (ClBoardTable *self,
                       ClDraft *draft,
                       guint64 seen,
                       gboolean inferred,
                       gint64 clock_ms,
                       GError **error)
{
  g_autoptr (ClDraft) owned = draft;
  g_autoptr (ClDraft) rewritten = rewrite (draft, seen, inferred, clock_ms, error);
  ClAppended appended;
  gboolean changed;

  return rewritten != NULL &&
         cl_ledger_append (self->ledger, rewritten, self->head, &appended, error) &&
         cl_board_table_refresh (self, &changed, error);
}

/* A game in progress that was never begun is used; one that was is ended as unfinished. */
gboolean
cl_board_table_start (ClBoardTable *self, GError **error)
{
  ClGameSetup setup = { .white = "", .black = "", .recorded_only = TRUE };
  gint64 now = cl_board_now (self->now_us);
  ChessPosition start = chess_position_start ();
  ClDraft *draft;

  if (self->game != NULL && self->game->status == CL_GAME_PLAYING)
    {
      if (cl_game_n_plies (self->game) == 0 && self->game->start.key == start.key)
        return TRUE;
      draft =
        cl_table_end (self->game, CHESS_RESULT_NONE, CHESS_ENDING_ABANDONED, NULL, now, error);
      if (draft == NULL || !cl_board_table_append (self, draft, 0, FALSE, CL_NO_CLOCK, error))
        return FALSE;
    }
  draft = cl_table_start (self->partition,
                          self->game != NULL ? self->game->game + 1 : 1,
                          &setup,
                          now,
                          error);
  return draft != NULL && cl_board_table_append (self, draft, 0, FALSE, CL_NO_CLOCK, error);
}

/* Since the mover's clock began to run; CL_NO_CLOCK where no clock of the table runs. */
static gint64
get_used_ms (const ClGame *game, gint64 now)
{
  const ClClockState *clock = &game->clock;

  if (!clock->started || clock->running_since == CL_NO_TIME)
    return CL_NO_CLOCK;
  return clock->thinking_ms + MAX (0, now - clock->running_since) / 1000;
}

gboolean
cl_board_table_move (ClBoardTable *self,
                     ChessMove move,
                     guint64 seen,
                     gboolean inferred,
                     gint64 clock_ms,
                     GError **error)
{
  for (guint i = 0; i < 3; i++)
    {
      gint64 now = cl_board_now (self->now_us);
      g_autoptr (GError) local = NULL;
      ClDraft *draft;
      gboolean changed;

      if (self->game == NULL)
        break;
      draft = cl_table_move (self->game, move, get_used_ms (self->game, now), now, error);
      if (draft == NULL)
        return FALSE;
      if (cl_board_table_append (self, draft, seen, inferred, clock_ms, &local))
        return TRUE;
      if (!g_error_matches (local, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT) || i == 2)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!cl_board_table_refresh (self, &changed, error))
        return FALSE;
    }
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_UNACCEPTABLE,
               "There is no game at “%s”",
               self->partition);
  return FALSE;
}

gboolean
cl_board_table_attach (ClBoardTable *self,
                       ClFactType type,
                       const char *board,
                       const ClSensorLog *sensor,
                       const char *reason,
                       GError **error)
{
  ClDraft *draft = cl_draft_new (self->partition, CL_BOARD_PRODUCER_NAME, NULL);
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, type);
  fact.game = self->game->game;
  fact.occurred_at = cl_board_now (self->now_us);
  fact.text = g_strdup (board);
  fact.origin_partition = g_strdup (sensor->partition);
  fact.seen = sensor->head;
  fact.reason = g_strdup (reason);
  cl_fact_to_draft (&fact, draft);
  return cl_board_table_append (self, draft, 0, FALSE, CL_NO_CLOCK, error);
}

GArray *
cl_board_table_list_positions (const ClBoardTable *self)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));

  for (guint ply = 0; ply <= cl_game_n_plies (self->game); ply++)
    {
      ChessPosition position;

      cl_game_position_at (self->game, ply, &position);
      g_array_append_val (positions, position);
    }
  return positions;
}
