/* cl-analysis.c: puts a game and what is known about its positions together
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-analysis-private.h"
#include "cl-analysis-view.h"

#include <string.h>

#define OPENING_MAX_PLY   30
#define MIDDLEGAME_PIECES 10
#define ENDGAME_PIECES    6
#define BACK_RANK_MEN     4

/* --- What stands where --- */

/* A move of an evaluation as the rules have it; castling may be told either way. */
static ChessMove
find_move (const ChessPosition *position, guint16 packed)
{
  ChessSquare from = packed & 63, to = packed >> 6 & 63;
  guint promotion = packed >> 12 & 7;

  return chess_position_move_between (position,
                                      from,
                                      to,
                                      promotion > 0 && promotion <= 4
                                        ? (ChessKind) (CHESS_KNIGHT + promotion - 1)
                                        : CHESS_NO_KIND,
                                      NULL);
}

static gboolean
take_line (ClAnalysisLine *line, const ClStoredLine *stored, const ChessPosition *start)
{
  ChessPosition position = *start;
  gboolean black = start->side == CHESS_BLACK;

  line->value = black ? cl_value_negate (stored->value) : stored->value;
  for (guint i = 0; i < 3; i++)
    line->wdl[i] = stored->wdl[black ? 2 - i : i];
  line->moves = g_new (ChessMove, stored->n_moves);
  for (line->n_moves = 0; line->n_moves < stored->n_moves; line->n_moves++)
    {
      ChessMove move = find_move (&position, stored->moves[line->n_moves]);

      if (move == CHESS_MOVE_NULL)
        break;
      line->moves[line->n_moves] = move;
      chess_position_make (&position, move);
    }
  return line->n_moves > 0;
}

static void
clear_lines (ClAnalysisPly *ply)
{
  for (guint i = 0; i < ply->n_lines; i++)
    g_free (ply->lines[i].moves);
  g_clear_pointer (&ply->lines, g_free);
  ply->n_lines = 0;
}

static guint
count_legal (const ChessPosition *position)
{
  ChessMoveList list;

  chess_position_legal_moves (position, &list);
  return (guint) list.n;
}

/* FALSE if it speaks about another position than the one that stands there now. */
/* What does not fit the position was said of another: where a table was played on in two ledgers, two moves have one number. */
static gboolean
take_evaluation (ClAnalysisPly *ply,
                 const ClStoredEvaluation *stored,
                 const ChessPosition *position)
{
  ClAnalysisLine *lines = g_new0 (ClAnalysisLine, stored->n_lines);
  guint n = 0;

  while (n < stored->n_lines && take_line (&lines[n], &stored->lines[n], position))
    n++;
  if (n < stored->n_lines || (stored->legal != 0 && stored->legal != count_legal (position)))
    {
      for (guint i = 0; i < stored->n_lines; i++)
        g_free (lines[i].moves);
      g_free (lines);
      return FALSE;
    }
  clear_lines (ply);
  ply->lines = lines;
  ply->n_lines = n;
  ply->n_legal = count_legal (position);
  ply->value = lines[0].value;
  ply->source = CL_ANALYSIS_ENGINE;
  ply->engine = g_intern_string (stored->engine);
  ply->depth = stored->depth;
  ply->nodes = stored->nodes;
  ply->elo = stored->elo;
  return TRUE;
}

/* The move that an evaluation cites still stands, or it cites what is no move: a start, a correction of the board. */
static gboolean
is_standing (const ClGame *game, const ClStoredEvaluation *stored)
{
  const ClGameMove *move = cl_game_get_move (game, stored->ply);

  if (move != NULL && move->offset == stored->offset)
    return TRUE;
  for (guint i = 0; i < game->taken_back->len; i++)
    if (g_array_index (game->taken_back, ClTakenBack, i).offset == stored->offset)
      return FALSE;
  /* Told behind the move of that number, so not by an earlier try at it. */
  return move == NULL || stored->offset > move->offset;
}

typedef struct
{
  ClAnalysis *analysis;
  const char *prefix;
  const ChessPosition *positions;
} Taking;

static gboolean
take_value_cb (const char *key, const char *value, gpointer user_data)
{
  Taking *taking = user_data;
  ClAnalysis *self = taking->analysis;
  ClStoredEvaluation stored;

  if (!g_str_has_prefix (key, taking->prefix))
    return FALSE;
  /* Keys are in the order of offsets: behind a correction of the board the later one counts. */
  if (cl_stored_evaluation_parse (key, value, &stored) && stored.ply <= self->n_plies &&
      is_standing (self->game, &stored))
    take_evaluation (&self->plies[stored.ply], &stored, &taking->positions[stored.ply]);
  return TRUE;
}

