/* chess-pgn.c: reads one game's text: tags, moves, comments, NAGs and variations, in order, each told to a visitor
 *
 * One pass, driven by the first byte of each token. A move is found by chess_san_parse () on the bytes where they
 * stand; variations are skipped to their closing parenthesis without being played. Lenient where nothing is guessed:
 * any move numbers, symbols of annotators as NAGs, words between the moves of a game that has tags as comments. What
 * looks like a move and is none is an error, since a move left out would change the game.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-pgn-private.h"

#include "chess-fen.h"
#include "chess-outcome.h"

#include <string.h>

typedef struct
{
  PgnBuffer buffer;
  size_t at;
  const ChessPgnVisitor *visitor;
  void *user;
  ChessPosition position;
  ChessPgnSummary *summary;
  ChessText fen, variant; /* raw tag values; text NULL if there is none */
  size_t stray,
    stray_end; /* words that are no moves, not yet told; stray_end 0 if there are none */
  size_t first_stray;
  bool has_tags, has_stray;
  bool in_moves; /* the tag section is over */
  bool ended;    /* the result was read */
} Parser;

/* How a byte begins a token. */
typedef enum
{
  BYTE_WORD,
  BYTE_DIGIT,
  BYTE_MARK, /* ! ? $ and symbols of annotators */
  BYTE_COMMENT,
  BYTE_OPEN,
  BYTE_TAG,
  BYTE_STAR,
  BYTE_NOTHING, /* stray brackets, dots */
} ByteKind;

/* clang-format off */
static const unsigned char byte_kinds[256] = {
  ['0'] = BYTE_DIGIT, ['1'] = BYTE_DIGIT, ['2'] = BYTE_DIGIT, ['3'] = BYTE_DIGIT, ['4'] = BYTE_DIGIT,
  ['5'] = BYTE_DIGIT, ['6'] = BYTE_DIGIT, ['7'] = BYTE_DIGIT, ['8'] = BYTE_DIGIT, ['9'] = BYTE_DIGIT,
  ['!'] = BYTE_MARK, ['?'] = BYTE_MARK, ['$'] = BYTE_MARK, ['+'] = BYTE_MARK, ['-'] = BYTE_MARK, ['='] = BYTE_MARK,
  ['{'] = BYTE_COMMENT, [';'] = BYTE_COMMENT,
  ['('] = BYTE_OPEN, ['['] = BYTE_TAG, ['*'] = BYTE_STAR,
  [0x1a] = BYTE_NOTHING, [')'] = BYTE_NOTHING, [']'] = BYTE_NOTHING, ['}'] = BYTE_NOTHING, ['.'] = BYTE_NOTHING,
  ['>'] = BYTE_NOTHING, ['<'] = BYTE_NOTHING, ['#'] = BYTE_NOTHING, [','] = BYTE_NOTHING,
};

/* Bytes that end a word, besides blank space: what begins another token whatever stands before it. */
static const bool ends_word[256] = {
  [0x1a] = true, ['!'] = true, ['?'] = true, ['$'] = true, ['{'] = true, ['}'] = true, [';'] = true, ['('] = true, [')'] = true,
  ['['] = true, [']'] = true, ['*'] = true, ['<'] = true, ['>'] = true,
};
/* clang-format on */

static ChessText
text_between (const Parser *self, size_t from, size_t to)
{
  return (ChessText){ self->buffer.text + from, to - from };
}

static bool
text_is (ChessText text, const char *word)
{
  return text.length == strlen (word) && memcmp (text.text, word, text.length) == 0;
}

static void
fail (Parser *self, ChessPgnError error, size_t from, size_t to)
{
  ChessPgnSummary *summary = self->summary;

  summary->error = error;
  summary->place = from;
  summary->token = text_between (self, from, to);
}

static void
tell_comment (const Parser *self, size_t from, size_t to)
{
  if (self->visitor->comment)
    self->visitor->comment (self->user, text_between (self, from, to));
}

static void
tell_nag (const Parser *self, unsigned number)
{
  if (self->visitor->nag)
    self->visitor->nag (self->user, number);
}

/* Words between moves are kept as a comment, as one if several follow each other. */
static void
flush_stray (Parser *self)
{
  if (self->stray_end > 0)
    tell_comment (self, self->stray, self->stray_end);
  self->stray_end = 0;
}

