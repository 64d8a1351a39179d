/* bench-runner.c: what consumers cost, and how that grows with the ledger
 *
 * bench-runner [FILE | EVENTS …]: for each ledger (default: 10,000, 100,000 and 1,000,000 events, with CHESS_LEDGER_THOROUGH also
 * 5,000,000 and 10,000,000, generated from seed 1) a column:
 *   fold        all whole-ledger views from nothing, on two threads, cache on disk; events a second, size of the cache
 *   page        50 keys of a whole-ledger view at a random position: p50, p99
 *   game        a view of one game at a random position: p50, p99, rows read
 *   append      one event appended, acknowledged durable; from there until the view has it; and from the start until then without
 *               the time that its fdatasync took, which is the disk's and the other programs' on it: p50, p99
 *   sync        4 KiB written and fdatasync, in the same folder: what the disk alone takes
 *   board       the board's fold of all games, with reading, as a share of a bare SELECT of the same columns
 * Only a copy in a temporary folder is written.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench-ledger.h"
#include "cl-fact.h"
#include "cl-game.h"
#include "cl-reader.h"
#include "cl-runner.h"
#include "cl-views.h"
#include "sqlite-counter.h"

#define N_READS   400
#define N_APPENDS 200
#define PAGE      50
#define WAIT_MS   1800000

typedef struct
{
  char *dir;
  char *cache;
  ClLedger *ledger;
  ClRunner *runner;
  guint64 n_events;
  GRand *rand;
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

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
print_times (const char *title, gint64 *times, guint n)
{
  qsort (times, n, sizeof times[0], compare_times);
  g_print ("%-24s p50 %8.3f ms  p99 %8.3f ms  max %8.3f ms\n",
           title,
           (double) times[n / 2] / 1000,
           (double) times[n * 99 / 100] / 1000,
           (double) times[n - 1] / 1000);
}

static guint64
choose_position (Bench *self)
{
  return 1 + (guint64) (g_rand_double (self->rand) * (double) (self->n_events - 1));
}

static void
measure_fold (Bench *self)
{
  const ClViewClass *const *views = cl_views_of_ledger ();
  g_autoptr (GError) error = NULL;
  g_autofree char *db = g_build_filename (self->cache, "views.db", NULL);
  gint64 start = g_get_monotonic_time ();
  double seconds;
  GStatBuf info;

  self->runner = cl_runner_new (self->ledger, self->cache, views, &error);
  check (error);
  for (guint i = 0; views[i] != NULL; i++)
    {
      cl_runner_wait (self->runner, views[i]->name, self->n_events, WAIT_MS, &error);
      check (error);
      seconds = seconds_since (start);
      g_print ("fold, %-18s %8.2f s  %9.0f events/s\n",
               views[i]->name,
               seconds,
               (double) self->n_events / seconds);
    }
  if (g_stat (db, &info) == 0)
    g_print ("cache                    %8.1f MB  %9.1f bytes an event\n",
             (double) info.st_size / 1e6,
             (double) info.st_size / (double) self->n_events);
}

static gboolean
count_cb (const char *key, const char *value, gpointer user_data)
{
  guint *left = user_data;

  return --*left > 0;
}

static void
measure_pages (Bench *self, const ClViewClass *view)
{
  g_autofree char *title = g_strdup_printf ("page, %s", view->name);
  g_autoptr (GError) error = NULL;
  gint64 times[N_READS];

  for (guint i = 0; i < N_READS; i++)
    {
      guint64 position = choose_position (self);
      guint left = PAGE;
      gint64 start = g_get_monotonic_time ();

      cl_runner_read_state (self->runner,
                            view->name,
                            position,
                            NULL,
                            count_cb,
                            &left,
                            NULL,
                            &error);
      check (error);
      times[i] = g_get_monotonic_time () - start;
    }
  print_times (title, times, N_READS);
}

static void
measure_games (Bench *self, const ClViewClass *view)
{
  g_autofree char *title = g_strdup_printf ("game, %s", view->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  gint64 times[N_READS];

  check (error);
  for (guint i = 0; i < N_READS; i++)
    {
      guint64 position = choose_position (self);
      g_autoptr (ClEvents) events = cl_reader_read (reader, position - 1, position, 1, &error);
      const ClEvent *event;
      gint64 start = g_get_monotonic_time ();
      g_autoptr (ClMap) map = NULL;

      check (error);
      event = cl_events_get (events, 0);
      map =
        cl_runner_fold_game (self->runner, view, event->partition, event->game, position, &error);
      check (error);
      times[i] = g_get_monotonic_time () - start;
    }
  print_times (title, times, N_READS);
}

static void
measure_sync (Bench *self)
{
  static const char block[4096]; /* lint: allow global-state: zeros */
  g_autofree char *path = g_build_filename (self->dir, "sync", NULL);
  gint64 times[N_APPENDS];
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  for (guint i = 0; i < N_APPENDS; i++)
    {
      gint64 start = g_get_monotonic_time ();

      if (fd < 0 || pwrite (fd, block, sizeof block, (off_t) (i * sizeof block)) != sizeof block ||
          fdatasync (fd) != 0)
        g_error ("cannot write “%s”", path);
      times[i] = g_get_monotonic_time () - start;
    }
  close (fd);
  print_times ("sync", times, N_APPENDS);
}

