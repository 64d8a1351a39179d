/* story.c: tells a game fact by fact, for tests of folds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "story.h"

#include "chess-fen.h"

#include <string.h>

void
story_begin (Story *self, const char *partition)
{
  self->game = cl_game_new (partition, 1);
  self->draft = cl_draft_new (partition, "test", NULL);
  self->now = CL_NO_TIME;
}

void
story_end (Story *self)
{
  g_clear_pointer (&self->game, cl_game_unref);
  g_clear_pointer (&self->draft, cl_draft_unref);
}

gsize
story_get_length (const Story *self)
{
  return cl_draft_get_length (self->draft);
}

ClEvent
story_get_event (const Story *self, gsize index)
{
  ClEvent event = *cl_draft_get (self->draft, index);

  event.partition = cl_draft_get_partition (self->draft);
  event.offset = index + 1;
  return event;
}

void
story_fact (const Story *self, ClFact *fact, ClFactType type)
{
  cl_fact_init (fact, type);
  fact->game = 1;
  fact->ply = cl_game_n_plies (self->game);
  fact->occurred_at = self->now;
}

gboolean
story_try (Story *self, ClFact *fact, GError **error)
{
  g_autofree char *before = story_dump (self->game);
  g_autofree char *after = NULL;
  g_autoptr (ClDraft) draft = cl_draft_new ("table/1", "test", NULL);
  ClEvent event;

  cl_fact_to_draft (fact, draft);
  cl_fact_clear (fact);
  event = *cl_draft_get (draft, 0);
  event.offset = story_get_length (self) + 1;
  if (cl_game_apply (self->game, &event, error))
    {
      cl_draft_add (self->draft, &event);
      return TRUE;
    }
  after = story_dump (self->game);
  g_assert_cmpstr (before, ==, after);
  return FALSE;
}

void
story_say (Story *self, ClFact *fact)
{
  g_autoptr (GError) error = NULL;

  story_try (self, fact, &error);
  g_assert_no_error (error);
}

void
story_start (Story *self, const char *control, const char *fen)
{
  ClFact fact;

  story_fact (self, &fact, CL_FACT_GAME_STARTED);
  cl_fact_add_tag (&fact, "White", "Ada");
  cl_fact_add_tag (&fact, "Black", "Ben");
  fact.time_control = g_strdup (control);
  fact.fen = g_strdup (fen);
  story_say (self, &fact);
}

ClMove
story_move (const Story *self, guint ply, const char *san)
{
  ChessPosition position;
  ChessMove move;

  cl_game_position_at (self->game, ply, &position);
  if (chess_san_parse (&position, san, -1, &move) != CHESS_NOTATION_OK)
    g_error ("%s is no move after ply %u", san, ply);
  return cl_move_from_chess (&position, move);
}

void
story_play (Story *self, const char *moves)
{
  g_auto (GStrv) tokens = g_strsplit (moves, " ", -1);

  for (guint i = 0; tokens[i] != NULL; i++)
    {
      ClFact fact;

      if (self->now != CL_NO_TIME)
        self->now += G_USEC_PER_SEC;
      story_fact (self, &fact, CL_FACT_MOVE_PLAYED);
      fact.has_move = TRUE;
      fact.move = story_move (self, fact.ply, tokens[i]);
      fact.ply++;
      story_say (self, &fact);
    }
}

guint64
story_offset (const Story *self, guint ply)
{
  const ClGameMove *move = cl_game_get_move (self->game, ply);

  return move != NULL ? move->offset : 0;
}

void
story_takeback (Story *self, guint to_ply)
{
  ClFact fact;

  story_fact (self, &fact, CL_FACT_TAKEBACK_AGREED);
  fact.ply = to_ply;
  fact.cites = story_offset (self, to_ply);
  story_say (self, &fact);
}

void
story_correct (Story *self, guint ply, const char *san)
{
  ClFact fact;

  story_fact (self, &fact, CL_FACT_MOVE_CORRECTED);
  fact.ply = ply;
  fact.cites = story_offset (self, ply);
  fact.has_move = TRUE;
  fact.move = story_move (self, ply - 1, san);
  story_say (self, &fact);
}

void
story_end_game (Story *self, ChessResult result, ChessEnding ending)
{
  ClFact fact;

  story_fact (self, &fact, CL_FACT_GAME_ENDED);
  fact.result = result;
  fact.ending = ending;
  story_say (self, &fact);
}

char *
story_fen (const ClGame *game, guint ply)
{
  ChessPosition position;
  char fen[CHESS_FEN_SIZE];

  cl_game_position_at (game, ply, &position);
  chess_fen_write (&position, CHESS_FEN_X, fen);
  return g_strdup (fen);
}

static void
dump_texts (GString *out, const char *name, GPtrArray *texts)
{
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    g_string_append_printf (out, " %s=<%s>", name, (char *) g_ptr_array_index (texts, i));
}

static void
dump_move (GString *out, const ClGame *game, guint ply)
{
  const ClGameMove *move = cl_game_get_move (game, ply);
  g_autofree char *fen = story_fen (game, ply);
  ChessColor color;
  guint number = cl_game_ply_number (game, ply, &color);
  gint64 white, black;

  cl_game_clock_at (game, ply, &white, &black);
  g_string_append_printf (out,
                          "\n%u%s %s @%" G_GUINT64_FORMAT " move=%u clock=%" G_GINT64_FORMAT
                          " used=%" G_GINT64_FORMAT " at=%" G_GINT64_FORMAT
                          " x=%u flags=%d%d%d%d key=%" G_GINT64_MODIFIER
                          "x <%s> white=%" G_GINT64_FORMAT " black=%" G_GINT64_FORMAT " <%s>",
                          number,
                          color == CHESS_WHITE ? "." : "...",
                          move->san,
                          move->offset,
                          move->move,
                          move->clock_ms,
                          move->used_ms,
                          move->occurred_at,
                          move->captured,
                          move->check,
                          move->corrected,
                          move->illegal,
                          move->broken,
                          move->key,
                          move->comment != NULL ? move->comment : "",
                          white,
                          black,
                          fen);
  for (guint i = 0; move->nags != NULL && i < move->nags->len; i++)
    g_string_append_printf (out, " $%u", g_array_index (move->nags, guint, i));
  dump_texts (out, "raw", move->raw_comments);
  dump_texts (out, "variation", move->variations);
}

static void
dump_clock (GString *out, const ClClockState *clock)
{
  g_string_append_printf (out,
                          "\nclock %d %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
                          " started=%d paused=%d since=%" G_GINT64_FORMAT
                          " running=%d thinking=%" G_GINT64_FORMAT " flags=%d%d",
                          clock->has_clock,
                          clock->remaining_ms[0],
                          clock->remaining_ms[1],
                          clock->started,
                          clock->paused,
                          clock->running_since,
                          clock->running,
                          clock->thinking_ms,
                          clock->flag_fallen[0],
                          clock->flag_fallen[1]);
}

char *
story_dump (const ClGame *game)
{
  GString *out = g_string_new (NULL);
  g_autofree char *start = story_fen (game, 0);
  g_autofree char *current = story_fen (game, cl_game_n_plies (game));

  g_string_append_printf (out,
                          "%s %u @%" G_GUINT64_FORMAT
                          " status=%d %s-%s control=%s start=%s current=%s",
                          game->partition,
                          game->game,
                          game->last_offset,
                          game->status,
                          game->white,
                          game->black,
                          game->time_control,
                          start,
                          current);
  for (guint i = 0; i < game->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (game->tags, i);

      g_string_append_printf (out, " [%s %s]", tag->name, tag->value);
    }
  for (guint ply = 1; ply <= cl_game_n_plies (game); ply++)
    dump_move (out, game, ply);
  for (guint i = 0; i < game->taken_back->len; i++)
    {
      const ClTakenBack *taken = &g_array_index (game->taken_back, ClTakenBack, i);

      g_string_append_printf (out,
                              "\nback %u %s @%" G_GUINT64_FORMAT,
                              taken->ply,
                              taken->san,
                              taken->offset);
    }
  dump_texts (out, "\nintro", game->intro);
  for (guint i = 0; game->intro_nags != NULL && i < game->intro_nags->len; i++)
    g_string_append_printf (out, " $%u", g_array_index (game->intro_nags, guint, i));
  dump_clock (out, &game->clock);
  g_string_append_printf (
    out,
    "\noutcome %d %d %d %d %u result=%d ending=%d <%s> %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
    " offers=%d%d recorded=%d withdrawn=%d text=%s reason=%s origin=%s %u %u side=%d",
    game->outcome.automatic,
    game->outcome.result,
    game->outcome.may_claim_threefold,
    game->outcome.may_claim_50_moves,
    game->outcome.occurrences,
    game->result,
    game->ending,
    game->ending_text,
    game->started_at,
    game->ended_at,
    game->draw_offered[0],
    game->draw_offered[1],
    game->recorded_only,
    game->withdrawn,
    game->text,
    game->reason,
    game->origin_partition,
    game->origin_game,
    game->origin_ply,
    cl_game_side_to_move (game));
  return g_string_free (out, FALSE);
}