static void
read_stray (Parser *self, size_t from, size_t to)
{
  if (!self->has_stray)
    self->first_stray = from;
  self->has_stray = true;
  if (!self->has_tags && self->summary->plies > 0)
    {
      fail (self, CHESS_PGN_STRAY_TEXT, from, to);
      return;
    }
  if (self->stray_end == 0)
    self->stray = from;
  self->stray_end = to;
}

/* A position of other rules cannot be read; these are ours. */
static bool
is_standard_variant (ChessText variant)
{
  static const char *const names[] = {
    "", "?", "-", "Standard", "standard", "Chess", "chess", "Normal", "normal", "From Position",
  };

  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (text_is (variant, names[i]))
      return true;
  return false;
}

/* Chess960, chess 960, Fischerandom, Fischer Random Chess, FRC … */
static bool
is_chess960 (ChessText variant)
{
  char letters[24];
  size_t n = 0;

  for (size_t i = 0; i < variant.length && n < sizeof letters - 1; i++)
    if (pgn_is_letter (variant.text[i]))
      letters[n++] = variant.text[i] | 0x20;
    else if (pgn_is_digit (variant.text[i]))
      letters[n++] = variant.text[i];
  letters[n] = 0;
  return strcmp (letters, "chess960") == 0 || strcmp (letters, "960") == 0 ||
         strcmp (letters, "frc") == 0 || strncmp (letters, "fischerand", 10) == 0 ||
         strncmp (letters, "fischerrand", 11) == 0;
}

/* The tag section is over: set up the board. */
static bool
begin_moves (Parser *self)
{
  bool chess960 = false;

  if (self->in_moves)
    return true;
  self->in_moves = true;
  if (self->variant.text && !is_standard_variant (self->variant))
    {
      chess960 = is_chess960 (self->variant);
      if (!chess960)
        {
          size_t place = (size_t) (self->variant.text - self->buffer.text);

          fail (self, CHESS_PGN_UNKNOWN_VARIANT, place, place + self->variant.length);
          return false;
        }
    }
  if (self->fen.text && self->fen.length > 0 && !text_is (self->fen, "?"))
    {
      size_t start = (size_t) (self->fen.text - self->buffer.text), place = 0;

      if (chess_fen_parse (self->fen.text, (ptrdiff_t) self->fen.length, &self->position, &place) !=
          CHESS_FEN_OK)
        {
          fail (self, CHESS_PGN_BAD_FEN, start, start + self->fen.length);
          if (place < self->fen.length)
            self->summary->place = start + place;
          return false;
        }
    }
  if (chess960)
    self->position.chess960 = 1;
  if (self->visitor->start)
    self->visitor->start (self->user, &self->position);
  return true;
}

/* Letters, digits, _ and -, as far as names are seen in files. */
static bool
is_tag_name (ChessText name)
{
  for (size_t i = 0; i < name.length; i++)
    if (!pgn_is_letter (name.text[i]) && !pgn_is_digit (name.text[i]) && name.text[i] != '_' &&
        name.text[i] != '-')
      return false;
  return name.length > 0;
}

static void
read_tag (Parser *self)
{
  PgnTag tag = pgn_read_tag (self->buffer, self->at);

  if (self->in_moves || !is_tag_name (tag.name))
    {
      read_stray (self, self->at, tag.end);
      self->at = tag.end;
      return;
    }
  self->has_tags = true;
  self->at = tag.end;
  if (text_is (tag.name, "FEN"))
    self->fen = tag.value;
  else if (text_is (tag.name, "Variant"))
    self->variant = tag.value;
  else if (text_is (tag.name, "Result"))
    {
      ChessResult result;

      if (chess_result_parse (tag.value, &result))
        self->summary->tag_result = result;
    }
  if (self->visitor->tag)
    self->visitor->tag (self->user, tag.name, tag.value);
}

