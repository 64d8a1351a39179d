/* cl-engine-query.c: the question to an engine, and its words in UCI
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-engine-query.h"

#include "chess-fen.h"
#include "chess-notation.h"

#include <string.h>

ClEngineQuery *
cl_engine_query_new (const ChessPosition *start)
{
  ClEngineQuery *self = g_new0 (ClEngineQuery, 1);

  self->start = self->position = *start;
  self->chess960 = start->chess960;
  self->moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  self->multipv = 1;
  return self;
}

ClEngineQuery *
cl_engine_query_copy (const ClEngineQuery *self)
{
  ClEngineQuery *copy = g_memdup2 (self, sizeof *self);

  copy->moves = g_array_copy (self->moves);
  return copy;
}

void
cl_engine_query_free (ClEngineQuery *self)
{
  g_array_unref (self->moves);
  g_free (self);
}

gboolean
cl_engine_query_add_move (ClEngineQuery *self, ChessMove move)
{
  ChessMoveList legal;

  chess_position_legal_moves (&self->position, &legal);
  for (gsize i = 0; i < (gsize) legal.n; i++)
    if (legal.moves[i] == move && move != CHESS_MOVE_NULL)
      {
        chess_position_make (&self->position, move);
        g_array_append_val (self->moves, move);
        return TRUE;
      }
  return FALSE;
}

void
cl_engine_query_restart_at (ClEngineQuery *self, const ChessPosition *position)
{
  self->start = self->position = *position;
  g_array_set_size (self->moves, 0);
}

char *
cl_engine_query_position_line (const ClEngineQuery *self)
{
  GString *line = g_string_new ("position ");
  ChessPosition position = self->start, usual = chess_position_start ();
  char fen[CHESS_FEN_SIZE], uci[CHESS_UCI_SIZE];

  position.chess960 = self->chess960;
  if (self->start.key == usual.key)
    g_string_append (line, "startpos");
  else
    {
      chess_fen_write (&position, self->chess960 ? CHESS_FEN_SHREDDER : CHESS_FEN_X, fen);
      g_string_append_printf (line, "fen %s", fen);
    }
  for (guint i = 0; i < self->moves->len; i++)
    {
      ChessMove move = g_array_index (self->moves, ChessMove, i);

      chess_uci_write (&position, move, uci);
      g_string_append_printf (line, "%s%s", i == 0 ? " moves " : " ", uci);
      chess_position_make (&position, move);
    }
  return g_string_free (line, FALSE);
}

/* A flag that has fallen is no time at all for an engine, whose protocol knows none below 1. */
static void
append_clocks (GString *line, const ClEngineQuery *self)
{
  g_string_append_printf (line,
                          " wtime %" G_GINT64_FORMAT " btime %" G_GINT64_FORMAT,
                          MAX (self->white_ms, 1),
                          MAX (self->black_ms, 1));
  if (self->white_increment_ms > 0)
    g_string_append_printf (line, " winc %" G_GINT64_FORMAT, self->white_increment_ms);
  if (self->black_increment_ms > 0)
    g_string_append_printf (line, " binc %" G_GINT64_FORMAT, self->black_increment_ms);
  if (self->moves_to_go > 0)
    g_string_append_printf (line, " movestogo %u", self->moves_to_go);
}

char *
cl_engine_query_go_line (const ClEngineQuery *self)
{
  GString *line = g_string_new ("go");

  if (self->has_clock)
    append_clocks (line, self);
  if (self->limit_nodes > 0)
    g_string_append_printf (line, " nodes %" G_GUINT64_FORMAT, self->limit_nodes);
  if (self->limit_depth > 0)
    g_string_append_printf (line, " depth %u", self->limit_depth);
  if (self->limit_ms > 0)
    g_string_append_printf (line, " movetime %u", self->limit_ms);
  if (!self->has_clock && self->limit_nodes == 0 && self->limit_depth == 0 && self->limit_ms == 0)
    g_string_append (line, " infinite");
  return g_string_free (line, FALSE);
}
