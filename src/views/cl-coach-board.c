/* cl-coach-board.c: what the patterns of the coach look for on the board
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach-private.h"

gint
cl_coach_points (ChessKind kind)
{
  static const gint points[] = { 1, 3, 3, 5, 9, 0, 0 };

  return points[MIN (kind, CHESS_NO_KIND)];
}

/* Where a move's man stands afterwards; castling is written as king takes rook, and takes nothing. */
static ChessSquare
find_target (ChessMove move)
{
  return chess_move_form (move) == CHESS_FORM_CASTLING ? CHESS_NO_SQUARE : chess_move_to (move);
}

gint
cl_coach_gain (const ChessPosition *position, const ChessMove *line, guint n_moves)
{
  ChessPiece taken;
  ChessPiece taker;
  gint gain;

  if (n_moves == 0 || find_target (line[0]) == CHESS_NO_SQUARE)
    return 0;
  taken = chess_position_captured (position, line[0]);
  if (taken == CHESS_NO_PIECE)
    return 0;
  gain = cl_coach_points (chess_piece_kind (taken));
  taker = position->board[chess_move_from (line[0])];
  if (n_moves > 1 && find_target (line[1]) == chess_move_to (line[0]))
    gain -= cl_coach_points (chess_piece_kind (taker));
  return gain;
}

static gboolean
is_target (const ChessPosition *position, ChessSquare square, ChessColor by, gint attacker_points)
{
  ChessKind kind = chess_piece_kind (position->board[square]);

  if (kind == CHESS_KING || cl_coach_points (kind) > attacker_points)
    return TRUE;
  return cl_coach_points (kind) >= 3 &&
         chess_position_attackers (position, square, (ChessColor) !by) == 0;
}

gboolean
cl_coach_is_fork (const ChessPosition *position, ChessMove move)
{
  ChessPosition after = *position;
  ChessColor by = (ChessColor) position->side;
  ChessSquare to = find_target (move);
  guint64 bit, takers;
  gint points;
  guint n = 0;

  if (to == CHESS_NO_SQUARE)
    return FALSE;
  chess_position_make (&after, move);
  points = cl_coach_points (chess_piece_kind (after.board[to]));
  bit = G_GUINT64_CONSTANT (1) << to;
  takers = chess_position_attackers (&after, to, (ChessColor) !by);
  if (takers != 0 && chess_position_attackers (&after, to, by) == 0)
    return FALSE;
  for (ChessSquare square = 0; square < 64; square++)
    {
      if (after.board[square] == CHESS_NO_PIECE || chess_piece_color (after.board[square]) == by)
        continue;
      if (takers & G_GUINT64_CONSTANT (1) << square &&
          cl_coach_points (chess_piece_kind (after.board[square])) < points &&
          chess_piece_kind (after.board[square]) != CHESS_KING)
        return FALSE;
      if (chess_position_attackers (&after, square, by) & bit)
        n += is_target (&after, square, by, points);
    }
  return n >= 2;
}
