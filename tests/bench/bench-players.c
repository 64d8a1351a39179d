/* bench-players.c: what the record of the players costs: folding it, and asking it about many games
 *
 * bench-players [GAMES] (default 100,000): a ledger of so many games without moves, in a temporary folder: 20,000
 * players, of whom one plays in every hundredth game. Then the whole list, the record of that player and of a rare one, read from
 * the view on disk; three times each, the median, processor time. And both views folded in memory over real moves,
 * beside the library: events a second of processor time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench-ledger.h"
#include "cl-fact.h"
#include "cl-fold.h"
#include "cl-player-stats.h"
#include "cl-reader.h"
#include "cl-views.h"

#define N_PLAYERS 20000
#define BATCH     5000
#define WAIT_MS   1800000
#define N_FOLDED  400000

static void
check (const GError *error)
{
  if (error != NULL)
    g_error ("%s", error->message);
}

/* Of this thread, µs: other work on the machine does not count. */
static gint64
processor_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_TIME_SPAN_SECOND + time.tv_nsec / 1000;
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_TIME_SPAN_SECOND;
}

static void
tell_game (ClDraft *draft, guint32 game, GRand *rand)
{
  static const ChessResult results[] = { CHESS_RESULT_WHITE,
                                         CHESS_RESULT_BLACK,
                                         CHESS_RESULT_DRAW };
  g_auto (ClFact) start = { 0 }, end = { 0 };
  g_autofree char *white =
    game % 100 == 0 ? g_strdup ("Often, A")
                    : g_strdup_printf ("Player, %d", g_rand_int_range (rand, 0, N_PLAYERS));
  g_autofree char *black = g_strdup_printf ("Player, %d", g_rand_int_range (rand, 0, N_PLAYERS));
  g_autofree char *date = g_strdup_printf ("%d.05.01", g_rand_int_range (rand, 1970, 2026));

  cl_fact_init (&start, CL_FACT_GAME_STARTED);
  start.game = game;
  cl_fact_add_tag (&start, "White", white);
  cl_fact_add_tag (&start, "Black", black);
  cl_fact_add_tag (&start, "WhiteElo", "2400");
  cl_fact_add_tag (&start, "BlackElo", "2300");
  cl_fact_add_tag (&start, "Date", date);
  cl_fact_add_tag (&start, "ECO", "B92");
  cl_fact_to_draft (&start, draft);
  cl_fact_init (&end, CL_FACT_GAME_ENDED);
  end.game = game;
  end.result = results[g_rand_int_range (rand, 0, 3)];
  end.ending = CHESS_ENDING_UNKNOWN;
  cl_fact_to_draft (&end, draft);
}

static ClLedger *
make_ledger (const char *dir, guint n_games)
{
  g_autofree char *path = g_build_filename (dir, "bench.ledger", NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  guint64 head = 0;

  check (error);
  for (guint game = 1; game <= n_games;)
    {
      g_autoptr (ClDraft) draft = cl_draft_new ("archive/bench.pgn", "bench", NULL);

      for (guint i = 0; i < BATCH && game <= n_games; i++)
        tell_game (draft, game++, rand);
      cl_ledger_append_bulk (ledger, draft, head, &error);
      check (error);
      head += cl_draft_get_length (draft);
    }
  cl_ledger_flush (ledger, &error);
  check (error);
  return ledger;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static void
measure (ClRunner *runner, const char *what, const char *name)
{
  double times[3];
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ClPlayerStats) stats = NULL;
      g_autoptr (GArray) players = NULL;
      gint64 start = processor_time ();

      if (name != NULL)
        stats = cl_player_stats_read (runner, name, NULL, 0, &error);
      else
        players = cl_players_read (runner, 0, &error);
      times[i] = (double) (processor_time () - start) / G_TIME_SPAN_SECOND;
      check (error);
      n = name != NULL ? cl_record_n (&stats->all) : players->len;
    }
  qsort (times, G_N_ELEMENTS (times), sizeof times[0], compare);
  g_print ("%-26s %8.1f ms  (%u)\n", what, times[1] * 1000, n);
}

static void
fold (const char *path, const ClViewClass *view)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = cl_ledger_open (path, 0, cl_fact_vocabulary (), &error);
  g_autoptr (ClReader) reader = ledger != NULL ? cl_reader_new (ledger, &error) : NULL;
  g_autoptr (ClFold) state = cl_fold_new (view, NULL, 0);
  guint64 position = 0, n = 0;
  gint64 used = 0;

  check (error);
  while (n < N_FOLDED)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, position, G_MAXINT64, 4096, &error);
      gint64 start = processor_time ();

      check (error);
      if (events == NULL || cl_events_get_length (events) == 0)
        break;
      for (gsize i = 0; i < cl_events_get_length (events); i++, n++)
        cl_fold_apply (state, cl_events_get (events, i), &error);
      check (error);
      position = cl_events_get (events, cl_events_get_length (events) - 1)->position;
      used += processor_time () - start;
    }
  {
    gint64 start = processor_time ();
    g_autoptr (ClMap) map = cl_fold_get_map (state);

    used += processor_time () - start;
    g_print ("fold, %-20s %8.0f events/s  (%" G_GUINT64_FORMAT " events, %" G_GSIZE_FORMAT
             " keys)\n",
             view->name,
             (double) n * G_TIME_SPAN_SECOND / (double) MAX (used, 1),
             n,
             cl_map_get_size (map));
  }
  cl_ledger_close (ledger);
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
ask (const char *dir, guint n_games)
{
  static const ClViewClass *const views[] = { &cl_players_view, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = make_ledger (dir, n_games);
  g_autofree char *cache = g_build_filename (dir, "cache", NULL);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (ClRunner) runner = cl_runner_new (ledger, cache, views, &error);

  check (error);
  cl_runner_wait (runner, "players", cl_ledger_get_head (ledger), WAIT_MS, &error);
  check (error);
  g_print ("%u games: view on disk from nothing in %.1f s\n", n_games, seconds_since (start));
  measure (runner, "all players", NULL);
  measure (runner, "who plays often", "Often, A");
  measure (runner, "who plays seldom", "Player, 7");
  cl_runner_close (runner);
  cl_ledger_close (ledger);
}

int
main (int argc, char **argv)
{
  guint n_games = argc > 1 ? (guint) atoi (argv[1]) : 100000;
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("bench-players-XXXXXX", &error);
  g_autofree char *moves = NULL;

  check (error);
  moves = g_build_filename (dir, "moves.ledger", NULL);
  if (!bench_ledger_make (moves, N_FOLDED, 1, NULL, &error))
    check (error);
  fold (moves, &cl_library_view);
  fold (moves, &cl_players_view);
  fold (moves, &cl_fair_play_view);
  ask (dir, n_games);
  remove_tree (dir);
  return 0;
}
