/* cl-shown-lines.c: one answer for all who show lines: the card, the arrows, the bar and the keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-shown-lines.h"

#include "cl-game-analysis.h"
#include "cl-session-engines.h"

/* The live engine's answer, if it is about the board that is shown; NULL: none. */
static const ClEngineAnswer *
find_answer (ClSession *session)
{
  ClLiveEvaluation *live = cl_session_get_live_evaluation (session);
  const ClEngineAnswer *answer = cl_live_evaluation_get_answer (live);
  ChessPosition board;

  if (answer == NULL || answer->n_lines == 0 || !cl_live_evaluation_get_running (live) ||
      cl_session_get_game (session) == NULL ||
      !cl_session_may_evaluate (cl_session_get_game (session)))
    return NULL;
  cl_session_get_board (session, &board, NULL, NULL);
  return board.key == answer->position.key ? answer : NULL;
}

static ClValue
read_value (const ClEngineAnswer *answer, guint line)
{
  ClValue value = cl_value_new (answer->lines[line].cp, answer->lines[line].mate);

  return answer->position.side == CHESS_WHITE ? value : cl_value_negate (value);
}

static void
take_live (ClSession *session, const ClEngineAnswer *answer, ClShownLines *lines)
{
  lines->live = TRUE;
  lines->position = answer->position;
  lines->n_trial = cl_session_get_trial_length (session);
  lines->n_lines = answer->n_lines;
  for (guint i = 0; i < answer->n_lines; i++)
    lines->lines[i] =
      (ClShownLine){ read_value (answer, i), answer->lines[i].n_moves, answer->lines[i].moves };
}

static void
take_recorded (const ClAnalysis *analysis, ClShownLines *lines)
{
  const ClAnalysisPly *at = &analysis->plies[lines->ply];

  cl_game_position_at (analysis->game, lines->ply, &lines->position);
  lines->n_lines = MIN (at->n_lines, CL_ENGINE_MAX_LINES);
  for (guint i = 0; i < lines->n_lines; i++)
    lines->lines[i] = (ClShownLine){ at->lines[i].value, at->lines[i].n_moves, at->lines[i].moves };
}

gboolean
cl_shown_lines_read (ClSession *session, ClShownLines *lines)
{
  const ClEngineAnswer *answer = find_answer (session);
  ClAnalysis *analysis = cl_game_analysis_get (cl_session_get_analysis (session));

  *lines = (ClShownLines){ .ply = cl_session_get_ply (session) };
  if (answer != NULL)
    take_live (session, answer, lines);
  else if (analysis != NULL && lines->ply <= analysis->n_plies)
    take_recorded (analysis, lines);
  return lines->n_lines > 0;
}

ClValue
cl_shown_lines_live_value (ClSession *session)
{
  const ClEngineAnswer *answer = find_answer (session);

  return answer != NULL ? read_value (answer, 0) : CL_VALUE_NONE;
}

/* @prefix moves of the trial line stay, @moves come behind them. */
static void
show_line (ClSession *session, guint prefix, const ChessMove *moves, guint n_moves)
{
  guint n_line;
  g_autofree ChessMove *line = cl_session_dup_line (session, &n_line);
  guint trial = MIN (cl_session_get_trial_length (session), n_line);
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (ChessMove));

  g_array_append_vals (wanted, line + n_line - trial, MIN (prefix, trial));
  if (n_moves > 0)
    g_array_append_vals (wanted, moves, n_moves);
  cl_session_try_line (session, (const ChessMove *) wanted->data, wanted->len);
}

void
cl_shown_lines_try (ClSession *session, guint index, guint n_moves)
{
  ClShownLines lines;

  if (!cl_shown_lines_read (session, &lines) || index >= lines.n_lines)
    return;
  show_line (session,
             lines.n_trial,
             lines.lines[index].moves,
             MIN (n_moves, lines.lines[index].n_moves));
}

/* How many moves of @line the trial line has played; G_MAXUINT if it has left it. */
static guint
count_played (ClSession *session, const ClShownLine *line)
{
  guint n_line;
  g_autofree ChessMove *all = cl_session_dup_line (session, &n_line);
  guint trial = MIN (cl_session_get_trial_length (session), n_line);

  if (trial > line->n_moves ||
      (trial > 0 && memcmp (all + n_line - trial, line->moves, trial * sizeof (ChessMove)) != 0))
    return G_MAXUINT;
  return trial;
}

gboolean
cl_shown_lines_step (ClSession *session)
{
  ClShownLines lines;

  if (!cl_shown_lines_read (session, &lines))
    return FALSE;
  if (lines.live)
    {
      show_line (session, lines.n_trial, lines.lines[0].moves, 1);
      return TRUE;
    }
  for (guint i = 0; i < lines.n_lines; i++)
    {
      guint played = count_played (session, &lines.lines[i]);

      if (played < lines.lines[i].n_moves)
        {
          show_line (session, 0, lines.lines[i].moves, played + 1);
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
cl_shown_lines_step_back (ClSession *session)
{
  guint trial = cl_session_get_trial_length (session);

  if (trial == 0)
    return FALSE;
  show_line (session, trial - 1, NULL, 0);
  return TRUE;
}
