/* test-refusals.c: a stranger with plain SQLite cannot edit a ledger, and a second writer is told who the first is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

#include <sqlite3.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
} Fixture;

/* Positions 1–5 are table/1 game 1, 6–8 table/2 game 1. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) one = make_draft ("table/1", 1, 0, 5), two = make_draft ("table/2", 1, 0, 3);

  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->ledger = open_for_writing (fixture->path);
  append_ok (fixture->ledger, one, 0);
  append_ok (fixture->ledger, two, 0);
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

#define EVENT(position, partition, offset, game)          \
  "(" position ", " partition ", " offset ", 1, 1, " game \
  ", 9, NULL, NULL, NULL, NULL, NULL, NULL, 9000000000000000, 1, zeroblob(32))"

static const char *const refused[] = {
  "UPDATE event SET ply = 3 WHERE position = 2",
  "UPDATE OR REPLACE event SET position = 2 WHERE position = 3",
  "UPDATE OR IGNORE event SET ply = 3",
  "DELETE FROM event WHERE position = 8",
  "DELETE FROM event",
  "INSERT OR REPLACE INTO event VALUES " EVENT ("1", "1", "1", "1"),
  "REPLACE INTO event VALUES " EVENT ("8", "2", "3", "1"),
  "INSERT OR IGNORE INTO event VALUES " EVENT ("1", "1", "1", "1"),
  "INSERT OR IGNORE INTO event VALUES " EVENT ("10", "2", "5", "1"),
  "INSERT INTO event VALUES " EVENT ("10", "2", "5", "1"), /* a hole */
  "INSERT INTO event VALUES " EVENT ("0", "2", "4", "1"),
  "INSERT INTO event VALUES " EVENT ("-1", "2", "4", "1"),
  "INSERT INTO event VALUES " EVENT ("NULL", "2", "4", "1"), /* an implicit rowid */
  "INSERT INTO event VALUES " EVENT ("9", "2", "5", "1"),    /* the wrong offset */
  "INSERT INTO event VALUES " EVENT ("9", "2", "3", "1"),
  "INSERT INTO event VALUES " EVENT ("9", "1", "6", "1"), /* no run row before */
  "INSERT INTO event VALUES " EVENT ("9", "2", "4", "2"),
  "INSERT INTO event VALUES " EVENT ("9", "2", "4", "NULL"),
  "INSERT INTO event VALUES (9, 2, 4, 9, 1, 1, 9, NULL, NULL, NULL, NULL, NULL, NULL, 9000000000000000, 1, zeroblob(32))",
  "INSERT INTO event VALUES (9, 2, 4, 1, 1, 1, 9, 99, NULL, NULL, NULL, NULL, NULL, 9000000000000000, 1, zeroblob(32))",
  "INSERT INTO event VALUES (9, 2, 4, 1, 1, 1, 9, NULL, NULL, NULL, NULL, NULL, NULL, 1, 1, zeroblob(32))",
  "INSERT INTO event VALUES (9, 2, 4, 1, 1, 1, 9, NULL, NULL, NULL, NULL, NULL, NULL, 9000000000000000, 1, x'00')",
  "INSERT INTO event VALUES (9, 2, 4, 1, 1, 1, 'nine', NULL, NULL, NULL, NULL, NULL, NULL, 9000000000000000, 1, zeroblob(32))",
  "INSERT INTO run VALUES (9, 1, 7, 1)", /* the wrong offset */
  "INSERT INTO run VALUES (9, 1, 5, 1)",
  "INSERT INTO run VALUES (10, 1, 6, 1)",
  "INSERT INTO run VALUES (9, 7, 1, 1)", /* no such partition */
  "INSERT INTO run VALUES (9, 2, 4, 1)", /* the last run goes on */
  "INSERT OR REPLACE INTO run VALUES (1, 1, 1, 7)",
  "INSERT OR REPLACE INTO run VALUES (9, 1, 1, 7)",
  "UPDATE run SET game = 7",
  "DELETE FROM run",
  "INSERT INTO commits VALUES (9, zeroblob(32))",
  "INSERT INTO commits VALUES (8, zeroblob(32))",
  "INSERT OR REPLACE INTO commits VALUES (8, zeroblob(32))",
  "UPDATE commits SET tree_root = zeroblob(32)",
  "DELETE FROM commits",
  "INSERT INTO tree VALUES (10, 0, zeroblob(32))",
  "INSERT INTO tree VALUES (2, 0, zeroblob(32))",
  "UPDATE partition SET key = 'x'",
  "DELETE FROM partition",
  "INSERT INTO partition VALUES (9, 'x', x'01')",
  "INSERT INTO partition VALUES (3, 'table/1', x'01')",
  "INSERT OR REPLACE INTO partition VALUES (1, 'x', x'01')",
  "INSERT OR REPLACE INTO partition VALUES (3, 'table/1', x'01')",
  "INSERT INTO partition VALUES (3, 'x', x'')",
  "UPDATE player SET name = 'x'",
  "DELETE FROM player",
  "INSERT OR REPLACE INTO player VALUES (1, 'x')",
  "INSERT INTO player(name) VALUES ('x')",
  "UPDATE type SET name = 'x'",
  "REPLACE INTO type VALUES (1, 'x')",
  "DELETE FROM producer",
  "UPDATE ledger SET id = x'00'",
  "DELETE FROM ledger",
  "INSERT OR REPLACE INTO ledger VALUES (1, x'00', 0)",
  "UPDATE scoresheet SET san = 'Qh5'",
};

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  ClVerification verification;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_test_message ("%s", refused[i]);
      g_assert_cmpint (run_sql (fixture->path, refused[i]), !=, SQLITE_OK);
    }
  g_assert_true (cl_ledger_verify (fixture->ledger, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, 8);
}

