/* bench-boards.c: many electronic boards at once, in real time, into one ledger
 *
 * bench-boards [BOARDS [SECONDS]]: default 64 boards for 26 s, 12 of them to learn the men. Emulators of all families on pseudo-terminals, pumped by one thread;
 * a producer a board, each on a thread of its own, as in the app. Hands play fast. Printed are, of all boards: from the bytes
 * of a board to the picture of it, from the moment a move was certain until it was durable, and the share of the processors with the
 * emulators counted apart. Targets: 30 ms, and 50 ms for 99 of 100.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "chess-notation.h"
#include "cl-board-given-private.h"
#include "cl-fact.h"
#include "cl-pty.h"

#define BEGIN_MS 12000 /* boards that learn their men need some seconds */
#define PLIES    200

typedef struct
{
  ClPty *pty;
  const ClBoardFamily *family;
  ClLedger *ledger;
  char *table;
  gint64 sent_us; /* atomic by the lock: bytes of the board went out last */
  GMutex lock;
  GArray *seen_us, *late_ms; /* (element-type gint64) */
  GThread *thread;
  gint *done; /* atomic */
  guint moves, questions;
} Board;

typedef struct
{
  Board *boards;
  guint n;
  gint done;
  gint64 cpu_us;
} Bench;

static void
news_cb (ClBoardProducer *producer, ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  Board *self = user_data;
  gint64 late_ms, seen_us;

  if (kind == CL_BOARD_NEWS_TROUBLE)
    g_printerr ("%s: %s\n", self->table, text);
  self->questions += kind == CL_BOARD_NEWS_QUESTION;
  if (kind == CL_BOARD_NEWS_MOVE)
    {
      late_ms = cl_board_producer_get_late_ms (producer);
      g_array_append_val (self->late_ms, late_ms);
      self->moves++;
    }
  if (kind != CL_BOARD_NEWS_SEEN && kind != CL_BOARD_NEWS_PROVISIONAL)
    return;
  g_mutex_lock (&self->lock);
  seen_us = g_get_monotonic_time () - self->sent_us;
  g_mutex_unlock (&self->lock);
  g_array_append_val (self->seen_us, seen_us);
}

static gpointer
record_thread (gpointer data)
{
  Board *self = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GError) error = NULL;
  ClBoardProducer *producer;

  g_main_context_push_thread_default (context);
  producer = cl_board_producer_new (self->ledger,
                                    self->family,
                                    cl_pty_get_path (self->pty),
                                    self->table,
                                    NULL,
                                    &error);
  if (producer == NULL)
    g_error ("%s", error->message);
  cl_board_producer_set_id (producer, self->table);
  cl_board_producer_set_news (producer, news_cb, self);
  while (!g_atomic_int_get (self->done))
    g_main_context_iteration (context, TRUE);
  cl_board_producer_close (producer);
  cl_board_producer_free (producer);
  g_main_context_pop_thread_default (context);
  return NULL;
}

/* All emulators, a look every millisecond. */
static gpointer
pump_thread (gpointer data)
{
  Bench *self = data;
  gint64 begun_us = g_get_monotonic_time ();
  struct timespec cpu;

  while (!g_atomic_int_get (&self->done))
    {
      gint64 now_us = g_get_monotonic_time ();

      for (guint i = 0; i < self->n; i++)
        {
          Board *board = &self->boards[i];
          guint64 sent = cl_pty_get_sent (board->pty);

          g_mutex_lock (&board->lock);
          cl_pty_pump (board->pty, (now_us - begun_us) / 1000);
          if (cl_pty_get_sent (board->pty) != sent)
            board->sent_us = now_us;
          g_mutex_unlock (&board->lock);
        }
      g_usleep (1000);
    }
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &cpu);
  self->cpu_us = (gint64) cpu.tv_sec * 1000000 + cpu.tv_nsec / 1000;
  return NULL;
}

/* Any legal moves: the boards do not judge their quality. */
static GArray *
make_game (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  GArray *moves = g_array_new (FALSE, FALSE, sizeof (ChessMove));
  ChessPosition position = chess_position_start ();

  for (guint i = 0; i < PLIES; i++)
    {
      ChessMoveList list;
      ChessMove move;

      chess_position_legal_moves (&position, &list);
      if (list.n == 0)
        break;
      move = list.moves[g_rand_int_range (rand, 0, (gint32) list.n)];
      if (chess_move_form (move) == CHESS_FORM_PROMOTION)
        break;
      g_array_append_val (moves, move);
      chess_position_make (&position, move);
    }
  return moves;
}

