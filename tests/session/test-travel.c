/* test-travel.c: the ledger cursor shows exactly what stood then; the timeline counts what is there
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-reader.h"
#include "own-home.h"

/* Two tables, a takeback, a correction, an end: something at every position. */
static void
make_history (Fixture *self)
{
  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5 Nf3");
  start_game (self, NULL, TRUE);
  play_moves (self, "d4 d5");
  DO_OK (cl_session_correct_move (self->session, 2, "Nf6", DONE));
  cl_session_choose_game (self->session, "table/1", 1);
  WAIT_UNTIL (strcmp (cl_session_get_game (self->session)->partition, "table/1") == 0);
  play_moves (self, "Nc6 Bb5");
  DO_OK (cl_session_takeback (self->session, DONE));
  play_moves (self, "Bc4 Bc5 c3 Nf6 d4 exd4 cxd4 Bb4+ Nc3 Nxe4");
  DO_OK (cl_session_offer_draw (self->session, CHESS_WHITE, DONE));
  DO_OK (cl_session_answer_draw (self->session, TRUE, DONE));
}

/* The slow obvious way: all events up to @position, folded from nothing. */
static ClGame *
fold_prefix (Fixture *self, const char *partition, guint32 number, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, position, 100000, &error);
  ClGame *game = cl_game_new (partition, number);

  g_assert_no_error (error);
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      if (event->game == number && strcmp (event->partition, partition) == 0)
        g_assert_true (cl_game_apply (game, event, NULL));
    }

  return game;
}

static void
assert_same_game (const ClGame *shown, const ClGame *expected)
{
  g_assert_cmpint (shown->status, ==, expected->status);
  g_assert_cmpuint (shown->last_offset, ==, expected->last_offset);
  g_assert_cmpuint (cl_game_n_plies (shown), ==, cl_game_n_plies (expected));
  g_assert_cmpmem (&shown->current,
                   sizeof shown->current,
                   &expected->current,
                   sizeof expected->current);
  for (guint ply = 1; ply <= cl_game_n_plies (shown); ply++)
    g_assert_cmpstr (cl_game_get_move (shown, ply)->san, ==, cl_game_get_move (expected, ply)->san);
  g_assert_cmpint (shown->result, ==, expected->result);
  g_assert_cmpuint (shown->taken_back->len, ==, expected->taken_back->len);
}

/* Whether the running games listed are those of @position, as they stood then. */
static gboolean
lists_games_of (Fixture *self, guint64 position)
{
  GListModel *running = cl_session_get_running_games (self->session);
  guint place = 0;

  for (guint table = 1; table <= 2; table++)
    {
      g_autofree char *partition = g_strdup_printf ("table/%u", table);
      g_autoptr (ClGame) then = fold_prefix (self, partition, 1, position);
      g_autoptr (ClRunningGame) item = NULL;

      if (then->status != CL_GAME_PLAYING)
        continue;
      item = g_list_model_get_item (running, place++);
      if (item == NULL || strcmp (cl_running_game_get_partition (item), partition) != 0 ||
          cl_running_game_get_snapshot (item)->last_offset != then->last_offset)
        return FALSE;
    }

  return g_list_model_get_n_items (running) == place;
}

static void
check_position (Fixture *self, guint64 position)
{
  g_autoptr (ClGame) expected = fold_prefix (self, "table/1", 1, position);

  cl_session_set_position (self->session, position);
  assert_same_game (cl_session_get_game (self->session), expected);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, cl_game_n_plies (expected));
  WAIT_UNTIL (lists_games_of (self, position));
}

static void
test_prefix (Fixture *self, gconstpointer data)
{
  guint64 head;

  make_history (self);
  head = cl_session_get_head (self->session);
  g_assert_cmpuint (head, ==, count_events (self));
  for (guint64 position = 1; position < head; position++)
    check_position (self, position);
  for (guint i = 0; i < 20; i++)
    check_position (self, g_test_rand_int_range (1, (gint32) head));

  cl_session_set_position (self->session, 0);
  g_assert_cmpint (cl_session_get_game (self->session)->status, ==, CL_GAME_ENDED);
  g_assert_cmpuint (g_list_model_get_n_items (cl_session_get_running_games (self->session)), ==, 1);
}

