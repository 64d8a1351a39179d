/* chess-pgn-scan.c: finds where games, comments, variations and tags of a PGN text end; copies and plays nothing
 *
 * A game ends behind its result, or before a line that begins with a tag when movetext (or foreign text) stands before
 * it, or before an Event tag behind a blank line when the tag section has one already. Results inside comments and
 * variations do not count. What is decided never depends on how a file was cut into buffers: where a decision needs a
 * byte that is not there yet, more bytes are asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-pgn-private.h"

#include <string.h>

#define WINDOW (16 * 1024)
#define PEEK   64 /* blanks that may stand between a quote, its bracket and the end of the line */

/* Bytes at which the scan of movetext has to stop and think. */
static const bool interesting[256] = {
  ['\n'] = true, ['\r'] = true, ['{'] = true, [';'] = true, ['('] = true,
  [')'] = true,  ['*'] = true,  ['-'] = true, ['/'] = true,
};

size_t
pgn_line_end (PgnBuffer buffer, size_t at)
{
  while (at < buffer.length && !pgn_is_line_end (buffer.text[at]))
    at++;
  return at;
}

size_t
pgn_count_lines (const char *text, size_t from, size_t to)
{
  size_t lines = 0;

  for (size_t at = from; at < to; at++)
    if (text[at] == '\n' ? at == 0 || text[at - 1] != '\r' : text[at] == '\r')
      lines++;
  return lines;
}

static bool
in_line (PgnBuffer buffer, size_t at)
{
  return at < buffer.length && !pgn_is_line_end (buffer.text[at]);
}

static size_t
skip_blanks_in_line (PgnBuffer buffer, size_t at)
{
  while (in_line (buffer, at) && pgn_is_blank (buffer.text[at]))
    at++;
  return at;
}

/* What may stand before a tag on its line: blanks, the "> " of quoted mail, the mark of a file that was joined. */
static size_t
skip_line_prefix (PgnBuffer buffer, size_t at)
{
  while (in_line (buffer, at))
    {
      if (buffer.text[at] == '>' || pgn_is_blank (buffer.text[at]))
        at++;
      else if (pgn_is_mark (buffer, at))
        at += 3;
      else
        break;
    }
  return at;
}

/* Only more bytes can tell whether a mark begins at @at. */
static bool
is_mark_cut (PgnBuffer buffer, size_t at)
{
  return !buffer.at_end && buffer.length - at < 3 && (unsigned char) buffer.text[at] == 0xef;
}

static size_t
skip_blanks (PgnBuffer buffer, size_t at)
{
  while (at < buffer.length && pgn_is_blank (buffer.text[at]))
    at++;
  return at;
}

PgnClosing
pgn_looks_like_tag (PgnBuffer buffer, size_t at)
{
  size_t name;

  at = name = skip_blanks_in_line (buffer, at + 1);
  while (at < buffer.length && (pgn_is_letter (buffer.text[at]) || pgn_is_digit (buffer.text[at]) ||
                                buffer.text[at] == '_' || buffer.text[at] == '-'))
    at++;
  if (at == buffer.length)
    return buffer.at_end ? PGN_UNCLOSED : PGN_MORE;
  if (at == name || !pgn_is_letter (buffer.text[name]))
    return PGN_UNCLOSED;
  at = skip_blanks_in_line (buffer, at);
  if (at == buffer.length)
    return buffer.at_end ? PGN_UNCLOSED : PGN_MORE;
  return buffer.text[at] == '"' || buffer.text[at] == '\'' ? PGN_CLOSED : PGN_UNCLOSED;
}

static bool
is_event_name (PgnBuffer buffer, size_t at)
{
  at = skip_blanks_in_line (buffer, at + 1);
  return buffer.length - at > 5 && memcmp (buffer.text + at, "Event", 5) == 0 &&
         (pgn_is_blank (buffer.text[at + 5]) || buffer.text[at + 5] == '"');
}

