/* test-hall.c: the hall shows every table's last game at every moment, finds and orders them, and pauses them all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include <string.h>

#include "cl-reader.h"
#include "own-home.h"

static ClHall *
wake_hall (Fixture *self)
{
  ClHall *hall = cl_session_get_hall (self->session);

  cl_hall_set_resting (hall, FALSE);
  WAIT_UNTIL (cl_hall_is_loaded (hall));
  return hall;
}

/* "1 3 2": the tables listed, in order. */
static char *
list_tables (ClHall *hall)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hall)); i++)
    {
      g_autoptr (ClHallTable) table = g_list_model_get_item (G_LIST_MODEL (hall), i);

      g_string_append_printf (text,
                              "%s%s",
                              i > 0 ? " " : "",
                              cl_hall_table_get_partition (table) + strlen ("table/"));
    }
  return g_strdup (text->str);
}

#define EXPECT_TABLES(hall, expected)               \
  do                                                \
    {                                               \
      g_autofree char *listed = list_tables (hall); \
      g_assert_cmpstr (listed, ==, expected);       \
    }                                               \
  while (0)

static ClHallState
get_state (ClHall *hall, const char *partition)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (hall)); i++)
    {
      g_autoptr (ClHallTable) table = g_list_model_get_item (G_LIST_MODEL (hall), i);

      if (strcmp (cl_hall_table_get_partition (table), partition) == 0)
        return cl_hall_table_get_state (table);
    }
  g_error ("%s is not listed", partition);
}

static void
choose (Fixture *self, const char *partition, guint32 game)
{
  cl_session_choose_game (self->session, partition, game);
  WAIT_UNTIL (strcmp (cl_session_get_game (self->session)->partition, partition) == 0 &&
              cl_session_get_game (self->session)->game == game);
}

static void
start_named (Fixture *self, guint table, const char *white, const char *black, const char *control)
{
  ClGameSetup setup = { .white = white,
                        .black = black,
                        .event = "Club night",
                        .time_control = control,
                        .start_clock_now = control != NULL };

  DO_OK (cl_session_start_game (self->session, table, &setup, DONE));
}

/* --- The live end --- */

static void
test_live (Fixture *self, gconstpointer data)
{
  ClHall *hall;

  start_named (self, 10, "Müller, Anna", "Boris", "300");
  play_moves (self, "e4 e5");
  hall = wake_hall (self);
  EXPECT_TABLES (hall, "10");
  start_named (self, 2, "Carla", "Dora", "60");
  fake_time_advance (&self->time, 2000);
  start_named (self, 3, "Emil", "Fritz", NULL);
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (hall)) == 3);
  EXPECT_TABLES (hall, "2 3 10");
  g_assert_cmpint (get_state (hall, "table/10"), ==, CL_HALL_PLAYING);
  g_assert_cmpint (get_state (hall, "table/3"), ==, CL_HALL_PLAYING);

  cl_hall_set_sort (hall, CL_HALL_SORT_TIME);
  EXPECT_TABLES (hall, "2 10 3");
  cl_hall_set_sort (hall, CL_HALL_SORT_RECENT);
  EXPECT_TABLES (hall, "3 2 10");
  cl_hall_set_search (hall, "mull");
  EXPECT_TABLES (hall, "10");
  cl_hall_set_search (hall, "table 3");
  EXPECT_TABLES (hall, "3");
  cl_hall_set_search (hall, "club nobody");
  EXPECT_TABLES (hall, "");
  g_assert_cmpuint (cl_hall_get_n_tables (hall), ==, 3);
  cl_hall_set_search (hall, NULL);

  /* What happens changes places a moment later. */
  choose (self, "table/10", 1);
  fake_time_advance (&self->time, 1000);
  play_moves (self, "Nf3");
  EXPECT_TABLES (hall, "3 2 10");
  fake_time_advance (&self->time, 1100);
  EXPECT_TABLES (hall, "10 3 2");

  cl_hall_set_sort (hall, CL_HALL_SORT_TABLE);
  DO_OK (cl_session_resign (self->session, CHESS_BLACK, DONE));
  fake_time_advance (&self->time, 1100);
  g_assert_cmpint (get_state (hall, "table/10"), ==, CL_HALL_ENDED);
  cl_hall_set_show (hall, CL_HALL_SHOW_RUNNING);
  EXPECT_TABLES (hall, "2 3");
  cl_hall_set_show (hall, CL_HALL_SHOW_OVER);
  EXPECT_TABLES (hall, "10");
}

