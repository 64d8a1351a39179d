/* fuzz-uci-engine.c: whatever an engine says, each line is understood or left alone, and answers hold legal moves only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-engine-private.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static void
check_moves (const ClEngineAnswer *answer)
{
  for (guint i = 0; i < answer->n_lines; i++)
    {
      ChessPosition position = answer->position;

      if (answer->lines[i].n_moves == 0 || answer->lines[i].n_moves > CL_ENGINE_MAX_MOVES)
        abort ();
      for (guint j = 0; j < answer->lines[i].n_moves; j++)
        {
          ChessMoveList legal;
          bool found = false;

          chess_position_legal_moves (&position, &legal);
          for (gsize k = 0; k < (gsize) legal.n; k++)
            found = found || legal.moves[k] == answer->lines[i].moves[j];
          if (!found)
            abort ();
          chess_position_make (&position, answer->lines[i].moves[j]);
        }
    }
  for (guint i = 1; i < answer->n_depths; i++)
    if (answer->by_depth[i].depth <= answer->by_depth[i - 1].depth)
      abort ();
  if (answer->is_whole)
    for (guint i = 0; i < answer->n_lines; i++)
      if (answer->lines[i].depth != answer->depth)
        abort ();
}

static void
take_line (ClEngineCollector *collector, const char *text, size_t length)
{
  ClUciLine line;
  ChessMove best = CHESS_MOVE_NULL;
  g_autoptr (ClEngineAnswer) answer = NULL;

  cl_uci_line_parse (text, length, &line);
  if (line.kind == CL_UCI_OPTION)
    {
      ClEngineOption *option = cl_engine_option_new (&line);

      if (!g_utf8_validate (option->name, -1, NULL) || !g_utf8_validate (option->preset, -1, NULL))
        abort ();
      cl_engine_option_free (option);
    }
  if (line.kind == CL_UCI_INFO)
    cl_engine_collector_add (collector, &line);
  if (line.kind == CL_UCI_BEST_MOVE && !cl_engine_collector_read_best (collector, line.text, &best))
    best = CHESS_MOVE_NULL;
  answer = cl_engine_collector_answer (collector, best);
  check_moves (answer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  ClEngineCollector collector;
  ChessPosition start = chess_position_start ();
  const char *at = (const char *) data, *end = at + size;

  cl_engine_collector_init (&collector, &start, size > 0 ? data[0] % 7 : 1);
  for (guint n = 0; at < end && n < 200; n++)
    {
      const char *newline = memchr (at, '\n', (size_t) (end - at));
      const char *stop = newline != NULL ? newline : end;
      char *line = g_memdup2 (at, (size_t) (stop - at)); /* so that a step beyond is seen */

      take_line (&collector, line != NULL ? line : "", (size_t) (stop - at));
      g_free (line);
      at = stop + 1;
    }
  return 0;
}
