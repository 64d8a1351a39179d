/* cl-session-trial.c: the line that is tried on a past or finished position and never recorded unless asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-act.h"

guint
cl_session_get_trial_length (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 0);

  return self->trial->len;
}

void
cl_session_drop_trial (ClSession *self)
{
  g_return_if_fail (CL_IS_SESSION (self));

  if (self->trial->len == 0)
    return;

  g_array_set_size (self->trial, 0);
  cl_session_show (self);
}

void
cl_session_try_line (ClSession *self, const ChessMove *moves, guint n_moves)
{
  ChessPosition board;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (moves != NULL || n_moves == 0);

  cl_session_drop_trial (self);
  if (self->shown == NULL || self->chosen == NULL)
    return;
  cl_session_get_board (self, &board, NULL, NULL);
  for (guint i = 0; i < n_moves && chess_position_is_legal (&board, moves[i]); i++)
    {
      g_array_append_val (self->trial, moves[i]);
      chess_position_make (&board, moves[i]);
    }
  cl_session_show (self);
}

static void
append_san (GString *text, ChessPosition *position, ChessMove move, gboolean first)
{
  char san[CHESS_SAN_SIZE];

  if (!first)
    g_string_append_c (text, ' ');
  if (position->side == CHESS_WHITE)
    g_string_append_printf (text, "%u. ", position->fullmove);
  else if (first)
    g_string_append_printf (text, "%u... ", position->fullmove);
  chess_san_write (position, move, san);
  g_string_append (text, san);
  chess_position_make (position, move);
}

static char *
write_trial (ClSession *self, guint from_ply)
{
  GString *text = g_string_new (NULL);
  ChessPosition position;

  if (self->shown == NULL)
    return g_string_free (text, FALSE);

  cl_game_position_at (self->shown, from_ply, &position);
  if (from_ply < self->ply)
    append_san (text, &position, cl_game_get_move (self->shown, self->ply)->move, TRUE);
  for (guint i = 0; i < self->trial->len; i++)
    append_san (text, &position, g_array_index (self->trial, ChessMove, i), text->len == 0);

  return g_string_free (text, FALSE);
}

char *
cl_session_get_trial_text (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return write_trial (self, self->ply);
}

ChessMove *
cl_session_dup_line (ClSession *self, guint *n_moves)
{
  g_autoptr (GArray) line = g_array_new (FALSE, FALSE, sizeof (ChessMove));

  g_return_val_if_fail (CL_IS_SESSION (self), NULL);
  g_return_val_if_fail (n_moves != NULL, NULL);

  for (guint ply = 1; ply <= self->ply; ply++)
    g_array_append_val (line, cl_game_get_move (self->shown, ply)->move);
  g_array_append_vals (line, self->trial->data, self->trial->len);
  *n_moves = line->len;

  return (ChessMove *) g_array_free (g_steal_pointer (&line), FALSE);
}

static ClDraft *
build_variation (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_add_variation (game, act->ply, act->text, act->real_us, error);
}

/* A line behind the last move begins with that move, which must then be one that PGN can tell. */
static gboolean
may_keep_trial (ClSession *self)
{
  guint plies = self->shown != NULL ? cl_game_n_plies (self->shown) : 0;
  const ClGameMove *last;

  if (self->trial->len == 0 || plies == 0)
    return FALSE;
  if (self->ply < plies)
    return TRUE;

  last = cl_game_get_move (self->shown, plies);

  return !last->illegal && !last->broken;
}

/* A variation replaces a move. Behind the last move there is none to replace, so the line starts with that move again. */
void
cl_session_keep_trial (ClSession *self, ClSessionDone done, gpointer user_data)
{
  ClAct *act;
  guint plies;

  g_return_if_fail (CL_IS_SESSION (self));

  if (!may_keep_trial (self))
    {
      cl_act_refuse (
        self,
        g_error_new_literal (CL_FACT_ERROR,
                             CL_FACT_ERROR_UNACCEPTABLE,
                             _("There is no line to keep, or no move that it is a variation of")),
                             done,
                             user_data);
      return;
    }

  plies = cl_game_n_plies (self->shown);
  act = cl_act_new (self, self->chosen, build_variation, done, user_data);
  act->ply = MIN (self->ply + 1, plies);
  act->text = write_trial (self, act->ply - 1);
  g_array_set_size (self->trial, 0);
  cl_act_submit (act);
  cl_session_show (self);
}