static void
set_up (Board *self, ClLedger *ledger, guint number, gint *done)
{
  static const char *const names[] = { "dgt", "chesslink", "certabo", "chessnut" };
  ClEmulatorOptions options = { .seed = number,
                                .number = number + 1,
                                .clock = TRUE,
                                .clock_ms = 3000000 };
  ClHandsStyle style = { .presses = TRUE, .think_min_ms = 400, .think_max_ms = 2500 };
  ChessPosition start = chess_position_start ();
  g_autoptr (GArray) moves = make_game (number);
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GArray) acts = NULL;
  g_autoptr (GError) error = NULL;
  ClEmulator *emulator;

  self->family = cl_board_family_find (names[number % G_N_ELEMENTS (names)]);
  emulator = cl_emulator_new (self->family->name, &options);
  acts =
    cl_hands_play (&start, (const ChessMove *) moves->data, moves->len, &style, rand, BEGIN_MS);
  cl_emulator_add_acts (emulator, acts);
  self->pty = cl_pty_new (emulator, self->family->baud == 0, &error);
  if (self->pty == NULL)
    g_error ("%s", error->message);
  self->ledger = ledger;
  self->table = g_strdup_printf ("table/%u", number + 1);
  self->done = done;
  self->seen_us = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->late_ms = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_mutex_init (&self->lock);
  self->thread = g_thread_new ("board", record_thread, self);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static void
print_times (const char *what, const Bench *bench, gboolean late, double to_ms)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < bench->n; i++)
    {
      const GArray *times = late ? bench->boards[i].late_ms : bench->boards[i].seen_us;

      g_array_append_vals (all, times->data, times->len);
    }
  if (all->len == 0)
    return;
  g_array_sort (all, compare);
  g_print ("%s: %u, median %.1f ms, p99 %.1f ms, most %.1f ms\n",
           what,
           all->len,
           (double) g_array_index (all, gint64, all->len / 2) * to_ms,
           (double) g_array_index (all, gint64, all->len * 99 / 100) * to_ms,
           (double) g_array_index (all, gint64, all->len - 1) * to_ms);
}

static gint64
get_cpu_us (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (gint64) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
         usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void
run (Bench *bench, const char *dir, guint seconds)
{
  g_autofree char *path = g_build_filename (dir, "boards.ledger", NULL);
  g_autoptr (GError) error = NULL;
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  gint64 begun_us = g_get_monotonic_time (), cpu_us = get_cpu_us ();
  double elapsed_us;
  GThread *pump;
  guint moves = 0;

  if (ledger == NULL)
    g_error ("%s", error->message);
  for (guint i = 0; i < bench->n; i++)
    set_up (&bench->boards[i], ledger, i, &bench->done);
  pump = g_thread_new ("emulators", pump_thread, bench);
  g_usleep ((gulong) seconds * G_USEC_PER_SEC);
  elapsed_us = (double) (g_get_monotonic_time () - begun_us);
  cpu_us = get_cpu_us () - cpu_us;
  g_atomic_int_set (&bench->done, 1);
  g_thread_join (pump);
  for (guint i = 0; i < bench->n; i++)
    {
      g_thread_join (bench->boards[i].thread);
      moves += bench->boards[i].moves;
    }
  g_print ("%u boards, %u s, %u moves\n", bench->n, seconds, moves);
  print_times ("from the board's bytes to its picture", bench, FALSE, 1e-3);
  print_times ("from certain to durable", bench, TRUE, 1);
  g_print ("processor: %.0f %% of one for the boards, %.0f %% for their emulators\n",
           100.0 * (double) (cpu_us - bench->cpu_us) / elapsed_us,
           100.0 * (double) bench->cpu_us / elapsed_us);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

int
main (int argc, char **argv)
{
  Bench bench = { .n = argc > 1 ? (guint) CLAMP (atoi (argv[1]), 1, 1000) : 64 };
  guint seconds = argc > 2 ? (guint) CLAMP (atoi (argv[2]), 1, 3600) : 26;
  g_autofree char *dir = g_dir_make_tmp ("bench-boards-XXXXXX", NULL);
  g_autoptr (GDir) names = NULL;
  const char *name;

  g_setenv ("XDG_STATE_HOME", dir, TRUE);
  bench.boards = g_new0 (Board, bench.n);
  run (&bench, dir, seconds);
  for (guint i = 0; i < bench.n; i++)
    {
      cl_pty_free (bench.boards[i].pty);
      g_array_unref (bench.boards[i].seen_us);
      g_array_unref (bench.boards[i].late_ms);
      g_free (bench.boards[i].table);
    }
  g_free (bench.boards);
  names = g_dir_open (dir, 0, NULL);
  while (names != NULL && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      g_remove (path);
    }
  g_rmdir (dir);
  return 0;
}
