/* cl-chance-points.c: what the views say in values and judgements, the widgets take as chances and dots
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-chance-points.h"

static ClDot
find_dot (ClJudgement judgement)
{
  switch (judgement)
    {
    case CL_JUDGEMENT_INACCURACY:
      return CL_DOT_INACCURACY;
    case CL_JUDGEMENT_MISTAKE:
      return CL_DOT_MISTAKE;
    case CL_JUDGEMENT_BLUNDER:
      return CL_DOT_BLUNDER;
    case CL_JUDGEMENT_UNKNOWN:
    case CL_JUDGEMENT_FINE:
    default:
      return CL_DOT_NONE;
    }
}

guint
cl_chance_shown (ClValue value)
{
  if (value == CL_VALUE_NONE)
    return CL_CHANCE_NONE;
  if (cl_value_is_mate (value))
    return value > 0 ? CL_CHANCE_MAX : 0;
  return MIN (cl_win_chance (value), CL_CHANCE_MAX);
}

ClChancePoint *
cl_chance_points_new (const ClAnalysis *analysis, guint *n_points)
{
  ClChancePoint *points = g_new0 (ClChancePoint, analysis->n_plies + 1);

  for (guint ply = 0; ply <= analysis->n_plies; ply++)
    {
      const ClAnalysisPly *at = &analysis->plies[ply];

      points[ply].chance = (guint16) cl_chance_shown (at->value);
      points[ply].dot = ply ? (guint8) find_dot (at->judgement) : CL_DOT_NONE;
    }
  *n_points = analysis->n_plies + 1;
  return points;
}

gboolean
cl_chance_points_are_known (const ClAnalysis *analysis)
{
  return analysis && analysis->n_known > 1;
}
