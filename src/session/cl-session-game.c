/* cl-session-game.c: the chosen game, and where one looks in it: at which ply and at which moment of the ledger
 *
 * Everything shown follows from four things: the chosen game's facts, the ledger cursor, the ply and the trial line.
 * cl_session_show () works it out again after any of them changed and notifies what came out differently.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include "cl-library-private.h"

const ClGame *
cl_session_get_live_game (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->chosen != NULL ? cl_follower_get_game (self->chosen) : NULL;
}

static guint
get_live_plies (ClSession *self)
{
  const ClGame *live = cl_session_get_live_game (self);

  return live != NULL ? cl_game_n_plies (live) : 0;
}

static guint
count_shown_plies (ClSession *self)
{
  return self->shown != NULL ? cl_game_n_plies (self->shown) : 0;
}

/* Notifies what differs from what was told last; each property at most once. */
static void
tell (ClSession *self)
{
  GObject *object = G_OBJECT (self);
  typeof (self->told) now = {
    .game = self->shown,
    .ply = self->ply,
    .trial_length = self->trial->len,
    .moves_behind = cl_session_get_moves_behind (self),
    .following = cl_session_get_following (self),
    .looking_back = cl_session_get_looking_back (self),
    .unaccounted_ms = cl_session_get_unaccounted_ms (self),
  };
  typeof (self->told) before = self->told;

  self->told = now;
  g_object_freeze_notify (object);
  if (now.game != before.game)
    g_object_notify (object, "game");
  if (now.ply != before.ply)
    g_object_notify (object, "ply");
  if (now.trial_length != before.trial_length)
    g_object_notify (object, "trial-length");
  if (now.moves_behind != before.moves_behind)
    g_object_notify (object, "moves-behind");
  if (now.following != before.following)
    g_object_notify (object, "following");
  if (now.looking_back != before.looking_back)
    g_object_notify (object, "looking-back");
  if (now.unaccounted_ms != before.unaccounted_ms)
    g_object_notify (object, "unaccounted-ms");
  g_object_thaw_notify (object);
  cl_session_note_place (self);
}

/* Folds the chosen game up to the ledger cursor, unless that is what is shown already. */
static gboolean
update_shown (ClSession *self)
{
  ClGameTrack *track;
  ClGame *game;
  guint n_events;

  if (self->chosen == NULL)
    {
      gboolean changed = self->shown != NULL;

      g_clear_pointer (&self->shown, cl_game_unref);
      return changed;
    }

  track = cl_follower_get_track (self->chosen);
  n_events = self->position == 0 ? track->events->len : cl_game_track_count (track, self->position);
  /* Not begun there; but the guide is about to find what is to be shown instead. */
  if (n_events == 0 && self->shown != NULL && cl_session_guide_is_searching (self))
    return FALSE;
  if (n_events == track->events->len)
    game = cl_game_ref (track->game);
  else if (self->shown != NULL && n_events == self->shown_events)
    game = cl_game_ref (self->shown);
  else
    game = cl_game_track_fold (track, n_events);

  self->shown_events = n_events;
  if (game == self->shown)
    {
      cl_game_unref (game);
      return FALSE;
    }

  g_clear_pointer (&self->shown, cl_game_unref);
  self->shown = game;

  return TRUE;
}

/* The trial line stays as long as it starts from the same position. */
static void
check_trial (ClSession *self, guint64 key_before)
{
  ChessPosition base;

  if (self->trial->len == 0)
    return;
  if (self->shown != NULL && self->ply <= count_shown_plies (self))
    {
      cl_game_position_at (self->shown, self->ply, &base);
      if (base.key == key_before)
        return;
    }

  g_array_set_size (self->trial, 0);
}

static guint64
get_base_key (ClSession *self)
{
  ChessPosition base;

  if (self->trial->len == 0 || self->shown == NULL)
    return 0;

  cl_game_position_at (self->shown, self->ply, &base);

  return base.key;
}

void
cl_session_show (ClSession *self)
{
  guint64 key = get_base_key (self);
  gboolean changed = update_shown (self);
  guint plies = count_shown_plies (self);

  if (self->position != 0 && changed)
    self->ply = plies;
  else if (self->position == 0 && self->following)
    self->ply = plies;
  else
    self->ply = MIN (self->ply, plies);

  check_trial (self, key);
  tell (self);
}

static void
chosen_changed_cb (ClFollower *follower, ClSession *self)
{
  cl_session_show (self);
}

static void
drop_chosen (ClSession *self)
{
  if (self->chosen != NULL)
    g_signal_handlers_disconnect_by_func (self->chosen, chosen_changed_cb, self);
  g_clear_object (&self->chosen);
  g_clear_pointer (&self->shown, cl_game_unref);
  g_array_set_size (self->trial, 0);
  self->ply = 0;
  self->following = FALSE;
}

void
cl_session_choose_follower (ClSession *self, ClFollower *follower)
{
  g_autoptr (ClFollower) chosen = g_object_ref (follower);

  g_clear_object (&self->choosing);
  if (self->chosen == follower)
    return;

  drop_chosen (self);
  self->chosen = g_steal_pointer (&chosen);
  g_signal_connect (follower, "changed", G_CALLBACK (chosen_changed_cb), self);
  self->following = cl_follower_get_game (follower)->status == CL_GAME_PLAYING;
  cl_session_show (self);
}

