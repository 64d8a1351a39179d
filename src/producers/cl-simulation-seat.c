/* cl-simulation-seat.c: a game that was played once, act by act, at a table of today
 *
 * The thinking times are those of the score: what %emt says, else what the clock lost. A game without times gets times
 * as people take them, drawn from the seed. How a game ended is played too: a resignation, an offer and its answer, a
 * flag; what mates or draws by itself needs nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-simulation-private.h"

#include <string.h>

#define REST_MS       15000 /* between two games at a table */
#define ANSWER_MS     4000 /* to a draw offer, and for a resignation to be made up one's mind about */
#define LEAST_LEFT_MS 100 /* a move that was made was made in time */

void
cl_simulation_seat_free (ClSimulationSeat *self)
{
  g_free (self->partition);
  g_clear_pointer (&self->game, cl_game_unref);
  g_clear_pointer (&self->rand, g_rand_free);
  g_free (self);
}

/* The same facts, by the simulation. */
static ClDraft *
sign (ClDraft *draft)
{
  g_autoptr (ClDraft) owned = draft;

  return owned != NULL ? cl_draft_copy_by (owned, CL_SIMULATION_PRODUCER) : NULL;
}

static gboolean
is_playing (const ClSimulationSeat *self)
{
  return self->game != NULL && self->game->status == CL_GAME_PLAYING;
}

static const char *
known_tag (const ClGame *score, const char *name)
{
  const char *value = cl_game_get_tag (score, name);

  return value != NULL && *value != '\0' && *value != '?' ? value : NULL;
}

static gboolean
has_time_control (const char *text)
{
  ChessTimeControls controls;

  return text != NULL &&
         chess_time_controls_parse ((ChessText){ text, strlen (text) }, &controls) &&
         controls.sides[CHESS_WHITE].timing != CHESS_TIMING_NONE;
}

static ClDraft *
start_game (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  const ClGame *score = self->score;
  const char *event = known_tag (score, "Event");
  g_autofree char *title =
    event != NULL ? g_strdup_printf ("Simulation: %s", event) : g_strdup ("Simulation");
  const ClGameSetup setup = { .white = score->white,
                              .black = score->black,
                              .white_elo = known_tag (score, "WhiteElo"),
                              .black_elo = known_tag (score, "BlackElo"),
                              .event = title,
                              .round = known_tag (score, "Round"),
                              .time_control =
                                has_time_control (score->time_control) ? score->time_control : NULL,
                              .chess960 = score->start.chess960,
                              .fen = cl_game_get_tag (score, "FEN"),
                              .start_clock_now = TRUE };

  g_clear_pointer (&self->game, cl_game_unref);
  return cl_table_start (self->partition, self->game_number + 1, &setup, now_us, error);
}

/* What the mover thought about @ply, from the facts of the score. */
static gint64
find_used_ms (const ClGame *score, guint ply, GRand *rand)
{
  const ClGameMove *move = cl_game_get_move (score, ply);
  const ClGameMove *before = ply > 2 ? cl_game_get_move (score, ply - 2) : NULL;
  ChessColor side;
  gint64 white_ms, black_ms, earlier_ms;

  if (move->used_ms != CL_NO_CLOCK)
    return move->used_ms;
  if (move->clock_ms != CL_NO_CLOCK && score->clock.has_clock)
    {
      guint number = cl_game_ply_number (score, ply, &side);

      cl_game_clock_at (score, before != NULL ? ply - 2 : 0, &white_ms, &black_ms);
      earlier_ms = before != NULL ? before->clock_ms : side == CHESS_WHITE ? white_ms : black_ms;
      if (earlier_ms != CL_NO_CLOCK)
        return MAX (0,
                    chess_time_control_after_move (&score->clock.control[side],
                                                   earlier_ms,
                                                   0,
                                                   number) -
                      move->clock_ms);
    }
  /* Mostly seconds, now and then a minute. */
  return ply <= 12 ? g_rand_int_range (rand, 1000, 8000)
                   : (gint64) (2000 + 60000 * g_rand_double (rand) * g_rand_double (rand) *
                                        g_rand_double (rand));
}

