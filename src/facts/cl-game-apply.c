/* cl-game-apply.c: the fold of one game: what each fact changes
 *
 * Takes everything that can have happened, which is more than cl_game_accepts () would let happen now. An event that makes
 * no sense (a move in no game, a citation of nothing) is an error and changes nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-game-private.h"

#include <string.h>

static gboolean
nonsense (GError **error, const char *message)
{
  g_set_error_literal (error, CL_FACT_ERROR, CL_FACT_ERROR_BAD_DETAILS, message);
  return FALSE;
}

static void
name_players (ClGame *pub)
{
  const char *white = cl_tags_get (pub->tags, "White"), *black = cl_tags_get (pub->tags, "Black");

  g_free (pub->white);
  g_free (pub->black);
  pub->white = g_strdup (white != NULL && *white != '\0' ? white : "?");
  pub->black = g_strdup (black != NULL && *black != '\0' ? black : "?");
}

static gboolean
game_started (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;
  ChessPosition start = chess_position_start ();

  if (pub->status != CL_GAME_EMPTY)
    return nonsense (error, "Game starts twice");
  if (fact->fen != NULL)
    {
      ChessFenError fault = chess_fen_parse (fact->fen, -1, &start, NULL);

      if (fault != CHESS_FEN_OK)
        return nonsense (error, chess_fen_error_text (fault));
    }
  start.chess960 |= fact->chess960 != FALSE;
  pub->status = CL_GAME_PLAYING;
  pub->start = pub->current = start;
  pub->start_since = event->offset;
  g_array_index (self->keys, guint64, 0) = start.key;
  if (fact->tags != NULL)
    {
      g_ptr_array_unref (pub->tags);
      pub->tags = g_steal_pointer (&fact->tags);
    }
  name_players (pub);
  pub->recorded_only = fact->recorded_only;
  pub->analysis_allowed = fact->analysis_allowed;
  pub->computer[CHESS_WHITE] = fact->computer[CHESS_WHITE];
  pub->computer[CHESS_BLACK] = fact->computer[CHESS_BLACK];
  cl_game_clock_set_up (self, fact);
  pub->time_control = g_steal_pointer (&fact->time_control);
  pub->origin_partition = g_steal_pointer (&fact->origin_partition);
  pub->origin_game = fact->origin_game;
  pub->origin_ply = fact->origin_ply;
  pub->intro = g_steal_pointer (&fact->comments);
  pub->intro_nags = g_steal_pointer (&fact->nags);
  pub->intro_escapes = g_steal_pointer (&fact->escapes);
  pub->intro_order = g_steal_pointer (&fact->order);
  pub->before = g_steal_pointer (&fact->outside);
  pub->started_at = fact->occurred_at;
  pub->clock.running = start.side;
  cl_game_judge (self);
  return TRUE;
}

static gboolean
game_ended (ClGameFull *self, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;

  if (pub->status != CL_GAME_PLAYING)
    return nonsense (error, "Game ends that is not in progress");
  pub->status = CL_GAME_ENDED;
  pub->result = fact->result;
  pub->ending = fact->ending;
  pub->ending_text = g_steal_pointer (&fact->text);
  pub->ending_plies = g_steal_pointer (&fact->plies);
  pub->ending_quiet_plies = fact->quiet_plies;
  pub->ending_written = g_steal_pointer (&fact->written);
  if (fact->proof != NULL)
    chess_proof_from_word ((ChessText){ fact->proof, strlen (fact->proof) }, &pub->ending_proof);
  pub->ended_at = fact->occurred_at;
  g_clear_pointer (&pub->late_comments, g_ptr_array_unref);
  pub->late_comments = g_steal_pointer (&fact->comments);
  pub->draw_offered[0] = pub->draw_offered[1] = FALSE;
  cl_game_clock_stop (self, fact);
  return TRUE;
}

static gboolean
result_corrected (ClGameFull *self, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;

  if (pub->status != CL_GAME_PLAYING && pub->status != CL_GAME_ENDED)
    return nonsense (error, "Result of no game is corrected");
  cl_game_clock_stop (self, fact);
  pub->result = fact->result;
  pub->ending = fact->ending;
  cl_tags_remove (pub->tags, "Result"); /* of the file, which said otherwise */
  cl_game_forget_ending (pub);
  pub->ending_text = g_steal_pointer (&fact->text);
  if (fact->ending == CHESS_ENDING_NONE)
    {
      /* The game goes on after all, with clocks that wait. */
      pub->status = CL_GAME_PLAYING;
      pub->result = CHESS_RESULT_NONE;
      pub->ended_at = CL_NO_TIME;
      pub->clock.running = cl_game_side_to_move (pub);
      pub->clock.paused = pub->clock.started;
    }
  else if (pub->status == CL_GAME_PLAYING)
    {
      pub->status = CL_GAME_ENDED;
      pub->ended_at = fact->occurred_at;
    }
  return TRUE;
}

