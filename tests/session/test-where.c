/* test-where.c: what somebody writes to go somewhere: read, refused with a reason, found
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "session-fixture.h"

#include "cl-session-where.h"
#include "cl-where.h"
#include "own-home.h"

static gint64
local_us (int year, int month, int day, int hour, int minute, int second)
{
  g_autoptr (GDateTime) time = g_date_time_new_local (year, month, day, hour, minute, second);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_read (void)
{
  static const struct
  {
    const char *text;
    ClWhereKind kind;
    guint number;
    ChessColor side;
    guint64 position;
  } cases[] = {
    { "23", CL_WHERE_MOVE, 23, CHESS_WHITE, 0 },
    { " 23. ", CL_WHERE_MOVE, 23, CHESS_WHITE, 0 },
    { "23...", CL_WHERE_MOVE, 23, CHESS_BLACK, 0 },
    { "23…", CL_WHERE_MOVE, 23, CHESS_BLACK, 0 },
    { "0", CL_WHERE_MOVE, 0, CHESS_WHITE, 0 },
    { "#1", CL_WHERE_ENTRY, 0, CHESS_WHITE, 1 },
    { "#12,345", CL_WHERE_ENTRY, 0, CHESS_WHITE, 12345 },
    { "# 12.345", CL_WHERE_ENTRY, 0, CHESS_WHITE, 12345 },
    { "4k3/8/8/8/8/8/8/4K3", CL_WHERE_BOARD, 0, CHESS_WHITE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ClWhere where;

      g_assert_true (cl_where_parse (cases[i].text, 0, &where, &error));
      g_assert_no_error (error);
      g_assert_cmpint (where.kind, ==, cases[i].kind);
      g_assert_cmpuint (where.number, ==, cases[i].number);
      g_assert_cmpint (where.side, ==, cases[i].side);
      g_assert_cmpuint (where.position, ==, cases[i].position);
    }
}

static void
test_times (void)
{
  const gint64 now = local_us (2026, 11, 25, 14, 30, 10);
  const struct
  {
    const char *text;
    gint64 time_us;
  } cases[] = {
    { "14:30", local_us (2026, 11, 25, 14, 30, 59) },
    { "14:31", local_us (2026, 11, 24, 14, 31, 59) },
    { "9:05:07", local_us (2026, 11, 25, 9, 5, 7) },
    { "2026-11-24", local_us (2026, 11, 24, 23, 59, 59) },
    { "2026-11-24 08:00", local_us (2026, 11, 24, 8, 0, 59) },
    { "2026-11-24T08:00:01", local_us (2026, 11, 24, 8, 0, 1) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ClWhere where;

      g_assert_true (cl_where_parse (cases[i].text, now, &where, NULL));
      g_assert_cmpint (where.kind, ==, CL_WHERE_TIME);
      g_assert_cmpint (where.time_us, ==, cases[i].time_us + G_USEC_PER_SEC - 1);
    }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "e4",
    "23x",
    "23.. .",
    "#",
    "#x",
    "#1234567890123456789",
    "25:00",
    "14:60",
    "14:",
    "2026-13-01",
    "2026-02-30",
    "2026-11-24 25:00",
    "9/9/9",
    "1:2:3:4",
    "99999999",
    "2026-1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      ClWhere where = { .number = 7 };

      g_assert_false (cl_where_parse (cases[i], 0, &where, &error));
      g_assert_error (error, CL_WHERE_ERROR, CL_WHERE_ERROR_TEXT);
      g_assert_cmpuint (where.number, ==, 7);
    }
}

typedef struct
{
  gboolean done;
  ClMoment moment;
  GError *error;
} Found;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Found *found = data;

  cl_session_find_moment_finish (CL_SESSION (source), result, &found->moment, &found->error);
  found->done = TRUE;
}

static void
find (Fixture *self, const char *text, Found *found)
{
  *found = (Found){ 0 };
  cl_session_find_moment_async (self->session, text, NULL, found_cb, found);
  WAIT_UNTIL (found->done);
}

static void
expect (Fixture *self, const char *text, gboolean in_game, guint ply, guint64 position)
{
  Found found;

  find (self, text, &found);
  g_assert_no_error (found.error);
  g_assert_cmpint (found.moment.in_game, ==, in_game);
  g_assert_cmpuint (found.moment.ply, ==, ply);
  g_assert_cmpuint (found.moment.position, ==, position);
  cl_session_go_to_moment (self->session, &found.moment);
  if (in_game)
    g_assert_cmpuint (cl_session_get_ply (self->session), ==, ply);
}

static void
expect_nowhere (Fixture *self, const char *text)
{
  Found found;

  find (self, text, &found);
  g_assert_error (found.error, CL_WHERE_ERROR, CL_WHERE_ERROR_NOWHERE);
  g_clear_error (&found.error);
}

static void
test_find (Fixture *self, gconstpointer data)
{
  expect_nowhere (self, "1");
  expect_nowhere (self, "#1");
  start_game (self, NULL, FALSE);
  play_moves (self, "e4 e5 Nf3 Nc6 Ng1 Nb8 Nf3");
  expect (self, "3...", TRUE, 6, 0);
  expect (self, "2", TRUE, 3, 0);
  expect (self, "0", TRUE, 0, 0);
  expect_nowhere (self, "4...");
  expect_nowhere (self, "60");

  /* The position after 1. e4 e5 stands twice: the next from where one is, and round again. */
  expect (self, "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2", TRUE, 2, 0);
  expect (self, "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2", TRUE, 6, 0);
  expect (self, "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR w KQkq - 0 2", TRUE, 2, 0);
  expect_nowhere (self, "4k3/8/8/8/8/8/8/4K3 w - - 0 1");

  expect_nowhere (self, "#0");
  expect_nowhere (self, "#999");
  /* When an entry was recorded the ledger says by its own clock. */
  expect (self, "2999-12-31 12:00", FALSE, 0, count_events (self));
  expect (self, "#3", FALSE, 0, 3);
  g_assert_cmpuint (cl_session_get_position (self->session), ==, 3);
  expect_nowhere (self, "1999-12-31");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/where/read", test_read);
  g_test_add_func ("/where/times", test_times);
  g_test_add_func ("/where/refused", test_refused);
  ADD ("/where/find", test_find);
  return g_test_run ();
}
