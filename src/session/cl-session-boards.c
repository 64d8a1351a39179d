/* cl-session-boards.c: the electronic boards of a session, and which tables they may have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <string.h>

/* Who recorded it last says so by BoardAttached: on a restart the board goes on with its own game, and with no other. */
static gboolean
is_of_board (ClFollower *follower)
{
  const ClGameTrack *track = cl_follower_get_track (follower);

  for (guint i = 0; i < track->events->len; i++)
    if (((const ClEvent *) g_ptr_array_index (track->events, i))->kind == CL_FACT_BOARD_ATTACHED)
      return TRUE;
  return FALSE;
}

static ClTableUse
get_use (guint table, gpointer user_data)
{
  ClSession *self = user_data;
  g_autofree char *partition = g_strdup_printf ("table/%u", table);
  g_autoptr (GPtrArray) followers = cl_session_list_followers (self);

  if (cl_session_is_elsewhere (self, partition) || cl_session_has_acts (self, partition))
    return CL_TABLE_TAKEN;
  for (guint i = 0; i < followers->len; i++)
    if (strcmp (cl_follower_get_partition (g_ptr_array_index (followers, i)), partition) == 0)
      return is_of_board (g_ptr_array_index (followers, i)) ? CL_TABLE_OF_BOARD : CL_TABLE_TAKEN;
  return CL_TABLE_FREE;
}

void
cl_session_start_boards (ClSession *self)
{
  ClBoardsOptions options = { .first_table = 1, .get_use = get_use, .use_data = self };

  g_return_if_fail (CL_IS_SESSION (self));

  if (self->boards == NULL && !self->read_only && !self->closed)
    self->boards = cl_boards_new (self->ledger, &options);
}

ClBoards *
cl_session_get_boards (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), NULL);

  return self->boards;
}
