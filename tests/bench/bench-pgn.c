/* bench-pgn.c: reads and checks a PGN file, imports it into a durable ledger and exports it, beside pgn-extract that checks
 * and rewrites it
 *
 * The file is $CHESS_LEDGER_BENCH_PGN, else a real one of the test data. Medians of three, pgn-extract's runs between
 * ours. Prints and never judges.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "chess-pgn.h"
#include "cl-export.h"
#include "cl-fact.h"
#include "cl-import.h"

#define PGN_EXTRACT "/usr/games/pgn-extract"
#define ROUNDS      3

typedef struct
{
  guint64 games, plies, events;
} Counts;

static char *
find_file (void)
{
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *path = g_strdup (g_getenv ("CHESS_LEDGER_BENCH_PGN"));

  if (path == NULL && data != NULL)
    path = g_build_filename (data, "pgn", "corpus", "masters-a.pgn", NULL);
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  return g_steal_pointer (&path);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

/* Reading the file is counted, as it is for the other program. */
static double
run_reader (const char *path, Counts *counts)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *text = NULL;
  gsize length, from = 0;
  ChessPgnSpan span;
  bool need_more;

  *counts = (Counts){ 0 };
  if (!g_file_get_contents (path, &text, &length, NULL))
    g_error ("cannot read %s", path);
  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      counts->games++;
      counts->plies += chess_pgn_parse (text + span.start, span.end - span.start, NULL, NULL).plies;
      from = span.end;
    }
  return seconds_since (start);
}

static void
remove_ledger (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
write_cb (const char *text, gsize length, gpointer user_data, GError **error)
{
  return fwrite (text, 1, length, user_data) == length;
}

/* All of it, into a file beside the ledger. */
static double
run_export (ClLedger *ledger, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "out.pgn", NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ClReader) reader = cl_reader_new (ledger, &error);
  FILE *file = g_fopen (path, "w");

  if (reader == NULL || file == NULL ||
      !cl_export_pgn (reader, NULL, 0, write_cb, file, NULL, NULL, &error) || fclose (file) != 0)
    g_error ("cannot export");
  return seconds_since (start);
}

/* Until all is durable, into a new ledger in the current folder, which is on a disk where a build is. */
static double
run_import (const char *path, Counts *counts, double *export)
{
  g_autofree char *template = g_strdup ("bench-import-XXXXXX");
  const char *folder = g_mkdtemp (template);
  g_autofree char *ledger_path = g_build_filename (folder, "a.ledger", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = NULL;
  ClImportResult result = { 0 };
  gint64 start;
  double seconds;

  ledger =
    cl_ledger_open (ledger_path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  if (ledger == NULL)
    g_error ("%s", error->message);
  start = g_get_monotonic_time ();
  if (!cl_import_pgn (ledger, file, NULL, NULL, NULL, NULL, NULL, &result, &error))
    g_error ("%s", error->message);
  seconds = seconds_since (start);
  counts->events = result.n_events;
  *export = run_export (ledger, folder);
  cl_ledger_close (ledger);
  cl_import_result_clear (&result);
  remove_ledger (folder);
  return seconds;
}

/* @out: (nullable): rewrite the games into that. */
static double
run_pgn_extract (const char *path, const char *out)
{
  const char *checking[] = { PGN_EXTRACT, "-s", "-r", path, NULL };
  g_autofree char *option = out ? g_strconcat ("-o", out, NULL) : NULL;
  const char *rewriting[] = { PGN_EXTRACT, "-s", option, path, NULL };
  const char **argv = out ? rewriting : checking;
  gint64 start = g_get_monotonic_time ();

  if (!g_spawn_sync (NULL,
                     (char **) argv,
                     NULL,
                     G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL,
                     NULL,
                     NULL,
                     NULL,
                     NULL,
                     NULL))
    return 0;
  return seconds_since (start);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return *x < *y ? -1 : *x > *y;
}

static double
median (double *times)
{
  qsort (times, ROUNDS, sizeof *times, compare);
  return times[ROUNDS / 2];
}

int
main (void)
{
  g_autofree char *path = find_file ();
  double reader[ROUNDS], import[ROUNDS], export[ROUNDS], reference[ROUNDS], rewriting[ROUNDS];
  gboolean has_reference = g_file_test (PGN_EXTRACT, G_FILE_TEST_IS_EXECUTABLE);
  Counts counts;
  double read_time, import_time, export_time;

  if (path == NULL)
    {
      g_print ("no PGN file: set CHESS_LEDGER_BENCH_PGN\n");
      return 77;
    }
  for (guint i = 0; i < ROUNDS; i++)
    {
      reference[i] = has_reference ? run_pgn_extract (path, NULL) : 0;
      rewriting[i] = has_reference ? run_pgn_extract (path, "bench-out.pgn") : 0;
      g_unlink ("bench-out.pgn");
      reader[i] = run_reader (path, &counts);
      import[i] = run_import (path, &counts, &export[i]);
    }
  read_time = median (reader);
  import_time = median (import);
  export_time = median (export);
  g_print ("%s: %" G_GUINT64_FORMAT " games, %" G_GUINT64_FORMAT " plies\n",
           path,
           counts.games,
           counts.plies);
  g_print ("read and check: %.3f s, %.0f games/s, %.0f plies/s\n",
           read_time,
           (double) counts.games / read_time,
           (double) counts.plies / read_time);
  g_print ("import: %.3f s, %.0f games/s, %.0f events/s\n",
           import_time,
           (double) counts.games / import_time,
           (double) counts.events / import_time);
  g_print ("export: %.3f s, %.0f games/s\n", export_time, (double) counts.games / export_time);
  if (has_reference)
    {
      double reference_time = median (reference), rewriting_time = median (rewriting);

      g_print ("pgn-extract -s -r: %.3f s, -s -o: %.3f s\n", reference_time, rewriting_time);
      g_print ("ratio: read and check %.2f, import %.3f, export %.2f\n",
               reference_time / read_time,
               reference_time / import_time,
               rewriting_time / export_time);
    }
  return 0;
}
