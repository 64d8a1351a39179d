/* test-famous.c: famous games rank in the top tenth of their collections, and how fast that is found out
 *
 * Of each collection every twentieth game is taken, and the famous ones; thorough: all of them. No engine has seen these games,
 * so they are ones whose point the moves alone show, a sacrifice by the winner; what Capablanca did to Spielmann in 1927 (three
 * pawns for the piece, at once) or Marshall tried against him they do not, and those score 0 until they are evaluated.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cl-fact.h"
#include "cl-fold.h"
#include "cl-highlights-view.h"
#include "cl-import.h"
#include "cl-reader.h"
#include "cl-views.h"
#include "own-home.h"

#define STEP 20

typedef struct
{
  guint game; /* in the file, from 1 */
  const char *name;
} Famous;

typedef struct
{
  const char *name, *file;
  Famous games[8];
  Famous held_out[8]; /* no weight was chosen with these in view */
  guint
    n_found; /* of held_out, how many are in the top tenth: what was measured, so that it is seen if it changes */
} Collection;

static const Collection collections[] = {
  { "masters-a",
    "masters-a.pgn",
    { { 1741, "Karpov – Topalov, Linares 1994" },
      { 4157, "Anand – Lautier, Biel 1997" },
      { 5092, "Karjakin – Anand, Wijk aan Zee 2006" },
      { 4817, "Anand – Bologan, Dortmund 2003" } },
    { { 918, "Karpov – Kasparov, world championship 1985, 16" },
      { 970, "Kasparov – Karpov, world championship 1986, 16" },
      { 976, "Kasparov – Karpov, world championship 1986, 22" },
      { 1931, "Anand – Karpov, Las Palmas 1996" },
      { 3999, "Kasparov – Anand, world championship 1995, 10" },
      { 4012, "Kasparov – Anand, Riga 1995" },
      { 5035, "Topalov – Anand, Sofia 2005" } },
    4 },
  { "masters-b",
    "masters-b.pgn.gz",
    { { 8215, "Nimzowitsch – Tarrasch, St Petersburg 1914" },
      { 8579, "Aronian – Anand, Wijk aan Zee 2013" } },
    { { 4763, "Kramnik – Kasparov, Linares 1994" },
      { 7770, "Alekhine – Capablanca, world championship 1927" },
      { 8014, "Botvinnik – Capablanca, AVRO 1938" },
      { 8252, "Sämisch – Nimzowitsch, Copenhagen 1923" } },
    1 },
};

/* (nullable): the text of the file, unpacked. */
static char *
read_file (const char *name)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *path =
    g_build_filename (folder != NULL ? folder : "", "pgn", "corpus", name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GInputStream) raw = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
  g_autoptr (GOutputStream) text = g_memory_output_stream_new_resizable ();

  if (raw == NULL)
    return NULL;
  if (g_str_has_suffix (name, ".gz"))
    {
      g_autoptr (GConverter) unpacker =
        G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
      GInputStream *unpacked = g_converter_input_stream_new (raw, unpacker);

      g_object_unref (raw);
      raw = unpacked;
    }
  g_output_stream_splice (text, raw, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, NULL, NULL);
  g_output_stream_write_all (text, "", 1, NULL, NULL, NULL);
  g_output_stream_close (text, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (text));
}

static const Famous *
find_famous (const Collection *collection, guint game)
{
  for (const Famous *famous = collection->games; famous->game != 0; famous++)
    if (famous->game == game)
      return famous;
  for (const Famous *famous = collection->held_out; famous->game != 0; famous++)
    if (famous->game == game)
      return famous;
  return NULL;
}

/* The games that are looked at; @numbers: which they were in the whole file. */
static char *
sample (const Collection *collection, const char *text, GArray *numbers)
{
  gboolean all = g_getenv ("CHESS_LEDGER_THOROUGH") != NULL;
  GString *out = g_string_new (NULL);
  const char *begin = strstr (text, "[Event ");

  for (guint game = 1; begin != NULL; game++)
    {
      const char *end = strstr (begin + 1, "\n[Event ");

      if (all || game % STEP == 0 || find_famous (collection, game) != NULL)
        {
          g_string_append_len (out, begin, end != NULL ? end + 1 - begin : (gssize) strlen (begin));
          g_array_append_val (numbers, game);
        }
      begin = end != NULL ? end + 1 : NULL;
    }
  return g_string_free (out, FALSE);
}

