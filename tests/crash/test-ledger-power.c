/* test-ledger-power.c: the power goes, or one operation on the disk fails, at every point: nothing acknowledged is lost
 *
 * All runs in this process over faulty-vfs.c. CHESS_LEDGER_THOROUGH cuts the power many times more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "faulty-vfs.h"
#include "ledger-fixture.h"
#include "own-home.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define N_TABLES 3
#define N_ROUNDS 12 /* appends in one life */

typedef struct
{
  guint64 heads[N_TABLES]; /* acknowledged */
} Acknowledged;

static char *
name_table (guint table)
{
  return table == 2 ? g_strdup ("archive/a") : g_strdup_printf ("table/%u", table + 1);
}

/* One live append, or a few bulk ones with a flush. */
static gboolean
append_some (ClLedger *ledger, guint table, Acknowledged *acknowledged, GError **error)
{
  g_autofree char *key = name_table (table);
  guint64 *head = &acknowledged->heads[table];
  guint n = table == 2 ? 150 : 1 + (guint) (*head % 4);
  g_autoptr (ClDraft) draft = make_draft (key, 1 + (guint32) (*head / 100), (guint) *head, n);
  gboolean ok;

  if (table == 2)
    ok = cl_ledger_append_bulk (ledger, draft, *head, error) && cl_ledger_flush (ledger, error);
  else
    ok = cl_ledger_append (ledger, draft, *head, NULL, error);
  if (ok)
    *head += n;
  return ok;
}

static void
read_heads (ClLedger *ledger, Acknowledged *heads)
{
  GError *error = NULL;
  ClReader *reader = cl_reader_new (ledger, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_TABLES; i++)
    {
      g_autofree char *key = name_table (i);
      ClPartitionInfo info = { 0 };

      cl_reader_get_partition (reader, key, &info, &error);
      g_assert_no_error (error);
      heads->heads[i] = info.head;
    }
  cl_reader_free (reader);
}

/* Opens what was left, checks it all, and lets @acknowledged be what is there. */
static void
check_file (const char *path, Acknowledged *acknowledged)
{
  ClLedger *ledger = open_for_writing (path);
  ClVerification verification;
  Acknowledged found;
  GError *error = NULL;
  guint64 sum = 0;

  read_heads (ledger, &found);
  for (guint i = 0; i < N_TABLES; i++)
    {
      g_assert_cmpuint (found.heads[i], >=, acknowledged->heads[i]);
      sum += found.heads[i];
    }
  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, sum);
  *acknowledged = found;
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

/* Opens, appends until something fails, closes: the cut may come anywhere in that. @scripted: always the same. */
static void
live (const char *path, gboolean scripted, Acknowledged *acknowledged)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, test_vocabulary, &error);
  gboolean ok = ledger != NULL;

  for (guint i = 0; i < N_ROUNDS && ok; i++)
    ok = append_some (ledger,
                      scripted ? i % N_TABLES : (guint) g_test_rand_int_range (0, N_TABLES),
                      acknowledged,
                      &error);
  if (!ledger)
    return;
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

static void
test_power (void)
{
  g_autofree char *folder = make_folder ();
  guint n_cuts = g_getenv ("CHESS_LEDGER_THOROUGH") ? 5000 : 120, n_struck = 0;
  Acknowledged acknowledged = { 0 };
  g_autofree char *path = NULL;

  for (guint i = 0; i < n_cuts; i++)
    {
      if (i % 10 == 0)
        {
          g_free (path);
          path = g_strdup_printf ("%s/%u.ledger", folder, i / 10);
          acknowledged = (Acknowledged){ 0 };
        }
      faulty_vfs_arm (FAULT_POWER, (guint) g_test_rand_int_range (1, 160), SQLITE_IOERR);
      live (path, FALSE, &acknowledged);
      n_struck += faulty_vfs_disarm ();
      faulty_vfs_lose_unsynced ((Luck) g_test_rand_int_range (0, N_LUCKS));
      check_file (path, &acknowledged);
      faulty_vfs_reset ();
    }
  g_test_message ("%u of %u cuts struck", n_struck, n_cuts);
  g_assert_cmpuint (n_struck, >, n_cuts / 2);
  delete_folder (folder);
}

