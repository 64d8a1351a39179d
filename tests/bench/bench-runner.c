/* bench-runner.c: how fast the library view folds a ledger, and how long its state at any position takes
 *
 * bench-runner [EVENTS]: makes a ledger of so many events (default 1,000,000) in a temporary folder, prints one figure
 * a line: fold from nothing with the cache on disk and in memory, first reading, p50/p99/max of a page of games at random
 * positions, size of the cache. All of it stays under 20 s for the default.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>

#include "cl-fact.h"
#include "cl-runner.h"
#include "cl-views.h"

#define PLIES        80
#define DRAFT_EVENTS 2000
#define N_READS      300
#define PAGE         50

typedef struct
{
  char *dir;
  char *path;
  char *cache;
  ClLedger *ledger;
  guint64 n_events;
} Bench;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
}

static void
add_start (ClDraft *draft, guint32 game)
{
  g_auto (ClFact) fact = { 0 };
  g_autofree char *white = g_strdup_printf ("Player, W. %u", game % 977);
  g_autofree char *black = g_strdup_printf ("Player, B. %u", game % 1009);

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = game;
  cl_fact_add_tag (&fact, "Event", "Spring Open");
  cl_fact_add_tag (&fact, "Site", "Linares");
  cl_fact_add_tag (&fact, "Date", "1999.02.21");
  cl_fact_add_tag (&fact, "Round", "1");
  cl_fact_add_tag (&fact, "White", white);
  cl_fact_add_tag (&fact, "Black", black);
  cl_fact_add_tag (&fact, "WhiteElo", "2751");
  cl_fact_add_tag (&fact, "BlackElo", "2710");
  cl_fact_add_tag (&fact, "ECO", "B90");
  cl_fact_to_draft (&fact, draft);
}

static void
add_end (ClDraft *draft, guint32 game)
{
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_ENDED);
  fact.game = game;
  fact.ply = PLIES;
  fact.result = CHESS_RESULT_DRAW;
  fact.ending = CHESS_ENDING_UNKNOWN;
  cl_fact_to_draft (&fact, draft);
}

static void
add_move (ClDraft *draft, guint32 game, guint32 ply)
{
  ClEvent event = CL_EVENT_INIT;

  event.type = cl_fact_type_name (CL_FACT_MOVE_PLAYED);
  event.game = game;
  event.ply = ply;
  event.has_move = TRUE;
  event.move = (ClMove){ .move = 6 | 21 << 6, .marks = 2 };
  cl_draft_add (draft, &event);
}

static void
append_game (ClDraft *draft, guint32 game)
{
  add_start (draft, game);
  for (guint32 ply = 1; ply <= PLIES; ply++)
    add_move (draft, game, ply);
  add_end (draft, game);
}

static void
make_ledger (Bench *self)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint32 game = 0;
  guint64 n = 0;

  self->ledger =
    cl_ledger_open (self->path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  check (error);
  for (guint archive = 1; n < self->n_events; archive++)
    {
      g_autofree char *partition = g_strdup_printf ("archive/file-%u.pgn", archive);
      guint64 offset = 0;

      while (offset < 200000 && n < self->n_events)
        {
          g_autoptr (ClDraft) draft = cl_draft_new (partition, "import", NULL);

          while (cl_draft_get_length (draft) < DRAFT_EVENTS)
            append_game (draft, ++game);
          cl_ledger_append_bulk (self->ledger, draft, offset, &error);
          check (error);
          offset += cl_draft_get_length (draft);
          n += cl_draft_get_length (draft);
        }
    }
  cl_ledger_flush (self->ledger, &error);
  check (error);
  self->n_events = cl_ledger_get_head (self->ledger);
  g_print ("append             %8.2f s  %9.0f events/s\n",
           seconds_since (start),
           (double) self->n_events / seconds_since (start));
}

static ClRunner *
run_views (Bench *self, const char *cache, const char *title)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  ClRunner *runner = cl_runner_new (self->ledger, cache, cl_views_of_ledger (), &error);

  check (error);
  cl_runner_wait (runner, "library", self->n_events, 600000, &error);
  check (error);
  g_print ("%-18s %8.2f s  %9.0f events/s\n",
           title,
           seconds_since (start),
           (double) self->n_events / seconds_since (start));
  return runner;
}

static gboolean
count_cb (const char *key, const char *value, gpointer user_data)
{
  guint *left = user_data;

  return --*left > 0;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
measure_reads (Bench *self, ClRunner *runner)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (ClMap) all = NULL;
  gint64 times[N_READS];
  gint64 start = g_get_monotonic_time ();

  all = cl_runner_get_state (runner, "library", 0, &error);
  check (error);
  g_print ("whole state        %8.1f ms (%" G_GSIZE_FORMAT " keys)\n",
           seconds_since (start) * 1000,
           cl_map_get_size (all));
  for (guint i = 0; i < N_READS; i++)
    {
      guint64 position = 1 + (guint64) (g_rand_double (rand) * (double) (self->n_events - 1));
      guint left = PAGE;

      start = g_get_monotonic_time ();
      cl_runner_read_state (runner, "library", position, "game/", count_cb, &left, NULL, &error);
      check (error);
      times[i] = g_get_monotonic_time () - start;
    }
  qsort (times, N_READS, sizeof times[0], compare_times);
  g_print ("state at position  p50 %.2f ms  p99 %.2f ms  max %.2f ms (a page of %u)\n",
           (double) times[N_READS / 2] / 1000,
           (double) times[N_READS * 99 / 100] / 1000,
           (double) times[N_READS - 1] / 1000,
           PAGE);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

int
main (int argc, char *argv[])
{
  Bench bench = { .n_events = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 1000000 };
  g_autoptr (ClRunner) runner = NULL;
  g_autoptr (ClRunner) memory = NULL;
  g_autofree char *db = NULL;
  GStatBuf info;

  bench.dir = g_dir_make_tmp ("bench-runner-XXXXXX", NULL);
  bench.path = g_build_filename (bench.dir, "bench.ledger", NULL);
  bench.cache = g_build_filename (bench.dir, "cache", NULL);
  make_ledger (&bench);
  runner = run_views (&bench, bench.cache, "fold, on disk");
  measure_reads (&bench, runner);
  cl_runner_close (runner);
  db = g_build_filename (bench.cache, "views.db", NULL);
  if (g_stat (db, &info) == 0)
    g_print ("cache              %8.1f MB\n", (double) info.st_size / 1e6);
  memory = run_views (&bench, NULL, "fold, in memory");
  cl_runner_close (memory);
  cl_ledger_close (bench.ledger);
  g_object_unref (bench.ledger);
  remove_tree (bench.dir);
  g_free (bench.dir);
  g_free (bench.path);
  g_free (bench.cache);
  return 0;
}
