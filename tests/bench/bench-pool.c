/* bench-pool.c: two hundred live consumers in one process while 100,000 events a second are recorded durably
 *
 * bench-pool [SECONDS [RATE [CONSUMERS]]]: default 5 s (30 s with CHESS_LEDGER_THOROUGH), 100,000 events/s, 200 consumers. Each
 * consumer handles every event: it counts moves by who played them and games by how they ended, in its scratch, and writes a few keys at
 * every commit. Ten times a second it is looked how far each is behind, in events and in time. Prints the rate that was
 * reached, the worst and median lag, threads, memory at the beginning and at the end, and the size of the cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cl-fact.h"
#include "cl-runner.h"

#define N_PLIES 80

typedef struct
{
  char *dir;
  ClLedger *ledger;
  ClRunner *runner;
  guint seconds, rate, n_consumers;
  ClViewClass *classes;
  const ClViewClass **views;
  gint done; /* atomic */
} Bench;

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* What one consumer counts between two commits. */
typedef struct
{
  guint64 white, black, games;
} Counts;

static gpointer
create_counts (void)
{
  return g_new0 (Counts, 1);
}

static gboolean
apply_counts (ClState *state, const ClEvent *event, GError **error)
{
  Counts *counts = cl_state_get_scratch (state);

  if (event->has_move)
    {
      counts->white += event->ply & 1;
      counts->black += 1 - (event->ply & 1);
    }
  else
    counts->games++;
  return TRUE;
}

static void
add (ClState *state, const char *key, guint64 n)
{
  if (n > 0)
    cl_state_set_int (state, key, cl_state_get_int (state, key, 0) + (gint64) n);
}

static void
flush_counts (ClState *state, gpointer scratch)
{
  Counts *counts = scratch;

  add (state, "white", counts->white);
  add (state, "black", counts->black);
  add (state, "games", counts->games);
  *counts = (Counts){ 0 };
}

static const char *const handled[] = { "GameStarted", "MovePlayed", "GameEnded", NULL };

static void
make_views (Bench *self)
{
  self->classes = g_new0 (ClViewClass, self->n_consumers);
  self->views = g_new0 (const ClViewClass *, self->n_consumers + 1);
  for (guint i = 0; i < self->n_consumers; i++)
    {
      self->classes[i] = (ClViewClass){
        .name = g_strdup_printf ("counts-%u", i),
        .version = 1,
        .scope = CL_VIEW_OF_LEDGER,
        .handles = handled,
        .apply = apply_counts,
        .create_scratch = create_counts,
        .flush = flush_counts,
        .destroy_scratch = g_free,
      };
      self->views[i] = &self->classes[i];
    }
}

static ClDraft *
make_game (guint32 game)
{
  ClDraft *draft = cl_draft_new ("archive/bench.pgn", "bench", NULL);
  ClEvent event = CL_EVENT_INIT;

  event.type = "GameStarted";
  event.game = game;
  event.details = "{\"tags\":[[\"White\",\"Ada\"],[\"Black\",\"Grace\"]]}";
  cl_draft_add (draft, &event);
  event.type = "MovePlayed";
  event.details = NULL;
  event.has_move = TRUE;
  event.move = (ClMove){ .move = 6 | 21 << 6, .marks = 2 };
  for (event.ply = 1; event.ply <= N_PLIES; event.ply++)
    cl_draft_add (draft, &event);
  event = (ClEvent) CL_EVENT_INIT;
  event.type = "GameEnded";
  event.game = game;
  event.details = "{\"result\":\"1-0\",\"ending\":\"unknown\"}";
  cl_draft_add (draft, &event);
  return draft;
}

/* Records at the wanted rate; a late start is caught up with. */
static gpointer
produce (gpointer user_data)
{
  Bench *self = user_data;
  gint64 start = g_get_monotonic_time ();
  guint64 offset = 0, wanted = (guint64) self->rate * self->seconds;
  g_autoptr (GError) error = NULL;

  for (guint32 game = 1; offset < wanted; game++)
    {
      g_autoptr (ClDraft) draft = make_game (game);
      gint64 due = start + (gint64) (offset * G_USEC_PER_SEC / self->rate);
      gint64 early = due - g_get_monotonic_time ();

      if (early > 2000)
        g_usleep ((gulong) early);
      cl_ledger_append_bulk (self->ledger, draft, offset, &error);
      check (error);
      offset += cl_draft_get_length (draft);
    }
  cl_ledger_flush (self->ledger, &error);
  check (error);
  g_print ("recorded                 %8.0f events/s, durable\n",
           (double) offset * G_USEC_PER_SEC / (double) (g_get_monotonic_time () - start));
  g_atomic_int_set (&self->done, TRUE);
  return NULL;
}

