/* cl-table-ends.c: offers, claims, penalties and everything by which a game at a table ends
 *
 * Each GameEnded carries what it rests on. Article numbers are those of the FIDE Laws of 2023.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-table-private.h"

#include <glib/gi18n-lib.h>

#define WRONG_CLAIM "wrong-claim"

/* What the ending rests on, so that it can be looked up afterwards: where the position stood, how long nothing was taken
 * and no pawn moved, why nobody can mate. @written: the move of a claim, not played. */
static void
add_evidence (const ClGame *game, ChessMove written, ChessProof proof, ClFact *fact)
{
  ChessPosition after = game->current;
  char san[CHESS_SAN_SIZE];

  if (written != CHESS_MOVE_NULL)
    {
      chess_san_write (&game->current, written, san);
      fact->written = g_strdup (san);
      chess_position_make (&after, written);
    }
  if (fact->ending == CHESS_ENDING_THREEFOLD || fact->ending == CHESS_ENDING_FIVEFOLD)
    {
      fact->plies = cl_game_find_occurrences (game, after.key);
      if (written != CHESS_MOVE_NULL)
        cl_fact_add_ply (fact, cl_game_n_plies (game) + 1);
    }
  if (fact->ending == CHESS_ENDING_50_MOVES || fact->ending == CHESS_ENDING_75_MOVES)
    fact->quiet_plies = after.halfmove;
  if (proof != CHESS_PROOF_NONE)
    fact->proof = g_strdup (chess_proof_word (proof));
}

gboolean
cl_table_draft_end (ClTableDraft *self, const ClTableEnd *end, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (self, &fact, CL_FACT_GAME_ENDED);
  fact.result = end->result;
  fact.ending = end->ending;
  fact.text = g_strdup (end->text);
  cl_table_draft_read_clocks (self, &fact);
  add_evidence (self->game, end->written, end->proof, &fact);
  return cl_table_draft_add (self, &fact, error);
}

/* Ends the game if what stands on the board does. */
gboolean
cl_table_draft_end_if_over (ClTableDraft *self, GError **error)
{
  ChessProof proof;
  ChessOutcome outcome = cl_game_find_end (self->game, &proof);
  const ClTableEnd end = { .result = outcome.result, .ending = outcome.automatic, .proof = proof };

  return outcome.automatic == CHESS_ENDING_NONE || cl_table_draft_end (self, &end, error);
}

/* The opponent of @offender wins, or draws if it is proven that he cannot mate (6.9, 7.5.5). */
static ClTableEnd
find_loss (const ClGame *game, ChessColor offender, ChessEnding win, ChessEnding draw)
{
  ClTableEnd end = { .result = offender == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE,
                     .ending = win };

  if (cl_game_cannot_mate (game, (ChessColor) !offender, &end.proof))
    {
      end.result = CHESS_RESULT_DRAW;
      end.ending = draw;
    }
  return end;
}

/* Time for the opponent of @offender; without a clock there is none to give. */
static gboolean
add_penalty (ClTableDraft *self, ChessColor offender, const char *reason, GError **error)
{
  const ClGame *game = self->game;
  const ClClockState *clock = &game->clock;
  gint64 left = cl_game_clock_now (game, (ChessColor) !offender, self->now);
  gint64 penalty = chess_time_control_penalty_ms (&clock->control[offender]);
  g_auto (ClFact) fact = { 0 };

  if (!clock->has_clock || game->recorded_only || left == CL_NO_CLOCK)
    return TRUE;
  cl_table_draft_begin (self, &fact, CL_FACT_CLOCK_ADJUSTED);
  *(offender == CHESS_WHITE ? &fact.black_ms : &fact.white_ms) = MAX (left, 0) + penalty;
  fact.reason = g_strdup (reason);
  return cl_table_draft_add (self, &fact, error);
}

