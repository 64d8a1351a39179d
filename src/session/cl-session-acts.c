/* cl-session-acts.c: the intentions for the chosen game, each turned into facts by cl-table
 *
 * Each is checked against the live game, wherever one looks at the moment.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-act.h"
#include "cl-flag-policy.h"
#include "cl-session-engines.h"

/* An act for the chosen game; NULL after refusing, if none is chosen. */
static ClAct *
begin_act (ClSession *self, ClActBuild build, ClSessionDone done, gpointer user_data)
{
  if (self->chosen != NULL)
    return cl_act_new (self, self->chosen, build, done, user_data);

  cl_act_refuse (self,
                 g_error_new_literal (CL_FACT_ERROR,
                                      CL_FACT_ERROR_UNACCEPTABLE,
                                      _("No game is chosen")),
                                      done,
                                      user_data);

  return NULL;
}

/* Measured thinking time of the mover up to the act; CL_NO_CLOCK if no clock runs. */
static gint64
measure_used_ms (ClAct *act, const ClGame *game)
{
  const ClClockState *clock = &game->clock;

  if (!clock->has_clock || clock->running_since == CL_NO_TIME)
    return CL_NO_CLOCK;

  return clock->thinking_ms + cl_follower_get_elapsed_ms (act->follower, act->monotonic_us);
}

/* A move that comes after the flag fell, before the policy's timer noticed, is no move any more. */
static ClDraft *
build_move (ClAct *act, const ClGame *game, GError **error)
{
  gint64 elapsed_ms = cl_follower_get_elapsed_ms (act->follower, act->monotonic_us);

  if (game->status == CL_GAME_PLAYING && cl_session_is_computer (game, cl_game_side_to_move (game)))
    {
      g_set_error_literal (error,
                           CL_FACT_ERROR,
                           CL_FACT_ERROR_UNACCEPTABLE,
                           _ ("It is the computer’s turn"));
      return NULL;
    }
  if (cl_flag_policy_get_left_ms (game, elapsed_ms) <= 0)
    return cl_flag_policy_decide (game, elapsed_ms, act->real_us, error);

  return cl_table_move (game, act->move, measure_used_ms (act, game), act->real_us, error);
}

static void
try_move (ClSession *self, ChessMove move, ClSessionDone done, gpointer user_data)
{
  ChessPosition board;

  cl_session_get_board (self, &board, NULL, NULL);
  if (self->chosen == NULL || !chess_position_is_legal (&board, move))
    {
      cl_act_refuse (self,
                     g_error_new_literal (CL_FACT_ERROR,
                                          CL_FACT_ERROR_ILLEGAL_MOVE,
                                          _("That move is not possible here")),
                                          done,
                                          user_data);
      return;
    }

  g_array_append_val (self->trial, move);
  cl_session_show (self);
  if (done != NULL)
    done (self, NULL, user_data);
}

void
cl_session_move (ClSession *self, ChessMove move, ClSessionDone done, gpointer user_data)
{
  ClAct *act;

  g_return_if_fail (CL_IS_SESSION (self));

  if (!cl_session_is_at_live_end (self))
    {
      try_move (self, move, done, user_data);
      return;
    }

  act = begin_act (self, build_move, done, user_data);
  act->move = move;
  cl_act_submit (act);
}

static gboolean
read_move (const ChessPosition *position, const char *text, ChessMove *move, GError **error)
{
  ChessNotationError result = chess_san_parse (position, text, -1, move);

  switch (result)
    {
    case CHESS_NOTATION_OK:
      return TRUE;
    case CHESS_NOTATION_AMBIGUOUS:
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_ILLEGAL_MOVE,
                   _("“%s” could be a move of more than one piece"), text);
      return FALSE;
    case CHESS_NOTATION_ILLEGAL:
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_ILLEGAL_MOVE,
                   _("“%s” is not possible here"), text);
      return FALSE;
    case CHESS_NOTATION_SYNTAX:
    default:
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_ILLEGAL_MOVE,
                   _("“%s” is not a move"), text);
      return FALSE;
    }
}