static void
take_evaluations (ClAnalysis *self, const ChessPosition *positions, ClMap *evaluations)
{
  g_autofree char *prefix = cl_analysis_prefix (self->game->partition, self->game->game);
  Taking taking = { self, prefix, positions };

  cl_map_foreach (evaluations, prefix, take_value_cb, &taking);
}

/* What the comments of an imported move say. */
static ChessCommands
read_commands (const ClGameMove *move)
{
  ChessCommands commands = { 0 };

  for (guint i = 0; move->raw_comments != NULL && i < move->raw_comments->len; i++)
    {
      const char *text = move->raw_comments->pdata[i];

      chess_commands_parse ((ChessText){ text, strlen (text) }, &commands);
    }
  return commands;
}

static void
take_move (ClAnalysis *self, guint number, const ChessCommands *commands)
{
  const ClGameMove *move = cl_game_get_move (self->game, number);
  ClAnalysisPly *ply = &self->plies[number];

  cl_game_ply_number (self->game, number, &ply->mover);
  ply->offset = move->offset;
  ply->move = move->move;
  ply->clock_ms = move->clock_ms;
  ply->used_ms = move->used_ms;
  if (ply->used_ms == CL_NO_CLOCK && (commands->present & CHESS_COMMAND_EMT))
    ply->used_ms = commands->emt_ms;
  if (commands->present & CHESS_COMMAND_EVAL)
    {
      ply->value = cl_value_new (commands->eval_cp, commands->eval_mate);
      ply->source = CL_ANALYSIS_FILE;
      ply->depth = (guint) MAX (commands->eval_depth, 0);
    }
}

/* The Laws know it better than any engine. */
static void
take_end (ClAnalysis *self, const ChessPosition *position)
{
  ClAnalysisPly *ply = &self->plies[self->n_plies];

  switch (self->game->outcome.automatic)
    {
    case CHESS_ENDING_CHECKMATE:
      ply->value = position->side == CHESS_WHITE ? -CL_VALUE_MATE : CL_VALUE_MATE;
      break;
    case CHESS_ENDING_STALEMATE:
    case CHESS_ENDING_DEAD_POSITION:
    case CHESS_ENDING_FIVEFOLD:
    case CHESS_ENDING_75_MOVES:
      ply->value = 0;
      break;
    default:
      return;
    }
  ply->source = CL_ANALYSIS_BOARD;
}

static void
take_start (ClAnalysis *self)
{
  const ChessPosition standard = chess_position_start ();

  if (self->plies[0].source == CL_ANALYSIS_NOT_KNOWN && self->game->start.key == standard.key)
    {
      self->plies[0].value = CL_VALUE_START;
      self->plies[0].source = CL_ANALYSIS_ASSUMED;
    }
}

/* --- Phases and opening --- */

static guint
count_bits (guint64 bits)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    n++;
  return n;
}

static ClPhase
find_phase (const ChessPosition *position, guint ply)
{
  guint64 pieces = (position->colors[0] | position->colors[1]) & ~position->kinds[CHESS_PAWN] &
                   ~position->kinds[CHESS_KING];
  guint n = count_bits (pieces);

  if (n <= ENDGAME_PIECES)
    return CL_PHASE_ENDGAME;
  if (n <= MIDDLEGAME_PIECES || ply >= OPENING_MAX_PLY ||
      count_bits (position->colors[CHESS_WHITE] & 0xff) < BACK_RANK_MEN ||
      count_bits (position->colors[CHESS_BLACK] >> 56) < BACK_RANK_MEN)
    return CL_PHASE_MIDDLEGAME;
  return CL_PHASE_OPENING;
}

/* A phase once over does not come back. */
static void
take_phases (ClAnalysis *self, const ChessPosition *positions)
{
  ClPhase phase = CL_PHASE_OPENING;

  self->phase_ply[CL_PHASE_MIDDLEGAME] = self->phase_ply[CL_PHASE_ENDGAME] = G_MAXUINT;
  for (guint i = 0; i <= self->n_plies; i++)
    {
      ClPhase now = find_phase (&positions[i], i);

      if (now > phase)
        {
          phase = now;
          self->phase_ply[phase] = i;
        }
      self->plies[i].phase = phase;
    }
}

