/* session-fixture.h: a session on a ledger of its own, driven by a real main loop with a deadline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "cl-session.h"

/* Hands that the test turns. */
typedef struct
{
  ClTimeSource source;
  gint64 real_us, monotonic_us;
  GArray *timers;
  guint last_id;
} FakeTime;

void fake_time_init (FakeTime *self);
void fake_time_clear (FakeTime *self);
/* Both clocks go on; timers whose time has come are called, in order. */
void fake_time_advance (FakeTime *self, gint64 ms);

typedef struct
{
  char *folder;
  char *path;
  FakeTime time;
  ClSession *session;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);
/* Opens again what was closed; asserts success. */
void fixture_open (Fixture *self);
void fixture_close (Fixture *self);
/* With all that is in it. */
void delete_folder (const char *folder);
ClSession *
open_session (const char *path, gboolean read_only, const ClTimeSource *time, GError **error);

/* Iterates the main loop until @condition, and fails the test after a minute. */
#define WAIT_UNTIL(condition)                          \
  do                                                   \
    {                                                  \
      Deadline deadline = deadline_start (#condition); \
      while (!(condition))                             \
        deadline_iterate (&deadline);                  \
      deadline_end (&deadline);                        \
    }                                                  \
  while (0)

typedef struct
{
  const char *what;
  guint source;
  gboolean over;
} Deadline;

Deadline deadline_start (const char *what);
void deadline_iterate (Deadline *self);
void deadline_end (Deadline *self);

/* An act that was waited for. */
typedef struct
{
  gboolean finished;
  GError *error;
} Act;

void act_done_cb (ClSession *session, const GError *error, gpointer user_data);
void act_expect_ok (Act *self);
void act_expect_refused (Act *self, GQuark domain, int code);

#define DO_OK(call)         \
  do                        \
    {                       \
      Act act = { 0 };      \
      call;                 \
      act_expect_ok (&act); \
    }                       \
  while (0)
#define DO_REFUSED(domain, code, call)         \
  do                                           \
    {                                          \
      Act act = { 0 };                         \
      call;                                    \
      act_expect_refused (&act, domain, code); \
    }                                          \
  while (0)
#define DONE act_done_cb, &act

/* Starts "Anna"–"Boris" with @time_control (nullable) at the lowest free table. */
void start_game (Fixture *self, const char *time_control, gboolean recorded_only);
/* Plays each word, waiting for each. */
void play_moves (Fixture *self, const char *moves);
guint count_events (Fixture *self);
/* "e4 e5 Nf3" of the chosen game. */
char *get_moves (Fixture *self);
