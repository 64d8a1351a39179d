/* test-pgn-nasty.c: the files that importers get wrong, against what most programs or the standard say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "chess-fen.h"
#include "chess-outcome.h"
#include "chess-pgn.h"
#include "own-home.h"

/* Where we part from the majority, and why. "skip" games are not compared at all. */
typedef struct
{
  const char *file;
  guint game; /* 0: all of the file */
  enum
  {
    COMPARE_BOARD,
    COMPARE_NOTHING,
  } what;
  const char *reason;
} Exception;

static const Exception exceptions[] = {
  { "own-blank-line-inside-moves-a.pgn", 0, COMPARE_BOARD, "has the tag 1-0; no value was set" },
  { "own-many-blank-lines-a.pgn", 0, COMPARE_BOARD, "has the tag 1-0; no value was set" },
  { "own-no-blank-between-a.pgn", 0, COMPARE_BOARD, "has the tag 1-0; no value was set" },
  { "own-tags-on-one-line-a.pgn", 0, COMPARE_BOARD, "has the tag 1-0; no value was set" },
  { "own-two-games-one-line-a.pgn", 0, COMPARE_BOARD, "ends 1-0 and 0-1; no value was set" },
  { "own-comment-unterminated-a.pgn",
    2,
    COMPARE_NOTHING,
    "an unclosed brace stops at the next tag section, so that its game is not lost" },
  { "own-promotion-forms-a.pgn", 3, COMPARE_NOTHING, "e8(Q) is read (reference, section 3)" },
  { "own-promotion-forms-a.pgn", 4, COMPARE_NOTHING, "e8/Q is read (reference, section 3)" },
  { "own-fen-opposite-check-a.pgn", 1, COMPARE_NOTHING, "the side to move could take the king" },
  { "own-bom-utf16le-a.pgn", 1, COMPARE_NOTHING, "the import turns it into UTF-8 first" },
};

static const Exception *
find_exception (const char *file, guint game)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (exceptions[i].file, file) &&
        (exceptions[i].game == 0 || exceptions[i].game == game))
      return &exceptions[i];
  return NULL;
}

static char *
data_path (const char *name)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");

  if (folder == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    return NULL;
  return g_build_filename (folder, "pgn", "nasty", name, NULL);
}

/* The result that programs show: of the tag, or of the movetext if there is no tag or it says "*". */
static void
tag_cb (void *user, ChessText name, ChessText raw_value)
{
  if (name.length == 6 && memcmp (name.text, "Result", 6) == 0 && raw_value.length > 0 &&
      raw_value.text[0] != '*')
    *(gboolean *) user = TRUE;
}

static void
check_game (const char *file,
            guint number,
            const ChessPgnSummary *summary,
            ChessResult result,
            JsonObject *expected)
{
  const Exception *exception = find_exception (file, number);
  const char *status = json_object_get_string_member (expected, "status");
  const char *final_fen =
    json_object_get_string_member (expected, "final_fen"); /* null if refused */
  char fen[CHESS_FEN_SIZE];
  ChessPosition start, wanted;

  if (exception)
    g_test_message ("%s game %u: %s", file, number, exception->reason);
  if (exception && exception->what == COMPARE_NOTHING)
    return;
  chess_fen_write (&summary->final, CHESS_FEN_X, fen);
  g_test_message ("%s game %u: %u plies, %s, error %d at line %zu “%.*s”",
                  file,
                  number,
                  summary->plies,
                  fen,
                  summary->error,
                  summary->line,
                  (int) summary->token.length,
                  summary->token.text ? summary->token.text : "");
  g_assert_cmpuint (summary->plies, ==, (guint) json_object_get_int_member (expected, "plies"));
  if (!exception)
    g_assert_cmpstr (chess_result_text (result),
                     ==,
                     json_object_get_string_member (expected, "result"));
  start = chess_position_start ();
  if (final_fen && chess_fen_parse (final_fen, -1, &wanted, NULL) == CHESS_FEN_OK)
    {
      g_assert_cmphex (wanted.key, ==, summary->final.key);
      if (!exception)
        g_assert_cmpuint (wanted.halfmove, ==, summary->final.halfmove);
      if (!exception)
        g_assert_cmpuint (wanted.fullmove, ==, summary->final.fullmove);
    }
  else
    g_assert_cmphex (start.key, ==, summary->final.key);
  if (g_str_equal (status, "ok"))
    g_assert_true (summary->error == CHESS_PGN_OK || summary->error == CHESS_PGN_NO_GAME);
  if (g_str_equal (status, "error"))
    g_assert_cmpuint (summary->error, !=, CHESS_PGN_OK);
}

/* Reads the whole text in one buffer; @games (nullable): what to expect. */
static guint
read_games (const char *file, const char *text, gsize length, JsonArray *games)
{
  gsize from = 0;
  guint n = 0;
  ChessPgnSpan span;
  bool need_more;

  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      const ChessPgnVisitor visitor = { .tag = tag_cb };
      gboolean has_tag = FALSE;
      ChessPgnSummary summary =
        chess_pgn_parse (text + span.start, span.end - span.start, &visitor, &has_tag);

      g_assert_cmpuint (span.start, >=, from);
      g_assert_cmpuint (span.end, >, span.start);
      from = span.end;
      n++;
      if (games && n <= json_array_get_length (games))
        check_game (file,
                    n,
                    &summary,
                    has_tag ? summary.tag_result : summary.result,
                    json_array_get_object_element (games, n - 1));
    }
  g_assert_false (need_more);
  return n;
}

/* The same games must come out if the file arrives byte by byte. */
static guint
read_in_pieces (const char *text, gsize length, gsize step)
{
  gsize from = 0, have = MIN (step, length);
  guint n = 0;
  ChessPgnSpan span;
  bool need_more;

  for (;;)
    {
      if (chess_pgn_next (text, have, from, have == length, &span, &need_more))
        {
          from = span.end;
          n++;
        }
      else if (need_more)
        {
          g_assert_cmpuint (have, <, length);
          have = MIN (have + step, length);
        }
      else
        return n;
    }
}

static void
test_file (gconstpointer data)
{
  JsonObject *object = (JsonObject *) data;
  const char *file = json_object_get_string_member (object, "file");
  const char *class = json_object_get_string_member (object, "class");
  gboolean decided = g_str_equal (class, "agreed") || g_str_equal (class, "ruled");
  g_autofree char *path = data_path (file);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  guint n;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  n = read_games (file,
                  text,
                  length,
                  decided ? json_object_get_array_member (object, "per_game") : NULL);
  g_assert_cmpuint (read_in_pieces (text, length, MAX (length / 400, 1)), ==, n);
  if (decided && !find_exception (file, (guint) json_object_get_int_member (object, "games") + 1))
    g_assert_cmpuint (n, ==, (guint) json_object_get_int_member (object, "games"));
}

static void
test_no_data (void)
{
  g_test_skip ("no data");
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *path = NULL;
  JsonArray *files;

  own_home_init (&argc, &argv);
  g_test_set_nonfatal_assertions ();
  path = data_path ("expected.json");
  if (path == NULL || !json_parser_load_from_file (parser, path, NULL))
    {
      g_test_add_func ("/pgn/nasty", test_no_data);
      return g_test_run ();
    }
  files = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (files); i++)
    {
      JsonObject *object = json_array_get_object_element (files, i);
      g_autofree char *name =
        g_strdup_printf ("/pgn/nasty/%s", json_object_get_string_member (object, "file"));

      g_test_add_data_func (name, object, test_file);
    }
  return g_test_run ();
}
