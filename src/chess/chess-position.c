/* chess-position.c: set-up, keys, and moves played and taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-make-private.h"

static ChessPosition
set_up (const ChessKind kinds[8])
{
  ChessPosition position = { .en_passant = CHESS_NO_SQUARE, .fullmove = 1 };
  int n_rooks = 0;

  memset (position.board, CHESS_NO_PIECE, sizeof position.board);
  for (unsigned file = 0; file < 8; file++)
    {
      for (unsigned color = 0; color < 2; color++)
        {
          unsigned home = color == CHESS_WHITE ? 0 : 7, second = color == CHESS_WHITE ? 1 : 6;

          chess_make_put (&position, chess_piece (color, kinds[file]), chess_square (file, home));
          chess_make_put (&position, chess_piece (color, CHESS_PAWN), chess_square (file, second));
          if (kinds[file] == CHESS_ROOK)
            position.castling[color][n_rooks == 0] = chess_square (file, home);
        }
      n_rooks += kinds[file] == CHESS_ROOK;
    }
  position.key = chess_position_compute_key (&position);
  return position;
}

ChessPosition
chess_position_start (void)
{
  static const ChessKind kinds[8] = { CHESS_ROOK, CHESS_KNIGHT, CHESS_BISHOP, CHESS_QUEEN,
                                      CHESS_KING, CHESS_BISHOP, CHESS_KNIGHT, CHESS_ROOK };

  return set_up (kinds);
}

/* Puts @kind on the free file number @n, counted from the a file. */
static void
place_on_free (ChessKind kinds[8], unsigned n, ChessKind kind)
{
  for (unsigned file = 0; file < 8; file++)
    if (kinds[file] == CHESS_NO_KIND && n-- == 0)
      {
        kinds[file] = kind;
        return;
      }
}

ChessPosition
chess_position_start_960 (unsigned number)
{
  static const uint8_t knights[10][2] = { { 0, 1 }, { 0, 2 }, { 0, 3 }, { 0, 4 }, { 1, 2 },
                                          { 1, 3 }, { 1, 4 }, { 2, 3 }, { 2, 4 }, { 3, 4 } };
  static const ChessKind rest[3] = { CHESS_ROOK, CHESS_KING, CHESS_ROOK };
  ChessKind kinds[8];
  ChessPosition position;

  number %= 960;
  for (unsigned file = 0; file < 8; file++)
    kinds[file] = CHESS_NO_KIND;
  kinds[number % 4 * 2 + 1] = CHESS_BISHOP;
  kinds[number / 4 % 4 * 2] = CHESS_BISHOP;
  place_on_free (kinds, number / 16 % 6, CHESS_QUEEN);
  /* The second knight first: it does not shift the free files before it. */
  place_on_free (kinds, knights[number / 96][1], CHESS_KNIGHT);
  place_on_free (kinds, knights[number / 96][0], CHESS_KNIGHT);
  for (unsigned i = 0; i < 3; i++)
    place_on_free (kinds, 0, rest[i]);
  position = set_up (kinds);
  position.chess960 = 1;
  return position;
}

uint64_t
chess_position_compute_key (const ChessPosition *self)
{
  uint64_t key = self->side == CHESS_BLACK ? chess_key_black : 0;

  for (unsigned square = 0; square < 64; square++)
    if (self->board[square] != CHESS_NO_PIECE)
      key ^= chess_key_pieces[self->board[square]][square];
  for (unsigned color = 0; color < 2; color++)
    for (unsigned side = 0; side < 2; side++)
      if (self->castling[color][side] != CHESS_NO_SQUARE)
        key ^= chess_key_castling[color][chess_file (self->castling[color][side])];
  if (self->en_passant != CHESS_NO_SQUARE)
    key ^= chess_key_en_passant[chess_file (self->en_passant)];
  return key;
}

static void
make_null (ChessPosition *self)
{
  if (self->en_passant != CHESS_NO_SQUARE)
    self->key ^= chess_key_en_passant[chess_file (self->en_passant)];
  self->en_passant = CHESS_NO_SQUARE;
  if (self->halfmove < UINT16_MAX)
    self->halfmove++;
  self->fullmove += self->side;
  self->side ^= 1;
  self->key ^= chess_key_black;
}

ChessUndo
chess_position_make (ChessPosition *self, ChessMove move)
{
  ChessUndo undo = { .key = self->key,
                     .move = move,
                     .captured = chess_position_captured (self, move),
                     .en_passant = self->en_passant,
                     .halfmove = self->halfmove };

  memcpy (undo.castling, self->castling, sizeof undo.castling);
  if (move == CHESS_MOVE_NULL)
    make_null (self);
  else
    chess_make_move (self, move);
  return undo;
}

static void
take_back_castling (ChessPosition *self, ChessSquare king, ChessSquare rook)
{
  unsigned rank = chess_rank (king);
  bool short_side = rook > king;
  ChessPiece king_piece = chess_piece (self->side, CHESS_KING);
  ChessPiece rook_piece = chess_piece (self->side, CHESS_ROOK);

  chess_make_remove (self, king_piece, chess_square (short_side ? 6 : 2, rank));
  chess_make_remove (self, rook_piece, chess_square (short_side ? 5 : 3, rank));
  chess_make_put (self, king_piece, king);
  chess_make_put (self, rook_piece, rook);
}

static void
take_back (ChessPosition *self, ChessMove move, ChessPiece captured)
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  ChessMoveForm form = chess_move_form (move);
  ChessPiece piece = self->board[to];

  if (form == CHESS_FORM_CASTLING)
    {
      take_back_castling (self, from, to);
      return;
    }
  chess_make_remove (self, piece, to);
  if (form == CHESS_FORM_PROMOTION)
    piece = chess_piece (self->side, CHESS_PAWN);
  chess_make_put (self, piece, from);
  if (captured != CHESS_NO_PIECE)
    chess_make_put (self, captured, form == CHESS_FORM_EN_PASSANT ? to ^ 8 : to);
}

void
chess_position_unmake (ChessPosition *self, ChessUndo undo)
{
  self->side ^= 1;
  self->fullmove -= self->side;
  if (undo.move != CHESS_MOVE_NULL)
    take_back (self, undo.move, undo.captured);
  memcpy (self->castling, undo.castling, sizeof undo.castling);
  self->en_passant = undo.en_passant;
  self->halfmove = undo.halfmove;
  self->key = undo.key;
}

uint64_t
chess_position_attackers (const ChessPosition *self, ChessSquare square, ChessColor color)
{
  return chess_make_attackers (self, square, color, self->colors[0] | self->colors[1]);
}

ChessSquare
chess_position_king (const ChessPosition *self, ChessColor color)
{
  return chess_bits_first (self->kinds[CHESS_KING] & self->colors[color]);
}

bool
chess_position_in_check (const ChessPosition *self)
{
  ChessSquare king = chess_position_king (self, (ChessColor) self->side);

  return chess_position_attackers (self, king, (ChessColor) !self->side) != 0;
}

ChessPiece
chess_position_captured (const ChessPosition *self, ChessMove move)
{
  if (move == CHESS_MOVE_NULL || chess_move_form (move) == CHESS_FORM_CASTLING)
    return CHESS_NO_PIECE;
  if (chess_move_form (move) == CHESS_FORM_EN_PASSANT)
    return chess_piece (!self->side, CHESS_PAWN);
  return self->board[chess_move_to (move)];
}
