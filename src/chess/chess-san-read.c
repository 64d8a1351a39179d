/* chess-san-read.c: moves as people and programs write them
 *
 * One scanner reads every spelling into the same few facts; then only the pieces that could be meant
 * are looked at, found backwards from the target square, since imports read millions of moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-notation.h"
#include "chess-movegen-private.h"
#include "chess-legal-private.h"

#define NOTHING (-1)

/* What the text says; NOTHING where it is silent. */
typedef struct
{
  ChessKind kind;
  bool has_letter; /* the kind was written, not taken from its absence */
  bool takes;      /* a capture mark was written */
  int from_file, from_rank, to_file, to_rank;
  ChessKind promotion;
} Spelling;

typedef struct
{
  const char *at, *end;
} Cursor;

static char
peek (const Cursor *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static bool
skip (Cursor *self, const char *text)
{
  size_t n = strlen (text);

  if ((size_t) (self->end - self->at) < n || memcmp (self->at, text, n) != 0)
    return false;
  self->at += n;
  return true;
}

static bool
skip_char (Cursor *self, char c)
{
  if (peek (self) != c)
    return false;
  self->at++;
  return true;
}

static int
take_file (Cursor *self)
{
  char c = peek (self);

  return c >= 'a' && c <= 'h' ? (self->at++, c - 'a') : NOTHING;
}

static int
take_rank (Cursor *self)
{
  char c = peek (self);

  return c >= '1' && c <= '8' ? (self->at++, c - '1') : NOTHING;
}

static ChessKind
find_kind (char letter)
{
  switch (letter)
    {
    case 'N':
      return CHESS_KNIGHT;
    case 'B':
      return CHESS_BISHOP;
    case 'R':
      return CHESS_ROOK;
    case 'Q':
      return CHESS_QUEEN;
    case 'K':
      return CHESS_KING;
    default:
      return CHESS_NO_KIND;
    }
}

static char
to_upper (char c)
{
  return c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c;
}

/* Check marks, comments in signs, and "e.p.": all of it is told by the position anyway. */
static bool
skip_suffixes (Cursor *self, bool is_pawn)
{
  if (is_pawn && self->at < self->end)
    {
      Cursor behind = *self;

      skip_char (&behind, ' ');
      if (skip (&behind, "e.p.") || skip (&behind, "ep"))
        *self = behind;
    }
  while (self->at < self->end && *self->at && strchr ("+#!?.", *self->at))
    self->at++;
  return self->at == self->end;
}

/* "=Q", "Q", "(Q)", "/Q", in either case. */
static bool
scan_promotion (Cursor *self, Spelling *spelling)
{
  bool parenthesis = skip_char (self, '('), marked;

  marked = skip_char (self, '=') || skip_char (self, '/') || parenthesis;
  spelling->promotion = find_kind (to_upper (peek (self)));
  if (spelling->promotion == CHESS_NO_KIND)
    return !marked;
  self->at++;
  return spelling->promotion != CHESS_KING && (!parenthesis || skip_char (self, ')'));
}

static bool
scan (Cursor cursor, Spelling *spelling)
{
  int file, rank;
  bool separated = false;

  *spelling = (Spelling){ .kind = find_kind (peek (&cursor)), .promotion = CHESS_NO_KIND };
  spelling->has_letter = spelling->kind != CHESS_NO_KIND || peek (&cursor) == 'P';
  if (!spelling->has_letter && peek (&cursor) != 'b')
    {
      /* Small letters, but for that of the b file, can only be pieces. */
      spelling->kind = find_kind (to_upper (peek (&cursor)));
      spelling->has_letter = spelling->kind != CHESS_NO_KIND;
    }
  cursor.at += spelling->has_letter;
  if (spelling->kind == CHESS_NO_KIND)
    spelling->kind = CHESS_PAWN;
  file = take_file (&cursor);
  rank = take_rank (&cursor);
  if (file != NOTHING || spelling->kind != CHESS_PAWN)
    {
      spelling->takes = skip_char (&cursor, 'x') || skip_char (&cursor, ':');
      separated = spelling->takes || skip_char (&cursor, '-');
    }
  spelling->to_file = take_file (&cursor);
  spelling->to_rank = take_rank (&cursor);
  if (spelling->to_file == NOTHING && spelling->to_rank == NOTHING && !separated)
    {
      spelling->to_file = file;
      spelling->to_rank = rank;
      file = rank = NOTHING;
    }
  spelling->from_file = file;
  spelling->from_rank = rank;
  if (spelling->kind == CHESS_PAWN && !scan_promotion (&cursor, spelling))
    return false;
  return spelling->to_file != NOTHING && skip_suffixes (&cursor, spelling->kind == CHESS_PAWN);
}

static uint64_t
from_mask (const Spelling *spelling)
{
  uint64_t mask = ~UINT64_C (0);

  if (spelling->from_file != NOTHING)
    mask &= CHESS_FILE_A << spelling->from_file;
  if (spelling->from_rank != NOTHING)
    mask &= CHESS_RANK (spelling->from_rank);
  return mask;
}

static ChessNotationError
choose (uint64_t sources, ChessSquare *from)
{
  if (!sources)
    return CHESS_NOTATION_ILLEGAL;
  *from = chess_bits_first (sources);
  return chess_bits_many (sources) ? CHESS_NOTATION_AMBIGUOUS : CHESS_NOTATION_OK;
}

/* The own pawns that may push to @to: at most one. */
static uint64_t
find_pushers (const ChessPosition *position, ChessSquare to)
{
  uint64_t pawns = position->kinds[CHESS_PAWN] & position->colors[position->side];
  int back = position->side == CHESS_WHITE ? -8 : 8, from = to + back;

  if (position->board[to] != CHESS_NO_PIECE || from < 0 || from > 63)
    return 0;
  if (position->board[from] == CHESS_NO_PIECE &&
      chess_rank (to) == (position->side == CHESS_WHITE ? 3 : 4))
    from += back;
  if (!(pawns & CHESS_BIT (from)) || !chess_legal_is_safe (position, (ChessSquare) from, to))
    return 0;
  return CHESS_BIT (from);
}

static uint64_t
find_takers (const ChessPosition *position, ChessSquare to)
{
  ChessColor us = (ChessColor) position->side;
  uint64_t takers =
    chess_pawn_attacks[!us][to] & position->kinds[CHESS_PAWN] & position->colors[us];
  uint64_t legal = 0;
  bool passing = to == position->en_passant;

  if (!passing && !(position->colors[!us] & ~position->kinds[CHESS_KING] & CHESS_BIT (to)))
    return 0;
  while (takers)
    {
      ChessSquare from = chess_bits_take (&takers);

      if (passing ? chess_make_en_passant_is_safe (position, us, from, to)
                  : chess_legal_is_safe (position, from, to))
        legal |= CHESS_BIT (from);
    }
  return legal;
}

static ChessNotationError
resolve_pawn (const ChessPosition *position,
              const Spelling *spelling,
              ChessSquare to,
              ChessMove *move)
{
  bool takes = spelling->from_file != NOTHING && spelling->from_file != (int) chess_file (to);
  bool promotes = chess_rank (to) == (position->side == CHESS_WHITE ? 7 : 0);
  uint64_t sources = takes ? find_takers (position, to) : find_pushers (position, to);
  ChessNotationError error;
  ChessSquare from;

  error = choose (sources & from_mask (spelling), &from);
  if (error)
    return error;
  if (promotes && spelling->promotion == CHESS_NO_KIND)
    return CHESS_NOTATION_AMBIGUOUS;
  if (!promotes && spelling->promotion != CHESS_NO_KIND)
    return CHESS_NOTATION_ILLEGAL;
  if (promotes)
    *move = chess_move_promoting (from, to, spelling->promotion);
  else if (takes && to == position->en_passant)
    *move = chess_move_special (from, to, CHESS_FORM_EN_PASSANT);
  else
    *move = chess_move (from, to);
  return CHESS_NOTATION_OK;
}

/* "cxd": any rank will do if it is the only one. */
static ChessNotationError
resolve_pawn_without_rank (const ChessPosition *position, const Spelling *spelling, ChessMove *move)
{
  ChessNotationError result = CHESS_NOTATION_ILLEGAL;

  if (!spelling->takes || spelling->from_file == NOTHING)
    return CHESS_NOTATION_SYNTAX;
  for (unsigned rank = 0; rank < 8; rank++)
    {
      ChessSquare to = (ChessSquare) (chess_square (spelling->to_file, rank));
      ChessNotationError error = resolve_pawn (position, spelling, to, move);

      if (error == CHESS_NOTATION_ILLEGAL)
        continue;
      if (error || result == CHESS_NOTATION_OK)
        return CHESS_NOTATION_AMBIGUOUS;
      result = CHESS_NOTATION_OK;
    }
  return result;
}

/* Both squares and no piece: UCI, or a pawn move in long notation. */
static ChessNotationError
resolve_squares (const ChessPosition *position, const Spelling *spelling, ChessMove *move)
{
  ChessSquare from = (ChessSquare) (chess_square (spelling->from_file, spelling->from_rank));
  ChessSquare to = (ChessSquare) (chess_square (spelling->to_file, spelling->to_rank));
  bool needs_promotion;
  ChessMove found;

  found = chess_position_move_between (position, from, to, spelling->promotion, &needs_promotion);
  if (needs_promotion)
    return CHESS_NOTATION_AMBIGUOUS;
  if (found == CHESS_MOVE_NULL ||
      (spelling->promotion != CHESS_NO_KIND && chess_move_form (found) != CHESS_FORM_PROMOTION))
    return CHESS_NOTATION_ILLEGAL;
  *move = found;
  return CHESS_NOTATION_OK;
}

static ChessNotationError
resolve (const ChessPosition *position, const Spelling *spelling, ChessMove *move)
{
  ChessNotationError error;
  ChessSquare to, from;

  if (spelling->to_rank == NOTHING)
    return spelling->kind == CHESS_PAWN ? resolve_pawn_without_rank (position, spelling, move)
                                        : CHESS_NOTATION_SYNTAX;
  to = (ChessSquare) (chess_square (spelling->to_file, spelling->to_rank));
  if (spelling->kind == CHESS_PAWN)
    {
      if (spelling->from_file != NOTHING && spelling->from_rank != NOTHING && !spelling->has_letter)
        return resolve_squares (position, spelling, move);
      /* "bb5" is no pawn move in any notation. */
      if (spelling->from_file == spelling->to_file && spelling->from_rank == NOTHING)
        return CHESS_NOTATION_SYNTAX;
      return resolve_pawn (position, spelling, to, move);
    }
  error = choose (chess_legal_sources (position, spelling->kind, to, from_mask (spelling)), &from);
  if (!error)
    *move = chess_move (from, to);
  return error;
}

static ChessNotationError
resolve_castling (const ChessPosition *position, bool short_side, ChessMove *move)
{
  ChessMove moves[CHESS_MAX_MOVES];
  ChessSink sink = { .next = moves };
  ChessColor us = (ChessColor) position->side;
  ChessMasks masks = chess_masks_find (position, us);

  chess_generate_king (position, us, &masks, &sink);
  for (const ChessMove *each = moves; each < sink.next; each++)
    if (chess_move_form (*each) == CHESS_FORM_CASTLING &&
        (chess_move_to (*each) > chess_move_from (*each)) == short_side)
      {
        *move = *each;
        return CHESS_NOTATION_OK;
      }
  return CHESS_NOTATION_ILLEGAL;
}

/* "O-O", "0-0-0", "oo": all of one letter, hyphens at will. */
static ChessNotationError
parse_castling (const ChessPosition *position, Cursor cursor, ChessMove *move)
{
  char letter = peek (&cursor);
  unsigned n = 0;

  while (skip_char (&cursor, letter))
    {
      Cursor behind = cursor;

      n++;
      if (skip_char (&behind, '-') && peek (&behind) == letter)
        cursor = behind;
    }
  if (!skip_suffixes (&cursor, false) || n < 2 || n > 3)
    return CHESS_NOTATION_SYNTAX;
  return resolve_castling (position, n == 2, move);
}

static bool
is_null_move (const char *text, size_t length)
{
  return (length == 2 && (memcmp (text, "--", 2) == 0 || memcmp (text, "Z0", 2) == 0)) ||
         (length == 4 && memcmp (text, "0000", 4) == 0);
}

ChessNotationError
chess_san_parse (const ChessPosition *position, const char *text, ptrdiff_t length, ChessMove *move)
{
  size_t n = length < 0 ? strlen (text) : (size_t) length;
  Cursor cursor = { text, text + n };
  ChessNotationError error = CHESS_NOTATION_SYNTAX;
  Spelling spelling;
  char first = peek (&cursor);

  if (is_null_move (text, n))
    {
      if (chess_position_in_check (position))
        return CHESS_NOTATION_ILLEGAL;
      *move = CHESS_MOVE_NULL;
      return CHESS_NOTATION_OK;
    }
  if (first == 'O' || first == '0' || first == 'o')
    return parse_castling (position, cursor, move);
  if (scan (cursor, &spelling))
    error = resolve (position, &spelling, move);
  if (error && first == 'b')
    {
      /* A pawn move first; else a bishop in small letters. */
      char copy[16] = { 'B' };
      ChessMove bishop_move;

      if (n < sizeof copy)
        {
          memcpy (copy + 1, text + 1, n - 1);
          if (scan ((Cursor){ copy, copy + n }, &spelling) &&
              resolve (position, &spelling, &bishop_move) == CHESS_NOTATION_OK)
            {
              *move = bishop_move;
              return CHESS_NOTATION_OK;
            }
        }
    }
  return error;
}
