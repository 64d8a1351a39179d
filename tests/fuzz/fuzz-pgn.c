/* fuzz-pgn.c: any bytes as a PGN file, whole and in pieces; what is read must survive being written
 *
 * The first byte says in how small pieces the rest arrives.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "chess-comment.h"
#include "chess-outcome.h"
#include "chess-pgn.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* What a visitor was told, to compare two readings, and the second text in the making. */
typedef struct
{
  const char *start, *end; /* every text must lie in here */
  ChessPosition position;
  size_t moves, nags, comments, variations, escapes, tags;
  ChessPgnWriter writer;
  bool in_moves, ended, lost_tags;
  char *out;
  size_t length, capacity;
} Reading;

static void
check_text (const Reading *self, ChessText text)
{
  if (text.length > 0 && (text.text < self->start || text.text + text.length > self->end))
    abort ();
}

static void
put_cb (void *user, const char *text, size_t length)
{
  Reading *self = user;

  if (self->length + length > self->capacity)
    {
      self->capacity = 2 * (self->length + length);
      self->out = realloc (self->out, self->capacity);
      if (!self->out)
        abort ();
    }
  memcpy (self->out + self->length, text, length);
  self->length += length;
}

static ChessPgnWriter *
begin_moves (Reading *self)
{
  if (!self->in_moves)
    chess_pgn_write_tags_end (&self->writer);
  self->in_moves = true;
  return &self->writer;
}

static void
tag_cb (void *user, ChessText name, ChessText raw_value)
{
  Reading *self = user;
  char *value = malloc (raw_value.length + 1);

  check_text (self, name);
  check_text (self, raw_value);
  if (!value || self->in_moves)
    {
      self->lost_tags = true; /* a comment stood before this tag: written, it ended the tags */
      free (value);
      return;
    }
  self->tags++;
  chess_pgn_write_tag (&self->writer,
                       name,
                       (ChessText){ value, chess_pgn_unescape (raw_value, value) });
  free (value);
}

static void
start_cb (void *user, const ChessPosition *position)
{
  ((Reading *) user)->position = *position;
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  Reading *self = user;
  char san[CHESS_SAN_SIZE];
  size_t length = chess_san_write (before, move, san);

  if (memcmp (&self->position, before, sizeof *before) != 0)
    abort ();
  if (move == CHESS_MOVE_NULL ? chess_position_in_check (before)
                              : !chess_position_is_legal (before, move))
    abort ();
  chess_pgn_write_move (begin_moves (self),
                        before->fullmove,
                        (ChessColor) before->side,
                        (ChessText){ san, length });
  chess_position_make (&self->position, move);
  self->moves++;
}

static void
check_drawings (ChessText comment)
{
  ChessDrawing drawings[8];
  size_t n = chess_drawings_parse (comment, drawings, 8);

  for (size_t i = 0; i < n && i < 8; i++)
    if (drawings[i].from >= 64 || drawings[i].to >= 64)
      abort ();
}

static void
comment_cb (void *user, ChessText text)
{
  Reading *self = user;

  check_text (self, text);
  check_drawings (text);
  if (self->ended)
    chess_pgn_write_late_comment (&self->writer, text);
  else
    chess_pgn_write_comment (begin_moves (self), text);
  self->comments++;
}

static void
nag_cb (void *user, unsigned number)
{
  Reading *self = user;

  chess_pgn_write_nag (begin_moves (self), number);
  self->nags++;
}

static void
variation_cb (void *user, ChessText text)
{
  Reading *self = user;

  check_text (self, text);
  chess_pgn_write_variation (begin_moves (self), text);
  self->variations++;
}

static void
escape_cb (void *user, ChessText text)
{
  Reading *self = user;

  check_text (self, text);
  chess_pgn_write_escape (begin_moves (self), text);
  self->escapes++;
}

static void
result_cb (void *user, ChessResult result)
{
  Reading *self = user;

  chess_pgn_write_result (begin_moves (self), result);
  self->ended = true;
}

static const ChessPgnVisitor visitor = { tag_cb, start_cb,     move_cb,   comment_cb,
                                         nag_cb, variation_cb, escape_cb, result_cb };

static ChessPgnSummary
read_game (const char *text, size_t length, Reading *reading)
{
  ChessPgnSummary summary;

  *reading = (Reading){ .start = text, .end = text + length, .position = chess_position_start () };
  reading->writer = (ChessPgnWriter){ .put = put_cb, .user = reading };
  summary = chess_pgn_parse (text, length, &visitor, reading);
  if (summary.plies != reading->moves || summary.place > length ||
      !*chess_pgn_error_text (summary.error))
    abort ();
  if (reading->moves > 0 && memcmp (&summary.final, &reading->position, sizeof summary.final) != 0)
    abort ();
  return summary;
}

/* The writer's text is one game, and the same one. */
static void
check_rewritten (Reading *first, const ChessPgnSummary *summary)
{
  ChessPgnSpan span;
  ChessPgnSummary again;
  Reading second;
  bool need_more;

  if (!first->ended)
    chess_pgn_write_result (begin_moves (first), summary->result);
  chess_pgn_write_game_end (&first->writer);
  if (!chess_pgn_next (first->out, first->length, 0, true, &span, &need_more))
    abort ();
  again = read_game (first->out, first->length, &second);
  if (again.error != CHESS_PGN_OK || second.moves != first->moves || second.nags != first->nags ||
      second.comments != first->comments || second.variations != first->variations ||
      second.escapes != first->escapes || second.tags < first->tags)
    abort ();
  if (again.final.key != summary->final.key || again.result != summary->result)
    abort ();
  free (second.out);
}

static void
check_game (const char *text, size_t length)
{
  Reading reading;
  ChessPgnSummary summary = read_game (text, length, &reading);

  if (summary.error == CHESS_PGN_OK && !reading.lost_tags)
    check_rewritten (&reading, &summary);
  free (reading.out);
}

/* The next game if the text arrives in pieces of @step. */
static bool
next_in_pieces (const char *text,
                size_t length,
                size_t from,
                size_t step,
                size_t *have,
                ChessPgnSpan *span)
{
  bool need_more = false;

  for (;;)
    {
      if (chess_pgn_next (text, *have, from, *have == length, span, &need_more))
        return true;
      if (!need_more)
        return false;
      if (*have == length)
        abort ();
      *have = length - *have > step ? *have + step : length;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const char *text = (const char *) data + 1;
  size_t length = size > 0 ? size - 1 : 0, from = 0, have = 0;
  size_t step = size > 0 ? 1 + data[0] : 1;
  ChessPgnSpan whole, pieces;
  bool need_more;

  while (size > 0 && chess_pgn_next (text, length, from, true, &whole, &need_more))
    {
      if (whole.start < from || whole.end <= whole.start || whole.end > length)
        abort ();
      if (!next_in_pieces (text, length, from, step, &have, &pieces) ||
          pieces.start != whole.start || pieces.end != whole.end || pieces.body != whole.body ||
          pieces.lines_before != whole.lines_before)
        abort ();
      if (whole.body < whole.start || whole.body >= whole.end)
        abort ();
      check_game (text + whole.start, whole.end - whole.start);
      from = whole.end;
    }
  return 0;
}
