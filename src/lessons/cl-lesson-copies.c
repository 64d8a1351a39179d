/* cl-lesson-copies.c: the lessons about several copies: replicas that converge, and seals that tell a changed one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "cl-lesson-private.h"
#include "cl-rescue.h"
#include "cl-sync.h"
#include "cl-tamper.h"
#include "cl-vector-clock.h"
#include "cl-verify.h"

/* --- Replicas --- */

static char *
laptop_path (ClLessonBench *bench)
{
  return g_build_filename (bench->folder, "laptop.ledger", NULL);
}

/* The laptop’s ledger, which there must be unless @create. */
static ClLedger *
open_laptop (ClLessonBench *bench, gboolean create, GError **error)
{
  g_autofree char *path = laptop_path (bench);

  if (!create && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error_literal (error,
                           G_IO_ERROR,
                           G_IO_ERROR_NOT_FOUND,
                           _ ("There is no laptop yet: make the copy first"));
      return NULL;
    }
  return cl_ledger_open (path,
                         CL_LEDGER_WRITE | (create ? CL_LEDGER_CREATE : 0),
                         cl_fact_vocabulary (),
                         error);
}

static gboolean
sync_laptop (ClLessonBench *bench, gboolean create, GError **error)
{
  g_autoptr (ClLedger) laptop = open_laptop (bench, create, error);
  g_auto (ClSyncReport) report = { 0 };
  gboolean synced;

  if (laptop == NULL)
    return FALSE;
  cl_sync_report_init (&report);
  synced = cl_sync_run (bench->ledger, laptop, CL_SYNC_BOTH_WAYS, NULL, NULL, NULL, &report, error);
  cl_ledger_close (laptop);
  return synced;
}

static gboolean
make_laptop (ClLessonBench *bench, GError **error)
{
  return sync_laptop (bench, TRUE, error);
}

static gboolean
plug_in (ClLessonBench *bench, GError **error)
{
  return sync_laptop (bench, FALSE, error);
}

/* At a table of its own: one move more each time. */
static gboolean
record_on_laptop (ClLessonBench *bench, GError **error)
{
  static const char *const moves[] = { "d4", "d5", "c4", "e6", "Nc3", "Nf6" };
  g_autoptr (ClLedger) laptop = open_laptop (bench, FALSE, error);
  g_autoptr (ClReader) reader = laptop != NULL ? cl_reader_new (laptop, error) : NULL;
  g_autoptr (ClGame) game = reader != NULL ? cl_game_load (reader, "table/7", 1, 0, error) : NULL;
  guint n = game != NULL ? cl_game_n_plies (game) : 0;
  gboolean done = FALSE;

  if (game != NULL && game->status == CL_GAME_EMPTY)
    done = cl_lesson_start_game (laptop, "table/7", moves[0], error);
  else if (game != NULL && n < G_N_ELEMENTS (moves))
    done = cl_lesson_play (laptop, "table/7", moves[n], error);
  else if (game != NULL)
    g_set_error_literal (error,
                         G_IO_ERROR,
                         G_IO_ERROR_FAILED,
                         _ ("The laptop has recorded enough"));
  if (laptop != NULL)
    cl_ledger_close (laptop);
  return done;
}

static ClVectorClock *
read_clock (ClLedger *ledger, GError **error)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, error);

  return reader != NULL ? cl_reader_get_vector_clock (reader, error) : NULL;
}

/* Did a partition begin on the laptop, and does the main ledger have it? */
static gboolean
has_theirs (ClLedger *ledger)
{
  g_autoptr (ClReader) reader = cl_reader_new (ledger, NULL);
  g_autoptr (GArray) partitions = reader != NULL ? cl_reader_list_partitions (reader, NULL) : NULL;

  for (guint i = 0; partitions != NULL && i < partitions->len; i++)
    if (!g_array_index (partitions, ClPartitionInfo, i).began_here)
      return TRUE;
  return FALSE;
}

static char *
tell_clocks (const ClVectorClock *here, const ClVectorClock *laptop)
{
  guint64 n_behind, n_ahead;
  g_autoptr (GArray) gaps = cl_vector_clock_difference (laptop, here, &n_behind, &n_ahead);

  switch (cl_vector_clock_compare (laptop, here))
    {
    case CL_CLOCK_EQUAL:
      return g_strdup (_ ("Both hold the same facts. Something has to be recorded on both sides while they are apart: moves at "
           "table 1 here, and on the laptop."));
    case CL_CLOCK_BEHIND:
      return g_strdup_printf (_ ("The laptop is behind by %u events. Nothing was recorded on it yet."),
        (guint) n_behind);
    case CL_CLOCK_AHEAD:
      return g_strdup_printf (_ ("The laptop is ahead by %u events. Nothing was recorded here yet: play at table 1."),
        (guint) n_ahead);
    default:
      return g_strdup_printf (_ ("Concurrent: the laptop lacks %u events and has %u of its own. Plug it in."),
        (guint) n_behind,
        (guint) n_ahead);
    }
}