/* While one looks at the past, the present goes on and is recorded. */
static void
test_live_goes_on (Fixture *self, gconstpointer data)
{
  ClLedger *ledger = cl_session_get_ledger (self->session);
  g_autoptr (ClDraft) draft = NULL;
  g_autoptr (GError) error = NULL;
  ChessMove move;
  guint64 head;

  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5");
  head = cl_session_get_head (self->session);
  cl_session_set_position (self->session, head - 1);
  g_assert_true (cl_session_get_looking_back (self->session));
  g_assert_cmpuint (cl_session_get_moves_behind (self->session), ==, 1);

  {
    g_autoptr (ClGame) game = fold_prefix (self, "table/1", 1, head);

    g_assert_cmpint (chess_san_parse (&game->current, "Nf3", -1, &move), ==, CHESS_NOTATION_OK);
    draft = cl_table_move (game, move, CL_NO_CLOCK, self->time.real_us, &error);
  }
  g_assert_no_error (error);
  g_assert_true (cl_ledger_append (ledger, draft, head, NULL, &error));
  WAIT_UNTIL (cl_session_get_moves_behind (self->session) == 2);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 1);
  g_assert_cmpuint (cl_session_get_position (self->session), ==, head - 1);

  /* A move there is a trial and appends nothing. */
  play_moves (self, "c5");
  g_assert_cmpuint (cl_session_get_trial_length (self->session), ==, 1);
  g_assert_cmpuint (count_events (self), ==, head + 1);

  cl_session_return_to_game (self->session);
  g_assert_cmpuint (cl_session_get_position (self->session), ==, 0);
  g_assert_cmpuint (cl_session_get_ply (self->session), ==, 3);
  g_assert_false (cl_session_get_looking_back (self->session));
}

typedef struct
{
  guint removed, added;
} Changes;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Changes *changes)
{
  changes->removed += removed;
  changes->added += added;
}

static void
test_library_then (Fixture *self, gconstpointer data)
{
  GListModel *library = G_LIST_MODEL (cl_session_get_library (self->session));
  Changes changes = { 0 };
  guint64 between;

  start_game (self, NULL, FALSE);
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  between = cl_session_get_head (self->session);
  start_game (self, NULL, FALSE);
  WAIT_UNTIL (g_list_model_get_n_items (library) == 2);
  WAIT_UNTIL (!cl_library_is_busy (CL_LIBRARY (library)));

  /* Only the game that was not there yet goes and comes. */
  g_signal_connect (library, "items-changed", G_CALLBACK (items_changed_cb), &changes);
  cl_session_set_position (self->session, between);
  WAIT_UNTIL (g_list_model_get_n_items (library) == 1);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 0);
  cl_session_set_position (self->session, 0);
  WAIT_UNTIL (g_list_model_get_n_items (library) == 2);
  g_assert_cmpuint (changes.removed, ==, 1);
  g_assert_cmpuint (changes.added, ==, 1);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GPtrArray *
read_density (Fixture *self, guint64 from, guint64 to, guint n)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *lanes;

  cl_session_read_density_async (self->session, from, to, n, NULL, result_cb, &result);
  WAIT_UNTIL (result != NULL);
  lanes = cl_session_read_density_finish (self->session, result, &error);
  g_assert_no_error (error);

  return lanes;
}

static guint
sum_lane (const ClTimelineLane *lane)
{
  guint sum = 0;

  for (guint i = 0; i < lane->n_buckets; i++)
    {
      sum += lane->counts[i];
      g_assert_cmpuint (lane->counts[i] > 0, ==, lane->kinds[i] != CL_FACT_NONE);
    }

  return sum;
}