static void
read_comment (Parser *self)
{
  size_t start = self->at, end;

  flush_stray (self);
  if (self->buffer.text[start] == ';')
    {
      self->at = pgn_line_end (self->buffer, start);
      tell_comment (self, start + 1, self->at);
    }
  else if (pgn_comment_end (self->buffer, start, &end) == PGN_CLOSED)
    {
      self->at = end + 1;
      tell_comment (self, start + 1, end);
    }
  else if (self->ended)
    self->at = self->buffer.length;
  else if (begin_moves (self))
    fail (self, CHESS_PGN_UNCLOSED_COMMENT, start, start + 1);
}

static void
read_variation (Parser *self)
{
  size_t start = self->at, end;

  flush_stray (self);
  if (!begin_moves (self))
    return;
  if (pgn_variation_end (self->buffer, start, &end) != PGN_CLOSED)
    {
      fail (self, CHESS_PGN_UNCLOSED_VARIATION, start, start + 1);
      return;
    }
  self->at = end + 1;
  if (end - start == 2 && self->buffer.text[start + 1] == '=') /* (=), a draw was offered */
    tell_comment (self, start, end + 1);
  else if (self->visitor->variation)
    self->visitor->variation (self->user, text_between (self, start + 1, end));
}

/* Like "e4" or "Sxf3": a square is named, so leaving it out might lose a move. */
static bool
names_square (ChessText token)
{
  for (size_t i = 0; i + 1 < token.length; i++)
    if (token.text[i] >= 'a' && token.text[i] <= 'h' && token.text[i + 1] >= '1' &&
        token.text[i + 1] <= '8')
      return true;
  return false;
}

static void
play (Parser *self, ChessMove move)
{
  if (self->visitor->move)
    self->visitor->move (self->user, &self->position, move);
  chess_position_make (&self->position, move);
  self->summary->plies++;
}

static void
fail_move (Parser *self, size_t from, size_t to, ChessNotationError notation)
{
  fail (self, CHESS_PGN_BAD_MOVE, from, to);
  self->summary->notation = notation;
}

/* The token from @at to @end ought to be a move. */
static void
read_move (Parser *self, size_t end)
{
  ChessText token = text_between (self, self->at, end);
  ChessMove move;
  ChessNotationError notation;

  flush_stray (self);
  if (!begin_moves (self))
    return;
  notation = chess_san_parse (&self->position, token.text, (ptrdiff_t) token.length, &move);
  if (notation == CHESS_NOTATION_OK && move == CHESS_MOVE_NULL &&
      chess_position_in_check (&self->position))
    notation = CHESS_NOTATION_ILLEGAL;
  if (notation != CHESS_NOTATION_OK)
    {
      fail_move (self, self->at, end, notation);
      return;
    }
  play (self, move);
  self->at = end;
}

/* A symbol of annotators is told as its NAG. */
static bool
read_symbol (Parser *self, ChessText token)
{
  unsigned nag;

  if (!pgn_read_symbol (token, &nag))
    return false;
  flush_stray (self);
  if (nag > 0 && begin_moves (self))
    tell_nag (self, nag);
  return true;
}

static void
read_figurine (Parser *self, size_t end, const char *spelled, size_t length)
{
  ChessMove move;
  ChessNotationError notation;

  flush_stray (self);
  if (!begin_moves (self))
    return;
  notation = chess_san_parse (&self->position, spelled, (ptrdiff_t) length, &move);
  if (notation != CHESS_NOTATION_OK || move == CHESS_MOVE_NULL)
    {
      fail_move (self, self->at, end, notation);
      return;
    }
  play (self, move);
  self->at = end;
}

/* A piece in parentheses right behind a move is its promotion: e8(Q). */
static size_t
include_promotion (const Parser *self, size_t end)
{
  const char *text = self->buffer.text;

  if (end + 2 < self->buffer.length && text[end] == '(' && text[end + 2] == ')' &&
      memchr ("QRBN", text[end + 1], 4) && end > self->at && pgn_is_digit (text[end - 1]))
    return end + 3;
  return end;
}

static size_t
word_end (const Parser *self, size_t at)
{
  const char *text = self->buffer.text;

  for (; at < self->buffer.length && !pgn_is_blank (text[at]); at++)
    if (ends_word[(unsigned char) text[at]] ||
        (text[at] == '\xc2' && at + 1 < self->buffer.length && text[at + 1] == '\xa0'))
      break;
  return at;
}