static gboolean
details_corrected (ClGameFull *self, const ClFact *fact, GError **error)
{
  GPtrArray *tags = self->pub.tags;

  for (guint i = 0; i < fact->tags->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (fact->tags, i);

      if (tag->value != NULL)
        {
          cl_tags_set (tags, tag->name, tag->value);
          continue;
        }
      cl_tags_remove (tags, tag->name);
    }
  name_players (&self->pub);
  return TRUE;
}

static gboolean
unreadable (ClGameFull *self, ClFact *fact, GError **error)
{
  if (self->pub.status != CL_GAME_EMPTY)
    return nonsense (error, "Game that was read is said to be unreadable");
  self->pub.status = CL_GAME_UNREADABLE;
  if (fact->tags != NULL)
    {
      g_ptr_array_unref (self->pub.tags);
      self->pub.tags = g_steal_pointer (&fact->tags);
    }
  name_players (&self->pub);
  self->pub.text = g_steal_pointer (&fact->text);
  self->pub.before = g_steal_pointer (&fact->outside);
  self->pub.reason = fact->line > 0
                       ? g_strdup_printf ("line %" G_GUINT64_FORMAT ": %s",
                                          fact->line,
                                          fact->reason != NULL ? fact->reason : "unreadable")
                       : g_strdup (fact->reason);
  return TRUE;
}

/* What speaks about a move that was taken back has nowhere to stand and is only checked. */
static gboolean
find_spoken_about (ClGameFull *self,
                   const ClEvent *event,
                   const ClFact *fact,
                   ClGameMove **move,
                   GError **error)
{
  gint index = cl_game_find_move (self, fact->cites);

  if (fact->cites >= event->offset)
    return nonsense (error, "Something is said about a later event");
  *move = index >= 0 ? &g_array_index (self->pub.moves, ClGameMove, index) : NULL;
  return TRUE;
}

static void
add_nags (GArray **nags, ClFact *fact)
{
  if (*nags == NULL)
    *nags = g_steal_pointer (&fact->nags);
  else if (fact->nags != NULL)
    g_array_append_vals (*nags, fact->nags->data, fact->nags->len);
}

static gboolean
note_added (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  ClGame *pub = &self->pub;
  ClGameMove *move = NULL;

  if (!find_spoken_about (self, event, fact, &move, error))
    return FALSE;
  if (fact->cites == 0 && fact->text != NULL)
    {
      if (pub->intro == NULL)
        pub->intro = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (pub->intro, g_steal_pointer (&fact->text));
    }
  if (fact->cites == 0)
    add_nags (&pub->intro_nags, fact);
  if (move == NULL)
    return TRUE;
  if (fact->text != NULL)
    cl_game_append_comment (move, fact->text);
  add_nags (&move->nags, fact);
  return TRUE;
}

static gboolean
variation_added (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  ClGameMove *move;

  if (!find_spoken_about (self, event, fact, &move, error))
    return FALSE;
  if (move == NULL)
    return TRUE;
  if (move->variations == NULL)
    move->variations = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (move->variations, g_steal_pointer (&fact->text));
  return TRUE;
}

static gboolean
needs_play (ClGameFull *self, GError **error)
{
  return self->pub.status == CL_GAME_PLAYING ||
         nonsense (error, "Something happens in a game that is not in progress");
}

static gboolean
clock_act (ClGameFull *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  switch (fact->type)
    {
    case CL_FACT_CLOCK_STARTED:
      cl_game_clock_started (self, fact);
      break;
    case CL_FACT_CLOCK_PAUSED:
      cl_game_clock_paused (self, fact);
      break;
    case CL_FACT_CLOCK_RESUMED:
      cl_game_clock_resumed (self, fact);
      break;
    case CL_FACT_CLOCK_ADJUSTED:
      cl_game_clock_adjusted (self, fact);
      break;
    default:
      cl_game_clock_flag (self, fact);
    }
  return TRUE;
}