static ClMap *
fold (ClLedger *ledger)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (ledger, &error);
  g_autoptr (ClFold) view = cl_fold_new (&cl_highlights_view, NULL, 0);
  guint64 position = 0;

  g_assert_no_error (error);
  while (position < cl_ledger_get_head (ledger))
    {
      g_autoptr (ClEvents) events = cl_reader_read (reader, position, 0, 10000, &error);

      g_assert_no_error (error);
      for (gsize i = 0; i < cl_events_get_length (events); i++)
        {
          position = cl_events_get (events, i)->position;
          cl_fold_apply (view, cl_events_get (events, i), &error);
          g_assert_no_error (error);
        }
    }
  return cl_fold_get_map (view);
}

typedef struct
{
  const Collection *collection;
  GArray *numbers;    /* (element-type guint) */
  GArray *scores;     /* (element-type guint) */
  GHashTable *famous; /* Famous → score */
} Ranking;

static gboolean
take_cb (const char *key, const char *value, gpointer user_data)
{
  Ranking *ranking = user_data;
  g_autoptr (ClHighlight) highlight = cl_highlight_parse (key, value);
  const Famous *famous;

  if (!g_str_has_prefix (key, CL_HIGHLIGHT_PREFIX))
    return FALSE;
  g_assert_nonnull (highlight);
  g_array_append_val (ranking->scores, highlight->score);
  g_assert_cmpuint (highlight->game, <=, ranking->numbers->len);
  famous =
    find_famous (ranking->collection, g_array_index (ranking->numbers, guint, highlight->game - 1));
  if (famous != NULL)
    g_hash_table_insert (ranking->famous, (gpointer) famous, GUINT_TO_POINTER (highlight->score));
  return TRUE;
}

/* Is @famous in the top tenth? */
static gboolean
is_at_the_top (const Ranking *ranking, const Famous *famous)
{
  guint score = GPOINTER_TO_UINT (g_hash_table_lookup (ranking->famous, famous));
  guint better = 0;

  for (guint i = 0; i < ranking->scores->len; i++)
    better += g_array_index (ranking->scores, guint, i) > score;
  g_test_message ("%s: score %u, %u of %u games are better (%u per mille)",
                  famous->name,
                  score,
                  better,
                  ranking->scores->len,
                  1000 * better / ranking->scores->len);
  return 10 * better < ranking->scores->len;
}

static void
rank (const Collection *collection, GArray *numbers, ClMap *map)
{
  Ranking ranking = { collection,
                      numbers,
                      g_array_new (FALSE, FALSE, sizeof (guint)),
                      g_hash_table_new (NULL, NULL) };
  guint n_found = 0, n = 0;

  cl_map_foreach (map, CL_HIGHLIGHT_PREFIX, take_cb, &ranking);
  g_assert_cmpuint (ranking.scores->len, ==, numbers->len);
  for (const Famous *famous = collection->games; famous->game != 0; famous++)
    g_assert_true (is_at_the_top (&ranking, famous));
  for (const Famous *famous = collection->held_out; famous->game != 0; famous++, n++)
    n_found += is_at_the_top (&ranking, famous);
  g_test_message ("held out: %u of %u in the top tenth", n_found, n);
  g_assert_cmpuint (n_found, ==, collection->n_found);
  g_array_unref (ranking.scores);
  g_hash_table_unref (ranking.famous);
}

static void
import (ClLedger *ledger, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  ClImportResult result = { 0 };

  cl_import_pgn (ledger, file, NULL, NULL, NULL, NULL, NULL, &result, &error);
  g_assert_no_error (error);
  cl_import_result_clear (&result);
}

static void
test_collection (gconstpointer data)
{
  const Collection *collection = data;
  g_autofree char *text = read_file (collection->file), *some = NULL, *folder = NULL;
  g_autofree char *pgn = NULL, *path = NULL, *lock = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) error = NULL;
  g_autoptr (ClLedger) ledger = NULL;
  g_autoptr (ClMap) map = NULL;

  if (text == NULL)
    {
      g_test_skip ("no data");
      return;
    }
  some = sample (collection, text, numbers);
  folder = g_dir_make_tmp ("chess-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  pgn = g_build_filename (folder, "some.pgn", NULL);
  path = g_build_filename (folder, "some.ledger", NULL);
  lock = g_strconcat (path, ".lock", NULL);
  g_assert_true (g_file_set_contents (pgn, some, -1, NULL));
  ledger = cl_ledger_open (path, CL_LEDGER_WRITE | CL_LEDGER_CREATE, cl_fact_vocabulary (), &error);
  g_assert_no_error (error);
  import (ledger, pgn);
  map = fold (ledger);
  rank (collection, numbers, map);
  cl_ledger_close (ledger);
  g_unlink (pgn);
  g_unlink (path);
  g_unlink (lock);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (collections); i++)
    {
      g_autofree char *path = g_strconcat ("/session/famous/", collections[i].name, NULL);

      g_test_add_data_func (path, &collections[i], test_collection);
    }
  return g_test_run ();
}
