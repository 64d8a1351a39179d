/* test-ledger-power.c: the power goes, or one operation on the disk fails, at every point: nothing acknowledged is lost
 *
 * Both run in this process over faulty-vfs.c. CHESS_LEDGER_THOROUGH cuts the power many times more.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "faulty-vfs.h"
#include "ledger-fixture.h"

#include <sqlite3.h>

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

/* Opens, appends until something fails, closes: the cut may come anywhere in that. */
static void
live (const char *path, Acknowledged *acknowledged)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger =
    cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, test_vocabulary, &error);
  gboolean ok = ledger != NULL;

  for (guint i = 0; i < N_ROUNDS && ok; i++)
    ok = append_some (ledger, (guint) g_test_rand_int_range (0, N_TABLES), acknowledged, &error);
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
      live (path, &acknowledged);
      n_struck += faulty_vfs_disarm ();
      faulty_vfs_lose_unsynced ();
      check_file (path, &acknowledged);
      faulty_vfs_reset ();
    }
  g_test_message ("%u of %u cuts struck", n_struck, n_cuts);
  g_assert_cmpuint (n_struck, >, n_cuts / 2);
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
  static const int codes[] = { SQLITE_IOERR_WRITE, SQLITE_FULL, SQLITE_IOERR_FSYNC };
  g_autofree char *folder = make_folder ();
  guint step = g_getenv ("CHESS_LEDGER_THOROUGH") ? 1 : 5, n = 0;
  gboolean struck = TRUE;

  for (guint operation = 1; struck && operation < 1000; operation += operation < 30 ? 1 : step)
    {
      g_autofree char *path = g_strdup_printf ("%s/%u.ledger", folder, operation);
      Acknowledged acknowledged = { 0 }, before;

      faulty_vfs_arm (FAULT_ONCE, operation, codes[operation % G_N_ELEMENTS (codes)]);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  /* A checkpoint that fails warns, and that is all it should do. */
  g_log_set_always_fatal (G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
  faulty_vfs_install ();
  g_test_add_func ("/crash/ledger-power/cut", test_power);
  g_test_add_func ("/crash/ledger-power/each-operation", test_each_operation);
  return g_test_run ();
}
