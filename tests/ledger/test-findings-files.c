/* test-findings-files.c: what SQLite does with files: locks that a stranger drops, news that come too early, pages a commit costs
 *
 * Each is a recipe that was tried when the ledger was designed, and shows what an upgrade of SQLite or of the kernel changed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "findings-fixture.h"
#include "ledger-fixture.h"
#include "sqlite-counter.h"
#include "own-home.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

static void
update_cb (void *user_data,
           int operation,
           const char *database,
           const char *table,
           sqlite3_int64 row)
{
  ++*(guint *) user_data;
}

static int
wal_cb (void *user_data, sqlite3 *db, const char *database, int n_pages)
{
  ++*(guint *) user_data;
  return SQLITE_OK;
}

/* Hooks see their own connection alone; and the one on the log is the automatic checkpoint's own. */
static void
test_hooks (Fixture *fixture, gconstpointer data)
{
  guint n_own = 0, n_other = 0;
  sqlite3 *other;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  other = open_other (fixture->path);
  sqlite3_update_hook (fixture->db, update_cb, &n_own);
  sqlite3_wal_hook (fixture->db, wal_cb, &n_own);
  sqlite3_update_hook (other, update_cb, &n_other);
  sqlite3_wal_hook (other, wal_cb, &n_other);
  run_ok (fixture->db, "INSERT INTO t VALUES (1)");
  g_assert_cmpuint (n_own, ==, 2);
  g_assert_cmpuint (n_other, ==, 0);
  sqlite3_wal_autocheckpoint (fixture->db, 1000);
  run_ok (fixture->db, "INSERT INTO t VALUES (2)");
  g_assert_cmpuint (n_own, ==, 3);
  sqlite3_close (other);
}

/* PRAGMA data_version tells of others' commits, not of one's own nor of what was rolled back. */
static void
test_data_version (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *own = NULL, *rolled_back = NULL, *others = NULL;
  unsigned control = 0, control_after = 0;
  sqlite3 *other;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  other = open_other (fixture->path);
  first = ask (fixture->db, "PRAGMA data_version");
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control);
  run_ok (fixture->db, "INSERT INTO t VALUES (1)");
  own = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (own, ==, first);
  run_ok (other, "BEGIN; INSERT INTO t VALUES (2); ROLLBACK");
  rolled_back = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (rolled_back, ==, first);
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control);
  run_ok (other, "INSERT INTO t VALUES (3)");
  /* The file control alone looks at nothing. */
  sqlite3_file_control (fixture->db, "main", SQLITE_FCNTL_DATA_VERSION, &control_after);
  g_assert_cmpuint (control_after, ==, control);
  others = ask (fixture->db, "PRAGMA data_version");
  g_assert_cmpstr (others, !=, first);
  sqlite3_close (other);
}

/* A checkpoint that truncates the log looks like a commit, though nothing is new. So a changed number is a hint, no news. */
static void
test_data_version_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = NULL, *passive = NULL, *truncated = NULL;
  sqlite3 *other;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
  other = open_other (fixture->path);
  before = ask (other, "PRAGMA data_version");
  run_ok (fixture->db, "PRAGMA wal_checkpoint(PASSIVE)");
  passive = ask (other, "PRAGMA data_version");
  g_assert_cmpstr (passive, ==, before);
  run_ok (fixture->db, "PRAGMA wal_checkpoint(TRUNCATE)");
  truncated = ask (other, "PRAGMA data_version");
  g_test_message ("truncating: from %s to %s", before, truncated);
  if (sqlite3_libversion_number () / 1000 == 3040)
    g_assert_cmpstr (truncated, !=, before);
  expect (other, "SELECT count(*) FROM t", "1");
  sqlite3_close (other);
}

typedef struct
{
  gint64 head;
  guint n_told;
} Heard;

static void
heard_cb (guint64 head, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_cmpint ((gint64) head, >, heard->head);
  heard->head = (gint64) head;
  heard->n_told++;
}

