/* cl-game-quality.c: how well two sides played one game: accuracy, centipawn loss, counts of mistakes
 *
 * Accuracy is the mean of two means over a side's moves: weighted by how much the game swung around each, and harmonic,
 * which a single bad move pulls down.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-quality.h"

#include <stdlib.h>

#define MIN_WINDOW 2
#define MAX_WINDOW 8
#define MIN_WEIGHT 50
#define MAX_WEIGHT 1200
#define MIN_SHARE  100 /* one per cent: a harmonic mean cannot take 0 */
/* Reciprocals of hundredths, exact enough for thousands of moves. */
#define RECIPROCAL G_GUINT64_CONSTANT (1000000000000)

static guint
measure_spread (const guint *chances, guint n)
{
  guint64 sum = 0, squares = 0;

  for (guint i = 0; i < n; i++)
    {
      sum += chances[i];
      squares += (guint64) chances[i] * chances[i];
    }
  return (guint) (cl_integer_root (n * squares - sum * sum) / n);
}

void
cl_game_volatility (const ClValue *values, guint n_values, guint *weights)
{
  g_autofree guint *chances = NULL;
  guint n_moves = n_values > 0 ? n_values - 1 : 0;
  guint window = CLAMP (n_moves / 10, MIN_WINDOW, MAX_WINDOW);

  if (n_moves == 0)
    return;
  chances = g_new (guint, n_values);
  /* Where nobody looked, nothing is taken to have changed. */
  for (guint i = 0; i < n_values; i++)
    chances[i] = values[i] == CL_VALUE_NONE && i > 0 ? chances[i - 1] : cl_win_chance (values[i]);
  for (guint i = 0; i < n_moves; i++)
    {
      guint from = i > window - 2 ? i - (window - 2) : 0;
      guint spread = measure_spread (chances + from, MIN (window, n_values - from));

      weights[i] = CLAMP (spread, MIN_WEIGHT, MAX_WEIGHT);
    }
}

static gint
compare_losses (gconstpointer a, gconstpointer b)
{
  const guint *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
count_judgement (ClSideQuality *quality, ClJudgement judgement)
{
  quality->n_inaccuracies += judgement == CL_JUDGEMENT_INACCURACY;
  quality->n_mistakes += judgement == CL_JUDGEMENT_MISTAKE;
  quality->n_blunders += judgement == CL_JUDGEMENT_BLUNDER;
}

static void
measure_side (const ClValue *values,
              guint n_values,
              const guint *weights,
              ChessColor side,
              guint first_move,
              ClSideQuality *quality)
{
  g_autofree guint *losses = g_new (guint, n_values);
  guint64 weighted = 0, weight = 0, reciprocals = 0, loss = 0;

  *quality = (ClSideQuality){ 0 };
  for (guint i = first_move; i + 1 < n_values; i += 2)
    {
      ClValue before = side == CHESS_WHITE ? values[i] : cl_value_negate (values[i]);
      ClValue after = side == CHESS_WHITE ? values[i + 1] : cl_value_negate (values[i + 1]);
      guint accuracy;

      if (before == CL_VALUE_NONE || after == CL_VALUE_NONE)
        continue;
      accuracy = cl_move_accuracy (cl_win_loss (before, after));
      weighted += (guint64) accuracy * weights[i];
      weight += weights[i];
      reciprocals += RECIPROCAL / MAX (accuracy, MIN_SHARE);
      losses[quality->n_moves++] = cl_cp_loss (before, after);
      loss += cl_cp_loss (before, after);
      count_judgement (quality, cl_judge (before, after));
    }
  if (quality->n_moves == 0)
    return;
  qsort (losses, quality->n_moves, sizeof losses[0], compare_losses);
  quality->median_loss =
    (losses[(quality->n_moves - 1) / 2] + losses[quality->n_moves / 2] + 1) / 2;
  quality->acpl_tenths = (guint) ((loss * 10 + quality->n_moves / 2) / quality->n_moves);
  quality->accuracy =
    (guint) ((weighted / weight + RECIPROCAL * quality->n_moves / reciprocals + 1) / 2);
}

void
cl_game_quality (const ClValue *values, guint n_values, ChessColor first, ClSideQuality quality[2])
{
  g_autofree guint *weights = g_new0 (guint, n_values + 1);

  cl_game_volatility (values, n_values, weights);
  measure_side (values, n_values, weights, first, 0, &quality[first]);
  measure_side (values, n_values, weights, (ChessColor) !first, 1, &quality[!first]);
}
