/* cl-table.c: turns what people intend at a table into facts
 *
 * Every fact of a draft is asked of a copy of the game and then folded into it, so that the second fact of a draft (the
 * end after a mating move) is judged by the game as it stands after the first, by the same code that will fold both.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PRODUCER "screen"

void
cl_table_draft_clear (ClTableDraft *self)
{
  g_clear_pointer (&self->game, cl_game_unref);
  g_clear_pointer (&self->draft, cl_draft_unref);
}

ClTableDraft
cl_table_draft_open (const ClGame *game, gint64 now)
{
  return (ClTableDraft){ cl_game_copy (game), cl_draft_new (game->partition, PRODUCER, NULL), now };
}

static const char *
get_player (const ClGame *game, ChessColor side)
{
  const char *name = side == CHESS_WHITE ? game->white : game->black;

  return g_strcmp0 (name, "?") != 0 ? name : NULL;
}

void
cl_table_draft_begin (const ClTableDraft *self, ClFact *fact, ClFactType type)
{
  cl_fact_init (fact, type);
  fact->game = self->game->game;
  fact->ply = cl_game_n_plies (self->game);
  fact->occurred_at = self->now;
}

void
cl_table_draft_begin_act (const ClTableDraft *self, ClFact *fact, ClFactType type, ChessColor side)
{
  cl_table_draft_begin (self, fact, type);
  fact->side = side;
  fact->player = g_strdup (get_player (self->game, side));
}

gboolean
cl_table_draft_add (ClTableDraft *self, const ClFact *fact, GError **error)
{
  ClEvent event;

  if (!cl_game_accepts (self->game, fact, error))
    return FALSE;
  cl_fact_to_draft (fact, self->draft);
  event = *cl_draft_get (self->draft, cl_draft_get_length (self->draft) - 1);
  /* Its real offset is given later; here it only has to be the newest. */
  event.offset = self->game->last_offset + 1;
  return cl_game_apply (self->game, &event, error);
}

/* The draft of one fact. */
ClDraft *
cl_table_draft_finish (ClTableDraft *self, const ClFact *fact, GError **error)
{
  return cl_table_draft_add (self, fact, error) ? g_steal_pointer (&self->draft) : NULL;
}

void
cl_table_draft_read_clocks (const ClTableDraft *self, ClFact *fact)
{
  const ClGame *game = self->game;

  if (!game->clock.has_clock || !game->clock.started)
    return;
  fact->white_ms = cl_game_clock_now (game, CHESS_WHITE, self->now);
  fact->black_ms = cl_game_clock_now (game, CHESS_BLACK, self->now);
}

static gint64
get_thinking_ms (const ClTableDraft *self)
{
  const ClClockState *clock = &self->game->clock;

  if (clock->running_since == CL_NO_TIME || self->now == CL_NO_TIME)
    return clock->thinking_ms;
  return clock->thinking_ms + MAX (0, self->now - clock->running_since) / 1000;
}

static gboolean
add_result_corrected (ClTableDraft *self,
                      ChessResult result,
                      ChessEnding ending,
                      const char *text,
                      GError **error)
{
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (self, &fact, CL_FACT_RESULT_CORRECTED);
  fact.result = result;
  fact.ending = ending;
  fact.text = g_strdup (text);
  return cl_table_draft_add (self, &fact, error);
}

static gboolean
add_clock_start (ClTableDraft *self, GError **error)
{
  const ClGame *game = self->game;
  g_auto (ClFact) fact = { 0 };

  if (!game->clock.has_clock || game->clock.started || game->recorded_only)
    return TRUE;
  cl_table_draft_begin (self, &fact, CL_FACT_CLOCK_STARTED);
  fact.white_ms = game->clock.remaining_ms[CHESS_WHITE];
  fact.black_ms = game->clock.remaining_ms[CHESS_BLACK];
  return cl_table_draft_add (self, &fact, error);
}

