/* test-formats.c: a ledger of each storage format that was ever written opens, verifies, reads and goes on
 *
 * The files in tests/data/ledger are dumps of real ledgers. They are never changed: a new format adds one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

typedef struct
{
  const char *file;
  guint64 n_events;
  const char *root;
  gboolean sealed;
} Format;

static const Format formats[] = {
  { "format-1-first.sql",
    12,
    "b0bafb6e34277e1e4f5be95a211a2ebf8f7e8e6c8d4bcaad740c32bf8408d695",
    FALSE },
  { "format-1.sql", 12, "b0bafb6e34277e1e4f5be95a211a2ebf8f7e8e6c8d4bcaad740c32bf8408d695", TRUE },
};

static void
verify (ClLedger *ledger, ClVerification *verification)
{
  GError *error = NULL;

  cl_ledger_verify (ledger, NULL, NULL, NULL, verification, &error);
  g_assert_no_error (error);
}

static void
check_read (const char *path, const Format *format)
{
  GError *error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);
  g_autoptr (GString) root = g_string_new (NULL);
  g_autoptr (ClEvents) events = NULL;
  ClVerification verification;
  ClReader *reader;

  g_assert_no_error (error);
  verify (ledger, &verification);
  for (guint i = 0; i < CL_SEAL_SIZE; i++)
    g_string_append_printf (root, "%02x", verification.root[i]);
  g_assert_cmpuint (verification.n_events, ==, format->n_events);
  g_assert_cmpstr (root->str, ==, format->root);
  g_assert_cmpint (verification.identity_sealed, ==, format->sealed);
  reader = cl_reader_new (ledger, &error);
  g_assert_no_error (error);
  events = cl_reader_read_partition (reader, "table/1", 0, 10, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cl_events_get_length (events), ==, 4);
  g_assert_cmpstr (cl_events_get (events, 3)->type, ==, "MovePlayed");
  cl_reader_free (reader);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
}

static void
test_formats (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *folder = make_folder (),
                      *path = g_build_filename (folder, "old.ledger", NULL), *sql = NULL,
                      *file = g_test_build_filename (G_TEST_DIST,
                                                     "data",
                                                     "ledger",
                                                     formats[i].file,
                                                     NULL);
      g_autoptr (ClDraft) draft = make_draft ("table/1", 1, 4, 3);
      ClVerification verification;
      ClLedger *ledger;

      g_assert_true (g_file_get_contents (file, &sql, NULL, NULL));
      run_sql_ok (path, sql);
      check_read (path, &formats[i]);
      ledger = open_for_writing (path);
      append_ok (ledger, draft, 4);
      verify (ledger, &verification);
      g_assert_cmpuint (verification.n_events, ==, formats[i].n_events + 3);
      g_assert_true (verification.identity_sealed);
      cl_ledger_close (ledger);
      g_assert_finalize_object (ledger);
      delete_folder (folder);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/formats", test_formats);
  return g_test_run ();
}