/* Two lives of one script, the power going in each at the @operation-th writing operation; 0 counts them. */
static guint
cut_script (const char *path, guint operation, Luck luck)
{
  const guint far = G_MAXINT32;
  Acknowledged acknowledged = { 0 };
  guint n = 0;

  for (guint life = 0; life < 2; life++)
    {
      faulty_vfs_arm (FAULT_POWER, operation ? operation : far, SQLITE_IOERR);
      live (path, TRUE, &acknowledged);
      n = far - faulty_vfs_get_countdown ();
      faulty_vfs_disarm ();
      faulty_vfs_lose_unsynced (luck);
      check_file (path, &acknowledged);
      faulty_vfs_reset ();
    }
  return n;
}

/* The power goes at every write, sync, truncation and deletion of a scripted run. What was not synced is lost or torn. */
static void
test_every_point (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *first = g_build_filename (folder, "0.ledger", NULL);
  gboolean thorough = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  guint n_operations = cut_script (first, 0, LUCK_NOTHING);

  g_assert_cmpuint (n_operations, >, 50);
  for (guint operation = 1; operation <= n_operations; operation++)
    for (guint luck = 0; luck < (thorough ? 5 * N_LUCKS : N_LUCKS); luck++)
      if (thorough || luck == LUCK_NOTHING || (luck == LUCK_TORN && operation % 3 == 0))
        {
          g_autofree char *path = g_strdup_printf ("%s/%u-%u.ledger", folder, operation, luck);
          g_autofree char *lock = g_strconcat (path, ".lock", NULL);

          cut_script (path, operation, (Luck) (luck % N_LUCKS));
          g_unlink (path);
          g_unlink (lock);
        }
  g_test_message ("%u points", n_operations);
  delete_folder (folder);
}

/* Every append is tried until it is acknowledged: as often as something fails, and never twice in the file. */
static void
live_on (const char *path, Acknowledged *acknowledged)
{
  ClLedger *ledger = NULL;

  for (guint tries = 0; !ledger && tries < 3; tries++)
    {
      g_autoptr (GError) error = NULL;

      ledger = cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, test_vocabulary, &error);
    }
  g_assert_nonnull (ledger);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!append_some (ledger, i % N_TABLES, acknowledged, &error))
        {
          g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
          g_clear_error (&error);
          g_assert_true (append_some (ledger, i % N_TABLES, acknowledged, &error));
        }
    }
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

static void
test_each_operation (void)
{
  /* EIO, and a quota; a full disk; EIO when it has to be durable; a disk that became read-only. */
  static const int codes[] = { SQLITE_IOERR_WRITE,
                               SQLITE_FULL,
                               SQLITE_IOERR_FSYNC,
                               SQLITE_READONLY };
  g_autofree char *folder = make_folder ();
  guint step = g_getenv ("CHESS_LEDGER_THOROUGH") ? 1 : 5, n = 0;
  gboolean struck = TRUE;

  for (guint operation = 1; struck && operation < 2000; operation += operation < 40 ? 1 : step)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.ledger", folder, operation);
      Acknowledged acknowledged = { 0 }, before;

      faulty_vfs_arm (FAULT_ONCE, operation, codes[operation % G_N_ELEMENTS (codes)]);
      faulty_vfs_widen (FAULT_WRITES | FAULT_READS | FAULT_OPENS);
      live_on (path, &acknowledged);
      struck = faulty_vfs_disarm ();
      n += struck;
      before = acknowledged;
      check_file (path, &acknowledged);
      g_assert_cmpmem (&before, sizeof before, &acknowledged, sizeof acknowledged);
      faulty_vfs_reset ();
    }
  g_test_message ("%u operations failed in turn", n);
  g_assert_cmpuint (n, >, 20);
  delete_folder (folder);
}

/* No space from some point on: clear errors, what is there can be read, and everything goes on once there is space. */
static void
test_no_space (void)
{
  g_autofree char *folder = make_folder ();

  for (guint operation = 20; operation < 60; operation += 4)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.ledger", folder, operation);
      Acknowledged acknowledged = { 0 }, before;
      g_autoptr (GError) error = NULL;
      ClLedger *ledger = open_for_writing (path);
      guint n_refused = 0;

      faulty_vfs_arm (FAULT_FULL, operation, SQLITE_FULL);
      for (guint i = 0; i < 3 * N_ROUNDS; i++)
        if (!append_some (ledger, i % N_TABLES, &acknowledged, &error))
          {
            g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
            g_assert_nonnull (strstr (error->message, "full"));
            g_clear_error (&error);
            read_heads (ledger, &before);
            g_assert_cmpmem (&before, sizeof before, &acknowledged, sizeof acknowledged);
            n_refused++;
          }
      g_assert_cmpuint (n_refused, >, 0);
      faulty_vfs_disarm ();
      for (guint i = 0; i < N_TABLES; i++)
        g_assert_true (append_some (ledger, i, &acknowledged, &error));
      cl_ledger_close (ledger);
      g_assert_finalize_object (ledger);
      before = acknowledged;
      check_file (path, &acknowledged);
      g_assert_cmpmem (&before, sizeof before, &acknowledged, sizeof acknowledged);
      faulty_vfs_reset ();
    }
  delete_folder (folder);
}

