/* cl-fact-moves.c: between the moves of the chess core and those of the ledger
 *
 * The core stores castling as king takes rook; the ledger stores what UCI and SAN write, so that plain SQL reads like a
 * scoresheet. The layout of ClMove is in cl-event.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-fact.h"

static guint16
pack_squares (ChessSquare from, ChessSquare to, ChessKind promotion)
{
  guint16 kind = 0;

  if (promotion >= CHESS_KNIGHT && promotion <= CHESS_QUEEN)
    kind = (guint16) (promotion - CHESS_KNIGHT + 1);
  return (guint16) (from | to << 6 | kind << 12);
}

ClMove
cl_move_from_chess (const ChessPosition *before, ChessMove move)
{
  ChessSanParts parts = chess_san_parts (before, move);
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  gboolean promotes = chess_move_form (move) == CHESS_FORM_PROMOTION;
  ClMove packed;

  if (move == CHESS_MOVE_NULL)
    return (ClMove){ 0, 0 };
  if (chess_move_form (move) == CHESS_FORM_CASTLING && !before->chess960)
    to = chess_square (parts.castling == 1 ? 6 : 2, chess_rank (from));
  packed.move = pack_squares (from, to, promotes ? chess_move_promotion (move) : CHESS_NO_KIND);
  packed.marks = (guint16) (parts.kind + 1);
  if (parts.captured < CHESS_NO_KIND)
    packed.marks |= (guint16) ((parts.captured + 1) << 3);
  packed.marks |= (guint16) (parts.show_file << 6 | parts.show_rank << 7 | parts.check << 8 |
                             parts.castling << 10);
  return packed;
}

ClMove
cl_move_from_hand (const ChessPosition *before,
                   ChessSquare from,
                   ChessSquare to,
                   ChessKind promotion)
{
  ChessPiece piece = before->board[from], captured = before->board[to];
  ClMove packed = { 0, 0 };

  if (from == to)
    return packed;
  if (piece == CHESS_NO_PIECE)
    return (ClMove){ pack_squares (from, to, CHESS_NO_KIND), 0 };
  if (chess_piece_kind (piece) != CHESS_PAWN)
    promotion = CHESS_NO_KIND;
  packed.move = pack_squares (from, to, promotion);
  packed.marks = (guint16) (chess_piece_kind (piece) + 1);
  if (captured != CHESS_NO_PIECE)
    packed.marks |= (guint16) ((chess_piece_kind (captured) + 1) << 3);
  /* A capturing pawn shows its file anyway; all else is written long. */
  if (chess_piece_kind (piece) != CHESS_PAWN)
    packed.marks |= 1 << 6 | 1 << 7;
  else if (captured != CHESS_NO_PIECE || chess_file (from) != chess_file (to))
    packed.marks |= 1 << 6;
  return packed;
}

static gboolean
castling_to_chess (ClMove move, const ChessPosition *before, ChessMove *out)
{
  guint wing = (move.marks >> 10 & 3) - 1u;
  ChessSquare king = (ChessSquare) (move.move & 63), to = (ChessSquare) (move.move >> 6 & 63);
  ChessSquare rook;

  if (wing > 1)
    return FALSE;
  rook = before->castling[before->side][wing];
  if (rook == CHESS_NO_SQUARE || king != chess_position_king (before, before->side))
    return FALSE;
  if (to != rook && to != chess_square (wing == 0 ? 6 : 2, chess_rank (king)))
    return FALSE;
  *out = chess_move_special (king, rook, CHESS_FORM_CASTLING);
  return chess_position_is_legal (before, *out);
}

gboolean
cl_move_to_chess (ClMove move, const ChessPosition *before, ChessMove *out)
{
  ChessSquare from = (ChessSquare) (move.move & 63), to = (ChessSquare) (move.move >> 6 & 63);
  guint promotion = move.move >> 12 & 7;
  ChessPiece piece = before->board[from], target = before->board[to];

  if (move.move == 0)
    {
      *out = CHESS_MOVE_NULL;
      return (move.marks & 7) == 0 && !chess_position_in_check (before);
    }
  if (move.marks >> 10 & 3)
    return castling_to_chess (move, before, out);
  if (piece == CHESS_NO_PIECE || chess_piece_kind (piece) + 1u != (move.marks & 7u))
    return FALSE;
  /* After an illegal move that stood, a king may be there to be taken: the game is not won that way. */
  if (target != CHESS_NO_PIECE && chess_piece_kind (target) == CHESS_KING)
    return FALSE;
  if (promotion > 4)
    return FALSE;
  if (promotion > 0)
    *out = chess_move_promoting (from, to, CHESS_KNIGHT + promotion - 1);
  else if (chess_piece_kind (piece) == CHESS_PAWN && to == before->en_passant &&
           chess_file (from) != chess_file (to))
    *out = chess_move_special (from, to, CHESS_FORM_EN_PASSANT);
  else
    *out = chess_move (from, to);
  return chess_position_is_legal (before, *out);
}
