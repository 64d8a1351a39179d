/* bench-session.c: what a person feels of a large ledger: opening it, dragging through it, searching in it
 *
 * A step of a drag is measured from the new ledger cursor to the game that stood then, and the longest turn of the main
 * loop beside it, since what blocks the loop costs frames. Run it alone on an idle machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <stdlib.h>

#include "bench-ledger.h"
#include "cl-session.h"

#define N_STEPS   1000
#define STEP_US   4000 /* between two steps: faster than any display */
#define TARGET_MS 16.0
#define N_COLUMNS 1200

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static guint
get_resident_mb (void)
{
  g_autofree char *text = NULL;
  guint64 total, resident;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL) ||
      sscanf (text, "%" G_GINT64_MODIFIER "u %" G_GINT64_MODIFIER "u", &total, &resident) != 2)
    return 0;

  return (guint) (resident * 4096 / 1000000);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
wait_for_library (ClSession *session)
{
  while (cl_library_is_busy (cl_session_get_library (session)))
    g_main_context_iteration (NULL, TRUE);
}

static ClSession *
open_session (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  ClSession *session;

  cl_session_open_async (path, FALSE, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = cl_session_open_finish (result, &error);
  if (session == NULL)
    g_error ("%s", error->message);
  g_print ("open              %9.1f ms  (%" G_GUINT64_FORMAT " events)\n",
           milliseconds_since (start),
           cl_session_get_head (session));
  while (g_list_model_get_n_items (G_LIST_MODEL (cl_session_get_library (session))) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_print ("first games       %9.1f ms\n", milliseconds_since (start));
  wait_for_library (session);
  g_print ("all games         %9.1f ms  (%u games)\n",
           milliseconds_since (start),
           g_list_model_get_n_items (G_LIST_MODEL (cl_session_get_library (session))));

  return session;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Lets the main loop turn for the rest of the step; returns its longest turn. */
static double
turn_loop (gint64 until)
{
  double longest = 0;

  while (g_get_monotonic_time () < until)
    {
      gint64 start = g_get_monotonic_time ();

      if (g_main_context_iteration (NULL, FALSE))
        longest = MAX (longest, milliseconds_since (start));
      else
        g_usleep (200);
    }

  return longest;
}

static void
measure_drag (ClSession *session, gboolean backwards)
{
  guint64 head = cl_session_get_head (session);
  double times[N_STEPS], turns[N_STEPS];

  for (guint i = 0; i < N_STEPS; i++)
    {
      guint place = backwards ? N_STEPS - 1 - i : i;
      gint64 start = g_get_monotonic_time ();

      cl_session_set_position (session, 1 + (head - 2) * place / N_STEPS);
      times[i] = milliseconds_since (start);
      turns[i] = turn_loop (start + STEP_US);
    }
  qsort (times, N_STEPS, sizeof times[0], compare_doubles);
  qsort (turns, N_STEPS, sizeof turns[0], compare_doubles);
  g_print (
    "drag %s   p50 %.3f ms  p99 %.3f ms  max %.3f ms; longest turns p99 %.2f ms  max %.2f ms; of %.0f ms: %.3f\n",
    backwards ? "backwards" : "forwards ",
    times[N_STEPS / 2],
    times[N_STEPS * 99 / 100],
    times[N_STEPS - 1],
    turns[N_STEPS * 99 / 100],
    turns[N_STEPS - 1],
    TARGET_MS,
    times[N_STEPS * 99 / 100] / TARGET_MS);
  cl_session_set_position (session, 0);
  wait_for_library (session);
}

static void
measure_search (ClSession *session, const char *text)
{
  ClLibrary *library = cl_session_get_library (session);
  gint64 start = g_get_monotonic_time ();

  cl_library_set_search (library, text);
  wait_for_library (session);
  g_print ("search %-10.10s %9.1f ms  (%u games)\n",
           text,
           milliseconds_since (start),
           g_list_model_get_n_items (G_LIST_MODEL (library)));
}

static void
measure_density (ClSession *session, const char *what, guint64 from, guint64 to)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) lanes = NULL;
  gint64 start = g_get_monotonic_time ();

  cl_session_read_density_async (session, from, to, N_COLUMNS, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  lanes = cl_session_read_density_finish (session, result, NULL);
  g_print ("density %-9s %9.1f ms  (%u lanes)\n",
           what,
           milliseconds_since (start),
           lanes != NULL ? lanes->len : 0);
}

int
main (int argc, char *argv[])
{
  guint64 n_events = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 2000000;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = bench_ledger_ensure (n_events, &error);
  g_autoptr (ClLibraryItem) item = NULL;
  ClSession *session;
  guint64 head;

  if (path == NULL)
    g_error ("%s", error->message);
  session = open_session (path);
  head = cl_session_get_head (session);
  item = g_list_model_get_item (G_LIST_MODEL (cl_session_get_library (session)), 0);
  cl_session_choose_game (session,
                          cl_library_item_get_partition (item),
                          cl_library_item_get_game (item));
  while (cl_session_get_game (session) == NULL)
    g_main_context_iteration (NULL, TRUE);

  measure_drag (session, FALSE);
  measure_drag (session, TRUE);
  measure_search (session, "a");
  measure_search (session, "an 19");
  measure_search (session, "zzz");
  measure_search (session, "gambit 19");
  /* Through the moves of all games; the first of them waits for the view if it is still being built. */
  measure_search (session, "KQKR");
  measure_search (session, "rnbqkbnr/pppp1ppp/8/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R b");
  measure_search (session, "8/8/8/4k3/8/8/4K3/7R w");
  measure_search (session, "");
  measure_density (session, "all", 0, head);
  measure_density (session, "16,000", head / 2, head / 2 + 16000);
  g_print ("resident          %9u MB\n", get_resident_mb ());

  cl_session_close (session);
  g_object_unref (session);

  return 0;
}
