/* cl-game-accepts.c: what may be said of a game now, by the Laws and by how it stands
 *
 * Asked before a fact is appended; the refusals are read by people. The fold itself (cl-game-apply.c) takes more, since
 * what stands in the ledger happened. Article numbers are those of the FIDE Laws of 2023.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, CL_FACT_ERROR, CL_FACT_ERROR_UNACCEPTABLE, message);
  return FALSE;
}

static gboolean
is_draw (ChessEnding ending)
{
  return ending == CHESS_ENDING_STALEMATE || ending == CHESS_ENDING_DEAD_POSITION ||
         ending == CHESS_ENDING_FIVEFOLD || ending == CHESS_ENDING_75_MOVES ||
         ending == CHESS_ENDING_THREEFOLD || ending == CHESS_ENDING_50_MOVES ||
         ending == CHESS_ENDING_AGREEMENT || ending == CHESS_ENDING_TIME_NO_MATE;
}

static gboolean
is_win (ChessEnding ending)
{
  return ending == CHESS_ENDING_CHECKMATE || ending == CHESS_ENDING_RESIGNATION ||
         ending == CHESS_ENDING_TIME;
}

static gboolean
fits (ChessResult result, ChessEnding ending)
{
  if (is_draw (ending))
    return result == CHESS_RESULT_DRAW;
  if (is_win (ending))
    return result == CHESS_RESULT_WHITE || result == CHESS_RESULT_BLACK;
  return TRUE;
}

static gboolean
needs_play (const ClGame *self, GError **error)
{
  if (self->status == CL_GAME_ENDED)
    return refuse (error, _("The game is over"));
  if (self->withdrawn)
    return refuse (error, _("The game was removed; restore it first"));
  return TRUE;
}

static gboolean
needs_next_ply (const ClGame *self, const ClFact *fact, GError **error)
{
  gboolean stands = fact->type != CL_FACT_ILLEGAL_MOVE_MADE || fact->stood;

  if (!needs_play (self, error))
    return FALSE;
  if (FULL (self)->broken_ply > 0)
    return refuse (error, _("An earlier move is not legal any more; correct it first"));
  if (fact->ply != self->moves->len + stands)
    return refuse (error, _("Another move was made in the meantime"));
  if (self->clock.started && self->clock.paused)
    return refuse (error, _("The clock is stopped; start it again before moving"));
  return TRUE;
}

static gboolean
accepts_legal (const ChessPosition *before, ClMove move, GError **error)
{
  ChessPiece piece = before->board[move.move & 63];
  ChessMove legal;
  char san[12];

  if (move.move != 0 && piece == CHESS_NO_PIECE)
    return refuse (error, _("There is no piece on that square"));
  if (move.move != 0 && chess_piece_color (piece) != before->side)
    return refuse (error,
                   before->side == CHESS_WHITE
                   ? _("It is White’s turn")
                   : _("It is Black’s turn"));
  if (move.move != 0 && cl_move_to_chess (move, before, &legal))
    return TRUE;
  cl_move_san (move, san);
  /* Translators: %s is a move as chess players write it, e.g. Nf3 */
  g_set_error (error,
               CL_FACT_ERROR,
               CL_FACT_ERROR_ILLEGAL_MOVE,
               _("“%s” is not a legal move here"), san);
  return FALSE;
}

static gboolean
accepts_illegal (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessPosition after = self->current;
  ChessSquare from = (ChessSquare) (fact->move.move & 63);
  ChessSquare to = (ChessSquare) (fact->move.move >> 6 & 63);
  guint promotion = fact->move.move >> 12 & 7;
  ChessKind kind = promotion > 0 ? CHESS_KNIGHT + promotion - 1 : CHESS_NO_KIND;
  bool needs_promotion = false;

  if (!needs_next_ply (self, fact, error))
    return FALSE;
  /* Pressing the clock without a move is one, too (7.5.3); but it cannot stand. */
  if (fact->move.move == 0 && !fact->stood)
    return TRUE;
  if (fact->move.move == 0 || self->current.board[from] == CHESS_NO_PIECE)
    return refuse (error, _("There is no piece on that square"));
  if (chess_position_move_between (&self->current, from, to, kind, &needs_promotion) !=
        CHESS_MOVE_NULL ||
      needs_promotion)
    return refuse (error, _("This move is legal"));
  if (!cl_game_play_by_hand (&after, fact->move))
    return refuse (error, _("No position could stand on the board after this move"));
  return TRUE;
}