static void
test_density (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) lanes = NULL;
  const ClTimelineLane *first, *second;
  guint64 head;

  make_history (self);
  head = cl_session_get_head (self->session);
  lanes = read_density (self, 0, head, 7);
  g_assert_cmpuint (lanes->len, ==, 2);
  first = g_ptr_array_index (lanes, 0);
  second = g_ptr_array_index (lanes, 1);
  g_assert_cmpstr (first->lane, ==, "table/1");
  g_assert_cmpuint (sum_lane (first) + sum_lane (second), ==, head);
  g_assert_cmpuint (first->kinds[0], ==, CL_FACT_GAME_STARTED);
  g_assert_cmpuint (first->kinds[6], ==, CL_FACT_GAME_ENDED);
}

/* Beyond what is read exactly, the summary answers; it must agree, whether events came before or after the start. */
static void
test_summary (Fixture *self, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (self->folder, "many.pgn", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (ClJob) job = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (
      text,
      "[White \"W%u\"]\n[Black \"B\"]\n[Result \"1-0\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 1-0\n\n",
      i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  make_history (self);
  job = cl_session_import (self->session, file);
  WAIT_UNTIL (cl_job_is_finished (job));
  g_assert_no_error (cl_job_get_error (job));

  for (guint round = 0; round < 2; round++)
    {
      guint64 head = count_events (self);
      guint sum = 0;

      /* The tail, or after the restart the history, is read in the background. */
      g_assert_cmpuint (head, >, 20000);
      for (guint tries = 0; sum != head; tries++)
        {
          g_autoptr (GPtrArray) lanes = read_density (self, 0, head, 500);

          sum = 0;
          for (guint i = 0; i < lanes->len; i++)
            sum += sum_lane (g_ptr_array_index (lanes, i));
          g_assert_cmpuint (sum, <=, head);
          g_assert_cmpuint (tries, <, 2000);
        }
      fixture_close (self);
      fixture_open (self);
    }
}

static ClPeek *
peek (Fixture *self, guint64 position, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  cl_session_peek_async (self->session, position, NULL, result_cb, &result);
  WAIT_UNTIL (result != NULL);

  return cl_session_peek_finish (self->session, result, error);
}

static void
test_peek (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  guint64 head;

  make_history (self);
  head = cl_session_get_head (self->session);
  for (guint64 position = 1; position <= head; position++)
    {
      ClPeek *seen = peek (self, position, &error);
      g_autoptr (ClGame) game = NULL;

      g_assert_no_error (error);
      g_assert_cmpuint (seen->position, ==, position);
      g_assert_cmpstr (seen->summary, !=, "");
      game = fold_prefix (self, seen->partition, seen->game, position);
      g_assert_true (seen->has_board);
      g_assert_cmpmem (&seen->board, sizeof seen->board, &game->current, sizeof game->current);
      cl_peek_free (seen);
    }
  g_assert_null (peek (self, head + 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* A long game, travelled at random: the step on the main thread is what a dragged pointer feels. */
static void
test_step (Fixture *self, gconstpointer data)
{
  gint64 slowest = 0;
  guint64 head;

  start_game (self, NULL, TRUE);
  for (guint i = 0; i < 60; i++)
    play_moves (self, "Nf3 Nf6 Ng1 Ng8");
  head = cl_session_get_head (self->session);
  for (guint i = 0; i < 1000; i++)
    {
      gint64 start = g_get_monotonic_time ();

      cl_session_set_position (self->session, g_test_rand_int_range (1, (gint32) head));
      slowest = MAX (slowest, g_get_monotonic_time () - start);
    }
  g_test_minimized_result (slowest / 1000.0,
                           "slowest step of 1,000 in a game of 240 plies: %.2f ms",
                           slowest / 1000.0);
  g_assert_cmpint (slowest, <, 200000);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char *argv[])
{
  own_home_init (&argc, &argv);

  ADD ("/session/travel/prefix", test_prefix);
  ADD ("/session/travel/live-goes-on", test_live_goes_on);
  ADD ("/session/travel/library", test_library_then);
  ADD ("/session/travel/density", test_density);
  ADD ("/session/travel/summary", test_summary);
  ADD ("/session/travel/peek", test_peek);
  ADD ("/session/travel/step", test_step);

  return g_test_run ();
}