static void
take_opening (ClAnalysis *self, const ChessPosition *positions)
{
  for (guint i = 1; i <= MIN (self->n_plies, CHESS_OPENING_MAX_PLIES); i++)
    {
      const ChessOpening *opening = chess_opening_find (&positions[i]);

      if (opening != NULL)
        {
          self->opening = opening;
          self->opening_ply = i;
        }
    }
}

/* --- All together --- */

static void
take_positions (ClAnalysis *self, ClMap *evaluations)
{
  g_autofree ChessPosition *positions = g_new (ChessPosition, self->n_plies + 1);

  for (guint i = 0; i <= self->n_plies; i++)
    {
      self->plies[i].value = CL_VALUE_NONE;
      self->plies[i].clock_ms = self->plies[i].used_ms = CL_NO_CLOCK;
      cl_game_position_at (self->game, i, &positions[i]);
    }
  for (guint i = 1; i <= self->n_plies; i++)
    {
      ChessCommands commands = read_commands (cl_game_get_move (self->game, i));

      take_move (self, i, &commands);
    }
  if (evaluations != NULL)
    take_evaluations (self, positions, evaluations);
  take_end (self, &positions[self->n_plies]);
  take_phases (self, positions);
  take_opening (self, positions);
}

static void
count_known (ClAnalysis *self)
{
  for (guint i = 0; i <= self->n_plies; i++)
    {
      ClAnalysisPly *ply = &self->plies[i];

      self->n_known += ply->source >= CL_ANALYSIS_FILE;
      self->n_evaluated += ply->source == CL_ANALYSIS_ENGINE;
      ply->chance = cl_win_chance (ply->value);
    }
}

ClAnalysis *
cl_analysis_new (ClGame *game, ClMap *evaluations, guint64 known_at)
{
  ClAnalysis *self;

  g_return_val_if_fail (game != NULL, NULL);

  self = g_new0 (ClAnalysis, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->game = cl_game_ref (game);
  self->known_at = known_at;
  if (game->status != CL_GAME_EMPTY && game->status != CL_GAME_UNREADABLE)
    self->n_plies = cl_game_n_plies (game);
  self->plies = g_new0 (ClAnalysisPly, self->n_plies + 1);
  take_positions (self, evaluations);
  /* A game of which nothing is known has no value at its start either. */
  count_known (self);
  if (self->n_known > 0)
    take_start (self);
  self->plies[0].chance = cl_win_chance (self->plies[0].value);
  cl_analysis_judge (self);
  return self;
}

ClAnalysis *
cl_analysis_ref (ClAnalysis *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_analysis_unref (ClAnalysis *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i <= self->n_plies; i++)
    clear_lines (&self->plies[i]);
  g_free (self->plies);
  cl_game_unref (self->game);
  g_free (self);
}

ClValue
cl_analysis_value (const ClAnalysis *self, guint ply, ChessColor side)
{
  g_return_val_if_fail (ply <= self->n_plies, CL_VALUE_NONE);

  return side == CHESS_WHITE ? self->plies[ply].value : cl_value_negate (self->plies[ply].value);
}

ChessMove
cl_analysis_best (const ClAnalysis *self, guint ply, const ClAnalysisLine **line)
{
  const ClAnalysisPly *before;

  g_return_val_if_fail (ply > 0 && ply <= self->n_plies, CHESS_MOVE_NULL);

  before = &self->plies[ply - 1];
  if (line != NULL)
    *line = before->n_lines > 0 ? &before->lines[0] : NULL;
  return before->n_lines > 0 ? before->lines[0].moves[0] : CHESS_MOVE_NULL;
}

char *
cl_analysis_line_to_text (const ClAnalysis *self, guint ply, const ClAnalysisLine *line, guint max)
{
  GString *text = g_string_new (NULL);
  ChessPosition position;

  cl_game_position_at (self->game, ply, &position);
  for (guint i = 0; i < MIN (line->n_moves, max); i++)
    {
      char san[CHESS_SAN_SIZE];

      chess_san_write (&position, line->moves[i], san);
      if (i > 0)
        g_string_append_c (text, ' ');
      g_string_append (text, san);
      chess_position_make (&position, line->moves[i]);
    }
  return g_string_free (text, FALSE);
}

const char *
cl_analysis_source_word (ClAnalysisSource source)
{
  static const char *const words[] = { "not-known", "assumed", "file", "engine", "board" };

  return words[MIN (source, CL_ANALYSIS_BOARD)];
}

const char *
cl_phase_word (ClPhase phase)
{
  static const char *const words[] = { "opening", "middlegame", "endgame" };

  return words[MIN (phase, CL_PHASE_ENDGAME)];
}
