/* cl-coach.c: what is worth saying about a game
 *
 * Every mistake is given the one name that says most about it; then the few that matter are chosen. Where a file gives values
 * but no lines, only patterns that need no line are seen.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-coach.h"

#include "cl-coach-private.h"

#include <stdlib.h>

/* Hundredths of a point of Win%. */
#define MISTAKE   1000
#define ONLY_MOVE 2000
#define HOLDS     3500
#define WON       8000
#define NOT_WON   6500
#define LOST      2000

#define MATE_MOVES      5
#define WINS_POINTS     2
#define OPENING_PLY     24
#define FAST_MS         5000
#define UNHURRIED_MS    60000
#define TROUBLE_MS      30000
#define TROUBLE_SHARE   10 /* of the time at the start: a tenth */
#define TROUBLE_MOVES   4
#define TROUBLE_PERCENT 30

#define DEFENCE_MOVES    8
#define DEFENCE_ACCURACY 9200 /* hundredths of a per cent */

static const ClAnalysisLine *
best_line (const ClAnalysis *self, guint ply)
{
  return self->plies[ply].n_lines > 0 ? &self->plies[ply].lines[0] : NULL;
}

static ClRemark
make_remark (const ClAnalysis *self, ClRemarkKind kind, guint ply)
{
  const ClAnalysisPly *move = &self->plies[ply];

  return (ClRemark){ .kind = kind,
                     .side = move->mover,
                     .ply = ply,
                     .offset = move->offset,
                     .instead = cl_analysis_best (self, ply, NULL),
                     .piece = CHESS_NO_KIND,
                     .square = CHESS_NO_SQUARE,
                     .loss = move->loss };
}

/* --- Patterns: each names the move if it fits --- */

static gboolean
is_missed_mate (const ClAnalysis *self, ClRemark *remark)
{
  ClValue before = cl_analysis_value (self, remark->ply - 1, remark->side);
  ClValue after = cl_analysis_value (self, remark->ply, remark->side);
  gint mate = cl_value_get_mate (before);

  if (mate <= 0 || mate > MATE_MOVES || (cl_value_is_mate (after) && after > 0))
    return FALSE;
  remark->kind = CL_REMARK_MISSED_MATE;
  remark->amount = mate;
  return TRUE;
}

static gboolean
is_allowed_mate (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisLine *line = best_line (self, remark->ply);
  ClValue before = cl_analysis_value (self, remark->ply - 1, remark->side);
  gint mate = -cl_value_get_mate (cl_analysis_value (self, remark->ply, remark->side));

  if (mate <= 0 || mate > MATE_MOVES || (cl_value_is_mate (before) && before < 0))
    return FALSE;
  remark->kind = CL_REMARK_ALLOWED_MATE;
  remark->amount = mate;
  remark->reply = line != NULL ? line->moves[0] : CHESS_MOVE_NULL;
  return TRUE;
}

static gint
taken_by_move (const ClAnalysis *self, guint ply)
{
  const ClGameMove *move = cl_game_get_move (self->game, ply);

  return cl_coach_points ((ChessKind) move->captured);
}

/* The reply takes a man for nothing, or for less; what the move itself took is counted against it. */
static gboolean
is_hung (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisLine *line = best_line (self, remark->ply);
  ChessPosition position;
  ChessPiece taken;

  if (line == NULL)
    return FALSE;
  cl_game_position_at (self->game, remark->ply, &position);
  if (cl_coach_gain (&position, line->moves, line->n_moves) - taken_by_move (self, remark->ply) <
      WINS_POINTS)
    return FALSE;
  taken = chess_position_captured (&position, line->moves[0]);
  remark->kind = CL_REMARK_HUNG;
  remark->reply = line->moves[0];
  remark->piece = chess_piece_kind (taken);
  remark->square = chess_move_to (line->moves[0]);
  return TRUE;
}

static gboolean
is_missed_win (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisLine *line = best_line (self, remark->ply - 1);
  ChessPosition position;

  if (line == NULL || line->moves[0] == self->plies[remark->ply].move)
    return FALSE;
  cl_game_position_at (self->game, remark->ply - 1, &position);
  if (cl_coach_gain (&position, line->moves, line->n_moves) < WINS_POINTS)
    return FALSE;
  remark->kind = CL_REMARK_MISSED_WIN;
  remark->piece = chess_piece_kind (chess_position_captured (&position, line->moves[0]));
  remark->square = chess_move_to (line->moves[0]);
  return TRUE;
}

