/* test-import.c: what becomes of a PGN file: its facts, its encoding, its unreadable games, and what is refused
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <string.h>

#include "cl-fact.h"
#include "own-home.h"

/* type game/ply move details, as far as there is something. */
static char *
describe (const ClEvent *event)
{
  GString *out = g_string_new (event->type);
  char san[12];

  if (event->game)
    g_string_append_printf (out, " %u/%u", event->game, event->ply);
  if (event->has_move)
    {
      cl_move_san (event->move, san);
      g_string_append_printf (out, " %s", san);
    }
  if (event->player)
    g_string_append_printf (out, " <%s>", event->player);
  if (event->clock_ms != CL_NO_CLOCK)
    g_string_append_printf (out, " @%" G_GINT64_FORMAT, event->clock_ms);
  if (event->details)
    g_string_append_printf (out, " %s", event->details);
  return g_string_free (out, FALSE);
}

static const char facts_text[] =
  "[White \"A \\\"x\\\" \\\\\"]\n"
  "[Black \"?\"]\n"
  "[Result \"1-0\"]\n"
  "[Termination \"time forfeit\"]\n"
  "\n"
  "{intro} $140 1. e4 $1 {[%clk 0:04:59.5]} {[%emt 0:00:01] hm} (1. d4 {)} d5) (1. c4) {late} e5\n"
  "2. Nf3 1-0\n"
  "\n"
  "[Variant \"Chess960\"]\n"
  "[FEN \"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9\"]\n"
  "*\n"
  "\n"
  "[White \"C\"]\n"
  "\n"
  "1. e4 e5\n"
  "2. Ke3 *\n"
  "\n"
  "[White \"D\"]\n"
  "1. f3 e5 2. g4 Qh4# {[%eval #-1]} 0-1\n";

static const char *const facts[] = {
  "SourceImportStarted {\"file\":\"facts.pgn\",\"digest\":\"*\",\"encoding\":\"UTF-8\"}",
  "GameStarted 1/0 {\"tags\":[[\"White\",\"A \\\"x\\\" \\\\\"],[\"Black\",\"?\"],[\"Result\",\"1-0\"],"
  "[\"Termination\",\"time forfeit\"]],\"comments\":[\"intro\"],\"nags\":[140],\"order\":\"cn\"}",
  "MovePlayed 1/1 e4 <A \"x\" \\> @299500 {\"comments\":[\"[%clk 0:04:59.5]\",\"[%emt 0:00:01] "
  "hm\",\"late\"],\"nags\":[1],\"order\":\"nccvvc\",\"emt_ms\":1000}",
  "VariationAdded 1/1 {\"cites\":3,\"text\":\"1. d4 {)} d5\"}",
  "VariationAdded 1/1 {\"cites\":3,\"text\":\"1. c4\"}",
  "MovePlayed 1/2 e5",
  "MovePlayed 1/3 Nf3 <A \"x\" \\>",
  "GameEnded 1/3 {\"result\":\"1-0\",\"ending\":\"time\"}",
  "GameStarted 2/0 {\"tags\":[[\"Variant\",\"Chess960\"],[\"FEN\",\"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/"
  "NPP1P1PP/BQ1BNRKR w HFhf - 2 9\"]],\"fen\":\"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR "
  "w KQkq - 2 9\",\"chess960\":true}",
  "GameEnded 2/0 {\"result\":\"*\",\"ending\":\"unknown\"}",
  "GameUnreadable 3/0 {\"text\":\"[White \\\"C\\\"]\\n\\n1. e4 e5\\n2. Ke3 *\",\"line\":16,"
  "\"tags\":[[\"White\",\"C\"]],\"reason\":\"*\"}",
  "GameStarted 4/0 {\"tags\":[[\"White\",\"D\"]]}",
  "MovePlayed 4/1 f3 <D>",
  "MovePlayed 4/2 e5",
  "MovePlayed 4/3 g4 <D>",
  "MovePlayed 4/4 Qh4# {\"comments\":[\"[%eval #-1]\"],\"eval_mate\":-1}",
  "GameEnded 4/4 {\"result\":\"0-1\",\"ending\":\"checkmate\"}",
  "SourceImported {\"file\":\"facts.pgn\",\"digest\":\"*\",\"encoding\":\"UTF-8\",\"games\":3,"
  "\"unreadable\":1}",
};

