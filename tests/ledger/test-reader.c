/* test-reader.c: reading by position, partition, game and time gives the same as filtering everything, at the cost of its rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

#include <string.h>

#define N_TABLES 5
#define N_GAMES  4

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
  ClReader *reader;
  ClEvents *all;
} Fixture;

/* Many tables in turn, as a hall does it: random runs of one to four events. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  guint heads[N_TABLES] = { 0 };
  GError *error = NULL;

  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->ledger = open_for_writing (fixture->path);
  for (guint i = 0; i < 300; i++)
    {
      guint table = (guint) g_test_rand_int_range (0, N_TABLES),
            n = (guint) g_test_rand_int_range (1, 5);
      g_autofree char *key = g_strdup_printf ("table/%u", table);
      g_autoptr (ClDraft) draft =
        make_draft (key, (guint32) g_test_rand_int_range (0, N_GAMES), heads[table], n);

      g_assert_true (cl_ledger_append_bulk (fixture->ledger, draft, heads[table], &error));
      heads[table] += n;
    }
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  fixture->reader = cl_reader_new (fixture->ledger, &error);
  g_assert_no_error (error);
  fixture->all = cl_reader_read (fixture->reader, 0, 0, 100000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (fixture->all), ==, cl_ledger_get_head (fixture->ledger));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_reader_free (fixture->reader);
  cl_events_unref (fixture->all);
  cl_ledger_close (fixture->ledger);
  g_assert_finalize_object (fixture->ledger);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_same_event (const ClEvent *a, const ClEvent *b)
{
  g_assert_cmpuint (a->position, ==, b->position);
  g_assert_cmpuint (a->offset, ==, b->offset);
  g_assert_cmpstr (a->partition, ==, b->partition);
  g_assert_cmpstr (a->type, ==, b->type);
  g_assert_cmpstr (a->player, ==, b->player);
  g_assert_cmpstr (a->details, ==, b->details);
  g_assert_cmpuint (a->game, ==, b->game);
  g_assert_cmpuint (a->ply, ==, b->ply);
  g_assert_cmpuint (a->kind, ==, b->kind);
  g_assert_cmpint (a->clock_ms, ==, b->clock_ms);
  g_assert_cmpint (a->occurred_at, ==, b->occurred_at);
  g_assert_cmpmem (a->seal, CL_SEAL_SIZE, b->seal, CL_SEAL_SIZE);
}

/* What was appended comes back, column by column. */
static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < cl_events_get_length (fixture->all); i++)
    {
      const ClEvent *event = cl_events_get (fixture->all, i);
      ClEvent expected = make_event (event->offset == 1 ? "GameStarted" : "MovePlayed",
                                     event->game,
                                     (guint) event->offset - 1);

      g_assert_cmpuint (event->position, ==, i + 1);
      g_assert_cmpstr (event->type, ==, expected.type);
      g_assert_cmpuint (event->kind, ==, event->offset == 1 ? 1 : 2);
      g_assert_cmpstr (event->player, ==, expected.player);
      g_assert_cmpstr (event->details, ==, expected.details);
      g_assert_cmpstr (event->producer, ==, "test");
      g_assert_cmpuint (event->schema, ==, 1);
      g_assert_cmpuint (event->ply, ==, expected.ply);
      g_assert_cmpint (event->clock_ms, ==, expected.clock_ms);
      g_assert_cmpint (event->occurred_at, ==, expected.occurred_at);
      g_assert_cmpint (event->has_move, ==, expected.has_move);
      g_assert_cmpuint (event->move.move, ==, expected.move.move);
      g_assert_cmpuint (event->move.marks, ==, expected.move.marks);
    }
}

typedef struct
{
  const char *partition;
  guint32 game;
  guint64 after_offset, after, until;
} Wanted;

static gboolean
is_wanted (const ClEvent *event, const Wanted *wanted, gboolean by_game)
{
  if (strcmp (event->partition, wanted->partition) != 0)
    return FALSE;
  if (!by_game)
    return event->offset > wanted->after_offset;
  return event->game == wanted->game && event->position > wanted->after &&
         (wanted->until == 0 || event->position <= wanted->until);
}

