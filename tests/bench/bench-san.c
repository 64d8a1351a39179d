/* bench-san.c: writing all legal moves of many positions as SAN, and reading them back
 *
 * The positions come from games of random moves with a fixed seed, so that each run does the same. There is no other
 * program beside it: the figure is compared with earlier ones of its own machine. Medians of five.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib.h>

#include "chess-notation.h"

#define POSITIONS 10000
#define GAME_PLY  80
#define ROUNDS    5

static void
collect_positions (ChessPosition *positions)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20231);
  ChessPosition position = chess_position_start ();
  guint ply = 0;

  for (guint i = 0; i < POSITIONS; i++)
    {
      ChessMoveList list;

      chess_position_legal_moves (&position, &list);
      if (list.n == 0 || ply++ == GAME_PLY)
        {
          position = chess_position_start ();
          chess_position_legal_moves (&position, &list);
          ply = 0;
        }
      positions[i] = position;
      chess_position_make (&position, list.moves[g_rand_int_range (random, 0, (gint32) list.n)]);
    }
}

/* Writes all, and with @read reads each back; returns how many there were. */
static guint64
run (const ChessPosition *positions, gboolean read)
{
  guint64 n = 0;

  for (guint i = 0; i < POSITIONS; i++)
    {
      ChessMoveList list;

      chess_position_legal_moves (&positions[i], &list);
      for (gsize j = 0; j < list.n; j++)
        {
          char text[CHESS_SAN_SIZE];
          ChessMove move = CHESS_MOVE_NULL;
          gsize length = chess_san_write (&positions[i], list.moves[j], text);

          if (read && (chess_san_parse (&positions[i], text, (ptrdiff_t) length, &move) ||
                       move != list.moves[j]))
            g_error ("%s is not read back", text);
        }
      n += list.n;
    }
  return n;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
bench (const ChessPosition *positions, gboolean read)
{
  double rates[ROUNDS];
  guint64 n = 0;

  for (guint i = 0; i < ROUNDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      n = run (positions, read);
      rates[i] = (double) n / (double) MAX (g_get_monotonic_time () - start, 1);
    }
  qsort (rates, ROUNDS, sizeof *rates, compare_doubles);
  g_print ("san: %" G_GUINT64_FORMAT " moves of %u positions %s: %.2f million a second "
           "(%.2f–%.2f)\n",
           n,
           POSITIONS,
           read ? "written and read back" : "written",
           rates[ROUNDS / 2],
           rates[0],
           rates[ROUNDS - 1]);
}

int
main (void)
{
  g_autofree ChessPosition *positions = g_new (ChessPosition, POSITIONS);

  collect_positions (positions);
  bench (positions, FALSE);
  bench (positions, TRUE);
  return 0;
}