/* Does the next game certainly begin with the '[' at @at? PGN_CLOSED: yes. */
static PgnClosing
begins_game (PgnBuffer buffer, size_t at)
{
  PgnClosing looks = pgn_looks_like_tag (buffer, at);
  size_t next;

  if (looks != PGN_CLOSED)
    return looks;
  if (!is_event_name (buffer, at))
    return PGN_UNCLOSED;
  next = skip_blanks (buffer, pgn_line_end (buffer, at));
  next = skip_line_prefix (buffer, next);
  if (next == buffer.length)
    return buffer.at_end ? PGN_UNCLOSED : PGN_MORE;
  return buffer.text[next] == '[' ? pgn_looks_like_tag (buffer, next) : PGN_UNCLOSED;
}

static bool
is_first_of_line (const char *text, size_t at, size_t floor)
{
  while (at > floor && (text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '>'))
    at--;
  return at == floor || pgn_is_line_end (text[at - 1]);
}

/* Looks in [from, to), which lies inside the comment that opened at @open, for a line that begins the next game. */
static PgnClosing
find_next_game (PgnBuffer buffer, size_t open, size_t from, size_t to, size_t *found)
{
  while (from < to)
    {
      const char *bracket = memchr (buffer.text + from, '[', to - from);
      PgnClosing begins;

      if (bracket == NULL)
        break;
      *found = from = (size_t) (bracket - buffer.text);
      if (is_first_of_line (buffer.text, from, open))
        {
          begins = begins_game (buffer, from);
          if (begins != PGN_UNCLOSED)
            return begins;
        }
      from++;
    }
  return PGN_UNCLOSED;
}

PgnClosing
pgn_comment_end (PgnBuffer buffer, size_t at, size_t *end)
{
  /* In windows: the closing brace may be megabytes away, or missing, and the next game near. */
  for (size_t from = at + 1, size; from < buffer.length; from += size)
    {
      const char *close;
      PgnClosing begins;

      size = buffer.length - from < WINDOW ? buffer.length - from : WINDOW;
      close = memchr (buffer.text + from, '}', size);
      begins = find_next_game (buffer,
                               at,
                               from,
                               close ? (size_t) (close - buffer.text) : from + size,
                               end);
      if (begins != PGN_UNCLOSED)
        return begins == PGN_MORE ? PGN_MORE : PGN_UNCLOSED;
      if (close)
        {
          *end = (size_t) (close - buffer.text);
          return PGN_CLOSED;
        }
    }
  *end = buffer.length;
  return buffer.at_end ? PGN_UNCLOSED : PGN_MORE;
}

PgnClosing
pgn_variation_end (PgnBuffer buffer, size_t at, size_t *end)
{
  size_t depth = 0;

  for (; at < buffer.length; at++)
    {
      char c = buffer.text[at];

      if (c == '(')
        depth++;
      else if (c == ')')
        {
          if (--depth == 0)
            {
              *end = at;
              return PGN_CLOSED;
            }
        }
      else if (c == '{')
        {
          PgnClosing closing = pgn_comment_end (buffer, at, &at);

          if (closing != PGN_CLOSED)
            {
              *end = at;
              return closing;
            }
        }
      else if (c == ';' || (c == '%' && pgn_at_line_start (buffer.text, at)))
        at = pgn_line_end (buffer, at) - 1;
    }
  *end = buffer.length;
  return buffer.at_end ? PGN_UNCLOSED : PGN_MORE;
}

/* Behind a few blanks. */
static size_t
peek (PgnBuffer buffer, size_t at)
{
  size_t limit = at + PEEK;

  while (at < limit && in_line (buffer, at) && pgn_is_blank (buffer.text[at]))
    at++;
  return at;
}

/* The quote at @at closes the value: a bracket or the end of the line follows. */
static bool
closes_value (PgnBuffer buffer, size_t at)
{
  at = peek (buffer, at + 1);
  return !in_line (buffer, at) || buffer.text[at] == ']';
}

