/* verdicts.c: what an engine might have said about a told game
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "verdicts.h"

#include "cl-fold.h"
#include "cl-views.h"

#include <stdlib.h>
#include <string.h>

static ClScore
parse_score (const char *text)
{
  ClScore score = { 0 };

  if (text[0] == '#')
    score.mate = atoi (text + 1);
  else
    score.cp = atoi (text);
  return score;
}

static void
parse_line (const ChessPosition *start, const char *text, ClEvaluationLine *line)
{
  g_auto (GStrv) halves = g_strsplit (text, "=", 2);
  g_auto (GStrv) moves = g_strsplit (halves[0], " ", -1);
  ChessPosition position = *start;

  *line = (ClEvaluationLine){ .score = parse_score (halves[1]) };
  for (guint i = 0; moves[i] != NULL; i++)
    {
      ChessMove move;

      if (chess_san_parse (&position, moves[i], -1, &move) != CHESS_NOTATION_OK)
        g_error ("%s is no move", moves[i]);
      line->moves[line->n_moves++] = cl_move_from_chess (&position, move).move;
      chess_position_make (&position, move);
    }
}

static void
say (ClDraft *draft, const Story *story, guint ply, ClEvaluation *evaluation)
{
  g_auto (ClFact) fact = { 0 };

  g_strlcpy (evaluation->partition, story->game->partition, sizeof evaluation->partition);
  evaluation->cites = ply > 0 ? story_offset (story, ply) : 1;
  g_strlcpy (evaluation->engine, "Testfish 1", sizeof evaluation->engine);
  cl_fact_init (&fact, CL_FACT_POSITION_EVALUATED);
  fact.game = story->game->game;
  fact.ply = ply;
  fact.evaluation = g_memdup2 (evaluation, sizeof *evaluation);
  cl_fact_to_draft (&fact, draft);
}

void
verdicts_say (ClDraft *draft, const Story *story, guint ply, guint depth, const char *lines)
{
  g_auto (GStrv) texts = g_strsplit (lines, "|", -1);
  ClEvaluation evaluation;
  ChessPosition position;

  cl_game_position_at (story->game, ply, &position);
  cl_evaluation_init (&evaluation);
  evaluation.depth = depth;
  evaluation.n_lines = g_strv_length (texts);
  evaluation.multipv = evaluation.n_lines;
  for (guint i = 0; i < evaluation.n_lines; i++)
    parse_line (&position, texts[i], &evaluation.lines[i]);
  say (draft, story, ply, &evaluation);
}

void
verdicts_values (ClDraft *draft, const Story *story, guint from, const char *values)
{
  g_auto (GStrv) texts = g_strsplit (values, " ", -1);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      const ClGameMove *next = cl_game_get_move (story->game, from + i + 1);
      ClEvaluation evaluation;
      ChessPosition position;
      ClScore score = parse_score (texts[i]);

      if (next == NULL)
        return;
      cl_game_position_at (story->game, from + i, &position);
      cl_evaluation_init (&evaluation);
      evaluation.depth = 10;
      evaluation.n_lines = 1;
      evaluation.lines[0] =
        (ClEvaluationLine){ .score = position.side == CHESS_BLACK ? cl_score_negate (score) : score,
                            .n_moves = 1 };
      evaluation.lines[0].moves[0] = cl_move_from_chess (&position, next->move).move;
      say (draft, story, from + i, &evaluation);
    }
}

ClEvent
verdicts_event (ClDraft *draft, gsize index)
{
  ClEvent event = *cl_draft_get (draft, index);

  event.partition = cl_draft_get_partition (draft);
  event.partition_id = 1000;
  event.producer = "test";
  event.offset = index + 1;
  event.kind = (guint16) cl_fact_type_from_name (event.type);
  return event;
}

ClMap *
verdicts_fold (ClDraft *draft)
{
  g_autoptr (ClFold) fold = cl_fold_new (&cl_analysis_view, NULL, 0);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      ClEvent event = verdicts_event (draft, i);

      cl_fold_apply (fold, &event, &error);
      g_assert_no_error (error);
    }
  return cl_fold_get_map (fold);
}