static void
check_against_filter (Fixture *fixture, const Wanted *wanted, gboolean by_game, gsize max)
{
  GError *error = NULL;
  guint64 cost = cl_reader_get_rows_read (fixture->reader);
  g_autoptr (ClEvents) events = NULL;
  gsize n = 0;

  if (by_game)
    events = cl_reader_read_game (fixture->reader,
                                  wanted->partition,
                                  wanted->game,
                                  wanted->after,
                                  wanted->until,
                                  max,
                                  &error);
  else
    events = cl_reader_read_partition (fixture->reader,
                                       wanted->partition,
                                       wanted->after_offset,
                                       max,
                                       &error);
  g_assert_no_error (error);
  cost = cl_reader_get_rows_read (fixture->reader) - cost;
  for (gsize i = 0; i < cl_events_get_length (fixture->all) && n < max; i++)
    if (is_wanted (cl_events_get (fixture->all, i), wanted, by_game))
      {
        g_assert_cmpuint (n, <, cl_events_get_length (events));
        assert_same_event (cl_events_get (events, n++), cl_events_get (fixture->all, i));
      }
  g_assert_cmpuint (cl_events_get_length (events), ==, n);
  /* Each event, and at most two rows of `run` for each; a game read from the middle passes the runs before. */
  if (!by_game || (wanted->after == 0 && wanted->until == 0))
    g_assert_cmpuint (cost, <=, 3 * n + 8);
}

/* Brief events are those of the partition, without what the header says is left out. */
static void
check_brief (Fixture *fixture, const Wanted *wanted, gsize max)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEvents) whole = cl_reader_read_partition (fixture->reader,
                                                         wanted->partition,
                                                         wanted->after_offset,
                                                         max,
                                                         &error);
  g_autoptr (ClEvents) brief =
    cl_reader_read_brief (fixture->reader, wanted->partition, wanted->after_offset, max, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (brief), ==, cl_events_get_length (whole));
  for (gsize i = 0; i < cl_events_get_length (brief); i++)
    {
      const ClEvent *a = cl_events_get (brief, i), *b = cl_events_get (whole, i);

      g_assert_cmpuint (a->offset, ==, b->offset);
      g_assert_cmpstr (a->partition, ==, b->partition);
      g_assert_cmpstr (a->type, ==, b->type);
      g_assert_cmpstr (a->details, ==, b->details);
      g_assert_cmpuint (a->partition_id, ==, b->partition_id);
      g_assert_cmpuint (a->game, ==, b->game);
      g_assert_cmpuint (a->ply, ==, b->ply);
      g_assert_cmpuint (a->kind, ==, b->kind);
      g_assert_cmpuint (a->schema, ==, b->schema);
      g_assert_cmpint (a->has_move, ==, b->has_move);
      g_assert_cmpmem (&a->move, sizeof a->move, &b->move, sizeof b->move);
    }
}

static void
test_partition (Fixture *fixture, gconstpointer data)
{
  static const gsize maxima[] = { 1, 2, 7, 1000 };

  for (guint table = 0; table < N_TABLES; table++)
    for (guint64 after = 0; after < 60; after++)
      {
        g_autofree char *key = g_strdup_printf ("table/%u", table);
        Wanted wanted = { .partition = key, .after_offset = after };

        check_against_filter (fixture, &wanted, FALSE, maxima[after % 4]);
        check_brief (fixture, &wanted, maxima[after % 4]);
      }
}

static void
test_game (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *key = g_strdup_printf ("table/%d", g_test_rand_int_range (0, N_TABLES));
      Wanted wanted = { .partition = key, .game = (guint32) g_test_rand_int_range (0, N_GAMES) };

      check_against_filter (fixture, &wanted, TRUE, 1000);
      wanted.after = (guint64) g_test_rand_int_range (0, 700);
      wanted.until = (guint64) g_test_rand_int_range (0, 700);
      check_against_filter (fixture, &wanted, TRUE, i % 2 ? 3 : 1000);
    }
}

static void
test_at (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;

  for (gsize i = 0; i < cl_events_get_length (fixture->all); i += 7)
    {
      const ClEvent *expected = cl_events_get (fixture->all, i);
      guint64 cost = cl_reader_get_rows_read (fixture->reader);
      g_autoptr (ClEvents) events =
        cl_reader_read_at (fixture->reader, expected->partition, expected->offset, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (cl_events_get_length (events), ==, 1);
      assert_same_event (cl_events_get (events, 0), expected);
      g_assert_cmpuint (cl_reader_get_rows_read (fixture->reader) - cost, <=, 4);
    }
  for (guint64 offset = 0; offset <= 100000; offset += 100000)
    {
      g_autoptr (ClEvents) none = cl_reader_read_at (fixture->reader, "table/0", offset, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (cl_events_get_length (none), ==, 0);
    }
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClEvents) partition =
    cl_reader_read_partition (fixture->reader, "table/none", 0, 10, &error);
  g_autoptr (ClEvents) game =
    cl_reader_read_game (fixture->reader, "table/0", 77, 0, 0, 10, &error);
  g_autoptr (ClEvents) end =
    cl_reader_read (fixture->reader, cl_ledger_get_head (fixture->ledger), 0, 10, &error);
  g_autoptr (ClEvents) zero = cl_reader_read (fixture->reader, 0, 0, 0, &error);
  ClPartitionInfo info;

  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (partition) + cl_events_get_length (game) +
                      cl_events_get_length (end) + cl_events_get_length (zero),
                    ==,
                    0);
  g_assert_false (cl_reader_get_partition (fixture->reader, "table/none", &info, &error));
  g_assert_no_error (error);
}

