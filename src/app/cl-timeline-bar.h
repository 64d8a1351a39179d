/* cl-timeline-bar.h: the strip below every view: transport, caption, scope, and the way back to the present
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "cl-session.h"

G_BEGIN_DECLS

#define CL_TYPE_TIMELINE_BAR (cl_timeline_bar_get_type ())
G_DECLARE_FINAL_TYPE (ClTimelineBar, cl_timeline_bar, CL, TIMELINE_BAR, GtkWidget)

/* Actions: timeline.first, .back, .play, .forward, .last, .live, .speed (string), .axis (string: "move", "time"), .scope
 * (string: "game", "session", "everything"), .until (string: "capture", "check", "end"): replays to the next of them.
 * Signal said (string): a sentence for the person, that nothing of the kind comes. */
void cl_timeline_bar_set_session (ClTimelineBar *self, ClSession *session);
void cl_timeline_bar_set_compact (ClTimelineBar *self, gboolean compact);
/* Boards that hover show this side at the bottom. */
void cl_timeline_bar_set_flipped (ClTimelineBar *self, gboolean flipped);
/* Where games are chosen (the library) the bar is left out until one is. */
void cl_timeline_bar_set_choosing (ClTimelineBar *self, gboolean choosing);
void cl_timeline_bar_toggle_play (ClTimelineBar *self);

G_END_DECLS
