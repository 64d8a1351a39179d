/* cl-waiting-games.h: the games that are being told, between two commits of a view over everything
 *
 * Such a view has one value a game. While moves come, the game waits here as the view's own struct, which begins with a
 * ClWaitingGame; its value is read once and written once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-view.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 id; /* partition_id << 32 | game */
  char *key;  /* of the state, as cl_library_row_key () makes it */
  gboolean dirty;
} ClWaitingGame;

/**
 * ClWaitingGamesClass:
 * @size: of the view's struct, which is all zero but for its ClWaitingGame when load () is called
 * @load: @value (nullable): what the state has under the key; @event is of that game
 * @store: of a game that is dirty: writes what it came to. In no order that matters: each writes keys of its own
 * @clear: frees what load () and the fold put into it
 */
typedef struct
{
  gsize size;
  void (*load) (gpointer game, const ClEvent *event, const char *value);
  void (*store) (ClState *state, gpointer game);
  void (*clear) (gpointer game);
} ClWaitingGamesClass;

typedef struct _ClWaitingGames ClWaitingGames;

/* The types that such a view handles if it looks at the moves, who plays, how it ended, and what engines say. NULL-terminated. */
extern const char *const cl_waiting_games_types[];

/* @class: static. */
ClWaitingGames *cl_waiting_games_new (const ClWaitingGamesClass *class);
/* @self: ClWaitingGames; untyped, and in this order below, so that both serve as a view's destroy_scratch () and flush (). */
void cl_waiting_games_free (gpointer self);
/* The game of @event, read from @state if it does not wait yet. Lives until the next flush. */
gpointer cl_waiting_games_ensure (ClWaitingGames *self, ClState *state, const ClEvent *event);
/* Stores what is dirty, and forgets all. */
void cl_waiting_games_flush (ClState *state, gpointer self);

G_END_DECLS
