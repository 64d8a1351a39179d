/* runner-fixture.h: a ledger of random events about words, views of it that need no chess, and their slow twins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-runner.h"

#define FIXTURE_WAIT_MS 60000

extern const char *const fixture_vocabulary[];

/* Counts words by partition and over all, and remembers the last word of each speaker; "Erased" forgets a speaker. */
extern const ClViewClass fixture_words_view;
/* Writes keys, then fails, at every word "poison", while *fixture_poisonous. */
extern const ClViewClass fixture_careful_view;
/* Counts events in its scratch, writing only when it is flushed. */
extern const ClViewClass fixture_lazy_view;
/* Says one game's words in order. */
extern const ClViewClass fixture_talk_view;

extern gint fixture_poisonous;

typedef struct
{
  char *dir;
  char *path;
  char *cache;
  ClLedger *ledger;
  ClRunner *runner;
  ClMap *folded; /* by the slow fold, positions 1 … folded_to */
  guint64 folded_to;
} Fixture;

void fixture_init (Fixture *self);
void fixture_clear (Fixture *self);
void fixture_open_ledger (Fixture *self);
void fixture_close_ledger (Fixture *self);
/* Runs the three views above. */
void fixture_run (Fixture *self);
void fixture_stop (Fixture *self);
void fixture_remove_cache (Fixture *self);
void fixture_wait (Fixture *self, const char *name);

/* Appends one event at the head of @partition. */
void fixture_append (Fixture *self,
                     const char *partition,
                     const char *type,
                     const char *player,
                     const char *word);
/* The same with details of its own, of no game. */
void fixture_append_details (Fixture *self,
                             const char *partition,
                             const char *type,
                             const char *details);
/* Appends @n random ones in random small batches over a few partitions. */
void fixture_append_random (Fixture *self, guint n);

/* The words view at @until, folded the slow and obvious way; cheap if asked in ascending order. */
ClMap *fixture_fold_words (Fixture *self, guint64 until);
void fixture_assert_equal (ClMap *a, ClMap *b);
/* The view @name at @position is what the slow fold says. */
void fixture_assert_words_at (Fixture *self, guint64 position);
