/* cl-follower.h: keeps one game's facts in memory as the ledger grows, and the hand on its running clock
 *
 * Main thread only; reads on the session's reading worker, at most one read at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game-track.h"
#include "cl-time-source.h"
#include "cl-worker.h"

G_BEGIN_DECLS

#define CL_TYPE_FOLLOWER (cl_follower_get_type ())
G_DECLARE_FINAL_TYPE (ClFollower, cl_follower, CL, FOLLOWER, GObject)

/* Signal changed: there is a new track. @worker and @time live longer than the follower's last read. @game 0: what is
 * said about the whole partition; such a follower has no game and reads nothing. */
ClFollower *
cl_follower_new (ClWorker *worker, const ClTimeSource *time, const char *partition, guint32 game);

const char *cl_follower_get_partition (ClFollower *self);
guint32 cl_follower_get_game_number (ClFollower *self);
/* Never NULL: empty until the first read came back. Borrowed until the next change. */
ClGameTrack *cl_follower_get_track (ClFollower *self);
const ClGame *cl_follower_get_game (ClFollower *self);
gboolean cl_follower_is_loaded (ClFollower *self);

/* What was read already, by the open of the session. */
void cl_follower_set_track (ClFollower *self, ClGameTrack *track, guint64 read_to);

/* Reads what is new, seen that the ledger reaches to @head. */
void cl_follower_refresh (ClFollower *self, guint64 head);

/* Calls @func once everything up to @position is in the track (at once if it is), or with the error of the read. */
typedef void (*ClFollowerReady) (ClFollower *self, const GError *error, gpointer user_data);
void cl_follower_when_read (ClFollower *self,
                            guint64 position,
                            ClFollowerReady func,
                            gpointer user_data);

/* An act of this session at these times of both clocks; if it starts a chess clock, that is when it started. */
void cl_follower_note_act (ClFollower *self, gint64 real_us, gint64 monotonic_us);
/* Measured time since the running side's clock was started or resumed; 0 if none runs. */
gint64 cl_follower_get_elapsed_ms (ClFollower *self, gint64 monotonic_us);

G_END_DECLS
