/* cl-packed-moves.c: three letters a move: 15 bits as the ledger has them, one for a capture, and two for castling
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-packed-moves.h"

#define CAPTURE        (1u << 15)
#define CASTLING_SHIFT 16

void
cl_packed_append (GString *text, guint bits)
{
  for (guint i = 0; i < CL_PACKED_LENGTH; i++)
    g_string_append_c (text, (char) (CL_PACKED_FIRST + (bits >> i * 6 & 63)));
}

guint
cl_packed_from_move (ClMove move)
{
  return (move.move & 0x7fffu) | (cl_move_get_captured (move) != 0 ? CAPTURE : 0) |
         (guint) (move.marks >> 10 & 3) << CASTLING_SHIFT;
}

void
cl_packed_count_captures (const char *moves, guint n[2])
{
  guint turn = 0;

  n[0] = n[1] = 0;
  /* The mark lies in the third letter of each. */
  for (; moves[0] != '\0' && moves[1] != '\0' && moves[2] != '\0';
       moves += CL_PACKED_LENGTH, turn ^= 1)
    n[turn] += ((guint) (moves[2] - CL_PACKED_FIRST) & CAPTURE >> 12) != 0;
}

static gboolean
make_castling (guint wing, ChessPosition *position)
{
  ChessSquare rook = position->castling[position->side][wing];

  if (rook == CHESS_NO_SQUARE)
    return FALSE;
  chess_position_make (position,
                       chess_move_special (chess_position_king (position, position->side),
                                           rook,
                                           CHESS_FORM_CASTLING));
  return TRUE;
}

gboolean
cl_packed_make (guint bits, ChessPosition *position)
{
  ChessSquare from = cl_packed_from (bits), to = cl_packed_to (bits);
  guint promotion = cl_packed_promotion (bits), castling = cl_packed_castling (bits);
  ChessPiece piece = position->board[from], target = position->board[to];
  ChessMove move = chess_move (from, to);

  bits &= ~CAPTURE;
  if (bits == 0)
    {
      chess_position_make (position, CHESS_MOVE_NULL);
      return TRUE;
    }
  if (castling > 0)
    return castling < 3 && make_castling (castling - 1, position);
  if (from == to || piece == CHESS_NO_PIECE || chess_piece_color (piece) != position->side ||
      promotion > 4 ||
      (target != CHESS_NO_PIECE &&
       (chess_piece_kind (target) == CHESS_KING || chess_piece_color (target) == position->side)))
    return FALSE;
  if (chess_piece_kind (piece) == CHESS_PAWN)
    {
      if ((chess_rank (to) == 0 || chess_rank (to) == 7) != (promotion > 0))
        return FALSE;
      if (promotion > 0)
        move = chess_move_promoting (from, to, CHESS_KNIGHT + promotion - 1);
      else if (to == position->en_passant && chess_file (from) != chess_file (to))
        move = chess_move_special (from, to, CHESS_FORM_EN_PASSANT);
    }
  else if (promotion > 0)
    return FALSE;
  chess_position_make (position, move);
  return TRUE;
}
