/* chess-movegen.c: the questions about legal moves that others ask
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-movegen-private.h"
#include "chess-legal-private.h"

void
chess_position_legal_moves (const ChessPosition *self, ChessMoveList *list)
{
  list->n = chess_generate_list (self, list->moves);
}

bool
chess_position_has_legal_move (const ChessPosition *self)
{
  return chess_generate_count (self) != 0;
}

/* Castling is rare enough to look for it among all moves. */
static bool
may_castle (const ChessPosition *self, ChessMove move)
{
  const ChessSquare *rooks = self->castling[self->side];
  ChessMoveList list;

  if (chess_move_to (move) != rooks[0] && chess_move_to (move) != rooks[1])
    return false;
  chess_position_legal_moves (self, &list);
  for (size_t i = 0; i < list.n; i++)
    if (list.moves[i] == move)
      return true;
  return false;
}

/* Where the pawn on @from may go if its king were safe; @passing: en passant only. */
static bool
pawn_reaches (const ChessPosition *self, ChessSquare from, ChessSquare to, bool passing)
{
  ChessColor us = (ChessColor) self->side;
  uint64_t occupied = self->colors[0] | self->colors[1], goal = CHESS_BIT (to), once;
  uint64_t third = us == CHESS_WHITE ? CHESS_RANK (2) : CHESS_RANK (5);

  if (passing)
    return to == self->en_passant && (chess_pawn_attacks[us][from] & goal) != 0;
  if (chess_pawn_attacks[us][from] & goal)
    return (self->colors[!us] & ~self->kinds[CHESS_KING] & goal) != 0;
  once = chess_advance_pawns (CHESS_BIT (from), us) & ~occupied;
  return ((once | (chess_advance_pawns (once & third, us) & ~occupied)) & goal) != 0;
}

static bool
may_move_pawn (const ChessPosition *self, ChessMove move)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessMoveForm form = chess_move_form (move);
  bool last = chess_rank (to) == 0 || chess_rank (to) == 7;

  if (last != (form == CHESS_FORM_PROMOTION) ||
      !pawn_reaches (self, from, to, form == CHESS_FORM_EN_PASSANT))
    return false;
  return form == CHESS_FORM_EN_PASSANT
           ? chess_make_en_passant_is_safe (self, (ChessColor) self->side, from, to)
           : chess_legal_is_safe (self, from, to);
}

bool
chess_position_is_legal (const ChessPosition *self, ChessMove move)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessMoveForm form = chess_move_form (move);
  ChessKind kind = chess_piece_kind (self->board[from]);

  if (move == CHESS_MOVE_NULL || !(self->colors[self->side] & CHESS_BIT (from)))
    return false;
  if (form != CHESS_FORM_PROMOTION && chess_move_promotion (move) != CHESS_KNIGHT)
    return false;
  if (form == CHESS_FORM_CASTLING)
    return may_castle (self, move);
  if (kind == CHESS_PAWN)
    return may_move_pawn (self, move);
  return form == CHESS_FORM_NORMAL && chess_legal_sources (self, kind, to, CHESS_BIT (from)) != 0;
}

/* True if @move is what a hand means by going from @from to @to, promotion aside. */
static bool
matches_hand (ChessMove move, ChessSquare from, ChessSquare to)
{
  ChessSquare target = chess_move_to (move);

  if (chess_move_from (move) != from)
    return false;
  if (target == to)
    return true;
  /* Castling: the king goes to its square at the end; a single step there is a king move. */
  return chess_move_form (move) == CHESS_FORM_CASTLING &&
         to == chess_square (target > from ? 6 : 2, chess_rank (from)) &&
         !(chess_king_attacks[from] & CHESS_BIT (to)) && from != to;
}

ChessMove
chess_position_move_between (const ChessPosition *self,
                             ChessSquare from,
                             ChessSquare to,
                             ChessKind promotion,
                             bool *needs_promotion)
{
  ChessMoveList list;
  bool lacks = false;

  if (needs_promotion)
    *needs_promotion = false;
  chess_position_legal_moves (self, &list);
  for (size_t i = 0; i < list.n; i++)
    {
      ChessMove move = list.moves[i];

      if (!matches_hand (move, from, to))
        continue;
      if (chess_move_form (move) != CHESS_FORM_PROMOTION ||
          chess_move_promotion (move) == promotion)
        return move;
      lacks = promotion == CHESS_NO_KIND;
    }
  if (needs_promotion)
    *needs_promotion = lacks;
  return CHESS_MOVE_NULL;
}