static ClDraft *
make_live (guint i)
{
  ClDraft *draft = cl_draft_new ("table/bench", "bench", NULL);
  g_auto (ClFact) fact = { 0 };

  cl_fact_init (&fact, CL_FACT_GAME_STARTED);
  fact.game = i + 1;
  cl_fact_add_tag (&fact, "White", "Ada");
  cl_fact_add_tag (&fact, "Black", "Grace");
  cl_fact_to_draft (&fact, draft);
  return draft;
}

/* Every append changes a key of the library. */
static void
measure_appends (Bench *self)
{
  g_autoptr (GError) error = NULL;
  gint64 appends[N_APPENDS], views[N_APPENDS], both[N_APPENDS], syncs[N_APPENDS], rest[N_APPENDS];

  for (guint i = 0; i < N_APPENDS; i++)
    {
      g_autoptr (ClDraft) draft = make_live (i);
      ClAppended appended;
      SqliteCounts before = sqlite_counter_get ();
      gint64 start = g_get_monotonic_time (), durable;

      cl_ledger_append (self->ledger, draft, i, &appended, &error);
      check (error);
      durable = g_get_monotonic_time ();
      cl_runner_wait (self->runner, "library", appended.last_position, WAIT_MS, &error);
      check (error);
      both[i] = g_get_monotonic_time () - start;
      appends[i] = durable - start;
      views[i] = both[i] - appends[i];
      syncs[i] = (gint64) sqlite_counter_since (&before).sync_us;
      rest[i] = both[i] - syncs[i];
      g_usleep (2000);
    }
  print_times ("append, durable", appends, N_APPENDS);
  print_times ("… then in the view", views, N_APPENDS);
  print_times ("both", both, N_APPENDS);
  print_times ("of these: fdatasync", syncs, N_APPENDS);
  print_times ("of these: the rest", rest, N_APPENDS);
}

