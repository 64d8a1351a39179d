/* cl-analysis-judge.c: what each move of an analysed game was, and each side's sums
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analysis-private.h"

#define TOP 3

static void
judge_move (ClAnalysis *self, guint number)
{
  ClAnalysisPly *ply = &self->plies[number];
  ClValue before = cl_analysis_value (self, number - 1, ply->mover);
  ClValue after = cl_analysis_value (self, number, ply->mover);

  ply->judgement = cl_judge (before, after);
  if (ply->judgement == CL_JUDGEMENT_UNKNOWN)
    return;
  ply->loss = cl_win_loss (before, after);
  ply->cp_loss = cl_cp_loss (before, after);
  ply->accuracy = cl_move_accuracy (ply->loss);
}

static void
rank_move (ClAnalysis *self, guint number, ClAnalysisSide *side)
{
  const ClAnalysisPly *before = &self->plies[number - 1];
  ClAnalysisPly *ply = &self->plies[number];

  for (guint i = 0; i < before->n_lines && ply->rank == 0; i++)
    if (before->lines[i].moves[0] == ply->move)
      ply->rank = i + 1;
  if (before->n_lines == 0 || before->n_legal < 2)
    return;
  side->n_choices++;
  side->n_best += ply->rank == 1;
  /* With three legal moves there is no fourth to miss. */
  if (before->n_lines < TOP || before->n_legal <= TOP)
    return;
  side->n_choices3++;
  side->n_top3 += ply->rank >= 1 && ply->rank <= TOP;
}

/* A file that has clocks and no times: what went between two readings, with what was added. Only where one period rules. */
static gint64
subtract_clocks (const ClAnalysis *self, guint number)
{
  const ClAnalysisPly *ply = &self->plies[number];
  const ChessTimeControl *control = &self->game->clock.control[ply->mover];
  gint64 before, used;

  if (ply->clock_ms == CL_NO_CLOCK || control->n_periods != 1 || control->byoyomi_periods > 0 ||
      (control->timing != CHESS_TIMING_FISCHER && control->timing != CHESS_TIMING_NONE))
    return CL_NO_CLOCK;
  if (number > 2)
    before = self->plies[number - 2].clock_ms;
  else
    before = chess_time_control_initial_ms (control);
  if (before == CL_NO_CLOCK)
    return CL_NO_CLOCK;
  used = before + control->periods[0].increment_ms - ply->clock_ms;
  return used >= 0 ? used : CL_NO_CLOCK;
}

static void
time_move (ClAnalysis *self, guint number, ClAnalysisSide *side)
{
  ClAnalysisPly *ply = &self->plies[number];

  if (ply->used_ms == CL_NO_CLOCK)
    ply->used_ms = subtract_clocks (self, number);
  if (ply->used_ms == CL_NO_CLOCK)
    return;
  side->n_timed++;
  side->used_ms += ply->used_ms;
  if (side->longest_ply == 0 || ply->used_ms > side->longest_ms)
    {
      side->longest_ms = ply->used_ms;
      side->longest_ply = number;
    }
}

static void
measure_sides (ClAnalysis *self)
{
  g_autofree ClValue *values = g_new (ClValue, self->n_plies + 1);
  ClSideQuality quality[2];
  ChessColor first = self->game->start.side;

  /* Where a correction of the board changed whose turn it was, the moves that do not alternate are left out. */
  for (guint i = 0; i <= self->n_plies; i++)
    values[i] = i > 0 && self->plies[i].mover != (first ^ ((i - 1) & 1)) ? CL_VALUE_NONE
                                                                         : self->plies[i].value;
  cl_game_quality (values, self->n_plies + 1, first, quality);
  for (guint side = 0; side < 2; side++)
    self->sides[side].quality = quality[side];
}

void
cl_analysis_judge (ClAnalysis *self)
{
  guint64 sums[2][CL_N_PHASES] = { { 0 } };

  for (guint i = 1; i <= self->n_plies; i++)
    {
      ClAnalysisPly *ply = &self->plies[i];
      ClAnalysisSide *side = &self->sides[ply->mover];

      judge_move (self, i);
      rank_move (self, i, side);
      time_move (self, i, side);
      if (ply->judgement == CL_JUDGEMENT_UNKNOWN)
        continue;
      side->phase_moves[self->plies[i - 1].phase]++;
      sums[ply->mover][self->plies[i - 1].phase] += ply->accuracy;
    }
  for (guint side = 0; side < 2; side++)
    for (guint phase = 0; phase < CL_N_PHASES; phase++)
      if (self->sides[side].phase_moves[phase] > 0)
        self->sides[side].phase_accuracy[phase] =
          (guint) (sums[side][phase] / self->sides[side].phase_moves[phase]);
  measure_sides (self);
}
