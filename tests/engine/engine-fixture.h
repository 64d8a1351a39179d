/* engine-fixture.h: an engine that behaves as a test names it, and a main loop with a deadline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-engine.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  char *program; /* a script that runs the double */
  ClEngine *engine;
  guint n_faults;
  char *fault; /* the last */
  guint n_answers, n_errors, n_shown;
  ClEngineAnswer *answer; /* the last */
  GError *error;          /* the last */
} EngineFixture;

/* @way: see tests/doubles/uci-double.c. */
void engine_fixture_begin (EngineFixture *self, const char *way, const ClEngineTimes *times);
void engine_fixture_end (EngineFixture *self);
void
engine_fixture_ask (EngineFixture *self, const ClEngineQuery *query, GCancellable *cancellable);
/* Runs the main loop until *@count is at least @n; fails after 20 s. */
void engine_fixture_wait (const guint *count, guint n);
/* Likewise, until there is an answer or that many errors. */
void engine_fixture_wait_for_either (const EngineFixture *self, guint n_errors);
/* Short enough for tests of silence, with pauses of a moment. */
ClEngineTimes engine_fixture_times (guint ms);

G_END_DECLS
