/* test-news.c: who waits for news gets them in order, none is lost for good, and nobody who sleeps holds anything
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include "cl-watches-private.h"
#include "own-home.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#define N_ROUNDS 20000

typedef struct
{
  ClWatches *watches;
  guint64 next; /* atomic: the head that the next caller tells */
  guint64 seen;
  guint n_calls;
  gboolean inside;
  guint id; /* to be removed */
} Telling;

static void
ordered_cb (guint64 head, gpointer user_data)
{
  Telling *self = user_data;

  g_assert_false (self->inside);
  self->inside = TRUE;
  g_assert_cmpuint (head, >=, self->seen);
  self->seen = head;
  self->n_calls++;
  self->inside = FALSE;
}

static gpointer
tell_thread (gpointer data)
{
  Telling *self = data;
  guint64 head;

  while ((head = __atomic_add_fetch (&self->next, 1, __ATOMIC_SEQ_CST)) <= N_ROUNDS)
    cl_watches_call (self->watches, head);
  return NULL;
}

/* Several threads tell heads in any order: a watch never hears an older one after a newer one, and hears the last. */
static void
test_order (void)
{
  Telling telling = { cl_watches_new () };
  GThread *threads[4];

  cl_watches_add (telling.watches, ordered_cb, &telling);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("telling", tell_thread, &telling);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (telling.seen, ==, N_ROUNDS);
  g_assert_cmpuint (telling.n_calls, >, 0);
  cl_watches_free (telling.watches);
}

/* A callback brings news itself: they come after it, not inside it. */
static void
nested_cb (guint64 head, gpointer user_data)
{
  Telling *self = user_data;

  ordered_cb (head, self);
  if (head < 10)
    {
      self->inside = TRUE;
      cl_watches_call (self->watches, head + 1);
      self->inside = FALSE;
    }
}

static void
test_nested (void)
{
  Telling telling = { cl_watches_new () };

  cl_watches_add (telling.watches, nested_cb, &telling);
  cl_watches_call (telling.watches, 1);
  g_assert_cmpuint (telling.seen, ==, 10);
  g_assert_cmpuint (telling.n_calls, ==, 10);
  cl_watches_call (telling.watches, 4);
  g_assert_cmpuint (telling.seen, ==, 10);
  cl_watches_free (telling.watches);
}

static void
removing_cb (guint64 head, gpointer user_data)
{
  Telling *self = user_data;

  self->n_calls++;
  cl_watches_remove (self->watches, self->id);
}

static void
test_remove_inside (void)
{
  Telling telling = { cl_watches_new () };

  telling.id = cl_watches_add (telling.watches, removing_cb, &telling);
  cl_watches_call (telling.watches, 1);
  cl_watches_call (telling.watches, 2);
  g_assert_cmpuint (telling.n_calls, ==, 1);
  cl_watches_free (telling.watches);
}

static void
slow_cb (guint64 head, gpointer user_data)
{
  gint *alive = user_data;

  g_assert_true (g_atomic_int_get (alive));
  g_thread_yield ();
  g_assert_true (g_atomic_int_get (alive));
}

