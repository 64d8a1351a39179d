/* test-rescue.c: copies made while somebody writes, and files damaged in many ways: what is whole is saved, the rest is named
 *
 * What must hold after any damage: salvage refuses and leaves nothing, or makes a ledger that verifies, in which each partition is a
 * beginning of the original one, with the same seals.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include "cl-rescue.h"
#include "own-home.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define N_EVENTS 2301

typedef struct
{
  char *folder;
  char *path;
  char *bytes; /* of the whole file */
  gsize length;
  guint n_files;
} Fixture;

/* Positions: 1–6 table/1; 7–10 table/2; 11–14 table/1; 15–1514 archive/a; 1515–2300 table/2; 2301 desk/x. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *partition;
    guint first;
    guint n;
  } parts[] = {
    { "table/1", 0, 6 },      { "table/2", 0, 4 },   { "table/1", 6, 4 },
    { "archive/a", 0, 1500 }, { "table/2", 4, 786 }, { "desk/x", 0, 1 },
  };
  ClLedger *ledger;

  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  ledger = open_for_writing (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (ClDraft) draft =
        make_draft (parts[i].partition, 1 + i % 2, parts[i].first, parts[i].n);

      append_ok (ledger, draft, parts[i].first);
    }
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  g_assert_true (g_file_get_contents (fixture->path, &fixture->bytes, &fixture->length, NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_free (fixture->bytes);
}

static ClLedger *
open_for_reading (const char *path)
{
  GError *error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);

  g_assert_no_error (error);
  return ledger;
}

static guint64
verify_file (const char *path)
{
  ClLedger *ledger = open_for_reading (path);
  ClVerification verification;
  GError *error = NULL;

  cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error);
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  return verification.n_events;
}

/* Each partition of @part is a beginning of the same one in @whole; returns the events of @part. */
static guint64
compare_partitions (const char *whole, const char *part)
{
  ClLedger *a = open_for_reading (whole), *b = open_for_reading (part);
  ClReader *original = cl_reader_new (a, NULL), *saved = cl_reader_new (b, NULL);
  g_autoptr (GArray) list = cl_reader_list_partitions (saved, NULL);
  guint64 n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const ClPartitionInfo *info = &g_array_index (list, ClPartitionInfo, i);
      g_autoptr (ClEvents) one = cl_reader_read_partition (original, info->key, 0, N_EVENTS, NULL);
      g_autoptr (ClEvents) two = cl_reader_read_partition (saved, info->key, 0, N_EVENTS, NULL);

      g_assert_cmpuint (cl_events_get_length (two), ==, info->head);
      g_assert_cmpuint (cl_events_get_length (two), <=, cl_events_get_length (one));
      for (gsize k = 0; k < cl_events_get_length (two); k++)
        g_assert_cmpmem (cl_events_get (one, k)->seal,
                         CL_SEAL_SIZE,
                         cl_events_get (two, k)->seal,
                         CL_SEAL_SIZE);
      n += info->head;
    }
  cl_reader_free (original);
  cl_reader_free (saved);
  cl_ledger_close (a);
  cl_ledger_close (b);
  g_object_unref (a);
  g_object_unref (b);
  return n;
}

