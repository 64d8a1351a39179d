/* cl-session-guide.c: whoever travels through the ledger is shown the game that each entry belongs to
 *
 * A step of the ledger cursor asks a worker whose entry stands there, then has that game read, and chooses it: one
 * search at a time, and the newest place wins. Until it is found the game before stays as it stood at the last place
 * where it had begun, so that nothing flickers; a game found that has not begun where the cursor is by now is passed
 * over. Back at the live end, the game is shown again that was left.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

typedef struct
{
  guint64 position;
  char *partition; /* NULL: the entry is of no game */
  guint32 game;
} Search;

static void
search_free (Search *self)
{
  g_free (self->partition);
  g_free (self);
}

static gboolean
is_of_a_game (const ClEvent *event)
{
  return event->game != 0 && (g_str_has_prefix (event->partition, "table/") ||
                              g_str_has_prefix (event->partition, "archive/"));
}

static void
read_entry (ClReader *reader, GTask *task)
{
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEvents) events =
    cl_reader_read (reader, search->position - 1, search->position, 1, &error);

  if (events == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (cl_events_get_length (events) == 1 && is_of_a_game (cl_events_get (events, 0)))
    {
      search->partition = g_strdup (cl_events_get (events, 0)->partition);
      search->game = cl_events_get (events, 0)->game;
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_chosen (ClSession *self, const char *partition, guint32 game)
{
  return self->chosen != NULL && cl_follower_get_game_number (self->chosen) == game &&
         strcmp (cl_follower_get_partition (self->chosen), partition) == 0;
}

static void search (ClSession *self);

/* The cursor may have moved on meanwhile. */
static void
end_search (ClSession *self, guint64 position)
{
  self->guide.searching = FALSE;
  if (self->closed)
    return;
  if (self->position != 0 && self->position != position)
    search (self);
  else
    cl_session_show (self);
}

static void
game_read_cb (ClFollower *follower, const GError *error, gpointer user_data)
{
  g_autoptr (ClSession) self = CL_SESSION (user_data);
  guint64 position = self->guide.position;

  /* What a person chose in the meantime goes first. */
  if (!self->closed && error == NULL && self->position != 0 && self->choosing == NULL &&
      cl_game_track_count (cl_follower_get_track (follower), self->position) > 0)
    cl_session_choose_follower (self, follower);
  end_search (self, position);
}

static void
entry_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ClSession *self = CL_SESSION (source);
  Search *found = g_task_get_task_data (G_TASK (result));
  g_autoptr (ClFollower) follower = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || self->closed || self->position == 0 ||
      found->partition == NULL || is_chosen (self, found->partition, found->game))
    {
      end_search (self, found->position);
      return;
    }
  follower = cl_session_follow (self, found->partition, found->game);
  cl_follower_when_read (follower, self->head, game_read_cb, g_object_ref (self));
}

static void
search (ClSession *self)
{
  GTask *task = g_task_new (self, NULL, entry_read_cb, NULL);
  Search *wanted = g_new0 (Search, 1);

  self->guide.searching = TRUE;
  self->guide.position = wanted->position = self->position;
  g_task_set_source_tag (task, search);
  g_task_set_task_data (task, wanted, (GDestroyNotify) search_free);
  cl_worker_run (self->reading, task, read_entry);
}

/* cl_session_show () has still to be called. */
static void
go_home (ClSession *self)
{
  g_autoptr (ClFollower) home = g_steal_pointer (&self->guide.home);

  if (home == NULL)
    return;
  if (home != self->chosen)
    {
      cl_session_choose_follower (self, home);
      cl_follower_refresh (home, self->head);
    }
  self->following = self->guide.home_following;
  self->ply = self->guide.home_ply;
}

void
cl_session_guide_travel (ClSession *self, guint64 before)
{
  if (!self->guide.on || self->closed)
    return;
  if (self->position == 0)
    {
      go_home (self);
      return;
    }
  if (before == 0)
    {
      g_set_object (&self->guide.home, self->chosen);
      self->guide.home_ply = self->ply;
      self->guide.home_following = self->following;
    }
  if (!self->guide.searching)
    search (self);
}

gboolean
cl_session_guide_is_searching (ClSession *self)
{
  return self->guide.searching && self->position != 0;
}

void
cl_session_guide_note_choice (ClSession *self, ClFollower *follower)
{
  if (!self->guide.on || self->position == 0)
    return;
  g_set_object (&self->guide.home, follower);
  self->guide.home_ply = 0;
  self->guide.home_following =
    follower != NULL && cl_follower_get_game (follower)->status == CL_GAME_PLAYING;
}

void
cl_session_set_guided (ClSession *self, gboolean guided)
{
  g_return_if_fail (CL_IS_SESSION (self));

  self->guide.on = !!guided;
  if (!guided)
    g_clear_object (&self->guide.home);
}