static gboolean
is_allowed_fork (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisLine *line = best_line (self, remark->ply);
  ChessPosition position;

  if (line == NULL)
    return FALSE;
  cl_game_position_at (self->game, remark->ply, &position);
  if (!cl_coach_is_fork (&position, line->moves[0]))
    return FALSE;
  remark->kind = CL_REMARK_ALLOWED_FORK;
  remark->reply = line->moves[0];
  return TRUE;
}

static gboolean
is_missed_fork (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisLine *line = best_line (self, remark->ply - 1);
  ChessPosition position;

  if (line == NULL || line->moves[0] == self->plies[remark->ply].move)
    return FALSE;
  cl_game_position_at (self->game, remark->ply - 1, &position);
  if (!cl_coach_is_fork (&position, line->moves[0]))
    return FALSE;
  remark->kind = CL_REMARK_MISSED_FORK;
  return TRUE;
}

static gboolean
is_unpunished (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisPly *before = &self->plies[remark->ply - 1];

  if (remark->ply < 2 || before->judgement == CL_JUDGEMENT_UNKNOWN || before->loss < MISTAKE ||
      2 * remark->loss < before->loss)
    return FALSE;
  remark->kind = CL_REMARK_UNPUNISHED;
  return TRUE;
}

static gboolean
is_opening (const ClAnalysis *self, ClRemark *remark)
{
  if (self->opening == NULL || remark->ply > OPENING_PLY || remark->ply <= self->opening_ply ||
      remark->ply > self->opening_ply + 2)
    return FALSE;
  remark->kind = CL_REMARK_OPENING;
  return TRUE;
}

static gboolean
is_too_fast (const ClAnalysis *self, ClRemark *remark)
{
  const ClAnalysisPly *ply = &self->plies[remark->ply];

  if (ply->used_ms == CL_NO_CLOCK || ply->used_ms >= FAST_MS || ply->clock_ms == CL_NO_CLOCK ||
      ply->clock_ms < UNHURRIED_MS || ply->phase == CL_PHASE_OPENING)
    return FALSE;
  remark->kind = CL_REMARK_TOO_FAST;
  remark->amount = (gint) ply->used_ms;
  return TRUE;
}

static gboolean
is_endgame (const ClAnalysis *self, ClRemark *remark)
{
  if (self->plies[remark->ply - 1].phase != CL_PHASE_ENDGAME)
    return FALSE;
  remark->kind = CL_REMARK_ENDGAME;
  return TRUE;
}

ClRemark
cl_coach_name (const ClAnalysis *analysis, guint ply)
{
  /* What says most comes first. */
  static gboolean (*const patterns[]) (const ClAnalysis *, ClRemark *) = {
    is_missed_mate, is_allowed_mate, is_hung,     is_missed_win, is_allowed_fork,
    is_missed_fork, is_unpunished,   is_too_fast, is_opening,    is_endgame,
  };
  ClRemark remark;

  g_return_val_if_fail (ply > 0 && ply <= analysis->n_plies, (ClRemark){ .kind = CL_REMARK_NONE });

  remark = make_remark (analysis, CL_REMARK_NONE, ply);
  if (analysis->plies[ply].judgement < CL_JUDGEMENT_MISTAKE)
    return remark;
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (patterns[i](analysis, &remark))
      return remark;
  remark.kind = CL_REMARK_MISTAKE;
  return remark;
}

gboolean
cl_coach_is_card (const ClAnalysis *analysis, guint ply)
{
  const ClAnalysisPly *before;
  ClValue best, second;

  g_return_val_if_fail (ply > 0 && ply <= analysis->n_plies, FALSE);

  before = &analysis->plies[ply - 1];
  if (analysis->plies[ply].judgement < CL_JUDGEMENT_MISTAKE || before->n_lines < 2 ||
      before->lines[0].moves[0] == analysis->plies[ply].move)
    return FALSE;
  best = before->lines[0].value;
  second = before->lines[1].value;
  if (analysis->plies[ply].mover == CHESS_BLACK)
    {
      best = cl_value_negate (best);
      second = cl_value_negate (second);
    }
  return cl_win_loss (best, second) >= MISTAKE;
}

/* --- Of the whole game --- */