/* Salvages @damaged and checks what must always hold; returns how much was kept, −1 if nothing could be read. */
static gint64
salvage (Fixture *fixture, const char *damaged, ClSalvage *out)
{
  g_autofree char *path =
    g_strdup_printf ("%s/saved-%u.ledger", fixture->folder, fixture->n_files++);
  g_autoptr (GError) error = NULL;
  gint64 n;

  if (!cl_salvage (damaged, path, NULL, NULL, NULL, out, &error))
    {
      g_assert_error (error, CL_LEDGER_ERROR, (int) error->code);
      g_test_message ("%s", error->message);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      return -1;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (verify_file (path), ==, out->n_kept);
  n = (gint64) compare_partitions (fixture->path, path);
  g_assert_cmpuint (n, ==, out->n_kept);
  g_unlink (path);
  return n;
}

/* As @fixture's file, but for what @damage does to its bytes. */
static char *
write_damaged (Fixture *fixture, gsize length)
{
  char *path = g_strdup_printf ("%s/damaged-%u.ledger", fixture->folder, fixture->n_files++);

  g_assert_true (g_file_set_contents (path, fixture->bytes, (gssize) length, NULL));
  return path;
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  g_auto (ClSalvage) out = { 0 };

  g_assert_cmpint (salvage (fixture, fixture->path, &out), ==, N_EVENTS);
  g_assert_cmpuint (out.losses->len, ==, 0);
  g_assert_cmpuint (out.n_lost, ==, 0);
  g_assert_cmpuint (out.n_times, ==, 0);
}

static void
test_zeroed_page (Fixture *fixture, gconstpointer data)
{
  guint64 sum = 0;
  guint n_pages = (guint) (fixture->length / 4096), n_refused = 0, n_tried = 0;
  guint step = g_getenv ("CHESS_LEDGER_THOROUGH") ? 1 : 3;

  for (guint page = 0; page < n_pages; page += step)
    {
      g_auto (ClSalvage) out = { 0 };
      g_autofree char *kept = g_memdup2 (fixture->bytes + page * 4096, 4096), *damaged = NULL;
      gint64 n;

      n_tried++;
      memset (fixture->bytes + page * 4096, 0, 4096);
      damaged = write_damaged (fixture, fixture->length);
      memcpy (fixture->bytes + page * 4096, kept, 4096);
      n = salvage (fixture, damaged, &out);
      if (n < 0)
        n_refused++;
      else
        {
          sum += (guint64) n;
          /* What is not there is listed. */
          g_assert_cmpuint ((guint64) n + out.n_lost, >=, out.losses->len ? 0 : N_EVENTS);
          if (n < N_EVENTS)
            g_assert_cmpuint (out.losses->len, >, 0);
        }
      g_unlink (damaged);
    }
  g_test_message ("%u pages: %u refused, on average %.0f events kept",
                  n_tried,
                  n_refused,
                  (double) sum / (n_tried - n_refused));
  g_assert_cmpuint (n_refused, <, n_tried / 4);
  g_assert_cmpuint (sum / (n_tried - n_refused), >, N_EVENTS / 2);
}

static void
test_flipped_byte (Fixture *fixture, gconstpointer data)
{
  guint n_trials = g_getenv ("CHESS_LEDGER_THOROUGH") ? 3000 : 25;

  for (guint i = 0; i < n_trials; i++)
    {
      g_auto (ClSalvage) out = { 0 };
      g_autofree char *damaged = NULL;
      gsize at = (gsize) g_test_rand_int_range (0, (gint32) fixture->length);

      fixture->bytes[at] ^= (char) (1 << g_test_rand_int_range (0, 8));
      damaged = write_damaged (fixture, fixture->length);
      g_free (fixture->bytes);
      g_assert_true (g_file_get_contents (fixture->path, &fixture->bytes, NULL, NULL));
      salvage (fixture, damaged, &out);
      g_unlink (damaged);
    }
}

static void
test_truncated (Fixture *fixture, gconstpointer data)
{
  gint64 kept = 0;

  for (gsize length = 0; length < fixture->length; length += 4096 * 3 + 1000)
    {
      g_auto (ClSalvage) out = { 0 };
      g_autofree char *damaged = write_damaged (fixture, length);
      g_autoptr (GError) error = NULL;
      ClLedger *ledger = cl_ledger_open (damaged, CL_LEDGER_READ_ONLY, test_vocabulary, &error);

      kept = MAX (kept, salvage (fixture, damaged, &out));
      if (ledger)
        {
          g_assert_false (cl_ledger_verify (ledger, NULL, NULL, NULL, NULL, &error));
          cl_ledger_close (ledger);
          g_object_unref (ledger);
        }
      g_assert_nonnull (error);
      g_test_message ("%" G_GSIZE_FORMAT " bytes: %s", length, error->message);
      g_unlink (damaged);
    }
  g_test_message ("at most %" G_GINT64_FORMAT " events were kept", kept);
}

typedef struct
{
  const char *change;
  const char *partition; /* that is cut */
  guint64 n_kept;        /* of it */
  guint64 n_total;       /* in all partitions */
  guint64 position;
} Case;

static const Case cases[] = {
  { "UPDATE event SET ply = 77 WHERE position = 12", "table/1", 7, N_EVENTS - 3, 12 },
  { "DELETE FROM event WHERE position = 8", "table/2", 1, N_EVENTS - 789, 9 },
  { "DELETE FROM event WHERE position = 2301", "desk/x", 0, N_EVENTS - 1, 0 },
  { "UPDATE event SET position = 9999 WHERE position = 20", "archive/a", 5, N_EVENTS - 1495, 21 },
  { "UPDATE event SET seal = zeroblob(32) WHERE position = 15",
    "archive/a",
    0,
    N_EVENTS - 1500,
    15 },
  { "DELETE FROM partition WHERE id = 2", "(number 2)", 0, N_EVENTS - 790, 7 },
  { "UPDATE partition SET origin = x'01' WHERE id = 1", "table/1", 0, N_EVENTS - 10, 1 },
  { "UPDATE event SET clock_ms = 'soon' WHERE position = 100",
    "archive/a",
    85,
    N_EVENTS - 1415,
    100 },
  /* What can be made anew is no loss. */
  { "DELETE FROM run", NULL, 0, N_EVENTS, 0 },
  { "DELETE FROM tree; DELETE FROM commits", NULL, 0, N_EVENTS, 0 },
  { "DELETE FROM ledger", NULL, 0, N_EVENTS, 0 },
  { "DROP VIEW scoresheet; DROP INDEX run_game", NULL, 0, N_EVENTS, 0 },
  { "PRAGMA user_version=0", NULL, 0, N_EVENTS, 0 },
};

static void
test_change (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_auto (ClSalvage) out = { 0 };
      g_autofree char *damaged = write_damaged (fixture, fixture->length);
      g_autofree char *drops = query_text (
        damaged,
        "SELECT group_concat('DROP TRIGGER ' || name || ';', '') FROM sqlite_schema WHERE type = 'trigger'");

      g_test_message ("%s", c->change);
      run_sql_ok (damaged, drops);
      if (strstr (c->change, "'soon'"))
        run_sql_ok (
          damaged,
          "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ')') WHERE name = 'event'");
      run_sql_ok (damaged, c->change);
      g_assert_cmpint (salvage (fixture, damaged, &out), ==, c->n_total);
      g_assert_cmpuint (out.losses->len, ==, c->partition != NULL);
      if (c->partition)
        {
          const ClLoss *loss = g_ptr_array_index (out.losses, 0);

          g_test_message ("%s: %s", loss->partition, loss->reason);
          g_assert_cmpstr (loss->partition, ==, c->partition);
          g_assert_cmpuint (loss->n_kept, ==, c->n_kept);
          g_assert_cmpuint (loss->position, ==, c->position);
          g_assert_cmpuint (out.n_lost, ==, N_EVENTS - c->n_total);
        }
      delete_folder (fixture->folder);
      g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
      g_assert_true (
        g_file_set_contents (fixture->path, fixture->bytes, (gssize) fixture->length, NULL));
    }
}

