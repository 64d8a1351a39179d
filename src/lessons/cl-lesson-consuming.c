/* cl-lesson-consuming.c: the lessons about who reads: offsets, own pace, rebuilding, replay without effects
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-flag-policy.h"
#include "cl-lesson-private.h"
#include "cl-table.h"
#include "cl-views.h"

#define WAIT_MS 10000

static guint64
lag_of (ClLessonBench *bench, const char *name)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (bench->runner, name);
  guint64 head = cl_ledger_get_head (bench->ledger);

  return status != NULL ? head - MIN (status->position, head) : head;
}

static guint64
position_of (ClLessonBench *bench, const char *name)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (bench->runner, name);

  return status != NULL ? status->position : 0;
}

static gboolean
is_paused (ClLessonBench *bench, const char *name)
{
  g_autoptr (ClConsumerStatus) status = cl_runner_get_status (bench->runner, name);

  return status != NULL && status->state == CL_CONSUMER_PAUSED;
}

/* --- Consumers and offsets --- */

static ClLessonVerdict
check_consumers (ClLessonBench *bench, char **say, GError **error)
{
  guint64 position = position_of (bench, "library");

  if (!is_paused (bench, "library"))
    return CL_LESSON_OPEN;
  if (position != 3)
    {
      *say = g_strdup_printf (_ ("The library stands at event %u. It should stand at event 3: rewind it, then step."),
        (guint) position);
      return CL_LESSON_ASTRAY;
    }
  if (is_paused (bench, "players") || lag_of (bench, "players") > 0)
    {
      *say = g_strdup (_ ("The library stands at event 3, but Players do not run: let them go on. They have nothing to do with it."));
      return CL_LESSON_ASTRAY;
    }
  return CL_LESSON_DONE;
}

const ClLesson cl_lesson_consumers = {
  .id = "consumers",
  .title = N_ ("Consumers and their offsets"),
    .minutes = 4,
    .text = N_ ("A consumer reads the events in order and keeps a view of its own: the library keeps games, Players keep "
    "results. It remembers one number: the position up to which it has read. Nobody pushes anything to it, and "
    "nobody has to know that it is there."),
      .question = N_ ("You take the library back to event 3. What happens to the ledger and to the other consumers?"),
        .choices = {
          { N_ ("The later events are undone for everybody"),
                N_ ("The events are facts and stay. Only the bookmark of one reader was moved.") },
            { N_ ("Nothing at all"),
              N_ ("Right. A position belongs to one consumer, like a bookmark to one reader of a book.") },
              { N_ ("The others have to wait until it is back"),
                    N_ ("They do not even know of it. Each has a position of its own.") },
              },
              .right = 1,
              .task = N_ ("Bring the Library to exactly event 3 and leave it there: in its menu (⋮) choose “Rewind 100 events”, which "
    "takes it back to nothing, then “Step one event” three times. Leave all others alone."),
                .afterwards = N_ ("The library’s view is now as it was after event 3, and its lag is what it has not read yet. The others "
    "show lag 0. Its position and its view are stored together, in one step, so that they always fit."),
                  .notes = N_ ("A book with several bookmarks. Ask who would notice if one bookmark were moved. Mention that position and "
    "view are committed together: so each event counts exactly once, whatever crashes."),
                    .n_tables = 1,
                    .prepare = cl_lesson_prepare_one_table,
                    .check = check_consumers,
                  };

/* --- Own pace --- */

enum
{
  PACE_NOTHING,
  PACE_BEHIND
};