/* A backslash escapes a quote, unless the quote is followed by a bracket and the end of the line: [Site "C:\"]. */
static bool
is_escape (PgnBuffer buffer, size_t at)
{
  if (buffer.text[at] != '\\' || !in_line (buffer, at + 1))
    return false;
  if (buffer.text[at + 1] == '\\')
    return true;
  if (buffer.text[at + 1] != '"')
    return false;
  at = peek (buffer, at + 2);
  if (!in_line (buffer, at) || buffer.text[at] != ']')
    return true;
  return in_line (buffer, peek (buffer, at + 1));
}

static size_t
find_value_end (PgnBuffer buffer, size_t at)
{
  while (in_line (buffer, at))
    {
      if (is_escape (buffer, at))
        at += 2;
      else if (buffer.text[at] == '"' && closes_value (buffer, at))
        break;
      else
        at++;
    }
  return at;
}

static ChessText
trim_unterminated (ChessText value)
{
  while (value.length > 0 &&
         (pgn_is_blank (value.text[value.length - 1]) || value.text[value.length - 1] == ']'))
    value.length--;
  return value;
}

PgnTag
pgn_read_tag (PgnBuffer buffer, size_t at)
{
  const char *text = buffer.text;
  PgnTag tag;
  size_t start, end;

  at = start = skip_blanks_in_line (buffer, at + 1);
  while (in_line (buffer, at) && !pgn_is_blank (text[at]) && text[at] != '"' && text[at] != ']')
    at++;
  tag.name = (ChessText){ text + start, at - start };
  at = start = skip_blanks_in_line (buffer, at);
  if (in_line (buffer, at) && text[at] == '"')
    {
      start++;
      end = find_value_end (buffer, start);
      at = in_line (buffer, end) ? end + 1 : end;
    }
  else
    {
      while (in_line (buffer, at) && text[at] != ']')
        at++;
      end = at;
    }
  tag.value = (ChessText){ text + start, end - start };
  if (!in_line (buffer, end)) /* the bracket was meant to close it */
    tag.value = trim_unterminated (tag.value);
  while (in_line (buffer, at) && text[at] != ']')
    at++;
  tag.end = in_line (buffer, at) ? at + 1 : at;
  return tag;
}

static bool
continues_token (char c)
{
  return pgn_is_letter (c) || pgn_is_digit (c) || c == '-' || c == '/' || c == '=';
}

size_t
pgn_result_length (const char *text, size_t length, size_t at, ChessResult *result)
{
  static const struct
  {
    const char text[8];
    size_t length;
    ChessResult result;
  } results[] = {
    { "1-0", 3, CHESS_RESULT_WHITE },
    { "0-1", 3, CHESS_RESULT_BLACK },
    { "1/2-1/2", 7, CHESS_RESULT_DRAW },
    { "1/2", 3, CHESS_RESULT_DRAW },
    { "1\xe2\x80\x93\x30", 5, CHESS_RESULT_WHITE }, /* with a dash, from web pages */
    { "0\xe2\x80\x93\x31", 5, CHESS_RESULT_BLACK },
    { "*", 1, CHESS_RESULT_NONE },
  };

  for (size_t i = 0; i < sizeof results / sizeof *results; i++)
    if (length - at >= results[i].length &&
        memcmp (text + at, results[i].text, results[i].length) == 0 &&
        (text[at] == '*' || length - at == results[i].length ||
         !continues_token (text[at + results[i].length])))
      {
        *result = results[i].result;
        return results[i].length;
      }
  return 0;
}

/* The scan of one game. */
typedef struct
{
  PgnBuffer buffer;
  size_t at;
  size_t
    start; /* of the game: its first tag, comment or other text; == length while nothing was found */
  size_t end;
  size_t body;     /* the first tag; == length while there was none */
  size_t tag_line; /* where the last tag ended */
  bool seen_event;
} Scan;

typedef enum
{
  SCAN_ON,
  SCAN_DONE,
  SCAN_MORE,
} ScanState;

