/* chess-uci.c: moves as from square, to square and promotion, as engines and facts write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-notation.h"

#include <string.h>

static const char promotion_letters[] = "?nbrq";

size_t
chess_uci_write (const ChessPosition *position, ChessMove move, char text[CHESS_UCI_SIZE])
{
  ChessSquare from = chess_move_from (move), to = chess_move_to (move);
  size_t n = 4;

  if (move == CHESS_MOVE_NULL)
    {
      memcpy (text, "0000", 5);
      return 4;
    }
  if (chess_move_form (move) == CHESS_FORM_CASTLING && !position->chess960)
    to = chess_square (to > from ? 6 : 2, chess_rank (from));
  text[0] = (char) ('a' + chess_file (from));
  text[1] = (char) ('1' + chess_rank (from));
  text[2] = (char) ('a' + chess_file (to));
  text[3] = (char) ('1' + chess_rank (to));
  if (chess_move_form (move) == CHESS_FORM_PROMOTION)
    text[n++] = promotion_letters[chess_move_promotion (move)];
  text[n] = '\0';
  return n;
}

static bool
read_square (const char *text, ChessSquare *square)
{
  if (text[0] < 'a' || text[0] > 'h' || text[1] < '1' || text[1] > '8')
    return false;
  *square = (ChessSquare) (chess_square (text[0] - 'a', text[1] - '1'));
  return true;
}

static bool
read_promotion (char letter, ChessKind *kind)
{
  const char *found = strchr (promotion_letters, letter);

  if (!found || letter == '\0' || letter == '?')
    return false;
  *kind = (ChessKind) (found - promotion_letters);
  return true;
}

ChessNotationError
chess_uci_parse (const ChessPosition *position, const char *text, ptrdiff_t length, ChessMove *move)
{
  size_t n = length < 0 ? strlen (text) : (size_t) length;
  ChessKind promotion = CHESS_NO_KIND;
  ChessSquare from, to;
  ChessMove found;
  bool needs_promotion;

  if (n == 4 && memcmp (text, "0000", 4) == 0)
    {
      if (chess_position_in_check (position))
        return CHESS_NOTATION_ILLEGAL;
      *move = CHESS_MOVE_NULL;
      return CHESS_NOTATION_OK;
    }
  if (n < 4 || n > 5 || !read_square (text, &from) || !read_square (text + 2, &to))
    return CHESS_NOTATION_SYNTAX;
  if (n == 5 && !read_promotion (text[4], &promotion))
    return CHESS_NOTATION_SYNTAX;
  found = chess_position_move_between (position, from, to, promotion, &needs_promotion);
  if (needs_promotion)
    return CHESS_NOTATION_AMBIGUOUS;
  if (found == CHESS_MOVE_NULL)
    return CHESS_NOTATION_ILLEGAL;
  if (n == 5 && chess_move_form (found) != CHESS_FORM_PROMOTION)
    return CHESS_NOTATION_ILLEGAL;
  *move = found;
  return CHESS_NOTATION_OK;
}

const char *
chess_notation_error_text (ChessNotationError error)
{
  switch (error)
    {
    case CHESS_NOTATION_OK:
      return "The move is legal";
    case CHESS_NOTATION_SYNTAX:
      return "This is not a move in any known spelling";
    case CHESS_NOTATION_ILLEGAL:
      return "No piece may make this move";
    case CHESS_NOTATION_AMBIGUOUS:
      return "Several moves could be meant";
    }
  return "The move cannot be read";
}
