/* test-proof.c: roots, proofs and checkpoints, against known values and against a slow model; a cut tail and a rewritten ledger
 *
 * The known roots and their eight leaves are those that implementations of RFC 6962 test with; the signed note is the example of
 * Go's package sumdb/note.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "ledger-fixture.h"

#include "cl-db-private.h"
#include "cl-proof-text.h"
#include "cl-seal-private.h"
#include "own-home.h"

#include <string.h>

typedef struct
{
  guint8 bytes[CL_SEAL_SIZE];
} Hash;

static const char *const known_leaves[] = {
  "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"
};

static const char *const known_roots[] = {
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
};

static Hash
hash_all (const guint8 *prefix, gsize n_prefix, const Hash *a, const Hash *b)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = CL_SEAL_SIZE;
  Hash hash;

  g_checksum_update (sum, prefix, (gssize) n_prefix);
  if (a)
    g_checksum_update (sum, a->bytes, CL_SEAL_SIZE);
  if (b)
    g_checksum_update (sum, b->bytes, CL_SEAL_SIZE);
  g_checksum_get_digest (sum, hash.bytes, &length);
  return hash;
}

/* MTH of RFC 6962 §2.1 by its definition. */
static Hash
slow_root (const Hash *leaves, guint n)
{
  const guint8 one = 1;
  guint k = 1;
  Hash left, right;

  if (n == 0)
    return hash_all (&one, 0, NULL, NULL);
  if (n == 1)
    return leaves[0];
  while (k * 2 < n)
    k *= 2;
  left = slow_root (leaves, k);
  right = slow_root (leaves + k, n - k);
  return hash_all (&one, 1, &left, &right);
}

