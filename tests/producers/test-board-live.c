/* test-board-live.c: ten games a family in real time, all boards at once, on real lines and threads
 *
 * Only in the thorough setup, since it takes as long as the games: settle times are those of people, so nothing can be hurried. The hands
 * think for one to three seconds, and of each game the first sixty half-moves are played. Otherwise one board of each family
 * plays for some seconds if CHESS_LEDGER_BOARD_LIVE says how many half-moves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdlib.h>
#include <string.h>

#include "board-rig.h"
#include "cl-game-load.h"
#include "producers-fixture.h"
#include "own-home.h"

#define BEGIN_MS 12000
#define REST_MS  12000
#define PLIES    60
#define GAMES    10

typedef struct
{
  ClPty *pty;
  const ClBoardFamily *family;
  ClLedger *ledger;
  char *table;
  GArray *moves;
  GThread *thread;
  gint *done;   /* atomic */
  guint answer; /* from 1; 0: nothing to answer */
} Board;

/* Somebody at the table who knows what was played. */
static void
news_cb (ClBoardProducer *producer, ClBoardNewsKind kind, const char *text, gpointer user_data)
{
  Board *self = user_data;
  guint n = cl_board_producer_get_status (producer).n_plies;
  g_autofree char *played = NULL;

  if (kind == CL_BOARD_NEWS_TROUBLE)
    g_error ("%s: %s", self->table, text);
  if (kind != CL_BOARD_NEWS_QUESTION || n >= self->moves->len)
    return;
  played = write_moves ((const ChessMove *) self->moves->data, n + 1);
  for (guint i = 0; i < cl_board_producer_get_n_answers (producer); i++)
    {
      g_autofree char *answer = cl_board_producer_dup_answer (producer, i);
      const char *san = strrchr (played, ' ');

      if (g_strcmp0 (answer, san != NULL ? san + 1 : played) == 0)
        self->answer = i + 1;
    }
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
  g_assert_no_error (error);
  cl_board_producer_set_id (producer, self->table);
  cl_board_producer_set_news (producer, news_cb, self);
  while (!g_atomic_int_get (self->done))
    {
      g_main_context_iteration (context, TRUE);
      if (self->answer > 0)
        cl_board_producer_answer (producer, self->answer - 1);
      self->answer = 0;
    }
  cl_board_producer_close (producer);
  cl_board_producer_free (producer);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
set_up (Board *self, ClLedger *ledger, const char *family, GArray *game, guint number, gint *done)
{
  ClEmulatorOptions options = { .seed = number,
                                .number = number + 1,
                                .clock = number % 2 == 0,
                                .clock_ms = 3000000 };
  ClHandsStyle style = { .presses = options.clock && strcmp (family, "dgt") == 0,
                         .captures_whole = TRUE,
                         .think_min_ms = 1000,
                         .think_max_ms = 3000 };
  ChessPosition start = chess_position_start ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GArray) acts = NULL;
  g_autoptr (GError) error = NULL;
  ClEmulator *emulator = cl_emulator_new (family, &options);

  self->family = cl_board_family_find (family);
  self->moves = g_array_ref (game);
  acts = cl_hands_play (&start, (const ChessMove *) game->data, game->len, &style, rand, BEGIN_MS);
  cl_emulator_add_acts (emulator, acts);
  self->pty = cl_pty_new (emulator, self->family->baud == 0, &error);
  g_assert_no_error (error);
  self->ledger = ledger;
  self->table = g_strdup_printf ("table/%u", number + 1);
  self->done = done;
  self->thread = g_thread_new ("board", record_thread, self);
}

/* Until all hands have played, and some seconds more. */
static void
pump (Board *boards, guint n)
{
  gint64 begun_us = g_get_monotonic_time (), quiet_ms = 0, now_ms = 0;

  while (now_ms < quiet_ms + REST_MS)
    {
      now_ms = (g_get_monotonic_time () - begun_us) / 1000;
      for (guint i = 0; i < n; i++)
        {
          cl_pty_pump (boards[i].pty, now_ms);
          if (cl_emulator_has_acts (cl_pty_get_emulator (boards[i].pty)))
            quiet_ms = now_ms;
        }
      g_usleep (1000);
    }
}

static gboolean
check (const Board *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (self->ledger, &error);
  g_autoptr (ClGame) game = cl_game_load (reader, self->table, 1, 0, &error);
  gboolean same;

  g_assert_no_error (error);
  same = cl_game_n_plies (game) == self->moves->len;
  for (guint i = 0; same && i < self->moves->len; i++)
    same = cl_game_get_move (game, i + 1)->move == g_array_index (self->moves, ChessMove, i);
  if (!same)
    g_test_message ("%s %s: %u of %u half-moves",
                    self->family->name,
                    self->table,
                    cl_game_n_plies (game),
                    self->moves->len);
  return same;
}

static void
play (GPtrArray *games, guint n_games)
{
  guint n_families = 0, n_right = 0, n;
  g_autofree Board *boards = NULL;
  gint done = 0;
  Fixture fixture;

  while (cl_board_family_get (n_families) != NULL)
    n_families++;
  n = n_families * n_games;
  boards = g_new0 (Board, n);
  fixture_open (&fixture, NULL, "live.ledger");
  for (guint i = 0; i < n; i++)
    set_up (&boards[i],
            fixture.ledger,
            cl_board_family_get (i % n_families)->name,
            games->pdata[i / n_families],
            i,
            &done);
  pump (boards, n);
  g_atomic_int_set (&done, 1);
  for (guint i = 0; i < n; i++)
    {
      g_thread_join (boards[i].thread);
      n_right += check (&boards[i]);
      cl_pty_free (boards[i].pty);
      g_array_unref (boards[i].moves);
      g_free (boards[i].table);
    }
  fixture_close (&fixture);
  g_test_message ("%u boards, %u read as they were played", n, n_right);
  g_assert_cmpuint (n_right, ==, n);
}

/* No promotions: a board without names would ask, and a third queen has no chip. */
static void
cut (GArray *game, guint plies)
{
  guint n = 0;

  while (n < MIN (game->len, plies) &&
         chess_move_form (g_array_index (game, ChessMove, n)) != CHESS_FORM_PROMOTION)
    n++;
  g_array_set_size (game, n);
}

static void
test_live (void)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  const char *short_run = g_getenv ("CHESS_LEDGER_BOARD_LIVE");
  gboolean thorough = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : ".", "pgn", "corpus", "masters-a.pgn", NULL);
  guint n = short_run != NULL ? 1 : GAMES;
  guint plies = short_run != NULL ? (guint) atoi (short_run) : PLIES;
  g_autoptr (GPtrArray) games = NULL;

  if (!thorough && short_run == NULL)
    {
      g_test_skip ("takes minutes: in the thorough setup");
      return;
    }
  games = load_games (path, 500, n);
  if (games == NULL)
    {
      g_test_skip ("no data");
      return;
    }
  for (guint i = 0; i < games->len; i++)
    cut (games->pdata[i], plies);
  play (games, n);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  if (!board_rig_is_possible ())
    return 0;
  g_test_add_func ("/producers/board-live", test_live);
  return g_test_run ();
}
