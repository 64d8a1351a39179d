/* chess-opening.c: looks a position up in the table of openings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-openings-private.h"

const ChessOpening *
chess_opening_find (const ChessPosition *position)
{
  size_t from = 0, to = chess_n_openings;

  while (from < to)
    {
      size_t middle = from + (to - from) / 2;

      if (chess_openings[middle].key < position->key)
        from = middle + 1;
      else
        to = middle;
    }
  return from < chess_n_openings && chess_openings[from].key == position->key
           ? chess_openings + from
           : NULL;
}

const ChessOpening *
chess_opening_get (size_t index)
{
  return index < chess_n_openings ? chess_openings + index : NULL;
}

size_t
chess_opening_index (const ChessOpening *opening)
{
  return opening - chess_openings;
}
