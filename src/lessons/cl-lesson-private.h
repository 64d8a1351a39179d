/* cl-lesson-private.h: what lessons record beforehand and look at afterwards
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-game-load.h"
#include "cl-lesson.h"

G_BEGIN_DECLS

extern const ClLesson cl_lesson_photograph;
extern const ClLesson cl_lesson_facts;
extern const ClLesson cl_lesson_pen;
extern const ClLesson cl_lesson_consumers;
extern const ClLesson cl_lesson_pace;
extern const ClLesson cl_lesson_rebuild;
extern const ClLesson cl_lesson_versions;
extern const ClLesson cl_lesson_partitions;
extern const ClLesson cl_lesson_clocks;
extern const ClLesson cl_lesson_replicas;
extern const ClLesson cl_lesson_policies;
extern const ClLesson cl_lesson_seals;

/* Starts game 1 of @partition and plays @moves in it ("e4 e5 Nf3"). */
gboolean
cl_lesson_start_game (ClLedger *ledger, const char *partition, const char *moves, GError **error);
/* Plays on in it, from what the ledger says now. */
gboolean
cl_lesson_play (ClLedger *ledger, const char *partition, const char *moves, GError **error);
/* Appends @draft (transfer full) (nullable) at the head of its partition. */
gboolean cl_lesson_append (ClLedger *ledger, ClDraft *draft, GError **error);

/* The games 1 of the tables 1 and 2 with their players and no moves, and one of table 1 after 1. e4 e5 2. Nf3 Nc6. */
gboolean cl_lesson_prepare_two_tables (ClLedger *ledger, GError **error);
gboolean cl_lesson_prepare_one_table (ClLedger *ledger, GError **error);

/* Game 1 of @partition as it stands; NULL with @error. */
ClGame *cl_lesson_load (ClLessonBench *bench, const char *partition, GError **error);
/* What was recorded since the learner came. */
ClEvents *cl_lesson_read_new (ClLessonBench *bench, GError **error);
/* How many of @events have @type; NULL: all. In @partition; NULL: in any. */
guint cl_lesson_count (ClEvents *events, const char *partition, const char *type);
/* Last offset of @partition, 0 if there is none. */
guint64 cl_lesson_offset (ClLessonBench *bench, const char *partition);
/* Does @name stand at @position, paused? */
gboolean cl_lesson_stands_at (ClLessonBench *bench, const char *name, guint64 position);

G_END_DECLS
