/* test-import-packed.c: packed files, whole, in several pieces, cut and damaged, and what comes through a pipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <bzlib.h>
#include <string.h>
#include <zstd.h>

#include "cl-spool.h"
#include "own-home.h"

#define GAME      "[White \"%u\"]\n\n1. e4 {%08x%08x%08x%08x} e5 2. Nf3 Nc6 1-0\n\n"
#define MANY      20000
#define PER_BLOCK 900000 /* bytes that bzip2 -9 packs at a time; zstd and gzip take less */

static GBytes *
pack_gzip (const char *text, gsize length)
{
  g_autoptr (GConverter) converter =
    G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, converter);

  g_output_stream_write_all (stream, text, length, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static GBytes *
pack_zstd (const char *text, gsize length)
{
  ZSTD_CCtx *context = ZSTD_createCCtx ();
  gsize room = ZSTD_compressBound (length);
  void *out = g_malloc (room);
  gsize packed;

  ZSTD_CCtx_setParameter (context, ZSTD_c_checksumFlag, 1); /* as the program does it */
  packed = ZSTD_compress2 (context, out, room, text, length);
  ZSTD_freeCCtx (context);
  return g_bytes_new_take (out, packed);
}

static GBytes *
pack_bzip2 (const char *text, gsize length)
{
  guint room = (guint) length + 1000;
  char *out = g_malloc (room);

  g_assert_cmpint (BZ2_bzBuffToBuffCompress (out, &room, (char *) text, (guint) length, 9, 0, 0),
                   ==,
                   BZ_OK);
  return g_bytes_new_take (out, room);
}

typedef struct
{
  const char *name;
  GBytes *(*pack) (const char *text, gsize length);
} Packer;

static const Packer packers[] = {
  { "gzip", pack_gzip },
  { "zstd", pack_zstd },
  { "bzip2", pack_bzip2 },
};

/* Games with some noise in them, so that packing does not make them vanish. */
static char *
make_games (guint from, guint to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    g_string_append_printf (text,
                            GAME,
                            i,
                            g_str_hash ("a") * i * 2654435761u,
                            i * 40503u * i,
                            i ^ 0x5bd1e995u * i,
                            i * i * 69069u);
  return g_string_free (text, FALSE);
}

static void
import_bytes (Fixture *fixture, const char *name, GByteArray *bytes, ClImportResult *result)
{
  fixture_import_text (fixture, name, (const char *) bytes->data, (gssize) bytes->len, result);
}

static GByteArray *
join (GBytes *first, GBytes *second)
{
  GByteArray *all = g_byte_array_new ();

  g_byte_array_append (all, g_bytes_get_data (first, NULL), (guint) g_bytes_get_size (first));
  if (second)
    g_byte_array_append (all, g_bytes_get_data (second, NULL), (guint) g_bytes_get_size (second));
  return all;
}

/* Known by its bytes, whatever its name, also in two pieces, and with something else behind it. */
static void
test_whole (gconstpointer data)
{
  const Packer *packer = data;
  g_autofree char *first = make_games (0, 3), *second = make_games (3, 5);
  g_autoptr (GBytes) one = packer->pack (first, strlen (first));
  g_autoptr (GBytes) two = packer->pack (second, strlen (second));
  g_autoptr (GBytes) rest = g_bytes_new_static ("rest", 4);
  g_autoptr (GByteArray) alone = join (one, NULL), both = join (one, two), more = join (one, rest);
  g_autofree char *exported = NULL;
  ClImportResult result;
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  import_bytes (&fixture, "no ending", alone, &result);
  g_assert_cmpuint (result.n_games, ==, 3);
  g_assert_null (result.damage);
  exported = fixture_export (&fixture, result.partition);
  g_assert_nonnull (strstr (exported, "[White \"2\"]"));
  cl_import_result_clear (&result);
  import_bytes (&fixture, "two.pgn", both, &result);
  g_assert_cmpuint (result.n_games, ==, 5);
  g_assert_null (result.damage);
  cl_import_result_clear (&result);
  import_bytes (&fixture, "more.txt", more, &result);
  g_assert_cmpuint (result.n_games, ==, 3);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* What lies before the damage is kept, all of it whole; the same file again is the same file. */
static void
check_damaged (const Packer *packer, GByteArray *bytes, guint n_games)
{
  ClImportResult result;
  Fixture fixture;
  guint64 head;

  g_test_message ("%s: %u bytes", packer->name, bytes->len);
  fixture_open (&fixture, NULL, "a.ledger");
  import_bytes (&fixture, "a.pgn", bytes, &result);
  g_assert_nonnull (result.damage);
  g_assert_cmpuint (result.n_games, <, MANY);
  g_assert_cmpuint (result.n_games, >=, n_games);
  g_assert_cmpuint (result.n_unreadable, <=, 1);
  g_assert_cmpstr (result.encoding, ==, "UTF-8");
  head = cl_ledger_get_head (fixture.ledger);
  g_assert_cmpuint (result.n_events, ==, head);
  cl_import_result_clear (&result);
  import_bytes (&fixture, "a.pgn", bytes, &result);
  g_assert_nonnull (result.damage);
  g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), ==, head);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static void
test_cut (gconstpointer data)
{
  const Packer *packer = data;
  g_autofree char *text = make_games (0, MANY);
  gsize length = strlen (text);
  g_autoptr (GBytes) packed = packer->pack (text, length);
  g_autoptr (GByteArray) bytes = join (packed, NULL);
  guint kept = (guint) ((double) MANY * (PER_BLOCK / 2) / (double) length);

  g_assert_cmpuint (length, >, 1.2 * PER_BLOCK);
  g_byte_array_set_size (bytes, bytes->len - bytes->len / 20);
  check_damaged (packer, bytes, kept);
  g_byte_array_set_size (bytes, 20);
  check_damaged (packer, bytes, 0);
}

static void
test_damaged (gconstpointer data)
{
  const Packer *packer = data;
  g_autofree char *text = make_games (0, MANY);
  g_autoptr (GBytes) packed = packer->pack (text, strlen (text));
  g_autoptr (GByteArray) bytes = join (packed, NULL);
  ClImportResult result;
  Fixture fixture;

  for (guint i = 0; i < 64; i++)
    bytes->data[bytes->len - bytes->len / 20 + i] ^= 0x5a;
  fixture_open (&fixture, NULL, "a.ledger");
  import_bytes (&fixture, "a.pgn", bytes, &result);
  g_assert_nonnull (result.damage);
  g_assert_cmpuint (result.n_games, >=, MANY / 4);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* A game that the damage cuts can still be read, and is not what the file had. */
static void
test_cut_game (void)
{
  static const char text[] = "[White \"A\"]\n\n1. e4 *\n\n[White \"B\"]\n\n1. d4 d5 2. c4";
  g_autoptr (GBytes) packed = pack_gzip (text, sizeof text - 1);
  g_autoptr (GByteArray) bytes = join (packed, NULL);
  g_autofree char *exported = NULL;
  ClImportResult result;
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  g_byte_array_set_size (bytes, bytes->len - 4); /* only the length is missing */
  import_bytes (&fixture, "a.pgn", bytes, &result);
  g_assert_nonnull (result.damage);
  g_assert_cmpuint (result.n_games, ==, 1);
  g_assert_cmpuint (result.n_unreadable, ==, 1);
  exported = fixture_export (&fixture, result.partition);
  g_assert_true (g_str_has_suffix (exported, "[White \"B\"]\n\n1. d4 d5 2. c4\n\n"));
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static void
count_cb (guint64 bytes_done, gpointer user_data)
{
  *(guint64 *) user_data = bytes_done;
}

static void
test_spool (void)
{
  g_autofree char *text = make_games (0, MANY);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ClSpool) spool = NULL;
  guint64 done = 0;

  spool = cl_spool_new (stream, count_cb, &done, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (done, ==, strlen (text));
  g_assert_false (cl_spool_is_needed (cl_spool_get_file (spool)));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *again = NULL;
      gsize length;

      g_file_load_contents (cl_spool_get_file (spool), NULL, &again, &length, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (again, length, text, strlen (text));
    }
  g_cancellable_cancel (cancellable);
  g_assert_null (cl_spool_new (stream, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add_tests (const char *name, GTestDataFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (packers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import/packed/%s/%s", name, packers[i].name);

      g_test_add_data_func (path, &packers[i], func);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  add_tests ("whole", test_whole);
  add_tests ("cut", test_cut);
  add_tests ("damaged", test_damaged);
  g_test_add_func ("/import/packed/cut-game", test_cut_game);
  g_test_add_func ("/import/packed/spool", test_spool);
  return g_test_run ();
}
