/* test-append.c: the answers of an append, row by row as event-sourcing.md §4 lists them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->ledger = open_for_writing (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_ledger_close (fixture->ledger);
  g_assert_finalize_object (fixture->ledger);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
reopen (Fixture *fixture)
{
  cl_ledger_close (fixture->ledger);
  g_assert_finalize_object (fixture->ledger);
  fixture->ledger = open_for_writing (fixture->path);
}

typedef struct
{
  const char *name;
  guint head; /* so many events (0, 1, …) stand there before */
  guint expected;
  guint first, n; /* the draft holds events first … first + n − 1 */
  int error;      /* -1: success */
  gboolean duplicate;
  guint64 first_position, last_position;
} Case;

static const Case cases[] = {
  { "empty", 0, 0, 0, 3, -1, FALSE, 1, 3 },
  { "at the head", 5, 5, 5, 2, -1, FALSE, 6, 7 },
  { "the same batch", 5, 2, 2, 3, -1, TRUE, 3, 5 },
  { "the same batch from the start", 5, 0, 0, 5, -1, TRUE, 1, 5 },
  { "the same batch, not at the end", 5, 1, 1, 2, -1, TRUE, 2, 3 },
  { "another batch", 5, 2, 7, 3, CL_LEDGER_ERROR_CONFLICT, FALSE, 0, 0 },
  { "another batch from the start", 5, 0, 1, 5, CL_LEDGER_ERROR_CONFLICT, FALSE, 0, 0 },
  { "a prefix is there", 5, 3, 3, 4, CL_LEDGER_ERROR_PARTIAL_DUPLICATE, FALSE, 0, 0 },
  { "longer and different", 5, 3, 4, 4, CL_LEDGER_ERROR_CONFLICT, FALSE, 0, 0 },
  { "above the head", 5, 6, 6, 1, CL_LEDGER_ERROR_GAP, FALSE, 0, 0 },
  { "above nothing", 0, 1, 1, 1, CL_LEDGER_ERROR_GAP, FALSE, 0, 0 },
};

/* Each case against a partition of its own, once warm and once on a ledger that was opened anew. */
static void
check_case (Fixture *fixture, const Case *c, gboolean cold)
{
  g_autofree char *partition = g_strdup_printf ("table/%s %d", c->name, cold);
  g_autoptr (ClDraft) draft = make_draft (partition, 1, c->first, c->n);
  guint64 before = cl_ledger_get_head (fixture->ledger), base = before;
  ClAppended appended = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (c->head > 0)
    {
      g_autoptr (ClDraft) there = make_draft (partition, 1, 0, c->head);

      g_assert_cmpuint (append_ok (fixture->ledger, there, 0).last_offset, ==, c->head);
      before += c->head;
    }
  if (cold)
    reopen (fixture);
  g_test_message ("%s (%s)", c->name, cold ? "cold" : "warm");
  ok = cl_ledger_append (fixture->ledger, draft, c->expected, &appended, &error);
  if (c->error >= 0)
    {
      g_assert_error (error, CL_LEDGER_ERROR, c->error);
      g_assert_false (ok);
      g_assert_nonnull (strstr (error->message, partition));
      g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, before);
      return;
    }
  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpint (appended.duplicate, ==, c->duplicate);
  g_assert_cmpuint (appended.first_position, ==, base + c->first_position);
  g_assert_cmpuint (appended.last_position, ==, base + c->last_position);
  g_assert_cmpuint (appended.first_offset, ==, c->expected + 1);
  g_assert_cmpuint (appended.last_offset, ==, c->expected + c->n);
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger),
                    ==,
                    c->duplicate ? before : before + c->n);
}

static void
test_answers (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check_case (fixture, &cases[i], FALSE);
      check_case (fixture, &cases[i], TRUE);
    }
}

