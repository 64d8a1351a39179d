/* chess-pgn.h: Portable Game Notation, read game by game without allocation, and written in export format
 *
 * Reading has two steps, so that files may be larger than memory: chess_pgn_next () finds where the next game
 * ends in a buffer, chess_pgn_parse () reads that game's text and tells a visitor what it met, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-notation.h"

typedef enum
{
  CHESS_PGN_OK,
  CHESS_PGN_BAD_MOVE, /* a move that is illegal, ambiguous or no move */
  CHESS_PGN_BAD_FEN,
  CHESS_PGN_UNCLOSED_COMMENT,
  CHESS_PGN_UNCLOSED_VARIATION,
  CHESS_PGN_STRAY_TEXT, /* a token that cannot stand here */
  CHESS_PGN_UNKNOWN_VARIANT,
  CHESS_PGN_NO_GAME, /* nothing but blank or foreign text */
} ChessPgnError;

typedef struct
{
  size_t start, end;   /* byte range of the game in the buffer */
  size_t body;         /* its first tag: what stands before it are comments; start if it has none */
  size_t lines_before; /* line ends between @from and start */
} ChessPgnSpan;

/* Finds the next game at or after @from. Returns false if there is none, or if it may go on past the buffer
 * (then *@need_more is true: add bytes and call again; with @at_end it never is). */
bool chess_pgn_next (const char *text,
                     size_t length,
                     size_t from,
                     bool at_end,
                     ChessPgnSpan *span,
                     bool *need_more);

/* Where a game surely begins at or after @from, whatever stands before: a line that begins with an Event tag and is
 * followed by another tag. @text begins with a line, or one byte before @from. False if there is none up to *@found, from
 * where to look again with more bytes (the length with @at_end). */
bool chess_pgn_find_game (const char *text, size_t length, size_t from, bool at_end, size_t *found);

/* All functions may be NULL. Texts point into the game and are as written (comments without their braces; escapes in tag
 * values are not resolved: see chess_pgn_unescape ()). start () comes once, behind the tags and before the first move. A
 * comment, NAG or variation that stands before the first move comes before the first move (), perhaps before start (). A
 * variation () is the text between its outer parentheses, and replaces the last move. Symbols of annotators (!?, +/-, N)
 * come as NAGs; an escape () is a line that a % at its beginning hides, without it; words between the moves of a game that
 * has tags come as comments. The result () of the movetext comes last but for the comments behind it. */
typedef struct
{
  void (*tag) (void *user, ChessText name, ChessText raw_value);
  void (*start) (void *user, const ChessPosition *position);
  void (*move) (void *user, const ChessPosition *before, ChessMove move);
  void (*comment) (void *user, ChessText text);
  void (*nag) (void *user, unsigned number);
  void (*variation) (void *user, ChessText text);
  void (*escape) (void *user, ChessText text);
  void (*result) (void *user, ChessResult result);
} ChessPgnVisitor;

typedef struct
{
  ChessPgnError error;
  size_t place;                /* byte offset of the fault in the game's text */
  size_t line;                 /* line of the fault in the game's text, from 1 */
  ChessText token;             /* the offending token */
  ChessNotationError notation; /* for CHESS_PGN_BAD_MOVE */
  unsigned plies;              /* legal plies of the main line before the fault or the end */
  ChessResult result;          /* of the movetext; of the tag if that is missing */
  ChessResult tag_result;
  bool has_movetext_result;
  ChessPosition final;
} ChessPgnSummary;

/* On an error the visitor has been told everything before the fault. Never recursive, never allocates. */
ChessPgnSummary
chess_pgn_parse (const char *game, size_t length, const ChessPgnVisitor *visitor, void *user);

const char *chess_pgn_error_text (ChessPgnError error);

/* Resolves \" and \\; @out has room for raw.length bytes; returns the length. */
size_t chess_pgn_unescape (ChessText raw, char *out);

/* Export format. The writer breaks lines at 80 columns and hands finished text to @put. */
typedef struct
{
  void (*put) (void *user, const char *text, size_t length);
  void *user;
  unsigned column;
  bool number_due; /* the next black move needs its number */
} ChessPgnWriter;

void chess_pgn_write_tag (ChessPgnWriter *self, ChessText name, ChessText value);
/* The blank line between tags and movetext. */
void chess_pgn_write_tags_end (ChessPgnWriter *self);
void chess_pgn_write_move (ChessPgnWriter *self, unsigned fullmove, ChessColor side, ChessText san);
void chess_pgn_write_nag (ChessPgnWriter *self, unsigned number);
/* A hidden line; @text has no line end. */
void chess_pgn_write_escape (ChessPgnWriter *self, ChessText text);
void chess_pgn_write_comment (ChessPgnWriter *self, ChessText text);
/* A text whose parentheses or braces do not match is written as a comment. */
void chess_pgn_write_variation (ChessPgnWriter *self, ChessText text);
void chess_pgn_write_result (ChessPgnWriter *self, ChessResult result);
/* A comment on the line of the result, which would be the next game's on any other. */
void chess_pgn_write_late_comment (ChessPgnWriter *self, ChessText text);
/* The blank line behind a game. */
void chess_pgn_write_game_end (ChessPgnWriter *self);