static ClLessonVerdict
check_pace (ClLessonBench *bench, char **say, GError **error)
{
  guint64 lag = lag_of (bench, "players");

  /* Not that they had something to read at the start. */
  if (lag >= 3 && cl_ledger_get_head (bench->ledger) >= bench->start + 3 &&
      lag_of (bench, "library") == 0)
    bench->seen = PACE_BEHIND;
  if (bench->seen == PACE_BEHIND && lag == 0 && !is_paused (bench, "players"))
    return CL_LESSON_DONE;
  if (bench->seen == PACE_BEHIND)
    *say = g_strdup_printf (_ ("Players are %u events behind, and the library is not. Now let them catch up."),
      (guint) lag);
  else if (is_paused (bench, "library"))
    *say =
      g_strdup (_ ("The library is paused too. Let it run: it should show that it does not care."));
  else if (is_paused (bench, "players"))
    *say =
      g_strdup_printf (_ ("Players are paused and %u events behind. Play on until it is three."),
                          (guint) lag);
  else if (cl_ledger_get_head (bench->ledger) > bench->start)
    *say = g_strdup (_ ("You played, but Players read along. Pause them first."));
  else
    return CL_LESSON_OPEN;
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_pace = {
  .id = "pace",
  .title = N_ ("Lag, and a pace of one’s own"),
    .minutes = 4,
    .text = N_ ("A consumer may be slow, paused or broken. What it has not read yet is its lag. The events wait for it in "
    "the ledger, for a second or for a year. So a slow reader never slows the one who records."),
      .question = N_ ("Players are paused while three moves are made. Who waits?"),
        .choices = {
          { N_ ("The board: a move is recorded only when all have read it"),
            N_ ("A producer’s duty ends when the ledger says “kept”. It never waits for a reader.") },
            { N_ ("The other consumers, since the order must be kept"),
              N_ ("Each keeps the order for itself. There is no common queue in which one could block the next.") },
              { N_ ("Nobody"),
                  N_ ("Right. Only the view of Players is older than the others, and says so: its lag.") },
              },
              .right = 2,
              .task = N_ ("Pause Players (⏸), play at least three moves, and look at the lag of all. Then let Players run on (▶)."),
                .afterwards = N_ ("Players caught up by themselves, event by event, and no move was late because of them. Being behind is "
    "no failure: it is only a distance. That is what “eventually consistent” means."),
                  .notes = N_ ("Compare with a newspaper that one reads on Sunday. Use slow motion (⋮) on one consumer so that the class "
    "sees it walk. Ask which views of a tournament may be late, and which may not."),
                    .n_tables = 1,
                    .prepare = cl_lesson_prepare_one_table,
                    .check = check_pace,
                  };

/* --- Rebuilding --- */

static gboolean
arrange_rebuild (ClLessonBench *bench, GError **error)
{
  return cl_runner_wait (bench->runner, "library", bench->start, WAIT_MS, error) &&
         cl_runner_seek (bench->runner, "library", 0, error) &&
         cl_runner_wait (bench->runner, "library", 0, WAIT_MS, error);
}

/* Is what the library says what somebody finds who reads everything anew? */
static gboolean
is_as_folded_anew (ClLessonBench *bench, GError **error)
{
  const ClViewClass *const views[] = { &cl_library_view, NULL };
  g_autoptr (ClRunner) other = cl_runner_new (bench->ledger, NULL, views, error);
  g_autoptr (ClMap) anew = NULL, stands = NULL;
  guint8 digests[2][32];

  if (other == NULL)
    return FALSE;
  if (cl_runner_wait (other, "library", cl_ledger_get_head (bench->ledger), WAIT_MS, error))
    anew = cl_runner_get_state (other, "library", 0, error);
  cl_runner_close (other);
  stands = anew != NULL ? cl_runner_get_state (bench->runner, "library", 0, error) : NULL;
  if (stands == NULL)
    return FALSE;
  cl_map_digest (anew, digests[0]);
  cl_map_digest (stands, digests[1]);
  return memcmp (digests[0], digests[1], sizeof digests[0]) == 0;
}

static ClLessonVerdict
check_rebuild (ClLessonBench *bench, char **say, GError **error)
{
  if (cl_ledger_get_head (bench->ledger) > bench->start)
    {
      *say = g_strdup (_ ("You recorded something new. Nothing has to be recorded again: all facts are still there, only the "
           "view is lost. Start the lesson again."));
      return CL_LESSON_ASTRAY;
    }
  if (is_paused (bench, "library") && position_of (bench, "library") == 0)
    return CL_LESSON_OPEN;
  if (is_paused (bench, "library") || lag_of (bench, "library") > 0)
    {
      *say = g_strdup_printf (_ ("The library has read up to event %u."),
                                 (guint) position_of (bench, "library"));
      return CL_LESSON_ASTRAY;
    }
  return is_as_folded_anew (bench, error) ? CL_LESSON_DONE : CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_rebuild = {
  .id = "rebuild",
  .title = N_ ("Rebuilding after a disaster"),
    .minutes = 3,
    .text = N_ ("Disaster: the view of the library is gone. Its consumer stands at event 0 and knows of no game. The ledger "
    "itself is whole."),
      .question = N_ ("What is needed to have the library back as it was?"),
        .choices = {
          { N_ ("Last night’s backup of the library"),
            N_ ("That would be older than the ledger, and one would have to know what happened since. The ledger knows it all.") },
            { N_ ("The games have to be entered again"),
              N_ ("Nothing was lost but a conclusion. What it was drawn from is still there.") },
              { N_ ("Only the ledger"),
                  N_ ("Right. A view is what follows from the events. Reading them again gives the same, to the last byte.") },
              },
              .right = 2,
              .task = N_ ("Bring the library back without recording anything: choose “Rebuild from the first event” in its menu (⋮)."),
                .afterwards = N_ ("It was compared just now: the library’s view is byte for byte what another reader finds who begins at "
    "event 1. All views and caches may be deleted at any time. Only the ledger must be kept safe."),
                  .notes = N_ ("Ask what has to be backed up in a system like this: one append-only file. Contrast with restoring several "
    "databases to the same moment."),
                    .n_tables = 1,
                    .prepare = cl_lesson_prepare_one_table,
                    .arrange = arrange_rebuild,
                    .check = check_rebuild,
                  };

/* --- Policies --- */

/* A game with one minute each, in which White’s flag fell after a move each. */
static gboolean
prepare_policies (ClLedger *ledger, GError **error)
{
  const ClGameSetup setup = { .white = "Anna", .black = "Boris", .time_control = "60" };
  gint64 now = g_get_real_time ();
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);
  g_autoptr (ClGame) game = NULL;

  if (reader == NULL ||
      !cl_lesson_append (ledger, cl_table_start ("table/1", 1, &setup, now, error), error) ||
      !cl_lesson_play (ledger, "table/1", "e4 e5", error))
    return FALSE;
  game = cl_game_load (reader, "table/1", 1, 0, error);
  return game != NULL &&
         cl_lesson_append (ledger,
                           cl_flag_policy_decide (game, 61000, now + 61 * G_USEC_PER_SEC, error),
                           error);
}

enum
{
  REPLAY_NOTHING,
  REPLAY_BEFORE
};

static ClLessonVerdict
check_policies (ClLessonBench *bench, char **say, GError **error)
{
  guint64 position = position_of (bench, "library");

  if (cl_ledger_get_head (bench->ledger) > bench->start)
    {
      *say = g_strdup (_ ("Something new was recorded. Only read again: start the lesson again."));
      return CL_LESSON_ASTRAY;
    }
  /* The last two facts are the flag and the end of the game. */
  if (is_paused (bench, "library") && position + 2 <= bench->start)
    bench->seen = REPLAY_BEFORE;
  if (bench->seen == REPLAY_NOTHING)
    return CL_LESSON_OPEN;
  if (is_paused (bench, "library") || position < bench->start)
    {
      *say = g_strdup (_ ("The library stands before the flag fell. Let it run on over it (▶)."));
      return CL_LESSON_ASTRAY;
    }
  return CL_LESSON_DONE;
}

const ClLesson cl_lesson_policies = {
  .id = "policies",
  .title = N_ ("Policies, and replay without effects"),
    .minutes = 4,
    .text = N_ ("A policy reads events and does something about them: the arbiter’s policy watches the clocks, and when time is "
    "up it records that the flag fell. At table 1 it did: FlagFell, then GameEnded. What a policy decides becomes a "
    "fact; what follows from facts is only computed."),
      .question = N_ ("The library goes back before the flag fell and reads on. Does the flag fall a second time?"),
        .choices = {
          { N_ ("Yes: the time runs out again in the replay"),
            N_ ("No clock runs in a replay. The flag fell because an event says so, and that event is read, not made.") },
            { N_ ("No: it only reads that the flag fell"),
              N_ ("Right. The decision was made once and recorded. Reading it again changes no game and rings no bell.") },
              { N_ ("Only if the policy is switched on"),
                  N_ ("The policy finds from the facts alone that it has spoken already. It would add nothing.") },
              },
              .right = 1,
              .task = N_ ("Rewind the Library to before the end of the game (⋮, “Rewind 100 events”) and watch the number of events. Then let "
    "it run on over the fall of the flag (▶)."),
                .afterwards = N_ ("The library read FlagFell again and the ledger did not get longer by one event. That is why sending a mail or "
    "starting a motor belongs into policies, and never into a view."),
                  .notes = N_ ("Tell of a shop that sent all its invoices a second time when a view was rebuilt. The rule: views compute, policies "
    "act, and what they decided is written down."),
                    .n_tables = 1,
                    .prepare = prepare_policies,
                    .check = check_policies,
                  };
