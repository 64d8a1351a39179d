/* cl-session-restart.c: what becomes of a running chess clock when the app stops
 *
 * Two pauses, told apart by their reason. Closing the app records "app-closed" with the thinking time measured up to
 * then: nothing is in doubt. If the app died, the next start records "app-died" with the thinking time that was known
 * at the last fact; the time from there to this pause is unaccounted until somebody decides: it is deducted or given
 * back (ClockAdjusted with that reason). Both the pause and the decision are read from the facts, so another restart
 * finds its place and adds nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-session-private.h"

#define REASON_CLOSED "app-closed"
#define REASON_DIED   "app-died"

static gboolean
has_running_clock (const ClGame *game)
{
  const ClClockState *clock = &game->clock;

  return game->status == CL_GAME_PLAYING && clock->has_clock && clock->started && !clock->paused &&
         clock->running_since != CL_NO_TIME;
}

ClDraft *
cl_session_draft_pause (const ClGame *game, gint64 used_ms, const char *reason, gint64 now)
{
  g_auto (ClFact) fact = { 0 };
  ClDraft *draft = cl_draft_new (game->partition, "arbiter", NULL);

  cl_fact_init (&fact, CL_FACT_CLOCK_PAUSED);
  fact.game = game->game;
  fact.ply = cl_game_n_plies (game);
  fact.occurred_at = now;
  fact.used_ms = used_ms;
  fact.reason = g_strdup (reason);
  if (fact.ply > 0)
    fact.cites = cl_game_get_move (game, fact.ply)->offset;
  cl_fact_to_draft (&fact, draft);

  return draft;
}

/* Appends the only event of @draft at the partition's head. */
static gboolean
append_pause (ClLedger *ledger, ClReader *reader, ClDraft *draft, GError **error)
{
  ClPartitionInfo info;

  if (!cl_reader_get_partition (reader, cl_draft_get_partition (draft), &info, error))
    return FALSE;

  return cl_ledger_append (ledger, draft, info.head, NULL, error);
}

gboolean
cl_session_pause_left_clocks (ClLedger *ledger,
                              ClReader *reader,
                              GPtrArray *tracks,
                              gint64 now,
                              GError **error)
{
  for (guint i = 0; i < tracks->len; i++)
    {
      ClGameTrack *track = g_ptr_array_index (tracks, i);
      ClGameTrack *longer;
      g_autoptr (ClDraft) draft = NULL;

      if (!has_running_clock (track->game))
        continue;
      draft =
        cl_session_draft_pause (track->game, track->game->clock.thinking_ms, REASON_DIED, now);
      if (!append_pause (ledger, reader, draft, error))
        return FALSE;

      longer = cl_game_track_extend (track, reader, error);
      if (longer == NULL)
        return FALSE;
      tracks->pdata[i] = longer;
      cl_game_track_unref (track);
    }

  return TRUE;
}

gint64
cl_game_track_get_unaccounted_ms (const ClGameTrack *track)
{
  g_autoptr (ClGame) before = NULL;
  g_auto (ClFact) fact = { 0 };
  const ClEvent *pause = NULL;
  guint i;

  if (track->game->status != CL_GAME_PLAYING || !track->game->clock.paused)
    return 0;

  for (i = track->events->len; i-- > 0 && pause == NULL;)
    {
      const ClEvent *event = g_ptr_array_index (track->events, i);

      if (event->kind == CL_FACT_CLOCK_ADJUSTED || event->kind == CL_FACT_CLOCK_RESUMED ||
          event->kind == CL_FACT_CLOCK_STARTED)
        return 0;
      if (event->kind == CL_FACT_CLOCK_PAUSED)
        pause = event;
    }
  if (pause == NULL || !cl_fact_from_event (pause, &fact, NULL) ||
      g_strcmp0 (fact.reason, REASON_DIED) != 0)
    return 0;

  before = cl_game_track_fold (track, i + 1);
  if (before->clock.running_since == CL_NO_TIME || pause->occurred_at == CL_NO_TIME)
    return 0;

  return MAX (pause->occurred_at - before->clock.running_since, 0) / 1000;
}

static void
pause_table (ClSession *self, ClReader *reader, ClFollower *follower)
{
  g_autoptr (GError) error = NULL;
  /* What was appended a moment ago may not have come back yet. */
  g_autoptr (ClGameTrack) track =
    cl_game_track_extend (cl_follower_get_track (follower), reader, &error);
  gint64 now = cl_time_source_real_us (&self->time);
  g_autoptr (ClDraft) draft = NULL;
  gint64 used_ms;

  if (cl_session_is_elsewhere (self, cl_follower_get_partition (follower)))
    return;
  if (track == NULL || !has_running_clock (track->game))
    {
      if (error != NULL)
        g_warning ("A running clock cannot be paused: %s", error->message);
      return;
    }

  cl_follower_set_track (follower, track, track->last_position);
  used_ms = track->game->clock.thinking_ms +
            cl_follower_get_elapsed_ms (follower, cl_time_source_monotonic_us (&self->time));
  draft = cl_session_draft_pause (track->game, used_ms, REASON_CLOSED, now);
  if (!append_pause (self->ledger, reader, draft, &error))
    g_warning ("A running clock cannot be paused: %s", error->message);
}

void
cl_session_pause_on_close (ClSession *self)
{
  g_autoptr (GPtrArray) followers = cl_session_list_followers (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = NULL;

  if (followers->len == 0)
    return;

  /* A failed import is told by its job. */
  if (!cl_ledger_flush (self->ledger, &error))
    g_clear_error (&error);
  reader = cl_reader_new (self->ledger, &error);
  if (reader == NULL)
    {
      g_warning ("The running clocks cannot be paused: %s", error->message);
      return;
    }

  for (guint i = 0; i < followers->len; i++)
    pause_table (self, reader, g_ptr_array_index (followers, i));
}
