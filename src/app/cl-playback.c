/* cl-playback.c: one timeout at a time, armed anew after each step, so that a slow step never piles up others
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cl-playback.h"

/* Steps closer than this are taken together: no screen shows more. */
#define MIN_INTERVAL_MS 16

struct _ClPlayback
{
  GObject parent_instance;

  ClPlaybackPace pace;
  ClPlaybackStep step;
  gpointer user_data;
  double speed;
  guint timeout;
  guint steps; /* to take when the timeout ends */
};

enum
{
  PROP_PLAYING = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (ClPlayback, cl_playback, G_TYPE_OBJECT)

static gboolean step_is_due_cb (gpointer data);

static gboolean
arm (ClPlayback *self)
{
  gint64 wait = self->pace (self->user_data);
  double interval;

  if (wait < 0)
    return FALSE;
  interval = wait / self->speed;
  self->steps = 1;
  if (interval < MIN_INTERVAL_MS)
    {
      self->steps = (guint) CLAMP (MIN_INTERVAL_MS / MAX (interval, 0.01), 1, 10000);
      interval = MIN_INTERVAL_MS;
    }
  self->timeout = g_timeout_add ((guint) interval, step_is_due_cb, self);
  return TRUE;
}

static gboolean
step_is_due_cb (gpointer data)
{
  g_autoptr (ClPlayback) self = g_object_ref (data);
  guint steps = self->steps;

  self->timeout = 0;
  self->step (steps, self->user_data);
  if (!self->timeout && !arm (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
  return G_SOURCE_REMOVE;
}

static void
cl_playback_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYING)
    g_value_set_boolean (value, cl_playback_is_playing (CL_PLAYBACK (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
cl_playback_dispose (GObject *object)
{
  g_clear_handle_id (&CL_PLAYBACK (object)->timeout, g_source_remove);
  G_OBJECT_CLASS (cl_playback_parent_class)->dispose (object);
}

static void
cl_playback_class_init (ClPlaybackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cl_playback_get_property;
  object_class->dispose = cl_playback_dispose;
  properties[PROP_PLAYING] =
    g_param_spec_boolean ("playing", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cl_playback_init (ClPlayback *self)
{
  self->speed = 1;
}

ClPlayback *
cl_playback_new (ClPlaybackPace pace, ClPlaybackStep step, gpointer user_data)
{
  ClPlayback *self = g_object_new (CL_TYPE_PLAYBACK, NULL);

  self->pace = pace;
  self->step = step;
  self->user_data = user_data;
  return self;
}

void
cl_playback_start (ClPlayback *self)
{
  g_return_if_fail (CL_IS_PLAYBACK (self));
  if (!self->timeout && arm (self))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

void
cl_playback_stop (ClPlayback *self)
{
  g_return_if_fail (CL_IS_PLAYBACK (self));
  if (!self->timeout)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
}

gboolean
cl_playback_is_playing (ClPlayback *self)
{
  g_return_val_if_fail (CL_IS_PLAYBACK (self), FALSE);
  return self->timeout != 0;
}

void
cl_playback_set_speed (ClPlayback *self, double speed)
{
  g_return_if_fail (CL_IS_PLAYBACK (self));
  g_return_if_fail (speed > 0);
  self->speed = speed;
  if (self->timeout)
    {
      g_clear_handle_id (&self->timeout, g_source_remove);
      if (!arm (self))
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYING]);
    }
}
