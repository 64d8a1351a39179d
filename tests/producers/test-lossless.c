/* test-lossless.c: what was imported is exported with nothing lost, and imported again it is the same facts
 *
 * Only what the export format itself decides may differ: blank space, the order of tags, and the tags of the roster that
 * were missing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include "cl-fact.h"
#include "own-home.h"

#include <string.h>

static const char roster[] = "[Event \"?\"]\n[Site \"?\"]\n[Date \"?\"]\n[Round \"?\"]\n";

typedef struct
{
  const char *name;
  const char *text;     /* behind the roster */
  const char *expected; /* of the export, behind the roster; NULL: the same as text */
} Case;

#define WIDE    "123456789-123456789-123456789-123456789-123456789-123456789-123456789-123"
#define PLAYERS "[White \"A\"]\n[Black \"B\"]\n[Result \"*\"]\n"

static const Case cases[] = {
  { "tags",
    PLAYERS "[Annotator \"x\"]\n[Annotator \"\\\"y\\\\\"]\n[zz \"\"]\n[zz \"\"]\n\n1. e4 *\n\n",
    NULL },
  { "roster-twice",
    "[White \"A\"]\n[White \"C\"]\n[Black \"B\"]\n[Result \"*\"]\n[Result \"*\"]\n\n1. e4 *\n\n",
    NULL },
  { "results-differ", "[White \"A\"]\n[Black \"B\"]\n[Result \"0-1\"]\n\n1. e4 1-0\n\n", NULL },
  { "result-odd", "[White \"A\"]\n[Black \"B\"]\n[Result \"1:0 ff\"]\n\n1. e4 *\n\n", NULL },
  { "no-result", PLAYERS "\n1. e4", PLAYERS "\n1. e4 *\n\n" },
  { "nag-first", PLAYERS "\n$140 1. e4 *\n\n", NULL },
  { "intro", PLAYERS "\n{a} $140 {b} {} $7 1. e4 *\n\n", NULL },
  { "order", PLAYERS "\n1. e4 {a} $1 (1. d4) {b} (1. c4 $2 {c}) $3 {d} 1... e5 *\n\n", NULL },
  { "row", PLAYERS "\n1. e4 {a} {} { b  c } {[%x y] [%clk 0:01:02.34]} 1... e5 *\n\n", NULL },
  { "no-moves", PLAYERS "\n{a} $1 *\n\n", NULL },
  { "behind-result", PLAYERS "\n1. e4 {a} * {late} {} { at\n\nlast}\n\n", NULL },
  { "behind-result-full",
    PLAYERS "\n1. e4 {" WIDE "} * {late}\n\n",
    PLAYERS "\n1. e4\n{" WIDE "} * {late}\n\n" },
  { "first-variation", PLAYERS "\n{a} (1. d4 $1) {b} $2 (1. c4) 1. e4 (1. d4) *\n\n", NULL },
  { "first-variation-alone", PLAYERS "\n(1. d4) 1. e4 *\n\n", NULL },
  { "hidden-in-variation",
    PLAYERS "\n1. e4 (1. d4\n%a {\n%b\n1... d5 (1... f5\n%c )\n2. c4)) 1... e5 *\n\n",
    NULL },
  { "odd-nags",
    PLAYERS "\n1. e4 $255 $65535 $65536 $x *\n\n",
    PLAYERS "\n1. e4 $255 $65535 {$65536 $x} *\n\n" },
  { "tab-in-tag", PLAYERS "[zz \"a\tb\x01\"]\n\n1. e4 *\n\n", NULL },
  { "semicolon",
    PLAYERS "\n1. e4 ; to the end\n1... e5 *\n\n",
    PLAYERS "\n1. e4 { to the end} 1... e5 *\n\n" },
  { "brace", PLAYERS "\n1. e4 ; {a} (\n1... e5 (1... c5 ; }x{\n) *\n\n", NULL },
  { "hidden-lines", PLAYERS "\n%in front\n1. e4\n% } ( *\n%\n{a} 1... e5\n%last\n*\n\n", NULL },
  { "null", PLAYERS "\n1. e4 -- 2. d4 *\n\n", NULL },
  { "xfen",
    PLAYERS "[FEN \"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9\"]\n"
            "[SetUp \"1\"]\n[Variant \"chess 960\"]\n\n9. O-O *\n\n",
    NULL },
  { "unreadable", PLAYERS "\n1. e4   e5\n 2. Ke3 {?}\n*\n\n", NULL },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autofree char *text = g_strconcat (roster, c->text, NULL);
  g_autofree char *expected = g_strconcat (roster, c->expected ? c->expected : c->text, NULL);
  g_autofree char *exported = NULL;
  ClImportResult result;
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "a.pgn", text, -1, &result);
  exported = fixture_export (&fixture, result.partition);
  g_assert_cmpstr (exported, ==, expected);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* What stands around the games, rather than in one. */
