/* cl-scan-again.c: runs the interpreter over the facts of a sensor, as if the board spoke now
 *
 * The sensor's facts carry the time since the board was connected, which begins again with each start of the program, and the
 * time of day; the latter says how long the gap between two connections was. Facts of the table come in between by the time of
 * day. What a board says again is no fact: so long as it was not lost, it said the same whenever it was asked. The end of a connection is no fact of the sensor but BoardDetached at the table, or nothing if the program was killed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-scan-again-private.h"

#include <string.h>

#include "cl-board-producer-private.h"
#include "cl-game-load.h"

#define BATCH      1000
#define REST_MS    60000 /* behind the last fact */
#define RESTART_MS 1000
#define ASKED_MS   700 /* after the last change the board was asked whether it stands */
#define LATE_MS    20 /* a fact is written that much after the moment that it rests on, at the least */

typedef struct
{
  ClScanAgain *out;
  ClScanAgainPlace place;
  ClScanInterpreter *interpreter;
  ClGame *folded;    /* the table's facts so far */
  GArray *positions; /* (element-type ChessPosition): of out->moves, from the start */
  guint next_fact;   /* of place.facts */
  ClSight scan, clock;
  gboolean has_scan, has_clock, began, over, done, lost;
  gint64 now_ms, at_ms, occurred_at; /* of the last fact */
  gint64 seen_ms; /* when it was one of the board's; CL_NEVER_MS: it was asked since */
  guint64 offset;
} Again;

static const ChessPosition *
get_last (const Again *self)
{
  return &g_array_index (self->positions, ChessPosition, self->positions->len - 1);
}

static void
add_move (Again *self, ChessMove move, guint64 seen)
{
  ClScanAgainMove read = { .move = move, .seen = seen };
  ChessPosition next = *get_last (self);

  chess_san_write (&next, move, read.san);
  chess_position_make (&next, move);
  g_array_append_val (self->out->moves, read);
  g_array_append_val (self->positions, next);
}

static void
go_back (Again *self, guint to_ply)
{
  if (to_ply >= self->out->moves->len)
    return;
  g_array_set_size (self->out->moves, to_ply);
  g_array_set_size (self->positions, to_ply + 1);
}

/* The move that stands as half-move @ply; CHESS_MOVE_NULL if there is none. */
static ChessMove
get_recorded (const Again *self, guint ply)
{
  const ClGameMove *move = cl_game_get_move (self->out->game, ply);

  return move != NULL ? move->move : CHESS_MOVE_NULL;
}

/* What a person answered then is what was recorded. */
static void
answer (Again *self, const ClReading *reading)
{
  guint ply = self->out->moves->len;
  ChessMove moves[2] = { get_recorded (self, ply + 1), get_recorded (self, ply + 2) };

  if (reading->kind == CL_READING_LINE && reading->moves[0] == moves[0] &&
      reading->moves[1] == moves[1])
    for (guint i = 0; i < 2; i++)
      cl_scan_interpreter_choose (self->interpreter, moves[i], reading->at_ms);
  else if (reading->kind == CL_READING_CHOICE)
    for (guint i = 0; i < reading->n_moves; i++)
      if (reading->moves[i] == moves[0])
        {
          cl_scan_interpreter_choose (self->interpreter, moves[0], reading->at_ms);
          return;
        }
}

static void
reading_cb (const ClReading *reading, gpointer user_data)
{
  Again *self = user_data;

  if (self->done)
    return;
  switch (reading->kind)
    {
    case CL_READING_MOVE:
      if (!self->over && chess_position_is_legal (get_last (self), reading->moves[0]))
        add_move (self, reading->moves[0], self->offset);
      break;
    case CL_READING_TAKEBACK:
      go_back (self, reading->to_ply);
      break;
    case CL_READING_NEW_GAME:
      self->done = self->out->moves->len > 0;
      break;
    case CL_READING_CHOICE:
    case CL_READING_LINE:
      answer (self, reading);
      break;
    default:
      break;
    }
}

