/* fuzz-scan.c: any sequence of sights, times, answers and words of people as what the interpreter is given
 *
 * Whatever a board says, a move is read only if it is legal in the game as it stands, and what is offered as a choice is legal as
 * well; an illegal move is told as such and changes nothing. Time goes on: after it was told the time, nothing is due any more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "cl-scan-interpreter.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

typedef struct
{
  ClScanInterpreter *interpreter;
  GArray *positions; /* (element-type ChessPosition): of the readings */
  ClPlacement placement;
  gint64 now_ms;
  ChessMove offered;
} Fuzz;

static void
require (gboolean holds)
{
  if (!holds)
    abort ();
}

static const ChessPosition *
get_last (const Fuzz *self)
{
  return &g_array_index (self->positions, ChessPosition, self->positions->len - 1);
}

static void
take_move (Fuzz *self, ChessMove move)
{
  ChessPosition next;

  require (self->positions->len > 0);
  next = *get_last (self);
  require (chess_position_is_legal (&next, move));
  chess_position_make (&next, move);
  g_array_append_val (self->positions, next);
}

/* One after the other, or any of them. */
static void
check_offer (Fuzz *self, const ClReading *reading)
{
  ChessPosition position = *get_last (self);

  require (reading->n_moves > 0);
  for (guint i = 0; i < reading->n_moves; i++)
    {
      require (chess_position_is_legal (&position, reading->moves[i]));
      if (reading->kind == CL_READING_LINE)
        chess_position_make (&position, reading->moves[i]);
    }
  self->offered = reading->moves[0];
}

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  Fuzz *self = user_data;
  ChessPosition start = chess_position_start ();

  switch (reading->kind)
    {
    case CL_READING_MOVE:
      require (reading->n_moves == 1);
      take_move (self, reading->moves[0]);
      break;
    case CL_READING_TAKEBACK:
      require (reading->to_ply + 1 < self->positions->len);
      g_array_set_size (self->positions, reading->to_ply + 1);
      break;
    case CL_READING_NEW_GAME:
      g_array_set_size (self->positions, 0);
      g_array_append_val (self->positions, start);
      break;
    case CL_READING_CHOICE:
    case CL_READING_LINE:
      check_offer (self, reading);
      break;
    case CL_READING_ILLEGAL:
      require (reading->from < 64 && reading->to < 64 && reading->from != reading->to);
      break;
    case CL_READING_RESULT:
      require (reading->result != CHESS_RESULT_NONE);
      break;
    default:
      break;
    }
}

static void
see (Fuzz *self, ClSight *sight)
{
  sight->at_ms = self->now_ms;
  cl_scan_interpreter_see (self->interpreter, sight);
}

static void
see_square (Fuzz *self, guint8 square, guint8 piece)
{
  ClSight sight = { .kind = CL_SIGHT_SQUARE, .square = square & 63 };

  sight.piece = cl_placement_start ().squares[piece & 63];
  self->placement.squares[sight.square] = sight.piece;
  see (self, &sight);
}

/* The man of a legal move goes where it goes: so that games get somewhere. */
static void
see_legal (Fuzz *self, guint8 choice, gboolean whole)
{
  const ChessPosition *position = cl_scan_interpreter_get_position (self->interpreter);
  ClSight scan = { .kind = CL_SIGHT_SCAN };
  ChessPosition after;
  ChessMoveList list;

  if (position == NULL)
    return;
  chess_position_legal_moves (position, &list);
  if (list.n == 0)
    return;
  after = *position;
  chess_position_make (&after, list.moves[choice % list.n]);
  self->placement = cl_placement_of (&after);
  if (whole)
    {
      scan.placement = self->placement;
      see (self, &scan);
    }
}

static void
give_game (Fuzz *self, guint8 plies)
{
  ChessPosition position = chess_position_start ();

  g_array_set_size (self->positions, 0);
  g_array_append_val (self->positions, position);
  for (guint i = 0; i < plies % 8; i++)
    {
      ChessMoveList list;

      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        break;
      chess_position_make (&position, list.moves[(plies * 7u + i) % list.n]);
      g_array_append_val (self->positions, position);
    }
  cl_scan_interpreter_set_game (self->interpreter,
                                (const ChessPosition *) self->positions->data,
                                self->positions->len,
                                self->now_ms);
}

static void
wait (Fuzz *self, guint8 amount)
{
  self->now_ms += amount * amount;
  cl_scan_interpreter_advance (self->interpreter, self->now_ms);
  require (cl_scan_interpreter_get_deadline (self->interpreter) > self->now_ms);
}

static void
act (Fuzz *self, guint8 what, guint8 a, guint8 b)
{
  static const ClSightKind kinds[] = { CL_SIGHT_READY,
                                       CL_SIGHT_DOUBT,
                                       CL_SIGHT_LOST,
                                       CL_SIGHT_NO_CLOCK };
  ClSight sight = { .lever_right = a & 1, .running = (a & 2) != 0 };

  switch (what & 15)
    {
    case 0:
    case 1:
    case 2:
      see_square (self, a, b);
      break;
    case 3:
      sight.kind = CL_SIGHT_SCAN;
      sight.placement = a & 1 ? cl_placement_turned (&self->placement) : self->placement;
      see (self, &sight);
      break;
    case 4:
      self->placement = cl_placement_start ();
      break;
    case 5:
    case 6:
      see_legal (self, a, (what & 16) != 0);
      break;
    case 7:
      sight.kind = (a & 4) != 0 ? CL_SIGHT_CLOCK : CL_SIGHT_LEVER;
      see (self, &sight);
      break;
    case 8:
      sight.kind = kinds[a % G_N_ELEMENTS (kinds)];
      see (self, &sight);
      break;
    case 9:
      if (self->offered != CHESS_MOVE_NULL)
        cl_scan_interpreter_choose (self->interpreter, self->offered, self->now_ms);
      break;
    case 10:
      give_game (self, a);
      break;
    case 11:
      cl_scan_interpreter_set_turned (self->interpreter, a & 1, self->now_ms);
      break;
    case 12:
      cl_scan_interpreter_set_over (self->interpreter, a & 1);
      break;
    default:
      wait (self, a);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint n = 0;
  Fuzz self = { .placement = cl_placement_start () };

  if (size < 1)
    return 0;
  while (cl_board_family_get (n) != NULL)
    n++;
  self.positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  self.interpreter = cl_scan_interpreter_new (cl_board_family_get (data[0] % n), reading_cb, &self);
  for (size_t i = 1; i + 3 <= size && i < 1500; i += 3)
    {
      act (&self, data[i], data[i + 1], data[i + 2]);
      if (self.positions->len > 0)
        require (cl_scan_interpreter_get_n_plies (self.interpreter) + 1 == self.positions->len);
    }
  cl_scan_interpreter_free (self.interpreter);
  g_array_unref (self.positions);
  return 0;
}