/* A time of recording that lies after all others does not drag those behind it along. */
static void
test_times (Fixture *fixture, gconstpointer data)
{
  g_auto (ClSalvage) out = { 0 };
  g_autofree char *damaged = write_damaged (fixture, fixture->length);
  g_autofree char *saved = g_build_filename (fixture->folder, "saved.ledger", NULL), *before = NULL,
                  *after = NULL;
  static const char sum[] =
    "SELECT sum(recorded_at - (SELECT recorded_at FROM event WHERE position = 1)) FROM event WHERE position <> 12";
  GError *error = NULL;

  before = query_text (damaged, sum);
  run_sql_ok (
    damaged,
    "DROP TRIGGER event_no_update; UPDATE event SET recorded_at = recorded_at + 1000000000000 WHERE position = 12");
  g_assert_true (cl_salvage (damaged, saved, NULL, NULL, NULL, &out, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (out.n_kept, ==, N_EVENTS);
  g_assert_cmpuint (out.n_times, ==, 1);
  after = query_text (saved, sum);
  g_assert_cmpstr (after, ==, before);
}

typedef struct
{
  ClLedger *ledger;
  gint stop;
  guint64 offset;
} Writing;

static gpointer
write_thread (gpointer data)
{
  Writing *self = data;

  while (!g_atomic_int_get (&self->stop))
    {
      g_autoptr (ClDraft) draft = make_draft ("table/9", 1, (guint) self->offset, 10);

      append_ok (self->ledger, draft, self->offset);
      self->offset += 10;
    }
  return NULL;
}

static void
count_cb (guint64 done, guint64 total, gpointer user_data)
{
  g_assert_cmpuint (done, <=, total);
  ++*(guint *) user_data;
}

static void
test_backup (Fixture *fixture, gconstpointer data)
{
  Writing writing = { open_for_writing (fixture->path), FALSE, 0 };
  GThread *thread = g_thread_new ("writing", write_thread, &writing);
  guint n_calls = 0;
  GError *error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/copy-%u.ledger", fixture->folder, i);
      guint64 head = cl_ledger_get_head (writing.ledger);

      g_assert_true (cl_ledger_backup (writing.ledger, copy, count_cb, &n_calls, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (verify_file (copy), >=, head);
      /* One file, complete. */
      for (guint k = 0; k < 3; k++)
        {
          static const char *const suffixes[] = { "-wal", "-journal", ".part" };
          g_autofree char *beside = g_strconcat (copy, suffixes[k], NULL);

          g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
        }
    }
  g_assert_cmpuint (n_calls, >=, 5);
  g_atomic_int_set (&writing.stop, TRUE);
  g_thread_join (thread);
  cl_ledger_close (writing.ledger);
  g_assert_finalize_object (writing.ledger);
}

static void
cancel_cb (guint64 done, guint64 total, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_backup_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.ledger", NULL), *now = NULL;
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = open_for_reading (fixture->path);
  g_auto (ClSalvage) out = { 0 };

  g_assert_false (cl_ledger_backup (ledger, copy, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (copy, "mine", -1, NULL));
  g_assert_false (cl_ledger_backup (ledger, copy, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_salvage (fixture->path, copy, NULL, NULL, NULL, &out, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (copy, &now, NULL, NULL));
  g_assert_cmpstr (now, ==, "mine");
  g_assert_false (cl_ledger_backup (ledger, "/nonexistent/copy.ledger", NULL, NULL, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

/* A copy of something broken is no backup. */
static void
test_backup_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *copy = g_build_filename (fixture->folder, "copy.ledger", NULL);
  g_autoptr (GError) error = NULL;
  ClLedger *ledger;

  run_sql_ok (fixture->path,
              "DROP TRIGGER event_no_update; UPDATE event SET ply = 9 WHERE position = 5");
  ledger = open_for_reading (fixture->path);
  g_assert_false (cl_ledger_backup (ledger, copy, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

/* Finding: the main file alone lacks what stands in the log, and is called whole by integrity_check. */
static void
test_copy_is_no_backup (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "new.ledger", NULL),
                  *copy = g_build_filename (fixture->folder, "cp.ledger", NULL), *script = NULL,
                  *check = NULL, *count = NULL;
  ClLedger *ledger = open_for_writing (path);
  int status;

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, i, 1);

      append_ok (ledger, draft, i);
    }
  /* Another process copies: an open and close in this one would drop SQLite's locks. */
  script = g_strdup_printf ("cp '%s' '%s'", path, copy);
  g_assert_true (g_spawn_command_line_sync (script, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  g_assert_cmpuint (verify_file (path), ==, 100);
  count = query_text (copy, "SELECT count(*) FROM sqlite_schema");
  check = query_text (copy, "PRAGMA integrity_check");
  g_assert_cmpstr (check, ==, "ok");
  if (!g_str_equal (count, "0"))
    {
      g_autofree char *rows = query_text (copy, "SELECT count(*) FROM event");

      g_assert_cmpstr (rows, ==, "0");
    }
}

typedef struct
{
  const char *sql;  /* makes the file; NULL: text */
  const char *text; /* its bytes if there is no SQL */
  ClLedgerError code;
  const char *says;
} Foreign;

static const Foreign foreign[] = {
  { "CREATE TABLE t(x)", NULL, CL_LEDGER_ERROR_NOT_A_LEDGER, "not a chess ledger" },
  { "CREATE TABLE event(position); PRAGMA application_id=5",
    NULL,
    CL_LEDGER_ERROR_NOT_A_LEDGER,
    "not a chess ledger" },
  { NULL,
    "[Event \"Linares\"]\n\n1. e4 e5 1-0\n[Event \"Linares\"]\n\n1. d4 d5 0-1\n",
    CL_LEDGER_ERROR_NOT_A_LEDGER,
    "nor any SQLite database" },
  { NULL, "", CL_LEDGER_ERROR_NOT_A_LEDGER, "empty" },
  { "PRAGMA application_id=1129073713; PRAGMA user_version=2; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_NEWER_VERSION,
    "newer" },
  { "PRAGMA application_id=1129073713; PRAGMA user_version=0; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_CORRUPT,
    "format" },
  { "PRAGMA application_id=1129073713; PRAGMA user_version=-1; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_CORRUPT,
    "format" },
  { "PRAGMA application_id=1129073713; PRAGMA user_version=1; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_CORRUPT,
    "ledger" },
};

/* Reading and writing say the same, and change nothing. */
static void
test_foreign (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      const Foreign *c = &foreign[i];
      g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "x.ledger", NULL),
                      *saved = g_build_filename (folder, "saved.ledger", NULL), *before = NULL,
                      *after = NULL;
      gsize n_before, n_after;
      g_autoptr (GError) error = NULL;
      g_auto (ClSalvage) out = { 0 };

      if (c->sql)
        run_sql_ok (path, c->sql);
      else
        g_assert_true (g_file_set_contents (path, c->text, -1, NULL));
      g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
      for (guint write = 0; write < 2; write++)
        {
          g_assert_null (cl_ledger_open (path,
                                         write ? CL_LEDGER_WRITE : CL_LEDGER_READ_ONLY,
                                         test_vocabulary,
                                         &error));
          g_test_message ("%s", error->message);
          g_assert_error (error, CL_LEDGER_ERROR, (int) c->code);
          g_assert_nonnull (strstr (error->message, c->says));
          g_clear_error (&error);
        }
      g_assert_false (cl_salvage (path, saved, NULL, NULL, NULL, &out, &error));
      g_test_message ("%s", error->message);
      g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after);
      delete_folder (folder);
    }
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/salvage/whole", test_whole);
  ADD ("/ledger/salvage/zeroed-page", test_zeroed_page);
  ADD ("/ledger/salvage/flipped-byte", test_flipped_byte);
  ADD ("/ledger/salvage/truncated", test_truncated);
  ADD ("/ledger/salvage/change", test_change);
  ADD ("/ledger/salvage/times", test_times);
  ADD ("/ledger/backup/while-writing", test_backup);
  ADD ("/ledger/backup/refused", test_backup_refused);
  ADD ("/ledger/backup/broken", test_backup_broken);
  ADD ("/ledger/backup/copy-is-none", test_copy_is_no_backup);
  g_test_add_func ("/ledger/open/foreign", test_foreign);
  return g_test_run ();
}