static ScanState
finish (Scan *self, size_t end)
{
  self->end = end;
  return SCAN_DONE;
}

static void
mark_start (Scan *self)
{
  if (self->start == self->buffer.length)
    self->start = self->at;
}

/* A second Event tag behind a blank line begins another game, even if this one has no movetext. */
static bool
repeats_event (const Scan *self)
{
  return self->seen_event && is_event_name (self->buffer, self->at) &&
         pgn_count_lines (self->buffer.text, self->tag_line, self->at) > 1;
}

/* How a tag ends may depend on what stands some blanks behind it. */
static bool
is_tag_cut (PgnBuffer buffer, size_t end)
{
  if (buffer.at_end || buffer.length - end > 2 * PEEK)
    return false;
  while (in_line (buffer, end))
    end++;
  return end == buffer.length;
}

static ScanState
scan_tag (Scan *self)
{
  PgnTag tag = pgn_read_tag (self->buffer, self->at);

  if (is_tag_cut (self->buffer, tag.end))
    return SCAN_MORE;
  if (repeats_event (self))
    return finish (self, self->tag_line);
  mark_start (self);
  if (self->body == self->buffer.length)
    self->body = self->at;
  self->seen_event |= tag.name.length == 5 && memcmp (tag.name.text, "Event", 5) == 0;
  self->at = self->tag_line = tag.end;
  return SCAN_ON;
}

static ScanState
scan_comment (Scan *self)
{
  size_t end;
  PgnClosing closing = pgn_comment_end (self->buffer, self->at, &end);

  if (closing == PGN_MORE)
    return SCAN_MORE;
  mark_start (self);
  if (closing == PGN_UNCLOSED)
    return finish (self, end);
  self->at = end + 1;
  return SCAN_ON;
}

static ScanState
scan_rest_of_line (Scan *self)
{
  size_t end = pgn_line_end (self->buffer, self->at);

  if (end == self->buffer.length && !self->buffer.at_end)
    return SCAN_MORE;
  self->at = end;
  return SCAN_ON;
}

/* Tags, and what may stand between and before them. Returns SCAN_ON at the first byte of movetext. */
static ScanState
scan_tags (Scan *self)
{
  while (self->at < self->buffer.length)
    {
      const char *text = self->buffer.text;
      char c = text[self->at];
      ScanState state = SCAN_ON;

      if (pgn_is_blank (c))
        self->at++;
      else if (c == '>' &&
               (self->at == 0 || pgn_is_blank (text[self->at - 1]) || text[self->at - 1] == '>'))
        self->at++;
      else if (pgn_is_mark (self->buffer, self->at))
        self->at += 3;
      else if (is_mark_cut (self->buffer, self->at))
        return SCAN_MORE;
      else if (c == '%' && pgn_at_line_start (text, self->at))
        state = scan_rest_of_line (self);
      else if (c == ';')
        {
          mark_start (self);
          state = scan_rest_of_line (self);
        }
      else if (c == '{')
        state = scan_comment (self);
      else if (c == '[')
        state = scan_tag (self);
      else
        return SCAN_ON;
      if (state != SCAN_ON)
        return state;
    }
  if (!self->buffer.at_end)
    return SCAN_MORE;
  return finish (self, self->buffer.length);
}

/* Behind the line end at @at: does a tag section begin, or is the line hidden by a %? */
static ScanState
scan_line_start (Scan *self)
{
  PgnBuffer buffer = self->buffer;
  size_t line_end = self->at;
  size_t at = ++self->at;
  PgnClosing looks;

  if (buffer.text[line_end] == '\r' && at < buffer.length && buffer.text[at] == '\n')
    return SCAN_ON;
  if (at < buffer.length && buffer.text[at] == '%')
    return scan_rest_of_line (self);
  at = skip_line_prefix (buffer, at);
  if (at == buffer.length)
    return buffer.at_end ? SCAN_ON : SCAN_MORE;
  if (is_mark_cut (buffer, at))
    return SCAN_MORE;
  if (buffer.text[at] != '[')
    return SCAN_ON;
  looks = pgn_looks_like_tag (buffer, at);
  if (looks == PGN_MORE)
    return SCAN_MORE;
  return looks == PGN_CLOSED ? finish (self, line_end) : SCAN_ON;
}

