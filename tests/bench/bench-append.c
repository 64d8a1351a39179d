/* bench-append.c: bulk append of imported games, and replay, against bare SQLite doing the least that stores the same rows
 *
 * The reference inserts rows with the same ids and blobs, without seals, roots, checks or threads, 10,000 a commit, with the same
 * durability; for reading, it steps through the rows and touches every column. Run it alone on an idle machine.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>

#define N_GAMES 6000
#define N_PLIES 85

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1e6;
}

static ClDraft *
make_game (guint game)
{
  ClDraft *draft = cl_draft_new ("archive/bench.pgn", "import", NULL);
  g_autofree char *white = g_strdup_printf ("Player %u", game * 7919 % 2000),
                  *black = g_strdup_printf ("Player %u", game * 104729 % 2000);
  ClEvent event = CL_EVENT_INIT;

  event.type = "GameStarted";
  event.game = game;
  event.details =
    "{\"tags\":[[\"Event\",\"Linares\"],[\"Site\",\"Linares ESP\"],[\"Date\",\"1999.02.21\"],[\"Round\",\"1\"],[\"Result\",\"1-0\"]]}";
  cl_draft_add (draft, &event);
  event.type = "MovePlayed";
  event.details = NULL;
  event.has_move = TRUE;
  for (guint ply = 1; ply <= N_PLIES; ply++)
    {
      event.ply = ply;
      event.player = ply % 2 ? white : black;
      event.move = (ClMove){ (guint16) (ply % 64 | (ply + 9) % 64 << 6), (guint16) (2 + ply % 4) };
      cl_draft_add (draft, &event);
    }
  event = (ClEvent) CL_EVENT_INIT;
  event.type = "GameEnded";
  event.game = game;
  event.details = "{\"result\":\"1-0\"}";
  cl_draft_add (draft, &event);
  return draft;
}

static double
run_ledger (const char *path)
{
  ClLedger *ledger = open_for_writing (path);
  GError *error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint64 offset = 0;

  for (guint game = 1; game <= N_GAMES; game++)
    {
      g_autoptr (ClDraft) draft = make_game (game);

      g_assert_true (cl_ledger_append_bulk (ledger, draft, offset, &error));
      offset += cl_draft_get_length (draft);
    }
  g_assert_true (cl_ledger_flush (ledger, &error));
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return seconds_since (start);
}

static double
run_bare (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *insert = NULL;
  guint8 seal[CL_SEAL_SIZE] = { 0 };
  gint64 start = g_get_monotonic_time ();
  guint64 position = 0;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
                NULL,
                NULL,
                NULL);
  sqlite3_exec (
    db,
    "CREATE TABLE event(position INTEGER PRIMARY KEY, partition INTEGER NOT NULL, offset INTEGER NOT NULL, type INTEGER NOT NULL, schema INTEGER "
    "NOT NULL, game INTEGER, ply INTEGER, player INTEGER, move INTEGER, marks INTEGER, clock_ms INTEGER, details TEXT, occurred_at INTEGER, "
    "recorded_at INTEGER NOT NULL, producer INTEGER NOT NULL, seal BLOB NOT NULL) STRICT; BEGIN",
    NULL,
    NULL,
    NULL);
  sqlite3_prepare_v2 (
    db,
    "INSERT INTO event VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)",
    -1,
    &insert,
    NULL);
  for (guint game = 1; game <= N_GAMES; game++)
    {
      g_autoptr (ClDraft) draft = make_game (game);

      for (gsize i = 0; i < cl_draft_get_length (draft); i++)
        {
          const ClEvent *event = cl_draft_get (draft, i);

          position++;
          sqlite3_bind_int64 (insert, 1, (gint64) position);
          sqlite3_bind_int64 (insert, 2, 1);
          sqlite3_bind_int64 (insert, 3, (gint64) position);
          sqlite3_bind_int64 (insert, 4, 2);
          sqlite3_bind_int64 (insert, 5, 1);
          sqlite3_bind_int64 (insert, 6, game);
          sqlite3_bind_int64 (insert, 7, event->ply);
          sqlite3_bind_int64 (insert, 8, game % 2000);
          sqlite3_bind_int64 (insert, 9, event->move.move);
          sqlite3_bind_int64 (insert, 10, event->move.marks);
          sqlite3_bind_text (insert, 12, event->details, -1, SQLITE_STATIC);
          sqlite3_bind_int64 (insert, 14, g_get_real_time ());
          sqlite3_bind_int64 (insert, 15, 1);
          sqlite3_bind_blob (insert, 16, seal, sizeof seal, SQLITE_STATIC);
          g_assert_cmpint (sqlite3_step (insert), ==, SQLITE_DONE);
          sqlite3_reset (insert);
          if (position % 10000 == 0)
            sqlite3_exec (db, "COMMIT; BEGIN", NULL, NULL, NULL);
        }
    }
  sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
  sqlite3_finalize (insert);
  sqlite3_close (db);
  return seconds_since (start);
}

static double
read_ledger (const char *path)
{
  GError *error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  ClReader *reader = cl_reader_new (ledger, &error);
  gint64 start = g_get_monotonic_time ();
  guint64 after = 0, sum = 0;

  while (TRUE)
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, after, 0, 1000, &error);
      gsize n = cl_events_get_length (events);

      if (n == 0)
        break;
      for (gsize i = 0; i < n; i++)
        sum += cl_events_get (events, i)->ply;
      after += n;
    }
  g_assert_cmpuint (sum, >, 0);
  start = g_get_monotonic_time () - start;
  cl_reader_free (reader);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return (double) start / 1e6;
}

static double
verify_ledger (const char *path)
{
  GError *error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  gint64 start = g_get_monotonic_time ();

  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, NULL, &error));
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return seconds_since (start);
}

static double
read_bare (const char *path)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *select = NULL;
  gint64 start, sum = 0;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  sqlite3_prepare_v2 (db, "SELECT * FROM event ORDER BY position", -1, &select, NULL);
  start = g_get_monotonic_time ();
  while (sqlite3_step (select) == SQLITE_ROW)
    {
      for (int i = 0; i < 15; i++)
        sum += i == 11 ? sqlite3_column_text (select, i) != NULL : sqlite3_column_int64 (select, i);
      sum += ((const guint8 *) sqlite3_column_blob (select, 15))[0];
    }
  g_assert_cmpint (sum, !=, 0);
  start = g_get_monotonic_time () - start;
  sqlite3_finalize (select);
  sqlite3_close (db);
  return (double) start / 1e6;
}

int
main (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *ours = g_build_filename (folder, "games.ledger", NULL),
                  *bare = g_build_filename (folder, "bare.db", NULL);
  double n = (double) N_GAMES * (N_PLIES + 2), append[2], replay[2], verify = 0;
  GStatBuf file;

  for (guint round = 0; round < 2; round++)
    {
      if (round)
        {
          delete_folder (folder);
          g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
        }
      append[1] = run_bare (bare);
      append[0] = run_ledger (ours);
      replay[1] = read_bare (ours);
      replay[0] = read_ledger (ours);
      verify = verify_ledger (ours);
    }
  printf ("append: %.0f events/s, bare INSERT %.0f rows/s, ratio %.2f\n",
          n / append[0],
          n / append[1],
          append[1] / append[0]);
  printf ("replay: %.0f events/s, bare SELECT %.0f rows/s, ratio %.2f\n",
          n / replay[0],
          n / replay[1],
          replay[1] / replay[0]);
  printf ("verify: %.0f events/s, %.2f of the bare SELECT\n", n / verify, replay[1] / verify);
  if (g_stat (ours, &file) == 0)
    printf ("size: %.1f bytes an event\n", (double) file.st_size / n);
  delete_folder (folder);
  return 0;
}
