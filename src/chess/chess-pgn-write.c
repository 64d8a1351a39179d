/* chess-pgn-write.c: writes games in the export format of the PGN standard
 *
 * Tokens are one space apart, lines shorter than 80 columns. Comments and variations keep their words; where a line is
 * full a blank becomes a line feed, but never inside [%…] and never before what would not be text at the beginning of a
 * line. A single line feed in a comment is a blank; an empty line in it stays. Comments are written in braces, but one that
 * holds a closing brace, which only a ; comment can, is written as that.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-pgn.h"

#include "chess-outcome.h"

#include <string.h>

#define MAX_COLUMN 79

static void
put (ChessPgnWriter *self, const char *text, size_t length)
{
  if (length == 0)
    return;
  self->put (self->user, text, length);
  self->column += (unsigned) length;
}

static void
put_line_end (ChessPgnWriter *self)
{
  self->put (self->user, "\n", 1);
  self->column = 0;
}

/* What readers take for something else at the beginning of a line: a hidden line, a tag, a quoted line. Commands,
 * [%…], may stand there. */
static bool
is_risky (const char *word, size_t length)
{
  return length > 0 &&
         (word[0] == '%' || word[0] == '>' || (word[0] == '[' && !(length > 1 && word[1] == '%')));
}

/* Makes room for @length bytes behind @gap, which is given up at the end of a line, unless what follows is @risky. */
static void
put_gap (ChessPgnWriter *self, ChessText gap, size_t length, bool risky)
{
  if (self->column == 0)
    {
      if (risky)
        put (self, " ", 1);
    }
  else if (self->column + gap.length + length <= MAX_COLUMN || risky)
    put (self, gap.text, gap.length);
  else
    put_line_end (self);
}

static const ChessText one_space = { " ", 1 }, nothing = { "", 0 };

static void
put_token (ChessPgnWriter *self, const char *text, size_t length)
{
  put_gap (self, one_space, length, false);
  put (self, text, length);
}

/* Digits of @number behind @prefix and before @suffix. */
static void
put_number (ChessPgnWriter *self, ChessText prefix, unsigned number, ChessText suffix)
{
  char text[24], *first = text + sizeof text - suffix.length;

  memcpy (first, suffix.text, suffix.length);
  do
    *--first = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  first -= prefix.length;
  memcpy (first, prefix.text, prefix.length);
  put_token (self, first, (size_t) (text + sizeof text - first));
}

/* The value goes out in stretches between the bytes that need an escape. */
void
chess_pgn_write_tag (ChessPgnWriter *self, ChessText name, ChessText value)
{
  size_t done = 0;

  put (self, "[", 1);
  put (self, name.text, name.length);
  put (self, " \"", 2);
  for (size_t i = 0; i < value.length; i++)
    {
      char c = value.text[i];
      bool is_escaped = c == '"' || c == '\\';

      if (!is_escaped && c != '\n' && c != '\r')
        continue;
      put (self, value.text + done, i - done);
      if (is_escaped)
        put (self, "\\", 1);
      put (self, is_escaped ? &c : " ", 1);
      done = i + 1;
    }
  put (self, value.text + done, value.length - done);
  put (self, "\"]", 2);
  put_line_end (self);
}

void
chess_pgn_write_tags_end (ChessPgnWriter *self)
{
  put_line_end (self);
  self->number_due = true;
}

void
chess_pgn_write_move (ChessPgnWriter *self, unsigned fullmove, ChessColor side, ChessText san)
{
  if (side == CHESS_WHITE)
    put_number (self, nothing, fullmove, (ChessText){ ".", 1 });
  else if (self->number_due)
    put_number (self, nothing, fullmove, (ChessText){ "...", 3 });
  put_token (self, san.text, san.length);
  self->number_due = false;
}

void
chess_pgn_write_nag (ChessPgnWriter *self, unsigned number)
{
  put_number (self, (ChessText){ "$", 1 }, number, nothing);
  self->number_due = true;
}

static bool
is_blank (char c)
{
  return (unsigned char) c <= ' ';
}