/* What we make of it: a reading process is told of events, and of nothing else. */
static void
test_checkpoint_is_no_news (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "games.ledger", NULL);
  ClLedger *writer = open_for_writing (path), *reader;
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 0, 5),
                      more = make_draft ("table/1", 1, 5, 1);
  Heard heard = { 0 };
  GError *error = NULL;

  append_ok (writer, draft, 0);
  reader = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_assert_no_error (error);
  heard.head = 5;
  cl_ledger_add_watch (reader, heard_cb, &heard);
  run_sql_ok (path, "PRAGMA wal_checkpoint(TRUNCATE)");
  cl_ledger_poll (reader);
  g_assert_cmpuint (heard.n_told, ==, 0);
  append_ok (writer, more, 5);
  cl_ledger_poll (reader);
  g_assert_cmpuint (heard.n_told, ==, 1);
  cl_ledger_close (reader);
  g_assert_finalize_object (reader);
  cl_ledger_close (writer);
  g_assert_finalize_object (writer);
}

/* Watching the log itself. */
typedef struct
{
  int inotify;
  sqlite3 *reader;
  guint n_early; /* syncs before which somebody was woken already */
  guint n_blind; /* who, looking then, saw nothing new */
  const char *seen;
} LogWatch;

static guint
take_wake_ups (LogWatch *self)
{
  char buffer[4096];
  guint n = 0;
  ssize_t length;

  while ((length = read (self->inotify, buffer, sizeof buffer)) > 0)
    n++;
  g_assert_cmpint (errno, ==, EAGAIN);
  return n;
}

/* In the middle of a commit: it is written, and about to be synced. */
static void
syncing_cb (gpointer user_data)
{
  LogWatch *self = user_data;
  g_autofree char *count = NULL;

  if (take_wake_ups (self) == 0)
    return;
  self->n_early++;
  count = ask (self->reader, "SELECT count(*) FROM t");
  self->n_blind += strcmp (count, self->seen) == 0;
}

/* Who is woken by the log looks before the commit can be seen, and is not woken again when it can. */
static void
test_inotify_on_log (Fixture *fixture, gconstpointer data)
{
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  LogWatch watch = { .inotify = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC) };

  run_ok (
    fixture->db,
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(x); INSERT INTO t VALUES (1)");
  watch.reader = open_other (fixture->path);
  g_assert_cmpint (watch.inotify, >=, 0);
  g_assert_cmpint (inotify_add_watch (watch.inotify, log, IN_MODIFY), >=, 0);
  sqlite_counter_set_sync_hook (syncing_cb, &watch);
  for (guint i = 1; i <= 20; i++)
    {
      g_autofree char *seen = g_strdup_printf ("%u", i);
      g_autofree char *now = g_strdup_printf ("%u", i + 1);

      watch.seen = seen;
      run_ok (fixture->db, "INSERT INTO t VALUES (1)");
      g_assert_cmpuint (take_wake_ups (&watch), ==, 0);
      expect (watch.reader, "SELECT count(*) FROM t", now);
    }
  sqlite_counter_set_sync_hook (NULL, NULL);
  g_assert_cmpuint (watch.n_early, ==, 20);
  g_assert_cmpuint (watch.n_blind, ==, 20);
  sqlite3_close (watch.reader);
  close (watch.inotify);
}

/* Commits @n_commits times @rows; returns the bytes that went into the log. */
static guint64
weigh (sqlite3 *db, const char *path, const char *rows, guint n_commits)
{
  guint64 before;

  run_ok (db, "PRAGMA wal_checkpoint(TRUNCATE)");
  before = get_log_size (path);
  for (guint i = 0; i < n_commits; i++)
    {
      g_autofree char *sql = g_strdup_printf (rows, i);

      run_ok (db, sql);
    }
  return get_log_size (path) - before;
}

#define FRAME (24 + 4096)

/* AUTOINCREMENT costs a page a commit: that of sqlite_sequence. */
static void
test_autoincrement_pages (Fixture *fixture, gconstpointer data)
{
  guint64 plain, counted;

  run_ok (
    fixture->db,
    "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;"
    "CREATE TABLE plain(id INTEGER PRIMARY KEY, x); CREATE TABLE counted(id INTEGER PRIMARY KEY AUTOINCREMENT, x);"
    "INSERT INTO plain(x) VALUES (0); INSERT INTO counted(x) VALUES (0)");
  plain = weigh (fixture->db, fixture->path, "INSERT INTO plain(x) VALUES (%u)", 50);
  counted = weigh (fixture->db, fixture->path, "INSERT INTO counted(x) VALUES (%u)", 50);
  g_assert_cmpuint (counted, ==, plain + 50 * FRAME);
}