static gboolean
draw_act (ClGameFull *self, const ClFact *fact, GError **error)
{
  if (!needs_play (self, error))
    return FALSE;
  if (fact->type == CL_FACT_DRAW_DECLINED)
    self->pub.draw_offered[!fact->side] = FALSE;
  else
    self->pub.draw_offered[fact->side] = TRUE; /* a claim counts as an offer */
  return TRUE;
}

static gboolean
apply_fact (ClGameFull *self, const ClEvent *event, ClFact *fact, GError **error)
{
  if (self->pub.status == CL_GAME_EMPTY && fact->type != CL_FACT_GAME_STARTED &&
      fact->type != CL_FACT_GAME_UNREADABLE)
    return nonsense (error, "Something happens in a game that has not started");

  switch (fact->type)
    {
    case CL_FACT_GAME_STARTED:
      return game_started (self, event, fact, error);
    case CL_FACT_MOVE_PLAYED:
      return cl_game_move_played (self, event, fact, error);
    case CL_FACT_ILLEGAL_MOVE_MADE:
      return cl_game_illegal_move_made (self, event, fact, error);
    case CL_FACT_MOVE_CORRECTED:
      return cl_game_move_corrected (self, event, fact, error);
    case CL_FACT_TAKEBACK_AGREED:
      return cl_game_taken_back (self, fact, error);
    case CL_FACT_POSITION_CORRECTED:
      return cl_game_position_corrected (self, event, fact, error);
    case CL_FACT_DRAW_OFFERED:
    case CL_FACT_DRAW_DECLINED:
    case CL_FACT_DRAW_CLAIMED:
      return draw_act (self, fact, error);
    case CL_FACT_DETAILS_CORRECTED:
      return details_corrected (self, fact, error);
    case CL_FACT_RESULT_CORRECTED:
      return result_corrected (self, fact, error);
    case CL_FACT_GAME_WITHDRAWN:
    case CL_FACT_GAME_RESTORED:
      self->pub.withdrawn = fact->type == CL_FACT_GAME_WITHDRAWN;
      return TRUE;
    case CL_FACT_CLOCK_STARTED:
    case CL_FACT_CLOCK_PAUSED:
    case CL_FACT_CLOCK_RESUMED:
    case CL_FACT_CLOCK_ADJUSTED:
    case CL_FACT_FLAG_FELL:
      return clock_act (self, fact, error);
    case CL_FACT_GAME_ENDED:
      return game_ended (self, fact, error);
    case CL_FACT_NOTE_ADDED:
      return note_added (self, event, fact, error);
    case CL_FACT_VARIATION_ADDED:
      return variation_added (self, event, fact, error);
    case CL_FACT_BOARD_ATTACHED:
    case CL_FACT_BOARD_DETACHED:
      return TRUE;
    case CL_FACT_GAME_UNREADABLE:
      return unreadable (self, fact, error);
    default:
      return nonsense (error, "Fact that is about no game");
    }
}

/* A move with nothing but columns needs no ClFact: the columns are checked where they are used. */
static gboolean
is_plain_move (const ClEvent *event)
{
  return event->kind == CL_FACT_MOVE_PLAYED && event->details == NULL && event->has_move &&
         event->schema == 1 &&
         (event->clock_ms == CL_NO_CLOCK ||
          (event->clock_ms >= -CL_GAME_MAX_CLOCK && event->clock_ms <= CL_GAME_MAX_CLOCK)) &&
         cl_fact_type_of (event) == CL_FACT_MOVE_PLAYED;
}

static gboolean
apply_decoded (ClGameFull *self, const ClEvent *event, GError **error)
{
  g_auto (ClFact) fact = { 0 };

  return cl_fact_from_event (event, &fact, error) && apply_fact (self, event, &fact, error);
}

gboolean
cl_game_apply (ClGame *self, const ClEvent *event, GError **error)
{
  ClGameFull *full = FULL (self);

  g_return_val_if_fail (event->game == self->game, FALSE);

  if (event->offset <= self->last_offset)
    return nonsense (error, "Events of a game out of order");
  if (is_plain_move (event) ? !cl_game_move_played (full, event, NULL, error)
                            : !apply_decoded (full, event, error))
    return FALSE;
  self->last_offset = event->offset;
  return TRUE;
}
