/* fuzz-san.c: any bytes as moves, one a line; a first line that is a FEN sets the position
 *
 * What is accepted must be legal, and what is written must be read back.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-fen.h"
#include "chess-notation.h"

#define MAX_PLIES 400

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_written (const ChessPosition *position, ChessMove move)
{
  char text[CHESS_SAN_SIZE];
  ChessMove read = CHESS_MOVE_NULL;
  size_t length = chess_san_write (position, move, text);

  if (length >= CHESS_SAN_SIZE || length != strlen (text))
    abort ();
  if (chess_san_parse (position, text, -1, &read) != CHESS_NOTATION_OK || read != move)
    abort ();
  length = chess_uci_write (position, move, text);
  if (length >= CHESS_UCI_SIZE || length != strlen (text))
    abort ();
  if (chess_uci_parse (position, text, -1, &read) != CHESS_NOTATION_OK || read != move)
    abort ();
}

static void
try_line (ChessPosition *position, const char *line, size_t length)
{
  ChessMove uci = CHESS_MOVE_NULL, san = CHESS_MOVE_NULL;
  ChessNotationError uci_error = chess_uci_parse (position, line, (ptrdiff_t) length, &uci);
  ChessNotationError san_error = chess_san_parse (position, line, (ptrdiff_t) length, &san);

  /* SAN takes all of UCI, and means the same by it. */
  if (!uci_error && (san_error || san != uci))
    abort ();
  if (san_error)
    return;
  if (san != CHESS_MOVE_NULL && !chess_position_is_legal (position, san))
    abort ();
  check_written (position, san);
  chess_position_make (position, san);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ChessPosition position = chess_position_start ();
  const char *text = (const char *) data, *end = text + size;

  for (unsigned ply = 0; text < end && ply < MAX_PLIES; ply++)
    {
      const char *newline = memchr (text, '\n', (size_t) (end - text));
      const char *line_end = newline ? newline : end;

      if (ply > 0 || chess_fen_parse (text, line_end - text, &position, NULL) != CHESS_FEN_OK)
        try_line (&position, text, (size_t) (line_end - text));
      text = newline ? newline + 1 : end;
    }
  return 0;
}
