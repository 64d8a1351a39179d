/* test-cli-proof.c: checkpoints and proofs of the real chess-ledger-cli: made, kept, checked, and refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "cli-fixture.h"

/* Keeps what was printed last as NAME in the fixture's folder. */
static char *
keep (const Fixture *fixture, const char *name)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  GError *error = NULL;

  g_assert_true (g_file_set_contents (path, fixture->out, -1, &error));
  g_assert_no_error (error);
  return path;
}

/* "%1" and "%2" in @arguments are the two paths. */
static char *
with_paths (const char *arguments, const char *one, const char *two)
{
  g_autoptr (GString) text = g_string_new (arguments);

  g_string_replace (text, "%1", one ? one : "", 0);
  g_string_replace (text, "%2", two ? two : "", 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
run_paths_ok (Fixture *fixture,
              const char *arguments,
              const char *one,
              const char *two,
              const char *out)
{
  g_autofree char *all = with_paths (arguments, one, two);

  run_ok (fixture, all, NULL);
  g_assert_nonnull (strstr (fixture->out, out));
}

/* lint: allow parameters: which files, what must come out */
static void
run_paths_fail (Fixture *fixture,
                const char *arguments,
                const char *one,
                const char *two,
                int status,
                const char *message)
{
  g_autofree char *all = with_paths (arguments, one, two);

  run (fixture, all);
  g_assert_cmpint (fixture->status, ==, status);
  g_assert_nonnull (strstr (fixture->err[0] ? fixture->err : fixture->out, message));
}

/* The first key signs; the second is somebody else's. */
static const char *const pems[] = {
  "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n-----END PRIVATE KEY-----\n",
  "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFA\n-----END PRIVATE KEY-----\n",
};

static char *
make_key (const Fixture *fixture, guint i)
{
  g_autofree char *name = g_strdup_printf ("key%u.pem", i);
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, pems[i], -1, NULL));
  return path;
}

static void
test_checkpoint (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = NULL, *second = NULL, *proof = NULL;

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_ok (fixture, "--ledger %L checkpoint", NULL);
  g_assert_true (g_str_has_prefix (fixture->out, "chess-ledger/"));
  first = keep (fixture, "first.txt");
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5", NULL);
  run_ok (fixture, "--ledger %L checkpoint", NULL);
  second = keep (fixture, "second.txt");
  run_paths_ok (fixture,
                "--ledger %L verify --checkpoint %1 --checkpoint %2",
                first,
                second,
                "ok: ");
  run_paths_ok (fixture, "--ledger %L prove --since %1", first, NULL, "old ");
  proof = keep (fixture, "growth.txt");
  run_paths_ok (fixture, "check-proof %1 --since %2", proof, first, " events are the same");
  run_paths_fail (fixture,
                  "check-proof %1 --since %2",
                  proof,
                  second,
                  1,
                  "about the checkpoint of");
  run_paths_fail (fixture, "check-proof %1", proof, NULL, 1, "about the checkpoint of");
  run_fails (fixture, "--ledger %L checkpoint --at 999999", 1, "999999");
  run_ok (fixture, "--ledger %L --json checkpoint --at 0", NULL);
  g_assert_nonnull (
    strstr (fixture->out, "\"size\":0,\"root\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\""));
}

static void
test_prove (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = make_key (fixture, 0), *other = make_key (fixture, 1), *proof = NULL,
                  *forged = NULL;
  char *index;

  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5 Nf3", NULL);
  run_paths_ok (fixture,
                "--ledger %L prove 3 --key %1",
                key,
                NULL,
                "c2sp.org/tlog-proof@v1\nextra ");
  proof = keep (fixture, "three.tlog-proof");
  run_paths_ok (fixture, "check-proof %1 --key %2", proof, key, "ok: event 3 of ");
  g_assert_nonnull (strstr (fixture->out, "MovePlayed: "));
  g_assert_cmpstr (fixture->err, ==, "");
  run_paths_ok (fixture, "check-proof %1", proof, NULL, "ok: event 3 of ");
  g_assert_nonnull (strstr (fixture->err, "--key"));
  run_paths_fail (fixture, "check-proof %1 --key %2", proof, other, 1, "No signature");
  run_paths_fail (fixture, "check-proof %1 --key %2", key, key, 1, "No proof: line 1");
  run_paths_ok (fixture, "--ledger %L prove 3", key, NULL, "index 2\n");
  index = strstr (fixture->out, "index 2\n");
  index[6] = '1';
  forged = keep (fixture, "forged.tlog-proof");
  run_paths_fail (fixture, "check-proof %1", forged, NULL, 1, "The proof fails");
  run_fails (fixture, "--ledger %L prove 0", 2, "no position");
  run_fails (fixture, "--ledger %L prove 77", 1, "no event 77");
  run_fails (fixture, "--ledger %L prove 4 --at 3", 1, "no event 4");
  run_fails (fixture, "--ledger %L prove", 2, "--since");
}

static void
test_signed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = make_key (fixture, 0), *other = make_key (fixture, 1), *note = NULL,
                  *plain = NULL;

  run_ok (fixture, "--ledger %L import %P", NULL);
  run_paths_ok (fixture, "--ledger %L checkpoint --key %1", key, NULL, "\n\n— chess-ledger/");
  note = keep (fixture, "signed.txt");
  run_paths_ok (fixture, "--ledger %L verify --checkpoint %1 --key %2", note, key, "ok: ");
  run_paths_fail (fixture,
                  "--ledger %L verify --checkpoint %1 --key %2",
                  note,
                  other,
                  1,
                  "No signature");
  run_paths_ok (fixture, "--ledger %L checkpoint", NULL, NULL, "chess-ledger/");
  plain = keep (fixture, "plain.txt");
  run_paths_fail (fixture,
                  "--ledger %L verify --checkpoint %1 --key %2",
                  plain,
                  key,
                  1,
                  "No signature");
  run_paths_ok (fixture,
                "--ledger %L checkpoint --public --key %1",
                key,
                NULL,
                "+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n");
  run_paths_fail (fixture,
                  "--ledger %L checkpoint --key %1",
                  fixture->pgn,
                  NULL,
                  1,
                  "no Ed25519 key");
  run_fails (fixture, "--ledger %L checkpoint --public", 2, "--key");
}

/* The ledger is put back to what it was, as from an old copy; and replaced by another one. */
static void
test_cut_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *note = NULL, *old = NULL;
  gsize length;

  run_ok (fixture, "--ledger %L import %P", NULL);
  g_assert_true (g_file_get_contents (fixture->ledger, &old, &length, NULL));
  run_ok (fixture, "--ledger %L play --partition table/1 --game new e4 e5", NULL);
  run_ok (fixture, "--ledger %L checkpoint", NULL);
  note = keep (fixture, "note.txt");
  g_assert_true (g_file_set_contents (fixture->ledger, old, (gssize) length, NULL));
  run_ok (fixture, "--ledger %L verify", NULL);
  run_paths_fail (fixture, "--ledger %L verify --checkpoint %1", note, NULL, 1, "cut off");
  run_ok (fixture, "--ledger %L play --partition table/1 --game new d4 d5", NULL);
  run_paths_fail (fixture, "--ledger %L verify --checkpoint %1", note, NULL, 1, "rewritten");
}

static void
add_tests (void)
{
  ADD ("/cli/proof/checkpoint", test_checkpoint);
  ADD ("/cli/proof/prove", test_prove);
  ADD ("/cli/proof/signed", test_signed);
  ADD ("/cli/proof/cut-off", test_cut_off);
}

int
main (int argc, char **argv)
{
  return run_tests (argc, argv, add_tests);
}