static bool
is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Words of a comment or variation on their way out, with the bracket before the first and behind the last. */
typedef struct
{
  ChessPgnWriter *writer;
  ChessText text;
  size_t at;
  bool in_braces; /* of a comment inside a variation, or of the comment itself */
  bool is_variation;
  bool is_late; /* may not begin another line */
  char pending; /* opening bracket that the first word carries, 0 when it is out */
} Flow;

static size_t
count_line_feeds (ChessText gap)
{
  size_t n = 0;

  for (size_t i = 0; i < gap.length; i++)
    n += gap.text[i] == '\n' ||
         (gap.text[i] == '\r' && (i + 1 == gap.length || gap.text[i + 1] != '\n'));
  return n;
}

static ChessText
take_gap (Flow *self)
{
  ChessText gap = { self->text.text + self->at, 0 };
  size_t line_feeds;

  while (self->at < self->text.length && is_blank (self->text.text[self->at]))
    self->at++;
  gap.length = (size_t) (self->text.text + self->at - gap.text);
  line_feeds = count_line_feeds (gap);
  if (line_feeds == 0 && !self->is_variation)
    return gap;
  if (line_feeds > 1 && self->in_braces && !self->is_variation)
    return (ChessText){ "\n\n", 2 };
  return gap.length > 0 ? one_space : gap;
}

/* Behind the command that begins at @at, if one does: "[%cal Ga1b2, Rc3]" on one line of one comment. Else behind one byte. */
static size_t
pass_command (const Flow *self, size_t at)
{
  const char *text = self->text.text + at;
  size_t left = self->text.length - at, length;
  const char *close;

  if (!self->in_braces || left < 2 || text[0] != '[' || text[1] != '%')
    return at + 1;
  close = memchr (text, ']', left);
  length = close ? (size_t) (close - text) : 0;
  if (length == 0 || memchr (text, '\n', length) ||
      (self->is_variation && memchr (text, '}', length)))
    return at + 1;
  return at + length + 1;
}

/* From a word's first byte to behind its last; commands in brackets count as one word. */
static size_t
find_word_end (Flow *self)
{
  const char *text = self->text.text;
  size_t at = self->at;

  while (at < self->text.length && !is_blank (text[at]))
    {
      if (self->is_variation && text[at] == '{')
        self->in_braces = true;
      else if (self->is_variation && text[at] == '}')
        self->in_braces = false;
      else if (self->is_variation && !self->in_braces && text[at] == ';')
        break;
      at = pass_command (self, at);
    }
  return at;
}

/* A comment cannot hold a closing brace: a parenthesis stands for it. */
static void
put_inside (Flow *self, const char *word, size_t length)
{
  const char *brace;

  while (!self->is_variation && length > 0 && (brace = memchr (word, '}', length)))
    {
      put (self->writer, word, (size_t) (brace - word));
      put (self->writer, ")", 1);
      length -= (size_t) (brace + 1 - word);
      word = brace + 1;
    }
  put (self->writer, word, length);
}

static void
put_word (Flow *self, ChessText gap, size_t end, char close)
{
  ChessPgnWriter *writer = self->writer;
  const char *word = self->text.text + self->at;
  size_t length = end - self->at;
  size_t brackets = (self->pending != 0) + (close != 0);

  bool risky = self->pending ? self->is_late : is_risky (word, length);

  if (gap.length == 2 && gap.text[0] == '\n' && risky)
    gap = one_space;
  if (gap.length == 2 && gap.text[0] == '\n')
    {
      put_line_end (writer);
      put_line_end (writer);
      gap.length = 0;
    }
  if (length + brackets > 0 && (self->pending || gap.length > 0 || writer->column == 0))
    put_gap (writer, self->pending ? one_space : gap, length + brackets, risky);
  if (self->pending)
    put (writer, &self->pending, 1);
  put_inside (self, word, length);
  if (close)
    put (writer, &close, 1);
  self->pending = 0;
  self->at = end;
}

/* A ; comment inside a variation becomes one in braces, which more programs read. */
static void
put_rest_of_line (Flow *self)
{
  size_t start = self->at + 1, end = start;

  while (end < self->text.length && self->text.text[end] != '\n' && self->text.text[end] != '\r')
    end++;
  if (self->pending)
    put_word (self, one_space, self->at, 0);
  chess_pgn_write_comment (self->writer, (ChessText){ self->text.text + start, end - start });
  self->at = end;
}