static void
test_origins (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) one = g_bytes_new_static ("digest one", 10),
                     two = g_bytes_new_static ("digest two", 10);
  g_autoptr (ClDraft) first = cl_draft_new ("archive/a.pgn", "import", one);
  g_autoptr (ClDraft) other = cl_draft_new ("archive/a.pgn", "import", two);
  g_autoptr (ClDraft) late = cl_draft_new ("archive/a.pgn", "import", one);
  g_autoptr (ClDraft) none = cl_draft_new ("archive/a.pgn", "import", NULL);
  ClEvent event = make_event ("GameStarted", 1, 0);
  g_autoptr (GError) error = NULL;

  cl_draft_add (first, &event);
  cl_draft_add (other, &event);
  cl_draft_add (late, &event);
  cl_draft_add (none, &event);
  /* A refused draft must not decide the origin of the partition. */
  g_assert_false (cl_ledger_append (fixture->ledger, other, 1, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP);
  g_clear_error (&error);
  append_ok (fixture->ledger, first, 0);
  g_assert_false (cl_ledger_append (fixture->ledger, other, 0, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT);
  g_assert_true (append_ok (fixture->ledger, late, 0).duplicate);
  g_assert_true (append_ok (fixture->ledger, none, 0).duplicate);
}

typedef struct
{
  const char *name;
  const char *partition, *type, *player, *details;
  ClMove move;
} BadCase;

static const BadCase bad_cases[] = {
  { "no partition", "", "T", NULL, NULL, { 0 } },
  { "control character in the partition", "table/\n1", "T", NULL, NULL, { 0 } },
  { "partition not UTF-8", "table/\xff", "T", NULL, NULL, { 0 } },
  { "no type", "table/1", "", NULL, NULL, { 0 } },
  { "player not UTF-8", "table/1", "T", "\xe9", NULL, { 0 } },
  { "details are an array", "table/1", "T", NULL, "[]", { 0 } },
  { "details are empty", "table/1", "T", NULL, "", { 0 } },
  { "details end early", "table/1", "T", NULL, "{\"a\":1", { 0 } },
  { "details go on", "table/1", "T", NULL, "{} {}", { 0 } },
  { "trailing comma", "table/1", "T", NULL, "{\"a\":1,}", { 0 } },
  { "NUL in a string", "table/1", "T", NULL, "{\"a\":\"\\u0000\"}", { 0 } },
  { "lone surrogate", "table/1", "T", NULL, "{\"a\":\"\\ud800\"}", { 0 } },
  { "raw control character", "table/1", "T", NULL, "{\"a\":\"\n\"}", { 0 } },
  { "a number with a leading zero", "table/1", "T", NULL, "{\"a\":01}", { 0 } },
  { "a move to its own square", "table/1", "T", NULL, NULL, { 1 | 1 << 6, 1 } },
  { "a move of no piece", "table/1", "T", NULL, NULL, { 1 | 2 << 6, 0 } },
};

static void
test_invalid (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad_cases); i++)
    {
      const BadCase *c = &bad_cases[i];
      g_autoptr (ClDraft) draft = cl_draft_new (c->partition, "test", NULL);
      ClEvent event = CL_EVENT_INIT;
      g_autoptr (GError) error = NULL;

      event.type = c->type;
      event.player = c->player;
      event.details = c->details;
      event.move = c->move;
      event.has_move = c->move.move != 0;
      cl_draft_add (draft, &event);
      g_test_message ("%s", c->name);
      g_assert_false (cl_ledger_append (fixture->ledger, draft, 0, NULL, &error));
      g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
    }
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, 0);
}

typedef struct
{
  ClLedger *ledger;
  guint rounds;
  guint number;
  guint won;
} Racer;

static gpointer
race_thread (gpointer data)
{
  Racer *racer = data;

  for (guint round = 0; round < racer->rounds; round++)
    {
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, racer->number * 10000 + round + 1, 1);
      g_autoptr (GError) error = NULL;

      if (cl_ledger_append (racer->ledger, draft, round, NULL, &error))
        racer->won++;
      else if (g_error_matches (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP))
        round--; /* the other has not written the round before: impossible, it would be this one's turn */
      else
        g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CONFLICT);
    }
  return NULL;
}

static void
test_race (Fixture *fixture, gconstpointer data)
{
  Racer racers[2] = { { fixture->ledger, 200, 1, 0 }, { fixture->ledger, 200, 2, 0 } };
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("racer", race_thread, &racers[i]);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (racers[0].won + racers[1].won, ==, 200);
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, 200);
}

static void
appended_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  ClAppended appended;

  g_assert_true (cl_ledger_append_finish (CL_LEDGER (object), result, &appended, &error));
  g_assert_no_error (error);
  *(guint64 *) user_data = appended.last_position;
}

