/* bench-perft.c: leaves a second of the move generator, beside Stockfish's on the same machine
 *
 * Prints and never judges: how fast the other program is depends on how it was built and on what else runs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <gio/gio.h>

#include "chess-fen.h"

#define STOCKFISH "/usr/games/stockfish"
#define ROUNDS    3

static const struct
{
  const char *name, *fen;
  guint depth;
} cases[] = {
  { "start", "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1", 6 },
  { "kiwipete", "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1", 5 },
};

typedef struct
{
  guint64 leaves;
  double seconds;
} Run;

static Run
run_ours (const char *fen, guint depth)
{
  ChessPosition position;
  gint64 start;
  Run run = { 0 };

  if (chess_fen_parse (fen, -1, &position, NULL))
    g_error ("the bench has a bad position");
  start = g_get_monotonic_time ();
  run.leaves = chess_position_perft (&position, depth);
  run.seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  return run;
}

/* Reads lines up to the one that begins with @prefix; NULL at the end. */
static char *
read_until (GDataInputStream *stream, const char *prefix)
{
  char *line;

  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)))
    {
      if (g_str_has_prefix (line, prefix))
        return line;
      g_free (line);
    }
  return NULL;
}

static gboolean
send (GOutputStream *stream, const char *text)
{
  return g_output_stream_write_all (stream, text, strlen (text), NULL, NULL, NULL) &&
         g_output_stream_flush (stream, NULL, NULL);
}

/* The clock runs from "go" to the answer; starting the program is not counted. */
static gboolean
run_stockfish (const char *fen, guint depth, Run *run)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GDataInputStream) out = NULL;
  g_autofree char *position = g_strdup_printf ("position fen %s\nisready\n", fen);
  g_autofree char *go = g_strdup_printf ("go perft %u\n", depth);
  g_autofree char *ready = NULL, *answer = NULL;
  GOutputStream *in;
  gint64 start;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              NULL,
                              STOCKFISH,
                              NULL);
  if (!process)
    return FALSE;
  in = g_subprocess_get_stdin_pipe (process);
  out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  if (!send (in, position) || !(ready = read_until (out, "readyok")))
    return FALSE;
  start = g_get_monotonic_time ();
  if (!send (in, go) || !(answer = read_until (out, "Nodes searched:")))
    return FALSE;
  run->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  run->leaves = g_ascii_strtoull (strchr (answer, ':') + 1, NULL, 10);
  send (in, "quit\n");
  return g_subprocess_wait (process, NULL, NULL);
}

static double
count_millions_a_second (const Run *run)
{
  return (double) run->leaves / MAX (run->seconds, 1e-6) / 1e6;
}

/* Turn by turn, the best of each, so that a passing load on the machine hits both. */
static void
bench (const char *name, const char *fen, guint depth)
{
  Run ours = { .seconds = G_MAXDOUBLE }, theirs = { .seconds = G_MAXDOUBLE };
  gboolean have_theirs = g_file_test (STOCKFISH, G_FILE_TEST_IS_EXECUTABLE);

  for (guint i = 0; i < ROUNDS; i++)
    {
      Run run = run_ours (fen, depth);

      if (run.seconds < ours.seconds)
        ours = run;
      have_theirs = have_theirs && run_stockfish (fen, depth, &run);
      if (have_theirs && run.seconds < theirs.seconds)
        theirs = run;
    }
  g_print ("perft %u %s: %.0f million leaves a second",
           depth,
           name,
           count_millions_a_second (&ours));
  if (have_theirs)
    {
      g_print (", Stockfish %.0f, ratio %.2f",
               count_millions_a_second (&theirs),
               count_millions_a_second (&ours) / count_millions_a_second (&theirs));
      if (ours.leaves != theirs.leaves)
        g_print (" (the counts differ!)");
    }
  g_print ("\n");
}

int
main (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    bench (cases[i].name, cases[i].fen, cases[i].depth);
  return 0;
}
