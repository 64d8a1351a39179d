/* cl-playback.h: calls for the next step of a replay at the right moment, at 0.25 to 64 times the pace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CL_TYPE_PLAYBACK (cl_playback_get_type ())
G_DECLARE_FINAL_TYPE (ClPlayback, cl_playback, CL, PLAYBACK, GObject)

/* How long to wait before the next step, in ms at pace 1; negative: there is none. */
typedef gint64 (*ClPlaybackPace) (gpointer user_data);
/* Takes @steps steps at once: 1, more only when they would come faster than a screen can show them. */
typedef void (*ClPlaybackStep) (guint steps, gpointer user_data);

/* Property playing (notify). The callbacks are called only while playing. */
ClPlayback *cl_playback_new (ClPlaybackPace pace, ClPlaybackStep step, gpointer user_data);
void cl_playback_start (ClPlayback *self);
void cl_playback_stop (ClPlayback *self);
gboolean cl_playback_is_playing (ClPlayback *self);
void cl_playback_set_speed (ClPlayback *self, double speed);

G_END_DECLS