static void
test_facts (void)
{
  Fixture fixture;
  ClImportResult result;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "facts.pgn", facts_text, -1, &result);
  g_assert_cmpstr (result.partition, ==, "archive/facts.pgn");
  g_assert_cmpuint (result.n_games, ==, 3);
  g_assert_cmpuint (result.n_unreadable, ==, 1);
  g_assert_cmpuint (result.n_events, ==, G_N_ELEMENTS (facts));
  g_assert_cmpuint (result.n_new_events, ==, G_N_ELEMENTS (facts));
  g_assert_false (result.was_complete);
  {
    g_autoptr (GPtrArray) batches = fixture_read (&fixture, result.partition);
    const ClEvents *events = g_ptr_array_index (batches, 0);

    g_assert_cmpuint (cl_events_get_length (events), ==, G_N_ELEMENTS (facts));
    for (gsize i = 0; i < G_N_ELEMENTS (facts); i++)
      {
        g_autofree char *line = describe (cl_events_get (events, i));

        if (!g_pattern_match_simple (facts[i], line))
          g_assert_cmpstr (line, ==, facts[i]);
        g_assert_cmpint (cl_events_get (events, i)->occurred_at, ==, CL_NO_TIME);
      }
  }
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static void
complaint_cb (guint64 line, const char *reason, gpointer user_data)
{
  g_string_append_printf (user_data, "%" G_GUINT64_FORMAT "|", line);
  g_assert_cmpint (reason[0], !=, 0);
}

static void
test_complaints (void)
{
  static const char text[] =
    "Heading\n[White \"1\"]\n\n1. e4 e5\r\n2. Ke3\r\n\r\n[A \"2\"]\n*\n\n[A \"3\"]\n\n{open";
  Fixture fixture;
  ClImportResult result;
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  fixture_open (&fixture, NULL, "a.ledger");
  path = g_build_filename (fixture.folder, "x.pgn", NULL);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  file = g_file_new_for_path (path);
  g_assert_true (cl_import_pgn (fixture.ledger,
                                file,
                                "other name.pgn",
                                NULL,
                                complaint_cb,
                                lines,
                                NULL,
                                &result,
                                &error));
  g_assert_no_error (error);
  g_assert_cmpstr (lines->str, ==, "5|12|");
  g_assert_cmpstr (result.partition, ==, "archive/other name.pgn");
  g_assert_cmpuint (result.n_games, ==, 1);
  g_assert_cmpuint (result.n_unreadable, ==, 2);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

#define GAME(name) "[White \"" name "\"]\n\n1. e4 *\n"

static const struct
{
  const char *name;
  const char *bytes;
  gsize length;
  const char *encoding;
  const char *white;
} encodings[] = {
  { "ascii.pgn", GAME ("Plain"), sizeof GAME ("Plain") - 1, "UTF-8", "Plain" },
  { "utf8.pgn", GAME ("Réti"), sizeof GAME ("Réti") - 1, "UTF-8", "Réti" },
  { "bom.pgn", "\xef\xbb\xbf" GAME ("Réti"), sizeof GAME ("Réti") + 2, "UTF-8", "Réti" },
  { "latin.pgn", GAME ("R\xe9ti"), sizeof GAME ("R\xe9ti") - 1, "windows-1252", "Réti" },
  { "cp1252.pgn", GAME ("\x8a\x92\x8e"), sizeof GAME ("\x8a\x92\x8e") - 1, "windows-1252", "Š’Ž" },
  { "cut.pgn", GAME ("R\xe9"), sizeof GAME ("R\xe9") - 1, "windows-1252", "Ré" },
  { "nul.pgn", GAME ("A\0B"), sizeof GAME ("A\0B") - 1, "UTF-8", "A B" },
  { "le.pgn",
    "\xff\xfe[\0W\0h\0i\0t\0e\0 \0\"\0\xe9\0\x3d\xd8\0\xde\"\0]\0\n\0*\0",
    32,
    "UTF-16LE",
    "é😀" },
  { "be.pgn",
    "\xfe\xff\0[\0W\0h\0i\0t\0e\0 \0\"\0\xe9\xd8\x3d\xde\0\0\"\0]\0\n\0*",
    32,
    "UTF-16BE",
    "é😀" },
};

static char *
white_of_first_game (Fixture *fixture, const char *partition)
{
  g_autoptr (GPtrArray) batches = fixture_read (fixture, partition);
  g_auto (ClFact) fact = { 0 };
  g_autoptr (GError) error = NULL;

  cl_fact_from_event (cl_events_get (g_ptr_array_index (batches, 0), 1), &fact, &error);
  g_assert_no_error (error);
  return g_strdup (cl_fact_get_tag (&fact, "White"));
}

static void
test_encodings (void)
{
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      ClImportResult result;
      g_autofree char *white = NULL;

      g_test_message ("%s", encodings[i].name);
      fixture_import_text (&fixture,
                           encodings[i].name,
                           encodings[i].bytes,
                           (gssize) encodings[i].length,
                           &result);
      g_assert_cmpstr (result.encoding, ==, encodings[i].encoding);
      g_assert_cmpuint (result.n_games, ==, 1);
      white = white_of_first_game (&fixture, result.partition);
      g_assert_cmpstr (white, ==, encodings[i].white);
      cl_import_result_clear (&result);
    }
  fixture_close (&fixture);
}