static double
get_memory_mb (void)
{
  g_autofree char *text = NULL;
  guint64 pages = 0;

  if (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    {
      char *resident = strchr (text, ' ');

      pages = resident != NULL ? g_ascii_strtoull (resident, NULL, 10) : 0;
    }
  return (double) pages * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The worst of all consumers at this moment. */
static void
look (Bench *self, GArray *lags, guint64 *worst_events)
{
  g_autoptr (GPtrArray) list = cl_runner_list (self->runner);
  gint64 worst = 0;

  for (guint i = 0; i < list->len; i++)
    {
      ClConsumerStatus *status = list->pdata[i];

      if (status->state != CL_CONSUMER_RUNNING)
        g_error ("%s: %s", status->name, status->error);
      worst = MAX (worst, status->lag_us);
      *worst_events = MAX (*worst_events, cl_consumer_status_get_lag (status));
    }
  g_array_append_val (lags, worst);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
run (Bench *self)
{
  g_autoptr (GArray) lags = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *cache = g_build_filename (self->dir, "cache", NULL);
  g_autofree char *db = g_build_filename (cache, "views.db", NULL);
  guint64 worst_events = 0;
  GThread *thread;
  gint64 start;
  double memory, middle = 0;
  GStatBuf info;

  self->runner = cl_runner_new (self->ledger, cache, self->views, &error);
  check (error);
  memory = get_memory_mb ();
  start = g_get_monotonic_time ();
  thread = g_thread_new ("producer", produce, self);
  while (!g_atomic_int_get (&self->done))
    {
      g_usleep (100000);
      look (self, lags, &worst_events);
      if (middle == 0 && g_get_monotonic_time () - start > self->seconds * G_USEC_PER_SEC / 2)
        middle = get_memory_mb ();
    }
  g_thread_join (thread);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < self->n_consumers; i++)
    cl_runner_wait (self->runner,
                    self->classes[i].name,
                    cl_ledger_get_head (self->ledger),
                    60000,
                    &error);
  check (error);
  g_array_sort (lags, compare_times);
  g_print ("consumers                %8u on %u threads in all\n",
           self->n_consumers,
           count_threads ());
  g_print ("worst consumer, lag      p50 %.0f ms  max %.0f ms, %" G_GUINT64_FORMAT " events\n",
           (double) g_array_index (lags, gint64, lags->len / 2) / 1000,
           (double) g_array_index (lags, gint64, lags->len - 1) / 1000,
           worst_events);
  g_print ("all up to date           %8.0f ms after the last event\n",
           (double) (g_get_monotonic_time () - start) / 1000);
  g_print ("memory                   %.0f MB before, %.0f MB half-way, %.0f MB at the end\n",
           memory,
           middle,
           get_memory_mb ());
  if (g_stat (db, &info) == 0)
    g_print ("cache                    %8.1f MB\n", (double) info.st_size / 1e6);
}

static void
tear_down (Bench *self)
{
  static const char *const files[] = { "cache/views.db",
                                       "cache",
                                       "bench.ledger",
                                       "bench.ledger.lock",
                                       "" };

  cl_runner_close (self->runner);
  g_object_unref (self->runner);
  cl_ledger_close (self->ledger);
  g_object_unref (self->ledger);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->dir, files[i], NULL);

      g_remove (path);
    }
  for (guint i = 0; i < self->n_consumers; i++)
    g_free ((gpointer) self->classes[i].name);
  g_free (self->classes);
  g_free (self->views);
  g_free (self->dir);
}

static guint
take_number (int argc, char **argv, int index, guint fallback)
{
  return argc > index ? (guint) g_ascii_strtoull (argv[index], NULL, 10) : fallback;
}

int
main (int argc, char **argv)
{
  Bench bench = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  bench.seconds = take_number (argc, argv, 1, g_getenv ("CHESS_LEDGER_THOROUGH") != NULL ? 30 : 5);
  bench.rate = take_number (argc, argv, 2, 100000);
  bench.n_consumers = take_number (argc, argv, 3, 200);
  if (bench.seconds == 0 || bench.rate == 0 || bench.n_consumers == 0)
    g_error ("usage: bench-pool [SECONDS [RATE [CONSUMERS]]]");
  bench.dir = g_dir_make_tmp ("bench-pool-XXXXXX", &error);
  check (error);
  path = g_build_filename (bench.dir, "bench.ledger", NULL);
  bench.ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  check (error);
  make_views (&bench);
  run (&bench);
  tear_down (&bench);
  return 0;
}