static void
give_positions (Again *self)
{
  cl_scan_interpreter_set_game (self->interpreter,
                                (const ChessPosition *) self->positions->data,
                                self->positions->len,
                                self->now_ms);
}

/* As the table has it so far. */
static void
take_folded (Again *self)
{
  g_array_set_size (self->positions, 0);
  g_array_append_val (self->positions, self->folded->start);
  g_array_set_size (self->out->moves, 0);
  for (guint ply = 1; ply <= cl_game_n_plies (self->folded); ply++)
    {
      const ClGameMove *move = cl_game_get_move (self->folded, ply);
      ClScanAgainMove given = { .move = move->move };
      ChessPosition position;

      g_strlcpy (given.san, move->san, sizeof given.san);
      cl_game_position_at (self->folded, ply, &position);
      g_array_append_val (self->out->moves, given);
      g_array_append_val (self->positions, position);
    }
}

static gboolean
is_same_line (const Again *self)
{
  return cl_game_n_plies (self->folded) == self->out->moves->len &&
         self->folded->current.key == get_last (self)->key;
}

/* What others than the board said at the table. @same: until then both readings were the same. */
static void
take_word (Again *self, const ClFact *fact, gboolean same)
{
  ChessMove move;

  switch (fact->type)
    {
    case CL_FACT_GAME_ENDED:
    case CL_FACT_RESULT_CORRECTED:
      self->over = self->folded->status == CL_GAME_ENDED;
      cl_scan_interpreter_set_over (self->interpreter, self->over);
      return;
    case CL_FACT_MOVE_PLAYED:
      if (!cl_move_to_chess (fact->move, get_last (self), &move))
        return;
      add_move (self, move, 0);
      break;
    case CL_FACT_TAKEBACK_AGREED:
      go_back (self, fact->ply);
      break;
    default:
      if (!same)
        return;
      take_folded (self);
    }
  give_positions (self);
}

