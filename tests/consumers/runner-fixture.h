/* runner-fixture.h: a ledger of random events about words, views of it that need no chess, and their slow twins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-reader.h"
#include "cl-runner.h"

#define FIXTURE_WAIT_MS 20000

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
/* Appends @n random ones in random small batches over a few partitions. */
void fixture_append_random (Fixture *self, guint n);

/* Folds positions 1 … @until of the words view the slow and obvious way. */
ClMap *fixture_fold_words (Fixture *self, guint64 until);
void fixture_assert_equal (ClMap *a, ClMap *b);
/* The view @name at @position is what the slow fold says. */
void fixture_assert_words_at (Fixture *self, guint64 position);
