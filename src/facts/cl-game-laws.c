/* cl-game-laws.c: what the Laws say about a game as it stands: claims, and positions from which nobody can mate
 *
 * These are asked when a player acts, not by the fold: proving that a position is dead costs more than a move does, and
 * what stands in the ledger happened whatever a proof says. The proofs are the same on every machine, so who asks again
 * is told the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

static guint
count_occurrences (const ClGameFull *self, guint64 key)
{
  guint n = 0;

  for (guint i = cl_game_first_repeatable (self); i < self->keys->len; i++)
    n += g_array_index (self->keys, guint64, i) == key;
  return n;
}

GArray *
cl_game_find_occurrences (const ClGame *self, guint64 key)
{
  const ClGameFull *full = FULL (self);
  GArray *plies = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = cl_game_first_repeatable (full); i < full->keys->len; i++)
    if (g_array_index (full->keys, guint64, i) == key)
      g_array_append_val (plies, i);
  return plies;
}

ChessEnding
cl_game_find_claim (const ClGame *self, ChessMove written)
{
  ChessPosition after = self->current;

  if (self->outcome.automatic != CHESS_ENDING_NONE || FULL (self)->broken_ply > 0)
    return CHESS_ENDING_NONE;
  if (written == CHESS_MOVE_NULL)
    return self->outcome.may_claim_threefold  ? CHESS_ENDING_THREEFOLD
           : self->outcome.may_claim_50_moves ? CHESS_ENDING_50_MOVES
                                              : CHESS_ENDING_NONE;
  if (!chess_position_is_legal (&self->current, written))
    return CHESS_ENDING_NONE;
  chess_position_make (&after, written);
  if (after.halfmove > 0 && count_occurrences (FULL (self), after.key) >= 2)
    return CHESS_ENDING_THREEFOLD;
  return after.halfmove >= 100 ? CHESS_ENDING_50_MOVES : CHESS_ENDING_NONE;
}

void
cl_game_find_claiming_moves (const ClGame *self, ChessMoveList *moves)
{
  ChessMoveList legal;

  moves->n = 0;
  /* The least it takes: a position that came up twice is eight half-moves old the third time. */
  if (self->status != CL_GAME_PLAYING || self->current.halfmove < 7 ||
      cl_game_find_claim (self, CHESS_MOVE_NULL) != CHESS_ENDING_NONE)
    return;
  chess_position_legal_moves (&self->current, &legal);
  for (gsize i = 0; i < legal.n; i++)
    if (cl_game_find_claim (self, legal.moves[i]) != CHESS_ENDING_NONE)
      moves->moves[moves->n++] = legal.moves[i];
}

ChessOutcome
cl_game_find_end (const ClGame *self, ChessProof *proof)
{
  ChessOutcome outcome = self->outcome;
  g_autofree guint64 *memory = NULL;

  *proof = CHESS_PROOF_NONE;
  if (outcome.automatic == CHESS_ENDING_DEAD_POSITION)
    *proof = CHESS_PROOF_MATERIAL;
  if (outcome.automatic != CHESS_ENDING_NONE || FULL (self)->broken_ply > 0)
    return outcome;
  memory = g_new (guint64, CHESS_HELPMATE_EACH_MOVE);
  if (chess_helpmate_is_dead (&self->current, memory, CHESS_HELPMATE_EACH_MOVE, proof))
    {
      outcome.automatic = CHESS_ENDING_DEAD_POSITION;
      outcome.result = CHESS_RESULT_DRAW;
    }
  return outcome;
}

gboolean
cl_game_cannot_mate (const ClGame *self, ChessColor winner, ChessProof *proof)
{
  g_autofree guint64 *memory = g_new (guint64, CHESS_HELPMATE_AT_FLAG);

  return chess_helpmate (&self->current, winner, memory, CHESS_HELPMATE_AT_FLAG, proof) ==
         CHESS_HELPMATE_NONE;
}