void
cl_session_move_text (ClSession *self, const char *text, ClSessionDone done, gpointer user_data)
{
  ChessPosition board;
  ChessMove move;
  GError *error = NULL;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (text != NULL);

  cl_session_get_board (self, &board, NULL, NULL);
  if (read_move (&board, text, &move, &error))
    cl_session_move (self, move, done, user_data);
  else
    cl_act_refuse (self, error, done, user_data);
}

static ClDraft *
build_resign (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_resign (game, act->side, act->real_us, error);
}

void
cl_session_resign (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_resign, done, user_data);

  if (act == NULL)
    return;
  act->side = side;
  cl_act_submit (act);
}

static ClDraft *
build_offer (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_offer_draw (game, act->side, act->real_us, error);
}

void
cl_session_offer_draw (ClSession *self, ChessColor side, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_offer, done, user_data);

  if (act == NULL)
    return;
  act->side = side;
  cl_act_submit (act);
}

static ClDraft *
build_answer (ClAct *act, const ClGame *game, GError **error)
{
  ChessColor answerer = game->draw_offered[CHESS_WHITE] ? CHESS_BLACK : CHESS_WHITE;

  if (act->flag)
    return cl_table_agree_draw (game, act->real_us, error);

  return cl_table_decline_draw (game, answerer, act->real_us, error);
}

void
cl_session_answer_draw (ClSession *self, gboolean accept, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_answer, done, user_data);

  if (act == NULL)
    return;
  act->flag = accept;
  cl_act_submit (act);
}

static ClDraft *
build_claim (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_claim_draw (game, cl_game_side_to_move (game), act->move, act->real_us, error);
}

void
cl_session_claim_draw (ClSession *self, ChessMove written, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_claim, done, user_data);

  if (act == NULL)
    return;
  act->move = written;
  cl_act_submit (act);
}

/* The last ply; with a computer at the table its answer as well, since it would only give it again. */
static guint
find_takeback_ply (const ClGame *game)
{
  guint plies = cl_game_n_plies (game);
  ChessColor mover;

  if (plies == 0)
    return 0;
  cl_game_ply_number (game, plies, &mover);

  return plies >= 2 && cl_session_is_computer (game, mover) ? plies - 2 : plies - 1;
}

static ClDraft *
build_rejection (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_reject_claim (game, CHESS_MOVE_NULL, act->real_us, error);
}

void
cl_session_reject_claim (ClSession *self, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_rejection, done, user_data);

  if (act != NULL)
    cl_act_submit (act);
}

static ClDraft *
build_takeback (ClAct *act, const ClGame *game, GError **error)
{
  if (act->flag)
    return cl_table_takeback (game, find_takeback_ply (game), act->real_us, error);

  return cl_table_takeback (game, act->ply, act->real_us, error);
}

void
cl_session_takeback (ClSession *self, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_takeback, done, user_data);

  if (act == NULL)
    return;
  act->flag = TRUE; /* the last ply, whichever that is when its turn comes */
  cl_act_submit (act);
}

void
cl_session_takeback_to (ClSession *self, guint ply, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_takeback, done, user_data);

  if (act == NULL)
    return;
  act->ply = ply;
  cl_act_submit (act);
}

static ClDraft *
build_start_clock (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_start_clock (game, act->real_us, error);
}

void
cl_session_start_clock (ClSession *self, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_start_clock, done, user_data);

  if (act != NULL)
    cl_act_submit (act);
}

/* cl-table decides whether one may pause; the time is ours, since it is measured. */
static ClDraft *
build_pause (ClAct *act, const ClGame *game, GError **error)
{
  g_autoptr (ClDraft) accepted = NULL;

  if (!act->flag)
    return cl_table_resume (game, act->real_us, error);

  accepted = cl_table_pause (game, NULL, act->real_us, error);
  if (accepted == NULL || game->clock.running_since == CL_NO_TIME)
    return g_steal_pointer (&accepted);

  return cl_session_draft_pause (game, measure_used_ms (act, game), NULL, act->real_us);
}

