/* story.h: tells a game fact by fact, for tests of folds: every fact is given an offset and kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game.h"

G_BEGIN_DECLS

typedef struct
{
  ClGame *game;
  ClDraft *draft; /* all facts so far */
  gint64 now;     /* occurred_at of the next fact, µs */
} Story;

void story_begin (Story *self, const char *partition);
void story_end (Story *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Story, story_end)

/* The event of fact number @index (from 0), with its offset. */
ClEvent story_get_event (const Story *self, gsize index);
gsize story_get_length (const Story *self);

/* A fact about the game as it stands. */
void story_fact (const Story *self, ClFact *fact, ClFactType type);
/* Folds it and clears it; the test fails if it does not fit. */
void story_say (Story *self, ClFact *fact);
/* FALSE with @error if the fold refuses it; then the game must not have changed. Clears it. */
gboolean story_try (Story *self, ClFact *fact, GError **error);

/* GameStarted with names; @control and @fen may be NULL. */
void story_start (Story *self, const char *control, const char *fen);
/* Moves in SAN, separated by spaces, each a second after the other if there is a time. */
void story_play (Story *self, const char *moves);
/* The ledger's form of @san in the position after @ply half-moves. */
ClMove story_move (const Story *self, guint ply, const char *san);
guint64 story_offset (const Story *self, guint ply); /* of the move */

void story_takeback (Story *self, guint to_ply);
void story_correct (Story *self, guint ply, const char *san);
void story_end_game (Story *self, ChessResult result, ChessEnding ending);

/* All that a fold shows, as text: equal texts, equal games. */
char *story_dump (const ClGame *game);
char *story_fen (const ClGame *game, guint ply);

G_END_DECLS
