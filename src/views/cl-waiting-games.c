/* cl-waiting-games.c: the games that are being told, between two commits of a view over everything
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-waiting-games.h"

#include "cl-library-row.h"

const char *const cl_waiting_games_types[] = {
  "GameStarted",
  "MovePlayed",
  "IllegalMoveMade",
  "TakebackAgreed",
  "MoveCorrected",
  "PositionCorrected",
  "DetailsCorrected",
  "ResultCorrected",
  "GameWithdrawn",
  "GameRestored",
  "GameEnded",
  "PositionEvaluated",
  NULL,
};

struct _ClWaitingGames
{
  const ClWaitingGamesClass *class;
  GHashTable *games;   /* ClWaitingGame.id → the view's struct */
  ClWaitingGame *last; /* moves mostly follow moves of the same game */
};

ClWaitingGames *
cl_waiting_games_new (const ClWaitingGamesClass *class)
{
  ClWaitingGames *self = g_new0 (ClWaitingGames, 1);

  self->class = class;
  self->games = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

static void
forget_all (ClWaitingGames *self)
{
  GHashTableIter iter;
  ClWaitingGame *game;

  g_hash_table_iter_init (&iter, self->games);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &game))
    {
      g_hash_table_iter_steal (&iter);
      self->class->clear (game);
      g_free (game->key);
      g_free (game);
    }
  self->last = NULL;
}

void
cl_waiting_games_free (gpointer scratch)
{
  ClWaitingGames *self = scratch;

  forget_all (self);
  g_hash_table_unref (self->games);
  g_free (self);
}

static ClWaitingGame *
load_game (ClWaitingGames *self, ClState *state, const ClEvent *event, guint64 id)
{
  ClWaitingGame *game = g_malloc0 (self->class->size);

  game->id = id;
  game->key = cl_library_row_key (event->partition, event->game);
  self->class->load (game, event, cl_state_get (state, game->key));
  g_hash_table_insert (self->games, &game->id, game);
  return game;
}

gpointer
cl_waiting_games_ensure (ClWaitingGames *self, ClState *state, const ClEvent *event)
{
  guint64 id = (guint64) event->partition_id << 32 | event->game;
  ClWaitingGame *game = self->last;

  if (game != NULL && game->id == id)
    return game;
  game = g_hash_table_lookup (self->games, &id);
  if (game == NULL)
    game = load_game (self, state, event, id);
  self->last = game;
  return game;
}

void
cl_waiting_games_flush (ClState *state, gpointer scratch)
{
  ClWaitingGames *self = scratch;
  GHashTableIter iter;
  ClWaitingGame *game;

  g_hash_table_iter_init (&iter, self->games);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &game))
    if (game->dirty)
      self->class->store (state, game);
  forget_all (self);
}