static gboolean
accepts_move_corrected (const ClGame *self, const ClFact *fact, GError **error)
{
  const ClGameMove *move = cl_game_get_move (self, fact->ply);
  const ClGameMove *earlier = fact->ply > 1 ? cl_game_get_move (self, fact->ply - 1) : NULL;
  ChessPosition before;

  if (move == NULL || move->offset != fact->cites)
    return refuse (error, _("There is no such move"));
  if (move->broken && earlier != NULL && earlier->broken &&
      cl_game_correction_at (FULL (self), fact->ply - 1) == NULL)
    return refuse (error, _("An earlier move is not legal any more; correct it first"));
  cl_game_position_at (self, fact->ply - 1, &before);
  if (!accepts_legal (&before, fact->move, error))
    return FALSE;
  if (!move->illegal &&
      g_array_index (FULL (self)->records, ClGameRecord, fact->ply - 1).move.move ==
        fact->move.move)
    return refuse (error, _("This is the move that is recorded"));
  return TRUE;
}

static gboolean
accepts_takeback (const ClGame *self, const ClFact *fact, GError **error)
{
  const ClGameMove *last = cl_game_get_move (self, fact->ply);

  if (!(self->recorded_only && self->status == CL_GAME_ENDED) && !needs_play (self, error))
    return FALSE;
  if (fact->ply >= self->moves->len)
    return refuse (error, _("There is no move to take back"));
  if (fact->cites != (last != NULL ? last->offset : 0))
    return refuse (error, _("Another move was made in the meantime"));
  return TRUE;
}

static gboolean
accepts_position (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessPosition position;
  ChessFenError fault;

  if (fact->ply != self->moves->len)
    return refuse (error, _("Another move was made in the meantime"));
  fault = fact->text != NULL ? chess_fen_parse (fact->text, -1, &position, NULL)
                             : CHESS_FEN_BAD_PLACEMENT;
  if (fault != CHESS_FEN_OK)
    {
      /* Translators: %s says in English what is wrong, e.g. “White has no king” */
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_UNACCEPTABLE,
                   _("This position cannot stand on a board: %s"), chess_fen_error_text (fault));
      return FALSE;
    }
  return TRUE;
}

static gboolean
accepts_offer (const ClGame *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  if (self->draw_offered[fact->side])
    return refuse (error, _("The draw is offered already"));
  if (self->draw_offered[!fact->side])
    return refuse (error, _("The opponent has offered a draw; accept it or play on"));
  return TRUE;
}

static gboolean
accepts_decline (const ClGame *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  if (!self->draw_offered[!fact->side])
    return refuse (error, _("There is no draw offer to decline"));
  return TRUE;
}

/* Articles 9.2 and 9.3. A position may be there three times and fifty moves be over as well: either claim holds then. */
static gboolean
claim_holds (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessMove written = CHESS_MOVE_NULL;
  ChessPosition after = self->current;
  gboolean holds;

  if (fact->written != NULL)
    {
      if (chess_san_parse (&self->current, fact->written, -1, &written) != CHESS_NOTATION_OK ||
          written == CHESS_MOVE_NULL)
        return refuse (error, _("The move that was written down is not legal here"));
      chess_position_make (&after, written);
    }
  holds = cl_game_find_claim (self, written) != CHESS_ENDING_NONE;
  if (fact->ending == CHESS_ENDING_50_MOVES && !(holds && after.halfmove >= 100))
    return refuse (error, _("There was a capture or a pawn move in the last fifty moves"));
  if (fact->ending == CHESS_ENDING_THREEFOLD &&
      cl_game_find_claim (self, written) != CHESS_ENDING_THREEFOLD)
    return refuse (error,
                   written != CHESS_MOVE_NULL
                   ? _("The position after this move has not been on the board twice before")
                   : _("The position has not been on the board three times"));
  return TRUE;
}

static gboolean
accepts_claim (const ClGame *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  if (fact->side != cl_game_side_to_move (self))
    return refuse (error, _("Only the player whose turn it is may claim a draw"));
  if (fact->ending != CHESS_ENDING_THREEFOLD && fact->ending != CHESS_ENDING_50_MOVES)
    return refuse (error, _("A draw can be claimed by repetition or by the fifty-move rule only"));
  return claim_holds (self, fact, error);
}

static gboolean
accepts_details (const ClGame *self, const ClFact *fact, GError **error)
{
  if (fact->tags == NULL || fact->tags->len == 0)
    return refuse (error, _("Nothing was changed"));
  for (guint i = 0; i < fact->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (fact->tags, i);

      if (tag->name[0] == '\0' || strpbrk (tag->name, " \"[]{}()") != NULL)
        return refuse (error, _("A detail needs a name without spaces and brackets"));
      if (g_strcmp0 (cl_tags_get (self->tags, tag->name), tag->value) != 0)
        return TRUE;
    }
  return refuse (error, _("Nothing was changed"));
}

