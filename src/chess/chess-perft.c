/* chess-perft.c: counts the leaves of the tree of moves, the yardstick of every move generator
 *
 * The last ply is counted without making a list, let alone its moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-movegen-private.h"

static uint64_t
count_leaves (const ChessPosition *position, unsigned depth)
{
  ChessMove moves[CHESS_MAX_MOVES];
  uint64_t leaves = 0;
  size_t n;

  if (depth == 1)
    return chess_generate_count (position);
  n = chess_generate_list (position, moves);
  for (size_t i = 0; i < n; i++)
    {
      ChessPosition next = *position;

      chess_make_move (&next, moves[i]);
      leaves += count_leaves (&next, depth - 1);
    }
  return leaves;
}

uint64_t
chess_position_perft (ChessPosition *self, unsigned depth)
{
  return depth == 0 ? 1 : count_leaves (self, depth);
}