void
cl_session_set_paused (ClSession *self, gboolean paused, ClSessionDone done, gpointer user_data)
{
  ClAct *act = begin_act (self, build_pause, done, user_data);

  if (act == NULL)
    return;
  act->flag = paused;
  cl_act_submit (act);
}

/* --- All tables at once --- */

typedef struct
{
  guint n_left;
  GError *error; /* the first refusal */
  ClSessionDone done;
  gpointer user_data;
} PausingAll;

static void
end_pausing (ClSession *self, PausingAll *pausing)
{
  if (--pausing->n_left > 0)
    return;
  if (pausing->done != NULL)
    pausing->done (self, pausing->error, pausing->user_data);
  g_clear_error (&pausing->error);
  g_free (pausing);
}

static void
paused_one_cb (ClSession *self, const GError *error, gpointer user_data)
{
  PausingAll *pausing = user_data;

  if (error != NULL && pausing->error == NULL)
    pausing->error = g_error_copy (error);
  end_pausing (self, pausing);
}

/* A player may have been faster: then there is nothing to do. */
static ClDraft *
build_pause_of_all (ClAct *act, const ClGame *game, GError **error)
{
  if (game->status != CL_GAME_PLAYING || game->clock.paused == act->flag)
    return NULL;

  return build_pause (act, game, error);
}

static gboolean
can_pause (ClSession *self, const ClGame *game, gboolean paused)
{
  return game->status == CL_GAME_PLAYING && game->clock.has_clock && game->clock.started &&
         game->clock.paused != paused && !cl_session_is_elsewhere (self, game->partition);
}

guint
cl_session_pause_all (ClSession *self, gboolean paused, ClSessionDone done, gpointer user_data)
{
  g_autoptr (GPtrArray) followers = NULL;
  PausingAll *pausing;
  guint n = 0;

  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  followers = cl_session_list_followers (self);
  pausing = g_new0 (PausingAll, 1);
  pausing->n_left = 1; /* until all are on their way */
  pausing->done = done;
  pausing->user_data = user_data;
  for (guint i = 0; i < followers->len; i++)
    {
      ClFollower *follower = g_ptr_array_index (followers, i);
      ClAct *act;

      if (!can_pause (self, cl_follower_get_game (follower), paused))
        continue;
      act = cl_act_new (self, follower, build_pause_of_all, paused_one_cb, pausing);
      act->flag = paused;
      pausing->n_left++;
      n++;
      cl_act_submit (act);
    }
  end_pausing (self, pausing);

  return n;
}

static ClDraft *
build_correct_move (ClAct *act, const ClGame *game, GError **error)
{
  ChessPosition before;
  ChessMove move;

  if (act->ply == 0 || act->ply > cl_game_n_plies (game))
    {
      g_set_error_literal (error,
                           CL_FACT_ERROR,
                           CL_FACT_ERROR_UNACCEPTABLE,
                           _("There is no such move to correct"));
      return NULL;
    }

  cl_game_position_at (game, act->ply - 1, &before);
  if (!read_move (&before, act->text, &move, error))
    return NULL;

  return cl_table_correct_move (game, act->ply, move, act->real_us, error);
}

void
cl_session_correct_move (ClSession *self,
                         guint ply,
                         const char *text,
                         ClSessionDone done,
                         gpointer user_data)
{
  ClAct *act = begin_act (self, build_correct_move, done, user_data);

  if (act == NULL)
    return;
  act->ply = ply;
  act->text = g_strdup (text);
  cl_act_submit (act);
}

static ClDraft *
build_illegal_move (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_illegal_move (game, act->from, act->to, act->promotion, act->real_us, error);
}

void
cl_session_record_illegal_move (ClSession *self,
                                ChessSquare from,
                                ChessSquare to,
                                ChessKind promotion,
                                ClSessionDone done,
                                gpointer user_data)
{
  ClAct *act = begin_act (self, build_illegal_move, done, user_data);

  if (act == NULL)
    return;
  act->from = from;
  act->to = to;
  act->promotion = promotion;
  cl_act_submit (act);
}

