/* cl-game-track.h: all facts of one game in memory, and the game at any of them
 *
 * Immutable once made, so that it may go from a worker to the main thread; a longer one is a new one that shares the
 * batches and checkpoints. Travelling in the ledger is then a fold of at most CL_TRACK_STRIDE facts, not a read.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"
#include "cl-reader.h"

G_BEGIN_DECLS

#define CL_TRACK_STRIDE 16

typedef struct
{
  gatomicrefcount ref_count;
  GPtrArray *batches;     /* (element-type ClEvents): keep the events alive */
  GPtrArray *events;      /* (element-type ClEvent): in order of position */
  GPtrArray *checkpoints; /* (element-type ClGame): after each CL_TRACK_STRIDE events */
  ClGame *game;           /* after all events; frozen */
  guint64 last_position;  /* of the last event, 0: none */
} ClGameTrack;

ClGameTrack *cl_game_track_new (const char *partition, guint32 game);
ClGameTrack *cl_game_track_ref (ClGameTrack *self);
void cl_game_track_unref (ClGameTrack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ClGameTrack, cl_game_track_unref)

/* Reads what came after the last event. Returns @self with a new reference if nothing did. Blocks. */
ClGameTrack *cl_game_track_extend (ClGameTrack *self, ClReader *reader, GError **error);

/* How many events lie at or before @position. */
guint cl_game_track_count (const ClGameTrack *self, guint64 position);
/* (transfer full): the game after its first @n_events. */
ClGame *cl_game_track_fold (const ClGameTrack *self, guint n_events);

G_END_DECLS