static void
choice_read_cb (ClFollower *follower, const GError *error, gpointer user_data)
{
  g_autoptr (ClSession) self = CL_SESSION (user_data);

  if (error != NULL || follower != self->choosing)
    return;
  cl_session_guide_note_choice (self, follower);
  cl_session_choose_follower (self, follower);
  if (self->choosing_ply >= 0)
    cl_session_set_ply (self, (guint) self->choosing_ply);
}

static void
choose (ClSession *self, const char *partition, guint32 game, int ply)
{
  ClFollower *follower = cl_session_follow (self, partition, game);

  g_clear_object (&self->choosing);
  self->choosing = follower;
  self->choosing_ply = ply;
  cl_follower_when_read (follower, self->head, choice_read_cb, g_object_ref (self));
}

void
cl_session_choose_game (ClSession *self, const char *partition, guint32 game)
{
  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (partition != NULL);
  g_return_if_fail (game > 0);

  choose (self, partition, game, -1);
}

void
cl_session_choose_game_at (ClSession *self, const char *partition, guint32 game, guint ply)
{
  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (partition != NULL);
  g_return_if_fail (game > 0);

  choose (self, partition, game, (int) MIN (ply, G_MAXINT));
}

void
cl_session_choose_none (ClSession *self)
{
  g_return_if_fail (CL_IS_SESSION (self));

  g_clear_object (&self->choosing);
  cl_session_guide_note_choice (self, NULL);
  drop_chosen (self);
  tell (self);
}

const ClGame *
cl_session_get_game (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->shown;
}

guint
cl_session_get_ply (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->ply;
}

void
cl_session_set_ply (ClSession *self, guint ply)
{
  g_return_if_fail (CL_IS_SESSION (self));

  g_array_set_size (self->trial, 0);
  self->ply = MIN (ply, count_shown_plies (self));
  if (self->position == 0)
    self->following = self->shown != NULL && self->ply == count_shown_plies (self);
  tell (self);
}

void
cl_session_return_to_game (ClSession *self)
{
  g_return_if_fail (CL_IS_SESSION (self));

  g_array_set_size (self->trial, 0);
  cl_session_set_position (self, 0);
  self->following = self->chosen != NULL;
  cl_session_show (self);
}

gboolean
cl_session_get_following (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), FALSE);

  return self->following && self->position == 0;
}

gboolean
cl_session_get_looking_back (ClSession *self)
{
  const ClGame *live;

  g_return_val_if_fail (CL_IS_SESSION (self), FALSE);

  live = cl_session_get_live_game (self);
  if (live == NULL || live->status != CL_GAME_PLAYING)
    return FALSE;

  return self->ply < cl_game_n_plies (live) || (self->position != 0 && self->shown != live);
}

guint
cl_session_get_moves_behind (ClSession *self)
{
  guint live;

  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  live = get_live_plies (self);

  return live > self->ply ? live - self->ply : 0;
}

gboolean
cl_session_is_at_live_end (ClSession *self)
{
  const ClGame *live = cl_session_get_live_game (self);

  return live != NULL && live->status == CL_GAME_PLAYING && self->trial->len == 0 &&
         self->shown == live && self->ply == cl_game_n_plies (live);
}

void
cl_session_get_board (ClSession *self,
                      ChessPosition *position,
                      ChessMove *last_move,
                      ChessKind *captured)
{
  ChessMove move = CHESS_MOVE_NULL;
  ChessKind kind = CHESS_NO_KIND;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (position != NULL);

  *position = chess_position_start ();
  if (self->shown != NULL)
    cl_game_position_at (self->shown, self->ply, position);
  if (self->shown != NULL && self->ply > 0)
    {
      const ClGameMove *played = cl_game_get_move (self->shown, self->ply);

      move = played->move;
      kind = played->captured;
    }
  for (guint i = 0; i < self->trial->len; i++)
    {
      ChessPiece piece;

      move = g_array_index (self->trial, ChessMove, i);
      piece = chess_position_captured (position, move);
      kind = piece == CHESS_NO_PIECE ? CHESS_NO_KIND : chess_piece_kind (piece);
      chess_position_make (position, move);
    }

  if (last_move != NULL)
    *last_move = move;
  if (captured != NULL)
    *captured = kind;
}

void
cl_session_set_position (ClSession *self, guint64 position)
{
  guint64 before;

  g_return_if_fail (CL_IS_SESSION (self));

  if (position >= self->head)
    position = 0;
  if (position == self->position)
    return;

  before = self->position;
  self->position = position;
  g_array_set_size (self->trial, 0);
  g_object_freeze_notify (G_OBJECT (self));
  cl_session_guide_travel (self, before);
  cl_session_show (self);
  g_object_thaw_notify (G_OBJECT (self));
  cl_session_tables_travel (self);
  if (!self->closed)
    cl_library_set_position (self->library, position);
  g_object_notify (G_OBJECT (self), "position");
}

guint64
cl_session_get_position (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->position;
}

gint64
cl_session_get_unaccounted_ms (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->chosen != NULL
           ? cl_game_track_get_unaccounted_ms (cl_follower_get_track (self->chosen))
           : 0;
}

void
cl_session_game_dispose (ClSession *self)
{
  g_clear_object (&self->choosing);
  g_clear_object (&self->guide.home);
  drop_chosen (self);
}
