/* test-roundtrip.c: the games of a file, and of what an export makes of its import, are the same tree of tokens
 *
 * Unlike test-lossless.c this asks the reader of PGN what both texts say, not the ledger: tags, moves, comments, NAGs,
 * variations down to their comments and hidden lines, results, and all that stands outside of games.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "producers-fixture.h"

#include <string.h>

#include "chess-pgn.h"
#include "cl-pgn-source-private.h"
#include "own-home.h"

typedef struct
{
  GString *out;
  GPtrArray *tags; /* (element-type utf8) */
} Tree;

/* One blank for each stretch of blank space, none at the ends. */
static void
append_words (GString *out, const char *mark, const char *text, gsize length)
{
  gboolean gap = FALSE;
  gsize start;

  g_string_append (out, mark);
  start = out->len;
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] <= ' ')
      gap = TRUE;
    else
      {
        if (gap && out->len > start)
          g_string_append_c (out, ' ');
        g_string_append_c (out, text[i]);
        gap = FALSE;
      }
  g_string_append_c (out, '\n');
}

/* An export adds what is missing of the roster and what a FEN needs; a value that says nothing is like none. */
static gboolean
is_implied (const char *tag)
{
  static const char *const implied[] = {
    "Event ?", "Site ?",  "Date ?", "Date ????.??.??", "Round ?", "White ?",
    "Black ?", "SetUp 1", NULL,
  };

  return g_strv_contains (implied, tag) || g_str_has_prefix (tag, "Result ") ||
         g_str_has_prefix (tag, "Variant ");
}

static void
tag_cb (void *user, ChessText name, ChessText raw_value)
{
  Tree *self = user;
  g_autofree char *value = g_malloc (raw_value.length + 1);
  GString *tag = g_string_new_len (name.text, (gssize) name.length);

  g_string_append_c (tag, ' ');
  g_string_append_len (tag, value, (gssize) chess_pgn_unescape (raw_value, value));
  if (is_implied (tag->str))
    g_string_free (tag, TRUE);
  else
    g_ptr_array_add (self->tags, g_string_free (tag, FALSE));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *const *first = a, *const *second = b;

  return (int) strcspn (*first, " ") != (int) strcspn (*second, " ") ||
             strncmp (*first, *second, strcspn (*first, " ")) != 0
           ? strcmp (*first, *second)
           : 0; /* of one name they keep their order */
}

static void
start_cb (void *user, const ChessPosition *position)
{
  Tree *self = user;

  g_ptr_array_sort (self->tags, compare_names);
  for (guint i = 0; i < self->tags->len; i++)
    g_string_append_printf (self->out, "tag %s\n", (char *) g_ptr_array_index (self->tags, i));
  g_ptr_array_set_size (self->tags, 0);
  g_string_append_printf (self->out, "start %" G_GINT64_MODIFIER "x\n", position->key);
}

static void
move_cb (void *user, const ChessPosition *before, ChessMove move)
{
  Tree *self = user;
  char san[CHESS_SAN_SIZE];

  chess_san_write (before, move, san);
  g_string_append_printf (self->out, "%u %s\n", before->fullmove, san);
}

static void
comment_cb (void *user, ChessText text)
{
  append_words (((Tree *) user)->out, "comment ", text.text, text.length);
}

static void
escape_cb (void *user, ChessText text)
{
  g_string_append_printf (((Tree *) user)->out, "hidden %.*s\n", (int) text.length, text.text);
}

static void
nag_cb (void *user, unsigned number)
{
  g_string_append_printf (((Tree *) user)->out, "$%u\n", number);
}

static void
result_cb (void *user, ChessResult result)
{
  g_string_append_printf (((Tree *) user)->out, "result %d\n", result);
}

/* Word by word; a comment to the end of its line is one in braces. */
static void
variation_cb (void *user, ChessText text)
{
  GString *out = ((Tree *) user)->out;
  const char *at = text.text, *end = at + text.length;

  g_string_append (out, "(\n");
  while (at < end)
    {
      const char *from = at;

      if (*at == '{' || *at == ';' || (*at == '%' && (at[-1] == '\n' || at[-1] == '\r')))
        {
          const char *closing = *at == '{' ? "}" : "\n\r";

          while (at < end && !strchr (closing, *at))
            at++;
          if (*from == '%')
            escape_cb (user, (ChessText){ from + 1, (gsize) (at - from - 1) });
          else
            append_words (out, "comment ", from + 1, (gsize) (at - from - 1));
          at += at < end;
        }
      else if ((guchar) *at <= ' ')
        at++;
      else
        {
          while (at < end && (guchar) *at > ' ' && (at == from || !strchr ("{};()", *at)) &&
                 !(at > from && strchr ("()", *from)))
            at++;
          append_words (out, "", from, (gsize) (at - from));
        }
    }
  g_string_append (out, ")\n");
}

static const ChessPgnVisitor visitor = {
  tag_cb, start_cb, move_cb, comment_cb, nag_cb, variation_cb, escape_cb, result_cb,
};