static gboolean
is_only_move (const ClAnalysis *self, guint ply)
{
  const ClAnalysisPly *before = &self->plies[ply - 1], *move = &self->plies[ply];
  const ClGameMove *last = cl_game_get_move (self->game, ply - 1);
  ClValue best, second;

  /* To give mate at once needs no finding. */
  if (before->n_lines < 2 || before->n_legal < 3 || move->rank != 1 ||
      move->value == CL_VALUE_MATE || move->value == -CL_VALUE_MATE)
    return FALSE;
  /* Taking back is no discovery. */
  if (last != NULL && last->captured != CHESS_NO_KIND && last->move != CHESS_MOVE_NULL &&
      chess_move_to (last->move) == chess_move_to (move->move))
    return FALSE;
  best = before->lines[0].value;
  second = before->lines[1].value;
  if (move->mover == CHESS_BLACK)
    {
      best = cl_value_negate (best);
      second = cl_value_negate (second);
    }
  return cl_win_chance (best) >= HOLDS && cl_win_loss (best, second) >= ONLY_MOVE;
}

static gboolean
lost (const ClAnalysis *self, ChessColor side)
{
  return self->game->result == (side == CHESS_WHITE ? CHESS_RESULT_BLACK : CHESS_RESULT_WHITE);
}

static gboolean
won (const ClAnalysis *self, ChessColor side)
{
  return self->game->result == (side == CHESS_WHITE ? CHESS_RESULT_WHITE : CHESS_RESULT_BLACK);
}

static guint
chance_of (const ClAnalysis *self, guint ply, ChessColor side)
{
  return cl_win_chance (cl_analysis_value (self, ply, side));
}

/* That the opponent erred is no praise: what @side played from there on must have been good by itself. */
static gboolean
is_defended_well (const ClAnalysis *self, ChessColor side, guint from)
{
  guint n = 0, sum = 0;

  for (guint i = from + 1; i <= self->n_plies; i++)
    if (self->plies[i].mover == side && self->plies[i].judgement != CL_JUDGEMENT_UNKNOWN)
      {
        n++;
        sum += self->plies[i].accuracy;
      }
  return n >= DEFENCE_MOVES && sum / n >= DEFENCE_ACCURACY;
}

/* The lost position from which @side did not lose: the own move after which it was worst. */
static gboolean
find_defence (const ClAnalysis *self, ChessColor side, ClRemark *remark)
{
  guint worst = LOST, at = 0;

  if (lost (self, side) || self->game->result == CHESS_RESULT_NONE)
    return FALSE;
  for (guint i = 1; i <= self->n_plies; i++)
    if (self->plies[i].mover == side && self->plies[i].value != CL_VALUE_NONE &&
        chance_of (self, i, side) <= worst)
      {
        worst = chance_of (self, i, side);
        at = i;
      }
  if (at == 0 || !is_defended_well (self, side, at))
    return FALSE;
  *remark = make_remark (self, CL_REMARK_GOOD_DEFENCE, at);
  remark->amount = (gint) worst;
  remark->loss = 0;
  remark->instead = CHESS_MOVE_NULL;
  return TRUE;
}

