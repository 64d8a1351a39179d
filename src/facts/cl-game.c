/* cl-game.c: the life of a folded game, and questions to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

#include <string.h>

static void
clear_move (gpointer data)
{
  ClGameMove *move = data;

  g_free (move->comment);
  g_clear_pointer (&move->nags, g_array_unref);
  g_clear_pointer (&move->raw_comments, g_ptr_array_unref);
  g_clear_pointer (&move->variations, g_ptr_array_unref);
  g_clear_pointer (&move->escapes, g_ptr_array_unref);
  g_clear_pointer (&move->order, g_free);
}

static GArray *
new_moves (guint reserved)
{
  GArray *moves = g_array_sized_new (FALSE, FALSE, sizeof (ClGameMove), reserved);

  g_array_set_clear_func (moves, clear_move);
  return moves;
}

ClGame *
cl_game_new (const char *partition, guint32 game)
{
  ClGameFull *self = g_new0 (ClGameFull, 1);
  ClGame *pub = &self->pub;

  g_atomic_ref_count_init (&pub->ref_count);
  pub->partition = g_strdup (partition);
  pub->game = game;
  pub->tags = cl_tags_new ();
  pub->white = g_strdup ("?");
  pub->black = g_strdup ("?");
  pub->start = chess_position_start ();
  pub->current = pub->start;
  pub->moves = new_moves (64);
  pub->taken_back = g_array_new (FALSE, FALSE, sizeof (ClTakenBack));
  pub->started_at = pub->ended_at = CL_NO_TIME;
  pub->clock.running_since = CL_NO_TIME;
  pub->clock.remaining_ms[0] = pub->clock.remaining_ms[1] = CL_NO_CLOCK;
  self->initial_ms[0] = self->initial_ms[1] = CL_NO_CLOCK;
  self->records = g_array_sized_new (FALSE, FALSE, sizeof (ClGameRecord), 64);
  self->keys = g_array_sized_new (FALSE, FALSE, sizeof (guint64), 65);
  g_array_append_val (self->keys, pub->start.key);
  return pub;
}

ClGame *
cl_game_ref (ClGame *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
cl_game_forget_ending (ClGame *pub)
{
  g_clear_pointer (&pub->ending_text, g_free);
  g_clear_pointer (&pub->ending_plies, g_array_unref);
  g_clear_pointer (&pub->ending_written, g_free);
  pub->ending_quiet_plies = 0;
  pub->ending_proof = CHESS_PROOF_NONE;
}

void
cl_game_unref (ClGame *self)
{
  ClGameFull *full = FULL (self);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->partition);
  g_ptr_array_unref (self->tags);
  g_free (self->white);
  g_free (self->black);
  g_free (self->time_control);
  g_array_unref (self->moves);
  g_array_unref (self->taken_back);
  g_clear_pointer (&self->intro, g_ptr_array_unref);
  g_clear_pointer (&self->intro_nags, g_array_unref);
  g_clear_pointer (&self->intro_escapes, g_ptr_array_unref);
  g_free (self->intro_order);
  cl_game_forget_ending (self);
  g_free (self->before);
  g_clear_pointer (&self->late_comments, g_ptr_array_unref);
  g_free (self->text);
  g_free (self->reason);
  g_free (self->origin_partition);
  g_array_unref (full->records);
  g_array_unref (full->keys);
  g_clear_pointer (&full->corrections, g_array_unref);
  g_free (full);
}

static gpointer
copy_text (gconstpointer text, gpointer unused)
{
  return g_strdup (text);
}

static GPtrArray *
copy_texts (GPtrArray *texts)
{
  GPtrArray *copy;

  if (texts == NULL)
    return NULL;
  copy = g_ptr_array_copy (texts, copy_text, NULL);
  g_ptr_array_set_free_func (copy, g_free);
  return copy;
}

static GArray *
copy_moves (GArray *moves)
{
  GArray *copy = new_moves (moves->len + 16);

  g_array_append_vals (copy, moves->data, moves->len);
  for (guint i = 0; i < copy->len; i++)
    {
      ClGameMove *move = &g_array_index (copy, ClGameMove, i);

      move->comment = g_strdup (move->comment);
      move->nags = move->nags != NULL ? g_array_copy (move->nags) : NULL;
      move->raw_comments = copy_texts (move->raw_comments);
      move->variations = copy_texts (move->variations);
      move->escapes = copy_texts (move->escapes);
      move->order = g_strdup (move->order);
    }
  return copy;
}

static GPtrArray *
copy_tags (GPtrArray *tags)
{
  GPtrArray *copy = cl_tags_new ();

  for (guint i = 0; i < tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (tags, i);

      cl_tags_add (copy, tag->name, tag->value);
    }
  return copy;
}

ClGame *
cl_game_copy (const ClGame *self)
{
  const ClGameFull *full = FULL (self);
  ClGameFull *copy = g_memdup2 (full, sizeof *full);
  ClGame *pub = &copy->pub;

  g_atomic_ref_count_init (&pub->ref_count);
  pub->partition = g_strdup (self->partition);
  pub->tags = copy_tags (self->tags);
  pub->white = g_strdup (self->white);
  pub->black = g_strdup (self->black);
  pub->time_control = g_strdup (self->time_control);
  pub->moves = copy_moves (self->moves);
  pub->taken_back = g_array_copy (self->taken_back);
  pub->intro = copy_texts (self->intro);
  pub->intro_nags = self->intro_nags != NULL ? g_array_copy (self->intro_nags) : NULL;
  pub->intro_escapes = copy_texts (self->intro_escapes);
  pub->intro_order = g_strdup (self->intro_order);
  pub->before = g_strdup (self->before);
  pub->late_comments = copy_texts (self->late_comments);
  pub->ending_text = g_strdup (self->ending_text);
  pub->ending_plies = self->ending_plies != NULL ? g_array_copy (self->ending_plies) : NULL;
  pub->ending_written = g_strdup (self->ending_written);
  pub->text = g_strdup (self->text);
  pub->reason = g_strdup (self->reason);
  pub->origin_partition = g_strdup (self->origin_partition);
  copy->records = g_array_copy (full->records);
  copy->keys = g_array_copy (full->keys);
  copy->corrections = full->corrections != NULL ? g_array_copy (full->corrections) : NULL;
  return pub;
}

guint
cl_game_n_plies (const ClGame *self)
{
  return self->moves->len;
}

const ClGameMove *
cl_game_get_move (const ClGame *self, guint ply)
{
  return ply >= 1 && ply <= self->moves->len ? &g_array_index (self->moves, ClGameMove, ply - 1)
                                             : NULL;
}

void
cl_game_position_at (const ClGame *self, guint ply, ChessPosition *position)
{
  const ClGameFull *full = FULL (self);
  const ClGameCorrection *correction;
  guint from = 0;

  if (ply >= self->moves->len)
    {
      *position = self->current;
      return;
    }
  *position = self->start;
  for (guint i = 0; full->corrections != NULL && i < full->corrections->len; i++)
    {
      correction = &g_array_index (full->corrections, ClGameCorrection, i);
      if (correction->ply > ply)
        break;
      from = correction->ply;
      *position = correction->position;
    }
  for (guint i = from; i < ply; i++)
    {
      const ClGameMove *move = &g_array_index (self->moves, ClGameMove, i);
      const ClGameRecord *record = &g_array_index (full->records, ClGameRecord, i);

      if (record->stood && !move->broken)
        cl_game_play_by_hand (position, record->move);
      else if (!move->illegal)
        chess_position_make (position, move->move);
      else
        break;
    }
}

const char *
cl_game_get_tag (const ClGame *self, const char *name)
{
  return cl_tags_get (self->tags, name);
}

ChessColor
cl_game_side_to_move (const ClGame *self)
{
  const ClGameFull *full = FULL (self);
  guint unplayed = full->broken_ply > 0 ? self->moves->len + 1 - full->broken_ply : 0;

  return (ChessColor) ((self->current.side + unplayed) & 1);
}

guint
cl_game_ply_number (const ClGame *self, guint ply, ChessColor *color)
{
  const ClGameFull *full = FULL (self);
  ChessColor side = cl_game_side_to_move (self);
  guint number = self->current.fullmove, last = self->moves->len + 1;

  if (ply >= 1 && ply <= full->records->len)
    {
      const ClGameRecord *record = &g_array_index (full->records, ClGameRecord, ply - 1);

      if (color != NULL)
        *color = record->side;
      return record->fullmove;
    }
  if (full->broken_ply > 0)
    number += (self->moves->len + 1 - full->broken_ply + self->current.side) / 2;
  for (; last < ply; last++)
    {
      number += side == CHESS_BLACK;
      side = (ChessColor) !side;
    }
  if (color != NULL)
    *color = side;
  return number;
}

static gint64
clock_after (const ClGame *self, guint ply, ChessColor side)
{
  const ClGameFull *full = FULL (self);
  gint64 spent_by_other = 0;

  for (guint i = ply; i > 0; i--)
    {
      const ClGameMove *move = &g_array_index (self->moves, ClGameMove, i - 1);

      if (g_array_index (full->records, ClGameRecord, i - 1).side == side &&
          (move->clock_ms != CL_NO_CLOCK || !full->live))
        return move->clock_ms != CL_NO_CLOCK ? move->clock_ms + spent_by_other : CL_NO_CLOCK;
      if (self->clock.control[side].timing == CHESS_TIMING_HOURGLASS &&
          move->used_ms != CL_NO_CLOCK)
        spent_by_other += move->used_ms;
    }
  return full->initial_ms[side];
}

void
cl_game_clock_at (const ClGame *self, guint ply, gint64 *white_ms, gint64 *black_ms)
{
  *white_ms = *black_ms = CL_NO_CLOCK;
  if (!self->clock.has_clock)
    return;
  if (ply >= self->moves->len)
    {
      *white_ms = self->clock.remaining_ms[CHESS_WHITE];
      *black_ms = self->clock.remaining_ms[CHESS_BLACK];
      return;
    }
  *white_ms = clock_after (self, ply, CHESS_WHITE);
  *black_ms = clock_after (self, ply, CHESS_BLACK);
}

guint64
cl_game_stands_since (const ClGame *self, guint ply)
{
  const ClGameMove *move = ply > 0 ? cl_game_get_move (self, ply) : NULL;

  return move != NULL ? move->stands_since : self->start_since;
}
