/* test-failures.c: a disk that is full fails the append, not the ledger
 *
 * A limit on file sizes plays the full disk: the write-ahead log cannot grow beyond it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"
#include "own-home.h"

#include <signal.h>
#include <sys/resource.h>

#define MANY 40000 /* more than a mebibyte of log */

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
expect_io (gboolean ok, GError **error)
{
  g_assert_false (ok);
  g_assert_error (*error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_IO);
  g_test_message ("%s", (*error)->message);
  g_clear_error (error);
}

/* New names, a new partition and a new run are in the failed transaction: none of them may linger in memory. */
static void
test_full_disk (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "games.ledger", NULL);
  ClLedger *ledger = open_for_writing (path);
  g_autoptr (ClDraft) first = make_draft ("table/1", 1, 0, 10),
                      huge = make_draft ("archive/a", 9, 0, MANY);
  g_autoptr (ClDraft) next = make_draft ("table/1", 1, 10, 3);
  ClVerification verification;
  g_autoptr (GError) error = NULL;

  append_ok (ledger, first, 0);
  limit_files (1 << 20);
  expect_io (cl_ledger_append (ledger, huge, 0, NULL, &error), &error);
  g_assert_cmpuint (cl_ledger_get_head (ledger), ==, 10);
  g_assert_true (cl_ledger_append_bulk (ledger, huge, 0, &error));
  expect_io (cl_ledger_flush (ledger, &error), &error);
  /* Small facts still fit; then there is room again. */
  g_assert_cmpuint (append_ok (ledger, next, 10).last_position, ==, 13);
  limit_files (RLIM_INFINITY);
  g_assert_cmpuint (append_ok (ledger, huge, 0).first_position, ==, 14);
  g_assert_true (append_ok (ledger, huge, 0).duplicate);
  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, &verification, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (verification.n_events, ==, 13 + MANY);
  cl_ledger_close (ledger);
  g_assert_finalize_object (ledger);
  delete_folder (folder);
}

int
main (int argc, char **argv)
{
  signal (SIGXFSZ, SIG_IGN);
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/failures/full-disk", test_full_disk);
  return g_test_run ();
}
