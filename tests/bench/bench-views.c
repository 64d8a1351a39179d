/* bench-views.c: how fast each view over everything folds alone in memory: games, some of them evaluated, all of them
 *
 * Processor time of the one thread, since the machine may be busy. The reference run copies each event, which no fold can do
 * without. A million a second is asked for.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cl-fact.h"
#include "cl-fold.h"
#include "cl-views.h"

#include <string.h>
#include <time.h>

#define GAMES 2000
#define PLIES 80

static const char partition[] = "archive/bench.pgn", engine[] = "engine/testfish-1";

static void
add_game (ClDraft *draft, guint32 number, GRand *rand)
{
  ChessPosition position = chess_position_start ();
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = number;
  cl_fact_add_tag (&fact, "White", "Ada");
  cl_fact_add_tag (&fact, "WhiteElo", "1900");
  cl_fact_to_draft (&fact, draft);
  cl_fact_clear (&fact);
  for (guint32 ply = 1; ply <= PLIES; ply++)
    {
      ChessMoveList list;
      ChessMove move;

      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        break;
      move = list.moves[g_rand_int_range (rand, 0, (gint32) list.n)];
      cl_fact_init (&fact, CL_FACT_MOVE_PLAYED);
      fact.game = number;
      fact.ply = ply;
      fact.has_move = TRUE;
      fact.move = cl_move_from_chess (&position, move);
      cl_fact_to_draft (&fact, draft);
      chess_position_make (&position, move);
    }
  cl_fact_init (&fact, CL_FACT_GAME_ENDED);
  fact.game = number;
  fact.result = CHESS_RESULT_WHITE;
  fact.ending = CHESS_ENDING_RESIGNATION;
  cl_fact_to_draft (&fact, draft);
}

static void
add_evaluation (ClDraft *draft, const ClEvent *event, guint64 offset)
{
  g_auto (ClFact) fact = { 0 };
  ClEvaluation evaluation;

  cl_evaluation_init (&evaluation);
  g_strlcpy (evaluation.partition, partition, sizeof evaluation.partition);
  g_strlcpy (evaluation.engine, "Testfish 1", sizeof evaluation.engine);
  evaluation.cites = offset;
  evaluation.depth = 18;
  evaluation.n_lines = evaluation.multipv = 3;
  for (guint i = 0; i < evaluation.n_lines; i++)
    {
      evaluation.lines[i] =
        (ClEvaluationLine){ .score = { 20 - (gint32) i * 30, 0 }, .n_moves = 8 };
      for (guint k = 0; k < 8; k++)
        evaluation.lines[i].moves[k] = 12 | 28 << 6;
    }
  cl_fact_init (&fact, CL_FACT_POSITION_EVALUATED);
  fact.game = event->game;
  fact.ply = event->ply;
  fact.evaluation = g_memdup2 (&evaluation, sizeof evaluation);
  cl_fact_to_draft (&fact, draft);
}

static void
number_event (ClDraft *draft, gsize i, ClEvent *event)
{
  *event = *cl_draft_get (draft, i);
  event->partition = cl_draft_get_partition (draft);
  event->partition_id = 1;
  event->producer = "bench";
  event->offset = i + 1;
  event->kind = (guint16) cl_fact_type_from_name (event->type);
}

static gint64
processor_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* Millions of events a second. @view NULL: the reference. */
static double
fold (const ClViewClass *view, GArray *events)
{
  g_autoptr (ClFold) self = view != NULL ? cl_fold_new (view, NULL, 0) : NULL;
  g_autoptr (ClMap) map = NULL;
  gint64 begin = processor_us ();
  guint64 sum = 0;

  for (guint i = 0; i < events->len; i++)
    {
      ClEvent event = g_array_index (events, ClEvent, i);

      sum += event.offset;
      if (self != NULL && !cl_fold_apply (self, &event, NULL))
        g_error ("Event %u does not fold", i);
    }
  if (self != NULL)
    map = cl_fold_get_map (self);
  return (double) events->len / (double) MAX (processor_us () - begin, 1) + (sum == 0 ? 1 : 0);
}

static void
measure (const char *what, GArray *events)
{
  const ClViewClass *const *views = cl_views_of_ledger ();
  double reference = 0;

  for (guint k = 0; k < 3; k++)
    reference = MAX (reference, fold (NULL, events));
  for (guint i = 0; views[i] != NULL; i++)
    {
      double best = 0;

      for (guint k = 0; k < 3; k++)
        best = MAX (best, fold (views[i], events));
      g_print ("%s, %s: %.2f million events/s, ratio to copying them %.3f\n",
               what,
               views[i]->name,
               best,
               best / reference);
    }
}

/* The events of @games, and after them evaluations of every @step-th game's moves. (element-type ClEvent) */
static GArray *
list_events (ClDraft *games, ClDraft *verdicts, guint32 step)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (ClEvent));
  ClEvent event;

  for (gsize i = 0; i < cl_draft_get_length (games); i++)
    {
      number_event (games, i, &event);
      g_array_append_val (list, event);
      if (step > 0 && event.has_move && event.game % step == 0)
        add_evaluation (verdicts, &event, event.offset);
    }
  for (gsize i = 0; i < cl_draft_get_length (verdicts); i++)
    {
      number_event (verdicts, i, &event);
      event.partition_id = 2;
      g_array_append_val (list, event);
    }
  return list;
}

int
main (void)
{
  static const struct
  {
    const char *what;
    guint32 step;
  } cases[] = { { "games", 0 },
                { "games, a tenth of them evaluated", 10 },
                { "games, all of them evaluated", 1 } };
  g_autoptr (ClDraft) games = cl_draft_new (partition, "bench", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint32 game = 1; game <= GAMES; game++)
    add_game (games, game, rand);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ClDraft) verdicts = cl_draft_new (engine, "bench", NULL);
      g_autoptr (GArray) events = list_events (games, verdicts, cases[i].step);

      measure (cases[i].what, events);
    }
  return 0;
}
