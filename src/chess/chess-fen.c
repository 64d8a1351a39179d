/* chess-fen.c: reads and writes FEN, and says what is wrong with a position that is none
 *
 * What could not be played from is refused; what merely cannot arise in a game (six bishops, say) is
 * accepted, since problems and puzzles have it. An en passant square is believed if a pawn may just have
 * passed it, and kept only if some capture there is legal.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-fen.h"
#include "chess-make-private.h"

typedef struct
{
  const char *text;
  size_t length, at;
  size_t fields[4]; /* where placement, side, castling, en passant begin */
  ChessPosition position;
} Reader;

static const char letters[] = "PNBRQK..pnbrqk";

static bool
at_end (const Reader *self)
{
  return self->at >= self->length;
}

static char
peek (const Reader *self)
{
  return at_end (self) ? '\0' : self->text[self->at];
}

static bool
at_blank (const Reader *self)
{
  return at_end (self) || peek (self) == ' ' || peek (self) == '\t';
}

/* Moves to the next field; false if there is none. */
static bool
next_field (Reader *self)
{
  while (!at_end (self) && at_blank (self))
    self->at++;
  return !at_end (self);
}

static unsigned
home_rank (unsigned color)
{
  return color == CHESS_WHITE ? 0 : 7;
}

static ChessPiece
find_piece (char letter)
{
  for (ChessPiece piece = 0; piece < sizeof letters - 1; piece++)
    if (letters[piece] == letter && letter != '.')
      return piece;
  return CHESS_NO_PIECE;
}

static ChessFenError
read_placement (Reader *self)
{
  int rank = 7;
  unsigned file = 0;

  for (; !at_blank (self); self->at++)
    {
      char c = peek (self);
      ChessPiece piece = find_piece (c);

      if (c == '/' && file == 8 && rank > 0)
        {
          rank--;
          file = 0;
        }
      else if (c >= '1' && c <= '8' && file + (unsigned) (c - '0') <= 8)
        file += (unsigned) (c - '0');
      else if (piece != CHESS_NO_PIECE && file < 8)
        chess_make_put (&self->position, piece, (ChessSquare) (chess_square (file++, rank)));
      else
        return CHESS_FEN_BAD_PLACEMENT;
    }
  return rank == 0 && file == 8 ? CHESS_FEN_OK : CHESS_FEN_BAD_PLACEMENT;
}

static ChessFenError
check_placement (const ChessPosition *position)
{
  const uint64_t *kinds = position->kinds;

  for (unsigned color = 0; color < 2; color++)
    {
      uint64_t own = position->colors[color];
      unsigned pawns;

      if (chess_bits_count (kinds[CHESS_KING] & own) != 1)
        return CHESS_FEN_BAD_KINGS;
      /* Without pawns it is a composer's position, with them a slip. */
      pawns = chess_bits_count (kinds[CHESS_PAWN] & own);
      if (pawns > 8 || (pawns > 0 && chess_bits_count (own) > 16))
        return CHESS_FEN_TOO_MANY_PIECES;
    }
  if (kinds[CHESS_PAWN] & (CHESS_RANK (0) | CHESS_RANK (7)))
    return CHESS_FEN_PAWN_ON_LAST_RANK;
  return CHESS_FEN_OK;
}

static ChessFenError
read_side (Reader *self)
{
  char c = peek (self);

  if (c != 'w' && c != 'b')
    return CHESS_FEN_BAD_SIDE;
  self->position.side = c == 'b';
  self->at++;
  return at_blank (self) ? CHESS_FEN_OK : CHESS_FEN_BAD_SIDE;
}

/* The rook meant by @letter (of K, Q, A to H), or CHESS_NO_SQUARE. */
static ChessSquare
find_castling_rook (const ChessPosition *position, unsigned color, char letter)
{
  uint64_t rooks =
    position->kinds[CHESS_ROOK] & position->colors[color] & CHESS_RANK (home_rank (color));
  ChessSquare king = chess_position_king (position, (ChessColor) color);
  uint64_t beyond = ~UINT64_C (0) << king;

  if (chess_rank (king) != home_rank (color))
    return CHESS_NO_SQUARE;
  if (letter >= 'A' && letter <= 'H')
    rooks &= CHESS_FILE_A << (letter - 'A');
  else if (letter == 'K')
    rooks &= beyond;
  else
    rooks &= ~beyond;
  if (!rooks)
    return CHESS_NO_SQUARE;
  return letter == 'K' ? (ChessSquare) (63 - __builtin_clzll (rooks)) : chess_bits_first (rooks);
}