static void
read_word (Parser *self)
{
  const char *text = self->buffer.text;
  size_t start = self->at, end = word_end (self, start);
  ChessText token;
  char spelled[16];
  size_t n;

  if (end == start)
    end++;
  token = text_between (self, start, end);
  if (names_square (token))
    {
      n = pgn_spell_figurine (token, spelled);
      if (n > 0)
        read_figurine (self, end, spelled, n);
      else
        read_move (self, include_promotion (self, end));
      return;
    }
  if (token.length >= 3 && (text[start] | 0x20) == 'o' && text[start + 1] == '-')
    read_move (self, end);
  else if (text_is (token, "Z0"))
    read_move (self, end);
  else
    {
      if (!read_symbol (self, token))
        read_stray (self, start, end);
      if (self->summary->error == CHESS_PGN_OK)
        self->at = end;
    }
}

static void
read_result (Parser *self, ChessResult result, size_t length)
{
  flush_stray (self);
  if (!begin_moves (self))
    return;
  self->summary->result = result;
  self->summary->has_movetext_result = true;
  self->ended = true;
  self->at += length;
  if (self->visitor->result)
    self->visitor->result (self->user, result);
}

/* "0-0" at the very end is a double forfeit, not castling, if Black and White cannot castle anyway. */
static void
read_zeros (Parser *self, size_t end)
{
  const char *text = self->buffer.text;
  size_t behind = end;
  ChessMove move;

  if (!begin_moves (self))
    return;
  while (behind < self->buffer.length && pgn_is_blank (text[behind]))
    behind++;
  if (behind == self->buffer.length && end - self->at == 3 &&
      chess_san_parse (&self->position, text + self->at, 3, &move) != CHESS_NOTATION_OK)
    read_result (self, CHESS_RESULT_NONE, 3);
  else
    read_move (self, end);
}

/* A move number, a result, or castling with zeros. */
static void
read_digits (Parser *self)
{
  const char *text = self->buffer.text;
  size_t length = self->buffer.length, at = self->at;
  ChessResult result;
  size_t n;

  while (at < length && pgn_is_digit (text[at]))
    at++;
  if (at < length && (text[at] == '-' || text[at] == '/' || text[at] == '\xe2'))
    {
      n = pgn_result_length (text, length, self->at, &result);
      if (n > 0)
        {
          read_result (self, result, n);
          return;
        }
      if (length - self->at >= 3 && memcmp (text + self->at, "0-0", 3) == 0)
        {
          read_zeros (self, word_end (self, self->at));
          return;
        }
    }
  while (at < length && text[at] == '.')
    at++;
  self->at = at;
}

static void
read_nag (Parser *self)
{
  const char *text = self->buffer.text;
  unsigned number = 0;
  size_t at = self->at + 1;

  for (; at < self->buffer.length && pgn_is_digit (text[at]); at++)
    if (number < 100000)
      number = number * 10 + (unsigned) (text[at] - '0');
  if (at == self->at + 1 || number > UINT16_MAX)
    read_stray (self, self->at, at);
  else
    {
      flush_stray (self);
      if (begin_moves (self))
        tell_nag (self, number);
    }
  if (self->summary->error == CHESS_PGN_OK)
    self->at = at;
}

/* "--", but no longer line of dashes. */
static bool
is_null_move (const Parser *self, size_t at)
{
  const char *text = self->buffer.text + at;
  size_t length = self->buffer.length - at;

  return length >= 2 && text[0] == '-' && text[1] == '-' &&
         (length == 2 || pgn_is_blank (text[2]) || ends_word[(unsigned char) text[2]]);
}

/* Signs: $14, !?, --, +/-, -5. */
static void
read_mark (Parser *self)
{
  const char *text = self->buffer.text;
  size_t length = self->buffer.length, start = self->at, end = start;

  if (text[start] == '$')
    {
      read_nag (self);
      return;
    }
  if (is_null_move (self, start))
    {
      read_move (self, start + 2);
      return;
    }
  if (text[start] == '!' || text[start] == '?')
    while (end < length && end - start < 2 && (text[end] == '!' || text[end] == '?'))
      end++;
  else
    while (end < length && memchr ("+-=/", text[end], 4))
      end++;
  if (!read_symbol (self, text_between (self, start, end)) &&
      !(end < length && pgn_is_digit (text[end])))
    read_stray (self, start, end);
  if (self->summary->error == CHESS_PGN_OK)
    self->at = end;
}

