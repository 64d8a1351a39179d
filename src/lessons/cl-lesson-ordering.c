/* cl-lesson-ordering.c: the lessons about order and time: partitions, and the three clocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "cl-lesson-private.h"

#define WOVEN 4 /* events of two tables by turns */

/* --- Partitions --- */

static ClLessonVerdict
check_partitions (ClLessonBench *bench, char **say, GError **error)
{
  g_autoptr (ClEvents) events = cl_lesson_read_new (bench, error);
  gsize n = events != NULL ? cl_events_get_length (events) : 0;
  guint run = 0, longest = 0;

  if (n == 0)
    return CL_LESSON_OPEN;
  for (gsize i = 0; i < n; i++)
    {
      run = i > 0 && strcmp (cl_events_get (events, i)->partition,
                             cl_events_get (events, i - 1)->partition) != 0
              ? run + 1
              : 1;
      longest = MAX (longest, run);
    }
  if (longest >= WOVEN)
    return CL_LESSON_DONE;
  *say = g_strdup_printf (_ ("The longest row of moves at the two tables by turns has %u. Four are wanted: one table, the other, "
       "the first, the other."),
    longest);
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_partitions = {
  .id = "partitions",
  .title = N_ ("Partitions and order"),
    .minutes = 4,
    .text = N_ ("What has to stay in order among itself is a partition: here, a table. Each event has two numbers: its position "
    "counts in the whole ledger, its offset counts in its partition. Both begin at 1 and have no holes."),
      .question = N_ ("Two ledgers hold the same two tables, but the moves of the tables are woven together differently. Do both "
    "ledgers tell the same games?"),
        .choices = {
          { N_ ("Yes: the order within each table is the same"),
            N_ ("Right. Whether table 2 moved before or after table 1 changes no game. Only the order within a table matters.") },
            { N_ ("No: the positions differ"),
              N_ ("Positions belong to one file. The offsets are what two ledgers have in common.") },
              { N_ ("Only if the clocks of both computers agree"),
                  N_ ("Times decide no order here: clocks may be wrong. The order is what the offsets say.") },
              },
              .right = 0,
              .task = N_ ("Weave the two tables: make a move at table 1, one at table 2, one at table 1 and one at table 2."),
                .afterwards = N_ ("In the list the tables alternate by position; in the flow each table’s cells count 2, 3, 4 as if it were "
    "alone. A hall of forty boards can record at once, because no table waits for another."),
                  .notes = N_ ("Two queues at a counter: order matters within each. Ask which things in the students’ own systems must be in order "
    "among themselves, and which need not: that is the choice of the partition key."),
                    .n_tables = 2,
                    .prepare = cl_lesson_prepare_two_tables,
                    .check = check_partitions,
                  };

/* --- Clocks --- */

static ClLessonVerdict
check_clocks (ClLessonBench *bench, char **say, GError **error)
{
  guint64 first = cl_lesson_offset (bench, "table/1");
  guint64 second = cl_lesson_offset (bench, "table/2");

  if (cl_ledger_get_head (bench->ledger) == bench->start)
    return CL_LESSON_OPEN;
  if (first == 5 && second == 3)
    return CL_LESSON_DONE;
  if (first > 5 || second > 3)
    *say = g_strdup_printf (_ ("The vector clock says table/1: %u, table/2: %u. That is too far, and a clock never goes back: start "
           "the lesson again."),
      (guint) first,
      (guint) second);
  else
    *say = g_strdup_printf (_ ("The vector clock says table/1: %u, table/2: %u; the logical clock says %u."),
      (guint) first,
      (guint) second,
      (guint) cl_ledger_get_head (bench->ledger));
  return CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_clocks = {
  .id = "clocks",
  .title = N_ ("Three clocks"),
    .minutes = 4,
    .text = N_ ("“When” has three answers. The logical clock is a position: after event 8. The wall clock is a time: 14:03, if the "
    "computer’s clock was right. The vector clock says how far each partition is: table/1: 5, table/2: 3. It is the only "
    "one that means the same in every copy of the ledger."),
      .question = N_ ("Two games have just begun: table/1: 1, table/2: 1. When the vector clock says table/1: 5, table/2: 3, what does the "
    "logical clock say?"),
        .choices = {
          { N_ ("5, the larger of the two"),
                N_ ("Every event gets a position of its own, those of table 2 as well.") },
            { N_ ("8, for every event counts"),
                  N_ ("Right: five events of one table and three of the other.") },
              { N_ ("That depends on who moved first"),
                  N_ ("The order of the tables decides which event has which position, but not how many there are.") },
              },
              .right = 1,
              .task = N_ ("Bring the vector clock to exactly table/1: 5 and table/2: 3."),
                .afterwards = N_ ("There are many ways to get there, and all end at this vector clock and at event 8. The wall clock tells which way "
    "was taken by you, but nothing depends on it."),
                  .notes = N_ ("Ask the class for the time: the answers differ by seconds. Then ask for the page of the book: no difference. What has been "
    "read in each of several books is a vector clock."),
                    .n_tables = 2,
                    .prepare = cl_lesson_prepare_two_tables,
                    .check = check_clocks,
                  };
