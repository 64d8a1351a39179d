/* chess-pgn-private.h: what the two readers of PGN share, so that both see the same comments, tags and variations
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-pgn.h"

/* Where something ends that may not end inside the buffer. */
typedef enum
{
  PGN_CLOSED,
  PGN_UNCLOSED, /* it goes on to the end of the text, or to where the next game certainly begins */
  PGN_MORE,     /* only more bytes can tell */
} PgnClosing;

/* The whole buffer; @at_end: nothing can follow it. */
typedef struct
{
  const char *text;
  size_t length;
  bool at_end;
} PgnBuffer;

static inline bool
pgn_is_line_end (char c)
{
  return c == '\n' || c == '\r';
}

/* Control characters, NUL included, are blank space; the DOS end-of-file mark is text that says nothing. */
static inline bool
pgn_is_blank (char c)
{
  return ((unsigned char) c <= ' ' && c != 0x1a) || c == 0x7f;
}

static inline bool
pgn_is_digit (char c)
{
  return (unsigned char) (c - '0') <= 9;
}

static inline bool
pgn_is_letter (char c)
{
  return (unsigned char) ((c | 0x20) - 'a') <= 25;
}

/* A byte order mark, as joined files have them in the middle. */
static inline bool
pgn_is_mark (PgnBuffer buffer, size_t at)
{
  return buffer.length - at >= 3 && (unsigned char) buffer.text[at] == 0xef &&
         (unsigned char) buffer.text[at + 1] == 0xbb && (unsigned char) buffer.text[at + 2] == 0xbf;
}

/* Index of the first byte of the line end at or after @at, or the length. */
size_t pgn_line_end (PgnBuffer buffer, size_t at);

/* True if @at is the first byte of a line. */
static inline bool
pgn_at_line_start (const char *text, size_t at)
{
  return at == 0 || pgn_is_line_end (text[at - 1]);
}

/* Lines that begin in [from, to) after a line end in there: LF, CR LF and a lone CR count once each. */
size_t pgn_count_lines (const char *text, size_t from, size_t to);

/* @at is a '{'. *@end: index of its '}', or for PGN_UNCLOSED where the comment has to stop: a line that begins with an
 * Event tag and is followed by another tag is the next game, whatever braces say. */
PgnClosing pgn_comment_end (PgnBuffer buffer, size_t at, size_t *end);

/* @at is a '('. *@end: index of the ')' that matches it; comments inside are respected. */
PgnClosing pgn_variation_end (PgnBuffer buffer, size_t at, size_t *end);

typedef struct
{
  ChessText name;  /* empty if there is none */
  ChessText value; /* raw, without its quotes */
  size_t end;      /* behind the closing bracket, or the line's end if that is missing */
} PgnTag;

/* @at is a '['. Never looks beyond the line. */
PgnTag pgn_read_tag (PgnBuffer buffer, size_t at);

/* A '[' at @at opens what looks like a tag pair, [Name "…; PGN_MORE if the buffer ends too early to say. */
PgnClosing pgn_looks_like_tag (PgnBuffer buffer, size_t at);

/* Length of the result that begins at @at (1-0, 0-1, 1/2-1/2, 1/2, *), 0 if it is none; whole tokens only. */
size_t pgn_result_length (const char *text, size_t length, size_t at, ChessResult *result);

/* What annotators write instead of NAGs; *@nag is 0 if it says nothing. False if @token is no such symbol. */
bool pgn_read_symbol (ChessText token, unsigned *nag);

/* Figurines ♔ … ♟ (U+2654–265F) stand for the letters of the pieces: spells @token with them and returns the length,
 * 0 if it does not begin with one. */
size_t pgn_spell_figurine (ChessText token, char out[16]);