/* Random ids touch every page of their index, ordered ones the last; ours, (partition, offset), need no index at all. */
static void
test_random_ids (Fixture *fixture, gconstpointer data)
{
  static const char fill[] =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
    " INSERT INTO %s SELECT %s, zeroblob(60) FROM n";
  g_autofree char *path = g_build_filename (fixture->folder, "games.ledger", NULL);
  g_autofree char *random = g_strdup_printf (fill, "random", "randomblob(16) || '%u'");
  g_autofree char *ordered =
    g_strdup_printf (fill, "ordered", "printf('%%010u', %u * 500 + i) || hex(randomblob(3))");
  g_autofree char *indices = NULL;
  guint64 random_bytes, ordered_bytes;
  ClLedger *ledger;

  run_ok (fixture->db,
          "PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA synchronous=OFF;"
          "CREATE TABLE random(id BLOB UNIQUE, x); CREATE TABLE ordered(id BLOB UNIQUE, x)");
  random_bytes = weigh (fixture->db, fixture->path, random, 40);
  ordered_bytes = weigh (fixture->db, fixture->path, ordered, 40);
  g_test_message ("20,000 ids: %.1f pages a commit if random, %.1f if ordered",
                  (double) random_bytes / FRAME / 40,
                  (double) ordered_bytes / FRAME / 40);
  g_assert_cmpuint (random_bytes, >, 3 * ordered_bytes);
  ledger = open_for_writing (path);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  indices =
    query_text (path,
                "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'event'");
  g_assert_cmpstr (indices, ==, "0");
}

/* A read that becomes a write, while another wrote: refused, and waiting does not help. So writers begin IMMEDIATE. */
static void
test_deferred_upgrade (Fixture *fixture, gconstpointer data)
{
  sqlite3 *other;

  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  other = open_other (fixture->path);
  sqlite3_busy_timeout (fixture->db, 60000);
  run_ok (fixture->db, "BEGIN; SELECT count(*) FROM t");
  run_ok (other, "INSERT INTO t VALUES (1)");
  g_assert_cmpint (run (fixture->db, "INSERT INTO t VALUES (2)"), ==, SQLITE_BUSY_SNAPSHOT);
  run_ok (fixture->db, "ROLLBACK; BEGIN IMMEDIATE; INSERT INTO t VALUES (2); COMMIT");
  sqlite3_close (other);
}

/* Can another process lock what SQLite holds of @path? */
static gboolean
is_locked (const char *path)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      struct flock lock = { .l_type = F_WRLCK,
                            .l_whence = SEEK_SET,
                            .l_start = 0x40000002,
                            .l_len = 510 };
      int fd = open (path, O_RDWR | O_CLOEXEC);

      _exit (fd < 0 || fcntl (fd, F_GETLK, &lock) != 0 ? 2 : lock.l_type != F_UNLCK);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), <, 2);
  return WEXITSTATUS (status) == 1;
}

/* What many programs do to see what a file is. */
static gboolean
sniff (const char *path)
{
  char header[16];
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0 && read (fd, header, sizeof header) == sizeof header;

  close (fd);
  return ok;
}

/* Sixteen bytes read by hand, and SQLite's locks of this process are gone: why only SQLite opens a ledger. */
static void
test_posix_locks (Fixture *fixture, gconstpointer data)
{
  run_ok (fixture->db, "PRAGMA journal_mode=WAL; CREATE TABLE t(x)");
  expect (fixture->db, "SELECT count(*) FROM t", "0");
  g_assert_true (is_locked (fixture->path));
  g_assert_true (sniff (fixture->path));
  g_assert_false (is_locked (fixture->path));
}

/* The child: commits once, perhaps sniffs, says so; when told to, commits twice more, says whether SQLite said OK, and waits for
 * its end. No GLib: it was forked. */
G_NORETURN static void
run_victim (const char *path, gboolean sniffs, int from_parent, int to_parent)
{
  sqlite3 *db = NULL;
  char word = 'y';

  if (
    sqlite3_open (path, &db) != SQLITE_OK ||
    sqlite3_exec (
      db,
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(x); INSERT INTO t VALUES (1)",
      NULL,
      NULL,
      NULL) != SQLITE_OK ||
    (sniffs && !sniff (path)))
    word = 'n';
  if (write (to_parent, &word, 1) != 1 || read (from_parent, &word, 1) != 1)
    _exit (1);
  for (guint i = 0; i < 2; i++)
    if (sqlite3_exec (db, "INSERT INTO t VALUES (2)", NULL, NULL, NULL) != SQLITE_OK)
      word = 'n';
  if (write (to_parent, &word, 1) != 1)
    _exit (1);
  while (TRUE)
    pause ();
}