static void
cancelled_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (cl_ledger_append_finish (CL_LEDGER (object), result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

static void
advanced_cb (ClLedger *ledger, gpointer user_data)
{
  ++*(guint *) user_data;
}

static void
test_async (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 0, 4),
                      never = make_draft ("table/1", 1, 4, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint64 position = 0;
  gboolean cancelled = FALSE;
  guint n_advanced = 0;

  g_signal_connect (fixture->ledger, "advanced", G_CALLBACK (advanced_cb), &n_advanced);
  cl_ledger_append_async (fixture->ledger, draft, 0, NULL, appended_cb, &position);
  g_cancellable_cancel (cancellable);
  cl_ledger_append_async (fixture->ledger, never, 4, cancellable, cancelled_cb, &cancelled);
  while (position == 0 || !cancelled || n_advanced == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (position, ==, 4);
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, 4);
  g_signal_handlers_disconnect_by_func (fixture->ledger, advanced_cb, &n_advanced);
}

static void
test_bulk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClDraft) wrong = make_draft ("archive/b", 7, 0, 5),
                      live = make_draft ("table/1", 1, 0, 1);

  for (guint game = 0; game < 400; game++)
    {
      g_autoptr (ClDraft) draft = make_draft ("archive/a", game + 1, 0, 80);

      g_assert_true (cl_ledger_append_bulk (fixture->ledger, draft, game * 80, &error));
    }
  append_ok (fixture->ledger, live, 0);
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, 400 * 80 + 1);

  /* The first failure stays until flush tells it; then bulk goes on. */
  g_assert_true (cl_ledger_append_bulk (fixture->ledger, wrong, 3, &error));
  g_assert_false (cl_ledger_flush (fixture->ledger, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_GAP);
  g_clear_error (&error);
  g_assert_true (cl_ledger_append_bulk (fixture->ledger, wrong, 0, &error));
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  g_assert_cmpuint (cl_ledger_get_head (fixture->ledger), ==, 400 * 80 + 6);
}

static void
test_closed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 0, 1);
  g_autoptr (GError) error = NULL;

  cl_ledger_close (fixture->ledger);
  cl_ledger_close (fixture->ledger);
  g_assert_false (cl_ledger_append (fixture->ledger, draft, 0, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CLOSED);
  g_clear_error (&error);
  g_assert_false (cl_ledger_flush (fixture->ledger, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CLOSED);
}

static gint64
read_clock (gpointer user_data)
{
  return *(gint64 *) user_data;
}

static void
test_clock (Fixture *fixture, gconstpointer data)
{
  static const gint64 times[] = { 1000, 5000, 2000, 6000 }, recorded[] = { 1000, 5000, 5000, 6000 };
  gint64 now = 0;
  GError *error = NULL;
  ClReader *reader = cl_reader_new (fixture->ledger, &error);

  cl_ledger_set_clock (fixture->ledger, read_clock, &now);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, i, 1);
      g_autoptr (ClEvents) events = NULL;

      now = times[i];
      append_ok (fixture->ledger, draft, i);
      events = cl_reader_read (reader, i, 0, 10, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (cl_events_get_length (events), ==, 1);
      g_assert_cmpint (cl_events_get (events, 0)->recorded_at, ==, recorded[i]);
    }
  g_assert_cmpuint (cl_reader_position_at_time (reader, 999, &error), ==, 0);
  g_assert_cmpuint (cl_reader_position_at_time (reader, 1000, &error), ==, 1);
  g_assert_cmpuint (cl_reader_position_at_time (reader, 5000, &error), ==, 3);
  g_assert_cmpuint (cl_reader_position_at_time (reader, 9000, &error), ==, 4);
  cl_reader_free (reader);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/append/answers", test_answers);
  ADD ("/ledger/append/origins", test_origins);
  ADD ("/ledger/append/invalid", test_invalid);
  ADD ("/ledger/append/race", test_race);
  ADD ("/ledger/append/async", test_async);
  ADD ("/ledger/append/bulk", test_bulk);
  ADD ("/ledger/append/closed", test_closed);
  ADD ("/ledger/append/clock", test_clock);
  return g_test_run ();
}