static ClDraft *
play_move (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  const ClGame *game = self->game;
  guint ply = cl_game_n_plies (game) + 1;
  gint64 used_ms = self->think_ms;
  ChessColor side = cl_game_side_to_move (game);

  if (game->clock.has_clock)
    used_ms = CLAMP (used_ms, 0, MAX (0, game->clock.remaining_ms[side] - LEAST_LEFT_MS));
  return cl_table_move (game, cl_game_get_move (self->score, ply)->move, used_ms, now_us, error);
}

/* The side to move overstepped its time, as the score says. */
static gboolean
ends_by_flag (const ClSimulationSeat *self)
{
  const ClGame *score = self->score;
  ChessColor loser = score->result == CHESS_RESULT_WHITE ? CHESS_BLACK : CHESS_WHITE;

  return score->ending == CHESS_ENDING_TIME && score->result != CHESS_RESULT_DRAW &&
         self->game->clock.running_since != CL_NO_TIME &&
         cl_game_side_to_move (self->game) == loser;
}

/* In a simulation that is faster than time the flag falls when it would have on a clock at that table. */
static ClDraft *
drop_flag (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  const ClClockState *clock = &self->game->clock;
  gint64 left_ms =
    clock->remaining_ms[clock->running] - clock->thinking_ms +
    chess_time_control_delay_ms (&clock->control[clock->running], cl_game_clock_move (self->game));

  return cl_table_flag (self->game,
                        clock->running,
                        MAX (now_us, clock->running_since + left_ms * 1000),
                        error);
}

/* As the score ends, as far as players can do it. */
static ClDraft *
end_game (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  const ClGame *game = self->game, *score = self->score;
  ChessColor to_move = cl_game_side_to_move (game);
  ChessColor loser = score->result == CHESS_RESULT_WHITE ? CHESS_BLACK : CHESS_WHITE;

  if (score->result == CHESS_RESULT_DRAW)
    return game->draw_offered[!to_move]
             ? cl_table_agree_draw (game, now_us, error)
             : cl_table_offer_draw (game, (ChessColor) !to_move, now_us, error);
  if (score->result == CHESS_RESULT_NONE)
    return cl_table_end (game, CHESS_RESULT_NONE, CHESS_ENDING_ABANDONED, NULL, now_us, error);
  return ends_by_flag (self) ? drop_flag (self, now_us, error)
                             : cl_table_resign (game, loser, now_us, error);
}

ClDraft *
cl_simulation_seat_act (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  if (!is_playing (self))
    return sign (start_game (self, now_us, error));
  if (cl_game_n_plies (self->game) < cl_game_n_plies (self->score))
    return sign (play_move (self, now_us, error));
  return sign (end_game (self, now_us, error));
}

ClDraft *
cl_simulation_seat_abandon (ClSimulationSeat *self, gint64 now_us, GError **error)
{
  return sign (
    cl_table_end (self->game, CHESS_RESULT_NONE, CHESS_ENDING_ABANDONED, NULL, now_us, error));
}

/* From the last act until the next. */
static gint64
find_pause_ms (const ClSimulationSeat *self)
{
  guint ply = cl_game_n_plies (self->game) + 1;

  if (!is_playing (self))
    return REST_MS;
  if (ply <= cl_game_n_plies (self->score))
    return find_used_ms (self->score, ply, self->rand);
  return ends_by_flag (self) ? self->game->clock.remaining_ms[self->game->clock.running]
                             : ANSWER_MS;
}

gboolean
cl_simulation_seat_appended (ClSimulationSeat *self,
                             const ClDraft *draft,
                             const ClAppended *appended,
                             GError **error)
{
  if (self->game == NULL || !is_playing (self))
    {
      self->game_number++;
      g_clear_pointer (&self->game, cl_game_unref);
      self->game = cl_game_new (self->partition, self->game_number);
    }
  for (gsize i = 0; i < cl_draft_get_length (draft); i++)
    {
      ClEvent event = *cl_draft_get (draft, i);

      event.offset = appended->first_offset + i;
      if (!cl_game_apply (self->game, &event, error))
        return FALSE;
    }
  self->head = appended->last_offset;
  self->think_ms = find_pause_ms (self);
  self->due_ms += self->think_ms;
  return TRUE;
}
