/* cl-engine-answer.c: from the lines of a search to what is shown and recorded of it
 *
 * An engine sends its lines one by one, may change its mind between two of them, and claims what it likes. So each move is
 * checked, bounds are left out, and a set of several lines counts as known only when all of them are of one depth.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-collector-private.h"

#include "chess-notation.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (ClEngineAnswer, cl_engine_answer, cl_engine_answer_ref, cl_engine_answer_unref)

ClEngineAnswer *
cl_engine_answer_ref (ClEngineAnswer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_engine_answer_unref (ClEngineAnswer *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

void
cl_engine_collector_init (ClEngineCollector *self, const ChessPosition *position, guint n_lines)
{
  ChessMoveList legal;

  memset (self, 0, sizeof *self);
  self->position = *position;
  chess_position_legal_moves (position, &legal);
  self->n_legal = (guint) legal.n;
  self->n_expected = MIN (CLAMP (n_lines, 1, CL_ENGINE_MAX_LINES), self->n_legal);
}

/* As far as they are legal. */
static guint8
read_moves (const ChessPosition *start, ChessText text, ChessMove *moves)
{
  ChessPosition position = *start;
  ChessText word;
  guint8 n = 0;

  while (n < CL_ENGINE_MAX_MOVES && cl_uci_next_word (&text, &word))
    {
      if (chess_uci_parse (&position, word.text, (ptrdiff_t) word.length, &moves[n]) !=
            CHESS_NOTATION_OK ||
          moves[n] == CHESS_MOVE_NULL)
        break;
      chess_position_make (&position, moves[n++]);
    }
  return n;
}

static void
add_depth (ClEngineCollector *self, const ClEngineLine *line)
{
  ClEngineDepth *last = self->n_depths > 0 ? &self->by_depth[self->n_depths - 1] : NULL;

  if (line->depth == 0 || (last != NULL && last->depth > line->depth))
    return;
  if (last == NULL || last->depth < line->depth)
    {
      if (self->n_depths == CL_ENGINE_MAX_DEPTHS)
        return;
      last = &self->by_depth[self->n_depths++];
    }
  *last = (ClEngineDepth){ line->depth, line->moves[0], line->cp, line->mate };
}

static void
keep_if_whole (ClEngineCollector *self)
{
  for (guint i = 0; i < self->n_expected; i++)
    {
      if (self->latest[i].n_moves == 0 || self->latest[i].depth != self->latest[0].depth)
        return;
      for (guint j = 0; j < i; j++)
        if (self->latest[j].moves[0] == self->latest[i].moves[0])
          return;
    }
  memcpy (self->whole, self->latest, sizeof self->whole);
  self->has_whole = self->n_expected > 0;
}

gboolean
cl_engine_collector_add (ClEngineCollector *self, const ClUciLine *line)
{
  guint index = line->multipv > 0 ? line->multipv - 1 : 0;
  ClEngineLine found = { .cp = line->cp, .mate = line->mate };

  self->nodes = MAX (self->nodes, line->nodes);
  self->time_ms = MAX (self->time_ms, line->time_ms);
  if (!line->has_score || line->bound != CL_UCI_EXACT || line->text.length == 0 ||
      index >= self->n_expected)
    return FALSE;
  found.depth = (guint8) line->depth;
  memcpy (found.wdl, line->wdl, sizeof found.wdl);
  found.n_moves = read_moves (&self->position, line->text, found.moves);
  if (found.n_moves == 0)
    {
      self->n_illegal++;
      return FALSE;
    }
  self->latest[index] = found;
  self->seldepth = MAX (self->seldepth, line->seldepth);
  if (index == 0)
    add_depth (self, &found);
  keep_if_whole (self);
  return TRUE;
}

gboolean
cl_engine_collector_read_best (const ClEngineCollector *self, ChessText move, ChessMove *best)
{
  return move.length > 0 &&
         chess_uci_parse (&self->position, move.text, (ptrdiff_t) move.length, best) ==
           CHESS_NOTATION_OK &&
         *best != CHESS_MOVE_NULL;
}

ClEngineAnswer *
cl_engine_collector_answer (const ClEngineCollector *self, ChessMove best)
{
  ClEngineAnswer *answer = g_new0 (ClEngineAnswer, 1);
  gboolean whole = self->has_whole && (best != CHESS_MOVE_NULL || self->n_expected == 1);
  const ClEngineLine *lines = whole ? self->whole : self->latest;

  g_atomic_ref_count_init (&answer->ref_count);
  answer->position = self->position;
  answer->n_legal = self->n_legal;
  answer->is_final = best != CHESS_MOVE_NULL;
  answer->best = best;
  answer->is_whole = whole;
  while (answer->n_lines < self->n_expected && lines[answer->n_lines].n_moves > 0)
    {
      answer->lines[answer->n_lines] = lines[answer->n_lines];
      answer->n_lines++;
    }
  answer->depth = answer->n_lines > 0 ? answer->lines[0].depth : 0;
  answer->seldepth = self->seldepth;
  answer->nodes = self->nodes;
  answer->time_ms = self->time_ms;
  answer->n_depths = self->n_depths;
  memcpy (answer->by_depth, self->by_depth, sizeof answer->by_depth);
  return answer;
}