/* The move with which a won position stopped being one, in a game that was not won. */
static gboolean
find_conversion (const ClAnalysis *self, ChessColor side, ClRemark *remark)
{
  if (won (self, side) || self->game->result == CHESS_RESULT_NONE)
    return FALSE;
  for (guint i = self->n_plies; i >= 1; i--)
    {
      guint before = chance_of (self, i - 1, side);

      if (self->plies[i].mover != side || self->plies[i].judgement < CL_JUDGEMENT_MISTAKE ||
          before < WON || chance_of (self, i, side) > NOT_WON)
        continue;
      *remark = make_remark (self, CL_REMARK_CONVERSION, i);
      remark->amount = (gint) before;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_in_trouble (const ClAnalysis *self, guint ply)
{
  const ClAnalysisPly *move = &self->plies[ply];
  gint64 initial = chess_time_control_initial_ms (&self->game->clock.control[move->mover]);

  if (move->clock_ms == CL_NO_CLOCK || initial <= 2 * TROUBLE_MS)
    return FALSE;
  return move->clock_ms < MAX (TROUBLE_MS, initial / TROUBLE_SHARE);
}

/* Several mistakes after the time ran short, and relatively more than before. */
static gboolean
find_trouble (const ClAnalysis *self, ChessColor side, ClRemark *remark)
{
  guint first = 0, n[2] = { 0 }, mistakes[2] = { 0 };

  for (guint i = 1; i <= self->n_plies; i++)
    {
      const ClAnalysisPly *move = &self->plies[i];

      if (move->mover != side || move->judgement == CL_JUDGEMENT_UNKNOWN)
        continue;
      if (first == 0 && is_in_trouble (self, i))
        first = i;
      n[first != 0]++;
      mistakes[first != 0] += move->judgement >= CL_JUDGEMENT_MISTAKE;
    }
  if (first == 0 || n[1] < TROUBLE_MOVES || mistakes[1] < 2 ||
      100 * mistakes[1] < TROUBLE_PERCENT * n[1] || mistakes[1] * n[0] <= 2 * mistakes[0] * n[1])
    return FALSE;
  *remark = make_remark (self, CL_REMARK_TIME_TROUBLE, first);
  remark->amount = (gint) mistakes[1];
  remark->n_after = n[1];
  remark->instead = CHESS_MOVE_NULL;
  remark->loss = 2 * MISTAKE;
  return TRUE;
}

/* --- The choice --- */

static gint
compare_remarks (gconstpointer a, gconstpointer b)
{
  const ClRemark *x = a, *y = b;

  if (x->loss != y->loss)
    return x->loss > y->loss ? -1 : 1;
  return (x->ply > y->ply) - (x->ply < y->ply);
}

static void
add_whole (const ClAnalysis *self, ChessColor side, GArray *found)
{
  ClRemark remark;

  if (find_conversion (self, side, &remark))
    {
      /* Before the name that its move has by itself. */
      remark.loss += MISTAKE;
      g_array_append_val (found, remark);
    }
  if (find_trouble (self, side, &remark))
    g_array_append_val (found, remark);
}

static gboolean
find_praise (const ClAnalysis *self, gint side, ClRemark *remark)
{
  for (guint i = self->n_plies; i >= 1; i--)
    if ((side < 0 || self->plies[i].mover == (ChessColor) side) && is_only_move (self, i))
      {
        *remark = make_remark (self, CL_REMARK_ONLY_MOVE, i);
        remark->instead = CHESS_MOVE_NULL;
        remark->loss = 0;
        return TRUE;
      }
  for (guint color = 0; color < 2; color++)
    if ((side < 0 || (gint) color == side) && find_defence (self, (ChessColor) color, remark))
      return TRUE;
  return FALSE;
}

static gboolean
is_spoken_about (const ClRemark *remarks, guint n, guint ply)
{
  for (guint i = 0; i < n; i++)
    if (remarks[i].ply == ply)
      return TRUE;
  return FALSE;
}

guint
cl_coach_remarks (const ClAnalysis *analysis, gint side, ClRemark remarks[CL_MAX_REMARKS])
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (ClRemark));
  guint n = 0;

  if (find_praise (analysis, side, &remarks[0]))
    n++;
  for (guint color = 0; color < 2; color++)
    if (side < 0 || (gint) color == side)
      add_whole (analysis, (ChessColor) color, found);
  for (guint i = 1; i <= analysis->n_plies; i++)
    {
      ClRemark remark = cl_coach_name (analysis, i);

      if (remark.kind != CL_REMARK_NONE && (side < 0 || remark.side == (ChessColor) side))
        g_array_append_val (found, remark);
    }
  g_array_sort (found, compare_remarks);
  for (guint i = 0; i < found->len && n < CL_MAX_REMARKS; i++)
    {
      ClRemark remark = g_array_index (found, ClRemark, i);

      if (is_spoken_about (remarks, n, remark.ply))
        continue;
      remark.loss = analysis->plies[remark.ply].loss;
      remarks[n++] = remark;
    }
  return n;
}

const char *
cl_remark_word (ClRemarkKind kind)
{
  static const char *const words[] = {
    "none",       "only-move",    "good-defence", "missed-mate", "allowed-mate", "hung",
    "missed-win", "allowed-fork", "missed-fork",  "unpunished",  "opening",      "endgame",
    "too-fast",   "time-trouble", "conversion",   "mistake",
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (words) == CL_N_REMARKS);
  return words[MIN (kind, CL_REMARK_MISTAKE)];
}