/* What the mover's clock shows after the move. */
static gboolean
set_times (const ClTableDraft *self, gint64 used_ms, ClFact *fact, GError **error)
{
  const ClClockState *clock = &self->game->clock;
  gint64 remaining = clock->remaining_ms[fact->side];

  if (!clock->started)
    {
      fact->used_ms = used_ms;
      return TRUE;
    }
  fact->used_ms = used_ms != CL_NO_CLOCK ? MAX (0, used_ms) : get_thinking_ms (self);
  if (remaining == CL_NO_CLOCK || clock->control[fact->side].timing == CHESS_TIMING_NONE)
    return TRUE;
  if (!clock->flag_fallen[fact->side] &&
      chess_time_control_running_ms (&clock->control[fact->side],
                                     remaining,
                                     fact->used_ms,
                                     cl_game_clock_move (self->game)) <= 0)
    {
      g_set_error_literal (error,
                           CL_FACT_ERROR,
                           CL_FACT_ERROR_UNACCEPTABLE,
                           _("The time of this player is up"));
      return FALSE;
    }
  fact->clock_ms = chess_time_control_after_move (&clock->control[fact->side],
                                                  remaining,
                                                  fact->used_ms,
                                                  cl_game_clock_move (self->game));
  return TRUE;
}

static ClMove
pack_move (const ChessPosition *before, ChessMove move)
{
  ChessKind promotion = CHESS_NO_KIND;

  if (move != CHESS_MOVE_NULL && chess_position_is_legal (before, move))
    return cl_move_from_chess (before, move);
  if (chess_move_form (move) == CHESS_FORM_PROMOTION)
    promotion = chess_move_promotion (move);
  return cl_move_from_hand (before, chess_move_from (move), chess_move_to (move), promotion);
}

static gboolean
add_move (ClTableDraft *self, ClFactType type, ClMove move, gint64 used_ms, GError **error)
{
  const ClGame *game = self->game;
  ChessColor side = cl_game_side_to_move (game);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin_act (self, &fact, type, side);
  fact.ply++;
  fact.has_move = TRUE;
  fact.move = move;
  fact.entered = game->recorded_only;
  fact.stood = type == CL_FACT_ILLEGAL_MOVE_MADE;
  /* Ask before the clock is started by it or a flag is noticed. */
  if (!cl_game_accepts (game, &fact, error))
    return FALSE;
  if (!game->clock.started)
    used_ms = CL_NO_CLOCK;
  if (!add_clock_start (self, error) || !set_times (self, used_ms, &fact, error))
    return FALSE;
  return cl_table_draft_add (self, &fact, error);
}