/* A reader whose disk fails while it looks for news sees them at the next look: no wake-up is lost for good. */
static void
test_lost_look (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "games.ledger", NULL);
  ClLedger *writer = open_for_writing (path), *reader;
  Acknowledged acknowledged = { 0 };
  GError *error = NULL;
  guint n_lost = 0;

  g_assert_true (append_some (writer, 0, &acknowledged, &error));
  reader = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 30; i++)
    {
      g_assert_true (append_some (writer, i % N_TABLES, &acknowledged, &error));
      faulty_vfs_arm (FAULT_ONCE, 1 + i % 3, SQLITE_IOERR);
      faulty_vfs_widen (FAULT_READS);
      cl_ledger_poll (reader);
      n_lost += faulty_vfs_disarm () && cl_ledger_get_head (reader) < cl_ledger_get_head (writer);
      cl_ledger_poll (reader);
      g_assert_cmpuint (cl_ledger_get_head (reader), ==, cl_ledger_get_head (writer));
    }
  g_test_message ("%u looks failed", n_lost);
  g_assert_cmpuint (n_lost, >, 5);
  cl_ledger_close (reader);
  g_assert_finalize_object (reader);
  cl_ledger_close (writer);
  g_assert_finalize_object (writer);
  faulty_vfs_reset ();
  delete_folder (folder);
}

typedef struct
{
  const char *synchronous;
  guint n_syncs; /* of 20 commits */
} Syncs;

/* Finding: what a commit costs in a log, by PRAGMA synchronous; ours is FULL, so each acknowledged append was synced. */
static void
test_syncs (void)
{
  static const Syncs levels[] = { { "FULL", 20 }, { "EXTRA", 20 }, { "NORMAL", 0 }, { "OFF", 0 } };
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "games.ledger", NULL);
  Acknowledged acknowledged = { 0 };
  ClLedger *ledger = open_for_writing (path);
  guint before;

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      g_autofree char *other = g_strdup_printf ("%s/%u.db", folder, i);
      g_autofree char *sql = g_strdup_printf (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=%s; CREATE TABLE t(x); INSERT INTO t VALUES (0)",
        levels[i].synchronous);
      sqlite3 *db = NULL;

      g_assert_cmpint (sqlite3_open (other, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
      before = faulty_vfs_get_syncs ();
      for (guint k = 0; k < 20; k++)
        g_assert_cmpint (sqlite3_exec (db, "INSERT INTO t VALUES (1)", NULL, NULL, NULL),
                         ==,
                         SQLITE_OK);
      g_assert_cmpuint (faulty_vfs_get_syncs () - before, ==, levels[i].n_syncs);
      sqlite3_close (db);
    }
  g_assert_true (append_some (ledger, 0, &acknowledged, NULL));
  before = faulty_vfs_get_syncs ();
  for (guint i = 0; i < 20; i++)
    g_assert_true (append_some (ledger, 0, &acknowledged, NULL));
  g_assert_cmpuint (faulty_vfs_get_syncs () - before, ==, 20);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  faulty_vfs_reset ();
  delete_folder (folder);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  /* A checkpoint that fails warns, and that is all it should do. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  faulty_vfs_install ();
  g_test_add_func ("/crash/ledger-power/cut", test_power);
  g_test_add_func ("/crash/ledger-power/every-point", test_every_point);
  g_test_add_func ("/crash/ledger-power/each-operation", test_each_operation);
  g_test_add_func ("/crash/ledger-power/no-space", test_no_space);
  g_test_add_func ("/crash/ledger-power/lost-look", test_lost_look);
  g_test_add_func ("/crash/ledger-power/syncs", test_syncs);
  return g_test_run ();
}