static gboolean
accepts_result (const ClGame *self, const ClFact *fact, GError **error)
{
  if (self->status != CL_GAME_ENDED)
    return refuse (error, _("The game has no result yet"));
  if (!fits (fact->result, fact->ending) ||
      (fact->ending == CHESS_ENDING_NONE && fact->result != CHESS_RESULT_NONE))
    return refuse (error, _("This result cannot come about that way"));
  if (fact->result == self->result && fact->ending == self->ending &&
      g_strcmp0 (fact->text, self->ending_text) == 0)
    return refuse (error, _("Nothing was changed"));
  return TRUE;
}

static gboolean
accepts_clock (const ClGame *self, const ClFact *fact, GError **error)
{
  const ClClockState *clock = &self->clock;

  if (!needs_play (self, error))
    return FALSE;
  if (!clock->has_clock || self->recorded_only)
    return refuse (error, _("This game has no clock"));
  if (fact->type == CL_FACT_CLOCK_STARTED)
    return !clock->started || refuse (error, _("The clock has been started already"));
  if (fact->type == CL_FACT_CLOCK_ADJUSTED)
    {
      if ((fact->white_ms != CL_NO_CLOCK && fact->white_ms < 0) ||
          (fact->black_ms != CL_NO_CLOCK && fact->black_ms < 0))
        return refuse (error, _("A clock cannot be set below zero"));
      return fact->white_ms != CL_NO_CLOCK || fact->black_ms != CL_NO_CLOCK ||
             refuse (error, _("Nothing was changed"));
    }
  if (!clock->started)
    return refuse (error, _("The clock is not running"));
  if (fact->type == CL_FACT_CLOCK_PAUSED)
    return !clock->paused || refuse (error, _("The clock is stopped already"));
  return clock->paused || refuse (error, _("The clock is running already"));
}

static gboolean
accepts_flag (const ClGame *self, const ClFact *fact, GError **error)
{
  const ClClockState *clock = &self->clock;
  gint64 left = cl_game_clock_now (self, fact->side, fact->occurred_at);

  if (!needs_play (self, error))
    return FALSE;
  if (!clock->has_clock)
    return refuse (error, _("This game has no clock"));
  if (!clock->started || clock->paused || clock->running != fact->side)
    return refuse (error, _("This clock is not running"));
  if (left != CL_NO_CLOCK && left > 0)
    return refuse (error, _("There is still time on this clock"));
  return TRUE;
}

/* Article 6.9: the one whose flag fell loses, unless the opponent cannot mate. */
static gboolean
accepts_end_by_time (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessColor loser = fact->result == CHESS_RESULT_WHITE ? CHESS_BLACK : CHESS_WHITE;

  if (self->recorded_only)
    return TRUE;
  if (fact->ending == CHESS_ENDING_TIME_NO_MATE)
    loser = self->clock.flag_fallen[CHESS_WHITE] ? CHESS_WHITE : CHESS_BLACK;
  if (!self->clock.flag_fallen[loser])
    return refuse (error, _("No flag has fallen"));
  if (cl_game_cannot_mate (self, (ChessColor) !loser, NULL) !=
      (fact->ending == CHESS_ENDING_TIME_NO_MATE))
    return refuse (error, _("This result cannot come about that way"));
  return TRUE;
}

/* Articles 5.2.3 and 9.1.1. */
static gboolean
accepts_agreement (const ClGame *self, GError **error)
{
  if (self->recorded_only)
    return TRUE;
  if (!self->draw_offered[CHESS_WHITE] && !self->draw_offered[CHESS_BLACK])
    return refuse (error, _("There is no draw offer to accept"));
  if (self->moves->len < 2)
    return refuse (error, _("A draw can be agreed once both players have moved"));
  return TRUE;
}

static gboolean
accepts_end_by_position (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessProof proof;
  ChessOutcome end =
    fact->ending == CHESS_ENDING_DEAD_POSITION ? cl_game_find_end (self, &proof) : self->outcome;

  return (end.automatic == fact->ending && end.result == fact->result) ||
         refuse (error, _("The position on the board does not end the game that way"));
}

static gboolean
accepts_end (const ClGame *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  if (fact->ending == CHESS_ENDING_NONE || !fits (fact->result, fact->ending))
    return refuse (error, _("This result cannot come about that way"));
  switch (fact->ending)
    {
    case CHESS_ENDING_CHECKMATE:
    case CHESS_ENDING_STALEMATE:
    case CHESS_ENDING_DEAD_POSITION:
    case CHESS_ENDING_FIVEFOLD:
    case CHESS_ENDING_75_MOVES:
      return accepts_end_by_position (self, fact, error);
    case CHESS_ENDING_THREEFOLD:
    case CHESS_ENDING_50_MOVES:
      return claim_holds (self, fact, error);
    case CHESS_ENDING_AGREEMENT:
      return accepts_agreement (self, error);
    case CHESS_ENDING_TIME:
    case CHESS_ENDING_TIME_NO_MATE:
      return accepts_end_by_time (self, fact, error);
    default:
      return TRUE;
    }
}