/* The refusals above are about the values: the same statements with the right ones go through. */
static void
test_accepted (Fixture *fixture, gconstpointer data)
{
  run_sql_ok (fixture->path, "INSERT INTO event VALUES " EVENT ("9", "2", "4", "1"));
  run_sql_ok (fixture->path, "INSERT INTO run VALUES (10, 1, 6, 0)");
  run_sql_ok (fixture->path, "INSERT INTO event VALUES " EVENT ("10", "1", "6", "NULL"));
  run_sql_ok (fixture->path, "INSERT INTO commits VALUES (10, zeroblob(32))");
}

/* A well-formed row of a stranger is noticed by the next append and by verification. */
static void
test_stranger (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 5, 1);
  g_autoptr (GError) error = NULL;

  run_sql_ok (fixture->path, "INSERT INTO event VALUES " EVENT ("9", "2", "4", "1"));
  g_assert_false (cl_ledger_append (fixture->ledger, draft, 5, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (cl_ledger_verify (fixture->ledger, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
}

static void
test_second_in_process (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.ledger", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (link);
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_ledger_open (fixture->path, CL_LEDGER_WRITE, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_true (g_file_make_symbolic_link (file, fixture->path, NULL, &error));
  g_assert_null (cl_ledger_open (link, CL_LEDGER_WRITE, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
}

static gpointer
open_thread (gpointer path)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, NULL, &error);

  if (!ledger)
    g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
  return ledger;
}

/* Many want to make the same new ledger at once: one does. */
static void
test_race_to_open (Fixture *fixture, gconstpointer data)
{
  for (guint round = 0; round < 20; round++)
    {
      g_autofree char *path = g_strdup_printf ("%s/race-%u.ledger", fixture->folder, round);
      GThread *threads[6];
      ClLedger *ledgers[G_N_ELEMENTS (threads)];
      guint winners = 0;

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("opener", open_thread, path);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          ledgers[i] = g_thread_join (threads[i]);
          winners += ledgers[i] != NULL;
        }
      g_assert_cmpuint (winners, ==, 1);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        if (ledgers[i])
          {
            cl_ledger_close (ledgers[i]);
            g_object_unref (ledgers[i]);
          }
    }
}

/* What README.md says of copies: this one is whole, and can be gone on with. */
static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "copy.ledger", NULL),
                  *sql = g_strdup_printf ("VACUUM INTO '%s'", path);
  g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 5, 3);
  ClVerification verification;
  GError *error = NULL;
  ClLedger *copy;

  run_sql_ok (fixture->path, sql);
  copy = open_for_writing (path);
  g_assert_cmpuint (append_ok (copy, draft, 5).last_position, ==, 11);
  g_assert_true (cl_ledger_verify (copy, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (cl_ledger_get_id (copy), ==, cl_ledger_get_id (fixture->ledger));
  cl_ledger_close (copy);
  g_assert_finalize_object (copy);
}

/* In a subprocess: tries to write the ledger named by the environment. */
static void
test_second_writer (void)
{
  const char *path = g_getenv ("TEST_LEDGER");
  g_autoptr (GError) error = NULL;
  g_autofree char *owner = NULL;
  Fixture fixture = { 0 };

  if (path)
    {
      g_assert_null (cl_ledger_open (path, CL_LEDGER_WRITE, NULL, &error));
      g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_LOCKED);
      g_printerr ("refused: %s\n", error->message);
      return;
    }
  set_up (&fixture, NULL);
  g_setenv ("TEST_LEDGER", fixture.path, TRUE);
  g_test_trap_subprocess ("/ledger/refusals/second-writer", 0, G_TEST_SUBPROCESS_DEFAULT);
  g_unsetenv ("TEST_LEDGER");
  g_test_trap_assert_passed ();
  owner =
    g_strdup_printf ("*refused:*games.ledger*%s*process %d*", g_get_prgname (), (int) getpid ());
  g_test_trap_assert_stderr (owner);
  tear_down (&fixture, NULL);
}

typedef struct
{
  const char *name;
  const char *sql; /* NULL: the file is @text */
  const char *text;
  int error;
} FileCase;

static const FileCase files[] = {
  { "not a database",
    NULL,
    "[Event \"?\"]\n\n1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 6. Re1 b5 7. Bb3 d6 *\n",
    CL_LEDGER_ERROR_NOT_A_LEDGER },
  { "another database", "CREATE TABLE t(x)", NULL, CL_LEDGER_ERROR_NOT_A_LEDGER },
  { "another application",
    "PRAGMA application_id = 7; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_NOT_A_LEDGER },
  { "newer",
    "PRAGMA application_id = 1129073713; PRAGMA user_version = 2; CREATE TABLE t(x)",
    NULL,
    CL_LEDGER_ERROR_NEWER_VERSION },
  { "empty", NULL, "", CL_LEDGER_ERROR_NOT_A_LEDGER },
};

static void
test_other_files (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    for (int flags = 0; flags <= 1; flags++)
      {
        g_autofree char *path = g_strdup_printf ("%s/%u-%d", fixture->folder, i, flags);
        g_autoptr (GError) error = NULL;

        g_test_message ("%s", files[i].name);
        if (files[i].sql)
          run_sql_ok (path, files[i].sql);
        else
          g_assert_true (g_file_set_contents (path, files[i].text, -1, NULL));
        g_assert_null (
          cl_ledger_open (path, flags ? CL_LEDGER_WRITE : CL_LEDGER_READ_ONLY, NULL, &error));
        g_assert_error (error, CL_LEDGER_ERROR, files[i].error);
      }
}

/* Nor is anything put into it or beside it. */
static void
test_folder (Fixture *fixture, gconstpointer data)
{
  static const ClLedgerFlags modes[] = {
    CL_LEDGER_READ_ONLY,
    CL_LEDGER_WRITE,
    CL_LEDGER_WRITE | CL_LEDGER_CREATE,
  };
  g_autofree char *path = g_build_filename (fixture->folder, "folder.ledger", NULL);
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (cl_ledger_open (path, modes[i], NULL, &error));
      g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_NOT_A_LEDGER);
      g_assert_nonnull (strstr (error->message, "is a folder"));
    }
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none.ledger", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (cl_ledger_open (path, CL_LEDGER_READ_ONLY, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
  g_clear_error (&error);
  g_assert_null (cl_ledger_open (path, CL_LEDGER_WRITE, NULL, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  ADD ("/ledger/refusals/sql", test_refused);
  ADD ("/ledger/refusals/sql-accepted", test_accepted);
  ADD ("/ledger/refusals/stranger", test_stranger);
  ADD ("/ledger/refusals/second-in-process", test_second_in_process);
  g_test_add_func ("/ledger/refusals/second-writer", test_second_writer);
  ADD ("/ledger/refusals/race-to-open", test_race_to_open);
  ADD ("/ledger/refusals/copy", test_copy);
  ADD ("/ledger/refusals/other-files", test_other_files);
  ADD ("/ledger/refusals/folder", test_folder);
  ADD ("/ledger/refusals/missing", test_missing);
  return g_test_run ();
}
