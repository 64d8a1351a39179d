/* cl-session-start.c: starting a game at a table, and taking games out of view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#include <glib/gi18n-lib.h>

#include "cl-act.h"

static char *
get_table_partition (guint table)
{
  return g_strdup_printf ("table/%u", table);
}

gboolean
cl_session_has_running_game (ClSession *self, const char *partition)
{
  g_autoptr (GPtrArray) followers = cl_session_list_followers (self);

  for (guint i = 0; i < followers->len; i++)
    if (strcmp (cl_follower_get_partition (g_ptr_array_index (followers, i)), partition) == 0)
      return TRUE;

  return FALSE;
}

guint
cl_session_find_free_table (ClSession *self)
{
  g_return_val_if_fail (CL_IS_SESSION (self), 1);

  for (guint table = 1;; table++)
    {
      g_autofree char *partition = get_table_partition (table);

      /* A new game in a copy would part it from the table that it is a copy of. */
      if (!cl_session_is_elsewhere (self, partition) &&
          (self->boards == NULL || cl_boards_find_at (self->boards, partition) == NULL) &&
          !cl_session_has_running_game (self, partition) && !cl_session_has_acts (self, partition))
        return table;
    }
}

/* The number is taken when the act's turn comes, since the game before may still be on its way. */
static void
prepare_start (ClAct *act)
{
  g_autofree char *partition = g_strdup (cl_follower_get_partition (act->follower));
  ClHead *head = cl_session_get_head_of (act->session, partition);

  g_object_unref (act->follower);
  act->follower = cl_session_follow (act->session, partition, head != NULL ? head->game + 1 : 1);
}

static ClDraft *
build_start (ClAct *act, const ClGame *game, GError **error)
{
  if (cl_session_has_running_game (act->session, game->partition))
    {
      g_autofree char *label = cl_partition_dup_label (game->partition);

      /* Translators: %s is “Table 7” */
      g_set_error (error,
                   CL_FACT_ERROR,
                   CL_FACT_ERROR_UNACCEPTABLE,
                   _("A game is in progress at %s"), label);
      return NULL;
    }

  return cl_table_start (game->partition, game->game, act->setup, act->real_us, error);
}

void
cl_session_start_game (ClSession *self,
                       guint table,
                       const ClGameSetup *setup,
                       ClSessionDone done,
                       gpointer user_data)
{
  g_autofree char *partition = NULL;
  g_autoptr (ClFollower) follower = NULL;
  ClAct *act;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (setup != NULL);

  partition = get_table_partition (table != 0 ? table : cl_session_find_free_table (self));
  follower = cl_session_follow (self, partition, 0);
  act = cl_act_new (self, follower, build_start, done, user_data);
  act->prepare = prepare_start;
  act->setup = cl_game_setup_copy (setup);
  act->chooses = TRUE;
  cl_act_submit (act);
}

static ClDraft *
build_withdraw (ClAct *act, const ClGame *game, GError **error)
{
  return cl_table_withdraw (game, act->flag, act->real_us, error);
}

void
cl_session_withdraw_game (ClSession *self,
                          const char *partition,
                          guint32 game,
                          gboolean restore,
                          ClSessionDone done,
                          gpointer user_data)
{
  g_autoptr (ClFollower) follower = NULL;
  ClAct *act;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (partition != NULL);
  g_return_if_fail (game > 0);

  follower = cl_session_follow (self, partition, game);
  act = cl_act_new (self, follower, build_withdraw, done, user_data);
  act->flag = restore;
  cl_act_submit (act);
}

static ClDraft *
build_withdraw_collection (ClAct *act, const ClGame *game, GError **error)
{
  g_auto (ClFact) fact = { 0 };
  ClDraft *draft = cl_draft_new (game->partition, CL_LIBRARY_PRODUCER, NULL);

  cl_fact_init (&fact, act->flag ? CL_FACT_GAME_RESTORED : CL_FACT_GAME_WITHDRAWN);
  fact.occurred_at = act->real_us;
  cl_fact_to_draft (&fact, draft);

  return draft;
}

/* One fact without a game speaks about the whole collection. */
void
cl_session_withdraw_collection (ClSession *self,
                                const char *partition,
                                ClSessionDone done,
                                gpointer user_data)
{
  g_autoptr (ClFollower) follower = NULL;

  g_return_if_fail (CL_IS_SESSION (self));
  g_return_if_fail (partition != NULL);

  follower = cl_session_follow (self, partition, 0);
  cl_act_submit (cl_act_new (self, follower, build_withdraw_collection, done, user_data));
}
