/* test-comment.c: commands in comments, against the vectors that other programs agree on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "chess-comment.h"
#include "own-home.h"

enum
{
  COLUMN_COMMENT,
  COLUMN_CLASS,
  COLUMN_CLK,
  COLUMN_EMT,
  COLUMN_EVAL,
  COLUMN_DEPTH,
  COLUMN_ARROWS,
  COLUMN_PLAIN,
};

/* Where the reference (section 5) asks for more than those programs do. */
static const struct
{
  const char *comment;
  const char *plain;
  const char *reason;
} exceptions[] = {
  { "[%emt 5.2]", "", "plain seconds, as ficsgames.org writes them, are a move time" },
  { "[%mct 17.02]", "", "commands that are none of ours are hidden" },
  { "[%tqu \"En\",\"\",\"\",\"\",\"e2e4\",\"\",10]",
    "",
    "commands that are none of ours are hidden" },
  { "[%c_effect e4;square;e4;type;Forced]", "", "commands that are none of ours are hidden" },
};

static const char *
find_exception (const char *comment)
{
  for (gsize i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (exceptions[i].comment, comment))
      {
        g_test_message ("%s: %s", comment, exceptions[i].reason);
        return exceptions[i].plain;
      }
  return NULL;
}

static char *
json_string (const char *json)
{
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return json_node_dup_string (node);
}

static void
check_commands (const ChessCommands *commands, char **fields)
{
  gboolean is_mate = fields[COLUMN_EVAL][0] == '#';
  gboolean has_eval = fields[COLUMN_EVAL][0] != 0 && !g_str_equal (fields[COLUMN_EVAL], "#0");

  g_assert_cmpint (!!(commands->present & CHESS_COMMAND_CLK), ==, fields[COLUMN_CLK][0] != 0);
  if (fields[COLUMN_CLK][0])
    g_assert_cmpint (commands->clk_ms,
                     ==,
                     (int64_t) (g_ascii_strtod (fields[COLUMN_CLK], NULL) * 1000 + 0.5));
  if (fields[COLUMN_EMT][0])
    g_assert_cmpint (commands->emt_ms,
                     ==,
                     (int64_t) (g_ascii_strtod (fields[COLUMN_EMT], NULL) * 1000 + 0.5));
  g_assert_cmpint (!!(commands->present & CHESS_COMMAND_EVAL), ==, has_eval);
  if (!has_eval)
    return;
  if (is_mate)
    g_assert_cmpint (commands->eval_mate, ==, atoi (fields[COLUMN_EVAL] + 1));
  else
    g_assert_cmpint (commands->eval_cp, ==, atoi (fields[COLUMN_EVAL]));
  g_assert_cmpint (commands->eval_depth, ==, atoi (fields[COLUMN_DEPTH]));
}

static void
check_row (char **fields)
{
  g_autofree char *comment = json_string (fields[COLUMN_COMMENT]);
  g_autofree char *plain = json_string (fields[COLUMN_PLAIN]);
  const char *exception = find_exception (comment);
  ChessText text = { comment, strlen (comment) };
  g_autofree char *stripped = g_malloc (text.length + 1);
  ChessCommands commands = { 0 };

  g_test_message ("%s", fields[COLUMN_COMMENT]);
  chess_commands_parse (text, &commands);
  if (!exception)
    g_assert_cmpint (!!(commands.present & CHESS_COMMAND_EMT), ==, fields[COLUMN_EMT][0] != 0);
  check_commands (&commands, fields);
  stripped[chess_commands_strip (text, stripped)] = 0;
  g_assert_cmpstr (stripped, ==, exception ? exception : plain);
}

static void
test_vectors (void)
{
  const char *folder = g_getenv ("CHESS_LEDGER_TEST_DATA");
  g_autofree char *path =
    folder ? g_build_filename (folder, "vectors", "comments.tsv", NULL) : NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint rows = 0;

  if (!path || !g_file_get_contents (path, &text, NULL, NULL))
    {
      g_test_skip ("no data");
      return;
    }
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] && lines[i][0]; i++)
    {
      g_auto (GStrv) fields = g_strsplit (lines[i], "\t", -1);

      check_row (fields);
      rows++;
    }
  g_assert_cmpuint (rows, >=, 30);
}