ClDraft *
cl_table_penalise_illegal_move (const ClGame *game,
                                ChessSquare from,
                                ChessSquare to,
                                ChessKind promotion,
                                gint64 now,
                                GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  ChessColor offender = cl_game_side_to_move (game);
  gboolean again = game->illegal_moves[offender] > 0;
  ClTableEnd loss;

  cl_table_draft_begin_act (&self, &fact, CL_FACT_ILLEGAL_MOVE_MADE, offender);
  fact.has_move = TRUE;
  if (from != to)
    fact.move = cl_move_from_hand (&game->current, from, to, promotion);
  if (!cl_table_draft_add (&self, &fact, error))
    return NULL;
  loss = find_loss (game, offender, CHESS_ENDING_ILLEGAL_MOVES, CHESS_ENDING_ILLEGAL_MOVES);
  if (!(again ? cl_table_draft_end (&self, &loss, error)
              : add_penalty (&self, offender, "illegal-move", error)))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_resign (const ClGame *game, ChessColor side, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin_act (&self, &fact, CL_FACT_GAME_ENDED, side);
  fact.result = side == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE;
  fact.ending = CHESS_ENDING_RESIGNATION;
  cl_table_draft_read_clocks (&self, &fact);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_offer_draw (const ClGame *game, ChessColor side, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin_act (&self, &fact, CL_FACT_DRAW_OFFERED, side);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_decline_draw (const ClGame *game, ChessColor side, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin_act (&self, &fact, CL_FACT_DRAW_DECLINED, side);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_agree_draw (const ClGame *game, gint64 now, GError **error)
{
  return cl_table_end (game, CHESS_RESULT_DRAW, CHESS_ENDING_AGREEMENT, NULL, now, error);
}

ClDraft *
cl_table_claim_draw (const ClGame *game,
                     ChessColor side,
                     ChessMove written,
                     gint64 now,
                     GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  ClTableEnd end = { .result = CHESS_RESULT_DRAW,
                     .ending = cl_game_find_claim (game, written),
                     .written = written };
  char san[CHESS_SAN_SIZE];

  cl_table_draft_begin_act (&self, &fact, CL_FACT_DRAW_CLAIMED, side);
  if (end.ending == CHESS_ENDING_NONE)
    end.ending = CHESS_ENDING_THREEFOLD; /* which is refused, and why */
  fact.ending = end.ending;
  if (written != CHESS_MOVE_NULL && !chess_position_is_legal (&game->current, written))
    fact.written = g_strdup ("?"); /* the board is not any more what it was written for */
  else if (written != CHESS_MOVE_NULL)
    {
      chess_san_write (&game->current, written, san);
      fact.written = g_strdup (san);
    }
  if (!cl_table_draft_add (&self, &fact, error) || !cl_table_draft_end (&self, &end, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_reject_claim (const ClGame *game, ChessMove written, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  ChessColor side = cl_game_side_to_move (game);

  if (cl_game_find_claim (game, written) != CHESS_ENDING_NONE)
    {
      g_set_error_literal (error,
                           CL_FACT_ERROR,
                           CL_FACT_ERROR_UNACCEPTABLE,
                           _ ("The claim is right: the game is drawn"));
      return NULL;
    }
  cl_table_draft_begin_act (&self, &fact, CL_FACT_DRAW_OFFERED, side);
  fact.reason = g_strdup (WRONG_CLAIM);
  if (!cl_table_draft_add (&self, &fact, error) || !add_penalty (&self, side, WRONG_CLAIM, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_flag (const ClGame *game, ChessColor side, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  ClTableEnd loss = find_loss (game, side, CHESS_ENDING_TIME, CHESS_ENDING_TIME_NO_MATE);

  cl_table_draft_begin_act (&self, &fact, CL_FACT_FLAG_FELL, side);
  if (!cl_table_draft_add (&self, &fact, error) || !cl_table_draft_end (&self, &loss, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_end (const ClGame *game,
              ChessResult result,
              ChessEnding ending,
              const char *text,
              gint64 now,
              GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  const ClTableEnd end = { .result = result, .ending = ending, .text = text };

  return cl_table_draft_end (&self, &end, error) ? g_steal_pointer (&self.draft) : NULL;
}