/* How many rows are left of three that were acknowledged, if another process came and went cleanly and then the power went. */
static char *
play_visit (const char *path, gboolean sniffs)
{
  int there[2], back[2];
  char word = 'y', *count;
  sqlite3 *visitor;
  pid_t victim;

  g_assert_cmpint (pipe (there), ==, 0);
  g_assert_cmpint (pipe (back), ==, 0);
  victim = fork ();
  if (victim == 0)
    run_victim (path, sniffs, there[0], back[1]);
  close (there[0]);
  close (back[1]);
  g_assert_cmpint (read (back[0], &word, 1), ==, 1);
  g_assert_cmpint (word, ==, 'y');
  visitor = open_other (path);
  expect (visitor, "SELECT count(*) FROM t", "1");
  g_assert_cmpint (sqlite3_close (visitor), ==, SQLITE_OK);
  g_assert_cmpint (write (there[1], &word, 1), ==, 1);
  g_assert_cmpint (read (back[0], &word, 1), ==, 1);
  g_assert_cmpint (word, ==, 'y'); /* both were acknowledged */
  kill (victim, SIGKILL);
  g_assert_cmpint (waitpid (victim, NULL, 0), ==, victim);
  close (there[1]);
  close (back[0]);
  visitor = open_other (path);
  expect (visitor, "PRAGMA integrity_check", "ok");
  count = ask (visitor, "SELECT count(*) FROM t");
  g_assert_cmpint (sqlite3_close (visitor), ==, SQLITE_OK);
  return count;
}

/* The whole disaster: the visitor takes itself for the last one, unlinks the log, and what is acknowledged afterwards goes into a
 * file without a name. Nothing looks damaged. Without those sixteen bytes all is there. */
static void
test_sniffing_loses_commits (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *good = g_build_filename (folder, "good.db", NULL);
  g_autofree char *bad = g_build_filename (folder, "bad.db", NULL);
  g_autofree char *with = play_visit (good, FALSE);
  g_autofree char *without = play_visit (bad, TRUE);

  g_assert_cmpstr (with, ==, "3");
  g_assert_cmpstr (without, ==, "1");
  delete_folder (folder);
}

/* What this folder does with an open ledger keeps them: reading, verifying, polling, copying, opening it again. */
static void
test_locks_are_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "games.ledger", NULL);
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 0, 5);
  g_autoptr (ClEvents) events = NULL;
  ClLedger *writer = open_for_writing (path), *again;
  ClReader *reader;
  GError *error = NULL;

  append_ok (writer, draft, 0);
  g_assert_true (is_locked (path));
  again = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_assert_no_error (error);
  reader = cl_reader_new (again, &error);
  events = cl_reader_read (reader, 0, 0, 10, &error);
  cl_reader_free (reader);
  g_assert_true (cl_ledger_verify (again, NULL, NULL, NULL, NULL, &error));
  cl_ledger_poll (again);
  g_assert_null (cl_ledger_open (path, CL_LEDGER_WRITE, test_vocabulary, NULL));
  cl_ledger_close (again);
  g_object_unref (again);
  g_assert_true (is_locked (path));
  cl_ledger_close (writer);
  g_object_unref (writer);
  g_assert_false (is_locked (path));
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  /* First, while there is no other thread: it forks. */
  g_test_add_func ("/ledger/findings/sniffing-loses-commits", test_sniffing_loses_commits);
  ADD_FINDING ("/ledger/findings/posix-locks", test_posix_locks);
  ADD_FINDING ("/ledger/findings/locks-are-kept", test_locks_are_kept);
  ADD_FINDING ("/ledger/findings/hooks", test_hooks);
  ADD_FINDING ("/ledger/findings/data-version", test_data_version);
  ADD_FINDING ("/ledger/findings/data-version-checkpoint", test_data_version_checkpoint);
  ADD_FINDING ("/ledger/findings/checkpoint-is-no-news", test_checkpoint_is_no_news);
  ADD_FINDING ("/ledger/findings/inotify-on-log", test_inotify_on_log);
  ADD_FINDING ("/ledger/findings/autoincrement-pages", test_autoincrement_pages);
  ADD_FINDING ("/ledger/findings/random-ids", test_random_ids);
  ADD_FINDING ("/ledger/findings/deferred-upgrade", test_deferred_upgrade);
  return g_test_run ();
}