static const struct
{
  const char *text;
  int64_t ms; /* -1: not a time */
  const char *written;
} clocks[] = {
  { "1:29:57", 5397000, "1:29:57" },
  { "0:04:56.8", 296800, "0:04:56.8" },
  { "00:04:56", 296000, "0:04:56" },
  { "0:0:2", 2000, "0:00:02" },
  { "0:00:09.47", 9470, "0:00:09.4" },
  { "100:00:00", 360000000, "100:00:00" },
  { "0:00:00.1234", 123, "0:00:00.1" },
  { "0:60:00", -1 },
  { "0:00:60", -1 },
  { "-0:00:01", -1 },
  { "59", -1 },
  { "4:56", -1 },
  { "0:00:01.", -1 },
  { "", -1 },
  { "0:00:01x", -1 },
  { "99999999999999999999:00:00", -1 },
};

static void
test_clocks (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      int64_t ms = -1;
      char written[24];
      gboolean read =
        chess_clock_parse ((ChessText){ clocks[i].text, strlen (clocks[i].text) }, &ms);

      g_test_message ("%s", clocks[i].text);
      g_assert_cmpint (read, ==, clocks[i].ms >= 0);
      g_assert_cmpint (ms, ==, clocks[i].ms);
      if (read)
        {
          g_assert_cmpuint (chess_clock_write (ms, written), ==, strlen (clocks[i].written));
          g_assert_cmpstr (written, ==, clocks[i].written);
        }
    }
}

static void
test_extremes (void)
{
  char written[24];

  g_assert_cmpuint (chess_clock_write (G_MAXINT64, written), <, sizeof written);
  g_assert_cmpuint (chess_clock_write (G_MININT64, written), ==, 7);
  g_assert_cmpstr (written, ==, "0:00:00");
}

static void
test_strip (void)
{
  static const char *const cases[][2] = {
    { "  a  ", "a" },
    { "a [%clk 0:00:01] b", "a b" },
    { "[%clk 0:00:01][%emt 0:00:01]", "" },
    { "a[%clk 0:00:01]b", "a b" },
    { "two  spaces stay", "two  spaces stay" },
    { "[%cal Ge2e4,Rd1h5] look", "look" },
    { "[%cal Ge2e9] look", "[%cal Ge2e9] look" },
    { "100% [sure]", "100% [sure]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char out[100];
      ChessText text = { cases[i][0], strlen (cases[i][0]) };

      out[chess_commands_strip (text, out)] = 0;
      g_assert_cmpstr (out, ==, cases[i][1]);
    }
}

static void
test_drawings (void)
{
  static const char *const cases[][2] = {
    { "[%cal Ge2e4, Rd1h5][%csl Bd4,Yh8]", "Ge2e4 Rd1h5 Bd4d4 Yh8h8" },
    { "[%cal Ge2e9,Gi2e4,Xe2e4,Ge2,,Ra1h8]", "Ra1h8" },
    { "[%csl Ge2e4] [%csl G] [%csl] [%cal", "" },
    { "look at [%csl Ra1] and [%cal Gb1c3]!", "Ra1a1 Gb1c3" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) told = g_string_new (NULL);
      ChessDrawing drawings[4];
      size_t n =
        chess_drawings_parse ((ChessText){ cases[i][0], strlen (cases[i][0]) }, drawings, 4);

      for (size_t k = 0; k < n; k++)
        g_string_append_printf (told,
                                "%s%c%c%c%c%c",
                                k ? " " : "",
                                drawings[k].color,
                                'a' + chess_file (drawings[k].from),
                                '1' + chess_rank (drawings[k].from),
                                'a' + chess_file (drawings[k].to),
                                '1' + chess_rank (drawings[k].to));
      g_assert_cmpstr (told->str, ==, cases[i][1]);
      g_assert_cmpuint (chess_drawings_parse ((ChessText){ cases[i][0], strlen (cases[i][0]) },
                                              drawings,
                                              0),
                        ==,
                        n);
    }
}

int
main (int argc, char **argv)
{
  own_home_init (&argc, &argv);
  g_test_add_func ("/comment/vectors", test_vectors);
  g_test_add_func ("/comment/clocks", test_clocks);
  g_test_add_func ("/comment/extremes", test_extremes);
  g_test_add_func ("/comment/strip", test_strip);
  g_test_add_func ("/comment/drawings", test_drawings);
  return g_test_run ();
}
