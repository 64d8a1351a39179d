/* fuzz-fen.c: any bytes as FEN; what is accepted must survive writing, reading and generating moves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-fen.h"
#include "chess-outcome.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_round_trip (const ChessPosition *position, ChessFenStyle style)
{
  char text[CHESS_FEN_SIZE];
  size_t length = chess_fen_write (position, style, text);
  ChessPosition read;

  if (length >= CHESS_FEN_SIZE || length != strlen (text))
    abort ();
  if (chess_fen_parse (text, -1, &read, NULL) != CHESS_FEN_OK)
    abort ();
  if (memcmp (position, &read, sizeof read) != 0)
    abort ();
}

static void
check_moves (ChessPosition *position)
{
  ChessPosition before = *position;
  ChessMoveList list;

  chess_position_legal_moves (position, &list);
  if (list.n > CHESS_MAX_MOVES || chess_position_has_legal_move (position) != (list.n > 0))
    abort ();
  if (chess_position_perft (position, 1) != list.n)
    abort ();
  for (size_t i = 0; i < list.n; i++)
    {
      ChessUndo undo = chess_position_make (position, list.moves[i]);

      if (position->key != chess_position_compute_key (position))
        abort ();
      if (chess_position_attackers (position,
                                    chess_position_king (position, (ChessColor) !position->side),
                                    (ChessColor) position->side))
        abort ();
      chess_position_unmake (position, undo);
      if (memcmp (position, &before, sizeof before) != 0)
        abort ();
    }
  chess_outcome (position, &position->key, 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ChessPosition position;
  size_t place = size + 1;
  ChessFenError error = chess_fen_parse ((const char *) data, (ptrdiff_t) size, &position, &place);

  if (error)
    {
      if (place > size || !*chess_fen_error_text (error))
        abort ();
      return 0;
    }
  check_round_trip (&position, CHESS_FEN_X);
  check_round_trip (&position, CHESS_FEN_SHREDDER);
  check_moves (&position);
  return 0;
}