static double
measure_select (Bench *self)
{
  static const char sql[] = "SELECT * FROM event ORDER BY position";
  sqlite3 *db = NULL;
  sqlite3_stmt *select = NULL;
  gint64 start, sum = 0;

  if (sqlite3_open_v2 (cl_ledger_get_path (self->ledger), &db, SQLITE_OPEN_READONLY, NULL) !=
        SQLITE_OK ||
      sqlite3_prepare_v2 (db, sql, -1, &select, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  start = g_get_monotonic_time ();
  while (sqlite3_step (select) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (select); i++)
      if (sqlite3_column_type (select, i) == SQLITE_INTEGER)
        sum += sqlite3_column_int64 (select, i);
      else if (sqlite3_column_type (select, i) != SQLITE_NULL)
        sum += *(const guint8 *) sqlite3_column_blob (select, i);
  sqlite3_finalize (select);
  sqlite3_close (db);
  if (sum == 0)
    g_error ("nothing was read");
  return seconds_since (start);
}

/* One game after the other, as they were imported. */
static double
measure_board (Bench *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  gpointer fold = NULL;
  guint32 game = 0, partition = 0;
  guint64 after = 0;
  gint64 start = g_get_monotonic_time ();

  check (error);
  while (after < self->n_events)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, after, self->n_events, 1000, &error);

      check (error);
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        {
          const ClEvent *event = cl_events_get (events, i);

          if (event->game == 0)
            continue;
          if (fold == NULL || event->game != game || event->partition_id != partition)
            {
              if (fold != NULL)
                cl_board_view.destroy (fold);
              fold = cl_board_view.create (event->partition, event->game);
              game = event->game;
              partition = event->partition_id;
            }
          if (!cl_board_view.apply_game (fold, event, &error))
            check (error);
        }
      after += cl_events_get_length (events);
    }
  if (fold != NULL)
    cl_board_view.destroy (fold);
  return seconds_since (start);
}

static void
measure_replay (Bench *self)
{
  double bare = measure_select (self);
  double board = measure_board (self);

  g_print ("bare SELECT              %8.2f s  %9.0f events/s\n",
           bare,
           (double) self->n_events / bare);
  g_print ("board, reading and fold  %8.2f s  %9.0f events/s  ratio %.2f\n",
           board,
           (double) self->n_events / board,
           bare / board);
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

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from), target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  check (error);
}

/* @wanted: a number of events, or a ledger that nobody has open. */
static void
set_up (Bench *self, const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint64 n_events;

  self->dir = g_dir_make_tmp ("bench-runner-XXXXXX", &error);
  check (error);
  self->cache = g_build_filename (self->dir, "cache", NULL);
  self->rand = g_rand_new_with_seed (1);
  path = g_build_filename (self->dir, "bench.ledger", NULL);
  if (!g_ascii_string_to_unsigned (wanted, 10, 1, G_MAXINT64, &n_events, NULL))
    copy_file (wanted, path);
  else if (!bench_ledger_make (path, n_events, 1, NULL, &error))
    check (error);
  self->ledger = cl_ledger_open (path, CL_LEDGER_WRITE, cl_fact_vocabulary (), &error);
  check (error);
  self->n_events = cl_ledger_get_head (self->ledger);
  g_print ("\n%" G_GUINT64_FORMAT " events\n", self->n_events);
}

static void
tear_down (Bench *self)
{
  cl_runner_close (self->runner);
  g_object_unref (self->runner);
  cl_ledger_close (self->ledger);
  g_object_unref (self->ledger);
  remove_tree (self->dir);
  g_rand_free (self->rand);
  g_free (self->dir);
  g_free (self->cache);
}

int
main (int argc, char *argv[])
{
  const char *const sizes[] = { "10000", "100000", "1000000", "5000000", "10000000" };
  guint n_sizes = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL ? G_N_ELEMENTS (sizes) : 3;
  guint n = argc > 1 ? (guint) argc - 1 : n_sizes;

  for (guint i = 0; i < n; i++)
    {
      Bench bench = { 0 };

      set_up (&bench, argc > 1 ? argv[i + 1] : sizes[i]);
      measure_fold (&bench);
      for (guint k = 0; cl_views_of_ledger ()[k] != NULL; k++)
        measure_pages (&bench, cl_views_of_ledger ()[k]);
      for (guint k = 0; cl_views_of_game ()[k] != NULL; k++)
        measure_games (&bench, cl_views_of_game ()[k]);
      measure_replay (&bench);
      measure_sync (&bench);
      measure_appends (&bench);
      tear_down (&bench);
    }
  return 0;
}