static void
test_outside (void)
{
#define HEAD(name) \
  "[Event \"" name "\"]\n[Site \"?\"]\n[Date \"?\"]\n[Round \"?\"]\n" PLAYERS "\n1. e4 *\n\n"
  static const char text[] =
    "; a file\n%hidden\n\n{of\n\ngames}\n\n" HEAD ("1") "A heading\n=========\n\n" HEAD (
      "2") "{a} ; b }\n%c\n\n[Event \"3\"]\n\n1. Ke2 *\n\n" HEAD ("4") "%d\n{the\tend}  Bye. >\n\n";
  g_autofree char *exported = NULL, *one = NULL;
  ClImportResult result;
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "a.pgn", text, -1, &result);
  g_assert_cmpuint (result.n_games, ==, 3);
  g_assert_cmpuint (result.n_unreadable, ==, 1);
  exported = fixture_export (&fixture, result.partition);
  g_assert_cmpstr (exported, ==, text);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* One blank for each stretch of blank space, none at the ends. */
static void
append_words (GString *out, const char *text)
{
  gboolean gap = FALSE;

  g_string_append_c (out, '<');
  for (; *text; text++)
    if ((guchar) *text <= ' ')
      gap = TRUE;
    else
      {
        if (gap && out->str[out->len - 1] != '<')
          g_string_append_c (out, ' ');
        g_string_append_c (out, *text);
        gap = FALSE;
      }
  g_string_append_c (out, '>');
}

#define LONG_TEXT (3 << 20)

/* Nothing is cut, however long it is. */
static void
test_long_texts (void)
{
  g_autofree char *comment = g_strnfill (LONG_TEXT, 'x'), *hidden = g_strnfill (LONG_TEXT / 2, 'y');
  g_autofree char *text = NULL, *exported = NULL;
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL);
  ClImportResult result;
  Fixture fixture;

  for (gsize i = 60; i < LONG_TEXT; i += 61)
    comment[i] = i % 2 ? '"' : '\t';
  text = g_strconcat (roster,
                      PLAYERS "[zz \"",
                      hidden,
                      "\"]\n\n1. e4\n{",
                      comment,
                      "} (1. d4\n%",
                      hidden,
                      "\n) *\n\n",
                      NULL);
  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "a.pgn", text, -1, &result);
  g_assert_cmpuint (result.n_games, ==, 1);
  exported = fixture_export (&fixture, result.partition);
  append_words (first, text);
  append_words (second, exported);
  g_assert_true (g_string_equal (first, second));
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* A game that is too long to be one comes in pieces, and the games around it are whole. */
static void
test_too_long (void)
{
  g_autofree char *comment = g_strnfill (20 << 20, 'x');
  g_autofree char *text = NULL, *exported = NULL;
  ClImportResult result;
  Fixture fixture;
  gsize n = 0;

  for (gsize i = 0; i < 20 << 20; i += 1000)
    comment[i] = '\n';
  text = g_strconcat (HEAD ("1") "[Event \"2\"]\n[Site \"?\"]\n\n1. e4 {",
                      comment,
                      " 1-0\n\n",
                      HEAD ("3"),
                      NULL);
  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "a.pgn", text, -1, &result);
  g_assert_cmpuint (result.n_games, ==, 2);
  g_assert_cmpuint (result.n_unreadable, >, 1);
  exported = fixture_export (&fixture, result.partition);
  for (const char *c = exported; *c; c++)
    n += *c == 'x';
  for (const char *c = text; *c; c++)
    n -= *c == 'x';
  g_assert_cmpuint (n, ==, 0);
  g_assert_true (g_str_has_prefix (exported, HEAD ("1") "[Event \"2\"]\n"));
  g_assert_true (g_str_has_suffix (exported, "\n\n" HEAD ("3")));
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const ClTag *const *first = a, *const *second = b;

  return strcmp ((*first)->name, (*second)->name);
}

/* A tag that an export adds where it was missing. */
static gboolean
may_be_added (const ClTag *tag)
{
  static const char *const names[] = { "Event", "Site", "Date", "Round", "White", "Black", NULL };

  if (g_strv_contains (names, tag->name))
    return g_str_equal (tag->value, "?") || g_str_equal (tag->value, "????.??.??");
  return g_str_equal (tag->name, "Result") || g_str_equal (tag->name, "SetUp") ||
         g_str_equal (tag->name, "Variant");
}

static void
describe_tags (GString *out, GPtrArray *tags)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; tags && i < tags->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (tags, i));
  g_ptr_array_sort (sorted, compare_names);
  for (guint i = 0; i < sorted->len; i++)
    {
      const ClTag *tag = g_ptr_array_index (sorted, i);

      if (may_be_added (tag))
        continue;
      g_string_append_printf (out, " %s", tag->name);
      append_words (out, tag->value);
    }
}