/* The lead of five bytes is no UTF-8, wherever the edge between two chunks cuts it. */
static void
test_long_leads (void)
{
  Fixture fixture;
  g_autofree char *filler = g_strnfill ((1 << 20) - 60, 'x');

  fixture_open (&fixture, NULL, "a.ledger");
  for (guint shift = 0; shift < 80; shift++)
    {
      g_autofree char *name = g_strdup_printf ("lead%u.pgn", shift);
      g_autofree char *text =
        g_strdup_printf ("[White \"A\"]\n\n{%s%.*s\xfb\xbf\xbf\xbf\xbf} 1. e4 *\n",
                         filler,
                         (int) shift,
                         filler);
      ClImportResult result;

      fixture_import_text (&fixture, name, text, -1, &result);
      g_assert_cmpstr (result.encoding, ==, "windows-1252");
      cl_import_result_clear (&result);
    }
  fixture_close (&fixture);
}

/* A character of several bytes may fall on the edge between two chunks wherever it likes. */
static void
test_edges (void)
{
  Fixture fixture;
  g_autofree char *filler = g_strnfill ((1 << 20) - 30, 'x');

  fixture_open (&fixture, NULL, "a.ledger");
  for (guint shift = 0; shift < 40; shift += 7)
    {
      g_autofree char *name = g_strdup_printf ("edge%u.pgn", shift);
      g_autofree char *text = g_strdup_printf (
        "[White \"é\"]\n\n{%s%.*s éé😀éé} 1. e4 e5 2. Nf3 1-0\n\n[White \"B\"]\n*\n",
        filler + 40,
        (int) shift,
        filler);
      ClImportResult result;

      fixture_import_text (&fixture, name, text, -1, &result);
      g_assert_cmpstr (result.encoding, ==, "UTF-8");
      g_assert_cmpuint (result.n_games, ==, 2);
      g_assert_cmpuint (result.n_events, ==, 9);
      cl_import_result_clear (&result);
    }
  fixture_close (&fixture);
}

static gboolean
import_fails (Fixture *fixture, const char *name, gconstpointer bytes, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  ClImportResult result;
  gboolean ok;

  g_file_set_contents (path, bytes, (gssize) length, NULL);
  ok = cl_import_pgn (fixture->ledger, file, NULL, NULL, NULL, NULL, NULL, &result, error);
  cl_import_result_clear (&result);
  return !ok;
}

/* Of noise not a fact is kept, whether it is read to its end or given up before. */
static void
test_noise (void)
{
  const gsize length = 400000;
  g_autofree char *noise = g_malloc (length);

  for (guint round = 0; round < 5; round++)
    {
      g_autofree char *path = NULL;
      g_autoptr (GFile) file = NULL;
      g_autoptr (GError) error = NULL;
      Fixture fixture;
      ClImportResult result;

      for (gsize i = 0; i < length; i++)
        noise[i] = (char) g_test_rand_int_range (0, 256);
      fixture_open (&fixture, NULL, "a.ledger");
      path = g_build_filename (fixture.folder, "noise.pgn", NULL);
      g_file_set_contents (path, noise, (gssize) length, NULL);
      file = g_file_new_for_path (path);
      if (cl_import_pgn (fixture.ledger, file, NULL, NULL, NULL, NULL, NULL, &result, &error))
        g_assert_null (result.partition);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), ==, 0);
      cl_import_result_clear (&result);
      fixture_close (&fixture);
    }
}