static void
test_partitions (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  g_autoptr (GArray) list = cl_reader_list_partitions (fixture->reader, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, N_TABLES);
  for (guint i = 0; i < list->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (list, ClPartitionInfo, i);
      ClPartitionInfo again;
      const ClEvent *last = NULL;
      guint32 last_game = 0;

      for (gsize j = 0; j < cl_events_get_length (fixture->all); j++)
        if (strcmp (cl_events_get (fixture->all, j)->partition, info->key) == 0)
          {
            last = cl_events_get (fixture->all, j);
            last_game = MAX (last_game, last->game);
          }
      g_assert_cmpuint (info->head, ==, last->offset);
      g_assert_cmpuint (info->head_position, ==, last->position);
      g_assert_cmpuint (info->last_game, ==, last_game);
      g_assert_cmpmem (info->seal, CL_SEAL_SIZE, last->seal, CL_SEAL_SIZE);
      g_assert_true (cl_reader_get_partition (fixture->reader, info->key, &again, &error));
      g_assert_cmpuint (again.head, ==, info->head);
      g_assert_cmpuint (again.head_position, ==, info->head_position);
    }
}

/* A batch outlives its reader and its ledger's connection. */
static void
test_batch_outlives (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  ClReader *reader = cl_reader_new (fixture->ledger, &error);
  g_autoptr (ClEvents) events = cl_reader_read (reader, 0, 0, 50, &error);

  cl_reader_free (reader);
  for (gsize i = 0; i < cl_events_get_length (events); i++)
    assert_same_event (cl_events_get (events, i), cl_events_get (fixture->all, i));
}

typedef struct
{
  guint64 head;
  guint n_calls;
} Seen;

static void
head_cb (guint64 head, gpointer user_data)
{
  Seen *seen = user_data;

  seen->head = head;
  seen->n_calls++;
}

static void
advanced_cb (ClLedger *ledger, guint64 *head)
{
  *head = cl_ledger_get_head (ledger);
}

/* Another opener, for reading only, while the writer writes. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  ClLedger *other = cl_ledger_open (fixture->path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_autoptr (ClDraft) draft = make_draft ("table/new", 1, 0, 3),
                      refused = make_draft ("table/new", 1, 3, 1);
  ClReader *reader;
  g_autoptr (ClEvents) events = NULL;
  guint64 head = cl_ledger_get_head (fixture->ledger), seen = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (cl_ledger_get_head (other), ==, head);
  g_assert_cmpstr (cl_ledger_get_id (other), ==, cl_ledger_get_id (fixture->ledger));
  g_assert_false (cl_ledger_append (other, refused, 3, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CLOSED);
  g_clear_error (&error);
  reader = cl_reader_new (other, &error);
  g_signal_connect (other, "advanced", G_CALLBACK (advanced_cb), &seen);
  append_ok (fixture->ledger, draft, 0);
  events = cl_reader_read (reader, head, 0, 10, &error);
  g_assert_cmpuint (cl_events_get_length (events), ==, 3);
  cl_ledger_poll (other);
  g_assert_cmpuint (cl_ledger_get_head (other), ==, head + 3);
  while (seen == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (seen, ==, head + 3);
  cl_reader_free (reader);
  cl_ledger_close (other);
  g_assert_finalize_object (other);
}

static void
test_watch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) one = make_draft ("table/new", 1, 0, 3),
                      two = make_draft ("table/new", 1, 3, 1);
  g_autoptr (GError) error = NULL;
  guint64 head = cl_ledger_get_head (fixture->ledger);
  Seen seen = { 0 };
  guint id = cl_ledger_add_watch (fixture->ledger, head_cb, &seen);

  append_ok (fixture->ledger, one, 0);
  /* The watch is called before the answer or right after: a flush comes later than both. */
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  cl_ledger_remove_watch (fixture->ledger, id);
  g_assert_cmpuint (seen.head, ==, head + 3);
  g_assert_cmpuint (seen.n_calls, ==, 1);
  append_ok (fixture->ledger, two, 3);
  g_assert_true (cl_ledger_flush (fixture->ledger, &error));
  g_assert_cmpuint (seen.n_calls, ==, 1);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/reader/round-trip", test_round_trip);
  ADD ("/ledger/reader/partition", test_partition);
  ADD ("/ledger/reader/game", test_game);
  ADD ("/ledger/reader/at", test_at);
  ADD ("/ledger/reader/nothing", test_nothing);
  ADD ("/ledger/reader/partitions", test_partitions);
  ADD ("/ledger/reader/batch-outlives", test_batch_outlives);
  ADD ("/ledger/reader/read-only", test_read_only);
  ADD ("/ledger/reader/watch", test_watch);
  return g_test_run ();
}
