/* bench-library.c: a library of a million games: what importing it costs in memory, and how soon it is searched
 *
 * bench-library [GAMES]: 1,000,000 under CHESS_LEDGER_THOROUGH, else 20,000, stretched from the real games of the test data
 * (from the samples if there is none), as one PGN file. It is imported by a new ledger in the current folder, which is on a
 * disk where a build is; a million games need 9 GB there, which are given back. Searches go the way of the app, from the
 * words to the listed games, each several times with others between them; the median is printed, and the processor time
 * of all threads, which a busy machine does not stretch.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-ledger.h"
#include "cl-fact.h"
#include "cl-import.h"
#include "cl-session.h"

#define ROUNDS        5
#define TARGET_MS     1000.0
#define MEMORY_TARGET 150.0 /* MB */

typedef struct
{
  const char *what, *text;
  double wall[ROUNDS], processor[ROUNDS];
  guint n_found;
} Search;

static Search searches[] = {
  { .what = "player", .text = "petrosyan" },
  { .what = "players, year", .text = "kowalski novak 1987" },
  { .what = "opening", .text = "najdorf" },
  { .what = "ECO", .text = "b90" },
  { .what = "position, ply 5", .text = "rnbqkbnr/1ppp1ppp/p7/1B2p3/4P3/5N2/PPPP1PPP/RNBQK2R w" },
  { .what = "position, ply 10",
    .text = "rnbqkb1r/1p2pppp/p2p1n2/8/3NP3/2N5/PPP2PPP/R1BQKB1R w KQkq - 0 6" },
  { .what = "position, nowhere", .text = "8/8/8/4k3/8/8/4K3/7R w" },
  { .what = "material", .text = "KRPKR" },
  { .what = "material, rare", .text = "KQKR" },
  { .what = "material, full", .text = "KQRRBBNNPPPPPPPPKQRRBBNPPPPPPPP" },
};

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static double
get_processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

/* The highest number of resident megabytes since the last call of forget_peak (). */
static double
get_peak_mb (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  line = strstr (text, "VmHWM:");
  return line != NULL ? strtod (line + strlen ("VmHWM:"), NULL) / 1024 : 0;
}

static void
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");

  if (file == NULL)
    return;
  fputs ("5", file);
  fclose (file);
}

static void
must (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error->message);
}

static void
import_games (const char *ledger_path, const char *pgn_path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (pgn_path);
  ClImportResult result = { 0 };
  gint64 start;
  double seconds;
  GStatBuf info;

  ledger =
    cl_ledger_open (ledger_path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  must (ledger != NULL, error);
  forget_peak ();
  start = g_get_monotonic_time ();
  must (cl_import_pgn (ledger, file, NULL, NULL, NULL, NULL, NULL, &result, &error), error);
  seconds = milliseconds_since (start) / 1000;
  must (g_stat (pgn_path, &info) == 0, NULL);
  g_print ("import            %9.1f s   %u games of %.0f MB, %.0f events/s\n",
           seconds,
           (guint) result.n_games,
           (double) info.st_size / 1e6,
           (double) result.n_events / seconds);
  g_print ("its memory        %9.1f MB  at most; of %.0f MB: %.2f\n",
           get_peak_mb (),
           MEMORY_TARGET,
           get_peak_mb () / MEMORY_TARGET);
  cl_import_result_clear (&result);
  cl_ledger_close (ledger);
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

static void
search_for (ClSession *session, const char *text)
{
  cl_library_set_search (cl_session_get_library (session), text);
  wait_for_library (session);
}

/* With all its views built. */
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
  must (session != NULL, error);
  wait_for_library (session);
  search_for (session, searches[4].text);
  g_print ("open, build views %9.1f s   %u games, %.0f MB at most\n",
           milliseconds_since (start) / 1000,
           (guint) cl_library_get_total (cl_session_get_library (session)),
           get_peak_mb ());
  return session;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static void
measure_searches (ClSession *session)
{
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
      {
        gint64 start = g_get_monotonic_time ();
        double processor = get_processor_ms ();

        search_for (session, searches[i].text);
        searches[i].wall[round] = milliseconds_since (start);
        searches[i].processor[round] = get_processor_ms () - processor;
        searches[i].n_found =
          g_list_model_get_n_items (G_LIST_MODEL (cl_session_get_library (session)));
      }
  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      Search *search = &searches[i];

      qsort (search->wall, ROUNDS, sizeof (double), compare_doubles);
      qsort (search->processor, ROUNDS, sizeof (double), compare_doubles);
      g_print ("%-18s%9.1f ms  %9.1f ms of processors, %u games; of %.0f ms: %.3f\n",
               search->what,
               search->wall[ROUNDS / 2],
               search->processor[ROUNDS / 2],
               search->n_found,
               TARGET_MS,
               search->wall[ROUNDS / 2] / TARGET_MS);
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  gboolean thorough = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  guint64 n_games = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : thorough ? 1000000 : 20000;
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *masters =
    g_build_filename (data ? data : "", "pgn", "corpus", "masters-a.pgn", NULL);
  const char *sources[] = { masters, NULL };
  g_autofree char *template = g_strdup ("bench-library-XXXXXX");
  const char *folder = g_mkdtemp (template);
  g_autofree char *pgn = g_build_filename (folder, "games.pgn", NULL);
  g_autofree char *ledger = g_build_filename (folder, "games.ledger", NULL);
  gboolean is_real = data != NULL && g_file_test (masters, G_FILE_TEST_EXISTS);
  g_autoptr (GError) error = NULL;
  ClSession *session;

  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  must (bench_ledger_write_pgn (pgn, n_games, 1, is_real ? sources : NULL, &error), error);
  import_games (ledger, pgn);
  g_unlink (pgn);
  forget_peak ();
  session = open_session (ledger);
  measure_searches (session);
  cl_session_close (session);
  g_object_unref (session);
  remove_folder (folder);
  return 0;
}