static ClDraft *
build_penalty (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_penalise_illegal_move (game,
                                         act->from,
                                         act->to,
                                         CHESS_NO_KIND,
                                         act->real_us,
                                         error);
}

void
cl_session_penalise_illegal_move (ClSession *self,
                                  ChessSquare from,
                                  ChessSquare to,
                                  ClSessionDone done,
                                  gpointer user_data)
{
  ClAct *act = begin_act (self, build_penalty, done, user_data);

  if (act == NULL)
    return;
  act->from = from;
  act->to = to;
  cl_act_submit (act);
}

static ClDraft *
build_details (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_correct_details (game, act->tags, act->real_us, error);
}

void
cl_session_correct_details (ClSession *self,
                            GPtrArray *tags,
                            ClSessionDone done,
                            gpointer user_data)
{
  ClAct *act = begin_act (self, build_details, done, user_data);

  if (act == NULL)
    return;
  act->tags = g_ptr_array_ref (tags);
  cl_act_submit (act);
}

static ClDraft *
build_result (ClAct *act, const ClGame *game, GError **error)
{
  if (game->status == CL_GAME_PLAYING)
    return cl_table_end (game, act->result, act->ending, NULL, act->real_us, error);

  return cl_table_correct_result (game, act->result, act->ending, NULL, act->real_us, error);
}

void
cl_session_set_result (ClSession *self,
                       ChessResult result,
                       ChessEnding ending,
                       ClSessionDone done,
                       gpointer user_data)
{
  ClAct *act = begin_act (self, build_result, done, user_data);

  if (act == NULL)
    return;
  act->result = result;
  act->ending = ending;
  cl_act_submit (act);
}

static ClDraft *
build_adjust (ClAct *act, const ClGame *game, GError **error)
{
  ChessColor side = cl_game_side_to_move (game);
  gint64 left = cl_game_clock_now (game, side, act->real_us);
  gint64 unaccounted_ms = cl_game_track_get_unaccounted_ms (cl_follower_get_track (act->follower));

  if (unaccounted_ms == 0)
    {
      g_set_error_literal (error,
                           CL_FACT_ERROR,
                           CL_FACT_ERROR_UNACCEPTABLE,
                           _("There is no time to decide about"));
      return NULL;
    }
  if (act->flag)
    left = MAX (left - unaccounted_ms, 0);

  return cl_table_adjust_clock (game,
                                side == CHESS_WHITE ? left : CL_NO_CLOCK,
                                side == CHESS_BLACK ? left : CL_NO_CLOCK,
                                act->flag ? "deduct" : "give-back",
                                act->real_us,
                                error);
}

static ClDraft *
build_resume (ClAct *act, const ClGame *game, GError **error)
{
  return game->clock.paused ? cl_table_resume (game, act->real_us, error) : NULL;
}

typedef struct
{
  ClFollower *follower;
  ClSessionDone done;
  gpointer user_data;
} Accounting;

/* A death between the two facts leaves a decided, paused clock: nothing is lost. */
static void
adjusted_cb (ClSession *self, const GError *error, gpointer user_data)
{
  g_autofree Accounting *accounting = user_data;
  g_autoptr (ClFollower) follower = accounting->follower;

  if (error != NULL)
    cl_act_refuse (self, g_error_copy (error), accounting->done, accounting->user_data);
  else
    cl_act_submit (
      cl_act_new (self, follower, build_resume, accounting->done, accounting->user_data));
}

void
cl_session_account_time (ClSession *self, gboolean deduct, ClSessionDone done, gpointer user_data)
{
  Accounting *accounting = g_new0 (Accounting, 1);
  ClAct *act;

  g_set_object (&accounting->follower, self->chosen);
  accounting->done = done;
  accounting->user_data = user_data;
  act = begin_act (self, build_adjust, adjusted_cb, accounting);
  if (act == NULL)
    return;
  act->flag = deduct;
  cl_act_submit (act);
}