#define LONG_BOUND (26 << 20)

/* A disk that is so slow at its first fact that the import gets as far ahead as it is let. */
static gint64
slow_clock (gpointer data)
{
  ClLedger *ledger = data;
  gint64 deadline = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

  while (cl_ledger_get_head (ledger) == 0 && cl_ledger_get_peak_bytes (ledger) < LONG_BOUND &&
         g_get_monotonic_time () < deadline)
    g_usleep (1000);
  return g_get_real_time ();
}

/* Comments of a mebibyte each: what waits for the disk is bounded by its bytes, not only by the number of facts. */
static void
test_long_comments (void)
{
  const guint n_games = 48, comment = 1 << 20;
  g_autofree char *words = g_strnfill (comment, 'w');
  g_autoptr (GString) text = g_string_new (NULL);
  Fixture fixture;
  ClImportResult result;

  for (guint i = 0; i < n_games; i++)
    g_string_append_printf (text, "[Event \"%u\"]\n\n1. e4 {%s} e5 *\n\n", i, words);
  fixture_open (&fixture, NULL, "a.ledger");
  cl_ledger_set_clock (fixture.ledger, slow_clock, fixture.ledger);
  fixture_import_text (&fixture, "long.pgn", text->str, (gssize) text->len, &result);
  g_assert_cmpuint (result.n_games, ==, n_games);
  g_assert_cmpuint (cl_ledger_get_peak_bytes (fixture.ledger), >, comment);
  g_assert_cmpuint (cl_ledger_get_peak_bytes (fixture.ledger), <, LONG_BOUND);
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

/* What has no game in its first mebibytes is no file of games. */
static void
test_refused (void)
{
  Fixture fixture;
  g_autofree char *letter = g_strnfill (10 << 20, 'a');
  g_autoptr (GFile) missing = g_file_new_for_path ("no such file.pgn");
  g_autoptr (GError) error = NULL;
  ClImportResult result;

  fixture_open (&fixture, NULL, "a.ledger");
  g_assert_true (import_fails (&fixture, "letter.txt", letter, 10 << 20, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_false (
    cl_import_pgn (fixture.ledger, missing, NULL, NULL, NULL, NULL, NULL, &result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  cl_import_result_clear (&result);
  g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), ==, 0);
  fixture_close (&fixture);
}

/* Read to the end and without a game: no error, and no fact. A lone result, tags alone and a move in a letter are more. */
static void
test_no_game (void)
{
  static const struct
  {
    const char *text;
    guint games, unreadable;
  } files[] = {
    { "", 0, 0 },
    { "\n \n", 0, 0 },
    { "Dear Sir, I have it.", 0, 0 },
    { "%hidden\n{a comment} ; another", 0, 0 },
    { "\x1a", 0, 0 },
    { "Dear Sir,\nafter 1. e4 I resign.", 0, 1 },
    { "*", 1, 0 },
    { "[zz \"\"]", 1, 0 },
    { "[PlyCount \"0\"]\n\n{White's connection stalls} 0-1", 1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gboolean any = files[i].games + files[i].unreadable > 0;
      Fixture fixture;
      ClImportResult result;

      g_test_message ("%s", files[i].text);
      fixture_open (&fixture, NULL, "a.ledger");
      fixture_import_text (&fixture, "x.pgn", files[i].text, -1, &result);
      g_assert_cmpuint (result.n_games, ==, files[i].games);
      g_assert_cmpuint (result.n_unreadable, ==, files[i].unreadable);
      g_assert_cmpstr (result.partition, ==, any ? "archive/x.pgn" : NULL);
      g_assert_cmpuint (result.n_events, ==, cl_ledger_get_head (fixture.ledger));
      if (!any)
        g_assert_cmpuint (result.n_events, ==, 0);
      cl_import_result_clear (&result);
      fixture_close (&fixture);
    }
}

/* When a game began is known only if both tags say so in full. */
static void
test_utc (void)
{
  static const struct
  {
    const char *date, *time;
    gint64 occurred_at;
  } games[] = {
    { "2021.10.01", "00:00:12", G_GINT64_CONSTANT (1633046412000000) },
    { "1969.12.31", "23:59:59", -1000000 },
    { "2021.10.??", "00:00:12", CL_NO_TIME },
    { "2021.13.01", "00:00:12", CL_NO_TIME },
    { "2021.10.01", "24:00:12", CL_NO_TIME },
    { "2021.10.01", "00:00", CL_NO_TIME },
    { "2021.10.01x", "00:00:12", CL_NO_TIME },
  };
  Fixture fixture;

  fixture_open (&fixture, NULL, "a.ledger");
  for (gsize i = 0; i < G_N_ELEMENTS (games); i++)
    {
      g_autofree char *name = g_strdup_printf ("utc%zu.pgn", i);
      g_autofree char *text = g_strdup_printf ("[UTCTime \"%s\"]\n[UTCDate \"%s\"]\n\n1. e4 *\n",
                                               games[i].time,
                                               games[i].date);
      ClImportResult result;
      g_autoptr (GPtrArray) batches = NULL;

      fixture_import_text (&fixture, name, text, -1, &result);
      batches = fixture_read (&fixture, result.partition);
      g_assert_cmpint (cl_events_get (g_ptr_array_index (batches, 0), 1)->occurred_at,
                       ==,
                       games[i].occurred_at);
      g_assert_cmpint (cl_events_get (g_ptr_array_index (batches, 0), 2)->occurred_at,
                       ==,
                       CL_NO_TIME);
      cl_import_result_clear (&result);
    }
  fixture_close (&fixture);
}

/* The same name for another file, and the same file again. */
static void
test_names (void)
{
  Fixture fixture;
  ClImportResult result;
  guint64 head;

  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import_text (&fixture, "a.pgn", GAME ("A"), -1, &result);
  g_assert_cmpstr (result.partition, ==, "archive/a.pgn");
  cl_import_result_clear (&result);
  fixture_import_text (&fixture, "a.pgn", GAME ("B"), -1, &result);
  g_assert_true (g_str_has_prefix (result.partition, "archive/a.pgn~"));
  g_assert_cmpuint (strlen (result.partition), ==, strlen ("archive/a.pgn~12345678"));
  g_assert_cmpuint (result.n_new_events, ==, 5);
  cl_import_result_clear (&result);
  head = cl_ledger_get_head (fixture.ledger);
  for (guint i = 0; i < 2; i++)
    {
      fixture_import_text (&fixture, "a.pgn", i == 0 ? GAME ("A") : GAME ("B"), -1, &result);
      g_assert_true (result.was_complete);
      g_assert_cmpuint (result.n_new_events, ==, 0);
      g_assert_cmpuint (result.n_events, ==, 5);
      g_assert_cmpuint (result.n_games, ==, 1);
      cl_import_result_clear (&result);
    }
  g_assert_cmpuint (cl_ledger_get_head (fixture.ledger), ==, head);
  fixture_close (&fixture);
}

/* Every file that importers get wrong ends quickly and plays nothing illegal. */
static void
test_nasty (void)
{
  g_autofree char *folder = fixture_data ("pgn", "nasty");
  g_autoptr (GDir) dir = NULL;
  const char *name;
  Fixture fixture;

  if (folder == NULL)
    return;
  fixture_open (&fixture, NULL, "a.ledger");
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *pgn = NULL;
      g_autoptr (GFile) file = g_file_new_for_path (path);
      ClImportResult result;

      if (!g_str_has_suffix (name, ".pgn"))
        continue;
      g_test_message ("%s", name);
      g_assert_true (
        cl_import_pgn (fixture.ledger, file, NULL, NULL, NULL, NULL, NULL, &result, NULL));
      if (result.partition)
        {
          pgn = fixture_export (&fixture, result.partition);
          g_assert_true (g_utf8_validate (pgn, -1, NULL));
          if (g_str_equal (name, "own-bom-utf16le-a.pgn"))
            g_assert_cmpuint (result.n_events, ==, 37);
        }
      cl_import_result_clear (&result);
    }
  fixture_close (&fixture);
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/import/facts", test_facts);
  g_test_add_func ("/import/complaints", test_complaints);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/long-leads", test_long_leads);
  g_test_add_func ("/import/edges", test_edges);
  g_test_add_func ("/import/noise", test_noise);
  g_test_add_func ("/import/long-comments", test_long_comments);
  g_test_add_func ("/import/refused", test_refused);
  g_test_add_func ("/import/no-game", test_no_game);
  g_test_add_func ("/import/utc", test_utc);
  g_test_add_func ("/import/names", test_names);
  g_test_add_func ("/import/nasty", test_nasty);
  return g_test_run ();
}
