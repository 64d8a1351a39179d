/* chess-movegen.c: the questions about legal moves that others ask
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-movegen-private.h"

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

bool
chess_position_is_legal (const ChessPosition *self, ChessMove move)
{
  ChessMoveList list;

  if (move == CHESS_MOVE_NULL)
    return false;
  chess_position_legal_moves (self, &list);
  for (size_t i = 0; i < list.n; i++)
    if (list.moves[i] == move)
      return true;
  return false;
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