/* Comments on the line of the result still belong to the game. */
static ScanState
finish_behind_result (Scan *self, size_t end)
{
  for (;;)
    {
      size_t at = skip_blanks_in_line (self->buffer, end);

      if (at == self->buffer.length && !self->buffer.at_end)
        return SCAN_MORE;
      if (at == self->buffer.length || self->buffer.text[at] != '{')
        return finish (self, end);
      switch (pgn_comment_end (self->buffer, at, &end))
        {
        case PGN_MORE:
          return SCAN_MORE;
        case PGN_UNCLOSED:
          return finish (self, end);
        case PGN_CLOSED:
          end++;
        }
    }
}

/* A '*', '-' or '/' outside of variations: is it in a result that ends the game? */
static ScanState
scan_result (Scan *self)
{
  const char *text = self->buffer.text;
  size_t start = text[self->at] == '*' ? self->at : self->at - 1; /* never before the game's */
  ChessResult result;
  size_t length;

  if (text[self->at++] != '*')
    {
      if (self->at - 1 == self->start || !pgn_is_digit (text[start]))
        return SCAN_ON;
      if (self->buffer.length - start < 8 && !self->buffer.at_end)
        return SCAN_MORE;
      if (start > self->start && continues_token (text[start - 1]))
        return SCAN_ON;
    }
  length = pgn_result_length (text, self->buffer.length, start, &result);
  if (length == 0)
    return SCAN_ON;
  return finish_behind_result (self, start + length);
}

static ScanState
scan_movetext (Scan *self)
{
  size_t depth = 0;

  mark_start (self);
  while (self->at < self->buffer.length)
    {
      ScanState state = SCAN_ON;
      char c = self->buffer.text[self->at];

      if (!interesting[(unsigned char) c])
        {
          self->at++;
          continue;
        }
      if (pgn_is_line_end (c))
        state = scan_line_start (self);
      else if (c == '{')
        state = scan_comment (self);
      else if (c == ';')
        state = scan_rest_of_line (self);
      else if (c == '(' || c == ')')
        {
          depth = c == '(' ? depth + 1 : depth - (depth > 0);
          self->at++;
        }
      else if (depth == 0)
        state = scan_result (self);
      else
        self->at++;
      if (state != SCAN_ON)
        return state;
    }
  return self->buffer.at_end ? finish (self, self->buffer.length) : SCAN_MORE;
}

bool
chess_pgn_find_game (const char *text, size_t length, size_t from, bool at_end, size_t *found)
{
  PgnBuffer buffer = { text, length, at_end };
  PgnClosing begins = find_next_game (buffer, 0, from, length, found);

  if (begins == PGN_CLOSED)
    return true;
  if (begins == PGN_UNCLOSED)
    {
      /* A line that was begun may turn out to be one. */
      *found = length;
      while (!at_end && *found > from && !pgn_is_line_end (text[*found - 1]))
        --*found;
    }
  return false;
}

bool
chess_pgn_next (const char *text,
                size_t length,
                size_t from,
                bool at_end,
                ChessPgnSpan *span,
                bool *need_more)
{
  Scan scan = { .buffer = { text, length, at_end }, .at = from, .start = length, .body = length };
  ScanState state = scan_tags (&scan);

  if (state == SCAN_ON)
    state = scan_movetext (&scan);
  *need_more = state == SCAN_MORE;
  if (state == SCAN_MORE || scan.start == length)
    return false;
  span->start = scan.start;
  span->end = scan.end;
  span->body = scan.body < scan.end ? scan.body : scan.start;
  while (span->end > span->start && pgn_is_blank (text[span->end - 1]))
    span->end--;
  span->lines_before = pgn_count_lines (text, from, span->start);
  return true;
}
