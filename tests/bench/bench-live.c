/* bench-live.c: from the engine's writing a line to the session's telling it: what is left for the screen to do
 *
 * The engine is the double, which writes the time of the system's monotonic clock in the place of its nodes. At most 100 ms are
 * asked for. Both run at the priority that they have in the app: the engine at nice 10, its lines below what the user does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>

#include "cl-session-engines.h"

#define N_LINES   300
#define TARGET_MS 100

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
done_cb (ClSession *session, const GError *error, gpointer user_data)
{
  if (error != NULL)
    g_error ("%s", error->message);
  *(gboolean *) user_data = TRUE;
}

static ClSession *
open_session (const char *path)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  ClSession *session;

  cl_session_open_async (path, FALSE, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  session = cl_session_open_finish (result, &error);
  if (session == NULL)
    g_error ("%s", error->message);
  return session;
}

static void
start_game (ClSession *session)
{
  ClGameSetup setup = { .white = "Ada", .black = "Grace", .recorded_only = TRUE };
  gboolean done = FALSE;

  cl_session_start_game (session, 0, &setup, done_cb, &done);
  while (!done || cl_session_get_game (session) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
answer_cb (ClLiveEvaluation *live, GParamSpec *pspec, GArray *delays)
{
  ClEngineAnswer *answer = cl_live_evaluation_get_answer (live);
  gint64 delay;

  if (answer == NULL)
    return;
  delay = g_get_monotonic_time () - (gint64) answer->nodes;
  g_array_append_val (delays, delay);
}

static int
compare_delays (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
share (GArray *delays, double part)
{
  guint index = (guint) (part * (double) (delays->len - 1));

  return (double) g_array_index (delays, gint64, index) / 1000;
}

static char *
write_engine (const char *folder)
{
  char *program = g_build_filename (folder, "stamps", NULL);
  g_autofree char *script =
    g_strdup_printf ("#!/bin/sh\nexec %s stamps\n", g_getenv ("CHESS_LEDGER_UCI_DOUBLE"));

  if (!g_file_set_contents (program, script, -1, NULL) || g_chmod (program, 0755) != 0)
    g_error ("The engine cannot be written");
  return program;
}

/* With the caches that the session made in it. */
static void
delete_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        delete_folder (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (void)
{
  g_autofree char *folder = g_dir_make_tmp ("bench-live-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bench.ledger", NULL);
  g_autofree char *program = write_engine (folder);
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (gint64));
  ClLiveEvaluation *live;
  ClSession *session;
  guint late = 0;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  session = open_session (path);
  start_game (session);
  cl_session_set_engine (session, program, NULL, 0);
  live = cl_session_get_live_evaluation (session);
  g_signal_connect (live, "notify::answer", G_CALLBACK (answer_cb), delays);
  cl_live_evaluation_set_running (live, TRUE);
  while (delays->len < N_LINES)
    g_main_context_iteration (NULL, TRUE);
  g_array_sort (delays, compare_delays);
  for (guint i = 0; i < delays->len; i++)
    late += g_array_index (delays, gint64, i) > TARGET_MS * 1000;
  g_print (
    "line of the engine to the session: p50 %.2f ms, p99 %.2f ms, longest %.2f ms of %u; over %d ms: %u\n",
    share (delays, 0.5),
    share (delays, 0.99),
    share (delays, 1),
    delays->len,
    TARGET_MS,
    late);
  cl_live_evaluation_set_running (live, FALSE);
  cl_session_close (session);
  g_object_unref (session);
  delete_folder (folder);
  return 0;
}
