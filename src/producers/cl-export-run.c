/* cl-export-run.c: writes imported games straight from their events, for the export of whole collections
 *
 * Folding a game and playing its moves again costs three times what writing it costs. An import's facts are legal, and
 * their moves carry the marks that a name needs; so a game to which nothing was done since (no correction, no note, no
 * takeback) is written as it was read. A test holds this way against the other.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-export-private.h"

#include <string.h>

struct _ClExportRun
{
  GString *out;
  ChessPgnWriter writer;
  gsize start; /* of the game in out */
  guint32 game;
  guint ply;
  ChessColor first_side;
  guint first_number;
  ClFact said; /* of the last move, whose variations are still to come */
  guint64 said_offset;
  GPtrArray *variations;
  gboolean is_broken; /* not ours to write */
  gboolean has_ended;
};

ClExportRun *
cl_export_run_new (GString *out)
{
  ClExportRun *self = g_new0 (ClExportRun, 1);

  self->out = out;
  self->variations = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
cl_export_run_free (ClExportRun *self)
{
  cl_fact_clear (&self->said);
  g_ptr_array_unref (self->variations);
  g_free (self);
}

static gboolean
write_start (ClExportRun *self, const ClEvent *event)
{
  g_autoptr (ClGame) game = cl_game_new (event->partition, event->game);

  if (!cl_game_apply (game, event, NULL) || cl_game_get_tag (game, "Result") == NULL)
    return FALSE;
  self->first_side = game->start.side;
  self->first_number = game->start.fullmove;
  cl_export_head (&self->writer, game);
  return TRUE;
}

static void
write_said (ClExportRun *self)
{
  ClExportSaid said = {
    .nags = self->said.nags,
    .comments = self->said.comments,
    .variations = self->variations,
    .escapes = self->said.escapes,
  };

  cl_export_said (&self->writer, &said, self->said.order, NULL);
  cl_fact_clear (&self->said);
  g_ptr_array_set_size (self->variations, 0);
}

static gboolean
write_move (ClExportRun *self, const ClEvent *event)
{
  guint plies = self->ply + (self->first_side == CHESS_BLACK);
  char san[12];

  if (event->ply != ++self->ply || !event->has_move)
    return FALSE;
  cl_move_san (event->move, san);
  chess_pgn_write_move (&self->writer,
                        self->first_number + plies / 2,
                        plies % 2 ? CHESS_BLACK : CHESS_WHITE,
                        (ChessText){ san, strlen (san) });
  self->said_offset = event->offset;
  return event->details == NULL || cl_fact_from_event (event, &self->said, NULL);
}

static gboolean
take_variation (ClExportRun *self, const ClEvent *event)
{
  g_auto (ClFact) fact = { 0 };

  if (self->ply == 0 || !cl_fact_from_event (event, &fact, NULL) || fact.cites != self->said_offset)
    return FALSE;
  g_ptr_array_add (self->variations, g_steal_pointer (&fact.text));
  return TRUE;
}

static gboolean
write_end (ClExportRun *self, const ClEvent *event)
{
  g_auto (ClFact) fact = { 0 };

  if (!cl_fact_from_event (event, &fact, NULL))
    return FALSE;
  cl_export_tail (&self->writer, fact.result, fact.comments);
  self->has_ended = TRUE;
  return TRUE;
}

static gboolean
write_event (ClExportRun *self, const ClEvent *event)
{
  ClFactType type = (ClFactType) event->kind;

  if (self->has_ended)
    return FALSE;
  if (self->writer.put == NULL)
    {
      self->writer = cl_export_writer (self->out);
      return type == CL_FACT_GAME_STARTED && write_start (self, event);
    }
  if (type == CL_FACT_VARIATION_ADDED)
    return take_variation (self, event);
  if (self->said.type != CL_FACT_NONE || self->variations->len > 0)
    write_said (self);
  if (type == CL_FACT_MOVE_PLAYED)
    return write_move (self, event);
  return type == CL_FACT_GAME_ENDED && write_end (self, event);
}

static void
begin (ClExportRun *self, guint32 game, gboolean is_whole)
{
  cl_fact_clear (&self->said);
  g_ptr_array_set_size (self->variations, 0);
  self->writer = (ChessPgnWriter){ 0 };
  self->start = self->out->len;
  self->game = game;
  self->ply = 0;
  self->said_offset = 0;
  self->is_broken = !is_whole;
  self->has_ended = FALSE;
}

void
cl_export_run_take (ClExportRun *self, const ClEvent *event, gboolean is_whole)
{
  if (event->game != self->game)
    begin (self, event->game, is_whole);
  if (!self->is_broken)
    self->is_broken = !write_event (self, event);
}

gboolean
cl_export_run_end (ClExportRun *self, guint32 *game)
{
  gboolean is_written = self->game != 0 && !self->is_broken && self->has_ended;

  *game = self->game;
  if (!is_written && self->game != 0)
    g_string_truncate (self->out, self->start);
  self->game = 0;
  return is_written;
}

guint32
cl_export_run_get_game (const ClExportRun *self)
{
  return self->game;
}