static ChessFenError
read_castling_letter (Reader *self)
{
  ChessPosition *position = &self->position;
  char c = peek (self);
  unsigned color = c >= 'a' && c <= 'z';
  char letter = color ? (char) (c - 'a' + 'A') : c;
  ChessSquare king = chess_position_king (position, (ChessColor) color), rook;
  ChessSquare *right;

  if ((letter < 'A' || letter > 'H') && letter != 'K' && letter != 'Q')
    return CHESS_FEN_BAD_CASTLING;
  rook = find_castling_rook (position, color, letter);
  if (rook == CHESS_NO_SQUARE)
    return CHESS_FEN_BAD_CASTLING;
  right = &position->castling[color][rook < king];
  if (*right != CHESS_NO_SQUARE)
    return CHESS_FEN_BAD_CASTLING;
  *right = rook;
  if (chess_file (king) != 4 || chess_file (rook) != (rook < king ? 0 : 7))
    position->chess960 = 1;
  return CHESS_FEN_OK;
}

static ChessFenError
read_castling (Reader *self)
{
  if (peek (self) == '-')
    self->at++;
  else
    for (; !at_blank (self); self->at++)
      {
        ChessFenError error = read_castling_letter (self);

        if (error)
          return error;
      }
  return at_blank (self) ? CHESS_FEN_OK : CHESS_FEN_BAD_CASTLING;
}

/* True if a pawn of the side that does not have the move may just have passed @square. */
static bool
was_passed (const ChessPosition *position, ChessSquare square)
{
  ChessPiece pawn = chess_piece (!position->side, CHESS_PAWN);
  int ahead = position->side == CHESS_WHITE ? -8 : 8;

  return chess_rank (square) == (position->side == CHESS_WHITE ? 5 : 2) &&
         position->board[square + ahead] == pawn && position->board[square] == CHESS_NO_PIECE &&
         position->board[square - ahead] == CHESS_NO_PIECE;
}

static ChessFenError
read_en_passant (Reader *self)
{
  if (peek (self) == '-')
    self->at++;
  else
    {
      char file = peek (self), rank;
      ChessSquare square;

      rank = self->at + 1 < self->length ? self->text[self->at + 1] : '\0';
      if (file < 'a' || file > 'h' || rank < '1' || rank > '8')
        return CHESS_FEN_BAD_EN_PASSANT;
      square = (ChessSquare) (chess_square (file - 'a', rank - '1'));
      if (!was_passed (&self->position, square))
        return CHESS_FEN_BAD_EN_PASSANT;
      chess_make_set_en_passant (&self->position, square);
      self->at += 2;
    }
  return at_blank (self) ? CHESS_FEN_OK : CHESS_FEN_BAD_EN_PASSANT;
}

static ChessFenError
read_counter (Reader *self, uint16_t *counter)
{
  size_t start = self->at;
  unsigned value = 0;

  for (; !at_blank (self); self->at++)
    {
      char c = peek (self);

      if (c >= '0' && c <= '9')
        value = value * 10 + (unsigned) (c - '0');
      if (c < '0' || c > '9' || value > UINT16_MAX)
        {
          self->at = start;
          return CHESS_FEN_BAD_COUNTER;
        }
    }
  *counter = (uint16_t) value;
  return CHESS_FEN_OK;
}

static ChessFenError
read_counters (Reader *self)
{
  ChessFenError error;

  if (!next_field (self))
    return CHESS_FEN_OK;
  error = read_counter (self, &self->position.halfmove);
  if (error || !next_field (self))
    return error;
  error = read_counter (self, &self->position.fullmove);
  if (error)
    return error;
  /* Many programs write 0 for a position without a game. */
  if (self->position.fullmove == 0)
    self->position.fullmove = 1;
  return next_field (self) ? CHESS_FEN_TRAILING_TEXT : CHESS_FEN_OK;
}

/* The byte to point at when the placement as a whole is wrong: the first pawn on a last rank, the
 * second king of a colour, else the start. */
static size_t
find_fault (const Reader *self, ChessFenError error)
{
  unsigned rank = 0, kings[2] = { 0, 0 };

  for (size_t i = self->fields[0]; i < self->length && self->text[i] != ' '; i++)
    {
      char c = self->text[i];

      rank += c == '/';
      if (error == CHESS_FEN_PAWN_ON_LAST_RANK && rank % 7 == 0 && (c == 'P' || c == 'p'))
        return i;
      if (error == CHESS_FEN_BAD_KINGS && (c == 'K' || c == 'k') && ++kings[c == 'k'] == 2)
        return i;
    }
  return self->fields[0];
}

static ChessFenError
read_all (Reader *self)
{
  static ChessFenError (*const read_field[]) (
    Reader *) = { read_placement, read_side, read_castling, read_en_passant };

  for (unsigned i = 0; i < 4; i++)
    {
      ChessFenError error;

      if (!next_field (self) && i > 0)
        break;
      self->fields[i] = self->at;
      error = read_field[i](self);
      if (error)
        return error;
      if (i == 0)
        error = check_placement (&self->position);
      if (error)
        {
          self->at = find_fault (self, error);
          return error;
        }
    }
  return read_counters (self);
}

static bool
opponent_is_in_check (const ChessPosition *position)
{
  ChessSquare king = chess_position_king (position, (ChessColor) !position->side);

  return chess_position_attackers (position, king, (ChessColor) position->side) != 0;
}