/* A clock that runs out is seen as a flag; the next game at that table takes its place, and if it is withdrawn the one
 * before is there again. */
static void
test_ends (Fixture *self, gconstpointer data)
{
  ClHall *hall = wake_hall (self);

  g_assert_cmpuint (cl_hall_get_n_tables (hall), ==, 0);
  start_named (self, 1, "Anna", "Boris", "60");
  play_moves (self, "e4 e5");
  fake_time_advance (&self->time, 61000);
  WAIT_UNTIL (cl_session_get_game (self->session)->status == CL_GAME_ENDED);
  g_assert_cmpint (get_state (hall, "table/1"), ==, CL_HALL_FLAGGED);
  g_assert_cmpuint (cl_hall_count (hall, CL_HALL_FLAGGED), ==, 1);

  start_named (self, 1, "Anna", "Boris", NULL);
  WAIT_UNTIL (cl_hall_count (hall, CL_HALL_PLAYING) == 1);
  g_assert_cmpuint (cl_hall_get_n_tables (hall), ==, 1);
  DO_OK (cl_session_withdraw_game (self->session, "table/1", 2, FALSE, DONE));
  WAIT_UNTIL (cl_hall_count (hall, CL_HALL_FLAGGED) == 1);

  /* After a restart all that is over is there too. */
  fixture_close (self);
  fixture_open (self);
  hall = wake_hall (self);
  g_assert_cmpint (get_state (hall, "table/1"), ==, CL_HALL_FLAGGED);
}

static void
test_watch (Fixture *self, gconstpointer data)
{
  ClHall *hall = wake_hall (self);
  g_autoptr (ClHallTable) table = NULL;
  ClHallWatch watch;

  start_named (self, 1, "Anna", "Boris", "300");
  start_named (self, 2, "Carla", "Dora", "40");
  play_moves (self, "e4 e5");
  WAIT_UNTIL (g_list_model_get_n_items (G_LIST_MODEL (hall)) == 2);
  cl_hall_set_sort (hall, CL_HALL_SORT_WATCH);
  EXPECT_TABLES (hall, "2 1");
  table = g_list_model_get_item (G_LIST_MODEL (hall), 0);
  watch = cl_hall_table_get_watch (table);
  g_assert_cmpint (watch.kind, ==, CL_HALL_WATCH_SCRAMBLE);
  g_assert_cmpint (watch.amount, ==, 40);
  g_clear_object (&table);

  choose (self, "table/1", 1);
  DO_OK (cl_session_offer_draw (self->session, CHESS_WHITE, DONE));
  cl_hall_set_sort (hall, CL_HALL_SORT_WATCH);
  table = g_list_model_get_item (G_LIST_MODEL (hall), 1);
  watch = cl_hall_table_get_watch (table);
  g_assert_cmpint (watch.kind, ==, CL_HALL_WATCH_OFFER);
  g_assert_cmpint (watch.side, ==, CHESS_WHITE);
}

/* --- All tables at once --- */

