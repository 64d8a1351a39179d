/* chess-comment.h: the commands inside PGN comments, [%clk 1:29:57] and its relatives (PGN supplement of 2001)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "chess-types.h"

typedef enum
{
  CHESS_COMMAND_CLK = 1 << 0,
  CHESS_COMMAND_EMT = 1 << 1,
  CHESS_COMMAND_EVAL = 1 << 2,
} ChessCommandMask;

typedef struct
{
  unsigned present;   /* ChessCommandMask: which fields below hold something */
  int64_t clk_ms;     /* time left of the player who just moved */
  int64_t emt_ms;     /* time spent on this move */
  int32_t eval_cp;    /* White's view; meaningless if eval_mate != 0 */
  int32_t eval_mate;  /* moves to mate, negative: Black mates; 0: not a mate score */
  int32_t eval_depth; /* 0 if not given */
} ChessCommands;

/* Looks for commands in one comment and adds what it finds to *@commands; malformed ones are left alone. */
void chess_commands_parse (ChessText comment, ChessCommands *commands);

/* The next [%name args] of @comment at or after *@from, which then stands behind it; false if there is none. */
bool chess_commands_next (ChessText comment,
                          size_t *from,
                          ChessText *name,
                          ChessText *args,
                          ChessText *whole);

/* Arrows [%cal Gc2c3,Rd4d5] and coloured squares [%csl Yd4] of a comment. */
typedef struct
{
  char color; /* 'G', 'R', 'B', 'Y' */
  ChessSquare from;
  ChessSquare to; /* the same for a square */
} ChessDrawing;

/* Fills in at most @size and returns how many there are; what is malformed is left alone. */
size_t chess_drawings_parse (ChessText comment, ChessDrawing *drawings, size_t size);

/* The comment without its commands and without the blank space around them; @out has room for comment.length
 * bytes; returns the length. */
size_t chess_commands_strip (ChessText comment, char *out);

/* "1:29:57", with tenths only if there are any ("0:00:09.4"); returns the length; @text has room for 24 bytes. */
size_t chess_clock_write (int64_t ms, char text[24]);
bool chess_clock_parse (ChessText text, int64_t *ms);