static gboolean
accepts_note (const ClGame *self, const ClFact *fact, GError **error)
{
  const ClGameMove *move = cl_game_get_move (self, fact->ply);
  gboolean variation = fact->type == CL_FACT_VARIATION_ADDED;

  if (fact->cites != (move != NULL ? move->offset : 0) || (move == NULL && fact->ply > 0) ||
      (variation && move == NULL))
    return refuse (error, _("There is no such move"));
  if ((fact->text == NULL || *fact->text == '\0') && (variation || fact->nags == NULL))
    return refuse (error, _("There is nothing to note"));
  return TRUE;
}

static gboolean
accepts_start (const ClGame *self, const ClFact *fact, GError **error)
{
  ChessPosition position;
  ChessTimeControls controls;
  const char *time_control = fact->time_control;
  ChessFenError fault = CHESS_FEN_OK;

  if (self->status != CL_GAME_EMPTY)
    return refuse (error, _("This game has begun already"));
  if (fact->fen != NULL)
    fault = chess_fen_parse (fact->fen, -1, &position, NULL);
  if (fault != CHESS_FEN_OK)
    {
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_UNACCEPTABLE,
                   _("This position cannot stand on a board: %s"), chess_fen_error_text (fault));
      return FALSE;
    }
  if (time_control != NULL && !fact->recorded_only &&
      !chess_time_controls_parse ((ChessText){ time_control, strlen (time_control) }, &controls))
    return refuse (error, _("This time control is not understood"));
  return TRUE;
}

static gboolean
accepts_in_game (const ClGame *self, const ClFact *fact, GError **error)
{
  switch (fact->type)
    {
    case CL_FACT_MOVE_PLAYED:
      return needs_next_ply (self, fact, error) &&
             accepts_legal (&self->current, fact->move, error);
    case CL_FACT_ILLEGAL_MOVE_MADE:
      return accepts_illegal (self, fact, error);
    case CL_FACT_MOVE_CORRECTED:
      return accepts_move_corrected (self, fact, error);
    case CL_FACT_TAKEBACK_AGREED:
      return accepts_takeback (self, fact, error);
    case CL_FACT_POSITION_CORRECTED:
      return accepts_position (self, fact, error);
    case CL_FACT_DRAW_OFFERED:
      return accepts_offer (self, fact, error);
    case CL_FACT_DRAW_DECLINED:
      return accepts_decline (self, fact, error);
    case CL_FACT_DRAW_CLAIMED:
      return accepts_claim (self, fact, error);
    case CL_FACT_DETAILS_CORRECTED:
      return accepts_details (self, fact, error);
    case CL_FACT_RESULT_CORRECTED:
      return accepts_result (self, fact, error);
    case CL_FACT_CLOCK_STARTED:
    case CL_FACT_CLOCK_PAUSED:
    case CL_FACT_CLOCK_RESUMED:
    case CL_FACT_CLOCK_ADJUSTED:
      return accepts_clock (self, fact, error);
    case CL_FACT_FLAG_FELL:
      return accepts_flag (self, fact, error);
    case CL_FACT_GAME_ENDED:
      return accepts_end (self, fact, error);
    case CL_FACT_NOTE_ADDED:
    case CL_FACT_VARIATION_ADDED:
      return accepts_note (self, fact, error);
    case CL_FACT_BOARD_ATTACHED:
    case CL_FACT_BOARD_DETACHED:
      return TRUE;
    default:
      return refuse (error, _("This is not said about a game"));
    }
}

gboolean
cl_game_accepts (const ClGame *self, const ClFact *fact, GError **error)
{
  if (fact->game != self->game)
    return refuse (error, _("This is said about another game"));
  if (fact->type == CL_FACT_GAME_STARTED)
    return accepts_start (self, fact, error);
  if (fact->type == CL_FACT_GAME_UNREADABLE)
    return self->status == CL_GAME_EMPTY || refuse (error, _("This game has begun already"));
  if (self->status == CL_GAME_EMPTY)
    return refuse (error, _("The game has not begun yet"));
  if (fact->type == CL_FACT_GAME_WITHDRAWN)
    return !self->withdrawn || refuse (error, _("The game was removed already"));
  if (fact->type == CL_FACT_GAME_RESTORED)
    return self->withdrawn || refuse (error, _("The game was not removed"));
  if (self->status == CL_GAME_UNREADABLE)
    return refuse (error, _("Only the text of this game is known"));
  return accepts_in_game (self, fact, error);
}