ClDraft *
cl_table_move (const ClGame *game, ChessMove move, gint64 used_ms, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);

  if (!add_move (&self, CL_FACT_MOVE_PLAYED, pack_move (&game->current, move), used_ms, error) ||
      !cl_table_draft_end_if_over (&self, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_illegal_move (const ClGame *game,
                       ChessSquare from,
                       ChessSquare to,
                       ChessKind promotion,
                       gint64 now,
                       GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  ClMove move = cl_move_from_hand (&game->current, from, to, promotion);

  if (!add_move (&self, CL_FACT_ILLEGAL_MOVE_MADE, move, CL_NO_CLOCK, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

static gboolean
is_by_position (ChessEnding ending)
{
  return ending >= CHESS_ENDING_CHECKMATE && ending <= CHESS_ENDING_75_MOVES;
}

/* A corrected move may end the game, or take away the mate that had ended it. */
static gboolean
mend_result (ClTableDraft *self, GError **error)
{
  const ClGame *game = self->game;
  ChessOutcome outcome;
  ChessProof proof;

  if (game->status == CL_GAME_PLAYING)
    return cl_table_draft_end_if_over (self, error);
  outcome = cl_game_find_end (game, &proof);
  if (!is_by_position (game->ending) ||
      (outcome.automatic == game->ending && outcome.result == game->result))
    return TRUE;
  return add_result_corrected (self, outcome.result, outcome.automatic, NULL, error);
}

ClDraft *
cl_table_correct_move (const ClGame *game, guint ply, ChessMove move, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  const ClGameMove *recorded = cl_game_get_move (game, ply);
  ChessPosition before;

  cl_game_position_at (game, ply > 0 ? ply - 1 : 0, &before);
  cl_table_draft_begin_act (&self, &fact, CL_FACT_MOVE_CORRECTED, before.side);
  fact.ply = ply;
  fact.cites = recorded != NULL ? recorded->offset : 0;
  fact.has_move = TRUE;
  fact.move = pack_move (&before, move);
  if (!cl_table_draft_add (&self, &fact, error) || !mend_result (&self, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}

ClDraft *
cl_table_takeback (const ClGame *game, guint to_ply, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  const ClGameMove *last = cl_game_get_move (game, to_ply);

  /* In a game that is only written down, the last move may go even if it ended the game. */
  if (game->status == CL_GAME_ENDED && game->recorded_only && to_ply < cl_game_n_plies (game) &&
      !add_result_corrected (&self, CHESS_RESULT_NONE, CHESS_ENDING_NONE, NULL, error))
    return NULL;
  cl_table_draft_begin (&self, &fact, CL_FACT_TAKEBACK_AGREED);
  fact.ply = to_ply;
  fact.cites = last != NULL ? last->offset : 0;
  cl_table_draft_read_clocks (&self, &fact);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_start_clock (const ClGame *game, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, CL_FACT_CLOCK_STARTED);
  fact.white_ms = game->clock.remaining_ms[CHESS_WHITE];
  fact.black_ms = game->clock.remaining_ms[CHESS_BLACK];
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_pause (const ClGame *game, const char *reason, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, CL_FACT_CLOCK_PAUSED);
  fact.used_ms = get_thinking_ms (&self);
  fact.reason = g_strdup (reason);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_resume (const ClGame *game, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, CL_FACT_CLOCK_RESUMED);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_adjust_clock (const ClGame *game,
                       gint64 white_ms,
                       gint64 black_ms,
                       const char *reason,
                       gint64 now,
                       GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, CL_FACT_CLOCK_ADJUSTED);
  fact.white_ms = white_ms;
  fact.black_ms = black_ms;
  fact.reason = g_strdup (reason);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_correct_details (const ClGame *game, GPtrArray *tags, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, CL_FACT_DETAILS_CORRECTED);
  fact.ply = 0;
  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (tags, i);

      /* What stays the same is not said again. */
      if (g_strcmp0 (cl_game_get_tag (game, tag->name), tag->value) != 0)
        cl_fact_add_tag (&fact, tag->name, tag->value);
    }
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_correct_result (const ClGame *game,
                         ChessResult result,
                         ChessEnding ending,
                         const char *text,
                         gint64 now,
                         GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);

  return add_result_corrected (&self, result, ending, text, error) ? g_steal_pointer (&self.draft)
                                                                   : NULL;
}

ClDraft *
cl_table_withdraw (const ClGame *game, gboolean restore, gint64 now, GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (&self, &fact, restore ? CL_FACT_GAME_RESTORED : CL_FACT_GAME_WITHDRAWN);
  fact.ply = 0;
  return cl_table_draft_finish (&self, &fact, error);
}

static ClDraft *
add_text (const ClGame *game,
          ClFactType type,
          guint ply,
          const char *text,
          gint64 now,
          GError **error)
{
  g_auto (ClTableDraft) self = cl_table_draft_open (game, now);
  g_auto (ClFact) fact = { 0 };
  const ClGameMove *move = cl_game_get_move (game, ply);

  cl_table_draft_begin (&self, &fact, type);
  fact.ply = ply;
  fact.cites = move != NULL ? move->offset : 0;
  fact.text = g_strdup (text);
  return cl_table_draft_finish (&self, &fact, error);
}

ClDraft *
cl_table_add_note (const ClGame *game, guint ply, const char *text, gint64 now, GError **error)
{
  return add_text (game, CL_FACT_NOTE_ADDED, ply, text, now, error);
}

ClDraft *
cl_table_add_variation (const ClGame *game, guint ply, const char *text, gint64 now, GError **error)
{
  return add_text (game, CL_FACT_VARIATION_ADDED, ply, text, now, error);
}

static void
add_setup_tag (ClFact *fact, const char *name, const char *value, const char *otherwise)
{
  if (value == NULL || *value == '\0')
    value = otherwise;
  if (value != NULL)
    cl_fact_add_tag (fact, name, value);
}

/* The seven that every game has, in their order, then what else is known. */
static void
add_setup_tags (ClFact *fact, const ClGameSetup *setup)
{
  g_autofree char *today = NULL;

  if (fact->occurred_at != CL_NO_TIME)
    {
      g_autoptr (GDateTime) date =
        g_date_time_new_from_unix_local (fact->occurred_at / G_USEC_PER_SEC);

      today = date != NULL ? g_date_time_format (date, "%Y.%m.%d") : NULL;
    }
  add_setup_tag (fact, "Event", setup->event, "?");
  add_setup_tag (fact, "Site", setup->site, "?");
  add_setup_tag (fact, "Date", setup->date, today != NULL ? today : "????.??.??");
  add_setup_tag (fact, "Round", setup->round, "?");
  add_setup_tag (fact, "White", setup->white, "?");
  add_setup_tag (fact, "Black", setup->black, "?");
  add_setup_tag (fact, "WhiteElo", setup->white_elo, NULL);
  add_setup_tag (fact, "BlackElo", setup->black_elo, NULL);
  add_setup_tag (fact, "TimeControl", setup->time_control, setup->recorded_only ? NULL : "-");
  if (setup->chess960)
    cl_fact_add_tag (fact, "Variant", "Chess960");
  if (setup->fen != NULL)
    {
      cl_fact_add_tag (fact, "SetUp", "1");
      cl_fact_add_tag (fact, "FEN", setup->fen);
    }
}

static gboolean
add_start (ClTableDraft *self, const ClGameSetup *setup, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin (self, &fact, CL_FACT_GAME_STARTED);
  add_setup_tags (&fact, setup);
  fact.fen = g_strdup (setup->fen);
  fact.chess960 = setup->chess960;
  fact.time_control = g_strdup (cl_fact_get_tag (&fact, "TimeControl"));
  fact.increment_first = setup->increment_first;
  fact.added_at_zero = setup->added_at_zero;
  fact.recorded_only = setup->recorded_only;
  fact.analysis_allowed = setup->analysis_allowed;
  fact.computer[CHESS_WHITE] = setup->computer[CHESS_WHITE];
  fact.computer[CHESS_BLACK] = setup->computer[CHESS_BLACK];
  fact.origin_partition = g_strdup (setup->origin_partition);
  fact.origin_game = setup->origin_game;
  fact.origin_ply = setup->origin_ply;
  return cl_table_draft_add (self, &fact, error);
}

static gboolean
add_opening_move (ClTableDraft *self, ChessMove move, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  cl_table_draft_begin_act (self, &fact, CL_FACT_MOVE_PLAYED, cl_game_side_to_move (self->game));
  fact.ply++;
  fact.has_move = TRUE;
  fact.move = pack_move (&self->game->current, move);
  fact.entered = TRUE;
  return cl_table_draft_add (self, &fact, error);
}

/* What people write becomes PGN's form; what is not understood is refused later. */
static void
spell_time_control (ClGameSetup *setup, char text[CHESS_TIME_CONTROL_SIZE])
{
  ChessTimeControls controls;

  if (setup->time_control == NULL ||
      !chess_time_controls_parse ((ChessText){ setup->time_control, strlen (setup->time_control) },
                                  &controls))
    return;
  chess_time_controls_write (&controls, text);
  setup->time_control = text;
  setup->increment_first |= controls.sides[CHESS_WHITE].increment_first;
  setup->added_at_zero |= controls.sides[CHESS_WHITE].added_at_zero;
}

ClDraft *
cl_table_start (const char *partition,
                guint32 game,
                const ClGameSetup *setup,
                gint64 now,
                GError **error)
{
  g_auto (ClTableDraft) self = { cl_game_new (partition, game),
                                 cl_draft_new (partition, PRODUCER, NULL),
                                 now };

  ClGameSetup spelled = *setup;
  char control[CHESS_TIME_CONTROL_SIZE];

  spell_time_control (&spelled, control);
  if (!add_start (&self, &spelled, error))
    return NULL;
  for (guint i = 0; i < setup->n_opening_moves; i++)
    if (!add_opening_move (&self, setup->opening_moves[i], error))
      return NULL;
  if (setup->start_clock_now && !add_clock_start (&self, error))
    return NULL;
  return g_steal_pointer (&self.draft);
}