ChessFenError
chess_fen_parse (const char *text, ptrdiff_t length, ChessPosition *position, size_t *place)
{
  Reader reader = { .text = text,
                    .length = length < 0 ? strlen (text) : (size_t) length,
                    .position = { .castling = { { CHESS_NO_SQUARE, CHESS_NO_SQUARE },
                                                { CHESS_NO_SQUARE, CHESS_NO_SQUARE } },
                                  .en_passant = CHESS_NO_SQUARE,
                                  .fullmove = 1 } };
  ChessFenError error;

  memset (reader.position.board, CHESS_NO_PIECE, sizeof reader.position.board);
  error = read_all (&reader);
  if (!error && opponent_is_in_check (&reader.position))
    {
      error = CHESS_FEN_OPPONENT_IN_CHECK;
      reader.at = reader.fields[1];
    }
  if (error)
    {
      if (place)
        *place = reader.at;
      return error;
    }
  *position = reader.position;
  position->key = chess_position_compute_key (position);
  return CHESS_FEN_OK;
}

const char *
chess_fen_error_text (ChessFenError error)
{
  switch (error)
    {
    case CHESS_FEN_OK:
      return "The position is sound";
    case CHESS_FEN_BAD_PLACEMENT:
      return "The pieces are not written as eight ranks of eight squares";
    case CHESS_FEN_BAD_KINGS:
      return "Each side needs exactly one king";
    case CHESS_FEN_PAWN_ON_LAST_RANK:
      return "A pawn stands on the first or last rank";
    case CHESS_FEN_TOO_MANY_PIECES:
      return "A side has more than 8 pawns, or pawns among more than 16 pieces";
    case CHESS_FEN_BAD_SIDE:
      return "The side to move is neither w nor b";
    case CHESS_FEN_BAD_CASTLING:
      return "A castling right has no king and rook to go with it, or is written twice";
    case CHESS_FEN_BAD_EN_PASSANT:
      return "No pawn can just have passed the en passant square";
    case CHESS_FEN_BAD_COUNTER:
      return "A move counter is not a number from 0 to 65535";
    case CHESS_FEN_OPPONENT_IN_CHECK:
      return "The side that is not to move is in check";
    case CHESS_FEN_TRAILING_TEXT:
      return "There is text behind the last field";
    }
  return "The position cannot be read";
}

typedef struct
{
  char *text;
  size_t length;
} Writer;

static void
put (Writer *self, char c)
{
  self->text[self->length++] = c;
}

static void
put_number (Writer *self, unsigned number)
{
  char digits[10];
  size_t n = 0;

  do
    digits[n++] = (char) ('0' + number % 10);
  while (number /= 10);
  while (n > 0)
    put (self, digits[--n]);
}

static void
put_placement (Writer *self, const ChessPosition *position)
{
  for (int rank = 7; rank >= 0; rank--)
    {
      unsigned empty = 0;

      for (unsigned file = 0; file < 8; file++)
        {
          ChessPiece piece = position->board[chess_square (file, rank)];

          if (piece == CHESS_NO_PIECE)
            {
              empty++;
              continue;
            }
          if (empty)
            put (self, (char) ('0' + empty));
          empty = 0;
          put (self, letters[piece]);
        }
      if (empty)
        put (self, (char) ('0' + empty));
      if (rank > 0)
        put (self, '/');
    }
}

static void
put_castling (Writer *self, const ChessPosition *position, ChessFenStyle style)
{
  size_t before = self->length;

  for (unsigned color = 0; color < 2; color++)
    for (unsigned side = 0; side < 2; side++)
      {
        ChessSquare rook = position->castling[color][side];
        char letter = side == 0 ? 'K' : 'Q';

        if (rook == CHESS_NO_SQUARE)
          continue;
        if (style == CHESS_FEN_SHREDDER || find_castling_rook (position, color, letter) != rook)
          letter = (char) ('A' + chess_file (rook));
        put (self, color == CHESS_WHITE ? letter : (char) (letter - 'A' + 'a'));
      }
  if (self->length == before)
    put (self, '-');
}

size_t
chess_fen_write (const ChessPosition *position, ChessFenStyle style, char text[CHESS_FEN_SIZE])
{
  Writer writer = { .text = text };

  put_placement (&writer, position);
  put (&writer, ' ');
  put (&writer, position->side == CHESS_WHITE ? 'w' : 'b');
  put (&writer, ' ');
  put_castling (&writer, position, style);
  put (&writer, ' ');
  if (position->en_passant == CHESS_NO_SQUARE)
    put (&writer, '-');
  else
    {
      put (&writer, (char) ('a' + chess_file (position->en_passant)));
      put (&writer, (char) ('1' + chess_rank (position->en_passant)));
    }
  put (&writer, ' ');
  put_number (&writer, position->halfmove);
  put (&writer, ' ');
  put_number (&writer, position->fullmove);
  text[writer.length] = '\0';
  return writer.length;
}