/* Once remove returned, the callback does not run, however many threads tell news. */
static void
test_remove_outside (void)
{
  Telling telling = { cl_watches_new () };
  GThread *threads[2];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("telling", tell_thread, &telling);
  for (guint i = 0; i < 200; i++)
    {
      gint alive = TRUE;
      guint id = cl_watches_add (telling.watches, slow_cb, &alive);

      g_thread_yield ();
      cl_watches_remove (telling.watches, id);
      g_atomic_int_set (&alive, FALSE);
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cl_watches_free (telling.watches);
}

typedef struct
{
  char *folder;
  char *path;
  ClLedger *writer;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->writer = open_for_writing (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_ledger_close (fixture->writer);
  g_assert_finalize_object (fixture->writer);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

typedef struct
{
  ClLedger *ledger;
  gint stop;
} Polling;

/* Polls as fast as it can: the head never goes back. */
static gpointer
poll_thread (gpointer data)
{
  Polling *self = data;
  guint64 head = 0;

  while (!g_atomic_int_get (&self->stop))
    {
      cl_ledger_poll (self->ledger);
      g_assert_cmpuint (cl_ledger_get_head (self->ledger), >=, head);
      head = cl_ledger_get_head (self->ledger);
    }
  return NULL;
}

static void
test_polls (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  Polling polling = { cl_ledger_open (fixture->path, CL_LEDGER_READ_ONLY, test_vocabulary, &error),
                      FALSE };
  GThread *threads[2];

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("polling", poll_thread, &polling);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, i, 1);

      append_ok (fixture->writer, draft, i);
      /* A poll that returns has seen what was acknowledged before it began. */
      cl_ledger_poll (polling.ledger);
      g_assert_cmpuint (cl_ledger_get_head (polling.ledger), ==, i + 1);
    }
  g_atomic_int_set (&polling.stop, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  cl_ledger_close (polling.ledger);
  g_assert_finalize_object (polling.ledger);
}

static guint64
wal_size (const Fixture *fixture)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf buffer;

  return g_stat (wal, &buffer) == 0 ? (guint64) buffer.st_size : 0;
}

/* Imports @n events; returns the largest size that the log had meanwhile. */
static guint64
import_many (Fixture *fixture, guint64 *offset, guint n)
{
  guint64 largest = 0;
  GError *error = NULL;

  for (guint done = 0; done < n; done += 1000)
    {
      g_autoptr (ClDraft) draft = make_draft ("archive/a", 1 + done / 1000, 1, 1000);

      g_assert_true (cl_ledger_append_bulk (fixture->writer, draft, *offset, &error));
      *offset += 1000;
      largest = MAX (largest, wal_size (fixture));
    }
  g_assert_true (cl_ledger_flush (fixture->writer, &error));
  return MAX (largest, wal_size (fixture));
}

#define HOUR     360000 /* events: a hundred a second */
#define WAL_MOST (32 * 1024 * 1024)

/* A reader that sleeps between two reads for an hour of events holds nothing: the log is checkpointed and begins anew, and the reader
 * goes on without a gap. One with an open transaction does hold it, which shows that this test could fail. */
static void
test_sleeping_reader (Fixture *fixture, gconstpointer data)
{
  GError *error = NULL;
  ClReader *reader = cl_reader_new (fixture->writer, &error);
  guint64 offset = 0, position = 0, largest;
  sqlite3 *db = NULL;

  import_many (fixture, &offset, 1000);
  while (position < 500)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, position, 0, 100, &error);

      position += cl_events_get_length (events);
    }
  largest = import_many (fixture, &offset, HOUR);
  g_test_message ("the log had at most %" G_GUINT64_FORMAT " bytes", largest);
  g_assert_cmpuint (largest, <, WAL_MOST);
  while (position < offset)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, position, 0, 100000, &error);

      g_assert_cmpuint (cl_events_get_length (events), >, 0);
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        g_assert_cmpuint (cl_events_get (events, i)->position, ==, ++position);
    }
  cl_reader_free (reader);

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN; SELECT max(position) FROM event", NULL, NULL, NULL),
                   ==,
                   SQLITE_OK);
  largest = import_many (fixture, &offset, HOUR);
  g_test_message ("with a reader in the way: %" G_GUINT64_FORMAT " bytes", largest);
  g_assert_cmpuint (largest, >, WAL_MOST);
  sqlite3_close (db);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/news/order", test_order);
  g_test_add_func ("/ledger/news/nested", test_nested);
  g_test_add_func ("/ledger/news/remove-inside", test_remove_inside);
  g_test_add_func ("/ledger/news/remove-outside", test_remove_outside);
  ADD ("/ledger/news/polls", test_polls);
  ADD ("/ledger/news/sleeping-reader", test_sleeping_reader);
  return g_test_run ();
}