/* A hidden line inside a variation. */
static bool
is_hidden_line (const Flow *self)
{
  const char *text = self->text.text;

  return self->is_variation && !self->in_braces && self->at > 0 && self->at < self->text.length &&
         text[self->at] == '%' && is_line_end (text[self->at - 1]);
}

/* It stays a line of its own, since only there it is hidden. */
static void
put_hidden_line (Flow *self)
{
  size_t start = ++self->at;

  while (self->at < self->text.length && !is_line_end (self->text.text[self->at]))
    self->at++;
  chess_pgn_write_escape (self->writer, (ChessText){ self->text.text + start, self->at - start });
}

static void
write_flow (Flow *self)
{
  char close = self->is_variation ? ')' : '}';

  for (;;)
    {
      ChessText gap = take_gap (self);
      size_t end;

      if (self->pending && gap.length > 0)
        put_word (self, one_space, self->at, 0); /* "{ text" keeps its blank */
      if (is_hidden_line (self))
        {
          put_hidden_line (self);
          continue;
        }
      if (self->is_variation && !self->in_braces && self->at < self->text.length &&
          self->text.text[self->at] == ';')
        {
          put_rest_of_line (self);
          continue;
        }
      end = find_word_end (self);
      if (end == self->text.length)
        {
          put_word (self, gap, end, close);
          break;
        }
      put_word (self, gap, end, 0);
    }
  self->writer->number_due = true;
}

void
chess_pgn_write_escape (ChessPgnWriter *self, ChessText text)
{
  if (self->column > 0)
    put_line_end (self);
  put (self, "%", 1);
  put (self, text.text, text.length);
  put_line_end (self);
}

/* Only a comment that goes to the end of its line may hold a closing brace. */
static bool
needs_own_line (ChessText text)
{
  for (size_t i = 0; i < text.length; i++)
    if (is_line_end (text.text[i]))
      return false;
  return memchr (text.text, '}', text.length) != NULL;
}

void
chess_pgn_write_comment (ChessPgnWriter *self, ChessText text)
{
  if (text.length > 0 && needs_own_line (text))
    {
      put_token (self, ";", 1);
      put (self, text.text, text.length);
      put_line_end (self);
      self->number_due = true;
      return;
    }
  write_flow (&(Flow){ .writer = self, .text = text, .in_braces = true, .pending = '{' });
}

/* Would the closing parenthesis that we add be the one that closes @text? */
static bool
is_balanced (ChessText text)
{
  size_t depth = 0;
  char closing = 0; /* of the comment that we are in */

  for (size_t i = 0; i < text.length; i++)
    {
      char c = text.text[i];

      if (closing)
        closing = c == closing || (closing == '\n' && c == '\r') ? 0 : closing;
      else if (c == '{' || c == ';' || (c == '%' && i > 0 && is_line_end (text.text[i - 1])))
        closing = c == '{' ? '}' : '\n';
      else if (c == '(')
        depth++;
      else if (c == ')' && depth-- == 0)
        return false;
    }
  return depth == 0 && closing != '}';
}

void
chess_pgn_write_variation (ChessPgnWriter *self, ChessText text)
{
  if (is_balanced (text))
    write_flow (&(Flow){ .writer = self, .text = text, .is_variation = true, .pending = '(' });
  else
    write_flow (&(Flow){ .writer = self, .text = text, .in_braces = true, .pending = '{' });
}

void
chess_pgn_write_result (ChessPgnWriter *self, ChessResult result)
{
  const char *text = chess_result_text (result);

  put_token (self, text, strlen (text));
}

void
chess_pgn_write_late_comment (ChessPgnWriter *self, ChessText text)
{
  write_flow (
    &(Flow){ .writer = self, .text = text, .in_braces = true, .is_late = true, .pending = '{' });
}

void
chess_pgn_write_game_end (ChessPgnWriter *self)
{
  put_line_end (self);
  put_line_end (self);
  self->number_due = false;
}