static void
test_pause_all (Fixture *self, gconstpointer data)
{
  ClHall *hall = wake_hall (self);
  guint n_events;

  for (guint table = 1; table <= 4; table++)
    {
      start_named (self, table, "Anna", "Boris", table < 4 ? "300" : NULL);
      play_moves (self, "e4 e5");
    }
  fake_time_advance (&self->time, 7000);
  n_events = count_events (self);
  DO_OK (g_assert_cmpuint (cl_session_pause_all (self->session, TRUE, DONE), ==, 3));
  g_assert_cmpuint (count_events (self), ==, n_events + 3);
  WAIT_UNTIL (cl_hall_count (hall, CL_HALL_PAUSED) == 3);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (ClHallTable) table = g_list_model_get_item (G_LIST_MODEL (hall), i);

      /* What had passed is used, and no more passes. */
      g_assert_cmpint (cl_hall_table_get_least_ms (table, self->time.real_us + 60000000),
                       ==,
                       293000);
    }
  DO_OK (g_assert_cmpuint (cl_session_pause_all (self->session, TRUE, DONE), ==, 0));
  cl_hall_set_show (hall, CL_HALL_SHOW_PAUSED);
  EXPECT_TABLES (hall, "1 2 3");
  DO_OK (g_assert_cmpuint (cl_session_pause_all (self->session, FALSE, DONE), ==, 3));
  g_assert_cmpuint (count_events (self), ==, n_events + 6);
  WAIT_UNTIL (cl_hall_count (hall, CL_HALL_PAUSED) == 0);
}

/* --- Any moment --- */

/* The slow obvious way: the last game of @partition, folded from all events up to @position; NULL if there is none. */
static ClGame *
fold_last (Fixture *self, const char *partition, guint64 position)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (cl_session_get_ledger (self->session), &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, position, 100000, &error);
  ClGame *game = NULL;

  g_assert_no_error (error);
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    {
      const ClEvent *event = cl_events_get (events, i);

      if (strcmp (event->partition, partition) != 0)
        continue;
      if (game == NULL || event->game > game->game)
        {
          g_clear_pointer (&game, cl_game_unref);
          game = cl_game_new (partition, event->game);
        }
      g_assert_true (cl_game_apply (game, event, NULL));
    }
  return game;
}

static gboolean
shows_moment (Fixture *self, ClHall *hall, guint64 position)
{
  guint n = 0;

  for (guint number = 1; number <= 2; number++)
    {
      g_autofree char *partition = g_strdup_printf ("table/%u", number);
      g_autoptr (ClGame) then = fold_last (self, partition, position);
      g_autoptr (ClHallTable) table = NULL;
      const ClGame *shown;

      if (then == NULL)
        continue;
      table = g_list_model_get_item (G_LIST_MODEL (hall), n++);
      if (table == NULL || strcmp (cl_hall_table_get_partition (table), partition) != 0)
        return FALSE;
      shown = cl_hall_table_get_game (table);
      if (shown->game != then->game || shown->last_offset != then->last_offset ||
          shown->status != then->status ||
          memcmp (&shown->current, &then->current, sizeof then->current) != 0 ||
          cl_hall_table_get_moment (table) == CL_NO_TIME)
        return FALSE;
    }
  return g_list_model_get_n_items (G_LIST_MODEL (hall)) == n;
}

static void
test_travel (Fixture *self, gconstpointer data)
{
  ClHall *hall = wake_hall (self);
  guint64 head;

  start_named (self, 1, "Anna", "Boris", "300");
  play_moves (self, "e4 e5 Nf3");
  start_named (self, 2, "Carla", "Dora", NULL);
  play_moves (self, "d4 d5");
  DO_OK (cl_session_takeback (self->session, DONE));
  choose (self, "table/1", 1);
  DO_OK (cl_session_resign (self->session, CHESS_WHITE, DONE));
  start_named (self, 1, "Boris", "Anna", "300");
  play_moves (self, "c4 c5");
  head = cl_session_get_head (self->session);
  for (guint64 position = head - 1; position > 0; position--)
    {
      cl_session_set_position (self->session, position);
      WAIT_UNTIL (shows_moment (self, hall, position));
    }

  /* What happens meanwhile is not shown, and there on return. */
  DO_OK (cl_session_pause_all (self->session, TRUE, DONE));
  g_assert_true (shows_moment (self, hall, 1));
  cl_session_set_position (self->session, 0);
  EXPECT_TABLES (hall, "1 2");
  g_assert_cmpint (get_state (hall, "table/1"), ==, CL_HALL_PAUSED);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/session/hall/live", test_live);
  ADD ("/session/hall/ends", test_ends);
  ADD ("/session/hall/watch", test_watch);
  ADD ("/session/hall/pause-all", test_pause_all);
  ADD ("/session/hall/travel", test_travel);
  return g_test_run ();
}
