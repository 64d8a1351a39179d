/* test-make-ledger.c: the generator of large ledgers makes the same events from the same seed, byte by byte
 *
 * The files differ in the identity of the ledger and in where its commits ended, which depends on time; no event does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "bench-ledger.h"
#include "own-home.h"

#define N_EVENTS 20000

/* Over every column of every event, as SQLite writes it. */
static char *
digest_events (const char *path, gint64 *n_events)
{
  static const char sql[] = "SELECT * FROM scoresheet ORDER BY position";
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3 *db = NULL;
  sqlite3_stmt *select = NULL;

  *n_events = 0;
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &select, NULL), ==, SQLITE_OK);
  while (sqlite3_step (select) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (select); i++)
        {
          const guchar *bytes = sqlite3_column_blob (select, i);
          int length = sqlite3_column_bytes (select, i);

          g_checksum_update (checksum, (const guchar *) &length, sizeof length);
          if (length > 0)
            g_checksum_update (checksum, bytes, length);
        }
      ++*n_events;
    }
  sqlite3_finalize (select);
  sqlite3_close (db);
  return g_strdup (g_checksum_get_string (checksum));
}

static char *
make (const char *dir, guint32 seed)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
  g_autofree char *path = g_build_filename (dir, "test.ledger", NULL);
  g_autoptr (GError) error = NULL;
  gint64 n_events;
  char *digest;

  bench_ledger_make (path, N_EVENTS, seed, NULL, &error);
  g_assert_no_error (error);
  digest = digest_events (path, &n_events);
  g_assert_cmpint (n_events, >=, N_EVENTS);
  g_assert_cmpint (n_events, <, 2 * N_EVENTS);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      g_remove (file);
    }
  return digest;
}

static void
test_same_seed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("make-ledger-XXXXXX", &error);
  g_autofree char *first = make (dir, 7), *second = make (dir, 7), *other = make (dir, 8);

  g_assert_no_error (error);
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, other);
  g_assert_cmpint (g_rmdir (dir), ==, 0);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/bench/make-ledger/same-seed", test_same_seed);
  return g_test_run ();
}