static void
assert_hex (const guint8 hash[CL_SEAL_SIZE], const char *expected)
{
  char hex[2 * CL_SEAL_SIZE + 1];

  for (guint i = 0; i < CL_SEAL_SIZE; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", hash[i]);
  g_assert_cmpstr (hex, ==, expected);
}

static void
test_known_roots (void)
{
  ClTree tree = { 0 };
  Hash leaves[8];
  ClSealer sealer;

  cl_sealer_init (&sealer);
  for (guint n = 0; n <= 8; n++)
    {
      guint8 root[CL_SEAL_SIZE], leaf[17] = { 0 };
      gsize length = n < 8 ? strlen (known_leaves[n]) / 2 : 0;

      cl_tree_root (&tree, &sealer, root);
      assert_hex (root, known_roots[n]);
      assert_hex (slow_root (leaves, n).bytes, known_roots[n]);
      if (n == 8)
        break;
      for (gsize i = 0; i < length; i++)
        leaf[1 + i] = (guint8) (g_ascii_xdigit_value (known_leaves[n][2 * i]) << 4 |
                                g_ascii_xdigit_value (known_leaves[n][2 * i + 1]));
      leaves[n] = hash_all (leaf, 1 + length, NULL, NULL);
      cl_tree_add (&tree, &sealer, leaves[n].bytes, NULL, NULL);
    }
  cl_sealer_clear (&sealer);
}

/* Positions: 1–300 table/1, 301–5300 archive/a, 5301–5310 table/1 again. */
#define N_EVENTS 5310

typedef struct
{
  char *folder;
  char *path;
  ClLedger *ledger;
  ClProver *prover;
  GArray *leaves; /* (element-type Hash) */
} Fixture;

static void
load_leaves (Fixture *fixture)
{
  GError *error = NULL;

  for (guint64 position = 1; position <= N_EVENTS; position++)
    {
      g_autoptr (GBytes) entry = cl_prover_read_entry (fixture->prover, position, &error);
      Hash leaf;

      g_assert_no_error (error);
      g_assert_true (cl_proof_entry_leaf (entry, leaf.bytes));
      g_array_append_val (fixture->leaves, leaf);
    }
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ClDraft) one = make_draft ("table/1", 1, 0, 300),
                      two = make_draft ("archive/a", 2, 0, 5000),
                      three = make_draft ("table/1", 1, 300, 10);
  GError *error = NULL;

  fixture->folder = make_folder ();
  fixture->path = g_build_filename (fixture->folder, "games.ledger", NULL);
  fixture->ledger = open_for_writing (fixture->path);
  append_ok (fixture->ledger, one, 0);
  append_ok (fixture->ledger, two, 0);
  append_ok (fixture->ledger, three, 300);
  fixture->prover = cl_prover_new (fixture->ledger, &error);
  g_assert_no_error (error);
  fixture->leaves = g_array_new (FALSE, FALSE, sizeof (Hash));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  cl_prover_free (fixture->prover);
  cl_ledger_close (fixture->ledger);
  g_assert_finalize_object (fixture->ledger);
  g_array_unref (fixture->leaves);
  delete_folder (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static guint64
draw (guint64 low, guint64 high)
{
  return low + (guint64) g_test_rand_int_range (0, (gint32) (high - low) + 1);
}

/* The sizes at which trees change shape, and any others. */
static guint64
draw_size (void)
{
  static const guint64 special[] = { 1,    2,    3,    1023, 1024, 1025, 2047,
                                     2048, 2049, 4095, 4096, 4097, 5120, N_EVENTS };

  return g_test_rand_bit () ? special[draw (0, G_N_ELEMENTS (special) - 1)] : draw (1, N_EVENTS);
}

static void
test_inclusion (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  const Hash *leaves;
  GError *error = NULL;

  load_leaves (fixture);
  leaves = (const Hash *) fixture->leaves->data;
  for (guint i = 0; i < 150; i++)
    {
      guint64 size = draw_size (), position = draw (1, size);
      Hash root = slow_root (leaves, (guint) size), made;
      gsize n;

      g_assert_true (cl_prover_root (fixture->prover, size, made.bytes, &error));
      g_assert_cmpmem (&made, sizeof made, &root, sizeof root);
      g_assert_true (cl_prover_inclusion (fixture->prover, position, size, hashes, &error));
      g_assert_no_error (error);
      n = hashes->len / CL_SEAL_SIZE;
      g_assert_true (cl_proof_check_inclusion (leaves[position - 1].bytes,
                                               position - 1,
                                               size,
                                               hashes->data,
                                               n,
                                               root.bytes));
      /* Another event, another place, another size, another root, a hash too few, too many or wrong. */
      g_assert_false (cl_proof_check_inclusion (leaves[position % N_EVENTS].bytes,
                                                position - 1,
                                                size,
                                                hashes->data,
                                                n,
                                                root.bytes));
      g_assert_false (cl_proof_check_inclusion (leaves[position - 1].bytes,
                                                position,
                                                size,
                                                hashes->data,
                                                n,
                                                root.bytes));
      g_assert_false (cl_proof_check_inclusion (leaves[position - 1].bytes,
                                                position - 1,
                                                position - 1,
                                                hashes->data,
                                                n,
                                                root.bytes));
      if (n == 0)
        continue;
      g_assert_false (cl_proof_check_inclusion (leaves[position - 1].bytes,
                                                position - 1,
                                                size,
                                                hashes->data,
                                                n - 1,
                                                root.bytes));
      hashes->data[draw (0, hashes->len - 1)] ^= 1;
      g_assert_false (cl_proof_check_inclusion (leaves[position - 1].bytes,
                                                position - 1,
                                                size,
                                                hashes->data,
                                                n,
                                                root.bytes));
    }
}

static void
test_consistency (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  const Hash *leaves;
  GError *error = NULL;

  load_leaves (fixture);
  leaves = (const Hash *) fixture->leaves->data;
  for (guint i = 0; i < 150; i++)
    {
      guint64 size = draw_size (), other = g_test_rand_bit () ? draw_size () : draw (0, size),
              old = MIN (size, other);
      Hash root = slow_root (leaves, (guint) size), old_root = slow_root (leaves, (guint) old),
           wrong = old_root;
      gsize n;

      g_assert_true (cl_prover_consistency (fixture->prover, old, size, hashes, &error));
      g_assert_no_error (error);
      n = hashes->len / CL_SEAL_SIZE;
      g_assert_true (
        cl_proof_check_consistency (old, old_root.bytes, size, root.bytes, hashes->data, n));
      wrong.bytes[draw (0, CL_SEAL_SIZE - 1)] ^= 4;
      g_assert_false (
        cl_proof_check_consistency (old, wrong.bytes, size, root.bytes, hashes->data, n));
      if (n == 0)
        continue;
      g_assert_false (
        cl_proof_check_consistency (old, old_root.bytes, size, wrong.bytes, hashes->data, n));
      g_assert_false (
        cl_proof_check_consistency (old, old_root.bytes, size, root.bytes, hashes->data, n - 1));
      hashes->data[draw (0, hashes->len - 1)] ^= 1;
      g_assert_false (
        cl_proof_check_consistency (old, old_root.bytes, size, root.bytes, hashes->data, n));
    }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 root[CL_SEAL_SIZE];

  g_assert_false (cl_prover_inclusion (fixture->prover, 11, 10, hashes, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_prover_consistency (fixture->prover, 11, 10, hashes, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (cl_prover_root (fixture->prover, N_EVENTS + 1, root, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (cl_prover_read_entry (fixture->prover, N_EVENTS + 1, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
}

/* However large the ledger: at most the leaves of a block and those at the right edge, and one row a level. */
static void
test_cost (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GByteArray) hashes = g_byte_array_new ();
  GError *error = NULL;

  for (guint i = 0; i < 50; i++)
    {
      guint64 before = cl_prover_get_rows_read (fixture->prover), size = draw_size ();

      g_assert_true (cl_prover_inclusion (fixture->prover, draw (1, size), size, hashes, &error));
      g_assert_cmpuint (cl_prover_get_rows_read (fixture->prover) - before, <=, 2048 + 64);
      g_assert_true (cl_prover_consistency (fixture->prover, draw (1, size), size, hashes, &error));
      g_assert_cmpuint (cl_prover_get_rows_read (fixture->prover) - before, <=, 2 * (2048 + 64));
    }
}

/* A proof file says what the ledger says, and nothing that was changed in it passes. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  static const guint64 positions[] = { 1, 2, 300, 301, 5301, N_EVENTS };
  GError *error = NULL;
  ClReader *reader = cl_reader_new (fixture->ledger, &error);

  for (guint i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_auto (ClProof) proof = { .number = positions[i], .hashes = g_byte_array_new () },
                       again = { 0 };
      g_auto (ClCheckpoint) checkpoint = { 0 }, found = { 0 };
      g_auto (ClProofEntry) entry = { 0 };
      g_autoptr (ClEvents) events = cl_reader_read (reader, positions[i] - 1, 0, 1, &error);
      const ClEvent *event = cl_events_get (events, 0);
      g_autofree char *text = NULL, *twice = NULL;

      g_assert_true (cl_ledger_make_checkpoint (fixture->ledger, N_EVENTS, &checkpoint, &error));
      proof.note = cl_checkpoint_format (&checkpoint);
      proof.entry = cl_prover_read_entry (fixture->prover, positions[i], &error);
      g_assert_true (
        cl_prover_inclusion (fixture->prover, positions[i], N_EVENTS, proof.hashes, &error));
      text = cl_proof_format (&proof);
      g_assert_true (cl_proof_parse (text, &again, &error));
      twice = cl_proof_format (&again);
      g_assert_cmpstr (text, ==, twice);
      g_assert_true (cl_proof_check (&again, NULL, &found, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (found.size, ==, N_EVENTS);
      g_assert_true (cl_proof_entry_decode (again.entry, &entry, &error));
      g_assert_cmpstr (entry.event.type, ==, event->type);
      g_assert_cmpstr (entry.event.player, ==, event->player);
      g_assert_cmpstr (entry.event.details, ==, event->details);
      g_assert_cmpstr (entry.event.producer, ==, event->producer);
      g_assert_cmpuint (entry.event.offset, ==, event->offset);
      g_assert_cmpuint (entry.event.ply, ==, event->ply);
      g_assert_cmpint (entry.event.recorded_at, ==, event->recorded_at);
      g_assert_cmpint (entry.event.occurred_at, ==, event->occurred_at);
      g_assert_cmpint (entry.event.clock_ms, ==, event->clock_ms);
      g_assert_cmpuint (entry.event.move.move, ==, event->move.move);
      g_assert_cmpmem (entry.event.seal, CL_SEAL_SIZE, event->seal, CL_SEAL_SIZE);
    }
  cl_reader_free (reader);
}

static void
test_any_letter (Fixture *fixture, gconstpointer data)
{
  g_auto (ClProof) proof = { .number = 4000, .hashes = g_byte_array_new () };
  g_auto (ClCheckpoint) checkpoint = { 0 };
  g_autofree char *text = NULL;
  GError *error = NULL;

  g_assert_true (cl_ledger_make_checkpoint (fixture->ledger, N_EVENTS, &checkpoint, &error));
  proof.note = cl_checkpoint_format (&checkpoint);
  proof.entry = cl_prover_read_entry (fixture->prover, 4000, &error);
  g_assert_true (cl_prover_inclusion (fixture->prover, 4000, N_EVENTS, proof.hashes, &error));
  text = cl_proof_format (&proof);
  for (gsize i = 0; text[i]; i++)
    {
      g_auto (ClProof) changed = { 0 };
      g_auto (ClCheckpoint) found = { 0 };
      char was = text[i];

      text[i] = was == 'A' ? 'B' : 'A';
      if (cl_proof_parse (text, &changed, NULL) && cl_proof_check (&changed, NULL, &found, NULL))
        /* Only the name of the ledger is not hashed, and it must be the one asked for. */
        g_assert_cmpstr (found.origin, !=, checkpoint.origin);
      text[i] = was;
    }
}

static void
test_checkpoint_text (void)
{
  static const char spec[] =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  static const char *const wrong[] = {
    "",
    "a\n1\n",
    "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=",
    "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n1 \nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n99999999999999999999\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
    "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2=\n",
    "a\n1\n\n",
    "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= \n",
  };
  g_auto (ClCheckpoint) checkpoint = { 0 };
  g_autofree char *text = NULL;
  GError *error = NULL;

  g_assert_true (cl_checkpoint_parse (spec, &checkpoint, &error));
  g_assert_cmpstr (checkpoint.origin, ==, "example.com/behind-the-sofa");
  g_assert_cmpuint (checkpoint.size, ==, 20852163);
  text = cl_checkpoint_format (&checkpoint);
  g_assert_cmpstr (text, ==, spec);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_auto (ClCheckpoint) none = { 0 };

      g_assert_false (cl_checkpoint_parse (wrong[i], &none, &error));
      g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
      g_clear_error (&error);
    }
}

/* The key of the well-known example, as PKCS #8. */
static const char example_pem[] =
  "-----BEGIN PRIVATE KEY-----\n"
  "MC4CAQAwBQYDK2VwBCIEIIEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz\n"
  "-----END PRIVATE KEY-----\n";
static const char example_text[] =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
static const char example_signature[] =
  "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

static void
test_signature (void)
{
  g_autofree char *folder = make_folder (), *path = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *note = NULL, *described = NULL,
                  *expected = g_strconcat (example_text, example_signature, NULL), *changed = NULL;
  g_autoptr (ClKey) key = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, example_pem, -1, NULL));
  key = cl_key_load (path, &error);
  g_assert_no_error (error);
  described = cl_key_describe (key, "PeterNeumann");
  g_assert_cmpstr (described,
                   ==,
                   "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  note = cl_note_sign (example_text, "PeterNeumann", key, &error);
  g_assert_cmpstr (note, ==, expected);
  g_assert_true (cl_note_check (note, "PeterNeumann", key, &error));
  g_assert_false (cl_note_check (note, "PeterNewman", key, NULL));
  g_assert_false (cl_note_check (example_text, "PeterNeumann", key, NULL));
  changed = g_strdup (note);
  *strstr (changed, "answer") = 'A';
  g_assert_false (cl_note_check (changed, "PeterNeumann", key, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (path, "no key\n", -1, NULL));
  g_assert_null (cl_key_load (path, &error));
  g_assert_error (error, CL_LEDGER_ERROR, CL_LEDGER_ERROR_INVALID);
  delete_folder (folder);
}

/* A ledger with @n events and, if @like is given, its identity. */
static char *
make_ledger (const char *folder, const char *name, guint n, const char *like)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (ClDraft) draft = make_draft ("archive/a", 1, 0, n);
  ClLedger *ledger = open_for_writing (path);

  if (like)
    {
      g_autofree char *identity = query_text (
        like,
        "SELECT printf('id = x''%s'', created_at = %d', hex(id), created_at) FROM ledger");
      g_autofree char *seal =
        query_text (like, "SELECT hex(tree_root) FROM commits WHERE last_position = 0");
      g_autofree char *sql =
        g_strdup_printf ("BEGIN; DROP TRIGGER ledger_no_update; DROP TRIGGER commits_no_update;"
                         "UPDATE ledger SET %s; UPDATE commits SET tree_root = x'%s'; COMMIT",
                         identity,
                         seal);

      cl_ledger_close (ledger);
      g_object_unref (ledger);
      run_sql_ok (path, sql);
      run_sql_ok (
        path,
        "CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger: ledger is written once, in pen'); END;"
        "CREATE TRIGGER commits_no_update BEFORE UPDATE ON commits BEGIN SELECT RAISE(ABORT, 'ledger: commits is written once, in pen'); END");
      ledger = open_for_writing (path);
    }
  append_ok (ledger, draft, 0);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  return path;
}

static void
check_kept (const char *path, const ClCheckpoint *checkpoint, int code)
{
  g_autoptr (GError) error = NULL;
  ClLedger *ledger = cl_ledger_open (path, CL_LEDGER_READ_ONLY, test_vocabulary, &error);

  g_assert_no_error (error);
  /* The file alone is in order … */
  g_assert_true (cl_ledger_verify (ledger, NULL, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  /* … what was kept elsewhere tells. */
  if (code < 0)
    g_assert_true (cl_ledger_check_checkpoint (ledger, checkpoint, &error));
  else
    {
      g_assert_false (cl_ledger_check_checkpoint (ledger, checkpoint, &error));
      g_assert_error (error, CL_LEDGER_ERROR, code);
      g_test_message ("%s", error->message);
    }
  cl_ledger_close (ledger);
  g_object_unref (ledger);
}

static void
test_forgeries (void)
{
  g_autofree char *folder = make_folder (), *path = make_ledger (folder, "a.ledger", 3000, NULL);
  g_autofree char *shorter = make_ledger (folder, "b.ledger", 2000, path),
                  *rewritten = make_ledger (folder, "c.ledger", 3500, path),
                  *other = make_ledger (folder, "d.ledger", 10, NULL);
  g_auto (ClCheckpoint) checkpoint = { 0 };
  GError *error = NULL;
  ClLedger *ledger = open_for_writing (path);

  g_assert_true (cl_ledger_make_checkpoint (ledger, 2500, &checkpoint, &error));
  g_assert_no_error (error);
  cl_ledger_close (ledger);
  g_object_unref (ledger);
  check_kept (path, &checkpoint, -1);
  check_kept (shorter, &checkpoint, CL_LEDGER_ERROR_CORRUPT);
  check_kept (rewritten, &checkpoint, CL_LEDGER_ERROR_CORRUPT);
  check_kept (other, &checkpoint, CL_LEDGER_ERROR_INVALID);
  delete_folder (folder);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/ledger/proof/known-roots", test_known_roots);
  ADD ("/ledger/proof/inclusion", test_inclusion);
  ADD ("/ledger/proof/consistency", test_consistency);
  ADD ("/ledger/proof/refused", test_refused);
  ADD ("/ledger/proof/cost", test_cost);
  ADD ("/ledger/proof/file", test_file);
  ADD ("/ledger/proof/any-letter", test_any_letter);
  g_test_add_func ("/ledger/proof/checkpoint-text", test_checkpoint_text);
  g_test_add_func ("/ledger/proof/signature", test_signature);
  g_test_add_func ("/ledger/proof/forgeries", test_forgeries);
  return g_test_run ();
}