static void
describe (GString *out, const ClEvent *event)
{
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;
  char san[12] = "";

  cl_fact_from_event (event, &fact, &error);
  g_assert_no_error (error);
  if (fact.type == CL_FACT_SOURCE_IMPORT_STARTED || fact.type == CL_FACT_SOURCE_IMPORTED)
    return;
  if (fact.has_move)
    cl_move_san (fact.move, san);
  g_string_append_printf (out,
                          "%s %u/%u %s %s @%" G_GINT64_FORMAT " cites %" G_GUINT64_FORMAT
                          " %s %s %d %d fen %s order %s",
                          event->type,
                          fact.game,
                          fact.ply,
                          san,
                          fact.player ? fact.player : "",
                          fact.clock_ms,
                          fact.cites,
                          chess_result_text (fact.result),
                          chess_ending_word (fact.ending),
                          fact.commands.present,
                          fact.commands.eval_cp,
                          fact.fen ? fact.fen : "",
                          fact.order ? fact.order : "");
  describe_tags (out, fact.tags);
  for (guint i = 0; fact.comments && i < fact.comments->len; i++)
    append_words (out, g_ptr_array_index (fact.comments, i));
  for (guint i = 0; fact.nags && i < fact.nags->len; i++)
    g_string_append_printf (out, " $%u", g_array_index (fact.nags, guint, i));
  for (guint i = 0; fact.escapes && i < fact.escapes->len; i++)
    g_string_append_printf (out, " %%%s", (char *) g_ptr_array_index (fact.escapes, i));
  if (fact.text)
    append_words (out, fact.text);
  if (fact.outside)
    append_words (out, fact.outside);
  g_string_append_c (out, '\n');
}

static char *
describe_partition (Fixture *fixture, const char *partition)
{
  g_autoptr (GPtrArray) batches = fixture_read (fixture, partition);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < batches->len; i++)
    {
      const ClEvents *events = g_ptr_array_index (batches, i);

      for (gsize k = 0; k < cl_events_get_length (events); k++)
        describe (out, cl_events_get (events, k));
    }
  return g_string_free (out, FALSE);
}

/* Line by line, so that a failure shows one. */
static void
assert_same_facts (const char *name, const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit (a, "\n", -1);
  g_auto (GStrv) second = g_strsplit (b, "\n", -1);

  for (guint i = 0; first[i] && second[i]; i++)
    if (!g_str_equal (first[i], second[i]))
      {
        g_test_message ("%s", name);
        g_assert_cmpstr (second[i], ==, first[i]);
      }
  g_assert_cmpuint (g_strv_length (first), ==, g_strv_length (second));
}

static gboolean
append_cb (const char *text, gsize length, gpointer user_data, GError **error)
{
  g_string_append_len (user_data, text, (gssize) length);
  return TRUE;
}

/* A whole collection is written from its events, a single game from their fold: both say the same. */
static void
check_singles (Fixture *fixture, const char *partition, const char *exported)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ClReader) reader = cl_reader_new (fixture->ledger, &error);
  g_autoptr (GString) singles = g_string_new (NULL);
  ClPartitionInfo info;

  g_assert_no_error (error);
  g_assert_true (cl_reader_get_partition (reader, partition, &info, &error));
  for (guint32 game = 1; game <= info.last_game; game++)
    {
      cl_export_pgn (reader, partition, game, append_cb, singles, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  if (!g_str_has_prefix (exported, singles->str))
    g_assert_cmpstr (exported, ==, singles->str);
}

static void
check_file (const char *path, const char *name)
{
  g_autofree char *exported = NULL, *again = NULL, *first = NULL, *second = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  ClImportResult one = { 0 }, two = { 0 };
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  cl_import_pgn (fixture.ledger, file, "a.pgn", NULL, NULL, NULL, NULL, &one, &error);
  g_assert_no_error (error);
  if (one.partition) /* there is a game in it */
    {
      first = describe_partition (&fixture, one.partition);
      exported = fixture_export (&fixture, one.partition);
      check_singles (&fixture, one.partition, exported);
      fixture_import_text (&fixture, "copy.pgn", exported, -1, &two);
      second = describe_partition (&fixture, two.partition);
      again = fixture_export (&fixture, two.partition);
      assert_same_facts (name, first, second);
      g_assert_cmpstr (again, ==, exported);
    }
  cl_import_result_clear (&one);
  cl_import_result_clear (&two);
  fixture_close (&fixture);
}

static void
test_nasty (void)
{
  g_autofree char *expected = fixture_data ("pgn/nasty", "expected.json");
  g_autofree char *folder = expected ? g_path_get_dirname (expected) : NULL;
  g_autoptr (GDir) dir = folder ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".pgn"))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        check_file (path, name);
      }
}

static void
test_corpus (void)
{
  g_autofree char *path = fixture_data ("pgn/corpus", "dortmund.pgn");

  if (path)
    check_file (path, "dortmund.pgn");
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/lossless/case/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/lossless/outside", test_outside);
  g_test_add_func ("/lossless/long-texts", test_long_texts);
  g_test_add_func ("/lossless/too-long", test_too_long);
  g_test_add_func ("/lossless/nasty", test_nasty);
  g_test_add_func ("/lossless/corpus", test_corpus);
  return g_test_run ();
}