/* ½-½ in UTF-8 or, as in old files, in one byte. */
static size_t
half_result_length (const Parser *self)
{
  const char *text = self->buffer.text + self->at;
  size_t length = self->buffer.length - self->at;

  if (length >= 5 && memcmp (text, "\xc2\xbd-\xc2\xbd", 5) == 0)
    return 5;
  if (length >= 3 && memcmp (text, "\xbd-\xbd", 3) == 0)
    return 3;
  return 0;
}

/* Three dots as one character, an unbreakable space, the mark of a joined file: blank space to us. */
static size_t
filler_length (const Parser *self)
{
  const char *text = self->buffer.text + self->at;
  size_t length = self->buffer.length - self->at;

  if (pgn_is_mark (self->buffer, self->at) ||
      (length >= 3 && memcmp (text, "\xe2\x80\xa6", 3) == 0))
    return 3;
  return length >= 2 && memcmp (text, "\xc2\xa0", 2) == 0 ? 2 : 0;
}

/* Behind the result only comments count. */
static void
read_behind_result (Parser *self)
{
  char c = self->buffer.text[self->at];

  if (byte_kinds[(unsigned char) c] == BYTE_COMMENT)
    read_comment (self);
  else
    self->at++;
}

static void
read_escape (Parser *self)
{
  size_t start = self->at + 1;

  flush_stray (self);
  self->at = pgn_line_end (self->buffer, start);
  if (self->visitor->escape)
    self->visitor->escape (self->user, text_between (self, start, self->at));
}

static void
read_token (Parser *self)
{
  unsigned char c = (unsigned char) self->buffer.text[self->at];
  size_t n;

  if (pgn_is_blank ((char) c))
    {
      self->at++;
      return;
    }
  switch ((ByteKind) byte_kinds[c])
    {
    case BYTE_NOTHING:
      self->at++;
      break;
    case BYTE_DIGIT:
      read_digits (self);
      break;
    case BYTE_MARK:
      read_mark (self);
      break;
    case BYTE_COMMENT:
      read_comment (self);
      break;
    case BYTE_OPEN:
      read_variation (self);
      break;
    case BYTE_TAG:
      read_tag (self);
      break;
    case BYTE_STAR:
      read_result (self, CHESS_RESULT_NONE, 1);
      break;
    case BYTE_WORD:
      if (c == '%' && pgn_at_line_start (self->buffer.text, self->at))
        read_escape (self);
      else if (c >= 0x80 && (n = half_result_length (self)) > 0)
        read_result (self, CHESS_RESULT_DRAW, n);
      else if (c >= 0x80 && (n = filler_length (self)) > 0)
        self->at += n;
      else
        read_word (self);
      break;
    }
}

ChessPgnSummary
chess_pgn_parse (const char *game, size_t length, const ChessPgnVisitor *visitor, void *user)
{
  static const ChessPgnVisitor nobody = { 0 };
  ChessPgnSummary summary = { 0 };
  Parser parser = {
    .buffer = { game, length, true },
    .visitor = visitor ? visitor : &nobody,
    .user = user,
    .position = chess_position_start (),
    .summary = &summary,
  };

  while (parser.at < length && summary.error == CHESS_PGN_OK)
    if (parser.ended)
      read_behind_result (&parser);
    else
      read_token (&parser);
  if (summary.error == CHESS_PGN_OK)
    {
      flush_stray (&parser);
      if (!parser.has_tags && summary.plies == 0 && !parser.ended)
        fail (&parser, CHESS_PGN_NO_GAME, 0, 0);
      else if (!parser.has_tags && parser.has_stray)
        fail (&parser, CHESS_PGN_STRAY_TEXT, parser.first_stray, parser.first_stray);
      else
        begin_moves (&parser);
    }
  if (!summary.has_movetext_result)
    summary.result = summary.tag_result;
  if (summary.error != CHESS_PGN_OK)
    summary.line = 1 + pgn_count_lines (game, 0, summary.place);
  summary.final = parser.position;
  return summary;
}
