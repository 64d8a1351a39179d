/* cl-follower.c: keeps one game's facts in memory as the ledger grows
 *
 * Thinking time is measured on the monotonic clock. A fact carries only wall time, so the follower remembers the
 * monotonic time of the session's own last act, and takes it as the start of the clock that this act set going. A
 * clock that somebody else started is placed by its wall time, as well as that can be done.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-follower.h"

typedef struct
{
  guint64 position;
  ClFollowerReady func;
  gpointer user_data;
} Waiter;

struct _ClFollower
{
  GObject parent_instance;

  ClWorker *worker;
  const ClTimeSource *time;
  char *partition;
  guint32 game;

  ClGameTrack *track;
  guint64 read_to; /* everything up to here is in the track */
  guint64 wanted;
  gboolean loaded;
  gboolean reading;
  GArray *waiters;

  gint64 act_real_us, act_monotonic_us;
  gint64 running_since; /* of the game, as it was when started_monotonic_us was found */
  gint64 started_monotonic_us;
};

G_DEFINE_FINAL_TYPE (ClFollower, cl_follower, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  ClGameTrack *track;
  guint64 head;
} Read;

static void
read_free (Read *self)
{
  cl_game_track_unref (self->track);
  g_free (self);
}

static void
place_clock (ClFollower *self)
{
  const ClClockState *clock = &self->track->game->clock;

  if (clock->running_since == self->running_since)
    return;

  self->running_since = clock->running_since;
  if (self->running_since == CL_NO_TIME)
    return;
  if (self->running_since == self->act_real_us)
    self->started_monotonic_us = self->act_monotonic_us;
  else
    self->started_monotonic_us = cl_time_source_monotonic_us (self->time) -
                                 MAX (cl_time_source_real_us (self->time) - self->running_since, 0);
}

static void
call_waiters (ClFollower *self, const GError *error)
{
  g_autoptr (GArray) waiters = g_steal_pointer (&self->waiters);

  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (waiters, Waiter, i);

      if (error == NULL && waiter->position > self->read_to)
        g_array_append_val (self->waiters, *waiter);
      else
        waiter->func (self, error, waiter->user_data);
    }
}

static void start_read (ClFollower *self);

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (ClFollower) self = CL_FOLLOWER (g_object_ref (source));
  Read *read = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClGameTrack) track = g_task_propagate_pointer (G_TASK (result), &error);

  self->reading = FALSE;
  if (track == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("Game %u of “%s” cannot be read: %s",
                   self->game,
                   self->partition,
                   error->message);
      self->wanted = self->read_to;
      call_waiters (self, error);
      return;
    }

  cl_follower_set_track (self, track, MAX (read->head, track->last_position));
  if (self->wanted > self->read_to)
    start_read (self);
}

static void
read_game (ClReader *reader, GTask *task)
{
  Read *read = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  ClGameTrack *track = cl_game_track_extend (read->track, reader, &error);

  if (track == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, track, (GDestroyNotify) cl_game_track_unref);
}

static void
start_read (ClFollower *self)
{
  GTask *task = g_task_new (self, NULL, read_cb, NULL);
  Read *read = g_new0 (Read, 1);

  read->track = cl_game_track_ref (self->track);
  read->head = self->wanted;
  g_task_set_source_tag (task, start_read);
  g_task_set_task_data (task, read, (GDestroyNotify) read_free);
  self->reading = TRUE;
  cl_worker_run (self->worker, task, read_game);
}

static void
cl_follower_finalize (GObject *object)
{
  ClFollower *self = CL_FOLLOWER (object);

  g_clear_pointer (&self->track, cl_game_track_unref);
  g_array_unref (self->waiters);
  g_free (self->partition);

  G_OBJECT_CLASS (cl_follower_parent_class)->finalize (object);
}

static void
cl_follower_class_init (ClFollowerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cl_follower_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
cl_follower_init (ClFollower *self)
{
  self->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  self->running_since = CL_NO_TIME;
  self->act_real_us = CL_NO_TIME;
}

ClFollower *
cl_follower_new (ClWorker *worker, const ClTimeSource *time, const char *partition, guint32 game)
{
  ClFollower *self = g_object_new (CL_TYPE_FOLLOWER, NULL);

  self->worker = worker;
  self->time = time;
  self->partition = g_strdup (partition);
  self->game = game;
  self->track = cl_game_track_new (partition, game);
  self->loaded = game == 0;

  return self;
}

const char *
cl_follower_get_partition (ClFollower *self)
{
  return self->partition;
}

guint32
cl_follower_get_game_number (ClFollower *self)
{
  return self->game;
}

ClGameTrack *
cl_follower_get_track (ClFollower *self)
{
  return self->track;
}

const ClGame *
cl_follower_get_game (ClFollower *self)
{
  return self->track->game;
}

gboolean
cl_follower_is_loaded (ClFollower *self)
{
  return self->loaded;
}

void
cl_follower_set_track (ClFollower *self, ClGameTrack *track, guint64 read_to)
{
  gboolean changed = track != self->track || !self->loaded;

  self->read_to = MAX (self->read_to, read_to);
  self->loaded = TRUE;
  if (changed)
    {
      cl_game_track_ref (track);
      cl_game_track_unref (self->track);
      self->track = track;
      place_clock (self);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  call_waiters (self, NULL);
}

void
cl_follower_refresh (ClFollower *self, guint64 head)
{
  self->wanted = MAX (self->wanted, head);
  if (self->game == 0)
    {
      self->read_to = self->wanted;
      call_waiters (self, NULL);
      return;
    }
  if (!self->reading && (self->wanted > self->read_to || !self->loaded))
    start_read (self);
}

void
cl_follower_when_read (ClFollower *self, guint64 position, ClFollowerReady func, gpointer user_data)
{
  Waiter waiter = { .position = position, .func = func, .user_data = user_data };

  if (self->loaded && self->read_to >= position)
    {
      func (self, NULL, user_data);
      return;
    }

  g_object_ref (self);
  g_array_append_val (self->waiters, waiter);
  cl_follower_refresh (self, position);
  g_object_unref (self);
}

void
cl_follower_note_act (ClFollower *self, gint64 real_us, gint64 monotonic_us)
{
  self->act_real_us = real_us;
  self->act_monotonic_us = monotonic_us;
}

gint64
cl_follower_get_elapsed_ms (ClFollower *self, gint64 monotonic_us)
{
  if (self->track->game->clock.running_since == CL_NO_TIME)
    return 0;

  return MAX (monotonic_us - self->started_monotonic_us, 0) / 1000;
}
