/* bench-fold.c: what folding a move costs, plain and with times in a comment, beside what the core alone needs for it; and
 * what an evaluation costs a view of analysis
 *
 * The reference run checks the same moves for legality and makes them, which no fold can do without.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "story.h"

#include <time.h>

#define PLIES 100
#define GAMES 3000

#define EVALUATION_LINE  "{\"cp\":35,\"pv\":\"e2e4 c7c5 g1f3 d7d6 d2d4 c5d4 f3d4 g8f6 b1c3"
#define EVALUATION_MOVES "a7a6 c1e3 e7e5 d4b3 c8e6 f2f3 f8e7"

/* Of this thread, so that a busy machine changes it little. */
static gint64
get_cpu_us (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static GArray *
make_events (Story *story)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  GArray *events = g_array_new (FALSE, FALSE, sizeof (ClEvent));

  story_begin (story, "table/1");
  story_start (story, NULL, NULL);
  for (guint ply = 0; ply < PLIES; ply++)
    {
      ChessMoveList list;
      ClFact fact;

      chess_position_legal_moves (&story->game->current, &list);
      if (list.n == 0)
        break;
      story_fact (story, &fact, CL_FACT_MOVE_PLAYED);
      fact.has_move = TRUE;
      fact.ply++;
      fact.move = cl_move_from_chess (&story->game->current,
                                      list.moves[g_rand_int_range (rand, 0, (gint32) list.n)]);
      story_say (story, &fact);
    }
  for (gsize i = 0; i < story_get_length (story); i++)
    {
      ClEvent event = story_get_event (story, i);

      g_array_append_val (events, event);
    }
  return events;
}

static double
fold (GArray *events)
{
  gint64 begin = get_cpu_us ();

  for (guint i = 0; i < GAMES; i++)
    {
      g_autoptr (ClGame) game = cl_game_new ("table/1", 1);

      for (guint j = 0; j < events->len; j++)
        if (!cl_game_apply (game, &g_array_index (events, ClEvent, j), NULL))
          g_error ("Event %u does not fold", j);
    }
  return (double) (get_cpu_us () - begin) * 1000 / GAMES / events->len;
}

static double
make_only (GArray *events)
{
  gint64 begin = get_cpu_us ();

  for (guint i = 0; i < GAMES; i++)
    {
      ChessPosition position = chess_position_start ();

      for (guint j = 1; j < events->len; j++)
        {
          ChessMove move;

          if (!cl_move_to_chess (g_array_index (events, ClEvent, j).move, &position, &move))
            g_error ("Move %u is not legal", j);
          chess_position_make (&position, move);
        }
    }
  return (double) (get_cpu_us () - begin) * 1000 / GAMES / events->len;
}

static double
decode_evaluations (const char *lines)
{
  g_autofree char *details = g_strdup_printf (
    "{\"partition\":\"archive/linares-1999.pgn\",\"cites\":12345,\"engine\":\"Stockfish 15.1\","
    "\"build\":\"0123456789abcdef\",\"hash_mb\":16,\"limit_nodes\":200000,\"depth\":18,"
    "\"seldepth\":25,\"nodes\":200153,\"time_ms\":153,\"legal\":31,\"lines\":[%s]}",
    lines);
  ClEvent event = { .type = cl_fact_type_name (CL_FACT_POSITION_EVALUATED),
                    .kind = CL_FACT_POSITION_EVALUATED,
                    .schema = 1,
                    .game = 1,
                    .details = details };
  gint64 begin = get_cpu_us ();

  for (guint i = 0; i < GAMES * PLIES; i++)
    {
      ClEvaluation evaluation;

      if (!cl_evaluation_from_event (&event, &evaluation, NULL))
        g_error ("The evaluation does not decode");
    }
  return (double) (get_cpu_us () - begin) * 1000 / GAMES / PLIES;
}

int
main (void)
{
  Story story;
  g_autoptr (GArray) events = make_events (&story);
  double core = make_only (events);
  double plain = fold (events);
  double noted;

  for (guint i = 1; i < events->len; i++)
    g_array_index (events, ClEvent, i).details = "{\"comments\":[\"[%clk 0:10:00]\"]}";
  noted = fold (events);
  g_print ("legality and make: %.0f ns a move\n", core);
  g_print ("fold, plain:       %.0f ns a move, ratio %.2f\n", plain, core / plain);
  g_print ("fold, with %%clk:   %.0f ns a move, ratio %.2f\n", noted, core / noted);
  g_print ("evaluation, 1 line of 16 moves: %.0f ns\n",
           decode_evaluations (EVALUATION_LINE " " EVALUATION_MOVES "\"}"));
  g_print ("evaluation, 5 lines of 9 moves: %.0f ns\n",
           decode_evaluations (EVALUATION_LINE "\"}," EVALUATION_LINE "\"}," EVALUATION_LINE
                                               "\"}," EVALUATION_LINE "\"}," EVALUATION_LINE
                                               "\"}"));
  story_end (&story);
  return 0;
}
