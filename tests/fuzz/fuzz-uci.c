/* fuzz-uci.c: any words as moves in UCI's spelling; a first line that is a FEN sets the position
 *
 * What is accepted must be legal, be written back as it was read unless it is castling (which has two spellings), and be
 * undone without a trace.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-fen.h"
#include "chess-notation.h"

#define MAX_PLIES 1000

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_written (const ChessPosition *position, ChessMove move, const char *word, size_t length)
{
  char text[CHESS_UCI_SIZE];
  size_t n = chess_uci_write (position, move, text);

  if (n >= CHESS_UCI_SIZE || n != strlen (text))
    abort ();
  if (chess_move_form (move) != CHESS_FORM_CASTLING &&
      (n != length || memcmp (text, word, length) != 0))
    abort ();
}

static void
try_word (ChessPosition *position, const char *word, size_t length)
{
  ChessMove move = CHESS_MOVE_NULL;
  ChessPosition before = *position;
  ChessUndo undo;

  if (chess_uci_parse (position, word, (ptrdiff_t) length, &move) != CHESS_NOTATION_OK)
    {
      if (move != CHESS_MOVE_NULL)
        abort ();
      return;
    }
  if (move != CHESS_MOVE_NULL && !chess_position_is_legal (position, move))
    abort ();
  check_written (position, move, word, length);
  undo = chess_position_make (position, move);
  if (position->key != chess_position_compute_key (position))
    abort ();
  chess_position_unmake (position, undo);
  if (memcmp (position, &before, sizeof before) != 0)
    abort ();
  chess_position_make (position, move);
}

static size_t
measure_word (const char *text, const char *end)
{
  size_t n = 0;

  while (text + n < end && text[n] != ' ' && text[n] != '\n')
    n++;
  return n;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ChessPosition position = chess_position_start ();
  const char *text = (const char *) data, *end = text + size;
  const char *newline = size ? memchr (text, '\n', size) : NULL;

  if (newline && chess_fen_parse (text, newline - text, &position, NULL) == CHESS_FEN_OK)
    text = newline + 1;
  for (unsigned ply = 0; text < end && ply < MAX_PLIES; ply++)
    {
      size_t length = measure_word (text, end);

      try_word (&position, text, length);
      text += length + (text + length < end);
    }
  return 0;
}