static ClLessonVerdict
check_replicas (ClLessonBench *bench, char **say, GError **error)
{
  g_autofree char *path = laptop_path (bench);
  g_autoptr (ClLedger) laptop = NULL;
  g_autoptr (ClVectorClock) here = NULL, there = NULL;
  g_autoptr (ClEvents) events = cl_lesson_read_new (bench, error);
  gboolean ours, equal;

  if (events == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return CL_LESSON_OPEN;
  laptop = cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), error);
  here = laptop != NULL ? read_clock (bench->ledger, error) : NULL;
  there = here != NULL ? read_clock (laptop, error) : NULL;
  if (laptop != NULL)
    cl_ledger_close (laptop);
  if (there == NULL)
    return CL_LESSON_OPEN;
  ours = cl_lesson_count (events, "table/1", NULL) > 0;
  equal = cl_vector_clock_compare (here, there) == CL_CLOCK_EQUAL;
  if (equal && ours && has_theirs (bench->ledger))
    return CL_LESSON_DONE;
  *say = tell_clocks (here, there);
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_replicas = {
  .id = "replicas",
  .title = N_ ("Replicas: apart and together again"),
    .minutes = 4,
    .text = N_ ("An arbiter’s laptop has a copy of the ledger and is carried to another room, without a network. Both sides go on "
    "recording, each at its own tables. Later they are plugged together again. Neither waits for the other, and neither "
    "loses anything."),
      .question = N_ ("Both recorded while they were apart. Which is the newer one?"),
        .choices = {
          { N_ ("The one with the later time"),
            N_ ("A time says when somebody wrote, not what they knew. And computers’ clocks disagree.") },
            { N_ ("The one with more events"), N_ ("It may still lack what the other has.") },
              { N_ ("Neither: each has something that the other lacks"),
                  N_ ("Right. Their vector clocks are concurrent. After the exchange both are equal.") },
              },
              .right = 2,
              .task = N_ ("Make the copy. While it is unplugged, play at table 1 here and let the laptop record a game. Then plug it in."),
                .afterwards = N_ ("Both ledgers hold the same facts now: same partitions, same offsets, same seals. In the flow the laptop’s table "
    "has appeared. Had both extended the same table, each would keep its own and both would be shown as disputed: nothing is "
    "ever overwritten."),
                  .notes = N_ ("Two note books of one club secretary. Draw the two vector clocks on the board and compare entry by entry. Ask "
    "what “last writer wins” would have thrown away."),
                    .n_tables = 1,
                    .tools = {
                      { N_ ("Copy the ledger to a laptop"), make_laptop },
                        { N_ ("The laptop records a move"), record_on_laptop },
                          { N_ ("Plug the laptop in"), plug_in },
                        },
                        .prepare = cl_lesson_prepare_one_table,
                        .check = check_replicas,
                    };

/* --- Seals --- */

static char *
copy_path (ClLessonBench *bench)
{
  return g_build_filename (bench->folder, "copy.ledger", NULL);
}

/* With what SQLite may have left beside it, which would not fit the next one. */
static void
remove_copy (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
make_copy (ClLessonBench *bench, GError **error)
{
  g_autofree char *path = copy_path (bench);

  remove_copy (path);
  return cl_ledger_backup (bench->ledger, path, NULL, NULL, NULL, error);
}

/* The middle of what there is, so that others stand before and behind it. */
static gboolean
tamper (ClLessonBench *bench, GError **error)
{
  g_autofree char *path = copy_path (bench);

  remove_copy (path);
  return cl_ledger_make_tampered_copy (bench->ledger,
                                       path,
                                       (cl_ledger_get_head (bench->ledger) + 1) / 2,
                                       NULL,
                                       error);
}

static ClLessonVerdict
check_seals (ClLessonBench *bench, char **say, GError **error)
{
  g_autofree char *path = copy_path (bench);
  g_autoptr (ClLedger) copy = NULL;
  g_autoptr (GError) broken = NULL;
  ClVerification found;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return CL_LESSON_OPEN;
  copy = cl_ledger_open (path, CL_LEDGER_READ_ONLY, cl_fact_vocabulary (), &broken);
  if (copy != NULL && cl_ledger_verify (copy, NULL, NULL, NULL, &found, &broken))
    {
      *say = g_strdup_printf (_ ("The copy is whole: %u events, each as it was sealed. Now change one of them."),
        (guint) found.n_events);
      cl_ledger_close (copy);
      return CL_LESSON_ASTRAY;
    }
  if (copy != NULL)
    cl_ledger_close (copy);
  /* The original is what it was. */
  if (!cl_ledger_verify (bench->ledger, NULL, NULL, NULL, &found, error))
    return CL_LESSON_ASTRAY;
  *say =
    g_strdup_printf (_ ("Of the copy it is said: %s. The original is whole."), broken->message);
  return CL_LESSON_DONE;
}

const ClLesson cl_lesson_seals = {
  .id = "seals",
  .title = N_ ("Seals"),
  .minutes = 4,
  .text = N_ ("Each event carries a seal: a fingerprint of the seal before it and of everything it says. Whoever changes one letter "
    "would have to make all later seals of that partition anew, and somebody who kept one of them would notice."),
  .question = N_ ("Somebody with a database tool gives White one minute more in a move in the middle. What will be noticed?"),
  .choices = {
    { N_ ("Nothing: the file opens as before"),
      N_ ("It opens, and a program that never checks would believe it. But the seal does not fit what the event says now.") },
    { N_ ("That something is wrong, but not what"),
      N_ ("The seals are checked one by one: the first that does not fit is the place.") },
    { N_ ("The very event that was changed"),
      N_ ("Right. It is the first whose seal does not fit.") },
  },
  .right = 2,
  .task = N_ ("Make an honest copy first: it is checked, and whole. Then make one and change a clock time in it. Read what is said of it."),
  .afterwards = N_ ("The place was named. Who can rewrite the whole file could also make all seals anew: therefore one keeps a "
    "checkpoint elsewhere, three lines on paper (“chess-ledger-cli checkpoint”). Then cutting off the end is noticed as well."),
  .notes = N_ ("Wax on a letter: it does not stop anybody, it shows. Ask what a chain alone cannot show: a cut end, and a whole "
    "new chain. That is what printed checkpoints are for."),
  .n_tables = 1,
  .tools = {
    { N_ ("Make an honest copy"), make_copy },
    { N_ ("Change a clock time in a copy"), tamper },
  },
  .prepare = cl_lesson_prepare_one_table,
  .check = check_seals,
};
