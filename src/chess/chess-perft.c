/* chess-perft.c: counts the leaves of the tree of moves, the yardstick of every move generator
 *
 * The last ply is counted without making a list, let alone its moves; so counting bits weighs heavily,
 * for which baseline x86-64 has no instruction. There the same code is compiled twice and the better one
 * that the machine can run is taken.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "chess-movegen-private.h"

typedef uint64_t (*Counter) (const ChessPosition *position, unsigned depth);

CHESS_INLINE uint64_t
count_leaves (const ChessPosition *position, unsigned depth, Counter recurse)
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
      leaves += recurse (&next, depth - 1);
    }
  return leaves;
}

static uint64_t
count_plainly (const ChessPosition *position, unsigned depth)
{
  return count_leaves (position, depth, count_plainly);
}

#if defined(__x86_64__)

__attribute__ ((target ("popcnt,bmi,bmi2"))) static uint64_t
count_with_bit_instructions (const ChessPosition *position, unsigned depth)
{
  return count_leaves (position, depth, count_with_bit_instructions);
}

static Counter
choose_counter (void)
{
  return __builtin_cpu_supports ("popcnt") && __builtin_cpu_supports ("bmi") &&
             __builtin_cpu_supports ("bmi2")
           ? count_with_bit_instructions
           : count_plainly;
}

#else

static Counter
choose_counter (void)
{
  return count_plainly;
}

#endif

uint64_t
chess_position_perft (ChessPosition *self, unsigned depth)
{
  return depth == 0 ? 1 : choose_counter () (self, depth);
}
