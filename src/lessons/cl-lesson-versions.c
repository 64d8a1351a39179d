/* cl-lesson-versions.c: the lesson about two versions of a view side by side, with a view of its own to disagree about
 *
 * The view counts captures. Version 1 forgot that a move may be taken back; version 2 knows. Both are folded from the same
 * events, as the runner would.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "cl-lesson-private.h"

#define WAIT_MS 10000

static void
add (ClState *state, int n)
{
  cl_state_set_int (state, "captures", cl_state_get_int (state, "captures", 0) + n);
}

static gboolean
is_capture (const ClEvent *event)
{
  return strcmp (event->type, "MovePlayed") == 0 && event->has_move &&
         *cl_move_captured (event->move) != '\0';
}

static gboolean
apply_first (ClState *state, const ClEvent *event, GError **error)
{
  if (is_capture (event))
    add (state, 1);
  return TRUE;
}

static gboolean
apply_second (ClState *state, const ClEvent *event, GError **error)
{
  g_autofree char *last =
    g_strdup_printf ("ply/%s/%010" G_GUINT32_FORMAT, event->partition, event->game);
  gint64 plies = cl_state_get_int (state, last, 0);

  if (strcmp (event->type, "MovePlayed") == 0)
    {
      g_autofree char *key = g_strdup_printf ("%s/%u", last, event->ply);

      if (is_capture (event))
        {
          cl_state_set (state, key, "capture");
          add (state, 1);
        }
      cl_state_set_int (state, last, event->ply);
      return TRUE;
    }
  for (gint64 ply = (gint64) event->ply + 1; ply <= plies; ply++)
    {
      g_autofree char *key = g_strdup_printf ("%s/%u", last, (guint) ply);

      if (cl_state_get (state, key) == NULL)
        continue;
      cl_state_set (state, key, NULL);
      add (state, -1);
    }
  cl_state_set_int (state, last, event->ply);
  return TRUE;
}

static const char *const others[] = { "*", NULL };
static const char *const first_types[] = { "MovePlayed", NULL };
static const char *const second_types[] = { "MovePlayed", "TakebackAgreed", NULL };

static const ClViewClass first_version = {
  .name = "captures",
  .version = 1,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = first_types,
  .ignores = others,
  .apply = apply_first,
};

static const ClViewClass second_version = {
  .name = "captures",
  .version = 2,
  .scope = CL_VIEW_OF_LEDGER,
  .handles = second_types,
  .ignores = others,
  .apply = apply_second,
};

/* What @view says after all events; −1 with @error. */
static int
count_captures (ClLessonBench *bench, const ClViewClass *view, GError **error)
{
  const ClViewClass *const views[] = { view, NULL };
  g_autoptr (ClRunner) runner = cl_runner_new (bench->ledger, NULL, views, error);
  g_autoptr (ClMap) state = NULL;
  const char *value;

  if (runner == NULL)
    return -1;
  if (cl_runner_wait (runner, view->name, cl_ledger_get_head (bench->ledger), WAIT_MS, error))
    state = cl_runner_get_state (runner, view->name, 0, error);
  cl_runner_close (runner);
  value = state != NULL ? cl_map_get (state, "captures") : NULL;
  return state == NULL ? -1 : value != NULL ? atoi (value) : 0;
}

static gboolean
prepare_versions (ClLedger *ledger, GError **error)
{
  return cl_lesson_start_game (ledger, "table/1", "e4 d5", error);
}

static ClLessonVerdict
check_versions (ClLessonBench *bench, char **say, GError **error)
{
  int first, second;

  if (cl_ledger_get_head (bench->ledger) == bench->start)
    return CL_LESSON_OPEN;
  first = count_captures (bench, &first_version, error);
  second = first >= 0 ? count_captures (bench, &second_version, error) : -1;
  if (second < 0)
    return CL_LESSON_OPEN;
  *say = g_strdup_printf (_ ("Version 1 counts %d, version 2 counts %d."), first, second);
  return first != second ? CL_LESSON_DONE : CL_LESSON_ASTRAY;
}

const ClLesson cl_lesson_versions = {
  .id = "versions",
  .title = N_ ("Two versions side by side"),
    .minutes = 4,
    .text = N_ ("A view counts captures. Version 1 adds one at every capture. Somebody notices that it is wrong in some games, and "
    "writes version 2. Both can be computed from the same events at the same time: the old one serves, the new one "
    "reads from event 1, and one changes over when it has caught up."),
      .question = N_ ("What has to be repaired in the ledger once version 2 is there?"),
        .choices = {
          { N_ ("The wrong counts"),
            N_ ("There are no counts in the ledger. It has moves; counting is what views do.") },
            { N_ ("Nothing: only the conclusions were wrong"),
              N_ ("Right. The facts were always good. A better reader draws a better conclusion, for the past as well.") },
              { N_ ("The events need a field for the version"),
                    N_ ("The events do not know who reads them.") },
              },
              .right = 1,
              .task = N_ ("Find out where version 1 is wrong: bring the ledger to a state in which the two versions count differently. Think of what "
    "may happen to a move after it was played. White can capture on d5."),
                .afterwards = N_ ("Version 1 counted a capture that was taken back. Version 2 corrects the whole past without touching it. The "
    "command “chess-ledger-cli consumers compare” finds the first event at which two versions differ."),
                  .notes = N_ ("Ask how one would repair wrong totals in a table of totals. Blue and green deployment is the same idea for a whole "
    "service. A takeback is the hint if nobody finds it."),
                    .n_tables = 1,
                    .prepare = prepare_versions,
                    .check = check_versions,
                  };