static void
describe_span (Tree *self, const char *text, gsize length)
{
  g_autoptr (GString) before = self->out;
  ChessPgnSummary summary;

  self->out = g_string_new (NULL);
  summary = chess_pgn_parse (text, length, &visitor, self);
  if (summary.error != CHESS_PGN_OK)
    {
      g_string_truncate (self->out, 0);
      append_words (self->out, "unreadable ", text, length);
    }
  else if (!summary.has_movetext_result) /* an export writes it */
    g_string_append_printf (self->out, "result %d\n", summary.result);
  g_ptr_array_set_size (self->tags, 0);
  g_string_prepend_len (self->out, before->str, (gssize) before->len);
}

static gboolean
says_nothing (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if ((guchar) text[i] > ' ' && !strchr (">\x1a\xef\xbb\xbf", text[i]))
      return FALSE;
  return TRUE;
}

static char *
describe (const char *text, gsize length)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  Tree tree = { g_string_new (NULL), tags };
  gsize from = 0, passed = 0;
  ChessPgnSpan span;
  bool need_more;

  while (chess_pgn_next (text, length, from, true, &span, &need_more))
    {
      from = span.end;
      if (chess_pgn_parse (text + span.body, span.end - span.body, NULL, NULL).error ==
          CHESS_PGN_NO_GAME)
        continue;
      if (!says_nothing (text + passed, span.body - passed))
        append_words (tree.out, "outside ", text + passed, span.body - passed);
      passed = span.end;
      describe_span (&tree, text + span.body, span.end - span.body);
    }
  if (!says_nothing (text + passed, length - passed))
    append_words (tree.out, "outside ", text + passed, length - passed);
  return g_string_free (tree.out, FALSE);
}

/* As UTF-8, whatever it was. */
static char *
read_source (const char *path, gsize *length)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (ClPgnSource) source = NULL;
  ClPgnSurvey survey;

  cl_pgn_survey (file, &survey, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  source = cl_pgn_source_new (file, &survey, &error);
  g_assert_no_error (error);
  while (!source->at_end)
    {
      cl_pgn_source_advance (source, 0, NULL, &error);
      g_assert_no_error (error);
    }
  cl_pgn_survey_clear (&survey);
  *length = source->length;
  return g_strndup (source->text, source->length);
}

static void
assert_same_tree (const char *name, const char *a, const char *b)
{
  g_auto (GStrv) first = g_strsplit (a, "\n", -1);
  g_auto (GStrv) second = g_strsplit (b, "\n", -1);

  for (guint i = 0; first[i] && second[i]; i++)
    if (!g_str_equal (first[i], second[i]))
      {
        g_test_message ("%s: token %u", name, i);
        g_assert_cmpstr (second[i], ==, first[i]);
      }
  g_assert_cmpuint (g_strv_length (first), ==, g_strv_length (second));
}

static void
check_file (const char *path)
{
  g_autofree char *text = NULL, *exported = NULL, *first = NULL, *second = NULL;
  ClImportResult result;
  Fixture fixture;
  gsize length;

  text = read_source (path, &length);
  first = describe (text, length);
  fixture_open (&fixture, NULL, "a.ledger");
  fixture_import (&fixture, path, NULL, &result);
  if (result.partition)
    {
      exported = fixture_export (&fixture, result.partition);
      second = describe (exported, strlen (exported));
      assert_same_tree (path, first, second);
    }
  else
    g_assert_null (strstr (first, "start ")); /* nothing that anybody would call a game */
  cl_import_result_clear (&result);
  fixture_close (&fixture);
}

static void
test_file (gconstpointer data)
{
  check_file (data);
}

static void
test_thorough_file (gconstpointer data)
{
  if (g_getenv ("CHESS_LEDGER_THOROUGH") == NULL)
    g_test_skip ("for the thorough run");
  else
    check_file (data);
}

static void
test_no_data (void)
{
  g_test_skip ("no data");
}

static void
add_file (const char *folder, const char *name, GTestDataFunc func)
{
  g_autofree char *test = g_strconcat ("/roundtrip/", name, NULL);

  g_test_add_data_func_full (test, g_build_filename (folder, name, NULL), func, g_free);
}

int
main (int argc, char **argv)
{
  const char *data = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *nasty = g_build_filename (data ? data : "none", "pgn", "nasty", NULL);
  g_autofree char *corpus = g_build_filename (data ? data : "none", "pgn", "corpus", NULL);
  g_autoptr (GDir) dir = g_dir_open (nasty, 0, NULL);
  const char *name;

  own_home_init (&argc, &argv);
  g_test_set_nonfatal_assertions ();
  if (dir == NULL)
    g_test_add_func ("/roundtrip/data", test_no_data);
  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".pgn"))
      add_file (nasty, name, test_file);
  if (dir)
    {
      add_file (corpus, "dortmund.pgn", test_file);
      add_file (corpus, "lichess-2021-clk.pgn", test_thorough_file);
      add_file (corpus, "fics-movetimes-2008-2010.pgn", test_thorough_file);
      add_file (corpus, "masters-a.pgn", test_thorough_file);
    }
  return g_test_run ();
}