/* The readings of the board at that time are what is to be compared; all else counts. */
static gboolean
is_word (const ClEvent *event, const ClFact *fact)
{
  switch (fact->type)
    {
    case CL_FACT_MOVE_PLAYED:
      return fact->seen == 0;
    case CL_FACT_TAKEBACK_AGREED:
      return strcmp (event->producer, CL_BOARD_PRODUCER_NAME) != 0;
    case CL_FACT_ILLEGAL_MOVE_MADE:
    case CL_FACT_POSITION_CORRECTED:
    case CL_FACT_GAME_ENDED:
    case CL_FACT_RESULT_CORRECTED:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
take_seen (Again *self, const ClSight *sight)
{
  if (sight->kind == CL_SIGHT_SCAN)
    self->scan.placement = sight->placement;
  else if (sight->kind == CL_SIGHT_SQUARE)
    self->scan.placement.squares[sight->square] = sight->piece;
  self->seen_ms = self->now_ms;
  cl_scan_interpreter_see (self->interpreter, sight);
}

/* Before the time goes on to @until_ms. */
static void
ask_board (Again *self, gint64 until_ms)
{
  if (self->lost || self->seen_ms == CL_NEVER_MS || until_ms < self->seen_ms + ASKED_MS)
    return;
  self->scan.at_ms = self->seen_ms + ASKED_MS;
  self->seen_ms = CL_NEVER_MS;
  cl_scan_interpreter_see (self->interpreter, &self->scan);
}

static void
advance_to (Again *self, gint64 occurred_at)
{
  if (occurred_at == CL_NO_TIME || self->occurred_at == CL_NO_TIME)
    return;
  if (occurred_at > self->occurred_at)
    {
      self->now_ms += (occurred_at - self->occurred_at) / 1000;
      self->at_ms += (occurred_at - self->occurred_at) / 1000;
      self->occurred_at = occurred_at;
    }
  ask_board (self, self->now_ms);
  cl_scan_interpreter_advance (self->interpreter, self->now_ms + LATE_MS);
}

static void
lose (Again *self)
{
  ClSight lost = { .kind = CL_SIGHT_LOST, .at_ms = self->now_ms };

  if (!self->lost)
    cl_scan_interpreter_see (self->interpreter, &lost);
  self->lost = TRUE;
}

static gboolean
take_event (Again *self, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  gboolean same, is_read, is_lost;

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  is_read = is_word (event, &fact);
  is_lost = fact.type == CL_FACT_BOARD_DETACHED &&
            g_strcmp0 (fact.origin_partition, self->out->sensor) == 0;
  if (is_read || is_lost)
    advance_to (self, fact.occurred_at);
  same = is_same_line (self);
  if (!cl_game_apply (self->folded, event, error))
    return FALSE;
  if (is_lost)
    lose (self);
  else if (is_read && !self->done)
    take_word (self, &fact, same);
  return TRUE;
}

/* Facts of the table that lie before @until. */
static gboolean
take_events (Again *self, gint64 until, GError **error)
{
  while (self->next_fact < self->place.events->len)
    {
      const ClEvent *event = self->place.events->pdata[self->next_fact];

      if (event->occurred_at != CL_NO_TIME && event->occurred_at > until)
        return TRUE;
      if (!take_event (self, event, error))
        return FALSE;
      self->next_fact++;
    }
  return TRUE;
}

/* A game that was under way when the board came is given, and the way White sits with it. */
static void
begin (Again *self)
{
  ClSight ready = { .kind = CL_SIGHT_READY, .at_ms = self->now_ms };
  ClPlacement expected, turned;

  self->began = TRUE;
  self->out->first = self->place.begins;
  take_folded (self);
  expected = cl_placement_of (get_last (self));
  turned = cl_placement_turned (&self->scan.placement);
  if (self->has_scan && cl_placement_equal (&turned, &expected))
    cl_scan_interpreter_set_turned (self->interpreter, TRUE, self->now_ms);
  give_positions (self);
  cl_scan_interpreter_see (self->interpreter, &ready);
  self->clock.at_ms = self->scan.at_ms = self->now_ms;
  if (self->has_clock)
    cl_scan_interpreter_see (self->interpreter, &self->clock);
  if (self->has_scan)
    take_seen (self, &self->scan);
}

/* What was seen before the game began is only the state it began in. */
static void
absorb (Again *self, const ClSight *sight)
{
  switch (sight->kind)
    {
    case CL_SIGHT_SCAN:
      self->scan = *sight;
      self->has_scan = TRUE;
      break;
    case CL_SIGHT_SQUARE:
      self->scan.kind = CL_SIGHT_SCAN;
      self->scan.placement.squares[sight->square] = sight->piece;
      break;
    default:
      self->clock = *sight;
      self->clock.kind = CL_SIGHT_CLOCK;
      self->has_clock = TRUE;
    }
}

static void
pass_time (Again *self, const ClFact *fact)
{
  gboolean measured = self->at_ms != CL_NO_CLOCK && fact->at_ms != CL_NO_CLOCK;
  gint64 step_ms = measured ? fact->at_ms - self->at_ms : 0;

  /* Connected again by another run of the program. */
  if (step_ms < -RESTART_MS)
    {
      step_ms = (fact->occurred_at - self->occurred_at) / 1000;
      if (self->began)
        lose (self);
    }
  self->now_ms += MAX (0, step_ms);
  self->at_ms = fact->at_ms;
  self->occurred_at = fact->occurred_at;
}

static gboolean
take_sight (Again *self, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  ClSight sight = { 0 };

  if (!cl_fact_from_event (event, &fact, error))
    return FALSE;
  if (self->began && !take_events (self, fact.occurred_at, error))
    return FALSE;
  if (!cl_sensor_log_read (&fact, &sight) || self->done)
    return TRUE;
  pass_time (self, &fact);
  sight.at_ms = self->now_ms;
  if (event->offset <= self->place.begins)
    {
      absorb (self, &sight);
      self->offset = event->offset;
      return TRUE;
    }
  if (!self->began)
    begin (self);
  ask_board (self, self->now_ms);
  cl_scan_interpreter_advance (self->interpreter, self->now_ms);
  if (self->lost)
    {
      ClSight ready = { .kind = CL_SIGHT_READY, .at_ms = self->now_ms };

      cl_scan_interpreter_see (self->interpreter, &ready);
      self->lost = FALSE;
    }
  if (self->done)
    return TRUE;
  self->offset = self->out->last = event->offset;
  take_seen (self, &sight);
  return TRUE;
}

static gboolean
take_all (Again *self, ClReader *reader, GError **error)
{
  guint64 after = 0;
  gsize n;

  do
    {
      g_autoptr (ClEvents) events =
        cl_reader_read_partition (reader, self->out->sensor, after, BATCH, error);

      if (events == NULL)
        return FALSE;
      n = cl_events_get_length (events);
      for (gsize i = 0; i < n && !self->done; i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          after = event->offset;
          if (event->offset > self->place.ends)
            self->done = TRUE;
          else if (!take_sight (self, event, error))
            return FALSE;
        }
    }
  while (n == BATCH && !self->done);
  self->done = FALSE;
  if (!self->began)
    begin (self);
  if (!take_events (self, G_MAXINT64, error))
    return FALSE;
  ask_board (self, self->now_ms + REST_MS);
  if (!self->lost)
    cl_scan_interpreter_advance (self->interpreter, self->now_ms + REST_MS);
  return TRUE;
}

/* The game as it stood when the board came to it. */
static gboolean
fold_before (Again *self, GError **error)
{
  for (; self->next_fact < self->place.attached; self->next_fact++)
    if (!cl_game_apply (self->folded, self->place.events->pdata[self->next_fact], error))
      return FALSE;
  return TRUE;
}

ClScanAgain *
cl_scan_again_run (ClReader *reader,
                   const char *sensor,
                   const char *table,
                   guint32 game,
                   GError **error)
{
  g_autoptr (ClScanAgain) out = g_new0 (ClScanAgain, 1);
  Again self = { .out = out,
                 .at_ms = CL_NO_CLOCK,
                 .occurred_at = CL_NO_TIME,
                 .seen_ms = CL_NEVER_MS,
                 .scan = { .kind = CL_SIGHT_SCAN, .placement = cl_placement_empty () } };
  const ClBoardFamily *family = cl_scan_again_find_family (sensor, error);
  gboolean ok;

  if (family == NULL || !cl_scan_again_find (reader, sensor, table, game, &self.place, error))
    return NULL;
  out->head = self.place.head;
  out->sensor = g_strdup (sensor);
  out->table = g_strdup (self.place.table);
  out->moves = g_array_new (FALSE, FALSE, sizeof (ClScanAgainMove));
  self.positions = g_array_new (FALSE, FALSE, sizeof (ChessPosition));
  self.folded = cl_game_new (self.place.table, game);
  self.interpreter = cl_scan_interpreter_new (family, reading_cb, &self);
  out->game = cl_game_load (reader, self.place.table, game, 0, error);
  ok = out->game != NULL && fold_before (&self, error) && take_all (&self, reader, error);
  cl_scan_interpreter_free (self.interpreter);
  cl_game_unref (self.folded);
  g_array_unref (self.positions);
  cl_scan_again_place_clear (&self.place);
  return ok ? g_steal_pointer (&out) : NULL;
}

void
cl_scan_again_free (ClScanAgain *self)
{
  g_free (self->sensor);
  g_free (self->table);
  g_clear_pointer (&self->game, cl_game_unref);
  g_clear_pointer (&self->moves, g_array_unref);
  g_free (self);
}
