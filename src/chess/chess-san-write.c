/* chess-san-write.c: moves in short algebraic notation, with what is needed to tell them apart and no more
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-notation.h"
#include "chess-legal-private.h"

static const char kind_letters[] = "PNBRQK";

/* File first; rank if the file does not separate; both if neither does. */
static void
disambiguate (ChessSanParts *parts, const ChessPosition *position, ChessMove move)
{
  ChessSquare from = chess_move_from (move);
  uint64_t others = chess_legal_sources (position,
                                         (ChessKind) parts->kind,
                                         chess_move_to (move),
                                         ~CHESS_BIT (from));
  bool same_file = (others & (CHESS_FILE_A << chess_file (from))) != 0;
  bool same_rank = (others & CHESS_RANK (chess_rank (from))) != 0;

  parts->show_file = others && (!same_file || same_rank);
  parts->show_rank = same_file;
}

ChessSanParts
chess_san_parts (const ChessPosition *position, ChessMove move)
{
  ChessSanParts parts = { .kind = CHESS_NO_KIND, .captured = CHESS_NO_KIND };
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessPosition after = *position;

  if (move == CHESS_MOVE_NULL)
    return parts;
  parts.kind = (uint8_t) chess_piece_kind (position->board[from]);
  parts.captured = (uint8_t) chess_piece_kind (chess_position_captured (position, move));
  if (chess_move_form (move) == CHESS_FORM_CASTLING)
    parts.castling = to > from ? 1 : 2;
  else if (parts.kind == CHESS_PAWN)
    parts.show_file = parts.captured != CHESS_NO_KIND;
  else if (parts.kind != CHESS_KING)
    disambiguate (&parts, position, move);
  chess_make_move (&after, move);
  if (chess_position_in_check (&after))
    parts.check = chess_position_has_legal_move (&after) ? 1 : 2;
  return parts;
}

static size_t
write_squares (const ChessSanParts *parts, ChessMove move, char *text)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  size_t n = 0;

  if (parts->kind != CHESS_PAWN)
    text[n++] = kind_letters[parts->kind];
  if (parts->show_file)
    text[n++] = (char) ('a' + chess_file (from));
  if (parts->show_rank)
    text[n++] = (char) ('1' + chess_rank (from));
  if (parts->captured != CHESS_NO_KIND)
    text[n++] = 'x';
  text[n++] = (char) ('a' + chess_file (to));
  text[n++] = (char) ('1' + chess_rank (to));
  if (chess_move_form (move) == CHESS_FORM_PROMOTION)
    {
      text[n++] = '=';
      text[n++] = kind_letters[chess_move_promotion (move)];
    }
  return n;
}

size_t
chess_san_write (const ChessPosition *position, ChessMove move, char text[CHESS_SAN_SIZE])
{
  ChessSanParts parts;
  size_t n;

  if (move == CHESS_MOVE_NULL)
    {
      memcpy (text, "--", 3);
      return 2;
    }
  parts = chess_san_parts (position, move);
  if (parts.castling)
    {
      n = parts.castling == 1 ? 3 : 5;
      memcpy (text, "O-O-O", n);
    }
  else
    n = write_squares (&parts, move, text);
  if (parts.check)
    text[n++] = parts.check == 1 ? '+' : '#';
  text[n] = '\0';
  return n;
}
